package report

import (
	"bytes"
	"fmt"
	"image"
	"slices"

	"kith/app"
	"kith/app/words"
	"kith/charts"
)

// VisitPDF puts a report for a doctor visit on paper: a PDF of one page or, where
// that has no room for what must not be shortened, two. Sections are shortened in a
// fixed order, and each says how many rows are missing.
func VisitPDF(v *app.Visit) ([]byte, error) {
	paper, err := charts.NewPaper(charts.A4)
	if err != nil {
		return nil, fmt.Errorf("visit report: %w", err)
	}
	title := v.Title()
	if name := v.Name(); name != "" {
		title = words.Text("visit.title_of", v.Title(), name)
	}
	paper.About(title, words.Text("visit.subject"), words.Language())
	if err := drawVisit(paper, v); err != nil {
		return nil, fmt.Errorf("visit report: %w", err)
	}
	var b bytes.Buffer
	if err := paper.WritePDF(&b); err != nil {
		return nil, fmt.Errorf("visit report: %w", err)
	}
	return b.Bytes(), nil
}

// VisitPages draws the pages of [VisitPDF] as pictures, so many pixels for each
// millimetre (2.8 to 20).
func VisitPages(v *app.Visit, pixels float64) ([]*image.RGBA, error) {
	paper, err := charts.NewPreview(charts.A4, pixels)
	if err == nil {
		err = drawVisit(paper, v)
	}
	if err != nil {
		return nil, fmt.Errorf("visit report: %w", err)
	}
	return paper.Images(), nil
}

// Measures of the page in millimetres. What is between the edges is printed on A4
// and, with nothing scaled, on US Letter, which is wider and less high.
const (
	visitLeft   = 15.0
	visitRight  = 195.0
	visitWidth  = visitRight - visitLeft
	visitTop    = 11.0
	visitBottom = 263.5
	visitFoot   = 269.0
	gutter      = 7.0 // between columns
	half        = (visitWidth - gutter) / 2
	between     = 3.1 // sections
)

// budget is how much of each section a page is given. 0 rows is all of them.
type budget struct {
	pages int
	rows  map[string]int // by the section's ID
	usual int            // rows of a section that is not in rows
	lines int            // of a row
	chart float64        // height in millimetres
}

// keep are the sections that one page never shortens: what is taken, what must not
// be given, what the patient asks, and their own words if they wanted them on it.
var keep = map[string]int{"allergies": 0, "treatments": 0, "questions": 0, "notes": 0, "events": 0}

// budgets are tried in this order until everything has room. The last one always
// has.
func budgets() []budget {
	list := []budget{
		{pages: 1, rows: keep, usual: 0, lines: 60, chart: 60}, // long notes in full
		{pages: 1, rows: keep, usual: 0, lines: 20, chart: 60},
		{pages: 1, rows: keep, usual: 0, lines: 10, chart: 60},
		{pages: 1, rows: keep, usual: 0, lines: 3, chart: 60},
		{pages: 1, rows: keep, usual: 8, lines: 3, chart: 54},
		{pages: 1, rows: keep, usual: 6, lines: 3, chart: 50},
		{pages: 1, rows: keep, usual: 5, lines: 2, chart: 46},
	}
	for _, b := range []struct{ usual, notes, lines int }{{0, 0, 6}, {16, 60, 4}, {14, 40, 3}, {12, 30, 3}, {12, 22, 3}, {10, 15, 3}, {10, 10, 3}, {8, 8, 2}, {6, 6, 2}, {5, 4, 2}, {3, 3, 1}, {2, 2, 1}} {
		list = append(list, budget{pages: 2, rows: map[string]int{"notes": b.notes}, usual: b.usual, lines: b.lines, chart: 64})
	}
	return list
}

// mostRows is more than two pages hold of a section.
const mostRows = 150

// of is how many rows a section may have.
func (b *budget) of(id string) int {
	n, ok := b.rows[id]
	if !ok {
		n = b.usual
	}
	if n == 0 {
		return mostRows
	}
	return n
}

// piece is something that stands on a page in one piece.
type piece struct {
	height float64
	draw   func(x, y float64) error
	// glued says that the next piece has to stand on the same page.
	glued bool
}

// placed is a piece in its place.
type placed struct {
	page int
	x, y float64
	piece
}

func drawVisit(paper *charts.Paper, v *app.Visit) error {
	sections := v.Sections()
	for _, b := range budgets() {
		l := &layout{paper: paper, v: v, budget: b, sections: sections}
		if !l.compose() {
			continue
		}
		b.chart += visitBottom + between - l.y // what is left over, for the picture
		if taller := (&layout{paper: paper, v: v, budget: b, sections: sections}); l.page == 0 && taller.compose() {
			l = taller
		}
		return l.draw()
	}
	return fmt.Errorf("no room on two pages") // with two rows of a line each there is
}

// layout puts one report onto pages within one budget.
type layout struct {
	paper    *charts.Paper
	v        *app.Visit
	budget   budget
	sections []app.VisitSection

	page int
	y    float64
	over bool // something is higher than a page
	all  []placed
}

// compose places everything from top to bottom, and reports whether there was room.
func (l *layout) compose() bool {
	l.y = visitTop
	l.full(l.heading())
	if !slices.ContainsFunc(l.sections, func(s app.VisitSection) bool { return len(s.Rows) > 0 }) {
		l.full([]piece{l.sentence(l.v.EmptyText())})
	}
	l.full(l.allergies())
	l.columns(l.named("conditions"), l.named("questions"))
	l.full(l.named("treatments")(visitWidth))
	l.columns(l.several("changes", "side_effects"), l.named("helped"))
	l.full(l.outcome())
	l.full(l.named("symptoms")(visitWidth))
	l.columns(l.named("measurements"), l.several("adherence", "questionnaires"))
	l.full(l.named("events")(visitWidth))
	l.full(l.named("notes")(visitWidth))
	return l.page < l.budget.pages && !l.over
}

// full places pieces below each other over the whole width.
func (l *layout) full(pieces []piece) {
	for i := 0; i < len(pieces); i++ {
		height := pieces[i].height
		for j := i; pieces[j].glued && j+1 < len(pieces); j++ {
			height += pieces[j+1].height
		}
		l.room(height)
		l.put(pieces[i], visitLeft, l.y)
		l.y += pieces[i].height
	}
	if len(pieces) > 0 {
		l.y += between
	}
}

// room turns the page if there is not so much height left on it.
func (l *layout) room(height float64) {
	if l.y+height > visitBottom {
		l.page++
		l.y = visitTop
		if name := l.v.Name(); name != "" {
			l.y += 7
		}
	}
}

func (l *layout) put(p piece, x, y float64) {
	l.all = append(l.all, placed{l.page, x, y, p})
}

// columns places two sections beside each other, or the only one there is over the
// whole width.
func (l *layout) columns(left, right func(width float64) []piece) {
	a, b := left(half), right(half)
	switch {
	case len(b) == 0:
		l.full(left(visitWidth))
		return
	case len(a) == 0:
		l.full(right(visitWidth))
		return
	}
	l.room(max(heightOf(a), heightOf(b)))
	low := l.y
	for i, pieces := range [][]piece{a, b} {
		x, y := visitLeft+float64(i)*(half+gutter), l.y
		for _, p := range pieces {
			l.put(p, x, y)
			y += p.height
		}
		low = max(low, y)
	}
	l.over = l.over || low > visitBottom
	l.y = low + between
}

func heightOf(pieces []piece) (sum float64) {
	for _, p := range pieces {
		sum += p.height
	}
	return sum
}

// draw puts everything on paper, in the order in which it is read.
func (l *layout) draw() error {
	pages := l.page + 1
	for page := range pages {
		if err := l.paper.AddPage(); err != nil {
			return err
		}
		if name := l.v.Name(); page > 0 && name != "" {
			l.text(visitLeft, visitTop+3, l.paper.Fit(name, 9, true, visitWidth*0.6), 9, true, ink)
			l.rule(visitLeft, visitTop+5, visitWidth)
		}
		for _, p := range l.all {
			if p.page != page {
				continue
			}
			if err := p.piece.draw(p.x, p.y); err != nil {
				return err
			}
		}
		number := words.Text("visit.page", page+1, pages)
		width := l.paper.Width(number, footPt, false)
		l.rule(visitLeft, visitFoot-4.4, visitWidth)
		l.text(visitLeft, visitFoot, l.paper.Fit(l.v.MadeText(), footPt, false, visitWidth-width-6), footPt, false, quiet)
		l.text(visitRight-width, visitFoot, number, footPt, false, quiet)
	}
	return nil
}
