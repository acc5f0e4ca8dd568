package view_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/view"
	"kith/journal"
)

// insightModel is the page of Anna, who had less headache for the last sixty days
// of two hundred and more on the day after wine.
func insightModel(t *testing.T) (*app.App, *view.Insight) {
	t.Helper()
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse"),
		app.Options{Now: func() time.Time { return chartNow }, Zone: time.UTC, WorkFactor: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(context.Background(), "Anna", "Ben"); err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(3, 3))
	today := journal.DateOf(chartNow)
	var entries []journal.Entry
	before := false
	for ago := 200; ago > 0; ago-- {
		when := journal.OnDay(today-journal.Date(ago), time.UTC)
		wine := random.Float64() < 0.3
		score := 5 + random.NormFloat64()
		if before {
			score += 2.5
		}
		if ago <= 60 {
			score -= 3
		}
		before = wine
		entries = append(entries,
			journal.Entry{Kind: journal.KindSymptom, Name: "Headache", When: when, Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(int64(min(max(score+0.5, 0), 10))))}},
			journal.Entry{Kind: journal.KindFactor, Name: "Wine", When: when, Body: &journal.Observation{Value: journal.Yes(wine)}})
	}
	entries = append(entries, journal.Entry{Kind: journal.KindCourse, Name: "Topiramate", When: journal.OnDay(today-60, time.UTC), Body: &journal.Course{Ongoing: true}})
	if _, err := a.LogEntries(context.Background(), a.Persons()[0], "log", entries...); err != nil {
		t.Fatal(err)
	}
	m := view.NewInsight(a)
	m.SetPerson(a.Persons()[0], true)
	return a, m
}

func answerOf(t *testing.T, m *view.Insight) view.InsightShown {
	t.Helper()
	if err := m.Load(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	return m.Shown()
}

// TestInsightPage asks every question in turn.
func TestInsightPage(t *testing.T) {
	_, m := insightModel(t)
	if s := m.Shown(); s.State != view.InsightLoading {
		t.Errorf("before anything was read: %+v", s)
	}
	s := answerOf(t, m)
	if s.State != view.InsightAnswered || s.Tone != view.ToneGood || s.Treatment != "Topiramate" || s.Measure != "Headache" ||
		!strings.HasPrefix(s.Headline, "Better: Topiramate was followed by Headache at") || !strings.Contains(s.Spoken(), "Before: ") || !s.CanMean {
		t.Errorf("%+v", s)
	}
	if s.Meaning != "Headache: Higher is worse. A day without an entry: not known." {
		t.Error(s.Meaning)
	}
	m.Ask(app.InsightBefore)
	if s = answerOf(t, m); s.Tone != view.ToneBad || len(s.Findings) != 2 || !strings.Contains(s.Findings[0].Lines[0].Text, "Wine was followed by Headache") ||
		!strings.Contains(s.Findings[0].Lines[0].Sure, "Chance among all: ") {
		t.Errorf("%+v", s)
	}
	m.Ask(app.InsightTrend)
	if s = answerOf(t, m); s.Picture == nil || s.Says == "" || s.Tone != view.ToneGood {
		t.Errorf("%s: %v", s.Headline, s.Tone)
	}
	m.Ask(app.InsightWith)
	if s = answerOf(t, m); s.Tone != view.ToneOpen {
		t.Errorf("%s: %v", s.Headline, s.Tone)
	}
	m.Choose("Wine")
	m.Ask(app.InsightLength)
	if s = answerOf(t, m); s.Measure != "Wine" || !strings.Contains(s.Headline, "days in 100") {
		t.Errorf("%s", s.Headline)
	}
}

// TestInsightPageDay divides by a day, which has to be given first.
func TestInsightPageDay(t *testing.T) {
	_, m := insightModel(t)
	answerOf(t, m)
	m.ChooseDay()
	if s := answerOf(t, m); s.State != view.InsightWaits || !s.ByDay || s.Empty == "" || s.Headline != "" {
		t.Errorf("%+v", s)
	}
	if err := m.SetDay("soon"); err == nil || app.Explain(err).Code != app.Usage {
		t.Errorf("%v", err)
	}
	day := journal.DateOf(chartNow) - 60
	if err := m.SetDay(day.String()); err != nil {
		t.Fatal(err)
	}
	if s := answerOf(t, m); s.State != view.InsightAnswered || s.Day != day.String() || !strings.Contains(s.Headline, "from 21 Sep 2026 on, Headache was at") {
		t.Errorf("%+v", s)
	}
	m.ChooseTreatment("Topiramate")
	if s := answerOf(t, m); s.ByDay || s.Treatment != "Topiramate" {
		t.Errorf("%+v", s)
	}
}

// TestInsightPageEmpty: nobody, and somebody of whom nothing is known.
func TestInsightPageEmpty(t *testing.T) {
	a, m := insightModel(t)
	m.SetPerson(a.Persons()[1], true)
	if s := answerOf(t, m); s.State != view.InsightNothing || s.Empty == "" {
		t.Errorf("%+v", s)
	}
	m.SetPerson(app.Person{}, false)
	if s := answerOf(t, m); s.State != view.InsightNobody || s.Empty == "" {
		t.Errorf("%+v", s)
	}
}

// TestInsightPageMeaning says which end is better; undoing takes it back.
func TestInsightPageMeaning(t *testing.T) {
	ctx := context.Background()
	a, m := insightModel(t)
	if err := m.SetMeaning(ctx, "", app.InsightMeaning{Better: journal.HigherIsBetter}); err == nil {
		t.Error("before anything was asked")
	}
	answerOf(t, m)
	if err := m.SetMeaning(ctx, "", app.InsightMeaning{Better: journal.HigherIsBetter, Absence: journal.AbsenceUnknown}); err != nil {
		t.Fatal(err)
	}
	if s := answerOf(t, m); s.Tone != view.ToneBad {
		t.Errorf("%s", s.Headline)
	}
	if name, means, err := m.MeaningOf(ctx, "wine"); err != nil || name != "Wine" || means.Absence != journal.AbsenceUnknown {
		t.Errorf("%s %v, %v", name, means, err)
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	if s := answerOf(t, m); s.Tone != view.ToneGood {
		t.Errorf("%s", s.Headline)
	}
}
