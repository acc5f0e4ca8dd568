package ui

import (
	"image/color"
	"math"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// metrics are the columns of a row, which follow from the width of the list and the
// size of text. Where the text is large for the window a row has two lines.
type metrics struct {
	height, width     float32
	text, small       float32 // sizes of text
	line, smallLine   float32 // heights of a line
	pad               float32
	gutter, clock     float32 // where they begin
	mark, name, value float32
	level, detail     float32
	end               float32 // where the text ends
	tall              bool    // two lines
}

// rowMetrics lays out the columns.
func rowMetrics(width float32) metrics {
	m := metrics{width: width, text: theme.Size(theme.SizeNameText), small: theme.Size(theme.SizeNameCaptionText)}
	m.pad = theme.Size(theme.SizeNameInnerPadding)
	m.line = lineHeight(m.text)
	m.smallLine = lineHeight(m.small)
	m.tall = width < 48*m.text
	m.height = float32(math.Round(float64(m.line + 1.75*m.pad)))
	if m.tall {
		m.height = float32(math.Round(float64(m.line + m.smallLine + m.pad)))
	}
	m.gutter = m.pad
	m.end = width - m.pad - barWidth
	if m.tall {
		m.mark = m.gutter + boldWidth(words.Text("timeline.yesterday"), m.text) + 2*m.pad
		m.name = m.mark + markWidth() + m.pad
		m.clock, m.detail = m.name, m.name
		return m
	}
	m.clock = m.gutter + boldWidth(view.WidestDay(), m.text) + 2*m.pad
	m.mark = m.clock + boldWidth(view.WidestTime(), m.text) + m.pad
	m.name = m.mark + markWidth() + m.pad
	rest := m.end - m.name
	m.value = m.name + min(max(rest*0.3, 9*m.text), 17*m.text)
	m.level = m.value + 3.2*m.text
	m.detail = m.value + 7.4*m.text
	return m
}

func boldWidth(text string, size float32) float32 {
	return fyne.MeasureText(text, size, fyne.TextStyle{Bold: true}).Width
}

func lineHeight(size float32) float32 {
	return fyne.MeasureText("Ag", size, fyne.TextStyle{}).Height
}

// timelineRenderer draws the visible rows of a timelineList.
type timelineRenderer struct {
	list   *timelineList
	m      metrics
	inside *fyne.Container // the rows, then the day that sticks; Fyne clips what is scrollable
	rows   []*timelineRowView
	sticky *cell
}

// rendererOf returns the renderer of a list, nil before it is first shown.
func rendererOf(l *timelineList) *timelineRenderer { return l.bar.renderer }

func newTimelineRenderer(l *timelineList) *timelineRenderer {
	d := &timelineRenderer{list: l, inside: container.NewWithoutLayout(), sticky: newCell()}
	l.bar.renderer = d
	d.Refresh()
	return d
}

// Destroy implements fyne.WidgetRenderer.
func (d *timelineRenderer) Destroy() { d.list.bar.renderer = nil }

// Objects implements fyne.WidgetRenderer.
func (d *timelineRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.inside, d.list.bar}
}

// MinSize implements fyne.WidgetRenderer.
func (d *timelineRenderer) MinSize() fyne.Size {
	return fyne.NewSize(20*d.m.text, 2*d.m.height)
}

// Layout implements fyne.WidgetRenderer.
func (d *timelineRenderer) Layout(size fyne.Size) {
	d.m = rowMetrics(size.Width)
	d.inside.Resize(size)
	d.list.bar.Resize(fyne.NewSize(barWidth, size.Height))
	d.list.bar.Move(fyne.NewPos(size.Width-barWidth, 0))
	d.list.scrollTo(d.list.top)
}

// Refresh implements fyne.WidgetRenderer: the theme may be another.
func (d *timelineRenderer) Refresh() {
	d.m = rowMetrics(d.list.Size().Width)
	d.rows = nil
	d.sticky.forget()
	d.place()
	canvas.Refresh(d.list)
}

// fullRows is how many new rows a frame draws in full while the list moves. A text
// costs Fyne some twenty microseconds a letter, so that a screen full of new details
// would take longer than a frame. If there are more, their details wait until the
// move rests.
const fullRows = 6

// place shows the rows that are visible now. A row keeps its objects while it stays
// visible, so that only what is new is drawn.
func (d *timelineRenderer) place() {
	l, size := d.list, d.list.Size()
	if size.Width <= 0 || size.Height <= 0 {
		return
	}
	n := int(math.Ceil(float64(size.Height/d.m.height))) + 1
	if len(d.rows) != n {
		d.rows = make([]*timelineRowView, n)
		d.inside.Objects = make([]fyne.CanvasObject, 0, n+1)
		for i := range d.rows {
			d.rows[i] = newTimelineRowView()
			d.inside.Objects = append(d.inside.Objects, d.rows[i].box)
		}
		d.inside.Objects = append(d.inside.Objects, d.sticky.text)
	}
	first := int(l.top)
	states := make([]rowState, min(n, max(l.length()-first, 0)))
	next := float32(math.MaxFloat32) // where the next day begins
	for k := range states {
		i := first + k
		row, loaded := l.row(i)
		states[k] = rowState{row: row, loaded: loaded, current: i == l.current, focused: l.focused, hovered: i == l.hovered, m: d.m,
			bare: row.Date == states[0].row.Date || k == 0}
		if k > 0 && row.First && next == math.MaxFloat32 {
			next = d.y(i)
		}
	}
	views, fresh := d.assign(states), 0
	for k, v := range views {
		if states[k].loaded && !v.has(&states[k]) {
			fresh++
		}
	}
	for k, v := range views {
		s := &states[k]
		s.light = l.moving && fresh > fullRows && s.loaded && !v.has(s)
		v.show(*s)
		v.box.Move(fyne.NewPos(0, d.y(first+k)))
		v.box.Show()
	}
	if len(states) > 0 {
		d.stick(states[0].row, next)
	} else {
		d.sticky.set("", 0, d.m.text, fyne.TextStyle{}, color.Transparent)
	}
	l.bar.place()
}

// y is where row i begins.
func (d *timelineRenderer) y(i int) float32 {
	return float32(math.Round((float64(i) - d.list.top) * float64(d.m.height)))
}

// assign finds the objects for each state: those that show the same entry already,
// else free ones. It hides the rest.
func (d *timelineRenderer) assign(states []rowState) []*timelineRowView {
	showing := make(map[journal.ID]*timelineRowView, len(d.rows))
	for _, v := range d.rows {
		if v.drawn && v.state.loaded {
			showing[v.state.row.ID] = v
		}
	}
	views := make([]*timelineRowView, len(states))
	used := make(map[*timelineRowView]bool, len(states))
	for k := range states {
		if v := showing[states[k].row.ID]; states[k].loaded && v != nil && !used[v] {
			views[k], used[v] = v, true
		}
	}
	free := 0
	for k := range views {
		for views[k] == nil {
			if v := d.rows[free]; !used[v] {
				views[k], used[v] = v, true
			}
			free++
		}
	}
	for _, v := range d.rows {
		if !used[v] {
			v.box.Hide()
		}
	}
	return views
}

// stick shows the day of the upper edge beside its rows, until the next day pushes
// it out.
func (d *timelineRenderer) stick(row view.TimelineRow, next float32) {
	y := min(0, next-d.m.height)
	d.sticky.set(d.m.dayText(row), d.m.clockEdge(), d.m.text, fyne.TextStyle{Bold: true}, theme.Color(theme.ColorNameForeground))
	d.sticky.text.Move(fyne.NewPos(d.m.gutter, y+d.m.firstLine()))
}

// dayText is the day as the gutter has room for it.
func (m metrics) dayText(row view.TimelineRow) string {
	if m.tall {
		return row.ShortDay
	}
	return row.Day
}

// clockEdge is the width of the gutter.
func (m metrics) clockEdge() float32 {
	if m.tall {
		return m.mark - m.gutter - m.pad
	}
	return m.clock - m.gutter - m.pad
}

// firstLine is where the first line of text begins in a row.
func (m metrics) firstLine() float32 {
	if m.tall {
		return (m.height - m.line - m.smallLine) / 2
	}
	return (m.height - m.line) / 2
}

// cell is a text that is cut to a width with an ellipsis, and drawn anew only if
// something about it changed.
type cell struct {
	text  *canvas.Text
	full  string
	width float32
	drawn bool
}

func newCell() *cell { return &cell{text: canvas.NewText("", color.Transparent)} }

// forget makes the next set draw anew.
func (c *cell) forget() { c.drawn = false }

// set shows text within width and returns how wide it is.
func (c *cell) set(full string, width, size float32, style fyne.TextStyle, colour color.Color) float32 {
	if c.drawn && c.full == full && c.width == width && c.text.TextSize == size && c.text.TextStyle == style && c.text.Color == colour {
		return c.text.Size().Width
	}
	c.drawn, c.full, c.width = true, full, width
	c.text.Text, c.text.TextSize, c.text.TextStyle, c.text.Color = fitText(full, width, size, style), size, style, colour
	if least := c.text.MinSize(); least != c.text.Size() {
		c.text.Resize(least) // refreshes
	} else {
		c.text.Refresh()
	}
	return c.text.Size().Width
}

// fitText cuts text to a width with an ellipsis; "" if not even that fits.
func fitText(text string, width, size float32, style fyne.TextStyle) string {
	runes := []rune(text)
	if most := int(width/(0.2*size)) + 1; len(runes) > most { // nothing that is read is so narrow
		runes = runes[:max(most, 0)]
	} else if fyne.MeasureText(text, size, style).Width <= width {
		return text
	}
	low, high := 0, len(runes) // so many fit, so many and one more do not
	for low < high {
		middle := (low + high + 1) / 2
		if fyne.MeasureText(cutText(runes, middle), size, style).Width <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	if low == 0 {
		return ""
	}
	return cutText(runes, low)
}

// cutText is the first n characters and an ellipsis, without half a composed one.
func cutText(runes []rune, n int) string {
	for n > 0 && n < len(runes) && (joins(runes[n]) || runes[n-1] == zeroWidthJoiner) {
		n--
	}
	for n > 0 && (unicode.IsSpace(runes[n-1]) || runes[n-1] == '·') {
		n--
	}
	return string(runes[:n]) + "…"
}

const zeroWidthJoiner = '\u200d'

// joins reports whether a character belongs to the one before it.
func joins(r rune) bool {
	return r == zeroWidthJoiner || unicode.In(r, unicode.Mn, unicode.Me, unicode.Variation_Selector) || r >= 0x1f3fb && r <= 0x1f3ff
}
