package sealdb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"

	"github.com/mattn/go-sqlite3"

	"kith/crypto"
	"kith/journal/disk"
)

// Options of [Open].
type Options struct {
	FS        disk.FS // where the files are; nil means disk.OS{}
	MustExist bool    // a missing database is an error wrapping fs.ErrNotExist, not a new one
}

// A DB is one open sealed database.
type DB struct {
	fsys   disk.FS
	dir    string
	key    crypto.Key
	space  [16]byte
	sql    *sql.DB
	faults faults
	busy   chan struct{} // holds a token while a connection has the files open
	closed atomic.Bool
}

// dsnPragmas are those that the driver sets itself, in time: locking_mode must
// be EXCLUSIVE before anything reads the file, since our file system has no
// shared memory for the log's index, and the driver's default for synchronous is
// NORMAL, which loses commits.
const dsnPragmas = "_locking_mode=EXCLUSIVE&_synchronous=FULL&_secure_delete=on&_busy_timeout=0"

// pragmas are the others. The numbers are measured: 60,000 rows with a random
// key, an index and FTS5 go in at 25,000 rows/s with 8 MiB of cache, 14,000 with
// SQLite's 2 MiB and 23,000 with 32 MiB; a longer log makes no difference there
// and makes opening after a crash slower.
var pragmas = []string{
	"temp_store = MEMORY",
	"cell_size_check = ON",
	"trusted_schema = OFF",
	"mmap_size = 0",
	"cache_size = -8192",            // KiB
	"wal_autocheckpoint = 1000",     // frames
	"journal_size_limit = 16777216", // bytes the log keeps after a big import
}

// Open opens the database in dir, space.db and its log, or creates an empty one.
// The key is the space's at-rest key, space its id; both are part of every
// block. Errors: [ErrWrongKey], [ErrFormat], a [DamageError], [ErrDiskFull] or
// [ErrIO]; none of them leaves anything written, except that the log of an
// interrupted run may have been finished.
func Open(dir string, key crypto.Key, space [16]byte, opts Options) (*DB, error) {
	if opts.FS == nil {
		opts.FS = disk.OS{}
	}
	if err := register(); err != nil {
		return nil, fmt.Errorf("sealdb: %w", err)
	}
	db := &DB{fsys: opts.FS, dir: dir, key: key, space: space, busy: make(chan struct{}, 1)}
	if err := db.createIfMissing(opts.MustExist); err != nil {
		return nil, fmt.Errorf("open %s: %w", filepath.Join(dir, dbName), err)
	}
	db.sql = sql.OpenDB(connector{db})
	db.sql.SetMaxOpenConns(1)
	db.sql.SetMaxIdleConns(1)
	var mode string
	err := db.sql.QueryRow("PRAGMA journal_mode").Scan(&mode)
	if err == nil && mode != "wal" {
		err = fmt.Errorf("%w: journal mode %s", ErrFormat, mode)
	}
	if err == nil {
		err = db.sql.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(new(int))
	}
	if err != nil {
		err = db.Explain(err)
		return nil, fmt.Errorf("open %s: %w", filepath.Join(dir, dbName), errors.Join(err, db.sql.Close()))
	}
	return db, nil
}

// SQL returns the database. It has one connection, which is kept until Close;
// pass its errors through [DB.Explain].
func (db *DB) SQL() *sql.DB { return db.sql }

// Close copies the log into the database file and closes both. If that fails,
// for want of space say, the error says so and nothing is lost: the next Open
// finds the log. Rows, statements and transactions must be closed before. A
// second Close does nothing.
func (db *DB) Close() error {
	if db.closed.Swap(true) {
		return nil
	}
	var blocked, frames, copied int
	err := db.sql.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&blocked, &frames, &copied)
	err = errors.Join(db.Explain(err), db.sql.Close())
	db.key.Wipe()
	if err != nil {
		return fmt.Errorf("close %s: %w", filepath.Join(db.dir, dbName), err)
	}
	return nil
}

// createIfMissing writes the two blocks of an empty database, in one step, so
// that there is never a half-made one and SQLite never needs a rollback journal.
func (db *DB) createIfMissing(mustExist bool) error {
	path := filepath.Join(db.dir, dbName)
	_, err := db.fsys.Stat(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return kindOf(err)
	}
	if _, werr := db.fsys.Stat(filepath.Join(db.dir, walName)); werr == nil {
		return &DamageError{File: dbName, Reason: "it is missing, but its log is there"}
	}
	if mustExist {
		return err
	}
	s, err := newSealer(db.key, db.space, defaultPageSize)
	if err != nil {
		return err
	}
	page := make([]byte, s.size)
	copy(page[nonceSize:s.size-tagSize], emptyPage1(s.size))
	s.seal(page, blockID{kind: kindPage, n: 1}, s.scratch())
	if err := db.fsys.MkdirAll(db.dir, 0o700); err != nil {
		return kindOf(err)
	}
	if err := disk.WriteFile(db.fsys, path, append(encodeHeader(db.key, db.space, s.size), page...)); err != nil {
		return kindOf(err)
	}
	return kindOf(db.fsys.SyncDir(filepath.Dir(db.dir)))
}

// openSession opens the files for one connection and reads the log.
func (db *DB) openSession() (sess *session, err error) {
	f, err := db.fsys.OpenFile(filepath.Join(db.dir, dbName), os.O_RDWR, 0)
	if err != nil {
		return nil, kindOf(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	size, err := readHeader(f, db.key, db.space)
	if err != nil {
		return nil, err
	}
	if have, err := f.Size(); err != nil {
		return nil, kindOf(err)
	} else if have < 2*int64(size) { // SQLite would delete the log of an empty file
		return nil, &DamageError{File: dbName, Page: 1, Offset: int64(size), Reason: "the file ends before it"}
	}
	s, err := newSealer(db.key, db.space, size)
	if err != nil {
		return nil, err
	}
	pages := newPageFile(f, s)
	wal, st, err := openWAL(db.fsys, filepath.Join(db.dir, walName), s)
	if err != nil {
		return nil, err
	}
	if _, ok := st.pages[1]; !ok {
		// SQLite would take a page 1 it cannot read for an empty database.
		if err := pages.readPage(pages.sc.text, 1); err != nil {
			return nil, errors.Join(err, closeIfOpen(wal.f))
		}
	}
	sess = &session{pages: pages, wal: wal, faults: &db.faults, closed: func() { <-db.busy }}
	pages.sess, wal.sess = sess, sess
	return sess, nil
}

// readHeader returns the page size of a database, if the key is right.
func readHeader(f disk.File, key crypto.Key, space [16]byte) (size int, err error) {
	head := make([]byte, headerEnd)
	n, err := f.ReadAt(head, 0)
	if n < len(head) && err != io.EOF {
		return 0, kindOf(err)
	}
	return decodeHeader(head[:n], key, space)
}

func closeIfOpen(f disk.File) error {
	if f == nil {
		return nil
	}
	return f.Close()
}

// connector opens the connections of one DB. It implements driver.Connector.
type connector struct{ db *DB }

// Connect implements driver.Connector.
func (c connector) Connect(ctx context.Context) (driver.Conn, error) {
	select {
	case c.db.busy <- struct{}{}: // taken back when SQLite closes the file
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	sess, err := c.db.openSession()
	if err != nil {
		<-c.db.busy
		return nil, err
	}
	sess.enter()
	conn, err := c.Driver().Open("file:" + sess.name() + "?mode=rw&vfs=" + vfsName + "&" + dsnPragmas)
	if err != nil {
		if sess.leave() { // SQLite never got as far as the files
			err = errors.Join(err, sess.pages.f.Close(), closeIfOpen(sess.wal.f))
		}
		return nil, c.db.Explain(err)
	}
	return conn, nil
}

// Driver implements driver.Connector.
func (connector) Driver() driver.Driver {
	return &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {
		for _, p := range pragmas {
			if _, err := conn.Exec("PRAGMA "+p, nil); err != nil {
				return fmt.Errorf("pragma %s: %w", p, err)
			}
		}
		return nil
	}}
}
