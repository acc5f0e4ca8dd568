package app

import (
	"context"
	"slices"
	"time"

	"kith/journal"
)

// Trashed is an entry that was deleted, and whose it was.
type Trashed struct {
	Person Person
	journal.Trashed
}

// Trash returns the deleted entries of the given persons, the newest deleted first;
// at most limit, 0 is no limit.
func (a *App) Trash(ctx context.Context, persons []Person, limit int) ([]Trashed, error) {
	var trash []Trashed
	for _, p := range persons {
		err := a.with(ctx, p, func(r *journal.Record) error {
			found, err := r.Trash(ctx, limit)
			for _, t := range found {
				trash = append(trash, Trashed{p, t})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(trash, func(x, y Trashed) int { return y.At.Compare(x.At) })
	if limit > 0 && len(trash) > limit {
		trash = trash[:limit]
	}
	return trash, nil
}

// RestoreEntries takes deleted entries of one person out of the trash, as one act that
// Undo takes back. One that is not in the trash is [journal.ErrNotFound].
func (a *App) RestoreEntries(ctx context.Context, p Person, ids ...journal.ID) error {
	return a.with(ctx, p, func(r *journal.Record) error { return r.Restore(ctx, ids...) })
}

// ListAsOf returns what q would have chosen at a moment, of all the given persons,
// newest first: see [journal.Record.AsOf].
func (a *App) ListAsOf(ctx context.Context, persons []Person, at time.Time, q journal.Query) ([]Listed, error) {
	var list []Listed
	for _, p := range persons {
		err := a.with(ctx, p, func(r *journal.Record) error {
			found, err := r.AsOf(ctx, at, q)
			for _, e := range found {
				list = append(list, Listed{p, e})
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	sortNewest(list)
	if q.Limit > 0 && len(list) > q.Limit {
		list = list[:q.Limit]
	}
	return list, nil
}

// Moment reads a moment in the past: all that [App.When] reads. A day, which ends at
// four in the morning, a month or a year stands for its end, and today for now. The error is an [InputError].
func (a *App) Moment(text string) (time.Time, error) {
	w, err := a.When(text)
	if err != nil {
		return time.Time{}, err
	}
	at := w.Time
	day := w.Date.Midnight()
	y, m, d := day.Date()
	switch w.Precision {
	case journal.Year:
		at = time.Date(y+1, 1, 1, 0, 0, 0, 0, a.opts.Zone)
	case journal.Month:
		at = time.Date(y, m+1, 1, 0, 0, 0, 0, a.opts.Zone)
	case journal.Day, journal.PartOfDay:
		at = time.Date(y, m, d+1, 0, 0, 0, 0, a.opts.Zone).Add(journal.DayBoundary)
	}
	if now := a.Now(); at.After(now) {
		at = now
	}
	return at, nil
}
