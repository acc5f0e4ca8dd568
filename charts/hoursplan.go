package charts

import (
	"fmt"
	"image"
	"math"
	"strconv"
)

// Sizes in layout points.
const (
	hoursIdeal = 240.0
	hoursLeast = 70.0
	partsIdeal = 130.0
	hourLane   = 36.0
	hourBar    = 0.62 // of the width of its hour
	widestBar  = 34.0
)

type hoursPlan struct {
	sheet
	h      *Hours
	rows   []HourRow
	values [][]float64 // of each row, by size
	axis   axis
	left   float64
	right  float64
	top    float64
	above  bool // names of lanes stand above them
	key    []keyItem
	main   image.Rectangle // hours; empty where there is no value with an hour
	parts  image.Rectangle // parts of the day; empty where there is none
	lanes  []image.Rectangle
	hidden int
	stack  int // rows in which the counts of the hours stand
	bottom float64
	every  int // hours between two labels
}

// keyItem is a sample with its meaning, above the plot.
type keyItem struct {
	text string
	kind int
	x, y float64
}

// Kinds of a keyItem.
const (
	keyMiddle = iota
	keyHalf
	keySingle
)

func (h *Hours) lay(width int, st Style) (*hoursPlan, error) {
	if err := h.validate(); err != nil {
		return nil, err
	}
	base, err := heightSheet(width, st, &h.Words)
	if err != nil {
		return nil, err
	}
	p := &hoursPlan{sheet: base, h: h}
	p.rows, p.values = h.rows()
	p.above = float64(width) < p.px(narrow)*math.Max(1, p.st.TextScale)
	p.explain()
	p.gutters()
	return p, nil
}

// explain lets the key flow into lines below the name.
func (p *hoursPlan) explain() {
	var middle, half, single bool
	for i, r := range p.rows {
		if r.Lane > 0 {
			continue
		}
		few := len(p.values[i]) < fewest
		middle, half, single = middle || !few, half || !few && !p.h.Share, single || few
	}
	add := func(shown bool, text string, kind int) {
		if text = clean(text); text != "" && shown {
			p.key = append(p.key, keyItem{text: text, kind: kind})
		}
	}
	add(middle, p.h.Middle, keyMiddle)
	add(half, p.h.Half, keyHalf)
	add(single, p.h.Single, keySingle)
	x, y := 0.0, 0.0
	inner := float64(p.Size.X) - 2*p.pad
	for i := range p.key {
		k := &p.key[i]
		k.text = p.fit(k.text, axisPt, inner-p.px(22))
		w := p.px(22) + p.width(k.text, axisPt)
		if x > 0 && x+w > inner {
			x, y = 0, y+p.row(axisPt)
		}
		k.x, k.y = x, y
		x += w + p.px(18)
	}
}

func (p *hoursPlan) keyHeight() float64 {
	if len(p.key) == 0 {
		return 0
	}
	return p.key[len(p.key)-1].y + p.row(axisPt)
}

// gutters find the left and right edge of the plots, before their height is
// known: labels of the axis are about as wide whatever their number.
func (p *hoursPlan) gutters() {
	a := p.valueAxis(5, 12)
	labels := 0.0
	for _, t := range a.ticks {
		labels = math.Max(labels, p.width(t.label, axisPt))
	}
	labels = math.Min(labels, 0.2*float64(p.Size.X))
	labels = math.Max(labels, math.Min(p.width(clean(p.h.Count), amountPt), 0.16*float64(p.Size.X)))
	if !p.above {
		for i := range p.h.Lanes {
			labels = math.Max(labels, math.Min(p.width(clean(p.h.Lanes[i].Name), axisPt), 0.19*float64(p.Size.X)))
		}
	}
	p.left = math.Round(p.pad + labels + p.px(10))
	p.right = math.Max(math.Round(float64(p.Size.X)-math.Max(p.pad, p.px(16))), p.left+1)
	widest := 0.0
	for _, r := range p.rows {
		if r.Lane == 0 && r.Hour >= 0 {
			widest = math.Max(widest, p.width(strconv.Itoa(r.N), amountPt))
		}
	}
	p.stack = max(1, min(3, int(math.Ceil((widest+p.px(4))/math.Max(p.column(), 1)))))
	p.every = 24
	for _, every := range []int{2, 3, 4, 6, 8, 12} {
		if float64(every)*p.column() >= p.width("00:00", axisPt)+p.px(14) {
			p.every = every
			break
		}
	}
}

// valueAxis is the scale of all values, in at most so many numbers or words.
func (p *hoursPlan) valueAxis(numbers, words int) axis {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, r := range p.rows {
		if r.Lane == 0 {
			lo, hi = math.Min(lo, r.Least), math.Max(hi, r.Greatest)
		}
	}
	o := &Outcome{Low: p.h.Low, High: p.h.High, Labels: p.h.Labels}
	switch {
	case len(o.Labels) > 0 && lo <= hi:
		return wordAxis(lo, hi, o, words)
	case len(o.Labels) > 0:
		return wordAxis(o.Labels[0].Value, o.Labels[0].Value, o, words)
	case lo <= hi:
		return valueAxis(lo, hi, o.Low, o.High, numbers)
	case o.Low != nil && o.High != nil:
		return valueAxis(*o.Low, *o.High, o.Low, o.High, numbers)
	}
	return axis{low: 0, high: 1}
}

func (p *hoursPlan) column() float64 { return (p.right - p.left) / 24 }

// has reports whether there are hours, and whether there are parts of the day.
func (p *hoursPlan) has() (hours, parts bool) {
	for _, r := range p.rows {
		hours = hours || r.Lane == 0 && r.Hour >= 0
		parts = parts || r.Lane == 0 && r.Hour < 0
	}
	return hours || !parts, parts
}

// Heights of what stands around the plots.
func (p *hoursPlan) headHeight() float64 {
	return p.pad + p.row(namePt) + p.keyHeight() + p.px(10)
}

func (p *hoursPlan) countHeight() float64 {
	return p.px(4) + float64(p.stack)*p.row(amountPt)
}

func (p *hoursPlan) partsHead() float64 { return p.px(10) + p.row(axisPt) + p.px(10) }

// partsFoot is the height of the names and counts under the parts.
func (p *hoursPlan) partsFoot() float64 { return p.px(4) + 2*p.row(amountPt) }

func (p *hoursPlan) laneHeight() float64 {
	h := math.Max(p.px(hourLane), 2*p.textPx(amountPt)) + p.px(8)
	if p.above {
		h += p.row(axisPt)
	}
	return h
}

func (p *hoursPlan) axisHeight() float64 { return p.px(6) + p.row(axisPt) }

// Height implements [Figure].
func (h *Hours) Height(width int, st Style) (int, error) {
	p, err := h.lay(width, st)
	if err != nil {
		return 0, err
	}
	hours, parts := p.has()
	height := p.headHeight() + p.axisHeight() + p.pad
	if hours {
		height += p.px(hoursIdeal) + p.countHeight()
	}
	if parts {
		height += p.partsHead() + p.px(partsIdeal) + p.partsFoot()
	}
	if n := len(h.Lanes); n > 0 {
		height += p.px(10) + float64(n)*p.laneHeight()
	}
	return p.tall(height), nil
}

func (h *Hours) plan(size image.Point, st Style) (plan, error) {
	p, err := h.lay(size.X, st)
	if err != nil {
		return nil, err
	}
	if err := checkSize(size); err != nil {
		return nil, err
	}
	p.Size = size
	p.place()
	return p, nil
}

// place divides the height: lanes first at their comfortable size, then the plots.
func (p *hoursPlan) place() {
	hours, parts := p.has()
	p.top = p.headHeight()
	p.bottom = math.Round(float64(p.Size.Y) - p.pad - p.axisHeight())
	room := p.bottom - p.top
	least := 0.0
	if hours {
		room -= p.countHeight()
		least += p.px(hoursLeast)
	}
	if parts {
		room -= p.partsHead() + p.partsFoot()
		least += 0.6 * p.px(hoursLeast)
	}
	shown := p.placeLanes(room - least)
	room -= shown
	share := 1.0
	if hours && parts {
		share = hoursIdeal / (hoursIdeal + partsIdeal)
	} else if parts {
		share = 0
	}
	y := p.top
	numbers := int(room * math.Max(share, 1-share) / math.Max(p.px(36), 2*p.textPx(axisPt)))
	p.axis = p.valueAxis(max(1, min(numbers, 6)), max(1, int(room*math.Max(share, 1-share)/(1.3*p.textPx(axisPt)))))
	if hours {
		p.main = image.Rect(int(p.left), int(math.Round(y)), int(p.right), int(math.Round(y+math.Max(room*share, 1))))
		y = float64(p.main.Max.Y) + p.countHeight()
	}
	if parts {
		y += p.partsHead()
		p.parts = image.Rect(int(p.left), int(math.Round(y)), int(p.right), int(math.Round(y+math.Max(room*(1-share), 1))))
	}
}

// placeLanes puts the lanes above the time axis as far as room goes, and returns
// the height they take.
func (p *hoursPlan) placeLanes(room float64) float64 {
	n := len(p.h.Lanes)
	if n == 0 {
		return 0
	}
	pitch := p.laneHeight()
	shown := max(0, min(n, int((room-p.px(10))/pitch)))
	used := p.px(10) + float64(shown)*pitch
	if p.hidden = n - shown; p.hidden > 0 {
		used += p.row(axisPt)
	}
	y := p.bottom - used + p.px(10)
	for range shown {
		top := y
		if p.above {
			top += p.row(axisPt)
		}
		p.lanes = append(p.lanes, image.Rect(int(p.left), int(math.Round(top)), int(p.right), int(math.Round(y+pitch-p.px(8)))))
		y += pitch
	}
	return used
}

// x is where an hour begins; hours run from the beginning of the day.
func (p *hoursPlan) x(since float64) float64 { return p.left + since*p.column() }

// y is where a value is in a plot.
func (p *hoursPlan) y(plot image.Rectangle, v float64) float64 {
	return float64(plot.Max.Y) - float64(plot.Dy())*(v-p.axis.low)/(p.axis.high-p.axis.low)
}

// stretch is from where to where a row lies on the time axis.
func (p *hoursPlan) stretch(r HourRow) (x0, x1 float64) {
	if r.Hour < 0 {
		since := float64(p.h.since(p.h.Parts[r.Part].From))
		return p.x(since), p.x(since + float64(p.h.length(r.Part)))
	}
	since := float64(p.h.since(r.Hour))
	return p.x(since), p.x(since + 1)
}

// spots are the hours and parts with values and the hours with doses.
func (p *hoursPlan) spots() []Spot {
	var spots []Spot
	for i, r := range p.rows {
		plot := p.main
		switch {
		case r.Lane > len(p.lanes):
			continue
		case r.Lane > 0:
			plot = p.lanes[r.Lane-1]
		case r.Hour < 0:
			plot = p.parts
		}
		x0, x1 := p.stretch(r)
		box := image.Rect(int(x0), plot.Min.Y, max(int(x1), int(x0)+1), plot.Max.Y)
		spots = append(spots, Spot{Box: box, Row: i})
	}
	return spots
}

// hourText is how clocks write a full hour.
func hourText(hour int) string { return fmt.Sprintf("%02d:00", hour%24) }
