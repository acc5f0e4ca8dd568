package app_test

import (
	"context"
	"testing"

	"kith/app"
	"kith/journal"
)

// TestInsightRealMood asks the diary of one person who, in a published study, grew
// depressed again in the middle of December 2012.
// See Wichers and others, 2016, Psychotherapy and Psychosomatics 85: 114-116.
func TestInsightRealMood(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and slow: nothing for the race detector")
	}
	path := realData(t, "csv/mood_esm_one_patient.csv")
	a := newVault(t, "Anna")
	mustImport(t, a, path, app.ImportOptions{Person: "Anna"})
	if err := a.SetInsightMeaning(context.Background(), a.Persons()[0], "mood down", app.InsightMeaning{Better: journal.HigherIsWorse}); err != nil {
		t.Fatal(err)
	}
	split := journal.NewDate(2012, 12, 17)
	x := asked(t, a, app.InsightOptions{Question: app.InsightHelped, Measure: "Mood down", Split: &split})
	if d := x.Helped.Difference; x.Verdict != app.VerdictWorse || d.Interval.Low <= 0 || d.Before.N < 120 || d.After.N < 110 {
		t.Errorf("since December: %s", x.Headline)
	}
	if x = asked(t, a, app.InsightOptions{Question: app.InsightTrend, Measure: "Mood down"}); x.Verdict != app.VerdictWorse {
		t.Errorf("over the months: %s", x.Headline)
	}
	x = asked(t, a, app.InsightOptions{Question: app.InsightWith, Measure: "Mood down"})
	higher := map[string]bool{} // what goes with feeling down, as anybody would expect
	for _, f := range x.Document().Scan.Findings {
		if f.Found {
			higher[f.Name] = f.Difference > 0
		}
	}
	for name, want := range map[string]bool{"Mood lonely": true, "Pat worry": true, "Mood cheerf": false, "Mood satisfi": false} {
		if got, ok := higher[name]; !ok || got != want {
			t.Errorf("%s: found %v, higher %v", name, ok, got)
		}
	}
	if !thorough() {
		return
	}
	x = asked(t, a, app.InsightOptions{Question: app.InsightBefore, Measure: "Mood down"})
	if s := x.Scan; len(s.Scanned.Findings) < 300 || x.Verdict == app.VerdictNotEnough {
		t.Errorf("%d comparisons: %s", len(s.Scanned.Findings), x.Headline)
	}
}

// TestInsightRealMigraine asks the diaries of people with migraine, who logged a
// month or a little more: enough for a trend, too little for a search among many.
func TestInsightRealMigraine(t *testing.T) {
	if !thorough() {
		t.Skip("long")
	}
	path := realData(t, "csv/migraine_diaries_kostecki_dillon.csv")
	a := newVault(t)
	mustImport(t, a, path, app.ImportOptions{PersonColumn: "id"})
	verdicts := map[app.InsightVerdict]int{}
	for _, p := range a.Persons() {
		for _, q := range []app.InsightQuestion{app.InsightTrend, app.InsightWith, app.InsightLength} {
			x, err := a.Insight(context.Background(), app.InsightOptions{Person: p, Question: q, Measure: "headache"})
			if err != nil {
				t.Fatalf("%s, %s: %v", p.Name, q, err)
			}
			if x.Headline == "" {
				t.Errorf("%s, %s: no words", p.Name, q)
			}
			if q == app.InsightTrend {
				verdicts[x.Verdict]++
				if x.Measure.Len() < 28 && x.Verdict != app.VerdictNotEnough {
					t.Errorf("%s: %d days are called %s", p.Name, x.Measure.Len(), x.Verdict)
				}
			}
		}
	}
	clear := verdicts[app.VerdictBetter] + verdicts[app.VerdictWorse]
	if n := len(a.Persons()); clear == 0 || clear > n/2 || verdicts[app.VerdictNotEnough] == 0 || verdicts[app.VerdictUnclear] == 0 {
		t.Errorf("of %d people: %v", n, verdicts)
	}
	t.Log(verdicts)
}
