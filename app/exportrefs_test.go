package app_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"kith/app"
	"kith/journal"
)

// referring is a record in which everything refers to something: attacks to their
// condition, courses, ratings and supply to their treatment, doses to their course, an
// answer to its questionnaire, a file to its entry, also to what was deleted.
func referring(t testing.TB) (*app.App, app.Person) {
	t.Helper()
	ctx := context.Background()
	a := newVault(t, "Secretname")
	p := a.Persons()[0]
	day := journal.NewDate(2026, 1, 2)
	write := func(e journal.Entry) journal.ID {
		t.Helper()
		e.When = journal.At(journal.OnDay(day, a.Zone()).Time.Add(8 * 3600e9).In(a.Zone()))
		list, err := a.LogEntries(ctx, p, "log", e)
		if err != nil {
			t.Fatal(err)
		}
		return list[0].Entry.ID
	}
	seven := journal.DecimalOf(7)
	for _, name := range []string{"Migraine", "Deletedcondition"} {
		condition := write(journal.Entry{Kind: journal.KindCondition, Name: name, Body: &journal.Condition{Status: "active"}})
		write(journal.Entry{Kind: journal.KindEpisode, Name: "Attack of " + name, Body: &journal.Episode{Condition: condition, Worst: journal.Number10(seven)}})
	}
	for _, name := range []string{"Propranolol", "Walking", "Deletedtreatment"} {
		category := map[string]string{"Walking": "habit"}[name]
		treatment := write(journal.Entry{Kind: journal.KindTreatment, Name: name, Body: &journal.Treatment{Category: category}})
		course := write(journal.Entry{Kind: journal.KindCourse, Name: name, Body: &journal.Course{Treatment: treatment, Ongoing: true, Category: category}})
		plan := write(journal.Entry{Kind: journal.KindPlan, Name: name, Body: &journal.Plan{Course: course, Times: []int{480}}})
		write(journal.Entry{Kind: journal.KindDoseStep, Name: name, Body: &journal.DoseStep{Course: course, Amount: &journal.Amount{Number: seven, Unit: "mg"}}})
		dose := write(journal.Entry{Kind: journal.KindDose, Name: name, Body: &journal.Dose{Status: journal.DoseTaken, Course: course, Plan: plan}})
		write(journal.Entry{Kind: journal.KindEvaluation, Name: name, Body: &journal.Evaluation{Treatment: treatment, Benefit: journal.Number10(seven)}})
		write(journal.Entry{Kind: journal.KindStock, Name: name, Body: &journal.Stock{Treatment: treatment, Amount: &journal.Amount{Number: seven, Unit: "{tablet}"}}})
		if _, err := a.Attach(ctx, p, strings.NewReader("a letter about "+name), app.AttachOptions{Name: name + ".txt", Of: dose}); err != nil {
			t.Fatal(err)
		}
	}
	for _, line := range []string{"headache 7 after wine @2026-01-03 8:30", "bp 120/80 @2026-01-03 8:30", "note a day like others @2026-01-03 8:30"} {
		logLine(t, a, "", line)
	}
	write(journal.Entry{Kind: journal.KindResponse, Name: "PHQ-8", Body: &journal.Response{Instrument: "PHQ-8", Answers: []*journal.Decimal{&seven}, Score: &seven}})
	write(journal.Entry{Kind: journal.KindAppointment, Name: "Clinic", Body: &journal.Appointment{With: "Dr. Who"}})
	write(journal.Entry{Kind: journal.KindEvent, Name: "Moved", Body: &journal.Event{}})
	list, err := a.List(ctx, []app.Person{p}, journal.Query{Kinds: []journal.Kind{journal.KindCondition, journal.KindTreatment}})
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range list {
		if strings.HasPrefix(l.Entry.Name, "Deleted") {
			if err := a.Delete(ctx, p, l.Entry.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
	return a, p
}

// resolves fails if a reference within a bundle has no resource there, and returns how
// many there are beside those to the patient.
func resolves(t testing.TB, what string, resources []map[string]any) (others int) {
	t.Helper()
	here, patient := map[string]bool{}, ""
	for _, r := range resources {
		address := "urn:uuid:" + r["id"].(string)
		if here[address] {
			t.Fatalf("%s: %s stands twice", what, address)
		}
		if here[address] = true; r["resourceType"] == "Patient" {
			patient = address
		}
	}
	for _, r := range resources {
		for _, ref := range references(r) {
			if !here[ref] {
				t.Fatalf("%s: %s %s refers to %s, which is not there", what, r["resourceType"], r["id"], ref)
			}
			if ref != patient && r["resourceType"] != "Provenance" && r["resourceType"] != "Composition" {
				others++
			}
		}
	}
	return others
}

// previewed returns the resources of a bundle that is only shown, if it is short.
func previewed(t testing.TB, a *app.App, o app.ExportOptions) []map[string]any {
	t.Helper()
	p, err := a.ExportPreview(context.Background(), o)
	if err != nil {
		t.Fatal(o.Include, err)
	}
	if p.Files[0].More {
		path, _ := exported(t, a, o, "long.json")
		return bundleOf(t, path)
	}
	var bundle struct {
		Entry []struct{ Resource map[string]any }
	}
	if err := json.Unmarshal([]byte(p.Files[0].Text), &bundle); err != nil {
		t.Fatal(o.Include, err)
	}
	var list []map[string]any
	for _, e := range bundle.Entry {
		list = append(list, e.Resource)
	}
	return list
}

// TestBundleReferences: whatever two parts are ticked, everything that a bundle refers
// to is in it, and what is not ticked is not named.
func TestBundleReferences(t *testing.T) {
	a, p := referring(t)
	later := journal.NewDate(2026, 1, 3)
	for _, f := range []app.ExportFormat{app.ExportFHIR, app.ExportIPS} {
		parts := f.Parts()
		for i := range parts {
			for j := i; j < len(parts); j++ {
				for _, from := range []*journal.Date{nil, &later} {
					include := []app.Part{parts[i], parts[j]}[:min(2, j-i+1)]
					list := previewed(t, a, app.ExportOptions{Format: f, Selection: app.Selection{Person: p, Include: include, From: from}})
					resolves(t, string(f)+" "+string(parts[i])+" "+string(parts[j]), list)
					text, err := json.Marshal(list)
					if err != nil {
						t.Fatal(err)
					}
					if parts[i] != app.PartWho && strings.Contains(string(text), "Secretname") {
						t.Errorf("%s %v names the person", f, include)
					}
				}
			}
		}
	}
	whole := previewed(t, a, all(app.ExportFHIR, p))
	if n := resolves(t, "all", whole); n != 1+2 { // an attack and two ratings
		t.Errorf("%d references to other than the patient", n)
	}
}
