package insight

import (
	"fmt"
	"math"
)

// Interrupted is the answer of [Interrupt].
type Interrupted struct {
	Before, After Phase
	// SlopeBefore is the trend before the split, per 30 days.
	SlopeBefore Estimate
	// Level is the jump at the split: how far the first day after lies from where
	// the trend before would have put it.
	Level Estimate
	// Slope is by how much the trend after differs from the trend before, per 30 days.
	Slope    Estimate
	Rho      float64 // autocorrelation from one day to the next, -1 to 1
	Cautions []Caution
	Enough   bool       // if false, only Before, After and Why say anything
	Why      []Shortage // what lacks, if Enough is false
}

// Interrupt asks of the series whether its level and its slope changed on day at
// (counted from 0, the first day of after): an interrupted time series. The
// o.LeaveOut days from at on are not looked at, and Level is then that of the first
// day after them. What must be there is as for [Compare]; errors are [ErrValue] and
// [ErrRange].
func Interrupt(series []float64, at int, o Options) (Interrupted, error) {
	if at < 0 || at > len(series) || o.LeaveOut < 0 || o.LeaveOut > len(series)-at {
		return Interrupted{}, fmt.Errorf("interrupt: %w: split at day %d of %d, %d left out", ErrRange, at, len(series), o.LeaveOut)
	}
	if err := checkValues("series", series); err != nil {
		return Interrupted{}, fmt.Errorf("interrupt: %w", err)
	}
	begin := at + o.LeaveOut
	before, after := series[:at], series[begin:]
	i := Interrupted{Before: phaseOf(before), After: phaseOf(after)}
	i.Why = append(i.Before.shortages(PartBefore), i.After.shortages(PartAfter)...)
	if len(i.Why) > 0 {
		return i, nil
	}
	steps, ok := fitInterrupted(series, at, begin)
	if !ok {
		i.Why = []Shortage{{Kind: NoVariation, Part: PartBefore}, {Kind: NoVariation, Part: PartAfter}}
		return i, nil
	}
	slopes := steps.under(slopePrior)
	length := float64(len(series))
	i.SlopeBefore = slopes.estimate(1, month/length)
	i.Level = steps.estimate(2, 1)
	i.Slope = slopes.estimate(3, month/length)
	i.Rho = steps.rho
	// A trend before is part of the model here, and no reason for doubt.
	for _, c := range cautions(before, after, i.Level.Value, i.Rho) {
		if c != TrendBefore {
			i.Cautions = append(i.Cautions, c)
		}
	}
	i.Enough = true
	return i, nil
}

// fitInterrupted fits level, slope, step and change of slope, in that order, without
// the days at to begin-1. Time is counted in lengths of the series from begin on, so
// that the step is the one on that day.
func fitInterrupted(series []float64, at, begin int) (fitted, bool) {
	var r rows
	for day, y := range series {
		if math.IsNaN(y) || at <= day && day < begin {
			continue
		}
		time := float64(day-begin) / float64(len(series))
		if day < at {
			r.add(day, y, 1, time, 0, 0)
		} else {
			r.add(day, y, 1, time, 1, time)
		}
	}
	return fit(&r, stepPrior)
}
