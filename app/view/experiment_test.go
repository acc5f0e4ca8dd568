package view_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// experimentModel is the experiments of Anna, who wrote down some days of headache; the
// clock can be moved.
func experimentModel(t *testing.T) (*app.App, *view.Experiments, *time.Time) {
	t.Helper()
	now := time.Date(2026, time.November, 20, 19, 30, 0, 0, time.UTC)
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse"), app.Options{WorkFactor: 10, Zone: time.UTC, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	persons, err := a.AddPersons(context.Background(), "Anna")
	if err != nil {
		t.Fatal(err)
	}
	m := view.NewExperiments(a)
	m.SetPerson(persons[0], true)
	return a, m, &now
}

func headache(t *testing.T, a *app.App, day journal.Date, rating int64) {
	t.Helper()
	if _, err := a.LogEntries(context.Background(), a.Persons()[0], "log", journal.Entry{Kind: journal.KindSymptom, Name: "Headache",
		When: journal.OnDay(day, time.UTC), Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(rating))}}); err != nil {
		t.Fatal(err)
	}
}

// TestExperimentSteps: each step that can be left is checked, what it would be is shown
// before it is saved, and a treatment is not saved before the prescriber was asked.
func TestExperimentSteps(t *testing.T) {
	ctx := context.Background()
	a, m, _ := experimentModel(t)
	if _, err := m.NewForm(ctx); err == nil || app.Explain(err).What != words.Text("experiment.page.nothing") {
		t.Errorf("without anything to measure: %v", err)
	}
	headache(t, a, a.Day(), 4)
	f, err := m.NewForm(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if f.Ready() || f.Changed() || len(f.Measures) != 1 || f.Alsos()[0] != words.Text("experiment.also.nothing") {
		t.Errorf("%+v", f)
	}
	f.Fields.Name, f.Fields.Sort = "Magnesium", view.TryTreatment
	if _, err := f.Look(ctx, f.Fields); err == nil || !strings.Contains(err.Error(), "at what times") {
		t.Errorf("a treatment without times: %v", err)
	}
	f.Fields.Times = "20:00"
	for name, spoil := range map[string]func(*view.ExperimentFields){
		"days":    func(x *view.ExperimentFields) { x.Days = "a week" },
		"washout": func(x *view.ExperimentFields) { x.Washout = "7" },
		"pairs":   func(x *view.ExperimentFields) { x.Pairs = "5" },
		"from":    func(x *view.ExperimentFields) { x.From = "soon" },
	} {
		x := f.Fields
		spoil(&x)
		if _, err := f.Look(ctx, x); err == nil || app.Explain(err).Code != app.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	look, err := f.Look(ctx, f.Fields)
	if err != nil || len(look.Blocks) != 12 || !look.Ask || look.Blocks[0].Has != "" || len(look.Chances) == 0 || !strings.Contains(look.Safety, "prescribed") {
		t.Fatalf("%+v, %v", look, err)
	}
	spoiled := f.Fields
	f.Fields.Days, f.Fields.Measure = "never", "nothing"
	if f.Step = view.StepWhat; f.Checked() != spoiled {
		t.Error("a step asks about what comes in a later one")
	}
	f.Fields = spoiled
	f.Step = view.StepLook
	if f.Ready() || !f.Last() {
		t.Error("it can be saved although nobody said that the prescriber was asked")
	}
	if _, _, err := f.Save(ctx, f.Fields); err == nil {
		t.Error("it was saved")
	}
	if f.Fields.Asked = true; !f.Ready() {
		t.Error("it cannot be saved")
	}
	id, said, err := f.Save(ctx, f.Fields)
	if err != nil || said != "Planned: Magnesium" {
		t.Fatal(said, err)
	}
	x, err := m.Open(ctx, id, false)
	if err != nil || x.Over || x.Wait == "" || x.Block != 1 || x.Blocks[0].Has == "" || len(x.Answer) != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	if err := m.Load(ctx); err != nil || len(m.Rows()) != 1 || m.Rows()[0].Plan != "Headache · 6 pairs of blocks of 7 days" {
		t.Errorf("%+v, %v", m.Rows(), err)
	}
}

// TestExperimentOnToday: the page of the day says what it asks for, and a tap writes
// down how it went.
func TestExperimentOnToday(t *testing.T) {
	ctx := context.Background()
	a, m, now := experimentModel(t)
	headache(t, a, a.Day(), 4)
	f, err := m.NewForm(ctx)
	if err != nil {
		t.Fatal(err)
	}
	f.Fields.Name = "Evening walk"
	id, _, err := f.Save(ctx, f.Fields)
	if err != nil {
		t.Fatal(err)
	}
	page := func() *view.Today {
		t.Helper()
		p := view.NewToday(a)
		p.SetPerson(a.Persons()[0], true)
		loaded, err := p.Load(ctx, a.Persons()[0], a.Day())
		if err != nil || !p.Show(loaded) {
			t.Fatal(err)
		}
		return p
	}
	if list := page().Experiments(); len(list) != 0 {
		t.Errorf("before it begins: %+v", list)
	}
	*now = now.AddDate(0, 0, 1)
	p := page()
	list := p.Experiments()
	if len(list) != 1 || !list[0].Ask || !strings.HasPrefix(list[0].Name, "Today: with") || !strings.Contains(list[0].Detail, "Block 1 of 12, day 1 of 7. This day is wash-out") {
		t.Fatalf("%+v", list)
	}
	if said, err := p.Keep(ctx, a.Persons()[0], list[0], true); err != nil || !strings.Contains(said, "Evening walk") {
		t.Fatal(said, err)
	}
	if list = page().Experiments(); len(list) != 1 || list[0].Ask || !strings.Contains(list[0].Detail, "as planned") {
		t.Errorf("%+v", list)
	}
	*now = now.AddDate(0, 0, 10)
	if err := m.Skip(ctx, id, "1", "flu"); err != nil {
		t.Fatal(err)
	}
	if err := m.Again(ctx, id, "", "2026-12-24", "travel"); err != nil {
		t.Fatal(err)
	}
	x, err := m.Open(ctx, id, false)
	if err != nil || x.Blocks[0].Note != "not kept, does not count" || x.Blocks[1].Note != "begun on another day, travel" || x.Today != "" || x.Block != 2 {
		t.Fatalf("%+v, %v", x, err)
	}
	for _, typed := range []string{"x", "13", "0x1", "-1"} {
		if err := m.Skip(ctx, id, typed, ""); err == nil || app.Explain(err).Code != app.Usage {
			t.Errorf("block %s: %v", typed, err)
		}
	}
	if err := m.End(ctx, id, ""); err != nil {
		t.Fatal(err)
	}
	x, err = m.Open(ctx, id, false)
	if err != nil || !x.Over || x.Wait != "" || len(x.Answer) < 3 || !strings.Contains(x.Answer[0], "not enough data") {
		t.Errorf("%+v, %v", x, err)
	}
}
