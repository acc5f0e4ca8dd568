package ui

import (
	"fyne.io/fyne/v2"

	"kith/app/words"
)

// timelinePage shows everything by day.
type timelinePage struct{ w *Window }

func newTimelinePage(w *Window) page { return &timelinePage{w} }

func (p *timelinePage) content() fyne.CanvasObject {
	return newPageBox(words.Text("command.list"), nil, newText(""))
}

func (p *timelinePage) reload() {}
