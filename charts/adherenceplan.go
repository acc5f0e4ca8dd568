package charts

import (
	"image"
	"math"
	"strconv"
)

// Sizes in layout points.
const (
	keptBar      = 40.0 // comfortable height of a full column
	keptLeast    = 12.0
	keptGap      = 22.0  // between treatments
	widestColumn = 46.0  // of a few days or weeks
	keptGutter   = 230.0 // for names, where there is room beside the columns
)

// keptPlan is an Adherence with everything in its place.
type keptPlan struct {
	sheet
	a      *Adherence
	left   float64 // of the columns
	right  float64
	beside bool // names stand to the left of the columns, not above them
	top    float64
	pitch  float64
	bar    float64
	shown  int
	bottom float64
	axis   timeAxis
	key    sampleKey
	keyTop float64
}

func (a *Adherence) lay(width int, st Style) (*keptPlan, error) {
	if err := a.validate(); err != nil {
		return nil, err
	}
	base, err := heightSheet(width, st, &a.Words)
	if err != nil {
		return nil, err
	}
	p := &keptPlan{sheet: base, a: a, shown: len(a.Rows)}
	inner := float64(width) - 2*p.pad
	p.beside = inner >= p.px(480)*math.Max(1, p.st.TextScale)
	p.left, p.right = p.pad, p.pad+inner
	if p.beside {
		p.left += math.Round(math.Min(p.gutter(), math.Min(p.px(keptGutter)*p.st.TextScale, 0.36*inner)) + p.px(18))
	}
	if n := len(a.Periods); n > 0 { // a few columns are no walls
		whole := a.To.Sub(a.From).Seconds()
		widest := 0.0
		for _, c := range a.Periods {
			widest = math.Max(widest, c.To.Sub(c.From).Seconds())
		}
		p.right = math.Min(p.right, math.Round(p.left+p.px(widestColumn)*math.Max(1, p.st.TextScale)*whole/widest))
	}
	p.key = p.layKey(p.samples(), inner)
	p.axis = newTimeAxis(a.From, a.To, &a.Words, axisRoom{
		width: p.right - p.left, left: p.left - p.pad, right: float64(width) - p.right - p.pad/2,
		gap:     math.Max(p.px(22), 1.5*p.textPx(axisPt)),
		measure: func(s string) float64 { return p.sheet.width(s, axisPt) },
	})
	return p, nil
}

// gutter is how wide the names and notes are.
func (p *keptPlan) gutter() float64 {
	widest := 0.0
	for _, r := range p.a.Rows {
		widest = math.Max(widest, math.Max(p.boldWidth(clean(r.Name), axisPt), p.width(clean(r.Note), amountPt)))
	}
	return widest
}

// nameHeight is what a name and its note take above the columns.
func (p *keptPlan) nameHeight() float64 {
	if p.beside {
		return 0
	}
	return p.row(axisPt) + p.row(amountPt)
}

// comfort is the height of a column that is easy to read.
func (p *keptPlan) comfort() float64 {
	return math.Max(p.px(keptBar), p.row(axisPt)+p.row(amountPt))
}

func (p *keptPlan) axisHeight() float64 { return p.px(6) + 2*p.row(axisPt) }

// Height implements [Figure].
func (a *Adherence) Height(width int, st Style) (int, error) {
	p, err := a.lay(width, st)
	if err != nil {
		return 0, err
	}
	rows := math.Max(1, float64(len(a.Rows)))
	return p.tall(2*p.pad + p.row(amountPt) + rows*(p.nameHeight()+p.comfort()+p.px(keptGap)) + p.axisHeight() + p.px(8) + p.key.height), nil
}

func (a *Adherence) plan(size image.Point, st Style) (plan, error) {
	if err := checkSize(size); err != nil {
		return nil, err
	}
	p, err := a.lay(size.X, st)
	if err != nil {
		return nil, err
	}
	p.Size = size
	height := float64(size.Y)
	p.keyTop = height - p.pad - p.key.height
	if p.keyTop < 0.5*height { // no room: the table says it
		p.key, p.keyTop = sampleKey{}, height-p.pad
	}
	p.bottom = math.Round(p.keyTop - p.px(8) - p.axisHeight())
	p.top = math.Round(p.pad + p.row(amountPt))
	p.divide(p.bottom - p.top)
	return p, nil
}

// divide gives every treatment its height, and leaves out those that would not
// be readable.
func (p *keptPlan) divide(room float64) {
	n := len(p.a.Rows)
	if n == 0 {
		return
	}
	ideal := p.nameHeight() + p.comfort() + p.px(keptGap)
	least := p.nameHeight() + p.px(keptLeast) + p.px(8)
	if p.beside {
		least = math.Max(least, p.row(axisPt)+p.px(4))
	}
	p.pitch = math.Min(ideal, room/float64(n))
	if p.pitch < least {
		p.pitch = least
		p.shown = max(0, min(n, int((room-p.row(axisPt))/least)))
	}
	p.bar = math.Floor(math.Min(p.comfort(), p.pitch-p.nameHeight()-math.Min(p.px(keptGap), 0.3*p.pitch)))
	p.bar = math.Max(p.bar, 1)
	used := float64(p.shown) * p.pitch
	if p.shown < n {
		used += p.row(axisPt)
	}
	p.bottom = math.Min(p.bottom, math.Round(p.top+used))
	if p.key.height > 0 {
		p.keyTop = p.bottom + p.axisHeight() + p.px(8)
	}
}

// samples are those of what the chart holds.
func (p *keptPlan) samples() []sample {
	var taken, skipped, open, paused, needed bool
	for _, r := range p.a.Rows {
		for _, c := range r.Cells {
			needed = needed || r.Needed && c.Taken > 0
			taken = taken || !r.Needed && c.Taken > 0
			skipped = skipped || !r.Needed && c.Skipped > 0
			open = open || !r.Needed && c.Open > 0
		}
		paused = paused || len(r.Pauses) > 0
	}
	var items []sample
	add := func(drawn bool, text string, draw func(p painter, x0, y0, x1, y1 float64)) {
		if drawn {
			items = append(items, sample{text: text, draw: draw})
		}
	}
	add(taken, p.a.Taken, func(p painter, x0, y0, x1, y1 float64) { p.boxes([]box{{x0, y0, x1, y1}}, p.c.Outcomes[0]) })
	add(skipped, p.a.Skipped, func(p painter, x0, y0, x1, y1 float64) {
		p.boxes(p.stripes(box{x0, y0, x1, y1}), p.c.Outcomes[1])
	})
	add(open, p.a.Open, func(p painter, x0, y0, x1, y1 float64) { p.frame(x0, y0, x1, y1, p.c.Axis) })
	add(paused, p.a.Paused, func(p painter, x0, y0, x1, y1 float64) { p.pause(x0, y0, x1, y1) })
	add(needed, p.a.AsNeeded, func(p painter, x0, y0, x1, y1 float64) { p.neededBar(x0, y0, x1, y1) })
	return items
}

// pause shades a pause: a band with an edge above and below.
func (p painter) pause(x0, y0, x1, y1 float64) {
	p.rect(x0, y0, x1, y1, p.c.Band)
	p.rect(x0, y0, x1, y0+p.hair(), p.c.BandEdge)
	p.rect(x0, y1-p.hair(), x1, y1, p.c.BandEdge)
}

// neededBar is the column of what is taken as needed: with a dark rim on top, as
// it has no upper end.
func (p painter) neededBar(x0, y0, x1, y1 float64) {
	c := p.c.Lanes[0]
	p.rect(x0, y0, x1, y1, mix(p.c.Background, c, 0.45))
	p.rect(x0, y0, x1, math.Min(y1, y0+2*p.hair()), standOut(c, p.c.Background, p.c.Contrast))
}

// x is where a moment is.
func (p *keptPlan) x(seconds float64) float64 {
	whole := p.a.To.Sub(p.a.From).Seconds()
	return p.left + (p.right-p.left)*math.Min(1, math.Max(0, seconds/whole))
}

// column is where a period is, with a little room to the next where it can be.
func (p *keptPlan) column(period Period) (x0, x1 float64) {
	x0 = math.Round(p.x(period.From.Sub(p.a.From).Seconds()))
	x1 = math.Round(p.x(period.To.Sub(p.a.From).Seconds()))
	switch wide := x1 - x0; {
	case wide >= p.px(12):
		x1 -= math.Round(p.px(3))
	case wide >= p.px(4):
		x1 -= p.hair()
	case wide < 1:
		x1 = x0 + 1
	}
	return x0, x1
}

// line is the top of the columns of row i.
func (p *keptPlan) line(i int) float64 {
	return math.Round(p.top + float64(i)*p.pitch + p.nameHeight())
}

func (p *keptPlan) spots() []Spot {
	var out []Spot
	for i := range p.shown {
		y := int(p.line(i))
		for _, c := range p.a.Rows[i].Cells {
			x0, x1 := p.column(p.a.Periods[c.Period])
			out = append(out, Spot{Box: image.Rect(int(x0), y, int(x1), y+int(p.bar)), Row: c.Row})
		}
	}
	return out
}

func (p *keptPlan) paint(d painter) {
	for _, x := range p.axis.ticks {
		at := math.Round(p.left + x)
		d.rect(at, p.top, at+d.hair(), p.bottom, d.c.Grid)
	}
	if len(p.a.Rows) == 0 {
		d.nothing(image.Rect(int(p.left), int(p.top), int(p.right), int(p.bottom)))
	}
	for i := range p.shown {
		p.paintRow(d, i)
	}
	if hidden := len(p.a.Rows) - p.shown; hidden > 0 {
		d.write(d.fit(d.words.more(hidden), axisPt, p.right-p.pad), p.pad, p.bottom-d.row(axisPt)/2, axisPt, true)
	}
	d.rect(p.left, p.bottom, p.right, p.bottom+d.hair(), d.c.Axis)
	row := d.row(axisPt)
	for _, t := range p.axis.labels {
		d.write(t.text, p.left+t.left, p.bottom+d.px(6)+row/2, axisPt, true)
	}
	for _, t := range p.axis.contexts {
		d.write(t.text, p.left+t.left, p.bottom+d.px(6)+1.5*row, axisPt, false)
	}
	p.key.paint(d, p.pad, p.keyTop)
}

func (p *keptPlan) paintRow(d painter, i int) {
	r := &p.a.Rows[i]
	top := p.line(i)
	p.paintName(d, r, top)
	for _, pause := range r.Pauses {
		x0 := math.Round(p.x(pause.From.Sub(p.a.From).Seconds()))
		x1 := math.Round(p.x(pause.To.Sub(p.a.From).Seconds()))
		if x1 > x0 {
			d.pause(x0, top, x1, top+p.bar)
		}
	}
	d.rect(p.left, top+p.bar, p.right, top+p.bar+d.hair(), d.c.Grid)
	if r.Needed {
		p.paintCounts(d, r, top)
		return
	}
	var taken, skipped, frames []box
	for _, c := range r.Cells {
		due := float64(c.due())
		if due == 0 {
			continue
		}
		x0, x1 := p.column(p.a.Periods[c.Period])
		bottom := top + p.bar
		solid := math.Round(bottom - p.bar*float64(c.Taken)/due)
		striped := math.Round(bottom - p.bar*float64(c.Taken+c.Skipped)/due)
		if c.Taken > 0 {
			solid = math.Min(solid, bottom-1)
		}
		taken = append(taken, box{x0, solid, x1, bottom})
		if c.Skipped > 0 {
			gap := 0.0
			if solid-striped > d.px(6) {
				gap = d.hair()
			}
			skipped = append(skipped, d.stripes(box{x0, math.Min(striped, solid-1), x1, solid - gap})...)
		}
		if c.Open > 0 {
			frames = append(frames, d.outlineOf(box{x0, top, x1, math.Max(striped, top+2*d.hair())})...)
		}
	}
	d.boxes(frames, d.c.Axis)
	d.boxes(taken, d.c.Outcomes[0])
	d.boxes(skipped, d.c.Outcomes[1])
}

// outlineOf is the outline of a box as four thin ones; of a box too thin for that
// its upper edge.
func (p painter) outlineOf(b box) []box {
	h := p.hair()
	if b.x1-b.x0 < 3*h {
		return []box{{b.x0, b.y0, b.x1, b.y0 + h}}
	}
	return []box{{b.x0, b.y0, b.x1, b.y0 + h}, {b.x0, b.y1 - h, b.x1, b.y1},
		{b.x0, b.y0 + h, b.x0 + h, b.y1 - h}, {b.x1 - h, b.y0 + h, b.x1, b.y1 - h}}
}

// paintCounts draws the columns of what is taken as needed, with its counts where
// they have room, and the highest in any case.
func (p *keptPlan) paintCounts(d painter, r *Kept, top float64) {
	most := 0
	for _, c := range r.Cells {
		most = max(most, c.Taken)
	}
	size := d.row(amountPt)
	room := p.bar - size
	if room < d.px(6) {
		room, size = p.bar, 0
	}
	taken := p.left - d.px(4) // up to here the row of counts is taken
	for _, c := range r.Cells {
		if c.Taken == 0 {
			continue
		}
		x0, x1 := p.column(p.a.Periods[c.Period])
		y := math.Round(top + p.bar - math.Max(2*d.hair(), room*float64(c.Taken)/float64(most)))
		d.neededBar(x0, y, x1, top+p.bar)
		text := strconv.Itoa(c.Taken)
		width := d.width(text, amountPt)
		if x := (x0+x1)/2 - width/2; size > 0 && x >= taken && x+width <= p.right {
			d.write(text, x, y-size/2, amountPt, true)
			taken = x + width + d.px(4)
		}
	}
}

// paintName writes the name and the note of a row, beside or above its columns.
func (p *keptPlan) paintName(d painter, r *Kept, top float64) {
	row, small := d.row(axisPt), d.row(amountPt)
	if !p.beside {
		room := p.right - p.pad
		room = math.Max(room, float64(p.Size.X)-2*p.pad)
		y := top - p.nameHeight()
		d.text(d.boldFit(r.Name, axisPt, room), p.pad, y+0.5*row+0.35*d.textPx(axisPt), d.bold, d.textPx(axisPt), d.c.Text)
		d.write(d.fit(r.Note, amountPt, room), p.pad, y+row+0.4*small, amountPt, true)
		return
	}
	room := p.left - p.pad - d.px(14)
	name := d.boldFit(r.Name, axisPt, room)
	note := ""
	if p.bar >= 0.9*(row+small) {
		note = d.fit(r.Note, amountPt, room)
	}
	y := top + p.bar/2
	if note != "" {
		d.write(note, p.pad, y+0.5*row, amountPt, true)
		y -= 0.5 * small
	}
	d.text(name, p.pad, y+0.35*d.textPx(axisPt), d.bold, d.textPx(axisPt), d.c.Text)
}
