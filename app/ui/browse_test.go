package ui

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestChooseFile: a file is found by the beginning of its name, in a folder below,
// and by its whole path; Esc goes without one.
func TestChooseFile(t *testing.T) {
	dir := t.TempDir()
	below := filepath.Join(dir, "old diaries")
	if err := os.Mkdir(below, 0o700); err != nil {
		t.Fatal(err)
	}
	first, second := filepath.Join(dir, "headache.csv"), filepath.Join(below, "sleep.csv")
	for _, path := range []string{first, second} {
		if err := os.WriteFile(path, []byte("a,b\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	enter := &fyne.KeyEvent{Name: fyne.KeyReturn}
	for name, typed := range map[string][]string{
		first: {"heada"}, second: {"old", "sle"}, filepath.Join(below, "sleep.csv"): {below, "sle"},
		filepath.Join(dir, "no such file"): {filepath.Join(dir, "no such file")},
	} {
		got := ""
		w.chooseFile(dir, func(path string) { got = path })
		for _, text := range typed {
			test.Type(w.win.Canvas().Focused(), text)
			w.win.Canvas().Focused().TypedKey(enter)
		}
		if got != name || len(w.sheets) != 0 {
			t.Errorf("%v: %q, %d sheets", typed, got, len(w.sheets))
		}
		w.closeSheets()
	}
	w.chooseFile(dir, func(path string) { t.Error("chosen:", path) })
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if len(w.sheets) != 0 {
		t.Error("Esc does not close it")
	}
}
