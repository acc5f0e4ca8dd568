package insight

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
)

const (
	// MinScanDays is how many days [Scan] needs.
	MinScanDays = 2 * MinPhaseDays
	// MinWith is on how many days a factor must differ from its usual value.
	MinWith = 5
	// shiftsWanted is how many shifts p-values rest on, at least.
	shiftsWanted = 2500
)

// Factor is something that may go with the outcome: 1 and 0 for yes and no, or an
// amount; NaN where it is not known.
type Factor struct {
	Name   string // for the caller; not read here
	Values []float64
}

// ScanOptions are those of [Scan].
type ScanOptions struct {
	// Lags are how many days the factor comes before the outcome, each 0 to
	// [MaxLag]; nil is all of them.
	Lags []int
	// Alpha is the family-wise level at which a finding is one; 0 is 0.05.
	Alpha float64
	// Seed chooses the rearrangements. The same seed gives the same answer.
	Seed uint64
	// Progress, if not nil, is called after each factor, by one goroutine at a time.
	Progress func(done, total int)

	onlyScores bool // no differences and intervals: tests need thousands of scans
}

// Finding is one factor at one lag.
type Finding struct {
	Factor, Lag int // index into the factors; days that the factor comes before the outcome
	N           int // days of the outcome for which both are known
	With        int // of these, days with the larger value, if a factor has two; else N
	Missing     float64
	Correlation float64 // Pearson's, -1 to 1
	// Difference is how the outcome differs on days with the factor from days
	// without; if PerSD, for one standard deviation more of it. What a straight line
	// through the whole time explains is not counted.
	Difference float64
	PerSD      bool
	Interval   Interval // 95%, of Difference, for who asked only for this factor and lag
	Joint      Interval // with level 1-Alpha for all factors and lags together
	P          float64  // of this factor and lag alone, by circular shifts
	Familywise float64  // of the strongest of all being as strong as this
	Found      bool     // Familywise <= Alpha
}

// Omitted is a factor that could not be looked at.
type Omitted struct {
	Factor int
	Why    []Shortage
}

// Scanned is the answer of [Scan].
type Scanned struct {
	Outcome  Phase
	Findings []Finding // every factor and lag that was looked at, strongest first
	LeftOut  []Omitted // by factor
	Rho      float64   // autocorrelation of the outcome
	Shifts   int       // that the p-values rest on
	Cautions []Caution
	Enough   bool       // if false, only Outcome, LeftOut and Why say anything
	Why      []Shortage // what lacks, if Enough is false
}

// Scan looks for factors that go with the outcome, on the same day or up to
// [MaxLag] days before it, and keeps the chance of one false finding among all of
// them at Alpha. All series have the length of the outcome. The outcome needs
// [MinScanDays], at most [MaxMissing] missing; a factor at most that, and [MinWith]
// days that differ from its usual value. It uses all processors. Errors are
// [ErrValue], [ErrRange] and that of ctx.
func Scan(ctx context.Context, outcome []float64, factors []Factor, o ScanOptions) (Scanned, error) {
	o, err := o.checked(outcome, factors)
	if err != nil {
		return Scanned{}, fmt.Errorf("scan: %w", err)
	}
	s := Scanned{Outcome: phaseOf(outcome)}
	if s.Why = s.Outcome.shortages(PartOutcome); len(outcome) < MinScanDays {
		s.Why = slices.DeleteFunc(s.Why, func(w Shortage) bool { return w.Kind == FewDays })
		few := Shortage{Kind: FewDays, Part: PartOutcome, Have: len(outcome), Need: MinScanDays, MoreDays: MinScanDays - len(outcome)}
		s.Why = slices.Insert(s.Why, 0, few)
	}
	if len(s.Why) > 0 {
		return s, nil
	}
	length := circleLength(len(outcome))
	c, rho, ok := newCircle(outcome, length)
	if !ok {
		s.Why = []Shortage{{Kind: NoVariation, Part: PartOutcome}}
		return s, nil
	}
	r := rand.New(rand.NewPCG(o.Seed, 0x6b697468))
	chains := []chain{c.weighed(rho)}
	for len(chains)*length < shiftsWanted {
		chains = append(chains, c.rearranged(len(outcome), r).weighed(rho))
	}
	found, err := scanAll(ctx, outcome, factors, o, newShifter(chains))
	if err != nil {
		return Scanned{}, fmt.Errorf("scan: %w", err)
	}
	s.Rho, s.Shifts = rho, len(found.strongest)
	if longMemory(rho, outcome) {
		s.Cautions = []Caution{LongMemory}
	}
	s.Findings, s.LeftOut = found.judged(o.Alpha, len(o.Lags)), found.leftOut
	s.Enough = len(s.Findings) > 0
	if !s.Enough {
		s.Why = found.shortage()
	}
	return s, nil
}

func (o ScanOptions) checked(outcome []float64, factors []Factor) (ScanOptions, error) {
	if err := checkValues("outcome", outcome); err != nil {
		return o, err
	}
	for i, f := range factors {
		if len(f.Values) != len(outcome) {
			return o, fmt.Errorf("%w: factor %d has %d days, the outcome %d", ErrRange, i, len(f.Values), len(outcome))
		}
		if err := checkValues(fmt.Sprintf("factor %d", i), f.Values); err != nil {
			return o, err
		}
	}
	if o.Alpha == 0 {
		o.Alpha = 0.05
	}
	if !(o.Alpha > 0 && o.Alpha < 1) {
		return o, fmt.Errorf("%w: level %v", ErrRange, o.Alpha)
	}
	if o.Lags == nil {
		for lag := range MaxLag + 1 {
			o.Lags = append(o.Lags, lag)
		}
	}
	o.Lags = slices.Clone(o.Lags)
	slices.Sort(o.Lags)
	o.Lags = slices.Compact(o.Lags)
	if len(o.Lags) == 0 || o.Lags[0] < 0 || o.Lags[len(o.Lags)-1] > MaxLag {
		return o, fmt.Errorf("%w: lags %v", ErrRange, o.Lags)
	}
	return o, nil
}

// scores is what is gathered while factors are looked at.
type scores struct {
	findings  []scored
	leftOut   []Omitted
	strongest []float64 // of each shift, the largest |t| among all factors and lags
}

type scored struct {
	Finding
	t, se     float64 // studentised; the standard error of Difference
	low, unit float64 // the factor's value from which Difference counts, and for how much more of it
}

// scanAll looks at each factor, several at a time. What comes out does not depend on
// how many.
func scanAll(ctx context.Context, outcome []float64, factors []Factor, o ScanOptions, sh *shifter) (*scores, error) {
	all := &scores{strongest: make([]float64, sh.shifts(o.Lags))}
	var (
		mu         sync.Mutex
		next, done int
		wait       sync.WaitGroup
	)
	for range min(runtime.GOMAXPROCS(0), len(factors)) {
		wait.Go(func() {
			w := sh.worker()
			for {
				mu.Lock()
				i := next
				next++
				mu.Unlock()
				if i >= len(factors) || ctx.Err() != nil {
					break
				}
				findings, why := w.look(outcome, i, factors[i].Values, o)
				mu.Lock()
				all.findings = append(all.findings, findings...)
				if len(findings) == 0 {
					all.leftOut = append(all.leftOut, Omitted{i, why})
				}
				done++
				if o.Progress != nil {
					o.Progress(done, len(factors))
				}
				mu.Unlock()
			}
			mu.Lock()
			defer mu.Unlock()
			for i, t := range w.strongest {
				all.strongest[i] = max(all.strongest[i], t)
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	slices.SortFunc(all.leftOut, func(a, b Omitted) int { return a.Factor - b.Factor })
	return all, nil
}

// judged gives each finding its family-wise p-value and orders them.
func (s *scores) judged(alpha float64, lags int) []Finding {
	sorted := slices.Sorted(slices.Values(s.strongest))
	n := len(sorted)
	// One peak of chance is met by as many shifts as there are lags, so that the diary
	// as it is counts for as many. Found is what so many shifts at most reach:
	most := max(0, int(alpha*float64(n+lags)+1e-9)-lags)
	critical := sorted[n-most-1]
	slices.SortFunc(s.findings, func(a, b scored) int {
		return cmp.Or(-cmp.Compare(math.Abs(a.t), math.Abs(b.t)), a.Factor-b.Factor, a.Lag-b.Lag)
	})
	findings := make([]Finding, len(s.findings))
	for i, f := range s.findings {
		strength := math.Abs(f.t)
		below, _ := slices.BinarySearch(sorted, strength)
		f.Familywise = float64(lags+n-below) / float64(lags+n)
		f.Found = f.Familywise <= alpha
		// The standard error that goes with t, so that the interval holds 0 just if
		// this is no finding.
		se := f.se
		if strength > 1 {
			se = math.Abs(f.Difference) / strength
		}
		f.Joint = Interval{f.Difference - critical*se, f.Difference + critical*se}
		findings[i] = f.Finding
	}
	return findings
}

// shortage says what all factors lack.
func (s *scores) shortage() []Shortage {
	var why []Shortage
	for _, o := range s.leftOut {
		for _, w := range o.Why {
			if !slices.Contains(why, w) {
				why = append(why, w)
			}
		}
	}
	return why
}
