package charts

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// manyDays are the figures that compare days with n points, doses or places.
func manyDays(n int) map[string]Figure {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	from := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	s := &Scatter{X: ScatterAxis{Name: "Sleep"}, Y: ScatterAxis{Name: "Headache", Low: ptr(0), High: ptr(10)}, OneDay: "1 day", Days: "{n} days", Words: english}
	c := &Compare{Name: "Headache", From: from, To: from.AddDate(100, 0, 0), Groups: make([]Group, 2), Words: english}
	for i := range n {
		y := math.Max(0, math.Min(10, 5+2*r.NormFloat64()))
		s.Points = append(s.Points, ScatterPoint{X: 7 + r.NormFloat64(), Y: y, Row: i})
		g := &c.Groups[i*2/n]
		g.Points = append(g.Points, GroupPoint{At: from.AddDate(0, 0, i*36500/n), Value: y, Row: i})
	}
	a := &Adherence{From: from, To: from.AddDate(0, 0, 250*7), Words: english}
	for i := range 250 {
		a.Periods = append(a.Periods, Period{from.AddDate(0, 0, 7*i), from.AddDate(0, 0, 7*i+7)})
	}
	for range n / 250 {
		k := Kept{Name: "Topiramate", Note: "taken"}
		for i := range 250 {
			k.Cells = append(k.Cells, Cell{Period: i, Taken: r.IntN(8), Skipped: r.IntN(3), Open: r.IntN(3), Row: i})
		}
		a.Rows = append(a.Rows, k)
	}
	return map[string]Figure{"scatter": s, "compare": c, "adherence": a}
}

// BenchmarkCompared draws figures that compare days at 2x. The ratio is to the same
// figure with 1,000 points.
func BenchmarkCompared(b *testing.B) {
	size, st := image.Pt(2400, 1200), Style{Scale: 2}
	draw := func(b *testing.B, f Figure) {
		if _, err := Draw(f, size, st); err != nil {
			b.Fatal(err)
		}
	}
	for _, name := range []string{"scatter", "compare", "adherence"} {
		few := manyDays(1_000)[name]
		for _, n := range []int{10_000, 100_000} {
			b.Run(name+map[int]string{10_000: "/10000", 100_000: "/100000"}[n], func(b *testing.B) {
				f := manyDays(n)[name]
				draw(b, few)
				begin := time.Now()
				const rounds = 3
				for range rounds {
					draw(b, few)
				}
				yard := time.Since(begin) / rounds
				draw(b, f)
				for b.Loop() {
					draw(b, f)
				}
				b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(yard), "ratio-vs-1000-points")
				b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/image")
			})
		}
	}
	for _, name := range []string{"body-all", "together-twenty"} { // they have a bounded size
		b.Run(name, func(b *testing.B) {
			f := comparedFigures()[name]
			draw(b, &Together{Words: english})
			begin := time.Now()
			draw(b, &Together{Words: english})
			yard := time.Since(begin)
			for b.Loop() {
				draw(b, f)
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(yard), "ratio-vs-empty")
			b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/image")
		})
	}
}
