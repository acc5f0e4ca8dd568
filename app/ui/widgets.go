package ui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Fyne gives Esc to the focused widget alone. The widgets of this file hand it on
// to the window, which closes what opened last.

// escaped hands an Esc on to the window and reports whether it was one.
func escaped(o fyne.CanvasObject, key *fyne.KeyEvent) bool {
	if key.Name != fyne.KeyEscape {
		return false
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(key)
	}
	return true
}

// here tells the window of o that somebody is using it, so that it does not lock.
func here(o fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(new(fyne.KeyEvent))
	}
}

// button is a widget.Button that Enter presses too.
type button struct {
	widget.Button
	name    string // for speaking, where it has no text
	focused bool
}

// newButton returns a button; icon may be nil.
func newButton(text string, icon fyne.Resource, tapped func()) *button {
	b := &button{Button: widget.Button{Text: text, Icon: icon, OnTapped: tapped}}
	b.ExtendBaseWidget(b)
	return b
}

// newPrimary returns the button for the one thing that most want to do.
func newPrimary(text string, icon fyne.Resource, tapped func()) *button {
	b := newButton(text, icon, tapped)
	b.Importance = widget.HighImportance
	return b
}

// newQuiet returns a button without a ground.
func newQuiet(text string, icon fyne.Resource, tapped func()) *button {
	b := newButton(text, icon, tapped)
	b.Importance = widget.LowImportance
	return b
}

// Tapped implements fyne.Tappable.
func (b *button) Tapped(at *fyne.PointEvent) {
	here(b)
	b.Button.Tapped(at)
}

// TypedKey implements fyne.Focusable.
func (b *button) TypedKey(key *fyne.KeyEvent) {
	switch {
	case escaped(b, key):
	case key.Name == fyne.KeyReturn, key.Name == fyne.KeyEnter:
		if !b.Disabled() && b.OnTapped != nil {
			b.OnTapped()
		}
	default:
		b.Button.TypedKey(key)
	}
}

// FocusLost implements fyne.Focusable.
func (b *button) FocusLost() { b.focused = false; b.Button.FocusLost() }

// CreateRenderer implements fyne.Widget.
func (b *button) CreateRenderer() fyne.WidgetRenderer {
	r := &buttonRenderer{WidgetRenderer: b.Button.CreateRenderer(), button: b, frame: canvas.NewRectangle(color.Transparent)}
	r.Layout(b.Size())
	return r
}

// buttonRenderer draws a frame in the focused button of the main colour, whose ground
// Fyne gives the same colour with the focus and without it.
type buttonRenderer struct {
	fyne.WidgetRenderer
	button *button
	frame  *canvas.Rectangle
}

// Objects implements fyne.WidgetRenderer.
func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	objects := r.WidgetRenderer.Objects()
	if !r.button.focused || r.button.Importance != widget.HighImportance {
		return objects
	}
	r.frame.StrokeColor, r.frame.StrokeWidth = theme.Color(theme.ColorNameForegroundOnPrimary), 2
	r.frame.CornerRadius = theme.Size(theme.SizeNameInputRadius) - buttonFrame/2
	return append(slices.Clone(objects), r.frame)
}

// buttonFrame is how far the frame is from the edge.
const buttonFrame = 3

// Layout implements fyne.WidgetRenderer.
func (r *buttonRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.frame.Move(fyne.NewPos(buttonFrame, buttonFrame))
	r.frame.Resize(size.SubtractWidthHeight(2*buttonFrame, 2*buttonFrame))
}

// AccessibilityLabel implements fyne.Accessible.
func (b *button) AccessibilityLabel() string { return b.Text }

// AccessibilityRole implements fyne.Accessible.
func (b *button) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// entry is a widget.Entry.
type entry struct {
	widget.Entry
	name   string // for speaking: what stands beside it
	secret bool   // what is in it is never said, even while it is shown
	// onKey is asked first and may take a key for itself; may be nil.
	onKey func(*fyne.KeyEvent) bool
	// onFocus is told when the focus comes and goes; may be nil.
	onFocus func(bool)
	// onShortcut is asked first and may take a shortcut for itself; may be nil.
	onShortcut func(fyne.Shortcut) bool
}

// newEntry returns a field of one line.
func newEntry() *entry {
	e := new(entry)
	e.ExtendBaseWidget(e)
	return e
}

// newPassword returns a field that hides what is typed, with an eye to show it.
func newPassword() *entry {
	e := new(entry)
	e.Password, e.secret = true, true
	e.ExtendBaseWidget(e)
	return e
}

// newMultiLine returns a field of several lines, in which Tab goes on to the next
// control and Enter makes a new line.
func newMultiLine() *entry {
	e := new(entry)
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	return e
}

// AcceptsTab implements fyne.Tabbable: Tab never stays in a field.
func (e *entry) AcceptsTab() bool { return false }

// TypedRune implements fyne.Focusable.
func (e *entry) TypedRune(r rune) {
	here(e)
	e.Entry.TypedRune(r)
}

// TypedKey implements fyne.Focusable.
func (e *entry) TypedKey(key *fyne.KeyEvent) {
	here(e)
	if e.onKey != nil && e.onKey(key) {
		return
	}
	if !escaped(e, key) {
		e.Entry.TypedKey(key)
	}
}

// TypedShortcut implements fyne.Shortcutable.
func (e *entry) TypedShortcut(s fyne.Shortcut) {
	here(e)
	if e.onShortcut == nil || !e.onShortcut(s) {
		e.Entry.TypedShortcut(s)
	}
}

// FocusGained implements fyne.Focusable.
func (e *entry) FocusGained() {
	e.Entry.FocusGained()
	reveal(e)
	if e.onFocus != nil {
		e.onFocus(true)
	}
}

// FocusLost implements fyne.Focusable.
func (e *entry) FocusLost() {
	e.Entry.FocusLost()
	if e.onFocus != nil {
		e.onFocus(false)
	}
}

// selector is a widget.Select that Enter opens too, with the frame that fields have.
type selector struct {
	widget.Select
	name string // for speaking: what stands beside it
}

func newSelect(options []string, changed func(string)) *selector {
	s := &selector{Select: widget.Select{Options: options, OnChanged: changed}}
	s.ExtendBaseWidget(s)
	return s
}

// needs is how wide it has to be for a text.
func (s *selector) needs(text string) float32 {
	pad := theme.InnerPadding()
	return fyne.MeasureText(text, theme.Size(theme.SizeNameText), fyne.TextStyle{}).Width + theme.Size(theme.SizeNameInlineIcon) + 5*pad
}

// roomFor lays a selector out wide enough for each of its options.
type roomFor struct{ s *selector }

// MinSize implements fyne.Layout.
func (l roomFor) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := objects[0].MinSize()
	for _, option := range l.s.Options {
		size.Width = max(size.Width, l.s.needs(option))
	}
	return size
}

// Layout implements fyne.Layout.
func (roomFor) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Move(fyne.NewPos(0, 0))
	objects[0].Resize(size)
}

// newRoomy is a selector that shows all of what is chosen.
func newRoomy(s *selector) fyne.CanvasObject { return container.New(roomFor{s}, s) }

// TypedKey implements fyne.Focusable.
func (s *selector) TypedKey(key *fyne.KeyEvent) {
	here(s)
	switch {
	case escaped(s, key):
	case key.Name == fyne.KeyReturn, key.Name == fyne.KeyEnter:
		s.Select.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	default:
		s.Select.TypedKey(key)
	}
}

// CreateRenderer implements fyne.Widget.
func (s *selector) CreateRenderer() fyne.WidgetRenderer {
	r := &selectorRenderer{WidgetRenderer: s.Select.CreateRenderer(), frame: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type selectorRenderer struct {
	fyne.WidgetRenderer
	frame *canvas.Rectangle
}

func (r *selectorRenderer) paint() {
	r.frame.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	r.frame.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
	r.frame.CornerRadius = theme.Size(theme.SizeNameInputRadius)
}

// Objects implements fyne.WidgetRenderer.
func (r *selectorRenderer) Objects() []fyne.CanvasObject {
	return append(slices.Clone(r.WidgetRenderer.Objects()), r.frame)
}

// Layout implements fyne.WidgetRenderer.
func (r *selectorRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.frame.Resize(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *selectorRenderer) Refresh() {
	r.paint()
	r.WidgetRenderer.Refresh()
}

// check is a widget.Check.
type check struct {
	widget.Check
	name string // for speaking, where it has no text
}

func newCheck(text string, changed func(bool)) *check {
	c := &check{Check: widget.Check{Text: text, OnChanged: changed}}
	c.ExtendBaseWidget(c)
	return c
}

// TypedKey implements fyne.Focusable.
func (c *check) TypedKey(key *fyne.KeyEvent) {
	here(c)
	if !escaped(c, key) {
		c.Check.TypedKey(key)
	}
}

// list is a widget.List.
type list struct {
	widget.List
	// onKey is asked first and may take a key for itself; may be nil.
	onKey func(*fyne.KeyEvent) bool
}

func newList(length func() int, create func() fyne.CanvasObject, update func(int, fyne.CanvasObject)) *list {
	l := &list{List: widget.List{Length: length, CreateItem: create, UpdateItem: update}}
	l.ExtendBaseWidget(l)
	return l
}

// TypedKey implements fyne.Focusable.
func (l *list) TypedKey(key *fyne.KeyEvent) {
	here(l)
	if l.onKey != nil && l.onKey(key) {
		return
	}
	if !escaped(l, key) {
		l.List.TypedKey(key)
	}
}
