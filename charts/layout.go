package charts

import (
	"image"
	"math"
	"time"
)

// Layout says where things are in a drawn chart, in device pixels, so that the
// window can lay a crosshair and a tooltip over it. It may be used by several
// goroutines.
type Layout struct {
	sheet
	// Plot is where the outcomes are. Its left and right edges are From and To.
	Plot image.Rectangle
	// Lanes are the lanes that fitted, in order from the first.
	Lanes []LaneBox
	// Hidden is how many lanes did not fit.
	Hidden int
	// Window is the stretch of time of which the line shows the median, where
	// the points are too many to be joined one by one; their spread is then
	// shaded behind it. Zero: the line goes through every point.
	Window time.Duration

	t        *Timeline
	from, to time.Time  // in the Location
	runs     [][][2]int // of each outcome, what is seen without its gaps
	axes     []axis     // one for each outcome; one for none
	time     timeAxis
	strip    float64 // height of the row with the names of bands, above the plot
	markRow  float64 // height of the row with the marks, above that
	bottom   float64 // y of the time axis
	heads    []head
}

// LaneBox is where one lane is.
type LaneBox struct {
	Lane int             // index in Timeline.Lanes
	Name image.Rectangle // its name
	Bar  image.Rectangle // its spans and doses; as wide as the plot
}

// head is the name of an outcome above the plot.
type head struct {
	x, y       float64 // of the sample of its line, at the baseline of the text
	name, unit string
	unitX      float64
}

// Sizes in layout points.
const (
	barIdeal  = 30.0
	barLeast  = 14.0
	laneGap   = 12.0
	plotIdeal = 300.0
	plotLeast = 90.0
	sampleLen = 24.0
	narrow    = 680.0 // below this lane names stand above their bars
)

// Layout places everything without drawing it.
func (t *Timeline) Layout(size image.Point, st Style) (*Layout, error) {
	if err := t.validate(); err != nil {
		return nil, err
	}
	l, err := t.newLayout(size, st)
	if err != nil {
		return nil, err
	}
	l.place()
	return l, nil
}

func (t *Timeline) plan(size image.Point, st Style) (plan, error) {
	l, err := t.Layout(size, st)
	if err != nil {
		return nil, err
	}
	return l, nil
}

// spots has nothing: a Timeline is pointed at by moments.
func (l *Layout) spots() []Spot { return nil }

// Height is the height in device pixels at which a chart of the given width
// shows every lane at a comfortable size.
func (t *Timeline) Height(width int, st Style) (int, error) {
	if err := t.validate(); err != nil {
		return 0, err
	}
	l, err := t.newLayout(image.Pt(width, smallestSide), st)
	if err != nil {
		return 0, err
	}
	h := l.placeHeads() + l.px(plotIdeal) + l.axisHeight() + l.pad
	if n := len(t.Lanes); n > 0 {
		h += l.lanesTop() + float64(n)*l.lanePitch()
	}
	return l.tall(h), nil
}

func (t *Timeline) newLayout(size image.Point, st Style) (*Layout, error) {
	base, err := newSheet(size, st, &t.Words)
	if err != nil {
		return nil, err
	}
	l := &Layout{sheet: base, t: t, from: t.From.In(t.zone()), to: t.To.In(t.zone())}
	for i := range t.Outcomes {
		l.runs = append(l.runs, runs(t.Outcomes[i].Points, l.from, l.to, t.Outcomes[i].Gap))
	}
	return l, nil
}

// place goes from the outside in: rows take their height, then columns their
// width, and the plot is what is left.
func (l *Layout) place() {
	top := l.placeHeads()
	l.bottom = math.Round(float64(l.Size.Y) - l.pad - l.axisHeight())
	plotBottom, pitch, shown := l.splitHeight(top)
	top, plotBottom = math.Round(math.Min(top, plotBottom-1)), math.Round(plotBottom)

	height := plotBottom - top
	numbers := int(height / math.Max(l.px(40), 2*l.textPx(axisPt)))
	l.axes = l.valueAxes(max(1, min(numbers, 6)), int(height/(1.4*l.textPx(axisPt))))

	left, right := l.gutters()
	l.Plot = image.Rect(int(left), int(top), int(right), int(plotBottom))
	l.placeLanes(plotBottom, pitch, shown)

	width := float64(l.Plot.Dx())
	l.time = newTimeAxis(l.from, l.to, &l.t.Words, axisRoom{
		width: width, left: left - l.pad, right: float64(l.Size.X) - right - l.pad/2,
		gap:     math.Max(l.px(22), 1.5*l.textPx(axisPt)),
		measure: func(s string) float64 { return l.width(s, axisPt) },
	})
	l.Window = l.window()
}

// axisHeight is the height of the time axis: two rows of text.
func (l *Layout) axisHeight() float64 { return l.px(6) + 2*lineHeight*l.textPx(axisPt) }

// lanesTop is the distance from the plot to the first lane.
func (l *Layout) lanesTop() float64 { return l.px(18) }

// above reports whether lane names stand above their bars.
func (l *Layout) above() bool {
	return float64(l.Size.X) < l.px(narrow)*math.Max(1, l.st.TextScale)
}

// nameRow is the height a lane's name takes above its bar.
func (l *Layout) nameRow() float64 {
	if l.above() {
		return lineHeight * l.textPx(axisPt)
	}
	return 0
}

// lanePitch is the comfortable height of one lane, the room below it included.
func (l *Layout) lanePitch() float64 {
	bar := math.Max(l.px(barIdeal), 2.5*l.textPx(amountPt))
	return l.nameRow() + bar + l.px(laneGap)
}

// leastPitch is the height below which a lane is left out.
func (l *Layout) leastPitch() float64 {
	if l.above() {
		return l.nameRow() + l.px(barLeast+6)
	}
	return math.Max(l.px(barLeast+4), 1.25*l.textPx(axisPt))
}

// splitHeight divides what is between top and the time axis among the plot and
// the lanes, and says how many lanes are shown.
func (l *Layout) splitHeight(top float64) (plotBottom, pitch float64, shown int) {
	n := len(l.t.Lanes)
	if n == 0 {
		return l.bottom, 0, 0
	}
	room := l.bottom - top - l.lanesTop()
	plot := math.Max(math.Min(0.38*room, l.px(plotIdeal)), math.Min(l.px(plotLeast), 0.6*room))
	if all := float64(n) * l.leastPitch(); room-all < plot && room-all >= 0.75*plot {
		plot = room - all // rather a lower plot than a lane that is left out
	}
	lanes := room - plot
	pitch = math.Min(l.lanePitch(), lanes/float64(n))
	shown = n
	if pitch < l.leastPitch()-1e-9 {
		pitch = l.leastPitch()
		lanes -= lineHeight * l.textPx(axisPt) // for "5 more"
		shown = max(0, int(lanes/pitch))
		l.Hidden = n - shown
	}
	used := float64(shown) * pitch
	if l.Hidden > 0 {
		used += lineHeight * l.textPx(axisPt)
	}
	return l.bottom - used - l.lanesTop(), pitch, shown
}

// valueAxes makes the axes; numbers and words are how many steps of each there
// is room for.
func (l *Layout) valueAxes(numbers, words int) []axis {
	if len(l.t.Outcomes) == 0 {
		return []axis{{low: 0, high: 1}}
	}
	var axes []axis
	for i := range l.t.Outcomes {
		o := &l.t.Outcomes[i]
		lo, hi, any := o.extremes(l.runs[i])
		switch {
		case len(o.Labels) > 0 && any:
			axes = append(axes, wordAxis(lo, hi, o, words))
		case len(o.Labels) > 0:
			axes = append(axes, wordAxis(o.Labels[0].Value, o.Labels[0].Value, o, words))
		case any:
			a := valueAxis(lo, hi, o.Low, o.High, numbers)
			if i == 1 && o.Low == nil && o.High == nil && lo < hi {
				a = a.alongside(axes[0], lo, hi)
			}
			axes = append(axes, a)
		case o.Low != nil && o.High != nil:
			axes = append(axes, valueAxis(*o.Low, *o.High, o.Low, o.High, numbers))
		default:
			axes = append(axes, axis{low: 0, high: 1}) // nothing is known: no number is claimed
		}
	}
	return axes
}

// extremes are the least and greatest value that the plot shows.
func (o *Outcome) extremes(runs [][2]int) (low, high float64, any bool) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, r := range runs {
		for _, p := range o.Points[r[0]:r[1]] {
			low, high, any = math.Min(low, p.Value), math.Max(high, p.Value), true
		}
	}
	return low, high, any
}

// gutters are the left and right edge of the plot.
func (l *Layout) gutters() (left, right float64) {
	widest := func(a axis) float64 {
		w := 0.0
		for _, t := range a.ticks {
			w = math.Max(w, l.width(t.label, axisPt))
		}
		return math.Min(w, 0.2*float64(l.Size.X))
	}
	left = widest(l.axes[0]) + l.px(10)
	if !l.above() {
		names := 0.0
		for i := range l.t.Lanes {
			names = math.Max(names, l.width(clean(l.t.Lanes[i].Name), axisPt))
		}
		if names > 0 {
			left = math.Max(left, math.Min(names, 0.19*float64(l.Size.X))+l.px(18))
		}
	}
	left = math.Round(l.pad + left)
	right = float64(l.Size.X) - math.Max(l.pad, l.px(16))
	if len(l.axes) > 1 {
		right -= widest(l.axes[1]) + l.px(10)
	}
	return left, math.Max(math.Round(right), left+1)
}

func (l *Layout) placeLanes(plotBottom, pitch float64, shown int) {
	y := plotBottom + l.lanesTop()
	gap := math.Min(l.px(laneGap), 0.3*(pitch-l.nameRow()))
	for i := range shown {
		barTop := math.Round(y + l.nameRow())
		barBottom := math.Round(y + pitch - gap)
		box := LaneBox{Lane: i, Bar: image.Rect(l.Plot.Min.X, int(barTop), l.Plot.Max.X, int(barBottom))}
		if l.above() {
			box.Name = image.Rect(int(l.pad), int(y), l.Plot.Max.X, int(barTop))
		} else {
			box.Name = image.Rect(int(l.pad), int(barTop), l.Plot.Min.X-int(l.px(12)), int(barBottom))
		}
		l.Lanes = append(l.Lanes, box)
		y += pitch
	}
}

// placeHeads places the names of the outcomes, the second at the right where
// both fit into one row, and returns where the plot begins.
func (l *Layout) placeHeads() float64 {
	y := l.pad
	row := lineHeight * l.textPx(namePt)
	room := float64(l.Size.X) - 2*l.pad
	left := l.pad
	l.heads = nil
	for i := range l.t.Outcomes {
		o := &l.t.Outcomes[i]
		h, width := l.head(o, room)
		switch {
		case i == 0:
			y += row
			h.x = left
			left += width + l.px(32)
		case left+width <= float64(l.Size.X)-l.pad:
			h.x = float64(l.Size.X) - l.pad - width
		default:
			y += row
			h.x = l.pad
		}
		h.y = y - 0.3*row
		h.unitX += h.x
		l.heads = append(l.heads, h)
	}
	y += l.px(18)
	for _, b := range l.t.Bands {
		if clean(b.Name) != "" && b.From.Before(l.to) && (b.To.IsZero() || b.To.After(l.from)) {
			l.strip = math.Round(lineHeight*l.textPx(amountPt) + l.px(4))
			break
		}
	}
	if first, last := l.marksShown(); first < last {
		l.markRow = math.Round(l.row(amountPt) + l.px(3))
	}
	return y + l.markRow + l.strip
}

// head fits name and unit into room; its places count from its left.
func (l *Layout) head(o *Outcome, room float64) (head, float64) {
	x := l.px(sampleLen + 8)
	h := head{name: l.boldFit(o.Name, namePt, room-x)}
	x += l.boldWidth(h.name, namePt)
	if unit := clean(o.Unit); unit != "" && x+l.px(10)+l.width(unit, axisPt) <= room {
		h.unit, h.unitX = unit, x+l.px(10)
		x = h.unitX + l.width(unit, axisPt)
	}
	return h, x
}
