package charts

import (
	"image"
	"image/color"
	"math"
	"time"
)

// Sizes in layout points.
const (
	swarmRadius = 3.4
	stripHeight = 16.0
	groupWidest = 760.0
	effectRow   = 30.0 // the scale of the difference
)

// comparePlan is a Compare with everything in its place.
type comparePlan struct {
	sheet
	c      *Compare
	head   figureHead
	key    sampleKey
	notes  int // lines of notes
	strip  bool
	frame  image.Rectangle
	plot   image.Rectangle // of the ends of the scale, inside of the frame
	y      axis
	swarms []swarm
	effect float64 // y of the difference's text; 0: it is not shown
	keyTop float64
	time   timeAxis
}

// swarm is the dots of one group.
type swarm struct {
	x0, x1 float64 // its column
	middle float64 // of the dots
	side   float64 // x of the mean
	dots   []vec   // one for each point, unless they are too many
	rows   []int   // of the dots
	bars   []box   // in place of dots, where those have no room
}

func (c *Compare) lay(width int, st Style) (*comparePlan, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	base, err := heightSheet(width, st, &c.Words)
	if err != nil {
		return nil, err
	}
	p := &comparePlan{sheet: base, c: c, strip: !c.From.IsZero()}
	inner := float64(width) - 2*p.pad
	p.head = p.layHead(c.Name, c.Unit, inner)
	median, mean := false, false
	for _, g := range c.Groups {
		p.notes = max(p.notes, len(g.Notes))
		median, mean = median || g.Median != nil, mean || g.Mean != nil
	}
	var items []sample
	if median {
		items = append(items, sample{wide: sampleLen, text: c.Median, draw: func(d painter, x0, y0, x1, y1 float64) {
			y := (y0 + y1) / 2
			d.rect(x0, math.Round(y-d.px(1.5)), x1, math.Round(y+d.px(1.5)), d.c.Text)
		}})
	}
	if mean {
		items = append(items, sample{text: c.Mean, draw: func(d painter, x0, y0, x1, y1 float64) {
			d.whisker((x0+x1)/2, y0, (y0+y1)/2, y1)
		}})
	}
	p.key = p.layKey(items, inner)
	return p, nil
}

// stripRoom is what the strip of time takes: the strip, and its dates below.
func (p *comparePlan) stripRoom() float64 {
	if !p.strip {
		return 0
	}
	return p.px(stripHeight) + p.px(4) + 2*p.row(axisPt) + p.px(14)
}

func (p *comparePlan) above() float64 {
	return p.pad + p.head.height + p.px(8) + p.stripRoom() + p.px(6)
}

func (p *comparePlan) groupFoot() float64 {
	return p.px(6) + p.row(axisPt) + float64(p.notes)*p.row(amountPt)
}

func (p *comparePlan) effectRoom() float64 {
	if p.c.Difference == nil {
		return 0
	}
	return p.px(14) + p.row(axisPt) + p.px(effectRow) + 2*p.row(amountPt)
}

func (p *comparePlan) below() float64 {
	return p.groupFoot() + p.effectRoom() + p.px(8) + p.key.height + p.pad
}

func (p *comparePlan) place() {
	height := float64(p.Size.Y)
	least := math.Min(p.px(120), 0.4*height)
	if height-p.above()-p.below() < least {
		p.key = sampleKey{}
	}
	if height-p.above()-p.below() < least {
		p.strip = false
	}
	if height-p.above()-p.below() < least {
		p.notes = 0
	}
	difference := p.c.Difference != nil
	if difference && height-p.above()-p.below() < 0.2*height {
		difference = false // the words say it
	}
	top := math.Round(p.above())
	bottom := height - p.below()
	if !difference {
		bottom += p.effectRoom()
	}
	bottom = math.Max(math.Round(bottom), top+1)
	p.keyTop = height - p.pad - p.key.height
	if difference {
		p.effect = bottom + p.groupFoot() + p.px(14)
	}
	p.placePlot(top, bottom)
	left, right := float64(p.plot.Min.X), float64(p.plot.Max.X)
	if p.strip {
		p.time = newTimeAxis(p.c.From, p.c.To, p.words, axisRoom{
			width: right - left, left: left - p.pad, right: float64(p.Size.X) - right - p.pad/2,
			gap:     math.Max(p.px(22), 1.5*p.textPx(axisPt)),
			measure: func(s string) float64 { return p.width(s, axisPt) },
		})
	}
	wide := (right - left) / float64(len(p.c.Groups))
	for i := range p.c.Groups {
		p.swarms = append(p.swarms, p.place1(i, left+wide*float64(i), left+wide*float64(i+1)))
	}
}

// placePlot makes the axis and finds the columns' left and right end.
func (p *comparePlan) placePlot(top, bottom float64) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range p.c.Groups {
		g := &p.c.Groups[i]
		for _, at := range g.Points {
			lo, hi = math.Min(lo, at.Value), math.Max(hi, at.Value)
		}
	}
	if lo <= hi {
		for i := range p.c.Groups { // an interval may reach further, but not off the scale
			for _, v := range []*float64{p.c.Groups[i].MeanLow, p.c.Groups[i].MeanHigh} {
				if v != nil && (p.c.Low == nil || *v >= *p.c.Low) && (p.c.High == nil || *v <= *p.c.High) {
					lo, hi = math.Min(lo, *v), math.Max(hi, *v)
				}
			}
		}
	}
	o := &Outcome{Low: p.c.Low, High: p.c.High, Labels: p.c.Labels}
	tall := bottom - top
	p.y = axisOf(o, lo, hi, lo <= hi, max(1, min(6, int(tall/math.Max(p.px(36), 2*p.textPx(axisPt))))), max(1, int(tall/(1.4*p.textPx(axisPt)))))
	left := 0.0
	for _, t := range p.y.ticks {
		left = math.Max(left, p.width(clean(t.label), axisPt))
	}
	left = math.Round(p.pad + math.Min(left, 0.25*float64(p.Size.X)) + p.px(10))
	right := math.Round(float64(p.Size.X) - math.Max(p.pad, p.px(16)))
	right = math.Min(right, left+p.px(groupWidest)*math.Max(1, p.st.TextScale)*float64(len(p.c.Groups)))
	p.frame = image.Rect(int(left), int(top), int(math.Max(right, left+1)), int(bottom))
	p.plot = p.frame
	gap := min(int(p.px(swarmRadius+3)), p.frame.Dy()/4)
	p.plot.Min.Y, p.plot.Max.Y = p.plot.Min.Y+gap, p.plot.Max.Y-gap
}

func (p *comparePlan) yOf(v float64) float64 {
	y := float64(p.plot.Max.Y) - float64(p.plot.Dy())*part(v, p.y)
	return math.Min(math.Max(y, float64(p.plot.Min.Y)), float64(p.plot.Max.Y))
}

// place1 spreads the dots of a group sideways so that each is seen. Dots that
// would lie on one another become bars as wide as their number.
func (p *comparePlan) place1(i int, x0, x1 float64) swarm {
	g := &p.c.Groups[i]
	s := swarm{x0: x0, x1: x1, middle: x0 + 0.44*(x1-x0), side: x0 + 0.86*(x1-x0)}
	if len(p.c.Pairs) > 0 {
		s.middle, s.side = x0+0.5*(x1-x0), x0+0.8*(x1-x0)
		if i == 0 {
			s.side = x0 + 0.2*(x1-x0)
		}
		for _, at := range g.Points {
			s.dots, s.rows = append(s.dots, vec{s.middle, p.yOf(at.Value)}), append(s.rows, at.Row)
		}
		return s
	}
	room := 0.66 * (x1 - x0)
	step := 2.25 * p.px(swarmRadius)
	bins := map[int]int{}
	most := 0
	for _, at := range g.Points {
		k := int(math.Floor(p.yOf(at.Value) / step))
		bins[k]++
		most = max(most, bins[k])
	}
	if float64(most)*p.px(2) > room {
		for k, n := range bins {
			half := math.Max(p.hair(), room*float64(n)/float64(most)) / 2
			s.bars = append(s.bars, box{s.middle - half, math.Max(float64(k)*step, float64(p.frame.Min.Y)), s.middle + half,
				math.Min(float64(k+1)*step-p.hair(), float64(p.frame.Max.Y))})
		}
		return s
	}
	placed := map[int]int{}
	for _, at := range g.Points {
		y := p.yOf(at.Value)
		k := int(math.Floor(y / step))
		gap := math.Min(step, room/math.Max(1, float64(bins[k])))
		j := placed[k]
		placed[k]++
		// From the middle outwards; of an even number none is in the middle.
		offset := float64((j+1)/2) * gap
		if j%2 == 0 {
			offset = -offset
		}
		if bins[k]%2 == 0 {
			offset -= gap / 2
		}
		s.dots, s.rows = append(s.dots, vec{s.middle + offset, y}), append(s.rows, at.Row)
	}
	return s
}

func (p *comparePlan) spots() []Spot {
	var out []Spot
	r := p.px(swarmRadius)
	for _, s := range p.swarms {
		for i, v := range s.dots {
			out = append(out, Spot{Box: image.Rect(int(v.x-r), int(v.y-r), int(v.x+r)+1, int(v.y+r)+1), Row: s.rows[i]})
		}
	}
	return out
}

// colour is that of a group.
func (p *comparePlan) colour(i int) color.NRGBA {
	c := &p.st.Colors
	if i < len(c.Outcomes) {
		return c.Outcomes[i]
	}
	return standOut(c.Lanes[(i-len(c.Outcomes))%len(c.Lanes)], c.Background, c.Contrast)
}

func (p *comparePlan) paint(d painter) {
	p.head.paint(d, p.pad, p.pad)
	if p.strip {
		p.paintStrip(d)
	}
	left, right := float64(p.plot.Min.X), float64(p.plot.Max.X)
	d.axes(p.frame, p.plot, axis{}, p.y, p.pad)
	any := false
	for i := range p.swarms {
		p.paintGroup(d, i)
		any = any || len(p.c.Groups[i].Points) > 0
	}
	p.paintPairs(d)
	if !any {
		d.nothing(p.plot)
	}
	if p.effect > 0 {
		p.paintDifference(d, left, right)
	}
	p.key.paint(d, p.pad, p.keyTop)
}

// paintStrip shows which days are in which group: a bar for its days, and a
// stroke for each day that has a value.
func (p *comparePlan) paintStrip(d painter) {
	left, wide := float64(p.plot.Min.X), float64(p.plot.Dx())
	whole := p.c.To.Sub(p.c.From).Seconds()
	x := func(at time.Time) float64 {
		return left + wide*math.Min(1, math.Max(0, at.Sub(p.c.From).Seconds()/whole))
	}
	top := math.Round(p.pad + p.head.height + p.px(8))
	bottom := top + math.Round(p.px(stripHeight))
	for i, g := range p.c.Groups {
		fill := mix(d.c.Background, p.colour(i), 0.22)
		for _, s := range g.Spans {
			x0, x1 := math.Round(x(s.From)), math.Round(x(s.To))
			x1 = math.Max(x1-d.hair(), x0+d.hair())
			d.rect(x0, top, x1, bottom, fill)
			d.rect(x0, bottom-2*d.hair(), x1, bottom, standOut(p.colour(i), d.c.Background, d.c.Contrast))
		}
		var strokes []box
		last := math.Inf(-1)
		for _, at := range g.Points {
			if at.At.IsZero() || at.At.Before(p.c.From) || !at.At.Before(p.c.To) {
				continue
			}
			if v := math.Round(x(at.At.Add(12 * time.Hour))); v != last {
				strokes = append(strokes, box{v, top + d.px(3), v + math.Max(1, math.Round(d.px(1.5))), bottom - d.px(4)})
				last = v
			}
		}
		d.boxes(strokes, standOut(p.colour(i), fill, 3))
	}
	row := d.row(axisPt)
	for _, t := range p.time.ticks {
		at := math.Round(left + t)
		d.rect(at, bottom, at+d.hair(), bottom+d.px(4), d.c.Axis)
	}
	for _, t := range p.time.labels {
		d.write(t.text, left+t.left, bottom+d.px(4)+row/2, axisPt, true)
	}
	for _, t := range p.time.contexts {
		d.write(t.text, left+t.left, bottom+d.px(4)+1.5*row, axisPt, false)
	}
}

func (p *comparePlan) paintGroup(d painter, i int) {
	g, s := &p.c.Groups[i], &p.swarms[i]
	c := p.colour(i)
	if len(s.bars) > 0 {
		d.boxes(s.bars, mix(d.c.Background, c, 0.7))
	}
	if len(g.Points) > 0 && g.Median != nil { // behind the dots, which may all lie on it
		y := math.Round(p.yOf(*g.Median))
		x0, x1 := s.middle-0.36*(s.x1-s.x0), s.middle+0.36*(s.x1-s.x0)
		thick := math.Max(2, math.Round(d.px(3)))
		d.rect(x0, y-thick/2, x1, y+thick/2, d.c.Text)
	}
	if len(p.c.Pairs) == 0 {
		p.paintDots(d, i, s.dots)
	}
	if len(g.Points) > 0 && g.Mean != nil {
		low, high := p.yOf(*g.Mean), p.yOf(*g.Mean)
		if g.MeanLow != nil {
			low, high = p.yOf(*g.MeanLow), p.yOf(*g.MeanHigh)
		}
		d.whisker(s.side, high, p.yOf(*g.Mean), low)
	}
	room := s.x1 - s.x0 - d.px(8)
	y := float64(p.frame.Max.Y) + d.px(6) + d.row(axisPt)/2
	name := d.boldFit(g.Name, axisPt, room)
	x := (s.x0 + s.x1) / 2
	d.text(name, x-d.boldWidth(name, axisPt)/2, y+0.35*d.textPx(axisPt), d.bold, d.textPx(axisPt), d.c.Text)
	y += (d.row(axisPt) + d.row(amountPt)) / 2
	for _, note := range g.Notes[:min(p.notes, len(g.Notes))] {
		d.centre(d.fit(note, amountPt, room), x, y, amountPt, true)
		y += d.row(amountPt)
	}
}

// paintDots draws every other group in squares, so that groups differ in more
// than colour.
func (p *comparePlan) paintDots(d painter, i int, dots []vec) {
	draw, r := d.discs, d.px(swarmRadius)
	if i%2 == 1 {
		draw, r = d.squares, 1.2*r
	}
	dots = d.thinOut(dots, math.Max(1, d.px(1)))
	if len(dots) < 600 {
		draw(dots, r+d.px(0.8), d.c.Background)
	}
	draw(dots, r, mix(d.c.Background, p.colour(i), 0.8))
}

// thinOut leaves out dots that are drawn at the same place.
func (p painter) thinOut(dots []vec, cell float64) []vec {
	taken := make(map[[2]int32]bool, len(dots))
	var out []vec
	for _, v := range dots {
		key := [2]int32{int32(v.x / cell), int32(v.y / cell)}
		if !taken[key] {
			taken[key] = true
			out = append(out, v)
		}
	}
	return out
}

// paintPairs joins what belongs together.
func (p *comparePlan) paintPairs(d painter) {
	if len(p.c.Pairs) == 0 {
		return
	}
	for _, pair := range p.c.Pairs {
		d.line([]vec{p.swarms[0].dots[pair[0]], p.swarms[1].dots[pair[1]]}, d.px(1.4), d.c.Axis)
	}
	for i := range p.swarms {
		p.paintDots(d, i, p.swarms[i].dots)
	}
}

// whisker is a mean with its interval, from top to bottom.
func (p painter) whisker(x, top, mean, bottom float64) {
	half, cap := math.Max(1, math.Round(p.px(1))), p.px(4)
	p.rect(x-half, top, x+half, bottom, p.c.Text)
	for _, y := range []float64{top, bottom} {
		p.rect(x-cap, y-half/2, x+cap, y+half/2, p.c.Text)
	}
	p.squares([]vec{{x, mean}}, p.px(6.5), p.c.Background)
	p.squares([]vec{{x, mean}}, p.px(5), p.c.Text)
}

// paintDifference draws the difference on a scale of its own with nothing in its
// middle.
func (p *comparePlan) paintDifference(d painter, left, right float64) {
	e := p.c.Difference
	y := p.effect + d.row(axisPt)/2
	text := d.boldFit(e.Text, axisPt, float64(p.Size.X)-p.pad-left)
	d.text(text, left, y+0.35*d.textPx(axisPt), d.bold, d.textPx(axisPt), d.c.Text)
	reach := math.Max(math.Max(math.Abs(e.Low), math.Abs(e.High)), math.Abs(e.Value)) * 1.25
	if reach == 0 {
		reach = 1
	}
	x := func(v float64) float64 { return left + (right-left)*(v+reach)/(2*reach) }
	middle := math.Round(p.effect + d.row(axisPt) + d.px(effectRow)/2)
	bottom := p.effect + d.row(axisPt) + d.px(effectRow)
	d.across(left, right, middle)
	zero := math.Round(x(0))
	d.rect(zero, middle-d.px(effectRow)/2+d.px(3), zero+2*d.hair(), bottom, d.c.Axis)
	half := math.Max(1, math.Round(d.px(1.5)))
	x0, x1 := x(e.Low), x(e.High)
	d.rect(x0, middle-half, x1, middle+half, d.c.Text)
	for _, end := range []float64{x0, x1} {
		d.rect(end-half, middle-d.px(5), end+half, middle+d.px(5), d.c.Text)
	}
	d.discs([]vec{{x(e.Value), middle}}, d.px(7), d.c.Background)
	d.discs([]vec{{x(e.Value), middle}}, d.px(5.5), d.c.Text)

	third := (right - left) / 3
	row := bottom + d.row(amountPt)/2
	d.write(d.fit(e.Lower, amountPt, third-d.px(6)), left, row, amountPt, true)
	none := d.fit(e.None, amountPt, third-d.px(6))
	d.centre(none, zero, row, amountPt, true)
	higher := d.fit(e.Higher, amountPt, third-d.px(6))
	d.write(higher, right-d.width(higher, amountPt), row, amountPt, true)
}
