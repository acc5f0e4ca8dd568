package app_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/charts"
	"kith/journal"
)

// dayKinds are the kinds of chart that this file is about.
var dayKinds = []app.FigureKind{app.KindMultiples, app.KindCalendar, app.KindHours, app.KindScores}

func figureOf(t testing.TB, a *app.App, o app.FigureOptions) *app.Figure {
	t.Helper()
	o.Person = a.Persons()[0]
	f, err := a.Figure(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// tableOf is the table as CSV.
func tableOf(t testing.TB, f *app.Figure) [][]string {
	t.Helper()
	var b bytes.Buffer
	if err := f.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// spotsOf draws a figure and returns how many rows can be pointed at; every one of
// them has to be there.
func spotsOf(t testing.TB, f *app.Figure) int {
	t.Helper()
	pic, err := charts.Draw(f.Picture, image.Pt(1000, 700), charts.Style{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range pic.Spots {
		if s.Row < 0 || s.Row >= f.Table.Len() {
			t.Fatalf("a spot has row %d of %d", s.Row, f.Table.Len())
		}
	}
	return len(pic.Spots)
}

func says(t *testing.T, f *app.Figure, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(f.Summary(), want) {
			t.Errorf("%q is not in: %s", want, f.Summary())
		}
	}
}

// inMarch is a time of the n-th of March 2026.
func inMarch(day, hour, minute int) journal.When {
	return journal.At(time.Date(2026, 3, day, hour, minute, 0, 0, chartZone))
}

func TestFigureMultiples(t *testing.T) {
	a := newVault(t, "Anna")
	fatigue := func(n int64, when journal.When) journal.Entry {
		return reading(journal.KindSymptom, "Fatigue", when, journal.Number10(journal.DecimalOf(n)))
	}
	pressure := reading(journal.KindMeasure, "Blood pressure", onDay(4), &journal.Value{Scale: journal.Components, Parts: []journal.Part{
		{Name: "Systolic", Number: journal.DecimalOf(120), Unit: "mm[Hg]"}, {Name: "Diastolic", Number: journal.DecimalOf(80), Unit: "mm[Hg]"}}})
	event := func(category, name string) journal.Entry {
		return journal.Entry{Kind: journal.KindEvent, Name: name, When: onDay(5), Body: &journal.Event{Category: category}}
	}
	// The last was at two in the morning of the 8th, which is the night of the 7th.
	logAll(t, a, rating(7, 1), rating(5, 2), rating(6, 4), fatigue(3, onDay(2)), fatigue(5, inMarch(2, 21, 0)), fatigue(9, inMarch(8, 2, 0)), pressure,
		event("life", "Moved house"), event("immunization", "Tetanus"))
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindMultiples, Measures: []string{"headache", "fatigue", "blood pressure"}})
	want := [][]string{
		{"civil_date", "headache", "fatigue", "blood_pressure:_systolic", "blood_pressure:_diastolic"},
		{"2026-03-01", "7", "", "", ""}, {"2026-03-02", "5", "4", "", ""}, {"2026-03-04", "6", "", "120", "80"}, {"2026-03-07", "", "9", "", ""},
	}
	if got := tableOf(t, f); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("table %v", got)
	}
	if row := f.Table.Row(1); strings.Join(row.Cells, "|") != "2 Mar 2026|5/10|3/10, 5/10||" || *row.Day != chartDay(2) || row.Entry == (journal.ID{}) {
		t.Errorf("%+v", row)
	}
	says(t, f, "Headache: 3 values on 3 days, nothing on 4 days; from 5/10 to 7/10, the middle is 6/10.",
		"Blood pressure: Systolic: 1 value on 1 day", "Events marked: Moved house on 5 Mar 2026.", "It does not show that one led to the other")
	if strings.Contains(f.Summary(), "Tetanus") || f.From != chartDay(1) || f.To != chartDay(7) {
		t.Errorf("%s to %s: %s", f.From, f.To, f.Summary())
	}
	m := f.Picture.(*charts.Multiples)
	if n := spotsOf(t, f); n != 4 || len(m.Outcomes) != 4 || len(m.Marks) != 1 || !m.To.After(m.Outcomes[1].Points[2].At) {
		t.Errorf("%d spots, %d panels, %v", n, len(m.Outcomes), m.Marks)
	}
}

func TestFigureCalendar(t *testing.T) {
	a := newVault(t, "Anna")
	logAll(t, a, rating(7, 1), rating(4, 2), rating(9, 2), rating(0, 5))
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindCalendar})
	want := "[[civil_date value] [2026-03-01 7] [2026-03-02 6.5] [2026-03-03 ] [2026-03-04 ] [2026-03-05 0]]"
	if got := fmt.Sprint(tableOf(t, f)); got != want {
		t.Errorf("table %s, want %s", got, want)
	}
	says(t, f, "There is a value on 3 days.", "Several values of a day count as their mean.", "No value on 2 days: that counts as unknown",
		"Lowest: 0/10 on 5 Mar 2026. Highest: 7/10 on 1 Mar 2026.")
	if n := spotsOf(t, f); n != 5 {
		t.Errorf("%d spots of 5 days", n)
	}
	c := f.Picture.(*charts.Calendar)
	if len(c.Days) != 3 || *c.Low != 0 || *c.High != 10 || c.FirstWeekday != time.Monday || c.Summary != "mean of each day" {
		t.Errorf("%+v", c)
	}
	// Somebody may ask for days before and after everything.
	from, to := journal.NewDate(2026, 2, 20), journal.NewDate(2026, 4, 3)
	f = figureOf(t, a, app.FigureOptions{Kind: app.KindCalendar, Measures: []string{"HEADACHE"}, From: &from, To: &to})
	if f.Table.Len() != 43 || f.Empty != "" || len(f.Picture.(*charts.Calendar).Days) != 3 {
		t.Errorf("%d rows, %q", f.Table.Len(), f.Empty)
	}
}

func TestFigureHours(t *testing.T) {
	a := newVault(t, "Anna")
	var entries []journal.Entry
	pain := func(n int64, when journal.When) {
		entries = append(entries, reading(journal.KindSymptom, "Headache", when, journal.Number10(journal.DecimalOf(n))))
	}
	for i := range 6 {
		pain(int64(i+1), inMarch(1+i, 8, 10*i))
		pain(9, inMarch(1+i, 22, 5))
	}
	pain(5, inMarch(3, 2, 30))
	pain(2, journal.InPartOfDay(chartDay(4), 8, chartZone))
	pain(3, journal.InPartOfDay(chartDay(5), 23, chartZone))
	pain(3, onDay(6))
	dose := func(when journal.When, s journal.DoseStatus) {
		entries = append(entries, journal.Entry{Kind: journal.KindDose, Name: "Ibuprofen", When: when, Body: &journal.Dose{Status: s}})
	}
	dose(inMarch(2, 8, 40), journal.DoseTaken)
	dose(inMarch(3, 8, 50), journal.DoseTaken)
	dose(inMarch(3, 9, 50), journal.DoseSkipped)
	dose(onDay(4), journal.DoseTaken)
	logAll(t, a, entries...)
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindHours, Treatments: []string{"ibuprofen"}})
	want := [][]string{
		{"time", "of", "count", "lowest", "lower", "middle", "upper", "highest"},
		{"08:00–09:00", "Headache", "6", "1", "2.25", "3.5", "4.75", "6"},
		{"22:00–23:00", "Headache", "6", "9", "9", "9", "9", "9"},
		{"02:00–03:00", "Headache", "1", "5", "5", "5", "5", "5"},
		{"morning", "Headache", "1", "2", "2", "2", "2", "2"},
		{"night", "Headache", "1", "3", "3", "3", "3", "3"},
		{"08:00–09:00", "Ibuprofen", "2", "", "", "", "", ""},
	}
	if got := tableOf(t, f); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("table %v", got)
	}
	says(t, f, "13 values with an exact time, in 3 of 24 hours.", "The lowest middle value is 3.5/10 (08:00–09:00, 6 values); the highest is 9/10 (22:00–23:00, 6 values).",
		"2 values with only the part of the day, in 2 of 5 parts.", "Ibuprofen: 2 doses with an exact time, most of them at 08:00–09:00 (2).",
		"Not shown: 1 value without a time of day.", "Not counted: 1 dose of Ibuprofen without an exact time.")
	if n := spotsOf(t, f); n != 6 {
		t.Errorf("%d spots of 6 rows", n)
	}
}

// A diary that says only the day has no hours, and the picture says why.
func TestFigureHoursOfDays(t *testing.T) {
	a := newVault(t, "Anna")
	logAll(t, a, rating(7, 1), rating(5, 2))
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindHours})
	if h := f.Picture.(*charts.Hours); len(h.Values) != 0 || f.Empty != "Headache: no value has a time of day." || h.Words.Empty != f.Empty {
		t.Errorf("%d values, %q, %q", len(h.Values), f.Empty, h.Words.Empty)
	}
}

func TestFigureScores(t *testing.T) {
	ctx := context.Background()
	c := newAskClock(t, "2026-03-01 20:00")
	phq := make([]*journal.Decimal, 9)
	answer := func(day int, n int64, left int) {
		c.set(t, fmt.Sprintf("2026-03-%02d 20:00", day))
		for i := range 8 {
			d := journal.DecimalOf(n)
			if phq[i] = &d; i < left {
				phq[i] = nil
			}
		}
		if _, err := c.App.Answer(ctx, c.person, "phq-8", app.Filled{Answers: phq}); err != nil {
			t.Fatal(err)
		}
	}
	answer(1, 2, 0)
	answer(15, 2, 3)
	answer(29, 1, 0)
	f := figureOf(t, c.App, app.FigureOptions{Kind: app.KindScores, Measures: []string{"phq-8"}})
	want := "[[local_time questionnaire score band version] [2026-03-01T20:00:00 PHQ-8 16 moderately severe 1] " +
		"[2026-03-15T20:00:00 PHQ-8   1] [2026-03-29T20:00:00 PHQ-8 8 mild 1]]"
	if got := fmt.Sprint(tableOf(t, f)); got != want {
		t.Errorf("table %s, want %s", got, want)
	}
	says(t, f, "PHQ-8: answered 2 times with a score. The latest is 8 (mild), on 29 Mar 2026.", "It was also answered 1 time without a score",
		"The names of the bands are those of the authors. They are no finding about a person.")
	p := f.Picture.(*charts.Scores).Panels[0]
	if len(p.Points) != 2 || len(p.Unscored) != 1 || len(p.Steps) != 5 || p.Steps[0].Name != "no significant depressive symptoms" || *p.High != 24 {
		t.Errorf("%+v", p)
	}
	if n := spotsOf(t, f); n != 3 || f.Table.Row(1).Entry == (journal.ID{}) || f.Table.Row(1).Cells[2] != "no score" {
		t.Errorf("%d spots, %+v", n, f.Table.Row(1))
	}
	if _, err := c.App.Figure(ctx, app.FigureOptions{Kind: app.KindScores, Person: c.person, Measures: []string{"headache"}}); err == nil {
		t.Error("a questionnaire that was never answered was drawn")
	}
}

// Whatever there is to draw, and however little, each kind is well-formed in every
// form, and says so kindly where there is nothing.
func TestFigureDaysOfLittle(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and slow: nothing for the race detector")
	}
	ctx := context.Background()
	hostile := strings.Repeat("=cmd|'/C calc'!A0 \"<b>&; שלום 🙂 ", 8)
	text := reading(journal.KindMeasure, "Notes", onDay(3), &journal.Value{Scale: journal.Text, Label: "fine"})
	for name, entries := range map[string][]journal.Entry{
		"nothing": nil,
		"text":    {text},
		"one":     {rating(7, 1)},
		"missing": {reading(journal.KindSymptom, "Headache", onDay(2), nil)},
		"same":    {rating(5, 1), rating(5, 2), rating(5, 3)},
		"hostile": {reading(journal.KindSymptom, hostile, inMarch(3, 9, 0), journal.Number10(journal.DecimalOf(3))),
			{Kind: journal.KindEvent, Name: hostile, When: onDay(3), Note: strings.Repeat("note ", 1000), Body: &journal.Event{}}},
	} {
		a := newVault(t, "Anna")
		if len(entries) > 0 {
			logAll(t, a, entries...)
		}
		for _, kind := range dayKinds {
			f := figureOf(t, a, app.FigureOptions{Kind: kind})
			where := fmt.Sprintf("%s of %s", kind, name)
			if spotsOf(t, f) == 0 && f.Empty == "" {
				t.Errorf("%s: there is nothing to see, and no word why", where)
			}
			if f.Summary() == "" || strings.Contains(f.Summary(), "%!") {
				t.Errorf("%s: says %q", where, f.Summary())
			}
			for _, row := range tableOf(t, f)[1:] {
				for _, cell := range row {
					if strings.HasPrefix(cell, "=") {
						t.Errorf("%s: a cell is a formula: %q", where, cell)
					}
				}
			}
			if _, err := json.Marshal(f.Document()); err != nil {
				t.Errorf("%s: %v", where, err)
			}
			for _, end := range app.FigureFormats() {
				path := filepath.Join(t.TempDir(), "chart"+end)
				if err := a.SaveFigure(f, path, app.ChartFile{Width: 600}); err != nil {
					t.Errorf("%s as %s: %v", where, end, err)
				}
			}
			before := journal.NewDate(1990, 1, 1)
			if e, err := a.Figure(ctx, app.FigureOptions{Kind: kind, Person: a.Persons()[0], From: &before, To: &before}); err != nil || e.Empty == "" {
				t.Errorf("%s long before anything: %+v, %v", where, e, err)
			}
		}
	}
}

// TestHoursShare: of yes and no each hour has the share of yes, not a middle of two.
func TestHoursShare(t *testing.T) {
	a := newVault(t, "Anna")
	var entries []journal.Entry
	for day := 1; day <= 8; day++ {
		when := journal.At(chartDay(day).Midnight().Add(9 * time.Hour))
		entries = append(entries, reading(journal.KindSymptom, "Aura", when, journal.Yes(day <= 2)))
		when = journal.At(chartDay(day).Midnight().Add(20 * time.Hour))
		entries = append(entries, reading(journal.KindSymptom, "Aura", when, journal.Yes(day <= 6)))
	}
	logAll(t, a, entries...)
	f := figureOf(t, a, app.FigureOptions{Kind: app.KindHours, Measures: []string{"Aura"}})
	tells(t, f, "smallest share of yes is 25% (09:00–10:00, 8 values)", "greatest is 75% (20:00–21:00, 8 values)")
	if row := f.Table.Row(0); f.Table.Heads[3].Key != "share" || row.Values[3] != 0.25 {
		t.Errorf("%v: %v", f.Table.Heads, row.Values)
	}
}
