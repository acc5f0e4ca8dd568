package charts

import (
	"image/color"
	"math"
)

// How lanes look, in layout points.
const (
	edge      = 2.0  // the upper edge of a bar
	least     = 0.16 // of the lane: the lowest step that is still a step
	doseWidth = 2.0
	laneTint  = 0.30 // how much of its colour fills a bar
)

// lanes draws every lane that fitted, and how many did not.
func (d layoutPainter) lanes() {
	for _, box := range d.Lanes {
		d.lane(box)
	}
	if d.Hidden > 0 {
		row := lineHeight * d.textPx(axisPt)
		d.ink.write(d.t.Words.more(d.Hidden), d.pad, d.bottom-row/2, axisPt, true)
	}
}

func (d layoutPainter) lane(box LaneBox) {
	lane := &d.t.Lanes[box.Lane]
	c := d.ink.c.Lanes[box.Lane%len(d.ink.c.Lanes)]
	rim := standOut(c, d.ink.c.Background, d.ink.c.Contrast)
	bottom := float64(box.Bar.Max.Y)
	d.ink.across(float64(box.Bar.Min.X), float64(box.Bar.Max.X), bottom)

	name := d.fit(lane.Name, axisPt, float64(box.Name.Dx()))
	mid := float64(box.Name.Min.Y+box.Name.Max.Y) / 2
	d.ink.write(name, float64(box.Name.Min.X), mid, axisPt, false)

	free := math.Inf(1) // from here on the row of the name takes amounts
	if d.above() {
		free = float64(box.Name.Min.X) + d.width(name, axisPt) + d.px(12)
	}
	for _, s := range lane.Spans {
		if x0, x1, ok := d.stretch(s.From, s.To); ok {
			top := d.span(box, s, x0, x1, c, rim)
			free = d.amount(box, s, x0, x1, top, free)
		}
	}
	d.doses(box, lane, rim)
}

// span draws one bar from x0 to x1, as high as its dose, and returns its top.
func (d layoutPainter) span(box LaneBox, s Span, x0, x1 float64, c, rim color.NRGBA) (top float64) {
	bottom, height := float64(box.Bar.Max.Y), float64(box.Bar.Dy())
	level := s.Level
	if level == 0 {
		level = 1
	}
	top = math.Round(bottom - height*math.Max(level, least))
	if x1-x0 > d.px(4) && x1 < float64(box.Bar.Max.X) {
		x1 -= d.hair() // keeps steps of one height apart
	}
	d.ink.rect(x0, top, x1, bottom, mix(d.ink.c.Background, c, laneTint))
	d.ink.rect(x0, top, x1, top+d.edge(), rim)
	if s.To.IsZero() || s.To.After(d.to) {
		d.goesOn(x1, (top+bottom)/2, math.Min(d.px(4), (bottom-top)/2), rim)
	}
	return top
}

func (d layoutPainter) edge() float64 { return math.Max(d.hair(), math.Round(d.px(edge))) }

// amount writes how much a bar stands for: in it, above it within the lane, or
// in the row of the lane's name where that is free. It returns from where the
// row is free then. An amount that does not fit is left out, never cut: "10 m…"
// might be 10 mg or 10 ml.
func (d layoutPainter) amount(box LaneBox, s Span, x0, x1, top, free float64) float64 {
	size := d.textPx(amountPt)
	label := clean(s.Label)
	width := d.width(label, amountPt)
	if label == "" || width > x1-x0-d.px(8) {
		return free
	}
	bottom := float64(box.Bar.Max.Y)
	switch x := x0 + d.px(5); {
	case bottom-top-d.edge() >= 1.25*size:
		d.ink.write(label, x, (top+d.edge()+bottom)/2, amountPt, false)
	case top-float64(box.Bar.Min.Y) >= 1.2*size:
		d.ink.write(label, x, top-0.72*size, amountPt, false)
	case x >= free:
		d.ink.write(label, x, float64(box.Name.Min.Y+box.Name.Max.Y)/2, amountPt, false)
		return x + width + d.px(8)
	}
	return free
}

// goesOn is the arrow behind a bar that does not end in the range.
func (d layoutPainter) goesOn(x, y, half float64, c color.NRGBA) {
	x += d.px(3)
	d.ink.poly([]vec{{x, y - half}, {x + 1.2*half, y}, {x, y + half}}, c)
}

// doses draws single doses: a stroke for one taken, a ring for one skipped.
func (d layoutPainter) doses(box LaneBox, lane *Lane, rim color.NRGBA) {
	var taken, skipped []vec
	last, close := math.Inf(-1), 0
	for _, dose := range lane.Doses {
		if !d.shows(dose.At) {
			continue
		}
		v := vec{x: d.X(dose.At)}
		if v.x-last < d.px(7) {
			close++
		}
		if last = v.x; dose.Skipped {
			skipped = append(skipped, v)
		} else {
			taken = append(taken, v)
		}
	}
	bottom, height := float64(box.Bar.Max.Y), float64(box.Bar.Dy())
	top := bottom - 0.28*height // under the amounts
	if len(lane.Spans) == 0 {
		top, bottom = bottom-0.85*height, bottom-0.15*height
	}
	ring := (top + bottom) / 2
	radius := math.Min(d.px(4), (bottom-top)/2)
	if bottom-top >= d.px(14) && len(skipped) > 0 && 4*close > len(taken)+len(skipped) {
		// Too close to stand side by side: rings below the strokes.
		radius = math.Min(d.px(3), (bottom-top)/4)
		ring = bottom - radius
		bottom -= 2*radius + d.px(2)
	}
	width := math.Max(1, math.Round(d.px(doseWidth)))
	last = math.Inf(-1)
	for _, v := range taken {
		if x := math.Round(v.x - width/2); x >= last+width+d.hair() {
			d.ink.rect(x, top, x+width, bottom, rim)
			last = x
		}
	}
	for i := range skipped {
		skipped[i].y = ring
	}
	skipped = d.spread(skipped)
	d.ink.discs(skipped, radius, rim)
	d.ink.discs(skipped, math.Max(radius-d.px(1.5), radius/2), d.ink.c.Background)
}
