package app

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"kith/journal"
)

// Undone says what an undo or redo took back or brought again.
type Undone struct {
	Act     journal.Act
	Persons []Person // whose records it touched
}

// Undo takes back the newest act of this device in any record: one log, edit,
// delete or import. With redo it brings again what was taken back last. It fails
// with [journal.ErrNothing].
func (a *App) Undo(ctx context.Context, redo bool) (Undone, error) {
	var mu sync.Mutex
	var newest journal.Act
	found := false
	err := a.eachRecord(ctx, func(_ Person, r *journal.Record) error {
		if r.Writable() != nil {
			return nil // what was done there before stays
		}
		act, ok, err := r.LastAct(ctx, redo)
		mu.Lock()
		defer mu.Unlock()
		if ok && (!found || act.Order > newest.Order) {
			newest, found = act, true
		}
		return err
	})
	if err != nil {
		return Undone{}, err
	}
	if !found {
		return Undone{}, journal.ErrNothing
	}
	return a.undoAct(ctx, newest, redo, a.Persons())
}

// undoAct takes an act back in every record that has it.
func (a *App) undoAct(ctx context.Context, act journal.Act, redo bool, persons []Person) (Undone, error) {
	undone := Undone{Act: act}
	undone.Act.Entries = 0
	for _, p := range persons {
		err := a.with(ctx, p, func(r *journal.Record) error {
			if err := r.Undo(ctx, act.ID, redo); err != nil {
				return err
			}
			here, _, err := r.LastAct(ctx, !redo) // it is the newest of its sort now
			if err != nil {
				return err
			}
			undone.Act.Entries += here.Entries
			undone.Persons = append(undone.Persons, p)
			return nil
		})
		if err != nil && !errors.Is(err, journal.ErrNothing) {
			return undone, err
		}
	}
	return undone, nil
}

// eachRecord runs fn on the records of all persons, several at a time.
func (a *App) eachRecord(ctx context.Context, fn func(Person, *journal.Record) error) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(readers)
	for _, p := range a.Persons() {
		group.Go(func() error {
			return a.with(ctx, p, func(r *journal.Record) error { return fn(p, r) })
		})
	}
	return group.Wait()
}
