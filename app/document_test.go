package app

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
	"time"

	"kith/journal"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestDocument holds the JSON of entries of several kinds to what it was. Other
// programs and old backups rely on it: fields may be added, never changed.
func TestDocument(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	at := journal.At(time.Date(2026, 11, 22, 8, 30, 0, 0, berlin))
	day := journal.OnDay(journal.NewDate(2026, 11, 22), berlin)
	long := at
	long.Duration = 90 * time.Minute
	number := func(s string) *journal.Decimal {
		d, err := journal.ParseDecimal(s)
		if err != nil {
			t.Fatal(err)
		}
		return &d
	}
	end := journal.NewDate(2026, 12, 1)
	entries := []journal.Entry{
		{Kind: journal.KindSymptom, When: long, Name: "Headache", Note: "dull", Tags: []string{"sleep"}, Edited: true,
			Body: &journal.Observation{Value: journal.Number10(*number("7.0")), Region: "left", After: []string{"wine"}, Definition: journal.ID{9}}},
		{Kind: journal.KindSymptom, When: day, Name: "Nausea", Body: new(journal.Observation)},
		{Kind: journal.KindMeasure, When: at, Name: "Blood pressure", Source: "fhir", Body: &journal.Observation{
			Value: &journal.Value{Scale: journal.Components, Parts: []journal.Part{{Name: "systolic", Number: *number("120"), Unit: "mm[Hg]"}, {Name: "diastolic", Number: *number("80"), Unit: "mm[Hg]"}}},
			Codes: []journal.Code{{System: "loinc", Code: "85354-9"}}, RangeLow: number("90")}},
		{Kind: journal.KindFactor, When: journal.InMonth(end, berlin), Name: "Rain", Body: &journal.Observation{Value: journal.Yes(false)}},
		{Kind: journal.KindDose, When: at, Name: "Ibuprofen", Body: &journal.Dose{Status: journal.DoseTaken,
			Amount: &journal.Amount{Number: *number("400"), Unit: "mg"}, Reason: "headache"}},
		{Kind: journal.KindCondition, When: journal.InYear(end, berlin), Name: "Migraine", Body: &journal.Condition{Status: "active", OnsetUnknown: true}},
		{Kind: journal.KindCourse, When: day, Name: "Topiramate", Body: &journal.Course{End: &end, EndPrecision: journal.Day, StopReason: "tired"}},
		{Kind: journal.KindNote, When: journal.At(time.Date(1, 1, 1, 12, 0, 0, 0, time.FixedZone("", -3600))), Note: "<b>& \"q\" \u2028 Ω"},
	}
	var got bytes.Buffer
	for i := range entries {
		e := &entries[i]
		e.ID, e.Person, e.EnteredBy = journal.ID{byte(i + 1)}, journal.ID{0xaa}, journal.ID{0xbb}
		e.Recorded = time.Date(2026, 11, 22, 9, 0, 0, 250e6, time.UTC)
		if err := e.Validate(); err != nil {
			t.Fatalf("%d: %v", i, err)
		}
		d, err := FullDocumentOf("Anna", e)
		if err != nil {
			t.Fatal(err)
		}
		line, err := d.MarshalLine()
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(line) || bytes.Contains(line, []byte("null")) || bytes.Count(line, []byte("\n")) != 1 {
			t.Errorf("%s", line)
		}
		got.Write(line)
		if text := Describe(e); text == "" || WhenText(e.When) == "" {
			t.Errorf("%+v has no words", e)
		}
	}
	const golden = "testdata/documents.ndjson"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("got\n%swant\n%s", got.String(), want)
	}
}

func TestWhen(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 18, 30, 0, 0, zone)
	a := &App{opts: Options{Zone: zone, Now: func() time.Time { return now }}}
	for text, want := range map[string]string{
		"8:30":                      "2026-11-22T08:30:00+01:00 instant Europe/Berlin",
		"@8:30":                     "2026-11-22T08:30:00+01:00 instant Europe/Berlin",
		"yesterday 22:00":           "2026-11-21T22:00:00+01:00 instant Europe/Berlin",
		"2026-07-01 8:30":           "2026-07-01T08:30:00+02:00 instant Europe/Berlin",
		"2026-07-01T08:30":          "2026-07-01T08:30:00+02:00 instant Europe/Berlin",
		"2026-07-01T08:30:00+02:00": "2026-07-01T08:30:00+02:00 instant Europe/Berlin",
		"2026-07-01T08:30:00+09:00": "2026-07-01T08:30:00+09:00 instant ",
		"2026-07-01":                "2026-07-01T12:00:00+02:00 day Europe/Berlin",
		"2026-07":                   "2026-07-01T12:00:00+02:00 month Europe/Berlin",
		"1999":                      "1999-01-01T12:00:00+01:00 year Europe/Berlin",
		"-2h":                       "2026-11-22T16:30:00+01:00 instant Europe/Berlin",
	} {
		w, err := a.When(text)
		if got := w.Local().Format(time.RFC3339) + " " + w.Precision.String() + " " + w.Zone; err != nil || got != want {
			t.Errorf("%s: %s %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "soon", "25:00", "8:30 after wine", "8:30 #x", "headache", "2026-13", "2027", "2027-01-01T00:00:00Z", "2026-02-31"} {
		if w, err := a.When(text); err == nil || Explain(err).Code != Usage {
			t.Errorf("%q: %+v %v", text, w, err)
		}
	}
}
