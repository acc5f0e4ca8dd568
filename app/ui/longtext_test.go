package ui

import (
	"fmt"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/words"
)

// TestLongText opens every page and every sheet in a language that is 40% longer, on
// a screen of 1280x800, in the usual and in the largest text: everything gets the room
// that it needs, or scrolls.
func TestLongText(t *testing.T) {
	longTexts(t, words.UseLong, minText, maxText)
}

// TestSpanishFits does the same in Spanish, in the largest text.
func TestSpanishFits(t *testing.T) {
	longTexts(t, func() { words.Use("es") }, maxText)
}

func longTexts(t *testing.T, use func(), sizes ...int) {
	t.Cleanup(func() { words.Use("en") })
	for _, c := range app.Commands() {
		if c.Menu == "" || notWalked[c.ID] || c.ID == "text larger" || c.ID == "text smaller" || c.ID == "theme" || c.ID == "speak" {
			continue
		}
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s %d", c.ID, size), func(t *testing.T) {
				words.Use("en")
				a := newTestApp(t, []string{"Anna", "Ben"}, "headache 7 @8:30 after wine #sleep", "took ibuprofen 400 mg")
				use()
				w := newTestWindow(t, a)
				use() // newTestWindow is English
				w.appearance.setText(size)
				w.win.Resize(fyne.NewSize(1280, 800))
				w.enter(a)
				w.do(c.ID)
				clipped(t, w, "")
			})
		}
	}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("fronts %d", size), func(t *testing.T) {
			w := newTestWindow(t, nil)
			use()
			w.appearance.setText(size)
			w.win.Resize(fyne.NewSize(1280, 800))
			w.start()
			clipped(t, w, "first run")
			w.setFront(newUnlock(w))
			clipped(t, w, "unlock")
			w.setFront(newUnlockSheet(w))
			clipped(t, w, "unlock by sheet")
			w.setFront(newMissing(w))
			clipped(t, w, "missing")
			w.setFront(newFirstPersons(&firstRun{w: w, model: nil}))
			clipped(t, w, "first persons")
		})
	}
}

// clipped fails for everything that is in front and has less room than it needs.
func clipped(t *testing.T, w *Window, place string) {
	t.Helper()
	root := w.win.Canvas().Content()
	if top := w.win.Canvas().Overlays().Top(); top != nil {
		root = top
	}
	root.Refresh()
	found := map[string]bool{}
	clippedIn(root, root.Position(), area{right: root.Size().Width, bottom: root.Size().Height}, func(text string) {
		if !found[text] && len(found) < 8 {
			found[text] = true
			t.Errorf("%s: %s", place, text)
		}
	})
}

// area is where something can be seen.
type area struct{ left, top, right, bottom float32 }

// slack is what rounding may take.
const slack = 1.5

// clippedIn looks at o, which is at a place of the window, and at what is below it.
// Layouts may be short of room, as long as every text and control in them is not:
// what scrolls is where it goes.
func clippedIn(o fyne.CanvasObject, at fyne.Position, seen area, report func(string)) {
	if !o.Visible() {
		return
	}
	size, least := o.Size(), o.MinSize()
	var below []fyne.CanvasObject
	switch c := o.(type) {
	case *container.Scroll:
		if c.Direction != container.ScrollVerticalOnly {
			seen.left, seen.right = -math.MaxFloat32, math.MaxFloat32
		}
		if c.Direction != container.ScrollHorizontalOnly {
			seen.top, seen.bottom = -math.MaxFloat32, math.MaxFloat32
		}
		below = []fyne.CanvasObject{c.Content}
	case *fyne.Container:
		below = c.Objects
	case *themed:
		below = []fyne.CanvasObject{c.content}
	case *tapped:
		below = []fyne.CanvasObject{c.content}
	case *presence:
		below = []fyne.CanvasObject{c.content}
	case *canvas.Text:
		if size.IsZero() {
			size = least // some draw text without a size; where it ends counts
		}
		seenWhole(o, at, size, least, seen, 0, report)
	case *widget.Label, *widget.RichText:
		seenWhole(o, at, size, least, seen, 2*theme.InnerPadding(), report) // the space around text may overlap
	case *widget.List, *list, *timelineList:
		seenWhole(o, at, size, least, seen, 0, report) // rows are cut to one line, and the form shows all of it
	case *selector:
		seenWhole(o, at, size, least.Max(fyne.NewSize(c.needs(c.Selected)-3*theme.InnerPadding(), 0)), seen, 0, report)
	case *widget.Activity, *widget.Icon, *widget.Separator:
	case fyne.Widget:
		seenWhole(o, at, size, least, seen, 0, report)
	}
	for _, b := range below {
		clippedIn(b, at.Add(b.Position()), seen, report)
	}
}

// seenWhole reports o if it has less room than it needs, or lies outside of what can
// be seen by more than pad.
func seenWhole(o fyne.CanvasObject, at fyne.Position, size, least fyne.Size, seen area, pad float32, report func(string)) {
	pad += slack
	short := least.Width > size.Width+pad || least.Height > size.Height+pad
	outside := at.X < seen.left-pad || at.Y < seen.top-pad || at.X+size.Width > seen.right+pad || at.Y+size.Height > seen.bottom+pad
	if short || outside {
		report(fmt.Sprintf("%s at %v is %v and needs %v within %v", textOf(o), at, size, least, seen))
	}
}

// textOf names an object by its kind and the first text in it.
func textOf(o fyne.CanvasObject) string {
	text := ""
	var find func(fyne.CanvasObject)
	find = func(o fyne.CanvasObject) {
		if text != "" || !o.Visible() {
			return
		}
		switch c := o.(type) {
		case *canvas.Text:
			text = c.Text
		case *widget.Label:
			text = c.Text
		case *widget.RichText:
			text = c.String()
		case *container.Scroll:
			find(c.Content)
		case *fyne.Container:
			for _, b := range c.Objects {
				find(b)
			}
		case fyne.Widget:
			for _, b := range test.WidgetRenderer(c).Objects() {
				find(b)
			}
		}
	}
	find(o)
	return fmt.Sprintf("%T %q", o, text)
}
