package schedule

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kith/journal"
)

var someZones = []string{"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "America/Santiago", "Africa/Casablanca"}

var someRules = []string{"", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=WEEKLY;INTERVAL=2", "FREQ=MONTHLY;BYMONTHDAY=31",
	MonthDay(31), "FREQ=MONTHLY;BYDAY=-1SU", "FREQ=YEARLY;BYMONTH=3,10", "FREQ=DAILY;COUNT=40"}

// someRegimen is a course with one to three plans, sound ones, about the year 2026.
func someRegimen(r *rand.Rand, zone *time.Location) Regimen {
	start := journal.NewDate(2026, time.January, 1) + journal.Date(r.IntN(200))
	course := &journal.Course{Ongoing: true, Amount: &journal.Amount{Number: journal.DecimalOf(5), Unit: "mg"}}
	if r.IntN(3) == 0 {
		end := start + journal.Date(r.IntN(300))
		course.End = &end
	}
	for range r.IntN(3) {
		p := journal.Pause{From: start + journal.Date(r.IntN(200))}
		if to := p.From + journal.Date(r.IntN(30)); r.IntN(4) > 0 {
			p.To = &to
		}
		course.Pauses = append(course.Pauses, p)
	}
	reg := Regimen{Course: journal.Entry{ID: journal.ID{1}, Kind: journal.KindCourse, Name: "x", When: journal.OnDay(start, zone), Body: course}}
	for i := range 1 + r.IntN(3) {
		p := &journal.Plan{Course: journal.ID{1}}
		switch r.IntN(5) {
		case 0:
			p.Every = int(MinEvery/time.Second) * (1 + r.IntN(300))
		case 1:
			from, to := r.IntN(dayMinutes), r.IntN(dayMinutes-1)
			if to >= from {
				to++
			}
			p.Every, p.WindowFrom, p.WindowTo = 900*(1+r.IntN(20)), &from, &to
			p.Rule = someRules[r.IntN(len(someRules))]
		default:
			for range 1 + r.IntN(4) {
				p.Times = append(p.Times, r.IntN(dayMinutes))
			}
			p.Rule = someRules[r.IntN(len(someRules))]
			if r.IntN(3) == 0 {
				p.CycleOn, p.CycleOff = 1+r.IntN(28), r.IntN(10)
			}
		}
		e := journal.Entry{ID: journal.ID{2, byte(i)}, Kind: journal.KindPlan, When: journal.OnDay(start, zone), Body: p}
		if i > 0 && r.IntN(2) == 0 { // a change of plan
			e.When = journal.At(start.Midnight().Add(time.Duration(r.IntN(200*24)) * time.Hour).In(zone))
			p.Replaces = []journal.ID{{2, byte(i - 1)}}
		}
		reg.Plans = append(reg.Plans, e)
	}
	return reg
}

func dueIn(t *testing.T, r *Regimen, from, to time.Time, zone *time.Location) []Due {
	t.Helper()
	due, err := r.Due(from, to, zone, nil)
	if err != nil {
		t.Fatal(err)
	}
	return due
}

// TestProperties: no dose twice, in order, inside the range; a range is its parts;
// a pause takes away its days' doses and no others.
func TestProperties(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 2026))
	doses := 0
	for round := range 3000 {
		zone := mustZone(t, someZones[random.IntN(len(someZones))])
		reg := someRegimen(random, zone)
		from := time.Date(2025, time.December, 20, random.IntN(24), random.IntN(60), 0, 0, zone).AddDate(0, 0, random.IntN(300))
		to := from.Add(time.Duration(random.IntN(60*24)) * time.Hour)
		due := dueIn(t, &reg, from, to, zone)
		doses += len(due)
		seen := map[string]bool{}
		for i, d := range due {
			key := fmt.Sprint(d.Plan, d.Slot)
			if seen[key] {
				t.Fatalf("round %d: %v comes twice", round, d.At)
			}
			seen[key] = true
			if d.At.Before(from) || !d.At.Before(to) || i > 0 && d.At.Before(due[i-1].At) || d.Slot != d.At.UnixMilli() {
				t.Fatalf("round %d: %v is out of place between %v and %v", round, d.At, from, to)
			}
		}
		cut := from.Add(time.Duration(random.Int64N(int64(to.Sub(from)) + 1)))
		parts := append(dueIn(t, &reg, from, cut, zone), dueIn(t, &reg, cut, to, zone)...)
		if !slices.EqualFunc(due, parts, sameDue) {
			t.Fatalf("round %d: cut at %v, %d doses became %d", round, cut, len(due), len(parts))
		}
		pause := journal.Pause{From: journal.DateOf(from) + journal.Date(random.IntN(30))}
		last := pause.From + journal.Date(random.IntN(10))
		pause.To = &last
		kept := slices.DeleteFunc(slices.Clone(due), func(d Due) bool { return d.day >= pause.From && d.day <= last })
		paused := reg
		body := *reg.body()
		body.Pauses = append(slices.Clone(body.Pauses), pause)
		paused.Course.Body = &body
		if got := dueIn(t, &paused, from, to, zone); !slices.EqualFunc(got, kept, sameDue) {
			t.Fatalf("round %d: a pause from %s to %s left %d doses of %d, want %d", round, pause.From, last, len(got), len(due), len(kept))
		}
	}
	if doses < 10_000 {
		t.Errorf("only %d doses were looked at", doses)
	}
}

func sameDue(a, b Due) bool { return a.Plan == b.Plan && a.Slot == b.Slot }

// FuzzRule holds the reader of rules, which come from other devices, to bounded
// work: whatever it takes chooses days without error or panic.
func FuzzRule(f *testing.F) {
	for _, s := range append(someRules, "RRULE:FREQ=DAILY;UNTIL=20261231T235959Z", "FREQ=MINUTELY", "FREQ=DAILY;COUNT=3660;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;BYDAY=-5SU", "FREQ=MONTHLY;BYSETPOS=-31;BYDAY=MO,TU", ";;;=", "FREQ=WEEKLY;WKST=XX") {
		f.Add(s)
	}
	start := journal.NewDate(2024, time.February, 29)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := parseRule(text)
		if err != nil {
			return
		}
		last := r.last(start)
		for d := start - 10; d < start+800; d++ {
			if r.chooses(d, start) && d < start {
				t.Fatalf("%q chooses %s, before it begins", text, d)
			}
		}
		if r.count > 0 && last == nil {
			t.Fatalf("%q has no end", text)
		}
	})
}

// FuzzPlan holds plans, which come from other devices, to bounded work: a plan
// that is read gives a bounded number of doses or ErrRange.
func FuzzPlan(f *testing.F) {
	f.Add("FREQ=DAILY", "Europe/Berlin", 60, 0, 480, 1320, 21, 7, false, 0)
	f.Add("", "UTC", 900, 1, -1, -1, 0, 0, true, 5)
	f.Add("FREQ=MONTHLY;BYMONTHDAY=31", "", 0, 3, 5, 5, 366, 366, false, 1<<30)
	f.Fuzz(func(t *testing.T, rule, zone string, every, times, from, to, on, off int, taken bool, delay int) {
		p := &journal.Plan{Course: journal.ID{1}, Rule: rule, Zone: zone, Every: every, CycleOn: on, CycleOff: off, FromTaken: taken, Delay: delay}
		for i := range min(max(times, 0), 100) {
			p.Times = append(p.Times, i*29+from)
		}
		if from >= 0 {
			p.WindowFrom, p.WindowTo = &from, &to
		}
		start := journal.OnDay(journal.NewDate(2000, time.January, 1), time.UTC)
		r := Regimen{Course: journal.Entry{ID: journal.ID{1}, Kind: journal.KindCourse, When: start, Body: &journal.Course{Ongoing: true}},
			Plans: []journal.Entry{{ID: journal.ID{2}, Kind: journal.KindPlan, When: start, Body: p}}}
		begin := start.Time
		due, err := r.Due(begin, begin.AddDate(3, 0, 0), time.UTC, nil)
		if len(due) > maxDues+dayMinutes || err != nil && len(due) > 0 {
			t.Fatal(len(due), err)
		}
		if Check(r) != nil && len(due) > 0 {
			t.Fatal("a plan that is refused has doses")
		}
	})
}
