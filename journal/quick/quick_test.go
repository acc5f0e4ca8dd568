package quick

import (
	"errors"
	"strings"
	"testing"
	"time"

	"kith/journal"
)

var testNow = time.Date(2026, 11, 22, 17, 30, 0, 0, time.UTC)

func testContext(t testing.TB) Context {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return Context{Now: testNow, Zone: zone, Known: []Known{
		{"Sumatriptan", journal.KindTreatment}, {"Red wine", journal.KindFactor}, {"Focus score", journal.KindMeasure},
		{"Brain fog", journal.KindSymptom}, {"migräne", journal.KindSymptom},
	}}
}

// It is 18:30 in Berlin on a Sunday.
func TestParse(t *testing.T) {
	ctx := testContext(t)
	for line, want := range map[string]string{
		"headache 7 @8:30 after wine #sleep":  "Headache: symptom, 7/10, today at 08:30, after wine, tag sleep",
		"headache":                            "Headache: symptom, no score, today at 18:30",
		"headache 7/10":                       "Headache: symptom, 7/10, today at 18:30",
		"headache 7,5":                        "Headache: symptom, 7.5/10, today at 18:30",
		"no headache":                         "Headache: symptom, no, today at 18:30",
		"headache no":                         "Headache: symptom, no, today at 18:30",
		"nausea yes @-2h":                     "Nausea: symptom, yes, today at 16:30",
		"mild nausea for 2h in stomach":       "Nausea: symptom, mild (1), today at 18:30, for 2 h, in stomach",
		"pain 6 in left knee for 90 minutes":  "Pain: symptom, 6/10, today at 18:30, for 1 h 30 min, in left knee",
		"brain fog 4 @19:00":                  "Brain fog: symptom, 4/10, today at 19:00",
		"brain fog 4 @20:00":                  "Brain fog: symptom, 4/10, yesterday at 20:00",
		"Migräne 5":                           "migräne: symptom, 5/10, today at 18:30",
		"headache 3 @yesterday 22:00":         "Headache: symptom, 3/10, yesterday at 22:00",
		"headache 3 @yesterday":               "Headache: symptom, 3/10, yesterday",
		"headache 3 @2026-11-20":              "Headache: symptom, 3/10, 2026-11-20",
		"headache 3 @20.11. 8:30":             "Headache: symptom, 3/10, 2026-11-20 at 08:30",
		"headache 3 @24.12.":                  "Headache: symptom, 3/10, 2025-12-24",
		"headache 3 @morning":                 "Headache: symptom, 3/10, today around 08:00",
		"headache 3 @night":                   "Headache: symptom, 3/10, yesterday around 22:00",
		"headache 3 @monday 8pm":              "Headache: symptom, 3/10, 2026-11-16 at 20:00",
		"headache 3 @8 pm":                    "Headache: symptom, 3/10, yesterday at 20:00",
		"headache 3 @-3d":                     "Headache: symptom, 3/10, 2026-11-19",
		"bp 120/80":                           "Blood pressure: measure, 120/80 mm[Hg], today at 18:30",
		"135/85":                              "Blood pressure: measure, 135/85 mm[Hg], today at 18:30",
		"weight 72.5 kg":                      "Weight: measure, 72.5 kg, today at 18:30",
		"weight 72,50kg":                      "Weight: measure, 72.50 kg, today at 18:30",
		"temp 38.2 C":                         "Temperature: measure, 38.2 Cel, today at 18:30",
		"pulse 64":                            "Heart rate: measure, 64 /min, today at 18:30",
		"steps 10432":                         "Steps: measure, 10432, today at 18:30",
		"mood 6":                              "Mood: measure, 6/10, today at 18:30",
		"slept 7.5h":                          "Sleep: measure, 7 h 30 min, today at 18:30",
		"slept 7h30":                          "Sleep: measure, 7 h 30 min, today at 18:30",
		"took ibuprofen 400 mg":               "ibuprofen: dose taken, 400 mg, today at 18:30",
		"ibuprofen 400mg @8:00":               "ibuprofen: dose taken, 400 mg, today at 08:00",
		"took ibuprofen 400 mg for headache":  "ibuprofen: dose taken, 400 mg, because of headache, today at 18:30",
		"took 2 tablets of Paracetamol":       "Paracetamol: dose taken, 2 tablets, today at 18:30",
		"took 0.5 lorazepam":                  "lorazepam: dose taken, 0.5, today at 18:30",
		"vitamin b12 1000 mcg":                "vitamin b12: dose taken, 1000 mcg, today at 18:30",
		"sumatriptan":                         "Sumatriptan: dose taken, today at 18:30",
		"skipped ibuprofen":                   "ibuprofen: dose skipped, today at 18:30",
		"red wine":                            "Red wine: factor, yes, today at 18:30",
		"coffee 2 cups":                       "Coffee: factor, 2 cups, today at 18:30",
		"focus score 8":                       "Focus score: measure, 8/10, today at 18:30",
		"note: a good day, 7 of 10 @home #x":  "a good day, 7 of 10 @home: note, today at 18:30, tag x",
		"went for a walk with the dog today":  "went for a walk with the dog today: note, today at 18:30",
		"stabbing pain in my left lower back": "Stabbing pain: symptom, no score, today at 18:30, in my left lower back",
		`"pain after surgery" 4`:              "Pain after surgery: symptom, 4/10, today at 18:30",
		"headache 5 after cheese, red wine and stress": "Headache: symptom, 5/10, today at 18:30, after cheese and red wine and stress",
		"today I could not get out of bed":             "today I could not get out of bed: note, today at 18:30",
		"ferritin 35 ug/L":                             "Ferritin: measure, 35 ug/L, today at 18:30",
	} {
		p, err := Parse(line, ctx)
		if err != nil {
			t.Errorf("%q: %v", line, err)
			continue
		}
		if got := p.Explain(); got != want {
			t.Errorf("%q:\n got %s\nwant %s", line, got, want)
		}
	}
}

func TestParseRefusesWithAHint(t *testing.T) {
	ctx := testContext(t)
	for line, hint := range map[string]string{
		"headache 17":                   "17 is outside 0 to 10",
		"headache -3":                   "outside 0 to 10",
		"headache 7 8":                  "two numbers",
		"headache 3/5":                  "from 0 to 10",
		"weight 72":                     "in which unit",
		"bp 120":                        "two numbers",
		"bp 80/120":                     "upper number comes first",
		"slept 7":                       "hours",
		"headache 3 @25:00":             "is not a time",
		"headache 3 @soon":              "is not a time",
		"headache 3 @20/11":             "day or month first",
		"headache 3 @31.2.2026":         "not a day of the calendar",
		"headache 3 @2026-02-30":        "not a day of the calendar",
		"headache 3 @2027-01-01":        "lies ahead",
		"headache 3 @8:00 @9:00":        "two times",
		"headache 1,250":                "two ways",
		"7":                             "of what",
		"":                              "Nothing was written",
		"#sleep":                        "name is missing",
		"note:":                         "no words",
		"headache 12345678901234567890": "not a number",
		strings.Repeat("x", MaxLine+1):  "too long",
		"a\xff":                         "not readable text",
	} {
		p, err := Parse(line, ctx)
		if err == nil {
			t.Errorf("%q was taken as %s", line, p.Explain())
			continue
		}
		if !errors.Is(err, ErrLine) || !strings.Contains(err.Error(), hint) {
			t.Errorf("%q: %v; it should say %q", line, err, hint)
		}
	}
}
