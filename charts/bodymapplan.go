package charts

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// Sizes in layout points.
const (
	bodyHeight  = 480.0 // of a body that is easy to read
	bodyBeside  = 300.0 // a side with its names is at least as wide
	bodyNames   = 150.0 // room for names on either side of a body
	leaderShort = 10.0
)

// bodyPlan is a BodyMap with everything in its place.
type bodyPlan struct {
	sheet
	m         *BodyMap
	top       float64 // value of the darkest colour
	head      figureHead
	key       sampleKey
	keyTop    float64
	across    int    // sides beside each other
	elsewhere string // below the key
	sides     []bodyPlace
}

// bodyPlace is where one side is.
type bodyPlace struct {
	side   *BodySide
	x0, x1 float64 // what it has, names included
	y      float64 // of its title
	left   float64 // of the drawing
	up     float64
	unit   float64 // pixels for a unit of the drawing
	names  []callout
}

// callout is a name beside the body with the place that it points at.
type callout struct {
	text    string
	x, y    float64 // of the text, centred on y
	from    vec     // where its line leaves the text
	to      vec     // on the part
	atRight bool
}

func (m *BodyMap) lay(width int, st Style) (*bodyPlan, error) {
	if err := m.validate(); err != nil {
		return nil, err
	}
	base, err := heightSheet(width, st, &m.Words)
	if err != nil {
		return nil, err
	}
	p := &bodyPlan{sheet: base, m: m, top: m.Top, across: len(m.Sides)}
	known, unknown := false, false
	for _, part := range m.Parts {
		if part.Known {
			known, p.top = true, math.Max(p.top, part.Value)
		} else {
			unknown = true
		}
	}
	inner := float64(width) - 2*p.pad
	if inner/float64(p.across) < p.px(bodyBeside)*math.Max(1, p.st.TextScale) {
		p.across = 1
	}
	p.head = p.layHead("", m.Note, inner)
	var items []sample
	if known {
		items = append(items, ramp(m.Least, m.Most))
	}
	if unknown {
		items = append(items, sample{text: m.Unknown, draw: func(d painter, x0, y0, x1, y1 float64) { d.frame(x0, y0, x1, y1, d.c.Axis) }})
	}
	p.key = p.layKey(items, inner)
	if p.elsewhere = p.fit(m.Elsewhere, axisPt, inner); p.elsewhere != "" {
		p.key.height += p.row(axisPt)
	}
	return p, nil
}

func (p *bodyPlan) titleHeight() float64 { return p.row(axisPt) + p.px(6) }

// comfort is the height of a body that is easy to read and leaves room for names.
func (p *bodyPlan) comfort() float64 {
	room := (float64(p.Size.X) - 2*p.pad) / float64(p.across)
	s := &p.m.Sides[0]
	return math.Min(p.px(bodyHeight), 0.62*room*s.Height/s.Width)
}

func (p *bodyPlan) place() {
	height := float64(p.Size.Y)
	if p.head.height+p.key.height > 0.4*height {
		p.head, p.key, p.elsewhere = figureHead{}, sampleKey{}, ""
	}
	p.keyTop = height - p.pad - p.key.height
	top, bottom := p.pad+p.head.height+p.px(4), p.keyTop-p.px(10)
	lines := (len(p.m.Sides) + p.across - 1) / p.across
	if lines > 1 && (bottom-top)/2 < p.px(160) { // no room for one below the other
		p.across, lines = len(p.m.Sides), 1
	}
	lineHeight := (bottom - top) / float64(lines)
	width := (float64(p.Size.X) - 2*p.pad) / float64(p.across)
	for i := range p.m.Sides {
		x := p.pad + width*float64(i%p.across)
		p.sides = append(p.sides, p.placeSide(&p.m.Sides[i], x, x+width, top+lineHeight*float64(i/p.across), lineHeight))
	}
}

func (p *bodyPlan) placeSide(s *BodySide, x0, x1, y, height float64) bodyPlace {
	b := bodyPlace{side: s, x0: x0, x1: x1, y: y, up: y + p.titleHeight()}
	height = math.Max(1, height-p.titleHeight()-p.px(8))
	b.unit = math.Min(height/s.Height, 0.62*(x1-x0)/s.Width)
	b.unit = math.Min(b.unit, p.px(bodyHeight*1.6)/s.Height)
	b.left = (x0+x1)/2 - b.unit*s.Width/2
	p.callouts(&b, height)
	return b
}

func (b *bodyPlace) at(place Place) vec {
	return vec{b.left + place.X*b.unit, b.up + place.Y*b.unit}
}

// middle is the centre of mass of an outline, which of parts of a body lies in it.
func middleOf(o *BodyOutline) Place {
	var area, x, y float64
	last := o.Places[len(o.Places)-1]
	for _, at := range o.Places {
		cross := last.X*at.Y - at.X*last.Y
		area += cross
		x += (last.X + at.X) * cross
		y += (last.Y + at.Y) * cross
		last = at
	}
	if math.Abs(area) < 1e-9 {
		return o.Places[0]
	}
	return Place{x / (3 * area), y / (3 * area)}
}

// callouts names the parts with the highest values, on the side of the body on
// which they are, in their order from top to bottom.
func (p *bodyPlan) callouts(b *bodyPlace, height float64) {
	type candidate struct {
		part *Part
		to   vec
	}
	sides := [2][]candidate{}
	for i := range b.side.Outlines {
		o := &b.side.Outlines[i]
		if part := &p.m.Parts[o.Part]; part.Known {
			c := candidate{part, b.at(middleOf(o))}
			sides[boolIndex(c.to.x > (b.x0+b.x1)/2+0.5)] = append(sides[boolIndex(c.to.x > (b.x0+b.x1)/2+0.5)], c)
		}
	}
	row := 1.15 * p.row(axisPt)
	most := int(height / row)
	for right, list := range sides {
		slices.SortStableFunc(list, func(x, y candidate) int {
			return cmp.Compare(y.part.Value, x.part.Value)
		})
		list = list[:min(most, len(list))]
		slices.SortStableFunc(list, func(x, y candidate) int { return cmp.Compare(x.to.y, y.to.y) })
		wanted := make([]float64, len(list))
		for i, c := range list {
			wanted[i] = c.to.y
		}
		ys := spacedOut(wanted, row, b.up+row/2, b.up+height-row/2)
		for i, c := range list {
			p.callout(b, c.part, c.to, ys[i], right == 1)
		}
	}
}

func boolIndex(b bool) int {
	if b {
		return 1
	}
	return 0
}

// callout places one name where it has room; a name that has none is left out,
// the table has it.
func (p *bodyPlan) callout(b *bodyPlace, part *Part, to vec, y float64, atRight bool) {
	gap := p.px(leaderShort)
	body := b.unit * b.side.Width / 2 * 0.94
	middle := (b.x0 + b.x1) / 2
	room := (b.x1-b.x0)/2 - body - gap
	label := clean(part.Label)
	tail := ""
	if label != "" {
		tail = " " + label
	}
	name := p.fit(part.Name, axisPt, room-p.width(tail, axisPt))
	if name == "" {
		name, tail = "", label
	}
	c := callout{text: clean(name + tail), y: y, to: to, atRight: atRight}
	width := p.width(c.text, axisPt)
	if c.text == "" || width > room {
		return
	}
	if atRight {
		c.x = middle + body + gap
		c.from = vec{c.x - p.px(4), y}
	} else {
		c.x = middle - body - gap - width
		c.from = vec{c.x + width + p.px(4), y}
	}
	b.names = append(b.names, c)
}

// spacedOut moves places in order as little as is simple so that they are at least
// gap apart and between low and high, as long as they have room there.
func spacedOut(wanted []float64, gap, low, high float64) []float64 {
	out := slices.Clone(wanted)
	for i := range out {
		out[i] = math.Max(out[i], low)
		if i > 0 {
			out[i] = math.Max(out[i], out[i-1]+gap)
		}
	}
	for i := len(out) - 1; i >= 0; i-- {
		limit := high
		if i+1 < len(out) {
			limit = out[i+1] - gap
		}
		out[i] = math.Min(out[i], limit)
	}
	return out
}

func (p *bodyPlan) spots() []Spot {
	var out []Spot
	for i := range p.sides {
		b := &p.sides[i]
		for j := range b.side.Outlines {
			o := &b.side.Outlines[j]
			part := &p.m.Parts[o.Part]
			if !part.Known {
				continue
			}
			low, high := b.at(o.Places[0]), b.at(o.Places[0])
			for _, place := range o.Places {
				at := b.at(place)
				low.x, low.y = math.Min(low.x, at.x), math.Min(low.y, at.y)
				high.x, high.y = math.Max(high.x, at.x), math.Max(high.y, at.y)
			}
			out = append(out, Spot{Box: image.Rect(int(low.x), int(low.y), int(high.x)+1, int(high.y)+1), Row: part.Row})
		}
	}
	return out
}

func (p *bodyPlan) paint(d painter) {
	p.head.paint(d, p.pad, p.pad)
	for i := range p.sides {
		p.paintSide(d, &p.sides[i])
	}
	p.key.paint(d, p.pad, p.keyTop)
	d.write(p.elsewhere, p.pad, float64(p.Size.Y)-p.pad-d.row(axisPt)/2, axisPt, false)
}

func (p *bodyPlan) paintSide(d painter, b *bodyPlace) {
	middle := (b.x0 + b.x1) / 2
	half := b.unit * b.side.Width / 2
	y := b.y + p.row(axisPt)/2
	title := d.boldFit(b.side.Name, axisPt, half)
	width := d.boldWidth(title, axisPt)
	d.text(title, middle-width/2, y+0.35*d.textPx(axisPt), d.bold, d.textPx(axisPt), d.c.Text)
	room := (b.x1-b.x0)/2 - width/2 - d.px(10)
	if at := d.fit(b.side.AtLeft, amountPt, math.Min(room, 2*half)); at != "" {
		d.write(at, math.Max(b.x0, middle-width/2-d.px(24)-d.width(at, amountPt)), y, amountPt, true)
	}
	if at := d.fit(b.side.AtRight, amountPt, math.Min(room, 2*half)); at != "" {
		d.write(at, math.Min(b.x1-d.width(at, amountPt), middle+width/2+d.px(24)), y, amountPt, true)
	}
	var edges []vec
	for _, known := range []bool{false, true} {
		for i := range b.side.Outlines {
			o := &b.side.Outlines[i]
			part := &p.m.Parts[o.Part]
			if part.Known != known {
				continue
			}
			shape := make([]vec, 0, len(o.Places)+1)
			for _, place := range o.Places {
				shape = append(shape, b.at(place))
			}
			edge := mix(d.c.Background, d.c.Axis, 0.6)
			if known {
				part01 := 1.0
				if p.top > 0 {
					part01 = part.Value / p.top
				}
				fill := d.c.heat(part01)
				d.poly(shape, fill)
				edge = standOut(fill, d.c.Background, d.c.Contrast)
			}
			edges = append(shape, shape[0])
			d.line(edges, d.hair(), edge)
		}
	}
	for _, c := range b.names {
		if math.Hypot(c.from.x-c.to.x, c.from.y-c.to.y) > d.px(3) {
			d.line([]vec{c.from, c.to}, d.hair(), d.c.Muted)
		}
		d.discs([]vec{c.to}, d.px(2.4), d.c.Background)
		d.discs([]vec{c.to}, d.px(1.6), d.c.Text)
		d.write(c.text, c.x, c.y, axisPt, false)
	}
}
