package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// openPalette shows the command palette.
func (w *Window) openPalette() {
	p := view.NewPalette(w.can, w.shown)
	w.pick(words.Text("settings.palette.find"), words.Text("settings.palette.none"), func(text string) []pickItem {
		var items []pickItem
		for _, found := range p.Find(text) {
			items = append(items, pickItem{title: found.Title, note: found.Group, keys: view.Keys(found.Shortcut), run: func() {
				if found.Command == "" {
					w.setShown(found.Shown)
				} else {
					w.do(found.Command)
				}
			}})
		}
		return items
	})
}

// pickItem is a line of a picker.
type pickItem struct {
	title, note string
	keys        []string
	run         func()
}

// picker is a sheet with a field and a list of what fits the words in it. The
// arrow keys choose, Enter takes, wherever of the two the focus is.
type picker struct {
	w     *Window
	sheet *sheet
	find  *entry
	list  *list
	none  *widget.Label
	items []pickItem
	fit   func(text string) []pickItem
	at    int
	// moving is set while the list is told what is chosen, which it otherwise
	// takes for a tap.
	moving bool
}

// pickRows is how many lines of a picker are seen at once.
const pickRows = 9

// pick asks for one of the items that fit returns for what is typed; none is shown
// when there is nothing.
func (w *Window) pick(prompt, none string, fit func(text string) []pickItem) {
	p := &picker{w: w, find: newEntry(), none: newText(none), fit: fit}
	p.find.SetPlaceHolder(prompt)
	p.find.OnChanged = func(string) { p.refresh() }
	p.find.OnSubmitted = func(string) { p.take() }
	p.find.onKey = p.key
	p.list = newList(func() int { return len(p.items) }, newPickRow, func(i int, o fyne.CanvasObject) { p.items[i].show(o) })
	p.list.HideSeparators = true
	p.list.OnSelected = func(i int) {
		p.at = i
		if !p.moving {
			p.take()
		}
	}
	p.list.onKey = p.key
	rows := container.New(pickHeight{}, container.NewStack(p.list, p.none))
	p.sheet = &sheet{
		first: p.find, bare: true, width: 560,
		body: container.NewBorder(container.NewVBox(p.find, newSpace(4)), newFaint(words.Text("settings.palette.keys")), nil, nil, rows),
	}
	w.openSheet(p.sheet)
	p.refresh()
}

// refresh shows what fits now, with the best chosen.
func (p *picker) refresh() {
	p.items = p.fit(p.find.Text)
	p.none.Hidden = len(p.items) > 0
	p.none.Refresh()
	p.list.UnselectAll()
	p.list.Refresh()
	p.choose(0)
}

func (p *picker) choose(at int) {
	if len(p.items) == 0 {
		return
	}
	p.at = min(max(at, 0), len(p.items)-1)
	p.moving = true
	p.list.Select(p.at)
	p.moving = false
}

// key takes the keys that move in the list.
func (p *picker) key(key *fyne.KeyEvent) bool {
	switch key.Name {
	case fyne.KeyDown:
		p.choose(p.at + 1)
	case fyne.KeyUp:
		p.choose(p.at - 1)
	case fyne.KeyPageDown:
		p.choose(p.at + pickRows - 1)
	case fyne.KeyPageUp:
		p.choose(p.at - pickRows + 1)
	case fyne.KeyReturn, fyne.KeyEnter:
		p.take()
	default:
		return false
	}
	return true
}

// take closes the picker and does what is chosen.
func (p *picker) take() {
	if len(p.items) == 0 {
		return
	}
	run := p.items[p.at].run
	p.w.closeSheet(p.sheet)
	run()
}

// newPickRow is an empty line of a picker: a title, a note in small after it, and
// keys at the right.
func newPickRow() fyne.CanvasObject {
	title := widget.NewLabel("")
	title.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, nil, container.NewHBox(newFaintLine(""), newKeyCaps(nil), newSpace(barRoom-4)), title)
}

func (i pickItem) show(o fyne.CanvasObject) {
	row := o.(*fyne.Container)
	row.Objects[0].(*widget.Label).SetText(i.title)
	right := row.Objects[1].(*fyne.Container)
	setStyled(right.Objects[0].(*widget.RichText), i.note)
	right.Objects[1] = newKeyCaps(i.keys)
	right.Refresh()
	row.Layout.Layout(row.Objects, row.Size())
}

// newFaintLine is text of less weight on one line.
func newFaintLine(text string) *widget.RichText { return newStyled(text, sizeSmall, colorFaint, false) }

// pickHeight gives the lines of a picker their room, whatever fits.
type pickHeight struct{}

// MinSize implements fyne.Layout.
func (pickHeight) MinSize(objects []fyne.CanvasObject) fyne.Size {
	line := widget.NewLabel("X").MinSize().Height + theme.Size(theme.SizeNamePadding)
	return fyne.NewSize(objects[0].MinSize().Width, line*pickRows)
}

// Layout implements fyne.Layout.
func (pickHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// newKeyCaps is keys to press together, drawn as those of a keyboard.
func newKeyCaps(keys []string) fyne.CanvasObject {
	box := container.NewHBox()
	for _, key := range keys {
		box.Add(container.NewCenter(newKeyCap(key)))
	}
	if len(keys) == 0 {
		box.Add(layout.NewSpacer())
	}
	return box
}
