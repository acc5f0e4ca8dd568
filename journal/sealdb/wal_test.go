package sealdb

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"kith/crypto"
	"kith/journal/disk/faulty"
)

func open(t testing.TB, fsys *faulty.Power, key crypto.Key) *DB {
	t.Helper()
	db, err := Open("v", key, testSpace, Options{FS: fsys})
	if err != nil {
		t.Fatal(err)
	}
	return db
}

func TestPragmas(t *testing.T) {
	db := open(t, faulty.NewPower(), fixedKey(t, 6))
	defer db.Close()
	for name, want := range map[string]string{
		"locking_mode": "exclusive", "journal_mode": "wal", "synchronous": "2", "temp_store": "2",
		"secure_delete": "1", "cell_size_check": "1", "trusted_schema": "0", "page_size": "4096",
	} {
		var got string
		if err := db.SQL().QueryRow("PRAGMA " + name).Scan(&got); err != nil || got != want {
			t.Errorf("%s = %s, not %s (%v)", name, got, want, err)
		}
	}
	var fts int
	if err := db.SQL().QueryRow("SELECT sqlite_compileoption_used('ENABLE_FTS5')").Scan(&fts); err != nil || fts != 1 {
		t.Error("no FTS5: build with -tags sqlite_fts5", err)
	}
	if n := db.SQL().Stats().MaxOpenConnections; n != 1 {
		t.Error(n, "connections")
	}
}

// TestCheckReservedLock: sqlite3vfs negates the answer, so "true" is how to say
// that nobody else holds the lock. SQLite asks only where it finds a rollback
// journal, which here is never.
func TestCheckReservedLock(t *testing.T) {
	for _, f := range []interface{ CheckReservedLock() (bool, error) }{&pageFile{}, &walFile{}, refused{}} {
		if answer, err := f.CheckReservedLock(); !answer || err != nil {
			t.Errorf("%T: %v %v", f, answer, err)
		}
	}
}

// TestTornFirstPage tears page 1 in the database file while the log has it, as a
// power cut during a checkpoint does.
func TestTornFirstPage(t *testing.T) {
	key := fixedKey(t, 3)
	fsys := faulty.NewPower()
	db := open(t, fsys, key)
	mustExec(t, db.SQL(), ledgerSchema) // changes page 1
	l := &ledger{db: db}
	for l.done < 5 {
		if err := l.step(); err != nil {
			t.Fatal(err)
		}
	}
	dead := fsys.Clone()
	abandon(db)
	if _, ok := pagesInLog(t, dead)[1]; !ok {
		t.Fatal("page 1 is not in the log")
	}
	writeAt(t, dead, "v/"+dbName, make([]byte, 512), defaultPageSize+1024)
	if last, err := look(dead.Clone(), key); err != nil || last != 5 {
		t.Fatal(last, err)
	}
	db = open(t, dead, key)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if last, err := look(dead, key); err != nil || last != 5 {
		t.Fatal("after the checkpoint:", last, err)
	}
}

// TestBigTransaction has SQLite write pages to the log before the commit, rewrite
// them there, and recompute the checksums of frames already on the disk; with
// savepoints taken back and whole transactions rolled back in between.
func TestBigTransaction(t *testing.T) {
	key := fixedKey(t, 7)
	fsys := faulty.NewPower()
	db := open(t, fsys, key)
	mustExec(t, db.SQL(), "PRAGMA cache_size=5")
	mustExec(t, db.SQL(), "CREATE TABLE t(id INTEGER PRIMARY KEY, k INTEGER, x TEXT)")
	mustExec(t, db.SQL(), "CREATE INDEX k ON t(k)")
	ctx := context.Background()
	conn, err := db.SQL().Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	exec := func(q string, args ...any) {
		t.Helper()
		if _, err := conn.ExecContext(ctx, q, args...); err != nil {
			t.Fatal(db.Explain(err))
		}
	}
	const rows = 4000
	fill := func(from int) {
		t.Helper()
		for i := from; i < from+rows; i++ {
			exec("INSERT INTO t(k,x) VALUES(?,?)", i*7919%rows, strings.Repeat(fmt.Sprint(i, " "), 120))
		}
	}
	sum := func() (s string) {
		t.Helper()
		if err := conn.QueryRowContext(ctx, "SELECT count(*) || ' ' || total(k) || ' ' || total(length(x)) || ' ' || (SELECT count(*) FROM t INDEXED BY k WHERE k>=0) FROM t").Scan(&s); err != nil {
			t.Fatal(db.Explain(err))
		}
		return s
	}
	exec("BEGIN")
	fill(0)
	exec("SAVEPOINT one")
	before := sum()
	fill(rows)
	exec("UPDATE t SET x='gone'")
	exec("ROLLBACK TO one")
	if got := sum(); got != before {
		t.Fatalf("after ROLLBACK TO: %s, not %s", got, before)
	}
	exec("UPDATE t SET k=k+1, x=x||'!' WHERE id%3=0")
	want := sum()
	exec("COMMIT")
	exec("BEGIN")
	exec("DELETE FROM t WHERE id%2=0")
	fill(2 * rows)
	exec("ROLLBACK")
	if got := sum(); got != want {
		t.Fatalf("after ROLLBACK: %s, not %s", got, want)
	}
	exec("INSERT INTO t(k,x) VALUES(1,'last')")
	want = sum()
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	dead := fsys.Clone()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]*faulty.Power{"closed": fsys, "dead": dead} {
		db := open(t, d, key)
		var got, ok string
		if conn, err = db.SQL().Conn(ctx); err != nil {
			t.Fatal(err)
		}
		got = sum()
		if err := conn.QueryRowContext(ctx, "PRAGMA integrity_check").Scan(&ok); err != nil || ok != "ok" || got != want {
			t.Fatalf("%s: %s, %s instead of %s (%v)", name, ok, got, want, db.Explain(err))
		}
		if err := conn.Close(); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestLogStaysBounded: many transactions do not make the log grow for ever.
func TestLogStaysBounded(t *testing.T) {
	fsys := faulty.NewPower()
	db := open(t, fsys, fixedKey(t, 7))
	defer db.Close()
	mustExec(t, db.SQL(), "CREATE TABLE t(x)")
	for range 3000 {
		mustExec(t, db.SQL(), "INSERT INTO t VALUES(randomblob(3000))")
	}
	info, err := fsys.Stat("v/" + walName)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > 1100*defaultPageSize {
		t.Fatalf("the log has %d bytes", info.Size())
	}
}

// TestLogShrinksAfterBigTransaction: what one import needed is given back.
func TestLogShrinksAfterBigTransaction(t *testing.T) {
	key := fixedKey(t, 7)
	fsys := faulty.NewPower()
	db := open(t, fsys, key)
	mustExec(t, db.SQL(), "PRAGMA journal_size_limit=1000000")
	mustExec(t, db.SQL(), "CREATE TABLE t(x)")
	mustExec(t, db.SQL(), "INSERT INTO t WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n<3000) SELECT randomblob(3000) FROM c")
	size := func() int64 {
		info, err := fsys.Stat("v/" + walName)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	if size() < 3000*defaultPageSize {
		t.Fatal("the transaction was not big:", size())
	}
	mustExec(t, db.SQL(), "INSERT INTO t VALUES(1)") // starts the log anew
	if size() > 1000000+4*defaultPageSize {
		t.Fatal("the log was not cut:", size())
	}
	mustExec(t, db.SQL(), "INSERT INTO t VALUES(2)")
	dead := fsys.Clone()
	abandon(db)
	db = open(t, dead, key)
	var n int
	if err := db.SQL().QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil || n != 3002 {
		t.Fatal(n, db.Explain(err))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestLogModeStays: SQLite cannot be talked into a rollback journal.
func TestLogModeStays(t *testing.T) {
	key := fixedKey(t, 7)
	fsys := faulty.NewPower()
	db := open(t, fsys, key)
	mustExec(t, db.SQL(), "CREATE TABLE t(x)")
	_, err := db.SQL().Exec("PRAGMA journal_mode=DELETE")
	if err == nil {
		_, err = db.SQL().Exec("INSERT INTO t VALUES(1)")
	}
	if err = db.Explain(err); !errors.Is(err, ErrRefused) {
		t.Fatal(err)
	}
	abandon(db)
	db = open(t, fsys, key)
	mustExec(t, db.SQL(), "INSERT INTO t VALUES(1)")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestReadingMakesNoLog: looking at a database changes nothing in its folder.
func TestReadingMakesNoLog(t *testing.T) {
	key := fixedKey(t, 3)
	fsys := victim(t, key, testSpace, 0)
	n := fsys.Changes()
	db := open(t, fsys, key)
	if _, err := checkLedger(db); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if fsys.Changes() != n {
		t.Fatalf("%d changes", fsys.Changes()-n)
	}
}

// TestSessionsAreForgotten: opening and closing leaves nothing behind.
func TestSessionsAreForgotten(t *testing.T) {
	key := fixedKey(t, 3)
	dir := t.TempDir()
	for range 20 {
		db, err := Open(dir, key, testSpace, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal("second Close:", err)
		}
		if _, err := Open(dir, fixedKey(t, 4), testSpace, Options{}); err == nil {
			t.Fatal("wrong key")
		}
	}
	sessions.Lock()
	defer sessions.Unlock()
	if len(sessions.byID) != 0 {
		t.Fatalf("%d sessions left", len(sessions.byID))
	}
	if fds, err := os.ReadDir("/proc/self/fd"); err == nil && len(fds) > 20 {
		t.Fatalf("%d files open", len(fds))
	}
}

// TestConnectionComesBack: should database/sql replace the connection, the next
// one waits for the files and reads the log anew.
func TestConnectionComesBack(t *testing.T) {
	fsys := faulty.NewPower()
	db := open(t, fsys, fixedKey(t, 7))
	defer db.Close()
	mustExec(t, db.SQL(), "CREATE TABLE t(x)")
	db.SQL().SetMaxIdleConns(0) // closes it
	mustExec(t, db.SQL(), "INSERT INTO t VALUES(1)")
	var n int
	if err := db.SQL().QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil || n != 1 {
		t.Fatal(n, err)
	}
}

// TestNoHoles: however pages are allocated, freed and used again, in one
// transaction or several, every page of the file is one that was written.
// (SQLite may leave out freed pages; with secure_delete it does not.)
func TestNoHoles(t *testing.T) {
	key := fixedKey(t, 7)
	fsys := faulty.NewPower()
	db := open(t, fsys, key)
	mustExec(t, db.SQL(), "CREATE VIRTUAL TABLE f USING fts5(x); CREATE TABLE t(id INTEGER PRIMARY KEY, x)")
	rng := rand.New(rand.NewPCG(3, 4))
	for round := range 60 {
		tx, err := db.SQL().Begin()
		if err != nil {
			t.Fatal(err)
		}
		for i := range 20 {
			q := []string{
				"INSERT INTO t(x) VALUES(randomblob(abs(random()) % 20000))",
				"INSERT INTO f VALUES(hex(randomblob(500)))",
				"DELETE FROM t WHERE id % 3 = abs(random()) % 3",
				fmt.Sprintf("CREATE TABLE x%d_%d AS SELECT * FROM t", round, i),
				"UPDATE t SET x = randomblob(length(x)/2)",
				"DELETE FROM f WHERE rowid % 2 = 0",
			}[rng.IntN(6)]
			if _, err := tx.Exec(q); err != nil {
				t.Fatal(q, db.Explain(err))
			}
		}
		rows, err := tx.Query("SELECT name FROM sqlite_schema WHERE name LIKE 'x%'")
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, err := tx.Exec("DROP TABLE " + name); err != nil {
				t.Fatal(db.Explain(err))
			}
		}
		if rng.IntN(5) == 0 {
			err = tx.Rollback()
		} else {
			err = tx.Commit()
		}
		if err != nil {
			t.Fatal(db.Explain(err))
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if r, err := VerifyFiles(context.Background(), "v", key, testSpace, Options{FS: fsys}, nil); err != nil || !r.OK() || r.Pages < 50 {
		t.Fatalf("%+v %v", r, err)
	}
}
