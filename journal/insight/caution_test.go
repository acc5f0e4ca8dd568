package insight

import (
	"math"
	"slices"
	"testing"
)

// phases draws 120 days and the split at which the person begins something: on day
// 60, or on the day from 40 to 80 after the seven worst.
func phases(rho float64, seed uint64, atWorst bool) (before, after []float64) {
	y := ar(seeded(seed), 120, rho)
	at := 60
	if atWorst {
		worst := math.Inf(-1)
		for day := 40; day <= 80; day++ {
			if mean := phaseOf(y[day-7 : day]).Mean; mean > worst {
				worst, at = mean, day
			}
		}
	}
	return y[:at], y[at:]
}

// Whoever begins on the worst days sees a change for the better where there is none.
// Of these at least twice the share must be flagged of what is flagged anyway.
func TestRegressionToTheMean(t *testing.T) {
	count := rounds(t, 200)
	flagged := func(atWorst bool) (found, flaggedOfFound, flagged float64) {
		for round := range count {
			before, after := phases(0.5, 5000+uint64(round), atWorst)
			d, err := Compare(before, after, Options{})
			if err != nil || !d.Enough {
				t.Fatal(d, err)
			}
			has := slices.Contains(d.Cautions, RegressionToMean)
			if has {
				flagged++
			}
			if d.P < 0.05 && d.Change < 0 {
				found++
				if has {
					flaggedOfFound++
				}
			}
		}
		return found / float64(count), flaggedOfFound / max(found, 1), flagged / float64(count)
	}
	worstFound, caught, _ := flagged(true)
	plainFound, _, plain := flagged(false)
	t.Logf("began at worst: found in %.3f, of which flagged %.3f; began on any day: found in %.3f, flagged in all %.3f", worstFound, caught, plainFound, plain)
	if worstFound < 1.5*plainFound {
		t.Errorf("to begin at the worst is no trap: %.3f and %.3f", worstFound, plainFound)
	}
	if caught < 2*plain {
		t.Errorf("of false finds at the worst, %.3f are flagged, and %.3f of all", caught, plain)
	}
	if plain > 0.25+slack(0.25, count) {
		t.Errorf("of plain starts, %.3f are flagged", plain)
	}
}

func TestTrendBeforeAndLongMemory(t *testing.T) {
	r := seeded(51)
	before, after := ar(r, 60, 0.2), ar(r, 60, 0.2)
	for day := range before {
		before[day] -= 0.05 * float64(day)
		after[day] -= 3
	}
	d, err := Compare(before, after, Options{})
	if err != nil || !slices.Contains(d.Cautions, TrendBefore) {
		t.Errorf("%+v %v", d, err)
	}
	i, err := Interrupt(append(before, after...), 60, Options{})
	if err != nil || slices.Contains(i.Cautions, TrendBefore) {
		t.Errorf("the trend is in the model: %+v %v", i, err)
	}
	slow := ar(r, 400, 0.95)
	if d, err = Compare(slow[:200], slow[200:], Options{}); err != nil || !slices.Contains(d.Cautions, LongMemory) {
		t.Errorf("%+v %v", d, err)
	}
	if s, err := TrendOf(slow); err != nil || !slices.Equal(s.Cautions, []Caution{LongMemory}) {
		t.Errorf("%+v %v", s, err)
	}
	trends := 0
	for range 200 {
		y := ar(r, 120, 0.5)
		if d, err = Compare(y[:60], y[60:], Options{}); err != nil {
			t.Fatal(err)
		}
		if slices.Contains(d.Cautions, TrendBefore) {
			trends++
		}
	}
	if trends > 24 { // 5% of 200 and more than four standard errors
		t.Errorf("a trend in %d of 200 series without", trends)
	}
}
