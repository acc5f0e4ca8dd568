package charts

import (
	"cmp"
	"image"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Sizes in layout points.
const (
	dotRadius  = 4.6
	dotLeast   = 2.8
	dotLargest = 15.0
	squareSide = 7.0
	frameGap   = 12.0  // between the ends of the scales and the frame
	mostDots   = 2_500 // beyond it squares are drawn
	plotWidest = 760.0 // a wider one, unless it is high too, would be mostly empty
)

// scatterPlan is a Scatter with everything in its place.
type scatterPlan struct {
	sheet
	s      *Scatter
	head   figureHead // of Y
	foot   figureHead // of X
	key    sampleKey
	keyTop float64
	frame  image.Rectangle
	plot   image.Rectangle // of the ends of the scales, inside of the frame
	x, y   axis
	dots   []dot // the largest first
	most   int   // points in one dot
	square float64
}

// dot is one place with points.
type dot struct {
	vec
	n, row int
	radius float64
}

func (s *Scatter) lay(width int, st Style) (*scatterPlan, error) {
	if err := s.validate(); err != nil {
		return nil, err
	}
	base, err := heightSheet(width, st, &s.Words)
	if err != nil {
		return nil, err
	}
	p := &scatterPlan{sheet: base, s: s}
	inner := float64(width) - 2*p.pad
	p.head = p.layHead(s.Y.Name, s.Y.Unit, inner)
	p.foot = p.layHead(s.X.Name, s.X.Unit, inner)
	// How many points come to lie on one another is known later: room for the most.
	p.most = max(2, len(s.Points))
	p.key = p.layKey(p.samples(), inner)
	if p.square = 1; len(s.Points) > mostDots {
		p.key.height = math.Max(p.key.height, p.layKey(p.samples(), inner).height)
	}
	p.square = 0
	return p, nil
}

// top and below are what stands above and below the plot.
func (p *scatterPlan) top() float64 {
	h := p.pad + p.head.height + p.px(10)
	if clean(p.s.Note) != "" {
		h += p.row(axisPt)
	}
	return h
}

func (p *scatterPlan) below() float64 {
	return p.px(6) + p.row(axisPt) + p.px(2) + p.foot.height + p.px(10) + p.key.height + p.pad
}

func (p *scatterPlan) place() {
	height := float64(p.Size.Y)
	if p.top()+p.below() > 0.65*height {
		p.key = sampleKey{}
	}
	top, bottom := p.top(), height-p.below()
	if bottom < top+1 {
		bottom = top + 1
	}
	xs, ys := p.extent()
	tall := bottom - top
	p.y = axisOf(p.s.Y.outcome(), ys[0], ys[1], ys[0] <= ys[1], max(1, min(6, int(tall/math.Max(p.px(40), 2*p.textPx(axisPt))))), max(1, int(tall/(1.4*p.textPx(axisPt)))))
	left := 0.0
	for _, t := range p.y.ticks {
		left = math.Max(left, p.width(clean(t.label), axisPt))
	}
	left = math.Round(p.pad + math.Min(left, 0.3*float64(p.Size.X)) + p.px(10))
	right := math.Round(float64(p.Size.X) - p.pad - p.px(14))
	right = math.Max(math.Min(right, left+math.Max(p.px(plotWidest)*math.Max(1, p.st.TextScale), 2.3*tall)), left+1)
	p.x = p.xAxis(xs, right-left)
	p.frame = image.Rect(int(left), int(math.Round(top)), int(right), int(math.Max(math.Round(bottom), math.Round(top)+1)))
	p.plot = p.frame.Inset(min(int(p.px(frameGap)), p.frame.Dx()/4, p.frame.Dy()/4))
	p.gather()
	p.keyTop = height - p.pad - p.key.height
	if p.key.height > 0 {
		p.key = p.layKey(p.samples(), float64(p.Size.X)-2*p.pad)
	}
}

// extent is the least and greatest value of both axes, the line included; the
// first is above the second where there is none.
func (p *scatterPlan) extent() (xs, ys [2]float64) {
	xs, ys = [2]float64{math.Inf(1), math.Inf(-1)}, [2]float64{math.Inf(1), math.Inf(-1)}
	for _, at := range p.s.Points {
		xs[0], xs[1] = math.Min(xs[0], at.X), math.Max(xs[1], at.X)
		ys[0], ys[1] = math.Min(ys[0], at.Y), math.Max(ys[1], at.Y)
	}
	return xs, ys
}

// xAxis takes as many ticks as have room for their labels.
func (p *scatterPlan) xAxis(xs [2]float64, width float64) axis {
	o := p.s.X.outcome()
	var a axis
	for most := 11; ; most-- {
		a = axisOf(o, xs[0], xs[1], xs[0] <= xs[1], most, most)
		widest := 0.0
		for _, t := range a.ticks {
			widest = math.Max(widest, p.width(clean(t.label), axisPt))
		}
		apart := math.Inf(1)
		for i := 1; i < len(a.ticks); i++ {
			apart = math.Min(apart, (a.ticks[i].value-a.ticks[i-1].value)/(a.high-a.low)*width)
		}
		if apart >= widest+p.px(12) || most == 1 {
			return a
		}
	}
}

func part(v float64, a axis) float64 { return (v - a.low) / (a.high - a.low) }

// at is the place of two values. They stay off the frame, so that the dots at the
// ends of the scales are whole and leave the labels free.
func (p *scatterPlan) at(x, y float64) vec {
	return vec{float64(p.plot.Min.X) + float64(p.plot.Dx())*part(x, p.x), float64(p.plot.Max.Y) - float64(p.plot.Dy())*part(y, p.y)}
}

// gather puts points that are drawn at one place together; where the places are
// too many, those in one square.
func (p *scatterPlan) gather() {
	if p.merge(math.Max(1, p.px(1.5))); len(p.dots) > mostDots {
		p.square = math.Max(2, math.Round(p.px(squareSide)))
		p.merge(p.square)
		return
	}
	scale, largest := p.px(dotRadius), p.px(dotLargest)
	if p.most > 1 { // the area is the number
		scale = math.Max(p.px(dotLeast), math.Min(scale, largest/math.Sqrt(float64(p.most))))
	}
	for i := range p.dots {
		d := &p.dots[i]
		d.radius = math.Min(scale*math.Sqrt(float64(d.n)), largest)
	}
	slices.SortStableFunc(p.dots, func(a, b dot) int { return cmp.Compare(b.n, a.n) })
}

// merge makes a dot of the points in each cell of a grid.
func (p *scatterPlan) merge(side float64) {
	type key struct{ x, y int32 }
	index := make(map[key]int32, min(len(p.s.Points), 4*mostDots))
	p.dots, p.most = nil, 0
	columns, lines := int32(math.Ceil(float64(p.plot.Dx())/side)), int32(math.Ceil(float64(p.plot.Dy())/side))
	for _, point := range p.s.Points {
		at := p.at(point.X, point.Y)
		k := key{int32(math.Floor((at.x - float64(p.plot.Min.X)) / side)), int32(math.Floor((at.y - float64(p.plot.Min.Y)) / side))}
		if side > p.px(2) { // what is on the right or lower edge belongs to the last square
			k.x, k.y = min(k.x, columns-1), min(k.y, lines-1)
		}
		i, have := index[k]
		if !have {
			i = int32(len(p.dots))
			index[k] = i
			if side > p.px(2) {
				at = vec{float64(p.plot.Min.X) + float64(k.x)*side, float64(p.plot.Min.Y) + float64(k.y)*side}
			}
			p.dots = append(p.dots, dot{vec: at, row: point.Row})
		}
		p.dots[i].n++
		p.most = max(p.most, p.dots[i].n)
	}
}

func (p *scatterPlan) days(n int) string {
	pattern := p.s.Days
	if n == 1 {
		pattern = p.s.OneDay
	}
	return strings.ReplaceAll(pattern, "{n}", strconv.Itoa(n))
}

// samples explain the dots and the line.
func (p *scatterPlan) samples() []sample {
	var items []sample
	switch {
	case len(p.s.Points) == 0:
		return nil
	case p.square > 0:
		items = append(items, ramp(p.days(1), p.days(p.most)))
	default:
		items = append(items, sample{text: p.days(1), draw: func(d painter, x0, y0, x1, y1 float64) {
			d.dot(vec{(x0 + x1) / 2, (y0 + y1) / 2}, p.dots[len(p.dots)-1].radius)
		}})
		if p.most > 1 {
			items = append(items, sample{wide: sampleSide + 5, text: p.days(p.most), draw: func(d painter, x0, y0, x1, y1 float64) {
				d.dot(vec{(x0 + x1) / 2, (y0 + y1) / 2}, math.Min(p.dots[0].radius, d.px(sampleSide+5)/2))
			}})
		}
	}
	if len(p.s.Line) > 1 {
		items = append(items,
			sample{wide: sampleLen, text: p.s.Fit, draw: func(d painter, x0, y0, x1, y1 float64) {
				y := math.Round((y0 + y1) / 2)
				d.rect(x0, y-d.px(lineWidth)/2, x1, y+d.px(lineWidth)/2, d.c.Outcomes[1])
			}},
			sample{wide: sampleLen, text: p.s.Band, draw: func(d painter, x0, y0, x1, y1 float64) {
				d.rect(x0, y0, x1, y1, bandFill(d.c))
			}})
	}
	return items
}

func bandFill(c Colors) color.NRGBA { return mix(c.Background, c.Outcomes[1], 0.2) }

func (p *scatterPlan) spots() []Spot {
	out := make([]Spot, len(p.dots))
	for i, d := range p.dots {
		box := image.Rect(int(d.x-d.radius), int(d.y-d.radius), int(d.x+d.radius)+1, int(d.y+d.radius)+1)
		if p.square > 0 {
			box = image.Rect(int(d.x), int(d.y), int(d.x+p.square), int(d.y+p.square))
		}
		out[i] = Spot{Box: box, Row: d.row}
	}
	slices.SortStableFunc(out, func(a, b Spot) int {
		return cmp.Or(cmp.Compare(a.Box.Min.X+a.Box.Max.X, b.Box.Min.X+b.Box.Max.X), cmp.Compare(b.Box.Max.Y, a.Box.Max.Y))
	})
	return out
}

func (p *scatterPlan) paint(d painter) {
	p.head.paint(d, p.pad, p.pad)
	if note := d.fit(p.s.Note, axisPt, float64(p.Size.X)-2*p.pad); note != "" {
		d.write(note, p.pad, p.pad+p.head.height+d.row(axisPt)/2, axisPt, true)
	}
	d.band(p)
	d.axes(p.frame, p.plot, p.x, p.y, p.pad)
	if p.square == 0 { // behind the dots, so that their numbers can be read
		d.fitLine(p)
	}
	p.foot.paint(d, p.pad, float64(p.frame.Max.Y)+d.px(8)+d.row(axisPt))
	if len(p.dots) == 0 {
		d.nothing(p.frame)
	}
	if p.square > 0 {
		p.squares(d)
		d.fitLine(p)
	} else {
		for _, at := range p.dots {
			d.dot(at.vec, at.radius)
		}
		p.numbers(d)
	}
	p.key.paint(d, p.pad, p.keyTop)
}

// axes draws the grid of two axes in a frame, with their labels outside of it.
func (p painter) axes(frame, plot image.Rectangle, x, y axis, pad float64) {
	left, right := float64(frame.Min.X), float64(frame.Max.X)
	top, bottom := float64(frame.Min.Y), float64(frame.Max.Y)
	for _, t := range y.ticks {
		at := math.Round(float64(plot.Max.Y) - float64(plot.Dy())*part(t.value, y))
		p.across(left, right, at)
		label := p.fit(t.label, axisPt, left-p.px(10)-pad+1)
		p.write(label, left-p.px(10)-p.width(label, axisPt), at, axisPt, true)
	}
	free := pad
	for _, t := range x.ticks {
		at := math.Round(float64(plot.Min.X) + float64(plot.Dx())*part(t.value, x))
		p.rect(at, top, at+p.hair(), bottom, p.c.Grid)
		label := p.fit(t.label, axisPt, (right-left)/2)
		width := p.width(label, axisPt)
		from := math.Min(at-width/2, float64(p.Size.X)-pad/2-width)
		if from >= free {
			p.write(label, from, bottom+p.px(6)+p.row(axisPt)/2, axisPt, true)
			free = from + width + p.px(8)
		}
	}
	p.rect(left, bottom, right, bottom+p.hair(), p.c.Axis)
	p.rect(left, top, left+p.hair(), bottom, p.c.Axis)
}

// dot draws a disc with a rim that keeps it apart from its neighbours.
func (p painter) dot(at vec, radius float64) {
	p.discs([]vec{at}, radius+p.px(1), p.c.Background)
	p.discs([]vec{at}, radius, p.c.Outcomes[0])
}

// numbers writes into each dot how many points it is, where that has room and no
// other number is in the way.
func (p *scatterPlan) numbers(d painter) {
	var written []box
	for _, at := range p.dots {
		if at.n < 2 {
			return // the largest come first
		}
		text := strconv.Itoa(at.n)
		for _, pt := range []float64{axisPt, 7.5, 6.5} {
			wide, high := d.width(text, pt), d.textPx(pt)
			b := box{at.x - wide/2, at.y - high/2, at.x + wide/2, at.y + high/2}
			if wide > 1.7*at.radius || high > 1.7*at.radius || slices.ContainsFunc(written, b.meets) {
				continue
			}
			d.writeIn(text, b.x0, at.y, pt, on(d.c.Outcomes[0]))
			written = append(written, b)
			break
		}
	}
}

// squares colours the squares of very many points, one colour at a time.
func (p *scatterPlan) squares(d painter) {
	const colours = 24
	var groups [colours][]box
	most := math.Log(float64(max(2, p.most)))
	for _, at := range p.dots {
		i := int(math.Log(float64(at.n)) / most * (colours - 1))
		groups[i] = append(groups[i], box{at.x, at.y, math.Min(at.x+p.square, float64(p.plot.Max.X)), math.Min(at.y+p.square, float64(p.plot.Max.Y))})
	}
	for i, g := range groups {
		d.boxes(g, d.c.heat(float64(i)/(colours-1)))
	}
}

// band fills what lies within the band, as far as it is on the plot, and fitLine
// draws the line over it.
func (p painter) band(s *scatterPlan) {
	var low, high []vec
	for _, at := range s.s.Line {
		low, high = append(low, s.inside(at.X, at.Low)), append(high, s.inside(at.X, at.High))
	}
	const piece = 64 // a fill slows down with the length of its outline
	for i := 0; i+1 < len(low); i += piece {
		end := min(i+piece, len(low)-1)
		shape := slices.Clone(high[i : end+1])
		for j := end; j >= i; j-- {
			shape = append(shape, low[j])
		}
		p.poly(shape, bandFill(p.c))
	}
	if len(low) > 1 {
		p.line(low, p.hair(), mix(p.c.Background, p.c.Outcomes[1], 0.5))
		p.line(high, p.hair(), mix(p.c.Background, p.c.Outcomes[1], 0.5))
	}
}

// inside is a place kept on the plot.
func (p *scatterPlan) inside(x, y float64) vec {
	v := p.at(x, y)
	v.x = math.Min(math.Max(v.x, float64(p.plot.Min.X)), float64(p.plot.Max.X))
	v.y = math.Min(math.Max(v.y, float64(p.plot.Min.Y)), float64(p.plot.Max.Y))
	return v
}

func (p painter) fitLine(s *scatterPlan) {
	var line []vec
	top, bottom := float64(s.plot.Min.Y), float64(s.plot.Max.Y)
	for i, at := range s.s.Line {
		v := s.at(at.X, at.Middle)
		if i > 0 { // it ends where it leaves the plot
			w := s.at(s.s.Line[i-1].X, s.s.Line[i-1].Middle)
			for _, edge := range []float64{top, bottom} {
				if (v.y-edge)*(w.y-edge) < 0 {
					line = append(line, vec{w.x + (v.x-w.x)*(edge-w.y)/(v.y-w.y), edge})
				}
			}
		}
		if v.y >= top && v.y <= bottom {
			line = append(line, v)
		}
	}
	if len(line) > 1 {
		p.line(line, p.px(lineWidth+2.5), p.c.Background)
		p.line(line, p.px(lineWidth), p.c.Outcomes[1])
	}
}
