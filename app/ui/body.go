package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
	"kith/journal/body"
)

// bodyMap is the body from the front and from behind, on which parts are chosen: with
// a tap, or with the arrow keys and Space. It is one stop of Tab. What is chosen has
// a border and stripes as well as a colour, and the part that the keys are at is
// named below.
type bodyMap struct {
	widget.BaseWidget
	model   *view.BodyMap
	changed func()

	view    body.View
	at      string // the part that the keys are at
	hovered string
	focused bool
	raster  *canvas.Raster
	titles  [2]*canvas.Text
	says    *canvas.Text
}

var (
	_ fyne.Focusable    = (*bodyMap)(nil)
	_ fyne.Tappable     = (*bodyMap)(nil)
	_ desktop.Hoverable = (*bodyMap)(nil)
	_ fyne.Accessible   = (*bodyMap)(nil)
)

func newBodyMap(model *view.BodyMap, changed func()) *bodyMap {
	b := &bodyMap{model: model, changed: changed, view: body.Front, says: canvas.NewText("", nil)}
	b.raster = canvas.NewRaster(b.paint)
	for i, v := range []body.View{body.Front, body.Back} {
		b.titles[i] = canvas.NewText(words.Text("body."+string(v)), nil)
		b.titles[i].Alignment = fyne.TextAlignCenter
	}
	b.says.Alignment = fyne.TextAlignCenter
	b.begin()
	b.ExtendBaseWidget(b)
	return b
}

// begin puts the keys at a part that is chosen, or at the first.
func (b *bodyMap) begin() {
	b.at = b.model.First()
	b.view = b.model.Map.Part(b.at).Outlines[0].View
}

func (b *bodyMap) toggle(id string) {
	b.model.Toggle(id)
	b.Refresh()
	b.changed()
}

// step goes to the next part in a direction; beyond the edge of one view begins the
// other.
func (b *bodyMap) step(dx, dy float64) {
	m := b.model.Map
	from := m.Part(b.at)
	next := m.Step(b.view, from, dx, dy)
	switch other := map[body.View]body.View{body.Front: body.Back, body.Back: body.Front}[b.view]; {
	case next != nil:
		b.at = next.ID
	case dx > 0 && b.view == body.Front, dx < 0 && b.view == body.Back:
		here := from.Outline(b.view).Centre()
		edge := body.Point{X: 0, Y: here.Y}
		if dx < 0 {
			edge.X = m.Width
		}
		if p := m.At(other, edge, m.Width); p != nil {
			b.view, b.at = other, p.ID
		}
	}
	b.Refresh()
	b.reveal()
}

// reveal scrolls to the part that the keys are at: the body may be taller than the
// form.
func (b *bodyMap) reveal() {
	_, _, unit := b.figures(float64(b.raster.Size().Width), float64(b.raster.Size().Height))
	top := b.raster.Position().Y + float32(unit*b.model.Map.Part(b.at).Outline(b.view).Centre().Y)
	around := 6 * theme.Size(theme.SizeNameText)
	revealPart(b, max(top-around, 0), min(top+around, b.Size().Height))
}

// TypedKey implements fyne.Focusable.
func (b *bodyMap) TypedKey(key *fyne.KeyEvent) {
	here(b)
	if escaped(b, key) {
		return
	}
	switch key.Name {
	case fyne.KeyRight:
		b.step(1, 0)
	case fyne.KeyLeft:
		b.step(-1, 0)
	case fyne.KeyDown:
		b.step(0, 1)
	case fyne.KeyUp:
		b.step(0, -1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.toggle(b.at)
	}
}

// TypedRune implements fyne.Focusable.
func (b *bodyMap) TypedRune(rune) { here(b) }

// FocusGained implements fyne.Focusable.
func (b *bodyMap) FocusGained() { b.focused = true; b.Refresh(); b.reveal() }

// FocusLost implements fyne.Focusable.
func (b *bodyMap) FocusLost() { b.focused = false; b.Refresh() }

// Tapped implements fyne.Tappable.
func (b *bodyMap) Tapped(e *fyne.PointEvent) {
	here(b)
	if c := fyne.CurrentApp().Driver().CanvasForObject(b); c != nil {
		c.Focus(b)
	}
	if v, p := b.partAt(e.Position); p != nil {
		b.view, b.at = v, p.ID
		b.toggle(p.ID)
	}
}

// MouseIn implements desktop.Hoverable.
func (b *bodyMap) MouseIn(e *desktop.MouseEvent) { b.MouseMoved(e) }

// MouseMoved implements desktop.Hoverable.
func (b *bodyMap) MouseMoved(e *desktop.MouseEvent) {
	id := ""
	if _, p := b.partAt(e.Position); p != nil {
		id = p.ID
	}
	if id != b.hovered {
		b.hovered = id
		b.Refresh()
	}
}

// MouseOut implements desktop.Hoverable.
func (b *bodyMap) MouseOut() { b.hovered = ""; b.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (b *bodyMap) AccessibilityLabel() string {
	return words.Text("body.name") + ": " + b.model.Says(b.at)
}

// AccessibilityRole implements fyne.Accessible.
func (b *bodyMap) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// near is how far beside a part a tap still means it, in units of the map.
const near = 14

// figures returns where the two views are in a picture of a size, and how large a
// unit of the map is.
func (b *bodyMap) figures(width, height float64) (front, back body.Point, unit float64) {
	m := b.model.Map
	unit = min(height/m.Height, width/(2*m.Width))
	top := (height - unit*m.Height) / 2
	left := (width - 2*unit*m.Width) / 2
	return body.Point{X: left, Y: top}, body.Point{X: left + unit*m.Width, Y: top}, unit
}

// partAt is the part at a place of the widget.
func (b *bodyMap) partAt(p fyne.Position) (body.View, *body.Part) {
	size, place := b.raster.Size(), p.Subtract(b.raster.Position())
	front, back, unit := b.figures(float64(size.Width), float64(size.Height))
	v, origin := body.Front, front
	if float64(place.X) >= back.X {
		v, origin = body.Back, back
	}
	at := body.Point{X: (float64(place.X) - origin.X) / unit, Y: (float64(place.Y) - origin.Y) / unit}
	return v, b.model.Map.At(v, at, near)
}

// paint draws both views in the pixels of the screen.
func (b *bodyMap) paint(width, height int) image.Image {
	picture := newBodyPicture(width, height)
	front, back, unit := b.figures(float64(width), float64(height))
	for _, figure := range []struct {
		view   body.View
		origin body.Point
	}{{body.Front, front}, {body.Back, back}} {
		for pass := range 2 { // what has a border of its own comes last
			for _, p := range b.model.Map.In(figure.view) {
				chosen, at := b.model.Chosen(p.ID), b.focused && p.ID == b.at && figure.view == b.view
				if (chosen || at) != (pass == 1) {
					continue
				}
				picture.part(p.Outline(figure.view), figure.origin, unit, chosen, at, p.ID == b.hovered)
			}
		}
	}
	return picture.image
}

// CreateRenderer implements fyne.Widget.
func (b *bodyMap) CreateRenderer() fyne.WidgetRenderer {
	r := &bodyRenderer{b}
	r.Refresh()
	return r
}

type bodyRenderer struct{ b *bodyMap }

// Destroy implements fyne.WidgetRenderer.
func (r *bodyRenderer) Destroy() {}

// Objects implements fyne.WidgetRenderer.
func (r *bodyRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.b.raster, r.b.titles[0], r.b.titles[1], r.b.says}
}

// MinSize implements fyne.WidgetRenderer. The body grows a little with the text, for
// whoever needs large text needs large targets.
func (r *bodyRenderer) MinSize() fyne.Size {
	text := theme.Size(theme.SizeNameText)
	height := 330 + 10*text
	return fyne.NewSize(height*0.6, height+3.2*text)
}

// Layout implements fyne.WidgetRenderer.
func (r *bodyRenderer) Layout(size fyne.Size) {
	line := 1.6 * theme.Size(theme.SizeNameText)
	r.b.raster.Move(fyne.NewPos(0, line))
	r.b.raster.Resize(fyne.NewSize(size.Width, size.Height-2*line))
	front, back, unit := r.b.figures(float64(size.Width), float64(size.Height-2*line))
	wide := float32(unit * r.b.model.Map.Width)
	for i, origin := range []body.Point{front, back} {
		r.b.titles[i].Move(fyne.NewPos(float32(origin.X), 0))
		r.b.titles[i].Resize(fyne.NewSize(wide, line))
	}
	r.b.says.Move(fyne.NewPos(0, size.Height-line))
	r.b.says.Resize(fyne.NewSize(size.Width, line))
}

// Refresh implements fyne.WidgetRenderer.
func (r *bodyRenderer) Refresh() {
	b := r.b
	for _, t := range append(b.titles[:], b.says) {
		t.TextSize, t.Color = theme.Size(theme.SizeNameCaptionText), theme.Color(theme.ColorNameForeground)
	}
	b.says.Text = ""
	switch {
	case b.hovered != "":
		b.says.Text = b.model.Says(b.hovered)
	case b.focused:
		b.says.Text = b.model.Says(b.at)
	}
	b.titles[0].Refresh()
	b.titles[1].Refresh()
	b.says.Refresh()
	b.raster.Refresh()
}
