package ui

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"kith/app/words"
)

// bringChoice is a selector whose options are known by their place. The keys to the
// left and right do not run through the options, because each would be acted on.
type bringChoice struct {
	selector
	chosen func(int)
}

func newBringChoice(options []string, chosen func(int)) *bringChoice {
	c := &bringChoice{chosen: chosen}
	c.Options, c.PlaceHolder = options, words.Text("bring.choice")
	c.OnChanged = func(string) {
		if i := c.SelectedIndex(); i >= 0 {
			c.chosen(i)
		}
	}
	c.ExtendBaseWidget(c)
	return c
}

// set shows other options, and which is chosen; -1 is none.
func (c *bringChoice) set(options []string, chosen int) {
	selected := ""
	if chosen >= 0 {
		selected = options[chosen]
	}
	if c.Selected != selected || !slices.Equal(c.Options, options) {
		c.Options, c.Selected = options, selected
		c.Refresh()
	}
}

// TypedKey implements fyne.Focusable.
func (c *bringChoice) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyLeft, fyne.KeyRight:
		here(c)
	case fyne.KeyReturn, fyne.KeyEnter:
		c.selector.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	default:
		c.selector.TypedKey(key)
	}
}

// FocusGained implements fyne.Focusable.
func (c *bringChoice) FocusGained() { c.Select.FocusGained(); reveal(c) }

// CreateRenderer implements fyne.Widget. The frame shows where the control is, as
// that of an entry does.
func (c *bringChoice) CreateRenderer() fyne.WidgetRenderer {
	r := &bringChoiceRenderer{WidgetRenderer: c.Select.CreateRenderer(), frame: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type bringChoiceRenderer struct {
	fyne.WidgetRenderer
	frame *canvas.Rectangle
}

func (r *bringChoiceRenderer) paint() {
	r.frame.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	r.frame.StrokeWidth = theme.Size(theme.SizeNameInputBorder)
	r.frame.CornerRadius = theme.Size(theme.SizeNameInputRadius)
}

// Objects implements fyne.WidgetRenderer.
func (r *bringChoiceRenderer) Objects() []fyne.CanvasObject {
	return append(slices.Clone(r.WidgetRenderer.Objects()), r.frame)
}

// Layout implements fyne.WidgetRenderer.
func (r *bringChoiceRenderer) Layout(size fyne.Size) {
	r.WidgetRenderer.Layout(size)
	r.frame.Resize(size)
}

// Refresh implements fyne.WidgetRenderer.
func (r *bringChoiceRenderer) Refresh() {
	r.paint()
	r.WidgetRenderer.Refresh()
}
