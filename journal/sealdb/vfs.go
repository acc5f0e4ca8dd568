package sealdb

import (
	"strconv"
	"strings"
	"sync"

	"github.com/psanford/sqlite3vfs"
)

// vfsName is what SQLite knows our file system by. There is one for the whole
// program; an open database is a session in it, addressed by a number in the
// file name, so that no key and no path is ever in a data source name.
const vfsName = "kith-sealed"

var (
	registerOnce sync.Once
	errRegister  error

	sessions = struct {
		sync.Mutex
		last uint64
		byID map[uint64]*session
	}{byID: map[uint64]*session{}}
)

func register() error {
	registerOnce.Do(func() { errRegister = sqlite3vfs.RegisterVFS(vfsName, vfs{}) })
	return errRegister
}

// A session is one connection's pair of files.
type session struct {
	id     uint64
	pages  *pageFile
	wal    *walFile
	faults *faults
	closed func() // called once, when SQLite has closed its files
}

func (s *session) enter() {
	sessions.Lock()
	defer sessions.Unlock()
	sessions.last++
	s.id = sessions.last
	sessions.byID[s.id] = s
}

// leave forgets the session and reports whether this was the first call.
func (s *session) leave() bool {
	sessions.Lock()
	_, known := sessions.byID[s.id]
	delete(sessions.byID, s.id)
	sessions.Unlock()
	if known {
		s.closed()
	}
	return known
}

// name is the path SQLite sees.
func (s *session) name() string { return "/" + strconv.FormatUint(s.id, 10) + "/" + dbName }

func findSession(name string) (s *session, file string) {
	id, file, ok := strings.Cut(strings.TrimPrefix(name, "/"), "/")
	if !ok {
		return nil, ""
	}
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return nil, ""
	}
	sessions.Lock()
	defer sessions.Unlock()
	return sessions.byID[n], file
}

// vfs implements sqlite3vfs.VFS.
type vfs struct{}

// Open never fails: after a failed open sqlite3vfs lets SQLite close a file it
// does not have, and that would be file number 0, somebody else's. What must not
// be opened is a file on which nothing works.
func (vfs) Open(name string, flags sqlite3vfs.OpenFlag) (sqlite3vfs.File, sqlite3vfs.OpenFlag, error) {
	s, file := findSession(name)
	switch {
	case s != nil && flags&sqlite3vfs.OpenMainDB != 0 && file == dbName:
		return s.pages, flags, nil
	case s != nil && flags&sqlite3vfs.OpenWAL != 0 && file == walName:
		if err := s.wal.reopen(); err != nil {
			s.faults.record(err)
			break
		}
		return s.wal, flags, nil
	}
	return refused{s}, flags, nil
}

// Delete removes the log, once SQLite has copied all of it into the database.
func (vfs) Delete(name string, syncDir bool) error {
	s, file := findSession(name)
	if s == nil || file != walName {
		return nil // never created, see refused
	}
	return s.wal.remove(syncDir)
}

// Access reports whether a file exists. There is a log if it holds frames, and
// never a rollback journal.
func (vfs) Access(name string, _ sqlite3vfs.AccessFlag) (bool, error) {
	s, file := findSession(name)
	if s == nil {
		return false, nil
	}
	return file == dbName || file == walName && s.wal.frames > 0, nil
}

// FullPathname implements sqlite3vfs.VFS.
func (vfs) FullPathname(name string) string { return name }

// noLocks is the part of a File that one connection in one process does not need.
type noLocks struct{}

// Lock implements sqlite3vfs.File.
func (noLocks) Lock(sqlite3vfs.LockType) error { return nil }

// Unlock implements sqlite3vfs.File.
func (noLocks) Unlock(sqlite3vfs.LockType) error { return nil }

// CheckReservedLock answers that nobody holds the lock, which is "true":
// sqlite3vfs passes the answer on the wrong way round.
func (noLocks) CheckReservedLock() (bool, error) { return true, nil }

// SectorSize implements sqlite3vfs.File. Every block starts at a multiple of it.
func (noLocks) SectorSize() int64 { return minPageSize }

// DeviceCharacteristics promises that writing one block leaves its neighbours
// alone, which holds because blocks do not share sectors. Without the promise
// SQLite would pad each transaction with copies of its last frame.
func (noLocks) DeviceCharacteristics() sqlite3vfs.DeviceCharacteristic {
	return sqlite3vfs.IocapPowersafeOverwrite
}

// refused is a file that SQLite must not have: a temporary file or a rollback
// journal. Nothing is ever created for it.
type refused struct{ s *session }

func (f refused) fail() error {
	if f.s != nil {
		f.s.faults.record(ErrRefused)
	}
	return sqlite3vfs.IOError
}

func (f refused) Close() error                                           { return nil }
func (f refused) ReadAt([]byte, int64) (int, error)                      { return 0, f.fail() }
func (f refused) WriteAt([]byte, int64) (int, error)                     { return 0, f.fail() }
func (f refused) Truncate(int64) error                                   { return f.fail() }
func (f refused) Sync(sqlite3vfs.SyncType) error                         { return f.fail() }
func (f refused) FileSize() (int64, error)                               { return 0, f.fail() }
func (f refused) Lock(sqlite3vfs.LockType) error                         { return f.fail() }
func (f refused) Unlock(sqlite3vfs.LockType) error                       { return nil }
func (f refused) CheckReservedLock() (bool, error)                       { return true, nil }
func (f refused) SectorSize() int64                                      { return minPageSize }
func (f refused) DeviceCharacteristics() sqlite3vfs.DeviceCharacteristic { return 0 }
