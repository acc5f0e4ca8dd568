package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"kith/app"
	"kith/app/words"
	"kith/crypto"
)

// newFront returns the first frame.
func newFront(w *Window) front { return newUnlock(w) }

// unlock asks for the passphrase.
type unlock struct {
	w          *Window
	passphrase *entry
	body       fyne.CanvasObject
}

func newUnlock(w *Window) *unlock {
	u := &unlock{w: w, passphrase: newPassword()}
	u.passphrase.OnSubmitted = func(string) { u.open() }
	u.body = container.New(column(400), container.NewVBox(layout.NewSpacer(), newTitle(words.Text("window.title")),
		u.passphrase, newPrimary(words.Text("unlock.open"), nil, u.open), layout.NewSpacer()))
	return u
}

func (u *unlock) content() fyne.CanvasObject { return u.body }
func (u *unlock) focus() fyne.Focusable      { return u.passphrase }
func (u *unlock) escape()                    {}

func (u *unlock) open() {
	typed := []byte(u.passphrase.Text)
	var a *app.App
	u.w.run(task{
		do: func(context.Context, *progress) (err error) {
			a, err = app.Open(u.w.config.Vault, crypto.PassphraseSecret(typed), u.w.config.Options)
			return err
		},
		then: func(err error) {
			if err != nil {
				u.w.showError(err)
				return
			}
			u.w.enter(a)
		},
	})
}
