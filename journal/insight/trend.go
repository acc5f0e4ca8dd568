package insight

import "fmt"

// Trend is the answer of [TrendOf].
type Trend struct {
	All Phase
	// First and Last are the first and last 28 days, or the halves of a series that
	// is shorter than twice that.
	First, Last Phase
	Slope       Estimate // per 30 days
	Rho         float64  // autocorrelation from one day to the next, -1 to 1
	Cautions    []Caution
	Enough      bool       // if false, only the phases and Why say anything
	Why         []Shortage // what lacks, if Enough is false
}

// TrendOf asks whether the series goes up or down over its whole length, as a
// straight line. It needs [MinPhaseDays] with at most [MaxMissing] of the values
// missing; errors are [ErrValue] and [ErrRange].
func TrendOf(series []float64) (Trend, error) {
	if err := checkValues("series", series); err != nil {
		return Trend{}, fmt.Errorf("trend: %w", err)
	}
	end := min(MinPhaseDays, len(series)/2)
	t := Trend{All: phaseOf(series), First: phaseOf(series[:end]), Last: phaseOf(series[len(series)-end:])}
	if t.Why = t.All.shortages(PartOutcome); len(t.Why) > 0 {
		return t, nil
	}
	f, ok := fitLine(series)
	if !ok {
		t.Why = []Shortage{{Kind: NoVariation, Part: PartOutcome}}
		return t, nil
	}
	t.Slope = f.estimate(1, month/float64(len(series)))
	t.Rho = f.rho
	if longMemory(t.Rho, series) {
		t.Cautions = []Caution{LongMemory}
	}
	t.Enough = true
	return t, nil
}
