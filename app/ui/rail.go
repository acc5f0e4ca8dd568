package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// railItem is a line of the rail: an icon, a name, and a mark if its page is in
// front.
type railItem struct {
	widget.BaseWidget
	text   string
	icon   fyne.Resource
	tapped func()

	chosen, focused, hovered bool
}

var (
	_ fyne.Focusable    = (*railItem)(nil)
	_ fyne.Tappable     = (*railItem)(nil)
	_ desktop.Hoverable = (*railItem)(nil)
	_ fyne.Accessible   = (*railItem)(nil)
)

func newRailItem(text string, icon fyne.Resource, tapped func()) *railItem {
	r := &railItem{text: text, icon: icon, tapped: tapped}
	r.ExtendBaseWidget(r)
	return r
}

func (r *railItem) setChosen(chosen bool) {
	if r.chosen != chosen {
		r.chosen = chosen
		r.Refresh()
	}
}

// Tapped implements fyne.Tappable.
func (r *railItem) Tapped(*fyne.PointEvent) { r.tapped() }

// FocusGained implements fyne.Focusable.
func (r *railItem) FocusGained() {
	r.focused = true
	r.Refresh()
	reveal(r)
}

// FocusLost implements fyne.Focusable.
func (r *railItem) FocusLost() { r.focused = false; r.Refresh() }

// TypedRune implements fyne.Focusable.
func (r *railItem) TypedRune(rune) {}

// TypedKey implements fyne.Focusable.
func (r *railItem) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		r.tapped()
	default:
		escaped(r, key)
	}
}

// MouseIn implements desktop.Hoverable.
func (r *railItem) MouseIn(*desktop.MouseEvent) { r.hovered = true; r.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (r *railItem) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (r *railItem) MouseOut() { r.hovered = false; r.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (r *railItem) AccessibilityLabel() string { return r.text }

// AccessibilityRole implements fyne.Accessible.
func (r *railItem) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (r *railItem) CreateRenderer() fyne.WidgetRenderer {
	d := &railRenderer{
		item: r, ground: canvas.NewRectangle(nil), mark: canvas.NewRectangle(nil),
		icon: widget.NewIcon(r.icon), text: canvas.NewText(r.text, nil),
	}
	d.Refresh()
	return d
}

type railRenderer struct {
	item         *railItem
	ground, mark *canvas.Rectangle
	icon         *widget.Icon
	text         *canvas.Text
}

func (d *railRenderer) Destroy() {}

func (d *railRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.ground, d.mark, d.icon, d.text}
}

func (d *railRenderer) MinSize() fyne.Size {
	pad, icon := theme.Size(theme.SizeNameInnerPadding), theme.Size(theme.SizeNameInlineIcon)
	text := d.text.MinSize()
	return fyne.NewSize(3*pad+icon+text.Width, max(text.Height, icon)+2*pad)
}

func (d *railRenderer) Layout(size fyne.Size) {
	pad, icon := theme.Size(theme.SizeNameInnerPadding), theme.Size(theme.SizeNameInlineIcon)
	d.ground.Resize(size)
	d.mark.Move(fyne.NewPos(0, pad))
	d.mark.Resize(fyne.NewSize(3, size.Height-2*pad))
	d.icon.Move(fyne.NewPos(pad+2, (size.Height-icon)/2))
	d.icon.Resize(fyne.NewSquareSize(icon))
	d.text.Move(fyne.NewPos(2*pad+icon+2, (size.Height-d.text.MinSize().Height)/2))
}

func (d *railRenderer) Refresh() {
	r := d.item
	d.ground.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	switch {
	case r.focused:
		d.ground.FillColor = theme.Color(theme.ColorNameFocus)
	case r.chosen:
		d.ground.FillColor = theme.Color(theme.ColorNameSelection)
	case r.hovered:
		d.ground.FillColor = theme.Color(theme.ColorNameHover)
	default:
		d.ground.FillColor = nil
	}
	d.mark.FillColor = nil
	if r.chosen {
		d.mark.FillColor = theme.Color(theme.ColorNamePrimary)
	}
	d.mark.CornerRadius = 1.5
	if d.icon.Resource != r.icon {
		d.icon.SetResource(r.icon)
	}
	d.text.Text = r.text
	d.text.TextSize = theme.Size(theme.SizeNameText)
	d.text.TextStyle = fyne.TextStyle{Bold: r.chosen}
	d.text.Color = theme.Color(theme.ColorNameForeground)
	d.Layout(r.Size())
	canvas.Refresh(r)
}
