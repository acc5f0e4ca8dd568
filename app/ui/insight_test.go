package ui

import (
	"bytes"
	"context"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/journal"
)

// insightJournal is a journal of somebody who had less headache since they began
// Topiramate and more on the day after wine, made up by a rule.
func insightJournal(t testing.TB, person string) *app.App {
	t.Helper()
	a := newTestApp(t, []string{person})
	random := rand.New(rand.NewPCG(3, 3))
	today := journal.DateOf(testNow)
	var entries []journal.Entry
	observe := func(kind journal.Kind, name string, ago int, v *journal.Value) {
		entries = append(entries, journal.Entry{Kind: kind, Name: name, When: journal.OnDay(today-journal.Date(ago), testZone), Body: &journal.Observation{Value: v}})
	}
	before := false
	for ago := 160; ago > 0; ago-- {
		wine := random.Float64() < 0.3
		score := 5 + 1.2*random.NormFloat64()
		if before {
			score += 2
		}
		if ago <= 70 {
			score -= 2.5
		}
		before = wine
		if ago%17 != 5 {
			observe(journal.KindSymptom, "Headache", ago, journal.Number10(journal.DecimalOf(int64(min(max(score+0.5, 0), 10)))))
		}
		observe(journal.KindFactor, "Wine", ago, journal.Yes(wine))
		observe(journal.KindFactor, "Stress", ago, journal.Number10(journal.DecimalOf(int64(random.IntN(9)))))
	}
	entries = append(entries,
		journal.Entry{Kind: journal.KindCourse, Name: "Topiramate", When: journal.OnDay(today-70, testZone), Body: &journal.Course{Ongoing: true}},
		journal.Entry{Kind: journal.KindCourse, Name: "Yoga", When: journal.OnDay(today-62, testZone), Body: &journal.Course{Ongoing: true}})
	if _, err := a.LogEntries(context.Background(), a.Persons()[0], "log", entries...); err != nil {
		t.Fatal(err)
	}
	return a
}

func insightWindow(t testing.TB, a *app.App) (*Window, *insightPage) {
	t.Helper()
	w := newTestWindow(t, a)
	w.show("insight")
	return w, w.shell.pages["insight"].(*insightPage)
}

// TestInsightWindow asks by keys, sees the answer, and changes what the values mean.
func TestInsightWindow(t *testing.T) {
	w, p := insightWindow(t, insightJournal(t, "Anna"))
	p.treatment.SetSelected("Topiramate")
	for _, want := range []string{"Better: Topiramate was followed by Headache at", "Yoga began on", "Be careful", "What you can do", "Higher is worse."} {
		if !strings.Contains(flatText(w), want) {
			t.Errorf("%q is not in: %s", want, flatText(w))
		}
	}
	golden(t, w, "insight")

	w.win.Canvas().Focus(p.focus())
	key := func(name fyne.KeyName) { w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: name}) }
	key(fyne.KeyLeft) // there is none before the first
	key(fyne.KeyRight)
	key(fyne.KeyRight)
	if w.win.Canvas().Focused() != fyne.Focusable(p.tabs[2]) {
		t.Fatal("the arrow keys do not go from question to question")
	}
	key(fyne.KeyReturn)
	if !strings.Contains(flatText(w), "Worse: Wine was followed by Headache 2") || p.since.Visible() || p.work.Visible() {
		t.Errorf("%s", flatText(w))
	}
	goldenOnce(t, w, "insight-before")

	p.openMeaning("")
	f := w.sheets[len(w.sheets)-1]
	if f == nil || !strings.Contains(flatText(w), "What Headache means") {
		t.Fatal(flatText(w))
	}
	goldenOnce(t, w, "insight-meaning")
}

// TestInsightWindowEmpty: nobody to ask about, nothing to ask about, and a day that
// has still to be given.
func TestInsightWindowEmpty(t *testing.T) {
	w, _ := insightWindow(t, newTestApp(t, nil))
	if !strings.Contains(flatText(w), "Answers need somebody to be about") {
		t.Error(flatText(w))
	}
	w, _ = insightWindow(t, newTestApp(t, []string{"Anna"}))
	if !strings.Contains(flatText(w), "There is nothing to ask about yet") {
		t.Error(flatText(w))
	}
	w, p := insightWindow(t, newTestApp(t, []string{"Anna"}, "headache 7"))
	if !strings.Contains(flatText(w), "Type the day from which something was different") || !p.around.Visible() || p.since.Visible() {
		t.Error(flatText(w))
	}
	p.day.SetText("soon")
	p.setDay()
	if !p.trouble.box.Visible() {
		t.Error("what is no day is taken for one")
	}
	p.day.SetText("2026-11-01")
	p.setDay()
	if p.trouble.box.Visible() || !strings.Contains(flatText(w), "Not enough data yet: ") {
		t.Error(flatText(w))
	}
}

// TestInsightSearch: a search shows how far it has got and can be stopped.
func TestInsightSearch(t *testing.T) {
	w, p := insightWindow(t, insightJournal(t, "Anna"))
	p.work.Show()
	p.halt()
	if p.work.Visible() || !strings.Contains(flatText(w), "Stopped.") {
		t.Error(flatText(w))
	}
	p.ask(app.InsightWith)
	if !strings.Contains(flatText(w), "Looked at") {
		t.Error(flatText(w))
	}
}

// TestInsightLook writes pictures of the page to KITH_LOOK, to be looked at.
func TestInsightLook(t *testing.T) {
	dir := os.Getenv("KITH_LOOK")
	if dir == "" {
		t.Skip("KITH_LOOK is not set")
	}
	w, p := insightWindow(t, insightJournal(t, "Anna"))
	save := func(name string) {
		picture(w)
		var b bytes.Buffer
		if err := png.Encode(&b, picture(w)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "insight-"+name+".png"), b.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	w.win.Resize(fyne.NewSize(1100, 1500))
	p.treatment.SetSelected("Topiramate")
	for _, q := range app.InsightQuestions() {
		p.ask(q)
		save(string(q))
	}
	p.ask(app.InsightHelped)
	w.appearance.setLook(Dark)
	save("dark")
	w.appearance.setText(200)
	save("200")
	if view.InsightAnswered != p.model.Shown().State || theme.Size(theme.SizeNameText) < 20 {
		t.Error("no answer at twice the size")
	}
}
