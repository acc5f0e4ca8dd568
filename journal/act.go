package journal

import (
	"context"
	"errors"
	"fmt"

	"kith/journal/space"
)

// Alter is a change of one entry as a part of an act; see [Record.Act].
type Alter struct {
	ID ID
	// Fn alters the copy that it is given, as in [Record.Edit].
	Fn func(*Entry) error
}

// Act writes new entries and changes others as one act with a title for the undo
// list: undo takes all of it back. It returns the ids of the new ones, then those
// of the changed. Changes that make no difference are left out; if nothing
// remains it is [ErrUnchanged].
func (r *Record) Act(ctx context.Context, title string, entries []Entry, alters ...Alter) ([]ID, error) {
	var ids []ID
	err := r.s.Update(ctx, func(tx *space.Tx) error {
		var puts []put
		made := definitions{}
		for i := range entries {
			e := entries[i]
			e.ID = r.newID(&e)
			definition, err := r.define(tx, &e, made)
			if err != nil {
				return err
			}
			if definition != nil {
				puts = append(puts, *definition)
			}
			p, err := newPut(&e)
			if err != nil {
				return err
			}
			puts = append(puts, p)
			ids = append(ids, e.ID)
		}
		for _, alter := range alters {
			p, err := r.alter(tx, alter)
			if errors.Is(err, ErrUnchanged) {
				continue
			}
			if err != nil {
				return err
			}
			puts = append(puts, p)
			ids = append(ids, alter.ID)
		}
		if len(puts) == 0 {
			return ErrUnchanged
		}
		return appendChange(tx, change{Title: title, Puts: puts})
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", title, err)
	}
	return ids, nil
}

// alter returns the put of one change. The name of what an entry is about stays
// as it is defined.
func (r *Record) alter(q space.Querier, a Alter) (put, error) {
	old, err := getEntry(q, a.ID)
	if err != nil {
		return put{}, err
	}
	before, err := encodeFields(&old)
	if err != nil {
		return put{}, err
	}
	e := old
	if err := a.Fn(&e); err != nil {
		return put{}, err
	}
	e.ID, e.Kind = old.ID, old.Kind
	if err := e.Validate(); err != nil {
		return put{}, err
	}
	after, err := encodeFields(&e)
	if err != nil {
		return put{}, err
	}
	diff, none, err := before.changes(after)
	if err != nil {
		return put{}, err
	}
	if none {
		return put{}, ErrUnchanged
	}
	return put{ID: a.ID, Kind: old.Kind, Head: diff.head, Body: diff.body, Edit: true}, nil
}
