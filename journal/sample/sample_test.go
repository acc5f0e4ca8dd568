package sample_test

import (
	"fmt"
	"math"
	"reflect"
	"testing"
	"time"
	_ "time/tzdata"

	"kith/journal"
	"kith/journal/sample"
)

var record = journal.ID{1, 2, 3}

func until(t testing.TB) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, 11, 22, 21, 30, 0, 0, zone)
}

func Example() {
	diary := sample.Write(journal.ID{1}, 7, time.Date(2026, 11, 22, 21, 0, 0, 0, time.UTC))
	for _, e := range diary.Entries {
		if e.Kind == journal.KindDoseStep && e.Name == "Topiramate" {
			fmt.Println(e.When.Date, e.Body.(*journal.DoseStep).Amount)
		}
	}
	// Output:
	// 2026-03-28 25 mg
	// 2026-04-04 50 mg
	// 2026-04-18 75 mg
	// 2026-05-02 100 mg
	// 2026-09-20 75 mg
}

func TestSameAgain(t *testing.T) {
	a, b := sample.Write(record, 1, until(t)), sample.Write(record, 1, until(t))
	if !reflect.DeepEqual(a, b) {
		t.Error("the same seed gave another diary")
	}
	if c := sample.Write(record, 2, until(t)); reflect.DeepEqual(a, c) {
		t.Error("another seed gave the same diary")
	}
}

// TestEveryEntry checks, for several seeds and hours of the day, what a record
// asks of entries: valid, with keys, referring to what is there, not ahead.
func TestEveryEntry(t *testing.T) {
	for seed := range uint64(40) {
		end := until(t).Add(-time.Duration(seed) * 5 * time.Hour)
		diary := sample.Write(record, seed, end)
		if n := len(diary.Entries); n < 1500 || n > 2500 {
			t.Errorf("seed %d: %d entries", seed, n)
		}
		ids := map[journal.ID]journal.Kind{}
		ahead := 0
		for _, e := range append(diary.Definitions, diary.Entries...) {
			id := journal.DerivedID(record, e.Key)
			if err := e.Validate(); err != nil || e.Key == "" || ids[id] != 0 {
				t.Fatalf("seed %d: %s %q at %s: %v", seed, e.Kind, e.Name, e.When.Date, err)
			}
			ids[id] = e.Kind
			if e.When.Time.After(end) {
				if ahead++; e.Kind != journal.KindAppointment {
					t.Errorf("seed %d: a %s lies ahead", seed, e.Kind)
				}
			}
		}
		if ahead != 1 {
			t.Errorf("seed %d: %d entries lie ahead", seed, ahead)
		}
		for _, e := range diary.Entries {
			for id, want := range refersTo(&e) {
				if !id.IsZero() && ids[id] != want {
					t.Errorf("seed %d: a %s refers to a %s that is not there", seed, e.Kind, want)
				}
			}
		}
	}
}

func refersTo(e *journal.Entry) map[journal.ID]journal.Kind {
	switch b := e.Body.(type) {
	case *journal.Observation:
		return map[journal.ID]journal.Kind{b.Episode: journal.KindEpisode}
	case *journal.Episode:
		return map[journal.ID]journal.Kind{b.Condition: journal.KindCondition}
	case *journal.Course:
		return map[journal.ID]journal.Kind{b.Treatment: journal.KindTreatment}
	case *journal.DoseStep:
		return map[journal.ID]journal.Kind{b.Course: journal.KindCourse}
	case *journal.Plan:
		return map[journal.ID]journal.Kind{b.Course: journal.KindCourse}
	case *journal.Dose:
		return map[journal.ID]journal.Kind{b.Course: journal.KindCourse, b.Plan: journal.KindPlan}
	case *journal.Evaluation:
		return map[journal.ID]journal.Kind{b.Treatment: journal.KindTreatment}
	case *journal.Stock:
		return map[journal.ID]journal.Kind{b.Treatment: journal.KindTreatment}
	}
	return nil
}

// TestStory checks, over several seeds, that the year shows what it promises:
// fewer and shorter attacks on the full dose, gaps, and every kind of entry that
// a person writes by hand.
func TestStory(t *testing.T) {
	before, after := 0, 0
	for seed := range uint64(20) {
		diary := sample.Write(record, seed, until(t))
		kinds := map[journal.Kind]int{}
		days := map[journal.Date]bool{}
		pain := map[bool][]float64{}
		first := journal.DateOf(until(t)) - sample.Days + 1
		for _, e := range diary.Entries {
			kinds[e.Kind]++
			n := int(e.When.Date - first)
			if e.Kind == journal.KindEpisode && e.When.Precision == journal.Instant {
				switch {
				case n < 125:
					before++
				case n >= 180 && n < 301:
					after++
				}
			}
			if v := e.Value(); e.Name == "Headache" && v != nil {
				days[e.When.Date] = true
				if n < 125 || n >= 180 && n < 301 {
					pain[n >= 180] = append(pain[n >= 180], v.Number.Float())
				}
			}
		}
		for _, k := range []journal.Kind{journal.KindCondition, journal.KindSymptom, journal.KindMeasure, journal.KindFactor,
			journal.KindEpisode, journal.KindTreatment, journal.KindCourse, journal.KindDoseStep, journal.KindPlan, journal.KindDose,
			journal.KindEvaluation, journal.KindInstrument, journal.KindResponse, journal.KindEvent, journal.KindAppointment,
			journal.KindStock, journal.KindNote, journal.KindDayReviewed} {
			if kinds[k] == 0 {
				t.Errorf("seed %d: no %s", seed, k)
			}
		}
		if m, l := mean(pain[false]), mean(pain[true]); m < l+0.7 {
			t.Errorf("seed %d: headache %.1f before and %.1f on the full dose", seed, m, l)
		}
		if len(days) < 230 || len(days) > 340 {
			t.Errorf("seed %d: headache on %d of %d days", seed, len(days), sample.Days)
		}
		if kinds[journal.KindNote] < 30 || kinds[journal.KindEpisode] < 18 || kinds[journal.KindEpisode] > 75 {
			t.Errorf("seed %d: %d notes, %d episodes", seed, kinds[journal.KindNote], kinds[journal.KindEpisode])
		}
		t.Logf("seed %d: %d entries, %d days, headache %.1f then %.1f, %v", seed, len(diary.Entries), len(days), mean(pain[false]), mean(pain[true]), kinds)
	}
	if rate := float64(after) / float64(before); rate > 0.7 {
		t.Errorf("%d attacks in 125 days before, %d in 121 after", before, after)
	}
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / math.Max(float64(len(x)), 1)
}

// TestNotesOnce: nobody writes the same sentence twice.
func TestNotesOnce(t *testing.T) {
	for seed := range uint64(20) {
		seen := map[string]bool{}
		for _, e := range sample.Write(record, seed, until(t)).Entries {
			if e.Note != "" && seen[e.Note] {
				t.Errorf("seed %d: twice: %s", seed, e.Note)
			}
			seen[e.Note] = true
		}
	}
}
