package ui

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// barWidth is the width of the scroll bar.
const barWidth = 14

// timelineBar is the scroll bar of a timelineList. While it is dragged it says to
// which day, beside itself: it must not be scrollable, because Fyne cuts off what
// lies outside of such widgets. The wheel over it is for the list.
type timelineBar struct {
	widget.BaseWidget
	list     *timelineList
	renderer *timelineRenderer // of the list

	grabbed          float32 // where on the thumb it was taken
	dragged, hovered bool
}

var (
	_ fyne.Draggable    = (*timelineBar)(nil)
	_ desktop.Mouseable = (*timelineBar)(nil)
	_ desktop.Hoverable = (*timelineBar)(nil)
)

func newTimelineBar(l *timelineList) *timelineBar {
	b := &timelineBar{list: l}
	b.ExtendBaseWidget(b)
	return b
}

// thumb returns where the thumb is and how tall; 0 if all rows are visible.
func (b *timelineBar) thumb() (y, height float32) {
	length, page := float64(b.list.length()), b.list.perPage()
	room := b.Size().Height
	if length <= page || room <= 0 {
		return 0, 0
	}
	height = min(max(room*float32(page/length), 36), room)
	return (room - height) * float32(b.list.top/(length-page)), height
}

// drag moves the upper edge of the thumb to y.
func (b *timelineBar) drag(y float32) {
	_, height := b.thumb()
	room := b.Size().Height - height
	if height == 0 || room <= 0 {
		return
	}
	share := float64(min(max(y/room, 0), 1))
	b.list.move(math.Round(share * (float64(b.list.length()) - b.list.perPage())))
}

// MouseDown implements desktop.Mouseable: beside the thumb it jumps there.
func (b *timelineBar) MouseDown(e *desktop.MouseEvent) {
	here(b)
	y, height := b.thumb()
	b.grabbed = e.Position.Y - y
	if b.grabbed < 0 || b.grabbed > height {
		b.grabbed = height / 2
		b.drag(e.Position.Y - b.grabbed)
	}
	b.dragged = true
	b.Refresh()
}

// MouseUp implements desktop.Mouseable.
func (b *timelineBar) MouseUp(*desktop.MouseEvent) { b.DragEnd() }

// Dragged implements fyne.Draggable.
func (b *timelineBar) Dragged(e *fyne.DragEvent) {
	b.dragged = true
	b.drag(e.Position.Y - b.grabbed)
}

// DragEnd implements fyne.Draggable.
func (b *timelineBar) DragEnd() {
	b.dragged = false
	b.Refresh()
}

// MouseIn implements desktop.Hoverable.
func (b *timelineBar) MouseIn(*desktop.MouseEvent) { b.hovered = true; b.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (b *timelineBar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *timelineBar) MouseOut() { b.hovered = false; b.Refresh() }

// place draws the bar where the list is now.
func (b *timelineBar) place() { b.Refresh() }

// CreateRenderer implements fyne.Widget.
func (b *timelineBar) CreateRenderer() fyne.WidgetRenderer {
	d := &barRenderer{bar: b, shape: canvas.NewRectangle(nil), ground: canvas.NewRectangle(nil), day: newCell()}
	d.Refresh()
	return d
}

type barRenderer struct {
	bar           *timelineBar
	shape, ground *canvas.Rectangle
	day           *cell
}

func (d *barRenderer) Destroy() {}

func (d *barRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.shape, d.ground, d.day.text}
}

func (d *barRenderer) MinSize() fyne.Size { return fyne.NewSize(barWidth, 36) }

func (d *barRenderer) Layout(fyne.Size) { d.Refresh() }

func (d *barRenderer) Refresh() {
	b := d.bar
	y, height := b.thumb()
	d.shape.Hidden = height == 0
	width := float32(6)
	if b.dragged || b.hovered {
		width = 10
	}
	d.shape.CornerRadius = width / 2
	d.shape.FillColor = theme.Color(theme.ColorNameScrollBar)
	d.shape.Move(fyne.NewPos(barWidth-width-1, y))
	d.shape.Resize(fyne.NewSize(width, height))
	d.shape.Refresh()
	d.label(y, height)
}

// label shows the day at the upper edge beside the thumb while it is dragged.
func (d *barRenderer) label(y, height float32) {
	b := d.bar
	shown := b.dragged && height > 0
	d.ground.Hidden, d.day.text.Hidden = !shown, !shown
	if !shown {
		return
	}
	row, _ := b.list.row(int(b.list.top))
	size := theme.Size(theme.SizeNameText)
	pad := theme.Size(theme.SizeNameInnerPadding)
	d.day.forget()
	textWidth := d.day.set(row.Day, 20*size, size, fyne.TextStyle{Bold: true}, theme.Color(theme.ColorNameForegroundOnPrimary))
	line := lineHeight(size)
	box := fyne.NewSize(textWidth+2*pad, line+pad)
	at := fyne.NewPos(-box.Width-pad, min(max(y+height/2-box.Height/2, 0), b.Size().Height-box.Height))
	d.ground.FillColor = theme.Color(theme.ColorNamePrimary)
	d.ground.CornerRadius = 6
	d.ground.Move(at)
	d.ground.Resize(box)
	d.ground.Refresh()
	d.day.text.Move(at.AddXY(pad, pad/2))
}
