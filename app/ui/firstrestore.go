package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// firstRestore makes the journal of a backup, in place of a new one.
type firstRestore struct {
	*card
	file    string
	chosen  *widget.RichText
	choose  *button
	pass    *entry
	bySheet *check
	words   *entry
	fresh   *passphraseForm
	byPass  fyne.CanvasObject
	sheet   fyne.CanvasObject
	yes     *button
	busy    *busy
	trouble *notice
	cancel  func() // not nil while it works
}

func newFirstRestore(w *Window) *firstRestore {
	p := &firstRestore{pass: newHidden(), words: newMultiLine(), trouble: newNotice(theme.ColorNameError)}
	p.chosen = newFaint(words.Text("first.restore.none"))
	p.choose = newButton(words.Text("first.restore.file"), theme.FolderOpenIcon(), func() {
		w.askPath("first.restore.pick", filepath.Join(w.homeFolder(), "kith.age"), browseOpen, p.take)
	})
	p.pass.OnSubmitted = func(string) { p.submit() }
	p.fresh = newPassphraseForm(words.Text("unlock.fresh.title"), p.submit)
	show := newReveal(p.pass)
	p.byPass = container.NewVBox(cardField(words.Text("first.restore.pass"), p.pass), container.New(outdent{}, show))
	p.sheet = container.NewVBox(cardField(words.Text("first.restore.words"), p.words), newSpace(2), p.fresh.box)
	p.sheet.Hide()
	p.words.SetMinRowsVisible(4)
	p.bySheet = newCheck(words.Text("first.restore.by_sheet"), p.switchWay)
	p.yes = newPrimary(words.Text("first.restore.do"), nil, p.submit)
	back := newQuiet(words.Text("first.back"), theme.NavigateBackIcon(), p.leave)
	p.busy = newBusy(append(p.fresh.greys(), p.yes, p.choose, p.pass, show, p.bySheet, p.words)...)
	p.card = newFrontCard(w, 520,
		cardTitle(words.Text("first.restore.title")), cardText(words.Text("first.restore.text")), newSpace(4),
		container.NewBorder(nil, nil, p.choose, nil, container.New(middleLeft{}, p.chosen)), newSpace(2),
		p.byPass, container.New(outdent{}, p.bySheet), p.sheet, newSpace(4),
		p.yes, p.busy.box, p.trouble.box, cardLinks(back),
	)
	p.fresh.card = p.card
	p.first, p.back = p.choose, p.leave
	return p
}

// leave stops the work, or goes back to where the card was opened.
func (p *firstRestore) leave() {
	if p.cancel != nil {
		p.cancel()
		return
	}
	p.w.start()
}

// take is told the backup.
func (p *firstRestore) take(path string) {
	p.file = path
	setStyled(p.chosen, filepath.Base(path))
	p.trouble.hide()
	p.refit()
	if p.bySheet.Checked {
		p.w.win.Canvas().Focus(p.words)
	} else {
		p.w.win.Canvas().Focus(p.pass)
	}
}

func (p *firstRestore) switchWay(bySheet bool) {
	p.byPass.(*fyne.Container).Hidden, p.sheet.(*fyne.Container).Hidden = bySheet, !bySheet
	p.refit()
}

func (p *firstRestore) submit() {
	form := view.RestoreForm{
		File: p.file, Dir: p.w.config.Vault, Passphrase: p.pass.Text,
		BySheet: p.bySheet.Checked, Words: p.words.Text, New: p.fresh.typed(),
	}
	p.trouble.hide()
	if form.BySheet && form.Words != "" && !p.fresh.complete() {
		return
	}
	if missing := form.Missing(); missing != "" {
		p.fail(missing)
		return
	}
	p.busy.start(p.card, words.Text("first.restore.going"))
	var a *app.App
	var done view.Restored
	working := true
	cancel := p.w.run(task{
		do: func(ctx context.Context, progress *progress) (err error) {
			if done, err = view.Restore(ctx, form, p.w.config.Options, progress.show); err != nil {
				return err
			}
			passphrase := form.Passphrase
			if form.BySheet {
				passphrase = form.New.First
			}
			a, err = view.NewUnlock(done.Dir, p.w.config.Options).Open(ctx, passphrase)
			return err
		},
		report: p.busy.show,
		then: func(err error) {
			p.cancel, working = nil, false
			p.busy.done()
			if err != nil {
				p.fail(explained(err))
				return
			}
			p.w.welcome(a)
		},
	})
	if working {
		p.cancel = cancel
	}
}

func (p *firstRestore) fail(text string) {
	p.trouble.show(text)
	p.refit()
}
