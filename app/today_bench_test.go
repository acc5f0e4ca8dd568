package app_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

// BenchmarkToday measures what the page of today asks for in a long record, with a
// plan of three doses a day, against reading the newest fifty entries.
func BenchmarkToday(b *testing.B) {
	ctx := context.Background()
	sizes := []int{100_000}
	if os.Getenv("KITH_BENCH_FULL") != "" {
		sizes = append(sizes, 1_000_000)
	}
	for _, n := range sizes {
		b.Run(fmt.Sprintf("entries=%d", n), func(b *testing.B) {
			a := bigVault(b, n, 1)
			p := a.Persons()[0]
			newest, err := a.List(ctx, []app.Person{p}, journal.Query{Limit: 1})
			if err != nil {
				b.Fatal(err)
			}
			day := newest[0].Entry.When.Date // the busiest fortnight there is
			course, err := a.LogEntries(ctx, p, "course", journal.Entry{Kind: journal.KindCourse, Name: "Propranolol",
				When: journal.OnDay(day-30, time.UTC), Body: &journal.Course{Ongoing: true}})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := a.LogEntries(ctx, p, "plan", journal.Entry{Kind: journal.KindPlan, When: journal.OnDay(day-30, time.UTC),
				Body: &journal.Plan{Course: course[0].Entry.ID, Times: []int{8 * 60, 14 * 60, 20 * 60}}}); err != nil {
				b.Fatal(err)
			}
			var today, fifty []float64
			took := func(to *[]float64, f func() error) {
				start := time.Now()
				if err := f(); err != nil {
					b.Fatal(err)
				}
				*to = append(*to, time.Since(start).Seconds())
			}
			for b.Loop() {
				took(&today, func() error {
					t, err := a.Today(ctx, p, day)
					if err == nil && (len(t.Doses) != 3 || len(t.Checkin) == 0) {
						b.Fatalf("%d doses, %d things", len(t.Doses), len(t.Checkin))
					}
					return err
				})
				took(&fifty, func() error {
					_, err := a.List(ctx, []app.Person{p}, journal.Query{Limit: 50})
					return err
				})
			}
			b.ReportMetric(median(today)*1000, "today-ms")
			b.ReportMetric(slices.Max(today)*1000, "slowest-today-ms")
			b.ReportMetric(median(today)/median(fifty), "ratio-vs-newest-50")
		})
	}
}
