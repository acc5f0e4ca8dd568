package app

import (
	"context"
	"slices"
	"sort"
	"strings"
	"time"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// KindMultiples is several measures as small panels on one time axis.
const KindMultiples FigureKind = "multiples"

// usualPanels is how many measures are shown where nobody says which.
const usualPanels = 6

func makeMultiples(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	chosen, err := chooseMeasures(ctx, r, o.Measures, usualPanels)
	if err != nil {
		return nil, err
	}
	f := &Figure{Kind: KindMultiples, Person: o.Person, Measures: namesOf(chosen)}
	if f.From, f.To, err = chooseRange(ctx, r, chosen, o.From, o.To); err != nil {
		return nil, err
	}
	set, err := gatherSeries(ctx, r, chosen, seriesOptions{From: f.From, To: f.To, Today: a.today(), Lines: MaxChartMeasures})
	if err != nil {
		return nil, err
	}
	f.LeftOut = set.LeftOut
	set.atMost(MaxFigureMeasures, f)
	through, err := gatherThrough(ctx, r, f.From, f.To)
	if err != nil {
		return nil, err
	}
	f.Title = words.List(f.Measures)
	f.Table = set.dayTable()
	f.Sentences = set.sentences(f, through)
	if f.Table.Len() == 0 {
		f.Empty = f.nothing()
	}
	picture := &charts.Multiples{Bands: through.bands, Marks: through.marks, Words: f.words(), Outcomes: set.Outcomes}
	picture.From, picture.To = widened(f.From, f.To, set.Outcomes)
	for i := range set.Outcomes {
		picture.Outcomes[i].Name = set.Series[i].fullName(len(chosen) > 1)
	}
	for _, d := range f.Table.rows.(*dayRows).days {
		picture.Days = append(picture.Days, d.Midnight())
	}
	f.Picture = picture
	return f, nil
}

// nothing says that there is nothing to see, and what may help.
func (f *Figure) nothing() string {
	if f.Title == "" {
		return words.Text("chart.empty.nothing", f.Person.Name)
	}
	return words.Text("chart.sum.none", f.Title)
}

// atMost leaves out lines that have no panel any more.
func (s *seriesSet) atMost(n int, f *Figure) {
	for i := n; i < len(s.Series); i++ {
		f.LeftOut = append(f.LeftOut, words.Text("multiples.no_panel", s.Series[i].fullName(true)))
	}
	n = min(n, len(s.Series))
	s.Series, s.Outcomes = s.Series[:n], s.Outcomes[:n]
}

// fullName names a line that may be a part of its measure.
func (s *ChartSeries) fullName(several bool) string {
	if s.Part != "" && several {
		return words.Text("chart.part", s.Measure, s.Part)
	}
	return s.Name()
}

// widened is the range of a picture: the days from and to and all between, and
// what was a little outside of them by the clock, for a day ends at four in the
// morning.
func widened(first, last journal.Date, outcomes []charts.Outcome) (from, to time.Time) {
	from, to = first.Midnight(), (last + 1).Midnight()
	for i := range outcomes {
		if n := len(outcomes[i].Points); n > 0 {
			if at := outcomes[i].Points[0].At; at.Before(from) {
				from = at
			}
			if at := outcomes[i].Points[n-1].At; !at.Before(to) {
				to = at.Add(time.Minute)
			}
		}
	}
	return from, to
}

// through is what goes through all panels of a picture.
type through struct {
	bands  []charts.Band
	marks  []charts.Mark
	flares []string // names, each once
}

// gatherThrough gathers the flares and life events of a range.
func gatherThrough(ctx context.Context, r *journal.Record, from, to journal.Date) (t through, err error) {
	c := &Chart{From: from, To: to, Timeline: &charts.Timeline{From: from.Midnight(), To: (to + 1).Midnight()}}
	if err := c.gatherFlares(ctx, r); err != nil {
		return t, err
	}
	t.bands, t.flares = c.Timeline.Bands, c.flareNames()
	q := journal.Query{Kinds: []journal.Kind{journal.KindEvent}, From: &from, To: &to, Oldest: true}
	err = r.Each(ctx, q, func(e journal.Entry) error {
		if b := e.Body.(*journal.Event); b.Category != "" && b.Category != "life" || e.When.Precision > journal.Day {
			return nil // a vaccination or a letter is no turn in a life
		}
		if len(t.marks) < maxChartEvents {
			t.marks = append(t.marks, charts.Mark{At: eventTime(e.When), Name: e.Name})
		}
		return nil
	})
	slices.SortStableFunc(t.marks, func(x, y charts.Mark) int { return x.At.Compare(y.At) })
	return t, err
}

// maxNamed is how many things of a kind a sentence can name.
const maxNamed = 8

// sentence says what goes through all panels; nothing if there is nothing.
func (t *through) sentences() (texts []string) {
	if n := len(t.bands); n > 0 {
		texts = append(texts, words.Text("chart.sum.flares", words.Count(int64(n), "flare"), words.List(t.flares)))
	}
	if n := len(t.marks); n > 0 {
		var parts []string
		for _, m := range t.marks[:min(n, maxNamed)] {
			parts = append(parts, words.Text("multiples.event", m.Name, dateText(m.At)))
		}
		if n > maxNamed {
			parts = append(parts, words.Text("chart.more", n-maxNamed))
		}
		texts = append(texts, words.Text("multiples.events", words.List(parts)))
	}
	return texts
}

// sentences are the paragraph of a figure of several lines.
func (s *seriesSet) sentences(f *Figure, t through) []string {
	if len(s.Series) == 0 {
		return []string{words.Text("chart.sum.no_measure")}
	}
	texts := []string{words.Text("chart.sum.range", f.Title, f.Person.Name, DateText(f.From), DateText(f.To), words.Count(int64(f.Days()), "day"))}
	for i := range s.Series {
		texts = append(texts, s.sentence(i, f, len(s.Series) > 1))
	}
	texts = append(texts, t.sentences()...)
	texts = append(texts, f.LeftOut...)
	if len(s.Series) > 1 || len(t.bands)+len(t.marks) > 0 {
		texts = append(texts, words.Text("chart.sum.caution"))
	}
	return texts
}

// sentence says of one line how much there is of it, and from where to where it
// goes.
func (s *seriesSet) sentence(i int, f *Figure, several bool) string {
	line, points := &s.Series[i], s.Outcomes[i].Points
	name := line.fullName(several)
	if len(points) == 0 {
		return words.Text("chart.sum.none", name)
	}
	low, high := points[0].Value, points[0].Value
	values := make([]float64, len(points))
	for j, p := range points {
		values[j] = p.Value
		low, high = min(low, p.Value), max(high, p.Value)
	}
	days := words.Count(int64(line.Days+line.Assumed), "day")
	gaps := words.Count(int64(f.Days()-line.Days-line.Assumed), "day")
	if low == high {
		return words.Text("multiples.same", name, words.Count(int64(len(points)), "value"), days, gaps, line.Text(low))
	}
	slices.Sort(values)
	return words.Text("multiples.line", name, words.Count(int64(len(points)), "value"), days, gaps,
		line.Text(low), line.Text(high), line.middleText(values))
}

// middleText writes the middle of sorted values; of words it is one that was said.
func (s *ChartSeries) middleText(sorted []float64) string {
	n := len(sorted)
	if n%2 == 1 || len(s.Labels) > 0 {
		return s.Text(sorted[(n-1)/2])
	}
	return s.Text(sorted[n/2-1] + (sorted[n/2]-sorted[n/2-1])/2)
}

// dayTable has a row for each civil date with a value of any line, and a column
// for each line. In JSON and CSV several values of a day are their mean.
func (s *seriesSet) dayTable() FigureTable {
	rows := &dayRows{set: s}
	t := FigureTable{Heads: []FigureHead{{words.Text("multiples.day"), "civil_date"}}, ByTime: true, rows: rows}
	taken := map[string]bool{"civil_date": true}
	seen := map[journal.Date]bool{}
	for i := range s.Series {
		line := &s.Series[i]
		name := line.fullName(len(s.Series) > 1)
		t.Heads = append(t.Heads, FigureHead{name, columnKey(name, taken)})
		order := make([]int32, len(line.Points))
		for j := range order {
			order[j] = int32(j)
			seen[line.Points[j].Date] = true
		}
		slices.SortStableFunc(order, func(a, b int32) int { return int(line.Points[a].Date - line.Points[b].Date) })
		rows.order = append(rows.order, order)
	}
	for d := range seen {
		rows.days = append(rows.days, d)
	}
	slices.Sort(rows.days)
	return t
}

// dayRows are the rows of a dayTable.
type dayRows struct {
	set   *seriesSet
	days  []journal.Date
	order [][]int32 // of each line, its points by civil date
}

func (r *dayRows) Len() int { return len(r.days) }

// listed is how many values of a day are written one by one.
const listed = 4

func (r *dayRows) Row(i int) FigureRow {
	day := r.days[i]
	row := FigureRow{Cells: []string{DateText(day)}, Values: []any{day}, Day: &day}
	for s := range r.set.Series {
		line := &r.set.Series[s]
		points := r.on(s, day)
		cell, value := "", any(nil)
		if len(points) > 0 {
			cell, value = r.cell(s, points), r.mean(s, points)
			if entry := line.Points[points[0]].Entry; row.Entry == (journal.ID{}) {
				row.Entry = entry
			}
		}
		row.Cells, row.Values = append(row.Cells, cell), append(row.Values, value)
	}
	return row
}

// on are the points of a line on a day.
func (r *dayRows) on(s int, day journal.Date) []int32 {
	points, order := r.set.Series[s].Points, r.order[s]
	first := sort.Search(len(order), func(i int) bool { return points[order[i]].Date >= day })
	last := first + sort.Search(len(order)-first, func(i int) bool { return points[order[first+i]].Date > day })
	return order[first:last]
}

func (r *dayRows) mean(s int, points []int32) float64 {
	mean := 0.0
	for i, p := range points {
		mean += (r.set.Outcomes[s].Points[p].Value - mean) / float64(i+1)
	}
	return mean
}

// cell writes few values one by one, and of more the lowest and the highest.
func (r *dayRows) cell(s int, points []int32) string {
	line, of := &r.set.Series[s], r.set.Outcomes[s].Points
	if len(points) <= listed {
		var texts []string
		for _, p := range points {
			texts = append(texts, line.PointText(int(p), of[p].Value))
		}
		return strings.Join(texts, ", ")
	}
	low, high := of[points[0]].Value, of[points[0]].Value
	for _, p := range points {
		low, high = min(low, of[p].Value), max(high, of[p].Value)
	}
	if low == high {
		return words.Text("multiples.several", line.Text(low), len(points))
	}
	return words.Text("multiples.span", line.Text(low), line.Text(high), len(points))
}
