package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// newFront returns the first frame: unlock, or the first run, or what is wrong with
// the folder of the journal. It reads no more than the head of the vault.
func newFront(w *Window) front {
	remembered := w.rememberVault()
	has, err := view.HasJournal(w.config.Vault)
	switch {
	case err != nil:
		return newTrouble(w, explained(err), nil)
	case has:
		return newUnlock(w)
	case remembered:
		return newMissing(w)
	}
	w.clearSamples()
	return newFirstVault(&firstRun{w: w, model: view.NewFirstRun(w.config.Vault, w.config.Options)})
}

// rememberVault goes to the folder that was chosen last time, unless this start
// says which, and reports whether there was one.
func (w *Window) rememberVault() bool {
	if w.config.Chosen {
		return false
	}
	dir := w.appearance.vault()
	if dir != "" {
		w.config.Vault = dir
	}
	return dir != ""
}

// useVault goes to another folder, and remembers it unless this start says which.
func (w *Window) useVault(dir string) {
	w.config.Vault = dir
	if !w.config.Chosen {
		w.appearance.setVault(dir)
	}
}

// clearSamples throws away sample diaries that a crash left behind.
func (w *Window) clearSamples() {
	parent := filepath.Dir(w.config.Vault)
	w.run(task{
		do: func(context.Context, *progress) error {
			_, err := app.RemoveSamples(parent)
			return err
		},
		then: func(error) {}, // nobody can open what is left; the next start tries again
	})
}

// unlock asks for the passphrase. It is the first frame, so it has no more on it
// than it needs.
type unlock struct {
	*card
	model    *view.Unlock
	pass     *entry
	capitals *notice
	trouble  *notice
	open     *button
	busy     *busy
}

func newUnlock(w *Window) *unlock {
	u := &unlock{
		model: view.NewUnlock(w.config.Vault, w.config.Options), pass: newHidden(),
		capitals: newNotice(theme.ColorNameWarning), trouble: newNotice(theme.ColorNameError),
	}
	u.pass.OnSubmitted = func(string) { u.submit() }
	u.pass.OnChanged = func(string) { u.typed() }
	show := newReveal(u.pass)
	u.open = newPrimary(words.Text("unlock.open"), nil, u.submit)
	sheet := newQuiet(words.Text("unlock.sheet"), nil, func() { w.setFront(newUnlockSheet(w)) })
	other := newQuiet(words.Text("unlock.other"), nil, w.otherFolder)
	u.busy = newBusy(u.pass, show, u.open, sheet, other)
	u.card = newFrontCard(w, 420,
		container.NewCenter(newEmblem(72)), container.NewCenter(newTitle(words.Text("unlock.title"))), newSpace(6),
		cardField(words.Text("unlock.pass"), u.pass), u.capitals.box, u.trouble.box, container.New(outdent{}, show), newSpace(2),
		u.open, u.busy.box, newSpace(2),
		cardLinks(sheet, other), cardFaint(words.Text("unlock.folder", u.model.Dir())),
	)
	u.first = u.pass
	return u
}

// typed takes away what was said about the last try.
func (u *unlock) typed() {
	u.trouble.hide()
	if allCapitals(u.pass.Text) {
		u.capitals.show(words.Text("first.pass.capitals"))
	} else {
		u.capitals.hide()
	}
	u.refit()
}

func (u *unlock) submit() {
	if u.open.Disabled() {
		return
	}
	if u.pass.Text == "" {
		u.fail(words.Text("unlock.empty"))
		return
	}
	passphrase := u.pass.Text
	u.trouble.hide()
	u.busy.start(u.card, words.Text("unlock.opening"))
	var a *app.App
	u.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			a, err = u.model.Open(ctx, passphrase)
			return err
		},
		then: func(err error) {
			u.busy.done()
			if err != nil {
				u.fail(explained(err))
				return
			}
			u.pass.SetText("")
			u.w.welcome(a)
		},
	})
}

// fail says what was wrong. What was typed stays, selected, so that it can be
// looked at or typed over.
func (u *unlock) fail(text string) {
	u.capitals.hide()
	u.trouble.show(text)
	u.w.speech.say(text, true)
	u.w.win.Canvas().Focus(u.pass)
	u.pass.TypedShortcut(&fyne.ShortcutSelectAll{})
	u.refit()
}

// otherFolder asks for the folder of another journal.
func (w *Window) otherFolder() {
	w.askPath("unlock.where", w.config.Vault, browseFolder, func(dir string) {
		has, err := view.HasJournal(dir)
		if err == nil && !has {
			w.ask(words.Text("unlock.none.title"), words.Text("unlock.none.text", dir), words.Text("unlock.new"), func() { w.newJournal(dir) })
			return
		}
		w.useVault(dir)
		w.start()
	})
}

// newJournal begins a first run in a folder.
func (w *Window) newJournal(dir string) {
	run := view.NewFirstRun(dir, w.config.Options)
	existing, err := run.ChooseDir(dir)
	switch {
	case err != nil:
		w.showError(err)
	case existing != "":
		w.useVault(existing)
		w.start()
	default:
		w.setFront(newFirstVault(&firstRun{w: w, model: run}))
	}
}

// troubleCard says why the journal cannot be opened at all.
type troubleCard struct {
	*card
	closing func() error
}

// newTrouble says text, and what can be done. closing is called when the card is
// left; may be nil.
func newTrouble(w *Window, text string, closing func() error) *troubleCard {
	return newTroubleCard(w, words.Text("window.error"), text, closing)
}

// newMissing says that the folder that was chosen last time has no journal in it.
func newMissing(w *Window) *troubleCard {
	return newTroubleCard(w, words.Text("unlock.missing.title"), words.Text("unlock.missing.text", w.config.Vault), nil)
}

func newTroubleCard(w *Window, title, text string, closing func() error) *troubleCard {
	t := &troubleCard{closing: closing}
	leave := func(then func()) func() {
		return func() {
			if err := t.close(); err != nil {
				w.showError(err)
				return
			}
			then()
		}
	}
	again := newPrimary(words.Text("unlock.again"), nil, leave(w.start))
	t.card = newFrontCard(w, 520,
		container.NewCenter(newEmblem(56)), cardTitle(title), cardText(text), newSpace(4), again, newSpace(2),
		cardLinks(
			newQuiet(words.Text("unlock.other"), nil, leave(w.otherFolder)),
			newQuiet(words.Text("unlock.restore"), nil, leave(func() { w.do("restore") })),
			newQuiet(words.Text("unlock.new"), nil, leave(func() { w.askPath("first.where", w.config.Vault, browseFolder, w.newJournal) })),
		), cardFaint(words.Text("unlock.folder", w.config.Vault)),
	)
	t.first = again
	return t
}

// close implements closer.
func (t *troubleCard) close() error {
	if t.closing == nil {
		return nil
	}
	closing := t.closing
	t.closing = nil
	return closing()
}
