package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"kith/journal"
	"kith/journal/insight"
)

// InsightHelp are the numbers of before and after.
type InsightHelp struct {
	// Treatment is whose start it is, "" if a day was named.
	Treatment string
	// Split is the first day of afterwards; From and To are the first and last day
	// that count.
	Split, From, To journal.Date
	Difference      insight.Difference
	Interrupted     insight.Interrupted
	// Changes are what else began, ended or happened within 28 days of Split.
	Changes []InsightChange
}

// InsightChange is something else that changed.
type InsightChange struct {
	Name string           `json:"name"`
	Kind InsightEventKind `json:"kind"`
	Date journal.Date     `json:"date"`
}

// InsightEventKind says what changed. It is part of the JSON.
type InsightEventKind string

// The kinds of change.
const (
	ChangeBegan  InsightEventKind = "began"  // a treatment
	ChangeEnded  InsightEventKind = "ended"  // a treatment
	ChangeAmount InsightEventKind = "amount" // of a treatment
	ChangeEvent  InsightEventKind = "event"  // in a life
)

// ErrNoSuchTreatment is what an [UnknownTreatmentError] is.
var ErrNoSuchTreatment = errors.New("no such treatment")

// UnknownTreatmentError says that no treatment of a name began on a known day, and
// of what there are.
type UnknownTreatmentError struct {
	Name string
	Some []string // the first few that there are
}

// Error implements error.
func (e *UnknownTreatmentError) Error() string {
	return fmt.Sprintf("%q: %v", e.Name, ErrNoSuchTreatment)
}

// Is makes it an [ErrNoSuchTreatment].
func (e *UnknownTreatmentError) Is(target error) bool { return target == ErrNoSuchTreatment }

// sideDays is how many days before and after are compared if nobody says otherwise:
// what lies further off is more likely to differ for other reasons.
const sideDays = 180

// aroundDays is how near another change has to be to be mentioned.
const aroundDays = 28

func (d *days) askHelped(ctx context.Context, x *Insight, o InsightOptions) error {
	h := &InsightHelp{}
	x.Helped = h
	if err := d.readDoses(ctx); err != nil {
		return err
	}
	var t *takenDays
	var err error
	switch {
	case o.Split != nil:
		h.Split = *o.Split
	case o.Treatment != "":
		if t = d.doses.byName[journal.Fold(o.Treatment)]; t == nil || len(t.starts()) == 0 {
			some, err := d.startedNames(ctx)
			if err != nil {
				return err
			}
			return &UnknownTreatmentError{Name: o.Treatment, Some: some[:min(len(some), 8)]}
		}
	default:
		if t, err = d.newestWithin(ctx, x.Measure); err != nil {
			return err
		}
	}
	if t == nil {
		h.From, h.To = max(x.Measure.From, h.Split-sideDays), min(x.Measure.To(), h.Split+sideDays-1)
	} else {
		h.choose(x.Measure, t)
	}
	h.From, h.To = x.Measure.longestTo(h.From, h.Split-1), x.Measure.longestFrom(h.Split, h.To)
	if o.From != nil {
		h.From = *o.From
	}
	if o.To != nil {
		h.To = *o.To
	}
	if err := h.compare(x.Measure); err != nil {
		return err
	}
	if h.Changes, err = d.changesNear(ctx, h); err != nil {
		return err
	}
	x.Verdict, x.Short = VerdictNotEnough, h.Difference.Why
	if h.Difference.Enough {
		x.Verdict, x.Short = direction(x.Measure, h.Difference.Change, h.Difference.Interval), nil
	}
	x.sayHelped()
	return nil
}

// compare compares the days before and after.
func (h *InsightHelp) compare(s *DailySeries) (err error) {
	before, after := s.Between(h.From, h.Split-1), s.Between(h.Split, h.To)
	if h.Difference, err = insight.Compare(before, after, insight.Options{}); err != nil {
		return err
	}
	if len(before) > 0 && len(after) > 0 {
		h.Interrupted, err = insight.Interrupt(slices.Concat(before, after), len(before), insight.Options{})
	}
	return err
}

// direction says which way a change goes, or that it may be none.
func direction(s *DailySeries, change float64, sure insight.Interval) InsightVerdict {
	switch {
	case sure.Low <= 0 && sure.High >= 0:
		return VerdictUnclear
	case change > 0 && s.Polarity == journal.HigherIsBetter, change < 0 && s.Polarity == journal.HigherIsWorse:
		return VerdictBetter
	case change < 0 && s.Polarity == journal.HigherIsBetter, change > 0 && s.Polarity == journal.HigherIsWorse:
		return VerdictWorse
	case change > 0:
		return VerdictHigher
	}
	return VerdictLower
}

// newestWithin returns the treatment that began last while the measure was kept.
func (d *days) newestWithin(ctx context.Context, s *DailySeries) (*takenDays, error) {
	names, err := d.startedNames(ctx)
	if err != nil {
		return nil, err
	}
	var newest *takenDays
	var at journal.Date
	for _, name := range names {
		t := d.doses.byName[journal.Fold(name)]
		for _, c := range t.starts() {
			if c.From > s.From && c.From <= s.To() && (newest == nil || c.From > at) {
				newest, at = t, c.From
			}
		}
	}
	switch {
	case newest != nil:
		return newest, nil
	case len(names) > 0:
		return d.doses.byName[journal.Fold(names[0])], nil
	}
	return nil, ErrInsightSplit
}

// choose sets the days by the course of a treatment of which most is known on both
// sides. Days of its other courses do not count as before.
func (h *InsightHelp) choose(s *DailySeries, t *takenDays) {
	h.Treatment = t.name
	best := -1
	for _, c := range t.starts() {
		from, to := max(s.From, c.From-sideDays), min(s.To(), c.From+sideDays-1)
		for i := range t.courses {
			other := &t.courses[i]
			switch {
			case other.From >= c.From:
			case other.To == nil || *other.To >= c.From-1:
				from = c.From // it ran on until this one
			default:
				from = max(from, *other.To+1)
			}
		}
		if c.To != nil {
			to = min(to, *c.To)
		}
		if known := min(s.knownBetween(from, c.From-1), s.knownBetween(c.From, to)); known >= best {
			best = known
			h.From, h.Split, h.To = from, c.From, to
		}
	}
}

// knownBetween counts the days with a value.
func (s *DailySeries) knownBetween(from, to journal.Date) (n int) {
	for d := max(from, s.From); d <= min(to, s.To()); d++ {
		if !math.IsNaN(s.On(d)) {
			n++
		}
	}
	return n
}

// changesNear lists what else changed about the split, by day.
func (d *days) changesNear(ctx context.Context, h *InsightHelp) (list []InsightChange, err error) {
	add := func(name string, kind InsightEventKind, on journal.Date) {
		if on >= h.Split-aroundDays && on <= h.Split+aroundDays {
			list = append(list, InsightChange{name, kind, on})
		}
	}
	for _, t := range d.doses.list {
		own := journal.Fold(t.name) == journal.Fold(h.Treatment)
		for i := range t.courses {
			c := &t.courses[i]
			if !own && !c.StartUnknown {
				add(t.name, ChangeBegan, c.From)
			}
			if !own && c.To != nil {
				add(t.name, ChangeEnded, *c.To)
			}
			for _, step := range c.Steps {
				if step.From > c.From {
					add(t.name, ChangeAmount, step.From)
				}
			}
		}
	}
	from, to := h.Split-aroundDays, h.Split+aroundDays
	q := journal.Query{Kinds: []journal.Kind{journal.KindEvent}, From: &from, To: &to}
	err = d.r.Each(ctx, q, func(e journal.Entry) error {
		if e.When.Precision <= journal.Day {
			add(e.Name, ChangeEvent, e.When.Date)
		}
		return nil
	})
	slices.SortStableFunc(list, func(a, b InsightChange) int { return int(a.Date) - int(b.Date) })
	return list, err
}
