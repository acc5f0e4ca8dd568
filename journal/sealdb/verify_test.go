package sealdb

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kith/journal/disk/faulty"
)

// twoTables is a database with a small and a big table, and a log.
func twoTables(t *testing.T) *faulty.Power {
	t.Helper()
	fsys := faulty.NewPower()
	db := open(t, fsys, fixedKey(t, 3))
	mustExec(t, db.SQL(), "CREATE TABLE big(x); CREATE TABLE small(x); INSERT INTO small VALUES('s'); CREATE VIRTUAL TABLE f USING fts5(x)")
	for range 40 {
		mustExec(t, db.SQL(), "INSERT INTO big VALUES(randomblob(2000))")
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db = open(t, fsys, fixedKey(t, 3))
	mustExec(t, db.SQL(), "INSERT INTO small VALUES('in the log')")
	mustExec(t, db.SQL(), "INSERT INTO small VALUES('and more')")
	dead := fsys.Clone()
	abandon(db)
	return dead
}

func TestVerifyWhole(t *testing.T) {
	fsys := twoTables(t)
	closed := fsys.Clone()
	n := fsys.Changes()
	db := open(t, fsys, fixedKey(t, 3))
	calls := int64(0)
	r, err := db.Verify(context.Background(), func(done, total int64) {
		if done > total {
			t.Error(done, total)
		}
		calls++
	})
	if err != nil || !r.OK() || r.Pages < 20 || r.Frames < 2 || calls == 0 || len(r.Tables) < 3 {
		t.Fatalf("%+v %v", r, err)
	}
	for _, table := range r.Tables {
		if !table.Whole {
			t.Error(table.Name)
		}
	}
	if fsys.Changes() != n {
		t.Error("Verify wrote something")
	}
	abandon(db)
	if r2, err := VerifyFiles(context.Background(), "v", fixedKey(t, 3), testSpace, Options{FS: closed}, nil); err != nil || !r2.OK() || r2.Pages != r.Pages || r2.Frames != r.Frames {
		t.Fatalf("%+v %v", r2, err)
	}
	if _, err := VerifyFiles(context.Background(), "v", fixedKey(t, 4), testSpace, Options{FS: closed}, nil); !errors.Is(err, ErrWrongKey) {
		t.Fatal(err)
	}
}

func TestVerifyNamesDamage(t *testing.T) {
	fsys := twoTables(t)
	data := readAll(t, fsys, "v/"+dbName)
	page := len(data)/defaultPageSize - 2 // holds rows of big
	at := page*defaultPageSize + 99
	writeAt(t, fsys, "v/"+dbName, []byte{data[at] ^ 1}, at)
	db := open(t, fsys, fixedKey(t, 3))
	r, err := db.Verify(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Damage) != 1 || r.Damage[0].Page != page || r.Damage[0].File != dbName || r.Damage[0].Offset != int64(page*defaultPageSize) {
		t.Fatalf("%+v", r.Damage)
	}
	for _, table := range r.Tables {
		if table.Whole == (table.Name == "big") {
			t.Errorf("%+v", table)
		}
	}
	// The damaged table says so, and where; the other one still reads.
	var x string
	err = db.Explain(db.SQL().QueryRow("SELECT max(x) FROM big").Scan(&x))
	var damage *DamageError
	if !errors.As(err, &damage) || damage.Page != page || !strings.Contains(err.Error(), dbName) {
		t.Fatal(err)
	}
	if err := db.SQL().QueryRow("SELECT max(x) FROM small").Scan(&x); err != nil || x != "s" {
		t.Fatal(x, db.Explain(err))
	}
	abandon(db)
}

func TestVerifyFilesThatDoNotOpen(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		at   int
		page int
	}{
		"header": {dbName, 3, 0},
		"page 1": {dbName, defaultPageSize + 200, 1},
		"log":    {walName, firstFrame*defaultPageSize + 5, 0},
	} {
		t.Run(name, func(t *testing.T) {
			fsys := twoTables(t)
			b := readAll(t, fsys, "v/"+c.file)[c.at]
			writeAt(t, fsys, "v/"+c.file, []byte{b ^ 4}, c.at)
			if _, err := Open("v", fixedKey(t, 3), testSpace, Options{FS: fsys}); !errors.Is(err, ErrDamaged) {
				t.Fatal(err)
			}
			r, err := VerifyFiles(context.Background(), "v", fixedKey(t, 3), testSpace, Options{FS: fsys}, nil)
			if err != nil || len(r.Damage) != 1 || r.Damage[0].File != c.file || r.Damage[0].Page != c.page || r.Pages < 20 {
				t.Fatalf("%+v %v", r, err)
			}
		})
	}
}

func TestVerifyStopsWhenTold(t *testing.T) {
	fsys := faulty.NewPower()
	db := open(t, fsys, fixedKey(t, 3))
	defer db.Close()
	mustExec(t, db.SQL(), "CREATE TABLE t(x)")
	mustExec(t, db.SQL(), "INSERT INTO t VALUES(zeroblob(9000000))")
	mustExec(t, db.SQL(), "PRAGMA wal_checkpoint")
	ctx, cancel := context.WithCancel(context.Background())
	_, err := db.Verify(ctx, func(int64, int64) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

func TestExplainLeavesOtherErrors(t *testing.T) {
	db := open(t, faulty.NewPower(), fixedKey(t, 3))
	defer db.Close()
	if db.Explain(nil) != nil {
		t.Error("nil")
	}
	if db.Explain(context.Canceled) != context.Canceled {
		t.Error("canceled")
	}
	mustExec(t, db.SQL(), "CREATE TABLE t(x UNIQUE); INSERT INTO t VALUES(1)")
	_, err := db.SQL().Exec("INSERT INTO t VALUES(1)")
	if got := db.Explain(err); err == nil || got != err {
		t.Error(got)
	}
}
