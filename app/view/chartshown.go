package view

import (
	"slices"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// ChartState says what there is to show.
type ChartState int

// The states of a chart.
const (
	ChartLoading   ChartState = iota // nothing was read yet
	ChartNobody                      // there is no person
	ChartNothing                     // the person has no entry that can be drawn
	ChartElsewhere                   // there are entries, but not in this range
	ChartBlank                       // there is nothing for this kind of chart
	ChartDrawn
)

// ChartShown is everything the page shows, what is pointed at apart.
type ChartShown struct {
	State ChartState
	// Empty says in words why there is nothing to see; "" if there is.
	Empty string
	Kind  app.FigureKind
	Needs app.FigureNeeds
	// Names are the measures to choose from and Chosen those that are shown; More
	// says that there can be one more.
	Names, Chosen []string
	More          bool
	// Treatments are the same of treatments.
	Treatments, ChosenTreatments []string
	MoreTreatments               bool
	Split                        string // as somebody types it, "" for the start of the treatment
	Lag                          int
	Side                         app.FigureSide
	Strength                     bool // the body shows how strong
	Events                       bool // what happened is marked
	Range                        ChartRange
	From, To                     string // the first and last day, as somebody types them
	Days                         string // the days that are seen, as a person reads them
	Zoomed                       bool
	Summary                      string
	// Heads are the names of the table's columns.
	Heads []string
	Rows  int
	// ByTime says that the newest rows come first.
	ByTime bool
	// Picture is what to draw; nil for nothing. It is never changed.
	Picture charts.Figure
	// Revision changes with Picture.
	Revision uint64
}

// Shown returns what the page shows.
func (c *Chart) Shown() ChartShown {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := &c.wanted
	s := ChartShown{Kind: w.kind, Needs: w.kind.Needs(), Range: w.rng, Lag: w.lag, Side: w.side, Strength: w.strength, Events: !w.noEvents, Revision: c.revision,
		Picture: c.picture(), Zoomed: c.zoom.on() || c.zoom.before != nil}
	if w.split != nil {
		s.Split = w.split.String()
	}
	s.Names, s.Treatments = offered(c.measures, s.Needs), c.treatments
	f := c.loaded.figure
	switch {
	case !c.has:
		s.State, s.Empty = ChartNobody, words.Text("chart.empty.nobody")
		return s
	case f == nil || f.Kind != w.kind:
		return s
	}
	s.State, s.Empty = c.state(f)
	s.Chosen, s.ChosenTreatments = f.Measures, f.Treatments
	s.More = len(f.Measures) < len(s.Names) && (len(f.Measures) < s.Needs.Measures || w.kind == app.KindTimeline && len(f.Measures) > 1)
	s.MoreTreatments = len(f.Treatments) < min(s.Needs.Treatments, len(s.Treatments))
	s.From, s.To = f.From.String(), f.To.String()
	s.Days = c.days(f)
	s.Summary = c.loaded.summary
	for _, h := range f.Table.Heads {
		s.Heads = append(s.Heads, h.Name)
	}
	s.Rows, s.ByTime = f.Table.Len(), f.Table.ByTime
	return s
}

// days says which days are seen.
func (c *Chart) days(f *app.Figure) string {
	from, to := f.From, f.To
	if c.zoom.on() {
		from, to = journal.DateOf(c.zoom.from), journal.DateOf(c.zoom.to.Add(-time.Second))
	}
	if from == to {
		return app.DateText(from)
	}
	return words.Text("chart.days", app.DateText(from), app.DateText(to))
}

// state says what there is to show of a figure, and why not more.
func (c *Chart) state(f *app.Figure) (ChartState, string) {
	switch {
	case f.Chart == nil && f.Empty != "":
		return ChartBlank, f.Empty
	case f.Chart == nil:
		return ChartDrawn, ""
	case len(c.measures) == 0 && f.Chart.Empty():
		return ChartNothing, words.Text("chart.empty.nothing", c.person.Name)
	case f.Chart.Points() == 0 && len(c.measures) > 0:
		return ChartElsewhere, elsewhere(f.Chart)
	}
	return ChartDrawn, ""
}

func elsewhere(chart *app.Chart) string {
	first, last, _ := chart.Span()
	if first == last {
		return words.Text("chart.empty.elsewhere_day", chart.Title(), app.DateText(first))
	}
	return words.Text("chart.empty.elsewhere", chart.Title(), app.DateText(first), app.DateText(last))
}

// Row returns a row of the table in the order in which it is shown. A row that is
// not there is empty.
func (c *Chart) Row(i int) app.FigureRow {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.loaded.figure
	if f == nil || i < 0 || i >= f.Table.Len() {
		return app.FigureRow{}
	}
	if f.Table.ByTime {
		i = f.Table.Len() - 1 - i
	}
	return f.Table.Row(i)
}

// ChartCursor is what is pointed at.
type ChartCursor struct {
	Row   int        // of the table
	At    time.Time  // of a timeline
	Entry journal.ID // to open; zero for none
	Day   *journal.Date

	lines []string
	text  string
}

// Lines says what it is, a line each: the first is what or when.
func (k *ChartCursor) Lines() []string { return k.lines }

// Text says the same in one line.
func (k *ChartCursor) Text() string { return k.text }

// say fills in the words of a moment of a timeline.
func (k *ChartCursor) say(m *app.ChartMoment) {
	k.lines = append([]string{m.When}, m.Values...)
	if len(m.Treatments) > 0 {
		const most = 5
		k.lines = append(k.lines, m.Treatments[:min(len(m.Treatments), most)]...)
		if more := len(m.Treatments) - most; more > 0 {
			k.lines = append(k.lines, words.Text("chart.more", more))
		}
	}
	k.lines = append(k.lines, m.Events...)
	for _, f := range m.Flares {
		k.lines = append(k.lines, words.Text("chart.cursor.flare", f))
	}
	k.text = m.When
	for _, part := range [][]string{m.Values, m.Events, m.Treatments} {
		if len(part) > 0 {
			k.text += " · " + strings.Join(part, ", ")
		}
	}
	if len(m.Flares) > 0 {
		k.text += " · " + words.Text("chart.cursor.flare", strings.Join(m.Flares, ", "))
	}
}

// sayRow fills in the words of a row: its first cell, and the others by their
// heads.
func (k *ChartCursor) sayRow(heads []app.FigureHead, cells []string) {
	var rest []string
	for i, cell := range cells {
		switch {
		case cell == "":
		case len(k.lines) == 0:
			k.lines = append(k.lines, cell)
		default:
			k.lines = append(k.lines, words.Text("chart.part", heads[i].Name, cell))
			rest = append(rest, k.lines[len(k.lines)-1])
		}
	}
	if len(k.lines) > 0 {
		k.text = k.lines[0]
	}
	if len(rest) > 0 {
		k.text += " · " + strings.Join(rest, ", ")
	}
}

// Cursor returns what is pointed at; ok is false if nothing is.
func (c *Chart) Cursor() (k ChartCursor, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f := c.loaded.figure
	if f == nil || c.cursor < 0 {
		return k, false
	}
	k.Row = c.cursor
	if f.Chart == nil {
		if c.cursor >= len(c.spots) {
			return k, false
		}
		k.Row = c.spots[c.cursor]
	}
	if k.Row < 0 || k.Row >= f.Table.Len() {
		return k, false
	}
	row := f.Table.Row(k.Row)
	k.Entry, k.Day = row.Entry, row.Day
	if t := c.loaded.table; t != nil {
		k.At = t.At(k.Row)
		moment := t.Moment(k.Row)
		k.say(&moment)
		return k, true
	}
	k.sayRow(f.Table.Heads, row.Cells)
	return k, true
}

// SetSpots says what can be pointed at in the picture of a revision that is no
// timeline: the rows, in the order of stepping.
func (c *Chart) SetSpots(revision uint64, rows []int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if revision != c.revision {
		return
	}
	row := -1
	if f := c.loaded.figure; f != nil && f.Chart == nil {
		if c.cursor >= 0 && c.cursor < len(c.spots) {
			row = c.spots[c.cursor]
		}
		c.cursor = slices.Index(rows, row)
		if row < 0 {
			c.cursor = -1
		}
	}
	c.spots = rows
}

// Spot returns which of the spots is pointed at, -1 for none.
func (c *Chart) Spot() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded.table != nil {
		return -1
	}
	return c.cursor
}

// PointSpot points at a spot and reports whether that is another than before; -1
// points at none.
func (c *Chart) PointSpot(i int) (moved bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded.table != nil || i >= len(c.spots) || i == c.cursor {
		return false
	}
	c.cursor = i
	return true
}

// Point moves the crosshair to the point nearest to a moment and reports whether
// it moved.
func (c *Chart) Point(at time.Time) (moved bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded.table == nil {
		return false
	}
	i, ok := c.loaded.table.Nearest(at)
	if !ok || i == c.cursor {
		return false
	}
	c.cursor = i
	return true
}

// Step moves the crosshair by so many points, forth or back. A hidden one comes
// to the last point of a timeline, and to the first spot of every other figure.
func (c *Chart) Step(by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded.figure == nil {
		return
	}
	last := c.last()
	if c.cursor < 0 && c.loaded.table != nil {
		c.cursor = last
	} else {
		c.cursor = min(max(c.cursor+by, 0), last)
	}
	c.follow()
}

// last is the last place that can be pointed at, -1 if there is none.
func (c *Chart) last() int {
	if t := c.loaded.table; t != nil {
		return t.Len() - 1
	}
	return len(c.spots) - 1
}

// follow moves a zoom to where the crosshair is.
func (c *Chart) follow() {
	t := c.loaded.table
	if t == nil || !c.zoom.on() || c.cursor < 0 {
		return
	}
	at, width := t.At(c.cursor), c.zoom.to.Sub(c.zoom.from)
	if !at.Before(c.zoom.from) && at.Before(c.zoom.to) {
		return
	}
	all := c.loaded.figure.Chart.Timeline
	c.zoom.from, c.zoom.to = within(func(_, _ time.Time) (time.Time, time.Time) {
		return at.Add(-width / 2), at.Add(width / 2)
	})(at, at, all.From, all.To)
	c.revision++
}

// StepToFirst moves the crosshair to the first point.
func (c *Chart) StepToFirst() { c.stepTo(func(int) int { return 0 }) }

// StepToLast moves the crosshair to the last point.
func (c *Chart) StepToLast() { c.stepTo(func(n int) int { return n - 1 }) }

func (c *Chart) stepTo(row func(n int) int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := c.last() + 1; n > 0 {
		c.cursor = row(n)
		c.follow()
	}
}

// Leave hides the crosshair.
func (c *Chart) Leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cursor = -1
}
