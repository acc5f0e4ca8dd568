package ui

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// choice is a row of cells of which one, or none, is chosen: a score from 0 to
// 10, yes or no, a part of the day. It is one stop of Tab. The arrow keys choose,
// digits choose a number, letters a word that begins with them, and Backspace
// chooses none.
type choice struct {
	widget.BaseWidget
	name    string // for who cannot see it
	cells   []string
	at      int  // -1 is none
	must    bool // one is always chosen
	changed func(int)

	hovered int
	focused bool
	typed   rune
}

var (
	_ fyne.Focusable    = (*choice)(nil)
	_ fyne.Tappable     = (*choice)(nil)
	_ desktop.Hoverable = (*choice)(nil)
)

func newChoice(name string, cells []string, at int, changed func(int)) *choice {
	c := &choice{name: name, cells: cells, at: at, changed: changed, hovered: -1}
	c.ExtendBaseWidget(c)
	return c
}

// newScore is a choice from 0 to 10; text is the number that is chosen, "" for
// none.
func newScore(name, text string, changed func(string)) *choice {
	cells := make([]string, 11)
	for i := range cells {
		cells[i] = strconv.Itoa(i)
	}
	c := newChoice(name, cells, -1, nil)
	if n, err := strconv.Atoi(text); err == nil && n >= 0 && n <= 10 {
		c.at = n
	}
	c.changed = func(at int) {
		if at < 0 {
			changed("")
			return
		}
		changed(cells[at])
	}
	return c
}

// choose chooses a cell, or none with -1.
func (c *choice) choose(at int) {
	if at >= len(c.cells) || at < 0 && c.must || at == c.at {
		return
	}
	c.at = max(at, -1)
	c.Refresh()
	if c.changed != nil {
		c.changed(c.at)
	}
}

// TypedKey implements fyne.Focusable.
func (c *choice) TypedKey(key *fyne.KeyEvent) {
	here(c)
	if escaped(c, key) {
		return
	}
	switch key.Name {
	case fyne.KeyRight, fyne.KeyUp:
		c.choose(min(c.at+1, len(c.cells)-1))
	case fyne.KeyLeft, fyne.KeyDown:
		c.choose(max(c.at-1, 0))
	case fyne.KeyHome:
		c.choose(0)
	case fyne.KeyEnd:
		c.choose(len(c.cells) - 1)
	case fyne.KeyBackspace, fyne.KeyDelete:
		c.choose(-1)
	}
}

// TypedRune implements fyne.Focusable.
func (c *choice) TypedRune(r rune) {
	here(c)
	last := c.typed
	c.typed = r
	if r == '0' && last == '1' && len(c.cells) > 10 { // one, zero is ten
		c.choose(10)
		return
	}
	for i, cell := range c.cells {
		first, _ := utf8.DecodeRuneInString(cell)
		if unicode.ToLower(first) == unicode.ToLower(r) {
			c.choose(i)
			return
		}
	}
}

// FocusGained implements fyne.Focusable.
func (c *choice) FocusGained() {
	c.focused, c.typed = true, 0
	c.Refresh()
	reveal(c)
}

// FocusLost implements fyne.Focusable.
func (c *choice) FocusLost() {
	c.focused = false
	c.Refresh()
}

// Tapped implements fyne.Tappable. A tap on what is chosen takes it back.
func (c *choice) Tapped(at *fyne.PointEvent) {
	here(c)
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		canvas.Focus(c)
	}
	if i := c.cellAt(at.Position); i >= 0 {
		if i == c.at {
			i = -1
		}
		c.choose(i)
	}
}

// MouseIn implements desktop.Hoverable.
func (c *choice) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (c *choice) MouseMoved(e *desktop.MouseEvent) {
	if at := c.cellAt(e.Position); at != c.hovered {
		c.hovered = at
		c.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (c *choice) MouseOut() {
	c.hovered = -1
	c.Refresh()
}

// AccessibilityLabel implements fyne.Accessible.
func (c *choice) AccessibilityLabel() string {
	if c.at < 0 {
		return c.name
	}
	return c.name + ": " + c.cells[c.at]
}

// AccessibilityRole implements fyne.Accessible.
func (c *choice) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// widths returns the least width of each cell; numbers are all as wide.
func (c *choice) widths() []float32 {
	out := make([]float32, len(c.cells))
	var widest float32
	pad := 2 * theme.Size(theme.SizeNameInnerPadding)
	for i, cell := range c.cells {
		out[i] = fyne.MeasureText(cell, theme.Size(theme.SizeNameText), fyne.TextStyle{Bold: true}).Width + pad
		widest = max(widest, out[i])
	}
	if c.numbers() {
		for i := range out {
			out[i] = widest
		}
	}
	return out
}

func (c *choice) numbers() bool { return strings.Trim(strings.Join(c.cells, ""), "0123456789") == "" }

// cellsGap is between two cells.
const cellsGap = 3

// places returns where each cell begins and ends in the given width. Cells that
// do not fit share it.
func (c *choice) places(width float32) [][2]float32 {
	widths := c.widths()
	total := float32(len(widths)-1) * cellsGap
	for _, w := range widths {
		total += w
	}
	grow := min(width/max(total, 1), 1)
	if c.numbers() && width > total {
		grow = min(width/total, 1.3)
	}
	out := make([][2]float32, len(widths))
	x := float32(0)
	for i, w := range widths {
		out[i] = [2]float32{x, x + w*grow}
		x += (w + cellsGap) * grow
	}
	return out
}

func (c *choice) cellAt(p fyne.Position) int {
	for i, place := range c.places(c.Size().Width) {
		if p.X >= place[0] && p.X < place[1] && p.Y >= 0 && p.Y < c.Size().Height {
			return i
		}
	}
	return -1
}

// CreateRenderer implements fyne.Widget.
func (c *choice) CreateRenderer() fyne.WidgetRenderer {
	r := &choiceRenderer{choice: c}
	for range c.cells {
		text := canvas.NewText("", nil)
		text.Alignment = fyne.TextAlignCenter
		r.grounds = append(r.grounds, canvas.NewRectangle(nil))
		r.texts = append(r.texts, text)
	}
	for i := range c.cells {
		r.objects = append(r.objects, r.grounds[i], r.texts[i])
	}
	r.Refresh()
	return r
}

type choiceRenderer struct {
	choice  *choice
	grounds []*canvas.Rectangle
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

// Destroy implements fyne.WidgetRenderer.
func (r *choiceRenderer) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (r *choiceRenderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize implements fyne.WidgetRenderer. Numbers may come closer together.
func (r *choiceRenderer) MinSize() fyne.Size {
	total := float32(len(r.choice.cells)-1) * cellsGap
	for _, w := range r.choice.widths() {
		total += w
	}
	if r.choice.numbers() {
		total *= 0.7
	}
	height := fyne.MeasureText("0", theme.Size(theme.SizeNameText), fyne.TextStyle{}).Height
	return fyne.NewSize(total, height+2*theme.Size(theme.SizeNameInnerPadding))
}

// Layout implements fyne.WidgetRenderer.
func (r *choiceRenderer) Layout(size fyne.Size) {
	for i, place := range r.choice.places(size.Width) {
		r.grounds[i].Move(fyne.NewPos(place[0], 0))
		r.grounds[i].Resize(fyne.NewSize(place[1]-place[0], size.Height))
		height := r.texts[i].MinSize().Height
		r.texts[i].Move(fyne.NewPos(place[0], (size.Height-height)/2))
		r.texts[i].Resize(fyne.NewSize(place[1]-place[0], height))
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *choiceRenderer) Refresh() {
	c := r.choice
	for i, ground := range r.grounds {
		text := r.texts[i]
		text.Text, text.TextSize = c.cells[i], theme.Size(theme.SizeNameText)
		text.TextStyle = fyne.TextStyle{Bold: i == c.at}
		text.Color = theme.Color(theme.ColorNameForeground)
		ground.CornerRadius = theme.Size(theme.SizeNameInputRadius)
		ground.FillColor = theme.Color(theme.ColorNameInputBackground)
		ground.StrokeColor, ground.StrokeWidth = theme.Color(theme.ColorNameInputBorder), 1
		if i == c.hovered {
			ground.FillColor = theme.Color(theme.ColorNameButton)
		}
		if i == c.at {
			ground.FillColor, ground.StrokeColor = theme.Color(theme.ColorNamePrimary), theme.Color(theme.ColorNamePrimary)
			text.Color = theme.Color(theme.ColorNameForegroundOnPrimary)
		}
		if c.focused && (i == c.at || c.at < 0) {
			ground.StrokeColor, ground.StrokeWidth = theme.Color(theme.ColorNamePrimary), 2
			if i == c.at {
				ground.StrokeColor = theme.Color(theme.ColorNameForeground)
			}
		}
		ground.Refresh()
		text.Refresh()
	}
	r.Layout(c.Size())
}
