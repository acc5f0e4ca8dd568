package app

import "kith/journal/insight"

// trendDays is how far back a trend looks if nobody says otherwise.
const trendDays = 365

func (d *days) askTrend(x *Insight, o InsightOptions) error {
	t, err := x.latest(o)
	if err != nil {
		return err
	}
	x.Trend = &t
	x.Verdict, x.Short = VerdictNotEnough, t.Why
	if t.Enough {
		x.Verdict, x.Short = direction(x.Measure, t.Slope.Value, t.Slope.Interval), nil
	}
	x.sayTrend()
	return nil
}

// latest keeps the days that were asked for, or of the last year the longest stretch
// with enough values, and returns their trend.
func (x *Insight) latest(o InsightOptions) (insight.Trend, error) {
	from, to := x.Measure.From, x.Measure.To()
	if o.To != nil {
		to = *o.To
	}
	if o.From != nil {
		from = *o.From
	} else {
		from, to = x.Measure.stretch(max(from, to-trendDays+1), to, insight.MinPhaseDays)
	}
	x.Measure = x.Measure.Within(from, to)
	return insight.TrendOf(x.Measure.Values)
}

// InsightLengths says how long to keep logging to see a change.
type InsightLengths struct {
	// SD is how much the values differ from day to day, Rho how much a day is like
	// the one before, -1 to 1, Missing the share of days without a value.
	SD, Rho, Missing float64
	// Power is how likely a change of that size would be found then.
	Power float64
	Rows  []InsightLengthRow
}

// InsightLengthRow is for one size of change.
type InsightLengthRow struct {
	// Effect is the change in standard deviations, Change in the measure's unit.
	Effect, Change float64
	// Days are needed before and again after what is to be judged; 0 is more than a
	// year of each.
	Days int
}

// lengthPower is the chance of finding a change that the days are counted for, as
// is usual in trials.
const lengthPower = 0.8

// lengthEffects are the sizes of change, in standard deviations, from a small one.
var lengthEffects = []float64{0.3, 0.5, 0.8, 1.0, 1.5}

// usualEffect is the size that the answer is about: a change that is easily felt.
const usualEffect = 0.8

func (d *days) askLength(x *Insight, o InsightOptions) error {
	t, err := x.latest(o)
	if err != nil {
		return err
	}
	l := &InsightLengths{SD: t.All.SD, Rho: t.Rho, Missing: t.All.Missing, Power: lengthPower}
	x.Length = l
	x.Verdict, x.Short = VerdictNotEnough, t.Why
	if t.Enough {
		x.Verdict, x.Short = VerdictLong, nil
		for _, effect := range lengthEffects {
			row := InsightLengthRow{Effect: effect, Change: effect * l.SD}
			if days, ok := insight.DaysFor(effect, l.Rho, l.Missing, lengthPower); ok {
				row.Days = days
			}
			l.Rows = append(l.Rows, row)
		}
	}
	x.sayLength()
	return nil
}
