package app

import (
	"cmp"
	"context"
	"math"
	"slices"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// VisitSymptoms are the symptoms of the days, the one with the most burden first.
type VisitSymptoms struct {
	Days    int            `json:"days"`         // in the range
	Written int            `json:"days_written"` // with any entry at all
	Listed  []VisitSymptom `json:"listed"`
	Flares  []VisitFlare   `json:"flares,omitempty"` // newest first
}

// VisitSymptom is one symptom in the days of the report. A day without an entry is
// unknown, unless the definition says that it is zero.
type VisitSymptom struct {
	Name string `json:"name"`
	// DaysWith counts the days on which it was there, Unknown those of which
	// nothing is known.
	DaysWith int `json:"days_with"`
	Unknown  int `json:"days_unknown"`
	Entries  int `json:"values"`
	// Mean is that of the days with it and a value; Worst the highest value. nil is
	// that there are none. Both are 0 to 10, or ranks with WorstText.
	Mean      *float64 `json:"mean,omitempty"`
	Worst     *float64 `json:"worst,omitempty"`
	WorstText string   `json:"worst_text,omitempty"`
	// Before is the same of as many days before, nil if there is nothing.
	Before *VisitBefore `json:"before,omitempty"`
	// Burden is what the list is ordered by: the sum of the days with it, each with
	// its mean, 5 where it has no value from 0 to 10.
	Burden float64 `json:"burden"`

	ranks bool
}

// VisitBefore is how a symptom was in the days before those of the report.
type VisitBefore struct {
	DaysWith int      `json:"days_with"`
	Unknown  int      `json:"days_unknown"`
	Mean     *float64 `json:"mean,omitempty"`
	Worst    *float64 `json:"worst,omitempty"`
}

// VisitFlare is a flare or attack that began in the days.
type VisitFlare struct {
	Day   journal.Date  `json:"day"`
	Name  string        `json:"name"`
	Until *journal.Date `json:"until,omitempty"`
	Worst string        `json:"worst,omitempty"`
}

func (s *VisitSymptoms) flare(e *journal.Entry, b *journal.Episode) {
	f := VisitFlare{Day: e.When.Date, Name: e.Name, Worst: ValueText(b.Worst)}
	if b.End != nil {
		until := journal.DateOf(*b.End)
		f.Until = &until
	}
	s.Flares = append(s.Flares, f)
}

// middleBurden stands for a day with a symptom that nobody rated.
const middleBurden = 5

// rank makes the list of symptoms.
func (g *visitGatherer) rank(ctx context.Context) error {
	err := g.r.Each(ctx, journal.Query{Kinds: []journal.Kind{journal.KindDefinition}, Oldest: true}, func(e journal.Entry) error {
		if s := g.symptoms[journal.Fold(e.Name)]; s != nil && e.Body.(*journal.Definition).Of == journal.KindSymptom {
			s.policy = e.Body.(*journal.Definition).Absence
		}
		return nil
	})
	if err != nil {
		return err
	}
	ranked := []VisitSymptom{}
	for _, s := range g.symptoms {
		if len(s.now.days) == 0 {
			continue
		}
		v := VisitSymptom{Name: s.name, Entries: s.now.rated, ranks: s.ranks}
		v.DaysWith, v.Unknown, v.Mean, v.Worst = s.count(&s.now, g.v.From, g.v.To, g.reviewed)
		v.Burden = middleBurden * float64(v.DaysWith)
		if n := s.now.ratedDays(); v.Mean != nil && !s.ranks {
			v.Burden = *v.Mean*float64(n) + middleBurden*float64(v.DaysWith-n)
		}
		if v.Worst != nil && s.ranks {
			v.WorstText = s.labels[*v.Worst]
		}
		if len(s.prior.days) > 0 {
			b := VisitBefore{}
			b.DaysWith, b.Unknown, b.Mean, b.Worst = s.count(&s.prior, g.before, g.v.From-1, g.reviewed)
			v.Before = &b
		}
		ranked = append(ranked, v)
	}
	slices.SortFunc(ranked, func(x, y VisitSymptom) int {
		return cmp.Or(cmp.Compare(y.Burden, x.Burden), cmp.Compare(y.DaysWith, x.DaysWith), cmp.Compare(journal.Fold(x.Name), journal.Fold(y.Name)))
	})
	g.v.Symptoms.Listed = ranked
	return nil
}

// ratedDays counts the days with it that have a value.
func (m *dayMarks) ratedDays() (n int) {
	for _, day := range m.days {
		if day.there && day.n > 0 {
			n++
		}
	}
	return n
}

func (s *symptomDays) count(m *dayMarks, from, to journal.Date, reviewed map[journal.Date]bool) (with, unknown int, mean, worst *float64) {
	rated, known := 0, len(m.days)
	sum := 0.0
	for _, day := range m.days {
		if day.there {
			with++
		}
		if day.there && day.n > 0 {
			rated++
			sum += day.sum / float64(day.n)
		}
	}
	for d := from; d <= to; d++ {
		if m.days[d] == nil && (s.policy == journal.AbsenceZero || s.policy == journal.AbsenceZeroIfReviewed && reviewed[d]) {
			known++
		}
	}
	if rated > 0 {
		average := math.Round(sum/float64(rated)*1e6) / 1e6 // the order of a map leaves no trace
		mean = &average
	}
	if high := m.worst; m.rated > 0 {
		worst = &high
	}
	return with, int(to-from) + 1 - known, mean, worst
}

// Of how many days a chart is worth looking at, and how many measures are tried.
const (
	chartWorth = 3
	chartTried = 12
)

// outcome makes the chart: of what was asked for, or of what is written most of
// what has values on some of the days.
func (g *visitGatherer) outcome(ctx context.Context) error {
	v := g.v
	wanted := [][]string{g.measures}
	if len(g.measures) == 0 {
		all, err := measures(ctx, g.r)
		if err != nil {
			return err
		}
		wanted = nil
		for _, m := range all {
			if len(wanted) < chartTried && m.First <= v.To && m.Last >= v.From {
				wanted = append(wanted, []string{m.Name})
			}
		}
	}
	var c *Chart
	most := 0
	for _, names := range wanted {
		o := ChartOptions{Person: g.person, Measures: names, From: &v.From, To: &v.To, NoEvents: true}
		tried, err := chartOf(ctx, g.r, o, g.app.today())
		if err != nil {
			return err
		}
		days := 0
		for i := range tried.Series {
			days = max(days, tried.Series[i].Days)
		}
		if days > most || len(g.measures) > 0 {
			c, most = tried, days
		}
		if most >= chartWorth {
			break
		}
	}
	if c == nil || c.Points() == 0 {
		return nil
	}
	c.leaveOut(v)
	c.changedFirst(v)
	v.Chart = c
	for i := range c.Series {
		s, points := &c.Series[i], c.Timeline.Outcomes[i].Points
		o := VisitOutcome{Name: s.Name(), Unit: s.Unit, Days: s.Days, Points: []VisitPoint{}}
		for j, p := range points {
			o.Points = append(o.Points, VisitPoint{Day: s.Points[j].Date, Time: s.PointWhen(j, p.At), Value: p.Value, Assumed: s.Points[j].Assumed})
		}
		v.Outcome = append(v.Outcome, o)
	}
	return nil
}

// VisitOutcome is a line of the chart.
type VisitOutcome struct {
	Name   string       `json:"name"`
	Unit   string       `json:"unit,omitempty"`
	Days   int          `json:"days"` // with a value that was written down
	Points []VisitPoint `json:"points"`
}

// VisitPoint is a value of the chart.
type VisitPoint struct {
	Day     journal.Date `json:"day"`
	Time    string       `json:"time"` // as exactly as it is known
	Value   float64      `json:"value"`
	Assumed bool         `json:"assumed,omitempty"` // zero, because the definition says so
}

// leaveOut takes out of the picture what is not ticked: lanes are treatments, their
// marks doses, bands symptoms.
func (c *Chart) leaveOut(v *Visit) {
	if !v.Has(PartSymptoms) {
		c.Flares, c.Timeline.Bands = nil, nil
	}
	if !v.Has(PartAdherence) {
		var treatments []ChartTreatment
		var lanes []charts.Lane
		for i, lane := range c.Timeline.Lanes {
			if lane.Doses = nil; len(lane.Spans) > 0 {
				treatments, lanes = append(treatments, c.Treatments[i]), append(lanes, lane)
			}
		}
		c.Treatments, c.Timeline.Lanes = treatments, lanes
	}
	if !v.Has(PartTreatments) {
		c.Treatments, c.Timeline.Lanes = nil, nil
	}
}

// changedFirst puts the lanes of treatments that changed in the days of a report
// above the others: a page may not have room for all.
func (c *Chart) changedFirst(v *Visit) {
	rank := func(t *ChartTreatment) int {
		for i := range t.Courses {
			course := &t.Courses[i]
			for _, s := range course.Steps {
				if s.From >= v.From && s.From <= v.To {
					return 0
				}
			}
			if course.From >= v.From && !course.StartUnknown || course.To != nil && *course.To <= v.To {
				return 0
			}
		}
		return 1
	}
	order := make([]int, len(c.Treatments))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(rank(&c.Treatments[x]), rank(&c.Treatments[y])) })
	treatments, lanes := slices.Clone(c.Treatments), slices.Clone(c.Timeline.Lanes)
	for to, from := range order {
		c.Treatments[to], c.Timeline.Lanes[to] = treatments[from], lanes[from]
	}
}

// VisitMeasurement is one measure in the days of the report. Numbers are in Unit.
type VisitMeasurement struct {
	Name   string  `json:"name"`
	Part   string  `json:"part,omitempty"` // of a reading with several: "systolic"
	Unit   string  `json:"unit,omitempty"`
	Count  int     `json:"readings"`
	Days   int     `json:"days"`
	Low    float64 `json:"low"`
	Middle float64 `json:"median"` // of a device's readings the mean
	High   float64 `json:"high"`
	// Newest is the last reading, as it was written; Bound is its comparator.
	Newest    string       `json:"newest,omitempty"`
	NewestDay journal.Date `json:"newest_day"`
	// Range is the laboratory's range of the newest reading, as it was recorded;
	// Below and Above count the readings outside of theirs.
	Range string `json:"reference_range,omitempty"`
	Below int    `json:"below_range,omitempty"`
	Above int    `json:"above_range,omitempty"`
	// Before is the median of as many days before; nil if there are no readings.
	Before *float64 `json:"median_before,omitempty"`
	Device bool     `json:"device,omitempty"`

	scale journal.Scale
	short string // Newest without digits that nobody reads; "" where it has none
}

// newest is the last reading for paper.
func (m *VisitMeasurement) newest() string { return cmp.Or(m.short, m.Newest) }

// measurements lists what was measured: what was outside of a laboratory's range
// first, then what else has one, then the rest, the most used first.
func (g *visitGatherer) measurements(context.Context) error {
	for _, key := range g.order {
		r := g.readings[key]
		if r.newest == nil {
			continue
		}
		m := VisitMeasurement{Name: r.name, Part: r.part, Unit: r.unit, Days: len(r.days), NewestDay: r.newest.When.Date,
			Range: rangeText(r.low, r.high), Below: r.below, Above: r.above, Device: r.device, scale: r.scale}
		if r.device {
			m.Count, m.Low, m.High = r.count, r.lowest, r.highest
			m.Middle = r.sum / float64(max(1, r.count))
		} else {
			slices.Sort(r.values)
			m.Count, m.Low, m.Middle, m.High = len(r.values), r.values[0], median(r.values), r.values[len(r.values)-1]
			m.Newest = ValueText(r.newest.Value())
			if v := r.newest.Value(); v != nil && v.Number != nil && v.Number.Exp < -2 && v.Comparator == "" {
				m.short = m.Text(v.Number.Float())
			}
			if r.part != "" {
				m.Newest = m.Text(r.value)
			}
		}
		if len(r.prior) > 0 {
			slices.Sort(r.prior)
			before := median(r.prior)
			m.Before = &before
		}
		g.v.Measurements = append(g.v.Measurements, m)
	}
	group := func(m *VisitMeasurement) int {
		switch {
		case m.Below+m.Above > 0:
			return 0
		case m.Range != "":
			return 1
		}
		return 2
	}
	most := map[string]int{} // parts of one measure stay together
	for i := range g.v.Measurements {
		m := &g.v.Measurements[i]
		most[journal.Fold(m.Name)] = max(most[journal.Fold(m.Name)], m.Count)
	}
	slices.SortStableFunc(g.v.Measurements, func(x, y VisitMeasurement) int {
		return cmp.Or(cmp.Compare(group(&x), group(&y)), cmp.Compare(most[journal.Fold(y.Name)], most[journal.Fold(x.Name)]),
			cmp.Compare(journal.Fold(x.Name), journal.Fold(y.Name)), -cmp.Compare(x.Part, y.Part)) // systolic before diastolic
	})
	return nil
}

// median is the middle of sorted numbers.
func median(sorted []float64) float64 {
	n := len(sorted)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

// Text writes a number of the measure as a person reads it.
func (m *VisitMeasurement) Text(x float64) string {
	return join(m.number(x), m.unitText())
}

func (m *VisitMeasurement) unitText() string {
	if m.scale == journal.NRS || m.scale == journal.Duration {
		return ""
	}
	return m.Unit
}

func (m *VisitMeasurement) number(x float64) string {
	switch m.scale {
	case journal.NRS:
		return numberText(x) + "/10"
	case journal.Duration:
		return lastingText(x/60, "min")
	case journal.YesNo:
		if x == 0 || x == 1 {
			return words.Text(map[float64]string{0: "describe.no", 1: "describe.yes"}[x])
		}
	}
	return numberText(x)
}
