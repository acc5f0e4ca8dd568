package charts

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Together shows which things come on the same days, as the table of distances on
// a road map does: each name stands behind its row and on top of its column, and
// where a row and a column meet is the number of days with both. The colour
// is the share of the days with either that had both.
//
// A pair that was never known on the same day is an empty cell with a stroke, and
// not the lowest colour. Every cell of a pair is a Spot; its Row is that of
// its [Pair].
type Together struct {
	// Names are in the order in which they stand, at most 20. What goes together
	// should stand together.
	Names []string
	// Notes stand behind the names in quieter letters, such as "41 days"; one for each
	// name, or none.
	Notes []string
	// Pairs are in any order, each at most once.
	Pairs []Pair
	// Note stands on top in quieter letters.
	Note string
	// Least and Most stand at the ends of the scale of colours, Unknown beside the
	// empty cell and NoShare beside one without colour. Expected is a pattern over {n}, such as "{n} by chance", for
	// what stands below the number of a cell.
	Least, Most, Unknown, NoShare, Expected string
	Words                                   Words
}

// Pair is two of the names and the days on which both are known.
type Pair struct {
	A, B int // indexes in Names, A not B
	// Known is on how many days both are known, Both on how many of them both were
	// there, Either at least one of the two.
	Known, Both, Either int
	// Expected is how many days both would be there if they came independently of
	// each other. NaN says that one of them is always or never there when both are
	// known: then it is not known either which share of the days with it had the other,
	// and the cell has a number and no colour.
	Expected float64
	Row      int // handed on to the Spot
}

const mostTogether = 20

func (t *Together) validate() error {
	n := len(t.Names)
	if n > mostTogether {
		return fmt.Errorf("chart has %d names: at most %d", n, mostTogether)
	}
	if len(t.Notes) > 0 && len(t.Notes) != n {
		return fmt.Errorf("chart has %d names and %d notes to them", n, len(t.Notes))
	}
	seen := map[[2]int]bool{}
	for i, p := range t.Pairs {
		switch key := [2]int{min(p.A, p.B), max(p.A, p.B)}; {
		case key[0] < 0 || key[1] >= n || key[0] == key[1]:
			return fmt.Errorf("pair %d is of %d and %d: want two of %d names", i+1, p.A, p.B, n)
		case seen[key]:
			return fmt.Errorf("pair %d is there twice", i+1)
		case p.Both < 0 || p.Both > p.Either || p.Either > p.Known:
			return fmt.Errorf("pair %d counts %d days of %d of %d", i+1, p.Both, p.Either, p.Known)
		case math.IsInf(p.Expected, 0) || p.Expected < 0:
			return fmt.Errorf("pair %d expects %v days", i+1, p.Expected)
		default:
			seen[key] = true
		}
	}
	return nil
}

// Sizes in layout points.
const (
	pairWidth  = 88.0 // comfortable cells
	pairHeight = 44.0
	pairLeast  = 9.0
	nameRoom   = 190.0 // for the names at the ends of the rows
)

// togetherPlan is a Together with everything in its place.
type togetherPlan struct {
	sheet
	t        *Together
	head     figureHead
	key      sampleKey
	left     float64
	top      float64
	cellX    float64
	cellY    float64
	keyTop   float64
	numberPt float64 // of the numbers in cells; 0: they have no room
	second   bool    // what is expected has room below them
}

func (t *Together) lay(width int, st Style) (*togetherPlan, error) {
	if err := t.validate(); err != nil {
		return nil, err
	}
	base, err := heightSheet(width, st, &t.Words)
	if err != nil {
		return nil, err
	}
	p := &togetherPlan{sheet: base, t: t}
	inner := float64(width) - 2*p.pad
	p.left = p.pad
	p.head = p.layHead("", t.Note, inner)
	if len(t.Pairs) > 0 {
		items := []sample{ramp(t.Least, t.Most)}
		if slices.ContainsFunc(t.Pairs, func(p Pair) bool { return p.Known > 0 && math.IsNaN(p.Expected) }) {
			items = append(items, sample{text: t.NoShare, draw: func(d painter, x0, y0, x1, y1 float64) { d.frame(x0, y0, x1, y1, d.c.Axis) }})
		}
		if slices.ContainsFunc(t.Pairs, func(p Pair) bool { return p.Known == 0 }) {
			items = append(items, sample{text: t.Unknown, draw: func(d painter, x0, y0, x1, y1 float64) { d.unknown(x0, y0, x1, y1) }})
		}
		p.key = p.layKey(items, inner)
	}
	if n := float64(len(t.Names)); n > 0 {
		// Later names begin further right: the last needs the most room.
		names := 0.0
		for i, name := range t.Names {
			wide := p.boldWidth(clean(name), axisPt)
			if len(t.Notes) > 0 {
				wide += p.px(8) + p.width(clean(t.Notes[i]), amountPt)
			}
			names = math.Max(names, wide-(n-1-float64(i))*p.px(pairWidth))
		}
		names = math.Min(names+p.px(10), math.Min(p.px(nameRoom)*p.st.TextScale, 0.45*inner))
		p.cellX = math.Min(p.px(pairWidth)*math.Max(1, p.st.TextScale), (inner-names)/math.Max(1, n-1))
	}
	return p, nil
}

// comfort is the height of a cell that is easy to read.
func (p *togetherPlan) comfort() float64 {
	h := math.Min(p.px(pairHeight)*math.Max(1, p.st.TextScale), math.Max(p.cellX, p.row(axisPt)))
	return math.Max(h, p.row(axisPt))
}

// Height implements [Figure].
func (t *Together) Height(width int, st Style) (int, error) {
	p, err := t.lay(width, st)
	if err != nil {
		return 0, err
	}
	rows := math.Max(3, float64(len(t.Names)))
	return p.tall(2*p.pad + p.head.height + p.px(16) + rows*p.comfort() + p.px(14) + p.key.height), nil
}

func (t *Together) plan(size image.Point, st Style) (plan, error) {
	if err := checkSize(size); err != nil {
		return nil, err
	}
	p, err := t.lay(size.X, st)
	if err != nil {
		return nil, err
	}
	p.Size = size
	height := float64(size.Y)
	if p.head.height+p.key.height > 0.5*height {
		p.head, p.key = figureHead{}, sampleKey{}
	}
	p.top = math.Round(p.pad + p.head.height)
	if p.head.height > 0 {
		p.top += math.Round(p.px(12))
	}
	room := height - p.pad - p.key.height - p.px(14) - p.top
	n := len(t.Names)
	if n > 0 {
		p.cellY = math.Min(p.comfort(), room/float64(n))
		p.cellX = math.Max(p.cellX, 1)
		room = p.cellY * float64(n)
	}
	p.keyTop = math.Min(p.top+math.Max(0, room)+p.px(14), height-p.pad-p.key.height)
	p.sizeNumbers()
	return p, nil
}

// sizeNumbers finds the largest letters in which every number fits into its cell.
func (p *togetherPlan) sizeNumbers() {
	for _, pt := range []float64{namePt, axisPt, 7.5} {
		if p.cellY-p.hair() < 1.15*p.textPx(pt) {
			continue
		}
		fits := true
		for _, pair := range p.t.Pairs {
			fits = fits && p.width(strconv.Itoa(pair.Both), pt)+p.px(4) <= p.cellX
		}
		if fits {
			p.numberPt = pt
			break
		}
	}
	p.second = p.numberPt > 0 && p.cellY-p.hair() >= p.row(p.numberPt)+p.row(7.5)
	for _, pair := range p.t.Pairs {
		p.second = p.second && p.width(p.expected(pair), 7.5)+p.px(4) <= p.cellX
	}
}

// expected is what stands below the number of a pair.
func (p *togetherPlan) expected(pair Pair) string {
	if pair.Known == 0 || math.IsNaN(pair.Expected) || p.t.Expected == "" {
		return ""
	}
	n := strconv.FormatFloat(pair.Expected, 'f', 0, 64)
	if pair.Expected < 10 && pair.Expected > 0 {
		n = strconv.FormatFloat(pair.Expected, 'f', 1, 64)
	}
	return clean(strings.ReplaceAll(p.t.Expected, "{n}", n))
}

// cell is where row and column meet; column is less than row for a pair, and the
// same for the place of a name.
func (p *togetherPlan) cell(row, column int) box {
	gap := 0.0
	if math.Min(p.cellX, p.cellY) >= p.px(6) {
		gap = math.Max(p.hair(), math.Round(p.px(2)))
	}
	return box{math.Round(p.left + float64(column)*p.cellX), math.Round(p.top + float64(row)*p.cellY),
		math.Round(p.left+float64(column+1)*p.cellX) - gap, math.Round(p.top+float64(row+1)*p.cellY) - gap}
}

func (p *togetherPlan) spots() []Spot {
	out := make([]Spot, len(p.t.Pairs))
	for i, pair := range p.t.Pairs {
		b := p.cell(max(pair.A, pair.B), min(pair.A, pair.B))
		out[i] = Spot{Box: image.Rect(int(b.x0), int(b.y0), int(b.x1), int(b.y1)), Row: pair.Row}
	}
	return out
}

func (p *togetherPlan) paint(d painter) {
	p.head.paint(d, p.pad, p.pad)
	if len(p.t.Names) == 0 {
		d.nothing(image.Rect(int(p.pad), int(p.top), p.Size.X-int(p.pad), p.Size.Y-int(p.pad)))
		return
	}
	for _, pair := range p.t.Pairs {
		p.paintPair(d, pair)
	}
	for i, name := range p.t.Names {
		b := p.cell(i, i)
		middle := (b.y0 + b.y1) / 2
		if p.cellY < 0.95*d.textPx(axisPt) {
			continue
		}
		x := b.x0
		if i > 0 {
			x += d.px(6)
		}
		room := float64(p.Size.X) - p.pad - x
		name = d.boldFit(name, axisPt, room)
		d.text(name, x, middle+0.35*d.textPx(axisPt), d.bold, d.textPx(axisPt), d.c.Text)
		if len(p.t.Notes) > 0 && name != "" {
			x += d.boldWidth(name, axisPt) + d.px(8)
			d.write(d.fit(p.t.Notes[i], amountPt, float64(p.Size.X)-p.pad-x), x, middle, amountPt, true)
		}
	}
	p.key.paint(d, p.pad, p.keyTop)
}

func (p *togetherPlan) paintPair(d painter, pair Pair) {
	b := p.cell(max(pair.A, pair.B), min(pair.A, pair.B))
	if pair.Known == 0 {
		d.unknown(b.x0, b.y0, b.x1, b.y1)
		return
	}
	fill := d.c.Background
	switch {
	case math.IsNaN(pair.Expected):
		d.boxes(d.outlineOf(b), d.c.Axis)
	case pair.Both > 0:
		fill = d.c.heat(float64(pair.Both) / float64(pair.Either))
		d.rect(b.x0, b.y0, b.x1, b.y1, fill)
	default: // known, and never together: paler than any share
		fill = mix(d.c.Background, d.c.heat(0), 0.55)
		d.rect(b.x0, b.y0, b.x1, b.y1, fill)
	}
	if p.numberPt == 0 {
		return
	}
	ink := on(fill)
	middle := (b.y0 + b.y1) / 2
	text := strconv.Itoa(pair.Both)
	x := (b.x0+b.x1)/2 - d.width(text, p.numberPt)/2
	below := p.expected(pair)
	if !p.second || below == "" {
		d.writeIn(text, x, middle, p.numberPt, ink)
		return
	}
	d.writeIn(text, x, middle-0.42*d.row(7.5), p.numberPt, ink)
	d.writeIn(below, (b.x0+b.x1)/2-d.width(below, 7.5)/2, middle+0.5*d.row(p.numberPt), 7.5, ink)
}
