package app_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

var chartZone = time.FixedZone("", 2*3600)

// chartDay is the n-th of March 2026.
func chartDay(n int) journal.Date { return journal.NewDate(2026, time.March, n) }

func onDay(n int) journal.When { return journal.OnDay(chartDay(n), chartZone) }

func reading(kind journal.Kind, name string, when journal.When, v *journal.Value) journal.Entry {
	return journal.Entry{Kind: kind, Name: name, When: when, Body: &journal.Observation{Value: v}}
}

func rating(n int, day int) journal.Entry {
	return reading(journal.KindSymptom, "Headache", onDay(day), journal.Number10(journal.DecimalOf(int64(n))))
}

func decimal(t testing.TB, s string) journal.Decimal {
	t.Helper()
	d, err := journal.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func logAll(t testing.TB, a *app.App, entries ...journal.Entry) (app.Person, []journal.ID) {
	t.Helper()
	p := a.Persons()[0]
	kept, err := a.LogEntries(context.Background(), p, "log", entries...)
	if err != nil {
		t.Fatal(err)
	}
	var ids []journal.ID
	for _, l := range kept {
		ids = append(ids, l.Entry.ID)
	}
	return p, ids
}

func chartOf(t testing.TB, a *app.App, o app.ChartOptions) *app.Chart {
	t.Helper()
	o.Person = a.Persons()[0]
	c, err := a.Chart(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// drawn writes the points of a line as 1=7 3=5: the day of March and the value.
func drawn(c *app.Chart, series int) string {
	var parts []string
	for i, p := range c.Timeline.Outcomes[series].Points {
		mark := ""
		if c.Series[series].Points[i].Assumed {
			mark = "?"
		}
		parts = append(parts, fmt.Sprintf("%d=%g%s", p.At.Day(), p.Value, mark))
	}
	return strings.Join(parts, " ")
}

// rowsOf is the table, newest first.
func rowsOf(c *app.Chart) (rows []app.ChartRow) {
	t := c.Table()
	for i := t.Len() - 1; i >= 0; i-- {
		rows = append(rows, t.Row(i))
	}
	return rows
}

// TestChartNight: what was written at two in the morning belongs to the day before
// and is in the picture of that day.
func TestChartNight(t *testing.T) {
	a := newVault(t, "Anna")
	night := time.Date(2026, 3, 5, 2, 0, 0, 0, chartZone)
	logAll(t, a, rating(4, 4), reading(journal.KindSymptom, "Headache", journal.At(night), journal.Number10(journal.DecimalOf(8))))
	c := chartOf(t, a, app.ChartOptions{})
	sum, err := c.Timeline.Summary(0)
	if err != nil || c.To != chartDay(4) || sum.N != 2 || c.Series[0].Days != 1 || !strings.Contains(c.Summary(), "2 values on 1 day") {
		t.Errorf("%d values to %s: %s, %v", sum.N, c.To, c.Summary(), err)
	}
	if rows := rowsOf(c); rows[0].When != "5 Mar 2026, 02:00" {
		t.Errorf("%v", rows)
	}
}

// TestChartMissingIsNotZero: entries without a value and days without an entry
// have no point.
func TestChartMissingIsNotZero(t *testing.T) {
	a := newVault(t, "Anna")
	logAll(t, a, rating(7, 1), rating(5, 3), rating(6, 4), reading(journal.KindSymptom, "headache", onDay(6), nil), rating(0, 9))
	c := chartOf(t, a, app.ChartOptions{})
	if got := drawn(c, 0); got != "1=7 3=5 4=6 9=0" {
		t.Errorf("drawn %s", got)
	}
	s := c.Series[0]
	if s.Days != 4 || s.NoValue != 1 || c.Days() != 9 || c.From != chartDay(1) || c.To != chartDay(9) {
		t.Errorf("%+v, %s to %s", s, c.From, c.To)
	}
	gap := c.Timeline.Outcomes[0].Gap
	if gap < 24*time.Hour || gap >= 48*time.Hour {
		t.Errorf("a missed day is joined: gap %v", gap)
	}
	for _, want := range []string{"4 values on 4 days", "No value on 5 days", "1 entry more without a value", "Lowest: 0/10 on 9 Mar 2026", "Highest: 7/10 on 1 Mar 2026"} {
		if !strings.Contains(c.Summary(), want) {
			t.Errorf("%q is not in: %s", want, c.Summary())
		}
	}
}

// TestChartAbsence: only a definition that says so makes a zero of a day without
// an entry, and it is marked.
func TestChartAbsence(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	reviewed := journal.Entry{Kind: journal.KindDayReviewed, When: onDay(2)}
	p, _ := logAll(t, a, rating(7, 1), rating(5, 4), reading(journal.KindSymptom, "Headache", onDay(3), nil), reviewed)
	to := chartDay(5)
	definitions, err := a.List(ctx, []app.Person{p}, journal.Query{Kinds: []journal.Kind{journal.KindDefinition}})
	if err != nil || len(definitions) != 1 {
		t.Fatal(definitions, err)
	}
	for policy, want := range map[journal.Absence]string{
		journal.AbsenceUnknown:        "1=7 4=5",
		journal.AbsenceZeroIfReviewed: "1=7 2=0? 4=5",
		journal.AbsenceZero:           "1=7 2=0? 4=5 5=0?",
	} {
		_, err := a.Edit(ctx, p, definitions[0].Entry.ID, func(e *journal.Entry) error {
			e.Body.(*journal.Definition).Absence = policy
			return nil
		})
		if err != nil && !errors.Is(err, journal.ErrUnchanged) {
			t.Fatal(err)
		}
		c := chartOf(t, a, app.ChartOptions{To: &to})
		if got := drawn(c, 0); got != want {
			t.Errorf("%s: drawn %s, want %s", policy, got, want)
		}
		if assumed := c.Series[0].Assumed; strings.Contains(c.Summary(), "counted as zero") != (assumed > 0) {
			t.Errorf("%s: %s", policy, c.Summary())
		}
	}
}

// TestChartUnits: what is in another unit or in words is left out and named.
func TestChartUnits(t *testing.T) {
	a := newVault(t, "Anna")
	kg := func(s string, day int) journal.Entry {
		return reading(journal.KindMeasure, "Weight", onDay(day), journal.QuantityOf(decimal(t, s), "kg"))
	}
	bound := kg("72", 4)
	bound.Body.(*journal.Observation).Value.Comparator = "<"
	logAll(t, a, kg("72.5", 1), kg("73.25", 2), bound,
		reading(journal.KindMeasure, "Weight", onDay(3), journal.QuantityOf(decimal(t, "160"), "[lb_av]")),
		reading(journal.KindMeasure, "Weight", onDay(3), journal.TextOf("too heavy")))
	c := chartOf(t, a, app.ChartOptions{})
	if got := drawn(c, 0); got != "1=72.5 2=73.25 4=72" {
		t.Errorf("drawn %s", got)
	}
	if len(c.LeftOut) != 2 || !strings.Contains(c.LeftOut[0], "1 value of Weight in lb. The line is in kg") || !strings.Contains(c.LeftOut[1], "in words") {
		t.Errorf("left out: %q", c.LeftOut)
	}
	rows := rowsOf(c)
	if len(rows) != 3 || rows[0].Values[0] != "< 72 kg" || rows[0].When != "4 Mar 2026" || rows[2].Values[0] != "72.5 kg" {
		t.Errorf("rows %v", rows)
	}
}

// TestChartScales: each scale on its own axis, and in its own words.
func TestChartScales(t *testing.T) {
	a := newVault(t, "Anna")
	pressure := func(high, low int64, day int) journal.Entry {
		return reading(journal.KindMeasure, "Blood pressure", onDay(day), &journal.Value{Scale: journal.Components, Parts: []journal.Part{
			{Name: "Systolic", Number: journal.DecimalOf(high), Unit: "mm[Hg]"}, {Name: "Diastolic", Number: journal.DecimalOf(low), Unit: "mm[Hg]"}}})
	}
	rank := func(n int64, label string, day int) journal.Entry {
		d := journal.DecimalOf(n)
		return reading(journal.KindMeasure, "Mood", onDay(day), &journal.Value{Scale: journal.Ordinal, Number: &d, Label: label})
	}
	seven, nine := journal.DecimalOf(7*3600+1800), journal.DecimalOf(9*3600)
	score := journal.DecimalOf(11)
	logAll(t, a, pressure(120, 80, 1), pressure(135, 85, 2), rank(1, "awful", 1), rank(3, "good", 2),
		reading(journal.KindFactor, "Wine", onDay(1), journal.Yes(true)), reading(journal.KindFactor, "Wine", onDay(2), journal.Yes(false)),
		reading(journal.KindMeasure, "Sleep", onDay(1), &journal.Value{Scale: journal.Duration, Number: &seven}),
		reading(journal.KindMeasure, "Sleep", onDay(2), &journal.Value{Scale: journal.Duration, Number: &nine}),
		journal.Entry{Kind: journal.KindResponse, Name: "PHQ-9", When: onDay(2), Body: &journal.Response{Instrument: "phq9", Score: &score}},
		reading(journal.KindSymptom, "Headache", onDay(1), journal.Yes(false)), rating(6, 2), reading(journal.KindSymptom, "Headache", onDay(3), journal.Yes(true)))

	for name, want := range map[string]string{
		"blood pressure": "Systolic mmHg 1=120 2=135 | Diastolic mmHg 1=80 2=85 | 135 mmHg, 85 mmHg",
		"Mood":           "Mood  1=1 2=3 | good",
		"wine":           "Wine  1=1 2=0 | no",
		"sleep":          "Sleep h 1=7.5 2=9 | 9 h",
		"PHQ-9":          "PHQ-9  2=11 | 11",
		"Headache":       "Headache 0–10 1=0 2=6 | 6/10", // no headache is 0 of 10; a headache without a number has no point
	} {
		c := chartOf(t, a, app.ChartOptions{Measures: []string{name}})
		var got []string
		for i, o := range c.Timeline.Outcomes {
			got = append(got, o.Name+" "+o.Unit+" "+drawn(c, i))
		}
		got = append(got, strings.Join(rowsOf(c)[0].Values, ", "))
		if strings.Join(got, " | ") != want {
			t.Errorf("%s: %s\nwant %s", name, strings.Join(got, " | "), want)
		}
		if len(c.LeftOut) != 0 {
			t.Errorf("%s: left out %q", name, c.LeftOut)
		}
	}
	c := chartOf(t, a, app.ChartOptions{Measures: []string{"Headache", "Blood pressure"}})
	if len(c.Series) != 2 || c.Timeline.Outcomes[1].Name != "Blood pressure: Systolic" || len(c.LeftOut) != 1 {
		t.Errorf("two measures: %+v, %q", c.Series, c.LeftOut)
	}
	if !strings.Contains(c.Summary(), "It does not show that one led to the other") {
		t.Error(c.Summary())
	}
}

func TestChartTreatments(t *testing.T) {
	a := newVault(t, "Anna")
	mg := func(n int64) *journal.Amount { return &journal.Amount{Number: journal.DecimalOf(n), Unit: "mg"} }
	end := chartDay(20)
	course := func(name string, when journal.When, b journal.Course) journal.Entry {
		return journal.Entry{Kind: journal.KindCourse, Name: name, When: when, Body: &b}
	}
	longAgo := journal.OnDay(journal.NewDate(2024, 1, 5), chartZone)
	_, ids := logAll(t, a, rating(7, 10), rating(5, 28),
		course("Topiramate", onDay(12), journal.Course{Ongoing: true, Amount: mg(25)}),
		course("Propranolol", longAgo, journal.Course{End: &end, Amount: mg(40)}),
		course("Before", longAgo, journal.Course{End: &[]journal.Date{chartDay(2)}[0]}),
		course("Unclear", onDay(14), journal.Course{Status: "stopped", StartUnknown: true}))
	step := func(n int64, day int) journal.Entry {
		return journal.Entry{Kind: journal.KindDoseStep, When: onDay(day), Body: &journal.DoseStep{Course: ids[2], Amount: mg(n)}}
	}
	dose := func(name string, s journal.DoseStatus, day int, of journal.ID) journal.Entry {
		return journal.Entry{Kind: journal.KindDose, Name: name, When: onDay(day), Body: &journal.Dose{Status: s, Amount: mg(400), Course: of}}
	}
	logAll(t, a, step(50, 19), step(100, 26), dose("Ibuprofen", journal.DoseTaken, 11, journal.ID{}), dose("ibuprofen", journal.DoseSkipped, 15, journal.ID{}),
		dose("Ibuprofen", journal.DoseDue, 16, journal.ID{}), dose("Ibuprofen", journal.DoseTaken, 2, journal.ID{}), dose("Topiramate", journal.DoseTaken, 27, ids[2]),
		journal.Entry{Kind: journal.KindEpisode, Name: "Bad spell", When: onDay(12), Body: &journal.Episode{}})
	c := chartOf(t, a, app.ChartOptions{})

	var got []string
	for i, lane := range c.Timeline.Lanes {
		text := c.Treatments[i].Text() + ":"
		for _, s := range lane.Spans {
			to := "..."
			if !s.To.IsZero() {
				to = s.To.Format("2 Jan")
			}
			text += fmt.Sprintf(" [%s %s %s %g]", s.From.Format("2 Jan"), to, s.Label, s.Level)
		}
		for _, d := range lane.Doses {
			text += fmt.Sprintf(" (%d %s %v)", d.At.Day(), d.Label, d.Skipped)
		}
		got = append(got, text)
	}
	want := `Propranolol, 5 Jan 2024 to 20 Mar 2026, 40 mg: [5 Jan 21 Mar 40 mg 1]
Topiramate, since 12 Mar 2026, 25 mg, then 50 mg from 19 Mar 2026, then 100 mg from 26 Mar 2026, 1 dose taken: [12 Mar 19 Mar 25 mg 0.25] [19 Mar 26 Mar 50 mg 0.5] [26 Mar ... 100 mg 1] (27 400 mg false)
Unclear, written down on 14 Mar 2026, start and end not known: [14 Mar 15 Mar  0]
Ibuprofen, 1 dose taken, 1 dose skipped: (11 400 mg false) (15 400 mg true)`
	if strings.Join(got, "\n") != want {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
	if len(c.Flares) != 1 || c.Timeline.Bands[0].From != chartDay(12).Midnight() || !c.Timeline.Bands[0].To.IsZero() {
		t.Errorf("flares %+v", c.Timeline.Bands)
	}
	table := c.Table()
	near, ok := table.Nearest(chartDay(24).Midnight())
	m := table.Moment(near)
	if !ok || m.When != "28 Mar 2026" || strings.Join(m.Values, ", ") != "Headache 5/10" || strings.Join(m.Treatments, ", ") != "Topiramate 100 mg" ||
		strings.Join(m.Flares, ", ") != "Bad spell" {
		t.Errorf("near the 24th: %+v", m)
	}
}

func TestChartErrors(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	p, _ := logAll(t, a, rating(7, 1), reading(journal.KindMeasure, "Weight", onDay(1), journal.QuantityOf(journal.DecimalOf(70), "kg")))
	two, one := chartDay(2), chartDay(1)
	for _, test := range []struct {
		o    app.ChartOptions
		want error
		says string
	}{
		{app.ChartOptions{Measures: []string{"Headacke"}}, app.ErrNoSuchMeasure, "Did you mean Headache? There are Headache and Weight."},
		{app.ChartOptions{Measures: []string{"a", "b", "c"}}, app.ErrChartMeasures, "small charts"},
		{app.ChartOptions{From: &two, To: &one}, app.ErrChartRange, "before"},
	} {
		test.o.Person = p
		_, err := a.Chart(ctx, test.o)
		if !errors.Is(err, test.want) || !strings.Contains(app.Explain(err).Do, test.says) {
			t.Errorf("%v: %v, %+v", test.o.Measures, err, app.Explain(err))
		}
	}
	c := chartOf(t, a, app.ChartOptions{From: &two})
	if first, last, ok := c.Span(); c.Points() != 0 || !c.Empty() || !ok || first != one || last != one {
		t.Errorf("after the last entry: %d points, %s to %s %v", c.Points(), first, last, ok)
	}
	if !strings.Contains(c.Summary(), "Headache: there is no value in this time") {
		t.Error(c.Summary())
	}
	empty := newVault(t, "Ben")
	if c := chartOf(t, empty, app.ChartOptions{}); !c.Empty() || len(rowsOf(c)) != 0 {
		t.Errorf("nobody wrote anything: %+v", c)
	}
}

// TestChartSave: the picture is whole or not there, is not written over, and
// only its owner can read it.
func TestChartSave(t *testing.T) {
	a := newVault(t, "Anna")
	logAll(t, a, rating(7, 1), rating(3, 2))
	f, err := a.Figure(context.Background(), app.FigureOptions{Kind: app.KindTimeline, Person: a.Persons()[0]})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, magic := range map[string]string{"chart.svg": "<svg", "chart.PNG": "\x89PNG", "chart.pdf": "%PDF-1.", "chart.csv": "local_time,headache\r\n2026-03-01,7\r\n"} {
		file := filepath.Join(dir, name)
		if err := a.SaveFigure(f, file, app.ChartFile{}); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data[:min(len(data), 200)]), magic) {
			t.Errorf("%s: %.60q, %v", name, data, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
		if err := a.SaveFigure(f, file, app.ChartFile{}); !errors.Is(err, app.ErrFileExists) {
			t.Errorf("written over: %v", err)
		}
		if err := a.SaveFigure(f, file, app.ChartFile{Force: true, Theme: app.ChartDark, Width: 700, Height: 500}); err != nil {
			t.Error(err)
		}
	}
	if err := a.SaveFigure(f, filepath.Join(dir, "chart.gif"), app.ChartFile{}); !errors.Is(err, app.ErrChartFormat) {
		t.Errorf("%v", err)
	}
	for _, o := range []app.ChartFile{{Width: 10}, {Width: 9000}, {Height: 50}, {Height: 100_000}} {
		if err := a.SaveFigure(f, filepath.Join(dir, "other.png"), o); !errors.Is(err, app.ErrChartSize) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	if left, err := filepath.Glob(filepath.Join(dir, "*")); err != nil || len(left) != 4 {
		t.Errorf("files: %v, %v", left, err)
	}
}
