package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// press presses the big button that says text.
func pressBig(t *testing.T, w *Window, text string) {
	t.Helper()
	for _, f := range controls(w) {
		if b, ok := f.(*bigButton); ok && b.text == text {
			b.tapped()
			return
		}
	}
	t.Fatalf("there is no big button %q: %s", text, shownText(w))
}

// TestLowEnergyMode: one thing at a time, by keys alone, everything saved at once.
func TestLowEnergyMode(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do(lowPage)
	says(t, w, "One thing at a time")
	if s, err := w.app.Settings(); err != nil || !s.LowEnergy {
		t.Error("not kept", err)
	}
	if w.shell.side.Visible() {
		t.Error("the rail is still there")
	}
	focused := w.win.Canvas().Focused()
	if b, ok := focused.(*bigButton); !ok || b.text != "How are you now?" {
		t.Fatalf("%T has the focus", focused)
	}
	focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	says(t, w, "Pain: how strong is it now?")
	w.win.Canvas().Focused().TypedRune('7')
	says(t, w, "Saved: Pain 7/10")
	says(t, w, "Tiredness: how strong is it now?")
	pressBig(t, w, "Skip this one")
	says(t, w, "That is enough for now")
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	pressBig(t, w, "Something happened")
	if w.unsaved() {
		t.Error("an empty line is unsaved")
	}
	line := w.win.Canvas().Focused().(*entry)
	test.Type(line, "fell on the stairs")
	if !w.unsaved() {
		t.Error("what was typed could be lost")
	}
	enter(line)
	says(t, w, "Saved: fell on the stairs")
	pressBig(t, w, "I took my medicine")
	says(t, w, "Nothing is due now")
	pressBig(t, w, "Something else")
	enter(w.win.Canvas().Focused().(*entry))
	says(t, w, "There is nothing written yet.")
	w.shell.closeToast()
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	says(t, w, "One thing at a time")
	pressBig(t, w, "Help")
	says(t, w, "Kith cannot call for help")
	pressBig(t, w, "Back")
	w.do("undo")
	w.do("undo")
	w.shell.closeToast()
	pressBig(t, w, "Leave this mode")
	if w.shell.front != firstPage || !w.shell.side.Visible() {
		t.Error("still in low-energy mode")
	}
	if s, err := w.app.Settings(); err != nil || s.LowEnergy {
		t.Error("not left", err)
	}
	w.do("list")
	if strings.Contains(shownText(w), "fell on the stairs") {
		t.Error("undoing did not take it back")
	}
}

// TestLowEnergyOpens: a journal in low-energy mode opens so.
func TestLowEnergyOpens(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do(lowPage)
	w.do("lock")
	u := frontOf[*unlock](t, w)
	test.Type(u.pass, "correct horse")
	enter(u.pass)
	if w.shell == nil || w.shell.front != lowPage {
		t.Error("it opens another page")
	}
}

func TestLowEnergyNobody(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, nil))
	w.do(lowPage)
	says(t, w, "There is nobody here yet")
	pressBig(t, w, "Leave this mode")
}

func TestLowEnergyGolden(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, "headache 7"))
	w.do(lowPage)
	w.shell.closeToast()
	pressBig(t, w, "How are you now?")
	goldenOnce(t, w, "low-question")
}
