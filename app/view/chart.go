package view

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// ChartRange is how much time a chart shows.
type ChartRange int

// The ranges. All but the last two end today.
const (
	ChartWeek ChartRange = iota
	ChartMonth
	ChartQuarter
	ChartYear
	ChartAll
	ChartCustom
)

// ChartRanges returns the ranges in the order in which they are offered.
func ChartRanges() []ChartRange {
	return []ChartRange{ChartWeek, ChartMonth, ChartQuarter, ChartYear, ChartAll, ChartCustom}
}

// Text is what the range is called.
func (r ChartRange) Text() string {
	return words.Text("chart.range." + []string{"week", "month", "quarter", "year", "all", "custom"}[r])
}

// days returns how many days a range has that has so many.
func (r ChartRange) days() journal.Date {
	return []journal.Date{7, 30, 91, 365, 0, 0}[r]
}

// Chart is the chart page: which measures over how much time, what the crosshair
// is on, and the same in words and as a table.
//
// Load and Save are slow, take a ctx and may be called from another goroutine;
// everything else is quick. What was chosen is shown after the next Load.
type Chart struct {
	a *app.App

	mu       sync.Mutex
	person   app.Person
	has      bool // there is a person
	wanted   chartWish
	measures []journal.Measured
	loaded   loadedChart
	revision uint64 // counts Loads
	cursor   int    // row of the table, -1 for none
}

// chartWish is what was asked for.
type chartWish struct {
	kind     app.FigureKind
	names    [app.MaxChartMeasures]string // "" is the usual one for the first, none for the second
	rng      ChartRange
	from, to journal.Date // of ChartCustom
	picked   bool         // somebody chose the range
}

// loadedChart is what was read last.
type loadedChart struct {
	figure  *app.Figure
	chart   *app.Chart
	table   *app.ChartTable
	summary string
}

// NewChart makes the page of nobody.
func NewChart(a *app.App) *Chart {
	return &Chart{a: a, cursor: -1, wanted: chartWish{kind: app.KindTimeline, rng: ChartAll}}
}

// SetPerson chooses whose chart it is; false is nobody's. Another person's begins
// with the measure and range that suit them.
func (c *Chart) SetPerson(p app.Person, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if p.ID != c.person.ID || ok != c.has {
		c.wanted, c.measures, c.loaded, c.cursor = chartWish{kind: c.wanted.kind, rng: ChartAll}, nil, loadedChart{}, -1
		c.revision++
	}
	c.person, c.has = p, ok
}

// SetKind chooses the kind of chart and reports whether it is another than before.
func (c *Chart) SetKind(kind app.FigureKind) (changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	changed = c.wanted.kind != kind
	c.wanted.kind = kind
	return changed
}

// Choose sets the first or second measure, 0 or 1; "" takes the second away.
func (c *Chart) Choose(slot int, name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted.names[slot] = name
}

// SetRange sets a range; ChartCustom keeps the days that are shown.
func (c *Chart) SetRange(r ChartRange) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted.rng, c.wanted.picked = r, true
	if r == ChartCustom && c.loaded.chart != nil {
		c.wanted.from, c.wanted.to = c.loaded.chart.From, c.loaded.chart.To
	}
}

// SetDays sets a range of days, both included, as somebody typed them. It fails
// with an error for [app.Explain] and changes nothing then.
func (c *Chart) SetDays(from, to string) error {
	first, err := typedDay(from)
	if err != nil {
		return err
	}
	last, err := typedDay(to)
	if err != nil {
		return err
	}
	if first > last {
		return app.ErrChartRange
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted.rng, c.wanted.picked, c.wanted.from, c.wanted.to = ChartCustom, true, first, last
	return nil
}

func typedDay(text string) (journal.Date, error) {
	d, err := journal.ParseDate(text)
	if err != nil {
		return 0, &app.InputError{Err: err}
	}
	return d, nil
}

// ShowWhatThereIs goes to the newest days that have entries, as many days as are
// shown now; it is for a range without any.
func (c *Chart) ShowWhatThereIs() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded.chart == nil {
		return
	}
	first, last, ok := c.loaded.chart.Span()
	if !ok {
		return
	}
	days := journal.Date(c.loaded.chart.Days())
	c.wanted.rng, c.wanted.picked = ChartCustom, true
	c.wanted.from, c.wanted.to = max(first, last-days+1), last
	if c.wanted.from == first {
		c.wanted.rng = ChartAll
	}
}

// Load reads what was chosen.
func (c *Chart) Load(ctx context.Context) error {
	c.mu.Lock()
	person, has, wish := c.person, c.has, c.wanted
	c.mu.Unlock()
	if !has {
		return nil
	}
	measures, err := c.a.Measures(ctx, person)
	if err != nil {
		return err
	}
	o := wish.options(person, measures, journal.At(c.a.Now()).Date)
	figure, err := c.a.Figure(ctx, o)
	if err != nil {
		return err
	}
	loaded := loadedChart{figure: figure, chart: figure.Chart, table: figure.Chart.Table(), summary: strings.Join(figure.Sentences, "\n\n")}

	c.mu.Lock()
	defer c.mu.Unlock()
	if person.ID != c.person.ID || !c.has || c.wanted != wish {
		return nil // something else was chosen meanwhile, and is being loaded
	}
	c.keepCursor(loaded.table)
	c.measures, c.loaded = measures, loaded
	c.wanted.rng = wish.rangeFor(measures, journal.At(c.a.Now()).Date)
	c.revision++
	return nil
}

// keepCursor leaves the crosshair where it is in time.
func (c *Chart) keepCursor(next *app.ChartTable) {
	if c.cursor < 0 || c.loaded.table == nil {
		c.cursor = -1
		return
	}
	at := c.loaded.table.At(c.cursor)
	c.cursor = -1
	if i, ok := next.Nearest(at); ok && next.At(i).Equal(at) {
		c.cursor = i
	}
}

// options are what to gather. A measure that is no longer there is left out.
func (w chartWish) options(p app.Person, measures []journal.Measured, today journal.Date) app.FigureOptions {
	o := app.FigureOptions{Kind: w.kind, Person: p}
	for _, name := range w.names {
		if slices.ContainsFunc(measures, func(m journal.Measured) bool { return m.Name == name }) && !slices.Contains(o.Measures, name) {
			o.Measures = append(o.Measures, name)
		}
	}
	if len(o.Measures) == 1 && o.Measures[0] != w.names[0] { // only the second
		if first := measures[0].Name; first != o.Measures[0] {
			o.Measures = []string{first, o.Measures[0]}
		}
	}
	switch rng := w.rangeFor(measures, today); rng {
	case ChartAll:
	case ChartCustom:
		o.From, o.To = &w.from, &w.to
	default:
		from := today - rng.days() + 1
		o.From, o.To = &from, &today
	}
	return o
}

// rangeFor is the range that was chosen; before that it is a year if there is more
// than that, and everything if not, or if the last year has nothing.
func (w chartWish) rangeFor(measures []journal.Measured, today journal.Date) ChartRange {
	if w.picked || len(measures) == 0 {
		return w.rng
	}
	m := measures[0]
	if i := slices.IndexFunc(measures, func(m journal.Measured) bool { return m.Name == w.names[0] }); i >= 0 {
		m = measures[i]
	}
	if m.Last-m.First > ChartYear.days()+30 && m.Last > today-ChartYear.days() {
		return ChartYear
	}
	return ChartAll
}

// Save writes the chart that is shown to a file; see [app.App.SaveFigure].
func (c *Chart) Save(path string, theme app.ChartTheme, force bool) error {
	c.mu.Lock()
	figure := c.loaded.figure
	c.mu.Unlock()
	if figure == nil {
		return journal.ErrNothing
	}
	return c.a.SaveFigure(figure, path, app.ChartFile{Theme: theme, Force: force})
}

// FileName proposes a name for a picture in a folder, without a word about what it
// shows.
func (c *Chart) FileName(dir, extension string) string {
	return filepath.Join(dir, words.Text("chart.file", c.a.Now().Format(time.DateOnly))+extension)
}

// WithExtension returns path with another extension if it ends in one of a picture.
func WithExtension(path, extension string) string {
	switch old := filepath.Ext(path); strings.ToLower(old) {
	case ".svg", ".png", ".pdf", ".csv":
		return strings.TrimSuffix(path, old) + extension
	}
	return path
}

// timeline is what is drawn, nil for nothing.
func (l *loadedChart) timeline() *charts.Timeline {
	if l.chart == nil {
		return nil
	}
	return l.chart.Timeline
}
