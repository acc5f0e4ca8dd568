package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
)

// pageHead lays out a title and a summary at the left, a search and a choice at the
// right. Where there is no room for all in one line, the summary goes, then the
// search and the choice go into a line of their own. It remembers the width that it
// got, because its height follows from it.
type pageHead struct{ width *float32 }

func newPageHead() pageHead { return pageHead{new(float32)} }

// place returns where each object goes, and the height of all. The summary has no
// size where there is no room for it.
func (h pageHead) place(objects []fyne.CanvasObject, width float32) (at [4]fyne.Position, sizes [4]fyne.Size, height float32) {
	gap := theme.Size(theme.SizeNameInnerPadding)
	for i, o := range objects {
		sizes[i] = o.MinSize()
	}
	title, summary, search, choice := &sizes[0], &sizes[1], &sizes[2], &sizes[3]
	line := max(search.Height, choice.Height)
	search.Width = max(min(width*0.26, 20*theme.Size(theme.SizeNameText)), 8*theme.Size(theme.SizeNameText))
	height = max(title.Height, line)
	y := (height - line) / 2
	if title.Width+search.Width+choice.Width+2*gap > width { // a line of their own
		search.Width = max(width-choice.Width-gap, search.Width/2)
		y = title.Height
		height = title.Height + line
		at[2] = fyne.NewPos(0, y)
		at[1] = fyne.NewPos(width-summary.Width, (title.Height-summary.Height)/2)
		if title.Width+summary.Width > width {
			*summary = fyne.Size{}
		}
	} else {
		at[2] = fyne.NewPos(width-choice.Width-gap-search.Width, y)
		at[1] = fyne.NewPos(at[2].X-gap-summary.Width, (height-summary.Height)/2)
		if at[1].X < title.Width+gap {
			*summary = fyne.Size{}
		}
	}
	at[0] = fyne.NewPos(0, (max(title.Height, min(height, title.Height))-title.Height)/2)
	at[3] = fyne.NewPos(width-choice.Width, y)
	search.Height, choice.Height = line, line
	return at, sizes, height
}

// MinSize implements fyne.Layout.
func (h pageHead) MinSize(objects []fyne.CanvasObject) fyne.Size {
	least := max(objects[0].MinSize().Width, objects[3].MinSize().Width+6*theme.Size(theme.SizeNameText))
	_, _, height := h.place(objects, max(*h.width, least))
	return fyne.NewSize(least, height)
}

// Layout implements fyne.Layout.
func (h pageHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	*h.width = size.Width
	at, sizes, _ := h.place(objects, size.Width)
	for i, o := range objects {
		o.Move(at[i])
		o.Resize(sizes[i])
	}
	if sizes[1].IsZero() {
		objects[1].Hide()
	} else {
		objects[1].Show()
	}
}

// newRule is a thin line across the page.
func newRule() fyne.CanvasObject {
	r := canvas.NewRectangle(theme.Color(theme.ColorNameSeparator))
	r.SetMinSize(fyne.NewSize(0, 1))
	return newThemed(r, func() {
		r.FillColor = theme.Color(theme.ColorNameSeparator)
		r.Refresh()
	})
}
