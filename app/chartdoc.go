package app

import (
	"sort"
	"time"

	"kith/charts"
	"kith/journal"
)

// ChartTable is the data below a chart: a row for each moment that has a point or
// an event, oldest first.
type ChartTable struct {
	c    *Chart
	rows []tableRow
}

// tableRow holds for each series the index of its point, and behind them the index
// of an event, -1 where there is none.
type tableRow [MaxChartMeasures + 1]int32

// tableEvent is the place of the event in a tableRow.
const tableEvent = MaxChartMeasures

// ChartRow is one row of a [ChartTable].
type ChartRow struct {
	When   string   // as exactly as it is known
	Values []string // one for each series, "" where there is none
	Event  string   // what happened; "" for nothing
}

// Table returns the table of every point and event. A row is written when it is
// asked for.
func (c *Chart) Table() *ChartTable {
	t := &ChartTable{c: c, rows: make([]tableRow, 0, c.Points()+len(c.Events))}
	var next [MaxChartMeasures]int
	event := 0
	for {
		var at time.Time
		found := false
		for i := range c.Series {
			if next[i] < len(c.Timeline.Outcomes[i].Points) && (!found || c.point(i, next[i]).At.Before(at)) {
				at, found = c.point(i, next[i]).At, true
			}
		}
		if event < len(c.Events) && (!found || c.Events[event].At.Before(at)) {
			at, found = c.Events[event].At, true
		}
		if !found {
			return t
		}
		row := tableRow{-1, -1, -1}
		for i := range c.Series {
			if next[i] < len(c.Timeline.Outcomes[i].Points) && c.point(i, next[i]).At.Equal(at) {
				row[i] = int32(next[i])
				next[i]++
			}
		}
		if event < len(c.Events) && c.Events[event].At.Equal(at) {
			row[tableEvent] = int32(event)
			event++
		}
		t.rows = append(t.rows, row)
	}
}

// Len returns how many rows there are.
func (t *ChartTable) Len() int { return len(t.rows) }

// At returns the moment of row i.
func (t *ChartTable) At(i int) time.Time {
	for series, n := range t.rows[i][:tableEvent] {
		if n >= 0 {
			return t.c.point(series, int(n)).At
		}
	}
	return t.c.Events[t.rows[i][tableEvent]].At
}

// Row returns row i.
func (t *ChartTable) Row(i int) ChartRow {
	r := ChartRow{Values: make([]string, len(t.c.Series))}
	for s := range t.c.Series {
		if n := int(t.rows[i][s]); n >= 0 {
			p := t.c.point(s, n)
			r.Values[s] = t.c.Series[s].PointText(n, p.Value)
			if r.When == "" {
				r.When = t.c.Series[s].PointWhen(n, p.At)
			}
		}
	}
	if n := t.rows[i][tableEvent]; n >= 0 {
		e := &t.c.Events[n]
		r.Event = e.Text()
		if r.When == "" {
			r.When = e.whenText()
		}
	}
	return r
}

// Nearest returns the row nearest to a moment; ok is false if there is none.
func (t *ChartTable) Nearest(at time.Time) (i int, ok bool) {
	i = sort.Search(len(t.rows), func(i int) bool { return !t.At(i).Before(at) })
	if i == len(t.rows) || i > 0 && at.Sub(t.At(i-1)) < t.At(i).Sub(at) {
		i--
	}
	return i, i >= 0
}

// Moment says what the chart shows at row i: its values, and what ran then.
func (t *ChartTable) Moment(i int) ChartMoment {
	row := t.Row(i)
	m := ChartMoment{When: row.When}
	for s, value := range row.Values {
		if value != "" {
			m.Values = append(m.Values, join(t.c.Series[s].Name(), value))
		}
	}
	if row.Event != "" {
		m.Events = []string{row.Event}
	}
	t.c.ranAt(t.At(i), &m)
	return m
}

func (c *Chart) point(series, i int) charts.Point { return c.Timeline.Outcomes[series].Points[i] }

// ChartDocument is the JSON of a chart, for other programs. Its field names
// stay; the README describes them. What is not known is left out.
type ChartDocument struct {
	Person     string              `json:"person"`
	PersonID   string              `json:"person_id"`
	From       journal.Date        `json:"from"` // first civil date
	To         journal.Date        `json:"to"`   // last civil date
	Days       int                 `json:"days"`
	Series     []SeriesJSON        `json:"series"`
	Treatments []ChartTreatedJSON  `json:"treatments"`
	Episodes   []ChartEpisodeJSON  `json:"episodes"`
	Events     []ChartEventJSON    `json:"events"`
	LeftOut    []string            `json:"left_out"`
	Measures   []ChartMeasuredJSON `json:"measures"` // what else can be charted
	Summary    string              `json:"summary"`
}

// SeriesJSON is one line of a chart.
type SeriesJSON struct {
	Measure string `json:"measure"`
	Part    string `json:"part,omitempty"`
	Kind    string `json:"kind"`
	Scale   string `json:"scale"`
	Unit    string `json:"unit,omitempty"`
	// Values counts the points, DaysWith the civil dates with one that was
	// written down, and DaysWithout those of which nothing is known.
	Values      int              `json:"values"`
	DaysWith    int              `json:"days_with"`
	DaysWithout int              `json:"days_without"`
	Assumed     int              `json:"assumed"`
	NoValue     int              `json:"no_value"`
	DayTotals   bool             `json:"day_totals,omitempty"`
	Lowest      *float64         `json:"lowest,omitempty"`
	Highest     *float64         `json:"highest,omitempty"`
	Mean        *float64         `json:"mean,omitempty"`
	Median      *float64         `json:"median,omitempty"`
	Points      []ChartPointJSON `json:"points"`
}

// ChartPointJSON is one point of a line.
type ChartPointJSON struct {
	LocalTime string       `json:"local_time"` // RFC 3339, as clocks showed there and then
	CivilDate journal.Date `json:"civil_date"`
	Precision string       `json:"precision"`
	Value     float64      `json:"value"`
	Text      string       `json:"text"`
	Bound     string       `json:"bound,omitempty"`   // "<" or ">"
	Assumed   bool         `json:"assumed,omitempty"` // a zero for a day without an entry
}

// ChartTreatedJSON is one lane of a chart.
type ChartTreatedJSON struct {
	Name    string            `json:"name"`
	Courses []ChartCourseJSON `json:"courses"`
	Taken   int               `json:"taken"`
	Skipped int               `json:"skipped"`
}

// ChartCourseJSON is one spell of a treatment.
type ChartCourseJSON struct {
	From         journal.Date    `json:"from"`
	To           *journal.Date   `json:"to,omitempty"`
	Ongoing      bool            `json:"ongoing"`
	StartUnknown bool            `json:"start_unknown,omitempty"`
	Amount       *journal.Amount `json:"amount,omitempty"`
	Steps        []ChartStepJSON `json:"steps,omitempty"`
}

// ChartStepJSON is the amount from a day on.
type ChartStepJSON struct {
	From   journal.Date    `json:"from"`
	Amount *journal.Amount `json:"amount,omitempty"`
}

// ChartEpisodeJSON is a flare or attack.
type ChartEpisodeJSON struct {
	Name string `json:"name"`
	From string `json:"from"` // as clocks showed it there and then
	To   string `json:"to,omitempty"`
}

// ChartEventJSON is something that happened.
type ChartEventJSON struct {
	EntryID   string       `json:"entry_id"`
	Kind      string       `json:"kind"` // event, appointment or condition, which begins there
	Name      string       `json:"name"`
	CivilDate journal.Date `json:"civil_date"`
	Precision string       `json:"precision"`
}

// ChartMeasuredJSON is something that can be charted.
type ChartMeasuredJSON struct {
	Name    string       `json:"name"`
	Kind    string       `json:"kind"`
	Entries int64        `json:"entries"`
	First   journal.Date `json:"first"`
	Last    journal.Date `json:"last"`
}

// Document returns the document of the chart; measures is what [App.Measures]
// says.
func (c *Chart) Document(measures []journal.Measured) *ChartDocument {
	d := &ChartDocument{Person: c.Person.Name, PersonID: c.Person.ID.String(), From: c.From, To: c.To, Days: c.Days(),
		Series: []SeriesJSON{}, Treatments: []ChartTreatedJSON{}, Episodes: []ChartEpisodeJSON{}, Events: []ChartEventJSON{}, LeftOut: append([]string{}, c.LeftOut...),
		Measures: []ChartMeasuredJSON{}, Summary: c.Summary()}
	for i := range c.Series {
		d.Series = append(d.Series, c.seriesDocument(i))
	}
	for _, t := range c.Treatments {
		doc := ChartTreatedJSON{Name: t.Name, Courses: []ChartCourseJSON{}, Taken: t.Taken, Skipped: t.Skipped}
		for _, course := range t.Courses {
			x := ChartCourseJSON{From: course.From, To: course.To, Ongoing: course.Ongoing, StartUnknown: course.StartUnknown, Amount: course.Amount}
			for _, s := range course.Steps {
				x.Steps = append(x.Steps, ChartStepJSON(s))
			}
			doc.Courses = append(doc.Courses, x)
		}
		d.Treatments = append(d.Treatments, doc)
	}
	for _, f := range c.Flares {
		doc := ChartEpisodeJSON{Name: f.Name, From: f.From.Format(localLayout)}
		if f.To != nil {
			doc.To = f.To.Format(localLayout)
		}
		d.Episodes = append(d.Episodes, doc)
	}
	for _, e := range c.Events {
		d.Events = append(d.Events, ChartEventJSON{e.Entry.String(), e.Kind.String(), e.Name, e.When.Date, e.When.Precision.String()})
	}
	for _, m := range measures {
		d.Measures = append(d.Measures, ChartMeasuredJSON{m.Name, m.Kind.String(), m.Entries, m.First, m.Last})
	}
	return d
}

const localLayout = "2006-01-02T15:04:05"

func (c *Chart) seriesDocument(i int) SeriesJSON {
	s, o := &c.Series[i], &c.Timeline.Outcomes[i]
	d := SeriesJSON{Measure: s.Measure, Part: s.Part, Kind: s.Kind.String(), Scale: s.Scale.String(), Unit: s.Unit,
		Values: len(o.Points), DaysWith: s.Days, DaysWithout: c.Days() - s.Days - s.Assumed, Assumed: s.Assumed, NoValue: s.NoValue,
		DayTotals: s.DayTotals, Points: make([]ChartPointJSON, len(o.Points))}
	if sum, err := c.Timeline.Summary(i); err == nil && sum.N > 0 {
		d.Lowest, d.Highest, d.Mean, d.Median = &sum.Min.Value, &sum.Max.Value, &sum.Mean, &sum.Median
	}
	for j, p := range o.Points {
		info := s.Points[j]
		zone := time.FixedZone("", int(info.Offset))
		local := p.At.Add(-time.Duration(info.Offset) * time.Second).In(zone)
		d.Points[j] = ChartPointJSON{LocalTime: local.Format(time.RFC3339Nano), CivilDate: info.Date, Precision: info.Precision.String(),
			Value: p.Value, Text: s.PointText(j, p.Value), Assumed: info.Assumed}
		if info.Bound != 0 {
			d.Points[j].Bound = string(rune(info.Bound))
		}
	}
	return d
}
