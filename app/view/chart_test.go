package view_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/view"
	"kith/charts"
	"kith/journal"
)

var chartNow = time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)

// chartModel is the page of Anna, for whom headache and weight were written down
// on some days before today.
func chartModel(t *testing.T, daysAgo ...int) (*app.App, *view.Chart) {
	t.Helper()
	ctx := context.Background()
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
	persons, err := a.AddPersons(ctx, "Anna", "Ben")
	if err != nil {
		t.Fatal(err)
	}
	var entries []journal.Entry
	for i, ago := range daysAgo {
		when := journal.OnDay(journal.DateOf(chartNow)-journal.Date(ago), time.UTC)
		entries = append(entries, journal.Entry{Kind: journal.KindSymptom, Name: "Headache", When: when,
			Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(int64(i % 11)))}})
		if i == 0 {
			entries = append(entries, journal.Entry{Kind: journal.KindMeasure, Name: "Weight", When: when,
				Body: &journal.Observation{Value: journal.QuantityOf(journal.DecimalOf(70), "kg")}})
			entries = append(entries, journal.Entry{Kind: journal.KindCourse, Name: "Propranolol", When: when, Body: &journal.Course{Ongoing: true}})
			entries = append(entries, journal.Entry{Kind: journal.KindEpisode, Name: "Bad spell", When: when, Body: &journal.Episode{}})
		}
	}
	if len(entries) > 0 {
		if _, err := a.LogEntries(ctx, persons[0], "log", entries...); err != nil {
			t.Fatal(err)
		}
	}
	c := view.NewChart(a)
	c.SetPerson(persons[0], true)
	return a, c
}

func loadChart(t *testing.T, c *view.Chart) view.ChartShown {
	t.Helper()
	if err := c.Load(context.Background()); err != nil {
		t.Fatal(err)
	}
	return c.Shown()
}

func TestChartShown(t *testing.T) {
	_, c := chartModel(t, 5, 3, 2)
	if s := c.Shown(); s.State != view.ChartLoading || s.Picture != nil {
		t.Errorf("before it was loaded: %+v", s)
	}
	s := loadChart(t, c)
	if s.State != view.ChartDrawn || strings.Join(s.Chosen, ",") != "Headache" || strings.Join(s.Names, ",") != "Headache,Weight" ||
		s.Range != view.ChartAll || s.From != "2026-11-15" || s.To != "2026-11-18" || s.Days != "15 Nov 2026 to 18 Nov 2026" ||
		s.Rows != 3 || strings.Join(s.Heads, ",") != "When,Headache" || !strings.Contains(s.Summary, "3 values on 3 days") {
		t.Errorf("%+v", s)
	}
	if r := c.Row(0); r.Cells[0] != "18 Nov 2026" || r.Cells[1] != "2/10" {
		t.Errorf("the newest row: %+v", r)
	}
	if r := c.Row(3); r.Cells != nil || c.Row(-1).Cells != nil {
		t.Errorf("a row that is not there: %+v", r)
	}

	c.Choose(1, "Weight")
	before := s.Revision
	if s = loadChart(t, c); strings.Join(s.Chosen, ",") != "Headache,Weight" || s.Revision == before || len(s.Picture.(*charts.Timeline).Outcomes) != 2 || c.Row(2).Cells[2] != "70 kg" {
		t.Errorf("two measures: %+v", s)
	}
	c.Choose(0, "Weight")
	if s = loadChart(t, c); strings.Join(s.Chosen, ",") != "Weight" {
		t.Errorf("the same twice: %+v", s)
	}
}

func TestChartRanges(t *testing.T) {
	_, c := chartModel(t, 500, 200, 20, 3)
	for _, test := range []struct {
		do       func()
		from, to string
		rng      view.ChartRange
		rows     int
	}{
		{func() {}, "2025-11-21", "2026-11-20", view.ChartYear, 3}, // there is more than a year
		{func() { c.SetRange(view.ChartWeek) }, "2026-11-14", "2026-11-20", view.ChartWeek, 1},
		{func() { c.SetRange(view.ChartMonth) }, "2026-10-22", "2026-11-20", view.ChartMonth, 2},
		{func() { c.SetRange(view.ChartCustom) }, "2026-10-22", "2026-11-20", view.ChartCustom, 2},
		{func() { c.SetRange(view.ChartAll) }, "2025-07-08", "2026-11-17", view.ChartAll, 4},
	} {
		test.do()
		s := loadChart(t, c)
		if s.From != test.from || s.To != test.to || s.Range != test.rng || s.Rows != test.rows {
			t.Errorf("%s to %s, range %d, %d rows; want %+v", s.From, s.To, s.Range, s.Rows, test)
		}
	}
	if err := c.SetDays("2026-06-01", " 2026-06-10 "); err != nil {
		t.Fatal(err)
	}
	s := loadChart(t, c)
	if s.State != view.ChartElsewhere || !strings.Contains(s.Empty, "from 8 Jul 2025 to 17 Nov 2026") || s.Range != view.ChartCustom {
		t.Errorf("nothing in June: %+v", s)
	}
	c.ShowWhatThereIs()
	if s = loadChart(t, c); s.State != view.ChartDrawn || s.From != "2026-11-08" || s.To != "2026-11-17" {
		t.Errorf("what there is: %+v", s)
	}
	for _, days := range [][2]string{{"2026-05-10", "2026-05-01"}, {"May", "2026-05-01"}, {"2026-05-10", ""}} {
		if err := c.SetDays(days[0], days[1]); err == nil || app.Explain(err).What == "" {
			t.Errorf("%v: %v", days, err)
		}
	}
	if again := loadChart(t, c); again.From != s.From || again.To != s.To {
		t.Error("days that cannot be changed the range")
	}
}

func TestChartEmpty(t *testing.T) {
	a, c := chartModel(t)
	if s := loadChart(t, c); s.State != view.ChartNothing || !strings.Contains(s.Empty, "nothing to draw for Anna") || s.Rows != 0 {
		t.Errorf("nothing yet: %+v", s)
	}
	c.Step(1)
	c.StepToFirst()
	if _, ok := c.Cursor(); ok || c.Point(chartNow) {
		t.Error("a crosshair on nothing")
	}
	if _, err := a.Log(context.Background(), a.Persons()[0], "headache 7", ""); err != nil {
		t.Fatal(err)
	}
	if s := loadChart(t, c); s.State != view.ChartDrawn || s.Rows != 1 {
		t.Errorf("one entry: %+v", s)
	}
	c.SetPerson(app.Person{}, false)
	if s := loadChart(t, c); s.State != view.ChartNobody || s.Empty == "" {
		t.Errorf("nobody: %+v", s)
	}
}

func TestChartCursor(t *testing.T) {
	_, c := chartModel(t, 9, 6, 5, 1)
	c.Choose(1, "Weight")
	loadChart(t, c)
	on := func() string {
		k, ok := c.Cursor()
		if !ok {
			return "hidden"
		}
		return k.Text()
	}
	if on() != "hidden" {
		t.Errorf("at first: %s", on())
	}
	first := "11 Nov 2026 · Headache 0/10, Weight 70 kg · Propranolol · Flare: Bad spell"
	for _, test := range []struct {
		do   func()
		want string
	}{
		{func() { c.Step(-1) }, "19 Nov 2026 · Headache 3/10 · Propranolol · Flare: Bad spell"},
		{func() { c.Step(1) }, "19 Nov 2026 · Headache 3/10 · Propranolol · Flare: Bad spell"},
		{func() { c.Step(-2) }, "14 Nov 2026 · Headache 1/10 · Propranolol · Flare: Bad spell"},
		{c.StepToFirst, first},
		{func() { c.Step(-10) }, first},
		{c.StepToLast, "19 Nov 2026 · Headache 3/10 · Propranolol · Flare: Bad spell"},
		{func() { c.Point(chartNow.AddDate(0, 0, -20)) }, first},
		{func() { c.Point(chartNow.AddDate(0, 0, -5)) }, "15 Nov 2026 · Headache 2/10 · Propranolol · Flare: Bad spell"},
		{func() { c.SetRange(view.ChartMonth); loadChart(t, c) }, "15 Nov 2026 · Headache 2/10 · Propranolol · Flare: Bad spell"}, // it stays in time
		{c.Leave, "hidden"},
	} {
		test.do()
		if on() != test.want {
			t.Errorf("%s, want %s", on(), test.want)
		}
	}
	c.StepToFirst()
	if k, _ := c.Cursor(); fmt.Sprint(k.Lines()) != "[11 Nov 2026 Headache 0/10 Weight 70 kg Propranolol Flare: Bad spell]" {
		t.Errorf("%q", k.Lines())
	}
}

func TestChartSave(t *testing.T) {
	_, c := chartModel(t, 3, 1)
	if err := c.Save(filepath.Join(t.TempDir(), "x.svg"), app.ChartLight, false); err == nil {
		t.Error("saved before anything was loaded")
	}
	loadChart(t, c)
	file := c.FileName(t.TempDir(), ".png")
	if filepath.Base(file) != "chart-2026-11-20.png" || filepath.Ext(view.WithExtension(file, ".svg")) != ".svg" || view.WithExtension("a.b/chart", ".svg") != "a.b/chart" {
		t.Error(file)
	}
	if err := c.Save(file, app.ChartDark, false); err != nil {
		t.Fatal(err)
	}
	if err := c.Save(file, app.ChartDark, false); app.Explain(err).Code == app.Done {
		t.Error("written over")
	}
}
