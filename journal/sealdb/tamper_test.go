package sealdb

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// victim is a small database on a disk in memory: some rows in space.db and, if
// steps is not 0, as many transactions in the log of a program that died.
func victim(t testing.TB, key crypto.Key, space [16]byte, steps int) *faulty.Power {
	t.Helper()
	disk := faulty.NewPower()
	open := func() *ledger {
		db, err := Open("v", key, space, Options{FS: disk})
		if err != nil {
			t.Fatal(err)
		}
		mustExec(t, db.SQL(), "CREATE TABLE IF NOT EXISTS led(n INTEGER PRIMARY KEY, at INTEGER, x BLOB)")
		return &ledger{db: db}
	}
	l := open()
	for l.done < 4 {
		if err := l.step(); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.db.Close(); err != nil {
		t.Fatal(err)
	}
	if steps == 0 {
		return disk
	}
	l = open()
	l.done = 4
	for l.done < 4+steps {
		if err := l.step(); err != nil {
			t.Fatal(err)
		}
	}
	dead := disk.Clone()
	abandon(l.db)
	return dead
}

func readAll(t testing.TB, fsys disk.FS, path string) []byte {
	t.Helper()
	data, err := fsys.ReadFile(path, 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func writeAt(t testing.TB, fsys disk.FS, path string, data []byte, off int) {
	t.Helper()
	f, err := fsys.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(data, int64(off)); err != nil {
		t.Fatal(err)
	}
}

// pagesInLog returns the pages of which the log has a newer version.
func pagesInLog(t testing.TB, fsys disk.FS) map[uint32]struct{} {
	t.Helper()
	s, err := newSealer(fixedKey(t, 3), testSpace, defaultPageSize)
	if err != nil {
		t.Fatal(err)
	}
	f, err := fsys.OpenFile("v/"+walName, os.O_RDONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	st, err := scanWAL(f, s)
	if err != nil {
		t.Fatal(err)
	}
	return st.pages
}

// look opens a database and returns the last step in it.
func look(fsys disk.FS, key crypto.Key) (int, error) {
	db, err := Open("v", key, testSpace, Options{FS: fsys, MustExist: true})
	if err != nil {
		return 0, err
	}
	last, err := checkLedger(db)
	abandon(db)
	return last, err
}

// TestFlipEveryByte flips each byte of the database file and of the log in turn.
// The answer is damage, or the whole truth; or, for a byte in the last
// transaction of a log, the truth as of the transaction before, because that is
// also what a power cut leaves. FORMAT.md says so.
func TestFlipEveryByte(t *testing.T) {
	key := fixedKey(t, 3)
	const steps = 2
	whole := victim(t, key, testSpace, steps)
	if last, err := look(whole.Clone(), key); err != nil || last != 4+steps {
		t.Fatal(last, err)
	}
	newer := pagesInLog(t, whole)
	before := victim(t, key, testSpace, steps-1)
	lastTx := len(readAll(t, before, "v/"+walName))                    // the last transaction starts here
	for name, stride := range map[string]int{dbName: 17, walName: 1} { // TestFlipWithoutLog does all of space.db
		if testing.Short() || raceEnabled {
			stride = 131
		}
		data := readAll(t, whole, "v/"+name)
		outcomes := map[string]int{}
		for off := 0; off < len(data); off += stride {
			disk := whole.Clone()
			writeAt(t, disk, "v/"+name, []byte{data[off] ^ byte(1<<(off%8))}, off)
			last, err := look(disk, key)
			switch {
			case errors.Is(err, ErrDamaged):
				outcomes["damage"]++
			case err != nil:
				t.Fatalf("%s, byte %d: %v", name, off, err)
			case last == 4+steps:
				outcomes["harmless"]++
				_, superseded := newer[uint32(off/defaultPageSize)]
				if harmless := name == dbName && off >= headerEnd && off < defaultPageSize || // padding of the header
					name == dbName && superseded || // a page that the log has newer
					name == walName && off < firstFrame*defaultPageSize; !harmless { // the header slot not in use
					t.Fatalf("%s, byte %d: not noticed", name, off)
				}
			case last == 4+steps-1 && name == walName && off >= lastTx:
				outcomes["last transaction"]++
			default:
				t.Fatalf("%s, byte %d: %d steps of %d and no error", name, off, last, 4+steps)
			}
		}
		t.Log(name, len(data), "bytes:", outcomes)
		if outcomes["damage"] == 0 {
			t.Fatal("nothing was noticed")
		}
	}
}

// TestFlipWithoutLog flips each byte of a closed database: every byte of every
// page matters.
func TestFlipWithoutLog(t *testing.T) {
	key := fixedKey(t, 3)
	whole := victim(t, key, testSpace, 0)
	data := readAll(t, whole, "v/"+dbName)
	stride := 1
	if testing.Short() || raceEnabled {
		stride = 31
	}
	for off := 0; off < len(data); off += stride {
		disk := whole.Clone()
		writeAt(t, disk, "v/"+dbName, []byte{data[off] ^ byte(1<<(off%8))}, off)
		last, err := look(disk, key)
		if off >= headerEnd && off < defaultPageSize {
			if err != nil || last != 4 {
				t.Fatalf("byte %d of the padding: %d, %v", off, last, err)
			}
		} else if !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d: %d, %v", off, last, err)
		}
	}
}

func TestTruncatedFiles(t *testing.T) {
	key := fixedKey(t, 3)
	for _, steps := range []int{0, 3} {
		whole := victim(t, key, testSpace, steps)
		data := readAll(t, whole, "v/"+dbName)
		for size := 0; size < len(data); size += 512 {
			disk := whole.Clone()
			f, err := disk.OpenFile("v/"+dbName, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := f.Truncate(int64(size)); err != nil {
				t.Fatal(err)
			}
			last, err := look(disk, key)
			if !errors.Is(err, ErrDamaged) && (err != nil || last != 4+steps || steps == 0) {
				t.Fatalf("%d of %d bytes: %d, %v", size, len(data), last, err)
			}
		}
	}
}

func TestMissingDatabaseBesideLog(t *testing.T) {
	key := fixedKey(t, 3)
	disk := victim(t, key, testSpace, 2)
	if err := disk.Remove("v/" + dbName); err != nil {
		t.Fatal(err)
	}
	if _, err := Open("v", key, testSpace, Options{FS: disk}); !errors.Is(err, ErrDamaged) {
		t.Fatal(err)
	}
	if _, err := Open("nowhere", key, testSpace, Options{FS: disk, MustExist: true}); !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
}

// TestSwappedPages exchanges each pair of pages of one file, and puts a page of
// another space's database, sealed with the same key, in place of each.
func TestSwappedPages(t *testing.T) {
	key := fixedKey(t, 3)
	whole := victim(t, key, testSpace, 0)
	data := readAll(t, whole, "v/"+dbName)
	foreign := readAll(t, victim(t, key, [16]byte{9}, 0), "v/"+dbName)
	const size = defaultPageSize
	pages := len(data) / size
	for i := 1; i < pages; i++ {
		disk := whole.Clone()
		writeAt(t, disk, "v/"+dbName, foreign[i*size:(i+1)*size], i*size)
		if last, err := look(disk, key); !errors.Is(err, ErrDamaged) {
			t.Fatalf("page %d of another database: %d, %v", i, last, err)
		}
		for j := i + 1; j < pages; j++ {
			disk := whole.Clone()
			writeAt(t, disk, "v/"+dbName, data[i*size:(i+1)*size], j*size)
			writeAt(t, disk, "v/"+dbName, data[j*size:(j+1)*size], i*size)
			if last, err := look(disk, key); !errors.Is(err, ErrDamaged) {
				t.Fatalf("pages %d and %d: %d, %v", i, j, last, err)
			}
		}
	}
	frames := readAll(t, victim(t, key, testSpace, 3), "v/"+walName)
	disk := whole.Clone()
	writeAt(t, disk, "v/"+dbName, frames[firstFrame*size:(firstFrame+1)*size], size)
	if last, err := look(disk, key); !errors.Is(err, ErrDamaged) {
		t.Fatalf("a frame of the log as a page: %d, %v", last, err)
	}
}

// TestSwappedFrames exchanges frames of a log.
func TestSwappedFrames(t *testing.T) {
	key := fixedKey(t, 3)
	whole := victim(t, key, testSpace, 4)
	data := readAll(t, whole, "v/"+walName)
	const size = defaultPageSize
	lastTx := len(readAll(t, victim(t, key, testSpace, 3), "v/"+walName)) / size
	for i := firstFrame; i < lastTx; i++ {
		disk := whole.Clone()
		writeAt(t, disk, "v/"+walName, data[i*size:(i+1)*size], (i+1)*size)
		writeAt(t, disk, "v/"+walName, data[(i+1)*size:(i+2)*size], i*size)
		if last, err := look(disk, key); !errors.Is(err, ErrDamaged) {
			t.Fatalf("frames %d and %d: %d, %v", i, i+1, last, err)
		}
	}
}

// TestFramesOfAnotherLog puts frames from the log of another run of the same
// database among those of the present one.
func TestFramesOfAnotherLog(t *testing.T) {
	key := fixedKey(t, 3)
	whole := victim(t, key, testSpace, 4)
	other := readAll(t, victim(t, key, testSpace, 4), "v/"+walName)
	const size = defaultPageSize
	lastTx := len(readAll(t, victim(t, key, testSpace, 3), "v/"+walName)) / size
	for i := firstFrame; i < lastTx; i++ {
		disk := whole.Clone()
		writeAt(t, disk, "v/"+walName, other[i*size:(i+1)*size], i*size)
		if last, err := look(disk, key); !errors.Is(err, ErrDamaged) {
			t.Fatalf("frame %d: %d, %v", i, last, err)
		}
	}
}

func TestWrongKeyWritesNothing(t *testing.T) {
	for _, steps := range []int{0, 3} {
		whole := victim(t, fixedKey(t, 3), testSpace, steps)
		n := whole.Changes()
		if _, err := Open("v", fixedKey(t, 4), testSpace, Options{FS: whole}); !errors.Is(err, ErrWrongKey) {
			t.Fatal(err)
		}
		if _, err := Open("v", fixedKey(t, 3), [16]byte{9}, Options{FS: whole}); !errors.Is(err, ErrWrongKey) {
			t.Fatal("another space:", err)
		}
		if whole.Changes() != n {
			t.Fatal("something was written")
		}
	}
}

func TestUnknownVersion(t *testing.T) {
	key := fixedKey(t, 3)
	whole := victim(t, key, testSpace, 0)
	h := encodeHeader(key, testSpace, defaultPageSize)
	h[19] = 2
	copy(h[digestOffset:], sum256(h[:digestOffset]))
	writeAt(t, whole, "v/"+dbName, h[:headerEnd], 0)
	if _, err := Open("v", key, testSpace, Options{FS: whole}); !errors.Is(err, ErrFormat) {
		t.Fatal(err)
	}
}

// TestNothingReadableOnDisk looks for what was stored, and for SQLite's own
// words, in every file, while the database is open, after a crash and after
// closing. Big sorts and rollbacks would use temporary files if they could.
func TestNothingReadableOnDisk(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", t.TempDir())
	t.Setenv("SQLITE_TMPDIR", os.Getenv("TMPDIR"))
	db, err := Open(dir, fixedKey(t, 5), testSpace, Options{})
	if err != nil {
		t.Fatal(err)
	}
	const canary = "zygomorphic-quokka"
	mustExec(t, db.SQL(), "CREATE TABLE canarytable(id INTEGER PRIMARY KEY, x TEXT)")
	mustExec(t, db.SQL(), "CREATE VIRTUAL TABLE words USING fts5(x)")
	scan := func() {
		t.Helper()
		for _, d := range []string{dir, os.Getenv("TMPDIR")} {
			list, err := os.ReadDir(d)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list {
				if d != dir || e.Name() != dbName && e.Name() != walName {
					t.Fatal("unexpected file:", e.Name())
				}
				data, err := os.ReadFile(filepath.Join(d, e.Name()))
				if err != nil {
					t.Fatal(err)
				}
				for _, word := range []string{canary, "quokka", "canarytable", "SQLite format 3", "CREATE TABLE"} {
					if bytes.Contains(data, []byte(word)) {
						t.Fatalf("%s contains %q", e.Name(), word)
					}
				}
			}
		}
	}
	tx, err := db.SQL().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 30000 {
		if _, err := tx.Exec("INSERT INTO canarytable(x) VALUES(?)", fmt.Sprint(canary, i%977, strings.Repeat(canary, i%9))); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tx.Exec("INSERT INTO words SELECT x FROM canarytable LIMIT 2000"); err != nil {
		t.Fatal(err)
	}
	scan()
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := db.SQL().QueryRow("SELECT count(*) FROM (SELECT DISTINCT x FROM canarytable ORDER BY x DESC, id)").Scan(&n); err != nil || n == 0 {
		t.Fatal(n, db.Explain(err))
	}
	mustExec(t, db.SQL(), "CREATE INDEX canaryindex ON canarytable(x)")
	scan()
	mustExec(t, db.SQL(), "DELETE FROM canarytable WHERE id%3=0")
	mustExec(t, db.SQL(), "VACUUM")
	scan()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	scan()
}

// TestNoOtherFiles: what SQLite could put plaintext into, it does not get.
func TestNoOtherFiles(t *testing.T) {
	fsys := faulty.NewPower()
	db, err := Open("v", fixedKey(t, 5), testSpace, Options{FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, db.SQL(), "CREATE TABLE t(x); INSERT INTO t VALUES(1)")
	conn, err := db.SQL().Conn(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{
		"ATTACH '/1/other.db' AS other; CREATE TABLE other.t(x)",
		"PRAGMA temp_store=FILE; PRAGMA cache_size=1; CREATE TEMP TABLE tt AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n<20000) SELECT n, zeroblob(400) FROM c",
	} {
		_, err := conn.ExecContext(context.Background(), q)
		if err = db.Explain(err); err == nil {
			t.Errorf("%s: no error", q)
		}
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	list, err := fsys.ReadDir("v")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		if e.Name() != dbName && e.Name() != walName {
			t.Error("unexpected file:", e.Name())
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}
