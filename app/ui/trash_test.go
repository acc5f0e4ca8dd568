package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

func TestTrashBringsBack(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7", "nausea 2")
	ctx, anna := context.Background(), a.Persons()[0]
	list, err := a.List(ctx, a.Persons(), journal.Query{Search: "headache"})
	if err != nil {
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	w.do("trash list")
	mustSay(t, w, words.Text("trash.none"))
	hit(w, fyne.KeyEscape)
	if err := a.Delete(ctx, anna, list[0].Entry.ID); err != nil {
		t.Fatal(err)
	}
	w.do("trash list")
	mustSay(t, w, "Headache 7/10")
	hit(w, fyne.KeyReturn) // the first has the focus
	if len(w.sheets) != 0 {
		t.Fatal("the sheet is still open")
	}
	if _, err := a.Get(ctx, anna, list[0].Entry.ID); err != nil {
		t.Error(err)
	}
	clickOn(t, w, words.Text("window.undo"))
	if trash, err := a.Trash(ctx, a.Persons(), 0); err != nil || len(trash) != 1 {
		t.Error(trash, err)
	}
}

func TestRecordedShowsWhatWasThere(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7")
	w := newTestWindow(t, a)
	w.do("list recorded")
	fillIn(t, w, "someday")
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 1 {
		t.Fatal("what cannot be understood closes the sheet")
	}
	fillIn(t, w, "yesterday")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, words.Text("trash.recorded.none"))
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Error("Esc does not close it")
	}
}

func TestAutoBackupInTheWindow(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7")
	if _, err := a.AddRecovery(func(*app.Sheet) error { return nil }); err != nil {
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	folder := t.TempDir()
	w.do("backup auto")
	mustSay(t, w, words.Text("autobackup.is_off"))
	fillIn(t, w, filepath.Join(folder, "missing"))
	clickOn(t, w, words.Text("autobackup.save"))
	if len(w.sheets) != 1 {
		t.Fatal("a folder that is not there was taken")
	}
	fillIn(t, w, folder)
	clickOn(t, w, words.Text("autobackup.now"))
	mustSay(t, w, words.Text("settings.backup.done"))
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	hit(w, fyne.KeyEscape)
	w.do("backup drill")
	test.Type(w.win.Canvas().Focused(), "correct horse")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, words.Text("autobackup.drill.good"))
	mustSay(t, w, words.Text("autobackup.drill.passphrase"))
	hit(w, fyne.KeyEscape)
	if s, err := a.BackupState(); err != nil || s.Last == nil || s.Drill == nil {
		t.Error(s, err)
	}
}
