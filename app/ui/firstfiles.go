package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kith/app/words"
)

// askPath asks for a file or folder, to be typed or looked for, and hands it to
// then. key is that of the title; key.hint is what is to be known and key.do what
// the button says.
func (w *Window) askPath(key, start string, what browseFor, then func(path string)) {
	path := newEntry()
	path.SetText(start)
	s := &sheet{title: words.Text(key), first: path, closeText: words.Text("window.cancel"), width: 620}
	submit := func() {
		if typed := strings.TrimSpace(path.Text); typed != "" {
			w.closeSheet(s)
			then(typed)
		}
	}
	path.OnSubmitted = func(string) { submit() }
	s.body = container.NewVBox(
		newText(words.Text(key+".hint")),
		container.NewBorder(nil, nil, nil, w.newBrowse(path, what), path),
	)
	s.actions = []fyne.CanvasObject{newPrimary(words.Text(key+".do"), nil, submit)}
	w.openSheet(s)
	path.CursorColumn = len([]rune(start))
	path.Refresh()
}
