package insight

import (
	"fmt"
	"math"
)

// Difference is the answer of [Compare].
type Difference struct {
	Before, After Phase
	// Change is after minus before, in the unit of the series.
	Change   float64
	Interval Interval // 95%, of Change
	P        float64  // two-sided, of no change
	Rho      float64  // autocorrelation from one day to the next, -1 to 1
	Effect   float64  // Change in standard deviations of a day within its phase
	Cautions []Caution
	Enough   bool       // if false, only Before, After and Why say anything
	Why      []Shortage // what lacks, if Enough is false
}

// Compare says by how much the days after differ from the days before, where after
// begins o.LeaveOut days after before ended. Both need [MinPhaseDays] with at most
// [MaxMissing] of the values missing. See the package comment for what the answer
// means. Errors are [ErrValue] and [ErrRange].
func Compare(before, after []float64, o Options) (Difference, error) {
	if err := checkSplit(before, after, o); err != nil {
		return Difference{}, fmt.Errorf("compare: %w", err)
	}
	d := Difference{Before: phaseOf(before), After: phaseOf(after)}
	d.Why = append(d.Before.shortages(PartBefore), d.After.shortages(PartAfter)...)
	if len(d.Why) > 0 {
		return d, nil
	}
	f, ok := fitStep(before, after, o.LeaveOut)
	if !ok {
		d.Why = []Shortage{{Kind: NoVariation, Part: PartBefore}, {Kind: NoVariation, Part: PartAfter}}
		return d, nil
	}
	change := f.estimate(1, 1)
	d.Change, d.Interval, d.P = change.Value, change.Interval, change.P
	d.Rho = f.rho
	d.Effect = d.Change / within(d.Before, d.After)
	d.Cautions = cautions(before, after, d.Change, d.Rho)
	d.Enough = true
	return d, nil
}

func checkSplit(before, after []float64, o Options) error {
	if o.LeaveOut < 0 || o.LeaveOut > MaxDays || len(before)+len(after) > MaxDays {
		return fmt.Errorf("%w: %d and %d days, %d left out between", ErrRange, len(before), len(after), o.LeaveOut)
	}
	if err := checkValues("before", before); err != nil {
		return err
	}
	return checkValues("after", after)
}

// fitStep fits a level, and the step to another after the split, which is column 1.
func fitStep(before, after []float64, leaveOut int) (fitted, bool) {
	var r rows
	for day, y := range before {
		if !math.IsNaN(y) {
			r.add(day, y, 1, 0)
		}
	}
	for day, y := range after {
		if !math.IsNaN(y) {
			r.add(len(before)+leaveOut+day, y, 1, 1)
		}
	}
	return fit(&r, stepPrior)
}

// within is the standard deviation of a day within its phase, pooled.
func within(a, b Phase) float64 {
	squares := a.SD*a.SD*float64(a.N-1) + b.SD*b.SD*float64(b.N-1)
	return math.Sqrt(squares / float64(a.N+b.N-2))
}
