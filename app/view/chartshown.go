package view

import (
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/charts"
)

// ChartState says what there is to show.
type ChartState int

// The states of a chart.
const (
	ChartLoading   ChartState = iota // nothing was read yet
	ChartNobody                      // there is no person
	ChartNothing                     // the person has no entry that can be drawn
	ChartElsewhere                   // there are entries, but not in this range
	ChartDrawn
)

// ChartShown is everything the page shows, the crosshair apart.
type ChartShown struct {
	State ChartState
	// Empty says in words why there is nothing to see; "" if there is.
	Empty string
	// Names are the measures to choose from, and First and Second those that are
	// shown; Second is "" for none.
	Names         []string
	First, Second string
	Range         ChartRange
	From, To      string // the first and last day, as somebody types them
	Days          string // the same as a person reads it
	Summary       string
	// Heads are the names of the table's columns.
	Heads []string
	Rows  int
	// Timeline is what to draw; nil for nothing. It is never changed.
	Timeline *charts.Timeline
	// Revision changes with Timeline.
	Revision uint64
}

// Shown returns what the page shows.
func (c *Chart) Shown() ChartShown {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := ChartShown{Range: c.wanted.rng, Revision: c.revision, Timeline: c.loaded.timeline()}
	for _, m := range c.measures {
		s.Names = append(s.Names, m.Name)
	}
	chart := c.loaded.chart
	switch {
	case !c.has:
		s.State, s.Empty = ChartNobody, words.Text("chart.empty.nobody")
		return s
	case chart == nil:
		return s
	case len(c.measures) == 0 && chart.Empty():
		s.State, s.Empty = ChartNothing, words.Text("chart.empty.nothing", c.person.Name)
	case chart.Points() == 0 && len(c.measures) > 0:
		s.State, s.Empty = ChartElsewhere, c.elsewhere(chart)
	default:
		s.State = ChartDrawn
	}
	for i, m := range chart.Measures {
		if i == 0 {
			s.First = m.Name
		} else {
			s.Second = m.Name
		}
	}
	s.From, s.To = chart.From.String(), chart.To.String()
	s.Days = words.Text("chart.days", app.DateText(chart.From), app.DateText(chart.To))
	s.Summary = c.loaded.summary
	s.Heads = []string{words.Text("chart.table.when")}
	for i := range chart.Series {
		s.Heads = append(s.Heads, chart.Series[i].Name())
	}
	s.Rows = c.loaded.table.Len()
	return s
}

func (c *Chart) elsewhere(chart *app.Chart) string {
	first, last, _ := chart.Span()
	if first == last {
		return words.Text("chart.empty.elsewhere_day", chart.Title(), app.DateText(first))
	}
	return words.Text("chart.empty.elsewhere", chart.Title(), app.DateText(first), app.DateText(last))
}

// Row returns a row of the table, the newest is 0. A row that is not there is
// empty.
func (c *Chart) Row(i int) app.ChartRow {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.loaded.table; t != nil && i >= 0 && i < t.Len() {
		return t.Row(t.Len() - 1 - i)
	}
	return app.ChartRow{}
}

// ChartCursor is what the crosshair is on.
type ChartCursor struct {
	At time.Time
	app.ChartMoment
}

// Lines says what the crosshair is on, a line each: when, the values, what ran
// then, and a flare.
func (k *ChartCursor) Lines() []string {
	lines := append([]string{k.When}, k.Values...)
	if len(k.Treatments) > 0 {
		const most = 5
		lines = append(lines, k.Treatments[:min(len(k.Treatments), most)]...)
		if more := len(k.Treatments) - most; more > 0 {
			lines = append(lines, words.Text("chart.more", more))
		}
	}
	for _, f := range k.Flares {
		lines = append(lines, words.Text("chart.cursor.flare", f))
	}
	return lines
}

// Text says the same in one line.
func (k *ChartCursor) Text() string {
	text := k.When
	for _, part := range [][]string{k.Values, k.Treatments} {
		if len(part) > 0 {
			text += " · " + strings.Join(part, ", ")
		}
	}
	if len(k.Flares) > 0 {
		text += " · " + words.Text("chart.cursor.flare", strings.Join(k.Flares, ", "))
	}
	return text
}

// Cursor returns what the crosshair is on; ok is false if it is hidden.
func (c *Chart) Cursor() (k ChartCursor, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := c.loaded.table
	if t == nil || c.cursor < 0 || c.cursor >= t.Len() {
		return ChartCursor{}, false
	}
	return ChartCursor{At: t.At(c.cursor), ChartMoment: t.Moment(c.cursor)}, true
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
// to the last point.
func (c *Chart) Step(by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded.table == nil {
		return
	}
	last := c.loaded.table.Len() - 1
	if c.cursor < 0 {
		c.cursor = last
		return
	}
	c.cursor = min(max(c.cursor+by, 0), last)
}

// StepToFirst moves the crosshair to the first point.
func (c *Chart) StepToFirst() { c.stepTo(func(int) int { return 0 }) }

// StepToLast moves the crosshair to the last point.
func (c *Chart) StepToLast() { c.stepTo(func(n int) int { return n - 1 }) }

func (c *Chart) stepTo(row func(n int) int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t := c.loaded.table; t != nil && t.Len() > 0 {
		c.cursor = row(t.Len())
	}
}

// Leave hides the crosshair.
func (c *Chart) Leave() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cursor = -1
}
