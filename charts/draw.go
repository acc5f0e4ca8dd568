package charts

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

func (l *Layout) paint(p painter) {
	d := layoutPainter{Layout: l, ink: p}
	d.area()
	d.bands()
	d.grid()
	d.markLines()
	for i := len(l.t.Outcomes) - 1; i >= 0; i-- { // the first on top
		d.outcome(i)
	}
	if !d.anyPoint() {
		p.nothing(l.Plot)
	}
	d.names()
	d.markNames()
	d.lanes()
	d.timeAxis()
}

// layoutPainter draws one layout.
type layoutPainter struct {
	*Layout
	ink painter
}

// names writes which line is which, each beside a piece of its line.
func (d layoutPainter) names() {
	for i, h := range d.heads {
		size := d.textPx(namePt)
		mid := h.y - 0.35*size
		d.sample(i, h.x, mid)
		d.ink.text(h.name, h.x+d.px(sampleLen+8), h.y, d.bold, size, d.ink.c.Text)
		d.ink.text(h.unit, h.unitX, h.y, d.regular, d.textPx(axisPt), d.ink.c.Muted)
	}
}

// grid draws the value axes and the lines of the time axis.
func (d layoutPainter) grid() {
	left, right := float64(d.Plot.Min.X), float64(d.Plot.Max.X)
	bottom := float64(d.Plot.Max.Y)
	for _, x := range d.time.ticks {
		at := math.Round(left + x)
		d.ink.rect(at, float64(d.Plot.Min.Y), at+d.hair(), d.bottom, d.ink.c.Grid)
	}
	for i, a := range d.axes {
		for _, t := range a.ticks {
			y := math.Round(d.Y(i, t.value))
			if i == 0 {
				d.ink.across(left, right, y)
			}
			room := left - d.px(10) - d.pad
			if i > 0 {
				room = float64(d.Size.X) - d.pad - right - d.px(10)
			}
			label := d.fit(t.label, axisPt, room+1)
			x := left - d.px(10) - d.width(label, axisPt)
			if i > 0 {
				x = right + d.px(10)
			}
			d.ink.write(label, x, y, axisPt, true)
		}
	}
	d.ink.rect(left, bottom, right, bottom+d.hair(), d.ink.c.Axis)
}

// timeAxis writes the labels under everything.
func (d layoutPainter) timeAxis() {
	left := float64(d.Plot.Min.X)
	if len(d.t.Lanes) > 0 {
		d.ink.rect(left, d.bottom, float64(d.Plot.Max.X), d.bottom+d.hair(), d.ink.c.Axis)
	}
	row := lineHeight * d.textPx(axisPt)
	y := d.bottom + d.px(6) + row/2
	for _, p := range d.time.labels {
		d.ink.write(p.text, left+p.left, y, axisPt, true)
	}
	for _, p := range d.time.contexts {
		d.ink.write(p.text, left+p.left, y+row, axisPt, false)
	}
}

// bands shades stretches of time and names them above the plot where there is room.
func (d layoutPainter) bands() {
	left := float64(d.Plot.Min.X)
	top, bottom := float64(d.Plot.Min.Y)-d.strip, float64(d.Plot.Max.Y)
	written := left - d.px(6) // up to here the row of names is taken
	for _, b := range d.t.Bands {
		x0, x1, ok := d.stretch(b.From, b.To)
		if !ok {
			continue
		}
		d.ink.rect(x0, top, x1, bottom, d.ink.c.Band)
		d.ink.rect(x0, top, x1, top+2*d.hair(), d.ink.c.BandEdge)
		room := math.Max(x1-x0-d.px(8), 0)
		if name := d.fit(b.Name, amountPt, room); x0 > written {
			d.ink.write(name, x0+d.px(4), top+(d.strip+2*d.hair())/2, amountPt, false)
			written = x0 + d.px(4) + d.width(name, amountPt)
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

func (d layoutPainter) anyPoint() bool {
	return slices.ContainsFunc(d.runs, func(r [][2]int) bool { return len(r) > 0 })
}

// more is the line that tells how many lanes did not fit.
func (w *Words) more(n int) string {
	if w.More == "" {
		return fmt.Sprintf("+%d", n)
	}
	return clean(strings.ReplaceAll(w.More, "{n}", fmt.Sprint(n)))
}
