package app

import (
	"context"
	"errors"
	"slices"
	"sort"
	"sync"

	"golang.org/x/sync/errgroup"

	"kith/journal"
)

// Outline says on which days a list has how many entries. With it any page of the
// list can be read by the number of its first row, however long the list is, and
// the day of a row is known without reading it. It never changes; when a record
// does, [App.Page] fails with [journal.ErrChanged] and a new one is needed.
type Outline struct {
	query journal.Query
	parts []outlinePart
	days  []journal.DayCount // of all persons, newest first
	start []int              // start[i] is the first row of days[i]; the last is the length
}

// outlinePart is one person's share.
type outlinePart struct {
	person   Person
	revision journal.Revision
	days     []journal.DayCount
}

// Outline returns the outline of the list that q chooses of the given persons.
// q.Limit, Skip, After, Oldest and Revision do not matter.
func (a *App) Outline(ctx context.Context, persons []Person, q journal.Query) (*Outline, error) {
	q.Limit, q.Skip, q.After, q.Oldest, q.Revision = 0, 0, nil, false, 0
	o := &Outline{query: q, parts: make([]outlinePart, len(persons))}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for i, p := range persons {
		group.Go(func() (err error) {
			o.parts[i], err = a.outlinePart(ctx, p, q)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	o.sum()
	return o, nil
}

func (a *App) outlinePart(ctx context.Context, p Person, q journal.Query) (part outlinePart, err error) {
	part.person = p
	err = a.with(ctx, p, func(r *journal.Record) error {
		part.days, part.revision, err = r.Days(ctx, q)
		return err
	})
	return part, err
}

// Recount returns the outline after one change of the record of p, made since o,
// that touched no other days than those given. It costs a count of these days; if
// the record was changed by anything else as well, a count of it all.
func (a *App) Recount(ctx context.Context, o *Outline, p Person, days ...journal.Date) (*Outline, error) {
	i := slices.IndexFunc(o.parts, func(part outlinePart) bool { return part.person.ID == p.ID })
	if i < 0 {
		return o, nil
	}
	part := o.parts[i]
	if len(days) == 0 {
		return nil, errors.New("recount: no days")
	}
	kept := slices.DeleteFunc(slices.Clone(part.days), func(d journal.DayCount) bool { return slices.Contains(days, d.Date) })
	days = slices.Compact(slices.Sorted(slices.Values(days)))
	for _, day := range days {
		q, from := o.query, day
		if q.From != nil && day < *q.From || q.To != nil && day > *q.To {
			from++ // count nothing, and still learn the revision
		}
		q.From, q.To = &from, &day
		one, err := a.outlinePart(ctx, p, q)
		if err != nil {
			return nil, err
		}
		if one.revision != part.revision+1 { // an op is a revision: more than one came
			if one, err = a.outlinePart(ctx, p, o.query); err != nil {
				return nil, err
			}
			return o.with(i, one), nil
		}
		kept = journal.AddDays(kept, one.days)
	}
	return o.with(i, outlinePart{person: part.person, revision: part.revision + 1, days: kept}), nil
}

func (o *Outline) with(i int, part outlinePart) *Outline {
	next := &Outline{query: o.query, parts: slices.Clone(o.parts)}
	next.parts[i] = part
	next.sum()
	return next
}

// sum adds the persons up.
func (o *Outline) sum() {
	counts := make([][]journal.DayCount, len(o.parts))
	for i := range o.parts {
		counts[i] = o.parts[i].days
	}
	for len(counts) > 1 { // in pairs, so that each day is copied few times
		var half [][]journal.DayCount
		for i := 0; i < len(counts); i += 2 {
			if i+1 == len(counts) {
				half = append(half, counts[i])
				continue
			}
			half = append(half, journal.AddDays(counts[i], counts[i+1]))
		}
		counts = half
	}
	if len(counts) == 1 {
		o.days = counts[0]
	}
	o.start = make([]int, len(o.days)+1)
	for i, day := range o.days {
		o.start[i+1] = o.start[i] + day.Entries
	}
}

// Len returns how many rows the list has.
func (o *Outline) Len() int { return o.start[len(o.days)] }

// Days returns the days of the list with their numbers of rows, newest first. It
// must not be changed.
func (o *Outline) Days() []journal.DayCount { return o.days }

// Day returns the day on which row stands, and that day's first row. Row is from
// 0 to Len()-1.
func (o *Outline) Day(row int) (day journal.Date, first int) {
	i := o.dayIndex(row)
	return o.days[i].Date, o.start[i]
}

// RowOf returns the first row on day, or on the next earlier day that has one;
// Len() if there is none.
func (o *Outline) RowOf(day journal.Date) int {
	return o.start[sort.Search(len(o.days), func(i int) bool { return o.days[i].Date <= day })]
}

func (o *Outline) dayIndex(row int) int {
	return sort.Search(len(o.days), func(i int) bool { return o.start[i+1] > row })
}

// Page returns n rows of the list from row on, newest first; fewer at its end. It
// fails with [journal.ErrChanged] if a record changed since the outline was made.
// It costs the reading of n entries and of those before row on the same day, times
// the persons who have entries there.
func (a *App) Page(ctx context.Context, o *Outline, row, n int) ([]Listed, error) {
	row = max(row, 0)
	if n = min(n, o.Len()-row); n <= 0 {
		return nil, nil
	}
	newest, oldest := o.dayIndex(row), o.dayIndex(row+n-1)
	q := o.query
	q.From, q.To = &o.days[oldest].Date, &o.days[newest].Date
	skip := row - o.start[newest]
	if len(o.parts) == 1 {
		q.Skip, q.Limit = skip, n
		return a.pageOf(ctx, o.parts[0], q)
	}
	q.Limit = skip + n
	var mu sync.Mutex
	var list []Listed
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, part := range o.parts {
		if !part.has(*q.From, *q.To) {
			continue
		}
		group.Go(func() error {
			found, err := a.pageOf(ctx, part, q)
			mu.Lock()
			defer mu.Unlock()
			list = append(list, found...)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	sortNewest(list)
	return slices.Clip(list[min(skip, len(list)):min(skip+n, len(list))]), nil
}

// has reports whether there are entries from a day to a day, both included.
func (p *outlinePart) has(from, to journal.Date) bool {
	i := sort.Search(len(p.days), func(i int) bool { return p.days[i].Date <= to })
	return i < len(p.days) && p.days[i].Date >= from
}

func (a *App) pageOf(ctx context.Context, part outlinePart, q journal.Query) ([]Listed, error) {
	q.Revision = part.revision
	list := make([]Listed, 0, q.Limit)
	err := a.with(ctx, part.person, func(r *journal.Record) error {
		return r.Each(ctx, q, func(e journal.Entry) error {
			list = append(list, Listed{part.person, e})
			return nil
		})
	})
	return list, err
}
