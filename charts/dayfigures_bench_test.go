package charts

import (
	"fmt"
	"image"
	"testing"
	"time"
)

// large are figures of n points.
func large(n int) map[string]Figure {
	from := utc(2025, 1, 1)
	m := &Multiples{From: from, To: utc(2026, 1, 1), Words: english}
	for i := range 5 {
		m.Outcomes = append(m.Outcomes, Outcome{Name: fmt.Sprint("Outcome ", i), Points: noise(from, n/5), Gap: 24 * time.Hour})
	}
	// A day has one cell: this is as many as a calendar takes, up to n.
	days := min(n, mostCalendarYears*365)
	c := heat(utc(1900, 1, 1), utc(1900, 1, 1).AddDate(0, 0, days), 5)
	h := withDoses(profile())
	for i, p := range noise(from, n) {
		h.Values = append(h.Values, HourValue{Hour: i * 7 % 24, Value: p.Value})
	}
	s := questionnaires()
	for i := range s.Panels {
		s.Panels[i].Points, s.Panels[i].Low, s.Panels[i].High = noise(from, n/3), nil, nil
	}
	return map[string]Figure{"multiples": m, "calendar": c, "hours": h, "scores": s}
}

// BenchmarkDayFigures draws figures of 10,000 and of 100,000 points at 2x. The
// ratio is to go-chart drawing a line of 1,000 points.
func BenchmarkDayFigures(b *testing.B) {
	const rounds = 3
	plain(b, 1000)
	begin := time.Now()
	for range rounds {
		plain(b, 1000)
	}
	yard := time.Since(begin) / rounds
	st := Style{Scale: 2}
	for _, n := range []int{10_000, 100_000} {
		for name, f := range large(n) {
			b.Run(fmt.Sprintf("%s-%d", name, n), func(b *testing.B) {
				height, err := f.Height(2400, st)
				if err != nil {
					b.Fatal(err)
				}
				for b.Loop() {
					if _, err := Draw(f, image.Pt(2400, min(height, 2*2400)), st); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(yard), "ratio-vs-gochart-1000-points")
				b.ReportMetric(b.Elapsed().Seconds()*1000/float64(b.N), "ms/image")
			})
		}
	}
}
