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
	e.Person, e.Recorded, e.EnteredBy = r.ID(), states[0].op.Recorded(), ID(q.Author(states[0].op.Device))
}

// Restore takes deleted entries out of the trash as one act, which undo takes back.
// One that is not in the trash is [ErrNotFound].
func (r *Record) Restore(ctx context.Context, ids ...ID) error {
	err := r.s.Update(ctx, func(tx *space.Tx) error {
		stays, err := encMode.Marshal(map[uint64]any{11: nil})
		if err != nil {
			return err
		}
		var puts []put
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
			puts = append(puts, put{ID: id, Kind: states[0].put.Kind, Head: stays, Edit: true})
		}
		return appendChange(tx, change{Title: "restore", Puts: puts})
	})
	if err != nil {
		return fmt.Errorf("restore entry: %w", err)
	}
	return nil
}
