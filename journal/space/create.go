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
		s.writing = s.keepEpoch(founding.epoch)
		if err := tx.storeEpoch(s.writing); err != nil {
			return err
		}
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
	s, err := open(cfg)
	if err != nil {
		return nil, fmt.Errorf("restore space: %w", err)
	}
	if err := s.restoreOps(ctx, own, epochs, ops); err != nil {
		return nil, fmt.Errorf("restore space: %w", errors.Join(err, s.conn.close()))
	}
	return s, nil
}

func (s *Space) restoreOps(ctx context.Context, own Identity, epochs []crypto.Key, ops Source) error {
	err := s.Update(ctx, func(tx *Tx) error {
		if err := tx.createTables(); err != nil {
			return err
		}
		for _, key := range epochs {
			if err := tx.storeEpoch(s.keepEpoch(key)); err != nil {
				return err
			}
		}
		tx.changed = true
		return nil
	})
	if err != nil {
		return err
	}
	// A restore is one pass over the ops, in transactions of bounded size.
	var part [][]byte
	flush := func() error {
		_, err := s.Ingest(ctx, func(yield func([]byte, error) bool) {
			for _, sealed := range part {
				if !yield(sealed, nil) {
					return
				}
			}
		})
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
	return s.Update(ctx, func(tx *Tx) error { return tx.joinAsAuthor(own) })
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

func (tx *Tx) storeEpoch(e *epoch) error {
	tag := e.sealer.Tag()
	_, err := tx.Exec(`INSERT OR IGNORE INTO epoch(tag, key) VALUES(?, ?)`, tag[:], e.key.Bytes())
	return err
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
	if err := whole.restoreOps(ctx, Identity{}, s.EpochKeys(), s.SealedOps(ctx)); err != nil {
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
