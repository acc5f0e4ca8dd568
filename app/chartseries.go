package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
	"kith/journal/units"
)

// ChartSeries says what the points of one line are.
type ChartSeries struct {
	Measure string // its name
	Part    string // of a value of several parts: "Systolic"
	Kind    journal.Kind
	// Scale is how the values are measured. Seconds are shown in minutes or
	// hours, which Unit says then.
	Scale journal.Scale
	Unit  string // as people write it: mmHg, °C
	// Labels are the words of ranks and answers, in order.
	Labels []charts.ValueLabel
	// Points says more about each point of the line.
	Points []ChartPoint
	// Days is how many civil dates have a point that was written down.
	Days int
	// NoValue is how many entries in the range say only that it was there.
	NoValue int
	// Assumed is how many points stand for a day without an entry, as the
	// definition of the measure wants it.
	Assumed int
	// Bounds is how many points are only a bound, such as less than 5.
	Bounds int
	// DayTotals says that a point is the sum of a device's readings of a day.
	DayTotals bool
}

// ChartPoint is what is known about a point beside its time and value.
type ChartPoint struct {
	Entry     journal.ID // zero for a total or an assumed zero
	Date      journal.Date
	Offset    int32 // seconds east of UTC
	Precision journal.Precision
	Bound     byte // '<', '>' or 0
	Assumed   bool
}

// seriesOptions say what lines to make.
type seriesOptions struct {
	From, To journal.Date // civil dates, both included
	Today    journal.Date // no zero is assumed after it
	Lines    int          // that a measure may have: a blood pressure has two
}

// seriesSet is the lines of some measures, and what of them is not drawn.
type seriesSet struct {
	Series   []ChartSeries
	Outcomes []charts.Outcome // Outcomes[i] is Series[i]
	LeftOut  []string
}

// gatherSeries makes the lines of measures. A measure without a reading in the
// range has an empty one.
func gatherSeries(ctx context.Context, r *journal.Record, of []journal.Measured, o seriesOptions) (*seriesSet, error) {
	set := &seriesSet{}
	for _, m := range of {
		g := gatherer{measure: m, seriesOptions: o, set: set, several: len(of) > 1}
		if err := g.read(ctx, r); err != nil {
			return nil, err
		}
		g.add()
	}
	return set, nil
}

// gatherer makes the lines of one measure.
type gatherer struct {
	measure journal.Measured
	seriesOptions
	set     *seriesSet
	several bool // measures on one chart

	groups  []*group
	last    *group // most readings are of the same group as the one before
	defs    []journal.Definition
	seen    map[journal.Date]bool // days with an entry
	day     journal.Date          // the one noted last
	noValue int
	wordy   int // values without a number
}

// group is the readings that can stand on one axis.
type group struct {
	groupKey
	kind   journal.Kind
	points []gathered
	labels map[float64]string
	total  bool
}

type groupKey struct {
	scale journal.Scale
	unit  string
	part  string
}

type gathered struct {
	charts.Point
	info ChartPoint
}

func (g *gatherer) group(kind journal.Kind, key groupKey) *group {
	if key.scale == journal.Count {
		key.scale = journal.Quantity // a number is a number
	}
	if g.last != nil && g.last.groupKey == key {
		return g.last
	}
	i := slices.IndexFunc(g.groups, func(have *group) bool { return have.groupKey == key })
	if i < 0 {
		i = len(g.groups)
		g.groups = append(g.groups, &group{groupKey: key, kind: kind, labels: map[float64]string{}})
	}
	g.last = g.groups[i]
	return g.last
}

func (g *gatherer) read(ctx context.Context, r *journal.Record) (err error) {
	if g.defs, err = r.DefinitionsOf(ctx, g.measure.Name); err != nil {
		return err
	}
	g.seen = map[journal.Date]bool{}
	if err := r.Readings(ctx, g.measure.Name, journal.Span{From: &g.From, To: &g.To}, func(reading *journal.Reading) error {
		g.reading(reading)
		return nil
	}); err != nil {
		return err
	}
	if err := g.readSamples(ctx, r); err != nil {
		return err
	}
	return g.assume(ctx, r)
}

func (g *gatherer) reading(r *journal.Reading) {
	if r.Date != g.day || len(g.seen) == 0 {
		g.day = r.Date
		g.seen[r.Date] = true
	}
	v := r.Value
	if v == nil {
		g.noValue++
		return
	}
	at := r.Time.Add(time.Duration(r.Offset) * time.Second)
	info := ChartPoint{Entry: r.ID, Date: r.Date, Offset: int32(r.Offset), Precision: r.Precision}
	if v.Comparator != "" {
		info.Bound = v.Comparator[0]
	}
	for _, part := range v.Parts {
		grp := g.group(r.Kind, groupKey{v.Scale, part.Unit, part.Name})
		grp.points = append(grp.points, gathered{charts.Point{At: at, Value: part.Number.Float()}, info})
	}
	number, ok := g.number(r.Kind, v)
	if !ok {
		if len(v.Parts) == 0 {
			g.wordy++
		}
		return
	}
	grp := g.group(r.Kind, groupKey{scale: v.Scale, unit: v.Unit})
	if v.Label != "" {
		grp.labels[number] = v.Label
	}
	grp.points = append(grp.points, gathered{charts.Point{At: at, Value: number}, info})
}

// number returns the height of a value on its axis; of a rank in words it is
// the place among the anchors of the definition.
func (g *gatherer) number(kind journal.Kind, v *journal.Value) (float64, bool) {
	if v.Number != nil {
		return v.Number.Float(), true
	}
	if v.Scale != journal.Ordinal {
		return 0, false
	}
	for _, d := range g.defs {
		for i, anchor := range d.Anchors {
			if d.Of == kind && journal.Fold(anchor) == journal.Fold(v.Label) {
				return float64(d.First + i), true
			}
		}
	}
	return 0, false
}

// summedUnits are the units in which the readings of a device are parts of a
// day's total: steps, distance, energy, time. A rate or a level is none.
var summedUnits = []string{"", "{count}", "{steps}", "1", "km", "m", "[mi_i]", "kcal", "kJ", "min", "h"}

// readSamples reads what devices counted. Parts of a total are summed for each
// day; where several devices counted the same day, the largest total stands,
// because most of them count the same steps.
func (g *gatherer) readSamples(ctx context.Context, r *journal.Record) error {
	type daySource struct {
		date         journal.Date
		unit, source string
	}
	totals := map[daySource]float64{}
	err := r.Segments(ctx, g.measure.Name, journal.Span{From: &g.From, To: &g.To}, func(e *journal.Entry, s *journal.Segment) error {
		g.seen[e.When.Date] = true
		if slices.Contains(summedUnits, s.Unit) {
			totals[daySource{e.When.Date, s.Unit, e.Source}] += s.Sum
			return nil
		}
		samples, err := s.Unpack()
		if err != nil {
			return err
		}
		grp := g.group(journal.KindSamples, groupKey{scale: journal.Quantity, unit: s.Unit})
		info := ChartPoint{Entry: e.ID, Date: e.When.Date, Offset: int32(e.When.Offset), Precision: journal.Instant}
		for _, sample := range samples {
			at := sample.Start.Add(time.Duration(e.When.Offset) * time.Second)
			grp.points = append(grp.points, gathered{charts.Point{At: at, Value: sample.Value.Float()}, info})
		}
		return nil
	})
	if err != nil {
		return err
	}
	largest := map[daySource]float64{}
	for k, sum := range totals {
		k.source = ""
		largest[k] = max(largest[k], sum)
	}
	for k, sum := range largest {
		grp := g.group(journal.KindSamples, groupKey{scale: journal.Quantity, unit: k.unit})
		grp.total = true
		grp.points = append(grp.points, gathered{charts.Point{At: noon(k.date), Value: sum},
			ChartPoint{Date: k.date, Precision: journal.Day}})
	}
	return nil
}

func noon(d journal.Date) time.Time { return d.Midnight().Add(12 * time.Hour) }

// add puts the lines of the measure on the chart and says what is left out.
func (g *gatherer) add() {
	g.foldNo()
	room := g.Lines
	main := g.main()
	if main == nil {
		main = &group{groupKey: groupKey{scale: journal.Quantity}, kind: g.measure.Kind}
		g.groups = append(g.groups, main)
	}
	for _, grp := range g.groups {
		same := grp.part != "" && main.part != "" && grp.unit == main.unit
		if grp == main || same && room > 0 && grp != main {
			room--
			g.line(grp, grp == main)
			continue
		}
		name := firstOf(grp.part, g.measure.Name)
		g.set.LeftOut = append(g.set.LeftOut, words.Text("chart.left_out.unit",
			words.Count(int64(len(grp.points)), "value"), name, grp.inWords(), main.inWords()))
	}
	if g.wordy > 0 {
		g.set.LeftOut = append(g.set.LeftOut, words.Text("chart.left_out.words", words.Count(int64(g.wordy), "value"), g.measure.Name))
	}
}

// main returns the group with the most points, the first of several; nil if
// there is none.
func (g *gatherer) main() (most *group) {
	for _, grp := range g.groups {
		if most == nil || len(grp.points) > len(most.points) {
			most = grp
		}
	}
	return most
}

// foldNo takes the answer no for a symptom that is rated as the rating 0: it was
// looked for and not there. A plain yes has no rating.
func (g *gatherer) foldNo() {
	rated := slices.IndexFunc(g.groups, func(grp *group) bool { return grp.scale == journal.NRS && grp.kind == journal.KindSymptom })
	answers := slices.IndexFunc(g.groups, func(grp *group) bool { return grp.scale == journal.YesNo && grp.kind == journal.KindSymptom })
	if rated < 0 || answers < 0 {
		return
	}
	for _, p := range g.groups[answers].points {
		if p.Value == 0 {
			g.groups[rated].points = append(g.groups[rated].points, p)
		} else {
			g.noValue++
		}
	}
	g.groups = slices.Delete(g.groups, answers, answers+1)
}

// assume adds the zeros of days without an entry where the definition says so.
func (g *gatherer) assume(ctx context.Context, r *journal.Record) error {
	main, kind := g.main(), g.measure.Kind
	if main != nil {
		kind = main.kind
	}
	i := slices.IndexFunc(g.defs, func(d journal.Definition) bool { return d.Of == kind })
	if i < 0 || g.defs[i].Absence <= journal.AbsenceUnknown {
		return nil
	}
	if main == nil {
		main = g.group(kind, groupKey{scale: g.defs[i].Scale, unit: g.defs[i].Unit})
	}
	ranks := main.scale == journal.Ordinal
	if main.part != "" || main.scale == journal.Text || ranks && (g.defs[i].First != 0 || len(g.defs[i].Anchors) == 0) {
		return nil
	}
	first, last := max(g.From, g.measure.First), min(g.To, g.Today)
	zero := func(d journal.Date) {
		if !g.seen[d] && d >= first && d <= last {
			g.seen[d] = true
			main.points = append(main.points, gathered{charts.Point{At: noon(d)}, ChartPoint{Date: d, Precision: journal.Day, Assumed: true}})
		}
	}
	switch g.defs[i].Absence {
	case journal.AbsenceZero:
		for d := first; d <= last; d++ {
			zero(d)
		}
	case journal.AbsenceZeroIfReviewed:
		q := journal.Query{Kinds: []journal.Kind{journal.KindDayReviewed}, From: &first, To: &last}
		return r.Each(ctx, q, func(e journal.Entry) error {
			zero(e.When.Date)
			return nil
		})
	}
	return nil
}

// line puts a group on the chart.
func (g *gatherer) line(grp *group, main bool) {
	if !slices.IsSortedFunc(grp.points, byTime) {
		slices.SortStableFunc(grp.points, byTime)
	}
	s := ChartSeries{Measure: g.measure.Name, Part: grp.part, Kind: grp.kind, Scale: grp.scale, Unit: units.Text(grp.unit),
		DayTotals: grp.total, Points: make([]ChartPoint, len(grp.points))}
	o := charts.Outcome{Name: s.Measure, Points: make([]charts.Point, len(grp.points))}
	if s.Part != "" {
		o.Name = s.Part
		if g.several {
			o.Name = words.Text("chart.part", s.Measure, s.Part)
		}
	}
	days := map[journal.Date]bool{}
	day := journal.Date(0)
	for i, p := range grp.points {
		s.Points[i], o.Points[i] = p.info, p.Point
		switch {
		case p.info.Assumed:
			s.Assumed++
		case i == 0 || p.info.Date != day:
			day = p.info.Date
			days[day] = true
		}
		if p.info.Bound != 0 {
			s.Bounds++
		}
	}
	s.Days = len(days)
	if main {
		s.NoValue = g.noValue
	}
	g.axis(&s, &o, grp)
	o.Unit = s.axisUnit()
	o.Gap = usualGap(s.Points)
	g.set.Series = append(g.set.Series, s)
	g.set.Outcomes = append(g.set.Outcomes, o)
}

func byTime(a, b gathered) int { return a.At.Compare(b.At) }

// axis sets the ends, labels and shape that the scale has.
func (g *gatherer) axis(s *ChartSeries, o *charts.Outcome, grp *group) {
	ends := func(low, high float64) { o.Low, o.High = &low, &high }
	switch s.Scale {
	case journal.NRS:
		ends(0, 10)
	case journal.YesNo:
		ends(0, 1)
		s.Labels = []charts.ValueLabel{{Value: 0, Text: words.Text("chart.no")}, {Value: 1, Text: words.Text("chart.yes")}}
		o.Shape = charts.Dots
	case journal.Ordinal:
		g.anchors(grp)
		for value, text := range grp.labels {
			s.Labels = append(s.Labels, charts.ValueLabel{Value: value, Text: text})
		}
		slices.SortFunc(s.Labels, func(a, b charts.ValueLabel) int { return int(a.Value - b.Value) })
		if n := len(s.Labels); n > 1 {
			ends(s.Labels[0].Value, s.Labels[n-1].Value)
		}
	case journal.Duration:
		s.Unit = "min"
		divide := 60.0
		if slices.ContainsFunc(o.Points, func(p charts.Point) bool { return p.Value >= 2*3600 }) {
			s.Unit, divide = "h", 3600
		}
		for i := range o.Points {
			o.Points[i].Value /= divide
		}
		o.Low = new(float64)
	default:
		if s.DayTotals {
			o.Low = new(float64)
		}
		for _, d := range g.defs {
			if d.Of == grp.kind && d.Scale == grp.scale && d.Unit == grp.unit && d.Low != nil && d.High != nil {
				ends(d.Low.Float(), d.High.Float())
			}
		}
	}
	o.Labels = s.Labels
}

// anchors adds the words that nobody has chosen yet.
func (g *gatherer) anchors(grp *group) {
	for _, d := range g.defs {
		for i, anchor := range d.Anchors {
			if value := float64(d.First + i); d.Of == grp.kind && grp.labels[value] == "" {
				grp.labels[value] = anchor
			}
		}
	}
}

// usualGap returns how far apart two points may be and still be joined: a missed
// day breaks the line of what is written daily, a missed month that of what is
// written monthly.
func usualGap(points []ChartPoint) time.Duration {
	var steps []journal.Date
	for i := 1; i < len(points); i++ {
		if step := points[i].Date - points[i-1].Date; step > 0 {
			steps = append(steps, step)
		}
	}
	const day = 24 * time.Hour
	if len(steps) == 0 {
		return day * 3 / 2
	}
	slices.Sort(steps)
	return time.Duration(steps[len(steps)/4]) * day * 3 / 2 // a quarter is this close, or closer
}

// inWords names what the readings of a group are in.
func (g *group) inWords() string {
	switch {
	case g.unit != "":
		return units.Text(g.unit)
	case g.part != "":
		return g.part
	}
	return words.Text("chart.scale." + strings.ReplaceAll(g.scale.String(), "_", ""))
}
