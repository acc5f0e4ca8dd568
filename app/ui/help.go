package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// openShortcuts shows the keys, and how an entry is written in one line.
func (w *Window) openShortcuts() {
	box := container.New(usual)
	for _, group := range view.Shortcuts() {
		box.Add(newSection(group.Title))
		for _, row := range group.Rows {
			box.Add(container.NewBorder(nil, nil, nil, newKeyCaps(row.Keys), container.New(inset{0, -3}, newText(row.Title))))
		}
	}
	box.Add(newSection(words.Text("settings.help.line")))
	box.Add(newFaint(words.Text("settings.help.line.explain")))
	for _, example := range view.CheatSheet(w.now()) {
		line := newText(example.Line)
		line.TextStyle = fyne.TextStyle{Monospace: true}
		box.Add(container.New(tight, line, newFaint(example.Means)))
	}
	w.openSheet(&sheet{title: words.Text("settings.keys"), body: newScroll(box), width: 620})
}

// newKeyCap is one key of a keyboard.
func newKeyCap(text string) fyne.CanvasObject {
	ground, name := canvas.NewRectangle(nil), canvas.NewText(text, nil)
	paint := func() {
		ground.FillColor = theme.Color(theme.ColorNameInputBackground)
		ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
		ground.StrokeWidth, ground.CornerRadius = 1, 5
		name.Color = theme.Color(theme.ColorNameForeground)
		name.TextSize = theme.Size(sizeSmall)
		name.Alignment = fyne.TextAlignCenter
	}
	paint()
	return newThemed(container.NewStack(ground, container.New(capInset{}, name)), paint)
}

// capInset keeps the name of a key off its edge, and a key at least as wide as it
// is high.
type capInset struct{}

// MinSize implements fyne.Layout.
func (capInset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize().AddWidthHeight(12, 4)
	return fyne.NewSize(max(size.Width, size.Height), size.Height)
}

// Layout implements fyne.Layout.
func (capInset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 2))
	objects[0].Resize(size.SubtractWidthHeight(0, 4))
}
