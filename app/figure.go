package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"kith/app/words"
	"kith/charts"
	"kith/journal"
)

// FigureKind is a kind of chart, by the name used on the command line.
type FigureKind string

// FigureNeeds says what can be chosen for a kind of chart. Every kind is of a
// person and of a range of days.
type FigureNeeds struct {
	// Measures is how many measures it takes at most, LeastMeasures how many it
	// needs; with fewer chosen it takes the usual ones.
	Measures, LeastMeasures int
	// Scored limits the measures that make sense to questionnaires.
	Scored bool
	// Treatments is how many treatments it takes at most.
	Treatments int
	Split      bool // the first day of "after"
	Lag        bool // days between two measures
	Side       bool // front or back
	Events     bool // whether what happened is marked
	Strength   bool // how strong instead of how often
}

// figureKind is one kind of chart.
type figureKind struct {
	kind  FigureKind
	needs FigureNeeds
	make  func(ctx context.Context, a *App, r *journal.Record, o FigureOptions) (*Figure, error)
}

// figureKinds are all of them, in the order in which they are offered. A further
// kind is a line here, a file of its own in this package and one in package
// charts, and its words.
func figureKinds() []figureKind {
	return []figureKind{
		{KindTimeline, FigureNeeds{Measures: MaxChartMeasures, LeastMeasures: 1, Events: true}, makeTimeline},
		{KindMultiples, FigureNeeds{Measures: MaxFigureMeasures, LeastMeasures: 1}, makeMultiples},
		{KindCalendar, FigureNeeds{Measures: 1, LeastMeasures: 1}, makeCalendar},
		{KindHours, FigureNeeds{Measures: 1, LeastMeasures: 1, Treatments: maxHourLanes}, makeHours},
		{KindScores, FigureNeeds{Measures: MaxFigureMeasures, LeastMeasures: 1, Scored: true}, makeScores},
		{KindAdherence, FigureNeeds{Treatments: maxAdherenceRows}, makeAdherence},
		{KindTogether, FigureNeeds{Measures: maxTogether}, makeTogether},
		{KindBody, FigureNeeds{Measures: MaxFigureMeasures, Side: true, Strength: true}, makeBody},
		{KindCompare, FigureNeeds{Measures: 1, LeastMeasures: 1, Treatments: 1, Split: true}, makeCompare},
		{KindScatter, FigureNeeds{Measures: 2, LeastMeasures: 2, Lag: true}, makeScatter},
	}
}

func (k FigureKind) find() (figureKind, bool) {
	all := figureKinds()
	i := slices.IndexFunc(all, func(f figureKind) bool { return f.kind == k })
	if i < 0 {
		return figureKind{}, false
	}
	return all[i], true
}

// FigureKinds returns the kinds of chart in the order in which they are offered.
func FigureKinds() []FigureKind {
	var kinds []FigureKind
	for _, k := range figureKinds() {
		kinds = append(kinds, k.kind)
	}
	return kinds
}

// Needs returns what can be chosen for a kind; nothing for one that is not there.
func (k FigureKind) Needs() FigureNeeds {
	f, _ := k.find()
	return f.needs
}

// Text is what the kind is called.
func (k FigureKind) Text() string { return words.Text("chart.kind." + string(k)) }

// Limits and errors of figures.
const (
	MaxFigureMeasures = 12 // of small multiples
	MaxFigureLag      = 7  // days
)

var (
	ErrNoSuchFigure   = errors.New("no such kind of chart")
	ErrFigureMeasures = errors.New("not as many measures as this kind of chart takes")
	ErrFigureLag      = errors.New("the lag is not 0 to 7 days")
)

// FigureSide is the side of the body that is shown.
type FigureSide string

// The sides; FigureBoth is the usual one.
const (
	FigureBoth  FigureSide = ""
	FigureFront FigureSide = "front"
	FigureBack  FigureSide = "back"
)

// FigureOptions say what to put on a figure. What its kind does not need is
// ignored.
type FigureOptions struct {
	Kind   FigureKind
	Person Person
	// Measures are names out of [App.Measures]; none are the usual ones.
	Measures []string
	// Treatments are names of treatments; none are the usual ones.
	Treatments []string
	// From and To are civil dates, both included; nil is the first or last day on
	// which there is an entry of what is shown.
	From, To *journal.Date
	// Split is the first day of "after"; nil is the start of the treatment.
	Split *journal.Date
	// Lag is how many days the first measure comes before the second, 0 to 7.
	Lag int
	// Side is the side of the body.
	Side FigureSide
	// NoEvents leaves life events, appointments and the beginnings of conditions
	// out of a timeline.
	NoEvents bool
	// Strength shades the body by how strong instead of by how often.
	Strength bool
}

// Figure is a chart in every form: as a picture, in words and as a table.
type Figure struct {
	Kind   FigureKind
	Person Person
	// From and To are the first and last civil date that is shown.
	From, To journal.Date
	// Measures and Treatments are the names of what is shown, chosen or usual.
	Measures, Treatments []string
	Title                string
	// Sentences are the paragraph for who cannot see the picture, those that
	// belong together in one.
	Sentences []string
	// Table is the data in full.
	Table FigureTable
	// List is something that is neither in the picture nor in the table in full.
	List FigureList
	// LeftOut says what is not shown, and why; Sentences say it too.
	LeftOut []string
	// Picture draws it. Rows of its spots are rows of Table.
	Picture charts.Figure
	// Empty is why there is nothing to see, "" otherwise. Then too the picture is
	// well-formed.
	Empty string
	// Chart is that of a timeline, nil for every other kind.
	Chart *Chart

	document func() any // the JSON of a kind that has its own
}

// FigureList is a list with a heading; without lines there is none.
type FigureList struct {
	Head  string
	Lines []string
}

// FigureTable is a table whose rows are made when they are asked for.
type FigureTable struct {
	Heads []FigureHead
	// ByTime says that the rows are moments, the oldest first; on a screen the
	// newest come first.
	ByTime bool

	rows figureRows
}

// FigureHead is the head of a column.
type FigureHead struct {
	Name string // for people
	Key  string // for JSON and CSV; it stays the same
}

// FigureRow is a row of a table.
type FigureRow struct {
	Cells []string // as a person reads them; "" is missing
	// Values are the same for JSON and CSV: string, float64, int, bool,
	// journal.Date, or nil for missing.
	Values []any
	// Entry is the entry to open; zero for none.
	Entry journal.ID
	// Day is the day to go to in the timeline; nil for none.
	Day *journal.Date
}

// figureRows is what a table needs of its rows.
type figureRows interface {
	Len() int
	Row(i int) FigureRow
}

// rowList is rows that are made already.
type rowList []FigureRow

func (l rowList) Len() int            { return len(l) }
func (l rowList) Row(i int) FigureRow { return l[i] }

// Len returns how many rows there are.
func (t *FigureTable) Len() int {
	if t.rows == nil {
		return 0
	}
	return t.rows.Len()
}

// Row returns row i of Len.
func (t *FigureTable) Row(i int) FigureRow { return t.rows.Row(i) }

// Summary is the paragraph in one piece.
func (f *Figure) Summary() string { return strings.Join(f.Sentences, " ") }

// Days returns how many civil dates the range has.
func (f *Figure) Days() int { return int(f.To-f.From) + 1 }

// words are the words of the picture; they say what the sentences say.
func (f *Figure) words() charts.Words {
	w := chartWords()
	w.Title, w.Description, w.Language = f.Title, f.Summary(), words.Language()
	return w
}

// Figure gathers a figure. What somebody has nothing of is a figure with Empty,
// not an error. It fails with [ErrNoSuchFigure], [ErrFigureMeasures],
// [ErrFigureLag], [ErrChartRange] or an [UnknownMeasureError].
func (a *App) Figure(ctx context.Context, o FigureOptions) (*Figure, error) {
	k, ok := o.Kind.find()
	switch {
	case !ok:
		return nil, fmt.Errorf("%q: %w", o.Kind, ErrNoSuchFigure)
	case o.Lag < 0 || o.Lag > MaxFigureLag:
		return nil, ErrFigureLag
	case o.From != nil && o.To != nil && *o.From > *o.To:
		return nil, ErrChartRange
	}
	if n := len(o.Measures); k.needs.Measures > 0 && n > k.needs.Measures {
		if o.Kind == KindTimeline {
			return nil, ErrChartMeasures
		}
		return nil, ErrFigureMeasures
	}
	var f *Figure
	err := a.with(ctx, o.Person, func(r *journal.Record) (err error) {
		f, err = k.make(ctx, a, r, o)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("chart: %w", err)
	}
	if f.Measures == nil && k.needs.Measures > 0 {
		f.Measures = o.Measures
	}
	if f.Treatments == nil && k.needs.Treatments > 0 {
		f.Treatments = o.Treatments
	}
	return f, nil
}
