package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/speak"
)

// heard is a speaker that only remembers.
type heard struct {
	said   []string
	closed bool
}

func (h *heard) Say(text string, urgent bool) { h.said = append(h.said, text) }
func (h *heard) Stop()                        {}
func (h *heard) Close()                       { h.closed = true }

// newest returns what was said since it was asked last.
func (h *heard) newest() string {
	text := strings.Join(h.said, " | ")
	h.said = nil
	return text
}

// speaking makes a window that speaks.
func speaking(t *testing.T, lines ...string) (*Window, *heard) {
	t.Helper()
	h := new(heard)
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, lines...))
	w.openSpeaker = func(string) (speak.Speaker, error) { return h, nil }
	w.do("speak")
	if w.speech.speaker == nil || !strings.Contains(h.newest(), "Kith says aloud") {
		t.Fatal("it does not speak")
	}
	return w, h
}

// TestSpeak: the focus, pages, sheets, toasts and errors are said, and said again.
func TestSpeak(t *testing.T) {
	w, h := speaking(t, "headache 7 @8:30")
	w.speech.look()
	if got := h.newest(); !strings.Contains(got, "field, empty") {
		t.Errorf("the line is %q", got)
	}
	w.speech.look()
	if got := h.newest(); got != "" {
		t.Errorf("nothing changed, and %q is said", got)
	}
	test.Type(w.win.Canvas().Focused(), "x")
	w.speech.look()
	if got := h.newest(); got != "" {
		t.Errorf("typing says %q", got)
	}
	w.do("settings")
	w.speech.look()
	if got := h.newest(); !strings.Contains(got, "Page Settings") {
		t.Errorf("the page is %q", got)
	}
	w.ask("Really?", "It cannot be undone.", "Yes", func() {})
	w.speech.look()
	if got := h.newest(); !strings.Contains(got, "Really?. It cannot be undone.") || !strings.Contains(got, "Cancel, button") {
		t.Errorf("the sheet is %q", got)
	}
	w.closeSheets()
	w.toast("Saved: headache", nil)
	if got := h.newest(); got != "Saved: headache" {
		t.Errorf("the toast is %q", got)
	}
	w.do("speak again")
	if got := h.newest(); got != "Saved: headache" {
		t.Errorf("said again, it is %q", got)
	}
	w.showError(fmt.Errorf("x: %w", app.ErrNoPersons))
	if got := h.newest(); !strings.Contains(got, "There is no person") {
		t.Errorf("the error is %q", got)
	}
}

// TestSpeakControls: every control of the settings has a name when it is said.
func TestSpeakControls(t *testing.T) {
	w, _ := speaking(t)
	for _, page := range []string{"list", "settings", "import", lowPage} {
		w.show(page)
		for _, f := range controls(w) {
			if text := spokenOf(f); strings.TrimSpace(text) == "" || strings.HasPrefix(text, ",") {
				t.Errorf("%s: %s is said as %q", page, named(f), text)
			}
		}
	}
}

// TestSpeakSecret: no passphrase and no word of a recovery sheet is ever said, shown
// or not, and nothing said is remembered after locking.
func TestSpeakSecret(t *testing.T) {
	w, h := speaking(t)
	var all []string
	look := func() { w.speech.look(); all = append(all, h.newest()) }
	for _, id := range []string{"passwd", "slot add-passphrase", "backup", "backup drill", "restore", "slot add-recovery"} {
		w.do(id)
		for _, f := range controls(w) {
			if e, ok := f.(*entry); ok && e.secret {
				e.SetText("correct horse")
				e.Password = false // "show what I type"
			}
		}
		for _, f := range controls(w) {
			w.win.Canvas().Focus(f)
			look()
		}
		w.closeSheets()
		look()
	}
	w.toast("Saved: headache", nil)
	w.do("lock")
	look()
	for _, f := range controls(w) {
		if e, ok := f.(*entry); ok {
			e.SetText("correct horse")
		}
		w.win.Canvas().Focus(f)
		look()
	}
	said := strings.Join(all, "\n")
	if strings.Contains(said, "correct") || !strings.Contains(said, "hidden field") {
		t.Errorf("said:\n%s", said)
	}
	if strings.Contains(w.speech.last, "headache") {
		t.Error("what was said is remembered after locking")
	}
}

// TestSpeakNone: without a service the settings say so and speak mode stays off.
func TestSpeakNone(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.openSpeaker = func(string) (speak.Speaker, error) { return nil, speak.ErrNone }
	w.do("settings")
	w.do("speak")
	says(t, w, "No speech service was found")
	w.do("speak again")
	w.speech.look()
}

// TestSpeakKept: speak mode is kept with the journal, and for the unlock page.
func TestSpeakKept(t *testing.T) {
	w, h := speaking(t)
	s, err := w.app.Settings()
	if err != nil || !s.Speak || !w.appearance.speak() {
		t.Error("not kept", err)
	}
	w.do("speak")
	if s, err = w.app.Settings(); err != nil || s.Speak || w.appearance.speak() || !h.closed {
		t.Error("not switched off", err)
	}
	if w.speech.last != "" {
		t.Error("what was said is remembered")
	}
}

// TestSpokenOf: what is in a control is said with its name.
func TestSpokenOf(t *testing.T) {
	field, choice, tick := newEntry(), newSelect([]string{"a", "b"}, nil), newCheck("Replace it", nil)
	newField("Name", field, "")
	newField("Kind", choice, "")
	field.SetText("Anna")
	choice.SetSelected("b")
	got := []string{spokenOf(field), spokenOf(choice), spokenOf(tick), spokenOf(newButton("Save", nil, nil)), spokenOf(nil)}
	want := []string{"Name, field: Anna", "Kind, choice: b", "Replace it, not ticked", "Save, button", ""}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}
