package charts

import (
	"math"
	"sort"
)

// How marks look, in layout points.
const (
	markHalf   = 4.0   // half the width of a mark
	mostLines  = 16    // more marks than these have no line down the plot
	markLength = 150.0 // the longest name
	leastName  = 10    // letters of a name that is cut
)

// marksShown are the marks in the range, as a half-open range of indexes.
func (l *Layout) marksShown() (first, last int) {
	m := l.t.Marks
	first = sort.Search(len(m), func(i int) bool { return !m[i].At.Before(l.from) })
	last = sort.Search(len(m), func(i int) bool { return m[i].At.After(l.to) })
	return first, last
}

// markLines draws a line down the plot at each mark, unless they are so many that
// they would hide the outcomes.
func (d layoutPainter) markLines() {
	first, last := d.marksShown()
	if last-first > mostLines {
		return
	}
	for _, m := range d.t.Marks[first:last] {
		x := math.Round(d.X(m.At))
		top, bottom := float64(d.Plot.Min.Y), float64(d.Plot.Max.Y)
		d.ink.dashed([]vec{{x, top}, {x, bottom}}, d.hair(), d.px(2), d.px(4), d.ink.c.Axis)
	}
}

// markNames draws the marks in the row above the plot, and the name of each beside
// it where the next one leaves room.
func (d layoutPainter) markNames() {
	first, last := d.marksShown()
	if first == last {
		return
	}
	bottom := float64(d.Plot.Min.Y) - d.strip
	middle := bottom - d.markRow/2
	half := d.px(markHalf)
	right := float64(d.Size.X) - d.pad/2
	drawn, free := math.Inf(-1), math.Inf(-1)
	for i, m := range d.t.Marks[first:last] {
		x := math.Round(d.X(m.At))
		if x-drawn < half {
			continue // it would hide the one before
		}
		drawn = x
		d.ink.poly([]vec{{x - half, middle - half}, {x + half, middle - half}, {x, middle + half}}, d.ink.c.Muted)
		if x < free {
			continue
		}
		left := x + half + d.px(4)
		room := math.Min(right-left, d.px(markLength)*d.st.TextScale)
		if next := first + i + 1; next < last {
			room = math.Min(room, d.X(d.t.Marks[next].At)-half-d.px(6)-left)
		}
		name := d.fit(m.Name, amountPt, room)
		if cut := len([]rune(name)); cut < leastName && name != clean(m.Name) {
			continue // too little to know it by
		}
		d.ink.write(name, left, middle, amountPt, true)
		free = left + d.width(name, amountPt)
	}
}
