package vault

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"github.com/gofrs/flock"

	"kith/journal/disk"
)

const lockFile = "lock"

// lock is the hold of one process on a vault.
type lock struct {
	fsys    disk.FS
	path    string
	release func() error
}

// takeLock takes the lock of the vault in dir, or fails with ErrInUse. The file
// must exist already unless create is set; taking the lock writes nothing to it.
func takeLock(fsys disk.FS, dir string, create bool) (*lock, error) {
	path := filepath.Join(dir, lockFile)
	flag := os.O_RDWR
	if create {
		flag |= os.O_CREATE
	}
	f, err := fsys.OpenFile(path, flag, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	var release func() error
	if _, real := fsys.(disk.OS); real {
		release, err = lockRealFile(path)
	} else {
		release, err = lockFake(fsys, path)
	}
	if errors.Is(err, ErrInUse) {
		return nil, fmt.Errorf("%w%s; close it there, or use it there", ErrInUse, holder(fsys, path))
	}
	if err != nil {
		return nil, err
	}
	return &lock{fsys: fsys, path: path, release: release}, nil
}

// CheckUnused fails with [ErrInUse] if a process has the vault in dir open, or
// is making it.
func CheckUnused(fsys disk.FS, dir string) error {
	held, err := takeLock(fsys, dir, false)
	if isNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return held.release()
}

func lockRealFile(path string) (release func() error, err error) {
	l := flock.New(path, flock.SetFlag(os.O_RDWR))
	ok, err := l.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, ErrInUse
	}
	return l.Unlock, nil
}

// fakeLocks are the locks held on file systems that exist in this process only,
// by the FS value, which must be comparable, and the path.
var fakeLocks = struct {
	sync.Mutex
	held map[fakeLock]bool
}{held: map[fakeLock]bool{}}

type fakeLock struct {
	fsys disk.FS
	path string
}

func lockFake(fsys disk.FS, path string) (release func() error, err error) {
	key := fakeLock{fsys, path}
	fakeLocks.Lock()
	defer fakeLocks.Unlock()
	if fakeLocks.held[key] {
		return nil, ErrInUse
	}
	fakeLocks.held[key] = true
	return func() error {
		fakeLocks.Lock()
		defer fakeLocks.Unlock()
		delete(fakeLocks.held, key)
		return nil
	}, nil
}

// holder says who holds the lock, as far as the file tells.
func holder(fsys disk.FS, path string) string {
	text, err := fsys.ReadFile(path, 32)
	if err != nil { // Windows lets nobody read a locked file
		return ""
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid <= 0 {
		return ""
	}
	return fmt.Sprintf(" (process %d)", pid)
}

// sign writes who holds the lock into it, for the one who comes second. The lock
// holds without it, so a full disk must not keep a vault shut.
func (l *lock) sign(text string) {
	f, err := l.fsys.OpenFile(l.path, os.O_RDWR, 0o600)
	if err != nil {
		return
	}
	if err := f.Truncate(0); err == nil && text != "" {
		_, _ = f.WriteAt([]byte(text), 0) // see above
	}
	_ = f.Close() // see above
}

// drop releases the lock and takes the name out of it.
func (l *lock) drop() error {
	l.sign("")
	return l.release()
}

func isNotExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }
