package charts

import (
	"image/color"
	"math"
	"time"
)

// How an outcome looks, in layout points.
const (
	lineWidth   = 2.0
	denseWidth  = 1.1
	markRadius  = 3.6
	markSpacing = 10.0 // marks closer than this, on average, only thicken the line
	dense       = 2.0  // points closer than this make a thin line
	texture     = 1.25 // and closer than this none: what shows is their spread and their middle
	window      = 6.0  // of which the middle is taken
)

// outcome draws one outcome in the plot.
func (d layoutPainter) outcome(index int) {
	o := &d.t.Outcomes[index]
	c := d.ink.c.Outcomes[index]
	stretches := d.runs[index]
	spacing := d.spacing(index)
	if o.Shape == Dots {
		d.dots(index, stretches, spacing)
		return
	}
	if spacing < texture {
		// A gap shorter than the window is no gap between two windows.
		stretches = runs(o.Points, d.from, d.to, max(o.Gap, d.Window))
		if o.Gap == 0 {
			stretches = runs(o.Points, d.from, d.to, 0)
		}
	}
	var alone, marks []vec
	for _, r := range stretches {
		line := d.places(index, r)
		switch {
		case len(line) == 1:
			alone = append(alone, line[0])
			continue
		case spacing < texture:
			d.cloud(index, line)
			continue
		case d.marked():
			marks = append(marks, line...)
		}
		line = clip(thin(line), float64(d.Plot.Min.X), float64(d.Plot.Max.X))
		if d.speck(line) {
			alone = append(alone, line[0])
			continue
		}
		d.curve(index, line, spacing)
	}
	d.marks(index, d.inside(marks), markRadius, c)
	radius := markRadius
	if !d.marked() {
		radius = 2
	}
	d.marks(index, d.spread(d.inside(alone)), radius, c)
}

// speck reports whether a line is so short that it would hardly be seen.
func (d layoutPainter) speck(line []vec) bool {
	if len(line) == 0 {
		return false
	}
	for _, v := range line {
		if math.Hypot(v.x-line[0].x, v.y-line[0].y) > d.px(2*lineWidth) {
			return false
		}
	}
	return true
}

// marked reports whether there is room to mark each point, in all outcomes or none.
func (d layoutPainter) marked() bool {
	for i := range d.t.Outcomes {
		if d.spacing(i) < markSpacing {
			return false
		}
	}
	return true
}

// places are the points of a run in pixels.
func (d layoutPainter) places(index int, run [2]int) []vec {
	points := d.t.Outcomes[index].Points[run[0]:run[1]]
	out := make([]vec, len(points))
	for i, p := range points {
		out[i] = vec{d.X(p.At), d.Y(index, p.Value)}
	}
	return out
}

// curve draws a run: of the first outcome solid, of the second dashed, so that
// they differ in more than colour.
func (d layoutPainter) curve(index int, line []vec, spacing float64) {
	c := d.ink.c.Outcomes[index]
	switch {
	case len(line) < 2:
	case spacing < dense:
		d.ink.line(line, d.px(denseWidth), c)
	case index == 1:
		d.ink.dashed(line, d.curveWidth(spacing), d.px(6), d.px(3.5), c)
	default:
		d.ink.line(line, d.curveWidth(spacing), c)
	}
}

func (d layoutPainter) curveWidth(spacing float64) float64 {
	if spacing < markSpacing {
		return d.px(0.8 * lineWidth)
	}
	return d.px(lineWidth)
}

// cloud draws a run of very many points: their spread, its edges going through
// every peak, and the median of each window.
func (d layoutPainter) cloud(index int, line []vec) {
	c := d.ink.c.Outcomes[index]
	low, high := d.spreads(line)
	if len(d.t.Outcomes) == 1 {
		d.between(low, high, mix(d.ink.c.Background, c, 0.22))
	}
	rim := standOut(mix(d.ink.c.Background, c, 0.65), d.ink.c.Background, d.ink.c.Contrast)
	if len(low) == 1 { // all in one column
		x, half := low[0].x, d.px(lineWidth/2)
		d.ink.rect(x-half, high[0].y-half, x+half, low[0].y+half, rim)
		return
	}
	d.ink.line(low, d.px(1), rim)
	d.ink.line(high, d.px(1), rim)
	m := d.middle(line)
	d.ink.line(m, d.px(lineWidth+3), d.ink.c.Background)
	if index == 1 {
		d.ink.dashed(m, d.px(lineWidth), d.px(6), d.px(3.5), c)
		return
	}
	d.ink.line(m, d.px(lineWidth), c)
}

// spreads are the lowest and the highest places in each two layout points.
func (d layoutPainter) spreads(line []vec) (low, high []vec) {
	for _, group := range d.columns(line, d.px(2)) {
		lo, hi := group.points[0], group.points[0]
		for _, v := range group.points {
			if v.y > lo.y {
				lo = v
			}
			if v.y < hi.y {
				hi = v
			}
		}
		low, high = append(low, vec{group.x, lo.y}), append(high, vec{group.x, hi.y})
	}
	return low, high
}

// between fills what is between two lines with the same xs, in pieces that meet
// on one x, since a fill too slows down with the length of its outline.
func (d layoutPainter) between(low, high []vec, c color.NRGBA) {
	for i := 0; i+1 < len(low); {
		end := min(i+4*strokeChunk, len(low)-1)
		shape := append([]vec{}, high[i:end+1]...)
		for j := end; j >= i; j-- {
			shape = append(shape, low[j])
		}
		d.ink.poly(shape, c)
		i = end
	}
}

// middle is the median of each window of a run.
func (d layoutPainter) middle(line []vec) []vec {
	var out []vec
	for _, group := range d.columns(line, d.px(window)) {
		ys := make([]float64, len(group.points))
		for i, v := range group.points {
			ys[i] = v.y
		}
		_, y := middle(ys)
		out = append(out, vec{group.x, y})
	}
	return out
}

// column is the points of a run in one column of the plot, and its middle.
type column struct {
	x      float64
	points []vec
}

// columns cuts a run into columns of whole pixels that are about width wide.
func (d layoutPainter) columns(line []vec, width float64) []column {
	width = math.Max(1, math.Round(width))
	left, right := float64(d.Plot.Min.X), float64(d.Plot.Max.X)
	var out []column
	for i := 0; i < len(line); {
		at := math.Floor((line[i].x - left) / width)
		begin := i
		for i < len(line) && math.Floor((line[i].x-left)/width) == at {
			i++
		}
		if line[begin].x >= left && line[i-1].x <= right {
			out = append(out, column{math.Min(left+(at+0.5)*width, right), line[begin:i]})
		}
	}
	return out
}

// area tints what is under the line of a single outcome whose scale begins at
// nought, and only there: height is an amount nowhere else.
func (d layoutPainter) area() {
	if len(d.t.Outcomes) != 1 || d.axes[0].low != 0 || d.axes[0].words || d.t.Outcomes[0].Shape != Line {
		return
	}
	if d.spacing(0) < texture || d.ink.c.Contrast > 3 {
		return
	}
	for _, r := range d.runs[0] {
		line := clip(thin(d.places(0, r)), float64(d.Plot.Min.X), float64(d.Plot.Max.X))
		if len(line) > 1 {
			d.under(line, mix(d.ink.c.Background, d.ink.c.Outcomes[0], 0.08))
		}
	}
}

// spacing is the average distance of two points of an outcome in layout points.
func (l *Layout) spacing(index int) float64 {
	seen := 0
	for _, r := range l.runs[index] {
		seen += r[1] - r[0]
	}
	return float64(l.Plot.Dx()) / math.Max(1, float64(seen)) / l.st.Scale
}

// under fills what is between a line and the bottom. It goes in pieces that meet
// on whole pixels, since the fill too slows down with the length of its outline.
func (d layoutPainter) under(line []vec, c color.NRGBA) {
	bottom := float64(d.Plot.Max.Y)
	piece := []vec{{line[0].x, bottom}, line[0]}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if cut := math.Floor(b.x); len(piece) > 4*strokeChunk && cut > a.x {
			at := vec{cut, a.y + (b.y-a.y)*(cut-a.x)/(b.x-a.x)}
			d.ink.poly(append(piece, at, vec{cut, bottom}), c)
			piece = []vec{{cut, bottom}, at}
		}
		piece = append(piece, b)
	}
	d.ink.poly(append(piece, vec{line[len(line)-1].x, bottom}), c)
}

// marks draws points with a rim of background, so that they stand off the line.
func (d layoutPainter) marks(index int, at []vec, radius float64, c color.NRGBA) {
	draw := d.ink.discs
	if index == 1 {
		draw, radius = d.ink.squares, radius*1.25
	}
	draw(at, d.px(radius+1.4), d.ink.c.Background)
	draw(at, d.px(radius), c)
}

// dots draws each point by itself: on a stem where there is a nothing to stand
// on, as a ring where it is that nothing, and as a stroke where there are many.
func (d layoutPainter) dots(index int, stretches [][2]int, spacing float64) {
	var at []vec
	for _, r := range stretches {
		at = append(at, d.places(index, r)...)
	}
	at = d.spread(d.inside(at))
	c := d.ink.c.Outcomes[index]
	base, stands := d.base(index)
	width := math.Max(1, math.Round(math.Min(d.px(2), d.px(spacing)*0.6)))
	stem := 0.55
	if spacing < markSpacing {
		stem = 0.3
	}
	var filled, rings []vec
	for _, v := range at {
		if stands && math.Abs(v.y-base) < 0.5 {
			rings = append(rings, v)
			continue
		}
		filled = append(filled, v)
		if stands {
			x := math.Round(v.x - width/2)
			d.ink.rect(x, math.Min(v.y, base), x+width, math.Max(v.y, base), mix(d.ink.c.Background, c, stem))
		}
	}
	if spacing >= markSpacing {
		d.marks(index, filled, markRadius+1, c)
		d.marks(index, rings, markRadius+0.6, c)
		d.ink.discs(rings, d.px(markRadius-1.4), d.ink.c.Background)
		return
	}
	half := d.px(5)
	for _, v := range at {
		x := math.Round(v.x - width/2)
		d.ink.rect(x, v.y-half, x+width, v.y+half, c)
	}
}

// base is the y of the value that stands for nothing: the first of two words,
// or nought at the foot of the axis.
func (d layoutPainter) base(index int) (y float64, ok bool) {
	a, o := d.axes[index], &d.t.Outcomes[index]
	if len(o.Labels) == 2 {
		return d.Y(index, o.Labels[0].Value), true
	}
	return d.Y(index, 0), !a.words && a.low == 0
}

// inside keeps the points that lie on the plot.
func (d layoutPainter) inside(points []vec) []vec {
	var out []vec
	for _, v := range points {
		if v.x >= float64(d.Plot.Min.X) && v.x <= float64(d.Plot.Max.X) {
			out = append(out, v)
		}
	}
	return out
}

// spread leaves out points that would be drawn onto one another, two layout
// points being the finest that can be told apart.
func (d layoutPainter) spread(points []vec) []vec {
	cell := d.px(2)
	taken := map[[2]int]bool{}
	var out []vec
	for _, v := range points {
		key := [2]int{int(v.x / cell), int(v.y / cell)}
		if !taken[key] {
			taken[key] = true
			out = append(out, v)
		}
	}
	return out
}

// sample draws a piece of an outcome's line for its name.
func (d layoutPainter) sample(index int, x, y float64) {
	c := d.ink.c.Outcomes[index]
	end := x + d.px(sampleLen)
	if d.t.Outcomes[index].Shape == Line {
		line := []vec{{x, y}, {end, y}}
		if index == 1 {
			d.ink.dashed(line, d.px(lineWidth), d.px(6), d.px(3.5), c)
		} else {
			d.ink.line(line, d.px(lineWidth), c)
		}
	}
	d.marks(index, []vec{{(x + end) / 2, y}}, markRadius, c)
}

// window is the value of Layout.Window.
func (l *Layout) window() time.Duration {
	for i, o := range l.t.Outcomes {
		if o.Shape == Line && l.spacing(i) < texture {
			return time.Duration(l.px(window) / float64(l.Plot.Dx()) * float64(l.to.Sub(l.from)))
		}
	}
	return 0
}
