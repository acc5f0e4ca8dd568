package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
)

// KindTimeline is one or two measures over time above the treatments.
const KindTimeline FigureKind = "timeline"

func makeTimeline(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	c, err := chartOf(ctx, r, ChartOptions{Person: o.Person, Measures: o.Measures, From: o.From, To: o.To, NoEvents: o.NoEvents}, a.today())
	if err != nil {
		return nil, err
	}
	f := &Figure{Kind: KindTimeline, Person: o.Person, From: c.From, To: c.To, Title: c.Title(), Sentences: c.SummaryParts(),
		LeftOut: c.LeftOut, Picture: c.Timeline, Chart: c, Table: c.figureTable()}
	if c.Empty() {
		f.Empty = words.Text("chart.empty.nothing", o.Person.Name)
	}
	for _, m := range c.Measures {
		f.Measures = append(f.Measures, m.Name)
	}
	for i := range c.Treatments {
		f.List.Head = words.Text("chart.cli.treatments")
		f.List.Lines = append(f.List.Lines, c.Treatments[i].Text())
	}
	all, err := measures(ctx, r)
	if err != nil {
		return nil, err
	}
	f.document = func() any { return c.Document(all) }
	c.Timeline.Words = f.words()
	return f, nil
}

// figureTable is the table of every point of a chart.
func (c *Chart) figureTable() FigureTable {
	t := FigureTable{Heads: []FigureHead{{words.Text("chart.table.when"), "local_time"}}, ByTime: true, rows: chartRows{c.Table()}}
	taken := map[string]bool{"local_time": true}
	for i := range c.Series {
		s := &c.Series[i]
		name := s.Name()
		if len(c.Measures) > 1 && s.Part != "" {
			name = words.Text("chart.part", s.Measure, s.Part)
		}
		t.Heads = append(t.Heads, FigureHead{name, columnKey(name, taken)})
	}
	if len(c.Events) > 0 {
		t.Heads = append(t.Heads, FigureHead{words.Text("chart.table.event"), columnKey("event", taken)})
	}
	return t
}

// columnKey makes the key of a column of a name: "blood_pressure". No two columns
// have the same.
func columnKey(name string, taken map[string]bool) string {
	key := strings.Join(strings.Fields(journal.Fold(name)), "_")
	for n := 2; taken[key]; n++ {
		key = strings.TrimSuffix(key, "_"+strconv.Itoa(n-1)) + "_" + strconv.Itoa(n)
	}
	taken[key] = true
	return key
}

// chartRows are the rows of a chart's table.
type chartRows struct{ t *ChartTable }

func (r chartRows) Len() int { return r.t.Len() }

func (r chartRows) Row(i int) FigureRow {
	row, c := r.t.Row(i), r.t.c
	out := FigureRow{Cells: append([]string{row.When}, row.Values...), Values: make([]any, 1+len(c.Series))}
	if len(c.Events) > 0 {
		out.Cells, out.Values = append(out.Cells, row.Event), append(out.Values, nil)
	}
	for s := range c.Series {
		n := int(r.t.rows[i][s])
		if n < 0 {
			continue
		}
		p, info := c.point(s, n), &c.Series[s].Points[n]
		out.Values[1+s] = p.Value
		if out.Day == nil {
			day := info.Date
			out.Day, out.Values[0] = &day, info.localTime(p.At)
		}
		if out.Entry == (journal.ID{}) {
			out.Entry = info.Entry
		}
	}
	if n := r.t.rows[i][tableEvent]; n >= 0 {
		e := &c.Events[n]
		out.Values[len(out.Values)-1] = e.Text()
		if out.Day == nil {
			day := e.When.Date
			out.Day, out.Values[0] = &day, (&ChartPoint{Date: day, Precision: e.When.Precision}).localTime(e.At)
		}
		if out.Entry == (journal.ID{}) {
			out.Entry = e.Entry
		}
	}
	return out
}

// localTime is a moment as clocks showed it, no more exact than it is known.
func (p *ChartPoint) localTime(at time.Time) string {
	if p.Precision >= journal.Day || p.Assumed {
		return p.Date.String()
	}
	return at.Format(localLayout)
}
