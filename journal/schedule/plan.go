package schedule

import (
	"slices"
	"time"

	"kith/journal"
)

// Limits of a plan.
const (
	MaxTimes    = 48               // times of day
	MinEvery    = 15 * time.Minute // between doses
	MaxEvery    = 30 * 24 * time.Hour
	MaxDelay    = 7 * 24 * time.Hour // after another dose
	maxCycle    = 366
	maxPauses   = 200
	maxReplaced = 64
)

const dayMinutes = 24 * 60

// plan is a journal.Plan made ready. Exactly one of minutes, every, after and
// needed says how it goes.
type plan struct {
	entry *journal.Entry
	body  *journal.Plan

	rule    *rule
	minutes []int          // of the day, in order; above 1439 on the days after
	every   time.Duration  // elapsed time between doses
	zone    *time.Location // nil: wherever the person is
	anchor  journal.Date

	start, end moment // end is the first moment that is not in it
	until      *journal.Date
}

// moment is a civil date or an instant, as exact as it was said; the zero value
// is none.
type moment struct {
	date journal.Date
	at   time.Time // zero: the date's midnight wherever the person is
	set  bool
}

func momentOf(w journal.When) moment {
	m := moment{date: w.Date, set: true}
	if w.Precision == journal.Instant {
		m.date, m.at = journal.DateOf(w.Local()), w.Time
	}
	return m
}

// reached reports whether a dose of the date d, due at t, is at m or after it.
func (m moment) reached(d journal.Date, t time.Time) bool {
	if m.at.IsZero() {
		return d >= m.date
	}
	return !t.Before(m.at)
}

// readPlan checks a plan and makes it ready.
func readPlan(e *journal.Entry) (*plan, error) {
	body, ok := e.Body.(*journal.Plan)
	if !ok {
		return nil, refuse("not_plan", "it is a %s", e.Kind)
	}
	p := &plan{entry: e, body: body, anchor: e.When.Date, start: momentOf(e.When), until: body.Until}
	if e.When.Precision == journal.Instant {
		p.anchor = p.start.date
	}
	if body.Anchor != nil {
		p.anchor = *body.Anchor
	}
	ways := 0
	for _, way := range []bool{len(body.Times) > 0 && body.Every == 0, body.Every != 0, !body.After.IsZero(), body.AsNeeded} {
		if way {
			ways++
		}
	}
	switch {
	case ways == 0:
		return nil, refuse("no_times", "it has no times")
	case ways > 1:
		return nil, refuse("mixed", "it mixes times of day, hours between doses, another dose or as needed")
	case body.Until != nil && *body.Until < p.start.date:
		return nil, refuse("plan_ends", "it ends on %s, before it begins on %s", body.Until, p.start.date)
	case body.CycleOn < 0 || body.CycleOff < 0 || body.CycleOn > maxCycle || body.CycleOff > maxCycle || body.CycleOn == 0 && body.CycleOff > 0:
		return nil, refuse("cycle", "its cycle of %d days on and %d off", body.CycleOn, body.CycleOff)
	}
	if err := p.readDays(); err != nil {
		return nil, err
	}
	if body.Zone != "" {
		zone, err := time.LoadLocation(body.Zone)
		if err != nil || body.Zone == "Local" {
			return nil, refuse("zone", "there is no time zone %.64q", body.Zone)
		}
		p.zone = zone
	}
	switch {
	case !body.After.IsZero():
		if delay := time.Duration(body.Delay) * time.Second; body.Delay < 0 || delay > MaxDelay {
			return nil, refuse("delay", "a delay from nothing to 7 days is possible")
		}
	case body.AsNeeded:
		return p, p.readNeeded()
	case body.Every != 0:
		return p, p.readEvery()
	}
	return p, p.readTimes()
}

func (p *plan) readDays() (err error) {
	if p.rule, err = parseRule(p.body.Rule); err != nil {
		return refuse("rule", "%v", err)
	}
	if last := p.rule.last(p.anchor); last != nil && (p.until == nil || *last < *p.until) {
		p.until = last
	}
	return nil
}

func (p *plan) readTimes() error {
	if len(p.body.Times) > MaxTimes {
		return refuse("many_times", "%d times a day, at most %d are possible", len(p.body.Times), MaxTimes)
	}
	for _, minute := range p.body.Times {
		if minute < 0 || minute >= dayMinutes {
			return refuse("minute", "%d is not a minute of the day", minute)
		}
	}
	p.minutes = slices.Compact(slices.Sorted(slices.Values(p.body.Times)))
	return nil
}

func (p *plan) readNeeded() error {
	if p.body.MinInterval < 0 || time.Duration(p.body.MinInterval)*time.Second > MaxEvery {
		return refuse("interval", "at least so long between doses: from nothing to 30 days are possible")
	}
	if m := p.body.MaxPerDay; m != nil && m.Number.Coef <= 0 {
		return refuse("maximum", "at most %s in 24 hours leaves none", m)
	}
	return nil
}

func (p *plan) readEvery() error {
	b := p.body
	every := time.Duration(b.Every) * time.Second
	switch {
	case b.Every < 0 || every < MinEvery || every > MaxEvery:
		return refuse("every", "from 15 minutes to 30 days between doses are possible")
	case (b.WindowFrom == nil) != (b.WindowTo == nil):
		return refuse("window_end", "its hours have only one end")
	case b.FromTaken && b.WindowFrom != nil:
		return refuse("window_from_last", "hours of the day, and counting from the dose before, do not go together")
	case len(b.Times) > 1:
		return refuse("first_times", "hours between doses take one first time, not %d", len(b.Times))
	}
	first := 0
	if len(b.Times) == 1 {
		if first = b.Times[0]; first < 0 || first >= dayMinutes {
			return refuse("minute", "%d is not a minute of the day", first)
		}
	} else if at := p.entry.When; at.Precision == journal.Instant {
		first = at.Local().Hour()*60 + at.Local().Minute()
	}
	step := int(every / time.Minute)
	switch {
	case b.WindowFrom != nil:
		return p.readWindow(step)
	case !b.FromTaken && every%time.Minute == 0 && dayMinutes%step == 0 && step < dayMinutes:
		// So many hours that fit into a day are the same times every day, by the clock.
		for minute := first % step; minute < dayMinutes; minute += step {
			p.minutes = append(p.minutes, minute)
		}
	default:
		if b.Rule != "" || b.CycleOn != 0 {
			return refuse("every_days", "every so many hours, and only some days, needs times that fit into a day")
		}
		p.every = every
		p.minutes = []int{first} // of the first dose
	}
	return nil
}

func (p *plan) readWindow(step int) error {
	from, to := *p.body.WindowFrom, *p.body.WindowTo
	if from < 0 || from >= dayMinutes || to < 0 || to >= dayMinutes || from == to {
		return refuse("window", "its hours from minute %d to minute %d of the day", from, to)
	}
	if to < from {
		to += dayMinutes
	}
	if step > to-from && step >= dayMinutes {
		return refuse("window_long", "a day or more between doses does not fit into hours of the day")
	}
	for minute := from; minute <= to; minute += step {
		p.minutes = append(p.minutes, minute)
	}
	return nil
}

// onDay reports whether the plan has doses on the day d.
func (p *plan) onDay(d journal.Date) bool {
	if p.until != nil && d > *p.until || !p.rule.chooses(d, p.anchor) {
		return false
	}
	if on, off := p.body.CycleOn, p.body.CycleOff; on > 0 {
		return d >= p.anchor && int(d-p.anchor)%(on+off) < on
	}
	return true
}

// in returns the zone whose clock counts.
func (p *plan) in(here *time.Location) *time.Location {
	if p.zone != nil {
		return p.zone
	}
	return here
}
