package app

import (
	"context"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"kith/journal"
)

// Listed is an entry and whose it is.
type Listed struct {
	Person Person
	Entry  journal.Entry
}

// Each calls fn with the entries that q chooses of all the given persons, newest
// first. It holds a bounded number of entries at a time however long the list
// is. q.Oldest and q.After are not for several persons.
func (a *App) Each(ctx context.Context, persons []Person, q journal.Query, fn func(Listed) error) error {
	switch {
	case len(persons) == 1:
		return a.with(ctx, persons[0], func(r *journal.Record) error {
			return r.Each(ctx, q, func(e journal.Entry) error { return fn(Listed{persons[0], e}) })
		})
	case q.Oldest || q.After != nil:
		return errors.New("oldest first, and pages, are for one person at a time")
	case q.Limit > 0 && q.Limit <= 1000:
		return a.newest(ctx, persons, q, fn)
	}
	return a.merge(ctx, persons, q, fn)
}

// List returns what Each goes through.
func (a *App) List(ctx context.Context, persons []Person, q journal.Query) ([]Listed, error) {
	var list []Listed
	err := a.Each(ctx, persons, q, func(l Listed) error {
		list = append(list, l)
		return nil
	})
	return list, err
}

// readers is how many records are read at once.
const readers = 4

// newest gathers the first q.Limit entries of many persons. The more it has, the
// less it asks of the persons still to come.
func (a *App) newest(ctx context.Context, persons []Person, q journal.Query, fn func(Listed) error) error {
	var mu sync.Mutex
	var best []Listed
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, p := range persons {
		group.Go(func() error {
			mu.Lock()
			q := q
			if len(best) == q.Limit {
				day := best[q.Limit-1].Entry.When.Date
				if q.From == nil || day > *q.From {
					q.From = &day
				}
			}
			mu.Unlock()
			var found []Listed
			err := a.with(ctx, p, func(r *journal.Record) error {
				return r.Each(ctx, q, func(e journal.Entry) error {
					found = append(found, Listed{p, e})
					return nil
				})
			})
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			best = append(best, found...)
			sortNewest(best)
			best = best[:min(len(best), q.Limit)]
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, l := range best {
		if err := fn(l); err != nil {
			return err
		}
	}
	return nil
}

func sortNewest(list []Listed) {
	slices.SortStableFunc(list, func(x, y Listed) int {
		switch {
		case journal.Before(&x.Entry, &y.Entry):
			return -1
		case journal.Before(&y.Entry, &x.Entry):
			return 1
		}
		return 0
	})
}

// merge goes through the entries of many persons by pages, so that neither all
// records are open nor all entries in memory.
func (a *App) merge(ctx context.Context, persons []Person, q journal.Query, fn func(Listed) error) error {
	page := min(max(32768/max(len(persons), 1), 64), 4096)
	pages := make([]*pager, len(persons))
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for i, p := range persons {
		pages[i] = &pager{a: a, person: p, query: q, size: page}
		group.Go(func() error { return pages[i].fill(groupCtx) })
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for left := q.Limit; ; {
		var first *pager
		for _, p := range pages {
			if len(p.entries) > 0 && (first == nil || journal.Before(&p.entries[0], &first.entries[0])) {
				first = p
			}
		}
		if first == nil {
			return nil
		}
		if err := fn(Listed{first.person, first.entries[0]}); err != nil {
			return err
		}
		if left--; left == 0 { // without a limit it starts at zero and never returns to it
			return nil
		}
		if first.entries = first.entries[1:]; len(first.entries) == 0 {
			if err := first.fill(ctx); err != nil {
				return err
			}
		}
	}
}

// pager reads one person's entries in pages of whole days.
type pager struct {
	a       *App
	person  Person
	query   journal.Query
	size    int
	entries []journal.Entry
	done    bool
}

// fill reads the next page if there is one.
func (p *pager) fill(ctx context.Context) error {
	if p.done {
		return nil
	}
	return p.a.with(ctx, p.person, func(r *journal.Record) error {
		q := p.query
		q.Limit = p.size
		entries, err := r.List(ctx, q)
		if err != nil {
			return err
		}
		if len(entries) < p.size {
			p.entries, p.done = entries, true
			return nil
		}
		last := entries[len(entries)-1].When.Date
		whole := slices.IndexFunc(entries, func(e journal.Entry) bool { return e.When.Date == last })
		if whole > 0 { // the last day may go on: it begins the next page
			p.entries = entries[:whole]
			p.query.To = &last
			return nil
		}
		q.Limit, q.From, q.To = 0, &last, &last
		before := last - 1
		p.query.To = &before
		p.done = p.query.From != nil && before < *p.query.From
		p.entries, err = r.List(ctx, q)
		return err
	})
}
