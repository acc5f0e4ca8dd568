package app_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

func TestParseParts(t *testing.T) {
	all, usual := app.ReportParts(), app.UsualReportParts()
	for _, c := range []struct {
		texts []string
		want  []app.Part
	}{
		{nil, usual},
		{[]string{"usual"}, usual},
		{[]string{"all"}, all},
		{[]string{"none"}, []app.Part{}},
		{[]string{" Side-Effects", "who"}, []app.Part{app.PartWho, app.PartSideEffects}},
		{[]string{"all", "-notes", "-events"}, usual},
		{[]string{"-who"}, slices.DeleteFunc(slices.Clone(usual), func(p app.Part) bool { return p == app.PartWho })},
	} {
		if got, err := app.ParseParts(c.texts, all, usual); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: %v, %v; want %v", c.texts, got, err, c.want)
		}
	}
	var bad *app.InputError
	for _, texts := range [][]string{{"everything"}, {""}, {"who", "doses"}} {
		if _, err := app.ParseParts(texts, all, usual); !errors.As(err, &bad) {
			t.Errorf("%q: %v, want an InputError", texts, err)
		}
	}
}

// TestPartOf holds every kind of entry to a part that an export has: what is in
// none could never be taken along.
func TestPartOf(t *testing.T) {
	for i := range journal.Kinds() {
		kind := journal.Kind(i + 1)
		e := journal.Entry{Kind: kind, Body: journal.NewBody(kind)}
		if part := app.PartOf(&e); !slices.Contains(app.ExportNDJSON.Parts(), part) {
			t.Errorf("%s belongs to %q, which cannot be ticked", kind, part)
		}
	}
	for _, f := range []app.ExportFormat{app.ExportFHIR, app.ExportIPS, app.ExportPhenopacket, app.ExportCSV, app.ExportNDJSON} {
		for _, p := range f.UsualParts() {
			if !slices.Contains(f.Parts(), p) || p.Text() == "part."+string(p) || p.Explain() == "part.explain."+string(p) {
				t.Errorf("%s: %q cannot be ticked or has no words", f, p)
			}
		}
	}
}

func TestSelectionCovers(t *testing.T) {
	day := func(text string) journal.Date {
		d, err := journal.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	from, to := day("2026-03-01"), day("2026-03-31")
	s := app.Selection{From: &from, To: &to}
	ended := day("2026-02-10")
	for _, c := range []struct {
		name string
		e    journal.Entry
		want bool
	}{
		{"a symptom in the days", journal.Entry{When: journal.OnDay(day("2026-03-31"), time.UTC)}, true},
		{"one after", journal.Entry{When: journal.OnDay(day("2026-04-01"), time.UTC)}, false},
		{"a course that goes on", journal.Entry{When: journal.OnDay(day("2020-01-01"), time.UTC), Body: &journal.Course{}}, true},
		{"one that ended before", journal.Entry{When: journal.OnDay(day("2020-01-01"), time.UTC), Body: &journal.Course{End: &ended}}, false},
		{"an old condition", journal.Entry{When: journal.OnDay(day("1999-01-01"), time.UTC), Body: &journal.Condition{}}, true},
		{"a person", journal.Entry{When: journal.OnDay(day("2030-01-01"), time.UTC), Body: &journal.Person{}}, true},
	} {
		if got := s.Covers(&c.e); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}
