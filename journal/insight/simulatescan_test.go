package insight

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// world is what a diary may be like, to look for factors in.
type world struct {
	days, factors        int
	rhoOutcome, rhoCause float64
	missing              float64
	effect               float64 // of the one factor that does something; 0: none does
}

func (w world) String() string {
	return fmt.Sprintf("%d days, %d factors x 8 lags, rho %.1f and %.1f, missing %.2f, d %.1f", w.days, w.factors, w.rhoOutcome, w.rhoCause, w.missing, w.effect)
}

// draw returns a diary, and which factor does something after how many days. Two
// thirds of the factors, and the one, are yes or no, on 20 to 50% of days; the others
// are amounts.
func (w world) draw(r *rand.Rand) (outcome []float64, factors []Factor, cause, lag int) {
	outcome = ar(r, w.days, w.rhoOutcome)
	for i := range w.factors {
		values := ar(r, w.days, w.rhoCause)
		if i%3 > 0 {
			values = yesNo(r, w.days, 0.2+0.3*r.Float64(), w.rhoCause)
		}
		factors = append(factors, Factor{Values: values})
	}
	cause, lag = 1+3*r.IntN(w.factors/3), r.IntN(MaxLag+1)
	for day := lag; day < w.days; day++ {
		outcome[day] += w.effect * factors[cause].Values[day-lag]
	}
	for _, f := range factors {
		forgetSome(r, f.Values, w.missing)
	}
	return forgetSome(r, outcome, w.missing), factors, cause, lag
}

// forgetSome makes exactly a share of the days missing, so that Scan takes it.
func forgetSome(r *rand.Rand, series []float64, share float64) []float64 {
	for _, day := range r.Perm(len(series))[:int(share*float64(len(series)))] {
		series[day] = missing
	}
	return series
}

// play returns in which share of the rounds the factor was found at its lag, and in
// which one was found that does nothing.
func (w world) play(t *testing.T, r *rand.Rand, count int) (recall, wrong float64) {
	t.Helper()
	for round := range count {
		outcome, factors, cause, lag := w.draw(r)
		s, err := Scan(context.Background(), outcome, factors, ScanOptions{Seed: uint64(round), onlyScores: true})
		if err != nil || !s.Enough {
			t.Fatalf("%v: %v %v", w, s.Why, err)
		}
		hit, miss := 0.0, 0.0
		for _, f := range s.Findings {
			switch {
			case !f.Found:
			case w.effect == 0 || f.Factor != cause:
				miss = 1
			case f.Lag == lag:
				hit = 1
			}
		}
		recall += hit / float64(count)
		wrong += miss / float64(count)
	}
	t.Logf("%v: found %.1f%%, another found %.1f%%", w, 100*recall, 100*wrong)
	return recall, wrong
}

// In a diary in which nothing goes with anything, at most 5% of scans find something.
// The bounds have [slack]: at the default of 100 rounds 6.5 points for 5%, at 2,000
// rounds 1.5.
func TestScanFamilywise(t *testing.T) {
	count := rounds(t, 100)
	for seed, w := range []world{
		{days: 60, factors: 12},
		{days: 60, factors: 12, rhoOutcome: 0.7, rhoCause: 0.7},
		{days: 60, factors: 12, rhoOutcome: 0.7, rhoCause: 0.7, missing: 0.2},
		{days: 120, factors: 12, rhoOutcome: 0.5, rhoCause: 0.5},
		{days: 120, factors: 12, rhoOutcome: 0.7, rhoCause: 0.7},
		{days: 365, factors: 12, rhoOutcome: 0.7, rhoCause: 0.7},
	} {
		if _, wrong := w.play(t, seeded(300+uint64(seed)), count); wrong > 0.05+slack(0.05, count) {
			t.Errorf("%v: something is found in %.3f", w, wrong)
		}
	}
}

// A factor that lifts the outcome by one standard deviation is found, at its very
// lag, among 50 factors and 8 lags in 120 days.
func TestScanRecall(t *testing.T) {
	count := rounds(t, 50)
	for seed, w := range []world{
		{days: 120, factors: 50, effect: 1},
		{days: 120, factors: 50, effect: 1, rhoOutcome: 0.5, rhoCause: 0.5},
	} {
		recall, wrong := w.play(t, seeded(400+uint64(seed)), count)
		if recall < 0.8-slack(0.2, count) {
			t.Errorf("%v: found in %.3f", w, recall)
		}
		if wrong > 0.05+slack(0.05, count) {
			t.Errorf("%v: another is found in %.3f", w, wrong)
		}
	}
}

// The interval of one factor at one lag, for who asked for just that one.
func TestFindingIntervalHolds(t *testing.T) {
	count := rounds(t, 400)
	for seed, w := range []world{
		{days: 60, factors: 3, effect: 0.7, rhoOutcome: 0.7, rhoCause: 0.3, missing: 0.1},
		{days: 120, factors: 3, effect: 0.7, rhoOutcome: 0.5, rhoCause: 0.5},
	} {
		r := seeded(500 + uint64(seed))
		held, known := 0, 0
		for range count {
			outcome, factors, cause, lag := w.draw(r)
			values := factors[cause].Values
			f, why := atLag(outcome, values, lag)
			if why != nil {
				continue // on too few days
			}
			if why := f.estimate(outcome, values); why != nil {
				t.Fatal(*why)
			}
			known++
			if f.Interval.Holds(w.effect) {
				held++
			}
		}
		share := float64(held) / float64(known)
		t.Logf("%v: %d of %d hold", w, held, known)
		if known < count*9/10 || share < 0.93-slack(0.07, known) || share > 0.97+slack(0.03, known) {
			t.Errorf("%v: %.3f of %d hold", w, share, known)
		}
	}
}
