package sealdb

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"

	"kith/journal/disk/faulty"
)

// hits returns how many pages were opened ahead in time so far.
func hits(t *testing.T, db *DB) int {
	t.Helper()
	sessions.Lock()
	defer sessions.Unlock()
	for _, s := range sessions.byID {
		if s.faults == &db.faults {
			return s.pages.ahead.hits
		}
	}
	t.Fatal("no session")
	return 0
}

// TestReadAhead scans and changes two tables whose pages lie between each other,
// with a small page cache and many checkpoints: a page opened ahead must never
// be served after it has changed.
func TestReadAhead(t *testing.T) {
	if runtime.GOMAXPROCS(0) < 2 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	}
	fsys := faulty.NewPower()
	db := open(t, fsys, fixedKey(t, 8))
	defer db.Close()
	mustExec(t, db.SQL(), "PRAGMA cache_size=10; PRAGMA wal_autocheckpoint=50")
	mustExec(t, db.SQL(), "CREATE TABLE a(id INTEGER PRIMARY KEY, v INTEGER, x TEXT); CREATE TABLE b(id INTEGER PRIMARY KEY, v INTEGER, x TEXT); CREATE INDEX av ON a(v)")
	const rows = 3000
	rng := rand.New(rand.NewPCG(1, 2))
	shadow := map[string][]int{"a": make([]int, rows+1), "b": make([]int, rows+1)}
	tx, err := db.SQL().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= rows; i++ {
		for table := range shadow {
			v := rng.IntN(1000)
			shadow[table][i] = v
			x := strings.Repeat("x", 30+rng.IntN(400))
			if i%500 == 0 {
				x = strings.Repeat("long", 20000) // a chain of consecutive pages
			}
			if _, err := tx.Exec("INSERT INTO "+table+" VALUES(?,?,?)", i, v, x); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	for round := range 30 {
		for table, want := range shadow {
			rs, err := db.SQL().Query("SELECT id, v, x FROM " + table + " ORDER BY id")
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for rs.Next() {
				var id, v int
				var x string
				if err := rs.Scan(&id, &v, &x); err != nil {
					t.Fatal(err)
				}
				n++
				if v != want[id] {
					t.Fatalf("round %d: %s %d is %d, not %d", round, table, id, v, want[id])
				}
			}
			if err := rs.Err(); err != nil || n != rows {
				t.Fatal(n, db.Explain(err))
			}
		}
		for range 30 {
			table := []string{"a", "b"}[rng.IntN(2)]
			from, v := 1+rng.IntN(rows-20), rng.IntN(1000)
			mustExec(t, db.SQL(), fmt.Sprintf("UPDATE %s SET v=? WHERE id BETWEEN ? AND ?", table), v, from, from+20)
			for i := from; i <= from+20; i++ {
				shadow[table][i] = v
			}
		}
	}
	if n := hits(t, db); n < 2000 {
		t.Errorf("only %d pages were opened ahead in time", n)
	} else {
		t.Log(n, "pages opened ahead in time")
	}
}
