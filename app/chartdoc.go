package app

import (
	"time"

	"kith/charts"
	"kith/journal"
)

// ChartRow is one moment of the data table below a chart.
type ChartRow struct {
	When   string   // as exactly as it is known
	Values []string // one for each series, "" where there is none
}

// Rows returns the table of every point, newest first.
func (c *Chart) Rows() []ChartRow {
	rows := make([]ChartRow, 0, c.Points())
	left := make([]int, len(c.Series)) // how many points of a series are still to come
	for i := range left {
		left[i] = len(c.Timeline.Outcomes[i].Points)
	}
	for {
		var at time.Time
		newest := -1
		for i, n := range left {
			if n > 0 && (newest < 0 || c.point(i, n-1).At.After(at)) {
				newest, at = i, c.point(i, n-1).At
			}
		}
		if newest < 0 {
			return rows
		}
		row := ChartRow{When: c.Series[newest].PointWhen(left[newest]-1, at), Values: make([]string, len(left))}
		for i, n := range left {
			if n > 0 && c.point(i, n-1).At.Equal(at) {
				row.Values[i] = c.Series[i].PointText(n-1, c.point(i, n-1).Value)
				left[i]--
			}
		}
		rows = append(rows, row)
	}
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
		Series: []SeriesJSON{}, Treatments: []ChartTreatedJSON{}, Episodes: []ChartEpisodeJSON{}, LeftOut: append([]string{}, c.LeftOut...),
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
