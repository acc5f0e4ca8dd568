package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/journal/disk"
	"kith/journal/disk/faulty"
)

const vaultDir = "/home/anna/vault"

// step is one operation of the script. Each has a minute of its own, so that
// what comes out does not depend on how quick the computer is.
type step struct {
	minute int
	name   string
	run    func(a *app.App) error
}

// script is a hundred operations of every sort. Each can be run again after it
// failed.
func script() []step {
	ctx := context.Background()
	var steps []step
	add := func(name string, run func(a *app.App) error) {
		steps = append(steps, step{len(steps), name, run})
	}
	log := func(person, line string) {
		add("log "+line, func(a *app.App) error {
			p, err := a.Person(person)
			if err != nil {
				return err
			}
			_, err = a.Log(ctx, p, line, "")
			return err
		})
	}
	// on runs fn on the newest entry of a name.
	on := func(name, what string, fn func(a *app.App, l app.Listed) error) {
		add(what+" "+name, func(a *app.App) error {
			list, err := a.List(ctx, a.Persons(), journal.Query{Name: name, Limit: 1})
			if err != nil {
				return err
			}
			if len(list) != 1 {
				return fmt.Errorf("%s is not there", name)
			}
			return fn(a, list[0])
		})
	}
	person := func(name string) {
		add("add "+name, func(a *app.App) error {
			_, err := a.AddPersons(ctx, name)
			return err
		})
	}
	undo := func(redo bool) {
		add(fmt.Sprint("undo ", redo), func(a *app.App) error {
			_, err := a.Undo(ctx, redo)
			return err
		})
	}
	person("Anna")
	person("Ben")
	for i := range 70 {
		log([]string{"Anna", "Ben"}[i%2], fmt.Sprintf("symptom%d %d after wine #tag%d", i, i%11, i%3))
		switch i % 10 {
		case 3:
			value := fmt.Sprint((i + 1) % 11)
			on(fmt.Sprintf("symptom%d", i), "edit", func(a *app.App, l app.Listed) error {
				_, err := a.Change(ctx, l.Person, l.Entry.ID, app.Change{Value: &value, Tag: []string{"changed"}})
				return err
			})
		case 6:
			on(fmt.Sprintf("symptom%d", i), "delete", func(a *app.App, l app.Listed) error {
				return a.Delete(ctx, l.Person, l.Entry.ID)
			})
		case 7:
			undo(false)
		case 8:
			undo(true)
		}
	}
	add("import", func(a *app.App) error {
		table := "date,fatigue\n2026-01-01,3\n2026-01-02,4\n"
		_, err := a.Import(ctx, app.ImportOptions{File: strings.NewReader(table), Size: int64(len(table)), Name: "t.csv", Person: "Anna"})
		return err
	})
	add("rename", func(a *app.App) error {
		p, err := a.Person("Ben")
		if err != nil {
			return err
		}
		_, err = a.RenamePerson(ctx, p, "Benjamin")
		return err
	})
	add("backup", func(a *app.App) error {
		_, err := a.Backup(ctx, "/home/anna/backup.age", app.BackupOptions{Passphrase: passphrase, Force: true})
		return err
	})
	add("bring back", func(a *app.App) error {
		trash, err := a.Trash(ctx, a.Persons(), 1)
		if err != nil || len(trash) == 0 { // it may be back already
			return err
		}
		return a.RestoreEntries(ctx, trash[0].Person, trash[0].Entry.ID)
	})
	add("keep a draft", func(a *app.App) error { return a.KeepDraft("line", []byte("headache 7 aft")) })
	add("choose a folder", func(a *app.App) error {
		return a.ChangeSettings(func(s *app.Settings) { s.BackupFolder = "/home/anna" })
	})
	add("add a sheet", func(a *app.App) error {
		_, err := a.AddRecovery(func(*app.Sheet) error { return nil })
		return err
	})
	add("back up by itself", func(a *app.App) error {
		_, err := a.AutoBackup(ctx, nil)
		return err
	})
	add("try the backup", func(a *app.App) error {
		_, err := a.Drill(ctx, "", func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(passphrase), nil }, nil)
		return err
	})
	add("erase", func(a *app.App) error {
		p, err := a.Person("Benjamin")
		if err != nil {
			return err
		}
		return a.ErasePerson(p)
	})
	return steps
}

func options(fsys disk.FS, minute int) app.Options {
	return app.Options{FS: fsys, WorkFactor: crypto.MinWorkFactor, Zone: time.UTC,
		Now: func() time.Time { return time.Date(2026, 11, 22, 8, minute, 0, 0, time.UTC) }}
}

func open(fsys disk.FS, minute int) (*app.App, error) {
	return app.Open(vaultDir, crypto.PassphraseSecret(passphrase), options(fsys, minute))
}

// state is what a vault shows, without what is random in it.
func state(a *app.App) (string, error) {
	var lines []string
	for _, p := range a.Persons() {
		lines = append(lines, "person "+p.Name)
	}
	err := a.Each(context.Background(), a.Persons(), journal.Query{}, func(l app.Listed) error {
		lines = append(lines, l.Person.Name+": "+app.WhenText(l.Entry.When)+" "+app.Describe(&l.Entry))
		return nil
	})
	slices.Sort(lines)
	return strings.Join(lines, "\n"), err
}

func stateOn(t *testing.T, fsys disk.FS) string {
	t.Helper()
	a, err := open(fsys, 0)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	s, err := state(a)
	if err = errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
	return s
}

// TestFaultAtEveryWrite runs the script and fails every write, sync, rename and
// removal of every operation in it, once with a full disk that stays full and
// once with a single bad write. The error is in plain words, what was
// acknowledged stays, and when the disk works again so does the operation.
func TestFaultAtEveryWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	t.Parallel()
	faults := []struct {
		name  string
		fault faulty.Fault
		what  string
	}{
		{"full", faulty.Fault{Ops: faulty.Space, Err: syscall.ENOSPC, Sticky: true, Torn: true}, words.Text("error.disk_full.what")},
		{"bad", faulty.Fault{Err: syscall.EIO}, words.Text("error.disk.what")},
	}
	calm := faulty.NewPower()
	a, err := app.Init(vaultDir, passphrase, options(calm, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	steps := script()
	before := stateOn(t, calm)
	points := 0
	for i, s := range steps {
		next := calm.Clone()
		runStep(t, next, s)
		after := stateOn(t, next)
		// The operations in the middle are alike: of them one in eight is enough
		// for a quick run.
		if !thorough() && i > 12 && i < len(steps)-6 && i%8 != 0 {
			calm, before = next, after
			continue
		}
		for _, f := range faults {
			for at := 1 + i%stride(); ; at += stride() {
				hit := failStep(t, calm.Clone(), s, f.fault, at, f.what, before, after)
				if !hit {
					break
				}
				points++
			}
		}
		calm, before = next, after
	}
	t.Logf("%d operations failed at %d places", len(steps), points)
	if points < 200 || len(steps) < 90 {
		t.Errorf("only %d places in %d operations", points, len(steps))
	}
}

// thorough reports whether KITH_ROUNDS asks for everything.
func thorough() bool { return os.Getenv("KITH_ROUNDS") != "" }

// stride is how far the places of an operation are apart that a run fails: operations
// next to each other take turns with odd and even places.
func stride() int {
	if thorough() {
		return 1
	}
	return 2
}

func runStep(t *testing.T, fsys disk.FS, s step) {
	t.Helper()
	a, err := open(fsys, s.minute)
	if err != nil {
		t.Fatalf("%s: open: %v", s.name, err)
	}
	if err := errors.Join(s.run(a), a.Close()); err != nil {
		t.Fatalf("%s: %v", s.name, err)
	}
}

// failStep runs a step with a fault at its at-th place; hit says that the step
// has so many.
func failStep(t *testing.T, base *faulty.Power, s step, f faulty.Fault, at int, what, before, after string) (hit bool) {
	t.Helper()
	place := fmt.Sprintf("%s, %v at %d", s.name, f.Err, at)
	fsys := faulty.NewInjector(base)
	a, err := open(fsys, s.minute)
	if err != nil {
		t.Fatalf("%s: open: %v", place, err)
	}
	f.At = at
	fsys.Arm(f)
	err = s.run(a)
	cerr := a.Close()
	hit = fsys.Failed() > 0
	fsys.Heal()
	if err != nil {
		x := app.Explain(err)
		if x.Code != app.Failed || x.What != what {
			t.Fatalf("%s: explained as %d %q (%v)", place, x.Code, x.What, err)
		}
	} else if cerr != nil {
		if x := app.Explain(cerr); x.Code != app.Failed {
			t.Fatalf("%s: closing: %d %q (%v)", place, x.Code, x.What, cerr)
		}
	}
	got := stateOn(t, fsys)
	switch {
	case err == nil && got != after:
		t.Fatalf("%s: it was acknowledged, and there is\n%s\nwant\n%s", place, got, after)
	case got == after:
	case got != before:
		t.Fatalf("%s: there is neither what was before nor what should be after:\n%s\nbefore\n%s\nafter\n%s", place, got, before, after)
	default:
		runStep(t, fsys, s)
		if got := stateOn(t, fsys); got != after {
			t.Fatalf("%s: the second try left\n%s\nwant\n%s", place, got, after)
		}
	}
	return hit
}

// TestPowerCutAtEveryWrite cuts the power after every change of the disk that
// some operations of the script make. What was acknowledged is there, and of the
// operation on the way all or nothing.
func TestPowerCutAtEveryWrite(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	t.Parallel()
	calm := faulty.NewPower()
	a, err := app.Init(vaultDir, passphrase, options(calm, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	before, cuts := stateOn(t, calm.Clone()), 0
	for i, s := range script() {
		next := calm.Clone()
		runStep(t, next, s)
		after := stateOn(t, next.Clone())
		if i < 12 || i > 98 {
			for n := 1 + i%stride(); ; n += stride() {
				off := calm.Clone()
				off.OffAfter(n)
				quiet := off.Changes()
				err := runQuietly(off, s)
				rng := rand.New(rand.NewPCG(uint64(i), uint64(n)))
				got := stateOn(t, off.Cut(rng))
				if got != after && (err == nil || got != before) {
					t.Fatalf("%s, power off after %d changes: error %v, and there is\n%s\nbefore\n%s\nafter\n%s", s.name, n, err, got, before, after)
				}
				cuts++
				if off.Changes()-quiet < n { // it was over before the power went
					break
				}
			}
		}
		calm, before = next, after
	}
	t.Logf("%d cuts", cuts)
}

// runQuietly runs a step on a disk that may go off; only what the step itself
// said counts.
func runQuietly(fsys disk.FS, s step) error {
	a, err := open(fsys, s.minute)
	if err != nil {
		return err
	}
	err = s.run(a)
	_ = a.Close() // the power may be off
	return err
}

// TestFaultWhileRestoring fails a restore at its writes. There is no vault then,
// and the next try makes it.
func TestFaultWhileRestoring(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	t.Parallel()
	base := small(t)
	want := stateOn(t, base.Clone())
	runStep(t, base, step{minute: 50, run: func(a *app.App) error {
		_, err := a.Backup(context.Background(), "/home/anna/backup.age", app.BackupOptions{Passphrase: passphrase})
		return err
	}})
	backup, err := base.ReadFile("/home/anna/backup.age", 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	stride, points := 3, 0
	if thorough() {
		stride = 1
	}
	for _, f := range []faulty.Fault{{Ops: faulty.Space, Err: syscall.ENOSPC, Sticky: true}, {Err: syscall.EIO}} {
		for f.At = 1; ; f.At += stride {
			fsys := faulty.NewInjector(faulty.NewPower())
			fsys.Arm(f)
			restore := func() error {
				_, err := app.Restore(context.Background(), vaultDir, bytes.NewReader(backup), withPassphrase(), options(fsys, 60))
				return err
			}
			err := restore()
			hit := fsys.Failed() > 0
			fsys.Heal()
			points++
			if _, statErr := fsys.Stat(vaultDir); err != nil && statErr != nil {
				if code := app.Explain(err).Code; code != app.Failed {
					t.Fatalf("%v at %d: code %d: %v", f.Err, f.At, code, err)
				}
				if err := restore(); err != nil {
					t.Fatalf("%v at %d: the second try: %v", f.Err, f.At, err)
				}
			}
			if got := stateOn(t, fsys); got != want {
				t.Fatalf("%v at %d (error %v): restored\n%s\nwant\n%s", f.Err, f.At, err, got, want)
			}
			if !hit {
				break
			}
		}
	}
	t.Logf("failed at %d places", points)
}

// small makes a vault with a little of everything on a disk in memory.
func small(t *testing.T) *faulty.Power {
	t.Helper()
	fsys := faulty.NewPower()
	a, err := app.Init(vaultDir, passphrase, options(fsys, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for _, s := range script()[:16] {
		runStep(t, fsys, s)
	}
	return fsys
}

// files returns the files below a folder.
func files(t *testing.T, fsys disk.FS, dir string) []string {
	t.Helper()
	entries, err := fsys.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, e := range entries {
		if e.IsDir() {
			paths = append(paths, files(t, fsys, dir+"/"+e.Name())...)
		} else {
			paths = append(paths, dir+"/"+e.Name())
		}
	}
	return paths
}

// TestFlipEveryByte changes one byte of a vault at a time. It is detected, or
// what the vault shows is exactly what was written.
func TestFlipEveryByte(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	t.Parallel()
	fsys := small(t)
	want := stateOn(t, fsys.Clone())
	flips, detected := 0, 0
	for _, path := range files(t, fsys, vaultDir) {
		data, err := fsys.ReadFile(path, 1<<30)
		if err != nil {
			t.Fatal(err)
		}
		stride := 1
		if !thorough() && len(data) > 16<<10 { // package sealdb flips these one by one
			stride = 499
		}
		for at := 0; at < len(data); at += stride {
			flipped := fsys.Clone()
			changed := bytes.Clone(data)
			changed[at] ^= 1 << (at % 8)
			if err := disk.WriteFile(flipped, path, changed); err != nil {
				t.Fatal(err)
			}
			flips++
			if isDetected(t, flipped, fmt.Sprintf("%s, byte %d", path, at), want) {
				detected++
			}
		}
	}
	t.Logf("%d bytes flipped, %d detected, the others harmless", flips, detected)
}

// isDetected opens a changed vault, looks at it and verifies it.
func isDetected(t *testing.T, fsys disk.FS, place, want string) bool {
	t.Helper()
	a, err := open(fsys, 99)
	if err != nil {
		mustBeDamage(t, place, err)
		return true
	}
	defer func() {
		if err := a.Close(); err != nil {
			mustBeDamage(t, place, err)
		}
	}()
	got, err := state(a)
	if err != nil {
		mustBeDamage(t, place, err)
		return true
	}
	if got != want {
		t.Fatalf("%s: a wrong answer:\n%s\nwant\n%s", place, got, want)
	}
	v, err := a.Verify(context.Background(), false, nil)
	if err != nil {
		mustBeDamage(t, place, err)
		return true
	}
	return !v.OK
}

func mustBeDamage(t *testing.T, place string, err error) {
	t.Helper()
	if x := app.Explain(err); x.Code != app.Damaged && !errors.Is(err, crypto.ErrNewerFormat) {
		t.Fatalf("%s: explained as %d %q: %v", place, x.Code, x.What, err)
	}
}
