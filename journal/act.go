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
	err := r.update(ctx, func(tx *space.Tx) error {
		ids = ids[:0]
		act := r.file(tx, ID{}, title)
		made := definitions{}
		for i := range entries {
			e := entries[i]
			e.ID, e.Category = r.newID(&e), BaseCategory
			if err := act.addNew(&e, made); err != nil {
				return err
			}
			ids = append(ids, e.ID)
		}
		for _, alter := range alters {
			old, p, err := r.alter(tx, alter)
			if errors.Is(err, ErrUnchanged) {
				continue
			}
			if err == nil {
				err = act.add(&old, p)
			}
			if err != nil {
				return err
			}
			ids = append(ids, alter.ID)
		}
		return act.write()
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", title, err)
	}
	return ids, nil
}

// alter returns an entry as it stands and the put of one change. The name of what an
// entry is about stays as it is defined.
func (r *Record) alter(q space.Querier, a Alter) (old Entry, p put, err error) {
	old, err = getEntry(q, a.ID)
	if err != nil {
		return old, p, err
	}
	_, diff, err := old.altered(a.Fn)
	return old, put{ID: a.ID, Kind: old.Kind, Head: diff.head, Body: diff.body, Edit: true}, err
}

// altered returns e as fn leaves a copy of it, and what is different: [ErrUnchanged]
// if nothing is.
func (e Entry) altered(fn func(*Entry) error) (Entry, fields, error) {
	before, err := encodeFields(&e)
	if err != nil {
		return e, fields{}, err
	}
	now := e
	if err := fn(&now); err != nil {
		return e, fields{}, err
	}
	now.ID, now.Kind = e.ID, e.Kind
	if err := now.Validate(); err != nil {
		return e, fields{}, err
	}
	after, err := encodeFields(&now)
	if err != nil {
		return e, fields{}, err
	}
	diff, none, err := before.changes(after)
	if err == nil && none {
		err = ErrUnchanged
	}
	return now, diff, err
}
