package schedule

import (
	"testing"
	"time"

	"github.com/teambition/rrule-go"

	"kith/journal"
)

// BenchmarkYear lists the doses of a year of a plan that began ten years ago, and
// measures it against rrule-go, which counts from the beginning.
func BenchmarkYear(b *testing.B) {
	zone := mustZone(b, "Europe/Berlin")
	start := journal.OnDay(journal.NewDate(2016, time.January, 4), zone)
	r := courseOf(1, "x", start, journal.Plan{Rule: "FREQ=WEEKLY;BYDAY=MO,WE,FR", Times: []int{480, 1200}})
	option, err := rrule.StrToROptionInLocation("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYHOUR=8,20;BYMINUTE=0;BYSECOND=0", zone)
	if err != nil {
		b.Fatal(err)
	}
	option.Dtstart = time.Date(2016, time.January, 4, 0, 0, 0, 0, zone)
	rule, err := rrule.NewRRule(*option)
	if err != nil {
		b.Fatal(err)
	}
	from, to := time.Date(2026, time.January, 1, 0, 0, 0, 0, zone), time.Date(2027, time.January, 1, 0, 0, 0, 0, zone)
	var ours, theirs time.Duration
	for b.Loop() {
		begin := time.Now()
		due, err := r.Due(from, to, zone, nil)
		if err != nil {
			b.Fatal(err)
		}
		ours += time.Since(begin)
		begin = time.Now()
		if all := rule.Between(from, to, false); len(all) != len(due) {
			b.Fatal(len(all), len(due))
		}
		theirs += time.Since(begin)
	}
	b.ReportMetric(float64(ours)/float64(theirs), "ratio-vs-rrule-go")
}
