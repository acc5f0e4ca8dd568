package ui

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"fyne.io/fyne/v2/theme"
	"golang.org/x/image/vector"

	"kith/journal/body"
)

// bodyPicture is a drawing of parts of the body in pixels.
type bodyPicture struct {
	image *image.RGBA
	mask  *image.Alpha
}

func newBodyPicture(width, height int) *bodyPicture {
	all := image.Rect(0, 0, width, height)
	return &bodyPicture{image.NewRGBA(all), image.NewAlpha(all)}
}

// part draws a part: its ground; stripes and a thick border if it is chosen; a border
// around that if the keys are at it.
func (p *bodyPicture) part(o *body.Outline, origin body.Point, unit float64, chosen, at, hovered bool) {
	corners := make([]body.Point, len(o.Points))
	for i, c := range o.Points {
		corners[i] = body.Point{X: origin.X + unit*c.X, Y: origin.Y + unit*c.Y}
	}
	ground := theme.Color(theme.ColorNameInputBackground)
	switch {
	case chosen:
		ground = theme.Color(theme.ColorNamePrimary)
	case hovered:
		ground = theme.Color(theme.ColorNameButton)
	}
	box := p.fill(corners)
	p.paint(box, image.NewUniform(ground))
	if chosen {
		p.paint(box, stripes{theme.Color(theme.ColorNameForegroundOnPrimary), max(unit*14, 5)})
	}
	border, width := theme.Color(theme.ColorNameInputBorder), max(unit*1.6, 1)
	if chosen {
		border, width = theme.Color(theme.ColorNameForeground), max(unit*4, 2)
	}
	if at {
		p.stroke(corners, max(unit*12, 6), theme.Color(theme.ColorNameForeground))
		p.stroke(corners, max(unit*6, 3), theme.Color(theme.ColorNamePrimary))
		return
	}
	p.stroke(corners, width, border)
}

// fill makes the mask of a polygon and returns the box around it.
func (p *bodyPicture) fill(corners []body.Point) image.Rectangle {
	low, high := corners[0], corners[0]
	for _, c := range corners {
		low.X, low.Y = min(low.X, c.X), min(low.Y, c.Y)
		high.X, high.Y = max(high.X, c.X), max(high.Y, c.Y)
	}
	box := image.Rect(int(low.X)-1, int(low.Y)-1, int(high.X)+2, int(high.Y)+2).Intersect(p.image.Rect)
	if box.Empty() {
		return box
	}
	r := vector.NewRasterizer(box.Dx(), box.Dy())
	x := func(c body.Point) (float32, float32) {
		return float32(c.X - float64(box.Min.X)), float32(c.Y - float64(box.Min.Y))
	}
	r.MoveTo(x(corners[0]))
	for _, c := range corners[1:] {
		r.LineTo(x(c))
	}
	r.ClosePath()
	draw.Draw(p.mask, box, image.Transparent, image.Point{}, draw.Src)
	r.Draw(p.mask, box, image.Opaque, image.Point{})
	return box
}

func (p *bodyPicture) paint(box image.Rectangle, with image.Image) {
	draw.DrawMask(p.image, box, with, box.Min, p.mask, box.Min, draw.Over)
}

// stroke draws the border of a polygon, each side as a narrow box.
func (p *bodyPicture) stroke(corners []body.Point, width float64, c color.Color) {
	last := corners[len(corners)-1]
	for _, to := range corners {
		length := math.Hypot(to.X-last.X, to.Y-last.Y)
		if length > 0 {
			dx, dy := (to.X-last.X)/length*width/2, (to.Y-last.Y)/length*width/2
			p.paint(p.fill([]body.Point{{X: last.X - dx - dy, Y: last.Y - dy + dx}, {X: to.X + dx - dy, Y: to.Y + dy + dx},
				{X: to.X + dx + dy, Y: to.Y + dy - dx}, {X: last.X - dx + dy, Y: last.Y - dy - dx}}), image.NewUniform(c))
		}
		last = to
	}
}

// stripes are slanting lines of a colour, so many pixels apart, on nothing.
type stripes struct {
	colour color.Color
	apart  float64
}

// ColorModel implements image.Image.
func (stripes) ColorModel() color.Model { return color.RGBAModel }

// Bounds implements image.Image.
func (stripes) Bounds() image.Rectangle { return image.Rect(-1e9, -1e9, 1e9, 1e9) }

// At implements image.Image.
func (s stripes) At(x, y int) color.Color {
	if math.Mod(float64(x+y), s.apart) < s.apart*0.28 {
		return s.colour
	}
	return color.Transparent
}
