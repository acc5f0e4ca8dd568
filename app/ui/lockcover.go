package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/words"
)

// cover hides the whole window until the passphrase is given; see lock.go.
type cover struct {
	w       *Window
	sheet   *sheet
	pass    *entry
	open    *button
	busy    *busy
	trouble *notice
	right   bool // the passphrase was given
}

// covered reports whether the window is covered.
func (w *Window) covered() bool {
	return slices.ContainsFunc(w.sheets, func(s *sheet) bool { return s.opaque })
}

func (w *Window) cover() {
	c := &cover{w: w, pass: newHidden(), trouble: newNotice(theme.ColorNameError)}
	c.pass.OnSubmitted = func(string) { c.submit() }
	c.pass.OnChanged = func(string) { c.trouble.hide() }
	c.open = newPrimary(words.Text("unlock.covered.open"), nil, c.submit)
	drop := newQuiet(words.Text("unlock.covered.lock"), nil, w.lockNow)
	show := newReveal(c.pass)
	c.busy = newBusy(c.pass, show, c.open, drop)
	panel := newFrontCard(w, 420,
		container.NewCenter(newEmblem(72)), cardTitle(words.Text("unlock.covered.title")),
		cardText(words.Text("unlock.covered.text")), newSpace(4),
		cardField(words.Text("unlock.pass"), c.pass), c.trouble.box, container.New(outdent{}, show), newSpace(2),
		c.open, c.busy.box, cardLinks(drop),
	)
	c.busy.card = panel
	c.sheet = &sheet{
		body: panel.content(), bare: true, opaque: true, first: c.pass,
		closing: func() bool { return c.right },
	}
	w.openSheet(c.sheet)
}

func (c *cover) submit() {
	if c.open.Disabled() || c.pass.Text == "" {
		return
	}
	passphrase := []byte(c.pass.Text)
	a := c.w.app
	c.trouble.hide()
	c.busy.start(c.busy.card, words.Text("unlock.opening"))
	c.w.run(task{
		do: func(context.Context, *progress) error {
			defer clear(passphrase)
			return a.CheckPassphrase(passphrase)
		},
		then: func(err error) {
			c.busy.done()
			if err != nil {
				c.trouble.show(explained(err))
				c.w.speech.say(c.trouble.text.Text, true)
				c.pass.TypedShortcut(&fyne.ShortcutSelectAll{})
				c.w.win.Canvas().Focus(c.pass)
				c.busy.card.refit()
				return
			}
			c.right = true
			c.pass.SetText("")
			c.w.idle.touch()
			c.w.closeSheet(c.sheet)
		},
	})
}
