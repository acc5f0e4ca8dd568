package journal

import (
	"context"
	"fmt"
	"time"

	"kith/journal/space"
)

// Act is what undo takes back as a whole: one log, edit, delete or import.
type Act struct {
	ID      ID
	Title   string
	Entries int // how many entries it made or changed
	At      time.Time
	Undone  bool
	// Order sorts acts of several records by when they, or their undoing,
	// happened.
	Order uint64
}

// LastAct returns this device's newest act that stands (or, with undone, the
// act it undid last); found is false if there is none.
func (r *Record) LastAct(ctx context.Context, undone bool) (act Act, found bool, err error) {
	query := `SELECT id, title, entries, hlc FROM act WHERE device = ? AND retracted = 0 ORDER BY hlc DESC LIMIT 1`
	if undone {
		query = `SELECT id, title, entries, stamp FROM act WHERE device = ? AND retracted = 1 ORDER BY stamp DESC LIMIT 1`
	}
	device := r.s.Device()
	err = r.s.View(ctx, func(q space.Querier) error {
		return q.Each(query, []any{device[:]}, func(c [][]byte) error {
			order := uint64(parseInt(c[3]))
			act = Act{ID: ID(c[0]), Title: string(c[1]), Entries: int(parseInt(c[2])), Undone: undone,
				Order: order, At: space.Timestamp(order).Time()}
			found = true
			return nil
		})
	})
	return act, found, err
}

// Undo takes an act back; with redo it brings it again. An act that is not in
// this record is ErrNothing.
func (r *Record) Undo(ctx context.Context, act ID, redo bool) error {
	err := r.update(ctx, func(tx *space.Tx) error {
		found, err := tx.Row(`SELECT 1 FROM act WHERE id = ? AND retracted = ?`, []any{act[:], redo}, new(int))
		if err != nil {
			return err
		}
		if !found {
			return ErrNothing
		}
		_, err = appendIn(tx, BaseCategory, opRetract, retract{Acts: []ID{act}, Undo: !redo})
		return err
	})
	if err != nil {
		return fmt.Errorf("undo: %w", err)
	}
	return nil
}

// Version is one step in the history of an entry.
type Version struct {
	At     time.Time // when it was written
	By     ID        // the author
	Device ID
	Act    string // title of the act
	Undone bool   // the act was taken back; this step has no effect
	// Concurrent says that another device wrote a step at the same time: neither knew
	// of the other. Field by field the one with the newer clock holds, and both stay here.
	Concurrent bool
	// Entry is how the entry stood after this step; nil if it was deleted.
	Entry *Entry
}

// History returns every step of an entry, oldest first, those that were undone
// included: what was recorded on that day stays on record.
func (r *Record) History(ctx context.Context, id ID) ([]Version, error) {
	var versions []Version
	err := r.s.View(ctx, func(q space.Querier) error {
		first, found, err := firstOp(q, id)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("%s: %w", id.Short(), ErrNotFound)
		}
		states, err := new(changeCache).states(q, id, first)
		if err != nil {
			return err
		}
		apart, err := concurrent(q, states)
		if err != nil {
			return err
		}
		for i := range states {
			until := append([]state(nil), states[:i+1]...)
			until[i].retracted = false // show what it said, even if it was undone
			e, _, became := fold(id, until)
			op := states[i].op
			v := Version{At: op.Recorded(), By: ID(q.Author(op.Device)), Device: ID(op.Device), Undone: states[i].retracted, Concurrent: apart[i]}
			if _, err := q.Row(`SELECT title FROM act WHERE id = ?`, []any{states[i].act[:]}, &v.Act); err != nil {
				return err
			}
			if became == shown {
				r.came(q, e, states)
				v.Entry = e
			}
			versions = append(versions, v)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read history: %w", err)
	}
	return versions, nil
}
