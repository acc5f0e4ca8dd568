package app

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"kith/journal"
)

// PersonNeeds is what one person needs now, for whoever cares for several.
type PersonNeeds struct {
	Person Person
	// Today is nil if the record could not be read; Trouble says why.
	Today   *Today
	Trouble error
	// Overdue, Due and Later count the doses of the day.
	Overdue, Due, Later int
	// Low are the supplies that run out soon.
	Low []Stock
	// Last is the newest entry up to now, nil if there is none.
	Last *journal.Entry
	// YesterdayReviewed says that the day before is complete.
	YesterdayReviewed bool
}

// Waiting is how many things wait for the person now.
func (n *PersonNeeds) Waiting() int {
	if n.Today == nil {
		return 0
	}
	return n.Overdue + n.Due + len(n.Today.Questionnaires) + len(n.Today.Ask)
}

// Overview returns what every person needs now: whoever has something overdue first,
// then who has most that waits, then in the order in which they were added. One record
// that cannot be read does not hide the others.
func (a *App) Overview(ctx context.Context) ([]PersonNeeds, error) {
	persons := a.Persons()
	needs := make([]PersonNeeds, len(persons))
	group := new(errgroup.Group)
	group.SetLimit(readers)
	for i, p := range persons {
		group.Go(func() error {
			needs[i] = a.needsOf(ctx, p)
			return ctx.Err()
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	slices.SortStableFunc(needs, func(x, y PersonNeeds) int {
		if x.Overdue != y.Overdue {
			return y.Overdue - x.Overdue
		}
		return y.Waiting() - x.Waiting()
	})
	return needs, nil
}

func (a *App) needsOf(ctx context.Context, p Person) PersonNeeds {
	n := PersonNeeds{Person: p}
	today := a.Day()
	if n.Today, n.Trouble = a.Today(ctx, p, today); n.Trouble != nil {
		return n
	}
	for _, d := range n.Today.Doses {
		switch d.Urgency {
		case Overdue:
			n.Overdue++
		case DueNow:
			n.Due++
		case Later:
			n.Later++
		}
	}
	stocks, err := a.Stocks(ctx, p)
	if err != nil {
		n.Trouble = err
		return n
	}
	n.Low = slices.DeleteFunc(stocks, func(s Stock) bool { return !s.Low })
	n.Trouble = a.with(ctx, p, func(r *journal.Record) error {
		last, err := r.List(ctx, journal.Query{To: &today, Limit: 1})
		if err != nil {
			return err
		}
		if len(last) > 0 {
			n.Last = &last[0]
		}
		reviewed, err := reviewOf(ctx, r, today-1)
		n.YesterdayReviewed = reviewed != nil
		return err
	})
	return n
}
