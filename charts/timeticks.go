package charts

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeTick is a labelled moment on the time axis. Its context is what the label
// leaves out: "14" is the 14th of the context "Mar 2026".
type timeTick struct {
	at      time.Time
	label   string
	context string
}

// timeStep is the distance of two ticks: one of its fields is set.
type timeStep struct{ minutes, days, weeks, months, years int }

var timeSteps = []timeStep{
	{minutes: 1}, {minutes: 2}, {minutes: 5}, {minutes: 10}, {minutes: 15}, {minutes: 30},
	{minutes: 60}, {minutes: 120}, {minutes: 180}, {minutes: 360}, {minutes: 720},
	{days: 1}, {weeks: 1},
	{months: 1}, {months: 2}, {months: 3}, {months: 6},
	{years: 1}, {years: 2}, {years: 5}, {years: 10}, {years: 20}, {years: 50},
}

// The longest ranges that show hours, days and weeks.
const (
	mostHours = 84 * time.Hour
	mostDays  = 45 * 24 * time.Hour
	mostWeeks = 200 * 24 * time.Hour
)

// about is the usual length of the step.
func (s timeStep) about() time.Duration {
	const day = 24 * time.Hour
	return time.Duration(s.minutes)*time.Minute + time.Duration(s.days)*day + time.Duration(s.weeks)*7*day +
		time.Duration(s.months)*30*day + time.Duration(s.years)*365*day
}

// startOfDay is the first moment of a civil day, which is not midnight where
// the clocks go forward at midnight.
func startOfDay(year int, month time.Month, day int, loc *time.Location) time.Time {
	t := time.Date(year, month, day, 0, 0, 0, 0, loc)
	// time.Date answers for a midnight that never was with a moment on either
	// side, and for one that came twice with either of the two.
	noon := time.Date(year, month, day, 12, 0, 0, 0, loc)
	for civil(t) < civil(noon) {
		t = t.Add(15 * time.Minute)
	}
	for before := t.Add(-time.Hour); civil(before) == civil(noon); before = t.Add(-time.Hour) {
		t = before
	}
	return t
}

// civil numbers the civil days, each one more than the day before.
func civil(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ticks are the multiples of the step from from to to in the zone, each aligned
// to the civil day, Monday, month or year.
func (s timeStep) ticks(from, to time.Time, w *Words) []timeTick {
	loc := from.Location()
	y, m, d := from.Date()
	var out []timeTick
	add := func(t time.Time) bool {
		if t.After(to) {
			return false
		}
		if !t.Before(from) && (len(out) == 0 || t.After(out[len(out)-1].at)) {
			out = append(out, s.tick(t, w))
		}
		return true
	}
	switch {
	case s.minutes > 0:
		for ; ; d++ {
			if startOfDay(y, m, d, loc).After(to) {
				return out
			}
			for at := 0; at < 24*60; at += s.minutes {
				t := time.Date(y, m, d, 0, at, 0, 0, loc)
				if at > 0 && t.Hour()*60+t.Minute() != at {
					continue // the clocks jumped over it
				}
				if at == 0 {
					t = startOfDay(y, m, d, loc)
				}
				add(t)
			}
		}
	case s.days > 0 || s.weeks > 0:
		by := s.days
		if s.weeks > 0 {
			by = 7 * s.weeks
			d -= (int(from.Weekday()) + 6) % 7 // back to Monday
		}
		for add(startOfDay(y, m, d, loc)) {
			d += by
		}
	case s.months > 0:
		m -= (m - 1) % time.Month(s.months)
		for add(startOfDay(y, m, 1, loc)) {
			m += time.Month(s.months)
		}
	default:
		y -= y % s.years
		for add(startOfDay(y, time.January, 1, loc)) {
			y += s.years
		}
	}
	return out
}

func (s timeStep) tick(t time.Time, w *Words) timeTick {
	switch {
	case s.minutes > 0:
		return timeTick{t, fmt.Sprintf("%02d:%02d", t.Hour(), t.Minute()), w.date(t)}
	case s.days > 0 || s.weeks > 0:
		return timeTick{t, strconv.Itoa(t.Day()), w.monthOfYear(t)}
	case s.months > 0:
		return timeTick{t, w.month(t.Month()), strconv.Itoa(t.Year())}
	}
	return timeTick{at: t, label: strconv.Itoa(t.Year())}
}

func (w *Words) month(m time.Month) string {
	if name := clean(w.Months[m-1]); name != "" {
		return name
	}
	return strconv.Itoa(int(m))
}

func (w *Words) date(t time.Time) string {
	return w.pattern(w.Date, "{day} {month} {year}", t)
}

func (w *Words) monthOfYear(t time.Time) string {
	return w.pattern(w.MonthOfYear, "{month} {year}", t)
}

func (w *Words) pattern(pattern, otherwise string, t time.Time) string {
	if pattern == "" {
		pattern = otherwise
	}
	return clean(strings.NewReplacer(
		"{day}", strconv.Itoa(t.Day()),
		"{month}", w.month(t.Month()),
		"{year}", strconv.Itoa(t.Year()),
	).Replace(pattern))
}

// placed is a text under the time axis, in pixels from the left of the plot.
type placed struct {
	text  string
	left  float64
	width float64
}

// timeAxis is what stands under a plot: ticks, their labels, and a second row
// with the context wherever it changes.
type timeAxis struct {
	ticks    []float64
	labels   []placed
	contexts []placed
}

// axisRoom is what a time axis has: the width of the plot, how far a label may
// stand out beyond either end, the distance two labels keep, and how wide a
// text is; all in pixels.
type axisRoom struct {
	width, left, right, gap float64
	measure                 func(string) float64
}

// newTimeAxis picks the smallest step whose labels keep apart.
func newTimeAxis(from, to time.Time, w *Words, room axisRoom) timeAxis {
	whole := to.Sub(from)
	x := func(t time.Time) float64 { return room.width * t.Sub(from).Seconds() / whole.Seconds() }
	for _, step := range timeSteps {
		if float64(whole/step.about()) > room.width/room.gap+1 {
			continue // more ticks than gaps between them: do not even make them
		}
		if step.minutes > 0 && whole > mostHours || step.days > 0 && whole > mostDays || step.weeks > 0 && whole > mostWeeks {
			continue // there would be room, but days, weeks or months are enough
		}
		ticks := step.ticks(from, to, w)
		if len(ticks) < 1 {
			break
		}
		var a timeAxis
		for _, t := range ticks {
			a.ticks = append(a.ticks, x(t.at))
			a.labels = append(a.labels, room.centre(t.label, x(t.at)))
		}
		a.labels = room.trim(a.labels, a.ticks)
		if !apart(a.labels, room.gap) {
			continue
		}
		a.contexts = contexts(ticks, a.ticks, room)
		return a
	}
	// Shorter than any step, or too narrow for two labels: say at least where it begins.
	return timeAxis{contexts: []placed{{text: w.date(from), width: room.measure(w.date(from))}}}
}

// centre puts a text around x, inside the room.
func (r axisRoom) centre(text string, x float64) placed {
	p := placed{text: text, width: r.measure(text)}
	p.left = max(-r.left, min(x-p.width/2, r.width+r.right-p.width))
	return p
}

// trim leaves out the first and the last label where the picture ends too soon
// to centre it and it would touch its neighbour.
func (r axisRoom) trim(labels []placed, ticks []float64) []placed {
	moved := func(i int) bool { return labels[i].left != ticks[i]-labels[i].width/2 }
	if n := len(labels); n > 1 && moved(n-1) && !apart(labels[n-2:], r.gap) {
		labels = labels[:n-1]
	}
	if len(labels) > 1 && moved(0) && !apart(labels[:2], r.gap) {
		labels = labels[1:]
	}
	return labels
}

func apart(labels []placed, gap float64) bool {
	for i := 1; i < len(labels); i++ {
		if labels[i].left < labels[i-1].left+labels[i-1].width+gap {
			return false
		}
	}
	return true
}

// contexts places each context under the first tick it belongs to. Where two
// would touch, the later stays: the earlier is only the rest of a month or year.
func contexts(ticks []timeTick, xs []float64, room axisRoom) []placed {
	var all []placed
	for i, t := range ticks {
		if t.context != "" && (i == 0 || t.context != ticks[i-1].context) {
			all = append(all, room.centre(t.context, xs[i]))
		}
	}
	var kept []placed
	for i := len(all) - 1; i >= 0; i-- {
		if len(kept) == 0 || all[i].left+all[i].width+room.gap <= kept[0].left {
			kept = append([]placed{all[i]}, kept...)
		}
	}
	return kept
}
