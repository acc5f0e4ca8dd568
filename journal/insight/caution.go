package insight

import (
	"math"
	"slices"
)

const (
	edgeDays      = 7    // that a phase begins or ends with
	leastEdge     = 3    // of these must be known
	edgeLevel     = 0.25 // at which an edge is called extreme
	trendLevel    = 0.05 // at which a trend before is called one
	longMemoryRho = 0.8  // above which intervals are not sure
	longSpellsRho = 0.35 // the same for yes and no, which comes in a few long spells
)

// cautions looks for what makes a change from before to after doubtful.
func cautions(before, after []float64, change, rho float64) []Caution {
	var c []Caution
	if extremeEdge(before, change, 0, edgeDays) || extremeEdge(before, change, len(before)-edgeDays, len(before)) {
		c = append(c, RegressionToMean)
	}
	if f, ok := fitLine(before); ok && f.p(1) < trendLevel {
		c = append(c, TrendBefore)
	}
	if longMemory(rho, before, after) {
		c = append(c, LongMemory)
	}
	return c
}

// longMemory says whether days hang together more than the intervals can make good.
func longMemory(rho float64, phases ...[]float64) bool {
	if rho <= longSpellsRho || rho > longMemoryRho {
		return rho > longMemoryRho
	}
	var values []float64
	for _, phase := range phases {
		for _, v := range phase {
			if !math.IsNaN(v) && !slices.Contains(values, v) {
				if values = append(values, v); len(values) > 2 {
					return false
				}
			}
		}
	}
	return true
}

// extremeEdge says whether the days from..to-1 differ from the others of before, and
// in the direction that makes the change look larger: people begin to write, and
// begin a treatment, when it is at its worst, and the worst does not last.
func extremeEdge(before []float64, change float64, from, to int) bool {
	var r rows
	edge := 0
	for day, y := range before {
		if math.IsNaN(y) {
			continue
		}
		if from <= day && day < to {
			edge++
			r.add(day, y, 1, 1)
		} else {
			r.add(day, y, 1, 0)
		}
	}
	if edge < leastEdge {
		return false
	}
	f, ok := fit(&r, stepPrior)
	if !ok {
		return false
	}
	b, _ := f.centre(1)
	return b*change < 0 && f.p(1) < edgeLevel
}

// fitLine fits level and slope; the slope is column 1, per series length.
func fitLine(series []float64) (fitted, bool) {
	var r rows
	for day, y := range series {
		if !math.IsNaN(y) {
			r.add(day, y, 1, lineTime(day, len(series)))
		}
	}
	return fit(&r, slopePrior)
}

// lineTime is the day's place in a series, -0.5 to 0.5.
func lineTime(day, days int) float64 { return (float64(day)+0.5)/float64(days) - 0.5 }
