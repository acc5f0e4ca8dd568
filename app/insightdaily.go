package app

import (
	"context"
	"fmt"
	"math"
	"slices"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// DailySeries is one value for each of consecutive civil days: what statistics
// and the charts that compare days are made of.
type DailySeries struct {
	Name string
	Part string // of a value of several parts, the first one: "Systolic"
	// Kind is that of its entries; of a treatment's doses [journal.KindDose].
	Kind  journal.Kind
	Scale journal.Scale
	Unit  string // as people write it
	// Labels are the words of ranks and answers, in order.
	Labels   []charts.ValueLabel
	Polarity journal.Polarity // never 0: Neutral where nobody said
	Absence  journal.Absence  // never 0: Unknown where nobody said
	// Merged says how several values of one day became one.
	Merged DayMerge
	// From is the day of Values[0]. A day of which nothing is known is NaN.
	From   journal.Date
	Values []float64
	// Written counts the days with a value that was written down, Assumed those
	// with a zero because nothing was written and the day was reviewed, or
	// because of the absence policy, or because no course ran.
	Written, Assumed int
	// Other counts the values that could not be used: in another unit, or words.
	Other int

	line    ChartSeries
	assumed map[journal.Date]bool
}

// DayMerge says how several values of one day become one.
type DayMerge string

// The ways: the mean of ratings and levels, the sum of what is counted, measured
// out or lasts, and yes if any of several answers is yes.
const (
	MergeMean DayMerge = "mean"
	MergeSum  DayMerge = "sum"
	MergeAny  DayMerge = "any"
)

// Len returns how many days there are.
func (s *DailySeries) Len() int { return len(s.Values) }

// To returns the last day; before From if there is none.
func (s *DailySeries) To() journal.Date { return s.From + journal.Date(len(s.Values)) - 1 }

// Known returns on how many days something is known.
func (s *DailySeries) Known() int { return s.Written + s.Assumed }

// Missing returns the share of days of which nothing is known, 0 to 1.
func (s *DailySeries) Missing() float64 {
	if len(s.Values) == 0 {
		return 1
	}
	return 1 - float64(s.Known())/float64(len(s.Values))
}

// On returns the value of a day, NaN outside of the series.
func (s *DailySeries) On(d journal.Date) float64 {
	if d < s.From || d > s.To() {
		return math.NaN()
	}
	return s.Values[d-s.From]
}

// Between returns the values of the days from from to to, both included, NaN
// where the series has none.
func (s *DailySeries) Between(from, to journal.Date) []float64 {
	values := make([]float64, 0, max(int(to-from)+1, 0))
	for d := from; d <= to; d++ {
		values = append(values, s.On(d))
	}
	return values
}

// YesNo reports that each value is 1 or 0, yes or no, so that a mean is a share
// of days.
func (s *DailySeries) YesNo() bool { return s.Scale == journal.YesNo }

// Text writes a value as a person reads it: 6.4/10, yes, mild, 72.5 kg.
func (s *DailySeries) Text(value float64) string { return s.line.Text(value) }

// Daily returns one value a day of what a name stands for in a record: a symptom,
// measure, factor, questionnaire or device's readings out of [App.Measures], what
// was only ever noted as present, or a treatment's doses. nil for from and to is
// the first or last day on which there is an entry. An [UnknownMeasureError] says
// that there is none of the name, [ErrChartRange] that from is after to.
//
// What is not written is not known, save for a zero where the absence policy of
// the definition says so; where nothing but presence is noted (the answer yes, or
// no value at all), on a day that was reviewed; and, of doses, also where they
// were skipped and on days before the first course began or after the last ended.
func (a *App) Daily(ctx context.Context, p Person, name string, from, to *journal.Date) (s *DailySeries, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		d, err := a.newDays(ctx, r)
		if err != nil {
			return err
		}
		s, err = d.named(ctx, name, from, to)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("daily values: %w", err)
	}
	return s, nil
}

// days makes daily series out of one record.
type days struct {
	app      *App
	r        *journal.Record
	today    journal.Date
	reviewed []journal.Date // by time
	doses    *doseDays      // nil until asked for
}

func (a *App) newDays(ctx context.Context, r *journal.Record) (*days, error) {
	d := &days{app: a, r: r, today: a.today()}
	q := journal.Query{Kinds: []journal.Kind{journal.KindDayReviewed}, Oldest: true}
	err := r.Each(ctx, q, func(e journal.Entry) error {
		d.reviewed = append(d.reviewed, e.When.Date)
		return nil
	})
	return d, err
}

// named finds what a name stands for.
func (d *days) named(ctx context.Context, name string, from, to *journal.Date) (*DailySeries, error) {
	if from != nil && to != nil && *from > *to {
		return nil, ErrChartRange
	}
	found, err := measures(ctx, d.r, name)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return d.measured(ctx, found[0], from, to)
	}
	s, err := d.present(ctx, d.spelled(ctx, name), from, to)
	if s != nil || err != nil {
		return s, err
	}
	if err := d.readDoses(ctx); err != nil {
		return nil, err
	}
	if t := d.doses.byName[journal.Fold(name)]; t != nil {
		return d.taken(t, from, to), nil
	}
	all, err := measures(ctx, d.r)
	if err != nil {
		return nil, err
	}
	return nil, unknownMeasure(name, all)
}

// newSeries is empty from from to to, as far as they are given, else from first
// to last.
func newSeries(s DailySeries, first, last journal.Date, from, to *journal.Date) *DailySeries {
	if from != nil {
		first = *from
	}
	if to != nil {
		last = *to
	}
	first = max(first, last-maxChartYears*366)
	s.From, s.Values = first, make([]float64, max(int(last-first)+1, 0))
	for i := range s.Values {
		s.Values[i] = math.NaN()
	}
	return &s
}

// measured makes the series of what has numbers, from the lines of the chart.
func (d *days) measured(ctx context.Context, m journal.Measured, from, to *journal.Date) (*DailySeries, error) {
	s := newSeries(DailySeries{Name: m.Name, Kind: m.Kind}, m.First, m.Last, from, to)
	if s.Len() == 0 {
		s.describe(d.app, nil)
		return s, nil
	}
	c := &seriesSet{}
	g := gatherer{measure: m, seriesOptions: seriesOptions{From: s.From, To: s.To(), Today: d.today, Lines: 1}, set: c}
	if err := g.read(ctx, d.r); err != nil {
		return nil, err
	}
	g.foldNo()
	main := g.main()
	if main == nil {
		s.describe(d.app, g.defs)
		s.Other = g.wordy
		return s, nil
	}
	g.line(main, true)
	line, points := c.Series[0], c.Outcomes[0].Points
	s.line = line
	s.Part, s.Kind, s.Scale, s.Unit, s.Labels = line.Part, line.Kind, line.Scale, line.Unit, line.Labels
	s.describe(d.app, g.defs)
	s.Merged = mergeOf(&line, g.defs)
	s.Other = g.wordy
	for _, grp := range g.groups {
		if grp != main && grp.part == "" { // the other parts of a blood pressure are no loss
			s.Other += len(grp.points)
		}
	}
	days := make([]oneDay, s.Len())
	for i, p := range points {
		info := line.Points[i]
		if at := int(info.Date - s.From); at >= 0 && at < len(days) && info.Precision <= journal.Day {
			days[at].add(p.Value, info.Assumed)
		}
	}
	for i := range days {
		s.set(i, days[i].merged(s.Merged), days[i].assumed)
	}
	if s.YesNo() {
		d.assumeNo(s, m.First)
	}
	return s, nil
}

// oneDay gathers the values of a day.
type oneDay struct {
	n, sum, most float64
	assumed      bool
}

func (o *oneDay) add(value float64, assumed bool) {
	if o.n == 0 || value > o.most {
		o.most = value
	}
	o.n++
	o.sum += value
	o.assumed = assumed
}

func (o *oneDay) merged(how DayMerge) float64 {
	switch {
	case o.n == 0:
		return math.NaN()
	case how == MergeSum:
		return o.sum
	case how == MergeAny:
		return o.most
	}
	return o.sum / o.n
}

// set keeps the value of day i, if it is one.
func (s *DailySeries) set(i int, value float64, assumed bool) {
	if math.IsNaN(value) || !math.IsNaN(s.Values[i]) {
		return
	}
	s.Values[i] = value
	if !assumed {
		s.Written++
		return
	}
	if s.assumed == nil {
		s.assumed = map[journal.Date]bool{}
	}
	s.assumed[s.From+journal.Date(i)] = true
	s.Assumed++
}

// assumedOn reports whether the value of a day stands for a day without an entry.
func (s *DailySeries) assumedOn(d journal.Date) bool { return s.assumed[d] }

// Within returns the days from from to to, both included; those of which the
// series has nothing are not known.
func (s *DailySeries) Within(from, to journal.Date) *DailySeries {
	part := *s
	part.From, part.Values, part.Written, part.Assumed = from, s.Between(from, to), 0, 0
	for i, v := range part.Values {
		switch {
		case math.IsNaN(v):
		case s.assumedOn(from + journal.Date(i)):
			part.Assumed++
		default:
			part.Written++
		}
	}
	return &part
}

// addedUnits are units in which the values of a day add up: of factors what is
// eaten, drunk, walked or spent. A level or rate is none.
var addedUnits = append(slices.Clone(summedUnits), "g", "mg", "ug", "mL", "ml", "cL", "dL", "L", "l", "[drink]", "[cup_us]", "s", "d")

// mergeOf says how the values of one day become one.
func mergeOf(line *ChartSeries, defs []journal.Definition) DayMerge {
	counted := slices.ContainsFunc(defs, func(d journal.Definition) bool { return d.Of == line.Kind && d.Scale == journal.Count })
	switch {
	case line.Scale == journal.YesNo:
		return MergeAny
	case line.Scale == journal.Duration || line.DayTotals || counted:
		return MergeSum
	case line.Kind == journal.KindFactor && line.Scale == journal.Quantity && slices.Contains(addedUnits, line.Unit):
		return MergeSum
	}
	return MergeMean
}

// describe fills in what the definition says.
func (s *DailySeries) describe(a *App, defs []journal.Definition) {
	s.Absence, s.Merged = journal.AbsenceUnknown, MergeMean
	var def *journal.Definition
	if i := slices.IndexFunc(defs, func(d journal.Definition) bool { return d.Of == s.Kind }); i >= 0 {
		def = &defs[i]
		s.Absence = max(def.Absence, journal.AbsenceUnknown)
	}
	s.Polarity = a.better(s.Kind, s.Name, def)
}

// assumeNo takes the answer no for the reviewed days from first on that have no
// answer: whoever says that a day is complete noted what there was.
func (d *days) assumeNo(s *DailySeries, first journal.Date) {
	for _, day := range d.reviewed {
		if day >= max(first, s.From) && day <= min(d.today, s.To()) {
			s.set(int(day-s.From), 0, true)
		}
	}
}

// present makes the series of what was only ever noted as there; nil if there is
// no symptom, measure or factor of the name.
func (d *days) present(ctx context.Context, name string, from, to *journal.Date) (*DailySeries, error) {
	there := map[journal.Date]bool{}
	var first, last journal.Date
	kind := journal.Kind(0)
	err := d.r.Readings(ctx, name, journal.Span{}, func(r *journal.Reading) error {
		if r.Precision > journal.Day || r.Kind == journal.KindResponse {
			return nil
		}
		if len(there) == 0 {
			first, last, kind = r.Date, r.Date, r.Kind
		}
		first, last = min(first, r.Date), max(last, r.Date)
		there[r.Date] = true
		return nil
	})
	if err != nil || len(there) == 0 {
		return nil, err
	}
	defs, err := d.r.DefinitionsOf(ctx, name)
	if err != nil {
		return nil, err
	}
	s := newSeries(DailySeries{Name: name, Kind: kind, Scale: journal.YesNo}, first, last, from, to)
	s.describe(d.app, defs)
	s.Merged = MergeAny
	s.answers()
	for day := range there {
		if day >= s.From && day <= s.To() {
			s.set(int(day-s.From), 1, false)
		}
	}
	if s.Absence == journal.AbsenceZero {
		for day := max(first, s.From); day <= min(d.today, s.To()); day++ {
			s.set(int(day-s.From), 0, true)
		}
	}
	d.assumeNo(s, first)
	return s, nil
}

// answers makes the values read as yes and no.
func (s *DailySeries) answers() {
	s.Labels = []charts.ValueLabel{{Value: 0, Text: words.Text("chart.no")}, {Value: 1, Text: words.Text("chart.yes")}}
	s.line = ChartSeries{Measure: s.Name, Kind: s.Kind, Scale: s.Scale, Labels: s.Labels}
}
