package ui

import (
	"math"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// timelineList is a list of rows of one height, of any length: it holds objects for
// the visible rows only, and its place in the list as a number of rows, which stays
// exact where the height of everything in pixels would not.
type timelineList struct {
	widget.BaseWidget
	// length and row are asked whenever something is drawn, so they must be quick.
	length func() int
	row    func(i int) (r view.TimelineRow, loaded bool)
	// scrolled is told which rows are visible when that changed.
	scrolled func(first, last int)
	// picked is told when another row is the current one.
	picked func()
	open   func(view.TimelineRow)
	remove func(view.TimelineRow)
	menu   func(view.TimelineRow, fyne.Position)
	// after calls a function later; while it is nil every row is drawn in full.
	after func(time.Duration, func()) (stop func())

	top     float64 // rows above the upper edge
	current int     // the row that keys act on, -1 for none
	hovered int     // the row under the mouse, -1 for none
	focused bool

	bar *timelineBar
	// moving is true from a move until it has rested for a moment; stopRest stops
	// waiting for that.
	moving   bool
	stopRest func()
	// lastFirst and lastLast are what scrolled was told last.
	lastFirst, lastLast int
}

var (
	_ fyne.Focusable         = (*timelineList)(nil)
	_ fyne.Scrollable        = (*timelineList)(nil)
	_ fyne.Tappable          = (*timelineList)(nil)
	_ fyne.SecondaryTappable = (*timelineList)(nil)
	_ desktop.Mouseable      = (*timelineList)(nil)
	_ desktop.Hoverable      = (*timelineList)(nil)
	_ fyne.Accessible        = (*timelineList)(nil)
)

func newTimelineList(length func() int, row func(int) (view.TimelineRow, bool)) *timelineList {
	l := &timelineList{length: length, row: row, current: -1, hovered: -1, lastFirst: -1, lastLast: -1, stopRest: func() {}}
	l.bar = newTimelineBar(l)
	l.ExtendBaseWidget(l)
	return l
}

// CreateRenderer implements fyne.Widget.
func (l *timelineList) CreateRenderer() fyne.WidgetRenderer { return newTimelineRenderer(l) }

// MinSize implements fyne.CanvasObject.
func (l *timelineList) MinSize() fyne.Size {
	l.ExtendBaseWidget(l)
	return l.BaseWidget.MinSize()
}

// perPage is how many rows fit.
func (l *timelineList) perPage() float64 {
	return max(float64(l.Size().Height)/float64(rowMetrics(l.Size().Width).height), 1)
}

// visible returns the rows that are at least partly visible.
func (l *timelineList) visible() (first, last int) {
	first = int(l.top)
	return first, min(int(math.Ceil(l.top+l.perPage())), l.length()) - 1
}

// scrollTo puts row top, which may be a fraction, at the upper edge, as far as the
// list allows.
func (l *timelineList) scrollTo(top float64) {
	l.top = max(min(top, float64(l.length())-l.perPage()), 0)
	l.placed()
}

// rest is how long a move has to rest before rows that it skipped over are drawn in
// full.
const rest = 50 * time.Millisecond

// move is scrollTo by wheel, bar or keys: it has to keep up with them.
func (l *timelineList) move(top float64) {
	if l.after != nil {
		l.moving = true
		l.stopRest()
		l.stopRest = l.after(rest, func() {
			l.moving = false
			l.placed()
		})
	}
	l.scrollTo(top)
}

// placed draws the rows where they are now and says so if others are visible.
func (l *timelineList) placed() {
	if r := rendererOf(l); r != nil {
		r.place()
	}
	if first, last := l.visible(); first != l.lastFirst || last != l.lastLast {
		l.lastFirst, l.lastLast = first, last
		if l.scrolled != nil {
			l.scrolled(first, last)
		}
	}
}

// reveal scrolls so little that row i is wholly visible.
func (l *timelineList) reveal(i int) {
	switch {
	case float64(i) < l.top:
		l.move(float64(i))
	case float64(i+1) > l.top+l.perPage():
		l.move(float64(i+1) - l.perPage())
	default:
		l.placed()
	}
}

// pick makes i the current row, as far as there are rows, and shows it.
func (l *timelineList) pick(i int) {
	if i = min(max(i, 0), l.length()-1); i < 0 {
		l.clear()
		return
	}
	l.current = i
	l.reveal(i)
	if l.picked != nil {
		l.picked()
	}
}

// clear makes no row the current one.
func (l *timelineList) clear() {
	l.current = -1
	l.placed()
	if l.picked != nil {
		l.picked()
	}
}

// currentRow returns the current row once it is loaded.
func (l *timelineList) currentRow() (view.TimelineRow, bool) {
	if l.current < 0 || l.current >= l.length() {
		return view.TimelineRow{}, false
	}
	return l.row(l.current)
}

// renew draws everything anew after the list itself changed.
func (l *timelineList) renew() {
	if l.current >= l.length() {
		l.current = l.length() - 1
	}
	l.lastFirst = -1
	l.scrollTo(l.top)
}

// rowAt returns the row at a height, -1 if there is none.
func (l *timelineList) rowAt(y float32) int {
	i := int(l.top + float64(y/rowMetrics(l.Size().Width).height))
	if y < 0 || i >= l.length() {
		return -1
	}
	return i
}

// Scrolled implements fyne.Scrollable.
func (l *timelineList) Scrolled(e *fyne.ScrollEvent) {
	here(l)
	l.hovered = -1 // until the mouse moves: another row is under it in every frame
	l.move(l.top - float64(e.Scrolled.DY/rowMetrics(l.Size().Width).height))
}

// MouseDown implements desktop.Mouseable: a row is chosen as soon as it is pressed,
// not after the time in which a second tap might come.
func (l *timelineList) MouseDown(e *desktop.MouseEvent) { l.choose(e.Position) }

// MouseUp implements desktop.Mouseable.
func (l *timelineList) MouseUp(*desktop.MouseEvent) {}

// Tapped implements fyne.Tappable.
func (l *timelineList) Tapped(e *fyne.PointEvent) { l.choose(e.Position) }

func (l *timelineList) choose(at fyne.Position) {
	here(l)
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(l)
	}
	if i := l.rowAt(at.Y); i >= 0 {
		l.pick(i)
	}
}

// DoubleTapped opens a row. (It makes the list double tappable for Fyne.)
func (l *timelineList) DoubleTapped(e *fyne.PointEvent) {
	if l.rowAt(e.Position.Y) == l.current {
		l.act(l.open)
	}
}

// TappedSecondary implements fyne.SecondaryTappable.
func (l *timelineList) TappedSecondary(e *fyne.PointEvent) {
	l.choose(e.Position)
	if row, loaded := l.currentRow(); loaded && l.menu != nil && l.rowAt(e.Position.Y) == l.current {
		l.menu(row, e.AbsolutePosition)
	}
}

// act calls f with the current row.
func (l *timelineList) act(f func(view.TimelineRow)) {
	if row, loaded := l.currentRow(); loaded && f != nil {
		f(row)
	}
}

// MouseIn implements desktop.Hoverable.
func (l *timelineList) MouseIn(e *desktop.MouseEvent) { l.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (l *timelineList) MouseMoved(e *desktop.MouseEvent) {
	here(l)
	l.hover(e.Position)
}

// MouseOut implements desktop.Hoverable.
func (l *timelineList) MouseOut() { l.hover(fyne.NewPos(0, -1)) }

func (l *timelineList) hover(at fyne.Position) {
	if i := l.rowAt(at.Y); i != l.hovered {
		l.hovered = i
		l.placed()
	}
}

// FocusGained implements fyne.Focusable.
func (l *timelineList) FocusGained() {
	l.focused = true
	if l.current < 0 && l.length() > 0 {
		l.current = int(math.Ceil(l.top))
		if l.picked != nil {
			l.picked()
		}
	}
	l.placed()
}

// FocusLost implements fyne.Focusable.
func (l *timelineList) FocusLost() {
	l.focused = false
	l.placed()
}

// TypedRune implements fyne.Focusable.
func (l *timelineList) TypedRune(rune) { here(l) }

// TypedKey implements fyne.Focusable.
func (l *timelineList) TypedKey(key *fyne.KeyEvent) {
	here(l)
	whole := max(int(l.perPage())-1, 1)
	switch key.Name {
	case fyne.KeyDown:
		l.pick(l.current + 1)
	case fyne.KeyUp:
		l.pick(l.current - 1)
	case fyne.KeyPageDown:
		l.move(l.top + float64(whole))
		l.pick(l.current + whole)
	case fyne.KeyPageUp:
		l.move(l.top - float64(whole))
		l.pick(l.current - whole)
	case fyne.KeyHome:
		l.pick(0)
	case fyne.KeyEnd:
		l.pick(l.length() - 1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		l.act(l.open)
	case fyne.KeyDelete, fyne.KeyBackspace:
		l.act(l.remove)
	default:
		escaped(l, key)
	}
}

// AccessibilityLabel implements fyne.Accessible: it reads the current row.
func (l *timelineList) AccessibilityLabel() string {
	row, loaded := l.currentRow()
	if !loaded {
		return words.Text("timeline.list")
	}
	return strings.Join(strings.Fields(strings.Join([]string{row.Day, row.Time, row.Who, row.Name, row.Value, row.Detail}, " ")), " ")
}

// AccessibilityRole implements fyne.Accessible.
func (l *timelineList) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
