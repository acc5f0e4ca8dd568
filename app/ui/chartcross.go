package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"kith/app"
)

// CreateRenderer implements fyne.Widget.
func (c *chartCanvas) CreateRenderer() fyne.WidgetRenderer {
	d := &chartRenderer{c: c, line: canvas.NewLine(nil), ring: canvas.NewRectangle(nil), tip: canvas.NewRectangle(nil)}
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

// chartRenderer lays the crosshair and its tooltip over the picture.
type chartRenderer struct {
	c         *chartCanvas
	line      *canvas.Line
	dots      [app.MaxChartMeasures]*canvas.Circle
	ring, tip *canvas.Rectangle
	texts     [maxTipLines]*canvas.Text
}

func (d *chartRenderer) Destroy() {}

func (d *chartRenderer) MinSize() fyne.Size { return d.c.MinSize() }

func (d *chartRenderer) Objects() []fyne.CanvasObject {
	objects := []fyne.CanvasObject{d.c.raster, d.line}
	for _, dot := range d.dots {
		objects = append(objects, dot)
	}
	objects = append(objects, d.tip)
	for _, t := range d.texts {
		objects = append(objects, t)
	}
	return append(objects, d.ring)
}

func (d *chartRenderer) Layout(size fyne.Size) {
	// Whole units, so that the picture falls on whole pixels.
	d.c.raster.Resize(fyne.NewSize(float32(int(size.Width)), float32(int(size.Height))))
	d.ring.Move(fyne.NewPos(1, 1))
	d.ring.Resize(size.SubtractWidthHeight(2, 2))
	d.cross()
}

func (d *chartRenderer) Refresh() {
	c := d.c
	d.ring.StrokeColor = theme.Color(theme.ColorNamePrimary)
	d.ring.StrokeWidth, d.ring.CornerRadius = 2, theme.Size(theme.SizeNameInputRadius)
	d.ring.Hidden = !c.focused
	if c.revision != c.drawn.revision || c.w.appearance.resolved() != c.drawn.look || c.w.appearance.text() != c.drawn.text {
		c.raster.Refresh()
	}
	d.cross()
	canvas.Refresh(c)
}

// cross puts the crosshair where it belongs, or hides it.
func (d *chartRenderer) cross() {
	k, on := d.c.model.Cursor()
	on = on && d.c.layout != nil && d.c.drawn.revision == d.c.revision
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
	d.tooltip(k.Lines(), x, top)
}

// tooltip writes lines beside the crosshair, on the side that has more room.
func (d *chartRenderer) tooltip(lines []string, x, top float32) {
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
	left := x + away
	if left+width+2*pad > size.Width && x > size.Width/2 {
		left = max(x-away-width-2*pad, 0)
	}
	d.tip.FillColor, d.tip.StrokeColor = theme.Color(colorSurface), theme.Color(theme.ColorNameInputBorder)
	d.tip.StrokeWidth, d.tip.CornerRadius = 1, 6
	d.tip.Move(fyne.NewPos(left, top+4))
	d.tip.Resize(fyne.NewSize(width+2*pad, height+2*pad))
	for _, t := range d.texts {
		t.Move(t.Position().AddXY(left+pad, top+4+pad))
		t.Resize(t.MinSize())
	}
}
