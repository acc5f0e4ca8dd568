package ui

import (
	"context"
	"image"
	"image/color"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/charts"
)

// chartCanvas is the picture of a chart with its crosshair. The picture is drawn
// at the size of the screen's own pixels, away from the window's goroutine, and
// kept until the data, the size, the scale or the look changes. The mouse moves
// the crosshair, and the arrow keys do while it has the focus.
type chartCanvas struct {
	widget.BaseWidget
	w     *Window
	model *view.Chart
	moved func() // the crosshair moved

	timeline *charts.Timeline
	revision uint64
	says     string // the chart in words

	raster  *canvas.Raster
	cross   *chartCross
	picture *image.RGBA
	layout  *charts.Layout // of picture
	drawn   pictureKey
	drawing bool

	focused bool
	height  heightKey
	high    float32 // that height leads to
}

// pictureKey is all that a picture follows from.
type pictureKey struct {
	revision uint64
	size     image.Point
	scale    float64 // pixels for each unit of the window
	text     int     // per cent
	look     Look
}

// heightKey is all that the height of a picture follows from.
type heightKey struct {
	revision uint64
	width    int
	text     int
}

var (
	_ fyne.Focusable    = (*chartCanvas)(nil)
	_ fyne.Tappable     = (*chartCanvas)(nil)
	_ desktop.Hoverable = (*chartCanvas)(nil)
	_ fyne.Accessible   = (*chartCanvas)(nil)
)

func newChartCanvas(w *Window, model *view.Chart, moved func()) *chartCanvas {
	c := &chartCanvas{w: w, model: model, moved: moved}
	c.raster = canvas.NewRaster(c.paint)
	c.cross = newChartCross(c)
	c.ExtendBaseWidget(c)
	return c
}

// CreateRenderer implements fyne.Widget.
func (c *chartCanvas) CreateRenderer() fyne.WidgetRenderer { return chartRenderer{c} }

type chartRenderer struct{ c *chartCanvas }

func (chartRenderer) Destroy() {}

func (d chartRenderer) MinSize() fyne.Size { return d.c.MinSize() }

func (d chartRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.c.raster, d.c.cross}
}

func (d chartRenderer) Layout(size fyne.Size) {
	// Whole units, so that the picture falls on whole pixels.
	d.c.raster.Resize(fyne.NewSize(float32(int(size.Width)), float32(int(size.Height))))
	d.c.cross.Resize(size)
}

// Refresh comes with another chart and another look: the picture is asked for
// again.
func (d chartRenderer) Refresh() {
	d.c.raster.Refresh()
	d.c.cross.Refresh()
}

// show draws another chart.
func (c *chartCanvas) show(t *charts.Timeline, revision uint64, says string) {
	c.timeline, c.revision, c.says = t, revision, says
	c.Refresh()
}

// chartFonts are the fonts of the window, for charts.
var chartFonts = sync.OnceValues(func() ([2]*charts.Font, error) {
	var fonts [2]*charts.Font
	for i, style := range []fyne.TextStyle{{}, {Bold: true}} {
		var err error
		if fonts[i], err = charts.ParseFont(theme.DefaultTheme().Font(style).Content()); err != nil {
			return fonts, err
		}
	}
	return fonts, nil
})

// style returns how a chart looks in the window.
func (k pictureKey) style() (charts.Style, error) {
	fonts, err := chartFonts()
	if err != nil {
		return charts.Style{}, err
	}
	colors := map[Look]app.ChartTheme{Light: app.ChartLight, Dark: app.ChartDark, Contrast: app.ChartContrast}[k.look].Colors()
	colors.Background = schemes[k.look].background
	return charts.Style{Colors: colors, Scale: min(max(k.scale, 0.5), 4), TextScale: float64(k.text) / 100, Font: fonts[0], Bold: fonts[1]}, nil
}

// paint returns the picture in so many pixels. Until it is drawn it is the one
// before.
func (c *chartCanvas) paint(width, height int) image.Image {
	if c.timeline != nil && width > 0 && height > 0 && c.Size().Width > 0 {
		key := pictureKey{c.revision, image.Pt(width, height), float64(width) / float64(c.raster.Size().Width), c.w.appearance.text(), c.w.appearance.resolved()}
		if key != c.drawn && !c.drawing {
			c.draw(key)
		}
	}
	if c.picture == nil {
		return image.NewUniform(color.Transparent)
	}
	return c.picture
}

// draw makes the picture for key.
func (c *chartCanvas) draw(key pictureKey) {
	c.drawing = true
	timeline := c.timeline
	var drawn *charts.Picture
	c.w.run(task{
		do: func(context.Context, *progress) error {
			st, err := key.style()
			if err == nil {
				drawn, err = charts.Draw(timeline, key.size, st)
			}
			return err
		},
		then: func(err error) {
			c.drawing, c.drawn = false, key // also if it cannot be drawn: once is enough
			if err != nil {
				c.w.showError(err)
				return
			}
			c.picture, c.layout = drawn.Image, drawn.Layout
			if !c.w.inline { // who is painting has it already
				c.Refresh()
			}
		},
	})
}

// MinSize implements fyne.CanvasObject: the height follows from the width, and
// from what of the window is left.
func (c *chartCanvas) MinSize() fyne.Size {
	c.ExtendBaseWidget(c)
	least := fyne.NewSize(280, 260)
	if c.timeline == nil || c.Size().Width < 1 {
		return least
	}
	return fyne.NewSize(least.Width, max(c.fitting(c.comfortable()), least.Height))
}

// comfortable is the height at which every lane has its usual room.
func (c *chartCanvas) comfortable() float32 {
	key := heightKey{c.revision, max(int(c.Size().Width), 280), c.w.appearance.text()}
	if key != c.height {
		c.height, c.high = key, 0
		if st, err := (pictureKey{scale: 1, text: key.text, look: Light}).style(); err == nil {
			if high, err := hollow(c.timeline).Height(key.width, st); err == nil { // else drawing it says why
				c.high = float32(high)
			}
		}
	}
	return c.high
}

// hollow is t without its points, which make no difference to its height and may
// be very many.
func hollow(t *charts.Timeline) *charts.Timeline {
	h := *t
	h.Outcomes = slices.Clone(t.Outcomes)
	for i := range h.Outcomes {
		h.Outcomes[i].Points = nil
	}
	return &h
}

// fitting makes a comfortable height a little less, so that the whole chart is on
// the window, or more, where there is much room.
func (c *chartCanvas) fitting(comfortable float32) float32 {
	const around, give, most = 238, 165, 900
	grow := theme.Size(theme.SizeNameText) / 15
	room := c.w.win.Canvas().Size().Height - around*grow
	if comfortable > room {
		return max(comfortable-give*grow, room)
	}
	return max(comfortable, min(room*0.75, most))
}

// point moves the crosshair to what is nearest to x.
func (c *chartCanvas) point(x float32) {
	if c.layout == nil {
		return
	}
	hit, ok := c.layout.Nearest(float64(x) * c.drawn.scale)
	if ok && c.model.Point(hit.At) {
		c.crosshair()
	}
}

// crosshair shows where the crosshair is now.
func (c *chartCanvas) crosshair() {
	c.moved()
	c.cross.Refresh()
}

// Tapped implements fyne.Tappable.
func (c *chartCanvas) Tapped(e *fyne.PointEvent) {
	c.w.win.Canvas().Focus(c)
	c.point(e.Position.X)
}

// MouseIn implements desktop.Hoverable.
func (c *chartCanvas) MouseIn(e *desktop.MouseEvent) { c.point(e.Position.X) }

// MouseMoved implements desktop.Hoverable.
func (c *chartCanvas) MouseMoved(e *desktop.MouseEvent) { c.point(e.Position.X) }

// MouseOut implements desktop.Hoverable.
func (c *chartCanvas) MouseOut() {
	if !c.focused {
		c.model.Leave()
		c.crosshair()
	}
}

// FocusGained implements fyne.Focusable.
func (c *chartCanvas) FocusGained() {
	c.focused = true
	c.cross.Refresh()
	reveal(c)
}

// FocusLost implements fyne.Focusable.
func (c *chartCanvas) FocusLost() {
	c.focused = false
	c.model.Leave()
	c.crosshair()
}

// TypedRune implements fyne.Focusable.
func (c *chartCanvas) TypedRune(rune) {}

// pageStep is how many points Page Up and Page Down go.
const pageStep = 10

// TypedKey implements fyne.Focusable.
func (c *chartCanvas) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft:
		c.model.Step(-1)
	case fyne.KeyRight:
		c.model.Step(1)
	case fyne.KeyPageUp:
		c.model.Step(-pageStep)
	case fyne.KeyPageDown:
		c.model.Step(pageStep)
	case fyne.KeyHome:
		c.model.StepToFirst()
	case fyne.KeyEnd:
		c.model.StepToLast()
	case fyne.KeyEscape:
		if _, on := c.model.Cursor(); !on {
			escaped(c, key)
			return
		}
		c.model.Leave()
	default:
		return
	}
	c.crosshair()
}

// AccessibilityLabel implements fyne.Accessible.
func (c *chartCanvas) AccessibilityLabel() string {
	if k, ok := c.model.Cursor(); ok {
		return k.Text()
	}
	return c.says
}

// AccessibilityRole implements fyne.Accessible.
func (c *chartCanvas) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// spot returns where a moment is in the window's units.
func (c *chartCanvas) spot(at time.Time) float32 {
	return float32(c.layout.X(at) / c.drawn.scale)
}
