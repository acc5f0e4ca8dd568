package app

import (
	"context"
	"math"

	"kith/journal"
)

// sideDays is how many days before and after are compared if nobody says otherwise:
// what lies further off is more likely to differ for other reasons.
const sideDays = 180

// phases are the days before and after something that are compared. The answer of
// an insight and the figure that shows it choose them here, so that they cannot
// differ.
type phases struct {
	taken *takenDays // the treatment that began on split, nil if a day was named
	// split is the first day of after; from and to are the first and last day that
	// count.
	split, from, to journal.Date
}

// name is the treatment that began, "" if a day was named.
func (c *phases) name() string {
	if c.taken == nil {
		return ""
	}
	return c.taken.name
}

// phases chooses the days: about split, or the start of a treatment, or that of the
// one that began last while the measure was kept. The first and last day are first
// and last if they are not nil. It fails with [ErrInsightSplit] if there is nothing
// to divide the days and with an [UnknownTreatmentError].
func (d *days) phases(ctx context.Context, s *DailySeries, treatment string, split, first, last *journal.Date) (c phases, err error) {
	if err := d.readDoses(ctx); err != nil {
		return c, err
	}
	switch {
	case split != nil:
		c.split = *split
		c.from, c.to = max(s.From, c.split-sideDays), min(s.To(), c.split+sideDays-1)
	case treatment != "":
		if c.taken = d.doses.byName[journal.Fold(treatment)]; c.taken == nil || len(c.taken.starts()) == 0 {
			some, err := d.startedNames(ctx)
			if err != nil {
				return c, err
			}
			return c, &UnknownTreatmentError{Name: treatment, Some: some[:min(len(some), 8)]}
		}
	default:
		if c.taken, err = d.newestWithin(ctx, s, first, last); err != nil {
			return c, err
		}
	}
	if c.taken != nil {
		c.aboutStart(s)
	}
	c.from, c.to = s.longestTo(c.from, c.split-1), s.longestFrom(c.split, c.to)
	if first != nil {
		c.from = *first
	}
	if last != nil {
		c.to = *last
	}
	return c, nil
}

// newestWithin returns the treatment that began last while the measure was kept, of
// the days from first to last if they are not nil.
func (d *days) newestWithin(ctx context.Context, s *DailySeries, first, last *journal.Date) (*takenDays, error) {
	names, err := d.startedNames(ctx)
	if err != nil {
		return nil, err
	}
	from, to := s.From, s.To()
	if first != nil {
		from = max(from, *first)
	}
	if last != nil {
		to = min(to, *last)
	}
	var newest *takenDays
	var at journal.Date
	for _, name := range names {
		t := d.doses.byName[journal.Fold(name)]
		for _, c := range t.starts() {
			if c.From > from && c.From <= to && (newest == nil || c.From > at) {
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

// aboutStart sets the days by the course of the treatment of which most is known on
// both sides. Days of its other courses do not count as before.
func (c *phases) aboutStart(s *DailySeries) {
	best := -1
	for _, course := range c.taken.starts() {
		from, to := max(s.From, course.From-sideDays), min(s.To(), course.From+sideDays-1)
		for i := range c.taken.courses {
			other := &c.taken.courses[i]
			switch {
			case other.From >= course.From:
			case other.To == nil || *other.To >= course.From-1:
				from = course.From // it ran on until this one
			default:
				from = max(from, *other.To+1)
			}
		}
		if course.To != nil {
			to = min(to, *course.To)
		}
		if known := min(s.knownBetween(from, course.From-1), s.knownBetween(course.From, to)); known >= best {
			best = known
			c.from, c.split, c.to = from, course.From, to
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
