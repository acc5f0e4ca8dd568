package insight

import (
	"context"
	"math"
	"testing"
	"time"
)

// pearsonPass correlates the outcome once with each factor at each lag: what a plain
// table of correlations costs, without a p-value or an interval.
func pearsonPass(outcome []float64, factors []Factor) float64 {
	var strongest float64
	for _, f := range factors {
		for lag := range MaxLag + 1 {
			var n, x, y, xx, yy, xy float64
			for day := lag; day < len(outcome); day++ {
				a, b := f.Values[day-lag], outcome[day]
				if math.IsNaN(a) || math.IsNaN(b) {
					continue
				}
				n, x, y, xx, yy, xy = n+1, x+a, y+b, xx+a*a, yy+b*b, xy+a*b
			}
			strongest = max(strongest, math.Abs((n*xy-x*y)/math.Sqrt((n*xx-x*x)*(n*yy-y*y))))
		}
	}
	return strongest
}

// Ten years, 60 factors, 8 lags. The ratio is to one plain pass of correlations over
// the same data, which looks at one of the 3,675 shifts.
func BenchmarkScanTenYears(b *testing.B) {
	r := seeded(31)
	w := world{days: 3650, factors: 60, rhoOutcome: 0.5, rhoCause: 0.5, missing: 0.1, effect: 0.2}
	outcome, factors, _, _ := w.draw(r)
	var plain, strongest float64
	passes := 0
	for start := time.Now(); time.Since(start) < 300*time.Millisecond; passes++ {
		strongest += pearsonPass(outcome, factors)
		plain = time.Since(start).Seconds() / float64(passes+1)
	}
	for b.Loop() {
		s, err := Scan(context.Background(), outcome, factors, ScanOptions{})
		if err != nil || len(s.Findings) != 480 {
			b.Fatal(len(s.Findings), err)
		}
	}
	if strongest == 0 {
		b.Fatal("nothing correlates")
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/plain, "ratio-vs-one-plain-pass")
}

// A year in two phases. The ratio is to the plain mean and standard deviation of
// the same days.
func BenchmarkCompare(b *testing.B) {
	y := ar(seeded(32), 365, 0.5)
	var plain float64
	passes := 0
	for start := time.Now(); time.Since(start) < 100*time.Millisecond; passes++ {
		if phaseOf(y).N != 365 {
			b.Fatal("days are lost")
		}
		plain = time.Since(start).Seconds() / float64(passes+1)
	}
	for b.Loop() {
		if d, err := Compare(y[:180], y[180:], Options{}); err != nil || !d.Enough {
			b.Fatal(d, err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/plain, "ratio-vs-plain-mean")
}
