package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

func experimentsOf(t *testing.T, a *app.App) []app.Experiment {
	t.Helper()
	list, err := a.Experiments(context.Background(), a.Persons()[0])
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// TestPlanExperiment: the four steps are walked with the keyboard, the last shows all of
// it, and Undo takes the plan back.
func TestPlanExperiment(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7 @8:30", "headache 4 @yesterday")
	w := newTestWindow(t, a)
	w.do("experiment plan")
	mustSay(t, w, words.Text("experiment.step.what"))
	mustSay(t, w, words.Text("experiment.safety.habit"))
	hit(w, fyne.KeyReturn) // nothing is typed yet
	mustSay(t, w, words.Text("experiment.step.what"))
	test.Type(w.win.Canvas().Focused(), "Evening walk")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, words.Text("experiment.step.measure"))
	clickOn(t, w, words.Text("experiment.page.next"))
	mustSay(t, w, words.Text("experiment.step.length"))
	test.Type(w.win.Canvas().Focused(), "7") // 77 days, or 7 before the 7 that is there
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "A block has from 1 to 60 days.")
	clickOn(t, w, words.Text("experiment.page.back"))
	clickOn(t, w, words.Text("experiment.page.next"))
	hit(w, fyne.KeyDelete)
	hit(w, fyne.KeyReturn)
	mustSay(t, w, words.Text("experiment.step.look"))
	mustSay(t, w, "84 days, of which 60 count.")
	mustSay(t, w, words.Text("experiment.order"))
	goldenOnce(t, w, "experiment-look")
	hit(w, fyne.KeyReturn)
	if list := experimentsOf(t, a); len(list) != 1 || list[0].Entry.Name != "Evening walk" || list[0].BlockDays != 7 {
		t.Fatalf("%+v", list)
	}
	mustSay(t, w, "begins on 21 Nov 2026")
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Fatal("Esc does not close it")
	}
	clickOn(t, w, words.Text("window.undo"))
	if list := experimentsOf(t, a); len(list) != 0 {
		t.Errorf("undo leaves %+v", list)
	}
}

// TestExperimentWithTreatment: a treatment is saved only when the box is ticked that the
// prescriber was asked; what is wrong is said in the step.
func TestExperimentWithTreatment(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7 @8:30")
	w := newTestWindow(t, a)
	w.do("experiment plan")
	test.Type(w.win.Canvas().Focused(), "Magnesium")
	for _, f := range controls(w) {
		if s, ok := f.(*selector); ok {
			s.SetSelectedIndex(1)
		}
	}
	mustSay(t, w, words.Text("experiment.safety"))
	clickOn(t, w, words.Text("experiment.page.next"))
	mustSay(t, w, "Say at what times Magnesium is taken")
	fields := 0
	for _, f := range controls(w) {
		if e, ok := f.(*entry); ok {
			if fields++; fields == 2 { // after the name
				e.SetText("20:00")
			}
		}
	}
	for range 3 {
		clickOn(t, w, words.Text("experiment.page.next"))
	}
	mustSay(t, w, words.Text("experiment.safety"))
	save := func() *button {
		for _, f := range controlsIn(w.win.Canvas().Overlays().Top(), nil) {
			if b, ok := f.(*button); ok && b.Text == words.Text("experiment.page.save") {
				return b
			}
		}
		return nil
	}
	if save() != nil {
		t.Error("it can be saved although nobody was asked")
	}
	for _, f := range controls(w) {
		if c, ok := f.(*check); ok {
			c.SetChecked(true)
		}
	}
	if save() == nil {
		t.Fatal("it cannot be saved")
	}
	clickOn(t, w, words.Text("experiment.page.save"))
	if list := experimentsOf(t, a); len(list) != 1 || len(list[0].Courses) != 1 {
		t.Errorf("%+v", list)
	}
}

// TestExperimentGoesOn: Today says what the day asks for, a button writes down how it
// went, and the sheet leads to leaving a block out, moving it and ending it.
func TestExperimentGoesOn(t *testing.T) {
	ctx := context.Background()
	a := newTestApp(t, []string{"Anna"}, "headache 7 @8:30")
	p := a.Persons()[0]
	today := journal.DateOf(testNow)
	if _, err := a.PlanExperiment(ctx, p, app.NewExperiment{Name: "Evening walk", Habit: true, Outcomes: []string{"Headache"},
		BlockDays: 7, Washout: 2, Pairs: 6, From: &today}); err != nil {
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	w.do("today")
	mustSay(t, w, "Block 1 of 12, day 1 of 7.")
	clickOn(t, w, words.Text("experiment.page.yes"))
	if x := experimentsOf(t, a)[0]; x.Today == nil {
		t.Fatal("no day")
	} else if progress, err := a.ExperimentProgress(ctx, p, &x); err != nil || progress.Today != app.KeptDay {
		t.Errorf("%+v, %v", progress, err)
	}
	clickOn(t, w, words.Text("experiment.page.show"))
	mustSay(t, w, "The answer is shown when the last block is over")
	clickOn(t, w, words.Text("experiment.page.peek"))
	mustSay(t, w, words.Text("experiment.answer.peeked"))
	clickOn(t, w, words.Text("experiment.page.skip"))
	clickOn(t, w, words.Text("experiment.skip.yes"))
	if x := experimentsOf(t, a)[0]; x.Blocks[0].Kept || len(w.sheets) != 0 {
		t.Errorf("%+v, %d sheets", x.Blocks[0], len(w.sheets))
	}
	clickOn(t, w, words.Text("window.undo"))
	w.do("experiment list")
	mustSay(t, w, "Today: with")
	clickOn(t, w, words.Text("experiment.page.show"))
	clickOn(t, w, words.Text("experiment.page.again"))
	fields := []*entry{}
	for _, f := range controls(w) {
		if e, ok := f.(*entry); ok {
			fields = append(fields, e)
		}
	}
	fields[1].SetText(today.Midnight().Add(72 * time.Hour).Format(time.DateOnly))
	clickOn(t, w, words.Text("experiment.again.yes"))
	if x := experimentsOf(t, a)[0]; x.Blocks[0].From != today+3 {
		t.Errorf("%+v", x.Blocks[0])
	}
	w.do("experiment list")
	clickOn(t, w, words.Text("experiment.page.show"))
	clickOn(t, w, words.Text("experiment.page.end"))
	test.Type(w.win.Canvas().Focused(), "bored")
	hit(w, fyne.KeyReturn)
	if x := experimentsOf(t, a)[0]; x.State != app.ExperimentEnded || x.EndReason != "bored" {
		t.Errorf("%+v", x)
	}
	if strings.Contains(w.win.Title(), "walk") {
		t.Error("the title of the window names it")
	}
}

// TestNoExperiments: the empty list says what an experiment is and leads to planning
// one, which needs something to measure.
func TestNoExperiments(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("experiment list")
	mustSay(t, w, words.Text("experiment.page.empty"))
	clickOn(t, w, words.Text("experiment.page.new"))
	mustSay(t, w, words.Text("experiment.page.nothing"))
}
