package view

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/crypto"
	"kith/journal"
)

// vaultAt is a journal with one person whose clock stands still in a zone.
func vaultAt(t testing.TB, now time.Time, zone string) *app.App {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse"),
		app.Options{WorkFactor: crypto.MinWorkFactor, Zone: loc, Now: func() time.Time { return now.In(loc) }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(t.Context(), "Anna"); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestEntryFormClocksThatChange: a time that clocks left out is refused in words, of
// one that they showed twice the form asks which, and both are kept as they are and
// open again as what was chosen.
func TestEntryFormClocksThatChange(t *testing.T) {
	a := vaultAt(t, time.Date(2026, 10, 26, 12, 0, 0, 0, time.UTC), "Europe/Berlin")
	form := func(date, clock string, second bool) *EntryForm {
		f := newForm(t, a)
		f.Fields.Name, f.Fields.Value = "Headache", "3"
		f.Fields.Time = EntryTime{Mode: TimeClock, Date: date, Clock: clock, Second: second}
		return f
	}
	if f := form("2026-03-29", "2:30", false); f.Check() || !strings.Contains(f.Errors[FieldClock], "There was no 2:30 on 29 March 2026") {
		t.Error(f.Errors)
	}
	for _, c := range []struct {
		second bool
		utc    string
		shown  string
	}{{false, "00:30", "first of two"}, {true, "01:30", "second of two"}} {
		f := form("2026-10-25", "2:30", c.second)
		if !f.ClockTwice() || !strings.Contains(f.WhenShown(), c.shown) {
			t.Errorf("%q", f.WhenShown())
		}
		e := saveForm(t, f).Entry
		if got := e.When.Time.Format("15:04"); got != c.utc {
			t.Errorf("kept %s, not %s", got, c.utc)
		}
		again := openForm(t, a, e.ID)
		if again.Fields.Time.Second != c.second || again.Dirty() {
			t.Errorf("%+v", again.Fields.Time)
		}
		again.Fields.Time.Clock = "2:31"
		if moved := saveForm(t, again).Entry; moved.When.Time.Sub(e.When.Time) != time.Minute {
			t.Errorf("a minute later is %s", moved.When.Time.Sub(e.When.Time))
		}
	}
	if f := form("2026-10-25", "3:30", false); f.ClockTwice() {
		t.Error("half past three was once")
	}
}

// TestSleepIsAsLongAsItWas: between any two clock times, over midnight and over
// changes of clocks, sleep ends on the day of the form, begins before that, and is as
// long as the time between.
func TestSleepIsAsLongAsItWas(t *testing.T) {
	for _, zone := range []string{"Europe/Berlin", "Australia/Lord_Howe", "America/Havana"} {
		a := vaultAt(t, time.Date(2026, 12, 30, 12, 0, 0, 0, time.UTC), zone)
		random := rand.New(rand.NewPCG(5, 6))
		loc := a.Now().Location()
		for range 1500 {
			day := journal.NewDate(2026, 1, 2) + journal.Date(random.IntN(350))
			from, to := random.IntN(24*60), random.IntN(24*60)
			f := newSleepForm(t, a)
			clock := func(m int) string { return time.Date(2000, 1, 1, 0, m, 0, 0, time.UTC).Format("15:04") }
			f.Fields.Time.Date, f.Fields.SleepFrom, f.Fields.SleepTo = day.String(), clock(from), clock(to)
			e, wrong := f.read()
			if len(wrong) > 0 {
				if len(journal.Clock(day, to/60, to%60, loc)) > 0 && len(journal.Clock(day, from/60, from%60, loc)) > 0 && len(journal.Clock(day-1, from/60, from%60, loc)) > 0 {
					t.Fatalf("%s %s from %s to %s: %v", zone, day, clock(from), clock(to), wrong)
				}
				continue
			}
			end := e.When.Time.Add(e.When.Duration).In(loc)
			length := time.Duration(e.Value().Number.Float()) * time.Second
			if journal.DateOf(end) != day || end.Format("15:04") != clock(to) || e.When.Local().Format("15:04") != clock(from) ||
				length != e.When.Duration || length <= 0 || length > 25*time.Hour {
				t.Fatalf("%s %s from %s to %s: %s to %s, %s", zone, day, clock(from), clock(to), e.When.Local(), end, length)
			}
		}
	}
}

func newSleepForm(t testing.TB, a *app.App) *EntryForm {
	t.Helper()
	f := &EntryForm{a: a, person: a.Persons()[0]}
	f.Fields = EntryFields{Status: journal.DoseTaken}
	f.SetSort(SortSleep)
	return f
}
