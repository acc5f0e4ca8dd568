package insight

import (
	"fmt"
	"math"
)

// checkValues returns an error if the series is too long or holds what is no number.
func checkValues(name string, series []float64) error {
	if len(series) > MaxDays {
		return fmt.Errorf("%w: %s has %d days, more than %d", ErrRange, name, len(series), MaxDays)
	}
	for day, v := range series {
		if math.Abs(v) > MaxMagnitude { // NaN, which is missing, is not
			return fmt.Errorf("%w: %s, day %d", ErrValue, name, day)
		}
	}
	return nil
}

// phaseOf sums up a run of days.
func phaseOf(series []float64) Phase {
	p := Phase{Days: len(series)}
	var sum float64
	for _, v := range series {
		if !math.IsNaN(v) {
			p.N++
			sum += v
		}
	}
	if p.Days > 0 {
		p.Missing = float64(p.Days-p.N) / float64(p.Days)
	}
	if p.N == 0 {
		return p
	}
	p.Mean = sum / float64(p.N)
	if p.N == 1 {
		return p
	}
	var squares float64
	for _, v := range series {
		if !math.IsNaN(v) {
			squares += (v - p.Mean) * (v - p.Mean)
		}
	}
	p.SD = math.Sqrt(squares / float64(p.N-1))
	return p
}

// shortages says what a phase lacks to be compared with another.
func (p Phase) shortages(part Part) []Shortage {
	var why []Shortage
	if p.Days < MinPhaseDays {
		why = append(why, Shortage{Kind: FewDays, Part: part, Have: p.Days, Need: MinPhaseDays, MoreDays: MinPhaseDays - p.Days})
	}
	if need := leastLogged(p.Days); p.N < need {
		// With k more days, all logged: missing <= MaxMissing * (days + k).
		more := int(math.Ceil(float64(p.Days-p.N)/MaxMissing-1e-9)) - p.Days
		why = append(why, Shortage{Kind: ManyMissing, Part: part, Have: p.N, Need: need, MoreDays: more})
	}
	return why
}

// leastLogged is how many of so many days must have a value.
func leastLogged(days int) int {
	return days - int(math.Floor(float64(days)*MaxMissing+1e-9))
}
