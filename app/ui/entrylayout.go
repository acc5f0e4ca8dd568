package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// shares lays fields out beside each other, each with a share of the width; one
// without a share gets the rest. Where one of them would be too narrow they go
// below each other. It remembers the width that it got, for its height follows
// from that.
type shares struct {
	of    []float32
	width float32
}

func newShares(of []float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&shares{of: of}, objects...)
}

// widths returns the width of each object, nil if they do not fit.
func (b *shares) widths(objects []fyne.CanvasObject, width float32) []float32 {
	gap := 2 * theme.Size(theme.SizeNamePadding)
	width -= gap * float32(len(objects)-1)
	rest := width
	out := make([]float32, len(objects))
	for i, o := range objects {
		out[i] = rest
		if i < len(b.of) {
			out[i] = width * b.of[i]
		}
		rest -= out[i]
		if out[i] < o.MinSize().Width {
			return nil
		}
	}
	return out
}

// MinSize implements fyne.Layout.
func (b *shares) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	high := float32(0)
	for _, o := range objects {
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += least.Height
		high = max(high, least.Height)
	}
	if b.width == 0 || b.widths(objects, b.width) != nil {
		size.Height = high
	}
	return size
}

// Layout implements fyne.Layout.
func (b *shares) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	b.width = size.Width
	widths := b.widths(objects, size.Width)
	x, y := float32(0), float32(0)
	for i, o := range objects {
		width := size.Width
		if widths != nil {
			width = widths[i]
		}
		o.Resize(fyne.NewSize(width, o.Size().Height)) // text wraps before its height counts
		height := o.MinSize().Height
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
		if widths != nil {
			x += width + 2*theme.Size(theme.SizeNamePadding)
		} else {
			y += height
		}
	}
}

// oneLine lays as many objects out beside each other as fit. It is as high
// without any, so that what is below does not jump while somebody types.
type oneLine struct{}

// MinSize implements fyne.Layout.
func (oneLine) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, newNameChip("x", nil).MinSize().Height)
}

// Layout implements fyne.Layout.
func (oneLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	x := float32(0)
	for _, o := range objects {
		least := o.MinSize()
		if x+least.Width > size.Width {
			o.Hide()
			continue
		}
		o.Show()
		o.Move(fyne.NewPos(x, 0))
		o.Resize(least)
		x += least.Width + theme.Size(theme.SizeNamePadding)
	}
}

// nameChip is a suggestion to tap. The keyboard has the arrow keys instead.
type nameChip struct {
	widget.BaseWidget
	text    string
	tapped  func()
	hovered bool
	ground  *canvas.Rectangle
	label   *canvas.Text
}

var _ desktop.Hoverable = (*nameChip)(nil)

func newNameChip(text string, tapped func()) *nameChip {
	c := &nameChip{text: shorten(text, 24), tapped: tapped, ground: canvas.NewRectangle(nil), label: canvas.NewText("", nil)}
	c.label.Alignment = fyne.TextAlignCenter
	c.ExtendBaseWidget(c)
	return c
}

// Tapped implements fyne.Tappable.
func (c *nameChip) Tapped(*fyne.PointEvent) {
	here(c)
	c.tapped()
}

// MouseIn implements desktop.Hoverable.
func (c *nameChip) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (c *nameChip) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (c *nameChip) MouseOut() { c.hovered = false; c.Refresh() }

// MinSize implements fyne.CanvasObject.
func (c *nameChip) MinSize() fyne.Size {
	size := fyne.MeasureText(c.text, theme.Size(theme.SizeNameCaptionText), fyne.TextStyle{})
	return size.AddWidthHeight(2.5*theme.Size(theme.SizeNameInnerPadding), theme.Size(theme.SizeNameInnerPadding))
}

// CreateRenderer implements fyne.Widget.
func (c *nameChip) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(newThemed(container.NewStack(c.ground, c.label), c.paint))
}

// Refresh implements fyne.CanvasObject.
func (c *nameChip) Refresh() {
	c.paint()
	c.BaseWidget.Refresh()
}

func (c *nameChip) paint() {
	c.ground.FillColor = theme.Color(colorSurface)
	if c.hovered {
		c.ground.FillColor = theme.Color(theme.ColorNameButton)
	}
	c.ground.StrokeColor, c.ground.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	c.ground.CornerRadius = 2 * theme.Size(theme.SizeNameInputRadius)
	c.label.Text, c.label.TextSize, c.label.Color = c.text, theme.Size(theme.SizeNameCaptionText), theme.Color(theme.ColorNameForeground)
}

// newDetail is something to look at beside its name.
func newDetail(label, text string) fyne.CanvasObject {
	name := newStyled(label, theme.SizeNameText, colorFaint, false)
	name.Wrapping = fyne.TextWrapWord
	return newShares([]float32{0.3}, name, newText(text))
}
