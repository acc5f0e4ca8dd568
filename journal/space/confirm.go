package space

import (
	"context"
	"fmt"
	"time"
)

// Confirmation says that this computer and a peer once had the same ops.
type Confirmation struct {
	Peer  [16]byte
	UpTo  int64     // the ops with numbers up to this one were here then (see [Stored])
	Count uint64    // how many ops there were
	At    time.Time // when the fingerprints were compared
}

// Confirm remembers that the fingerprints of a peer and of this computer matched
// when the ops up to number upTo were here, count of them. An older word of the same
// peer is forgotten.
func (s *Space) Confirm(ctx context.Context, peer [16]byte, upTo int64, count uint64, at time.Time) error {
	err := s.Update(ctx, func(tx *Tx) error {
		_, err := tx.Exec(`INSERT OR REPLACE INTO confirmation(peer, upto, count, at) VALUES(?,?,?,?)`,
			peer[:], upTo, int64(count), at.UnixMilli())
		return err
	})
	if err != nil {
		return fmt.Errorf("remember what a peer has: %w", err)
	}
	return nil
}

// Confirmed returns what [Space.Confirm] remembers, in the order of the peers' ids.
func (s *Space) Confirmed(ctx context.Context) ([]Confirmation, error) {
	var list []Confirmation
	err := s.View(ctx, func(Querier) error {
		rows, err := s.conn.query(`SELECT peer, upto, count, at FROM confirmation ORDER BY peer`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var peer []byte
			var c Confirmation
			var count, at int64
			if err := rows.Scan(&peer, &c.UpTo, &count, &at); err != nil {
				return s.conn.explain(err)
			}
			if len(peer) != 16 {
				return fmt.Errorf("confirmation: %w", ErrDamaged)
			}
			c.Peer, c.Count, c.At = [16]byte(peer), uint64(count), time.UnixMilli(at).UTC()
			list = append(list, c)
		}
		return s.conn.explain(rows.Err())
	})
	if err != nil {
		return nil, fmt.Errorf("what peers have: %w", err)
	}
	return list, nil
}
