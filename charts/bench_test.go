package charts

import (
	"testing"
	"time"

	"github.com/wcharczuk/go-chart/v2"
)

// plain draws n points the way go-chart does by itself.
func plain(b *testing.B, n int) {
	b.Helper()
	points := noise(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), n)
	s := chart.TimeSeries{}
	for _, p := range points {
		s.XValues, s.YValues = append(s.XValues, p.At), append(s.YValues, p.Value)
	}
	c := chart.Chart{Width: medium.X, Height: medium.Y, Series: []chart.Series{s}}
	if err := c.Render(chart.PNG, &chart.ImageWriter{}); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkImage draws 100,000 points above four treatments at 1x, joined and
// each by itself. The ratio is to go-chart drawing 1,000 points as it does.
func BenchmarkImage(b *testing.B) {
	const rounds = 3
	plain(b, 1000)
	begin := time.Now()
	for range rounds {
		plain(b, 1000)
	}
	yard := time.Since(begin) / rounds
	for _, c := range []struct {
		name string
		gap  time.Duration
	}{{"joined", time.Hour}, {"alone", 1}} {
		b.Run(c.name, func(b *testing.B) {
			t := gallery()["wearable"](b)
			t.Outcomes[0].Gap = c.gap
			if _, _, err := timelineImage(t, medium, Style{}); err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, _, err := timelineImage(t, medium, Style{}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(yard), "ratio-vs-gochart-1000-points")
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/image")
		})
	}
}

// BenchmarkNearest is what a move of the mouse costs with 100,000 points, as a
// ratio to a chart of 100.
func BenchmarkNearest(b *testing.B) {
	large, small := gallery()["wearable"](b), year(b)
	small.Outcomes[0].Points = noise(small.From, 100)
	near := func(t *Timeline) func(int) {
		l, err := t.Layout(medium, Style{})
		if err != nil {
			b.Fatal(err)
		}
		return func(i int) {
			if _, ok := l.Nearest(float64(i % medium.X)); !ok {
				b.Fatal("no point is near")
			}
		}
	}
	few, many := near(small), near(large)
	begin := time.Now()
	const rounds = 100_000
	for i := range rounds {
		few(i)
	}
	yard := time.Since(begin) / rounds
	i := 0
	for b.Loop() {
		many(i)
		i++
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(yard), "ratio-vs-100-points")
}
