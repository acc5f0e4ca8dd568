package faulty

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"sync"
	"syscall"

	"kith/journal/disk"
)

// ErrPowerOff is what everything answers while the power is off.
var ErrPowerOff = fmt.Errorf("the power is off: %w", syscall.EIO)

// Power is a file system in memory whose power can be cut. Paths are taken from
// its own root, "/a" and "a" being the same. It is safe for concurrent use.
type Power struct {
	mu      sync.Mutex
	root    *node
	pending []nameChange // not synced, in order
	changes int
	offAt   int // power fails during this change; 0: never
	off     bool
}

// NewPower returns an empty disk, switched on.
func NewPower() *Power { return &Power{root: newDir()} }

// Changes returns how many changing operations (the kinds of [Changes]) there
// have been.
func (p *Power) Changes() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changes
}

// OffAfter makes the power fail during the n-th change from now, from 1. That
// change may take effect in part, as unsynced; it and everything later answers
// [ErrPowerOff] until Cut.
func (p *Power) OffAfter(n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.offAt = p.changes + n
}

// Cut cuts the power, if it is not off already, and returns the disk as found
// when it comes back. Old files and the old Power stay off.
func (p *Power) Cut(rng *rand.Rand) *Power {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.off = true
	for _, c := range p.pending {
		if rng.IntN(2) == 0 {
			c.save()
		}
	}
	p.pending = nil
	return &Power{root: p.root.survive(rng)}
}

// Clone returns a copy of the disk as it is now, all of it synced.
func (p *Power) Clone() *Power {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &Power{root: p.root.clone()}
}

// begin counts a changing operation. last says that the power fails during it.
func (p *Power) begin() (last bool, err error) {
	if p.off {
		return false, ErrPowerOff
	}
	p.changes++
	p.off = p.changes == p.offAt
	return p.off, nil
}

// rename makes a change of names visible and keeps it for Cut and SyncDir.
func (p *Power) rename(c nameChange) {
	c.see()
	p.pending = append(p.pending, c)
}

func split(path string) []string {
	path = strings.Trim(filepath.ToSlash(filepath.Clean(path)), "/")
	if path == "" || path == "." {
		return nil
	}
	return strings.Split(path, "/")
}

// find returns the node at path, or nil.
func (p *Power) find(path string) *node {
	n := p.root
	for _, name := range split(path) {
		if n == nil || n.names == nil {
			return nil
		}
		n = n.names[name]
	}
	return n
}

// parent returns the folder that holds path, or nil, and the last name in path.
func (p *Power) parent(path string) (*node, string) {
	parts := split(path)
	if len(parts) == 0 {
		return nil, ""
	}
	dir := p.find(strings.Join(parts[:len(parts)-1], "/"))
	if dir == nil || dir.names == nil {
		return nil, ""
	}
	return dir, parts[len(parts)-1]
}

func pathError(op, path string, err error) error {
	return &fs.PathError{Op: op, Path: path, Err: err}
}

// OpenFile implements disk.FS.
func (p *Power) OpenFile(path string, flag int, _ fs.FileMode) (disk.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.off {
		return nil, ErrPowerOff
	}
	n := p.find(path)
	switch {
	case n == nil && flag&os.O_CREATE == 0:
		return nil, pathError("open", path, fs.ErrNotExist)
	case n != nil && flag&os.O_CREATE != 0 && flag&os.O_EXCL != 0:
		return nil, pathError("open", path, fs.ErrExist)
	case n != nil && n.names != nil:
		return nil, pathError("open", path, syscall.EISDIR)
	}
	if n == nil {
		dir, name := p.parent(path)
		if dir == nil {
			return nil, pathError("open", path, fs.ErrNotExist)
		}
		last, err := p.begin()
		if err != nil {
			return nil, err
		}
		n = &node{}
		p.rename(nameChange{n: n, to: dir, newName: name})
		if last {
			return nil, ErrPowerOff
		}
	} else if flag&os.O_TRUNC != 0 {
		last, err := p.begin()
		if err != nil {
			return nil, err
		}
		n.truncate(0)
		if last {
			return nil, ErrPowerOff
		}
	}
	return &powerFile{p: p, n: n}, nil
}

// ReadFile implements disk.FS.
func (p *Power) ReadFile(path string, limit int64) ([]byte, error) {
	f, err := p.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	size, err := f.Size()
	if err != nil {
		return nil, err
	}
	if size > limit {
		return nil, pathError("read", path, disk.ErrTooLarge)
	}
	data := make([]byte, size)
	if _, err := f.ReadAt(data, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return data, f.Close()
}

// Remove implements disk.FS.
func (p *Power) Remove(path string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.find(path)
	dir, name := p.parent(path)
	if n == nil || dir == nil {
		return pathError("remove", path, fs.ErrNotExist)
	}
	if len(n.names) > 0 {
		return pathError("remove", path, syscall.ENOTEMPTY)
	}
	last, err := p.begin()
	if err != nil {
		return err
	}
	p.rename(nameChange{n: n, from: dir, oldName: name})
	if last {
		return ErrPowerOff
	}
	return nil
}

// RemoveAll implements disk.FS. Every name below path is a change of its own.
func (p *Power) RemoveAll(path string) error {
	p.mu.Lock()
	n := p.find(path)
	var below []string
	if n != nil {
		for name := range n.names {
			below = append(below, name)
		}
	}
	p.mu.Unlock()
	sort.Strings(below)
	for _, name := range below {
		if err := p.RemoveAll(path + "/" + name); err != nil {
			return err
		}
	}
	if err := p.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// Rename implements disk.FS.
func (p *Power) Rename(from, to string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.find(from)
	oldDir, oldName := p.parent(from)
	newDir, newName := p.parent(to)
	if n == nil || oldDir == nil || newDir == nil {
		return pathError("rename", from, fs.ErrNotExist)
	}
	if old := newDir.names[newName]; old != nil && len(old.names) > 0 {
		return pathError("rename", to, fs.ErrExist)
	}
	last, err := p.begin()
	if err != nil {
		return err
	}
	p.rename(nameChange{n: n, from: oldDir, oldName: oldName, to: newDir, newName: newName})
	if last {
		return ErrPowerOff
	}
	return nil
}

// MkdirAll implements disk.FS. Every folder made is a change of its own.
func (p *Power) MkdirAll(path string, _ fs.FileMode) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.off {
		return ErrPowerOff
	}
	dir := p.root
	for _, name := range split(path) {
		next := dir.names[name]
		if next == nil {
			last, err := p.begin()
			if err != nil {
				return err
			}
			next = newDir()
			p.rename(nameChange{n: next, to: dir, newName: name})
			if last {
				return ErrPowerOff
			}
		}
		if next.names == nil {
			return pathError("mkdir", path, syscall.ENOTDIR)
		}
		dir = next
	}
	return nil
}

// ReadDir implements disk.FS.
func (p *Power) ReadDir(path string) ([]fs.DirEntry, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.off {
		return nil, ErrPowerOff
	}
	n := p.find(path)
	if n == nil || n.names == nil {
		return nil, pathError("readdir", path, fs.ErrNotExist)
	}
	var list []fs.DirEntry
	for name, child := range n.names {
		list = append(list, fs.FileInfoToDirEntry(child.info(name)))
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name() < list[j].Name() })
	return list, nil
}

// Stat implements disk.FS.
func (p *Power) Stat(path string) (fs.FileInfo, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.off {
		return nil, ErrPowerOff
	}
	n := p.find(path)
	if n == nil {
		return nil, pathError("stat", path, fs.ErrNotExist)
	}
	return n.info(filepath.Base(path)), nil
}

// SyncDir implements disk.FS.
func (p *Power) SyncDir(path string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := p.find(path)
	if n == nil || n.names == nil {
		return pathError("sync", path, fs.ErrNotExist)
	}
	last, err := p.begin()
	if err != nil {
		return err
	}
	if last {
		return ErrPowerOff
	}
	p.pending = slices.DeleteFunc(p.pending, func(c nameChange) bool {
		if c.from != n && c.to != n {
			return false
		}
		c.save()
		return true
	})
	return nil
}

type powerFile struct {
	p *Power
	n *node
}

func (f *powerFile) ReadAt(b []byte, off int64) (int, error) {
	f.p.mu.Lock()
	defer f.p.mu.Unlock()
	if f.p.off {
		return 0, ErrPowerOff
	}
	if off >= int64(len(f.n.data)) {
		return 0, io.EOF
	}
	n := copy(b, f.n.data[off:])
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

func (f *powerFile) WriteAt(b []byte, off int64) (int, error) {
	f.p.mu.Lock()
	defer f.p.mu.Unlock()
	last, err := f.p.begin()
	if err != nil {
		return 0, err
	}
	f.n.write(b, int(off))
	if last {
		return 0, ErrPowerOff
	}
	return len(b), nil
}

func (f *powerFile) Truncate(size int64) error {
	f.p.mu.Lock()
	defer f.p.mu.Unlock()
	last, err := f.p.begin()
	if err != nil {
		return err
	}
	f.n.truncate(int(size))
	if last {
		return ErrPowerOff
	}
	return nil
}

func (f *powerFile) Sync() error {
	f.p.mu.Lock()
	defer f.p.mu.Unlock()
	last, err := f.p.begin()
	if err != nil {
		return err
	}
	if last {
		return ErrPowerOff
	}
	f.n.syncData()
	return nil
}

func (f *powerFile) Size() (int64, error) {
	f.p.mu.Lock()
	defer f.p.mu.Unlock()
	if f.p.off {
		return 0, ErrPowerOff
	}
	return int64(len(f.n.data)), nil
}

func (f *powerFile) Close() error { return nil }
