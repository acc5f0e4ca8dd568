package journal

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space"
	"kith/journal/space/members"
)

// oddZones change their clocks in every way there is: by an hour, by half an hour
// (Lord Howe), at midnight (Beirut), over the date line (Apia, Kwajalein), by a
// quarter of an hour off (Chatham), in the middle of the day (Troll: two hours), or never.
var oddZones = []string{"UTC", "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Beirut",
	"Pacific/Apia", "Pacific/Kwajalein", "Pacific/Chatham", "Pacific/Kiritimati", "Antarctica/Troll", "Africa/Casablanca",
	"America/Caracas", "Asia/Kathmandu", "Asia/Pyongyang", "Europe/Dublin"}

func zoneNamed(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// changes are the instants at which the clocks of a zone were changed.
func changes(zone *time.Location, from, to int) []time.Time {
	var out []time.Time
	for t := time.Date(from, 1, 1, 0, 0, 0, 0, time.UTC); ; {
		_, end := t.In(zone).ZoneBounds()
		if end.IsZero() || end.Year() > to {
			return out
		}
		out = append(out, end)
		t = end
	}
}

func ExampleClock() {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range []Date{NewDate(2026, 3, 28), NewDate(2026, 3, 29), NewDate(2026, 10, 25)} {
		fmt.Print(day, " 2:30:")
		for _, at := range Clock(day, 2, 30, berlin) {
			fmt.Print(" ", at.Format("15:04 MST"))
		}
		fmt.Println()
	}
	// Output:
	// 2026-03-28 2:30: 02:30 CET
	// 2026-03-29 2:30:
	// 2026-10-25 2:30: 02:30 CEST 02:30 CET
}

// TestClockFindsEveryInstant asks around every change of clocks for every minute
// that they might show, and compares with walking through all instants.
func TestClockFindsEveryInstant(t *testing.T) {
	gaps, overlaps := 0, 0
	for _, name := range oddZones {
		zone := zoneNamed(t, name)
		all := changes(zone, 1965, 2030)
		random := rand.New(rand.NewPCG(uint64(len(all)), 5))
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		for _, change := range all[:min(len(all), 12)] {
			type reading struct {
				day    Date
				minute int
			}
			shown := map[reading][]time.Time{}
			for at := change.Add(-50 * time.Hour); at.Before(change.Add(50 * time.Hour)); at = at.Add(time.Minute) {
				local := at.In(zone)
				if local.Second() != 0 {
					continue // clocks of long ago that were off by seconds
				}
				r := reading{DateOf(local), 60*local.Hour() + local.Minute()}
				shown[r] = append(shown[r], at)
			}
			for by := -25 * 60; by <= 25*60; by++ { // minutes of the clock around the change
				asked := time.Date(change.In(zone).Year(), change.In(zone).Month(), change.In(zone).Day(), change.In(zone).Hour(), change.In(zone).Minute()+by, 0, 0, time.UTC)
				r := reading{DateOf(asked), 60*asked.Hour() + asked.Minute()}
				got, want := Clock(r.day, asked.Hour(), asked.Minute(), zone), shown[r]
				if len(got) != len(want) {
					t.Fatalf("%s %s: %v, but clocks showed it at %v", name, asked.Format("2006-01-02 15:04"), got, want)
				}
				for i := range got {
					if !got[i].Equal(want[i]) {
						t.Fatalf("%s %s: %v instead of %v", name, asked.Format("2006-01-02 15:04"), got, want)
					}
				}
				switch len(got) {
				case 0:
					gaps++
				case 2:
					overlaps++
				}
			}
		}
	}
	if gaps < 1000 || overlaps < 1000 {
		t.Errorf("only %d gaps and %d overlaps were tried", gaps, overlaps)
	}
}

// TestTheDayBeginsAtFour holds the day of an entry to the clock, in nights with a
// change of clocks above all: the boundary is 04:00 as a person reads it.
func TestTheDayBeginsAtFour(t *testing.T) {
	for _, name := range oddZones {
		zone := zoneNamed(t, name)
		for _, change := range changes(zone, 1990, 2030) {
			for at := change.Add(-6 * time.Hour); at.Before(change.Add(6 * time.Hour)); at = at.Add(7 * time.Minute) {
				local := at.In(zone)
				want := DateOf(local)
				if local.Hour() < 4 {
					want--
				}
				if w := At(local); w.Date != want || w.Validate() != nil {
					t.Fatalf("%s at %s: the day is %s, %v", name, local, w.Date, w.Validate())
				}
			}
		}
	}
}

// TestTravelNeverMovesAnEntry writes entries on a journey round the world in both
// directions, over the date line too, and reads each from every other zone: what
// clocks and calendars showed stays, and so does the order of what happened.
func TestTravelNeverMovesAnEntry(t *testing.T) {
	r, now := recordInTests(t)
	ctx := context.Background()
	journey := []string{"Pacific/Auckland", "Pacific/Honolulu", "America/Los_Angeles", "America/St_Johns", "Europe/Berlin",
		"Asia/Kathmandu", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Pacific/Apia"}
	at := time.Date(2026, 3, 5, 20, 0, 0, 0, time.UTC)
	type kept struct {
		id    ID
		shown string
		day   Date
		when  time.Time
	}
	var all []kept
	days := map[Date]bool{}
	for i, name := range journey {
		local := at.Add(time.Duration(i) * 90 * time.Minute).In(zoneNamed(t, name))
		*now = local
		ids, err := r.Log(ctx, "log", Entry{Kind: KindSymptom, When: At(local), Name: "Headache", Body: new(Observation)})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, kept{ids[0], local.Format("2006-01-02 15:04 -0700"), DayAt(local), local})
		days[DayAt(local)] = true
	}
	if len(days) < 2 {
		t.Fatal("the journey crosses no date line")
	}
	for i, k := range all {
		e, err := r.Get(ctx, k.id)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.When.Local().Format("2006-01-02 15:04 -0700"); got != k.shown || e.When.Date != k.day || e.When.Zone != journey[i] {
			t.Errorf("%s: %s on %s in %s instead of %s on %s", journey[i], got, e.When.Date, e.When.Zone, k.shown, k.day)
		}
		if i > 0 && !e.When.Time.After(all[i-1].when) {
			t.Errorf("%s: later things happened before", journey[i])
		}
	}
}

// recordInTests makes a record whose clock is *now.
func recordInTests(t testing.TB) (*Record, *time.Time) {
	t.Helper()
	now := time.Date(2026, 3, 5, 20, 0, 0, 0, time.UTC)
	own := identityOf(t, crypto.NewSigningKey())
	founding, err := space.Found(members.Record, own)
	if err != nil {
		t.Fatal(err)
	}
	r, err := CreateRecord(context.Background(), space.Config{Dir: t.TempDir(), ID: founding.ID, AtRest: crypto.NewKey(),
		Device: own.Device, HPKE: own.HPKE, Now: func() time.Time { return now }}, founding, "Ada")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r, &now
}

// TestAClockThatIsSetBack writes and edits while the clock of the computer jumps
// to and fro by up to two days: what was done later counts, and no entry's own
// time follows the computer's.
func TestAClockThatIsSetBack(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 11))
		r, now := recordInTests(t)
		ctx := context.Background()
		when := At(now.Add(-time.Hour))
		ids, err := r.Log(ctx, "log", Entry{Kind: KindNote, When: when, Note: "0"})
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i <= 12; i++ {
			*now = now.Add(time.Duration(random.IntN(4*24*60)-2*24*60) * time.Minute)
			text := fmt.Sprint(i)
			e, err := r.Edit(ctx, ids[0], func(e *Entry) error { e.Note = text; return nil })
			if err != nil {
				t.Fatal(err)
			}
			if e.Note != text || e.When != when {
				t.Fatalf("seed %d: after edit %d it says %q at %v", seed, i, e.Note, e.When)
			}
		}
		versions, err := r.History(ctx, ids[0])
		if err != nil || len(versions) != 13 {
			t.Fatal(len(versions), err)
		}
		for i, v := range versions {
			if v.Entry.Note != fmt.Sprint(i) {
				t.Fatalf("seed %d: step %d of the history says %q", seed, i, v.Entry.Note)
			}
		}
	}
}
