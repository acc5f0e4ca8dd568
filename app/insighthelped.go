package app

import (
	"context"
	"errors"
	"fmt"
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

// aroundDays is how near another change has to be to be mentioned.
const aroundDays = 28

func (d *days) askHelped(ctx context.Context, x *Insight, o InsightOptions) error {
	h := &InsightHelp{}
	x.Helped = h
	c, err := d.phases(ctx, x.Measure, o.Treatment, o.Split, o.From, o.To)
	if err != nil {
		return err
	}
	h.Treatment, h.Split, h.From, h.To = c.name(), c.split, c.from, c.to
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
