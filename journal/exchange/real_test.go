package exchange

import (
	"testing"

	"kith/journal"
)

// TestRealFiles asserts what becomes of every file of the shared test data.
func TestRealFiles(t *testing.T) {
	const study = "USUBJID"
	for _, c := range []struct {
		file, person           string
		read, imported, people int
		kinds, whole, cells    string
		samples                int
	}{
		{"csv/migraine_diaries_kostecki_dillon.csv", "id", 4152, 4152, 133, "factor 4152, measure 4152, person 133, symptom 4152", "", "", 0},
		{"csv/mood_esm_one_patient.csv", "", 1476, 1476, 1, "measure 73800", "", "", 0},
		{"csv/cdiscpilot_dm.csv", study, 306, 306, 306, "person 306", "", "", 0},
		{"csv/cdiscpilot_mh.csv", study, 1818, 1818, 254, "condition 1818", "", "", 0},
		{"csv/cdiscpilot_cm.csv", study, 7510, 7510, 229, "course 7510", "", "", 0},
		{"csv/cdiscpilot_ae.csv", study, 1191, 1191, 225, "symptom 1191", "", "", 0},
		{"csv/daylio.csv", "", 32, 32, 1, "definition 1, factor 25, measure 32", "", "", 0},
		{"apple/export6s3sample.xml", "", 18, 18, 1, "factor 1, measure 6, person 1", "", "", 15},
		{"fhir/Adalberto_Hartmann_44ec4447-9e2c-4eb9-bd4f-0bdb416b806e.json", "", 344, 281, 1,
			"appointment 22, condition 13, course 8, event 37, measure 200, person 1",
			"Claim resources are not kept 30, ExplanationOfBenefit resources are not kept 22, Organization resources are not kept 3, " +
				"Practitioner resources are not kept 3, no date 5", "", 0},
		{"fhir/Buster_Hoeger_ad2e3fc5-2b5d-4cb9-8d03-9ea0f4ac8423.json", "", 66, 51, 1,
			"appointment 6, condition 3, course 1, event 7, measure 33, person 1",
			"Claim resources are not kept 7, ExplanationOfBenefit resources are not kept 6, Organization resources are not kept 1, " +
				"Practitioner resources are not kept 1", "", 0},
	} {
		t.Run(c.file, func(t *testing.T) {
			opts := testOptions()
			opts.PersonColumn = c.person
			o := mustRead(t, realFile(t, c.file), opts)
			o.uniqueKeys(t)
			if o.read != c.read || o.imported != c.imported || o.samples != c.samples {
				t.Errorf("read %d, imported %d, samples %d; want %d, %d, %d", o.read, o.imported, o.samples, c.read, c.imported, c.samples)
			}
			if _, chosen := o.persons[""]; chosen != (c.person == "") || len(o.persons) != c.people {
				t.Errorf("%d persons, want %d", len(o.persons), c.people)
			}
			for _, x := range []struct{ what, got, want string }{
				{"kinds", counts(o.kinds), c.kinds}, {"skipped", counts(o.whole), c.whole}, {"cells", counts(o.cells), c.cells}} {
				if x.got != x.want {
					t.Errorf("%s:\n got %s\nwant %s", x.what, x.got, x.want)
				}
			}
		})
	}
}

// TestRealMigraine: no is an answer, days keep their distances, facts about the
// person stand once.
func TestRealMigraine(t *testing.T) {
	opts := testOptions()
	opts.PersonColumn = "id"
	o := mustRead(t, realFile(t, "csv/migraine_diaries_kostecki_dillon.csv"), opts)
	yes, no := 0, 0
	for i := range o.entries {
		e := &o.entries[i]
		if e.Kind != journal.KindSymptom {
			continue
		}
		if e.Name != "Headache" || e.When.Precision != journal.Day {
			t.Fatalf("%s on %s", e.Name, e.When.Precision)
		}
		if e.Value().Number.Coef == 1 {
			yes++
		} else {
			no++
		}
	}
	if yes != 2666 || no != 1486 {
		t.Errorf("%d yes and %d no, want 2666 and 1486", yes, no)
	}
	first := o.entries[0].When.Date
	if want := defaultStart - 11; first != want { // the first row is day -11
		t.Errorf("the first day is %s, want %s", first, want)
	}
	who := o.byName(t, journal.KindPerson, personEntryName).Body.(*journal.Person)
	if who.Sex != "female" || who.AgeSaid != "30" || who.Details["hatype"] != "Aura" {
		t.Errorf("the first person is %+v", who)
	}
}

// TestRealTrial: partial dates keep their precision and a missing onset is said
// to be missing.
func TestRealTrial(t *testing.T) {
	opts := testOptions()
	opts.PersonColumn = "USUBJID"
	o := mustRead(t, realFile(t, "csv/cdiscpilot_mh.csv"), opts)
	unknown, byPrecision := 0, map[string]int{}
	for i := range o.entries {
		e := &o.entries[i]
		if e.Body.(*journal.Condition).OnsetUnknown {
			unknown++
		} else {
			byPrecision[e.When.Precision.String()]++
		}
	}
	if got := counts(byPrecision); unknown != 859 || got == "" {
		t.Errorf("%d onsets unknown (%s), want 859", unknown, got)
	}
	if e := o.byName(t, journal.KindCondition, "SUBTOTAL HYSTERECTOMY"); e.When.Precision != journal.Year || e.When.Date.String() != "1986-01-01" {
		t.Errorf("hysterectomy at %s (%s)", e.When.Date, e.When.Precision)
	}
	o = mustRead(t, realFile(t, "csv/cdiscpilot_cm.csv"), opts)
	aspirin := o.byName(t, journal.KindCourse, "ASPIRIN")
	c := aspirin.Body.(*journal.Course)
	if aspirin.When.Precision != journal.Year || !c.Ongoing || c.Amount.String() != "1 TABLET" || c.Frequency != "PRN" {
		t.Errorf("aspirin: %+v at %s", c, aspirin.When.Date)
	}
	o = mustRead(t, realFile(t, "csv/cdiscpilot_ae.csv"), opts)
	d := o.byName(t, journal.KindSymptom, "DIARRHOEA")
	if v := d.Value(); v.String() != "MILD (1)" || d.When.Duration.Hours() != 72 || d.Observation().Outcome != "RECOVERED/RESOLVED" {
		t.Errorf("diarrhoea: %s for %s", v, d.When.Duration)
	}
}

// TestRealFHIR: the two numbers of a blood pressure come systolic first.
func TestRealFHIR(t *testing.T) {
	o := mustRead(t, realFile(t, "fhir/Adalberto_Hartmann_44ec4447-9e2c-4eb9-bd4f-0bdb416b806e.json"), testOptions())
	e := o.byName(t, journal.KindMeasure, "Blood Pressure")
	if v := e.Value(); len(v.Parts) != 2 || v.Parts[0].Name != "Systolic" || v.Parts[0].Number.String() != "158.72796283575664" || v.Parts[0].Unit != "mm[Hg]" {
		t.Errorf("blood pressure %s", v)
	}
	pain := o.byName(t, journal.KindMeasure, "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
	if pain.Value().Scale != journal.NRS {
		t.Errorf("pain is on the scale %s", pain.Value().Scale)
	}
	if plan := o.byName(t, journal.KindEvent, "Diabetes self management plan"); plan.Note == "" {
		t.Error("the care plan lost its text")
	}
}
