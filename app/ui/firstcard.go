package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/words"
	"kith/assets"
)

// card is a front of one panel in the middle of the window. It is as high as what
// is in it, and scrolls where there is too little room.
type card struct {
	w      *Window
	outer  *fyne.Container
	scroll *container.Scroll
	body   *fyne.Container
	back   func() // Esc; may be nil
	first  fyne.Focusable
}

// newFrontCard makes a card of a width at 100% text, with parts from the top.
func newFrontCard(w *Window, width column, parts ...fyne.CanvasObject) *card {
	c := &card{w: w, body: container.NewVBox(parts...)}
	middle := &cardLayout{width: width}
	scrolled := container.New(middle, newCard(container.New(inset{14, 8}, c.body)))
	c.scroll = container.NewVScroll(scrolled)
	c.outer = container.New(cardFrame{middle, scrolled}, c.scroll)
	return c
}

func (c *card) content() fyne.CanvasObject { return c.outer }
func (c *card) focus() fyne.Focusable      { return c.first }

func (c *card) escape() {
	if c.back != nil {
		c.back()
	}
}

// refit lays the card out anew, after something in it came or went.
func (c *card) refit() { c.outer.Refresh() }

// cardLayout puts the panel, its one object, a little above the middle. While the
// window keeps its size the upper edge stays where it is, though the panel grows, so
// that nothing moves away from under a hand; unless there would be too little room.
type cardLayout struct {
	width  column
	least  fyne.Size // that the panel wanted when it was last laid out
	window fyne.Size // when the upper edge was chosen
	top    float32
}

const cardMargin = 16

// MinSize implements fyne.Layout.
func (l *cardLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, l.least.Height+2*cardMargin)
}

// Layout implements fyne.Layout.
func (l *cardLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	panel := objects[0]
	width := min(max(l.width.width(), panel.MinSize().Width), size.Width-2*cardMargin)
	panel.Resize(fyne.NewSize(width, panel.Size().Height)) // text wraps to it before its height counts
	l.least = panel.MinSize()
	panel.Resize(fyne.NewSize(width, l.least.Height))
	if l.window != size {
		l.window, l.top = size, (size.Height-l.least.Height)*0.45
	}
	top := max(cardMargin, min(l.top, size.Height-l.least.Height-cardMargin))
	panel.Move(fyne.NewPos((size.Width-width)/2, top))
}

// cardFrame gives the scroll around a card the whole window.
type cardFrame struct {
	middle   *cardLayout
	scrolled *fyne.Container
}

// MinSize implements fyne.Layout.
func (cardFrame) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout. The panel is laid out first, since how high it is
// depends on how wide the window is.
func (f cardFrame) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.middle.Layout(f.scrolled.Objects, size)
	objects[0].Resize(size)
	objects[0].Refresh()
}

// flush takes away the space that Fyne puts around text, so that text begins where
// the fields below it do.
type flush struct{}

// MinSize implements fyne.Layout.
func (flush) MinSize(objects []fyne.CanvasObject) fyne.Size {
	pad := theme.InnerPadding()
	return objects[0].MinSize().SubtractWidthHeight(2*pad, pad)
}

// Layout implements fyne.Layout.
func (flush) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad := theme.InnerPadding()
	objects[0].Move(fyne.NewPos(-pad, -pad/2))
	objects[0].Resize(size.AddWidthHeight(2*pad, pad))
}

func flushed(o fyne.CanvasObject) fyne.CanvasObject { return container.New(flush{}, o) }

// outdent moves controls without a frame to the left, for the same reason.
type outdent struct{}

// MinSize implements fyne.Layout.
func (outdent) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().SubtractWidthHeight(theme.InnerPadding(), 0)
}

// Layout implements fyne.Layout.
func (outdent) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(-theme.InnerPadding(), 0))
	objects[0].Resize(size.AddWidthHeight(theme.InnerPadding(), 0))
}

// middleLeft puts its one object in the middle of the height, as wide as it may be.
type middleLeft struct{}

// MinSize implements fyne.Layout.
func (middleLeft) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (middleLeft) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].Size().Height)) // text wraps to it before its height counts
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[0].Move(fyne.NewPos(0, max(0, (size.Height-height)/2)))
}

// cardTitle is the title of a card, which wraps.
func cardTitle(text string) fyne.CanvasObject {
	t := newTitle(text)
	t.Wrapping = fyne.TextWrapWord
	return flushed(t)
}

func cardText(text string) fyne.CanvasObject  { return flushed(newText(text)) }
func cardFaint(text string) fyne.CanvasObject { return flushed(newFaint(text)) }

// cardField is a control under its name.
func cardField(name string, control fyne.CanvasObject) fyne.CanvasObject {
	nameControl(name, control)
	label := newStyled(name, theme.SizeNameText, theme.ColorNameForeground, true)
	label.Wrapping = fyne.TextWrapWord
	return container.NewVBox(flushed(label), control)
}

// newPanel is content on the ground of a field.
func newPanel(content fyne.CanvasObject) fyne.CanvasObject {
	ground := canvas.NewRectangle(nil)
	paint := func() {
		ground.FillColor = theme.Color(theme.ColorNameInputBackground)
		ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
		ground.StrokeWidth, ground.CornerRadius = 1, theme.Size(theme.SizeNameInputRadius)
	}
	paint()
	return newThemed(container.NewStack(ground, content), paint)
}

// cardLinks are things that few want, side by side as far as there is room.
func cardLinks(links ...fyne.CanvasObject) fyne.CanvasObject {
	return container.New(outdent{}, container.New(layout.NewRowWrapLayout(), links...))
}

// newEmblem is the icon of Kith.
func newEmblem(size float32) fyne.CanvasObject {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("kith.svg", assets.Icon()))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(size))
	return icon
}

// busy says quietly that something takes a moment.
type busy struct {
	card  *card
	text  *widget.RichText
	dots  *widget.Activity
	box   *fyne.Container
	greys []fyne.Disableable
}

// newBusy makes it for a card; greys cannot be used meanwhile.
func newBusy(greys ...fyne.Disableable) *busy {
	b := &busy{text: newFaint(""), dots: widget.NewActivity(), greys: greys}
	b.box = container.NewBorder(nil, nil, b.dots, nil, b.text)
	b.box.Hide()
	return b
}

// start says what is being done.
func (b *busy) start(c *card, text string) {
	b.card = c
	setStyled(b.text, text)
	b.box.Show()
	b.dots.Start()
	for _, g := range b.greys {
		g.Disable()
	}
	c.refit()
}

// done takes it away.
func (b *busy) done() {
	b.dots.Stop()
	b.box.Hide()
	for _, g := range b.greys {
		g.Enable()
	}
	b.card.refit()
}

// newSteps shows the three steps of the first run, and which one this is, from 1.
func newSteps(now int) fyne.CanvasObject {
	row := container.NewHBox()
	for n := 1; n <= 3; n++ {
		if n > 1 {
			line := canvas.NewRectangle(nil)
			paint := func() { line.FillColor = theme.Color(theme.ColorNameInputBorder) }
			paint()
			line.SetMinSize(fyne.NewSize(22, 1.5))
			row.Add(container.NewCenter(newThemed(line, paint)))
		}
		row.Add(newStep(n, now))
		if n == now {
			row.Add(newStyled(words.Text("first.step."+string(rune('0'+n))), theme.SizeNameText, theme.ColorNameForeground, true))
		}
	}
	return row
}

// newStep is the number of a step in a circle; a tick if it is done.
func newStep(n, now int) fyne.CanvasObject {
	disc := canvas.NewCircle(color.Transparent)
	disc.StrokeWidth = 1.5
	mark := canvas.NewText(string(rune('0'+n)), color.Black)
	if n < now {
		mark.Text = "✓"
	}
	mark.Alignment = fyne.TextAlignCenter
	mark.TextStyle.Bold = true
	paint := func() {
		mark.TextSize = theme.Size(sizeSmall)
		disc.StrokeColor, disc.FillColor, mark.Color = theme.Color(theme.ColorNameInputBorder), color.Transparent, theme.Color(colorFaint)
		if n <= now {
			disc.StrokeColor = theme.Color(theme.ColorNamePrimary)
			mark.Color = theme.Color(theme.ColorNamePrimary)
		}
		if n == now {
			disc.FillColor = theme.Color(theme.ColorNamePrimary)
			mark.Color = theme.Color(theme.ColorNameForegroundOnPrimary)
		}
	}
	paint()
	return newThemed(container.New(stepLayout{}, disc, mark), paint)
}

// stepLayout is a square around a number that grows with the text.
type stepLayout struct{}

// MinSize implements fyne.Layout.
func (stepLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSquareSize(theme.Size(theme.SizeNameText) * 1.8)
}

// Layout implements fyne.Layout.
func (l stepLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side := l.MinSize(nil)
	at := fyne.NewPos((size.Width-side.Width)/2, (size.Height-side.Height)/2)
	for _, o := range objects {
		o.Resize(side)
		o.Move(at)
	}
}
