package insight

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// tally counts, of one estimate, how often it was called different from the truth
// and how often the interval held the truth. Without a true effect the first is how
// often something is found where nothing is.
type tally struct{ rejected, held int }

func (c *tally) add(f fitted, j int, truth float64) {
	below := f.below(j, truth)
	if 2*min(below, 1-below) < 0.05 {
		c.rejected++
	}
	if below >= 0.025 && below <= 0.975 {
		c.held++
	}
}

// Where there is nothing, at most 5% find something; and where there is something,
// intervals hold it in 93 to 97 of a hundred. The bounds have [slack]: at the
// default of 500 rounds 3 points for 5%, at 20,000 rounds half a point.
func TestLevelAndCoverage(t *testing.T) {
	count := rounds(t, 500)
	names := []string{"compare", "trend", "level", "slope", "slope before"}
	for _, days := range []int{60, 120} {
		for _, rho := range []float64{0, 0.5, 0.7} {
			for _, share := range []float64{0, 0.2} {
				r := seeded(uint64(days)<<16 | uint64(rho*10)<<8 | uint64(share*10))
				var counts [5]tally
				var covered [5]tally // with an effect
				for round := range count {
					y := forget(r, ar(r, days, rho), share)
					effect := float64(round%3) - 1
					at := days/2 - round%3
					f, ok := fitStep(y[:at], y[at:], 0)
					line, ok2 := fitLine(y)
					steps, ok3 := fitInterrupted(y, at, at)
					if !ok || !ok2 || !ok3 {
						t.Fatal("no fit")
					}
					slopes := steps.under(slopePrior)
					counts[0].add(f, 1, 0)
					counts[1].add(line, 1, 0)
					counts[2].add(steps, 2, 0)
					counts[3].add(slopes, 3, 0)
					counts[4].add(slopes, 1, 0)
					if round%4 != 0 {
						continue
					}
					// A step, a line and a bend in the same noise: the estimates move along.
					for day := range y {
						if y[day] += effect * lineTime(day, days); day >= at {
							y[day] += effect * float64(day-at) / float64(days)
						}
					}
					steps, ok = fitInterrupted(y, at, at)
					if !ok {
						t.Fatal("no fit")
					}
					slopes = steps.under(slopePrior)
					covered[2].add(steps, 2, 0)
					covered[3].add(slopes, 3, effect)
					covered[4].add(slopes, 1, effect)
				}
				report := fmt.Sprintf("%d days, rho %.1f, missing %.1f:", days, rho, share)
				for i, c := range counts {
					found, held := float64(c.rejected)/float64(count), float64(c.held)/float64(count)
					report += fmt.Sprintf("  %s %.1f%%", names[i], 100*found)
					if found > 0.05+slack(0.05, count) {
						t.Errorf("%d days, rho %v, missing %v: %s is found in %.3f", days, rho, share, names[i], found)
					}
					if held < 0.93-slack(0.07, count) || held > 0.97+slack(0.03, count) {
						t.Errorf("%d days, rho %v, missing %v: the interval of %s holds %.3f", days, rho, share, names[i], held)
					}
				}
				t.Log(report)
				for i, c := range covered[2:] {
					n := (count + 3) / 4
					if held := float64(c.held) / float64(n); held < 0.93-slack(0.07, n) || held > 0.97+slack(0.03, n) {
						t.Errorf("%d days, rho %v, missing %v: with an effect, the interval of %s holds %.3f", days, rho, share, names[i+2], held)
					}
				}
			}
		}
	}
}

// Diaries hold scores from 0 to 10 and yes and no, not normal numbers. Yes and no in
// long spells is a limit of the model: in 60 days there are too few spells. There
// must then be a caution: what is found without one is at most 5%.
func TestLevelOfScores(t *testing.T) {
	count := rounds(t, 500)
	scored := func(score func(float64) float64) func(r *rand.Rand, rho float64) []float64 {
		return func(r *rand.Rand, rho float64) []float64 {
			y := ar(r, 60, rho)
			for day := range y {
				y[day] = score(y[day])
			}
			return y
		}
	}
	for seed, outcome := range []struct {
		name string
		draw func(r *rand.Rand, rho float64) []float64
	}{
		{"0 to 10", scored(func(v float64) float64 { return min(10, max(0, math.Round(4+2*v))) })},
		{"mostly 0", scored(func(v float64) float64 { return max(0, math.Round(3*v-1.5)) })},
		{"spells of yes or no", func(r *rand.Rand, rho float64) []float64 { return yesNo(r, 60, 0.3, rho) }},
		{"above a threshold or not", scored(func(v float64) float64 {
			if v > 0.5 {
				return 1
			}
			return 0
		})},
	} {
		for _, rho := range []float64{0, 0.7} {
			r := seeded(700 + uint64(seed))
			found, unwarned := 0, 0
			for range count {
				y := outcome.draw(r, rho)
				f, ok := fitStep(y[:30], y[30:], 0)
				if !ok || f.p(1) >= 0.05 { // not ok: all the same
					continue
				}
				found++
				if !longMemory(f.rho, y) {
					unwarned++
				}
			}
			share := float64(unwarned) / float64(count)
			t.Logf("%s, rho %.1f: found in %.1f%%, without a caution in %.1f%%", outcome.name, rho, 100*float64(found)/float64(count), 100*share)
			if share > 0.05+slack(0.05, count) {
				t.Errorf("%s, rho %v: found without a caution in %.3f", outcome.name, rho, share)
			}
		}
	}
}

// What is printed is what was simulated: the ends of an interval are where 2.5% and
// 97.5% lie below, and P is below 0.05 just if 0 is outside.
func TestEstimatesAreQuantiles(t *testing.T) {
	r := seeded(21)
	for round := range 200 {
		y := forget(r, ar(r, 60+round, 0.6), 0.1)
		f, ok := fitStep(y[:30], y[30:], round%5)
		if !ok {
			t.Fatal("no fit")
		}
		e := f.estimate(1, 2)
		low, high := f.below(1, e.Interval.Low/2), f.below(1, e.Interval.High/2)
		if math.Abs(low-0.025) > 1e-5 || math.Abs(high-0.975) > 1e-5 || (e.P < 0.05) == e.Interval.Holds(0) {
			t.Errorf("%+v: %v and %v below", e, low, high)
		}
	}
}

// Whole phases through the door that everybody uses.
func TestCompareHoldsWhatItPromises(t *testing.T) {
	count := rounds(t, 500)
	r := seeded(22)
	held, found, enough := 0, 0, 0
	for range count {
		y := ar(r, 74, 0.6)
		for range 6 {
			y[r.IntN(30)], y[44+r.IntN(30)] = missing, missing
		}
		for day := 44; day < 74; day++ {
			y[day] = 5 + 2*(y[day]-0.8)
		}
		for day := range 30 {
			y[day] = 5 + 2*y[day]
		}
		d, err := Compare(y[:30], y[44:], Options{LeaveOut: 14})
		if err != nil || !d.Enough {
			t.Fatalf("%+v %v", d, err)
		}
		enough++
		if d.Interval.Holds(-1.6) {
			held++
		}
		if d.P < 0.05 {
			found++
		}
	}
	share := float64(held) / float64(enough)
	if share < 0.93-slack(0.07, count) || share > 0.97+slack(0.03, count) {
		t.Errorf("holds %.3f", share)
	}
	if found == 0 || found == count {
		t.Errorf("found in %d of %d: this proves nothing", found, count)
	}
}

// A coin decides in each pair; the outcome drifts and remembers as it likes.
func TestPairsLevelAndCoverage(t *testing.T) {
	count := rounds(t, 2000)
	r := seeded(23)
	for _, pairs := range []int{6, 8} {
		found, held, enough := 0, 0, 0
		for range count {
			coins := make([]byte, pairs)
			for i := range coins {
				coins[i] = byte(r.Uint32())
			}
			blocks, err := DrawPairs(pairs, 5, 2, coinBytes(coins))
			if err != nil {
				t.Fatal(err)
			}
			days := 2 * pairs * 7
			y := forget(r, ar(r, days, 0.7), 0.1)
			for day := range y {
				y[day] += 3 * lineTime(day, days)
			}
			null, err := Pairs(y, blocks)
			if err != nil {
				t.Fatal(err)
			}
			if !null.Enough {
				continue // a pair was left out
			}
			enough++
			if null.P <= 0.05 {
				found++
			}
			for _, b := range blocks {
				for day := b.Start; day < b.To && b.Treated; day++ {
					y[day] -= 1.5
				}
			}
			with, err := Pairs(y, blocks)
			if err != nil {
				t.Fatal(err)
			}
			if with.Interval.Holds(-1.5) {
				held++
			}
		}
		// With so few falls of the coins the level is not 5% but the next below:
		// 2 of 64 and 12 of 256.
		t.Logf("%d pairs, %d times: found in %.2f%%, held in %.2f%%", pairs, enough,
			100*float64(found)/float64(enough), 100*float64(held)/float64(enough))
		if share := float64(found) / float64(enough); share > 0.05+slack(0.05, enough) || share < 0.03-slack(0.03, enough) {
			t.Errorf("%d pairs: found in %.3f", pairs, share)
		}
		if share := float64(held) / float64(enough); share < 0.95-slack(0.05, enough) || share > 0.97+slack(0.03, enough) {
			t.Errorf("%d pairs: held in %.3f", pairs, share)
		}
	}
}

// coinBytes is a reader of what it is made of.
type coinBytes []byte

func (c coinBytes) Read(p []byte) (int, error) { return copy(p, c), nil }
