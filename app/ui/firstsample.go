package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/words"
)

// newSampleStrip says over every page that this is a sample diary and throws it
// away with one click. It is nil for a journal.
func newSampleStrip(w *Window) fyne.CanvasObject {
	if !w.app.IsSample() {
		return nil
	}
	text := newText(words.Text("first.sample.strip"))
	drop := newButton(words.Text("first.sample.drop"), nil, w.dropSample)
	ground := canvas.NewRectangle(nil)
	paint := func() { ground.FillColor = theme.Color(theme.ColorNameSelection) }
	paint()
	row := container.NewBorder(nil, nil, nil, container.NewCenter(drop), container.New(middleLeft{}, text))
	return newThemed(container.NewStack(ground, container.New(inset{8, 2}, row)), paint)
}

// dropSample throws the sample away and shows the first run again.
func (w *Window) dropSample() {
	err := w.leave()
	w.start()
	if err != nil {
		w.showError(err)
	}
}
