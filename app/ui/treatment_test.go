package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// pickOf presses More of the first course and takes the choice that has text.
func pickOf(t *testing.T, w *Window, text string) {
	t.Helper()
	clickOn(t, w, words.Text("treatment.more"))
	test.Type(w.win.Canvas().Focused(), text)
	hit(w, fyne.KeyReturn)
}

// TestTreatmentPage does everything that can be done with a course, from the
// keyboard, and takes it back.
func TestTreatmentPage(t *testing.T) {
	ctx := context.Background()
	a := newTestApp(t, []string{"Anna"})
	p := a.Persons()[0]
	w := newTestWindow(t, a)
	w.do("treatment list")
	mustSay(t, w, words.Text("treatment.empty"))

	w.do("treatment add")
	mustSay(t, w, words.Text("treatment.form.missing.name"))
	hit(w, fyne.KeyReturn) // Save is not to be pressed yet
	if len(w.sheets) != 1 {
		t.Fatal("a treatment without a name was saved")
	}
	test.Type(w.win.Canvas().Focused(), "Metf")
	hit(w, fyne.KeyEscape)
	w.do("treatment add") // nothing that was typed is lost
	mustSay(t, w, words.Text("treatment.form.resumed"))
	test.Type(w.win.Canvas().Focused(), "ormin")
	mustSay(t, w, "tomorrow 08:00")
	fillIn(t, w, "Metformin", "500 mg", "25:00")
	mustSay(t, w, "is not a time of day")
	fillIn(t, w, "Metformin", "500 mg", "8:00, 20:00", "blood sugar")
	mustSay(t, w, "today 20:00 500 mg")
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 0 {
		t.Fatal("the form is still open")
	}
	mustSay(t, w, "Next: today 20:00")
	mustSay(t, w, "1 treatment now.")

	if b, ok := w.win.Canvas().Focused().(*button); !ok || b.Text != words.Text("treatment.take") {
		t.Errorf("the focus is on %v", w.win.Canvas().Focused())
	}
	hit(w, fyne.KeyReturn) // Take
	mustSay(t, w, "Logged: Metformin 500 mg, taken.")
	mustSay(t, w, "Next: tomorrow 08:00")
	if b, ok := w.win.Canvas().Focused().(*button); !ok || b.Text != words.Text("treatment.take") {
		t.Errorf("after Take the focus is on %v", w.win.Canvas().Focused())
	}
	clickOn(t, w, words.Text("window.undo"))
	mustSay(t, w, "Next: today 20:00")

	clickOn(t, w, words.Text("treatment.skip"))
	fillIn(t, w, "upset stomach")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "Logged as skipped: Metformin.")

	pickOf(t, w, "supply")
	fillIn(t, w, "lots")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "is not an amount")
	fillIn(t, w, "500 mg")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "500 mg left, enough until before 21 Nov 2026")

	pickOf(t, w, "rate")
	fillIn(t, w, "12")
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 1 {
		t.Error("a benefit of 12 was saved")
	}
	fillIn(t, w, "7", "2")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "benefit 7/10, side effects 2/10")

	pickOf(t, w, "change")
	fillIn(t, w, "850 mg")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "Metformin 850 mg")

	pickOf(t, w, "pause")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, words.Text("treatment.group.paused"))
	clickOn(t, w, words.Text("treatment.do.resume"))
	mustSay(t, w, "Metformin goes on.")

	pickOf(t, w, "stop")
	hit(w, fyne.KeyEscape)
	if list, err := a.Treatments(ctx, p); err != nil || list[0].State != schedule.Current {
		t.Error("Esc stops a treatment", err)
	}
	pickOf(t, w, "stop")
	fillIn(t, w, "it worked")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "Metformin is stopped.")
	clickOn(t, w, words.Text("treatment.past.show", 1))
	mustSay(t, w, "it worked")
	pickOf(t, w, "begin")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "Added Metformin.")
	if list, err := a.Treatments(ctx, p); err != nil || len(list) != 2 {
		t.Error(len(list), err)
	}
}

// TestTreatmentLarge: the page and its form bear the largest text in a small
// window.
func TestTreatmentLarge(t *testing.T) {
	a := newTestApp(t, []string{"Anna"})
	for _, n := range []app.NewTreatment{
		{Name: "Prednisolone", Taper: "40 mg, -5 mg every 7 d, to 0 mg", Plan: app.PlanWords{Times: "8:00"}, Purpose: "a flare of rheumatoid arthritis in both hands"},
		{Name: "Paracetamol", Amount: "1 g", Plan: app.PlanWords{AsNeeded: true, MinInterval: "6h", Max: "4 g"}},
	} {
		if _, err := a.AddTreatment(context.Background(), a.Persons()[0], n); err != nil {
			t.Fatal(err)
		}
	}
	w := newTestWindow(t, a)
	w.appearance.setText(maxText)
	t.Cleanup(func() { w.appearance.setText(100) })
	w.do("treatment list")
	w.win.Resize(fyne.NewSize(1280, 720))
	if least := w.win.Canvas().Content().MinSize(); least.Width > 1280 || least.Height > 720 {
		t.Errorf("the page needs %v", least)
	}
	w.do("treatment add")
	if least := w.win.Canvas().Overlays().Top().MinSize(); least.Width > 1280 || least.Height > 720 {
		t.Errorf("the form needs %v", least)
	}
	walk(t, w)
}

// TestTreatmentPictures holds the page and its form to their pictures.
func TestTreatmentPictures(t *testing.T) {
	ctx := context.Background()
	a := newTestApp(t, []string{"Anna"})
	p := a.Persons()[0]
	since := journal.NewDate(2024, time.March, 1)
	made := map[string]schedule.Regimen{}
	for _, n := range []app.NewTreatment{
		{Name: "Metformin", Amount: "500 mg", Strength: "500 mg", From: &since, Plan: app.PlanWords{Times: "8:00, 20:00"}, Purpose: "blood sugar"},
		{Name: "Paracetamol", Amount: "1 g", Plan: app.PlanWords{AsNeeded: true, MinInterval: "6h", Max: "4 g"}, Purpose: "headache"},
		{Name: "Vitamin D", Category: "supplement", Amount: "2000 IU", Plan: app.PlanWords{Times: "8:00", Weekdays: "mon, wed, fri"}},
	} {
		r, err := a.AddTreatment(ctx, p, n)
		if err != nil {
			t.Fatal(err)
		}
		made[n.Name] = r
	}
	if _, err := a.AddStock(ctx, p, made["Metformin"], app.StockMove{Amount: "12 tablets", Counted: true}); err != nil {
		t.Fatal(err)
	}
	if err := a.PauseTreatment(ctx, p, made["Vitamin D"].Course.ID, nil, nil, "blood test"); err != nil {
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	w.do("treatment list")
	golden(t, w, "treatment")
	w.do("treatment add")
	fillIn(t, w, "Prednisolone", "", "8:00", "flare", "", "", "40 mg, -5 mg every 2 d, to 0 mg")
	goldenOnce(t, w, "treatment-form")
}
