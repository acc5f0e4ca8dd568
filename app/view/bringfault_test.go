package view_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/journal/disk/faulty"
)

// diary is a table that is written in several batches.
func diary(rows int) string {
	var b strings.Builder
	b.WriteString("date,pain,notes\n")
	for i := range rows {
		fmt.Fprintf(&b, "%04d-%02d-%02d,%d,row %d\n", 2000+i/336, 1+i/28%12, 1+i%28, i%11, i)
	}
	return b.String()
}

// TestBringHostile: what is no import is said in words, and nothing is written.
func TestBringHostile(t *testing.T) {
	a := bringVault(t, "Anna")
	deep := `{"resourceType":"Bundle","entry":[` + strings.Repeat(`[`, 100000)
	for name, content := range map[string]string{
		"empty.csv":  "",
		"blank.csv":  "  \n \n",
		"nul.csv":    strings.Repeat("\x00", 4096),
		"one.csv":    "only a header\n",
		"deep.json":  deep,
		"half.json":  `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"`,
		"other.json": `{"hello":"world"}`,
		"doc.pdf":    "%PDF-1.7 nothing to see",
		"notzip.zip": "PK\x03\x04 but no more",
		"random.csv": string(bytes.Repeat([]byte{0x93, 0x01, 0xfe, 0x7f, 0x00}, 3000)),
		"long.csv":   strings.Repeat("x", 3<<20),
		"cells.csv":  strings.Repeat("a,", 10000) + "\n",
	} {
		b := view.NewBring(a)
		s := opened(t, b, written(t, name, content), "Anna")
		if s.Step == view.BringReady || s.Step == view.BringAsk { // it may turn out only when the whole of it is read
			refreshed(t, b)
			if b.Start() {
				if err := b.Import(context.Background(), nil); err != nil {
					t.Fatal(name, err)
				}
			}
			s = b.Shown()
		}
		switch {
		case s.Step == view.BringFailed && (s.Problem.What == "" || strings.HasPrefix(s.Problem.What, "That did not work")):
			t.Errorf("%s: %+v", name, s.Problem)
		case s.Step == view.BringDone && s.Summary.Imported > 0:
			t.Errorf("%s was imported: %+v", name, s.Summary)
		}
		for _, said := range []string{s.Problem.What, s.Problem.Means, s.Problem.Do} {
			if strings.Contains(said, "--") || strings.Contains(said, "kith ") || strings.Contains(said, "look into the file") {
				t.Errorf("%s: the window says %q", name, said)
			}
		}
		b.Close()
	}
	if n := len(entriesOf(t, a)); n != 0 {
		t.Errorf("%d entries", n)
	}
}

// TestBringPlainText: a letter is no table of one column.
func TestBringPlainText(t *testing.T) {
	b := view.NewBring(bringVault(t, "Anna"))
	defer b.Close()
	s := opened(t, b, written(t, "letter.txt", "Dear doctor\nyesterday my head hurt\nand today as well\n"), "Anna")
	if s.Step != view.BringFailed || s.Problem.What != words.Text("bring.error.no_columns") {
		t.Errorf("step %d, %+v", s.Step, s.Problem)
	}
}

// TestBringOddPlaces: folders, pipes and files that are not there.
func TestBringOddPlaces(t *testing.T) {
	a := bringVault(t, "Anna")
	dir := t.TempDir()
	places := []string{dir, filepath.Join(dir, "gone.csv")}
	if runtime.GOOS != "windows" {
		pipe := filepath.Join(dir, "pipe") // nobody writes into it: opening it would wait for ever
		if err := syscall.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		places = append(places, pipe)
	}
	for _, place := range places {
		b := view.NewBring(a)
		if s := opened(t, b, place, "Anna"); s.Step != view.BringFailed || s.Problem.What == "" {
			t.Errorf("%s: %+v", place, s)
		}
		b.Close()
	}
}

// TestBringVanishes: a file that is cut, changed or deleted while the page has it
// open is never imported as if it were whole.
func TestBringVanishes(t *testing.T) {
	a := bringVault(t, "Anna")
	path := written(t, "t.csv", diary(9000))
	b := view.NewBring(a)
	defer b.Close()
	opened(t, b, path, "Anna")
	refreshed(t, b)
	if err := os.Truncate(path, 40000); err != nil {
		t.Fatal(err)
	}
	if !b.Start() {
		t.Fatal("not ready")
	}
	if err := b.Import(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if s := b.Shown(); s.Step != view.BringFailed || s.Problem.What != words.Text("bring.error.changed") || len(entriesOf(t, a)) != 0 {
		t.Errorf("cut before: %+v", s.Problem)
	}
	b.Again()
	b.Begin()
	if err := b.Next(context.Background(), "Anna"); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil { // an open file can be read all the same
		t.Fatal(err)
	}
	refreshed(t, b)
	imported(t, b)

	path = written(t, "u.csv", diary(20000))
	opened(t, b, path, "Anna")
	b.Start()
	cut := false
	err := b.Import(context.Background(), func(done, total int64) {
		if !cut && done > total/8 {
			cut = true
			if err := os.Truncate(path, done); err != nil {
				t.Error(err)
			}
		}
	})
	s := b.Shown()
	if err != nil || s.Step != view.BringFailed || s.Problem.What != words.Text("bring.error.shorter") {
		t.Fatalf("cut on the way: %v, step %d, %+v", err, s.Step, s.Problem)
	}
	if s.Partly {
		if err := b.Undo(context.Background(), b.Shown().Act); err != nil {
			t.Fatal(err)
		}
	}
}

// TestBringCancelled: a cancelled import takes back what it wrote, at once, and
// can be started again.
func TestBringCancelled(t *testing.T) {
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	opened(t, b, written(t, "t.csv", diary(30000)), "Anna")
	b.SetOwner(view.BringOwner{Kind: view.OwnerNew, Name: "Ben"})
	b.Start()
	ctx, cancel := context.WithCancel(context.Background())
	var last view.BringProgress
	err := b.Import(ctx, func(int64, int64) {
		if last = b.Shown().Progress; last.Records > 20000 {
			cancel()
		}
		if err := b.Take("more.csv"); err == nil {
			t.Error("another file is taken while one is imported")
		}
		b.Leave()
		b.SetDecimal(",")
		if s := b.Shown(); s.Step != view.BringImporting {
			t.Fatalf("step %d", s.Step)
		}
	})
	s := b.Shown()
	if !errors.Is(err, context.Canceled) || s.Step != view.BringReady || !s.Stopped {
		t.Fatalf("%v, step %d", err, s.Step)
	}
	if last.Done <= 0 || last.Done > last.Total || last.Records <= 20000 {
		t.Errorf("%+v", last)
	}
	if len(a.Persons()) != 1 || len(entriesOf(t, a)) != 0 {
		t.Errorf("%d persons, %d entries", len(a.Persons()), len(entriesOf(t, a)))
	}
	if s = imported(t, b); s.Summary.Imported != 30000 || s.Stopped {
		t.Errorf("%+v", s.Summary)
	}
}

// TestBringStale: what was asked for before a change does not show after it.
func TestBringStale(t *testing.T) {
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	opened(t, b, written(t, "t.csv", diary(2000)), "Anna")
	changed := false
	if err := b.Count(context.Background(), func(int64, int64) {
		if !changed {
			changed = true
			b.SetUse("notes", "ignore")
		}
	}); err != nil {
		t.Fatal(err)
	}
	if s := b.Shown(); s.Counts != nil || !s.Stale {
		t.Errorf("counts of before the change are shown: %+v", s.Counts)
	}
	if s := refreshed(t, b); s.Counts == nil || s.Counts.Entries != 2000 || s.Stale {
		t.Errorf("%+v", s.Counts)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.Take("x.csv"); err != nil {
		t.Fatal(err)
	}
	if err := b.Refresh(ctx); !errors.Is(err, context.Canceled) || b.Shown().Step != view.BringReady {
		t.Errorf("%v", err)
	}
}

// TestBringDiskFull: when the disk is full on the way, the page says so, what was
// written can be undone, and the rest can be added later.
func TestBringDiskFull(t *testing.T) {
	fsys := faulty.NewInjector(faulty.NewPower())
	zone := time.UTC
	a, err := app.Init("/vault", []byte("correct horse battery"), app.Options{FS: fsys, WorkFactor: crypto.MinWorkFactor, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.AddPersons(context.Background(), "Anna"); err != nil {
		t.Fatal(err)
	}
	b := view.NewBring(a)
	defer b.Close()
	path := written(t, "t.csv", diary(12000))
	opened(t, b, path, "Anna")
	b.Start()
	fsys.Arm(faulty.Fault{Ops: faulty.Space, At: 8, Err: syscall.ENOSPC, Sticky: true})
	if err := b.Import(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	s := b.Shown()
	if s.Step != view.BringFailed || !s.Partly || !strings.Contains(s.Problem.What, "full") || strings.Contains(s.Problem.Do, "kith ") {
		t.Fatalf("step %d, %+v", s.Step, s.Problem)
	}
	fsys.Heal()
	b.Again()
	b.Begin()
	if err := b.Next(context.Background(), "Anna"); err != nil {
		t.Fatal(err)
	}
	if s = imported(t, b); s.Summary.Imported == 0 || s.Summary.Duplicates == 0 {
		t.Errorf("%+v", s.Summary)
	}
	if err := b.Undo(context.Background(), b.Shown().Act); err != nil && !errors.Is(err, journal.ErrNothing) {
		t.Error(err)
	}
}
