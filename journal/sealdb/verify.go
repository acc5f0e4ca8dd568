package sealdb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"kith/crypto"
	"kith/journal/disk"
)

// maxDamage is how many damaged places a Report lists.
const maxDamage = 1000

// A Report is what [DB.Verify] or [VerifyFiles] found.
type Report struct {
	Pages   int64          // pages read
	Frames  int64          // frames of the log read, up to the last whole transaction
	Damage  []*DamageError // the first 1000 damaged places
	Tables  []Table        // every table; only from DB.Verify
	Problem string         // what SQLite's integrity check says, if not "ok"; only from DB.Verify
}

// A Table says whether a table and its indexes can be read to the last row.
type Table struct {
	Name  string
	Whole bool
}

// OK reports that nothing is wrong.
func (r Report) OK() bool { return len(r.Damage) == 0 && r.Problem == "" }

func (r *Report) add(d *DamageError) {
	if len(r.Damage) < maxDamage {
		r.Damage = append(r.Damage, d)
	}
}

// Verify reads and authenticates every page and every frame of the log, then has
// SQLite check that they fit together, and finds out which tables are whole. It
// changes nothing, and other use of the database waits. progress, which may be
// nil, is told the blocks read. Damage is in the Report; an error means that the
// work could not be done.
func (db *DB) Verify(ctx context.Context, progress func(done, total int64)) (Report, error) {
	conn, err := db.sql.Conn(ctx)
	if err != nil {
		return Report{}, fmt.Errorf("verify: %w", db.Explain(err))
	}
	defer conn.Close()
	r, err := verifyFiles(ctx, db.fsys, db.dir, db.key, db.space, progress)
	if err != nil {
		return r, fmt.Errorf("verify: %w", err)
	}
	r.Problem, err = db.integrity(ctx, conn, "PRAGMA integrity_check(20)")
	if err != nil {
		return r, fmt.Errorf("verify: %w", err)
	}
	names, err := tableNames(ctx, conn)
	if err != nil {
		if err = db.Explain(err); errors.Is(err, ErrDamaged) {
			return r, nil // not even the list of tables can be read
		}
		return r, fmt.Errorf("verify: %w", err)
	}
	for _, name := range names {
		problem := ""
		if !r.OK() {
			if problem, err = db.integrity(ctx, conn, "PRAGMA integrity_check('"+quote(name)+"')"); err != nil {
				return r, fmt.Errorf("verify: table %s: %w", name, err)
			}
		}
		r.Tables = append(r.Tables, Table{Name: name, Whole: problem == ""})
	}
	return r, nil
}

// integrity runs one of SQLite's checks and returns what it complains of.
func (db *DB) integrity(ctx context.Context, conn *sql.Conn, query string) (problem string, err error) {
	rows, err := conn.QueryContext(ctx, query)
	if err == nil {
		defer rows.Close()
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				return "", err
			}
			if line != "ok" && problem == "" {
				problem = line
			}
		}
		err = rows.Err()
	}
	if err = db.Explain(err); errors.Is(err, ErrDamaged) {
		problem, err = err.Error(), nil
	}
	// The check takes a page that cannot be read for a problem of its own.
	if cause := db.faults.take(); err == nil && cause != nil && !errors.Is(cause, ErrDamaged) {
		err = cause
	}
	return problem, err
}

func tableNames(ctx context.Context, conn *sql.Conn) (names []string, err error) {
	rows, err := conn.QueryContext(ctx, "SELECT name FROM sqlite_schema WHERE type='table' AND rootpage>0 ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

func quote(name string) string {
	out := make([]rune, 0, len(name))
	for _, c := range name {
		if c == '\'' {
			out = append(out, c)
		}
		out = append(out, c)
	}
	return string(out)
}

// VerifyFiles reads and authenticates every block of a database that is not
// open, such as one that Open refuses. Its Report knows of files and pages but
// not of tables. Errors are those of [Open], damage apart.
func VerifyFiles(ctx context.Context, dir string, key crypto.Key, space [16]byte, opts Options, progress func(done, total int64)) (Report, error) {
	if opts.FS == nil {
		opts.FS = disk.OS{}
	}
	r, err := verifyFiles(ctx, opts.FS, dir, key, space, progress)
	if err != nil {
		return r, fmt.Errorf("verify %s: %w", dir, err)
	}
	return r, nil
}

func verifyFiles(ctx context.Context, fsys disk.FS, dir string, key crypto.Key, space [16]byte, progress func(done, total int64)) (r Report, err error) {
	f, err := fsys.OpenFile(filepath.Join(dir, dbName), os.O_RDONLY, 0)
	if err != nil {
		return r, kindOf(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	size, err := readHeader(f, key, space)
	var damage *DamageError
	if errors.As(err, &damage) {
		r.add(damage)
		size, err = defaultPageSize, nil // the pages may be well
	}
	if err != nil {
		return r, err
	}
	s, err := newSealer(key, space, size)
	if err != nil {
		return r, err
	}
	newer, err := r.verifyLog(fsys, filepath.Join(dir, walName), s)
	if err != nil {
		return r, err
	}
	return r, r.verifyPages(ctx, f, s, newer, progress)
}

// verifyLog reads the log and returns the pages it has.
func (r *Report) verifyLog(fsys disk.FS, path string, s *sealer) (newer map[uint32]struct{}, err error) {
	f, err := fsys.OpenFile(path, os.O_RDONLY, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, kindOf(err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	st, err := scanWAL(f, s)
	var damage *DamageError
	if errors.As(err, &damage) {
		r.add(damage)
		err = nil
	}
	if err != nil {
		return nil, err
	}
	r.Frames = st.frames
	return st.pages, nil
}

// verifyPages opens every page of f that the log does not have.
func (r *Report) verifyPages(ctx context.Context, f disk.File, s *sealer, newer map[uint32]struct{}, progress func(done, total int64)) error {
	bytes, err := f.Size()
	if err != nil {
		return kindOf(err)
	}
	size := int64(s.size)
	in := &blockReader{f: f, s: s, sc: s.scratch(), blocks: bytes / size}
	total := (bytes+size-1)/size - 1
	unused := int64(1<<30)/size + 1 // SQLite's lock page, never written
	if total < 1 {
		r.add(&DamageError{File: dbName, Page: 1, Offset: size, Reason: "the file ends before it"})
	}
	for page := int64(1); page <= total; page++ {
		if page%1024 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			if progress != nil {
				progress(page, total)
			}
		}
		_, ok, err := in.open(page, blockID{kind: kindPage, n: uint64(page)})
		if err != nil {
			return err
		}
		r.Pages++
		if _, superseded := newer[uint32(page)]; !ok && !superseded && page != unused {
			r.add(&DamageError{File: dbName, Page: int(page), Offset: page * size, Reason: "it was changed or torn"})
		}
	}
	if progress != nil {
		progress(total, total)
	}
	return nil
}
