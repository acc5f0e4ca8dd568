package sealdb

import (
	"errors"
	"fmt"
	"syscall"
	"testing"

	"kith/journal/disk/faulty"
)

// runFaulty does 100 steps on a disk that fails as f says and, once it has
// failed, heals it and does ten more. It returns the number of operations seen.
func runFaulty(t *testing.T, f faulty.Fault, want error) int {
	t.Helper()
	key := fixedKey(t, 2)
	disk := faulty.NewPower()
	fsys := faulty.NewInjector(disk)
	fsys.Arm(f)
	name := fmt.Sprintf("%v at %d, sticky %v, torn %v", f.Err, f.At, f.Sticky, f.Torn)

	db, err := openLedger(fsys, key)
	if err != nil {
		if !errors.Is(err, want) {
			t.Fatalf("%s: open: %v", name, err)
		}
		fsys.Heal()
		if db, err = openLedger(fsys, key); err != nil {
			t.Fatalf("%s: open after heal: %v", name, err)
		}
	}
	mustExec(t, db.SQL(), "PRAGMA wal_autocheckpoint=40")
	l := &ledger{db: db}
	failed, end := fsys.Failed(), 100
	if failed > 0 {
		end = 10
	}
	for l.done < end {
		err := l.step()
		if err == nil {
			continue
		}
		if !errors.Is(err, want) || fsys.Failed() == failed {
			t.Fatalf("%s: step %d: %v", name, l.done+1, err)
		}
		failed = fsys.Failed()
		if last, err := checkLedger(db); err == nil && last != l.done { // reading may need the disk too
			t.Fatalf("%s: after a failed step, %d of %d", name, last, l.done)
		}
		fsys.Heal() // and go on, without opening again
		end = min(end, l.done+10)
	}
	if last, err := checkLedger(db); err != nil || last != end {
		t.Fatalf("%s: %d of %d: %v", name, last, end, err)
	}
	if err := db.Close(); err != nil && !errors.Is(err, want) {
		t.Fatalf("%s: close: %v", name, err)
	}
	count := fsys.Count()
	fsys.Heal()
	db, err = openLedger(fsys, key)
	if err != nil {
		t.Fatalf("%s: reopen: %v", name, err)
	}
	if last, err := checkLedger(db); err != nil || last != end {
		t.Fatalf("%s: after reopening %d of %d: %v", name, last, end, err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return count
}

// TestEveryOperationFails fails each change to the disk in a script of 100
// transactions, in turn, in five ways.
func TestEveryOperationFails(t *testing.T) {
	total := runFaulty(t, faulty.Fault{}, nil)
	if total < 200 {
		t.Fatalf("only %d operations", total)
	}
	for _, f := range []struct {
		fault  faulty.Fault
		want   error
		stride int
	}{
		{faulty.Fault{Err: syscall.EIO}, ErrIO, 1},
		{faulty.Fault{Err: syscall.EIO, Sticky: true}, ErrIO, 13},
		{faulty.Fault{Err: syscall.ENOSPC, Ops: faulty.Space}, ErrDiskFull, 13},
		{faulty.Fault{Err: syscall.ENOSPC, Ops: faulty.Space, Sticky: true}, ErrDiskFull, 1},
		{faulty.Fault{Err: syscall.ENOSPC, Ops: faulty.Write, Sticky: true, Torn: true}, ErrDiskFull, 13},
	} {
		if testing.Short() || raceEnabled {
			f.stride *= 17
		}
		for at := 1; at <= total; at += f.stride {
			f.fault.At = at
			runFaulty(t, f.fault, f.want)
		}
	}
}

// TestReadErrorIsNotDamage: a disk that cannot be read is ErrIO, and no harm is
// done to what is on it.
func TestReadErrorIsNotDamage(t *testing.T) {
	key := fixedKey(t, 2)
	fsys := faulty.NewInjector(faulty.NewPower())
	db, err := openLedger(fsys, key)
	if err != nil {
		t.Fatal(err)
	}
	l := &ledger{db: db}
	for l.done < 60 {
		if err := l.step(); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	read := func() error {
		db, err := openLedger(fsys, key)
		if err != nil {
			return err
		}
		last, err := checkLedger(db)
		if err == nil && last != 60 {
			t.Fatalf("%d of 60 and no error", last)
		}
		return errors.Join(err, db.Close())
	}
	fsys.Arm(faulty.Fault{Ops: faulty.Read})
	if err := read(); err != nil {
		t.Fatal(err)
	}
	for at, total := 1, fsys.Count(); at <= total; at++ {
		fsys.Arm(faulty.Fault{Ops: faulty.Read, At: at, Err: syscall.EIO, Sticky: true})
		if err := read(); !errors.Is(err, ErrIO) || errors.Is(err, ErrDamaged) {
			t.Fatalf("read %d fails: %v", at, err)
		}
		fsys.Heal()
		if err := read(); err != nil {
			t.Fatal(err)
		}
	}
}
