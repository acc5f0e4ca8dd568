package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kith/app"
	"kith/journal"
)

// typeKeys types to whatever has the focus; "\n" is Enter, "\b" Backspace, "\t" Tab
// and "<" and ">" the arrow keys left and right.
func typeKeys(t *testing.T, w *Window, keys string) {
	t.Helper()
	for _, r := range keys {
		f := w.win.Canvas().Focused()
		if f == nil {
			t.Fatalf("nothing has the focus before %q of %q", r, keys)
		}
		switch name, ok := map[rune]fyne.KeyName{'\n': fyne.KeyReturn, '\b': fyne.KeyBackspace, '<': fyne.KeyLeft, '>': fyne.KeyRight}[r]; {
		case ok:
			f.TypedKey(&fyne.KeyEvent{Name: name})
		case r == '\t':
			w.win.Canvas().FocusNext()
		default:
			f.TypedRune(r)
		}
	}
}

func newInstrumentWindow(t *testing.T) (*Window, *app.App) {
	t.Helper()
	a := newTestApp(t, []string{"Anna"})
	w := newTestWindow(t, a)
	w.do("ask list")
	return w, a
}

func (w *Window) instruments() *instrumentPage { return w.shell.pages["ask list"].(*instrumentPage) }

// responses are all answers that are kept.
func responses(t *testing.T, a *app.App) []*journal.Response {
	t.Helper()
	list, err := a.List(context.Background(), a.Persons(), journal.Query{Kinds: []journal.Kind{journal.KindResponse}})
	if err != nil {
		t.Fatal(err)
	}
	var found []*journal.Response
	for i := range list {
		found = append(found, list[i].Entry.Body.(*journal.Response))
	}
	return found
}

// TestInstrumentByKeys fills in a PHQ-8 from the page on with the keyboard alone:
// a key for each question, Enter to keep and Enter to close.
func TestInstrumentByKeys(t *testing.T) {
	w, a := newInstrumentWindow(t)
	if text := shownText(w); !strings.Contains(text, "With published scores") || !strings.Contains(text, "PHQ-8") || strings.Contains(text, "MIDAS") {
		t.Fatal(text)
	}
	typeKeys(t, w, "\n")
	if text := shownText(w); !strings.Contains(text, "Question 1 of 9") || !strings.Contains(text, "Not at all") || !strings.Contains(text, "About Anna") {
		t.Fatal(text)
	}
	const keys = "123211201\n"
	typeKeys(t, w, keys)
	text := shownText(w)
	for _, want := range []string{"PHQ-8: 12, on a scale from 0 to 24", "The authors call this range “moderate”. It is not a diagnosis.", "Kroenke"} {
		if !strings.Contains(strings.ReplaceAll(text, "\n", " "), want) {
			t.Errorf("%q is not said:\n%s", want, text)
		}
	}
	typeKeys(t, w, "\n")
	if w.win.Canvas().Focused() != fyne.Focusable(w.instruments().fills["phq-8"]) {
		t.Error("the focus is not back where it was")
	}
	if len(w.sheets) != 0 || w.shell.toast == nil {
		t.Error("the sheet is still open, or nothing says what was kept")
	}
	kept := responses(t, a)
	if len(kept) != 1 || kept[0].Score.String() != "12" || kept[0].Instrument != "phq-8" {
		t.Fatalf("%+v", kept)
	}
	if text := shownText(w); !strings.Contains(text, "last on 20 Nov 2026: 12") {
		t.Error(text)
	}
	w.undoAct(false)
	if len(responses(t, a)) != 0 {
		t.Error("undo did not take it back")
	}
}

// TestInstrumentBackAndStop: back, leave out, stop, and go on another day.
func TestInstrumentBackAndStop(t *testing.T) {
	w, a := newInstrumentWindow(t)
	w.openInstrument(w.instruments().model, "gad-7")
	typeKeys(t, w, "2\b")
	if text := shownText(w); !strings.Contains(text, "Question 1 of 8") {
		t.Fatal(text)
	}
	typeKeys(t, w, "<\n") // the arrow goes from the chosen answer, 2, to 1
	typeKeys(t, w, "3x9")
	s := w.sheets[0]
	w.tryClose(s) // not now
	if len(w.sheets) != 0 || len(responses(t, a)) != 0 {
		t.Fatal("closing kept something, or did not close")
	}
	w.openInstrument(w.instruments().model, "gad-7")
	if text := shownText(w); !strings.Contains(text, "Question 3 of 8") || !strings.Contains(text, "You stopped here before") {
		t.Fatal(text)
	}
	typeKeys(t, w, "\t\t\t\t") // past the answers
	for range 8 {
		if b, ok := w.win.Canvas().Focused().(*button); ok && b.Text == "Stop here" {
			break
		}
		typeKeys(t, w, "\t")
	}
	typeKeys(t, w, "\n")
	if text := strings.ReplaceAll(shownText(w), "\n", " "); !strings.Contains(text, "Answered: 2 of 8 questions.") || !strings.Contains(text, "there is no score") {
		t.Fatal(text)
	}
	typeKeys(t, w, "\n")
	kept := responses(t, a)
	if len(kept) != 1 || kept[0].Score != nil || kept[0].Answers[0].String() != "1" || kept[0].Answers[1].String() != "3" || kept[0].Answers[2] != nil {
		t.Fatalf("%+v", kept)
	}
	typeKeys(t, w, "\n")
	w.openInstrument(w.instruments().model, "gad-7")
	if text := shownText(w); !strings.Contains(text, "Question 1 of 8") {
		t.Error("what was kept is asked again:", text)
	}
}

// TestInstrumentCrisis: the page with numbers comes before the score, and Esc goes
// on to it.
func TestInstrumentCrisis(t *testing.T) {
	w, _ := newInstrumentWindow(t)
	w.openInstrument(w.instruments().model, "phq-9")
	typeKeys(t, w, "000000001")
	if text := shownText(w); !strings.Contains(text, "there are people to talk to") {
		t.Error(text)
	}
	typeKeys(t, w, "0\n")
	if len(w.sheets) != 2 || !strings.Contains(shownText(w), "0800 111 0 111") || !strings.Contains(shownText(w), "call 112") {
		t.Fatal(len(w.sheets), shownText(w))
	}
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if text := shownText(w); len(w.sheets) != 1 || !strings.Contains(text, "PHQ-9: 1, on a scale") {
		t.Error(text)
	}
}

// TestInstrumentNumber: days are typed; what does not fit is said and stays.
func TestInstrumentNumber(t *testing.T) {
	w, a := newInstrumentWindow(t)
	w.openInstrument(w.instruments().model, "hrqol-4")
	typeKeys(t, w, "345\n")
	if text := shownText(w); !strings.Contains(text, "It can be: 0–30") || !strings.Contains(text, "45") {
		t.Fatal(text)
	}
	typeKeys(t, w, "\b\n15\n\n\n") // 4, 15, nothing, keep
	kept := responses(t, a)
	if len(kept) != 1 || kept[0].Score.String() != "19" || kept[0].Answers[3] != nil {
		t.Fatalf("%+v", kept)
	}
	w.closeSheets()
	w.openInstrument(w.instruments().model, "midas")
	typeKeys(t, w, "21\n\n")
	if kept = responses(t, a); len(kept) != 2 || !strings.Contains(shownText(w), "MIDAS") {
		t.Fatalf("%+v", kept)
	}
}

// TestInstrumentOwn writes questions, asks them every week, changes and removes them.
func TestInstrumentOwn(t *testing.T) {
	w, a := newInstrumentWindow(t)
	p := w.instruments()
	w.win.Canvas().Focus(p.own)
	typeKeys(t, w, "\nMy mornings\nStiff?\nSleepy?")
	w.sheets[0].actions[0].(*button).press()
	if len(w.sheets) != 0 || !strings.Contains(shownText(w), "My mornings") {
		t.Fatal(shownText(w))
	}
	s := p.selectors["my-mornings"]
	w.win.Canvas().Focus(s)
	s.SetSelected("every week")
	if text := shownText(w); !strings.Contains(text, "Due now") || !strings.Contains(text, "due today") {
		t.Error(text)
	}
	if w.win.Canvas().Focused() != fyne.Focusable(p.selectors["my-mornings"]) {
		t.Error("the focus is lost")
	}
	w.openInstrument(p.model, "my-mornings")
	typeKeys(t, w, "7<<\n\n") // seven, then ten: from the first around to the last
	kept := responses(t, a)
	if len(kept) != 1 || kept[0].Score.String() != "16" {
		t.Fatalf("%+v", kept)
	}
	w.closeSheets()
	if text := shownText(w); strings.Contains(text, "Due now") || !strings.Contains(text, "next on 27 Nov 2026") {
		t.Error(text)
	}
	p.remove(p.model.Sections()[0].Rows[0])
	if text := shownText(w); strings.Contains(text, "next on") {
		t.Error(text)
	}
	w.undoAct(false)
	path := filepath.Join(t.TempDir(), "x.json")
	if err := os.WriteFile(path, []byte(`{"kith_instrument":1}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p.addFile()
	w.win.Canvas().Focused().(*entry).SetText(path)
	typeKeys(t, w, "\n")
	if text := strings.ReplaceAll(shownText(w), "\n", " "); !strings.Contains(text, "cannot be the id of a questionnaire") {
		t.Error(text)
	}
}

// TestInstrumentGolden compares the page, a question and whom to call with their
// pictures.
func TestInstrumentGolden(t *testing.T) {
	w, a := newInstrumentWindow(t)
	seven := journal.DecimalOf(7)
	if _, err := a.Answer(context.Background(), a.Persons()[0], "gad-7", app.Filled{Total: &seven}); err != nil {
		t.Fatal(err)
	}
	w.changed()
	golden(t, w, "ask-page")
	w.openInstrument(w.instruments().model, "phq-9")
	typeKeys(t, w, "0123")
	goldenOnce(t, w, "ask-question")
	w.closeSheets()
	w.openCrisis(true, nil)
	goldenOnce(t, w, "ask-crisis")
}
