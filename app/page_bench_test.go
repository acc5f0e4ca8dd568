package app_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

func median(x []float64) float64 {
	slices.Sort(x)
	return x[len(x)/2]
}

// BenchmarkPages measures what a timeline asks of a long list: its outline, a
// screenful at 70% of it, and the outline after one entry more; against going
// through the list in sequence to the same place.
func BenchmarkPages(b *testing.B) {
	ctx := context.Background()
	sizes := []int{100_000}
	if os.Getenv("KITH_BENCH_FULL") != "" {
		sizes = append(sizes, 1_000_000)
	}
	for _, n := range sizes {
		for _, persons := range []int{1, 4} {
			b.Run(fmt.Sprintf("entries=%d/persons=%d", n, persons), func(b *testing.B) {
				a := bigVault(b, n, persons)
				who := a.Persons()
				took := func(to *[]float64, f func() error) {
					start := time.Now()
					if err := f(); err != nil {
						b.Fatal(err)
					}
					*to = append(*to, time.Since(start).Seconds())
				}
				stop := fmt.Errorf("there")
				var outline, jump, sequence, recount, search []float64
				random := rand.New(rand.NewPCG(7, 7))
				var o *app.Outline
				for b.Loop() {
					took(&outline, func() (err error) { o, err = a.Outline(ctx, who, journal.Query{}); return err })
					for range 20 {
						row := random.IntN(n - 100)
						took(&jump, func() error { _, err := a.Page(ctx, o, row, 64); return err })
					}
					took(&sequence, func() error {
						left := n * 7 / 10
						err := a.Each(ctx, who, journal.Query{}, func(app.Listed) error {
							if left--; left == 0 {
								return stop
							}
							return nil
						})
						if left == 0 {
							return nil
						}
						return err
					})
					e, err := a.Log(ctx, who[0], "headache 5", "")
					if err != nil {
						b.Fatal(err)
					}
					took(&recount, func() (err error) { o, err = a.Recount(ctx, o, who[0], e.When.Date); return err })
					took(&search, func() error {
						_, err := a.Outline(ctx, who, journal.Query{Search: "dull ache"})
						return err
					})
					if err := a.Delete(ctx, who[0], e.ID); err != nil {
						b.Fatal(err)
					}
				}
				slowest := slices.Max(jump)
				b.ReportMetric(median(jump)*1000, "jump-ms")
				b.ReportMetric(slowest*1000, "slowest-jump-ms")
				b.ReportMetric(median(sequence)/median(jump), "times-faster-than-sequence")
				b.ReportMetric(median(outline)*1000, "outline-ms")
				b.ReportMetric(median(recount)*1000, "recount-ms")
				b.ReportMetric(median(search)*1000, "search-all-ms")
			})
		}
	}
}
