package charts

import (
	"image"
	"math"
	"strings"
)

// panelPainter draws panels.
type panelPainter struct {
	*panels
	ink painter
}

// shade draws the bands behind all panels.
func (d panelPainter) shade() {
	bands, _ := d.stripRows()
	d.bandRow(d.top, bands, d.bottom)
}

// rules draws what runs down through all panels, the lines of the time axis and the
// marks; not where names stand between two plots.
func (d panelPainter) rules() {
	bands, marks := d.stripRows()
	for _, s := range d.stretches() {
		for _, x := range d.time.ticks {
			at := math.Round(d.left + x)
			d.ink.rect(at, s[0], at+d.hair(), s[1], d.ink.c.Grid)
		}
	}
	d.flagsDown(d.top+bands, marks/math.Max(1, float64(d.flagRows)))
}

// stretches are the plots from top to bottom, the room between them included
// where nothing stands in it.
func (p *panels) stretches() [][2]float64 {
	if p.shown == 0 {
		return [][2]float64{{p.top, p.bottom}}
	}
	if p.beside {
		bands, marks := p.stripRows()
		return [][2]float64{{p.top + bands + marks, p.bottom}}
	}
	var out [][2]float64
	for _, pl := range p.list[:p.shown] {
		out = append(out, [2]float64{float64(pl.Plot.Min.Y), float64(pl.Plot.Max.Y)})
	}
	return out
}

// bandRow shades bands down to the time axis; row is the height of their names.
func (d panelPainter) bandRow(top, row, bottom float64) {
	for _, b := range d.bands {
		if x0, x1, ok := d.stretch(b); ok {
			d.ink.rect(x0, top, x1, bottom, d.ink.c.Band)
			d.ink.rect(x0, top, x1, top+2*d.hair(), d.ink.c.BandEdge)
		}
	}
	written := d.left - d.px(6)
	for _, b := range d.bands {
		x0, x1, ok := d.stretch(b)
		if !ok {
			continue
		}
		if name := d.fit(b.Name, amountPt, math.Max(x1-x0-d.px(8), 0)); name != "" && x0 > written {
			d.ink.write(name, x0+d.px(4), top+(row+2*d.hair())/2, amountPt, false)
			written = x0 + d.px(4) + d.width(name, amountPt)
		}
	}
}

// stretch is where a band is, never too thin to be seen; false when it is outside.
func (p *panels) stretch(b Band) (x0, x1 float64, ok bool) {
	x0, x1 = p.x(b.From), p.right
	if !b.To.IsZero() {
		x1 = math.Min(p.right, p.x(b.To))
	}
	if x0 >= p.right || x1 < p.left {
		return 0, 0, false
	}
	x0 = math.Max(p.left, x0)
	if least := p.px(2); x1-x0 < least {
		x0 = math.Min(x0, p.right-least)
		x1 = x0 + least
	}
	return math.Round(x0), math.Round(x1), true
}

// flagsDown draws a flag with the name of each mark in rows below top, and a
// dashed line down from it.
func (d panelPainter) flagsDown(top, row float64) {
	half := math.Min(d.px(3.5), row/3)
	last := top + float64(d.flagRows)*row
	for _, f := range d.flags {
		y := top + (float64(f.row)+0.5)*row
		down := func(y0, y1 float64) {
			d.ink.dashed([]vec{{f.x, y0}, {f.x, y1}}, d.hair(), d.px(3), d.px(3), d.ink.c.Axis)
		}
		down(y+half, last)
		for _, s := range d.stretches() {
			down(s[0], s[1])
		}
		d.ink.poly([]vec{{f.x - half, y - half}, {f.x + half, y - half}, {f.x, y + half}}, d.ink.c.Text)
		d.ink.write(f.name, f.x+d.px(6), y, amountPt, false)
	}
}

// heads writes the names of all panels, with their units and notes.
func (d panelPainter) heads() {
	for _, pl := range d.list[:d.shown] {
		if d.beside {
			d.headBeside(pl)
		} else {
			d.headAbove(pl)
		}
	}
	if more := len(d.list) - d.shown; more > 0 {
		d.ink.write(d.words.more(more), d.pad, d.bottom-d.row(axisPt)/2, axisPt, true)
	}
}

func (d panelPainter) headAbove(pl *panel) {
	x, y := d.pad, float64(pl.head.Min.Y)+d.row(namePt)/2
	room := float64(d.Size.X) - 2*d.pad
	name := d.boldFit(pl.t.Outcomes[0].Name, namePt, room)
	d.ink.writeBold(name, x, y, namePt)
	x += d.boldWidth(name, namePt) + d.px(10)
	if pl.unit != "" && x+d.width(pl.unit, axisPt) <= d.pad+room {
		d.ink.write(pl.unit, x, y, axisPt, true)
		x += d.width(pl.unit, axisPt) + d.px(14)
	}
	for _, n := range pl.notes {
		if width := d.noteWidth(n); x+width <= d.pad+room {
			d.note(n, x, y)
			x += width + d.px(14)
		}
	}
}

// headBeside writes the name in up to two lines, and under it the rest as far as
// the panel is high.
func (d panelPainter) headBeside(pl *panel) {
	room := float64(pl.head.Dx())
	name := d.row(namePt)
	y := float64(pl.head.Min.Y) + d.row(namePt)/2 - d.px(4)
	bottom := float64(pl.head.Max.Y) + d.px(0.5*panelGap)
	lines := d.wrapBold(pl.t.Outcomes[0].Name, namePt, room, 2)
	if len(lines) > 1 && y+1.5*name > bottom {
		lines = []string{d.boldFit(pl.t.Outcomes[0].Name, namePt, room)}
	}
	for _, line := range lines {
		d.ink.writeBold(line, d.pad, y, namePt)
		y += name
	}
	rest := func(width, at float64, draw func()) {
		if width <= room && at+d.row(axisPt)/2 <= bottom {
			draw()
			y += d.row(axisPt)
		}
	}
	if unit := d.fit(pl.unit, axisPt, room); unit != "" {
		rest(0, y, func() { d.ink.write(unit, d.pad, y, axisPt, true) })
	}
	for _, n := range pl.notes {
		rest(d.noteWidth(n), y, func() { d.note(n, d.pad, y) })
	}
}

func (d panelPainter) noteWidth(n note) float64 {
	w := d.width(n.text, axisPt)
	if n.ring {
		w += d.px(14)
	}
	return w
}

func (d panelPainter) note(n note, x, y float64) {
	if n.ring {
		d.ring([]vec{{x + d.px(4.5), y}})
		x += d.px(14)
	}
	d.ink.write(n.text, x, y, axisPt, true)
}

// ring is a hollow mark: something was written down and has no value.
func (d panelPainter) ring(at []vec) {
	c := d.ink.c.Outcomes[0]
	d.ink.discs(at, d.px(markRadius+2.2), d.ink.c.Background)
	d.ink.discs(at, d.px(markRadius+1), c)
	d.ink.discs(at, d.px(markRadius-0.6), d.ink.c.Background)
}

// plot draws the values and the line of one panel.
func (d panelPainter) plot(pl *panel) {
	a := pl.axes[0]
	for _, t := range a.ticks {
		y := math.Round(pl.Y(0, t.value))
		if !pl.stepped {
			d.ink.across(d.left, d.right, y)
		}
		label := d.fit(t.label, axisPt, d.left-d.px(10)-d.pad-d.names+1)
		d.ink.write(label, d.left-d.px(10)-d.width(label, axisPt), y, axisPt, true)
	}
	bottom := float64(pl.Plot.Max.Y)
	d.ink.rect(d.left, bottom, d.right, bottom+d.hair(), d.ink.c.Axis)
	d.one(pl).outcome(0)
}

// areas tints what is under the lines, behind everything else.
func (d panelPainter) areas() {
	for _, pl := range d.list[:d.shown] {
		d.one(pl).area()
	}
}

// one draws the outcome of one panel.
func (d panelPainter) one(pl *panel) layoutPainter {
	return layoutPainter{Layout: pl.Layout, ink: d.ink}
}

// axis writes the labels of the time axis.
func (d panelPainter) axis() {
	y := d.bottom + d.px(6) + d.row(axisPt)/2
	for _, p := range d.time.labels {
		d.ink.write(p.text, d.left+p.left, y, axisPt, true)
	}
	for _, p := range d.time.contexts {
		d.ink.write(p.text, d.left+p.left, y+d.row(axisPt), axisPt, false)
	}
}

// whole is the box of all plots together.
func (p *panels) whole() image.Rectangle {
	return image.Rect(int(p.left), int(p.top), int(p.right), int(p.bottom))
}

// wrapBold cuts a name into at most most lines between its words; the last is
// shortened where there is more.
func (s *sheet) wrapBold(text string, pt, room float64, most int) []string {
	var lines []string
	words := strings.Fields(clean(text))
	for len(words) > 0 && len(lines) < most-1 {
		n := 1
		for n < len(words) && s.boldWidth(strings.Join(words[:n+1], " "), pt) <= room {
			n++
		}
		lines = append(lines, s.boldFit(strings.Join(words[:n], " "), pt, room))
		words = words[n:]
	}
	if len(words) > 0 {
		lines = append(lines, s.boldFit(strings.Join(words, " "), pt, room))
	}
	return lines
}
