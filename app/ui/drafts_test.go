package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/crypto"
)

// TestLineSurvives: a line that was begun is there again after the journal was
// closed in the middle of it, and gone once it was saved.
func TestLineSurvives(t *testing.T) {
	a := newTestApp(t, []string{"Anna"})
	dir := a.Dir()
	open := func() *Window {
		a, err := app.Open(dir, crypto.PassphraseSecret([]byte("correct horse")), testOptions())
		if err != nil {
			t.Fatal(err)
		}
		return newTestWindow(t, a)
	}
	line := func(w *Window) *entry {
		w.do("log")
		e, ok := w.win.Canvas().Focused().(*entry)
		if !ok {
			t.Fatal("the line has not the focus")
		}
		return e
	}
	w := newTestWindow(t, a)
	test.Type(line(w), "headache 7 aft")
	if err := w.leave(); err != nil {
		t.Fatal(err)
	}
	w = open()
	e := line(w)
	if e.Text != "headache 7 aft" {
		t.Fatalf("the line is %q", e.Text)
	}
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEnd})
	test.Type(e, "er wine")
	if e.Text != "headache 7 after wine" {
		t.Errorf("typing goes on with %q", e.Text)
	}
	e.OnSubmitted(e.Text)
	if e.Text != "" {
		t.Fatal("it was not saved")
	}
	if err := w.leave(); err != nil {
		t.Fatal(err)
	}
	w = open()
	if e := line(w); e.Text != "" {
		t.Errorf("after it was saved the line is %q", e.Text)
	}
	if err := w.leave(); err != nil {
		t.Fatal(err)
	}
}
