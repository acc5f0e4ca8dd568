package ui

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/crypto"
	"kith/journal"
)

// sampleWindow shows the sample diary, as of testNow.
func sampleWindow(t testing.TB) (*Window, app.Person) {
	t.Helper()
	a := newTestApp(t, nil)
	p, err := a.AddSample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return newTestWindow(t, a), p
}

// lastOf returns the newest entry of a kind and name; "" is any name.
func lastOf(t testing.TB, w *Window, kind journal.Kind, name string) app.Listed {
	t.Helper()
	list, err := w.app.List(context.Background(), w.app.Persons(), journal.Query{Kinds: []journal.Kind{kind}, Name: name, Limit: 1})
	if err != nil || len(list) == 0 {
		t.Fatalf("no %s %s: %v", kind, name, err)
	}
	return list[0]
}

// openedForm returns the form that is open.
func openedForm(t testing.TB, w *Window) *entrySheet {
	t.Helper()
	if w.forms.open == nil || len(w.sheets) == 0 {
		t.Fatal("no form is open")
	}
	return w.forms.open
}

func (s *entrySheet) control(t testing.TB, name view.EntryField) fyne.Focusable {
	t.Helper()
	for _, c := range s.controls {
		if c.name == string(name) {
			return c.control
		}
	}
	t.Fatalf("no control for %s in %v", name, s.controls)
	return nil
}

func typeInto(t testing.TB, s *entrySheet, name view.EntryField, text string) {
	t.Helper()
	s.w.win.Canvas().Focus(s.control(t, name))
	for _, r := range text {
		s.w.win.Canvas().Focused().TypedRune(r)
	}
}

var esc = &fyne.KeyEvent{Name: fyne.KeyEscape}

// TestEntryFormPictures holds the form of every sort of entry to its pictures.
func TestEntryFormPictures(t *testing.T) {
	w, p := sampleWindow(t)
	w.win.SetContent(newSpace(0)) // what is behind is for other tests
	picture := func(name string, open func()) {
		t.Run(name, func(t *testing.T) {
			open()
			if name == "new" || name == "wrong" || name == "symptom" || name == "history" {
				golden(t, w, "entry-"+name)
			} else {
				goldenOnce(t, w, "entry-"+name)
			}
			w.closeSheets()
			dropDrafts(t, w)
			w.shell.closeToast()
		})
	}
	newOf := func(kind journal.Kind, fill func(*entrySheet)) func() {
		return func() {
			w.do("entry form")
			s := openedForm(t, w)
			s.form.SetKind(kind)
			s.rebuild()
			if fill != nil {
				fill(s)
			}
		}
	}
	edit := func(kind journal.Kind, name string) func() {
		return func() { w.openEntryEdit(p, lastOf(t, w, kind, name).Entry.ID) }
	}
	picture("new", newOf(journal.KindSymptom, nil))
	picture("wrong", newOf(journal.KindMeasure, func(s *entrySheet) {
		s.take("Weight")
		typeInto(t, s, view.FieldValue, "seventy")
		s.form.SetMode(view.TimeClock)
		s.form.Fields.Time.Clock = "25:00"
		s.rebuild()
		s.trySave()
	}))
	picture("kinds", newOf(journal.KindSymptom, (*entrySheet).choose))
	picture("sleep", newOf(journal.KindNote, func(s *entrySheet) { s.chose(view.SortSleep); typeInto(t, s, view.FieldSleep, "23:10") }))
	picture("condition", newOf(journal.KindCondition, func(s *entrySheet) {
		s.form.Fields.Category = "allergy"
		s.rebuild()
	}))
	picture("evaluation", newOf(journal.KindEvaluation, func(s *entrySheet) { typeInto(t, s, view.FieldBenefit, "6") }))
	picture("quantity", newOf(journal.KindMeasure, func(s *entrySheet) {
		s.take("Temperature")
		typeInto(t, s, view.FieldValue, "37.0")
	}))
	picture("body", func() {
		w.win.Resize(fyne.NewSize(defaultWidth, 1100))
		newOf(journal.KindSymptom, func(s *entrySheet) {
			s.form.Fields.Region = "left temple, lower back"
			s.body = true
			s.rebuild()
			s.focus("body map")
			key := func(name fyne.KeyName) { s.control(t, "body map").TypedKey(&fyne.KeyEvent{Name: name}) }
			key(fyne.KeyDown)
			key(fyne.KeySpace)
			key(fyne.KeyDown)
		})()
	})
	w.win.Resize(fyne.NewSize(defaultWidth, defaultHeight))
	picture("dose", newOf(journal.KindDose, func(s *entrySheet) { s.take("Topiramate") }))
	picture("pressure", newOf(journal.KindMeasure, func(s *entrySheet) { s.take("Blood pressure") }))
	picture("symptom", edit(journal.KindSymptom, "Headache"))
	picture("note", edit(journal.KindNote, ""))
	picture("episode", edit(journal.KindEpisode, "Migraine attack"))
	picture("appointment", edit(journal.KindAppointment, ""))
	picture("factor", edit(journal.KindFactor, "Weather"))
	picture("course", edit(journal.KindCourse, "Propranolol"))
	picture("response", edit(journal.KindResponse, ""))
	picture("large", func() {
		w.appearance.setText(200)
		w.win.Resize(fyne.NewSize(defaultWidth, 1300))
		edit(journal.KindSymptom, "Headache")()
	})
	w.appearance.setText(100)
	w.win.Resize(fyne.NewSize(defaultWidth, defaultHeight))
	picture("history", func() { w.openHistory(p, corrected(t, w, p)) })
}

// goldenOnce compares with one picture, for the forms that differ in their fields
// alone.
func goldenOnce(t *testing.T, w *Window, name string) {
	t.Helper()
	before := w.appearance.look()
	defer w.appearance.setLook(before)
	w.appearance.setLook(Light)
	c := w.win.Canvas().(software.WindowlessCanvas)
	compareGolden(t, name+".xml", []byte(test.RenderToMarkup(c)))
	comparePicture(t, name+"-light-1x.png", software.RenderCanvas(c, fyne.CurrentApp().Settings().Theme()))
}

// corrected returns an entry with a history: corrected, changed again, and that
// taken back.
func corrected(t testing.TB, w *Window, p app.Person) journal.ID {
	t.Helper()
	ctx := context.Background()
	e := lastOf(t, w, journal.KindSymptom, "Headache").Entry
	for _, change := range []func(*journal.Entry) error{
		func(e *journal.Entry) error {
			e.Observation().Value = journal.Number10(journal.DecimalOf(6))
			e.Note = "Worse than I thought at first. It came back at four in the morning and stayed until the second coffee."
			return nil
		},
		func(e *journal.Entry) error { e.Tags = []string{"work"}; return nil },
	} {
		if _, err := w.app.Edit(ctx, p, e.ID, change); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.app.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	return e.ID
}

// TestEntryFormWrites writes an entry with the keyboard alone.
func TestEntryFormWrites(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, "headache 7 @8:30"))
	w.do("entry form")
	s := openedForm(t, w)
	if w.win.Canvas().Focused() != s.control(t, view.FieldName) {
		t.Fatal("typing does not go into the name")
	}
	typeInto(t, s, view.FieldName, "head")
	s.control(t, view.FieldName).TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	if s.form.Fields.Name != "Headache" {
		t.Fatalf("the arrow key chose %q", s.form.Fields.Name)
	}
	w.win.Canvas().FocusNext()
	typeInto(t, s, view.FieldValue, "10")
	if s.form.Fields.Value != "10" {
		t.Fatalf("typed 10, chose %q", s.form.Fields.Value)
	}
	typeInto(t, s, view.FieldNote, "thunder")
	s.control(t, view.FieldNote).(fyne.Shortcutable).TypedShortcut(saveShortcut)
	if len(w.sheets) != 0 {
		t.Fatalf("the form is still open: %v", s.form.Errors)
	}
	e := lastOf(t, w, journal.KindSymptom, "").Entry
	if got := app.Describe(&e); got != "Headache 10/10, thunder" || !strings.Contains(shownText(w), "Saved: Headache 10/10, thunder") {
		t.Errorf("%s; shown\n%s", got, shownText(w))
	}
	w.undoAct(false)
	if e := lastOf(t, w, journal.KindSymptom, "").Entry; app.Describe(&e) != "Headache 7/10" {
		t.Error("Undo did not take it back")
	}
}

// TestEntryFormSays what is wrong and goes there; nothing is written.
func TestEntryFormSays(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("entry form")
	s := openedForm(t, w)
	typeInto(t, s, view.FieldNote, "only a note")
	s.trySave()
	if len(w.sheets) != 1 || w.win.Canvas().Focused() != s.control(t, view.FieldName) || !strings.Contains(shownText(w), "Which symptom?") {
		t.Fatalf("sheets %d, %s", len(w.sheets), shownText(w))
	}
	typeInto(t, s, view.FieldName, "Nausea")
	if strings.Contains(shownText(w), "Which symptom?") {
		t.Error("what is right now is still called wrong")
	}
	if n := len(listed(t, w)); n != 0 {
		t.Errorf("%d entries", n)
	}
	s.form.Fields.Tags = strings.Repeat("t", 200)
	s.trySave()
	if s.form.Errors[view.FieldTags] == "" || w.win.Canvas().Focused() != s.control(t, view.FieldTags) {
		t.Error("a field that is hidden is wrong, and does not show")
	}
}

func listed(t testing.TB, w *Window) []app.Listed {
	t.Helper()
	list, err := w.app.List(context.Background(), w.app.Persons(), journal.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestEntryFormDraft: Esc loses nothing that was typed.
func TestEntryFormDraft(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7 @8:30")
	w := newTestWindow(t, a)
	w.do("entry form")
	typeInto(t, openedForm(t, w), view.FieldNote, "half a thought")
	w.win.Canvas().Focused().TypedKey(esc)
	if len(w.sheets) != 0 || !strings.Contains(shownText(w), "Not saved yet") || w.unsaved() {
		t.Fatalf("%d sheets, unsaved %v: %s", len(w.sheets), w.unsaved(), shownText(w))
	}
	w.do("entry form")
	s := openedForm(t, w)
	if s.form.Fields.Note != "half a thought" {
		t.Fatal("the draft is gone")
	}
	s.startOver()
	if s = openedForm(t, w); s.form.Fields.Note != "" || w.unsaved() {
		t.Error("it did not start over")
	}
	w.closeTop()
	if w.unsaved() || len(w.sheets) != 0 {
		t.Error("an empty form is kept as a draft")
	}

	id := listed(t, w)[0].Entry.ID
	w.openEntryEdit(a.Persons()[0], id)
	typeInto(t, openedForm(t, w), view.FieldValue, "3")
	w.closeTop()
	w.openEntryEdit(a.Persons()[0], id)
	if s = openedForm(t, w); s.form.Fields.Value != "3" {
		t.Fatal("the draft of a change is gone")
	}
	s.trySave()
	if e := listed(t, w)[0].Entry; app.Describe(&e) != "Headache 3/10" || w.unsaved() {
		t.Errorf("%s, unsaved %v", app.Describe(&e), w.unsaved())
	}
	w.openEntryEdit(a.Persons()[0], id)
	openedForm(t, w).remove()
	if len(listed(t, w)) != 0 || len(w.sheets) != 0 {
		t.Error("not deleted")
	}
}

// TestEntryFormWalk: Tab reaches every control of every sort of form, and Esc
// closes it.
func TestEntryFormWalk(t *testing.T) {
	w, p := sampleWindow(t)
	for _, sort := range view.EntrySorts() {
		kind := sort.Kind()
		list, err := w.app.List(context.Background(), w.app.Persons(), journal.Query{Kinds: []journal.Kind{kind}, Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range list {
			w.openEntryEdit(p, l.Entry.ID)
			walk(t, w)
			w.win.Canvas().Focused().TypedKey(esc)
		}
		w.do("entry form")
		s := openedForm(t, w)
		s.choose()
		walk(t, w)
		s.chose(sort)
		if modes := s.form.TimeModes(); slices.Contains(modes, view.TimePart) && sort != view.SortSleep {
			s.form.SetMode(view.TimePart)
		}
		s.form.Fields.Questions = []view.EntryQuestion{{Text: "Why?"}}
		s.more = true
		s.rebuild()
		walk(t, w)
		w.win.Canvas().Focused().TypedKey(esc)
		if len(w.sheets) != 0 {
			t.Fatalf("%s: Esc does not close the form", kind)
		}
		dropDrafts(t, w)
	}
}

// TestEntryFormFails: an error of the journal is said in the form, which stays
// open with what was typed.
func TestEntryFormFails(t *testing.T) {
	a := newTestApp(t, []string{"Anna"})
	w := newTestWindow(t, a)
	w.do("entry form")
	s := openedForm(t, w)
	typeInto(t, s, view.FieldName, "Headache")
	if err := a.ErasePerson(a.Persons()[0]); err != nil {
		t.Fatal(err)
	}
	s.trySave()
	if len(w.sheets) != 1 || s.form.Fields.Name != "Headache" || s.save.Disabled() || !strings.Contains(shownText(w), "no such person") {
		t.Errorf("%d sheets, %+v:\n%s", len(w.sheets), s.form.Fields, shownText(w))
	}
}

// TestEntryFormDays: the arrow keys go through the days.
func TestEntryFormDays(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("entry form")
	s := openedForm(t, w)
	s.form.SetMode(view.TimeDay)
	s.rebuild()
	date := s.control(t, view.FieldWhen)
	date.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	date.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	date.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp})
	if got := s.form.Fields.Time.Date; got != "2026-11-19" || !strings.Contains(shownText(w), "Thu 19 November 2026") {
		t.Errorf("%s: %s", got, shownText(w))
	}
}

func TestChoice(t *testing.T) {
	test.NewTempApp(t)
	var chosen []int
	c := newChoice("Value", []string{"yes", "no"}, -1, func(at int) { chosen = append(chosen, at) })
	key := func(name fyne.KeyName) { c.TypedKey(&fyne.KeyEvent{Name: name}) }
	c.TypedRune('n')
	key(fyne.KeyLeft)
	key(fyne.KeyLeft) // there is nothing further
	key(fyne.KeyBackspace)
	c.TypedRune('x')
	key(fyne.KeyEnd)
	c.Resize(c.MinSize())
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(4, 4)})
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(4, 4)}) // what is chosen is taken back
	c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(-4, 4)})
	if want := []int{1, 0, -1, 1, 0, -1}; !slices.Equal(chosen, want) {
		t.Errorf("%v, want %v", chosen, want)
	}
	c.must = true
	key(fyne.KeyHome)
	key(fyne.KeyDelete)
	if c.at != 0 || c.AccessibilityLabel() != "Value: yes" {
		t.Error(c.at, c.AccessibilityLabel())
	}
	typed := ""
	score := newScore("Worst", "7", func(text string) { typed = text })
	for _, step := range []struct {
		r    rune
		want string
	}{{'1', "1"}, {'0', "10"}, {'0', "0"}, {'3', "3"}, {'0', "0"}} {
		score.TypedRune(step.r)
		if typed != step.want {
			t.Errorf("typed %c, chosen %s, want %s", step.r, typed, step.want)
		}
	}
}

// TestBodyMap chooses parts of the body with the keys and the mouse; the field above
// says the same, and what is typed there shows on the map.
func TestBodyMap(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("entry form")
	s := openedForm(t, w)
	s.form.Fields.Name = "Pain"
	s.control(t, "body").(*button).OnTapped()
	m := s.control(t, "body map").(*bodyMap)
	if w.win.Canvas().Focused() != fyne.Focusable(m) {
		t.Fatal("the map does not have the focus")
	}
	walk(t, w)
	w.win.Canvas().Focus(m)
	key := func(names ...fyne.KeyName) {
		for _, name := range names {
			m.TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	key(fyne.KeySpace)
	if got := s.form.Fields.Region; got != "forehead" || !strings.Contains(m.AccessibilityLabel(), "forehead, chosen") {
		t.Fatalf("%q, %s", got, m.AccessibilityLabel())
	}
	key(fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight, fyne.KeyRight)
	if m.view != "back" {
		t.Errorf("the keys stay at the %s", m.view)
	}
	key(fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft, fyne.KeyLeft)
	if m.view != "front" {
		t.Errorf("the keys stay at the %s", m.view)
	}
	front, _, unit := m.figures(float64(m.raster.Size().Width), float64(m.raster.Size().Height))
	knee := m.model.Map.Part("right_knee").Outline("front").Centre()
	m.Tapped(&fyne.PointEvent{Position: m.raster.Position().AddXY(float32(front.X+unit*knee.X), float32(front.Y+unit*knee.Y))})
	if got := s.form.Fields.Region; got != "forehead, right knee" || m.at != "right_knee" {
		t.Errorf("%q", got)
	}
	field := s.control(t, view.FieldRegion).(*entry)
	field.SetText("neck and left hip, behind the ear")
	if !m.model.Chosen("neck") || !m.model.Chosen("left_hip") || m.model.Chosen("right_knee") || s.form.Fields.Region != "neck and left hip, behind the ear" {
		t.Errorf("%q on the map is %q", s.form.Fields.Region, m.model.Text())
	}
	s.trySave()
	if e := lastOf(t, w, journal.KindSymptom, "").Entry; e.Observation().Region != "neck and left hip, behind the ear" {
		t.Error(app.Describe(&e))
	}
}

// TestEntryFormAsks before it keeps a value far from what is usual, and keeps it as
// it was typed.
func TestEntryFormAsks(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, "weight 72.5 kg @8:00"))
	w.do("entry form")
	s := openedForm(t, w)
	s.chose("measure")
	s.take("Weight")
	typeInto(t, s, view.FieldValue, "725.0")
	if !strings.Contains(shownText(w), "= 1598 lb") {
		t.Errorf("the other unit is not said: %s", shownText(w))
	}
	s.trySave()
	if len(w.sheets) != 2 || !strings.Contains(shownText(w), "outside what is usual") || len(listed(t, w)) != 1 {
		t.Fatalf("%d sheets: %s", len(w.sheets), shownText(w))
	}
	w.closeTop()
	if len(w.sheets) != 1 || s.form.Fields.Value != "725.0" {
		t.Fatal("what was typed is gone")
	}
	s.trySave()
	w.sheets[1].actions[0].(*button).OnTapped()
	if e := lastOf(t, w, journal.KindMeasure, "").Entry; len(w.sheets) != 0 || app.Describe(&e) != "Weight 725.0 kg" {
		t.Errorf("%d sheets, %s", len(w.sheets), app.Describe(&e))
	}
}

// dropDrafts forgets every form that was begun.
func dropDrafts(t *testing.T, w *Window) {
	t.Helper()
	drafts, err := w.app.Drafts()
	for _, d := range drafts {
		if err == nil {
			err = w.app.KeepDraft(d.Key, nil)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestFormSurvives: a form that was begun is offered when the journal is opened
// again, with what was typed in it.
func TestFormSurvives(t *testing.T) {
	a := newTestApp(t, []string{"Anna", "Ben"})
	dir := a.Dir()
	w := newTestWindow(t, a)
	w.do("entry form")
	test.Type(w.win.Canvas().Focused(), "Migraine aura")
	if err := w.leave(); err != nil { // as before a lock; a crash comes a moment later
		t.Fatal(err)
	}
	a, err := app.Open(dir, crypto.PassphraseSecret([]byte("correct horse")), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	w = newTestWindow(t, a)
	clickOn(t, w, words.Text("entry.draft.go_on"))
	if len(w.sheets) != 1 || w.forms.open.form.Fields.Name != "Migraine aura" {
		t.Fatal("the form is not as it was left")
	}
	w.forms.open.trySave()
	if drafts, err := a.Drafts(); err != nil || len(drafts) != 0 {
		t.Error("after it was saved there are drafts:", drafts, err)
	}
	if err := w.leave(); err != nil {
		t.Fatal(err)
	}
}
