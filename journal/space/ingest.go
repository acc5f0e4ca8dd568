package space

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"kith/crypto"
)

// Source yields the sealed bytes of ops, each after those it builds on.
type Source = iter.Seq2[[]byte, error]

// Ingest takes ops from elsewhere: a backup or a peer. An op that is here
// already is skipped. The first that is not authentic, forks its device's chain
// or builds on missing ones ends the transaction with an error, and none of
// this call's ops are kept.
func (s *Space) Ingest(ctx context.Context, ops Source) (added int, err error) {
	err = s.Update(ctx, func(tx *Tx) error {
		added = 0
		for sealed, err := range ops {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
			isNew, err := tx.ingest(sealed)
			if err != nil {
				return err
			}
			if isNew {
				added++
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("take in ops: %w", err)
	}
	return added, nil
}

func (tx *Tx) ingest(sealed []byte) (isNew bool, err error) {
	s := tx.s
	id := crypto.OpID(sealed)
	found, err := tx.Row(`SELECT 1 FROM op WHERE id = ?`, []any{id[:]}, new(int))
	if err != nil || found {
		return false, err
	}
	op, signed, signature, err := s.open(sealed)
	if err != nil {
		return false, fmt.Errorf("op %x: %w", id[:8], err)
	}
	d, err := tx.deviceOf(op)
	if err != nil {
		return false, fmt.Errorf("op %x: %w", id[:8], err)
	}
	if !crypto.Verify(d.pub, opDomain, signed, signature) {
		return false, fmt.Errorf("op %x: its device did not sign it: %w", id[:8], ErrOp)
	}
	switch {
	case op.Seq <= d.seq:
		return false, fmt.Errorf("device %x, op %d: %w", d.id[:4], op.Seq, ErrFork)
	case op.Seq > d.seq+1:
		return false, fmt.Errorf("device %x, ops %d to %d: %w", d.id[:4], d.seq+1, op.Seq-1, ErrMissing)
	case op.Prev != d.last:
		return false, fmt.Errorf("device %x, op %d: %w", d.id[:4], op.Seq, ErrFork)
	}
	for _, parent := range op.Parents {
		found, err := tx.Row(`SELECT 1 FROM op WHERE id = ?`, []any{parent[:]}, new(int))
		if err != nil {
			return false, err
		}
		if !found {
			return false, fmt.Errorf("op %x builds on %x: %w", id[:8], parent[:8], ErrMissing)
		}
	}
	if op.Kind == Checkpoint {
		if err := tx.checkCheckpoint(op, d); err != nil {
			return false, fmt.Errorf("op %x: %w", id[:8], err)
		}
	}
	s.clock.saw(op.HLC)
	return true, tx.store(op, d)
}

// checkCheckpoint compares a signed Merkle root with the ops it covers.
func (tx *Tx) checkCheckpoint(op *Op, d *device) error {
	c, err := decodeCheckpoint(op)
	if err != nil {
		return err
	}
	if c.From != d.signed+1 || c.To > d.seq {
		return fmt.Errorf("checkpoint covers ops %d to %d of %d: %w", c.From, c.To, d.seq, ErrOp)
	}
	var ids [][32]byte
	err = tx.Each(`SELECT id FROM op WHERE device = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
		[]any{d.no, int64(c.From), int64(c.To)}, func(row [][]byte) error {
			ids = append(ids, [32]byte(row[0]))
			return nil
		})
	if err != nil {
		return err
	}
	if crypto.MerkleRoot(ids) != c.Root {
		return fmt.Errorf("checkpoint does not match its ops: %w", ErrOp)
	}
	d.signed = c.To
	return nil
}

func decodeCheckpoint(op *Op) (checkpoint, error) {
	var c checkpoint
	if err := decMode.Unmarshal(op.Body, &c); err != nil {
		return c, fmt.Errorf("checkpoint: %w: %w", ErrOp, err)
	}
	if c.From == 0 || c.To < c.From || c.To-c.From >= checkpointEvery {
		return c, fmt.Errorf("checkpoint of %d to %d: %w", c.From, c.To, ErrOp)
	}
	return c, nil
}

// SealedOps yields every op as it is stored, in an order that Ingest accepts.
// The space must not be used while it runs.
func (s *Space) SealedOps(ctx context.Context) Source {
	return func(yield func([]byte, error) bool) {
		stop := errors.New("stop")
		err := s.View(ctx, func(q Querier) error {
			return q.Each(`SELECT sealed FROM op ORDER BY no`, nil, func(c [][]byte) error {
				if err := ctx.Err(); err != nil {
					return err
				}
				if !yield(c[0], nil) {
					return stop
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, stop) {
			yield(nil, err)
		}
	}
}

// EpochKeys returns the wire keys of the space, for a backup.
func (s *Space) EpochKeys() []crypto.Key {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys := make([]crypto.Key, 0, len(s.epochs))
	for _, e := range s.epochs {
		keys = append(keys, e.key)
	}
	return keys
}
