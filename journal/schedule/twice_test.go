package schedule

import (
	"testing"
	"time"

	"kith/journal"
)

func TestTwice(t *testing.T) {
	day := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC) // a Monday
	at := func(clock string) journal.When {
		c, err := time.Parse("15:04", clock)
		if err != nil {
			t.Fatal(err)
		}
		return journal.At(day.Add(time.Duration(c.Hour())*time.Hour + time.Duration(c.Minute())*time.Minute))
	}
	mine, hers := journal.ID{1}, journal.ID{2}
	course := journal.Entry{ID: journal.ID{9}, Kind: journal.KindCourse, Name: "Ibuprofen", When: journal.At(day.AddDate(0, -1, 0)), Body: new(journal.Course)}
	planned := func(p journal.Plan) []Regimen {
		p.Course = course.ID
		return []Regimen{{Course: course, Plans: []journal.Entry{{ID: journal.ID{8}, Kind: journal.KindPlan, When: course.When, Body: &p}}}}
	}
	twice := planned(journal.Plan{Times: []int{8 * 60, 20 * 60}})
	dose := func(id byte, device journal.ID, clock string, change ...func(*journal.Dose)) journal.Entry {
		d := &journal.Dose{Status: journal.DoseTaken}
		for _, fn := range change {
			fn(d)
		}
		return journal.Entry{ID: journal.ID{id}, Device: device, Kind: journal.KindDose, Name: "ibuprofen ", When: at(clock), Body: d}
	}
	slot := func(clock string) func(*journal.Dose) {
		return func(d *journal.Dose) { d.Course, d.Plan, d.Due = course.ID, journal.ID{8}, at(clock).Time.UnixMilli() }
	}
	amount := func(n int64) func(*journal.Dose) {
		return func(d *journal.Dose) { d.Amount = &journal.Amount{Number: journal.DecimalOf(n), Unit: "mg"} }
	}
	settled := func(d *journal.Dose) { d.NotSame = []journal.ID{{1}} }
	skipped := func(d *journal.Dose) { d.Status = journal.DoseSkipped }
	day1 := dose(1, mine, "08:00")
	day1.When.Precision = journal.Day
	for name, test := range map[string]struct {
		regimens []Regimen
		doses    []journal.Entry
		want     int // in the one group, 0 for none
	}{
		"one due dose":                   {twice, []journal.Entry{dose(1, mine, "08:00", slot("08:00")), dose(2, hers, "15:00", slot("08:00"))}, 2},
		"one due dose, one device":       {twice, []journal.Entry{dose(1, mine, "08:00", slot("08:00")), dose(2, mine, "15:00", slot("08:00"))}, 0},
		"two due doses":                  {twice, []journal.Entry{dose(1, mine, "15:00", slot("08:00")), dose(2, hers, "19:00", slot("20:00"))}, 0},
		"by name within half":            {twice, []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "13:59")}, 2},
		"by name after half":             {twice, []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "14:00")}, 0},
		"name and slot":                  {twice, []journal.Entry{dose(1, mine, "08:05"), dose(2, hers, "08:10", slot("08:00"))}, 2},
		"three":                          {twice, []journal.Entry{dose(1, mine, "08:05"), dose(2, hers, "08:10"), dose(3, journal.ID{3}, "08:20")}, 3},
		"settled":                        {twice, []journal.Entry{dose(1, mine, "08:05"), dose(2, hers, "08:10", settled)}, 0},
		"skipped":                        {twice, []journal.Entry{dose(1, mine, "08:05"), dose(2, hers, "08:10", skipped)}, 0},
		"a day is no instant":            {twice, []journal.Entry{day1, dose(2, hers, "08:10")}, 0},
		"least interval":                 {planned(journal.Plan{AsNeeded: true, MinInterval: 6 * 3600}), []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "13:00")}, 2},
		"after it":                       {planned(journal.Plan{AsNeeded: true, MinInterval: 6 * 3600}), []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "14:00")}, 0},
		"every eight hours":              {planned(journal.Plan{Every: 8 * 3600, FromTaken: true}), []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "11:50")}, 2},
		"no plan":                        {nil, []journal.Entry{dose(1, mine, "08:00", amount(400)), dose(2, hers, "08:20", amount(400))}, 2},
		"no plan, another amount":        {nil, []journal.Entry{dose(1, mine, "08:00", amount(400)), dose(2, hers, "08:20", amount(200))}, 0},
		"no plan, later":                 {nil, []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "08:30")}, 0},
		"weekly, on the morning after":   {planned(journal.Plan{Times: []int{480}, Rule: "FREQ=WEEKLY;BYDAY=MO"}), []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "23:00")}, 2},
		"another course of the same":     {twice, []journal.Entry{dose(1, mine, "08:00", slot("08:00")), dose(2, hers, "08:00", func(d *journal.Dose) { d.Course = journal.ID{7} })}, 0},
		"a plan that cannot be followed": {planned(journal.Plan{}), []journal.Entry{dose(1, mine, "08:00"), dose(2, hers, "08:01")}, 2},
	} {
		groups := Twice(test.regimens, test.doses)
		got := 0
		if len(groups) == 1 {
			got = len(groups[0])
		}
		if got != test.want || len(groups) > 1 {
			t.Errorf("%s: %d in %d groups, not %d", name, got, len(groups), test.want)
		}
	}
}

// TestTwiceWeekly: half a week is too soon for a dose that comes once a week.
func TestTwiceWeekly(t *testing.T) {
	r := &plan{body: new(journal.Plan), minutes: []int{480}, anchor: 20514, rule: mustRule(t, "FREQ=WEEKLY;BYDAY=MO,TH")}
	monday := journal.DateOf(time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC))
	for d, want := range map[journal.Date]time.Duration{monday: 72, monday + 1: 72, monday + 3: 96, monday + 6: 96} {
		if got := r.between(d); got != want*time.Hour {
			t.Errorf("%s: %v, not %v hours", d, got, want)
		}
	}
}

func mustRule(t *testing.T, text string) *rule {
	t.Helper()
	r, err := parseRule(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
