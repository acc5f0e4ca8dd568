package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// unlockSheet opens the journal with the recovery sheet.
type unlockSheet struct {
	*card
	model    *view.Unlock
	text     *entry
	progress *widget.RichText
	open     *button
	busy     *busy
	trouble  *notice
}

func newUnlockSheet(w *Window) *unlockSheet {
	u := &unlockSheet{model: view.NewUnlock(w.config.Vault, w.config.Options), text: newMultiLine(), trouble: newNotice(theme.ColorNameError)}
	u.text.secret = true
	u.text.SetMinRowsVisible(5)
	u.text.OnChanged = func(string) { u.typed() }
	u.progress = newFaint(words.Text("unlock.sheet.none"))
	u.open = newPrimary(words.Text("unlock.open"), nil, u.submit)
	file := newQuiet(words.Text("unlock.sheet.file"), theme.FolderOpenIcon(), func() {
		w.askPath("unlock.sheet.pick", filepath.Join(w.homeFolder(), "kith-recovery.pdf"), browseOpen, u.read)
	})
	back := newQuiet(words.Text("first.back"), theme.NavigateBackIcon(), w.start)
	u.busy = newBusy(u.text, u.open, file, back)
	u.card = newFrontCard(w, 560,
		cardTitle(words.Text("unlock.sheet.title")), cardText(words.Text("unlock.sheet.text")), newSpace(4),
		u.text, flushed(u.progress), u.trouble.box, newSpace(4),
		u.open, u.busy.box, cardLinks(file, back),
	)
	u.first, u.back = u.text, w.start
	return u
}

func (u *unlockSheet) typed() {
	u.trouble.hide()
	line, _ := view.SheetProgress(u.text.Text)
	setStyled(u.progress, line)
	u.refit()
}

// read takes the secret from the file of a sheet.
func (u *unlockSheet) read(path string) {
	var secret string
	u.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			secret, err = view.ReadSheet(ctx, path)
			return err
		},
		then: func(err error) {
			if err != nil {
				u.fail(explained(err))
				return
			}
			u.text.SetText(secret)
			setStyled(u.progress, words.Text("unlock.sheet.read"))
			u.w.win.Canvas().Focus(u.open)
		},
	})
}

func (u *unlockSheet) submit() {
	if u.open.Disabled() {
		return
	}
	line, ready := view.SheetProgress(u.text.Text)
	if !ready {
		u.fail(words.Text("unlock.sheet.incomplete") + " " + line)
		return
	}
	text := u.text.Text
	u.busy.start(u.card, words.Text("unlock.opening"))
	var a *app.App
	u.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			a, err = u.model.OpenWithSheet(ctx, text)
			return err
		},
		then: func(err error) {
			u.busy.done()
			if err != nil {
				u.fail(explained(err))
				return
			}
			u.text.SetText("")
			u.w.setFront(newUnlockFresh(u.w, a))
		},
	})
}

func (u *unlockSheet) fail(text string) {
	u.trouble.show(text)
	u.w.win.Canvas().Focus(u.text)
	u.refit()
}

// unlockFresh asks for a new passphrase, after a recovery sheet opened the journal.
type unlockFresh struct {
	*card
	app     *app.App
	form    *passphraseForm
	save    *button
	busy    *busy
	trouble *notice
}

func newUnlockFresh(w *Window, a *app.App) *unlockFresh {
	u := &unlockFresh{app: a, trouble: newNotice(theme.ColorNameError)}
	u.form = newPassphraseForm(words.Text("first.pass.label"), u.submit)
	u.save = newPrimary(words.Text("unlock.fresh.save"), nil, u.submit)
	later := newQuiet(words.Text("unlock.fresh.later"), nil, func() { w.welcome(a) })
	u.busy = newBusy(append(u.form.greys(), u.save, later)...)
	u.card = newFrontCard(w, 520,
		cardTitle(words.Text("unlock.fresh.title")), cardText(words.Text("unlock.fresh.text")), newSpace(4),
		u.form.box, newSpace(4), u.save, u.busy.box, u.trouble.box, cardLinks(later),
	)
	u.form.card = u.card
	u.first = u.form.first
	return u
}

// close implements closer.
func (u *unlockFresh) close() error { return u.app.Close() }

func (u *unlockFresh) submit() {
	u.trouble.hide()
	if u.save.Disabled() || !u.form.complete() {
		return
	}
	typed := u.form.typed()
	u.busy.start(u.card, words.Text("unlock.fresh.saving"))
	u.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return view.SetPassphrase(ctx, u.app, typed) },
		then: func(err error) {
			u.busy.done()
			if err != nil {
				u.trouble.show(explained(err))
				u.refit()
				return
			}
			u.form.forget()
			u.w.welcome(u.app)
		},
	})
}
