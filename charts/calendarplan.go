package charts

import (
	"image"
	"math"
	"slices"
	"strconv"
	"time"
)

// Sizes in layout points.
const (
	wallDays     = 100  // up to here a calendar is drawn as the months of a wall calendar
	wallCell     = 56.0 // comfortable cells, the room between them included
	wallLeast    = 36.0 // below this fewer months stand side by side
	dayPt        = 7.0  // the day of the month, in points
	stripCell    = 26.0
	leastCell    = 14.0 // below this a year is cut into shorter strips
	smallestCell = 3.0
	blockGap     = 16.0
	swatch       = 14.0
)

// block is a part of a calendar that is drawn as one piece: a month of a wall
// calendar, or a strip of weeks side by side.
type block struct {
	first, end int // civil days, without end; all in the range
	week       int // the day that begins the first week
	x, y       float64
}

type calendarPlan struct {
	sheet
	c        *Calendar
	from, to int // civil days
	wall     bool
	months   int // of one strip; 0: as many as there are
	blocks   []block
	hidden   int // strips that have no room, the oldest
	gutter   float64
	cell     float64 // with the room between cells
	head     float64 // height of what stands above a block
	steps    []step
	legend   []legendItem
	unit     float64 // the least difference that is shown
	exact    bool    // whole numbers too are written with what is behind the point
	textPt   float64 // of values in cells; 0: they have no room
	bottom   float64 // where the legend begins
}

// legendItem is a sample with its meaning, placed from the top left of the legend.
type legendItem struct {
	text string
	step int // -1 is the empty cell, -2 today
	x, y float64
}

func (c *Calendar) lay(width int, st Style) (*calendarPlan, error) {
	if err := c.validate(); err != nil {
		return nil, err
	}
	base, err := heightSheet(width, st, &c.Words)
	if err != nil {
		return nil, err
	}
	p := &calendarPlan{sheet: base, c: c, from: civil(c.From.UTC()), to: civil(c.To.UTC())}
	p.wall = p.to-p.from <= wallDays
	p.scale()
	p.cut()
	p.explain()
	return p, nil
}

// scale makes the steps of colour, and how exactly values are written.
func (p *calendarPlan) scale() {
	lo, hi, whole := math.Inf(1), math.Inf(-1), true
	for _, d := range p.c.Days {
		if day := civil(d.Day.UTC()); day >= p.from && day < p.to {
			lo, hi = math.Min(lo, d.Value), math.Max(hi, d.Value)
			whole = whole && d.Value == math.Trunc(d.Value)
		}
	}
	switch {
	case lo <= hi:
	case p.c.Low != nil && p.c.High != nil:
		lo, hi = *p.c.Low, *p.c.High
	default:
		return // nothing is known: no number is claimed
	}
	p.steps = heatSteps(lo, hi, p.c.Low, p.c.High, p.c.Labels)
	if len(p.steps) == 0 {
		return
	}
	width := p.steps[len(p.steps)-1].high - p.steps[0].low
	for _, s := range p.steps {
		width = math.Min(width, s.high-s.low)
	}
	if p.unit = math.Pow(10, math.Floor(math.Log10(width)-1e-9)); p.unit >= width*0.99 {
		p.unit /= 10
	}
	if whole && width >= 1 {
		p.unit = math.Max(p.unit, 1)
	}
	p.exact = width <= 1
}

// rounded is a value as exactly as it is written, so that its colour and its
// number agree.
func (p *calendarPlan) rounded(v float64) float64 {
	if len(p.c.Labels) > 0 || p.unit <= 0 || math.IsInf(p.unit, 0) {
		return v
	}
	if r := math.Round(v/p.unit) * p.unit; !math.IsNaN(r) && !math.IsInf(r, 0) {
		return r
	}
	return v
}

func (p *calendarPlan) valueText(v float64) string {
	for _, l := range p.c.Labels {
		if l.Value == v {
			return clean(l.Text)
		}
	}
	r := p.rounded(v)
	if r == math.Trunc(r) && !p.exact {
		return number(r, 1)
	}
	return number(r, p.unit)
}

// cut divides the range into blocks and finds the width of a cell.
func (p *calendarPlan) cut() {
	inner := float64(p.Size.X) - 2*p.pad
	if p.wall {
		p.head = p.row(namePt) + p.row(axisPt) + p.px(2)
		p.monthBlocks(1, true)
		n := float64(len(p.blocks))
		side := (inner - (n-1)*p.px(blockGap)) / (7 * n) // all of them in one line
		p.cell = p.whole(math.Min(math.Min(p.px(wallCell), inner/7), math.Max(side, p.px(wallLeast))))
		return
	}
	for _, name := range p.c.Weekdays {
		p.gutter = math.Max(p.gutter, math.Min(p.width(clean(name), axisPt), 0.15*inner))
	}
	p.gutter = math.Ceil(math.Max(p.gutter, p.boldWidth("2025", axisPt)) + p.px(8))
	p.head = p.row(axisPt) + p.px(3)
	inner -= p.gutter
	least := p.px(leastCell)
	if p.st.TextScale > 1 { // larger months want larger cells
		least *= math.Sqrt(p.st.TextScale)
	}
	weeks := (p.to - p.weekOf(p.from) + 6) / 7
	if weeks <= 54 && inner/float64(weeks) >= least {
		p.cell = p.whole(math.Min(p.px(stripCell), inner/float64(weeks)))
		p.blocks = []block{{first: p.from, end: p.to, week: p.weekOf(p.from)}}
		return
	}
	for _, c := range []struct{ months, weeks int }{{12, 54}, {6, 28}, {3, 15}, {1, 6}} {
		p.months = c.months
		p.cell = p.whole(math.Min(p.px(stripCell), inner/float64(c.weeks)))
		if p.cell >= least {
			break
		}
	}
	p.monthBlocks(p.months, p.to-p.from <= 366)
}

// monthBlocks makes blocks of so many months: from the first month of the range,
// or from January so that years stand below each other.
func (p *calendarPlan) monthBlocks(months int, fromFirst bool) {
	y, m, _ := dayOf(p.from).Date()
	if !fromFirst {
		m = (m-1)/time.Month(months)*time.Month(months) + 1
	}
	for {
		first := civil(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC))
		m += time.Month(months)
		end := civil(time.Date(y, m, 1, 0, 0, 0, 0, time.UTC))
		if first >= p.to {
			return
		}
		p.blocks = append(p.blocks, block{first: max(first, p.from), end: min(end, p.to), week: p.weekOf(first)})
	}
}

func dayOf(number int) time.Time { return time.Unix(int64(number)*86400, 0).UTC() }

// weekday is the place of a day in its week, 0 to 6; weekOf the day that begins it.
func (p *calendarPlan) weekday(day int) int {
	return ((day+4-int(p.c.FirstWeekday))%7 + 7) % 7 // day 0 was a Thursday
}

func (p *calendarPlan) weekOf(day int) int { return day - p.weekday(day) }

// explain makes the legend and lets its items flow into lines.
func (p *calendarPlan) explain() {
	if len(p.steps) > 0 {
		for i, s := range p.steps {
			text := s.text
			if len(p.c.Labels) == 0 || len(p.c.Labels) > mostSteps+2 {
				text = p.stepText(i)
			}
			p.legend = append(p.legend, legendItem{text: text, step: i})
		}
	}
	if text := clean(p.c.NoValue); text != "" {
		p.legend = append(p.legend, legendItem{text: text, step: -1})
	}
	if day := civil(p.c.Today.UTC()); !p.c.Today.IsZero() && day >= p.from && day < p.to {
		if text := clean(p.c.IsToday); text != "" {
			p.legend = append(p.legend, legendItem{text: text, step: -2})
		}
	}
	x, y := 0.0, 0.0
	inner := float64(p.Size.X) - 2*p.pad
	for i := range p.legend {
		item := &p.legend[i]
		room := inner - p.px(swatch+6)
		item.text = p.fit(item.text, axisPt, room)
		w := p.px(swatch+6) + p.width(item.text, axisPt)
		if x > 0 && x+w > inner {
			x, y = 0, y+p.legendRow()
		}
		item.x, item.y = x, y
		x += w + p.px(18)
	}
}

// stepText is the range of a step as its values are written: 2 to just below 4 is
// 2–3 of whole numbers.
func (p *calendarPlan) stepText(i int) string {
	s := p.steps[i]
	high := s.high
	if i+1 < len(p.steps) {
		high -= p.unit
	}
	low, top := p.valueText(s.low), p.valueText(high)
	if low == top || high <= s.low {
		return low
	}
	return low + "–" + top
}

func (p *calendarPlan) legendRow() float64 { return math.Max(p.row(axisPt), p.px(swatch+5)) }

func (p *calendarPlan) legendHeight() float64 {
	if len(p.legend) == 0 {
		return 0
	}
	return p.px(10) + p.legend[len(p.legend)-1].y + p.legendRow()
}

// rows is how many lines of blocks there are, and how many cells all of them are
// high together.
func (p *calendarPlan) rows() (lines, cells int) {
	if !p.wall {
		return len(p.blocks) - p.hidden, 7 * (len(p.blocks) - p.hidden)
	}
	across := p.across()
	for i := 0; i < len(p.blocks); i += across {
		most := 0
		for _, b := range p.blocks[i:min(i+across, len(p.blocks))] {
			most = max(most, (b.end-b.week+6)/7)
		}
		lines, cells = lines+1, cells+most
	}
	return lines, cells
}

// across is how many months of a wall calendar stand side by side.
func (p *calendarPlan) across() int {
	inner := float64(p.Size.X) - 2*p.pad
	return max(1, min(len(p.blocks), int((inner+p.px(blockGap))/(7*p.cell+p.px(blockGap)))))
}

// fixed is the height of everything but cells.
func (p *calendarPlan) fixed() float64 {
	lines, _ := p.rows()
	h := p.pad + p.row(namePt) + p.px(8) + float64(lines)*(p.head+p.px(blockGap)) + p.legendHeight() + p.pad
	if p.hidden > 0 {
		h += p.row(axisPt)
	}
	return h
}

// Height implements [Figure].
func (c *Calendar) Height(width int, st Style) (int, error) {
	p, err := c.lay(width, st)
	if err != nil {
		return 0, err
	}
	_, cells := p.rows()
	return p.tall(p.fixed() + float64(cells)*p.cell), nil
}

// whole makes cells end on whole pixels, where they are larger than that.
func (p *calendarPlan) whole(cell float64) float64 {
	if cell >= 6 {
		return math.Floor(cell)
	}
	return cell
}

func (c *Calendar) plan(size image.Point, st Style) (plan, error) {
	p, err := c.lay(size.X, st)
	if err != nil {
		return nil, err
	}
	if err := checkSize(size); err != nil {
		return nil, err
	}
	p.Size = size
	p.shrink()
	p.place()
	p.chooseText()
	return p, nil
}

// shrink makes cells as small as the height wants, and leaves out the oldest
// strips where they would be too small to see.
func (p *calendarPlan) shrink() {
	least := math.Max(1, p.px(smallestCell))
	for {
		_, cells := p.rows() // of a wall calendar they depend on the size of a cell
		used := p.fixed() + float64(cells)*p.cell
		switch {
		case used <= float64(p.Size.Y):
			return
		case p.cell > least:
			p.cell = math.Max(least, p.whole(math.Min(p.cell-1, p.cell-0.5*(used-float64(p.Size.Y))/float64(cells))))
		case !p.wall && p.hidden < len(p.blocks)-1:
			p.hidden++
		default:
			return
		}
	}
}

func (p *calendarPlan) place() {
	y := p.pad + p.row(namePt) + p.px(8)
	if p.hidden > 0 {
		y += p.row(axisPt)
	}
	shown := p.blocks[p.hidden:]
	if !p.wall {
		for i := range shown {
			shown[i].x, shown[i].y = p.pad+p.gutter, math.Round(y+p.head)
			y += p.head + 7*p.cell + p.px(blockGap)
		}
		p.bottom = y
		return
	}
	across := p.across()
	for i := 0; i < len(shown); i += across {
		most := 0
		for j := i; j < min(i+across, len(shown)); j++ {
			b := &shown[j]
			b.x = math.Round(p.pad + float64(j-i)*(7*p.cell+p.px(blockGap)))
			b.y = math.Round(y + p.head)
			most = max(most, (b.end-b.week+6)/7)
		}
		y += p.head + float64(most)*p.cell + p.px(blockGap)
	}
	p.bottom = y
}

// box is the cell of a day, without the room around it.
func (p *calendarPlan) box(b *block, day int) (x0, y0, x1, y1 float64) {
	week, weekday := float64((day-b.week)/7), float64(p.weekday(day))
	if p.wall {
		week, weekday = weekday, week
	}
	gap := p.gapWidth()
	x0, y0 = b.x+week*p.cell, b.y+weekday*p.cell
	return x0, y0, x0 + p.cell - gap, y0 + p.cell - gap
}

// chooseText finds the size at which every value fits into its cell.
func (p *calendarPlan) chooseText() {
	sizes := []float64{amountPt, 7.5}
	if p.wall {
		sizes = []float64{namePt, amountPt, 7.5}
	}
	for _, pt := range sizes {
		room := 0.9 * (p.cell - p.px(3))
		if p.textPx(pt) > room-p.dayRow() {
			continue
		}
		if !slices.ContainsFunc(p.c.Days, func(d DayValue) bool {
			day := civil(d.Day.UTC())
			return day >= p.from && day < p.to && p.width(p.valueText(d.Value), pt) > room
		}) {
			p.textPt = pt
			return
		}
	}
}

// dayRow is the height of the day of the month in a cell; 0 where it has no room.
func (p *calendarPlan) dayRow() float64 {
	row := 1.1 * p.textPx(dayPt)
	if !p.wall || p.cell < row+1.3*p.textPx(amountPt)+p.px(6) || p.cell < p.width("30", dayPt)+p.px(10) {
		return 0
	}
	return row
}

// spots are the cells of all days that are shown, the oldest first.
func (p *calendarPlan) spots() []Spot {
	var spots []Spot
	for i := range p.blocks[p.hidden:] {
		b := &p.blocks[p.hidden+i]
		for day := b.first; day < b.end; day++ {
			x0, y0, x1, y1 := p.box(b, day)
			box := image.Rect(int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1)))
			spots = append(spots, Spot{Box: box, Row: day - p.from})
		}
	}
	return spots
}

// monthText is what stands over the first week of a month in a strip.
func (p *calendarPlan) monthText(day time.Time, year bool) string {
	if year {
		return p.words.monthOfYear(day)
	}
	return p.words.month(day.Month())
}

func yearText(day int) string { return strconv.Itoa(dayOf(day).Year()) }
