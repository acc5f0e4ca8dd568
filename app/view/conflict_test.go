package view

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/crypto"
	"kith/journal"
)

// newConflictApp is the vault of somebody who wrote down a dose on one computer, and
// who then writes it down again on another.
func newConflictApp(t *testing.T) (*app.App, app.Person) {
	t.Helper()
	ctx := context.Background()
	now := time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)
	pass := []byte("correct horse")
	opts := app.Options{WorkFactor: 10, Zone: time.UTC, Now: func() time.Time { return now }}
	dir := t.TempDir()
	first, err := app.Init(filepath.Join(dir, "first"), pass, opts)
	if err != nil {
		t.Fatal(err)
	}
	persons, err := first.AddPersons(ctx, "Anna")
	if err == nil {
		_, err = first.Log(ctx, persons[0], "took ibuprofen 400 mg @8:05", "")
	}
	file := filepath.Join(dir, "backup.age")
	if err == nil {
		_, err = first.Backup(ctx, file, app.BackupOptions{Passphrase: pass})
	}
	if err == nil {
		err = first.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	secret := func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(pass), nil }
	if _, err := app.Restore(ctx, filepath.Join(dir, "second"), f,
		app.RestoreOptions{Secret: secret, Passphrase: func() ([]byte, error) { return pass, nil }}, opts); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(filepath.Join(dir, "second"), crypto.PassphraseSecret(pass), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	p := a.Persons()[0]
	if _, err := a.Log(ctx, p, "took ibuprofen 400 mg @8:10", ""); err != nil {
		t.Fatal(err)
	}
	return a, p
}

func TestConflicts(t *testing.T) {
	ctx := context.Background()
	a, p := newConflictApp(t)
	shown := NewShown(a.Persons())
	load := func() *Conflicts {
		t.Helper()
		m, err := LoadConflicts(ctx, a, shown)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	today := func() []string {
		t.Helper()
		m := NewToday(a)
		m.SetPerson(p, true)
		showToday(t, m)
		return m.Conflicts()
	}
	twice := func() int {
		t.Helper()
		ids, err := a.InConflict(ctx, a.Persons())
		if err != nil {
			t.Fatal(err)
		}
		list, err := a.List(ctx, a.Persons(), journal.Query{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for i := range list {
			row := rowOf(a, &list[i], false, ids[list[i].Entry.ID])
			if strings.Contains(row.Detail, "written twice?") != row.Twice {
				t.Errorf("%+v", row)
			}
			if row.Twice {
				n++
			}
		}
		return n
	}
	m := load()
	if len(m.Groups) != 1 || len(m.Groups[0].Doses) != 2 || m.Groups[0].Title != "ibuprofen: written twice?" || m.Groups[0].Keep != "Both were taken" ||
		!strings.Contains(m.Groups[0].Doses[0].Note, "on another computer") || !strings.Contains(m.Groups[0].Doses[1].Note, "on this computer") {
		t.Fatalf("%+v", m.Groups)
	}
	if len(today()) != 1 || twice() != 2 {
		t.Errorf("today says %q, the timeline marks %d", today(), twice())
	}
	if _, err := m.Keep(ctx, m.Groups[0]); err != nil || len(load().Groups) != 0 || len(today()) != 0 || twice() != 0 {
		t.Errorf("kept: %v, %+v", err, load().Groups)
	}
	if _, err := a.Undo(ctx, false); err != nil || len(load().Groups) != 1 {
		t.Errorf("undone: %v, %+v", err, load().Groups)
	}
	if _, err := m.Drop(ctx, m.Groups[0], m.Groups[0].Doses[1]); err != nil || len(load().Groups) != 0 || twice() != 0 {
		t.Errorf("deleted: %v, %+v", err, load().Groups)
	}
	if _, err := m.Keep(ctx, m.Groups[0]); err == nil {
		t.Error("what is settled was settled again")
	}
}
