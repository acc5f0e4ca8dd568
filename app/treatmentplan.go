package app

import (
	"strconv"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// PlanWords are a plan as people write it in a form or after flags. Empty texts
// say nothing.
type PlanWords struct {
	Times    string // 8:00, 20:00
	Weekdays string // mon, wed; weekdays; weekend
	Every    string // 2d, 2 weeks, 8h, 90 min
	Window   string // 8:00-22:00, with Every hours
	Cycle    string // 21/7
	MonthDay string // 1 to 31
	After    string // the name of another treatment
	Delay    string // 30m, after it
	Zone     string // an IANA name; "" follows the clock of wherever the person is
	// FromTaken counts Every hours from when the last dose was taken.
	FromTaken bool
	AsNeeded  bool
	// MinInterval and Max are for doses as needed: 6h, and 4 g in any 24 hours.
	MinInterval string
	Max         string
}

// Empty reports whether nothing was said about when doses are due.
func (w PlanWords) Empty() bool { return w == PlanWords{} }

// plan reads w. The course and After are still to be filled in. Its errors are
// for the person; whether the plan as a whole makes sense is for schedule.Check.
func (w PlanWords) plan() (*journal.Plan, error) {
	p := &journal.Plan{AsNeeded: w.AsNeeded, FromTaken: w.FromTaken, Zone: strings.TrimSpace(w.Zone)}
	for _, read := range []func(*journal.Plan) error{w.readTimes, w.readDays, w.readEvery, w.readRest} {
		if err := read(p); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// PlanWordsOf writes a plan as it would be typed; name finds the name of another
// course. ok is false for a plan that words cannot say.
func PlanWordsOf(p *journal.Plan, name func(course journal.ID) string) (w PlanWords, ok bool) {
	w = PlanWords{AsNeeded: p.AsNeeded, FromTaken: p.FromTaken, Zone: p.Zone}
	if p.Every == 0 {
		times := make([]string, len(p.Times))
		for i, minute := range p.Times {
			times[i] = clockText(minute)
		}
		w.Times = strings.Join(times, ", ")
	} else {
		w.Every = typedSpan(p.Every)
		if p.WindowFrom != nil && p.WindowTo != nil {
			w.Window = clockText(*p.WindowFrom) + "-" + clockText(*p.WindowTo)
		}
	}
	switch d := schedule.Days(p.Rule); {
	case len(d.Weekdays) > 0 && d.Weeks == 1:
		names := make([]string, len(d.Weekdays))
		for i, day := range d.Weekdays {
			names[i] = words.LongWeekday(day)
		}
		w.Weekdays = strings.Join(names, ", ")
	case d.Every > 1 && p.Every == 0:
		w.Every = strconv.Itoa(d.Every) + "d"
	case d.MonthDay > 0:
		w.MonthDay = strconv.Itoa(d.MonthDay)
	case p.Rule != "" && !d.Daily:
		return w, false
	}
	if p.CycleOn > 0 {
		w.Cycle = strconv.Itoa(p.CycleOn) + "/" + strconv.Itoa(p.CycleOff)
	}
	if !p.After.IsZero() {
		w.After = name(p.After)
		if p.Delay > 0 {
			w.Delay = typedSpan(p.Delay)
		}
	}
	if p.MinInterval > 0 {
		w.MinInterval = typedSpan(p.MinInterval)
	}
	w.Max = p.MaxPerDay.String()
	return w, len(p.Times) <= 1 || p.Every == 0
}

func typedSpan(seconds int) string {
	if seconds%3600 == 0 {
		return strconv.Itoa(seconds/3600) + "h"
	}
	return strconv.Itoa(seconds/60) + "min"
}

func refused(key, text string) error { return input("%s", words.Text("treatment.typed."+key, text)) }

func (w PlanWords) readTimes(p *journal.Plan) error {
	for _, text := range fieldsOf(w.Times) {
		minute, ok := parseClock(text)
		if !ok {
			return refused("time", text)
		}
		p.Times = append(p.Times, minute)
	}
	return nil
}

// fieldsOf splits a list at commas, semicolons and spaces.
func fieldsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' || r == ' ' })
}

// parseClock reads 8:00, 8.30, 8, 20:15, 8am and 8:30pm as minutes after midnight.
func parseClock(text string) (minute int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	half := 0
	if rest, cut := strings.CutSuffix(text, "pm"); cut {
		text, half = strings.TrimSpace(rest), 12
	} else if rest, cut := strings.CutSuffix(text, "am"); cut {
		text, half = strings.TrimSpace(rest), -12
	}
	h, m, split := strings.Cut(strings.Replace(text, ".", ":", 1), ":")
	hour, err := strconv.Atoi(h)
	if err != nil || len(h) > 2 || hour < 0 || hour > 23 || half != 0 && (hour < 1 || hour > 12) {
		return 0, false
	}
	if split {
		if minute, err = strconv.Atoi(m); err != nil || len(m) != 2 || minute < 0 || minute > 59 {
			return 0, false
		}
	}
	if half != 0 {
		hour %= 12
		if half > 0 {
			hour += 12
		}
	}
	return hour*60 + minute, true
}

func (w PlanWords) readDays(p *journal.Plan) error {
	days := 0
	if w.Weekdays != "" {
		list, err := parseWeekdays(w.Weekdays)
		if err != nil {
			return err
		}
		p.Rule = schedule.Weekdays(list...)
		days++
	}
	if w.MonthDay != "" {
		day, err := strconv.Atoi(strings.TrimSpace(w.MonthDay))
		if err != nil || day < 1 || day > 31 {
			return refused("monthday", w.MonthDay)
		}
		p.Rule = schedule.MonthDay(day)
		days++
	}
	if n, unit, ok := parseSpan(w.Every); ok && unit >= 24*time.Hour {
		p.Rule = schedule.EveryDays(int(time.Duration(n) * unit / (24 * time.Hour)))
		days++
	}
	if days > 1 {
		return refused("days", w.Weekdays)
	}
	if w.Cycle != "" {
		on, off, ok := strings.Cut(w.Cycle, "/")
		a, err1 := strconv.Atoi(strings.TrimSpace(on))
		b, err2 := strconv.Atoi(strings.TrimSpace(off))
		if !ok || err1 != nil || err2 != nil || a < 1 || b < 1 {
			return refused("cycle", w.Cycle)
		}
		p.CycleOn, p.CycleOff = a, b
	}
	return nil
}

func parseWeekdays(text string) ([]time.Weekday, error) {
	var days []time.Weekday
	for _, typed := range fieldsOf(journal.Fold(text)) {
		switch typed {
		case "weekdays":
			days = append(days, time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday)
			continue
		case "weekend", "weekends":
			days = append(days, time.Saturday, time.Sunday)
			continue
		}
		day, ok := parseWeekday(typed)
		if !ok {
			return nil, refused("weekday", typed)
		}
		days = append(days, day)
	}
	return days, nil
}

// parseWeekday reads a weekday, or the beginning of one from two letters on, in
// English or in the language in use.
func parseWeekday(typed string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		for _, name := range []string{day.String(), words.LongWeekday(day)} {
			if len(typed) >= 2 && strings.HasPrefix(journal.Fold(name), strings.TrimSuffix(typed, ".")) {
				return day, true
			}
		}
	}
	return 0, false
}

// parseSpan reads 2d, 2 days, 8h, 90 min and 2 weeks.
func parseSpan(text string) (n int, unit time.Duration, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	cut := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if cut < 0 {
		return 0, 0, false
	}
	n = 1
	if cut > 0 {
		var err error
		if n, err = strconv.Atoi(text[:cut]); err != nil || n < 1 || n > 100_000 {
			return 0, 0, false
		}
	}
	unit, ok = spanUnits[strings.TrimSpace(text[cut:])]
	return n, unit, ok
}

var spanUnits = map[string]time.Duration{
	"m": time.Minute, "min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute, "minuto": time.Minute, "minutos": time.Minute,
	"h": time.Hour, "hour": time.Hour, "hours": time.Hour, "hora": time.Hour, "horas": time.Hour,
	"d": 24 * time.Hour, "day": 24 * time.Hour, "days": 24 * time.Hour, "día": 24 * time.Hour, "días": 24 * time.Hour, "dia": 24 * time.Hour, "dias": 24 * time.Hour,
	"w": 7 * 24 * time.Hour, "week": 7 * 24 * time.Hour, "weeks": 7 * 24 * time.Hour, "semana": 7 * 24 * time.Hour, "semanas": 7 * 24 * time.Hour,
}

// seconds reads a span of minutes, hours or days.
func seconds(text string) (int, bool) {
	n, unit, ok := parseSpan(text)
	if s := time.Duration(n) * unit; ok && s <= 366*24*time.Hour {
		return int(s / time.Second), true
	}
	return 0, false
}

func (w PlanWords) readEvery(p *journal.Plan) error {
	if w.Every != "" {
		n, unit, ok := parseSpan(w.Every)
		if !ok {
			return refused("every", w.Every)
		}
		if unit < 24*time.Hour {
			p.Every = int(time.Duration(n) * unit / time.Second)
		}
	}
	if w.Window != "" {
		from, to, ok := strings.Cut(w.Window, "-")
		a, fine := parseClock(from)
		b, good := parseClock(to)
		if !ok || !fine || !good {
			return refused("window", w.Window)
		}
		p.WindowFrom, p.WindowTo = &a, &b
	}
	if (p.WindowFrom != nil || p.FromTaken) && p.Every == 0 {
		return refused("hours", w.Window)
	}
	return nil
}

func (w PlanWords) readRest(p *journal.Plan) (err error) {
	ok := true
	if w.Delay != "" {
		if p.Delay, ok = seconds(w.Delay); !ok || w.After == "" {
			return refused("delay", w.Delay)
		}
	}
	if w.MinInterval != "" {
		if p.MinInterval, ok = seconds(w.MinInterval); !ok {
			return refused("interval", w.MinInterval)
		}
	}
	if w.Max != "" {
		if p.MaxPerDay, err = readAmount(w.Max); err != nil {
			return err
		}
	}
	if (w.MinInterval != "" || w.Max != "") && !w.AsNeeded {
		return refused("needed", w.MinInterval+w.Max)
	}
	return nil
}

func readAmount(text string) (*journal.Amount, error) {
	a, err := schedule.ParseAmount(text)
	if err != nil {
		return nil, refused("amount", text)
	}
	return a, nil
}
