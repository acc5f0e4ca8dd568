package journal

import (
	"context"
	"fmt"

	"kith/journal/space"
)

// Revision returns the state that the record is in.
func (r *Record) Revision(ctx context.Context) (at Revision, err error) {
	err = r.s.View(ctx, func(q space.Querier) error {
		at, err = revisionOf(q)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read the state of the record: %w", err)
	}
	return at, nil
}

// Devices returns the state that the record is in and how many devices first wrote
// down entries of a kind that are shown: 0, 1 or 2, which stands for more.
func (r *Record) Devices(ctx context.Context, kind Kind) (at Revision, devices int, err error) {
	err = r.s.View(ctx, func(q space.Querier) error {
		if at, err = revisionOf(q); err != nil {
			return err
		}
		var first []byte
		some, err := q.Row(`SELECT device FROM entry WHERE kind = ? LIMIT 1`, []any{kind}, &first)
		if err != nil || !some {
			return err
		}
		more, err := q.Row(`SELECT 1 FROM entry WHERE kind = ? AND device <> ? LIMIT 1`, []any{kind, first}, new(int))
		if devices = 1; more {
			devices = 2
		}
		return err
	})
	if err != nil {
		return 0, 0, fmt.Errorf("count devices: %w", err)
	}
	return at, devices, nil
}
