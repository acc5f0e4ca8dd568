package blobs

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kith/crypto"
	"kith/journal/disk"
)

// MaxSize is the length of the longest content, in bytes.
const MaxSize = crypto.MaxBlobSize

// Kinds of failure, to be asked for with errors.Is.
var (
	// ErrMissing says that the file of a blob is not there.
	ErrMissing = errors.New("the file of an attachment is missing")
	// ErrDamaged says that the file of a blob is not what was sealed.
	ErrDamaged = errors.New("the file of an attachment is damaged")
	// ErrTooLarge says that content is longer than [MaxSize].
	ErrTooLarge = errors.New("the file is too large to attach")
	// ErrChanged says that content is not what it was a moment before.
	ErrChanged = errors.New("the file changed while it was read")
)

const (
	folder    = "blobs"
	newSuffix = ".new"
	bufSize   = 4 * crypto.BlobChunk
)

// Ref is all that must be known of a blob to find and open it.
type Ref struct {
	Key    crypto.Key
	SHA256 [32]byte // of the content
	Size   int64    // of the content, in bytes
}

// Store is the blobs of one space. Its methods may be called from several
// goroutines.
type Store struct {
	fsys  disk.FS
	space string // the space's folder
	names crypto.Key
	keys  crypto.Key
}

// New returns the blobs in a space's folder, whose key at rest is atRest.
func New(fsys disk.FS, spaceDir string, atRest crypto.Key) *Store {
	return &Store{fsys: fsys, space: spaceDir, names: atRest.Derive("blob name", nil), keys: atRest.Derive("blob key", nil)}
}

// NewRef returns a reference for content that is new to the space. The key follows
// from the content, so that the same content gets the same, in this space and
// folder only.
func (s *Store) NewRef(sum [32]byte, size int64) Ref {
	return Ref{Key: s.keys.Derive("content", sum[:]), SHA256: sum, Size: size}
}

// Name returns where a blob is, below the space's folder, with slashes.
func (s *Store) Name(ref Ref) string {
	mac := crypto.MAC(s.names, ref.Key.Bytes())
	name := hex.EncodeToString(mac[:])
	return folder + "/" + name[:2] + "/" + name
}

func (s *Store) path(name string) string { return filepath.Join(s.space, filepath.FromSlash(name)) }

// Measure reads content to its end and returns its hash and length, which is all
// that [Store.Put] must know before. Content longer than [MaxSize] is ErrTooLarge.
func Measure(ctx context.Context, r io.Reader, progress func(done int64)) (sum [32]byte, size int64, err error) {
	h := sha256.New()
	size, err = pump(ctx, h, r, progress)
	return [32]byte(h.Sum(nil)), size, err
}

// pump copies r to w until its end, ctx's, or MaxSize.
func pump(ctx context.Context, w io.Writer, r io.Reader, progress func(int64)) (n int64, err error) {
	buf := make([]byte, bufSize)
	defer clear(buf)
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		m, rerr := io.ReadFull(r, buf)
		if n += int64(m); n > MaxSize {
			return n, fmt.Errorf("%w: it is longer than %d bytes", ErrTooLarge, int64(MaxSize))
		}
		if _, err := w.Write(buf[:m]); err != nil {
			return n, err
		}
		if progress != nil {
			progress(n)
		}
		if errors.Is(rerr, io.EOF) || errors.Is(rerr, io.ErrUnexpectedEOF) {
			return n, nil
		}
		if rerr != nil {
			return n, rerr
		}
	}
}

// Put seals content, which must be what ref says ([ErrChanged]), and returns once
// it is safe on the disk. If it is there already nothing is written, and written is
// false. progress may be nil; it is told the bytes of content done.
func (s *Store) Put(ctx context.Context, ref Ref, content io.Reader, progress func(done int64)) (written bool, err error) {
	if ref.Size < 0 || ref.Size > MaxSize {
		return false, fmt.Errorf("keep attachment: %w: %d bytes, and %d at most", ErrTooLarge, ref.Size, int64(MaxSize))
	}
	err = s.Check(ctx, ref, progress)
	if err == nil || !errors.Is(err, ErrMissing) && !errors.Is(err, ErrDamaged) {
		return false, err
	}
	if err := s.write(ctx, ref, content, progress); err != nil {
		return false, fmt.Errorf("keep attachment: %w", err)
	}
	return true, nil
}

func (s *Store) write(ctx context.Context, ref Ref, content io.Reader, progress func(int64)) (err error) {
	path := s.path(s.Name(ref))
	if err := s.makeFolder(filepath.Dir(path)); err != nil {
		return err
	}
	var random [16]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	temporary := filepath.Join(filepath.Dir(path), hex.EncodeToString(random[:])+newSuffix)
	f, err := s.fsys.OpenFile(temporary, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err == nil {
			return
		}
		if rerr := s.fsys.Remove(temporary); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
			err = errors.Join(err, rerr)
		}
	}()
	err = seal(ctx, f, ref, content, progress)
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	if err := s.fsys.Rename(temporary, path); err != nil {
		return err
	}
	return s.fsys.SyncDir(filepath.Dir(path))
}

// seal writes the sealed form of content and proves content to be what ref says.
func seal(ctx context.Context, f disk.File, ref Ref, content io.Reader, progress func(int64)) error {
	w, err := crypto.NewBlobWriter(ref.Key, &appender{f: f})
	if err != nil {
		return err
	}
	sum := sha256.New()
	n, err := pump(ctx, io.MultiWriter(sum, w), content, progress)
	if err != nil {
		return err
	}
	if n != ref.Size || [32]byte(sum.Sum(nil)) != ref.SHA256 {
		return ErrChanged
	}
	return w.Close()
}

// appender writes a file from its beginning on.
type appender struct {
	f  disk.File
	at int64
}

func (a *appender) Write(p []byte) (int, error) {
	n, err := a.f.WriteAt(p, a.at)
	a.at += int64(n)
	return n, err
}

// makeFolder makes a folder below the space's, and the one above it, to stay.
func (s *Store) makeFolder(dir string) error {
	if _, err := s.fsys.Stat(dir); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if dir == s.space { // it belongs to the vault
		return &fs.PathError{Op: "mkdir", Path: dir, Err: fs.ErrNotExist}
	}
	parent := filepath.Dir(dir)
	if parent != s.space {
		if err := s.makeFolder(parent); err != nil {
			return err
		}
	}
	if err := s.fsys.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return s.fsys.SyncDir(parent)
}

// Blob is an open blob: [crypto.BlobReader] over its file. Close it.
type Blob struct {
	*crypto.BlobReader
	f disk.File
}

// Close closes the file and forgets the content.
func (b *Blob) Close() error {
	b.Wipe()
	return b.f.Close()
}

// Open opens a blob. It fails with [ErrMissing], [ErrDamaged], or
// [crypto.ErrNewerFormat].
func (s *Store) Open(ref Ref) (*Blob, error) {
	name := s.Name(ref)
	f, err := s.fsys.OpenFile(s.path(name), os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s: %w", name, ErrMissing)
	}
	if err != nil {
		return nil, err
	}
	r, err := opened(ref, f)
	if err != nil {
		return nil, errors.Join(named(name, err), f.Close())
	}
	return &Blob{BlobReader: r, f: f}, nil
}

// opened begins to read a sealed blob, which must have as much content as ref says.
func opened(ref Ref, f disk.File) (*crypto.BlobReader, error) {
	size, err := f.Size()
	if err != nil {
		return nil, err
	}
	r, err := crypto.OpenBlob(ref.Key, f, size)
	if err == nil && r.Size() != ref.Size {
		err = fmt.Errorf("it has %d bytes of content instead of %d: %w", r.Size(), ref.Size, crypto.ErrDamaged)
	}
	return r, err
}

// named says which file an error is about, and calls damage ErrDamaged.
func named(name string, err error) error {
	if errors.Is(err, crypto.ErrDamaged) {
		return fmt.Errorf("%s: %w: %w", name, ErrDamaged, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}

// Copy writes the whole content of a blob to w and proves it against ref. What it
// wrote before it found damage was authentic, but is not all.
func (s *Store) Copy(ctx context.Context, w io.Writer, ref Ref, progress func(done int64)) error {
	b, err := s.Open(ref)
	if err != nil {
		return err
	}
	if err = prove(ctx, w, ref, b.BlobReader, progress); err != nil {
		err = named(s.Name(ref), err)
	}
	return errors.Join(err, b.Close())
}

// prove copies the content of a blob to w and compares it with ref.
func prove(ctx context.Context, w io.Writer, ref Ref, b *crypto.BlobReader, progress func(int64)) error {
	sum := sha256.New()
	_, err := pump(ctx, io.MultiWriter(sum, w), b.Content(), progress)
	if err == nil && [32]byte(sum.Sum(nil)) != ref.SHA256 {
		err = fmt.Errorf("its content is not the one that was attached: %w", crypto.ErrDamaged)
	}
	return err
}

// Remove takes a blob away, which nothing must refer to.
func (s *Store) Remove(ref Ref) error {
	path := s.path(s.Name(ref))
	if err := s.fsys.Remove(path); err != nil {
		return fmt.Errorf("remove attachment: %w", err)
	}
	return s.fsys.SyncDir(filepath.Dir(path))
}

// Check reads a blob whole and proves it to be what was attached. It fails with
// [ErrMissing] or [ErrDamaged]; other errors mean that the check could not be made.
func (s *Store) Check(ctx context.Context, ref Ref, progress func(done int64)) error {
	return s.Copy(ctx, io.Discard, ref, progress)
}

// Sweep returns the names of the files, below the space's folder, that keep says
// nobody refers to: left by a crash while something was attached. With remove they
// go. What is still arriving of a file that somebody refers to stays. Names that are not made here are passed over. Nothing must be attached
// meanwhile.
func (s *Store) Sweep(keep map[string]bool, remove bool) ([]string, error) {
	var left []string
	folders, err := s.list(s.path(folder))
	if err != nil {
		return nil, err
	}
	for _, sub := range folders {
		if len(sub) != 2 || !isHex(sub) {
			continue
		}
		dir := s.path(folder + "/" + sub)
		files, err := s.list(dir)
		if err != nil {
			return left, err
		}
		removed := false
		for _, file := range files {
			name := folder + "/" + sub + "/" + file
			whole := len(file) == 64 && isHex(file)
			half := strings.HasSuffix(file, newSuffix) && isHex(strings.TrimSuffix(file, newSuffix))
			part := strings.HasSuffix(file, partSuffix) && isHex(strings.TrimSuffix(file, partSuffix))
			if !whole && !half && !part || keep[strings.TrimSuffix(name, partSuffix)] {
				continue
			}
			left = append(left, name)
			if remove {
				if err := s.fsys.Remove(filepath.Join(dir, file)); err != nil {
					return left, err
				}
				removed = true
			}
		}
		if removed {
			if err := s.fsys.SyncDir(dir); err != nil {
				return left, err
			}
		}
	}
	return left, nil
}

func isHex(s string) bool {
	_, err := hex.DecodeString(s)
	return err == nil && s != "" && s == strings.ToLower(s)
}

func (s *Store) list(dir string) ([]string, error) {
	entries, err := s.fsys.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return names, nil
}
