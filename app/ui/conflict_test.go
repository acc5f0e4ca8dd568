package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

// newConflictApp is the journal of somebody who wrote down one dose on two computers.
func newConflictApp(t *testing.T) *app.App {
	t.Helper()
	ctx, pass := context.Background(), []byte("correct horse")
	first := newTestApp(t, []string{"Anna"}, "took ibuprofen 400 mg @8:05")
	file := filepath.Join(t.TempDir(), "backup.age")
	if _, err := first.Backup(ctx, file, app.BackupOptions{Passphrase: pass}); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dir := filepath.Join(t.TempDir(), "second")
	if _, err := app.Restore(ctx, dir, f, app.RestoreOptions{
		Secret:     func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(pass), nil },
		Passphrase: func() ([]byte, error) { return pass, nil }}, testOptions()); err != nil {
		t.Fatal(err)
	}
	a, err := app.Open(dir, crypto.PassphraseSecret(pass), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.Log(ctx, a.Persons()[0], "took ibuprofen 400 mg @8:10", ""); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestConflictsAreAsked: Today says that a dose may be written down twice, and leads to
// the sheet that asks; what was said is taken back by Undo.
func TestConflictsAreAsked(t *testing.T) {
	a := newConflictApp(t)
	w := newTestWindow(t, a)
	w.do("today")
	mustSay(t, w, words.Text("conflict.today", "ibuprofen"))
	clickOn(t, w, words.Text("conflict.open"))
	mustSay(t, w, words.Text("conflict.who.mine"))
	mustSay(t, w, words.Text("conflict.who.here"))
	goldenOnce(t, w, "conflict")
	hit(w, fyne.KeyReturn) // both were taken: the first has the focus
	if list, err := a.Conflicts(context.Background(), a.Persons()); err != nil || len(list) != 0 || len(w.sheets) != 0 {
		t.Errorf("%+v %v, %d sheets", list, err, len(w.sheets))
	}
	clickOn(t, w, words.Text("window.undo"))
	if list, err := a.Conflicts(context.Background(), a.Persons()); err != nil || len(list) != 1 {
		t.Errorf("%+v %v", list, err)
	}
	w.do("conflict list")
	clickOn(t, w, words.Text("conflict.drop"))
	w.do("conflict list")
	mustSay(t, w, words.Text("conflict.none"))
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Error("Esc does not close it")
	}
}
