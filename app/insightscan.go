package app

import (
	"context"
	"slices"

	"kith/journal"
	"kith/journal/insight"
)

// InsightScan is a search through everything that may go with a measure.
type InsightScan struct {
	// From and To are the first and last day that count.
	From, To journal.Date
	// Lags are by how many days the one came before the other.
	Lags []int
	// Factors are what was looked at; the numbers in Scanned count in it.
	Factors []*DailySeries
	Scanned insight.Scanned
	// Shown are the findings to read: the strongest ten of what stood out, and the
	// strongest few of the others.
	Shown []InsightFinding
}

// InsightFinding is one finding, in words.
type InsightFinding struct {
	insight.Finding
	Name string
	// Verdict is which way the measure went: worse, better, higher, lower.
	Verdict InsightVerdict
	// Text says it in a sentence; Change is the difference, Range what it may be,
	// Days of how many days, and Chance how often chance does as much.
	Text, When, Change, Range, Days, Chance string
}

// Found counts what stood out.
func (s *InsightScan) Found() (n int) {
	for i := range s.Scanned.Findings {
		if s.Scanned.Findings[i].Found {
			n++
		}
	}
	return n
}

const (
	// shownFound is how many findings that stood out are shown.
	shownFound = 10
	// shownRest is how many findings that did not stand out are shown.
	shownRest = 5
	// scanSeed makes the same question of the same record have the same answer.
	scanSeed = 6
	// Of a thousand steps of progress, what reading the record takes.
	scanSteps, readSteps = 1000, 300
)

func (d *days) askScan(ctx context.Context, x *Insight, o InsightOptions) error {
	s := &InsightScan{From: x.Measure.From, To: x.Measure.To(), Lags: []int{0}}
	x.Scan = s
	if o.Question == InsightBefore {
		s.Lags = nil
		for lag := 1; lag <= insight.MaxLag; lag++ {
			s.Lags = append(s.Lags, lag)
		}
	}
	if o.To != nil {
		s.To = *o.To
	}
	if o.From != nil {
		s.From = *o.From
	} else {
		s.From, s.To = x.Measure.stretch(s.From, s.To, insight.MinScanDays)
	}
	progress := func(done, total int) {
		if o.Progress != nil {
			o.Progress(done, total)
		}
	}
	var err error
	if s.Factors, err = d.factors(ctx, x.Measure, func(done, total int) { progress(done*readSteps/max(total, 1), scanSteps) }); err != nil {
		return err
	}
	factors := make([]insight.Factor, len(s.Factors))
	for i, f := range s.Factors {
		factors[i] = insight.Factor{Name: f.Name, Values: f.Between(s.From, s.To)}
	}
	s.Scanned, err = insight.Scan(ctx, x.Measure.Between(s.From, s.To), factors, insight.ScanOptions{
		Lags: s.Lags, Seed: scanSeed,
		Progress: func(done, total int) { progress(readSteps+done*(scanSteps-readSteps)/max(total, 1), scanSteps) },
	})
	if err != nil {
		return err
	}
	switch {
	case !s.Scanned.Enough:
		x.Verdict = VerdictNotEnough
		for _, w := range s.Scanned.Why {
			if w.Part == insight.PartOutcome { // what factors lack is said with their names
				x.Short = append(x.Short, w)
			}
		}
	case len(s.Scanned.Findings) == 0:
		x.Verdict = VerdictNotEnough
	case s.Found() == 0:
		x.Verdict = VerdictNoneFound
	default:
		x.Verdict = VerdictFound
	}
	x.sayScan()
	return nil
}

// factors returns everything else that has values by day: what is measured or
// noted, and doses.
func (d *days) factors(ctx context.Context, outcome *DailySeries, progress func(done, total int)) ([]*DailySeries, error) {
	all, err := measures(ctx, d.r)
	if err != nil {
		return nil, err
	}
	names := []string{}
	var list []*DailySeries
	for i, m := range all {
		names = append(names, m.Name)
		if journal.Fold(m.Name) != journal.Fold(outcome.Name) {
			s, err := d.measured(ctx, m, nil, nil)
			if err != nil {
				return nil, err
			}
			list = append(list, s)
		}
		progress(i, len(all)+1)
	}
	present, err := d.everPresent(ctx, append(names, outcome.Name))
	if err != nil {
		return nil, err
	}
	list = append(list, present...)
	if err := d.readDoses(ctx); err != nil {
		return nil, err
	}
	for _, t := range d.doses.list {
		taken := func(s *DailySeries) bool { return journal.Fold(s.Name) == journal.Fold(t.name) }
		if len(t.days) > 0 && !taken(outcome) && !slices.ContainsFunc(list, taken) {
			list = append(list, d.taken(t, nil, nil))
		}
	}
	progress(1, 1)
	return list, nil
}
