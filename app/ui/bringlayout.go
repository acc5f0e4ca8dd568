package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// newBringSetting is a control behind its name.
func newBringSetting(name string, control fyne.CanvasObject) fyne.CanvasObject {
	return container.New(bringSetting{}, newText(name), control)
}

// bringSetting puts a control behind its name, whose width it is at 100% text.
type bringSetting struct{}

const bringSettingName = 128

// MinSize implements fyne.Layout.
func (bringSetting) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, max(objects[0].MinSize().Height, objects[1].MinSize().Height))
}

// Layout implements fyne.Layout.
func (bringSetting) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name := min(bringSettingName*bringScale(), size.Width*2/5)
	objects[0].Resize(fyne.NewSize(name, objects[0].Size().Height))
	for i, x := range []float32{0, name} {
		height := objects[i].MinSize().Height
		objects[i].Resize(fyne.NewSize([]float32{name, size.Width - name}[i], height))
		objects[i].Move(fyne.NewPos(x, (size.Height-height)/2))
	}
}

// bringPairs lays settings out in two columns, or in one where there is too little
// room.
type bringPairs struct{ one bool }

// bringPairRoom is the least width of two columns at 100% text, and bringPairWidth
// the most that a setting gets.
const bringPairRoom, bringPairWidth = 780, 440

// MinSize implements fyne.Layout.
func (p *bringPairs) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(200, p.place(objects, 0, nil))
}

// Layout implements fyne.Layout.
func (p *bringPairs) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	p.one = size.Width < bringPairRoom*bringScale()
	width := size.Width
	if !p.one {
		width = (size.Width - 16) / 2
	}
	width = min(width, bringPairWidth*bringScale())
	p.place(objects, width, func(o fyne.CanvasObject, at fyne.Position, size fyne.Size) {
		o.Resize(size)
		o.Move(at)
	})
}

// place calls put for each object that is seen, and returns the height of all.
func (p *bringPairs) place(objects []fyne.CanvasObject, width float32, put func(fyne.CanvasObject, fyne.Position, fyne.Size)) float32 {
	gap := theme.Size(theme.SizeNamePadding)
	var y, line float32
	n := 0
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		right := !p.one && n%2 == 1
		if !right && n > 0 {
			y += line + gap
			line = 0
		}
		height := o.MinSize().Height
		line = max(line, height)
		if put != nil {
			x := float32(0)
			if right {
				x = width + 16
			}
			put(o, fyne.NewPos(x, y), fyne.NewSize(width, height))
		}
		n++
	}
	return y + line
}

// bringPaper keeps a wide page no wider than its tables are easy to read.
type bringPaper struct{}

// MinSize implements fyne.Layout.
func (bringPaper) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (bringPaper) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(size.Width, 1320*bringScale()), size.Height))
	objects[0].Move(fyne.NewPos(0, 0))
}

// newBringBar is the foot of a page, on a ground of its own below what scrolls.
func newBringBar(content fyne.CanvasObject) fyne.CanvasObject {
	ground := canvas.NewRectangle(nil)
	paint := func() { ground.FillColor = theme.Color(theme.ColorNameBackground) }
	paint()
	return newThemed(container.NewStack(ground, container.NewVBox(newBringRule(), content)), paint)
}

// bringMiddle centres its one object from top to bottom.
type bringMiddle struct{}

// MinSize implements fyne.Layout.
func (bringMiddle) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout.
func (bringMiddle) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].MinSize().Height))
	height := objects[0].MinSize().Height
	objects[0].Move(fyne.NewPos(0, (size.Height-height)/2))
}

// newBringScroll is a part of a page that scrolls and asks for no height of its own,
// so that the window can be small.
func newBringScroll(content fyne.CanvasObject) fyne.CanvasObject {
	return container.New(bringScroll{}, container.NewVScroll(container.New(bringBeside{}, content)))
}

type bringScroll struct{}

// MinSize implements fyne.Layout.
func (bringScroll) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout implements fyne.Layout. Text wraps to the width before its height counts.
func (bringScroll) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[0].Refresh()
}

// bringBeside keeps its one object from under the bar that scrolls it.
type bringBeside struct{}

// MinSize implements fyne.Layout.
func (bringBeside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(theme.Size(theme.SizeNameScrollBar), 0)
}

// Layout implements fyne.Layout.
func (bringBeside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size.SubtractWidthHeight(theme.Size(theme.SizeNameScrollBar), 0))
	objects[0].Move(fyne.NewPos(0, 0))
}
