package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
)

// offer is a line with the mark of a group and a text, which can be tapped: a
// suggestion.
type offer struct {
	widget.BaseWidget
	text            string
	group           view.KindGroup
	tapped          func()
	chosen, hovered bool
}

func newOffer(text string, group view.KindGroup, tapped func()) *offer {
	o := &offer{text: text, group: group, tapped: tapped}
	o.ExtendBaseWidget(o)
	return o
}

func (o *offer) setChosen(chosen bool) {
	if o.chosen != chosen {
		o.chosen = chosen
		o.Refresh()
	}
}

// MouseDown implements desktop.Mouseable: it is before the line loses the focus,
// which hides the suggestions.
func (o *offer) MouseDown(*desktop.MouseEvent) { o.tapped() }

// MouseUp implements desktop.Mouseable.
func (o *offer) MouseUp(*desktop.MouseEvent) {}

// MouseIn implements desktop.Hoverable.
func (o *offer) MouseIn(*desktop.MouseEvent) { o.hovered = true; o.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (o *offer) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (o *offer) MouseOut() { o.hovered = false; o.Refresh() }

// CreateRenderer implements fyne.Widget.
func (o *offer) CreateRenderer() fyne.WidgetRenderer {
	return newMarkedRenderer(func(d *markedRenderer) {
		d.group, d.text.Text = o.group, o.text
		d.ground.FillColor = nil
		switch {
		case o.chosen:
			d.ground.FillColor = theme.Color(theme.ColorNameSelection)
		case o.hovered:
			d.ground.FillColor = theme.Color(theme.ColorNameHover)
		}
		d.ground.CornerRadius = 6
	})
}

// chip chooses a group of kinds, or no longer.
type chip struct {
	widget.BaseWidget
	group                    view.KindGroup
	changed                  func()
	chosen, focused, hovered bool
}

var (
	_ fyne.Focusable    = (*chip)(nil)
	_ fyne.Tappable     = (*chip)(nil)
	_ desktop.Hoverable = (*chip)(nil)
	_ fyne.Accessible   = (*chip)(nil)
)

func newChip(group view.KindGroup, changed func()) *chip {
	c := &chip{group: group, changed: changed}
	c.ExtendBaseWidget(c)
	return c
}

func (c *chip) setChosen(chosen bool) {
	if c.chosen != chosen {
		c.chosen = chosen
		c.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (c *chip) Tapped(*fyne.PointEvent) {
	here(c)
	c.changed()
}

// FocusGained implements fyne.Focusable.
func (c *chip) FocusGained() { c.focused = true; c.Refresh() }

// FocusLost implements fyne.Focusable.
func (c *chip) FocusLost() { c.focused = false; c.Refresh() }

// TypedRune implements fyne.Focusable.
func (c *chip) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (c *chip) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		here(c)
		c.changed()
	default:
		escaped(c, key)
	}
}

// MouseIn implements desktop.Hoverable.
func (c *chip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (c *chip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *chip) MouseOut() { c.hovered = false; c.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (c *chip) AccessibilityLabel() string { return c.group.Title() }

// AccessibilityRole implements fyne.Accessible.
func (c *chip) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (c *chip) CreateRenderer() fyne.WidgetRenderer {
	return newMarkedRenderer(func(d *markedRenderer) {
		d.group, d.text.Text = c.group, c.group.Title()
		d.text.TextStyle = fyne.TextStyle{Bold: c.chosen}
		d.round = true
		d.ground.FillColor, d.ground.StrokeColor, d.ground.StrokeWidth = nil, theme.Color(theme.ColorNameSeparator), 1
		if c.chosen {
			d.ground.FillColor, d.ground.StrokeColor = theme.Color(theme.ColorNameSelection), theme.Color(theme.ColorNamePrimary)
		}
		if c.hovered && !c.chosen {
			d.ground.FillColor = theme.Color(theme.ColorNameHover)
		}
		if c.focused {
			d.ground.StrokeColor, d.ground.StrokeWidth = theme.Color(theme.ColorNamePrimary), 2
			d.ground.FillColor = theme.Color(theme.ColorNameFocus)
		}
	})
}

// markedRenderer draws a mark and a text on a ground.
type markedRenderer struct {
	look   func(*markedRenderer) // sets what follows from the state
	group  view.KindGroup
	round  bool // with round ends, and small
	ground *canvas.Rectangle
	mark   *canvas.Rectangle
	text   *canvas.Text
}

func newMarkedRenderer(look func(*markedRenderer)) *markedRenderer {
	d := &markedRenderer{look: look, ground: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil), text: canvas.NewText("", nil)}
	d.Refresh()
	return d
}

func (d *markedRenderer) Destroy() {}

func (d *markedRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.mark, d.text}
}

func (d *markedRenderer) MinSize() fyne.Size {
	pad := theme.Size(theme.SizeNameInnerPadding)
	text := fyne.MeasureText(d.text.Text, d.text.TextSize, fyne.TextStyle{Bold: true}) // so that choosing moves nothing
	return fyne.NewSize(text.Width+markWidth()+2.75*pad, text.Height+1.25*pad)
}

func (d *markedRenderer) Layout(size fyne.Size) {
	pad := theme.Size(theme.SizeNameInnerPadding)
	d.ground.Resize(size)
	shape := marks[d.group].draw(d.mark)
	d.mark.Resize(shape)
	d.mark.Move(fyne.NewPos(pad+(markWidth()-shape.Width)/2, (size.Height-shape.Height)/2))
	least := d.text.MinSize()
	d.text.Move(fyne.NewPos(1.5*pad+markWidth(), (size.Height-least.Height)/2))
	d.text.Resize(least)
	if d.round {
		d.ground.CornerRadius = size.Height / 2
	}
}

func (d *markedRenderer) Refresh() {
	d.text.Color = theme.Color(theme.ColorNameForeground)
	d.text.TextSize = theme.Size(theme.SizeNameText)
	d.look(d)
	if d.round {
		d.text.TextSize = theme.Size(sizeSmall)
	}
	d.Layout(d.ground.Size())
	d.ground.Refresh()
	d.mark.Refresh()
	d.text.Refresh()
}
