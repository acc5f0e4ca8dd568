package replica

import (
	"context"
	"fmt"
	"strings"
)

// SpaceStatus is what can be said of one space without being able to read it.
type SpaceStatus struct {
	Handle    Handle
	Ops       int64 // how many
	Bytes     int64 // on the disk, as the quotas count them, blobs included
	BlobBytes int64
	Devices   int64 // on its list
	Since     int64 // Unix day (days since 1970-01-01) of its registration
	Used      int64 // Unix day of its last use
}

// Status is how a store is.
type Status struct {
	Spaces       []SpaceStatus // by handle
	Ops, Bytes   int64         // of all spaces
	Boxes        int64         // of the mailbox
	MailboxBytes int64
	Quotas       Quotas
}

// Status counts what is stored.
func (s *Store) Status(ctx context.Context) (st Status, err error) {
	st.Quotas = s.quotas
	err = s.read(ctx, func(c *conn) error {
		if _, err := c.row("SELECT count(*), coalesce(sum(length(content)), 0) FROM box", nil, &st.Boxes, &st.MailboxBytes); err != nil {
			return err
		}
		return c.each("SELECT handle, ops, bytes, blobs, since, used, (SELECT count(*) FROM allowed a WHERE a.space = s.no) FROM space s WHERE gone = 0 ORDER BY handle",
			nil, func(scan func(...any) error) error {
				var x SpaceStatus
				var handle []byte
				if err := scan(&handle, &x.Ops, &x.Bytes, &x.BlobBytes, &x.Since, &x.Used, &x.Devices); err != nil {
					return err
				}
				if copy(x.Handle[:], handle) != len(x.Handle) {
					return fmt.Errorf("%w: the handle of a space", ErrDamaged)
				}
				st.Ops += x.Ops
				st.Bytes += x.Bytes
				st.Spaces = append(st.Spaces, x)
				return nil
			})
	})
	return st, err
}

// Find returns the space whose handle, in hexadecimal, begins with prefix: at
// least four digits. None, or several, are [ErrNoSpace].
func (s *Store) Find(ctx context.Context, prefix string) (Handle, error) {
	st, err := s.Status(ctx)
	if err != nil {
		return Handle{}, err
	}
	prefix = strings.ToLower(prefix)
	var found []Handle
	for _, x := range st.Spaces {
		if len(prefix) >= 4 && strings.HasPrefix(x.Handle.String(), prefix) {
			found = append(found, x.Handle)
		}
	}
	if len(found) != 1 {
		return Handle{}, fmt.Errorf("%w: %d begin with %q", ErrNoSpace, len(found), prefix)
	}
	return found[0], nil
}

// forgetGroup is how many ops are removed in one transaction, so that others get
// their turn.
const forgetGroup = 2000

// Forget removes a space with all its ops, blobs and its registration. From the first
// moment nobody gets into it any more; if it is interrupted, [Store.Sweep] ends
// it. The bytes are overwritten in the file.
func (s *Store) Forget(ctx context.Context, h Handle) error {
	err := s.w.do(1, func(w *writer) (error, error) {
		n, err := w.c.exec("UPDATE space SET gone = 1 WHERE handle = ? AND gone = 0", h[:])
		if err == nil && n == 0 {
			return ErrNoSpace, nil
		}
		delete(w.spaces, h)
		w.changed[h] = true
		return nil, err
	})
	if err != nil {
		return err
	}
	return s.Sweep(ctx)
}

// Sweep removes what is left of forgotten spaces, and boxes whose time is over.
func (s *Store) Sweep(ctx context.Context) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		more := false
		err := s.w.do(forgetGroup, func(w *writer) (error, error) {
			var err error
			more, err = w.sweep()
			return nil, err
		})
		if err != nil || !more {
			return err
		}
	}
}

// sweep removes a part of what is gone; more says that there is more.
func (w *writer) sweep() (more bool, err error) {
	if _, err := w.c.exec("DELETE FROM box WHERE expires <= ?", w.s.now().Unix()); err != nil {
		return false, err
	}
	var space int64
	var handle []byte
	found, err := w.c.row("SELECT no, handle FROM space WHERE gone = 1 LIMIT 1", nil, &space, &handle)
	if err != nil || !found {
		return false, err
	}
	n, err := w.c.exec("DELETE FROM op WHERE place IN (SELECT place FROM op WHERE place BETWEEN ? AND ? LIMIT ?)", placeOf(space, 0), placeOf(space+1, 0)-1, forgetGroup)
	if err != nil {
		return false, err
	}
	for _, table := range []string{"op_id", "op_day"} {
		if n > 0 {
			break
		}
		if n, err = w.c.exec("DELETE FROM "+table+" WHERE space = ?1 AND id IN (SELECT id FROM "+table+" WHERE space = ?1 LIMIT ?2)", space, 4*forgetGroup); err != nil {
			return false, err
		}
	}
	if n == 0 {
		if err := w.s.removeBlobs(Handle(handle)); err != nil {
			return false, err
		}
		for _, table := range []string{"day", "epoch", "allowed", "brought", "blob"} {
			if _, err := w.c.exec("DELETE FROM "+table+" WHERE space = ?", space); err != nil {
				return false, err
			}
		}
		if _, err := w.c.exec("DELETE FROM space WHERE no = ?", space); err != nil {
			return false, err
		}
		w.stale = true // what is remembered counts it
	}
	return true, w.c.each("PRAGMA incremental_vacuum(4000)", nil, func(func(...any) error) error { return nil })
}
