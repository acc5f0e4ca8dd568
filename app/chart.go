package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"kith/charts"
	"kith/journal"
)

// MaxChartMeasures is how many measures stand on one chart.
const MaxChartMeasures = 2

// ChartOptions say what to put on a chart.
type ChartOptions struct {
	Person Person
	// Measures are names out of [App.Measures]; none is the first of them.
	Measures []string
	// From and To are civil dates, both included. nil is the first or last day
	// on which there is an entry.
	From, To *journal.Date
	// NoEvents leaves out what happened: life events, appointments, the beginnings
	// of conditions.
	NoEvents bool
}

// Chart is how somebody fared above what they took, over a range of days.
type Chart struct {
	Person Person
	// From and To are the first and last civil date that is shown.
	From, To journal.Date
	// Measures are what was asked for, with all that there is of them.
	Measures []journal.Measured
	// Series are the lines, none to two; of a blood pressure both belong to one
	// measure.
	Series     []ChartSeries
	Treatments []ChartTreatment
	Flares     []ChartFlare
	Events     []ChartEvent
	// LeftOut says in words what is not shown, and why.
	LeftOut []string
	// Timeline is the picture: Series[i] is Timeline.Outcomes[i], Treatments[i]
	// is Timeline.Lanes[i], Flares[i] is Timeline.Bands[i], Events[i] is
	// Timeline.Marks[i]. Its times are what clocks showed there and then, written as
	// UTC.
	Timeline *charts.Timeline
}

// Errors about charts.
var (
	ErrNoSuchMeasure = errors.New("no such measure")
	ErrChartMeasures = errors.New("more than two measures for one chart")
	ErrChartRange    = errors.New("the first day is after the last")
)

// UnknownMeasureError says that there are no readings of a name, and of what
// there are.
type UnknownMeasureError struct {
	Name string
	Near []string // at most five
	Some []string // the first few that there are
	All  int
}

// Error implements error.
func (e *UnknownMeasureError) Error() string { return fmt.Sprintf("%q: %v", e.Name, ErrNoSuchMeasure) }

// Is makes it an [ErrNoSuchMeasure].
func (e *UnknownMeasureError) Is(target error) bool { return target == ErrNoSuchMeasure }

// Measures returns what can be put on a chart of a person: what matters most for
// a chart, symptoms before measures before all else, and of a kind the most used
// first.
func (a *App) Measures(ctx context.Context, p Person) ([]journal.Measured, error) {
	var list []journal.Measured
	err := a.with(ctx, p, func(r *journal.Record) (err error) {
		list, err = measures(ctx, r)
		return err
	})
	return list, err
}

func measures(ctx context.Context, r *journal.Record, names ...string) ([]journal.Measured, error) {
	list, err := r.Measured(ctx, names...)
	slices.SortStableFunc(list, func(x, y journal.Measured) int {
		if d := chartRank(x.Kind) - chartRank(y.Kind); d != 0 {
			return d
		}
		return int(y.Entries - x.Entries)
	})
	return list, err
}

func chartRank(k journal.Kind) int {
	return slices.Index([]journal.Kind{journal.KindSymptom, journal.KindMeasure, journal.KindResponse, journal.KindSamples, journal.KindFactor}, k)
}

// Chart gathers a chart. A person without readings has an empty one. It fails
// with an [UnknownMeasureError], [ErrChartMeasures] or [ErrChartRange].
func (a *App) Chart(ctx context.Context, o ChartOptions) (*Chart, error) {
	var c *Chart
	err := a.with(ctx, o.Person, func(r *journal.Record) (err error) {
		c, err = chartOf(ctx, r, o, a.today())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	return c, nil
}

func chartOf(ctx context.Context, r *journal.Record, o ChartOptions, today journal.Date) (*Chart, error) {
	c := &Chart{Person: o.Person}
	if err := c.choose(ctx, r, o); err != nil {
		return nil, err
	}
	if err := c.gather(ctx, r, today); err != nil {
		return nil, err
	}
	if !o.NoEvents {
		if err := c.gatherEvents(ctx, r); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (a *App) today() journal.Date { return journal.At(a.Now()).Date }

func (c *Chart) choose(ctx context.Context, r *journal.Record, o ChartOptions) (err error) {
	if len(o.Measures) > MaxChartMeasures {
		return ErrChartMeasures
	}
	if c.Measures, err = chooseMeasures(ctx, r, o.Measures, 1); err != nil {
		return err
	}
	c.From, c.To, err = chooseRange(ctx, r, c.Measures, o.From, o.To)
	return err
}

// chooseMeasures returns the measures of some names, each once; of no names the
// first few of all.
func chooseMeasures(ctx context.Context, r *journal.Record, names []string, usual int) (chosen []journal.Measured, err error) {
	all, err := measures(ctx, r, names...)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return all[:min(usual, len(all))], nil
	}
	for _, name := range names {
		i := slices.IndexFunc(all, func(m journal.Measured) bool { return journal.Fold(m.Name) == journal.Fold(name) })
		if i < 0 {
			if all, err = measures(ctx, r); err != nil {
				return nil, err
			}
			return nil, unknownMeasure(name, all)
		}
		if !slices.Contains(chosen, all[i]) {
			chosen = append(chosen, all[i])
		}
	}
	return chosen, nil
}

func namesOf(list []journal.Measured) (names []string) {
	for _, m := range list {
		names = append(names, m.Name)
	}
	return names
}

func unknownMeasure(name string, all []journal.Measured) error {
	e := &UnknownMeasureError{Name: name, All: len(all)}
	people := make([]Person, len(all)) // what is near a name is the same for both
	for i, m := range all {
		people[i].Name = m.Name
		if i < 8 {
			e.Some = append(e.Some, m.Name)
		}
	}
	e.Near = nearNames(people, name)
	return e
}

// maxChartYears is the widest range that package charts draws.
const maxChartYears = 199

// chooseRange returns the days to show. An end that is nil is where the entries
// of the measures begin or end; without measures, where those of treatments do.
func chooseRange(ctx context.Context, r *journal.Record, of []journal.Measured, from, to *journal.Date) (first, last journal.Date, err error) {
	first, last, any := measuredSpan(of)
	if !any {
		if first, last, any, err = treatedSpan(ctx, r); err != nil {
			return 0, 0, err
		}
	}
	switch {
	case any:
	case to != nil:
		first, last = *to, *to
	case from != nil:
		first, last = *from, *from
	}
	if from != nil {
		first = *from
	}
	if to != nil {
		last = *to
	}
	if first > last {
		switch { // what there is lies outside of a range with one open end
		case from == nil:
			first = last
		case to == nil:
			last = first
		default:
			return 0, 0, ErrChartRange
		}
	}
	return max(first, last-maxChartYears*365), last, nil
}

// Span returns the days on which there are entries of what was asked for,
// whatever the range of the chart; ok is false if there are none.
func (c *Chart) Span() (first, last journal.Date, ok bool) { return measuredSpan(c.Measures) }

func measuredSpan(of []journal.Measured) (first, last journal.Date, ok bool) {
	for i, m := range of {
		if i == 0 {
			first, last = m.First, m.Last
		}
		first, last = min(first, m.First), max(last, m.Last)
	}
	return first, last, len(of) > 0
}

// Empty reports that there is nothing to see in the range.
func (c *Chart) Empty() bool {
	return c.Points() == 0 && len(c.Treatments)+len(c.Flares)+len(c.Events) == 0
}

// Points returns how many points there are in all.
func (c *Chart) Points() (n int) {
	for _, o := range c.Timeline.Outcomes {
		n += len(o.Points)
	}
	return n
}

// Days returns how many civil dates the range has.
func (c *Chart) Days() int { return int(c.To-c.From) + 1 }

func (c *Chart) span() journal.Span { return journal.Span{From: &c.From, To: &c.To} }

func (c *Chart) gather(ctx context.Context, r *journal.Record, today journal.Date) error {
	c.Timeline = &charts.Timeline{From: c.From.Midnight(), To: (c.To + 1).Midnight(), Words: chartWords()}
	lines := MaxChartMeasures
	if len(c.Measures) > 1 {
		lines = 1
	}
	set, err := gatherSeries(ctx, r, c.Measures, seriesOptions{From: c.From, To: c.To, Today: today, Lines: lines})
	if err != nil {
		return err
	}
	c.Series, c.Timeline.Outcomes, c.LeftOut = set.Series, set.Outcomes, set.LeftOut
	c.shareAxis()
	c.widen()
	if err := c.gatherTreatments(ctx, r); err != nil {
		return err
	}
	return c.gatherFlares(ctx, r)
}

// widen makes room for what belongs to the first or last day by its civil date
// and was a little outside of it by the clock: a day ends at four in the morning.
func (c *Chart) widen() {
	for _, o := range c.Timeline.Outcomes {
		if n := len(o.Points); n > 0 {
			if first := o.Points[0].At; first.Before(c.Timeline.From) {
				c.Timeline.From = first
			}
			if last := o.Points[n-1].At; !last.Before(c.Timeline.To) {
				c.Timeline.To = last.Add(time.Minute)
			}
		}
	}
}

// shareAxis gives two lines in one unit the same ends, so that they can be
// compared.
func (c *Chart) shareAxis() {
	if len(c.Series) != 2 || c.Series[0].Unit != c.Series[1].Unit || c.Series[0].Scale != c.Series[1].Scale {
		return
	}
	a, b := &c.Timeline.Outcomes[0], &c.Timeline.Outcomes[1]
	if a.Low != nil || b.Low != nil || len(a.Points) == 0 || len(b.Points) == 0 {
		return
	}
	low, high := a.Points[0].Value, a.Points[0].Value
	for _, o := range []*charts.Outcome{a, b} {
		for _, p := range o.Points {
			low, high = min(low, p.Value), max(high, p.Value)
		}
	}
	if low < high {
		step := math.Pow10(int(math.Floor(math.Log10(high-low)))) / 5
		low, high = math.Floor(low/step)*step, math.Ceil(high/step)*step
		a.Low, a.High, b.Low, b.High = &low, &high, &low, &high
	}
}
