package charts

import (
	"image"
	"math"
	"sort"
	"time"
)

// span is the stretch of time that several panels show, with what goes through all
// of them.
type span struct {
	from, to time.Time // in the zone of its midnights
	bands    []Band
	marks    []Mark
}

func newSpan(from, to time.Time, loc *time.Location, bands []Band, marks []Mark) (span, error) {
	frame := Timeline{From: from, To: to, Bands: bands, Marks: marks}
	if err := frame.validate(); err != nil {
		return span{}, err
	}
	if loc == nil {
		loc = time.UTC
	}
	return span{from: from.In(loc), to: to.In(loc), bands: bands, marks: marks}, nil
}

// panels is a plan of several plots one above the other on one time axis.
type panels struct {
	sheet
	span
	list   []*panel
	shown  int // of list; the rest has no room
	time   timeAxis
	left   float64 // of every plot
	right  float64
	top    float64 // of the strip with the names of bands and marks
	bottom float64 // y of the time axis
	beside bool    // names stand to the left of the plots and not above them
	names  float64 // width of the names beside

	flags    []flag
	flagRows int      // rows of names of marks: none, one or two
	feet     []string // small print below everything
}

// flag is a mark that is drawn, and its name as far as it fits.
type flag struct {
	x    float64
	row  int
	name string
}

// panel is one plot: a Layout of one outcome, with its own values.
type panel struct {
	*Layout
	unit    string
	notes   []note    // explain what the plot shows, beside its name
	edge    float64   // width of what is written to the right of the plot
	inside  float64   // height of a row of its own between its name and the plot
	stepped bool      // bands of values lie behind it, whose edges are lines enough
	starts  []float64 // values that are worth a tick, if there are any
	ideal   float64   // comfortable height of the plot, in device pixels
	least   float64
	head    image.Rectangle // its name, unit and notes
}

// note is a sample of a mark with its meaning.
type note struct {
	ring bool // draw the hollow mark in front
	text string
}

// add puts a panel of one outcome at the end. The outcome is checked already.
func (p *panels) add(o *Outcome) *panel {
	t := &Timeline{From: p.from, To: p.to, Location: p.from.Location(), Outcomes: []Outcome{*o}, Words: *p.words}
	l := &Layout{sheet: p.sheet, t: t, from: p.from, to: p.to}
	l.runs = [][][2]int{runs(o.Points, p.from, p.to, o.Gap)}
	pl := &panel{Layout: l, unit: clean(o.Unit)}
	p.list = append(p.list, pl)
	return pl
}

// Heights and distances in layout points.
const (
	panelGap     = 14.0
	headGap      = 8.0
	nameColumn   = 0.17 // of the width, at most, for names beside the plots
	edgeColumn   = 0.26 // and for what stands at the right of them
	besideLength = 760.0
)

// headHeight is the height that the name of a panel takes above its plot.
func (p *panels) headHeight(pl *panel) float64 {
	if p.beside {
		return pl.inside
	}
	return p.row(namePt) + p.px(headGap) + pl.inside
}

// stripRows is the height above the first panel: a row for the names of bands and
// one for marks, as far as there are any.
func (p *panels) stripRows() (bands, marks float64) {
	row := math.Round(p.row(amountPt) + p.px(4))
	for _, b := range p.bands {
		if clean(b.Name) != "" && b.From.Before(p.to) && (b.To.IsZero() || b.To.After(p.from)) {
			bands = row
			break
		}
	}
	return bands, float64(p.flagRows) * row
}

// axisHeight is the height of what stands below the panels.
func (p *panels) axisHeight() float64 { return p.px(6) + 2*p.row(axisPt) + p.footHeight() }

func (p *panels) footHeight() float64 {
	if len(p.feet) == 0 {
		return 0
	}
	return p.px(4) + float64(len(p.feet))*p.row(amountPt)
}

// height is what all panels take at their comfortable size.
func (p *panels) height() float64 {
	p.Size.Y = largestSide
	p.place() // which finds how many rows the marks need
	bands, marks := p.stripRows()
	h := p.pad + bands + marks + p.axisHeight() + p.pad
	for _, pl := range p.list {
		h += p.headHeight(pl) + pl.ideal + p.px(panelGap)
	}
	if len(p.list) == 0 {
		h += p.px(120)
	}
	return h
}

// place gives every panel its height and all of them the same width, with as many
// rows above them as the names of the marks need.
func (p *panels) place() {
	for range 3 {
		p.placeWith()
		if rows := p.placeFlags(); rows == p.flagRows {
			return
		} else if rows > p.flagRows {
			p.flagRows = rows
		}
	}
}

// placeFlags puts the name of a mark into the lower of two rows if it ends before
// the next mark, and otherwise into the upper one, where no line runs through it.
// It returns how many rows that takes.
func (p *panels) placeFlags() int {
	p.flags = nil
	var list []Mark
	last := math.Inf(-1)
	for _, m := range p.marks {
		if x := p.x(m.At); !m.At.Before(p.from) && m.At.Before(p.to) && x-last >= p.px(1.5) {
			list = append(list, m)
			last = x
		}
	}
	upper := p.left - p.px(6) // up to here the upper row is taken
	both := false
	for i, m := range list {
		f := flag{x: math.Round(p.x(m.At)) + p.hair()/2, row: 1}
		room := p.right - f.x - p.px(6)
		if i+1 < len(list) {
			room = math.Min(room, p.x(list[i+1].At)-f.x-p.px(14))
		}
		width := p.width(clean(m.Name), amountPt)
		if width > room && f.x > upper && i+1 < len(list) {
			f.row, room = 0, p.right-f.x-p.px(6)
			upper = f.x + math.Min(width, room) + p.px(14)
			both = true
		}
		f.name = p.fit(m.Name, amountPt, math.Max(room, 0))
		p.flags = append(p.flags, f)
	}
	if !both {
		for i := range p.flags {
			p.flags[i].row = 0
		}
	}
	return min(len(p.flags), 1) + b2i(both)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (p *panels) placeWith() {
	bands, marks := p.stripRows()
	p.top = p.pad
	p.bottom = math.Round(float64(p.Size.Y) - p.pad - p.axisHeight())
	first := p.top + bands + marks
	room := p.bottom - first
	p.shown = p.fitting(room)
	if p.shown < len(p.list) {
		room -= p.row(axisPt)
	}
	fixed, ideal := 0.0, 0.0
	for _, pl := range p.list[:p.shown] {
		fixed += p.headHeight(pl) + p.px(panelGap)
		ideal += pl.ideal
	}
	// In a tall picture they grow, but not to where a small thing looks like a great one.
	scale := math.Min((room-fixed)/math.Max(ideal, 1), 2.5)
	y := first
	for _, pl := range p.list[:p.shown] {
		top := y
		plotTop := math.Round(y + p.headHeight(pl))
		y = plotTop + math.Max(1, math.Round(pl.ideal*scale))
		pl.Plot = image.Rect(0, int(plotTop), 0, int(y))
		pl.head = image.Rect(int(p.pad), int(top), p.Size.X-int(p.pad), int(plotTop))
		height := float64(pl.Plot.Dy())
		numbers := int(height / math.Max(p.px(15), 1.3*p.textPx(axisPt)))
		pl.axes = pl.valueAxes(max(2, min(numbers, 4)), int(height/(1.25*p.textPx(axisPt))))
		pl.tickAt(pl.starts)
		pl.thinTicks(height)
		y += p.px(panelGap)
	}
	if p.shown > 0 { // under the last, and under a picture that they do not fill
		last := float64(p.list[p.shown-1].Plot.Max.Y)
		more := 0.0
		if p.shown < len(p.list) {
			more = p.row(axisPt) + p.px(4)
		}
		p.bottom = math.Min(p.bottom, math.Round(last+p.px(0.5*panelGap)+more))
	}
	p.columns()
	for _, pl := range p.list {
		pl.Plot.Min.X, pl.Plot.Max.X = int(p.left), int(p.right)
		if p.beside {
			pl.head = image.Rect(int(p.pad), pl.Plot.Min.Y, int(p.pad+p.names), pl.Plot.Max.Y)
		}
		if pl.Plot.Dx() > 0 {
			pl.Window = pl.window()
		}
	}
	p.time = newTimeAxis(p.from, p.to, p.words, axisRoom{
		width: p.right - p.left, left: p.left - p.pad, right: float64(p.Size.X) - p.right - p.pad/2,
		gap:     math.Max(p.px(22), 1.5*p.textPx(axisPt)),
		measure: func(s string) float64 { return p.width(s, axisPt) },
	})
}

// fitting is how many panels have room at their least height.
func (p *panels) fitting(room float64) int {
	used := 0.0
	for i, pl := range p.list {
		used += p.headHeight(pl) + pl.least + p.px(panelGap)
		more := 0.0
		if i+1 < len(p.list) {
			more = p.row(axisPt)
		}
		if used+more > room && i > 0 {
			return i
		}
	}
	return len(p.list)
}

// tickAt puts ticks at given values instead of round ones, and at the upper end.
func (pl *panel) tickAt(values []float64) {
	if len(values) == 0 {
		return
	}
	pl.stepped = true
	a := &pl.axes[0]
	step := niceStep(a.high-a.low, 100)
	for _, v := range append(values, a.high) {
		if v != math.Trunc(v) {
			step = math.Min(step, 0.1)
		} else {
			step = math.Max(step, 1)
		}
	}
	a.ticks = nil
	for _, v := range append(values, a.high) {
		if v >= a.low && v <= a.high && (len(a.ticks) == 0 || v > a.ticks[len(a.ticks)-1].value) {
			a.ticks = append(a.ticks, valueTick{v, number(v, step)})
		}
	}
}

// thinTicks leaves out ticks whose labels would touch: on a low panel the two ends
// say the most.
func (pl *panel) thinTicks(height float64) {
	a := &pl.axes[0]
	apart := 1.15 * pl.textPx(axisPt)
	y := func(v float64) float64 { return height * (v - a.low) / (a.high - a.low) }
	n := len(a.ticks)
	if n < 2 {
		return
	}
	last := a.ticks[n-1]
	kept := a.ticks[:1:1]
	for _, t := range a.ticks[1 : n-1] {
		if y(t.value)-y(kept[len(kept)-1].value) >= apart && y(last.value)-y(t.value) >= apart {
			kept = append(kept, t)
		}
	}
	if y(last.value)-y(kept[len(kept)-1].value) >= apart {
		kept = append(kept, last)
	}
	a.ticks = kept
}

// columns sets the left and right edge of all plots.
func (p *panels) columns() {
	labels, edge := 0.0, 0.0
	for _, pl := range p.list[:p.shown] {
		for _, t := range pl.axes[0].ticks {
			labels = math.Max(labels, p.width(t.label, axisPt))
		}
		edge = math.Max(edge, pl.edge)
	}
	labels = math.Min(labels, 0.2*float64(p.Size.X))
	p.left = math.Round(p.pad + p.names + labels + p.px(10))
	if p.names > 0 {
		p.left += math.Round(p.px(14))
	}
	right := float64(p.Size.X) - math.Max(p.pad, p.px(16))
	if edge > 0 {
		right = float64(p.Size.X) - p.pad - edge - p.px(8)
	}
	p.right = math.Max(math.Round(right), p.left+1)
}

// nameWidth sets whether names stand beside the plots, and how wide they are.
func (p *panels) nameWidth() {
	p.beside = float64(p.Size.X) >= p.px(besideLength)*math.Max(1, p.st.TextScale)
	if !p.beside {
		return
	}
	most := nameColumn * float64(p.Size.X)
	for _, pl := range p.list {
		name := clean(pl.t.Outcomes[0].Name)
		p.names = math.Max(p.names, math.Max(math.Min(most, p.boldWidth(name, namePt)), math.Min(most, p.width(pl.unit, axisPt))))
	}
	p.names = math.Ceil(p.names)
}

// x is where a moment is.
func (p *panels) x(at time.Time) float64 {
	return p.left + (p.right-p.left)*float64(at.Sub(p.from))/float64(p.to.Sub(p.from))
}

// daySpots are a box for each of some days through every panel, as wide as the day.
func (p *panels) daySpots(days []time.Time) []Spot {
	spots := make([]Spot, 0, len(days))
	if p.shown == 0 {
		return spots
	}
	top, bottom := p.list[0].Plot.Min.Y, p.list[p.shown-1].Plot.Max.Y
	for i, day := range days {
		day = day.In(p.from.Location())
		end := dayStart(civil(day)+1, p.from.Location())
		if !end.After(p.from) || !day.Before(p.to) {
			continue
		}
		x0, x1 := math.Floor(math.Max(p.x(day), p.left)), math.Ceil(math.Min(p.x(end), p.right))
		x0 = math.Min(x0, p.right-1)
		spots = append(spots, Spot{Box: image.Rect(int(x0), top, int(math.Max(x1, x0+1)), bottom), Row: i})
	}
	return spots
}

// within are the points from from up to and without to.
func within(points []Point, from, to time.Time) []Point {
	i := sort.Search(len(points), func(i int) bool { return !points[i].At.Before(from) })
	j := sort.Search(len(points), func(i int) bool { return !points[i].At.Before(to) })
	return points[i:max(i, j)]
}
