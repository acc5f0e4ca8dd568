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
	texture     = 0.7  // and closer than this none: what shows is their spread and their middle
	window      = 6.0  // of which the middle is taken
)

// outcome draws one outcome in the plot.
func (d painter) outcome(index int) {
	o := &d.t.Outcomes[index]
	c := d.c.Outcomes[index]
	stretches := runs(o.Points, d.from, d.to, o.Gap)
	spacing := d.spacing(stretches)
	if o.Shape == Dots {
		d.dots(index, stretches, spacing)
		return
	}
	var alone, marks []vec
	var middles [][]vec
	for _, r := range stretches {
		line := d.places(index, r)
		if m := d.middle(line); spacing < texture && len(m) > 1 {
			middles = append(middles, m)
		}
		if len(line) == 1 {
			alone = append(alone, line[0])
			continue
		}
		if spacing >= markSpacing {
			marks = append(marks, line...)
		}
		line = clip(thin(line), float64(d.Plot.Min.X), float64(d.Plot.Max.X))
		d.curve(index, line, spacing)
	}
	for _, m := range middles {
		d.line(m, d.px(lineWidth+2), d.c.Background)
		d.line(m, d.px(lineWidth), d.strong(c))
	}
	d.marks(index, d.inside(marks), markRadius, c)
	radius := markRadius
	if spacing < markSpacing {
		radius = 2
	}
	d.marks(index, d.spread(d.inside(alone)), radius, c)
}

// places are the points of a run in pixels.
func (d painter) places(index int, run [2]int) []vec {
	points := d.t.Outcomes[index].Points[run[0]:run[1]]
	out := make([]vec, len(points))
	for i, p := range points {
		out[i] = vec{d.X(p.At), d.Y(index, p.Value)}
	}
	return out
}

// curve draws a run: of the first outcome solid, of the second dashed, so that
// they differ in more than colour.
func (d painter) curve(index int, line []vec, spacing float64) {
	c := d.c.Outcomes[index]
	switch {
	case len(line) < 2:
	case spacing < texture:
		d.line(line, d.px(denseWidth), d.soft(c))
	case spacing < dense:
		d.line(line, d.px(denseWidth), c)
	case index == 1:
		d.dashed(line, d.curveWidth(spacing), d.px(6), d.px(3.5), c)
	default:
		d.line(line, d.curveWidth(spacing), c)
	}
}

func (d painter) curveWidth(spacing float64) float64 {
	if spacing < markSpacing {
		return d.px(0.8 * lineWidth)
	}
	return d.px(lineWidth)
}

// soft is for the spread of very many points, strong for the middle of them.
func (d painter) soft(c color.NRGBA) color.NRGBA {
	return standOut(mix(d.c.Background, c, 0.55), d.c.Background, 3)
}

func (d painter) strong(c color.NRGBA) color.NRGBA { return mix(c, d.c.Text, 0.6) }

// middle is the median of each window of a run. A window is a stretch of time
// that is always the same number of pixels wide.
func (d painter) middle(line []vec) []vec {
	width := d.px(window)
	left := float64(d.Plot.Min.X)
	var out []vec
	for i := 0; i < len(line); {
		at := math.Floor((line[i].x - left) / width)
		var ys []float64
		for ; i < len(line) && math.Floor((line[i].x-left)/width) == at; i++ {
			ys = append(ys, line[i].y)
		}
		if x := left + (at+0.5)*width; x >= left && x <= float64(d.Plot.Max.X) {
			_, y := middle(ys)
			out = append(out, vec{x, y})
		}
	}
	return out
}

// area tints what is under the line of a single outcome whose scale begins at
// nought, and only there: height is an amount nowhere else.
func (d painter) area() {
	if len(d.t.Outcomes) != 1 || d.axes[0].low != 0 || d.axes[0].words || d.t.Outcomes[0].Shape != Line {
		return
	}
	o := &d.t.Outcomes[0]
	stretches := runs(o.Points, d.from, d.to, o.Gap)
	if d.spacing(stretches) < texture {
		return
	}
	for _, r := range stretches {
		line := clip(thin(d.places(0, r)), float64(d.Plot.Min.X), float64(d.Plot.Max.X))
		if len(line) > 1 {
			d.under(line, mix(d.c.Background, d.c.Outcomes[0], 0.08))
		}
	}
}

// spacing is the average distance of two points in layout points.
func (d *Layout) spacing(stretches [][2]int) float64 {
	seen := 0
	for _, r := range stretches {
		seen += r[1] - r[0]
	}
	return float64(d.Plot.Dx()) / math.Max(1, float64(seen)) / d.st.Scale
}

// under fills what is between a line and the bottom. It goes in pieces that meet
// on whole pixels, since the fill too slows down with the length of its outline.
func (d painter) under(line []vec, c color.NRGBA) {
	bottom := float64(d.Plot.Max.Y)
	piece := []vec{{line[0].x, bottom}, line[0]}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if cut := math.Floor(b.x); len(piece) > 4*strokeChunk && cut > a.x {
			at := vec{cut, a.y + (b.y-a.y)*(cut-a.x)/(b.x-a.x)}
			d.poly(append(piece, at, vec{cut, bottom}), c)
			piece = []vec{{cut, bottom}, at}
		}
		piece = append(piece, b)
	}
	d.poly(append(piece, vec{line[len(line)-1].x, bottom}), c)
}

// marks draws points with a rim of background, so that they stand off the line.
func (d painter) marks(index int, at []vec, radius float64, c color.NRGBA) {
	draw := d.discs
	if index == 1 {
		draw, radius = d.squares, radius*1.25
	}
	draw(at, d.px(radius+1.4), d.c.Background)
	draw(at, d.px(radius), c)
}

// dots draws each point by itself: as marks, or as strokes where they are many.
func (d painter) dots(index int, stretches [][2]int, spacing float64) {
	var at []vec
	for _, r := range stretches {
		at = append(at, d.places(index, r)...)
	}
	at = d.spread(d.inside(at))
	c := d.c.Outcomes[index]
	if spacing >= markSpacing {
		d.marks(index, at, markRadius+0.8, c)
		return
	}
	half := d.px(8)
	if index == 1 {
		half = d.px(4.5)
	}
	width := math.Max(1, math.Round(math.Min(d.px(2.5), d.px(spacing)*0.7)))
	for _, v := range at {
		x := math.Round(v.x - width/2)
		d.rect(x, v.y-half, x+width, v.y+half, c)
	}
}

// inside keeps the points that lie on the plot.
func (d painter) inside(points []vec) []vec {
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
func (d painter) spread(points []vec) []vec {
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
func (d painter) sample(index int, x, y float64) {
	c := d.c.Outcomes[index]
	end := x + d.px(sampleLen)
	if d.t.Outcomes[index].Shape == Line {
		line := []vec{{x, y}, {end, y}}
		if index == 1 {
			d.dashed(line, d.px(lineWidth), d.px(6), d.px(3.5), c)
		} else {
			d.line(line, d.px(lineWidth), c)
		}
	}
	d.marks(index, []vec{{(x + end) / 2, y}}, markRadius, c)
}

// window is the value of Layout.Window.
func (l *Layout) window() time.Duration {
	for _, o := range l.t.Outcomes {
		stretches := runs(o.Points, l.from, l.to, o.Gap)
		if o.Shape == Line && len(stretches) > 0 && l.spacing(stretches) < texture {
			return time.Duration(l.px(window) / float64(l.Plot.Dx()) * float64(l.to.Sub(l.from)))
		}
	}
	return 0
}
