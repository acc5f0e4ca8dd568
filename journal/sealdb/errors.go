package sealdb

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"syscall"

	"github.com/mattn/go-sqlite3"
)

// Kinds of error; test with errors.Is.
var (
	// ErrDiskFull says that the disk or the quota is full. The transaction did
	// not happen; free some space and try again.
	ErrDiskFull = errors.New("the disk is full")
	// ErrIO says that the computer could not read or write the files.
	ErrIO = errors.New("the disk could not be read or written")
	// ErrDamaged is the kind of every [DamageError].
	ErrDamaged = errors.New("the database is damaged")
	// ErrWrongKey says that the files belong to another key or another space.
	// Nothing was written.
	ErrWrongKey = errors.New("the key does not open this database")
	// ErrFormat says that the files are of a version this program does not know.
	ErrFormat = errors.New("the database has an unknown format")
	// ErrRefused says that SQLite asked for a file it must not have, such as a
	// temporary file, which would hold plaintext.
	ErrRefused = errors.New("no such file is allowed beside a sealed database")
)

// A DamageError says where a database was found changed by something other than
// this program. errors.Is(err, [ErrDamaged]) holds.
type DamageError struct {
	File   string // name in the database's folder: space.db or space.db-wal
	Page   int    // SQLite page, from 1; 0 if not known or not about one
	Offset int64  // where the damaged block starts in the file, in bytes
	Reason string // what was found
}

// Error implements error.
func (e *DamageError) Error() string {
	where := e.File
	if e.Page != 0 {
		where += fmt.Sprintf(", page %d", e.Page)
	}
	if e.Offset != 0 {
		where += fmt.Sprintf(", byte %d", e.Offset)
	}
	return fmt.Sprintf("%v: %s: %s", ErrDamaged, where, e.Reason)
}

// Is makes every DamageError an [ErrDamaged].
func (e *DamageError) Is(target error) bool { return target == ErrDamaged }

// faults keeps the first thing that went wrong below SQLite, because SQLite and
// sqlite3vfs pass on a bare code (every failed write is IOERR_WRITE).
type faults struct {
	mu    sync.Mutex
	first error
	quiet bool // first happened in a checkpoint, after a commit, which SQLite hides
}

func (f *faults) record(err error) { f.keep(err, false) }

// recordQuiet records a fault that no SQL error may ever follow; it gives way to
// one that SQLite will report.
func (f *faults) recordQuiet(err error) { f.keep(err, true) }

func (f *faults) keep(err error, quiet bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.first == nil || f.quiet && !quiet {
		f.first, f.quiet = err, quiet
	}
}

// take returns the recorded fault and forgets it.
func (f *faults) take() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	err := f.first
	f.first = nil
	return err
}

// kindOf wraps an error of the file system in its kind.
func kindOf(err error) error {
	switch {
	case err == nil, isKind(err):
		return err
	case isDiskFull(err):
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	default:
		return fmt.Errorf("%w: %w", ErrIO, err)
	}
}

func isKind(err error) bool {
	for _, kind := range []error{ErrDiskFull, ErrIO, ErrDamaged, ErrWrongKey, ErrFormat, ErrRefused} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}

func isDiskFull(err error) bool {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return true
	}
	var no syscall.Errno
	// ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
	return runtime.GOOS == "windows" && errors.As(err, &no) && (no == 112 || no == 39)
}

// Explain turns an error of [DB.SQL] into one of this package's kinds, wrapped
// around what caused it: [ErrDiskFull], [ErrIO], [ErrRefused] or a
// [DamageError]. Errors of other sorts (a constraint, a syntax error, a
// cancelled context) and nil come back unchanged.
func (db *DB) Explain(err error) error {
	var se sqlite3.Error
	if err == nil || isKind(err) || !errors.As(err, &se) {
		return err
	}
	switch se.Code {
	case sqlite3.ErrFull, sqlite3.ErrIoErr, sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrCantOpen:
	default:
		return err
	}
	if cause := db.faults.take(); cause != nil {
		return kindOf(cause)
	}
	switch se.Code {
	case sqlite3.ErrFull:
		return fmt.Errorf("%w: %w", ErrDiskFull, err)
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB:
		return fmt.Errorf("%w: %w", &DamageError{File: dbName, Reason: "its pages do not fit together"}, err)
	default:
		return fmt.Errorf("%w: %w", ErrIO, err)
	}
}
