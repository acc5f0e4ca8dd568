package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// minWidth lays its one object out as usual, at least so wide at 100% text.
type minWidth float32

// MinSize implements fyne.Layout.
func (m minWidth) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	return size.Max(fyne.NewSize(float32(m), 0))
}

// Layout implements fyne.Layout.
func (minWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// column centres its one object and keeps it no wider than a line is easy to
// read; the width grows with the text.
type column float32

// readable is a good width for text and forms at 100%.
const readable column = 640

func (c column) width() float32 {
	return float32(c) * theme.Size(theme.SizeNameText) / 15
}

// MinSize implements fyne.Layout.
func (c column) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (c column) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := min(max(c.width(), objects[0].MinSize().Width), size.Width)
	objects[0].Resize(fyne.NewSize(width, size.Height))
	objects[0].Move(fyne.NewPos((size.Width-width)/2, 0))
}

// leftColumn is a [column] at the left, below the title of a page.
type leftColumn column

// pageColumn is as wide as the cards of a page are easy to read.
const pageColumn leftColumn = 820

// MinSize implements fyne.Layout.
func (c leftColumn) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (c leftColumn) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(column(c).width(), size.Width), size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
}

// inset keeps a space around its one object.
type inset struct{ x, y float32 }

// MinSize implements fyne.Layout.
func (i inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*i.x, 2*i.y)
}

// Layout implements fyne.Layout.
func (i inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(i.x, i.y))
	objects[0].Resize(size.SubtractWidthHeight(2*i.x, 2*i.y))
}

// newPageBox is the frame of a page: a title, what can be done at its right, and
// the rest below.
func newPageBox(title string, actions []fyne.CanvasObject, body fyne.CanvasObject) fyne.CanvasObject {
	head := container.NewBorder(nil, nil, newTitle(title), container.NewCenter(container.NewHBox(actions...)))
	return container.New(inset{20, 14}, container.NewBorder(container.NewVBox(head, newSpace(6)), nil, nil, nil, body))
}

// newTitle is the title of a page or sheet.
func newTitle(text string) *widget.RichText {
	return newStyled(text, sizeTitle, theme.ColorNameForeground, true)
}

// newSection is the title of a part of a page.
func newSection(text string) *widget.RichText {
	return newStyled(text, theme.SizeNameSubHeadingText, theme.ColorNameForeground, true)
}

// newFaint is text of less weight, which wraps.
func newFaint(text string) *widget.RichText {
	t := newStyled(text, sizeSmall, colorFaint, false)
	t.Wrapping = fyne.TextWrapWord
	return t
}

// newText is text that wraps.
func newText(text string) *widget.Label {
	l := widget.NewLabel(text)
	l.Wrapping = fyne.TextWrapWord
	return l
}

func newStyled(text string, size fyne.ThemeSizeName, colour fyne.ThemeColorName, bold bool) *widget.RichText {
	return widget.NewRichText(&widget.TextSegment{Text: text, Style: widget.RichTextStyle{
		ColorName: colour, SizeName: size, TextStyle: fyne.TextStyle{Bold: bold},
	}})
}

// setStyled changes the text of what newStyled made.
func setStyled(t *widget.RichText, text string) {
	t.Segments[0].(*widget.TextSegment).Text = text
	t.Refresh()
}

// newSpace is empty room of so many units.
func newSpace(size float32) fyne.CanvasObject {
	r := canvas.NewRectangle(color.Transparent)
	r.SetMinSize(fyne.NewSquareSize(size))
	return r
}

// themed calls refresh when the theme changes, for canvas objects that do not
// follow it by themselves.
type themed struct {
	widget.BaseWidget
	content fyne.CanvasObject
	refresh func()
}

// newThemed wraps content, which stays as it is but for what refresh does to it.
func newThemed(content fyne.CanvasObject, refresh func()) *themed {
	t := &themed{content: content, refresh: refresh}
	t.ExtendBaseWidget(t)
	return t
}

// CreateRenderer implements fyne.Widget.
func (t *themed) CreateRenderer() fyne.WidgetRenderer {
	return &themedRenderer{WidgetRenderer: widget.NewSimpleRenderer(t.content), themed: t}
}

type themedRenderer struct {
	fyne.WidgetRenderer
	themed *themed
}

func (r *themedRenderer) Refresh() {
	r.themed.refresh()
	r.WidgetRenderer.Refresh()
}

// newMono is text in which every sign is equally wide, to be read aloud or typed.
func newMono(text string) *widget.Label {
	return widget.NewLabelWithStyle(text, fyne.TextAlignLeading, fyne.TextStyle{Monospace: true})
}

// newCard is content on a ground of its own with rounded corners.
func newCard(content fyne.CanvasObject) fyne.CanvasObject {
	ground := canvas.NewRectangle(nil)
	paint := func() {
		ground.FillColor = theme.Color(colorSurface)
		ground.StrokeColor = theme.Color(theme.ColorNameSeparator)
		ground.StrokeWidth = 1
		ground.CornerRadius = 10
	}
	paint()
	return newThemed(container.NewStack(ground, container.New(inset{20, 16}, content)), paint)
}

// shorten cuts text to at most n characters with an ellipsis.
func shorten(text string, n int) string {
	r := []rune(text)
	if len(r) <= n {
		return text
	}
	return string(r[:n-1]) + "…"
}
