package view

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/instrument"
)

// newInstruments is the page of Anna, on 2026-11-20 in Berlin.
func newInstruments(t *testing.T) *Instruments {
	t.Helper()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte(testPass), app.Options{WorkFactor: 10, Zone: berlin,
		Now: func() time.Time { return time.Date(2026, 11, 20, 19, 30, 0, 0, berlin) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(t.Context(), "Anna"); err != nil {
		t.Fatal(err)
	}
	m := NewInstruments(a)
	m.SetPerson(a.Persons()[0], true)
	m.load(t)
	return m
}

func (m *Instruments) load(t *testing.T) {
	t.Helper()
	if err := m.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func (m *Instruments) open(t *testing.T, id string) *InstrumentForm {
	t.Helper()
	f, err := m.Open(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// page writes the page down: "Title: row (state)".
func (m *Instruments) page() string {
	var b strings.Builder
	for _, s := range m.Sections() {
		for _, r := range s.Rows {
			fmt.Fprintf(&b, "%s: %s (%s)\n", s.Title, r.Title, r.State)
		}
	}
	return b.String()
}

func TestInstrumentForm(t *testing.T) {
	m := newInstruments(t)
	f := m.open(t, "phq-8")
	if text, share := f.Progress(); text != "Question 1 of 9" || share != 0 || f.Recall() == "" || f.Title() != "PHQ-8" || f.Whose() != "Anna" {
		t.Error(text, share)
	}
	choices, row := f.Choices()
	if len(choices) != 4 || row || choices[0].Key != '0' || choices[3].Key != '3' || choices[2].Text != "More than half the days" {
		t.Errorf("%+v", choices)
	}
	if f.Back() || f.Draft() != nil || f.Ready() {
		t.Error("before the first question, or something to keep before an answer")
	}
	f.Choose(3)
	f.Choose(2)
	f.LeaveOut()
	if !f.Back() {
		t.Fatal("back")
	}
	f.Choose(1)
	if !f.Back() {
		t.Fatal("back")
	}
	if choices, _ := f.Choices(); !choices[1].Chosen || choices[0].Chosen {
		t.Errorf("what was chosen is not shown: %+v", choices)
	}
	f.Stop()
	if !f.AtEnd() || f.Given() != 3 {
		t.Error(f.Given())
	}
	if review := f.Review(); len(review) != 2 || review[0] != "Answered: 3 of 9 questions." ||
		review[1] != "Without question 4, 5, 6, 7 and 8 there is no score. You can go back, or keep it as it is." {
		t.Errorf("%q", review)
	}
	done, err := f.Save(t.Context())
	if err != nil || done.Title != "PHQ-8: not complete, so there is no score (left out: 4, 5, 6, 7 and 8)" || done.Crisis || len(done.Lines) != 0 {
		t.Errorf("%+v (%v)", done, err)
	}
	list, err := m.a.List(t.Context(), m.a.Persons(), journal.Query{})
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	for _, want := range []string{"Little interest or pleasure in doing things – Nearly every day", "Trouble falling or staying asleep, or sleeping too much – Several days",
		"Poor appetite or overeating – left out"} {
		if texts := fmt.Sprint(EntryDetails(&list[0].Entry)); !strings.Contains(texts, want) {
			t.Errorf("%q is not in %s", want, texts)
		}
	}
	m.load(t)
	if want := "With published scores: PHQ-8 (last on 20 Nov 2026: no score)\n"; !strings.HasPrefix(m.page(), want) {
		t.Error(m.page())
	}
}

// TestInstrumentResumed: what was answered and not kept is there again, unless the
// questions are others now.
func TestInstrumentResumed(t *testing.T) {
	m := newInstruments(t)
	f := m.open(t, "gad-7")
	f.Choose(1)
	f.LeaveOut()
	f.Choose(3)
	if err := m.a.KeepDraft(f.DraftKey(), f.Draft()); err != nil {
		t.Fatal(err)
	}
	g := m.open(t, "gad-7")
	if text, _ := g.Progress(); !g.Resumed || text != "Question 4 of 8" || g.Given() != 2 || len(g.Notes()) != 1 {
		t.Error(text, g.Given(), g.Notes())
	}
	if h := m.open(t, "phq-8"); h.Resumed {
		t.Error("the answers to another questionnaire")
	}
	for _, wrong := range []string{`{"version":"2","answers":[1,1,1,1,1,1,1,1]}`, `{"version":"1","answers":[1]}`, `x`,
		`{"version":"1","answers":[9,9,9,9,9,9,9,9],"at":99}`} {
		if err := m.a.KeepDraft(f.DraftKey(), []byte(wrong)); err != nil {
			t.Fatal(err)
		}
		if h := m.open(t, "gad-7"); h.Given() != 0 || h.Resumed {
			t.Errorf("%s was taken for answers", wrong)
		}
	}
}

func TestInstrumentNumbers(t *testing.T) {
	m := newInstruments(t)
	f := m.open(t, "hrqol-4")
	choices, row := f.Choices()
	if len(choices) != 5 || row || choices[0].Key != '1' || choices[4].Text != "Poor" {
		t.Errorf("%+v", choices)
	}
	f.Choose(2)
	if choices, _ := f.Choices(); choices != nil {
		t.Errorf("31 days as choices: %+v", choices)
	}
	if typed, hint := f.Number(); typed != "" || hint != "A number, 0–30" {
		t.Error(typed, hint)
	}
	for _, wrong := range []string{"31", "-1", "many", "1.5"} {
		if problem := f.TypeNumber(wrong); problem != "That does not fit. It can be: 0–30." {
			t.Errorf("%q: %q", wrong, problem)
		}
	}
	for _, days := range []string{" 20 ", "15", ""} {
		if problem := f.TypeNumber(days); problem != "" {
			t.Errorf("%q: %q", days, problem)
		}
	}
	f.At = "yesterday"
	done, err := f.Save(t.Context())
	if err != nil || done.Title != "Healthy days (HRQOL-4): 30, on a scale from 0 to 30" || done.Source != "" {
		t.Errorf("%+v (%v)", done, err)
	}
	total := m.open(t, "hit-6")
	if !total.TotalOnly() || total.TotalHint() != "Total: a number from 36 to 78." || total.Ready() {
		t.Error(total.TotalHint())
	}
	for text, ok := range map[string]bool{"x": false, "90": false, "58": true} {
		total.SetTotal(text)
		if _, err := total.Save(t.Context()); (err == nil) != ok {
			t.Errorf("%q: %v", text, err)
		}
	}
	m.load(t)
	if !strings.Contains(m.page(), "Only the total: HIT-6 (last on 20 Nov 2026: 58)") || strings.Contains(m.page(), "MIDAS") {
		t.Error(m.page())
	}
	for _, r := range m.MoreTotals("") {
		if r.ID == "hit-6" {
			t.Error("it is on the page already")
		}
	}
}

// TestInstrumentCrisis: the ninth item above zero, and nothing else, shows whom to
// call; it is a page of what is known here.
func TestInstrumentCrisis(t *testing.T) {
	m := newInstruments(t)
	f := m.open(t, "phq-9")
	for range 8 {
		f.Choose(3)
	}
	if f.Alert() {
		t.Error("before the question")
	}
	f.Choose(1)
	if !f.Alert() {
		t.Error("after the answer")
	}
	done, err := f.Save(t.Context())
	if err != nil || !done.Crisis {
		t.Errorf("%+v (%v)", done, err)
	}
	page, err := NewCrisisPage(m.a, true)
	if err != nil || len(page.Here) != 2 || page.Danger != "If there is danger now, call 112." || !strings.Contains(page.Intro[1], "Germany") {
		t.Errorf("%+v (%v)", page, err)
	}
	if len(page.Others) < 20 || page.Others[0].Name != "Australia" || page.Others[0].Lines[0] != "Lifeline: 13 11 14" {
		t.Errorf("%+v", page.Others)
	}
	if asked, err := NewCrisisPage(m.a, false); err != nil || len(asked.Intro) != 1 || len(asked.Notes) != 1 {
		t.Errorf("%+v (%v)", asked, err)
	}
}

func TestInstrumentEvery(t *testing.T) {
	m := newInstruments(t)
	row := m.Sections()[0].Rows[0]
	choices, now := row.EveryChoices()
	if choices[now].Title != "not regularly" || choices[3].Title != "every 2 weeks" {
		t.Errorf("%+v", choices)
	}
	if err := m.AskEvery(t.Context(), row.ID, choices[3].Every); err != nil {
		t.Fatal(err)
	}
	m.load(t)
	first := m.Sections()[0]
	if first.Title != "Due now" || first.Rows[0].State != "not answered yet · due today" {
		t.Errorf("%+v", first)
	}
	every, err := instrument.ParseCadence("10d")
	if err != nil {
		t.Fatal(err)
	}
	if err := m.AskEvery(t.Context(), row.ID, every); err != nil {
		t.Fatal(err)
	}
	m.load(t)
	choices, now = m.Sections()[0].Rows[0].EveryChoices()
	if choices[now].Title != "every 10 days" {
		t.Errorf("what the command line chose is not there: %+v", choices)
	}
}

// TestOwnQuestions: written, answered, changed, and the earlier answer keeps its
// question.
func TestOwnQuestions(t *testing.T) {
	m := newInstruments(t)
	o := m.NewOwn()
	if o.Problem() != "Give it a title." {
		t.Error(o.Problem())
	}
	o.Title = " Mi mañana! "
	if o.Problem() != "Write at least one question." {
		t.Error(o.Problem())
	}
	o.Questions, o.Scale = "\nHow awake?\n  How sore? \n", OwnTen
	if err := o.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.load(t)
	f := m.open(t, "mi-manana")
	choices, row := f.Choices()
	if len(choices) != 11 || !row || choices[10].Key != 0 || choices[7].Key != '7' || f.Question() != "How awake?" {
		t.Errorf("%+v", choices)
	}
	f.Choose(7)
	f.Choose(10)
	f.At = "18:00"
	done, err := f.Save(t.Context())
	if err != nil || done.Title != "Mi mañana!: 17, on a scale from 0 to 20" {
		t.Errorf("%+v (%v)", done, err)
	}
	m.load(t)
	again, err := m.EditOwn("mi-manana")
	if err != nil || again.Title != "Mi mañana!" || again.Questions != "How awake?\nHow sore?" || again.Scale != OwnTen || !again.Sum {
		t.Fatalf("%+v (%v)", again, err)
	}
	if err := again.Save(t.Context()); err != nil {
		t.Error("nothing changed:", err)
	}
	again.Questions, again.Scale, again.Sum = "Fog?", OwnOften, false
	if err := again.Save(t.Context()); err != nil {
		t.Fatal(err)
	}
	m.load(t)
	g := m.open(t, "mi-manana")
	if choices, _ := g.Choices(); len(choices) != 5 || choices[4].Text != "Always" {
		t.Errorf("%+v", choices)
	}
	g.Choose(4)
	if done, err := g.Save(t.Context()); err != nil || done.Title != "Mi mañana!: 1 of 1 question answered" {
		t.Errorf("%+v (%v)", done, err)
	}
	history, err := m.History(t.Context(), "mi-manana")
	if err != nil || len(history) != 2 || history[0].Lines[0] != (InstrumentLine{"Fog?", "Always"}) || history[1].Lines[1] != (InstrumentLine{"How sore?", "10"}) {
		t.Errorf("%+v (%v)", history, err)
	}
	m.load(t)
	if r := m.Sections()[0].Rows[0]; !r.Own || !r.Editable || !r.Answered {
		t.Errorf("%+v", r)
	}
	var unknown *app.UnknownInstrumentError
	if _, err := m.EditOwn("phq-8"); !errors.As(err, &unknown) {
		t.Error("a built-in one was changed:", err)
	}
	if err := m.Remove(t.Context(), "mi-manana"); err != nil {
		t.Fatal(err)
	}
	m.load(t)
	if strings.Contains(m.page(), "mañana") {
		t.Error(m.page())
	}
	list, err := m.a.List(t.Context(), m.a.Persons(), journal.Query{Kinds: []journal.Kind{journal.KindResponse}})
	if err != nil || len(list) != 2 {
		t.Fatal("its answers are gone:", list, err)
	}
	if lines, err := InstrumentLines(t.Context(), m.a, m.person, &list[0].Entry); err != nil || lines != nil {
		t.Errorf("%+v (%v)", lines, err)
	}
}

// TestInstrumentFile: a pack from a file is taken or refused with the reason.
func TestInstrumentFile(t *testing.T) {
	m := newInstruments(t)
	path := filepath.Join(t.TempDir(), "pack.json")
	put := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(`{"kith_instrument":1,"id":"a","version":"1","title":"A","language":"en","items":[{"text":"?","number":{"low":9,"high":1}}]}`)
	if _, err := m.Add(t.Context(), path); err == nil || !strings.Contains(app.Explain(err).What, "the range from 9 to 1 is wrong") {
		t.Error(err)
	}
	put(`{"kith_instrument":1,"id":"a","version":"1","title":"A","language":"de","items":[{"text":"?","number":{"low":1,"high":9}}]}`)
	if title, err := m.Add(t.Context(), path); err != nil || title != "A" {
		t.Error(title, err)
	}
	m.load(t)
	if r := m.Sections()[0].Rows[0]; r.Editable || r.About != "1 question" {
		t.Errorf("%+v", r)
	}
	if f := m.open(t, "a"); len(f.Notes()) != 1 || !strings.Contains(f.Notes()[0], "(de)") {
		t.Error(f.Notes())
	}
	defer words.Use(words.Language())
	words.Use("es")
	m.load(t)
	if f := m.open(t, "phq-8"); f.Question() != "Poco interés o placer en hacer cosas" || len(f.Notes()) != 0 {
		t.Error(f.Question(), f.Notes())
	}
}
