package ui

import (
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
	"kith/assets"
)

// sortIcon is the picture of a sort of entry in the colour of text.
func sortIcon(s view.EntrySort) fyne.Resource {
	svg, err := assets.KindIcon(string(s))
	if err != nil {
		return theme.DocumentIcon() // a test holds that each has one
	}
	return theme.NewThemedResource(fyne.NewStaticResource("kind-"+string(s)+".svg", svg))
}

// sortChooser is a board of everything that can be written down. It is one stop of
// Tab: the arrow keys go from one to the next, a letter to the next that begins with
// it, and Enter or Space takes it.
type sortChooser struct {
	widget.BaseWidget
	sorts   []view.EntrySort
	names   []string
	at      int
	take    func(view.EntrySort)
	focused bool
	hovered int
	width   float32 // that it got, for its height follows from it
}

var (
	_ fyne.Focusable    = (*sortChooser)(nil)
	_ fyne.Tappable     = (*sortChooser)(nil)
	_ desktop.Hoverable = (*sortChooser)(nil)
	_ fyne.Accessible   = (*sortChooser)(nil)
)

func newSortChooser(now view.EntrySort, take func(view.EntrySort)) *sortChooser {
	c := &sortChooser{sorts: view.EntrySorts(), take: take, hovered: -1}
	for i, s := range c.sorts {
		c.names = append(c.names, words.Text("entry.kind."+string(s)))
		if s == now {
			c.at = i
		}
	}
	c.ExtendBaseWidget(c)
	return c
}

// tile is the size of one of the board in the width that it has.
func (c *sortChooser) tile() (columns int, size fyne.Size) {
	text := theme.Size(theme.SizeNameText)
	var widest float32
	for _, name := range c.names {
		widest = max(widest, fyne.MeasureText(name, text, fyne.TextStyle{Bold: true}).Width)
	}
	size = fyne.NewSize(widest+2.6*text+3*theme.Size(theme.SizeNameInnerPadding), 2.9*text)
	columns = max(int((c.width+cellsGap)/(size.Width+cellsGap)), 1)
	size.Width = (c.width - float32(columns-1)*cellsGap) / float32(columns)
	return columns, size
}

func (c *sortChooser) move(by int) {
	if at := c.at + by; at >= 0 && at < len(c.sorts) {
		c.at = at
		c.Refresh()
	}
}

// TypedKey implements fyne.Focusable.
func (c *sortChooser) TypedKey(key *fyne.KeyEvent) {
	here(c)
	if escaped(c, key) {
		return
	}
	columns, _ := c.tile()
	switch key.Name {
	case fyne.KeyRight:
		c.move(1)
	case fyne.KeyLeft:
		c.move(-1)
	case fyne.KeyDown:
		c.move(columns)
	case fyne.KeyUp:
		c.move(-columns)
	case fyne.KeyHome:
		c.move(-c.at)
	case fyne.KeyEnd:
		c.move(len(c.sorts) - 1 - c.at)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.take(c.sorts[c.at])
	}
}

// TypedRune implements fyne.Focusable.
func (c *sortChooser) TypedRune(r rune) {
	here(c)
	for i := 1; i <= len(c.names); i++ {
		at := (c.at + i) % len(c.names)
		if first, _ := utf8.DecodeRuneInString(c.names[at]); unicode.ToLower(first) == unicode.ToLower(r) {
			c.move(at - c.at)
			return
		}
	}
}

// FocusGained implements fyne.Focusable.
func (c *sortChooser) FocusGained() { c.focused = true; c.Refresh(); reveal(c) }

// FocusLost implements fyne.Focusable.
func (c *sortChooser) FocusLost() { c.focused = false; c.Refresh() }

// Tapped implements fyne.Tappable.
func (c *sortChooser) Tapped(e *fyne.PointEvent) {
	here(c)
	if at := c.tileAt(e.Position); at >= 0 {
		c.take(c.sorts[at])
	}
}

// MouseIn implements desktop.Hoverable.
func (c *sortChooser) MouseIn(e *desktop.MouseEvent) { c.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (c *sortChooser) MouseMoved(e *desktop.MouseEvent) {
	if at := c.tileAt(e.Position); at != c.hovered {
		c.hovered = at
		c.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (c *sortChooser) MouseOut() { c.hovered = -1; c.Refresh() }

func (c *sortChooser) tileAt(p fyne.Position) int {
	columns, size := c.tile()
	x, y := int(p.X/(size.Width+cellsGap)), int(p.Y/(size.Height+cellsGap))
	at := y*columns + x
	if p.X < 0 || p.Y < 0 || x >= columns || at >= len(c.sorts) {
		return -1
	}
	return at
}

// AccessibilityLabel implements fyne.Accessible.
func (c *sortChooser) AccessibilityLabel() string {
	return words.Text("entry.choose") + " " + c.names[c.at]
}

// AccessibilityRole implements fyne.Accessible.
func (c *sortChooser) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (c *sortChooser) CreateRenderer() fyne.WidgetRenderer {
	r := &sortChooserRenderer{c: c}
	for i, s := range c.sorts {
		ground, icon, text := canvas.NewRectangle(nil), canvas.NewImageFromResource(sortIcon(s)), canvas.NewText(c.names[i], nil)
		icon.FillMode = canvas.ImageFillContain
		r.grounds, r.icons, r.texts = append(r.grounds, ground), append(r.icons, icon), append(r.texts, text)
		r.objects = append(r.objects, ground, icon, text)
	}
	r.Refresh()
	return r
}

type sortChooserRenderer struct {
	c       *sortChooser
	grounds []*canvas.Rectangle
	icons   []*canvas.Image
	texts   []*canvas.Text
	objects []fyne.CanvasObject
}

// Destroy implements fyne.WidgetRenderer.
func (r *sortChooserRenderer) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (r *sortChooserRenderer) Objects() []fyne.CanvasObject { return r.objects }

// MinSize implements fyne.WidgetRenderer.
func (r *sortChooserRenderer) MinSize() fyne.Size {
	columns, size := r.c.tile()
	rows := (len(r.c.sorts) + columns - 1) / columns
	return fyne.NewSize(120, float32(rows)*(size.Height+cellsGap)-cellsGap)
}

// Layout implements fyne.WidgetRenderer.
func (r *sortChooserRenderer) Layout(size fyne.Size) {
	r.c.width = size.Width
	columns, tile := r.c.tile()
	text, pad := theme.Size(theme.SizeNameText), theme.Size(theme.SizeNameInnerPadding)
	for i := range r.grounds {
		at := fyne.NewPos(float32(i%columns)*(tile.Width+cellsGap), float32(i/columns)*(tile.Height+cellsGap))
		r.grounds[i].Move(at)
		r.grounds[i].Resize(tile)
		r.icons[i].Move(at.AddXY(pad, (tile.Height-1.5*text)/2))
		r.icons[i].Resize(fyne.NewSquareSize(1.5 * text))
		height := r.texts[i].MinSize().Height
		r.texts[i].Move(at.AddXY(2*pad+1.5*text, (tile.Height-height)/2))
		r.texts[i].Resize(fyne.NewSize(tile.Width-3*pad-1.5*text, height))
	}
}

// Refresh implements fyne.WidgetRenderer.
func (r *sortChooserRenderer) Refresh() {
	for i, ground := range r.grounds {
		ground.CornerRadius = theme.Size(theme.SizeNameInputRadius)
		ground.FillColor = theme.Color(theme.ColorNameInputBackground)
		ground.StrokeColor, ground.StrokeWidth = theme.Color(theme.ColorNameInputBorder), 1
		if i == r.c.hovered {
			ground.FillColor = theme.Color(theme.ColorNameButton)
		}
		r.texts[i].TextStyle.Bold = i == r.c.at
		if i == r.c.at && r.c.focused {
			ground.StrokeColor, ground.StrokeWidth = theme.Color(theme.ColorNamePrimary), 3
		}
		r.texts[i].TextSize, r.texts[i].Color = theme.Size(theme.SizeNameText), theme.Color(theme.ColorNameForeground)
		ground.Refresh()
		r.icons[i].Refresh()
		r.texts[i].Refresh()
	}
	r.Layout(r.c.Size())
}
