package sealdb

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

// rounds is how often a random test repeats: KITH_ROUNDS, or few.
func rounds(t testing.TB, few int) int {
	if n, err := strconv.Atoi(os.Getenv("KITH_ROUNDS")); err == nil && n > 0 {
		return n
	}
	if testing.Short() || raceEnabled {
		return few / 10
	}
	return few
}

// fixedKey is a key for tests that must repeat.
func fixedKey(t testing.TB, b byte) crypto.Key {
	t.Helper()
	raw := make([]byte, crypto.KeySize)
	for i := range raw {
		raw[i] = b + byte(i)
	}
	key, err := crypto.KeyFromBytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// A ledger writes numbered rows of varying size, and rewrites and deletes some,
// so that the state after step n is known from n alone.
type ledger struct {
	db   *DB
	done int // steps acknowledged
}

const ledgerSchema = "CREATE TABLE IF NOT EXISTS led(n INTEGER PRIMARY KEY, at INTEGER, x BLOB); CREATE INDEX IF NOT EXISTS at ON led(at)"

func ledgerBlob(n int) []byte {
	return []byte(fmt.Sprintf("%0*d", 20+(n*n*37)%9000, n))
}

// step makes change n: it adds row n, touches row n/2 and deletes row n-7 of
// every tenth, in one transaction.
func (l *ledger) step() error {
	n := l.done + 1
	tx, err := l.db.SQL().Begin()
	if err != nil {
		return l.db.Explain(err)
	}
	_, err = tx.Exec("INSERT INTO led VALUES(?,?,?)", n, n, ledgerBlob(n))
	if err == nil {
		_, err = tx.Exec("UPDATE led SET at=? WHERE n=?", n, n/2)
	}
	if err == nil && n%10 == 0 {
		_, err = tx.Exec("DELETE FROM led WHERE n=?", n-7)
	}
	if err != nil {
		_ = tx.Rollback() // the first error is the one to report
		return l.db.Explain(err)
	}
	if err := tx.Commit(); err != nil {
		return l.db.Explain(err)
	}
	l.done = n
	return nil
}

// check returns the last step in the database, or an error if what is there is
// not the state after exactly that many steps.
func checkLedger(db *DB) (int, error) {
	var ok string
	if err := db.SQL().QueryRow("PRAGMA integrity_check").Scan(&ok); err != nil {
		return 0, db.Explain(err)
	} else if ok != "ok" {
		return 0, errors.Join(db.faults.take(), errors.New("integrity_check: "+ok))
	}
	at := map[int]int{}
	last := 0
	rows, err := db.SQL().Query("SELECT n, at, x FROM led ORDER BY n")
	if err != nil {
		return 0, db.Explain(err)
	}
	defer rows.Close()
	for rows.Next() {
		var n, a int
		var x []byte
		if err := rows.Scan(&n, &a, &x); err != nil {
			return 0, db.Explain(err)
		}
		if string(x) != string(ledgerBlob(n)) {
			return 0, fmt.Errorf("row %d has the wrong content", n)
		}
		at[n], last = a, n
	}
	if err := rows.Err(); err != nil {
		return 0, db.Explain(err)
	}
	want := map[int]int{}
	for n := 1; n <= last; n++ {
		want[n] = n
		if _, ok := want[n/2]; ok {
			want[n/2] = n
		}
		if n%10 == 0 {
			delete(want, n-7)
		}
	}
	if fmt.Sprint(at) != fmt.Sprint(want) {
		return 0, fmt.Errorf("rows are not those after step %d", last)
	}
	return last, nil
}

func openLedger(fsys disk.FS, key crypto.Key) (*DB, error) {
	db, err := Open("v", key, testSpace, Options{FS: fsys})
	if err != nil {
		return nil, err
	}
	if _, err := db.SQL().Exec(ledgerSchema); err != nil {
		return nil, errors.Join(db.Explain(err), db.SQL().Close())
	}
	return db, nil
}

// abandon lets go of a database whose disk is gone.
func abandon(db *DB) { _ = db.SQL().Close() }

// TestPowerCut cuts the power at a random change, several times in a row, also
// while the log is being recovered. Nothing acknowledged may be missing, and the
// database must open every time.
func TestPowerCut(t *testing.T) {
	key := fixedKey(t, 1)
	n := rounds(t, 300)
	for seed := range uint64(n) {
		rng := rand.New(rand.NewPCG(seed, 42))
		fsys := faulty.NewPower()
		acknowledged := 0
		for range 1 + rng.IntN(4) {
			fsys.OffAfter(1 + rng.IntN(150))
			db, err := openLedger(fsys, key)
			if err == nil {
				l := &ledger{db: db}
				if rng.IntN(2) == 0 {
					_, err = db.SQL().Exec("PRAGMA wal_autocheckpoint=" + strconv.Itoa(3+rng.IntN(40)))
				}
				if err == nil {
					l.done, err = checkLedger(db)
				}
				if err == nil && l.done < acknowledged {
					t.Fatalf("seed %d: %d steps acknowledged, %d found", seed, acknowledged, l.done)
				}
				for err == nil && rng.IntN(60) != 0 {
					if err = l.step(); err == nil {
						acknowledged = l.done
					}
				}
				if err == nil && rng.IntN(2) == 0 {
					err = db.Close()
				} else {
					abandon(db)
				}
			}
			if err != nil && !errors.Is(err, faulty.ErrPowerOff) {
				t.Fatalf("seed %d: %v", seed, err)
			}
			fsys = fsys.Cut(rng)
		}
		db, err := openLedger(fsys, key)
		if err != nil {
			t.Fatalf("seed %d: does not open: %v", seed, err)
		}
		last, err := checkLedger(db)
		if err != nil || last < acknowledged || last > acknowledged+1 {
			t.Fatalf("seed %d: %d steps acknowledged, %d found: %v", seed, acknowledged, last, err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if r, err := VerifyFiles(context.Background(), "v", key, testSpace, Options{FS: fsys}, nil); err != nil || !r.OK() {
			t.Fatalf("seed %d: %+v %v", seed, r, err)
		}
	}
}
