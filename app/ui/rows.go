package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
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

// rowLayout lays its first object out at the left and the others at the right, in the
// middle of the height; or, where the first would get too little room, the others
// below it.
type rowLayout struct {
	flow
	width float32 // that it got, since its height follows from it
}

// split returns how wide the first object is, and whether the others are below it.
func (b *rowLayout) split(objects []fyne.CanvasObject, width float32) (first float32, below bool) {
	gap := theme.Size(theme.SizeNamePadding)
	rest := float32(0)
	for _, o := range objects[1:] {
		if o.Visible() {
			rest += o.MinSize().Width + gap
		}
	}
	if first = width - rest; first >= max(objects[0].MinSize().Width, column(140).width()) {
		return first, false
	}
	return width, true
}

// MinSize implements fyne.Layout.
func (b *rowLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var size fyne.Size
	var high, wide float32
	for _, o := range objects[1:] {
		if o.Visible() {
			least := o.MinSize()
			high, wide = max(high, least.Height), max(wide, least.Width)
		}
	}
	first := objects[0].MinSize()
	size.Width = max(first.Width, wide)
	if _, below := b.split(objects, b.width); b.width > 0 && below {
		size.Height = first.Height + b.place(objects[1:], max(b.width, wide), func(fyne.CanvasObject, fyne.Position, fyne.Size) {})
		return size
	}
	size.Height = max(first.Height, high)
	return size
}

// Layout implements fyne.Layout.
func (b *rowLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	b.width = size.Width
	first, below := b.split(objects, size.Width)
	what := objects[0]
	what.Resize(fyne.NewSize(first, what.Size().Height)) // text wraps to it before its height counts
	height := what.MinSize().Height
	what.Resize(fyne.NewSize(first, height))
	if below {
		what.Move(fyne.NewPos(0, 0))
		b.place(objects[1:], size.Width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
			o.Move(at.AddXY(0, height))
			o.Resize(size)
		})
		return
	}
	what.Move(fyne.NewPos(0, max(0, (size.Height-height)/2)))
	gap := theme.Size(theme.SizeNamePadding)
	x := first + gap
	for _, o := range objects[1:] {
		if o.Visible() {
			least := o.MinSize()
			o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
			o.Resize(least)
			x += least.Width + gap
		}
	}
}

// newTick is a check beside a text that wraps, which a check's own does not. A tap on
// the text ticks it too.
func newTick(text string, changed func(bool)) (*check, fyne.CanvasObject) {
	c := newCheck("", changed)
	c.name = text
	label := &tapped{content: newText(text), do: func() {
		if !c.Disabled() {
			c.SetChecked(!c.Checked)
		}
	}}
	label.ExtendBaseWidget(label)
	return c, container.NewBorder(nil, nil, container.NewCenter(c), nil, label)
}

// tapped does something when it is tapped.
type tapped struct {
	widget.BaseWidget
	content fyne.CanvasObject
	do      func()
}

// Tapped implements fyne.Tappable.
func (t *tapped) Tapped(*fyne.PointEvent) {
	here(t)
	t.do()
}

// CreateRenderer implements fyne.Widget.
func (t *tapped) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(t.content) }
