package replica

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"kith/crypto"
	"kith/p2p/link"
)

// Received says what became of ops that were handed in.
type Received struct {
	New     int // they are on the disk now
	Known   int // they were there before
	Refused int // they are no sealed ops, or there is no room; see the error
}

// prepared is an op that was looked at.
type prepared struct {
	id     ID
	day    uint32
	sealed []byte
}

// Receive stores sealed ops that peer brought for a space. When it returns they
// are on the disk. Bytes that are no sealed op are counted as refused; if the
// quota or the disk ends it, the error is [ErrQuota] or [ErrDiskFull], and what is
// counted as New before that is on the disk all the same. The slices are not kept.
func (s *Store) Receive(ctx context.Context, h Handle, peer link.Peer, sealed [][]byte) (Received, error) {
	if err := ctx.Err(); err != nil {
		return Received{}, err
	}
	var r Received
	ops := make([]prepared, 0, len(sealed))
	for _, b := range sealed {
		day, err := crypto.SealedDay(b)
		if err != nil {
			r.Refused++
			continue
		}
		ops = append(ops, prepared{crypto.OpID(b), day, b})
	}
	for len(ops) > 0 {
		part := ops[:min(len(ops), maxGroupOps)]
		ops = ops[len(part):]
		var got Received
		err := s.w.do(len(part), func(w *writer) (error, error) {
			var refusal, failure error
			got, refusal, failure = w.receive(h, peer, part)
			return refusal, failure
		})
		if err != nil && !errors.Is(err, ErrQuota) {
			got = Received{Refused: len(part)} // nothing of the group was committed
		}
		r.New, r.Known, r.Refused = r.New+got.New, r.Known+got.Known, r.Refused+got.Refused
		if err != nil {
			r.Refused += len(ops)
			return r, fmt.Errorf("store ops: %w", err)
		}
	}
	return r, nil
}

// receive writes ops until the quota ends it.
func (w *writer) receive(h Handle, peer link.Peer, ops []prepared) (r Received, refusal, failure error) {
	t, err := w.space(h)
	if err != nil {
		return r, nil, err
	}
	if t == nil {
		return r, ErrRefused, nil
	}
	brought, err := w.broughtBy(peer)
	if err != nil {
		return r, nil, err
	}
	w.used(t)
	for i := range ops {
		op := &ops[i]
		cost := int64(len(op.sealed)) + OpCost
		if over := w.over(t, brought, cost); over != nil {
			var known bool
			if known, err = w.c.row("SELECT 1 FROM op_id WHERE space = ? AND id = ?", []any{t.no, op.id[:]}, new(int)); err != nil {
				return r, nil, err
			}
			if known {
				r.Known++
			} else {
				r.Refused++
				refusal = over
			}
			continue
		}
		added, err := w.insert(t, op)
		if err != nil {
			return r, nil, err
		}
		if !added {
			r.Known++
			continue
		}
		r.New++
		t.ops++
		w.grow(h, t, peer, cost)
		brought += cost
	}
	return r, refusal, nil
}

// over says which quota does not let cost more bytes in.
func (w *writer) over(t *tally, brought, cost int64) error {
	q := w.s.quotas
	switch {
	case w.total+cost > q.Total:
		return fmt.Errorf("%w: %d bytes in total", ErrQuota, q.Total)
	case t.bytes+cost > q.Space:
		return fmt.Errorf("%w: %d bytes for one space", ErrQuota, q.Space)
	case brought+cost > q.Peer:
		return fmt.Errorf("%w: %d bytes from one device", ErrQuota, q.Peer)
	}
	return nil
}

// grow counts bytes that were written.
func (w *writer) grow(h Handle, t *tally, peer link.Peer, cost int64) {
	t.bytes += cost
	t.dirty = true
	w.total += cost
	w.brought[peer] += cost
	w.fresh[broughtKey{peer, t.no}] += cost
	w.changed[h] = true
}

// used notes that a space is in use today.
func (w *writer) used(t *tally) {
	if today := unixDay(w.s.now()); t.used != today {
		t.used, t.dirty = today, true
	}
}

// insert writes an op, unless it is there.
func (w *writer) insert(t *tally, op *prepared) (bool, error) {
	space := t.no
	n, err := w.c.exec("INSERT OR IGNORE INTO op_id (space, id, no) VALUES (?, ?, ?)", space, op.id[:], t.top+1)
	if err != nil || n == 0 {
		return false, err
	}
	t.top++
	if _, err := w.c.exec("INSERT INTO op (place, sealed) VALUES (?, ?)", placeOf(space, t.top), op.sealed); err != nil {
		return false, err
	}
	if _, err := w.c.exec("INSERT INTO op_day (space, day, id) VALUES (?, ?, ?)", space, op.day, op.id[:]); err != nil {
		return false, err
	}
	if t.days == nil {
		all, err := readDays(w.c, space)
		if err != nil {
			return false, err
		}
		t.days = &days{all: all, touched: map[uint32]bool{}}
	}
	t.days.add(op.day, &op.id)
	return true, nil
}

// addID adds an id to a sum, both big-endian numbers, mod 2^256.
func addID(sum, id *[32]byte) {
	carry := 0
	for i := len(sum) - 1; i >= 0; i-- {
		carry += int(sum[i]) + int(id[i])
		sum[i] = byte(carry)
		carry >>= 8
	}
}

// An op's place in the file is its space's number and its own, which counts the ops
// of the space in order of arrival from 1 on: so the ops of one space lie together.
const numberBits = 40

func placeOf(space, no int64) int64 { return space<<numberBits | no }

// top returns the number of the op of a space that came last, 0 if there is none.
func top(c *conn, space int64) (int64, error) {
	var place int64
	_, err := c.row("SELECT coalesce(max(place), 0) FROM op WHERE place BETWEEN ? AND ?", []any{placeOf(space, 0), placeOf(space+1, 0) - 1}, &place)
	return place & (1<<numberBits - 1), err
}

// number finds the number of a space, or fails with [ErrRefused].
func number(c *conn, h Handle) (int64, error) {
	var no int64
	found, err := c.row("SELECT no FROM space WHERE handle = ? AND gone = 0", []any{h[:]}, &no)
	if err == nil && !found {
		err = ErrRefused
	}
	return no, err
}

// Days returns the days of a space that have ops, ascending.
func (s *Store) Days(ctx context.Context, h Handle) (all []DaySum, err error) {
	if all, warm := s.warm.look(h); warm {
		return all, nil
	}
	err = s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err == nil {
			all, err = readDays(c, space)
		}
		return err
	})
	return all, err
}

func readDays(c *conn, space int64) (all []DaySum, err error) {
	err = c.each("SELECT day, count, sum FROM day WHERE space = ? ORDER BY day", []any{space}, func(scan func(...any) error) error {
		var d DaySum
		var sum sql.RawBytes
		if err := scan(&d.Day, &d.Count, &sum); err != nil {
			return err
		}
		if copy(d.Sum[:], sum) != len(d.Sum) {
			return fmt.Errorf("%w: sum of a day", ErrDamaged)
		}
		all = append(all, d)
		return nil
	})
	return all, err
}

// DayIDs returns the ids of the ops of one day, ascending.
func (s *Store) DayIDs(ctx context.Context, h Handle, day uint32) (ids []ID, err error) {
	err = s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err != nil {
			return err
		}
		return c.each("SELECT id FROM op_day WHERE space = ? AND day = ? ORDER BY id", []any{space, day}, func(scan func(...any) error) error {
			var id ID
			var raw sql.RawBytes
			if err := scan(&raw); err != nil {
				return err
			}
			if copy(id[:], raw) != len(id) {
				return fmt.Errorf("%w: id of an op", ErrDamaged)
			}
			ids = append(ids, id)
			return nil
		})
	})
	return ids, err
}

// Has says for each id whether its op is here.
func (s *Store) Has(ctx context.Context, h Handle, ids []ID) ([]bool, error) {
	has := make([]bool, len(ids))
	err := s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err != nil {
			return err
		}
		for i := range ids {
			if has[i], err = c.row("SELECT 1 FROM op_id WHERE space = ? AND id = ?", []any{space, ids[i][:]}, new(int)); err != nil {
				return err
			}
		}
		return nil
	})
	return has, err
}

// sealedGroup is how many ops are read at a time, so that a slow reader of them
// holds no connection.
const sealedGroup = 64

// Sealed calls fn for the ops with these ids, in the order in which they came.
// Unknown ids are passed over. sealed is fn's to keep. Its error ends it.
func (s *Store) Sealed(ctx context.Context, h Handle, ids []ID, fn func(id ID, sealed []byte) error) error {
	type place struct {
		at int64
		id ID
	}
	places := make([]place, 0, len(ids))
	err := s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err != nil {
			return err
		}
		for _, id := range ids {
			var no int64
			found, err := c.row("SELECT no FROM op_id WHERE space = ? AND id = ?", []any{space, id[:]}, &no)
			if err != nil {
				return err
			}
			if found {
				places = append(places, place{placeOf(space, no), id})
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.at, b.at) })
	for part := range slices.Chunk(places, sealedGroup) {
		ops := make([][]byte, len(part))
		err := s.read(ctx, func(c *conn) error {
			for i, p := range part {
				if _, err := c.row("SELECT sealed FROM op WHERE place = ?", []any{p.at}, &ops[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for i, p := range part {
			if ops[i] == nil {
				continue // it was forgotten meanwhile
			}
			if err := fn(p.id, ops[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// Top returns the number of the op of a space that came last, 0 if there is none.
func (s *Store) Top(ctx context.Context, h Handle) (no int64, err error) {
	if no, warm := s.warm.top(h); warm {
		return no, nil
	}
	err = s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err == nil {
			no, err = top(c, space)
		}
		return err
	})
	return no, err
}

// afterBytes is after how many bytes After stops.
const afterBytes = 512 << 10

// After returns ops that came after the one with the number no, in their order: at
// most limit of them, and fewer if they are large; none at the end.
func (s *Store) After(ctx context.Context, h Handle, no int64, limit int) (ops []Stored, err error) {
	errEnough := errors.New("enough")
	err = s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err != nil {
			return err
		}
		size := 0
		no = min(max(no, 0), 1<<numberBits-2)
		return c.each("SELECT place, sealed FROM op WHERE place BETWEEN ? AND ? ORDER BY place LIMIT ?",
			[]any{placeOf(space, no+1), placeOf(space+1, 0) - 1, limit}, func(scan func(...any) error) error {
				var op Stored
				if err := scan(&op.No, &op.Sealed); err != nil {
					return err
				}
				op.No &= 1<<numberBits - 1
				ops = append(ops, op)
				if size += len(op.Sealed); size >= afterBytes {
					return errEnough
				}
				return nil
			})
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	for i := range ops {
		op := &ops[i]
		if op.Day, err = crypto.SealedDay(op.Sealed); err != nil {
			return nil, fmt.Errorf("%w: op %d: %w", ErrDamaged, op.No, err)
		}
		op.ID = crypto.OpID(op.Sealed)
	}
	return ops, nil
}
