package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"kith/app/view"
	"kith/app/words"
	"kith/assets"
)

// openAbout says what Kith is and does with what is written in it.
func (w *Window) openAbout() {
	folder := ""
	if w.app != nil {
		folder = w.app.Dir()
	}
	w.showAbout(folder)
}

func (w *Window) showAbout(folder string) {
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("kith.svg", assets.Icon()))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(56))
	box := container.New(usual, container.NewBorder(nil, nil, container.NewCenter(icon), nil, newText(words.Text("settings.about.what"))))
	for _, fact := range view.About(folder) {
		text := newText(fact.Text)
		if fact.Text == folder {
			text.Wrapping = fyne.TextWrapBreak
		}
		box.Add(container.New(tight, newBold(fact.Title), text))
	}
	w.openSheet(&sheet{title: words.Text("settings.about"), body: newScroll(box)})
}
