package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// stacked lays objects out below each other over the whole width, gap apart, which
// may be negative. Unlike a VBox it wraps text to the width before it asks for its
// height.
type stacked struct{ gap func() float32 }

// tight puts lines that belong together closer than two texts usually are.
var tight = stacked{func() float32 { return -theme.Size(theme.SizeNameInnerPadding) * 1.5 }}

// snug is for paragraphs.
var snug = stacked{func() float32 { return -theme.Size(theme.SizeNameInnerPadding) }}

// roomy is for parts of a page.
var roomy = stacked{func() float32 { return 14 }}

// usual is the distance of a VBox.
var usual = stacked{func() float32 { return theme.Size(theme.SizeNamePadding) }}

// MinSize implements fyne.Layout.
func (s stacked) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	first := true
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		least := o.MinSize()
		size.Width = max(size.Width, least.Width)
		size.Height += least.Height
		if !first {
			size.Height += s.gap()
		}
		first = false
	}
	return size
}

// Layout implements fyne.Layout.
func (s stacked) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := float32(0)
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		o.Resize(fyne.NewSize(size.Width, o.Size().Height))
		height := o.MinSize().Height
		o.Move(fyne.NewPos(0, y))
		o.Resize(fyne.NewSize(size.Width, height))
		y += height + s.gap()
	}
}

// flow lays controls out beside each other and goes on in the next line where there
// is no more room.
type flow struct{}

// place calls at for each object with where it goes, and returns the height of all.
func (flow) place(objects []fyne.CanvasObject, width float32, at func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size)) float32 {
	gap := theme.Size(theme.SizeNamePadding)
	var x, y, line float32
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		size := o.MinSize()
		if x > 0 && x+size.Width > width {
			x, y = 0, y+line+gap
			line = 0
		}
		at(o, fyne.NewPos(x, y), fyne.NewSize(min(size.Width, max(width, 0)), size.Height))
		x += size.Width + gap
		line = max(line, size.Height)
	}
	return y + line
}

// flowing is a container whose height follows from its width, which Fyne's layouts
// do not tell each other: it remembers the width that it got.
type flowing struct {
	flow
	width *float32
}

// newFlow is controls beside each other, in as many lines as they need.
func newFlow() flowing { return flowing{width: new(float32)} }

// MinSize implements fyne.Layout.
func (f flowing) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var widest float32
	for _, o := range objects {
		if o.Visible() {
			widest = max(widest, o.MinSize().Width)
		}
	}
	return fyne.NewSize(widest, f.place(objects, max(*f.width, widest), func(fyne.CanvasObject, fyne.Position, fyne.Size) {}))
}

// Layout implements fyne.Layout.
func (f flowing) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	*f.width = size.Width
	f.place(objects, size.Width, func(o fyne.CanvasObject, pos fyne.Position, size fyne.Size) {
		o.Move(pos)
		o.Resize(size)
	})
}
