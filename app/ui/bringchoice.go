package ui

import (
	"slices"

	"fyne.io/fyne/v2"

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
	default:
		c.selector.TypedKey(key)
	}
}
