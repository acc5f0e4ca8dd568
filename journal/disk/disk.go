// Package disk is the only way Kith's stores reach the file system.
//
// It promises that every byte a vault reads or writes goes through one small
// interface, so that tests can fill the disk, tear a write, drop an unsynced
// sector or fail a sync at any moment and look at what is left. [OS] is the real
// file system. Package disk/faulty holds the ones that misbehave.
package disk

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// File is an open file of an [FS]. Offsets and sizes are in bytes.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	// Truncate cuts the file to size bytes, or extends it with zeros.
	Truncate(size int64) error
	// Sync returns once everything written to the file survives a power cut.
	Sync() error
	// Size returns the length of the file in bytes.
	Size() (int64, error)
}

// FS is what a vault asks of a file system. Errors wrap the errors of package
// os and syscall (fs.ErrNotExist, syscall.ENOSPC, ...).
type FS interface {
	// OpenFile opens path as os.OpenFile does.
	OpenFile(path string, flag int, perm fs.FileMode) (File, error)
	// ReadFile returns the whole content of path; a file longer than limit
	// bytes is an error wrapping [ErrTooLarge].
	ReadFile(path string, limit int64) ([]byte, error)
	Remove(path string) error
	RemoveAll(path string) error
	// Rename moves from over to, replacing it in one step.
	Rename(from, to string) error
	MkdirAll(path string, perm fs.FileMode) error
	ReadDir(path string) ([]fs.DirEntry, error)
	Stat(path string) (fs.FileInfo, error)
	// SyncDir makes the names inside the folder path survive a power cut.
	SyncDir(path string) error
}

// ErrTooLarge says that a file is longer than its format allows.
var ErrTooLarge = errors.New("file is larger than its format allows")

// WriteFile replaces path by data so that after a crash at any moment the file
// holds either the old content or the new, whole: it writes path.new, syncs it,
// renames it over path and syncs the folder. It is not for concurrent writers of
// one path.
func WriteFile(fsys FS, path string, data []byte) (err error) {
	tmp := path + ".new"
	f, err := fsys.OpenFile(tmp, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err = f.WriteAt(data, 0); err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = fsys.Rename(tmp, path)
	}
	if err != nil {
		return errors.Join(err, ignoreNotExist(fsys.Remove(tmp)))
	}
	return fsys.SyncDir(filepath.Dir(path))
}

func ignoreNotExist(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// OS is the computer's own file system.
type OS struct{}

type osFile struct{ *os.File }

func (f osFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// OpenFile implements [FS].
func (OS) OpenFile(path string, flag int, perm fs.FileMode) (File, error) {
	f, err := os.OpenFile(path, flag, perm)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

// ReadFile implements [FS].
func (OS) ReadFile(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limit {
		return nil, &fs.PathError{Op: "read", Path: path, Err: ErrTooLarge}
	}
	return data, nil
}

// Remove implements [FS].
func (OS) Remove(path string) error { return os.Remove(path) }

// RemoveAll implements [FS].
func (OS) RemoveAll(path string) error { return os.RemoveAll(path) }

// Rename implements [FS].
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// MkdirAll implements [FS].
func (OS) MkdirAll(path string, perm fs.FileMode) error { return os.MkdirAll(path, perm) }

// ReadDir implements [FS].
func (OS) ReadDir(path string) ([]fs.DirEntry, error) { return os.ReadDir(path) }

// Stat implements [FS].
func (OS) Stat(path string) (fs.FileInfo, error) { return os.Stat(path) }

// SyncDir implements [FS]. Windows has no such call and needs none: NTFS
// journals its folders.
func (OS) SyncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	err = d.Sync()
	if cerr := d.Close(); err == nil {
		err = cerr
	}
	return err
}
