package ui

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// unclearDates is a table in which no row decides between day and month.
const unclearDates = `When it was,Headache,Hours slept,What I took,How bad was it on a scale from nought to ten
03/04/2026,5,7.5,Ibuprofen 400 mg,3
05/06/2026,6,8,,2
07/08/2026,2,6,Aspirin,9
`

// partlyRead is a table of which some rows and cells cannot be read.
const partlyRead = `date,headache,hours slept
2026-03-01,5,7.5
2026-03-02,6,8
soon,6,8
2026-03-04,2,a lot
,3,7
2026-03-06,7,6
2026-03-07,7,6
2026-03-08,7,6
2026-03-09,7,6
2026-03-10,1,6
2026-03-11,1,6
2026-03-12,1,6
2026-03-13,1,6
2026-03-14,1,6
2026-03-15,1,6
2026-03-16,1,6
2026-03-17,1,6
2026-03-18,1,6
2026-03-19,1,6
2026-03-20,1,6
2026-03-21,1,6
2026-03-22,1,6
2026-03-23,1,6
2026-03-24,1,6
`

func bringFile(t testing.TB, name, content string) fyne.URI {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return storage.NewFileURI(path)
}

// bringWindow is a window whose import page got files by dropping them.
func bringWindow(t testing.TB, files ...fyne.URI) (*Window, *bringPage) {
	t.Helper()
	w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben"}))
	w.dropped(fyne.Position{}, files)
	return w, w.shell.pages["import"].(*bringPage)
}

func bringStep(t testing.TB, p *bringPage, want view.BringStep) {
	t.Helper()
	if s := p.model.Shown(); s.Step != want {
		t.Fatalf("step %d, want %d: %+v", s.Step, want, s.Problem)
	}
}

func press(w *Window, name fyne.KeyName) {
	if f := w.win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		return
	}
	w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
}

func bringEntries(t testing.TB, w *Window) int {
	t.Helper()
	list, err := w.app.List(context.Background(), w.app.Persons(), journal.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestBringGolden(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben"}))
	w.do("import")
	golden(t, w, "import-choose")
	w.dropped(fyne.Position{}, []fyne.URI{bringFile(t, "headaches.csv", unclearDates)})
	golden(t, w, "import-check")
	p := w.shell.pages["import"].(*bringPage)
	p.leave()
	w.dropped(fyne.Position{}, []fyne.URI{bringFile(t, "headaches.csv", partlyRead)})
	p.begin()
	w.shell.closeToast()
	golden(t, w, "import-done")
}

// TestBringByKeyboard answers a question, looks at a row, imports and undoes,
// without a mouse.
func TestBringByKeyboard(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "t.csv", unclearDates))
	bringStep(t, p, view.BringAsk)
	if w.win.Canvas().Focused() != p.check.dates.format {
		t.Fatal("the focus is not on what is asked")
	}
	if !p.check.start.Disabled() {
		t.Error("it could be imported without an answer")
	}
	press(w, fyne.KeyRight) // runs through the answers in Fyne: every one would be taken
	if s := p.model.Shown(); s.Date.Format != "" {
		t.Errorf("the arrow to the right chose %s", s.Date.Format)
	}
	p.check.dates.format.SetSelectedIndex(2)
	bringStep(t, p, view.BringReady)
	if got := shownText(w); !strings.Contains(got, "2026-04-03") || strings.Contains(got, words.Text("bring.counts.ask")) {
		t.Errorf("the day is not first:\n%s", got)
	}
	if p.check.start.Disabled() {
		t.Fatal("it cannot be imported")
	}
	w.win.Canvas().Focus(p.check.lines.list)
	press(w, fyne.KeyReturn)
	if len(w.sheets) != 1 || !strings.Contains(shownText(w), "Ibuprofen 400 mg") {
		t.Fatal("Enter does not show the row")
	}
	press(w, fyne.KeyEscape)
	w.win.Canvas().Focus(p.check.start)
	press(w, fyne.KeyReturn)
	bringStep(t, p, view.BringDone)
	if bringEntries(t, w) == 0 || w.shell.toast == nil {
		t.Fatal("nothing was imported, or it is not said")
	}
	p.undo(p.model.Shown().Act)()
	if n := bringEntries(t, w); n != 0 {
		t.Errorf("%d entries after undo", n)
	}
	if got := shownText(w); !strings.Contains(got, words.Text("bring.done.undone")) {
		t.Errorf("it does not say so:\n%s", got)
	}
}

// TestBringTyping: typing a name changes what comes of the rows and keeps the
// focus.
func TestBringTyping(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "t.csv", partlyRead))
	bringStep(t, p, view.BringReady)
	var row *bringColumn
	for _, r := range p.check.columns.rows {
		if r.name == "headache" {
			row = r
		}
	}
	w.win.Canvas().Focus(row.label)
	test.Type(row.label, "Hip pain")
	if p.check.start.Disabled() == false {
		t.Error("it can be imported while what is shown is not what would come")
	}
	p.edited() // what the pause after typing does
	if w.win.Canvas().Focused() != row.label || row.label.Text != "Hip pain" {
		t.Errorf("the focus is gone, or the text is %q", row.label.Text)
	}
	if got := shownText(w); !strings.Contains(got, "Hip pain 5") {
		t.Errorf("the rows do not show it:\n%s", got)
	}
	test.Type(row.unit, "0") // "0–100"
	if c := p.model.Shown().Columns[1]; c.Range != "0–100" && c.Range != "0–10" {
		t.Errorf("the range is %q", c.Range)
	}
	row.use.SetSelectedIndex(len(row.uses) - 1)
	if row.label.Visible() || row.kind.Visible() || row.unit.Visible() {
		t.Error("a column that is left out has a name")
	}
	p.check.owner.SetSelectedIndex(len(p.check.owners) - 1)
	bringStep(t, p, view.BringAsk)
	if w.win.Canvas().Focused() != p.check.newName {
		t.Fatal("the name of somebody new cannot be typed at once")
	}
	test.Type(p.check.newName, "Cleo")
	p.edited()
	p.begin()
	bringStep(t, p, view.BringDone)
	if _, err := w.app.Person("Cleo"); err != nil {
		t.Error(err)
	}
	if got := len(w.shown.All()); got != 3 {
		t.Errorf("the window knows %d persons", got)
	}
	p.look(p.model.Shown().Summary.Names)
	if got := w.shown.Title(); got != "Cleo" || w.shell.front != "list" {
		t.Errorf("the timeline is that of %s, page %s", got, w.shell.front)
	}
}

// TestBringPersons: persons whom an import added can go once it is undone, after a
// question, because that is for good.
func TestBringPersons(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "t.csv", "date,who,pain\n2026-01-01,Cleo,5\n2026-01-02,Dora,6\n"))
	p.model.SetUse("who", view.UseWhose)
	p.edited()
	p.begin()
	bringStep(t, p, view.BringDone)
	if got := len(w.shown.All()); got != 4 {
		t.Fatalf("%d persons", got)
	}
	p.look(p.model.Shown().Summary.Names)
	if !w.shown.IsEveryone() {
		t.Error("the timeline is not that of all")
	}
	w.do("import")
	p.undo(p.model.Shown().Act)()
	if got := shownText(w); !strings.Contains(got, words.Text("bring.remove")) {
		t.Fatalf("it is not offered:\n%s", got)
	}
	p.removeAdded()
	if len(w.shown.All()) != 4 {
		t.Fatal("they went without a question")
	}
	w.sheets[0].actions[0].(*button).OnTapped()
	if got := len(w.shown.All()); got != 2 {
		t.Errorf("%d persons are left", got)
	}
}

// TestBringWalk: Tab reaches every control at every step.
func TestBringWalk(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "t.csv", unclearDates))
	walk(t, w)
	p.check.dates.format.SetSelectedIndex(2)
	walk(t, w)
	p.begin()
	w.shell.closeToast()
	walk(t, w)
	w.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(t.TempDir())})
	bringStep(t, p, view.BringFailed)
	walk(t, w)
}

// TestBringEscape: Esc goes back step by step, and what was answered is not thrown
// away by the first.
func TestBringEscape(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "t.csv", unclearDates))
	press(w, fyne.KeyEscape)
	bringStep(t, p, view.BringAsk)
	press(w, fyne.KeyEscape)
	bringStep(t, p, view.BringChoose)
	press(w, fyne.KeyReturn) // the button has the focus
	if len(w.sheets) != 1 {
		t.Fatal("Enter does not ask for a file")
	}
	press(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Error("Esc does not close it")
	}
	w.dropped(fyne.Position{}, []fyne.URI{bringFile(t, "t.csv", partlyRead)})
	p.begin()
	w.shell.closeToast()
	press(w, fyne.KeyEscape)
	bringStep(t, p, view.BringChoose)
}

// TestBringSeveral: files that were dropped together come one after another.
func TestBringSeveral(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "a.csv", partlyRead), storage.NewFileURI(t.TempDir()), bringFile(t, "b.csv", unclearDates))
	bringStep(t, p, view.BringReady)
	p.begin()
	bringStep(t, p, view.BringDone)
	p.leave()
	bringStep(t, p, view.BringFailed)
	p.leave()
	if s := p.model.Shown(); s.Step != view.BringAsk || s.File != "b.csv" || len(s.Waiting) != 0 {
		t.Errorf("%+v", s)
	}
	if strings.Contains(w.win.Title(), ".csv") {
		t.Errorf("the title is %q", w.win.Title())
	}
}

// TestBringLocked: what comes back after the journal was closed touches nothing.
func TestBringLocked(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "t.csv", partlyRead))
	var then func(error)
	p.run(func(context.Context, *progress) error {
		w.app = nil
		return context.Canceled
	}, func() { t.Error("it went on") })
	w.app = p.a
	if then != nil || p.model.Shown().Step != view.BringChoose {
		t.Error("the file is still open")
	}
}

// TestBringMapFile saves what the columns are, and reads another table by it.
func TestBringMapFile(t *testing.T) {
	w, p := bringWindow(t, bringFile(t, "t.csv", unclearDates))
	p.check.dates.format.SetSelectedIndex(2)
	path := filepath.Join(t.TempDir(), "columns.json")
	p.saveMap()
	field := w.sheets[0].first.(*entry)
	field.SetText(path)
	press(w, fyne.KeyReturn)
	if _, err := os.Stat(path); err != nil {
		t.Fatal(err)
	}
	if err := p.model.SaveMap(path); app.Explain(err).What != words.Text("error.file_exists.what") {
		t.Errorf("written over: %v", err)
	}
	p.leave()
	w.dropped(fyne.Position{}, []fyne.URI{bringFile(t, "u.csv", unclearDates)})
	bringStep(t, p, view.BringAsk)
	p.loadMap()
	w.sheets[0].first.(*entry).SetText(path)
	press(w, fyne.KeyReturn)
	bringStep(t, p, view.BringReady)
}

// TestBringTexts: every word that the page may need is there.
func TestBringTexts(t *testing.T) {
	var keys []string
	for _, u := range append(view.BringUses(), view.UseRecord) {
		keys = append(keys, "bring.use."+u)
	}
	for _, f := range view.BringDateFormats()[1:] {
		keys = append(keys, "bring.date."+f)
	}
	for _, k := range journal.Kinds() {
		keys = append(keys, "bring.kind."+k)
	}
	for _, key := range keys {
		if !words.Has(key) {
			t.Errorf("%s has no text", key)
		}
	}
}
