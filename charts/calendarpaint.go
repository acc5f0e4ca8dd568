package charts

import (
	"image"
	"image/color"
	"math"
	"strconv"
	"unicode/utf8"
)

func (p *calendarPlan) paint(ink painter) {
	p.names(ink)
	for i := range p.blocks[p.hidden:] {
		b := &p.blocks[p.hidden+i]
		if p.wall {
			p.wallHead(ink, b)
		} else {
			p.stripHead(ink, b)
		}
	}
	p.cells(ink)
	p.monthEdges(ink)
	p.texts(ink)
	p.today(ink)
	if len(p.steps) == 0 {
		top := p.pad + p.row(namePt)
		ink.nothing(image.Rect(int(p.pad+p.gutter), int(top), p.Size.X-int(p.pad), int(math.Max(p.bottom, top+1))))
	}
	for _, item := range p.legend {
		p.sample(ink, item)
	}
}

// names writes what the calendar is of.
func (p *calendarPlan) names(ink painter) {
	x, y := p.pad, p.pad+p.row(namePt)/2
	right := float64(p.Size.X) - p.pad
	name := p.boldFit(p.c.Name, namePt, right-x)
	ink.writeBold(name, x, y, namePt)
	x += p.boldWidth(name, namePt) + p.px(10)
	for _, s := range []string{p.c.Unit, p.c.Summary} {
		if s = clean(s); s != "" && x+p.width(s, axisPt) <= right {
			ink.write(s, x, y, axisPt, true)
			x += p.width(s, axisPt) + p.px(10)
		}
	}
	if p.hidden > 0 {
		ink.write(p.fit(p.words.more(p.hidden), axisPt, right-p.pad), p.pad, p.pad+p.row(namePt)+p.row(axisPt)/2, axisPt, true)
	}
}

// wallHead writes a month and the days of the week above its cells.
func (p *calendarPlan) wallHead(ink painter, b *block) {
	title := p.boldFit(p.monthText(dayOf(b.first), true), namePt, 7*p.cell)
	ink.writeBold(title, b.x, b.y-p.head+p.row(namePt)/2, namePt)
	y := b.y - p.px(2) - p.row(axisPt)/2
	letters := false // where a name has no room, all of them are letters
	for i := range 7 {
		letters = letters || p.width(p.weekdayName(i), axisPt) > p.cell-p.px(3)
	}
	for i := range 7 {
		name := p.weekdayName(i)
		if letters {
			_, size := utf8.DecodeRuneInString(name)
			name = name[:size]
		}
		if p.width(name, axisPt) > p.cell {
			continue
		}
		ink.centre(name, b.x+(float64(i)+0.5)*p.cell-p.px(1), y, axisPt, true)
	}
}

func (p *calendarPlan) weekdayName(i int) string {
	return clean(p.c.Weekdays[(i+int(p.c.FirstWeekday))%7])
}

// stripHead writes the year, the months above the weeks in which they begin, and
// the days of the week, as far as they do not touch.
func (p *calendarPlan) stripHead(ink painter, b *block) {
	y := b.y - p.px(3) - p.row(axisPt)/2
	year := yearText(b.first)
	ink.text(year, p.pad, y+0.35*p.textPx(axisPt), p.bold, p.textPx(axisPt), ink.c.Text)
	free := p.pad + p.boldWidth(year, axisPt) + p.px(6)
	for day := b.first; day < b.end; day++ {
		at := dayOf(day)
		if at.Day() != 1 && day != b.first || day == b.first && at.Day() > 20 {
			continue
		}
		column := (day - b.week + 6) / 7 // the first whole week
		if day == b.first {
			column = (day - b.week) / 7
		}
		x := b.x + float64(column)*p.cell
		text := p.monthText(at, at.Year() != dayOf(b.first).Year() && at.Month() == 1)
		if p.width(text, axisPt) > 3.6*p.cell {
			text = p.monthText(at, false)
		}
		if x < free || x+p.width(text, axisPt) > float64(p.Size.X)-p.pad {
			continue
		}
		ink.write(text, x, y, axisPt, true)
		free = x + p.width(text, axisPt) + p.px(6)
	}
	every := 1
	if p.cell < 1.15*p.textPx(axisPt) {
		every = 2
	}
	if every*int(p.cell) < int(0.9*p.textPx(axisPt)) {
		return
	}
	for i := 0; i < 7; i += every {
		name := p.fit(p.weekdayName(i), axisPt, p.gutter-p.px(6))
		ink.write(name, p.pad, b.y+(float64(i)+0.5)*p.cell-p.px(1), axisPt, true)
	}
}

// monthEdges draws the stairs between two months of a strip.
func (p *calendarPlan) monthEdges(ink painter) {
	if p.wall || p.cell < p.px(6) {
		return
	}
	h, gap := ink.hair(), p.gapWidth()
	for i := range p.blocks[p.hidden:] {
		b := &p.blocks[p.hidden+i]
		for day := b.first; day < b.end; day++ {
			x0, y0, _, _ := p.box(b, day)
			left, top := math.Round(x0-(gap+h)/2), math.Round(y0-(gap+h)/2)
			month := dayOf(day).Month()
			if day-7 >= b.first && dayOf(day-7).Month() != month {
				ink.rect(left, top, left+h, top+p.cell+h, ink.c.Text)
			}
			if p.weekday(day) > 0 && day-1 >= b.first && dayOf(day-1).Month() != month {
				ink.rect(left, top, left+p.cell+h, top+h, ink.c.Text)
			}
		}
	}
}

func (p *calendarPlan) gapWidth() float64 {
	return math.Min(math.Max(1, math.Round(p.px(2))), math.Floor(0.25*p.cell))
}

// cells fills every cell. Whole pixels are quick; the strokes across empty cells
// are not, and are drawn many at once.
func (p *calendarPlan) cells(ink painter) {
	var empty []vec
	next := 0
	days := p.c.Days
	for i := range p.blocks[p.hidden:] {
		b := &p.blocks[p.hidden+i]
		for day := b.first; day < b.end; day++ {
			for next < len(days) && civil(days[next].Day.UTC()) < day {
				next++
			}
			x0, y0, x1, y1 := p.box(b, day)
			if next < len(days) && civil(days[next].Day.UTC()) == day && len(p.steps) > 0 {
				ink.rect(x0, y0, x1, y1, p.colour(ink.c, stepOf(p.steps, p.rounded(days[next].Value))))
				continue
			}
			if p.cell >= 2 {
				ink.frame(x0, y0, x1, y1, ink.c.Grid)
				empty = append(empty, vec{x0, y0})
			}
		}
	}
	side, inset := p.cell-p.gapWidth(), p.px(3)
	if side <= 3*inset {
		return
	}
	ink.stroking(ink.c.Grid, p.hair())
	for i, v := range empty {
		ink.path([]vec{{v.x + inset, v.y + side - inset}, {v.x + side - inset, v.y + inset}})
		if i%strokeChunk == strokeChunk-1 || i == len(empty)-1 {
			ink.r.Stroke()
		}
	}
}

func (p *calendarPlan) colour(c Colors, s int) color.NRGBA {
	if len(p.steps) < 2 {
		return c.heat(0.6)
	}
	return c.heat(float64(s) / float64(len(p.steps)-1))
}

// texts writes the value into each cell, and into those of a wall calendar the day
// of the month.
func (p *calendarPlan) texts(ink painter) {
	days := p.c.Days
	next := 0
	for i := range p.blocks[p.hidden:] {
		b := &p.blocks[p.hidden+i]
		for day := b.first; day < b.end; day++ {
			for next < len(days) && civil(days[next].Day.UTC()) < day {
				next++
			}
			x0, y0, x1, y1 := p.box(b, day)
			c := ink.c.Muted
			if next < len(days) && civil(days[next].Day.UTC()) == day && len(p.steps) > 0 {
				v := days[next].Value
				c = on(p.colour(ink.c, stepOf(p.steps, p.rounded(v))))
				if p.textPt > 0 {
					text := p.valueText(v)
					ink.writeIn(text, (x0+x1)/2-p.width(text, p.textPt)/2, (y0+y1)/2+p.dayRow()/2, p.textPt, c)
				}
			}
			if p.dayRow() > 0 {
				ink.writeIn(strconv.Itoa(dayOf(day).Day()), x0+p.px(3), y0+p.px(2)+p.textPx(dayPt)/2, dayPt, c)
			}
		}
	}
}

// today draws a strong outline around the cell of today.
func (p *calendarPlan) today(ink painter) {
	if p.c.Today.IsZero() {
		return
	}
	day := civil(p.c.Today.UTC())
	for i := range p.blocks[p.hidden:] {
		b := &p.blocks[p.hidden+i]
		if day >= b.first && day < b.end {
			x0, y0, x1, y1 := p.box(b, day)
			p.ring(ink, x0, y0, x1, y1)
		}
	}
}

// ring is the outline of today: just outside of the cell.
func (p *calendarPlan) ring(ink painter, x0, y0, x1, y1 float64) {
	w := math.Max(1, math.Round(p.px(2)))
	ink.rect(x0-w, y0-w, x1+w, y0, ink.c.Text)
	ink.rect(x0-w, y1, x1+w, y1+w, ink.c.Text)
	ink.rect(x0-w, y0, x0, y1, ink.c.Text)
	ink.rect(x1, y0, x1+w, y1, ink.c.Text)
}

// sample draws one item of the legend.
func (p *calendarPlan) sample(ink painter, item legendItem) {
	x := math.Round(p.pad + item.x)
	y := p.bottom + p.px(10) + item.y + p.legendRow()/2
	side := math.Round(p.px(swatch))
	x0, y0 := x, math.Round(y-side/2)
	switch item.step {
	case -1:
		ink.unknown(x0, y0, x0+side, y0+side)
	case -2:
		w := math.Max(1, math.Round(p.px(2)))
		p.ring(ink, x0+w, y0+w, x0+side-w, y0+side-w)
	default:
		ink.rect(x0, y0, x0+side, y0+side, p.colour(ink.c, item.step))
	}
	ink.write(item.text, x+p.px(swatch+6), y, axisPt, true)
}
