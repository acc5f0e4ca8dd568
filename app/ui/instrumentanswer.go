package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// answer is one answer to choose: as large as the line it stands in, with the digit
// that chooses it. Its text wraps.
type answer struct {
	widget.BaseWidget
	text   string
	key    string // "" for none
	chosen bool
	tapped func()
	// onKey and onRune take what the question does with keys.
	onKey  func(*fyne.KeyEvent)
	onRune func(rune)

	focused, hovered bool
}

var (
	_ fyne.Focusable    = (*answer)(nil)
	_ fyne.Tappable     = (*answer)(nil)
	_ desktop.Hoverable = (*answer)(nil)
	_ fyne.Accessible   = (*answer)(nil)
)

func newAnswer(text, key string, chosen bool, tapped func()) *answer {
	a := &answer{text: text, key: key, chosen: chosen, tapped: tapped}
	a.ExtendBaseWidget(a)
	return a
}

// Tapped implements fyne.Tappable.
func (a *answer) Tapped(*fyne.PointEvent) {
	here(a)
	a.tapped()
}

// TypedKey implements fyne.Focusable.
func (a *answer) TypedKey(key *fyne.KeyEvent) {
	here(a)
	switch key.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		a.tapped()
	default:
		if !escaped(a, key) {
			a.onKey(key)
		}
	}
}

// TypedRune implements fyne.Focusable.
func (a *answer) TypedRune(r rune) {
	here(a)
	a.onRune(r)
}

// FocusGained implements fyne.Focusable.
func (a *answer) FocusGained() { a.focused = true; a.Refresh(); reveal(a) }

// FocusLost implements fyne.Focusable.
func (a *answer) FocusLost() { a.focused = false; a.Refresh() }

// MouseIn implements desktop.Hoverable.
func (a *answer) MouseIn(*desktop.MouseEvent) { a.hovered = true; a.Refresh() }

// MouseMoved implements desktop.Hoverable.
func (a *answer) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (a *answer) MouseOut() { a.hovered = false; a.Refresh() }

// AccessibilityLabel implements fyne.Accessible.
func (a *answer) AccessibilityLabel() string { return a.text }

// AccessibilityRole implements fyne.Accessible.
func (a *answer) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer implements fyne.Widget.
func (a *answer) CreateRenderer() fyne.WidgetRenderer {
	r := &answerRenderer{answer: a, ground: canvas.NewRectangle(nil), label: newText(a.text)}
	row := fyne.CanvasObject(r.label)
	if a.key != "" {
		row = container.NewBorder(nil, nil, newBold(a.key), nil, r.label)
	} else {
		r.label.Alignment = fyne.TextAlignCenter
		r.label.Wrapping = fyne.TextWrapOff
	}
	r.WidgetRenderer = widget.NewSimpleRenderer(container.NewStack(r.ground, container.New(inset{8, 2}, row)))
	r.paint()
	return r
}

type answerRenderer struct {
	fyne.WidgetRenderer
	answer *answer
	ground *canvas.Rectangle
	label  *widget.Label
}

// MinSize implements fyne.WidgetRenderer: large enough for a hand that shakes.
func (r *answerRenderer) MinSize() fyne.Size {
	return r.WidgetRenderer.MinSize().Max(fyne.NewSquareSize(44))
}

func (r *answerRenderer) paint() {
	a := r.answer
	r.ground.CornerRadius = theme.Size(theme.SizeNameInputRadius)
	r.ground.StrokeWidth = 1
	r.ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	r.ground.FillColor = theme.Color(theme.ColorNameInputBackground)
	switch {
	case a.chosen:
		r.ground.FillColor = theme.Color(theme.ColorNameSelection)
	case a.hovered:
		r.ground.FillColor = theme.Color(theme.ColorNameHover)
	}
	if a.focused {
		r.ground.StrokeWidth = 2
		r.ground.StrokeColor = theme.Color(theme.ColorNamePrimary)
	}
	r.label.TextStyle.Bold = a.chosen
}

// Refresh implements fyne.WidgetRenderer.
func (r *answerRenderer) Refresh() {
	r.paint()
	r.WidgetRenderer.Refresh()
}
