package replica

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"kith/crypto"
	"kith/p2p/link"
)

// Bounds of what a node knows of a space, and of how many it takes.
const (
	// MaxPeers is how many devices may be on the list of a space.
	MaxPeers = 1024
	// MaxCapabilities is how many epochs one registration may name.
	MaxCapabilities = 64
	// MaxEpochs is how many epochs of a space a node remembers.
	MaxEpochs = 1024
	// MaxSpaces is how many spaces a node keeps.
	MaxSpaces = 10_000
)

// Capability is the public half of what proves that one was given the key of an
// epoch.
type Capability struct {
	Tag Tag
	Key crypto.PublicKey
}

// Registration is what the members of a space tell a node.
type Registration struct {
	// Capabilities, the current one first. Who proves that one is let in.
	Capabilities []Capability
	// Peers are the devices that an older capability lets in as well, ascending.
	Peers []link.Peer
}

// check refuses a registration beyond the bounds.
func (r Registration) check() error {
	ascending := func(a, b link.Peer) int { return slices.Compare(a[:], b[:]) }
	seen := map[Tag]bool{}
	for _, c := range r.Capabilities {
		seen[c.Tag] = true
	}
	switch {
	case len(r.Capabilities) == 0 || len(r.Capabilities) > MaxCapabilities:
		return fmt.Errorf("%w: %d capabilities", ErrMessage, len(r.Capabilities))
	case len(seen) < len(r.Capabilities):
		return fmt.Errorf("%w: two capabilities of one epoch", ErrMessage)
	case len(r.Peers) > MaxPeers:
		return fmt.Errorf("%w: %d devices", ErrMessage, len(r.Peers))
	case !slices.IsSortedFunc(r.Peers, ascending) || len(slices.Compact(slices.Clone(r.Peers))) < len(r.Peers):
		return fmt.Errorf("%w: the devices are not ascending", ErrMessage)
	}
	return nil
}

// Add takes a new space in. Who may do so (the operator's token) and the proof of
// the first capability are the caller's to check. A space that is here already is
// [ErrTaken], one too many [ErrQuota].
func (s *Store) Add(ctx context.Context, h Handle, r Registration) error {
	if err := errors.Join(ctx.Err(), r.check()); err != nil {
		return err
	}
	return s.w.do(len(r.Peers)+1, func(w *writer) (error, error) {
		var there, spaces int
		if _, err := w.c.row("SELECT count(*), coalesce(sum(handle = ?), 0) FROM space", []any{h[:]}, &spaces, &there); err != nil {
			return nil, err
		}
		if there > 0 {
			return ErrTaken, nil
		}
		if spaces >= MaxSpaces {
			return fmt.Errorf("%w: %d spaces", ErrQuota, spaces), nil
		}
		today := unixDay(s.now())
		var no int64
		if _, err := w.c.row("SELECT coalesce(max(no), 0) + 1 FROM space", nil, &no); err != nil {
			return nil, err
		}
		if _, err := w.c.exec("INSERT INTO space (no, handle, current, ops, bytes, blobs, since, used, gone) VALUES (?, ?, ?, 0, 0, 0, ?, ?, 0)",
			no, h[:], r.Capabilities[0].Tag[:], today, today); err != nil {
			return nil, err
		}
		return nil, w.writeSet(no, r)
	})
}

// Replace puts another registration in the place of what is known of a space,
// for peer, which proved the capability of the epoch proven. It is [ErrRefused]
//
//   - to who may not come in (see [Store.Admits]);
//   - to who proved an older epoch, unless the epoch that it brings is one that
//     the node never heard of: a device that slept through a rotation cannot take
//     it back.
//
// Epochs that were known stay known.
func (s *Store) Replace(ctx context.Context, h Handle, peer link.Peer, proven Tag, r Registration) error {
	if err := errors.Join(ctx.Err(), r.check()); err != nil {
		return err
	}
	return s.w.do(len(r.Peers)+1, func(w *writer) (error, error) {
		t, err := w.space(h)
		if err != nil || t == nil {
			return ErrRefused, err
		}
		admitted, current, err := admits(w.c, t.no, proven, peer)
		if err != nil || !admitted {
			return ErrRefused, err
		}
		known, err := w.c.row("SELECT 1 FROM epoch WHERE space = ? AND tag = ?", []any{t.no, r.Capabilities[0].Tag[:]}, new(int))
		if err != nil || known && !current {
			return ErrRefused, err
		}
		var epochs int
		if _, err := w.c.row("SELECT count(*) FROM epoch WHERE space = ?", []any{t.no}, &epochs); err != nil {
			return nil, err
		}
		if epochs+len(r.Capabilities) > MaxEpochs {
			return fmt.Errorf("%w: %d epochs", ErrQuota, epochs), nil
		}
		if _, err := w.c.exec("UPDATE space SET current = ? WHERE no = ?", r.Capabilities[0].Tag[:], t.no); err != nil {
			return nil, err
		}
		t.current = r.Capabilities[0].Tag
		w.changed[h] = true
		w.used(t)
		return nil, w.writeSet(t.no, r)
	})
}

// writeSet writes the epochs and the list of devices.
func (w *writer) writeSet(space int64, r Registration) error {
	for _, c := range r.Capabilities {
		if _, err := w.c.exec("INSERT OR IGNORE INTO epoch (space, tag, key) VALUES (?, ?, ?)", space, c.Tag[:], c.Key[:]); err != nil {
			return err
		}
	}
	if _, err := w.c.exec("DELETE FROM allowed WHERE space = ?", space); err != nil {
		return err
	}
	for _, p := range r.Peers {
		if _, err := w.c.exec("INSERT INTO allowed (space, peer) VALUES (?, ?)", space, p[:]); err != nil {
			return err
		}
	}
	return nil
}

// Current returns the capability that lets in by itself. [ErrNoSpace] says that
// the node does not have the space.
func (s *Store) Current(ctx context.Context, h Handle) (c Capability, err error) {
	return s.capability(ctx, h, "SELECT e.tag, e.key FROM space s JOIN epoch e ON e.space = s.no AND e.tag = s.current WHERE s.handle = ? AND s.gone = 0")
}

// Capability returns the capability of an epoch. [ErrNoSpace] says that the node
// does not know it.
func (s *Store) Capability(ctx context.Context, h Handle, epoch Tag) (c Capability, err error) {
	return s.capability(ctx, h, "SELECT e.tag, e.key FROM space s JOIN epoch e ON e.space = s.no WHERE s.handle = ? AND s.gone = 0 AND e.tag = ?", epoch[:])
}

func (s *Store) capability(ctx context.Context, h Handle, query string, more ...any) (c Capability, err error) {
	err = s.read(ctx, func(conn *conn) error {
		var tag, key []byte
		found, err := conn.row(query, append([]any{h[:]}, more...), &tag, &key)
		if err == nil && !found {
			err = ErrNoSpace
		}
		if err == nil && (copy(c.Tag[:], tag) != len(c.Tag) || copy(c.Key[:], key) != len(c.Key)) {
			err = fmt.Errorf("%w: an epoch", ErrDamaged)
		}
		return err
	})
	return c, err
}

// Admits reports whether a device that proved the capability of an epoch may come
// in: the current epoch lets everybody in, an older one that the node knows only
// the devices on the space's list.
func (s *Store) Admits(ctx context.Context, h Handle, proven Tag, peer link.Peer) (yes bool, err error) {
	if s.warm.current(h, proven) {
		return true, nil
	}
	err = s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if errors.Is(err, ErrRefused) {
			return nil
		}
		if err == nil {
			yes, _, err = admits(c, space, proven, peer)
		}
		return err
	})
	return yes, err
}

func admits(c *conn, space int64, proven Tag, peer link.Peer) (yes, current bool, err error) {
	current, err = c.row("SELECT 1 FROM space WHERE no = ? AND current = ?", []any{space, proven[:]}, new(int))
	if err != nil || current {
		return current, current, err
	}
	known, err := c.row("SELECT 1 FROM epoch WHERE space = ? AND tag = ?", []any{space, proven[:]}, new(int))
	if err != nil || !known {
		return false, false, err
	}
	yes, err = c.row("SELECT 1 FROM allowed WHERE space = ? AND peer = ?", []any{space, peer[:]}, new(int))
	return yes, false, err
}

// Listed reports whether a device is on the list of the space, or, for the zero
// Handle, of any space.
func (s *Store) Listed(ctx context.Context, h Handle, peer link.Peer) (yes bool, err error) {
	err = s.read(ctx, func(c *conn) error {
		if h == (Handle{}) {
			yes, err = c.row("SELECT 1 FROM allowed a JOIN space s ON s.no = a.space WHERE a.peer = ? AND s.gone = 0 LIMIT 1", []any{peer[:]}, new(int))
			return err
		}
		space, err := number(c, h)
		if errors.Is(err, ErrRefused) {
			return nil
		}
		if err == nil {
			yes, err = c.row("SELECT 1 FROM allowed WHERE space = ? AND peer = ?", []any{space, peer[:]}, new(int))
		}
		return err
	})
	return yes, err
}

// Common reports whether two devices are on the list of one space.
func (s *Store) Common(ctx context.Context, a, b link.Peer) (yes bool, err error) {
	err = s.read(ctx, func(c *conn) error {
		yes, err = c.row("SELECT 1 FROM allowed x JOIN allowed y ON x.space = y.space JOIN space s ON s.no = x.space WHERE x.peer = ? AND y.peer = ? AND s.gone = 0 LIMIT 1",
			[]any{a[:], b[:]}, new(int))
		return err
	})
	return yes, err
}
