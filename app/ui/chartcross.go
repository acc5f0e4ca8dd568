package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
)

// chartCross is what lies over the picture of a chart: the crosshair, its tooltip
// and the ring of the focus. It is a widget of its own, because whatever is
// refreshed is uploaded anew, and the mouse moves often.
type chartCross struct {
	widget.BaseWidget
	c *chartCanvas
}

func newChartCross(c *chartCanvas) *chartCross {
	x := &chartCross{c: c}
	x.ExtendBaseWidget(x)
	return x
}

// CreateRenderer implements fyne.Widget.
func (x *chartCross) CreateRenderer() fyne.WidgetRenderer {
	d := &crossRenderer{c: x.c, x: x, line: canvas.NewLine(nil), ring: canvas.NewRectangle(nil), tip: canvas.NewRectangle(nil), frame: canvas.NewRectangle(nil)}
	for i := range d.dots {
		d.dots[i] = canvas.NewCircle(nil)
	}
	for i := range d.texts {
		d.texts[i] = canvas.NewText("", nil)
	}
	d.Refresh()
	return d
}

// maxTipLines is how many lines the tooltip has room for.
const maxTipLines = 12

type crossRenderer struct {
	c         *chartCanvas
	x         *chartCross
	line      *canvas.Line
	dots      [app.MaxChartMeasures]*canvas.Circle
	ring, tip *canvas.Rectangle
	frame     *canvas.Rectangle // around a spot
	texts     [maxTipLines]*canvas.Text
}

func (d *crossRenderer) Destroy() {}

func (d *crossRenderer) MinSize() fyne.Size { return fyne.Size{} }

func (d *crossRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{d.line}
	for _, dot := range d.dots {
		objects = append(objects, dot)
	}
	objects = append(objects, d.frame, d.tip)
	for _, t := range d.texts {
		objects = append(objects, t)
	}
	return append(objects, d.ring)
}

func (d *crossRenderer) Layout(size fyne.Size) {
	d.ring.Move(fyne.NewPos(1, 1))
	d.ring.Resize(size.SubtractWidthHeight(2, 2))
	d.cross()
}

func (d *crossRenderer) Refresh() {
	c := d.c
	d.ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
	d.ring.StrokeWidth, d.ring.CornerRadius = 2, theme.Size(theme.SizeNameInputRadius)
	d.ring.Hidden = !c.focused
	d.cross()
	canvas.Refresh(d.x)
}

// cross puts the crosshair where it belongs, or hides it.
func (d *crossRenderer) cross() {
	k, on := d.c.model.Cursor()
	on = on && d.c.picture != nil && d.c.drawn.revision == d.c.revision
	d.frame.Hide()
	d.line.Hidden, d.tip.Hidden = !on, !on
	for _, dot := range d.dots {
		dot.Hide()
	}
	for _, t := range d.texts {
		t.Hide()
	}
	if !on {
		return
	}
	if d.c.layout == nil {
		d.spot(&k)
		return
	}
	plot, scale := d.c.layout.Plot, float32(d.c.drawn.scale)
	top, bottom := float32(plot.Min.Y)/scale, float32(plot.Max.Y)/scale
	if n := len(d.c.layout.Lanes); n > 0 { // down through the treatments
		bottom = float32(d.c.layout.Lanes[n-1].Bar.Max.Y) / scale
	}
	x := d.c.spot(k.At)
	d.line.StrokeColor, d.line.StrokeWidth = theme.Color(theme.ColorNameForeground), 1
	d.line.Position1, d.line.Position2 = fyne.NewPos(x, top), fyne.NewPos(x, bottom)
	for i, p := range d.c.layout.At(k.At).Points {
		if i >= len(d.dots) || !p.At.Equal(k.At) {
			continue
		}
		const radius = 6
		dot := d.dots[i]
		dot.StrokeColor, dot.StrokeWidth, dot.FillColor = theme.Color(theme.ColorNameForeground), 2, nil
		dot.Move(fyne.NewPos(float32(p.X)/scale-radius, float32(p.Y)/scale-radius))
		dot.Resize(fyne.NewSquareSize(2 * radius))
		dot.Show()
	}
	d.tooltip(k.Lines(), x, x, top+4)
}

// spot puts a frame around what is pointed at, and says what it is.
func (d *crossRenderer) spot(k *view.ChartCursor) {
	i := d.c.model.Spot()
	if d.line.Hide(); i < 0 || i >= len(d.c.spots) {
		d.tip.Hide()
		return
	}
	const around = 3
	scale, box := float32(d.c.drawn.scale), d.c.spots[i].Box
	at := fyne.NewPos(float32(box.Min.X)/scale-around, float32(box.Min.Y)/scale-around)
	size := fyne.NewSize(float32(box.Dx())/scale+2*around, float32(box.Dy())/scale+2*around)
	d.frame.StrokeColor, d.frame.StrokeWidth, d.frame.CornerRadius = theme.Color(theme.ColorNameForeground), 2, 4
	d.frame.FillColor = nil
	d.frame.Move(at)
	d.frame.Resize(size)
	d.frame.Show()
	d.tooltip(k.Lines(), at.X, at.X+size.Width, at.Y)
}

// tooltip writes lines beside what is from left to right, on the side that has more
// room.
func (d *crossRenderer) tooltip(lines []string, from, to, top float32) {
	const pad, away, longest = 8, 12, 48
	var width, height float32
	for i, text := range lines[:min(len(lines), maxTipLines)] {
		t := d.texts[i]
		t.Text = shorten(text, longest)
		t.TextSize, t.TextStyle = theme.Size(theme.SizeNameCaptionText), fyne.TextStyle{Bold: i == 0}
		t.Color = theme.Color(theme.ColorNameForeground)
		t.Move(fyne.NewPos(0, height))
		t.Show()
		width, height = max(width, t.MinSize().Width), height+t.MinSize().Height
	}
	size := d.c.Size()
	left := to + away
	if left+width+2*pad > size.Width && from > size.Width-to {
		left = max(from-away-width-2*pad, 0)
	}
	top = max(min(top, size.Height-height-2*pad-2), 0)
	d.tip.FillColor, d.tip.StrokeColor = theme.Color(colorSurface), theme.Color(theme.ColorNameInputBorder)
	d.tip.StrokeWidth, d.tip.CornerRadius = 1, 6
	d.tip.Move(fyne.NewPos(left, top))
	d.tip.Resize(fyne.NewSize(width+2*pad, height+2*pad))
	for _, t := range d.texts {
		t.Move(t.Position().AddXY(left+pad, top+pad))
		t.Resize(t.MinSize())
	}
}
