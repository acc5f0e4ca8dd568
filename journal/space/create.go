package space

import (
	"context"
	"errors"
	"fmt"

	"kith/crypto"
	"kith/journal/sealdb"
)

// Create makes a new space in an empty folder, as its founding says, and
// lets first write its first content in the same transaction.
func Create(ctx context.Context, cfg Config, founding Founding, first func(*Tx) error) (*Space, error) {
	s, err := open(cfg)
	if err != nil {
		return nil, fmt.Errorf("create space: %w", err)
	}
	err = s.Update(ctx, func(tx *Tx) error {
		if err := tx.createTables(); err != nil {
			return err
		}
		if err := tx.keepKey(WelcomeKey{founding.genesis.Epoch, Whole, founding.epoch}); err != nil {
			return err
		}
		s.writing = founding.genesis.Epoch
		if err := tx.found(founding); err != nil {
			return err
		}
		return first(tx)
	})
	if err != nil {
		return nil, fmt.Errorf("create space: %w", errors.Join(err, s.conn.close()))
	}
	return s, nil
}

// restoreChunk is how many ops one transaction of a restore takes in.
const restoreChunk = 4096

// Restore makes a space in an empty folder from the ops and wire keys of a
// backup, and certifies this device as the author's. The folder is of no use if
// it fails.
func Restore(ctx context.Context, cfg Config, own Identity, epochs []crypto.Key, ops Source) (*Space, error) {
	keys := make([]WelcomeKey, len(epochs))
	for i, key := range epochs {
		keys[i] = WelcomeKey{crypto.EpochTag(key), Whole, key}
	}
	return RestoreHeld(ctx, cfg, own, keys, ops)
}

// RestoreHeld is [Restore] with the keys that [Space.HeldKeys] lists: those of
// single categories among them, where the space was not all to be read.
func RestoreHeld(ctx context.Context, cfg Config, own Identity, keys []WelcomeKey, ops Source) (*Space, error) {
	s, err := open(cfg)
	if err != nil {
		return nil, fmt.Errorf("restore space: %w", err)
	}
	err = s.restoreOps(ctx, keys, ops)
	if err == nil {
		err = s.Update(ctx, func(tx *Tx) error { return tx.joinAsAuthor(own) })
	}
	if err != nil {
		return nil, fmt.Errorf("restore space: %w", errors.Join(err, s.conn.close()))
	}
	return s, nil
}

// Join makes an empty space in an empty folder, which waits for its ops: hand them
// to [Space.Receive]. It cannot be written before the op that admits this device is
// among them.
func Join(ctx context.Context, cfg Config, w Welcome) (*Space, error) {
	if cfg.ID != w.Space {
		return nil, fmt.Errorf("join space: the welcome is to another space: %w", ErrWelcome)
	}
	s, err := open(cfg)
	if err != nil {
		return nil, fmt.Errorf("join space: %w", err)
	}
	if err := s.begin(ctx, w.Keys); err != nil {
		return nil, fmt.Errorf("join space: %w", errors.Join(err, s.conn.close()))
	}
	return s, nil
}

// begin makes the tables and stores keys.
func (s *Space) begin(ctx context.Context, keys []WelcomeKey) error {
	return s.Update(ctx, func(tx *Tx) error {
		if err := tx.createTables(); err != nil {
			return err
		}
		for _, key := range keys {
			if err := tx.keepKey(key); err != nil {
				return err
			}
		}
		tx.changed = true
		return nil
	})
}

func (s *Space) restoreOps(ctx context.Context, keys []WelcomeKey, ops Source) error {
	if err := s.begin(ctx, keys); err != nil {
		return err
	}
	// A restore is one pass over the ops, in transactions of bounded size.
	var part [][]byte
	var refused error
	flush := func() error {
		r, err := s.Receive(ctx, part)
		if len(r.Refused) > 0 && refused == nil {
			refused = r.Refused[0].Err
		}
		part = part[:0]
		return err
	}
	for sealed, err := range ops {
		if err != nil {
			return err
		}
		if part = append(part, append([]byte(nil), sealed...)); len(part) == restoreChunk {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := flush(); err != nil {
		return err
	}
	if s.Members().Kind != 0 {
		return nil
	}
	// Not even the founding is there: the wrong keys, or no ops of this space.
	if refused == nil {
		refused = ErrEpoch
	}
	return refused
}

func (tx *Tx) createTables() error {
	var tables int
	if _, err := tx.Row(`SELECT count(*) FROM sqlite_schema`, nil, &tables); err != nil {
		return err
	}
	if tables != 0 {
		return fmt.Errorf("there is a space in this folder already: %w", sealdb.ErrRefused)
	}
	if err := tx.ExecScript(schema); err != nil {
		return err
	}
	if err := tx.s.projector.Create(tx); err != nil {
		return err
	}
	for key, value := range map[string]any{
		metaSchema: schemaVersion, metaSpace: tx.s.id[:], metaProjection: tx.s.projector.Version(), metaWriting: []byte{},
	} {
		if err := tx.s.setMeta(key, value); err != nil {
			return err
		}
	}
	return nil
}

// Salvage writes every op of s into a new space in the empty folder of cfg, for
// the same device, and computes the projection anew: the way out when pages are
// damaged that hold no op. It fails, and the folder is of no use, if an op or a
// key cannot be read, or the chain of a device is not whole.
func (s *Space) Salvage(ctx context.Context, cfg Config) error {
	err := s.salvage(ctx, cfg)
	if err != nil {
		return fmt.Errorf("salvage space: %w", err)
	}
	return nil
}

func (s *Space) salvage(ctx context.Context, cfg Config) (err error) {
	whole, err := open(cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, whole.Close()) }()
	if err := whole.restoreOps(ctx, s.HeldKeys(), s.SealedOps(ctx)); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, d := range s.devices {
		if copied := whole.devices[id]; copied == nil || copied.seq != d.seq || copied.last != d.last {
			return fmt.Errorf("the ops of device %x are not all there: %w", id[:4], ErrDamaged)
		}
	}
	return nil
}
