package report

import (
	"image/color"
	"slices"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/charts"
)

// Sizes of text in points, and of its lines in millimetres.
const (
	namePt    = 17.0
	titlePt   = 9.4
	textPt    = 7.9
	headPt    = 7.0
	footPt    = 7.0
	lineStep  = 3.52
	smallStep = 3.2
	gap       = 1.6 // between a name and what is said of it
)

// The ink is grey, so that paper in black and white has all that there is.
var (
	ink   = color.NRGBA{A: 255}
	quiet = color.NRGBA{R: 85, G: 85, B: 85, A: 255}
	rules = color.NRGBA{R: 190, G: 190, B: 190, A: 255}
	shade = color.NRGBA{R: 222, G: 222, B: 222, A: 255}
)

func (l *layout) text(x, y float64, s string, pt float64, bold bool, c color.NRGBA) {
	l.paper.Text(x, y, s, pt, bold, c)
}

func (l *layout) rule(x, y, width float64) { l.paper.Line(x, y, x+width, y, 0.2, rules) }

// heading says who, and which days.
func (l *layout) heading() []piece {
	v := l.v
	name, who := v.Name(), v.WhoText()
	title := name
	if title == "" {
		title = v.Title()
	}
	days := []string{v.DaysText(), v.WhyText()}
	const height = 13.4
	return []piece{{height: height, draw: func(x, y float64) error {
		l.text(x, y+6, l.paper.Fit(title, namePt, true, half+gutter), namePt, true, ink)
		l.text(x, y+11.6, l.paper.Fit(who, textPt+0.6, false, half+gutter), textPt+0.6, false, ink)
		if name != "" {
			l.right(v.Title(), y+5, titlePt, true)
		}
		for i, line := range days {
			l.right(line, y+8.4+float64(i)*lineStep, textPt, false)
		}
		l.paper.Line(x, y+height+0.6, x+visitWidth, y+height+0.6, 0.5, ink)
		return nil
	}}}
}

// right writes a line that ends at the right edge.
func (l *layout) right(s string, y, pt float64, bold bool) {
	l.text(visitRight-l.paper.Width(s, pt, bold), y, s, pt, bold, ink)
}

func (l *layout) sentence(s string) piece {
	return l.paragraph(s, visitWidth, textPt+1, lineStep+0.6, quiet, 3)
}

// find returns the section of an ID; nil if it is not ticked.
func (l *layout) find(id string) *app.VisitSection {
	for i := range l.sections {
		if l.sections[i].ID == id {
			return &l.sections[i]
		}
	}
	return nil
}

// named makes the pieces of a section at a width; none if it is not ticked.
func (l *layout) named(id string) func(width float64) []piece {
	return l.several(id)
}

func (l *layout) several(ids ...string) func(width float64) []piece {
	return func(width float64) (pieces []piece) {
		for _, id := range ids {
			s := l.find(id)
			if s == nil {
				continue
			}
			if len(pieces) > 0 {
				pieces = append(pieces, piece{height: between, draw: func(float64, float64) error { return nil }})
			}
			pieces = append(pieces, l.section(s, width)...)
		}
		return pieces
	}
}

// section makes a title, the rows that there is room for, how many there is none
// for, and the note.
func (l *layout) section(s *app.VisitSection, width float64) []piece {
	pieces := []piece{l.title(s.Title, width)}
	height := 0.0
	add := func(p piece) { // of what no page can hold nothing more is measured
		pieces = append(pieces, p)
		height += p.height
		l.over = l.over || height > float64(l.budget.pages)*visitBottom
	}
	rows, more := s.Rows, 0
	if most := l.budget.of(s.ID); most > 0 && len(rows) > most {
		rows, more = rows[:most], len(rows)-most
	}
	if len(rows) == 0 {
		return append(pieces, l.paragraph(s.Empty, width, textPt, lineStep, quiet, 2))
	}
	if s.Heads != nil {
		columns := columnsOf(s, width)
		pieces = append(pieces, l.heads(s.Heads, columns))
		for i := 0; i < len(rows) && !l.over; i++ {
			add(l.cells(s, i, columns, i+1 < len(rows)))
		}
	} else {
		for i := 0; i < len(rows) && !l.over; i++ {
			add(l.item(s.ID, &rows[i], width))
		}
	}
	if more > 0 {
		pieces = append(pieces, l.paragraph(words.Text("visit.more", more), width, textPt, lineStep, ink, 1))
	}
	if s.Note != "" {
		pieces = append(pieces, l.paragraph(s.Note, width, headPt, smallStep, quiet, 3))
	}
	return pieces
}

func (l *layout) title(s string, width float64) piece {
	return piece{height: 6.1, glued: true, draw: func(x, y float64) error {
		l.text(x, y+3.6, l.paper.Fit(s, titlePt, true, width), titlePt, true, ink)
		l.rule(x, y+5, width)
		return nil
	}}
}

// paragraph is a text of at most so many lines.
func (l *layout) paragraph(s string, width, pt, step float64, c color.NRGBA, most int) piece {
	lines := l.lines(s, pt, false, width, most)
	return piece{height: step * float64(len(lines)), draw: func(x, y float64) error {
		for i, line := range lines {
			l.text(x, y+step*(float64(i)+0.8), line, pt, false, c)
		}
		return nil
	}}
}

// lines breaks a text; what is longer than most lines ends in dots.
func (l *layout) lines(s string, pt float64, bold bool, width float64, most int) []string {
	const perLine = 250 // letters that no line has
	short := s
	if letters := []rune(s); len(letters) > perLine*most {
		short = string(letters[:perLine*most])
	}
	lines := l.paper.Lines(short, pt, bold, width)
	if len(lines) > most {
		rest := strings.Join(lines[most-1:min(len(lines), most+1)], " ")
		lines = append(lines[:most-1:most-1], l.paper.Fit(rest, pt, bold, width))
	}
	return lines
}

// item is a row of a list: what it is about in bold and what is said of it. A
// question has a box to tick.
func (l *layout) item(id string, r *app.VisitRow, width float64) piece {
	const indent = 3.4
	head, said := r.Cells[0], r.Cells[1]
	room := width - indent
	c, bold := ink, true
	if r.Quiet {
		c = quiet
	}
	if id == "questions" { // a question is a sentence, not a name
		bold = false
	}
	heads := l.lines(head, textPt, bold, room, l.budget.lines)
	last := heads[max(0, len(heads)-1):]
	var saids []string
	beside := 0.0
	if len(last) > 0 {
		beside = l.paper.Width(last[0], textPt, bold) + gap
	}
	inline := ""
	if said != "" {
		inline, said = l.beside(said, room-beside)
		if said != "" {
			saids = l.lines(said, textPt, false, room, max(1, l.budget.lines-1))
		}
	}
	n := len(heads) + len(saids)
	return piece{height: lineStep*float64(n) + 0.5, draw: func(x, y float64) error {
		base := func(i int) float64 { return y + lineStep*(float64(i)+0.8) }
		if id == "questions" {
			l.tick(x+0.2, base(0)-2.2, r.Quiet, c)
		} else {
			l.paper.Disc(x+1, base(0)-1, 0.55, c)
		}
		for i, line := range heads {
			l.text(x+indent, base(i), line, textPt, bold, c)
		}
		if inline != "" {
			l.text(x+indent+beside, base(len(heads)-1), inline, textPt, false, c)
		}
		for i, line := range saids {
			l.text(x+indent, base(len(heads)+i), line, textPt, false, c)
		}
		return nil
	}}
}

// tick draws a box, with a cross in it for what was asked.
func (l *layout) tick(x, y float64, done bool, c color.NRGBA) {
	const side = 2.2
	for _, e := range [][4]float64{{x, y, x + side, y}, {x + side, y, x + side, y + side}, {x + side, y + side, x, y + side}, {x, y + side, x, y}} {
		l.paper.Line(e[0], e[1], e[2], e[3], 0.25, c)
	}
	if done {
		l.paper.Line(x, y, x+side, y+side, 0.25, c)
		l.paper.Line(x+side, y, x, y+side, 0.25, c)
	}
}

// beside takes as many words of a text as have room, and returns the rest.
func (l *layout) beside(s string, room float64) (first, rest string) {
	lines := l.paper.Lines(cut(s, 600), textPt, false, max(room, 1))
	if len(lines) == 0 || l.paper.Width(lines[0], textPt, false) > room || room < 12 {
		return "", s
	}
	first = lines[0]
	all := strings.Join(strings.Fields(s), " ")
	if rest, ok := strings.CutPrefix(all, first); ok && (rest == "" || rest[0] == ' ') {
		return first, strings.TrimSpace(rest)
	}
	return "", s // a word was broken, or a letter replaced
}

func cut(s string, most int) string {
	if letters := []rune(s); len(letters) > most {
		return string(letters[:most])
	}
	return s
}

// column is a column of a table.
type column struct{ at, width float64 }

// columnsOf divides a width. A column without a word in it has no room: the first, which
// has names, takes it.
func columnsOf(s *app.VisitSection, width float64) []column {
	parts := []float64{0.25, 0.12, 0.23, 0.27, 0.13}
	if s.ID == "symptoms" {
		parts = []float64{0.23, 0.24, 0.13, 0.08, 0.12, 0.20}
	}
	for i := 1; i < len(parts); i++ {
		if !slices.ContainsFunc(s.Rows, func(r app.VisitRow) bool { return r.Cells[i] != "" }) {
			parts[0] += parts[i]
			parts[i] = 0
		}
	}
	columns := make([]column, len(parts))
	at := 0.0
	for i, p := range parts {
		columns[i] = column{at, p*width - 2}
		at += p * width
	}
	return columns
}

func (l *layout) heads(heads []string, columns []column) piece {
	return piece{height: smallStep + 0.4, glued: true, draw: func(x, y float64) error {
		for i, c := range columns {
			if c.width <= 0 {
				continue
			}
			l.text(x+c.at, y+2.4, l.paper.Fit(heads[i], headPt, false, c.width), headPt, false, quiet)
		}
		return nil
	}}
}

// cells is a row of a table, with a thin line below all but the last.
func (l *layout) cells(s *app.VisitSection, i int, columns []column, ruled bool) piece {
	r := &s.Rows[i]
	c := ink
	if r.Quiet {
		c = quiet
	}
	lines := make([][]string, len(columns))
	most := 1
	for j, column := range columns {
		if column.width <= 0 {
			continue
		}
		width := column.width
		if s.ID == "symptoms" && j == 1 {
			width -= barWidth + 2
		}
		lines[j] = l.lines(r.Cells[j], textPt, j == 0, width, l.budget.lines)
		most = max(most, len(lines[j]))
	}
	return piece{height: lineStep*float64(most) + 0.9, draw: func(x, y float64) error {
		for j, column := range columns {
			at := x + column.at
			if s.ID == "symptoms" && j == 1 {
				l.bar(at, y+1, &l.v.Symptoms.Listed[i])
				at += barWidth + 2
			}
			for k, line := range lines[j] {
				l.text(at, y+lineStep*(float64(k)+0.8)+0.2, line, textPt, j == 0, c)
			}
		}
		if ruled {
			l.paper.Line(x, y+lineStep*float64(most)+0.7, x+visitWidth, y+lineStep*float64(most)+0.7, 0.12, rules)
		}
		return nil
	}}
}

const barWidth = 24.0

// bar shows of all days those with a symptom in black, those without it in white
// and those of which nothing is known with a stroke through grey.
func (l *layout) bar(x, y float64, s *app.VisitSymptom) {
	const height = 2.4
	days := float64(max(1, l.v.Days))
	with, unknown := barWidth*float64(s.DaysWith)/days, barWidth*float64(s.Unknown)/days
	l.paper.Rect(charts.Box{X: x, Y: y, Width: with, Height: height}, ink)
	l.paper.Rect(charts.Box{X: x + barWidth - unknown, Y: y, Width: unknown, Height: height}, shade)
	for _, e := range [][4]float64{{x, y, x + barWidth, y}, {x, y + height, x + barWidth, y + height}, {x, y, x, y + height}, {x + barWidth, y, x + barWidth, y + height}} {
		l.paper.Line(e[0], e[1], e[2], e[3], 0.2, quiet)
	}
}

// allergies stand in a frame of their own.
func (l *layout) allergies() []piece {
	s := l.find("allergies")
	if s == nil {
		return nil
	}
	var said []string
	most := l.budget.of(s.ID)
	for i, r := range s.Rows {
		if most > 0 && i == most {
			said = append(said, words.Text("visit.more", len(s.Rows)-most))
			break
		}
		text := r.Cells[0]
		if r.Cells[1] != "" {
			text = words.Text("visit.allergy", text, r.Cells[1])
		}
		said = append(said, cut(text, 200))
	}
	text := strings.Join(said, "; ")
	bold := len(s.Rows) > 0
	if !bold {
		text = s.Empty
	}
	const inset = 2.5
	label := l.paper.Width(s.Title, titlePt, true) + 2*gap
	lines := l.lines(text, textPt+0.4, bold, visitWidth-2*inset-label, max(2, 2*l.budget.lines))
	height := lineStep*float64(max(1, len(lines))) + 2.6
	return []piece{{height: height, draw: func(x, y float64) error {
		stroke := 0.25
		if bold {
			stroke = 0.6
		}
		for _, e := range [][4]float64{{0, 0, visitWidth, 0}, {0, height, visitWidth, height}, {0, 0, 0, height}, {visitWidth, 0, visitWidth, height}} {
			l.paper.Line(x+e[0], y+e[1], x+e[2], y+e[3], stroke, ink)
		}
		l.text(x+inset, y+4.4, s.Title, titlePt, true, ink)
		for i, line := range lines {
			l.text(x+inset+label, y+4.4+float64(i)*lineStep, line, textPt+0.4, bold, ink)
		}
		return nil
	}}}
}

// outcome is the chart above the treatments.
func (l *layout) outcome() []piece {
	s := l.find("outcome")
	if s == nil {
		return nil
	}
	pieces := []piece{l.title(s.Title, visitWidth)}
	if l.v.Chart == nil {
		return append(pieces, l.paragraph(s.Empty, visitWidth, textPt, lineStep, quiet, 2))
	}
	style := charts.Style{Scale: 0.68}
	height := l.budget.chart
	if comfortable, err := l.paper.FigureHeight(l.v.Chart.Timeline, visitWidth, style); err == nil { // if not, Figure says why
		height = min(height, comfortable)
	}
	const above, below = 1.0, 2.5 // empty edges of the picture, which the page has already
	return append(pieces, piece{height: height - above - below, draw: func(x, y float64) error {
		return l.paper.Figure(l.v.Chart.Timeline, charts.Box{X: x, Y: y - above, Width: visitWidth, Height: height}, style)
	}})
}
