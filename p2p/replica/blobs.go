package replica

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kith/crypto"
	"kith/journal/disk"
	"kith/p2p/link"
	"kith/p2p/sync"
)

// The blobs of a space are files: blobs/<handle>/<2 digits>/<64 digits of the
// name on the wire>. What is being written has another ending, and is removed when
// the store is opened.
const (
	blobsFolder = "blobs"
	blobPart    = ".part"
	// MaxBlob is the length of the longest blob, in bytes.
	MaxBlob = crypto.MaxBlobSize + crypto.MaxBlobSize/1024
)

func (s *Store) blobFolder(h Handle) string { return filepath.Join(s.dir, blobsFolder, h.String()) }

func (s *Store) blobPath(h Handle, name sync.BlobName) string {
	digits := hex.EncodeToString(name[:])
	return filepath.Join(s.blobFolder(h), digits[:2], digits)
}

// removeBlobs removes all blobs of a space.
func (s *Store) removeBlobs(h Handle) error { return os.RemoveAll(s.blobFolder(h)) }

// removeParts removes what a crash left of blobs that were being written.
func (s *Store) removeParts() error {
	parts, err := filepath.Glob(filepath.Join(s.dir, blobsFolder, "*", "*", "*"+blobPart))
	if err != nil {
		return err
	}
	for _, p := range parts {
		if err := os.Remove(p); err != nil {
			return err
		}
	}
	return nil
}

// HasBlobs says for each name whether the blob is here.
func (s *Store) HasBlobs(ctx context.Context, h Handle, names []sync.BlobName) ([]bool, error) {
	has := make([]bool, len(names))
	err := s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err != nil {
			return err
		}
		for i := range names {
			if has[i], err = c.row("SELECT 1 FROM blob WHERE space = ? AND name = ?", []any{space, names[i][:]}, new(int)); err != nil {
				return err
			}
		}
		return nil
	})
	return has, err
}

// OpenBlob opens the sealed bytes of a blob and says how many there are, or fails
// with sync.ErrNoBlob.
func (s *Store) OpenBlob(ctx context.Context, h Handle, name sync.BlobName) (io.ReadCloser, int64, error) {
	var size int64
	err := s.read(ctx, func(c *conn) error {
		space, err := number(c, h)
		if err != nil {
			return err
		}
		found, err := c.row("SELECT size FROM blob WHERE space = ? AND name = ?", []any{space, name[:]}, &size)
		if err == nil && !found {
			err = sync.ErrNoBlob
		}
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	f, err := os.Open(s.blobPath(h, name))
	if err != nil {
		return nil, 0, fmt.Errorf("open a blob: %w", err)
	}
	if info, err := f.Stat(); err != nil || info.Size() != size {
		return nil, 0, errors.Join(fmt.Errorf("%w: the length of a blob", ErrDamaged), err, f.Close())
	}
	return f, size, nil
}

// TakeBlob keeps a blob of size bytes that peer brought. When it returns it is on
// the disk. A blob that is here already is left as it is. Errors are [ErrQuota],
// [ErrDiskFull], [ErrMessage] (too large, or other than size bytes), [ErrRefused].
func (s *Store) TakeBlob(ctx context.Context, h Handle, peer link.Peer, name sync.BlobName, size int64, sealed io.Reader) error {
	if size <= 0 || size > MaxBlob {
		return fmt.Errorf("%w: a blob of %d bytes", ErrMessage, size)
	}
	known := false
	cost := size + OpCost
	err := s.w.do(1, func(w *writer) (error, error) { // before any of it is read
		var refusal, failure error
		known, refusal, failure = w.mayTake(h, peer, name, cost)
		return refusal, failure
	})
	if err != nil || known {
		return err
	}
	if free, err := freeBytes(s.dir); err == nil && free-size < s.w.reserve {
		return fmt.Errorf("%w: %d bytes are left", ErrDiskFull, free)
	}
	if err := s.writeBlob(ctx, h, name, size, sealed); err != nil {
		return fmt.Errorf("store a blob: %w", explainFile(err))
	}
	err = s.w.do(1, func(w *writer) (error, error) {
		known, refusal, failure := w.mayTake(h, peer, name, cost)
		if known || refusal != nil || failure != nil {
			return refusal, failure
		}
		t := w.spaces[h] // mayTake looked at it
		if _, err := w.c.exec("INSERT INTO blob (space, name, size) VALUES (?, ?, ?)", t.no, name[:], size); err != nil {
			return nil, err
		}
		w.used(t)
		t.blobs += cost
		w.grow(h, t, peer, cost)
		return nil, nil
	})
	if errors.Is(err, ErrQuota) || errors.Is(err, ErrRefused) {
		err = errors.Join(err, os.Remove(s.blobPath(h, name)))
	}
	return err
}

// mayTake says whether a blob is known, or why it is not taken.
func (w *writer) mayTake(h Handle, peer link.Peer, name sync.BlobName, cost int64) (known bool, refusal, failure error) {
	t, err := w.space(h)
	if err != nil || t == nil {
		return false, ErrRefused, err
	}
	known, err = w.c.row("SELECT 1 FROM blob WHERE space = ? AND name = ?", []any{t.no, name[:]}, new(int))
	if err != nil || known {
		return known, nil, err
	}
	brought, err := w.broughtBy(peer)
	if err != nil {
		return false, nil, err
	}
	return false, w.over(t, brought, cost), nil
}

// writeBlob puts the bytes of a blob on the disk, whole or not at all.
func (s *Store) writeBlob(ctx context.Context, h Handle, name sync.BlobName, size int64, sealed io.Reader) (err error) {
	path := s.blobPath(h, name)
	for _, dir := range []string{filepath.Join(s.dir, blobsFolder), s.blobFolder(h), filepath.Dir(path)} {
		if err := os.Mkdir(dir, 0o700); err == nil {
			err = disk.OS{}.SyncDir(filepath.Dir(dir))
			if err != nil {
				return err
			}
		} else if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	f, err := os.CreateTemp(filepath.Dir(path), "*"+blobPart) // sealed bytes only
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	n, err := io.Copy(f, io.LimitReader(sealed, size+1))
	if err == nil && n != size {
		err = fmt.Errorf("%w: %d of %d bytes of a blob", ErrMessage, n, size)
	}
	if err == nil {
		err = errors.Join(ctx.Err(), f.Sync())
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return disk.OS{}.SyncDir(filepath.Dir(path))
}

// blobView is the blobs of one space as one device sees them. It implements
// sync.BlobStore.
type blobView struct {
	n    *Node
	h    Handle
	peer link.Peer
}

func (v blobView) Has(ctx context.Context, names []sync.BlobName) ([]bool, error) {
	return v.n.store.HasBlobs(ctx, v.h, names)
}

func (v blobView) Open(ctx context.Context, name sync.BlobName) (io.ReadCloser, int64, error) {
	return v.n.store.OpenBlob(ctx, v.h, name)
}

func (v blobView) Take(ctx context.Context, name sync.BlobName, size int64, sealed io.Reader) error {
	return v.n.asSync(v.peer, v.n.store.TakeBlob(ctx, v.h, v.peer, name, size, sealed))
}
