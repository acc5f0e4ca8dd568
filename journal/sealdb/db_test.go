package sealdb

import (
	"crypto/sha256"
	"database/sql"
	"fmt"
	"testing"

	"kith/crypto"
)

var testSpace = [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}

func mustExec(t testing.TB, db *sql.DB, q string, args ...any) {
	t.Helper()
	if _, err := db.Exec(q, args...); err != nil {
		t.Fatalf("%s: %v", q, err)
	}
}

func TestOpenWriteReopen(t *testing.T) {
	dir, key := t.TempDir(), crypto.NewKey()
	db, err := Open(dir, key, testSpace, Options{})
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, db.SQL(), "CREATE TABLE t(id INTEGER PRIMARY KEY, x TEXT)")
	tx, err := db.SQL().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20000 {
		if _, err := tx.Exec("INSERT INTO t(x) VALUES(?)", fmt.Sprintf("row number %d", i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	db, err = Open(dir, key, testSpace, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var n int
	var check string
	if err := db.SQL().QueryRow("SELECT count(*) FROM t").Scan(&n); err != nil || n != 20000 {
		t.Fatal(n, db.Explain(err))
	}
	if err := db.SQL().QueryRow("PRAGMA integrity_check").Scan(&check); err != nil || check != "ok" {
		t.Fatal(check, db.Explain(err))
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func sum256(b []byte) []byte {
	sum := sha256.Sum256(b)
	return sum[:]
}
