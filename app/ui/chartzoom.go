package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// How far a step of the zoom goes.
const (
	zoomStep = 0.7  // of the time that is shown
	panStep  = 0.25 // of the time that is shown
)

// chartZooms are the buttons beside the days: closer, farther, everything.
type chartZooms struct {
	out, all *button
	box      *fyne.Container
}

func newChartZooms(p *chartPage) *chartZooms {
	named := func(key string, icon fyne.Resource, f func()) *button {
		b := newQuiet("", icon, f)
		b.name = words.Text(key)
		return b
	}
	z := &chartZooms{
		out: named("chart.zoom.out", theme.ZoomOutIcon(), func() { p.canvas.zoomed(p.model.Zoom(1/zoomStep, 0.5)) }),
		all: named("chart.zoom.all", theme.ZoomFitIcon(), func() { p.canvas.zoomed(p.model.Unzoom()) }),
	}
	in := named("chart.zoom.in", theme.ZoomInIcon(), func() { p.canvas.zoomed(p.model.Zoom(zoomStep, 0.5)) })
	z.box = container.NewHBox(z.all, z.out, in)
	return z
}

// show offers the way back where there is one.
func (z *chartZooms) show(s view.ChartShown) { z.all.Hidden = !s.Zoomed }

// zoomed shows another part of the time, after it was loaded if need be.
func (c *chartCanvas) zoomed(changed, load bool) {
	switch {
	case load:
		c.page.load()
	case changed:
		s := c.model.Shown()
		c.page.picture(s)
		c.page.drawn.Refresh()
	}
}

// TypedRune implements fyne.Focusable.
func (c *chartCanvas) TypedRune(r rune) {
	switch r {
	case '+', '=':
		c.zoomed(c.model.Zoom(zoomStep, c.centre()))
	case '-', '_':
		c.zoomed(c.model.Zoom(1/zoomStep, c.centre()))
	case '0':
		c.zoomed(c.model.Unzoom())
	}
}

// centre is where a zoom by the keyboard holds still, as a part of what is shown:
// at the crosshair, or else in the middle.
func (c *chartCanvas) centre() float64 {
	if k, ok := c.model.Cursor(); ok && c.layout != nil {
		return c.part(c.layout.X(k.At))
	}
	return 0.5
}

// part is a place in pixels as a part of the plot, 0 to 1.
func (c *chartCanvas) part(x float64) float64 {
	if c.layout == nil || c.layout.Plot.Dx() == 0 {
		return 0.5
	}
	return min(max((x-float64(c.layout.Plot.Min.X))/float64(c.layout.Plot.Dx()), 0), 1)
}

// Scrolled implements fyne.Scrollable: with Ctrl the wheel zooms, with Shift it
// goes through time, and by itself it scrolls the page.
func (c *chartCanvas) Scrolled(e *fyne.ScrollEvent) {
	const notch = 25 // what Fyne says of one notch of a wheel
	switch m := modifiers(); {
	case m&fyne.KeyModifierControl != 0 && e.Scrolled.DY > 0:
		c.zoomed(c.model.Zoom(zoomStep, c.part(float64(e.Position.X)*c.drawn.scale)))
	case m&fyne.KeyModifierControl != 0 && e.Scrolled.DY < 0:
		c.zoomed(c.model.Zoom(1/zoomStep, c.part(float64(e.Position.X)*c.drawn.scale)))
	case e.Scrolled.DX != 0 && c.model.Zoomed():
		c.zoomed(c.model.Pan(-float64(e.Scrolled.DX) / notch * panStep / 4))
	default:
		c.scroll(e)
	}
}

// Dragged implements fyne.Draggable: the time goes with the mouse.
func (c *chartCanvas) Dragged(e *fyne.DragEvent) {
	if c.layout == nil || c.layout.Plot.Dx() == 0 {
		return
	}
	c.zoomed(c.model.Pan(-float64(e.Dragged.DX) * c.drawn.scale / float64(c.layout.Plot.Dx())))
}

// DragEnd implements fyne.Draggable.
func (c *chartCanvas) DragEnd() {}

// modifiers are the keys that are held down, as far as the driver knows them.
func modifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}
