package view

import (
	"slices"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// ChartRange is how much time a chart shows.
type ChartRange int

// The ranges. All but the last two end today.
const (
	ChartWeek ChartRange = iota
	ChartMonth
	ChartQuarter
	ChartYear
	ChartAll
	ChartCustom
)

// ChartRanges returns the ranges in the order in which they are offered.
func ChartRanges() []ChartRange {
	return []ChartRange{ChartWeek, ChartMonth, ChartQuarter, ChartYear, ChartAll, ChartCustom}
}

// Text is what the range is called.
func (r ChartRange) Text() string {
	return words.Text("chart.range." + []string{"week", "month", "quarter", "year", "all", "custom"}[r])
}

// days returns how many days a range has that has so many.
func (r ChartRange) days() journal.Date {
	return []journal.Date{7, 30, 91, 365, 0, 0}[r]
}

// SetRange sets a range; ChartCustom keeps the days that are shown.
func (c *Chart) SetRange(r ChartRange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.zoom = chartZoom{}
	c.wanted.rng, c.wanted.picked = r, true
	if f := c.loaded.figure; r == ChartCustom && f != nil {
		c.wanted.from, c.wanted.to = f.From, f.To
	}
	c.asked++
}

// SetDays sets a range of days, both included, as somebody typed them. It fails
// with an error for [app.Explain] and changes nothing then.
func (c *Chart) SetDays(from, to string) error {
	first, err := typedDay(from)
	if err != nil {
		return err
	}
	last, err := typedDay(to)
	if err != nil {
		return err
	}
	if first > last {
		return app.ErrChartRange
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.zoom = chartZoom{}
	c.setDays(first, last)
	return nil
}

func (c *Chart) setDays(first, last journal.Date) {
	c.wanted.rng, c.wanted.picked, c.wanted.from, c.wanted.to = ChartCustom, true, first, last
	c.asked++
}

func typedDay(text string) (journal.Date, error) {
	d, err := journal.ParseDate(text)
	if err != nil {
		return 0, &app.InputError{Err: err}
	}
	return d, nil
}

// ShowWhatThereIs goes to the newest days that have entries, as many days as are
// shown now; it is for a range without any.
func (c *Chart) ShowWhatThereIs() {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.loaded.figure
	if f == nil {
		return
	}
	c.wanted.rng, c.wanted.picked = ChartAll, true
	c.asked++
	if f.Chart == nil {
		return
	}
	if first, last, ok := f.Chart.Span(); ok {
		if from := last - journal.Date(f.Days()) + 1; from > first {
			c.setDays(from, last)
		}
	}
}

// rangeFor is the range that was chosen; before that it is a year if there is more
// than that, and everything if not, or if the last year has nothing.
func (w *chartWish) rangeFor(measures []journal.Measured, today journal.Date) ChartRange {
	if w.picked || len(measures) == 0 {
		return w.rng
	}
	m := measures[0]
	if len(w.names) > 0 {
		if i := slices.IndexFunc(measures, func(m journal.Measured) bool { return m.Name == w.names[0] }); i >= 0 {
			m = measures[i]
		}
	}
	if m.Last-m.First > ChartYear.days()+30 && m.Last > today-ChartYear.days() {
		return ChartYear
	}
	return ChartAll
}

// chartZoom is the part of a timeline that is shown; the zero value is all of it.
// Of every other figure a zoom is another range of days, and before is what the
// range was at first.
type chartZoom struct {
	from, to time.Time
	before   *chartWish
}

func (z *chartZoom) on() bool { return !z.to.IsZero() }

// keep drops a zoom that is not in the range of another figure.
func (z *chartZoom) keep(f *app.Figure) {
	if f.Chart == nil {
		z.from, z.to = time.Time{}, time.Time{}
		return
	}
	if t := f.Chart.Timeline; z.on() && (z.from.Before(t.From) || z.to.After(t.To)) {
		*z = chartZoom{}
	}
}

// smallestZoom is the shortest time that a chart shows.
const smallestZoom = 6 * time.Hour

// Zoom shows factor times as much time as now, less than 1 for a closer look; the
// part at of what is shown, 0 to 1, stays where it is. It reports whether
// something changed and whether it has to be loaded.
func (c *Chart) Zoom(factor, at float64) (changed, load bool) {
	return c.move(func(from, to time.Time) (time.Time, time.Time) {
		width := to.Sub(from)
		next := time.Duration(float64(width) * factor)
		from = from.Add(time.Duration(float64(width-next) * min(max(at, 0), 1)))
		return from, from.Add(next)
	})
}

// Pan shows later times by a part of what is shown, earlier ones for a part below
// 0. It reports the same as Zoom.
func (c *Chart) Pan(part float64) (changed, load bool) {
	return c.move(func(from, to time.Time) (time.Time, time.Time) {
		by := time.Duration(float64(to.Sub(from)) * part)
		return from.Add(by), to.Add(by)
	})
}

// Unzoom goes back to the range that was chosen. It reports the same as Zoom.
func (c *Chart) Unzoom() (changed, load bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.zoom.before
	changed = c.zoom.on() || before != nil
	if before != nil {
		c.wanted.rng, c.wanted.picked, c.wanted.from, c.wanted.to = before.rng, before.picked, before.from, before.to
		c.asked++
	}
	c.zoom = chartZoom{}
	if changed {
		c.revision++
	}
	return changed, before != nil
}

// Zoomed reports that less is shown than the range that was chosen.
func (c *Chart) Zoomed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.zoom.on() || c.zoom.before != nil
}

func (c *Chart) move(to func(from, to time.Time) (time.Time, time.Time)) (changed, load bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.loaded.figure
	switch {
	case f == nil:
		return false, false
	case f.Chart == nil:
		return c.moveDays(f, to)
	}
	t := f.Chart.Timeline
	from, end := t.From, t.To
	if c.zoom.on() {
		from, end = c.zoom.from, c.zoom.to
	}
	from, end = within(to)(from, end, t.From, t.To)
	if !from.After(t.From) && !end.Before(t.To) {
		from, end = time.Time{}, time.Time{}
	}
	changed = !from.Equal(c.zoom.from) || !end.Equal(c.zoom.to)
	c.zoom.from, c.zoom.to = from, end
	if changed {
		c.revision++
	}
	return changed, false
}

// within makes a move that stays in a range and shows at least smallestZoom.
func within(move func(from, to time.Time) (time.Time, time.Time)) func(from, to, first, last time.Time) (time.Time, time.Time) {
	return func(from, to, first, last time.Time) (time.Time, time.Time) {
		from, to = move(from, to)
		if width := to.Sub(from); width < smallestZoom {
			from = from.Add((width - smallestZoom) / 2)
			to = from.Add(smallestZoom)
		}
		if to.After(last) {
			from, to = from.Add(last.Sub(to)), last
		}
		if from.Before(first) {
			from, to = first, to.Add(first.Sub(from))
		}
		if to.After(last) {
			to = last
		}
		return from, to
	}
}

// moveDays moves the range of days of a figure that is no timeline.
func (c *Chart) moveDays(f *app.Figure, to func(from, to time.Time) (time.Time, time.Time)) (changed, load bool) {
	begin, end := to(f.From.Midnight(), (f.To + 1).Midnight())
	const half = 12 * time.Hour
	first, last := journal.DateOf(begin.Add(half)), journal.DateOf(end.Add(half))-1
	today := journal.At(c.a.Now()).Date
	if last > today {
		first, last = first-(last-today), today
	}
	if last < first {
		last = first
	}
	if first == f.From && last == f.To || last-first > 200*365 {
		return false, false
	}
	if c.zoom.before == nil {
		before := c.wanted
		c.zoom.before = &before
	}
	c.setDays(first, last)
	return true, true
}
