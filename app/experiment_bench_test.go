package app_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

// BenchmarkExperiment measures what is shown of an experiment of 84 days that is over,
// with its answer, in a long record, against reading the newest fifty entries; and how
// long the chances of one of six and of twenty pairs take.
func BenchmarkExperiment(b *testing.B) {
	ctx := context.Background()
	a := bigVault(b, 100_000, 1)
	p := a.Persons()[0]
	newest, err := a.List(ctx, []app.Person{p}, journal.Query{Limit: 1})
	if err != nil {
		b.Fatal(err)
	}
	measures, err := a.Measures(ctx, p)
	if err != nil {
		b.Fatal(err)
	}
	body := func(pairs int) *journal.Experiment {
		x := &journal.Experiment{Of: journal.KindFactor, Outcomes: []string{measures[0].Name}, BlockDays: 7, Washout: 2, WithFirst: make([]bool, pairs)}
		for i := range x.WithFirst {
			x.WithFirst[i] = i%2 == 0
		}
		return x
	}
	if _, err := a.LogEntries(ctx, p, "experiment", journal.Entry{Kind: journal.KindExperiment, Name: "Walk",
		When: journal.OnDay(newest[0].Entry.When.Date-84, time.UTC), Body: body(6)}); err != nil {
		b.Fatal(err)
	}
	var shown, fifty, six, twenty []float64
	took := func(to *[]float64, f func() error) {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		*to = append(*to, time.Since(start).Seconds())
	}
	chances := func(pairs int) func() error {
		draft := app.NewExperiment{Name: "Coffee", Habit: true, Outcomes: []string{measures[0].Name}, BlockDays: 7, Washout: 2, Pairs: pairs}
		return func() error {
			x, err := a.DraftExperiment(ctx, p, draft)
			if err == nil {
				_, err = a.ExperimentChancesOf(ctx, p, &x)
			}
			return err
		}
	}
	for b.Loop() {
		took(&shown, func() error {
			x, err := a.ExperimentNamed(ctx, p, "walk")
			if err == nil {
				_, err = a.ExperimentProgress(ctx, p, &x)
			}
			if err == nil {
				_, err = a.ExperimentAnswers(ctx, p, &x, true)
			}
			return err
		})
		took(&fifty, func() error {
			_, err := a.List(ctx, []app.Person{p}, journal.Query{Limit: 50})
			return err
		})
		took(&six, chances(6))
		took(&twenty, chances(20))
	}
	b.ReportMetric(median(shown)*1000, "shown-ms")
	b.ReportMetric(slices.Max(shown)*1000, "slowest-shown-ms")
	b.ReportMetric(median(shown)/median(fifty), "ratio-vs-newest-50")
	b.ReportMetric(median(six)*1000, "chances-6-pairs-ms")
	b.ReportMetric(median(twenty)/median(six), "ratio-20-pairs-vs-6")
}
