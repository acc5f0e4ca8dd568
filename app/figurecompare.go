package app

import (
	"context"
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

// compareReaches is how many days on each side are compared if nobody says
// otherwise: what lies further off is more likely to differ for other reasons. Where
// so many have too few values, fewer are tried; what the values are does not count.
var compareReaches = []journal.Date{180, 120, 90, 60, 42, insight.MinPhaseDays}

// compareNear is how near to the split another treatment has to begin to be
// mentioned, in days.
const compareNear = 28

// compared is a measure before and after a day.
type compared struct {
	series *DailySeries
	// treatment is the one that began on split, "" if a day was named.
	treatment       string
	from, split, to journal.Date // split is the first day after; to the last
	difference      insight.Difference
	others          []string // treatments that began at about the same time

	taken  *takenDays // and its course, if a treatment began
	course *ChartCourse
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
	c := &compared{}
	if c.series, err = d.named(ctx, chosen[0].Name, o.From, o.To); err != nil {
		return nil, err
	}
	f.From, f.To = c.series.From, max(c.series.To(), c.series.From)
	f.Title = words.Text("compare.title.of", c.series.Name)
	if err := d.readDoses(ctx); err != nil {
		return nil, err
	}
	if !c.choose(d, o) {
		why := words.Text("compare.empty.split", o.Person.Name)
		if len(o.Treatments) > 0 && o.Split == nil {
			why = words.Text("compare.empty.treatment", o.Treatments[0], c.series.Name)
		}
		return f.noCompare(why, c.series), nil
	}
	for i, days := range compareReaches {
		shorter := *c
		shorter.reach(days, o)
		if shorter.difference, err = insight.Compare(shorter.before(), shorter.after(), insight.Options{}); err != nil {
			return nil, err
		}
		if i == 0 || shorter.difference.Enough {
			*c = shorter
		}
		if c.difference.Enough {
			break
		}
	}
	f.From, f.To = c.from, c.to
	f.compare(c)
	return f, nil
}

// choose finds the day and how far the days on both sides reach; false if there
// is no such day.
func (c *compared) choose(d *days, o FigureOptions) bool {
	if o.Split != nil {
		c.split = *o.Split
		c.near(d)
		return true
	}
	best, found := -1, compared{}
	newest := journal.Date(0)
	for _, t := range d.doses.list {
		if len(o.Treatments) > 0 && journal.Fold(o.Treatments[0]) != journal.Fold(t.name) {
			continue
		}
		for i := range t.courses {
			course := &t.courses[i]
			if course.StartUnknown || course.From <= c.series.From || course.From > c.series.To() {
				continue
			}
			try := compared{series: c.series, treatment: t.name, split: course.From, taken: t, course: course}
			try.reach(compareReaches[0], o)
			known := min(knownOf(try.before()), knownOf(try.after()))
			// Of one treatment the start with most known on both sides; of all the newest
			// that has enough.
			better := known > best
			if len(o.Treatments) == 0 && best >= insight.MinPhaseDays {
				better = known >= insight.MinPhaseDays && course.From > newest
			}
			if better && known > 0 {
				best, found, newest = known, try, course.From
			}
		}
	}
	if best <= 0 {
		return false
	}
	*c = found
	c.near(d)
	return true
}

// reach chooses the days around a split. Days on an earlier course of the same
// treatment are not before it, and days when its course has ended not after.
func (c *compared) reach(days journal.Date, o FigureOptions) {
	split := c.split
	c.from, c.to = max(c.series.From, split-days), min(c.series.To(), split+days-1)
	if o.From != nil {
		c.from = *o.From
	}
	if o.To != nil {
		c.to = *o.To
	}
	if c.course != nil {
		if c.course.To != nil {
			c.to = min(c.to, *c.course.To)
		}
		for i := range c.taken.courses {
			if other := &c.taken.courses[i]; other.From < split {
				end := split - 1
				if other.To != nil {
					end = min(end, *other.To)
				}
				c.from = max(c.from, end+1)
			}
		}
	}
	c.from, c.to = min(c.from, split), max(c.to, split-1)
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

func knownOf(values []float64) (n int) {
	for _, v := range values {
		if !math.IsNaN(v) {
			n++
		}
	}
	return n
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
