package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// bigButton is a button that is hard to miss. Its text wraps.
type bigButton struct {
	widget.BaseWidget
	text   string
	tapped func()
	typed  func(rune) // what is typed while it has the focus; may be nil

	focused, hovered bool
}

var (
	_ fyne.Focusable    = (*bigButton)(nil)
	_ fyne.Tappable     = (*bigButton)(nil)
	_ desktop.Hoverable = (*bigButton)(nil)
	_ fyne.Accessible   = (*bigButton)(nil)
)

func newBigButton(text string, tapped func()) *bigButton {
	b := &bigButton{text: text, tapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// wanted is the size in which its text stands in one line.
func (b *bigButton) wanted() fyne.Size {
	size := fyne.MeasureText(b.text, theme.Size(theme.SizeNameSubHeadingText), fyne.TextStyle{Bold: true})
	return size.AddWidthHeight(6*theme.InnerPadding(), 4*theme.InnerPadding())
}

// Tapped implements fyne.Tappable.
func (b *bigButton) Tapped(*fyne.PointEvent) {
	here(b)
	b.tapped()
}

// FocusGained implements fyne.Focusable.
func (b *bigButton) FocusGained() {
	b.focused = true
	b.Refresh()
	reveal(b)
}

// FocusLost implements fyne.Focusable.
func (b *bigButton) FocusLost() { b.focused = false; b.Refresh() }

// TypedRune implements fyne.Focusable.
func (b *bigButton) TypedRune(r rune) {
	here(b)
	if b.typed != nil {
		b.typed(r)
	}
}

// TypedKey implements fyne.Focusable.
func (b *bigButton) TypedKey(key *fyne.KeyEvent) {
	here(b)
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		b.tapped()
	default:
		escaped(b, key)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *bigButton) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *bigButton) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *bigButton) MouseOut() { b.hovered = false; b.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (b *bigButton) AccessibilityLabel() string { return b.text }

// AccessibilityRole implements fyne.Accessible.
func (b *bigButton) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (b *bigButton) CreateRenderer() fyne.WidgetRenderer {
	text := newSection(b.text)
	text.Wrapping = fyne.TextWrapWord
	text.Segments[0].(*widget.TextSegment).Style.Alignment = fyne.TextAlignCenter
	r := &bigRenderer{button: b, ground: canvas.NewRectangle(nil), text: text}
	r.paint()
	r.Layout(b.Size()) // it may be made anew, after Fyne threw away one that was not seen
	return r
}

type bigRenderer struct {
	button *bigButton
	ground *canvas.Rectangle
	text   *widget.RichText
}

func (r *bigRenderer) Destroy() {}

func (r *bigRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.ground, r.text} }

// MinSize is as high as the text is at the width that the button has.
func (r *bigRenderer) MinSize() fyne.Size {
	size := r.text.MinSize()
	return fyne.NewSize(size.Width, max(size.Height+2*theme.InnerPadding(), 56))
}

func (r *bigRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	r.text.Resize(fyne.NewSize(size.Width, r.text.Size().Height)) // text wraps to it before its height counts
	height := r.text.MinSize().Height
	r.text.Resize(fyne.NewSize(size.Width, height))
	r.text.Move(fyne.NewPos(0, (size.Height-height)/2))
}

func (r *bigRenderer) paint() {
	b := r.button
	r.ground.CornerRadius = 10
	r.ground.FillColor = theme.Color(theme.ColorNameButton)
	r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorNameInputBorder), 1
	if b.hovered {
		r.ground.FillColor = theme.Color(theme.ColorNamePressed)
	}
	if b.focused {
		r.ground.StrokeColor, r.ground.StrokeWidth = theme.Color(theme.ColorNamePrimary), 4
	}
}

func (r *bigRenderer) Refresh() {
	r.paint()
	r.text.Refresh()
	r.Layout(r.button.Size())
	canvas.Refresh(r.button)
}
