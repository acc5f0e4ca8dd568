package replica

import (
	"bytes"
	"context"
	"fmt"
	"time"
)

// Bounds of the mailbox.
const (
	// MaxBoxSize is how much one box holds, in bytes.
	MaxBoxSize = 64 << 10
	// MaxBoxTime is for how long a box is kept.
	MaxBoxTime = 14 * 24 * time.Hour
	// MaxMailbox is how much all boxes hold together, in bytes; half of it is
	// for devices on the list of some space, so that strangers cannot crowd
	// them out.
	MaxMailbox = 64 << 20
	// boxCost is what a box takes beside its content.
	boxCost = 256
)

// Box names a box of the mailbox. It comes from a secret that only the two who
// pair know, so nobody else can guess, read or block it.
type Box [32]byte

// Put lays content into a box until expires, at most [MaxBoxTime] from now. What
// is in a box is not replaced: the same again is no error, anything else
// [ErrTaken]. A full mailbox is [ErrQuota]; content that is empty or beyond
// [MaxBoxSize], and a time that is over, are [ErrMessage].
func (s *Store) Put(ctx context.Context, box Box, content []byte, expires time.Time, stranger bool) error {
	now := s.now()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case len(content) == 0 || len(content) > MaxBoxSize:
		return fmt.Errorf("%w: a box of %d bytes", ErrMessage, len(content))
	case !expires.After(now):
		return fmt.Errorf("%w: the time of the box is over", ErrMessage)
	}
	if latest := now.Add(MaxBoxTime); expires.After(latest) {
		expires = latest
	}
	return s.w.do(1, func(w *writer) (error, error) {
		if _, err := w.c.exec("DELETE FROM box WHERE expires <= ?", now.Unix()); err != nil {
			return nil, err
		}
		var there []byte
		found, err := w.c.row("SELECT content FROM box WHERE name = ?", []any{box[:]}, &there)
		if err != nil {
			return nil, err
		}
		if found {
			if bytes.Equal(there, content) {
				return nil, nil
			}
			return ErrTaken, nil
		}
		var all, strangers int64
		if _, err := w.c.row("SELECT coalesce(sum(n), 0), coalesce(sum(n * stranger), 0) FROM (SELECT length(content) + ? AS n, stranger FROM box)", []any{boxCost}, &all, &strangers); err != nil {
			return nil, err
		}
		cost := int64(len(content)) + boxCost
		if all+cost > MaxMailbox || stranger && strangers+cost > MaxMailbox/2 {
			return fmt.Errorf("%w: the mailbox is full", ErrQuota), nil
		}
		_, err = w.c.exec("INSERT INTO box (name, expires, stranger, content) VALUES (?, ?, ?, ?)", box[:], expires.Unix(), stranger, content)
		return nil, err
	})
}

// Get returns what is in a box, or [ErrNoBox].
func (s *Store) Get(ctx context.Context, box Box) (content []byte, err error) {
	err = s.read(ctx, func(c *conn) error {
		found, err := c.row("SELECT content FROM box WHERE name = ? AND expires > ?", []any{box[:], s.now().Unix()}, &content)
		if err == nil && !found {
			err = ErrNoBox
		}
		return err
	})
	return content, err
}

// Empty removes what is in a box, if anything is: who knows its name may.
func (s *Store) Empty(ctx context.Context, box Box) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return s.w.do(1, func(w *writer) (error, error) {
		_, err := w.c.exec("DELETE FROM box WHERE name = ?", box[:])
		return nil, err
	})
}
