package app_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

// dailyOf writes a series as 1=7 2=? 3=5: the day of March and the value.
func dailyOf(t testing.TB, a *app.App, name string, from, to int) (*app.DailySeries, string) {
	t.Helper()
	first, last := chartDay(from), chartDay(to)
	s, err := a.Daily(context.Background(), a.Persons()[0], name, &first, &last)
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() != to-from+1 || s.From != first || s.To() != last {
		t.Fatalf("%s: %d days from %s to %s", name, s.Len(), s.From, s.To())
	}
	var parts []string
	known := 0
	for i, v := range s.Values {
		text := "?"
		if !math.IsNaN(v) {
			known++
			text = fmt.Sprintf("%g", v)
		}
		parts = append(parts, fmt.Sprintf("%d=%s", from+i, text))
	}
	if known != s.Known() {
		t.Errorf("%s: %d values, said %d", name, known, s.Known())
	}
	return s, strings.Join(parts, " ")
}

func seconds(n int64) *journal.Value {
	d := journal.DecimalOf(n)
	return &journal.Value{Scale: journal.Duration, Number: &d}
}

func countOf(n int64) *journal.Value {
	d := journal.DecimalOf(n)
	return &journal.Value{Scale: journal.Count, Number: &d}
}

func clockOn(day, hour int) journal.When {
	return journal.At(time.Date(2026, 3, day, hour, 0, 0, 0, chartZone))
}

func reviewedOn(days ...int) (list []journal.Entry) {
	for _, day := range days {
		list = append(list, journal.Entry{Kind: journal.KindDayReviewed, When: onDay(day)})
	}
	return list
}

// TestDailyMerges: several values of a day become one, by what they are.
func TestDailyMerges(t *testing.T) {
	a := newVault(t, "Anna")
	score := journal.DecimalOf(11)
	month := rating(1, 5)
	month.When = journal.InMonth(chartDay(5), chartZone) // nobody knows which day
	logAll(t, a, rating(7, 1), rating(4, 1), rating(5, 3), month,
		reading(journal.KindSymptom, "Headache", journal.At(time.Date(2026, 3, 4, 2, 0, 0, 0, chartZone)), journal.Number10(journal.DecimalOf(9))),
		reading(journal.KindFactor, "Coffee", onDay(1), countOf(2)), reading(journal.KindFactor, "Coffee", onDay(1), countOf(1)),
		reading(journal.KindMeasure, "Sleep", clockOn(1, 8), seconds(6*3600)), reading(journal.KindMeasure, "Sleep", clockOn(1, 15), seconds(3600)),
		reading(journal.KindMeasure, "Weight", clockOn(1, 8), journal.QuantityOf(decimal(t, "70"), "kg")),
		reading(journal.KindMeasure, "Weight", clockOn(1, 9), journal.QuantityOf(decimal(t, "71"), "kg")),
		reading(journal.KindMeasure, "Weight", clockOn(2, 9), journal.QuantityOf(decimal(t, "160"), "[lb_av]")),
		reading(journal.KindFactor, "Wine", clockOn(1, 9), journal.Yes(false)), reading(journal.KindFactor, "Wine", clockOn(1, 20), journal.Yes(true)),
		reading(journal.KindFactor, "Water", clockOn(1, 9), journal.QuantityOf(decimal(t, "500"), "mL")),
		reading(journal.KindFactor, "Water", clockOn(1, 19), journal.QuantityOf(decimal(t, "250"), "mL")),
		journal.Entry{Kind: journal.KindResponse, Name: "PHQ-9", When: onDay(2), Body: &journal.Response{Instrument: "PHQ-9", Score: &score}})
	for name, want := range map[string]struct {
		values string
		merged app.DayMerge
		better journal.Polarity
		other  int
	}{
		"headache": {"1=5.5 2=? 3=7", app.MergeMean, journal.HigherIsWorse, 0},
		"coffee":   {"1=3 2=? 3=?", app.MergeSum, journal.Neutral, 0},
		"Sleep":    {"1=7 2=? 3=?", app.MergeSum, journal.HigherIsBetter, 0},
		"Weight":   {"1=70.5 2=? 3=?", app.MergeMean, journal.Neutral, 1},
		"wine":     {"1=1 2=? 3=?", app.MergeAny, journal.Neutral, 0},
		"water":    {"1=750 2=? 3=?", app.MergeSum, journal.Neutral, 0},
		"PHQ-9":    {"1=? 2=11 3=?", app.MergeMean, journal.HigherIsWorse, 0},
	} {
		s, got := dailyOf(t, a, name, 1, 3)
		if got != want.values || s.Merged != want.merged || s.Polarity != want.better || s.Other != want.other {
			t.Errorf("%s: %s, %s, %s, %d other", name, got, s.Merged, s.Polarity, s.Other)
		}
	}
	if _, got := dailyOf(t, a, "Headache", 4, 6); got != "4=? 5=? 6=?" {
		t.Errorf("a month is no day: %s", got)
	}
	s, _ := dailyOf(t, a, "Sleep", 1, 3)
	if s.Text(7) != "7 h" || s.Missing() < 0.66 || s.Missing() > 0.67 || !math.IsNaN(s.On(chartDay(9))) || len(s.Between(chartDay(0), chartDay(9))) != 10 {
		t.Errorf("%s, %v missing", s.Text(7), s.Missing())
	}
}

// TestDailyAbsence: a day without an entry is what the policy says, and of what is
// only noted as present a reviewed day is a no.
func TestDailyAbsence(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	p, _ := logAll(t, a, append(reviewedOn(1, 2, 5, 7), rating(6, 3), reading(journal.KindFactor, "Storm", onDay(3), nil),
		reading(journal.KindFactor, "Wine", onDay(4), journal.Yes(true)))...)
	for name, want := range map[string]string{
		"Headache": "1=? 2=? 3=6 4=? 5=? 6=? 7=?",
		"storm":    "1=? 2=? 3=1 4=? 5=0 6=? 7=0",
		"wine":     "1=? 2=? 3=? 4=1 5=0 6=? 7=0",
	} {
		if s, got := dailyOf(t, a, name, 1, 7); got != want {
			t.Errorf("%s: %s", name, got)
		} else if name == "storm" && (s.Name != "Storm" || !s.YesNo() || s.Written != 1 || s.Assumed != 2 || s.Text(1) != "yes") {
			t.Errorf("%+v", s)
		}
	}
	definitions, err := a.List(ctx, []app.Person{p}, journal.Query{Kinds: []journal.Kind{journal.KindDefinition}})
	if err != nil {
		t.Fatal(err)
	}
	for _, policy := range []journal.Absence{journal.AbsenceZeroIfReviewed, journal.AbsenceZero} {
		for _, d := range definitions {
			if _, err := a.Edit(ctx, p, d.Entry.ID, func(e *journal.Entry) error {
				e.Body.(*journal.Definition).Absence = policy
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		want := map[string]string{"Headache": "3=6 4=? 5=0 6=? 7=0", "Storm": "3=1 4=? 5=0 6=? 7=0"}
		if policy == journal.AbsenceZero {
			want = map[string]string{"Headache": "3=6 4=0 5=0 6=0 7=0", "Storm": "3=1 4=0 5=0 6=0 7=0"}
		}
		for name, want := range want {
			if s, got := dailyOf(t, a, name, 3, 7); got != want || s.Absence != policy {
				t.Errorf("%s, %s: %s", name, policy, got)
			}
		}
	}
}

// TestDailyDoses: amounts add up; skipped is none; before the course and after it
// is none; and a day in the course of which nothing is written is not known.
func TestDailyDoses(t *testing.T) {
	a := newVault(t, "Anna")
	ctx := context.Background()
	end := chartDay(8)
	_, ids := logAll(t, a, journal.Entry{Kind: journal.KindCourse, Name: "Topiramate", When: onDay(3), Body: &journal.Course{End: &end}})
	dose := func(name string, day int, status journal.DoseStatus, amount string, course journal.ID) journal.Entry {
		b := &journal.Dose{Status: status, Course: course}
		if amount != "" {
			b.Amount = &journal.Amount{Number: decimal(t, amount), Unit: "mg"}
		}
		return journal.Entry{Kind: journal.KindDose, Name: name, When: onDay(day), Body: b}
	}
	p, _ := logAll(t, a, append(reviewedOn(1, 6), dose("Topiramate", 3, journal.DoseTaken, "25", ids[0]), dose("Topiramate", 3, journal.DoseTaken, "50", ids[0]),
		dose("Topiramate", 4, journal.DoseSkipped, "", ids[0]), dose("Topiramate", 5, journal.DoseDue, "25", ids[0]),
		dose("Ibuprofen", 2, journal.DoseTaken, "400", journal.ID{}), dose("Ibuprofen", 4, journal.DoseTaken, "", journal.ID{}),
		dose("ibuprofen", 4, journal.DoseTaken, "200", journal.ID{}))...)
	if s, got := dailyOf(t, a, "topiramate", 1, 10); got != "1=0 2=0 3=75 4=0 5=? 6=0 7=? 8=? 9=0 10=0" || s.Kind != journal.KindDose || s.Text(75) != "75 mg" {
		t.Errorf("%s: %s", s.Text(75), got)
	}
	if s, got := dailyOf(t, a, "Ibuprofen", 1, 6); got != "1=? 2=1 3=? 4=2 5=? 6=0" || s.Merged != app.MergeSum || s.Text(2) != "2" {
		t.Errorf("%s", got)
	}
	s, err := a.Daily(ctx, p, "Topiramate", nil, nil)
	if err != nil || s.From != chartDay(3) || s.To() != chartDay(8) {
		t.Errorf("%v to %v, %v", s.From, s.To(), err)
	}
}

// TestDailyRefuses: a name that is not there, and days in the wrong order.
func TestDailyRefuses(t *testing.T) {
	a := newVault(t, "Anna")
	p, _ := logAll(t, a, rating(6, 3))
	from, to := chartDay(5), chartDay(4)
	var unknown *app.UnknownMeasureError
	if _, err := a.Daily(context.Background(), p, "Hedache", nil, nil); !errors.As(err, &unknown) || len(unknown.Near) != 1 {
		t.Errorf("%v", err)
	}
	if _, err := a.Daily(context.Background(), p, "Headache", &from, &to); !errors.Is(err, app.ErrChartRange) {
		t.Errorf("%v", err)
	}
	if s, err := a.Daily(context.Background(), p, "Headache", nil, nil); err != nil || s.Len() != 1 {
		t.Errorf("%v, %v", s, err)
	}
	if s, err := a.Daily(context.Background(), p, "Headache", &from, nil); err != nil || s.Len() != 0 || s.Missing() != 1 {
		t.Errorf("%v, %v", s, err)
	}
}
