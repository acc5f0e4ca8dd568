package charts

import (
	"image/color"
	"math"
)

// sample is a sample with what it means. lead stands before the sample, text
// after it; draw paints the sample into a box wide layout points wide.
type sample struct {
	lead, text string
	wide       float64 // in layout points; 0 is a square
	draw       func(p painter, x0, y0, x1, y1 float64)

	x, y float64 // of its left edge and its middle, from the top left of the key
}

// sampleKey is a list of samples that flows into lines.
type sampleKey struct {
	items  []sample
	height float64
}

const (
	sampleSide = 13.0 // in layout points
	sampleGap  = 6.0
	itemGap    = 20.0
)

// layKey places a key in lines that are at most room wide. Items without a text
// are left out.
func (s *sheet) layKey(items []sample, room float64) sampleKey {
	var k sampleKey
	row := math.Max(s.row(axisPt), s.px(sampleSide+6))
	x, y := 0.0, row/2
	for _, item := range items {
		if item.wide == 0 {
			item.wide = sampleSide
		}
		item.lead = s.fit(item.lead, axisPt, room-s.px(item.wide+2*sampleGap))
		spare := room - s.px(item.wide+sampleGap)
		if item.lead != "" {
			spare -= s.width(item.lead, axisPt) + s.px(sampleGap)
		}
		item.text = s.fit(item.text, axisPt, spare)
		if item.text == "" {
			continue
		}
		width := room - spare + s.width(item.text, axisPt)
		if x > 0 && x+width > room {
			x, y = 0, y+row
		}
		item.x, item.y = x, y
		x += width + s.px(itemGap)
		k.items = append(k.items, item)
		k.height = y + row/2
	}
	return k
}

func (k sampleKey) paint(p painter, left, top float64) {
	for _, item := range k.items {
		x, y := left+item.x, top+item.y
		if item.lead != "" {
			p.write(item.lead, x, y, axisPt, true)
			x += p.width(item.lead, axisPt) + p.px(sampleGap)
		}
		half := p.px(sampleSide) / 2
		item.draw(p, math.Round(x), math.Round(y-half), math.Round(x+p.px(item.wide)), math.Round(y+half))
		p.write(item.text, x+p.px(item.wide+sampleGap), y, axisPt, true)
	}
}

// ramp is the key of a heat scale: its steps from the lowest to the highest.
func ramp(low, high string) sample {
	return sample{lead: low, text: high, wide: 90, draw: func(p painter, x0, y0, x1, y1 float64) {
		n := max(2, len(p.c.Heat))
		for i := range n {
			a, b := x0+(x1-x0)*float64(i)/float64(n), x0+(x1-x0)*float64(i+1)/float64(n)
			p.rect(math.Round(a), y0, math.Round(b)-p.hair(), y1, p.c.heat(float64(i)/float64(n-1)))
		}
	}}
}

// head is the name of a figure with its unit or explanation, in bold and in
// quieter letters; the second goes into a line of its own where the first leaves
// no room.
type figureHead struct {
	name, note   string
	noteX, noteY float64
	height       float64
}

func (s *sheet) layHead(name, note string, room float64) figureHead {
	h := figureHead{name: s.boldFit(name, namePt, room)}
	if h.name != "" {
		h.height = s.row(namePt)
	}
	h.noteX = s.boldWidth(h.name, namePt) + s.px(10)
	h.noteY = h.height / 2
	note = clean(note)
	switch {
	case note == "":
	case h.name != "" && h.noteX+s.width(note, axisPt) <= room:
		h.note = note
	default:
		h.note = s.fit(note, axisPt, room)
		h.noteX, h.noteY = 0, h.height+s.row(axisPt)/2
		h.height += s.row(axisPt)
	}
	return h
}

func (h figureHead) paint(p painter, left, top float64) {
	p.writeBold(h.name, left, top+p.row(namePt)/2, namePt)
	p.write(h.note, left+h.noteX, top+h.noteY, axisPt, true)
}

// box is a rectangle in device pixels.
type box struct{ x0, y0, x1, y1 float64 }

// meets reports whether two boxes overlap.
func (b box) meets(o box) bool { return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1 }

// boxes fills many rectangles in one colour.
func (p pen) boxes(list []box, c color.NRGBA) {
	p.filling(c)
	drawn := 0
	for i, b := range list {
		if b.x1 > b.x0 && b.y1 > b.y0 {
			p.outline([]vec{{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}})
			drawn++
		}
		if drawn > 0 && (drawn == strokeChunk || i == len(list)-1) {
			p.r.Fill()
			drawn = 0
		}
	}
}

// stripes are the bars of a striped box, from its bottom up.
func (p painter) stripes(b box) []box {
	step := math.Max(2, math.Round(p.px(2)))
	if b.y1-b.y0 < 2*step {
		return []box{b}
	}
	var out []box
	for y := b.y1; y > b.y0; y -= 2 * step {
		out = append(out, box{b.x0, math.Max(b.y0, y-step), b.x1, y})
	}
	return out
}
