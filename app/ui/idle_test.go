package ui

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// TestIdleHearsUse: typing, tapping and the mouse each say that somebody is there.
func TestIdleHearsUse(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	field := newEntry()
	tapped := newButton("x", nil, func() {})
	for name, use := range map[string]func(){
		"typing":  func() { test.Type(field, "a") },
		"a key":   func() { field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft}) },
		"tapping": func() { test.Tap(tapped) },
		"command": func() { w.do("text larger") },
		"free":    func() { w.typedKey(&fyne.KeyEvent{Name: fyne.KeyDown}) },
	} {
		w.openSheet(&sheet{title: "x", body: newPageBox("y", nil, field), actions: []fyne.CanvasObject{tapped}})
		w.idle.last = time.Time{}
		use()
		if w.idle.last.IsZero() {
			t.Errorf("%s went unheard", name)
		}
		w.closeSheets()
	}
	w.idle.last = time.Time{}
	test.MoveMouse(w.win.Canvas(), fyne.NewPos(600, 400))
	if w.idle.last.IsZero() {
		t.Error("the mouse went unheard")
	}
}
