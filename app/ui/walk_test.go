package ui

import (
	"bytes"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"kith/app"
)

// notWalked are the commands that end the program or leave the window.
var notWalked = map[string]bool{"quit": true, "lock": true}

// TestWalk goes through every page and every sheet that a command opens, by Tab
// and by Shift+Tab: every control that takes the focus is reached, none keeps it,
// and Esc, pressed in any of them, closes what opened.
func TestWalk(t *testing.T) {
	for _, c := range app.Commands() {
		if c.Menu == "" || notWalked[c.ID] {
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben"}, "headache 7 @8:30 after wine #sleep", "took ibuprofen 400 mg"))
			w.do(c.ID)
			walk(t, w)
			if len(w.sheets) == 0 {
				return
			}
			for i := range controls(w) {
				all := controls(w)
				if i >= len(all) {
					break
				}
				depth := len(w.sheets)
				w.win.Canvas().Focus(all[i])
				w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
				if len(w.sheets) >= depth {
					t.Errorf("Esc in %s does not close the sheet", named(all[i]))
					w.closeSheets()
				}
				w.closeSheets()
				w.do(c.ID)
			}
		})
	}
}

// TestWalkPages does the same on every page, also on one that no command of a menu
// shows: nothing but reaching every control, and Esc, which never leaves the page.
func TestWalkPages(t *testing.T) {
	for id := range pageMakers() {
		t.Run(id, func(t *testing.T) {
			w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben"}, "headache 7 @8:30 after wine #sleep"))
			w.show(id)
			walk(t, w)
			for _, f := range controls(w) {
				w.win.Canvas().Focus(f)
				f.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
				if w.app == nil || w.shell.front != id {
					t.Fatalf("Esc in %s leaves the page", named(f))
				}
			}
		})
	}
}

// TestFocusShows: who works without a mouse sees where they are: every sort of control
// on the pages looks different while it has the focus, in every look.
func TestFocusShows(t *testing.T) {
	for _, look := range []Look{Light, Contrast} {
		t.Run(string(look), func(t *testing.T) {
			w := newTestWindow(t, newTestApp(t, []string{"Anna"}, "headache 7 @8:30"))
			w.appearance.setLook(look)
			c := w.win.Canvas()
			picture := func() []byte {
				return pixels(software.RenderCanvas(c.(software.WindowlessCanvas), fyne.CurrentApp().Settings().Theme()))
			}
			seen := map[string]bool{}
			for id := range pageMakers() {
				w.show(id)
				for _, f := range controls(w) {
					kind := fmt.Sprintf("%T", f)
					if b, ok := f.(*button); ok {
						kind += fmt.Sprint(b.Importance)
					}
					if seen[kind] {
						continue // the same widget shows it in the same way
					}
					seen[kind] = true
					c.Unfocus()
					c.Focus(f) // scrolls to it
					with := picture()
					c.Unfocus()
					if bytes.Equal(with, picture()) {
						t.Errorf("%s: %s does not show that it has the focus", id, named(f))
					}
				}
			}
			if len(seen) < 6 {
				t.Errorf("only %v was looked at", seen)
			}
		})
	}
}

// controls returns what can have the focus on the page, or on the top sheet.
func controls(w *Window) []fyne.Focusable {
	root := w.win.Canvas().Content()
	if top := w.win.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	return controlsIn(root, nil)
}

// controlsIn adds the controls below o to found. (test.LaidOutObjects will not do: it
// gives each widget a second renderer, and labels show the first no longer.)
func controlsIn(o fyne.CanvasObject, found []fyne.Focusable) []fyne.Focusable {
	if !o.Visible() {
		return found
	}
	d, can := o.(fyne.Disableable)
	if f, ok := o.(fyne.Focusable); ok && !(can && d.Disabled()) {
		found = append(found, f)
	}
	var below []fyne.CanvasObject
	switch c := o.(type) {
	case fyne.Widget:
		below = test.WidgetRenderer(c).Objects()
	case *fyne.Container:
		below = c.Objects
	}
	for _, b := range below {
		found = controlsIn(b, found)
	}
	return found
}

// walk tabs once around, forth and back.
func walk(t *testing.T, w *Window) {
	t.Helper()
	want := controls(w)
	if len(want) == 0 {
		t.Fatal("nothing to reach")
	}
	c := w.win.Canvas()
	for name, step := range map[string]func(){"Tab": c.FocusNext, "Shift+Tab": c.FocusPrevious} {
		seen := map[fyne.Focusable]int{}
		for range 2 * len(want) {
			if tab, ok := c.Focused().(fyne.Tabbable); ok && tab.AcceptsTab() {
				t.Fatalf("%s keeps Tab to itself", named(c.Focused()))
			}
			step()
			if c.Focused() != nil {
				seen[c.Focused()]++
			}
		}
		for _, f := range want {
			if seen[f] == 0 {
				t.Errorf("%s does not reach %s", name, named(f))
			}
		}
	}
}

func named(f fyne.Focusable) string {
	if a, ok := f.(fyne.Accessible); ok {
		return fmt.Sprintf("%T %q", f, a.AccessibilityLabel())
	}
	return fmt.Sprintf("%T", f)
}
