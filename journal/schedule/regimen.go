package schedule

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"kith/journal"
)

// ErrRange says that a range of time is too long or has too many doses to list.
var ErrRange = errors.New("too many doses to list")

// Bounds of one call of Due.
const (
	maxRange = 30 * 366 * 24 * time.Hour
	maxDues  = 100_000
)

// Regimen is one course with what belongs to it.
type Regimen struct {
	// Treatment is the zero Entry if the course refers to none.
	Treatment, Course journal.Entry
	// Steps and Plans are in order of time.
	Steps, Plans []journal.Entry
}

// Due is one dose that a plan asks for.
type Due struct {
	Course, Plan journal.ID
	Name         string // of the treatment
	// At is when it is due, in the zone asked for.
	At time.Time
	// Slot is At in Unix milliseconds, which [journal.Dose] keeps in Due; only a
	// dose that follows another keeps the slot that comes from the other's slot,
	// even if that was taken earlier or later.
	Slot int64
	// Date is the civil date that an entry made at At gets.
	Date journal.Date
	// Amount is nil if it is not known.
	Amount *journal.Amount
	// Fixed says that the plan keeps to a zone or to elapsed hours, so that its
	// doses do not move with the person.
	Fixed bool
	// Estimated says that it follows a dose that is not logged yet: At is when it
	// will be if that one is taken on time.
	Estimated bool

	day journal.Date // that the plan counts it to
}

// body returns the course; a Regimen without one has nothing due.
func (r *Regimen) body() *journal.Course {
	c, _ := r.Course.Body.(*journal.Course)
	return c
}

// Due returns the doses due from from (included) to to (not included), by time.
// zone is where the person is. taken are dose entries of about that time, with
// two days on both sides, for the plans that count from a dose taken; others in
// it do not matter. A plan that cannot be followed has no doses; [Check] says
// why. It fails with [ErrRange].
//
// Doses after those of another course need [All].
func (r *Regimen) Due(from, to time.Time, zone *time.Location, taken []journal.Entry) ([]Due, error) {
	return r.due(window{from, to, zone, taken}, nil, 0)
}

// All is Due of several regimens. A dose that follows one of another course
// which is not logged yet comes with Estimated.
func All(regimens []Regimen, from, to time.Time, zone *time.Location, taken []journal.Entry) ([]Due, error) {
	var all []Due
	byCourse := make(map[journal.ID]*Regimen, len(regimens))
	for i := range regimens {
		byCourse[regimens[i].Course.ID] = &regimens[i]
	}
	for i := range regimens {
		dues, err := regimens[i].due(window{from, to, zone, taken}, byCourse, 0)
		if err != nil {
			return nil, err
		}
		if all = append(all, dues...); len(all) > maxDues {
			return nil, fmt.Errorf("more than %d: %w", maxDues, ErrRange)
		}
	}
	sortDues(all)
	return all, nil
}

// window is what is asked for.
type window struct {
	from, to time.Time
	zone     *time.Location
	taken    []journal.Entry
}

func (w *window) has(t time.Time) bool { return !t.Before(w.from) && t.Before(w.to) }

func (r *Regimen) due(w window, others map[journal.ID]*Regimen, depth int) ([]Due, error) {
	if w.to.Sub(w.from) > maxRange {
		return nil, fmt.Errorf("more than 30 years: %w", ErrRange)
	}
	course := r.body()
	if course == nil || !w.from.Before(w.to) {
		return nil, nil
	}
	var dues []Due
	for _, p := range r.plans() {
		var found []Due
		var err error
		switch {
		case p.body.AsNeeded:
			continue
		case p.every > 0:
			found, err = r.hourly(p, w)
		case !p.body.After.IsZero():
			found, err = r.following(p, w, others, depth)
		default:
			found, err = r.byClock(p, w)
		}
		if err != nil {
			return nil, err
		}
		dues = append(dues, found...)
	}
	dues = slices.DeleteFunc(dues, func(d Due) bool { return !w.has(d.At) })
	sortDues(dues)
	return dues, nil
}

func sortDues(dues []Due) {
	slices.SortStableFunc(dues, func(a, b Due) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		if c := cmp.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return slices.Compare(a.Plan[:], b.Plan[:])
	})
}

// plans returns the plans that can be followed, each with where it ends because
// another takes its place. Of two that replace the same one, made by two devices
// that did not know of each other, the one recorded later holds.
func (r *Regimen) plans() []*plan {
	next := map[journal.ID]*journal.Entry{}
	for i := range r.Plans {
		e := &r.Plans[i]
		b, ok := e.Body.(*journal.Plan)
		if !ok || len(b.Replaces) > maxReplaced {
			continue
		}
		for _, id := range b.Replaces {
			if other := next[id]; other == nil || laterMade(e, other) {
				next[id] = e
			}
		}
	}
	var plans []*plan
	for i := range r.Plans {
		e := &r.Plans[i]
		p, err := readPlan(e)
		if err != nil || slices.ContainsFunc(p.body.Replaces, func(id journal.ID) bool { return next[id] != e }) {
			continue
		}
		if n := next[e.ID]; n != nil {
			p.end = momentOf(n.When)
		}
		plans = append(plans, p)
	}
	return plans
}

// Running returns the plans that are in force on the day d or later, and that no
// other replaces.
func (r *Regimen) Running(d journal.Date) []*journal.Entry {
	var running []*journal.Entry
	for _, p := range r.plans() {
		if !p.end.set && (p.until == nil || *p.until >= d) {
			running = append(running, p.entry)
		}
	}
	return running
}

func laterMade(a, b *journal.Entry) bool {
	if !a.Recorded.Equal(b.Recorded) {
		return a.Recorded.After(b.Recorded)
	}
	return slices.Compare(a.ID[:], b.ID[:]) > 0
}

// allows reports whether a dose that plan p counts to the day d, due at t, is
// within the plan and the course, and in no pause.
func (r *Regimen) allows(p *plan, d journal.Date, t time.Time) bool {
	course := r.body()
	switch {
	case !p.start.reached(d, t), p.end.set && p.end.reached(d, t), p.until != nil && d > *p.until:
		return false
	case !momentOf(r.Course.When).reached(d, t) && !course.StartUnknown:
		return false
	case course.End != nil && d > *course.End, course.Stopped != nil && !t.Before(*course.Stopped):
		return false
	case p.body.PausedFrom != nil && d >= *p.body.PausedFrom && (p.body.PausedTo == nil || d <= *p.body.PausedTo):
		return false
	}
	return r.PausedOn(d) == nil
}

// PausedOn returns the pause of the course that covers the day d, nil if none
// does.
func (r *Regimen) PausedOn(d journal.Date) *journal.Pause {
	course := r.body()
	if course == nil {
		return nil
	}
	for i := range course.Pauses[:min(len(course.Pauses), maxPauses)] {
		if p := &course.Pauses[i]; d >= p.From && (p.To == nil || d <= *p.To) {
			return p
		}
	}
	return nil
}

// ValidSteps returns the steps that no other replaces, by day.
func (r *Regimen) ValidSteps() []*journal.Entry {
	if len(r.Steps) == 0 {
		return nil
	}
	var steps []*journal.Entry
	gone := map[journal.ID]bool{}
	for i := range r.Steps {
		if s, ok := r.Steps[i].Body.(*journal.DoseStep); ok {
			steps = append(steps, &r.Steps[i])
			for _, id := range s.Replaces {
				gone[id] = true
			}
		}
	}
	steps = slices.DeleteFunc(steps, func(e *journal.Entry) bool { return gone[e.ID] })
	slices.SortStableFunc(steps, func(a, b *journal.Entry) int { return a.When.Time.Compare(b.When.Time) })
	return steps
}

// AmountOn returns how much of the course is to be taken on the day d by plan,
// which may be nil: what the plan says, else the newest step, else the course.
func (r *Regimen) AmountOn(d journal.Date, plan *journal.Plan) *journal.Amount {
	if plan != nil && plan.Amount != nil {
		return plan.Amount
	}
	var newest *journal.DoseStep
	for _, s := range r.ValidSteps() {
		if s.When.Date > d {
			break
		}
		newest = s.Body.(*journal.DoseStep)
	}
	if newest != nil {
		return newest.Amount
	}
	if c := r.body(); c != nil {
		return c.Amount
	}
	return nil
}

// add appends the dose that p counts to the day d, unless it is not to be taken.
func (r *Regimen) add(dues []Due, p *plan, d journal.Date, t time.Time, w *window) []Due {
	if !r.allows(p, d, t) {
		return dues
	}
	amount := r.AmountOn(d, p.body)
	if amount != nil && amount.Number.Coef == 0 { // the end of a taper
		return dues
	}
	t = t.In(w.zone)
	return append(dues, Due{Course: r.Course.ID, Plan: p.entry.ID, Name: r.Course.Name, At: t, Slot: t.UnixMilli(),
		Date: journal.At(t).Date, Amount: amount, Fixed: p.zone != nil || p.every > 0, day: d})
}

// byClock returns the doses of a plan with the same times on each of its days,
// and some around the window.
func (r *Regimen) byClock(p *plan, w window) (dues []Due, err error) {
	zone := p.in(w.zone)
	first := max(journal.DateOf(w.from.In(zone))-2, p.start.date-1)
	last := journal.DateOf(w.to.In(zone)) + 1
	if p.until != nil {
		last = min(last, *p.until)
	}
	if end := r.body().End; end != nil {
		last = min(last, *end)
	}
	for d := first; d <= last; d++ {
		if !p.onDay(d) {
			continue
		}
		for _, minute := range p.minutes {
			t := Clock(d, minute, zone)
			if !w.has(t) {
				continue
			}
			if n := len(dues); n > 0 && !dues[n-1].At.Before(t) {
				continue // two that clocks going forward made one
			}
			dues = r.add(dues, p, d, t, &w)
		}
		if len(dues) > maxDues {
			return nil, fmt.Errorf("more than %d: %w", maxDues, ErrRange)
		}
	}
	return dues, nil
}
