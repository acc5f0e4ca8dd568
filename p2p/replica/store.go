package replica

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"kith/crypto"
	"kith/p2p/reconcile"
	"kith/p2p/sync"
)

// What this package shares with package sync.
type (
	// Handle names a space on the wire. It does not lead back to the space.
	Handle = sync.Handle
	// Tag names an epoch.
	Tag = sync.Tag
	// ID names an op: SHA-256 of its sealed bytes.
	ID = reconcile.ID
	// DaySum is what a day of a space holds.
	DaySum = reconcile.DaySum
	// Stored is an op as it is kept.
	Stored = sync.Stored
)

const (
	storeFile     = "store.db"
	storeFormat   = 1
	applicationID = 0x6b6e6f64 // "knod"
	readers       = 4
)

const schema = `
CREATE TABLE space (
	no INTEGER PRIMARY KEY, handle BLOB NOT NULL UNIQUE, current BLOB NOT NULL,
	ops INTEGER NOT NULL, bytes INTEGER NOT NULL, blobs INTEGER NOT NULL,
	since INTEGER NOT NULL, used INTEGER NOT NULL, gone INTEGER NOT NULL);
CREATE TABLE epoch (space INTEGER, tag BLOB, key BLOB NOT NULL, PRIMARY KEY (space, tag)) WITHOUT ROWID;
CREATE TABLE allowed (space INTEGER, peer BLOB, PRIMARY KEY (space, peer)) WITHOUT ROWID;
CREATE INDEX allowed_peer ON allowed (peer);
CREATE TABLE op (place INTEGER PRIMARY KEY, sealed BLOB NOT NULL);
CREATE TABLE op_id (space INTEGER, id BLOB, no INTEGER NOT NULL, PRIMARY KEY (space, id)) WITHOUT ROWID;
CREATE TABLE op_day (space INTEGER, day INTEGER, id BLOB, PRIMARY KEY (space, day, id)) WITHOUT ROWID;
CREATE TABLE day (space INTEGER, day INTEGER, count INTEGER NOT NULL, sum BLOB NOT NULL, PRIMARY KEY (space, day)) WITHOUT ROWID;
CREATE TABLE blob (space INTEGER, name BLOB, size INTEGER NOT NULL, PRIMARY KEY (space, name)) WITHOUT ROWID;
CREATE TABLE brought (peer BLOB, space INTEGER, bytes INTEGER NOT NULL, PRIMARY KEY (peer, space)) WITHOUT ROWID;
CREATE TABLE box (name BLOB PRIMARY KEY, expires INTEGER NOT NULL, stranger INTEGER NOT NULL, content BLOB NOT NULL) WITHOUT ROWID;
CREATE INDEX box_expires ON box (expires);
`

// StoreConfig says how a [Store] is opened. The zero value is the usual.
type StoreConfig struct {
	Quotas Quotas
	// Now is the clock, for tests. It is only used for expiry and last use.
	Now func() time.Time
	// Reserve is how many bytes of the disk are left free; 0 is 64 MiB.
	Reserve int64
}

const defaultReserve = 64 << 20

// Store is the ops of many spaces, sealed, in one SQLite file (WAL,
// synchronous=FULL). Its methods may be called from several goroutines. Writes of
// all of them that wait at one time are committed together.
type Store struct {
	dir    string
	quotas Quotas
	now    func() time.Time

	db    *sql.DB // of the writer: one connection
	w     *writer
	reads *sql.DB
	free  chan *conn // readers without work

	warm warmth
}

// OpenStore opens the store in the folder dir, or makes it. A file that is no
// store is [ErrDamaged], one of a newer version crypto.ErrNewerFormat. It does not
// keep others from opening it: see [OpenFolder].
func OpenStore(dir string, cfg StoreConfig) (*Store, error) {
	s, err := openStore(dir, cfg)
	if err != nil {
		return nil, fmt.Errorf("store of the node in %s: %w", dir, err)
	}
	return s, nil
}

func openStore(dir string, cfg StoreConfig) (_ *Store, err error) {
	path := filepath.Join(dir, storeFile)
	if err := errors.Join(createPrivate(path), checkHeader(path)); err != nil {
		return nil, err
	}
	s := &Store{dir: dir, quotas: cfg.Quotas.WithDefaults(), now: cfg.Now}
	if s.now == nil {
		s.now = time.Now
	}
	reserve := cfg.Reserve
	if reserve == 0 {
		reserve = defaultReserve
	}
	if s.db, err = sql.Open("sqlite3", dsn(path, "_txlock=immediate&_auto_vacuum=incremental&_secure_delete=true&_cache_size=-65536")); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	c, err := newConn(s.db)
	if err != nil {
		return nil, err
	}
	if err := prepareSchema(c); err != nil {
		return nil, errors.Join(err, c.close())
	}
	if s.reads, err = sql.Open("sqlite3", dsn(path, "_query_only=true&_cache_size=-8192")); err != nil {
		return nil, errors.Join(err, c.close())
	}
	s.free = make(chan *conn, readers)
	for range readers {
		r, err := newConn(s.reads)
		if err != nil {
			return nil, errors.Join(err, c.close())
		}
		s.free <- r
	}
	s.w, err = startWriter(c, s, reserve)
	return s, err
}

// createPrivate makes an empty file that nobody else may read, unless it is there.
func createPrivate(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return f.Close()
}

// checkHeader refuses a file of somebody else before SQLite writes to it
// (sqlite.org/fileformat2.html, 1.3). A store whose first transaction is still in
// its log has no number of ours yet.
func checkHeader(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, 100)
	switch n, err := io.ReadFull(f, header); {
	case n == 0 && err == io.EOF:
		return nil // a new one
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: %s", ErrDamaged, storeFile)
	case err != nil:
		return err
	}
	id, version := binary.BigEndian.Uint32(header[68:]), binary.BigEndian.Uint32(header[60:])
	switch {
	case string(header[:16]) != "SQLite format 3\x00" || id != 0 && id != applicationID:
		return fmt.Errorf("%w: %s", ErrDamaged, storeFile)
	case version > storeFormat:
		return fmt.Errorf("%w (store version %d)", crypto.ErrNewerFormat, version)
	}
	return nil
}

// dsn is the name of the database with its pragmas. synchronous is said here
// because the driver's own default in WAL mode loses acknowledged commits in a
// power cut.
func dsn(path, more string) string {
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath()}
	return name.String() + "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=20000&" + more
}

// prepareSchema checks that the file is a store, and makes a new one into one.
func prepareSchema(c *conn) error {
	var id, version, tables int64
	for query, dest := range map[string]*int64{
		"PRAGMA application_id": &id, "PRAGMA user_version": &version, "SELECT count(*) FROM sqlite_schema": &tables,
	} {
		if _, err := c.row(query, nil, dest); err != nil {
			return err
		}
	}
	switch {
	case id == 0 && version == 0 && tables == 0:
		_, err := c.c.ExecContext(context.Background(), fmt.Sprintf("BEGIN; %s PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT",
			schema, applicationID, storeFormat))
		return explain(err)
	case id != applicationID || version < 1:
		return fmt.Errorf("%w: %s is another program's database", ErrDamaged, storeFile)
	case version > storeFormat:
		return fmt.Errorf("%w (store version %d)", crypto.ErrNewerFormat, version)
	}
	return nil
}

// Close ends the store. What was acknowledged is on the disk before it.
func (s *Store) Close() error {
	var errs []error
	if s.w != nil {
		errs = append(errs, s.w.stop())
	}
	if s.reads != nil {
		for range len(s.free) {
			errs = append(errs, (<-s.free).close())
		}
		errs = append(errs, s.reads.Close())
	}
	if s.db != nil {
		errs = append(errs, explain(s.db.Close()))
	}
	return errors.Join(errs...)
}

// read lends fn a connection that only reads, in one snapshot.
func (s *Store) read(ctx context.Context, fn func(c *conn) error) error {
	var c *conn
	select {
	case c = <-s.free:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.free <- c }()
	if _, err := c.exec("BEGIN"); err != nil {
		return err
	}
	err := fn(c)
	if _, endErr := c.exec("ROLLBACK"); err == nil {
		err = endErr
	}
	return err
}
