package charts

import (
	"image/color"
	"math"

	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// vec is a place or a distance in device pixels.
type vec struct{ x, y float64 }

// pen draws the few shapes a chart is made of on a go-chart renderer. Every
// place and size is in device pixels.
type pen struct {
	r chart.Renderer
}

// strokeChunk is how many points go into one stroke. go-chart strokes a long
// line in quadratic time: 100,000 points at once take 20 seconds.
const strokeChunk = 8

func units(px float64) int { return int(math.Round(px * fine)) }

func paint(c color.NRGBA) drawing.Color {
	return drawing.Color{R: c.R, G: c.G, B: c.B, A: c.A}
}

// filling and stroking set every property: the SVG renderer writes fill and
// stroke with each path, whichever was asked for.
func (p pen) filling(c color.NRGBA) {
	p.r.ResetStyle()
	p.r.SetFillColor(paint(c))
}

func (p pen) stroking(c color.NRGBA, width float64) {
	p.r.ResetStyle()
	p.r.SetStrokeColor(paint(c))
	p.r.SetStrokeWidth(math.Max(1, math.Round(width*fine)))
}

// rect fills a rectangle. Lines that run along an axis are thin rectangles on
// whole pixels, for a stroke would blur over two rows.
func (p pen) rect(x0, y0, x1, y1 float64, c color.NRGBA) {
	if x1 <= x0 || y1 <= y0 {
		return
	}
	if r, ok := p.r.(*raster); ok && r.rect(x0, y0, x1, y1, c) {
		return
	}
	p.poly([]vec{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}, c)
}

// poly fills a closed shape.
func (p pen) poly(shape []vec, c color.NRGBA) {
	p.filling(c)
	p.outline(shape)
	p.r.Fill()
}

func (p pen) outline(shape []vec) {
	for i, v := range shape {
		if i == 0 {
			p.r.MoveTo(units(v.x), units(v.y))
		} else {
			p.r.LineTo(units(v.x), units(v.y))
		}
	}
	p.r.Close()
}

// line strokes an open line in time linear in its points.
func (p pen) line(points []vec, width float64, c color.NRGBA) {
	p.stroking(c, width)
	for begin := 0; begin+1 < len(points); {
		end := min(begin+strokeChunk, len(points)-1)
		chunk := points[begin : end+1]
		if begin > 0 {
			// A little of the piece before, so that the corner is joined; not
			// all of it, for what is drawn twice is darker at its edges.
			chunk = append([]vec{towards(points[begin], points[begin-1], width)}, chunk...)
		}
		p.path(chunk)
		p.r.Stroke()
		begin = end
	}
}

// towards is the place at the given distance from a on the way to b, or b.
func towards(a, b vec, distance float64) vec {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	if length <= distance {
		return b
	}
	return vec{a.x + (b.x-a.x)*distance/length, a.y + (b.y-a.y)*distance/length}
}

func (p pen) path(points []vec) {
	p.r.MoveTo(units(points[0].x), units(points[0].y))
	for _, v := range points[1:] {
		p.r.LineTo(units(v.x), units(v.y))
	}
}

// dashed strokes an open line in dashes as long as on, off apart, that run on
// through its corners.
func (p pen) dashed(points []vec, width, on, off float64, c color.NRGBA) {
	p.stroking(c, width)
	drawn := 0
	for _, d := range dashes(points, on, off) {
		p.path(d)
		if drawn += len(d); drawn > 2*strokeChunk {
			p.r.Stroke()
			drawn = 0
		}
	}
	if drawn > 0 {
		p.r.Stroke()
	}
}

// dashes cuts a line into pieces. It does not use the renderer's dashes, which
// would begin anew with every chunk.
func dashes(points []vec, on, off float64) [][]vec {
	var out [][]vec
	var piece []vec
	left, drawing := on, true
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := math.Hypot(b.x-a.x, b.y-a.y)
		if length == 0 {
			continue
		}
		at := func(s float64) vec { return vec{a.x + (b.x-a.x)*s/length, a.y + (b.y-a.y)*s/length} }
		for done := 0.0; done < length; {
			if drawing && piece == nil {
				piece = []vec{at(done)}
			}
			step := math.Min(left, length-done)
			done += step
			left -= step
			if drawing {
				piece = append(piece, at(done))
			}
			if left <= 1e-9 {
				if drawing {
					out = append(out, piece)
					piece = nil
					left = off
				} else {
					left = on
				}
				drawing = !drawing
			}
		}
	}
	if len(piece) > 1 {
		out = append(out, piece)
	}
	return out
}

// discs fills circles.
func (p pen) discs(centres []vec, radius float64, c color.NRGBA) {
	p.shapes(centres, c, func(v vec) { p.circle(v, radius) })
}

// squares fills squares that stand on a corner.
func (p pen) squares(centres []vec, radius float64, c color.NRGBA) {
	p.shapes(centres, c, func(v vec) {
		p.outline([]vec{{v.x, v.y - radius}, {v.x + radius, v.y}, {v.x, v.y + radius}, {v.x - radius, v.y}})
	})
}

func (p pen) shapes(centres []vec, c color.NRGBA, outline func(vec)) {
	p.filling(c)
	for i, v := range centres {
		outline(v)
		if i%strokeChunk == strokeChunk-1 || i == len(centres)-1 {
			p.r.Fill()
		}
	}
}

// circle traces a circle in eight curves. The renderers' own differ: one is
// squarish, the other ignores the place in the order of drawing.
func (p pen) circle(c vec, radius float64) {
	const parts = 8
	outer := radius / math.Cos(math.Pi/parts)
	p.r.MoveTo(units(c.x+radius), units(c.y))
	for i := 1; i <= parts; i++ {
		mid, end := 2*math.Pi*(float64(i)-0.5)/parts, 2*math.Pi*float64(i)/parts
		p.r.QuadCurveTo(units(c.x+outer*math.Cos(mid)), units(c.y+outer*math.Sin(mid)),
			units(c.x+radius*math.Cos(end)), units(c.y+radius*math.Sin(end)))
	}
	p.r.Close()
}

// text writes s from x on, its baseline at y. size is in pixels.
func (p pen) text(s string, x, y float64, f *truetype.Font, size float64, c color.NRGBA) {
	if s == "" {
		return
	}
	p.r.ResetStyle()
	p.r.SetFont(f)
	p.r.SetFontSize(size * fine * 72 / p.r.GetDPI())
	p.r.SetFontColor(paint(c))
	p.r.Text(s, units(x), units(y))
}
