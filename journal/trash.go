package journal

import (
	"context"
	"fmt"
	"time"

	"kith/journal/space"
)

// Trashed is an entry that was deleted, as it stood.
type Trashed struct {
	Entry Entry
	At    time.Time // when it was deleted
	By    ID        // the author who deleted it
}

// Trash returns the entries that were deleted, the newest deleted first; at most
// limit, 0 is no limit. Nothing empties the trash: ops are never taken away.
func (r *Record) Trash(ctx context.Context, limit int) ([]Trashed, error) {
	if limit <= 0 {
		limit = -1
	}
	var trash []Trashed
	err := r.s.View(ctx, func(q space.Querier) error {
		type row struct {
			id    ID
			first int64
		}
		var rows []row
		err := q.Each(`SELECT id, op FROM hidden WHERE deleted > 0 ORDER BY deleted DESC, id LIMIT ?`, []any{limit}, func(c [][]byte) error {
			rows = append(rows, row{ID(c[0]), parseInt(c[1])})
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		var changes changeCache
		for _, row := range rows {
			states, err := changes.states(q, row.id, row.first)
			if err != nil {
				return err
			}
			e, _, became := fold(row.id, states)
			if became != deleted {
				continue
			}
			r.came(q, e, states)
			t := Trashed{Entry: *e}
			at := deletedAt(became, states)
			for i := range states {
				if op := states[i].op; op.HLC == at {
					t.At, t.By = op.Recorded(), ID(q.Author(op.Device))
				}
			}
			trash = append(trash, t)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read trash: %w", err)
	}
	return trash, nil
}

// came fills in where an entry that was folded came from.
func (r *Record) came(q space.Querier, e *Entry, states []state) {
	first := states[0].op
	e.Person, e.Recorded, e.EnteredBy = r.ID(), first.Recorded(), ID(q.Author(first.Device))
	e.Device, e.Category = ID(first.Device), opCategory(first)
}

// Restore takes deleted entries out of the trash as one act, which undo takes back.
// One that is not in the trash is [ErrNotFound].
func (r *Record) Restore(ctx context.Context, ids ...ID) error {
	err := r.update(ctx, func(tx *space.Tx) error {
		stays, err := encMode.Marshal(map[uint64]any{11: nil})
		if err != nil {
			return err
		}
		act := r.file(tx, ID{}, "restore")
		var changes changeCache
		for _, id := range ids {
			var first int64
			found, err := tx.Row(`SELECT op FROM hidden WHERE id = ? AND deleted > 0`, []any{id[:]}, &first)
			if err != nil {
				return err
			}
			if !found {
				return fmt.Errorf("%s: %w", id.Short(), ErrNotFound)
			}
			states, err := changes.states(tx, id, first)
			if err != nil {
				return err
			}
			e, _, became := fold(id, states)
			if became != deleted {
				return fmt.Errorf("%s: %w", id.Short(), ErrNotFound)
			}
			e.Category = opCategory(states[0].op)
			if err := act.add(e, put{ID: id, Kind: e.Kind, Head: stays, Edit: true}); err != nil {
				return err
			}
		}
		return act.write()
	})
	if err != nil {
		return fmt.Errorf("restore entry: %w", err)
	}
	return nil
}
