package app

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
	"kith/journal/insight"
)

// KindCompare is the days before and after the start of a treatment, or a day.
const KindCompare FigureKind = "compare"

// compareNear is how near to the split another treatment has to begin to be
// mentioned, in days.
const compareNear = 28

// compared is a measure before and after a day.
type compared struct {
	phases
	series     *DailySeries
	treatment  string // that began on split, "" if a day was named
	difference insight.Difference
	others     []string // treatments that began at about the same time
}

func (c *compared) before() []float64 { return c.series.Between(c.from, c.split-1) }
func (c *compared) after() []float64  { return c.series.Between(c.split, c.to) }

func makeCompare(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error) {
	f := &Figure{Kind: KindCompare, Person: o.Person, From: a.today(), To: a.today(), Title: words.Text("compare.title.none")}
	chosen, err := chooseMeasures(ctx, r, o.Measures, 1)
	if err != nil {
		return nil, err
	}
	if len(chosen) == 0 {
		return f.noCompare(words.Text("compare.empty.measure", o.Person.Name), nil), nil
	}
	d, err := a.newDays(ctx, r)
	if err != nil {
		return nil, err
	}
	f.Measures = namesOf(chosen)
	c := &compared{}
	if c.series, err = d.named(ctx, chosen[0].Name, nil, nil); err != nil {
		return nil, err
	}
	f.From, f.To = c.series.From, max(c.series.To(), c.series.From)
	f.Title = words.Text("compare.title.of", c.series.Name)
	if why, err := c.choose(ctx, d, o); err != nil {
		return nil, err
	} else if why != "" {
		return f.noCompare(why, c.series), nil
	}
	if c.treatment != "" {
		f.Treatments = []string{c.treatment}
	}
	if c.difference, err = insight.Compare(c.before(), c.after(), insight.Options{}); err != nil {
		return nil, err
	}
	f.From, f.To = c.from, c.to
	f.compare(c)
	return f, nil
}

// choose sets the days that are compared, or says why there are none.
func (c *compared) choose(ctx context.Context, d *days, o FigureOptions) (why string, err error) {
	asked := ""
	if len(o.Treatments) > 0 {
		asked = o.Treatments[0]
	}
	c.phases, err = d.phases(ctx, c.series, asked, o.Split, o.From, o.To)
	switch {
	case errors.Is(err, ErrInsightSplit):
		return words.Text("compare.empty.split", o.Person.Name), nil
	case errors.Is(err, ErrNoSuchTreatment):
		return words.Text("compare.empty.treatment", asked, c.series.Name), nil
	case err != nil:
		return "", err
	}
	c.treatment = c.name()
	c.from, c.to = min(c.from, c.split), max(c.to, c.split-1)
	if c.treatment != "" && c.series.knownBetween(c.from, c.split-1) == 0 {
		return words.Text("compare.empty.treatment", c.treatment, c.series.Name), nil
	}
	c.near(d)
	return "", nil
}

// near notes which other treatments began at about the same time.
func (c *compared) near(d *days) {
	for _, t := range d.doses.list {
		if journal.Fold(t.name) == journal.Fold(c.treatment) {
			continue
		}
		if slices.ContainsFunc(t.courses, func(x ChartCourse) bool {
			return !x.StartUnknown && x.From >= c.split-compareNear && x.From <= c.split+compareNear
		}) {
			c.others = append(c.others, t.name)
		}
	}
}

// noCompare is the figure where there is nothing to compare, and why.
func (f *Figure) noCompare(why string, s *DailySeries) *Figure {
	f.Empty, f.Sentences = why, []string{why}
	f.Table = FigureTable{Heads: compareHeads(f.Title), ByTime: true, rows: rowList(nil)}
	picture := &charts.Compare{Groups: []charts.Group{{Name: words.Text("compare.before")}, {Name: words.Text("compare.after")}}, Words: f.words()}
	if s != nil {
		axis := s.axis()
		picture.Name, picture.Unit = axis.Name, axis.Unit
	}
	picture.Words.Empty = words.Text("compare.empty.picture")
	f.Picture = picture
	return f
}

func compareHeads(name string) []FigureHead {
	return []FigureHead{{words.Text("compare.head.day"), "day"}, {words.Text("compare.head.side"), "side"}, {name, "value"}}
}

// compare makes picture, table and words.
func (f *Figure) compare(c *compared) {
	axis := c.series.axis()
	names := [2]string{words.Text("compare.before"), words.Text("compare.after")}
	f.Title = words.Text("compare.title.day", axis.Name, DateText(c.split))
	if c.treatment != "" {
		f.Title = words.Text("compare.title.treatment", axis.Name, c.treatment)
		names = [2]string{words.Text("compare.before.of", c.treatment), words.Text("compare.after.of", c.treatment)}
	}
	picture := &charts.Compare{Name: axis.Name, Unit: axis.Unit, Low: axis.Low, High: axis.High, Labels: axis.Labels,
		From: c.from.Midnight(), To: (c.to + 1).Midnight(), Median: words.Text("compare.median"), Mean: words.Text("compare.mean")}
	if c.to < c.from { // no day at all
		picture.From, picture.To = picture.From.AddDate(0, 0, -1), picture.From.AddDate(0, 0, 1)
	}
	rows := &comparedRows{c: c, names: names}
	for i, side := range []struct {
		from, to journal.Date
		phase    insight.Phase
	}{{c.from, c.split - 1, c.difference.Before}, {c.split, c.to, c.difference.After}} {
		g := charts.Group{Name: names[i]}
		if side.to >= side.from {
			g.Spans = []charts.Period{{From: side.from.Midnight(), To: (side.to + 1).Midnight()}}
		}
		for d := side.from; d <= side.to; d++ {
			if v := c.series.On(d); !math.IsNaN(v) {
				g.Points = append(g.Points, charts.GroupPoint{At: d.Midnight(), Value: v, Row: int(d - c.from)})
			}
		}
		c.marks(&g, side.phase)
		picture.Groups = append(picture.Groups, g)
	}
	if d := &c.difference; d.Enough {
		picture.Difference = &charts.Difference{Value: d.Change, Low: d.Interval.Low, High: d.Interval.High, Text: c.differenceText(),
			Lower: words.Text("compare.lower"), None: words.Text("compare.none"), Higher: words.Text("compare.higher")}
	}
	f.Table = FigureTable{Heads: compareHeads(axis.Name), ByTime: true, rows: rows}
	f.sayCompared(c, names)
	if c.difference.Before.N+c.difference.After.N == 0 {
		f.Empty = words.Text("compare.empty.values", axis.Name)
	}
	picture.Words = f.words()
	picture.Words.Empty = words.Text("compare.empty.picture")
	f.Picture = picture
}

// marks are the median, the mean with its interval and the notes of a side. Ranks
// have no mean.
func (c *compared) marks(g *charts.Group, phase insight.Phase) {
	if phase.N > 0 {
		values := make([]float64, len(g.Points))
		for i, p := range g.Points {
			values[i] = p.Value
		}
		slices.Sort(values)
		median := (values[(len(values)-1)/2] + values[len(values)/2]) / 2
		if c.series.Scale == journal.YesNo {
			g.Notes = append(g.Notes, words.Text("compare.note.share", percent(phase.Mean)))
		} else {
			g.Median = &median
			g.Notes = append(g.Notes, words.Text("compare.note.median", c.series.Text(median)))
		}
		if c.series.Scale != journal.Ordinal {
			mean := phase.Mean
			g.Mean = &mean
			if half, ok := meanReach(phase, c.difference); ok {
				low, high := mean-half, mean+half
				g.MeanLow, g.MeanHigh = &low, &high
			}
		}
	}
	g.Notes = append(g.Notes, words.Text("compare.note.days", words.Count(int64(phase.N), "day"), phase.Days-phase.N))
}

// meanReach is half the 95 % interval of a mean of days that follow each other by
// rho: they are worth n·(1−rho)/(1+rho) independent ones.
func meanReach(p insight.Phase, d insight.Difference) (half float64, ok bool) {
	worth := float64(p.N)
	if rho := math.Min(d.Rho, 0.95); rho > 0 {
		worth *= (1 - rho) / (1 + rho)
	}
	if !d.Enough || worth < 3 {
		return 0, false
	}
	return studentsT(worth-1) * p.SD / math.Sqrt(worth), true
}

// changeText writes a change without its sign.
func (c *compared) changeText(v float64) string {
	v = math.Abs(v)
	switch c.series.Scale {
	case journal.YesNo:
		return words.Text("compare.points", strconv.FormatFloat(100*v, 'f', 0, 64))
	case journal.NRS, journal.Ordinal:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return c.series.Text(v)
}

// towards is a change with its direction.
func (c *compared) towards(v float64) string {
	if v < 0 {
		return words.Text("compare.change.lower", c.changeText(v))
	}
	return words.Text("compare.change.higher", c.changeText(v))
}

func (c *compared) differenceText() string {
	d := &c.difference
	return words.Text("compare.difference", c.towards(d.Change), c.towards(d.Interval.Low), c.towards(d.Interval.High))
}

// comparedRows has a row for each day, whether something is known of it or not.
type comparedRows struct {
	c     *compared
	names [2]string
}

// Len implements figureRows.
func (r *comparedRows) Len() int { return max(int(r.c.to-r.c.from)+1, 0) }

// Row implements figureRows.
func (r *comparedRows) Row(i int) FigureRow {
	day := r.c.from + journal.Date(i)
	side, key := r.names[0], "before"
	if day >= r.c.split {
		side, key = r.names[1], "after"
	}
	row := FigureRow{Cells: []string{DateText(day), side, ""}, Values: []any{day, key, nil}, Day: &day}
	if v := r.c.series.On(day); !math.IsNaN(v) {
		row.Cells[2], row.Values[2] = r.c.series.Text(v), v
	}
	return row
}

func (f *Figure) sayCompared(c *compared, names [2]string) {
	d := &c.difference
	f.Sentences = []string{words.Text("compare.sum.range", f.Title, f.Person.Name, DateText(c.from), DateText(c.to), DateText(c.split))}
	for i, p := range []insight.Phase{d.Before, d.After} {
		text := words.Text("compare.sum.days", names[i], p.N, words.Count(int64(p.Days), "day"), percent(p.Missing))
		switch {
		case p.N == 0:
		case c.series.Scale == journal.YesNo:
			text += " " + words.Text("compare.sum.share", percent(p.Mean))
		case c.series.Scale != journal.Ordinal:
			text += " " + words.Text("compare.sum.mean", c.series.Text(p.Mean))
		}
		f.Sentences = append(f.Sentences, text)
	}
	if d.Enough {
		what := c.treatment
		if what == "" {
			what = DateText(c.split)
		}
		f.Sentences = append(f.Sentences, words.Text("compare.sum.followed", what, c.differenceText()))
		if d.Interval.Low <= 0 && d.Interval.High >= 0 {
			f.Sentences = append(f.Sentences, words.Text("compare.sum.unclear"))
		}
		for _, caution := range d.Cautions {
			f.Sentences = append(f.Sentences, words.Text("compare.caution."+string(caution)))
		}
		if len(c.others) > 0 {
			f.Sentences = append(f.Sentences, words.Text("compare.caution.others", words.List(c.others[:min(len(c.others), maxSummaryLanes)])))
		}
	} else {
		f.Sentences = append(f.Sentences, words.Text("compare.sum.not_enough"))
		for _, why := range d.Why {
			f.Sentences = append(f.Sentences, shortText(why))
		}
	}
	f.Sentences = append(f.Sentences, words.Text("compare.sum.caution"))
}

// shortText says what lacks for a comparison.
func shortText(s insight.Shortage) string {
	key := "compare.short." + string(s.Kind) + "." + string(s.Part)
	if s.Kind == insight.NoVariation {
		return words.Text(key)
	}
	return words.Text(key, s.Have, s.Need)
}
