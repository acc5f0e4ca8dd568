package view

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kith/app"
	"kith/crypto"
)

// TestBackupAndRestore goes the whole way round, by passphrase and by sheet.
func TestBackupAndRestore(t *testing.T) {
	s := newSettings(t, "Anna")
	ctx := t.Context()
	anna := s.Persons()[0].Person
	if _, err := s.app.Log(ctx, anna, "headache 7", ""); err != nil {
		t.Fatal(err)
	}
	sheet, err := s.app.OfferRecovery()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.app.ConfirmRecovery(sheet); err != nil {
		t.Fatal(err)
	}
	file := s.BackupName(t.TempDir())
	if filepath.Base(file) != "kith-2026-11-20.age" {
		t.Error(file)
	}
	if problem, replaces := BackupProblem(file); problem != "" || replaces {
		t.Error(problem, replaces)
	}
	if _, err := s.Backup(ctx, file, "wrong", false, nil); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("a wrong passphrase wrote something")
	}
	told := int64(0)
	out, err := s.Backup(ctx, file, testPass, false, func(done, total int64) {
		if done < told || done > total {
			t.Errorf("%d of %d after %d", done, total, told)
		}
		told = done
	})
	if err != nil || told == 0 || out.Trouble || !slices.ContainsFunc(out.Lines, func(l string) bool { return strings.Contains(l, "1 person with ") }) {
		t.Fatalf("%+v %v %d", out, err, told)
	}
	if _, err := s.Backup(ctx, file, testPass, false, nil); !errors.Is(err, app.ErrFileExists) {
		t.Error(err)
	}
	if _, replaces := BackupProblem(file); !replaces {
		t.Error("a file that is there was not noticed")
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Backup(stopped, file+"2", testPass, false, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}

	identity := sheet.Recovery.IdentityString()
	for name, form := range map[string]RestoreForm{
		"passphrase": {File: file, Passphrase: testPass},
		"sheet":      {File: file, BySheet: true, Words: identity, New: NewPassphrase{"fresh", "fresh"}},
	} {
		form.Dir = RestoreFolder(s.Folder())
		if missing := form.Missing(); missing != "" {
			t.Errorf("%s: %s", name, missing)
		}
		r, err := Restore(ctx, form, settingsOptions(), nil)
		if err != nil || r.Dir != form.Dir || len(r.Lines) != 2 {
			t.Fatalf("%s: %+v %v", name, r, err)
		}
		opens := testPass
		if form.BySheet {
			opens = "fresh"
		}
		a, err := app.Open(r.Dir, crypto.PassphraseSecret([]byte(opens)), settingsOptions())
		if err != nil {
			t.Fatal(name, err)
		}
		if p := a.Persons(); len(p) != 1 || p[0].Name != "Anna" {
			t.Errorf("%s: %v", name, p)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
	if dir := RestoreFolder(s.Folder()); !strings.HasSuffix(dir, "-restored-3") {
		t.Error(dir)
	}
	// Never over a journal that has something in it.
	form := RestoreForm{File: file, Dir: s.Folder(), Passphrase: testPass}
	if _, err := Restore(ctx, form, settingsOptions(), nil); err == nil {
		t.Error("restored over a journal")
	}
	form.Dir, form.Passphrase = filepath.Join(t.TempDir(), "new"), "wrong"
	if _, err := Restore(ctx, form, settingsOptions(), nil); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Error(err)
	}
}

func TestRestoreMissing(t *testing.T) {
	whole := RestoreForm{File: "a", Dir: "b", Passphrase: "c"}
	for _, change := range []func(*RestoreForm){
		func(f *RestoreForm) { f.File = " " },
		func(f *RestoreForm) { f.Dir = "" },
		func(f *RestoreForm) { f.Passphrase = "" },
		func(f *RestoreForm) { f.BySheet = true },
		func(f *RestoreForm) { f.BySheet, f.Words = true, "abandon" },
	} {
		f := whole
		change(&f)
		if f.Missing() == "" {
			t.Errorf("%+v misses nothing", f)
		}
	}
	if missing := whole.Missing(); missing != "" {
		t.Error(missing)
	}
}

func TestBackupProblem(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{"", "  ", dir, filepath.Join(dir, "missing", "kith.age")} {
		if problem, _ := BackupProblem(path); problem == "" {
			t.Errorf("%q is taken", path)
		}
	}
}

func TestCheck(t *testing.T) {
	s := newSettings(t, "Anna", "Ben")
	ctx := t.Context()
	for _, p := range s.Persons() {
		if _, err := s.app.Log(ctx, p.Person, "headache 7", ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, rebuild := range []bool{false, true} {
		last, end := int64(-1), int64(0)
		c, err := s.Check(ctx, rebuild, func(done, total int64) {
			if done < last || done > total {
				t.Errorf("%d of %d after %d", done, total, last)
			}
			last, end = done, total
		})
		if err != nil || c.Trouble || c.OfferRebuild || last < 0 || last > end {
			t.Fatalf("%+v %v", c, err)
		}
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Check(stopped, false, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}

	// Damage is named with whose it is, and what is whole is counted.
	if err := s.app.Close(); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(s.Folder(), "spaces", "*", "space.db"))
	if err != nil || len(found) != 2 {
		t.Fatal(found, err)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(found[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(s.Folder(), crypto.PassphraseSecret([]byte(testPass)), settingsOptions())
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	c, err := NewSettings(a).Check(ctx, false, nil)
	if err != nil || !c.Trouble || !c.OfferRebuild || !strings.Contains(strings.Join(c.Lines, "\n"), "1 of 2 records are whole") {
		t.Errorf("%+v %v", c, err)
	}
}

// TestWhole: parts that each begin anew make one progress that ends at its end.
func TestWhole(t *testing.T) {
	last, total := int64(0), int64(0)
	w := newWhole(2, false, func(d, n int64) {
		if d < last {
			t.Errorf("%d after %d", d, last)
		}
		last, total = d, n
	})
	for range 2 {
		for _, part := range []int64{40, 7} {
			for i := range part + 1 {
				w.show(i, part)
			}
		}
	}
	if last != total || total == 0 {
		t.Errorf("ends at %d of %d", last, total)
	}
	w.show(0, 0) // an empty part says nothing
}
