package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// newScroll is content that scrolls up and down if there is too little room, and
// as high as its content if there is enough. A control in it that gets the focus is
// scrolled to; see reveal.
func newScroll(content fyne.CanvasObject) fyne.CanvasObject {
	edge := &barEdge{}
	inner := container.New(edge, content)
	return container.New(fit{inner, edge}, container.NewVScroll(inner))
}

// fit gives its one object, a scroll, the size that what is scrolled would like.
type fit struct {
	inner fyne.CanvasObject
	edge  *barEdge
}

// MinSize implements fyne.Layout.
func (f fit) MinSize([]fyne.CanvasObject) fyne.Size { return f.inner.MinSize() }

// Layout implements fyne.Layout. Text wraps to the width before its height counts.
func (f fit) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	f.edge.right = 0
	f.inner.Resize(fyne.NewSize(size.Width, f.inner.Size().Height))
	if f.inner.MinSize().Height > size.Height {
		f.edge.right = barRoom
	}
	objects[0].Resize(size)
	f.inner.Resize(fyne.NewSize(size.Width, max(f.inner.MinSize().Height, size.Height)))
	f.edge.Layout(f.inner.(*fyne.Container).Objects, f.inner.Size())
	objects[0].Refresh()
}

// barRoom is what a scroll bar needs at the right, and a little.
const barRoom = 16

// barEdge keeps the edges of fields from being cut off, and room for a scroll bar
// at the right if there is one.
type barEdge struct{ right float32 }

const fieldEdge = 2

// MinSize implements fyne.Layout.
func (b *barEdge) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return objects[0].MinSize().AddWidthHeight(2*fieldEdge+b.right, 2*fieldEdge)
}

// Layout implements fyne.Layout.
func (b *barEdge) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(fieldEdge, fieldEdge))
	objects[0].Resize(size.SubtractWidthHeight(2*fieldEdge+b.right, 2*fieldEdge))
}

// reveal scrolls to a control that got the focus, so that whoever works without a
// mouse sees where they are. The widgets of widgets.go call it.
func reveal(o fyne.CanvasObject) { revealPart(o, 0, o.Size().Height) }

// revealPart scrolls to what lies between two heights of o.
func revealPart(o fyne.CanvasObject, from, to float32) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c == nil {
		return
	}
	root := c.Content()
	if top := c.Overlays().Top(); top != nil {
		root = top
	}
	for _, s := range scrollsTo(root, o, nil) {
		d := fyne.CurrentApp().Driver()
		y := d.AbsolutePositionForObject(o).Y - d.AbsolutePositionForObject(s.Content).Y
		const margin = 24
		offset := s.Offset
		if low := y + to + margin - s.Size().Height; offset.Y < low {
			offset.Y = low
		}
		offset.Y = max(min(offset.Y, y+from-margin), 0)
		if offset != s.Offset {
			s.ScrollToOffset(offset)
		}
	}
}

// scrollsTo returns the scrolls on the way from root to o, or nothing if o is not
// below root.
func scrollsTo(root, o fyne.CanvasObject, above []*container.Scroll) []*container.Scroll {
	if root == o {
		return above
	}
	switch r := root.(type) {
	case *fyne.Container:
		for _, child := range r.Objects {
			if found := scrollsTo(child, o, above); found != nil {
				return found
			}
		}
	case *themed:
		return scrollsTo(r.content, o, above)
	case *presence:
		return scrollsTo(r.content, o, above)
	case *container.Scroll:
		return scrollsTo(r.Content, o, append(above, r))
	}
	return nil
}

// FocusGained implements fyne.Focusable.
func (b *button) FocusGained() { b.focused = true; b.Button.FocusGained(); reveal(b) }

// FocusGained implements fyne.Focusable.
func (s *selector) FocusGained() { s.Select.FocusGained(); reveal(s) }

// FocusGained implements fyne.Focusable.
func (c *check) FocusGained() { c.Check.FocusGained(); reveal(c) }
