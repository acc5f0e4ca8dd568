package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// valueLook is what a valueBox shows.
type valueLook struct {
	label    string // what it is the value of, for screen readers
	text     string
	unit     string
	proposed bool // nobody typed it yet
	wrong    bool
	nudges   bool // it can be made more or less by the arrows
}

// valueBox is one short value that is typed key by key, without a cursor: digits add
// to it, arrows change it, and whoever owns it decides what a key means.
type valueBox struct {
	widget.BaseWidget
	look func() valueLook
	// onRune and onKey are told what was typed; onKey reports whether it took the key.
	onRune func(rune)
	onKey  func(fyne.KeyName) bool
	// onSave is Ctrl+Enter.
	onSave func()

	focused, hovered bool
}

var (
	_ fyne.Focusable    = (*valueBox)(nil)
	_ fyne.Tappable     = (*valueBox)(nil)
	_ fyne.Shortcutable = (*valueBox)(nil)
	_ desktop.Hoverable = (*valueBox)(nil)
	_ fyne.Accessible   = (*valueBox)(nil)
)

func newValueBox(look func() valueLook) *valueBox {
	b := &valueBox{look: look, onRune: func(rune) {}, onKey: func(fyne.KeyName) bool { return false }, onSave: func() {}}
	b.ExtendBaseWidget(b)
	return b
}

// FocusGained implements fyne.Focusable.
func (b *valueBox) FocusGained() { b.focused = true; b.Refresh(); reveal(b) }

// FocusLost implements fyne.Focusable.
func (b *valueBox) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *valueBox) TypedRune(r rune) {
	here(b)
	b.onRune(r)
	b.Refresh()
}

// TypedKey implements fyne.Focusable.
func (b *valueBox) TypedKey(key *fyne.KeyEvent) {
	here(b)
	if !b.onKey(key.Name) {
		escaped(b, key)
	}
	b.Refresh()
}

// TypedShortcut implements fyne.Shortcutable.
func (b *valueBox) TypedShortcut(s fyne.Shortcut) {
	here(b)
	if s.ShortcutName() == saveShortcut.ShortcutName() {
		b.onSave()
	}
}

// Tapped implements fyne.Tappable: its ends are the arrows.
func (b *valueBox) Tapped(at *fyne.PointEvent) {
	here(b)
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
	if !b.look().nudges {
		return
	}
	switch edge := b.Size().Height; {
	case at.Position.X < edge:
		b.onKey(fyne.KeyLeft)
	case at.Position.X > b.Size().Width-edge:
		b.onKey(fyne.KeyRight)
	}
	b.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (b *valueBox) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *valueBox) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *valueBox) MouseOut() { b.hovered = false; b.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (b *valueBox) AccessibilityLabel() string {
	l := b.look()
	return l.label + " " + l.text + " " + l.unit
}

// AccessibilityRole implements fyne.Accessible.
func (b *valueBox) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (b *valueBox) CreateRenderer() fyne.WidgetRenderer {
	d := &valueRenderer{box: b, ground: canvas.NewRectangle(nil)}
	for _, t := range []**canvas.Text{&d.text, &d.unit, &d.less, &d.more} {
		*t = canvas.NewText("", nil)
	}
	d.less.Text, d.more.Text = "‹", "›"
	d.Refresh()
	return d
}

type valueRenderer struct {
	box                    *valueBox
	ground                 *canvas.Rectangle
	text, unit, less, more *canvas.Text
}

func (d *valueRenderer) Destroy() {}

func (d *valueRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.less, d.text, d.unit, d.more}
}

func (d *valueRenderer) MinSize() fyne.Size {
	pad, text := theme.Size(theme.SizeNameInnerPadding), theme.Size(theme.SizeNameText)
	beside := text
	if d.box.look().nudges {
		beside = 3 * text
	}
	return fyne.NewSize(max(9*text, d.text.MinSize().Width+d.unit.MinSize().Width+beside+2*pad), d.text.MinSize().Height+1.5*pad)
}

func (d *valueRenderer) Layout(size fyne.Size) {
	pad := theme.Size(theme.SizeNameInnerPadding)
	d.ground.Resize(size)
	middle := func(t *canvas.Text, x float32) {
		least := t.MinSize()
		t.Resize(least)
		t.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
	}
	middle(d.less, pad)
	middle(d.more, size.Width-pad-d.more.MinSize().Width)
	text, unit := d.text.MinSize().Width, d.unit.MinSize().Width
	both := text + unit + pad/2
	x := max((size.Width-both)/2, pad)
	middle(d.text, x)
	middle(d.unit, x+text+pad/2)
}

func (d *valueRenderer) Refresh() {
	b, l := d.box, d.box.look()
	d.ground.FillColor = theme.Color(theme.ColorNameInputBackground)
	d.ground.StrokeColor, d.ground.StrokeWidth = theme.Color(theme.ColorNameInputBorder), theme.Size(theme.SizeNameInputBorder)
	d.ground.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	switch {
	case b.focused:
		d.ground.StrokeColor, d.ground.StrokeWidth = theme.Color(theme.ColorNamePrimary), 2
	case l.wrong:
		d.ground.StrokeColor = theme.Color(theme.ColorNameError)
	case b.hovered:
		d.ground.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	d.text.Text, d.unit.Text = l.text, l.unit
	d.text.TextSize, d.unit.TextSize = theme.Size(theme.SizeNameText), theme.Size(sizeSmall)
	d.text.Color = theme.Color(theme.ColorNameForeground)
	d.text.TextStyle = fyne.TextStyle{Bold: true}
	if l.proposed {
		d.text.TextStyle = fyne.TextStyle{Italic: true}
	}
	if l.wrong {
		d.text.Color = theme.Color(theme.ColorNameError)
	}
	d.unit.Color = theme.Color(colorFaint)
	for _, arrow := range []*canvas.Text{d.less, d.more} {
		arrow.TextSize = theme.Size(theme.SizeNameText)
		arrow.Color = theme.Color(theme.ColorNamePrimary)
		if !l.nudges {
			arrow.Color = color.Transparent
		}
	}
	d.Layout(b.Size())
	canvas.Refresh(b)
}
