package charts

import (
	"image"
	"math"
	"slices"
	"strconv"
)

func (p *hoursPlan) paint(ink painter) {
	p.names(ink)
	if !p.main.Empty() {
		p.grid(ink, p.main)
	}
	if !p.parts.Empty() {
		p.grid(ink, p.parts)
		y := float64(p.parts.Min.Y) - p.px(10) - p.row(axisPt)/2
		ink.write(p.fit(p.h.PartsOnly, axisPt, float64(p.Size.X)-2*p.pad), p.pad, y, axisPt, false)
	}
	any := false
	for i, r := range p.rows {
		switch {
		case r.Lane > 0:
		case r.Hour < 0:
			p.summary(ink, p.parts, i)
			any = true
		default:
			p.summary(ink, p.main, i)
			any = true
		}
	}
	if !any {
		ink.nothing(p.main)
	}
	p.counts(ink)
	p.partNames(ink)
	p.doses(ink)
	p.clock(ink)
}

// names writes the name, the unit and the key.
func (p *hoursPlan) names(ink painter) {
	x, y := p.pad, p.pad+p.row(namePt)/2
	right := float64(p.Size.X) - p.pad
	name := p.boldFit(p.h.Name, namePt, right-x)
	ink.writeBold(name, x, y, namePt)
	x += p.boldWidth(name, namePt) + p.px(10)
	if unit := clean(p.h.Unit); unit != "" && x+p.width(unit, axisPt) <= right {
		ink.write(unit, x, y, axisPt, true)
	}
	for _, k := range p.key {
		x, y := p.pad+k.x, p.pad+p.row(namePt)+k.y+p.row(axisPt)/2
		c := ink.c.Outcomes[0]
		mid := x + p.px(8)
		switch k.kind {
		case keyHalf:
			p.bar(ink, mid-p.px(5), y-p.px(5), mid+p.px(5), y+p.px(5))
		case keyMiddle:
			ink.discs([]vec{{mid, y}}, p.px(markRadius+0.6), c)
		default:
			p.single(ink, []vec{{mid, y}})
		}
		ink.write(k.text, x+p.px(22), y, axisPt, true)
	}
}

// grid draws the axis of values and the lines of the hours.
func (p *hoursPlan) grid(ink painter, plot image.Rectangle) {
	top, bottom := float64(plot.Min.Y), float64(plot.Max.Y)
	for h := 0; h <= 24; h++ {
		if (p.h.Begin+h)%p.every == 0 {
			x := math.Round(p.x(float64(h)))
			ink.rect(x, top, x+p.hair(), bottom, ink.c.Grid)
		}
	}
	last := math.Inf(1)
	for _, t := range p.axis.ticks {
		y := math.Round(p.y(plot, t.value))
		ink.across(p.left, p.right, y)
		if last-y < 1.15*p.textPx(axisPt) {
			continue // a low plot has no room for every number
		}
		last = y
		label := p.fit(t.label, axisPt, p.left-p.px(10)-p.pad+1)
		ink.write(label, p.left-p.px(10)-p.width(label, axisPt), y, axisPt, true)
	}
	ink.rect(p.left, bottom, p.right, bottom+p.hair(), ink.c.Axis)
}

// summary draws one hour or part: the half of its values around the middle as a
// bar with the middle as a disc, or few values as dots.
func (p *hoursPlan) summary(ink painter, plot image.Rectangle, i int) {
	r := p.rows[i]
	x0, x1 := p.stretch(r)
	mid := (x0 + x1) / 2
	if len(p.values[i]) < fewest {
		var at []vec
		for _, v := range slices.Compact(slices.Clone(p.values[i])) {
			at = append(at, vec{mid, p.y(plot, v)})
		}
		p.single(ink, at)
		return
	}
	half := math.Min(hourBar*(x1-x0), p.px(widestBar)) / 2
	if r.Hour < 0 {
		half = 0.5*(x1-x0) - p.px(3)
	}
	half = math.Max(half, 1)
	lower := r.Lower
	if p.h.Share {
		lower = p.axis.low
	}
	p.bar(ink, mid-half, p.y(plot, r.Upper), mid+half, p.y(plot, lower))
	radius := math.Min(p.px(markRadius+0.6), math.Max(half, p.px(2)))
	y := p.y(plot, r.Middle)
	ink.discs([]vec{{mid, y}}, radius+p.px(1.2), ink.c.Background)
	ink.discs([]vec{{mid, y}}, radius, ink.c.Outcomes[0])
}

// bar is where the half of the values in the middle lies; it is seen even if they
// are all the same.
func (p *hoursPlan) bar(ink painter, x0, y0, x1, y1 float64) {
	x0, x1 = math.Round(x0), math.Round(x1)
	if least := p.px(2); y1-y0 < least {
		y0, y1 = (y0+y1-least)/2, (y0+y1+least)/2
	}
	y0, y1 = math.Round(y0), math.Round(y1)
	c := ink.c.Outcomes[0]
	rim := standOut(mix(ink.c.Background, c, 0.6), ink.c.Background, ink.c.Contrast)
	ink.rect(x0, y0, x1, y1, mix(ink.c.Background, c, 0.28))
	ink.frame(x0, y0, x1, y1, rim)
}

// single draws values by themselves, as rings.
func (p *hoursPlan) single(ink painter, at []vec) {
	radius := math.Min(p.px(markRadius), math.Max(0.4*p.column(), p.px(2)))
	ink.discs(at, radius, ink.c.Outcomes[0])
	ink.discs(at, radius-p.px(1.4), ink.c.Background)
}

// counts writes how many values there are under each hour, in as many rows as they
// need so that they never touch.
func (p *hoursPlan) counts(ink painter) {
	if p.main.Empty() {
		return
	}
	y := float64(p.main.Max.Y) + p.px(4) + p.row(amountPt)/2
	any := false
	for _, r := range p.rows {
		if r.Lane > 0 || r.Hour < 0 {
			continue
		}
		any = true
		text := strconv.Itoa(r.N)
		if p.width(text, amountPt) > float64(p.stack)*p.column()-p.px(2) {
			continue
		}
		x0, x1 := p.stretch(r)
		row := p.h.since(r.Hour) % p.stack
		ink.centre(text, (x0+x1)/2, y+float64(row)*p.row(amountPt), amountPt, true)
	}
	if label := p.fit(p.h.Count, amountPt, p.left-p.pad-p.px(10)-p.column()*float64(p.stack-1)/2+1); label != "" && any {
		ink.write(label, p.left-p.px(10)-p.width(label, amountPt)-p.column()*float64(p.stack-1)/2, y, amountPt, true)
	}
}

// partNames writes under each part what it is called and how many values it has.
func (p *hoursPlan) partNames(ink painter) {
	if p.parts.Empty() {
		return
	}
	n := map[int]int{}
	for _, r := range p.rows {
		if r.Lane == 0 && r.Hour < 0 {
			n[r.Part] = r.N
		}
	}
	y := float64(p.parts.Max.Y) + p.px(4) + p.row(amountPt)/2
	for i := range p.h.Parts {
		x0, x1 := p.stretch(HourRow{Hour: -1, Part: i})
		name := p.fit(p.h.Parts[i].Name, amountPt, x1-x0-p.px(4))
		ink.centre(name, (x0+x1)/2, y, amountPt, false)
		if n[i] > 0 {
			text := strconv.Itoa(n[i])
			if p.width(text, amountPt) <= x1-x0-p.px(2) {
				ink.centre(text, (x0+x1)/2, y+p.row(amountPt), amountPt, true)
			}
		}
		if x1 < p.right-1 {
			x := math.Round(x1)
			ink.rect(x, float64(p.parts.Min.Y), x+p.hair(), float64(p.parts.Max.Y), ink.c.Axis)
		}
	}
	if label := p.fit(p.h.Count, amountPt, p.left-p.pad-p.px(10)+1); label != "" {
		ink.write(label, p.left-p.px(10)-p.width(label, amountPt), y+p.row(amountPt), amountPt, true)
	}
}

// doses draws a bar for each hour at which something was taken, as high as it was
// often, with the number above it where that has room.
func (p *hoursPlan) doses(ink painter) {
	for i, box := range p.lanes {
		lane := &p.h.Lanes[i]
		c := ink.c.Lanes[i%len(ink.c.Lanes)]
		rim := standOut(c, ink.c.Background, ink.c.Contrast)
		if p.above {
			name := p.fit(lane.Name, axisPt, p.right-p.pad)
			ink.write(name, p.pad, float64(box.Min.Y)-p.row(axisPt)/2, axisPt, false)
		} else {
			name := p.fit(lane.Name, axisPt, p.left-p.px(10)-p.pad+1)
			ink.write(name, p.left-p.px(10)-p.width(name, axisPt), float64(box.Min.Y+box.Max.Y)/2, axisPt, false)
		}
		bottom := float64(box.Max.Y)
		ink.across(p.left, p.right, bottom)
		most := max(1, slices.Max(lane.Counts[:]))
		room := float64(box.Dy()) - 1.2*p.textPx(amountPt)
		for hour, n := range lane.Counts {
			if n == 0 {
				continue
			}
			x0, x1 := p.stretch(HourRow{Hour: hour})
			mid, half := (x0+x1)/2, math.Max(math.Min(hourBar*(x1-x0), p.px(widestBar))/2, 1)
			top := math.Round(bottom - math.Max(room*float64(n)/float64(most), p.px(2)))
			left, right := math.Round(mid-half), math.Round(mid+half)
			ink.rect(left, top, right, bottom, mix(ink.c.Background, c, laneTint))
			ink.rect(left, top, right, top+math.Max(p.hair(), math.Round(p.px(edge))), rim)
			if text := strconv.Itoa(n); p.width(text, amountPt) <= p.column()-p.px(1) {
				ink.centre(text, mid, top-0.6*p.textPx(amountPt), amountPt, true)
			}
		}
	}
	if p.hidden > 0 {
		ink.write(p.fit(p.words.more(p.hidden), axisPt, p.right-p.pad), p.pad, p.bottom-p.row(axisPt)/2, axisPt, true)
	}
}

// clock writes the hours under everything.
func (p *hoursPlan) clock(ink painter) {
	y := p.bottom + p.px(6) + p.row(axisPt)/2
	ink.rect(p.left, p.bottom, p.right, p.bottom+p.hair(), ink.c.Axis)
	free := 0.0
	for h := 0; h <= 24; h++ {
		if (p.h.Begin+h)%p.every != 0 {
			continue
		}
		text := hourText(p.h.Begin + h)
		w := p.width(text, axisPt)
		x := math.Min(p.x(float64(h))-w/2, float64(p.Size.X)-w-p.px(2))
		x = math.Max(x, p.px(2))
		if x < free {
			continue
		}
		ink.write(text, x, y, axisPt, true)
		free = x + w + p.px(6)
		at := math.Round(p.x(float64(h)))
		ink.rect(at, p.bottom, at+p.hair(), p.bottom+p.px(4), ink.c.Axis)
	}
}
