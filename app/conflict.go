package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"kith/journal"
	"kith/journal/schedule"
)

// Conflict is two or more doses that may be one, written down on several devices. All
// are kept: only a person can say whether it was taken once or more often.
type Conflict struct {
	Person Person
	Doses  []journal.Entry // by when they were taken
}

// Has reports whether one of the doses has an id.
func (c *Conflict) Has(id journal.ID) bool {
	return slices.ContainsFunc(c.Doses, func(e journal.Entry) bool { return e.ID == id })
}

// ErrNoConflict says that nothing is open about an entry.
var ErrNoConflict = errors.New("nothing is open about this entry")

// conflicts keeps what was found in each record for as long as it stays as it is.
type conflicts struct {
	mu    sync.Mutex
	found map[journal.ID]foundConflicts
}

type foundConflicts struct {
	at     journal.Revision
	groups [][]journal.Entry
}

// Conflicts returns the doses of some persons that may have been written down twice
// and that nobody has settled, the newest first. It looks at whole records, once for
// each state of them.
func (a *App) Conflicts(ctx context.Context, persons []Person) ([]Conflict, error) {
	var list []Conflict
	for _, p := range persons {
		found, err := a.conflictsOf(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("look for doses written twice: %w", err)
		}
		list = append(list, found...)
	}
	slices.SortStableFunc(list, func(x, y Conflict) int { return y.Doses[0].When.Time.Compare(x.Doses[0].When.Time) })
	return list, nil
}

func (a *App) conflictsOf(ctx context.Context, p Person) (list []Conflict, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		groups, err := a.twiceIn(ctx, r)
		for _, doses := range groups {
			list = append(list, Conflict{p, slices.Clone(doses)})
		}
		return err
	})
	return list, err
}

// twiceIn returns the groups of doses of a record that may be one.
func (a *App) twiceIn(ctx context.Context, r *journal.Record) ([][]journal.Entry, error) {
	at, several, err := r.Devices(ctx, journal.KindDose)
	if err != nil || several < 2 {
		return nil, err
	}
	a.conflicts.mu.Lock()
	known, ok := a.conflicts.found[r.ID()]
	a.conflicts.mu.Unlock()
	if ok && known.at == at {
		return known.groups, nil
	}
	regimens, err := readRegimens(ctx, r)
	if err != nil {
		return nil, err
	}
	doses, err := r.List(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDose}, Oldest: true})
	if err != nil {
		return nil, err
	}
	var groups [][]journal.Entry
	for _, group := range schedule.Twice(regimens, doses) {
		var copied []journal.Entry
		for _, e := range group {
			copied = append(copied, *e)
		}
		groups = append(groups, copied)
	}
	a.conflicts.mu.Lock()
	defer a.conflicts.mu.Unlock()
	if a.conflicts.found == nil {
		a.conflicts.found = map[journal.ID]foundConflicts{}
	}
	a.conflicts.found[r.ID()] = foundConflicts{at, groups}
	return groups, nil
}

// ConflictsSince returns those of a person of which a dose was taken at a moment or
// later.
func (a *App) ConflictsSince(ctx context.Context, p Person, from time.Time) ([]Conflict, error) {
	list, err := a.Conflicts(ctx, []Person{p})
	return slices.DeleteFunc(list, func(c Conflict) bool {
		return c.Doses[len(c.Doses)-1].When.Time.Before(from)
	}), err
}

// InConflict returns the ids of the doses of some persons that may have been written
// down twice.
func (a *App) InConflict(ctx context.Context, persons []Person) (map[journal.ID]bool, error) {
	list, err := a.Conflicts(ctx, persons)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	ids := map[journal.ID]bool{}
	for _, c := range list {
		for i := range c.Doses {
			ids[c.Doses[i].ID] = true
		}
	}
	return ids, nil
}

// ConflictOf returns the conflict that a dose is part of. It fails with
// [ErrNoConflict].
func (a *App) ConflictOf(ctx context.Context, p Person, dose journal.ID) (Conflict, error) {
	list, err := a.Conflicts(ctx, []Person{p})
	if err != nil {
		return Conflict{}, err
	}
	for _, c := range list {
		if c.Has(dose) {
			return c, nil
		}
	}
	return Conflict{}, ErrNoConflict
}

// KeepBoth says that all doses of a conflict were taken. It is written in the record,
// so that it is settled on every device; Undo takes it back. It fails with
// [ErrNoConflict] if that is so already.
func (a *App) KeepBoth(ctx context.Context, p Person, dose journal.ID) (Conflict, error) {
	c, err := a.ConflictOf(ctx, p, dose)
	if err != nil {
		return c, err
	}
	var alters []journal.Alter
	for i := range c.Doses {
		alters = append(alters, journal.Alter{ID: c.Doses[i].ID, Fn: func(e *journal.Entry) error {
			d := e.Dose()
			if d == nil {
				return ErrNoConflict
			}
			said := slices.Clone(d.NotSame) // e shares its own with the entry before
			for _, other := range c.Doses[:i] {
				if !slices.Contains(said, other.ID) {
					said = append(said, other.ID)
				}
			}
			changed := *d
			changed.NotSame = said
			e.Body = &changed
			return nil
		}})
	}
	err = a.with(ctx, p, func(r *journal.Record) error {
		_, err := r.Act(ctx, "settle", nil, alters...)
		return err
	})
	return c, err
}

// DropDoubles says that some doses of a conflict are others of it written down again:
// they are deleted, which Undo takes back. At least one dose must stay. It fails with
// [ErrNoConflict] if one of them is in no conflict, or not in the same.
func (a *App) DropDoubles(ctx context.Context, p Person, drop ...journal.ID) (Conflict, error) {
	if len(drop) == 0 {
		return Conflict{}, ErrNoConflict
	}
	c, err := a.ConflictOf(ctx, p, drop[0])
	if err != nil {
		return c, err
	}
	for _, id := range drop {
		if !c.Has(id) {
			return c, ErrNoConflict
		}
	}
	left := slices.DeleteFunc(slices.Clone(c.Doses), func(e journal.Entry) bool { return slices.Contains(drop, e.ID) })
	if len(left) == 0 {
		return c, ErrNoneLeft
	}
	if err := a.Delete(ctx, p, drop...); err != nil {
		return c, err
	}
	return c, nil
}

// ErrNoneLeft says that of doses written down twice one must stay.
var ErrNoneLeft = errors.New("one of the doses must stay")
