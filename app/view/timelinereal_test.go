package view_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"kith/app"
	"kith/app/view"
	"kith/journal"
)

// TestTimelineReal walks through the diaries of 133 people, and through a hospital's
// record, in which every row has to say something.
func TestTimelineReal(t *testing.T) {
	for name, column := range map[string]string{
		"csv/migraine_diaries_kostecki_dillon.csv": "id", "csv/daylio.csv": "",
		"fhir/Buster_Hoeger_ad2e3fc5-2b5d-4cb9-8d03-9ea0f4ac8423.json": "", "apple/export6s3sample.xml": "",
	} {
		t.Run(name, func(t *testing.T) {
			if testing.Short() && column != "" {
				t.Skip("long")
			}
			ctx := context.Background()
			path := realFile(t, name)
			a := timelineVault(t, "Anna")
			importReal(t, a, path, column)
			m := loaded(t, a, view.Filter{Persons: a.Persons()})
			want, err := a.List(ctx, a.Persons(), journal.Query{})
			if err != nil || m.Len() != len(want) || len(want) == 0 {
				t.Fatal(m.Len(), len(want), err)
			}
			for first := 0; first < m.Len(); first += 1500 {
				for i, r := range fetched(t, m, first, min(first+1499, m.Len()-1)) {
					l := &want[first+i]
					if r.ID != l.Entry.ID || r.Day == "" || r.Name == "" && r.Detail == "" || strings.ContainsAny(r.Name+r.Value+r.Detail, "\n\t") ||
						strings.Contains(r.Name+r.Value+r.Detail+r.Time, "timeline.") || (r.Value != "") != (valueOf(&l.Entry) != "") {
						t.Fatalf("row %d: %+v of %+v", first+i, r, l.Entry)
					}
				}
			}
			if len(a.Persons()) > 1 {
				day := want[len(want)/2].Entry.When.Date
				found, ok, err := m.Find(ctx, want[len(want)/2].Entry.ID, day)
				if err != nil || !ok || found != len(want)/2 {
					t.Errorf("row %d is found at %d: %v", len(want)/2, found, err)
				}
			}
		})
	}
}

// valueOf is what an entry has for a value, in any words.
func valueOf(e *journal.Entry) string {
	switch b := e.Body.(type) {
	case *journal.Observation:
		return b.Value.String()
	case *journal.Dose:
		if b.Status != journal.DoseTaken {
			return b.Status.String()
		}
		return b.Amount.String()
	case *journal.Course:
		return b.Amount.String()
	case *journal.Episode:
		return b.Worst.String()
	case *journal.Segment:
		return "some"
	case *journal.Response:
		if b.Score != nil {
			return "some"
		}
	}
	return ""
}

func importReal(t testing.TB, a *app.App, path, column string) {
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
	o := app.ImportOptions{File: f, Size: info.Size(), Name: info.Name(), PersonColumn: column}
	if column == "" {
		o.Person = "Anna"
	}
	if _, err := a.Import(context.Background(), o); err != nil {
		t.Fatal(err)
	}
}
