package ui

import (
	"context"
	"image"
	"image/color"
	"math"
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

// chartCanvas is the picture of a chart with what is pointed at. The picture is
// drawn at the size of the screen's own pixels, away from the window's goroutine,
// and kept until the data, the size, the scale or the look changes. What is
// pointed at follows the mouse, and the arrow keys while the chart has the focus.
type chartCanvas struct {
	widget.BaseWidget
	w     *Window
	model *view.Chart
	page  *chartPage

	scroll   func(*fyne.ScrollEvent) // of the page, for a wheel that does not zoom
	figure   charts.Figure
	revision uint64
	says     string // the chart in words

	raster  *canvas.Raster
	cross   *chartCross
	picture *image.RGBA
	layout  *charts.Layout // of the picture of a timeline
	spots   []charts.Spot  // of the picture of every other figure
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
	_ fyne.Scrollable   = (*chartCanvas)(nil)
	_ fyne.Draggable    = (*chartCanvas)(nil)
)

func newChartCanvas(w *Window, model *view.Chart, page *chartPage) *chartCanvas {
	c := &chartCanvas{w: w, model: model, page: page, scroll: func(*fyne.ScrollEvent) {}}
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
func (c *chartCanvas) show(f charts.Figure, revision uint64, says string) {
	c.figure, c.revision, c.says = f, revision, says
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
	if c.figure != nil && width > 0 && height > 0 && c.Size().Width > 0 {
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
	figure := c.figure
	var drawn *charts.Picture
	c.w.run(task{
		do: func(context.Context, *progress) error {
			st, err := key.style()
			if err == nil {
				drawn, err = charts.Draw(figure, key.size, st)
			}
			return err
		},
		then: func(err error) {
			c.drawing, c.drawn = false, key // also if it cannot be drawn: once is enough
			if err != nil {
				c.w.showError(err)
				return
			}
			c.take(drawn)
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
	if c.figure == nil || c.Size().Width < 1 {
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
			if high, err := hollow(c.figure).Height(key.width, st); err == nil { // else drawing it says why
				c.high = float32(high)
			}
		}
	}
	return c.high
}

// hollow is a timeline without its points, which make no difference to its height
// and may be very many; any other figure as it is.
func hollow(f charts.Figure) charts.Figure {
	t, ok := f.(*charts.Timeline)
	if !ok {
		return f
	}
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
	const around, give, most = 290, 165, 900
	grow := theme.Size(theme.SizeNameText) / 15
	room := c.w.win.Canvas().Size().Height - around*grow
	if comfortable > room {
		return max(comfortable-give*grow, room)
	}
	if _, ok := c.figure.(*charts.Timeline); !ok {
		return comfortable
	}
	return max(comfortable, min(room*0.75, most))
}

// take shows what was drawn.
func (c *chartCanvas) take(drawn *charts.Picture) {
	c.picture, c.layout, c.spots = drawn.Image, drawn.Layout, drawn.Spots
	var window time.Duration
	if c.layout != nil {
		window = c.layout.Window
	} else {
		rows := make([]int, len(c.spots))
		for i, s := range c.spots {
			rows[i] = s.Row
		}
		c.model.SetSpots(c.drawn.revision, rows)
	}
	c.page.told(window)
	c.page.point()
}

// point points at what is nearest to a place, and reports whether that is close by.
func (c *chartCanvas) point(at fyne.Position) (close bool) {
	const near = 14
	if c.drawn.revision != c.revision || c.picture == nil {
		return false
	}
	x, y := float64(at.X)*c.drawn.scale, float64(at.Y)*c.drawn.scale
	if c.layout == nil {
		i := c.spotAt(x, y)
		if i < 0 && c.focused { // the keyboard has the say
			return false
		}
		if c.model.PointSpot(i) {
			c.crosshair()
		}
		return i >= 0
	}
	hit, ok := c.layout.Nearest(x)
	if ok && c.model.Point(hit.At) {
		c.crosshair()
	}
	return ok && math.Hypot(hit.X-x, hit.Y-y) <= near*c.drawn.scale
}

// spotAt is the spot at a place in pixels, or the nearest close by; -1 for none.
func (c *chartCanvas) spotAt(x, y float64) int {
	best, least := -1, 10*c.drawn.scale
	for i, s := range c.spots {
		dx := max(float64(s.Box.Min.X)-x, x-float64(s.Box.Max.X), 0)
		dy := max(float64(s.Box.Min.Y)-y, y-float64(s.Box.Max.Y), 0)
		if d := math.Hypot(dx, dy); d < least {
			best, least = i, d
		}
	}
	return best
}

// stepAcross points at the nearest spot above or below.
func (c *chartCanvas) stepAcross(down bool) {
	at := c.model.Spot()
	if c.layout != nil || at < 0 || at >= len(c.spots) {
		return
	}
	middle := func(i int) (x, y float64) {
		b := c.spots[i].Box
		return float64(b.Min.X+b.Max.X) / 2, float64(b.Min.Y+b.Max.Y) / 2
	}
	x, y := middle(at)
	best, least := -1, math.Inf(1)
	for i := range c.spots {
		sx, sy := middle(i)
		if down && sy <= y+1 || !down && sy >= y-1 {
			continue
		}
		// What is straight above or below comes before what is nearer aside.
		if d := 3*math.Abs(sx-x) + math.Abs(sy-y); d < least {
			best, least = i, d
		}
	}
	if best >= 0 {
		c.model.PointSpot(best)
	}
}

// crosshair shows what is pointed at now.
func (c *chartCanvas) crosshair() {
	c.page.point()
	c.cross.Refresh()
}

// Tapped implements fyne.Tappable: what is close by is opened.
func (c *chartCanvas) Tapped(e *fyne.PointEvent) {
	c.w.win.Canvas().Focus(c)
	if c.point(e.Position) {
		c.page.open()
	}
}

// MouseIn implements desktop.Hoverable.
func (c *chartCanvas) MouseIn(e *desktop.MouseEvent) { c.point(e.Position) }

// MouseMoved implements desktop.Hoverable.
func (c *chartCanvas) MouseMoved(e *desktop.MouseEvent) { c.point(e.Position) }

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

// pageStep is how many points Page Up and Page Down go.
const pageStep = 10

// TypedKey implements fyne.Focusable.
func (c *chartCanvas) TypedKey(key *fyne.KeyEvent) {
	shift := modifiers()&fyne.KeyModifierShift != 0
	switch key.Name {
	case fyne.KeyLeft:
		if shift {
			c.zoomed(c.model.Pan(-panStep))
			return
		}
		c.model.Step(-1)
	case fyne.KeyRight:
		if shift {
			c.zoomed(c.model.Pan(panStep))
			return
		}
		c.model.Step(1)
	case fyne.KeyUp, fyne.KeyDown:
		c.stepAcross(key.Name == fyne.KeyDown)
	case fyne.KeyPageUp:
		c.model.Step(-pageStep)
	case fyne.KeyPageDown:
		c.model.Step(pageStep)
	case fyne.KeyHome:
		c.model.StepToFirst()
	case fyne.KeyEnd:
		c.model.StepToLast()
	case fyne.KeyReturn, fyne.KeyEnter:
		c.page.open()
		return
	case fyne.KeyEscape:
		if _, on := c.model.Cursor(); !on {
			escaped(c, key)
			return
		}
		c.model.Leave()
	default:
		return
	}
	if c.model.Shown().Revision != c.revision { // a zoom went along
		c.zoomed(true, false)
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
