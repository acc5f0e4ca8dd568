package ui

import (
	"context"
	"path/filepath"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// firstRun leads through the three screens of the first run. Each is a front that
// embeds it, so that leaving the window closes the vault that was begun.
type firstRun struct {
	w     *Window
	model *view.FirstRun
	proof *view.Proof // nil while no sheet is shown
}

// close implements closer.
func (r *firstRun) close() error {
	r.forgetSheet()
	return r.model.Close()
}

func (r *firstRun) forgetSheet() {
	if r.proof != nil {
		r.proof.Wipe()
		r.proof = nil
	}
}

// next shows the screen of what is to be done next, or the journal.
func (r *firstRun) next() {
	step, err := r.model.Step()
	if err != nil {
		r.w.showError(err)
	}
	switch step {
	case view.FirstVault:
		r.w.setFront(newFirstVault(r))
	case view.FirstSheet:
		r.offer()
	case view.FirstPersons:
		r.w.setFront(newFirstPersons(r))
	case view.FirstDone:
		r.w.enter(r.model.App())
	}
}

// welcome shows a journal that was just opened: the first run goes on if it was
// stopped half-way.
func (w *Window) welcome(a *app.App) {
	if !view.NeedsFirstRun(a) {
		w.enter(a)
		return
	}
	(&firstRun{w: w, model: view.ResumeFirstRun(a, w.config.Options)}).next()
}

// firstVault is the first screen: the passphrase.
type firstVault struct {
	*firstRun
	*card
	form    *passphraseForm
	folder  *widget.RichText
	create  *button
	busy    *busy
	trouble *notice
}

func newFirstVault(r *firstRun) *firstVault {
	p := &firstVault{firstRun: r, trouble: newNotice(theme.ColorNameError)}
	p.form = newPassphraseForm(words.Text("first.pass.label"), p.submit)
	p.create = newPrimary(words.Text("first.create"), nil, p.submit)
	p.folder = newFaint("")
	change := newQuiet(words.Text("first.folder.change"), theme.FolderOpenIcon(), p.change)
	restore := newQuiet(words.Text("first.restore"), theme.HistoryIcon(), func() { r.w.do("restore") })
	sample := newQuiet(words.Text("first.sample"), theme.VisibilityIcon(), p.look)
	p.busy = newBusy(append(p.form.greys(), p.create, change, restore, sample)...)
	p.card = newFrontCard(r.w, 560,
		container.NewBorder(nil, nil, container.NewCenter(newEmblem(48)), nil, container.New(inset{10, 0},
			container.NewVBox(cardTitle(words.Text("first.welcome")), cardFaint(words.Text("first.promise"))))),
		newSpace(2), newSteps(1), newSpace(2),
		p.form.box, cardFaint(words.Text("first.pass.why")), newSpace(2),
		p.create, p.busy.box, p.trouble.box, newSpace(2), widget.NewSeparator(),
		container.NewBorder(nil, nil, nil, change, container.New(middleLeft{}, flushed(p.folder))),
		cardLinks(restore, sample),
		newRow(cardFaint(words.Text("settings.look.language")), newRoomy(newLanguageSelect(r.w, func(code string) { r.w.setLanguage(code, func() { r.w.setFront(newFirstVault(r)) }) }))),
	)
	p.form.card = p.card
	p.first = p.form.first
	p.showFolder()
	return p
}

func (p *firstVault) showFolder() {
	setStyled(p.folder, words.Text("first.folder", p.model.Dir()))
	p.refit()
}

func (p *firstVault) submit() {
	p.trouble.hide()
	if p.create.Disabled() || !p.form.complete() {
		return
	}
	typed := p.form.typed()
	p.busy.start(p.card, words.Text("first.creating"))
	p.firstRun.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return p.model.CreateVault(ctx, typed) },
		then: func(err error) {
			p.busy.done()
			if err != nil {
				p.fail(err)
				return
			}
			p.form.forget()
			if w := p.firstRun.w; w.config.Vault != p.model.Dir() {
				w.useVault(p.model.Dir())
			}
			p.firstRun.next()
		},
	})
}

func (p *firstVault) fail(err error) {
	p.trouble.show(explained(err))
	p.refit()
}

// change asks for another folder.
func (p *firstVault) change() {
	w := p.firstRun.w
	w.askPath("first.where", p.model.Dir(), browseFolder, func(dir string) {
		p.trouble.hide()
		existing, err := p.model.ChooseDir(dir)
		switch {
		case err != nil:
			p.fail(err)
		case existing != "":
			w.ask(words.Text("first.exists.title"), words.Text("first.exists.text", existing), words.Text("first.exists.open"), func() {
				w.useVault(existing)
				w.start()
			})
		default:
			p.showFolder() // and remembered once there is a journal
		}
	})
}

// look opens the sample diary, which goes when it is closed.
func (p *firstVault) look() {
	w := p.firstRun.w
	p.trouble.hide()
	p.busy.start(p.card, words.Text("first.sample.making"))
	var a *app.App
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			a, err = app.OpenSample(ctx, filepath.Dir(p.model.Dir()), w.config.Options)
			return err
		},
		then: func(err error) {
			p.busy.done()
			if err != nil {
				p.fail(err)
				return
			}
			w.enter(a)
		},
	})
}
