package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
	"kith/journal/exchange"
)

// canonical is the JSON of all entries without what belongs to the vault that they
// are in: which record, who wrote them down, when, and the id of the scale.
func canonical(t testing.TB, a *app.App) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "all.ndjson")
	if _, err := a.Export(context.Background(), app.ExportOptions{Format: app.ExportNDJSON, Path: file}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(string(text)) {
		var d map[string]json.RawMessage
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"person_id", "recorded", "entered_by", "edited"} {
			delete(d, field)
		}
		if kind := string(d["kind"]); kind == `"person"` || kind == `"definition"` {
			delete(d, "id")
			if kind == `"person"` { // when they were added
				for _, field := range []string{"time", "local_time", "civil_date", "zone", "offset", "precision"} {
					delete(d, field)
				}
			}
		}
		if body := d["body"]; body != nil {
			var b map[string]json.RawMessage
			if err := json.Unmarshal(body, &b); err != nil {
				t.Fatal(err)
			}
			delete(b, "definition")
			if d["body"], err = json.Marshal(b); err != nil {
				t.Fatal(err)
			}
		}
		out, err := json.Marshal(d) // with sorted keys
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(out))
	}
	slices.Sort(lines)
	return lines
}

func importExport(t testing.TB, a *app.App, path string) *app.Report {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Import(context.Background(), app.ImportOptions{File: f, Size: info.Size(), Name: filepath.Base(path)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// fullVault has an entry of many kinds, several persons, samples and attachments.
func fullVault(t testing.TB) *app.App {
	t.Helper()
	ctx := context.Background()
	a := newVault(t, "Anna", "Ben")
	anna, err := a.Person("Anna")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"headache 7 after wine @2026-01-03 8:30 #sleep for 2h", "bp 120/80", "no nausea", "took ibuprofen 400 mg for headache",
		"note a day like others", "weight 72.50 kg", "slept 7h 30min",
	} {
		logLine(t, a, "Anna", line)
	}
	rash := logLine(t, a, "Ben", "rash 4")
	when := journal.OnDay(journal.NewDate(2025, 12, 24), a.Zone())
	end := journal.NewDate(2026, 1, 31)
	five := journal.DecimalOf(5)
	var samples []journal.Sample
	for i := range 300 {
		samples = append(samples, journal.Sample{Start: when.Time.Add(time.Duration(i) * time.Minute), Duration: 30 * time.Second,
			Value: journal.Decimal{Coef: int64(600 + i%7), Exp: -1}})
	}
	segment, err := journal.NewSegment("bpm", samples)
	if err != nil {
		t.Fatal(err)
	}
	course, err := a.LogEntries(ctx, anna, "log",
		journal.Entry{Kind: journal.KindCourse, Name: "Prednisolone", When: when, Body: &journal.Course{Purpose: "flare", End: &end}},
		journal.Entry{Kind: journal.KindCondition, Name: "Asthma", When: journal.InYear(journal.NewDate(1999, 1, 1), a.Zone()),
			Body: &journal.Condition{Status: "active", Codes: []journal.Code{{System: "icd10cm", Code: "J45"}}}},
		journal.Entry{Kind: journal.KindResponse, Name: "PHQ-8", When: when,
			Body: &journal.Response{Instrument: "PHQ-8", Answers: []*journal.Decimal{&five, nil}}},
		journal.Entry{Kind: journal.KindAppointment, Name: "Clinic", When: when, Tags: []string{"a b"},
			Body: &journal.Appointment{With: "Dr. Who", Questions: []string{"why?", "how long?"}}},
		journal.Entry{Kind: journal.KindSamples, Name: "Pulse", Source: "Watch", When: when, Body: segment},
		journal.Entry{Kind: journal.KindDayReviewed, When: when})
	if err != nil {
		t.Fatal(err)
	}
	photoOf := func(of journal.Entry, name string, content []byte) {
		if _, err := a.Attach(ctx, app.Person{ID: of.Person}, bytes.NewReader(content), app.AttachOptions{Name: name, Of: of.ID, Note: "see"}); err != nil {
			t.Fatal(err)
		}
	}
	photoOf(rash, "rash.jpg", photo(t, 300, 200, 6))
	photoOf(course[0].Entry, "letter.pdf", letter())
	list, err := a.List(ctx, []app.Person{anna}, journal.Query{Kinds: []journal.Kind{journal.KindDefinition}})
	if err != nil || len(list) == 0 {
		t.Fatal(len(list), err)
	}
	// A scale that the person changed, and a fact about the person.
	if _, err := a.Edit(ctx, anna, list[0].Entry.ID, func(e *journal.Entry) error {
		d := *e.Body.(*journal.Definition)
		d.Anchors, d.Polarity = []string{"none", "some", "much"}, journal.HigherIsBetter
		e.Body = &d
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	people, err := a.List(ctx, []app.Person{anna}, journal.Query{Kinds: []journal.Kind{journal.KindPerson}})
	if err != nil || len(people) != 1 {
		t.Fatal(len(people), err)
	}
	if _, err := a.Edit(ctx, anna, people[0].Entry.ID, func(e *journal.Entry) error {
		birth := journal.NewDate(1980, 2, 29)
		e.Body = &journal.Person{Birth: &birth, Sex: "female"}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestExportAndBack imports an export into an empty vault: the same entries with the
// same ids, and the same files. Importing it again adds nothing.
func TestExportAndBack(t *testing.T) {
	ctx := context.Background()
	a := fullVault(t)
	file := filepath.Join(t.TempDir(), "all.zip")
	made, err := a.Export(ctx, app.ExportOptions{Format: app.ExportNDJSON, Path: file})
	if err != nil || made.Attachments != 2 {
		t.Fatalf("%+v %v", made, err)
	}
	b := newVault(t)
	r := importExport(t, b, file)
	if r.Format != exchange.FormatKith || len(r.Skipped) > 0 || len(r.PersonsAdded) != 2 || len(r.Notes) > 0 || r.Duplicates > 0 {
		t.Fatalf("%+v", r)
	}
	want, got := canonical(t, a), canonical(t, b)
	if !slices.Equal(got, want) {
		for _, line := range got {
			if !slices.Contains(want, line) {
				t.Errorf("only after the import: %s", line)
			}
		}
		for _, line := range want {
			if !slices.Contains(got, line) {
				t.Errorf("only before: %s", line)
			}
		}
	}
	for _, p := range b.Persons() {
		list, err := b.Attachments(ctx, p, journal.ID{})
		if err != nil || len(list) != 1 {
			t.Fatal(len(list), err)
		}
		content := contentOf(t, b, &list[0])
		if !bytes.Equal(content, letter()) && !bytes.Equal(content, photo(t, 300, 200, 6)) {
			t.Error("a file is another one")
		}
	}
	v, err := b.Verify(ctx, false, nil)
	if err != nil || !v.OK || len(v.Notes) > 0 {
		t.Errorf("%+v %v", v, err)
	}
	again := importExport(t, b, file)
	if again.Imported != 0 || again.Duplicates != again.Read {
		t.Errorf("%+v", again)
	}
	if after := canonical(t, b); !slices.Equal(after, got) {
		t.Error("importing it again changed something")
	}
	if _, err := b.UndoImport(ctx, journal.NewID()); err == nil {
		t.Error("an import that never was is undone")
	}
}

// TestImportOwnPlain: without the archive the entries come without their files, and
// the report says so; what a newer Kith wrote is skipped and counted.
func TestImportOwnPlain(t *testing.T) {
	ctx := context.Background()
	a := fullVault(t)
	file := filepath.Join(t.TempDir(), "all.ndjson")
	if _, err := a.Export(ctx, app.ExportOptions{Format: app.ExportNDJSON, Path: file}); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	newer := strings.Replace(string(text), `"kind":"note",`, `"kind":"note","dreams":3,`, 1) + `{"id":"00","person":"x"}` + "\n"
	if err := os.WriteFile(file, []byte(newer), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newVault(t)
	r := importExport(t, b, file)
	if len(r.Skipped) != 1 || r.Skipped[0].Count != 2 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "2 files") {
		t.Fatalf("%+v", r)
	}
	for _, p := range b.Persons() {
		list, err := b.Attachments(ctx, p, journal.ID{})
		if err != nil || len(list) != 1 {
			t.Fatal(len(list), err)
		}
		err = b.CopyAttachment(ctx, p, list[0].ID, &bytes.Buffer{}, nil)
		if app.Explain(err).Do == "" || app.Explain(err).Code != app.Failed {
			t.Error(err)
		}
	}
}
