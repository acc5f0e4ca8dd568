package schedule

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/teambition/rrule-go"

	"kith/journal"
)

// golden is one case of testdata/golden.txt.
type golden struct {
	name     string
	zone     *time.Location
	regimen  Regimen
	from, to time.Time
	taken    []journal.Entry
	rule     string
	want     []time.Time
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func readGolden(t testing.TB) []golden {
	t.Helper()
	text, err := os.ReadFile("testdata/golden.txt")
	if err != nil {
		t.Fatal(err)
	}
	var cases []golden
	for block := range strings.SplitSeq(string(text), "## ") {
		lines := strings.Split(strings.TrimSpace(block), "\n")
		if strings.HasPrefix(lines[0], "#") {
			continue
		}
		cases = append(cases, readCase(t, lines))
	}
	return cases
}

func readCase(t testing.TB, lines []string) golden {
	t.Helper()
	fail := func(err error) {
		if err != nil {
			t.Fatalf("%s: %v", lines[0], err)
		}
	}
	g := golden{name: lines[0]}
	plan, course := new(journal.Plan), &journal.Course{Ongoing: true}
	plan.Course = journal.ID{1}
	var start journal.When
	local := func(s string) time.Time {
		at, err := time.ParseInLocation("2006-01-02T15:04", s, g.zone)
		fail(err)
		return at
	}
	for _, line := range lines[1:] {
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "zone":
			g.zone = mustZone(t, rest)
		case "start":
			if day, err := journal.ParseDate(rest); err == nil {
				start = journal.OnDay(day, g.zone)
			} else {
				start = journal.At(local(rest))
			}
		case "plan":
			fail(json.Unmarshal([]byte(rest), plan))
		case "course":
			fail(json.Unmarshal([]byte(rest), course))
		case "range":
			from, to, _ := strings.Cut(rest, " ")
			g.from, g.to = local(from), local(to)
		case "rrule":
			g.rule = rest
		case "taken":
			at, slot, _ := strings.Cut(rest, " ")
			g.taken = append(g.taken, journal.Entry{Kind: journal.KindDose, ID: journal.NewID(), When: journal.At(local(at)),
				Body: &journal.Dose{Status: journal.DoseTaken, Course: plan.Course, Plan: journal.ID{2}, Due: local(slot).UnixMilli()}})
		default:
			at, err := time.Parse(time.RFC3339, line)
			fail(err)
			g.want = append(g.want, at)
		}
	}
	g.regimen = Regimen{
		Course: journal.Entry{ID: plan.Course, Kind: journal.KindCourse, Name: "x", When: start, Body: course},
		Plans:  []journal.Entry{{ID: journal.ID{2}, Kind: journal.KindPlan, When: start, Body: plan}},
	}
	return g
}

// TestGolden holds the doses of sixty plans to a table that another program made.
func TestGolden(t *testing.T) {
	cases := readGolden(t)
	zones := map[string]bool{}
	for _, g := range cases {
		zones[g.zone.String()] = true
		t.Run(g.name, func(t *testing.T) {
			if err := Check(g.regimen); err != nil {
				t.Fatal(err)
			}
			due, err := g.regimen.Due(g.from, g.to, g.zone, g.taken)
			if err != nil {
				t.Fatal(err)
			}
			var got []time.Time
			for _, d := range due {
				got = append(got, d.At)
			}
			if !slices.EqualFunc(got, g.want, time.Time.Equal) {
				t.Errorf("got %v\nwant %v", got, g.want)
			}
		})
	}
	if len(cases) < 60 || len(zones) < 20 {
		t.Errorf("%d schedules in %d zones", len(cases), len(zones))
	}
}

// TestGoldenRRule holds the same plans to rrule-go, where it can express them. It
// leaves clock times that do not exist, or exist twice, to time.Date, which
// chooses now one and now the other (a 00:15 in Santiago becomes the day before),
// so it is asked for clock times without a zone, and these are looked for.
func TestGoldenRRule(t *testing.T) {
	compared := 0
	for _, g := range readGolden(t) {
		if g.rule == "" {
			continue
		}
		compared++
		t.Run(g.name, func(t *testing.T) {
			option, err := rrule.StrToROption(g.rule)
			if err != nil {
				t.Fatal(err)
			}
			plan := &g.regimen.Plans[0]
			option.Dtstart = plan.When.Date.Midnight()
			if option.Freq == rrule.HOURLY {
				option.Dtstart = option.Dtstart.Add(time.Duration(plan.Body.(*journal.Plan).Times[0]) * time.Minute)
			}
			rule, err := rrule.NewRRule(*option)
			if err != nil {
				t.Fatal(err)
			}
			var want []time.Time
			for _, wall := range rule.Between(g.from.UTC().AddDate(0, 0, -2), g.to.UTC().AddDate(0, 0, 2), true) {
				if at := search(wall, g.zone); !at.Before(g.from) && at.Before(g.to) {
					want = append(want, at)
				}
			}
			if !slices.EqualFunc(g.want, want, time.Time.Equal) {
				t.Errorf("the table has %v\nrrule-go %v", g.want, want)
			}
		})
	}
	if compared < 39 {
		t.Errorf("only %d could be compared", compared)
	}
}

// search returns the first instant at which clocks in zone show what wall shows
// in UTC, by trying every quarter of an hour; in a gap, the instant so long after
// its beginning as the clock time is.
func search(wall time.Time, zone *time.Location) time.Time {
	shown := func(t time.Time) time.Time {
		_, offset := t.In(zone).Zone()
		return t.Add(time.Duration(offset) * time.Second)
	}
	const step = 15 * time.Minute
	var before time.Time
	for t := wall.Add(-26 * time.Hour); t.Before(wall.Add(26 * time.Hour)); t = t.Add(step) {
		switch there := shown(t); {
		case there.Equal(wall):
			return t.In(zone)
		case there.Before(wall):
			before = t
		case there.After(wall) && wall.Sub(shown(before)) >= step:
			return before.Add(wall.Sub(shown(before))).In(zone)
		}
	}
	return before.In(zone)
}

// TestClock tries every quarter of an hour of years in which clocks changed.
func TestClock(t *testing.T) {
	for zone, years := range map[string][]int{"Europe/Berlin": {2026}, "America/Santiago": {2026}, "Australia/Lord_Howe": {2026},
		"Africa/Casablanca": {2026}, "Pacific/Chatham": {2026}, "Asia/Kathmandu": {1985, 1986}, "America/Caracas": {2007, 2016}} {
		loc := mustZone(t, zone)
		for _, year := range years {
			for d := journal.NewDate(year, time.January, 2); d < journal.NewDate(year, time.December, 31); d++ {
				for minute := 0; minute < dayMinutes; minute += 15 {
					wall := d.Midnight().Add(time.Duration(minute) * time.Minute)
					if got, want := Clock(d, minute, loc), search(wall, loc); !got.Equal(want) {
						t.Fatalf("%s in %s is %v, want %v", wall.Format("2006-01-02 15:04"), zone, got, want)
					}
				}
			}
		}
	}
}
