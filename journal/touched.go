package journal

import (
	"context"
	"fmt"

	"kith/journal/space"
)

// Touched returns the number of the newest op that touches an entry, as
// [space.Stored] counts them: whoever has the ops up to there has the entry as it
// stands here. The entry may be deleted. It fails with [ErrNotFound].
func (r *Record) Touched(ctx context.Context, id ID) (no int64, err error) {
	err = r.s.View(ctx, func(q space.Querier) error {
		first, found, err := firstOp(q, id)
		if err != nil {
			return err
		}
		if !found {
			return ErrNotFound
		}
		rows, err := q.Column(`SELECT op FROM touch WHERE entry = ?`, id[:])
		no = first
		for _, row := range rows {
			no = max(no, row)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("newest change of an entry: %w", err)
	}
	return no, nil
}
