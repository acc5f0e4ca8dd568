package faulty

import (
	"io/fs"
	"os"
	"sync"

	"kith/journal/disk"
)

// Op is a set of kinds of file system operation.
type Op uint

// The kinds. Opening an existing file is a Read unless it truncates.
const (
	Write Op = 1 << iota
	Sync
	SyncDir
	Truncate
	Create // OpenFile that creates or truncates, and MkdirAll
	Rename
	Remove
	Read

	// Changes is every operation that alters the disk or makes it safe.
	Changes = Write | Sync | SyncDir | Truncate | Create | Rename | Remove
	// Space is every operation that may need more room. A full disk fails these
	// and lets the others through.
	Space = Write | Sync | Create | Rename
)

// A Fault says which operation fails, and how.
type Fault struct {
	Ops    Op    // kinds counted and failed; 0 means Changes
	At     int   // the At-th operation of these kinds fails, from 1
	Err    error // what it fails with, such as syscall.ENOSPC
	Sticky bool  // all later ones of these kinds fail too, until Heal
	Torn   bool  // a failing write first writes the front half of its bytes
}

// An Injector is a disk.FS that fails on demand. It is safe for concurrent use.
type Injector struct {
	base disk.FS

	mu     sync.Mutex
	fault  Fault
	seen   int // operations of fault.Ops since Arm
	failed int
}

// NewInjector wraps base. Until Arm it fails nothing and counts Changes.
func NewInjector(base disk.FS) *Injector {
	return &Injector{base: base, fault: Fault{Ops: Changes}}
}

// Arm sets the fault and restarts the counts. A fault with At 0 only counts.
func (in *Injector) Arm(f Fault) {
	if f.Ops == 0 {
		f.Ops = Changes
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.fault, in.seen, in.failed = f, 0, 0
}

// Heal lets everything work again. The counts go on.
func (in *Injector) Heal() {
	in.mu.Lock()
	defer in.mu.Unlock()
	in.fault.At = 0
}

// Count returns the number of operations of the armed kinds since Arm.
func (in *Injector) Count() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.seen
}

// Failed returns how many operations were failed since Arm.
func (in *Injector) Failed() int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.failed
}

// check counts an operation and returns the error it must fail with.
func (in *Injector) check(op Op, name, path string) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	if in.fault.Ops&op == 0 {
		return nil
	}
	in.seen++
	at := in.fault.At
	if at == 0 || in.seen < at || in.seen > at && !in.fault.Sticky {
		return nil
	}
	in.failed++
	return &fs.PathError{Op: name, Path: path, Err: in.fault.Err}
}

func (in *Injector) torn() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.fault.Torn
}

// OpenFile implements disk.FS.
func (in *Injector) OpenFile(path string, flag int, perm fs.FileMode) (disk.File, error) {
	op := Read
	if flag&os.O_TRUNC != 0 {
		op = Create
	} else if flag&os.O_CREATE != 0 {
		if _, err := in.base.Stat(path); err != nil {
			op = Create
		}
	}
	if err := in.check(op, "open", path); err != nil {
		return nil, err
	}
	f, err := in.base.OpenFile(path, flag, perm)
	if err != nil {
		return nil, err
	}
	return &injectedFile{File: f, in: in, path: path}, nil
}

// ReadFile implements disk.FS.
func (in *Injector) ReadFile(path string, limit int64) ([]byte, error) {
	if err := in.check(Read, "read", path); err != nil {
		return nil, err
	}
	return in.base.ReadFile(path, limit)
}

// Remove implements disk.FS.
func (in *Injector) Remove(path string) error {
	if err := in.check(Remove, "remove", path); err != nil {
		return err
	}
	return in.base.Remove(path)
}

// RemoveAll implements disk.FS.
func (in *Injector) RemoveAll(path string) error {
	if err := in.check(Remove, "remove", path); err != nil {
		return err
	}
	return in.base.RemoveAll(path)
}

// Rename implements disk.FS.
func (in *Injector) Rename(from, to string) error {
	if err := in.check(Rename, "rename", from); err != nil {
		return err
	}
	return in.base.Rename(from, to)
}

// MkdirAll implements disk.FS.
func (in *Injector) MkdirAll(path string, perm fs.FileMode) error {
	if err := in.check(Create, "mkdir", path); err != nil {
		return err
	}
	return in.base.MkdirAll(path, perm)
}

// ReadDir implements disk.FS.
func (in *Injector) ReadDir(path string) ([]fs.DirEntry, error) {
	if err := in.check(Read, "readdir", path); err != nil {
		return nil, err
	}
	return in.base.ReadDir(path)
}

// Stat implements disk.FS.
func (in *Injector) Stat(path string) (fs.FileInfo, error) {
	if err := in.check(Read, "stat", path); err != nil {
		return nil, err
	}
	return in.base.Stat(path)
}

// SyncDir implements disk.FS.
func (in *Injector) SyncDir(path string) error {
	if err := in.check(SyncDir, "sync", path); err != nil {
		return err
	}
	return in.base.SyncDir(path)
}

type injectedFile struct {
	disk.File
	in   *Injector
	path string
}

func (f *injectedFile) ReadAt(p []byte, off int64) (int, error) {
	if err := f.in.check(Read, "read", f.path); err != nil {
		return 0, err
	}
	return f.File.ReadAt(p, off)
}

func (f *injectedFile) WriteAt(p []byte, off int64) (int, error) {
	if err := f.in.check(Write, "write", f.path); err != nil {
		if !f.in.torn() {
			return 0, err
		}
		n, werr := f.File.WriteAt(p[:len(p)/2], off)
		if werr != nil {
			return n, werr
		}
		return n, err
	}
	return f.File.WriteAt(p, off)
}

func (f *injectedFile) Truncate(size int64) error {
	if err := f.in.check(Truncate, "truncate", f.path); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f *injectedFile) Sync() error {
	if err := f.in.check(Sync, "sync", f.path); err != nil {
		return err
	}
	return f.File.Sync()
}
