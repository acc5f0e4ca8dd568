package quick

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/journal"
)

// TestWhatIsMarkedAndSuggested holds every sort of refusal to the word that it
// marks and to what it suggests instead.
func TestWhatIsMarkedAndSuggested(t *testing.T) {
	ctx := testContext(t)
	for _, c := range []struct {
		line, marked string
		suggests     []string
	}{
		{"headache 17 #work", "17", []string{"headache 7 #work", "headache 1 #work"}},
		{"headache -3", "-3", []string{"headache 3"}},
		{"headache 3/5 after wine", "3/5", []string{"headache 6 after wine"}},
		{"headache 7 8", "7 8", []string{"headache 7", "headache 8"}},
		{"headache 1,250 @8:30", "1,250", []string{"headache 1.250 @8:30"}},
		{"ferritin 1,250 ug/L", "1,250", []string{"ferritin 1250 ug/L", "ferritin 1.250 ug/L"}},
		{"took x 1,250mg", "1,250mg", []string{"took x 1250mg", "took x 1.250mg"}},
		{"weight 72", "72", []string{"weight 72 kg", "weight 72 lb"}},
		{"temp 38,2 @morning", "38,2", []string{"temp 38.2 C @morning", "temp 38.2 F @morning"}},
		{"bp 80/120", "80/120", []string{"bp 120/80"}},
		{"bp 120", "120", nil},
		{"slept 7", "7", []string{"slept 7 h", "slept 7 min"}},
		{"7", "7", []string{"Brain fog 7", "migräne 7"}},
		{"#sleep", "", []string{"Brain fog #sleep", "migräne #sleep"}},
		{"headache 3 @yesterdya 22:00", "@yesterdya", []string{"headache 3 @yesterday 22:00"}},
		{"headache 3 @ evning after wine", "@ evning", []string{"headache 3 @evening after wine"}},
		{"headache 3 @830", "@830", []string{"headache 3 @8:30"}},
		{"headache 3 @8.30", "@8.30", []string{"headache 3 @8:30"}},
		{"headache 3 @20/11/2026", "@20/11/2026", []string{"headache 3 @20.11.2026"}},
		{"headache 3 @2026-02-30", "@2026-02-30", []string{"headache 3 @2026-02-28"}},
		{"headache 3 @31.2.2026 8:30", "@31.2.2026", []string{"headache 3 @2026-02-28 8:30"}},
		{"headache 3 @2027-01-01 8:30 #x", "@2027-01-01 8:30", []string{"headache 3 @2026-01-01 8:30 #x"}},
		{"headache 3 @8:00 @9:00", "@9:00", []string{"headache 3 @8:00"}},
		{"headache 3 @29.3.2026 2:30", "@29.3.2026 2:30", []string{"headache 3 @29.3.2026 1:30", "headache 3 @29.3.2026 3:30"}},
		{"headache 3 @soon", "@soon", []string{"headache 3 @noon"}},
		{"Kopfschmerz „üü“ 17", "17", []string{"Kopfschmerz „üü“ 7", "Kopfschmerz „üü“ 1"}},
	} {
		_, err := Parse(c.line, ctx)
		var wrong *Error
		if !errors.As(err, &wrong) {
			t.Errorf("%q: %v", c.line, err)
			continue
		}
		if got := c.line[wrong.From:wrong.To]; got != c.marked || !slices.Equal(wrong.Suggestions, c.suggests) {
			t.Errorf("%q marks %q and suggests %q, not %q and %q", c.line, got, wrong.Suggestions, c.marked, c.suggests)
		}
	}
}

// TestClocksThatChange reads times around the changes of clocks: every minute that
// clocks showed is read as they showed it, and no other is read at all.
func TestClocksThatChange(t *testing.T) {
	for _, c := range []struct {
		zone       string
		now        time.Time
		days       []string
		gaps, both int
	}{
		{"Europe/Berlin", time.Date(2026, 4, 2, 12, 0, 0, 0, time.UTC), []string{"2026-03-28", "2026-03-29", "2026-03-30"}, 60, 0},
		{"Europe/Berlin", time.Date(2026, 10, 28, 12, 0, 0, 0, time.UTC), []string{"2026-10-24", "2026-10-25"}, 0, 60},
		{"Australia/Lord_Howe", time.Date(2026, 4, 9, 12, 0, 0, 0, time.UTC), []string{"2026-04-04", "2026-04-05"}, 0, 30},
		{"America/New_York", time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC), []string{"2026-03-08"}, 60, 0},
		{"Pacific/Apia", time.Date(2012, 1, 5, 12, 0, 0, 0, time.UTC), []string{"2011-12-29", "2011-12-30", "2011-12-31"}, 24 * 60, 0},
	} {
		zone, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		ctx := Context{Now: c.now, Zone: zone}
		gaps, both := 0, 0
		for _, day := range c.days {
			for minute := range 24 * 60 {
				clock := fmt.Sprintf("%d:%02d", minute/60, minute%60)
				p, err := Parse("headache 3 @"+day+" "+clock, ctx)
				var wrong *Error
				if errors.As(err, &wrong) {
					gaps++
					if !strings.Contains(wrong.Text, "put forward") {
						t.Fatalf("%s %s %s: %v", c.zone, day, clock, err)
					}
					continue
				}
				w := p.Entry.When
				if got := w.Local().Format("2006-01-02 15:04"); err != nil || got != fmt.Sprintf("%s %02d:%02d", day, minute/60, minute%60) || w.Date.String() != day {
					t.Fatalf("%s %s %s is read as %s on %s, %v", c.zone, day, clock, got, w.Date, err)
				}
				if strings.Contains(p.Explain(), "the first of two, UTC") {
					both++
				}
			}
		}
		if gaps != c.gaps || both != c.both {
			t.Errorf("%s: %d minutes were left out and %d were twice, not %d and %d", c.zone, gaps, both, c.gaps, c.both)
		}
	}
}

// TestNearMidnight: what is said after midnight about last evening, on every night
// of a year in zones that change their clocks at odd hours.
func TestNearMidnight(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "Asia/Beirut", "America/Havana", "Australia/Lord_Howe", "Pacific/Chatham"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for day := journal.NewDate(2026, 1, 1); day < journal.NewDate(2027, 1, 1); day++ {
			for _, instant := range journal.Clock(day, 1, 15, zone) {
				ctx := Context{Now: instant, Zone: zone}
				for line, want := range map[string]struct {
					day  journal.Date
					text string
				}{
					"x @23:00": {day - 1, "23:00"}, "x @yesterday 23:00": {day - 2, "23:00"}, "x @today": {day - 1, ""},
					"x": {day - 1, "01:15"}, "x @0:45": {day - 1, "00:45"}, "x @evening": {day - 1, ""},
				} {
					p, err := Parse(line, ctx)
					if err != nil {
						if strings.Contains(err.Error(), "put forward") { // a clock that was never shown
							continue
						}
						t.Fatalf("%s at %s: %q: %v", name, instant, line, err)
					}
					w := p.Entry.When
					if w.Date != want.day || want.text != "" && w.Local().Format("15:04") != want.text {
						t.Fatalf("%s at %s: %q is %s on %s", name, instant, line, w.Local(), w.Date)
					}
				}
			}
		}
	}
}
