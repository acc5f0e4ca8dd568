package space

import (
	"context"
	"errors"
	"fmt"
	"iter"
)

// Source yields the sealed bytes of ops, best each after those it builds on.
type Source = iter.Seq2[[]byte, error]

// Ingest takes ops in like [Space.Receive], but for a caller who expects no
// surprises: the first op that is not authentic, forks its device's chain, or
// waits for something after all have come is an error, and nothing is kept.
func (s *Space) Ingest(ctx context.Context, ops Source) (added int, err error) {
	var all [][]byte
	for sealed, err := range ops {
		if err != nil {
			return 0, fmt.Errorf("take in ops: %w", err)
		}
		all = append(all, append([]byte(nil), sealed...))
	}
	err = s.Update(ctx, func(tx *Tx) error {
		r, err := tx.receive(ctx, all)
		switch {
		case err != nil:
			return err
		case len(r.Refused) > 0:
			return fmt.Errorf("op %x: %w", r.Refused[0].ID[:8], r.Refused[0].Err)
		case len(r.Forks) > 0:
			return fmt.Errorf("device %x, op %d: %w", r.Forks[0].Device[:4], r.Forks[0].Seq, ErrFork)
		case r.Waiting > 0:
			return tx.whyWaiting()
		}
		added = r.New
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("take in ops: %w", err)
	}
	return added, nil
}

// whyWaiting says what the newest op without effect waits for.
func (tx *Tx) whyWaiting() error {
	var n []byte
	if _, err := tx.Row(`SELECT need FROM waiting ORDER BY no DESC LIMIT 1`, nil, &n); err != nil {
		return err
	}
	switch {
	case len(n) > 0 && n[0] == 'k':
		return fmt.Errorf("%v: %w", need(n), ErrEpoch)
	case len(n) > 0 && n[0] == 'd':
		return fmt.Errorf("%v: %w", need(n), ErrNotMember)
	}
	return fmt.Errorf("%v: %w", need(n), ErrMissing)
}

// SealedOps yields every op as it is stored, also those without effect, in an
// order that [Space.Receive] likes. The space must not be used while it runs.
func (s *Space) SealedOps(ctx context.Context) Source {
	return func(yield func([]byte, error) bool) {
		stop := errors.New("stop")
		err := s.View(ctx, func(q Querier) error {
			for _, query := range []string{`SELECT sealed FROM op ORDER BY no`, `SELECT sealed FROM waiting ORDER BY no`} {
				err := q.Each(query, nil, func(c [][]byte) error {
					if err := ctx.Err(); err != nil {
						return err
					}
					if !yield(c[0], nil) {
						return stop
					}
					return nil
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(nil, err)
		}
	}
}
