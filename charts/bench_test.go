package charts

import (
	"fmt"
	"image"
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

// figureBenches are a figure of so many points for each kind of chart. Who adds a
// kind adds a line.
func figureBenches() map[string]func(b *testing.B, points int) Figure {
	return map[string]func(b *testing.B, points int) Figure{
		"timeline": func(b *testing.B, points int) Figure { return wearable(b, points, time.Hour) },
		"alone":    func(b *testing.B, points int) Figure { return wearable(b, points, 1) },
	}
}

// wearable is so many points above four treatments, with marks.
func wearable(b *testing.B, points int, gap time.Duration) *Timeline {
	t := gallery()["marks"](b)
	t.Outcomes[0] = Outcome{Name: "Heart rate", Unit: "beats per minute", Points: noise(t.From, points), Gap: gap}
	return t
}

// BenchmarkFigure draws every kind of chart with 10,000 and 100,000 points at 2x.
// The ratio is to go-chart drawing 1,000 points at 1x as it does.
func BenchmarkFigure(b *testing.B) {
	const rounds = 3
	plain(b, 1000)
	begin := time.Now()
	for range rounds {
		plain(b, 1000)
	}
	yard := time.Since(begin) / rounds
	for name, figure := range figureBenches() {
		for _, points := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/%d", name, points), func(b *testing.B) {
				f := figure(b, points)
				st := Style{Scale: 2}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := Draw(f, image.Pt(2*medium.X, 2*medium.Y), st); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(yard), "ratio-vs-gochart-1000-points")
				b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/image")
			})
		}
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
