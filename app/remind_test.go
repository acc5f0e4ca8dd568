package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

var evening = app.RemindRules{On: true, QuietFrom: 22 * 60, QuietTo: 7 * 60}

func reminder(key string, at time.Time) app.Reminder {
	return app.Reminder{Key: key, Sort: app.RemindDose, At: at}
}

func TestQuiet(t *testing.T) {
	zone := berlin(t)
	for _, c := range []struct {
		rules app.RemindRules
		at    string
		end   string // "" is not quiet
	}{
		{evening, "2026-11-20 21:59", ""},
		{evening, "2026-11-20 22:00", "2026-11-21 07:00"},
		{evening, "2026-11-21 06:59", "2026-11-21 07:00"},
		{evening, "2026-11-21 07:00", ""},
		{app.RemindRules{QuietFrom: 13 * 60, QuietTo: 15 * 60}, "2026-11-20 14:00", "2026-11-20 15:00"},
		{app.RemindRules{QuietFrom: 13 * 60, QuietTo: 15 * 60}, "2026-11-20 15:00", ""},
		{app.RemindRules{}, "2026-11-20 14:00", ""},
		{app.RemindRules{QuietFrom: 0, QuietTo: 150}, "2026-03-29 01:59", "2026-03-29 03:30"}, // 02:30 was not there
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		end, quiet := c.rules.Quiet(at)
		if quiet != (c.end != "") || quiet && end.Format("2006-01-02 15:04") != c.end {
			t.Errorf("%s with %v: %s, %v; want %s", c.at, c.rules, end, quiet, c.end)
		}
	}
}

// TestRemindSteps goes through an evening, a night and a jump of the clock.
func TestRemindSteps(t *testing.T) {
	zone := berlin(t)
	at := func(text string) time.Time {
		when, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		if err != nil {
			t.Fatal(err)
		}
		return when
	}
	due := []app.Reminder{reminder("a", at("2026-11-20 08:00")), reminder("b", at("2026-11-20 08:02")), reminder("c", at("2026-11-20 22:30"))}
	for i := range 10 {
		due = append(due, reminder(fmt.Sprint("d", i), at("2026-11-21 08:00").Add(time.Duration(i)*time.Hour/2)))
	}
	state := app.RemindState{}
	step := func(now string, shows int, next string) {
		t.Helper()
		s := app.Remind(due, at(now), state, evening)
		if len(s.New) != shows || s.Show != (shows > 0) || s.Next.Format("2006-01-02 15:04") != next {
			t.Errorf("%s: shows %d of %d, next %s; want %d, next %s", now, len(s.New), len(s.Waiting), s.Next, shows, next)
		}
		if s.Show {
			state = state.Showed(s.New, at(now))
		}
	}
	step("2026-11-20 07:59", 0, "2026-11-20 08:00")
	step("2026-11-20 08:00", 1, "2026-11-20 08:02")
	step("2026-11-20 08:02", 0, "2026-11-20 08:05") // not two within five minutes
	step("2026-11-20 08:05", 1, "2026-11-21 07:00") // 22:30 is in the quiet hours
	step("2026-11-20 22:30", 0, "2026-11-21 07:00")
	step("2026-11-21 07:00", 1, "2026-11-21 08:00")
	step("2026-11-21 15:00", 10, "0001-01-01 00:00") // the computer slept: one reminder for ten things
	step("2026-11-21 15:01", 0, "0001-01-01 00:00")

	waiting := app.Remind(due, at("2026-11-21 15:01"), state, evening).Waiting
	if len(waiting) != 11 { // a and b are more than a day old
		t.Fatal(len(waiting))
	}
	state = state.PutOff(waiting, at("2026-11-21 15:01"), app.SnoozeHour.Until(at("2026-11-21 15:01"), evening))
	step("2026-11-21 15:30", 0, "2026-11-21 16:01")
	step("2026-11-21 16:01", 11, "0001-01-01 00:00")
	state = state.PutOff(waiting, at("2026-11-21 16:02"), app.SnoozeTomorrow.Until(at("2026-11-21 16:02"), evening))
	step("2026-11-21 18:00", 0, "2026-11-22 07:00")
	state = state.PutOff(waiting, at("2026-11-21 18:00"), at("2030-01-01 08:00")) // by a clock that was wrong
	step("2026-11-21 18:01", 11, "0001-01-01 00:00")

	off := app.Remind(due, at("2026-11-21 15:00"), app.RemindState{}, app.RemindRules{})
	if off.Show || len(off.Waiting) == 0 {
		t.Error("reminders that are off were shown, or nothing waits")
	}
}

// TestRemindProperties: whoever wakes only when told shows each thing exactly once,
// never in quiet hours, never two within five minutes, and however far the clock jumps
// one at a time; what was logged meanwhile is not shown.
func TestRemindProperties(t *testing.T) {
	zone := berlin(t)
	random := rand.New(rand.NewPCG(4, 44))
	for round := range 300 {
		start := time.Date(2026, 3, 20+random.IntN(15), random.IntN(24), random.IntN(60), 0, 0, zone)
		rules := app.RemindRules{On: true, QuietFrom: random.IntN(1440), QuietTo: random.IntN(1440)}
		if _, quiet := rules.Quiet(start); quiet && (rules.QuietTo-rules.QuietFrom+1440)%1440 > 720 {
			rules.QuietTo = rules.QuietFrom
		}
		var due []app.Reminder
		for i := range random.IntN(30) {
			due = append(due, reminder(fmt.Sprint(i), start.Add(time.Duration(random.IntN(48*60))*time.Minute)))
		}
		state, shown := app.RemindState{}, map[string]int{}
		var last time.Time
		now := start
		for now.Before(start.Add(72 * time.Hour)) {
			step := app.Remind(due, now, state, rules)
			if _, quiet := rules.Quiet(now); step.Show && (quiet || now.Sub(last) < 5*time.Minute) {
				t.Fatalf("round %d: shown at %s, quiet %v, %s after the last", round, now, quiet, now.Sub(last))
			}
			if step.Show != (len(step.New) > 0) || !step.Next.IsZero() && !step.Next.After(now) {
				t.Fatalf("round %d: %+v at %s", round, step, now)
			}
			if step.Show {
				last = now
				state = state.Showed(step.New, now)
			}
			for _, r := range step.New {
				if shown[r.Key]++; shown[r.Key] > 1 || r.At.After(now) {
					t.Fatalf("round %d: %s is shown the %d. time at %s", round, r.Key, shown[r.Key], now)
				}
			}
			if again := app.Remind(due, now, state, rules); again.Show {
				t.Fatalf("round %d: shown twice at %s", round, now)
			}
			switch {
			case step.Next.IsZero():
				now = start.Add(72 * time.Hour)
			case random.IntN(6) == 0: // asleep for a while
				now = step.Next.Add(time.Duration(random.IntN(300)) * time.Minute)
			default:
				now = step.Next
			}
		}
		for _, r := range due {
			if end, _ := rules.Quiet(r.At); shown[r.Key] == 0 && end.Sub(r.At) < 12*time.Hour {
				t.Fatalf("round %d: %s, due at %s, was never shown; quiet %v", round, r.Key, r.At, rules)
			}
		}
	}
}

// TestReminders: only what nobody logged waits, and what was shown stays so in the
// vault.
func TestReminders(t *testing.T) {
	ctx := context.Background()
	a, p, c := newDiary(t, "2026-11-20 10:00")
	zone := berlin(t)
	course, err := a.LogEntries(ctx, p, "course", journal.Entry{Kind: journal.KindCourse, Name: "Propranolol",
		When: journal.OnDay(a.Day(), zone), Body: &journal.Course{Ongoing: true}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.LogEntries(ctx, p, "plan", journal.Entry{Kind: journal.KindPlan, When: journal.OnDay(a.Day(), zone),
		Body: &journal.Plan{Course: course[0].Entry.ID, Times: []int{9 * 60, 12 * 60}}}); err != nil {
		t.Fatal(err)
	}
	if err := a.ChangeSettings(func(s *app.Settings) { s.CheckinAt = 11 * 60 }); err != nil {
		t.Fatal(err)
	}
	diary(t, a, p, "mood 5 @yesterday 20:00")
	step := func(at string, shows, waiting int) {
		t.Helper()
		c.set(t, zone, at)
		s, err := a.RemindNow(ctx)
		if err != nil || len(s.New) != shows || len(s.Waiting) != waiting {
			t.Errorf("%s: %+v, %v", at, s, err)
		}
	}
	step("2026-11-20 10:00", 1, 1)
	step("2026-11-20 10:10", 0, 1)
	step("2026-11-20 11:00", 1, 2) // the check-in
	diary(t, a, p, "mood 6")
	step("2026-11-20 11:30", 0, 1)
	today, err := a.Today(ctx, p, a.Day())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range today.Doses {
		if _, err := a.TakeDose(ctx, p, d.Due, app.Took{}); err != nil {
			t.Fatal(err)
		}
	}
	step("2026-11-20 12:00", 0, 0)
	step("2026-11-21 09:00", 1, 1)
	if until, n, err := a.PutOff(ctx, app.SnoozeTen); err != nil || n != 1 || until.Format("15:04") != "09:10" {
		t.Error(until, n, err)
	}
	step("2026-11-21 09:05", 0, 0)
	if look, err := a.RemindLook(ctx); err != nil || len(look.Held) != 1 {
		t.Error(look, err)
	}
	step("2026-11-21 09:10", 1, 1)
}

// TestOverview: who needs most comes first, and says what.
func TestOverview(t *testing.T) {
	ctx := context.Background()
	a, anna, c := newDiary(t, "2026-11-20 07:00")
	zone := berlin(t)
	added, err := a.AddPersons(ctx, "Ben", "Cleo")
	if err != nil {
		t.Fatal(err)
	}
	ben := added[0]
	course, err := a.LogEntries(ctx, ben, "course", journal.Entry{Kind: journal.KindCourse, Name: "Propranolol",
		When: journal.OnDay(a.Day(), zone), Body: &journal.Course{Ongoing: true}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.LogEntries(ctx, ben, "plan", journal.Entry{Kind: journal.KindPlan, When: journal.OnDay(a.Day(), zone),
		Body: &journal.Plan{Course: course[0].Entry.ID, Times: []int{8 * 60, 10 * 60, 20 * 60},
			Amount: &journal.Amount{Number: journal.DecimalOf(1), Unit: "tablets"}}}); err != nil {
		t.Fatal(err)
	}
	regimens, err := a.Regimens(ctx, ben)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.AddStock(ctx, ben, regimens[0], app.StockMove{Amount: "5 tablets", Counted: true}); err != nil {
		t.Fatal(err)
	}
	diary(t, a, anna, "headache 5 @yesterday 9:00", "mood 5")
	if _, err := a.Review(ctx, anna, a.Day()-1); err != nil {
		t.Fatal(err)
	}
	c.set(t, zone, "2026-11-20 10:05")
	needs, err := a.Overview(ctx)
	if err != nil || len(needs) != 3 {
		t.Fatal(needs, err)
	}
	if n := needs[0]; n.Person.Name != "Ben" || n.Overdue != 1 || n.Due != 1 || n.Later != 1 || n.Waiting() != 2 || n.YesterdayReviewed {
		t.Errorf("%+v", n)
	}
	if lines := strings.Join(needs[0].Lines(), " "); !strings.Contains(lines, "1 dose overdue. 1 dose due now. Running out: Propranolol.") {
		t.Error(lines)
	}
	if n := needs[1]; n.Person.Name != "Anna" || n.Waiting() != 0 || !n.YesterdayReviewed || n.Last == nil || n.Last.Name != "Mood" {
		t.Errorf("%+v", n)
	}
	if n := needs[2]; n.Person.Name != "Cleo" || n.Last != nil || n.Trouble != nil {
		t.Errorf("%+v", n)
	}
}
