package insight

import "errors"

const (
	// MinPhaseDays is how many days a phase must have before it is compared with
	// another, or a trend is looked for: four whole weeks.
	MinPhaseDays = 28
	// MaxMissing is the share of days without a value, 0 to 1, above which nothing
	// is said: whoever logs only the bad days, or only the good ones, would be told
	// something about the logging.
	MaxMissing = 0.20
	// MinPairs is the least number of pairs of a randomised experiment: with five,
	// no result could reach 5%, because 2/2^5 is more.
	MinPairs = 6
	// MaxPairs is the largest number of pairs of a randomised experiment. All 2^20
	// orders that the coins could have given are looked at, none is sampled.
	MaxPairs = 20
	// MaxLag is the largest number of days that a factor is looked at before the
	// outcome.
	MaxLag = 7
	// MaxDays is the longest series taken, more than a century.
	MaxDays = 40000
	// MaxMagnitude is the largest value taken, with either sign.
	MaxMagnitude = 1e12
)

// month is the number of days that slopes are told for.
const month = 30

var (
	// ErrValue says that a value is infinite or beyond [MaxMagnitude].
	ErrValue = errors.New("insight: value out of range")
	// ErrRange says that a number of days, a split, a lag or a level is out of
	// range, or that series that must be of one length are not.
	ErrRange = errors.New("insight: out of range")
	// ErrBlocks says that blocks are no paired experiment: they overlap, or a pair
	// has not exactly one block with the treatment and one without.
	ErrBlocks = errors.New("insight: blocks are not pairs")
)

// Phase is what is known of a run of days.
type Phase struct {
	Days    int     // days in the run
	N       int     // days with a value
	Missing float64 // share of days without, 0 to 1; 0 if there are no days
	Mean    float64 // of the days with a value; 0 if there are none
	SD      float64 // standard deviation, with N-1; 0 if there are fewer than two
}

// Interval is a 95% interval, in the unit of what it belongs to.
type Interval struct{ Low, High float64 }

// Holds says whether x lies in the interval.
func (i Interval) Holds(x float64) bool { return i.Low <= x && x <= i.High }

// Estimate is a number with how sure it is.
type Estimate struct {
	Value    float64
	Interval Interval
	P        float64 // two-sided, of there being none; 0 to 1
}

// Caution is a reason to doubt a result that was computed all the same.
type Caution string

const (
	// RegressionToMean: the phase before began or ended with days that were
	// extreme, so that what followed would have looked like this by itself.
	RegressionToMean Caution = "regression_to_mean"
	// TrendBefore: the outcome was changing already before the split.
	TrendBefore Caution = "trend_before"
	// LongMemory: one day resembles the next so much (an autocorrelation above
	// 0.8, or above 0.35 where the outcome is only yes or no) that intervals are less
	// sure than they say.
	LongMemory Caution = "long_memory"
	// CoStarted: something else began at about the same time. This package sees one
	// series and never says it; whoever knows the treatments does.
	CoStarted Caution = "costarted"
)

// Part names which of the inputs a [Shortage] is about.
type Part string

const (
	PartBefore  Part = "before"
	PartAfter   Part = "after"
	PartOutcome Part = "outcome"
	PartFactor  Part = "factor"
	PartPairs   Part = "pairs"
)

// ShortageKind is what there is too little of.
type ShortageKind string

const (
	FewDays     ShortageKind = "few_days"     // days in the part
	ManyMissing ShortageKind = "many_missing" // days with a value
	NoVariation ShortageKind = "no_variation" // every value is the same, or follows exactly from the rest
	FewPairs    ShortageKind = "few_pairs"    // pairs with enough logged
	FewWith     ShortageKind = "few_with"     // days with a factor, or days without it
	FewTogether ShortageKind = "few_together" // days on which both the factor and the outcome are known
)

// Shortage is why there is not enough to say something.
type Shortage struct {
	Kind ShortageKind
	Part Part
	Have int // what there is, in the unit of Kind; 0 for NoVariation
	Need int // what there must be; 0 for NoVariation
	// MoreDays is how many more days, a value logged on each, would be enough; 0
	// if more days alone do not promise it.
	MoreDays int
}

// Options are those of [Compare] and [Interrupt].
type Options struct {
	// LeaveOut is the number of days after the split that belong to neither phase,
	// for a treatment that takes a while to work or is started in steps. 0 or more.
	LeaveOut int
}
