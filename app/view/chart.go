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

// Chart is the chart page: which kind of chart, of what and over how much time,
// what is pointed at, and the same in words and as a table.
//
// Load and Save are slow, take a ctx and may be called from another goroutine;
// everything else is quick. What was chosen is shown after the next Load, except
// for a zoom.
type Chart struct {
	a *app.App

	mu         sync.Mutex
	person     app.Person
	has        bool // there is a person
	wanted     chartWish
	asked      uint64 // counts changes of wanted
	measures   []journal.Measured
	treatments []string
	loaded     loadedChart
	zoom       chartZoom
	revision   uint64 // counts pictures
	cursor     int    // row of a timeline's table, place in spots of every other figure; -1 for none
	spots      []int  // rows of what can be pointed at
}

// chartWish is what was asked for.
type chartWish struct {
	kind       app.FigureKind
	names      []string // none are the usual ones
	treatments []string
	rng        ChartRange
	from, to   journal.Date // of ChartCustom
	picked     bool         // somebody chose the range
	split      *journal.Date
	lag        int
	side       app.FigureSide
	noEvents   bool
	strength   bool
}

// loadedChart is what was read last.
type loadedChart struct {
	figure  *app.Figure
	table   *app.ChartTable // of a timeline
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
		c.wanted = chartWish{kind: c.wanted.kind, rng: ChartAll}
		c.measures, c.treatments, c.loaded, c.cursor, c.spots, c.zoom = nil, nil, loadedChart{}, -1, nil, chartZoom{}
		c.revision++
		c.asked++
	}
	c.person, c.has = p, ok
}

// SetKind chooses the kind of chart and reports whether it is another than before.
func (c *Chart) SetKind(kind app.FigureKind) (changed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.setKind(kind)
}

func (c *Chart) setKind(kind app.FigureKind) bool {
	if c.wanted.kind == kind || !slices.Contains(app.FigureKinds(), kind) {
		return false
	}
	if len(c.wanted.names) == 0 && kind.Needs().Measures == 1 && c.wanted.kind == app.KindTimeline {
		c.wanted.names = c.shownNames() // of what was looked at before
	}
	c.wanted.kind, c.cursor, c.zoom = kind, -1, chartZoom{}
	c.asked++
	return true
}

// Choose sets the measure of a place, the first is 0; "" takes it away. More
// measures than a timeline has lines for are small charts below each other.
func (c *Chart) Choose(slot int, name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wanted.names = choose(c.shownNames(), slot, name)
	c.asked++
	if c.wanted.kind == app.KindTimeline && len(c.wanted.names) > app.MaxChartMeasures {
		c.setKind("multiples")
	}
}

// ChooseTreatment sets the treatment of a place; "" takes it away. Its start then
// is the first day of "after".
func (c *Chart) ChooseTreatment(slot int, name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := c.wanted.treatments
	if len(list) == 0 && c.loaded.figure != nil {
		list = c.loaded.figure.Treatments
	}
	c.wanted.treatments, c.wanted.split = choose(list, slot, name), nil
	c.asked++
}

// choose returns list with name at a place, and nowhere else.
func choose(list []string, slot int, name string) []string {
	var out []string
	for i, have := range list {
		switch {
		case i == slot && name != "":
			out = append(out, name)
		case i != slot && have != name:
			out = append(out, have)
		}
	}
	if slot >= len(list) && name != "" && !slices.Contains(out, name) {
		for len(out) < slot && len(list) == 0 {
			out = append(out, "") // the usual one
		}
		out = append(out, name)
	}
	return out
}

// shownNames are the measures that were chosen, or else those that are shown.
func (c *Chart) shownNames() []string {
	if len(c.wanted.names) > 0 || c.loaded.figure == nil {
		return c.wanted.names
	}
	return c.loaded.figure.Measures
}

// SetLag sets how many days the first measure comes before the second.
func (c *Chart) SetLag(days int) {
	c.wish(func(w *chartWish) { w.lag = min(max(days, 0), app.MaxFigureLag) })
}

// SetSide sets the side of the body that is shown.
func (c *Chart) SetSide(side app.FigureSide) { c.wish(func(w *chartWish) { w.side = side }) }

// SetStrength shades the body by how strong, not by how often.
func (c *Chart) SetStrength(on bool) { c.wish(func(w *chartWish) { w.strength = on }) }

// SetEvents says whether what happened is marked.
func (c *Chart) SetEvents(on bool) { c.wish(func(w *chartWish) { w.noEvents = !on }) }

// SetSplit sets the first day of "after" as somebody typed it; "" is the start of
// the treatment. It fails with an error for [app.Explain] and changes nothing then.
func (c *Chart) SetSplit(text string) error {
	if strings.TrimSpace(text) == "" {
		c.wish(func(w *chartWish) { w.split = nil })
		return nil
	}
	day, err := typedDay(text)
	if err == nil {
		c.wish(func(w *chartWish) { w.split = &day })
	}
	return err
}

func (c *Chart) wish(change func(*chartWish)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.wanted)
	c.asked++
}

// Load reads what was chosen.
func (c *Chart) Load(ctx context.Context) error {
	c.mu.Lock()
	person, has, wish, asked := c.person, c.has, c.wanted, c.asked
	c.mu.Unlock()
	if !has {
		return nil
	}
	measures, err := c.a.Measures(ctx, person)
	if err != nil {
		return err
	}
	treatments, err := c.treatmentNames(ctx, person, wish.kind.Needs().Treatments > 0)
	if err != nil {
		return err
	}
	today := journal.At(c.a.Now()).Date
	figure, err := c.a.Figure(ctx, wish.options(person, measures, treatments, today))
	if err != nil {
		return err
	}
	loaded := loadedChart{figure: figure, summary: strings.Join(figure.Sentences, "\n\n")}
	if figure.Chart != nil {
		loaded.table = figure.Chart.Table()
	}

	c.mu.Lock()
	defer c.mu.Unlock()
	if person.ID != c.person.ID || !c.has || c.asked != asked {
		return nil // something else was chosen meanwhile, and is being loaded
	}
	c.keepCursor(&loaded)
	c.measures, c.treatments, c.loaded, c.spots = measures, treatments, loaded, nil
	c.wanted.rng = wish.rangeFor(measures, today)
	c.zoom.keep(figure)
	c.revision++
	return nil
}

// treatmentNames are the names of all treatments, each once.
func (c *Chart) treatmentNames(ctx context.Context, p app.Person, wanted bool) (names []string, err error) {
	if !wanted {
		return nil, nil
	}
	list, err := c.a.Treatments(ctx, p)
	for i := range list {
		if name := list[i].Course.Name; !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names, err
}

// keepCursor leaves the crosshair of a timeline where it is in time.
func (c *Chart) keepCursor(next *loadedChart) {
	if c.cursor < 0 || c.loaded.table == nil || next.table == nil {
		c.cursor = -1
		return
	}
	at := c.loaded.table.At(c.cursor)
	c.cursor = -1
	if i, ok := next.table.Nearest(at); ok && next.table.At(i).Equal(at) {
		c.cursor = i
	}
}

// options are what to gather. What is no longer there is left out.
func (w *chartWish) options(p app.Person, measures []journal.Measured, treatments []string, today journal.Date) app.FigureOptions {
	needs := w.kind.Needs()
	o := app.FigureOptions{Kind: w.kind, Person: p, Split: w.split, Lag: w.lag, Side: w.side, NoEvents: w.noEvents, Strength: w.strength}
	names := offered(measures, needs)
	for _, name := range w.names {
		if i := slices.IndexFunc(names, func(n string) bool { return !slices.Contains(w.names, n) }); name == "" && i >= 0 {
			name = names[i]
		}
		if len(o.Measures) < needs.Measures && slices.Contains(names, name) {
			o.Measures = append(o.Measures, name)
		}
	}
	if len(o.Measures) < needs.LeastMeasures {
		for _, name := range names { // what is missing are the usual ones
			if n := len(o.Measures); n > 0 && n < needs.LeastMeasures && !slices.Contains(o.Measures, name) {
				o.Measures = append(o.Measures, name)
			}
		}
	}
	for _, name := range w.treatments {
		if len(o.Treatments) < needs.Treatments && slices.Contains(treatments, name) {
			o.Treatments = append(o.Treatments, name)
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

// offered are the measures that a kind of chart can show.
func offered(measures []journal.Measured, needs app.FigureNeeds) (names []string) {
	for _, m := range measures {
		if needs.Measures > 0 && (!needs.Scored || m.Kind == journal.KindResponse) {
			names = append(names, m.Name)
		}
	}
	return names
}

// Save writes the chart that is shown to a file; see [app.App.SaveFigure]. What is
// zoomed into is written as it is shown.
func (c *Chart) Save(path string, theme app.ChartTheme, force bool) error {
	c.mu.Lock()
	figure, picture := c.loaded.figure, c.picture()
	c.mu.Unlock()
	if figure == nil {
		return journal.ErrNothing
	}
	shown := *figure
	shown.Picture = picture
	return c.a.SaveFigure(&shown, path, app.ChartFile{Theme: theme, Force: force})
}

// FileName proposes a name for a picture in a folder, without a word about what it
// shows.
func (c *Chart) FileName(dir, extension string) string {
	return filepath.Join(dir, words.Text("chart.file", c.a.Now().Format(time.DateOnly))+extension)
}

// WithExtension returns path with another extension if it ends in one of a picture.
func WithExtension(path, extension string) string {
	if old := filepath.Ext(path); slices.Contains(app.FigureFormats(), strings.ToLower(old)) {
		return strings.TrimSuffix(path, old) + extension
	}
	return path
}

// picture is what is drawn, nil for nothing.
func (c *Chart) picture() charts.Figure {
	f := c.loaded.figure
	switch {
	case f == nil:
		return nil
	case f.Chart == nil || !c.zoom.on():
		return f.Picture
	}
	t := *f.Chart.Timeline
	t.From, t.To = c.zoom.from, c.zoom.to
	return &t
}
