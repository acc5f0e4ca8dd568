package ui

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// done is the page after an import: what became of every record.
func (p *bringPage) done(s view.BringShown) (fyne.CanvasObject, fyne.Focusable) {
	c := s.Summary
	title, icon := words.Text("bring.done"), theme.ConfirmIcon()
	switch {
	case s.Undone:
		title, icon = words.Text("bring.done.undone"), theme.ContentUndoIcon()
	case c.Imported == 0 && c.Duplicates > 0:
		title = words.Text("bring.done.again")
	case c.Imported == 0:
		title, icon = words.Text("bring.done.nothing"), theme.InfoIcon()
	}
	box := container.NewVBox(newSpace(6), newBringHeadline(title, icon, theme.ColorNameSuccess), newBringName(s))
	if !s.Undone {
		box.Add(newCard(newBringBalance(c.BringCounts)))
	}
	next := p.nextButton(s)
	actions := container.New(newFlow())
	if c.Imported > 0 && !s.Undone {
		actions.Add(newButton(words.Text("bring.undo"), theme.ContentUndoIcon(), p.undo(s.Act)))
		actions.Add(newButton(words.Text("bring.look"), nil, func() { p.look(c.Names) }))
	}
	actions.Add(next)
	box.Add(newSpace(4))
	box.Add(actions)
	if c.Added > 0 && !s.Undone {
		box.Add(newText(words.Text("bring.done.added", words.Count(int64(c.Added), "person"))))
	}
	if c.AddedLeft > 0 {
		box.Add(container.NewBorder(nil, nil, nil, container.NewCenter(newButton(words.Text("bring.remove"), nil, p.removeAdded)),
			newText(words.Text("bring.done.left", words.Count(int64(c.AddedLeft), "person")))))
	}
	if !s.Undone {
		addBringSkips(box, words.Text("bring.skips"), c.Skips)
		addBringSkips(box, words.Text("bring.cells"), c.Cells)
		for _, note := range c.Notes {
			box.Add(newFaint(note))
		}
	}
	return newBringScroll(container.New(bringWide, box)), next
}

// bringWide is the width of a table with examples.
const bringWide column = 820

// failed is the page of a file that cannot be imported, or not whole.
func (p *bringPage) failed(s view.BringShown) (fyne.CanvasObject, fyne.Focusable) {
	box := container.NewVBox(newSpace(6), newBringHeadline(s.Problem.What, theme.WarningIcon(), theme.ColorNameWarning))
	if s.Size != "" { // else the problem names it
		box.Add(newBringName(s))
	}
	for _, text := range []string{s.Problem.Means, s.Problem.Do} {
		if text != "" && !s.Undone {
			box.Add(newText(text))
		}
	}
	if s.Undone {
		box.Add(newText(words.Text("bring.done.undone")))
	}
	next := p.nextButton(s)
	actions := container.New(newFlow())
	if s.Partly && !s.Undone {
		actions.Add(newButton(words.Text("bring.undo"), theme.ContentUndoIcon(), p.undo(s.Act)))
	}
	actions.Add(newButton(words.Text("bring.again"), theme.ViewRefreshIcon(), p.again))
	actions.Add(next)
	box.Add(newSpace(8))
	box.Add(actions)
	return newBringScroll(container.New(readable, box)), next
}

// nextButton goes on to the file that waits, or to choosing another.
func (p *bringPage) nextButton(s view.BringShown) *button {
	if len(s.Waiting) > 0 {
		return newPrimary(words.Text("bring.next", shorten(s.Waiting[0], 40)), nil, p.leave)
	}
	return newPrimary(words.Text("bring.another"), nil, p.leave)
}

func newBringHeadline(text string, icon fyne.Resource, colour fyne.ThemeColorName) fyne.CanvasObject {
	title := newSection(text)
	title.Wrapping = fyne.TextWrapWord
	return container.NewBorder(nil, nil, container.New(bringSquare(28), widget.NewIcon(theme.NewColoredResource(icon, colour))), nil, title)
}

// newBringBalance says what became of the records: the first line is the sum of the
// others.
func newBringBalance(c view.BringCounts) fyne.CanvasObject {
	box := container.NewVBox()
	add := func(key string, n int, more string) {
		number := widget.NewLabel(strconv.Itoa(n))
		number.Alignment, number.TextStyle = fyne.TextAlignTrailing, fyne.TextStyle{Bold: true}
		what := newText(words.Text(key))
		if more != "" {
			what.SetText(words.Text("bring.balance.with", words.Text(key), more))
		}
		box.Add(container.New(&bringTableLine{110, 0}, number, what))
	}
	add("bring.balance.read", c.Read, "")
	box.Add(newBringRule())
	as := bringEntriesText(c)
	if c.Persons > 1 {
		as += " " + words.Text("bring.counts.persons", words.Count(int64(c.Persons), "person"))
	}
	if c.Imported == 0 {
		as = ""
	}
	add("bring.balance.imported", c.Imported, as)
	add("bring.balance.there", c.Duplicates, "")
	add("bring.balance.left", c.Skipped, "")
	return box
}

// addBringSkips adds a table of reasons, each with how often and an example.
func addBringSkips(box *fyne.Container, title string, skips []app.Skipped) {
	if len(skips) == 0 {
		return
	}
	box.Add(newSpace(6))
	box.Add(newSection(title))
	head := container.New(&bringTableLine{110, 0.5}, newFaint(words.Text("bring.skips.count")), newFaint(words.Text("bring.skips.reason")),
		newFaint(words.Text("bring.skips.example")))
	head.Objects[0].(*widget.RichText).Segments[0].(*widget.TextSegment).Style.Alignment = fyne.TextAlignTrailing
	box.Add(head)
	for _, s := range skips {
		number := widget.NewLabel(strconv.Itoa(s.Count))
		number.Alignment = fyne.TextAlignTrailing
		example := newStyled(s.Example, theme.SizeNameText, colorFaint, false)
		example.Wrapping = fyne.TextWrapWord
		box.Add(newBringRule())
		box.Add(container.New(&bringTableLine{110, 0.5}, number, newText(s.Reason), example))
	}
}

// bringTableLine lays out a number and one or two texts that wrap: the number is so
// wide at 100% text, the first text takes that share of what is left.
type bringTableLine struct{ number, share float32 }

// MinSize implements fyne.Layout.
func (t *bringTableLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(200, 0)
	for _, o := range objects {
		size.Height = max(size.Height, o.MinSize().Height)
	}
	return size
}

// Layout implements fyne.Layout.
func (t *bringTableLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	number := t.number * bringScale()
	rest := max(size.Width-number, 0)
	widths := []float32{number, rest}
	if t.share > 0 {
		widths = []float32{number, rest * t.share, rest * (1 - t.share)}
	}
	x := float32(0)
	for i, o := range objects {
		o.Resize(fyne.NewSize(widths[i], size.Height))
		o.Move(fyne.NewPos(x, 0))
		x += widths[i]
	}
}
