package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal/exchange"
)

// choose is the page without a file: where one is dropped or chosen, and what it
// may be.
func (p *bringPage) choose(view.BringShown) (fyne.CanvasObject, fyne.Focusable) {
	pick := newPrimary(words.Text("bring.choose"), theme.FolderOpenIcon(), p.pick)
	icon := widget.NewIcon(theme.NewPrimaryThemedResource(theme.DownloadIcon()))
	drop := container.NewVBox(
		newSpace(10),
		container.NewCenter(container.New(bringSquare(36), icon)),
		bringCentred(newSection(words.Text("bring.drop"))),
		bringCentred(newFaint(words.Text("bring.drop.or"))),
		container.NewCenter(pick),
		newSpace(10),
	)
	formats := container.NewVBox()
	for _, f := range []string{exchange.FormatCSV, exchange.FormatDaylio, exchange.FormatApple, exchange.FormatFHIR, exchange.FormatKith} {
		formats.Add(container.New(tight, newBold(words.Text("bring.format."+f)), newFaint(words.Text("bring.about."+f))))
	}
	box := container.NewVBox(newBringZone(drop), newSpace(10), newSection(words.Text("bring.about")), formats,
		newSpace(4), newFaint(words.Text("bring.about.safe")))
	return newBringScroll(container.New(readable, box)), pick
}

// newBringZone is a frame that says that something can be put into it.
func newBringZone(content fyne.CanvasObject) fyne.CanvasObject {
	ground := canvas.NewRectangle(nil)
	paint := func() {
		ground.FillColor = theme.Color(colorSurface)
		ground.StrokeColor = theme.Color(theme.ColorNamePrimary)
		ground.StrokeWidth, ground.CornerRadius = 2, 12
	}
	paint()
	return newThemed(container.NewStack(ground, container.New(inset{20, 12}, content)), paint)
}

// bringSquare is room of so many units at 100% text.
type bringSquare float32

// MinSize implements fyne.Layout.
func (s bringSquare) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSquareSize(float32(s) * bringScale())
}

// Layout implements fyne.Layout.
func (s bringSquare) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[0].Move(fyne.NewPos(0, 0))
}

// bringScale is how large text is, 1 at 100%.
func bringScale() float32 { return theme.Size(theme.SizeNameText) / 15 }

func bringCentred(t *widget.RichText) *widget.RichText {
	t.Segments[0].(*widget.TextSegment).Style.Alignment = fyne.TextAlignCenter
	t.Refresh()
	return t
}

// bringWork is the page while a file is read.
type bringWork struct {
	step    view.BringStep
	root    fyne.CanvasObject
	bar     *widget.ProgressBar
	figures *widget.RichText
	cancel  *button
}

func newBringWork(p *bringPage, s view.BringShown) *bringWork {
	b := &bringWork{step: s.Step, bar: widget.NewProgressBar(), figures: newFaint("")}
	key := "bring.reading"
	if s.Step == view.BringImporting {
		key = "bring.importing"
	}
	b.bar.TextFormatter = func() string { return "" }
	b.cancel = newButton(words.Text("window.cancel"), nil, func() { p.escape() })
	box := container.NewVBox(newSection(words.Text(key)), newBringName(s), b.bar, b.figures,
		container.NewHBox(layout.NewSpacer(), b.cancel))
	b.root = container.New(readable, newCard(box))
	b.root = container.NewVBox(newSpace(20), b.root)
	return b
}

// update shows how far it has got.
func (b *bringWork) update(s view.BringShown) {
	if s.Progress.Total <= 0 {
		setStyled(b.figures, words.Text("bring.reading.first"))
		return
	}
	b.bar.SetValue(float64(s.Progress.Done) / float64(s.Progress.Total))
	if b.step == view.BringImporting && s.Progress.Done == s.Progress.Total {
		setStyled(b.figures, words.Text("bring.writing", words.Count(int64(s.Progress.Records), "record")))
		return
	}
	setStyled(b.figures, words.Text("bring.progress", app.SizeText(s.Progress.Done), app.SizeText(s.Progress.Total),
		words.Count(int64(s.Progress.Records), "record")))
}

// stopping says that what was written is being taken back.
func (b *bringWork) stopping() {
	b.cancel.Disable()
	setStyled(b.figures, words.Text("bring.stopping"))
}

// newBringName is the name of the file, with its size.
func newBringName(s view.BringShown) fyne.CanvasObject {
	name := widget.NewLabel(s.File)
	name.Truncation = fyne.TextTruncateEllipsis
	if s.Size == "" {
		return name
	}
	size := newStyled(s.Size, theme.SizeNameText, colorFaint, false)
	return container.New(bringNameSize{}, name, size)
}

// bringNameSize puts what belongs to a name right behind it, and shortens the name
// if there is no room for both.
type bringNameSize struct{}

// MinSize implements fyne.Layout.
func (bringNameSize) MinSize(objects []fyne.CanvasObject) fyne.Size {
	rest := objects[1].MinSize()
	return fyne.NewSize(rest.Width+60, max(rest.Height, objects[0].MinSize().Height))
}

// Layout implements fyne.Layout.
func (bringNameSize) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	label := objects[0].(*widget.Label)
	pad := theme.Size(theme.SizeNameInnerPadding)
	want := fyne.MeasureText(label.Text, theme.Size(theme.SizeNameText), label.TextStyle).Width + 2*pad + 1
	rest := objects[1].MinSize()
	width := min(want, size.Width-rest.Width)
	label.Resize(fyne.NewSize(width, size.Height))
	label.Move(fyne.NewPos(0, 0))
	objects[1].Resize(fyne.NewSize(rest.Width, size.Height))
	objects[1].Move(fyne.NewPos(max(width-pad, 0), 0))
}

// newBringRule is a thin line.
func newBringRule() fyne.CanvasObject {
	line := canvas.NewRectangle(color.Transparent)
	paint := func() {
		line.FillColor = theme.Color(theme.ColorNameSeparator)
		line.SetMinSize(fyne.NewSize(0, 1))
	}
	paint()
	return newThemed(line, paint)
}
