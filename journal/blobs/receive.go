package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"kith/crypto"
	"kith/journal/disk"
)

// ErrIncomplete says that not all of a blob has arrived.
var ErrIncomplete = errors.New("the file of an attachment is not complete")

// partSuffix ends the name of a file that is still arriving.
const partSuffix = ".part"

// WireName returns what peers call a blob: the first 32 bytes of a key derived from
// the blob's own, so that everybody who may read it comes to the same name, and whoever
// only keeps its sealed bytes learns nothing from it.
func WireName(ref Ref) [32]byte { return [32]byte(ref.Key.Derive("wire name", nil).Bytes()) }

// SealedSize returns the length of a blob's sealed bytes.
func (r Ref) SealedSize() int64 { return crypto.SealedBlobSize(r.Size) }

// Has reports whether a blob's file is there, with the length that it must have.
func (s *Store) Has(ref Ref) (bool, error) {
	b, err := s.SealedReader(ref)
	if errors.Is(err, ErrMissing) || errors.Is(err, ErrDamaged) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, b.Close()
}

// SealedBlob reads the sealed bytes of a blob, as they go to a peer. Close it.
type SealedBlob struct {
	f    disk.File
	size int64
}

// SealedReader opens the sealed bytes of a blob. It fails with [ErrMissing], or with
// [ErrDamaged] if they have another length than they must have; whether they are
// authentic is for whoever can open them to find out.
func (s *Store) SealedReader(ref Ref) (*SealedBlob, error) {
	name := s.Name(ref)
	f, err := s.fsys.OpenFile(s.path(name), os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", name, ErrMissing)
	}
	if err != nil {
		return nil, err
	}
	size, err := f.Size()
	if err == nil && size != ref.SealedSize() {
		err = fmt.Errorf("%s: %w: %d bytes instead of %d", name, ErrDamaged, size, ref.SealedSize())
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &SealedBlob{f, size}, nil
}

// ReadAt implements [io.ReaderAt].
func (b *SealedBlob) ReadAt(p []byte, off int64) (int, error) { return b.f.ReadAt(p, off) }

// Size returns the length of the sealed bytes.
func (b *SealedBlob) Size() int64 { return b.size }

// Close closes the file.
func (b *SealedBlob) Close() error { return b.f.Close() }

// Receiving is a blob that arrives from a peer. What has arrived stays when it is
// closed, so that it goes on from there next time. It is for one goroutine, and there
// must be one at a time of each blob.
type Receiving struct {
	s    *Store
	ref  Ref
	path string // of the whole
	f    disk.File
	at   int64
}

// Receive begins to take in the sealed bytes of a blob, or goes on with it. A Ref
// of a size that no blob has is [ErrTooLarge].
func (s *Store) Receive(ref Ref) (*Receiving, error) {
	if ref.Size < 0 || ref.Size > MaxSize {
		return nil, fmt.Errorf("receive attachment: %w: %d bytes, and %d at most", ErrTooLarge, ref.Size, int64(MaxSize))
	}
	r, err := s.receive(ref)
	if err != nil {
		return nil, fmt.Errorf("receive attachment: %w", err)
	}
	return r, nil
}

func (s *Store) receive(ref Ref) (*Receiving, error) {
	path := s.path(s.Name(ref))
	if err := s.makeFolder(filepath.Dir(path)); err != nil {
		return nil, err
	}
	f, err := s.fsys.OpenFile(path+partSuffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	at, err := f.Size()
	if err == nil && at > ref.SealedSize() { // not ours, or of another program
		at, err = 0, f.Truncate(0)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Receiving{s: s, ref: ref, path: path, f: f, at: at}, nil
}

// At returns how many of the sealed bytes are here: where to go on.
func (r *Receiving) At() int64 { return r.at }

// Left returns how many are still to come.
func (r *Receiving) Left() int64 { return r.ref.SealedSize() - r.at }

// Restart forgets what has arrived.
func (r *Receiving) Restart() error {
	r.at = 0
	return r.f.Truncate(0)
}

// Write takes in what comes next. More than the blob has is [ErrDamaged], and none of
// it is taken.
func (r *Receiving) Write(p []byte) (int, error) {
	if int64(len(p)) > r.Left() {
		return 0, fmt.Errorf("receive attachment: %w: more than its %d bytes", ErrDamaged, r.ref.SealedSize())
	}
	n, err := r.f.WriteAt(p, r.at)
	r.at += int64(n)
	return n, err
}

// Finish proves that all has arrived and that it is what the Ref says, and puts it in
// its place, safe on the disk. It fails with [ErrIncomplete]; or with [ErrDamaged],
// and then what arrived is thrown away. The Receiving is closed by it.
func (r *Receiving) Finish(ctx context.Context) error {
	if err := r.finish(ctx); err != nil {
		return fmt.Errorf("receive attachment: %w", err)
	}
	return nil
}

func (r *Receiving) finish(ctx context.Context) error {
	if r.Left() > 0 {
		return errors.Join(fmt.Errorf("%w: %d bytes are missing", ErrIncomplete, r.Left()), r.f.Close())
	}
	err := r.f.Sync()
	if err == nil {
		var b *crypto.BlobReader
		if b, err = opened(r.ref, r.f); err == nil {
			err = prove(ctx, io.Discard, r.ref, b, nil)
			b.Wipe()
		}
	}
	if cerr := r.f.Close(); err == nil {
		err = cerr
	}
	if errors.Is(err, crypto.ErrDamaged) || errors.Is(err, crypto.ErrNewerFormat) {
		err = fmt.Errorf("%w: %w", ErrDamaged, err)
		return errors.Join(err, r.s.fsys.Remove(r.path+partSuffix))
	}
	if err != nil {
		return err
	}
	if err := r.s.fsys.Rename(r.path+partSuffix, r.path); err != nil {
		return err
	}
	return r.s.fsys.SyncDir(filepath.Dir(r.path))
}

// Close ends it for now and keeps what has arrived.
func (r *Receiving) Close() error { return r.f.Close() }
