package charts

import (
	"fmt"
	"image"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/wcharczuk/go-chart/v2"
)

// Image draws the chart onto size device pixels. The Layout goes with it.
func (t *Timeline) Image(size image.Point, st Style) (*image.RGBA, *Layout, error) {
	l, err := t.Layout(size, st)
	if err != nil {
		return nil, nil, err
	}
	var out pixels
	if err := l.render(newRaster, &out); err != nil {
		return nil, nil, err
	}
	return out.img, l, nil
}

// pixels takes a picture from a renderer as it is.
type pixels struct{ img *image.RGBA }

func (p *pixels) SetRGBA(img *image.RGBA) { p.img = img }

func (p *pixels) Write([]byte) (int, error) {
	return 0, fmt.Errorf("draw chart: renderer has no pixels")
}

// PNG writes the chart as a PNG of size pixels.
func (t *Timeline) PNG(w io.Writer, size image.Point, st Style) error {
	img, _, err := t.Image(size, st)
	if err != nil {
		return err
	}
	return encodePNG(w, img)
}

// render draws on whatever go-chart can draw on.
func (l *Layout) render(to chart.RendererProvider, w io.Writer) error {
	r, err := to(l.Size.X*fine, l.Size.Y*fine)
	if err != nil {
		return fmt.Errorf("draw chart: %w", err)
	}
	r.SetDPI(dpi * l.st.Scale * fine)
	d := painter{Layout: l, pen: pen{r}, c: l.st.Colors}
	d.rect(0, 0, float64(l.Size.X), float64(l.Size.Y), d.c.Background)
	d.area()
	d.bands()
	d.grid()
	for i := len(l.t.Outcomes) - 1; i >= 0; i-- { // the first on top
		d.outcome(i)
	}
	if !d.anyPoint() {
		d.empty()
	}
	d.names()
	d.lanes()
	d.timeAxis()
	if err := r.Save(w); err != nil {
		return fmt.Errorf("draw chart: %w", err)
	}
	return nil
}

// painter draws one layout.
type painter struct {
	*Layout
	pen
	c Colors
}

// hair is the width of a thin line: whole pixels, so that it is sharp.
func (d painter) hair() float64 { return math.Max(1, math.Round(d.st.Scale)) }

// across and down draw hairlines along the axes.
func (d painter) across(x0, x1, y float64) { d.rect(x0, y, x1, y+d.hair(), d.c.Grid) }

// write puts text with its baseline so that small letters stand centred on y.
func (d painter) write(s string, x, y, pt float64, muted bool) {
	c := d.c.Text
	if muted {
		c = d.c.Muted
	}
	d.pen.text(s, x, y+0.35*d.textPx(pt), d.Layout.text, d.textPx(pt), c)
}

// names writes which line is which, each beside a piece of its line.
func (d painter) names() {
	for i, h := range d.heads {
		size := d.textPx(namePt)
		mid := h.y - 0.35*size
		d.sample(i, h.x, mid)
		d.pen.text(h.name, h.x+d.px(sampleLen+8), h.y, d.bold, size, d.c.Text)
		d.pen.text(h.unit, h.unitX, h.y, d.Layout.text, d.textPx(axisPt), d.c.Muted)
	}
}

// grid draws the value axes and the lines of the time axis.
func (d painter) grid() {
	left, right := float64(d.Plot.Min.X), float64(d.Plot.Max.X)
	bottom := float64(d.Plot.Max.Y)
	for _, x := range d.time.ticks {
		at := math.Round(left + x)
		d.rect(at, float64(d.Plot.Min.Y), at+d.hair(), d.bottom, d.c.Grid)
	}
	for i, a := range d.axes {
		for _, t := range a.ticks {
			y := math.Round(d.Y(i, t.value))
			if i == 0 {
				d.across(left, right, y)
			}
			size := d.textPx(axisPt)
			room := left - d.px(10) - d.pad
			if i > 0 {
				room = float64(d.Size.X) - d.pad - right - d.px(10)
			}
			label := fit(d.Layout.text, size, room+1, t.label)
			x := left - d.px(10) - d.width(label, axisPt)
			if i > 0 {
				x = right + d.px(10)
			}
			d.write(label, x, y, axisPt, true)
		}
	}
	d.rect(left, bottom, right, bottom+d.hair(), d.c.Axis)
}

// timeAxis writes the labels under everything.
func (d painter) timeAxis() {
	left := float64(d.Plot.Min.X)
	if len(d.t.Lanes) > 0 {
		d.rect(left, d.bottom, float64(d.Plot.Max.X), d.bottom+d.hair(), d.c.Axis)
	}
	row := lineHeight * d.textPx(axisPt)
	y := d.bottom + d.px(6) + row/2
	for _, p := range d.time.labels {
		d.write(p.text, left+p.left, y, axisPt, true)
	}
	for _, p := range d.time.contexts {
		d.write(p.text, left+p.left, y+row, axisPt, false)
	}
}

// bands shades stretches of time and names them above the plot where there is room.
func (d painter) bands() {
	left := float64(d.Plot.Min.X)
	top, bottom := float64(d.Plot.Min.Y)-d.strip, float64(d.Plot.Max.Y)
	written := left - d.px(6) // up to here the row of names is taken
	for _, b := range d.t.Bands {
		x0, x1, ok := d.stretch(b.From, b.To)
		if !ok {
			continue
		}
		d.rect(x0, top, x1, bottom, d.c.Band)
		d.rect(x0, top, x1, top+2*d.hair(), d.c.BandEdge)
		size := d.textPx(amountPt)
		room := math.Max(x1-x0-d.px(8), 0)
		if name := fit(d.Layout.text, size, room, clean(b.Name)); x0 > written {
			d.write(name, x0+d.px(4), top+(d.strip+2*d.hair())/2, amountPt, false)
			written = x0 + d.px(4) + textWidth(d.Layout.text, size, name)
		}
	}
}

// stretch is where a stretch of time is on the plot, never too thin to be seen;
// false when it is outside. A zero to has no end.
func (l *Layout) stretch(from, to time.Time) (x0, x1 float64, ok bool) {
	left, right := float64(l.Plot.Min.X), float64(l.Plot.Max.X)
	x0, x1 = l.X(from), right
	if !to.IsZero() {
		x1 = math.Min(right, l.X(to))
	}
	if x0 >= right || x1 < left {
		return 0, 0, false
	}
	x0 = math.Max(left, x0)
	if least := l.px(2); x1-x0 < least {
		x0 = math.Min(x0, right-least)
		x1 = x0 + least
	}
	return math.Round(x0), math.Round(x1), true
}

func (d painter) anyPoint() bool {
	return slices.ContainsFunc(d.runs, func(r [][2]int) bool { return len(r) > 0 })
}

// empty says in the middle of the plot that nothing was recorded.
func (d painter) empty() {
	size := d.textPx(namePt)
	s := fit(d.Layout.text, size, float64(d.Plot.Dx())-d.px(16), clean(d.t.Words.Empty))
	x := float64(d.Plot.Min.X+d.Plot.Max.X)/2 - textWidth(d.Layout.text, size, s)/2
	y := float64(d.Plot.Min.Y+d.Plot.Max.Y) / 2
	pad := d.px(8)
	if s != "" {
		d.rect(x-pad, y-size, x+textWidth(d.Layout.text, size, s)+pad, y+size, d.c.Background)
	}
	d.write(s, x, y, namePt, true)
}

// more is the line that tells how many lanes did not fit.
func (w *Words) more(n int) string {
	if w.More == "" {
		return fmt.Sprintf("+%d", n)
	}
	return clean(strings.ReplaceAll(w.More, "{n}", fmt.Sprint(n)))
}
