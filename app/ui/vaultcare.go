package ui

import (
	"context"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kith/app/view"
	"kith/app/words"
)

// homeFolder is where files of the person go if they do not say otherwise.
func (w *Window) homeFolder() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return filepath.Dir(w.config.Vault)
	}
	return home
}

// openBackup writes everything to one file.
func (w *Window) openBackup() {
	s := view.NewSettings(w.app)
	path, passphrase := newEntry(), newHidden()
	show := newReveal(passphrase)
	path.SetText(s.BackupName(w.homeFolder()))
	trouble := newFaint("")
	replace := newCheck(words.Text("settings.backup.replace"), nil)
	replace.Hide()
	var f *form
	f = newForm(w, words.Text("settings.backup"), words.Text("settings.backup.explain"), words.Text("settings.backup.start"), func() {
		file, typed, force := path.Text, passphrase.Text, replace.Checked
		var out view.Outcome
		f.start("settings.backup.working", true, func(ctx context.Context, p *progress) (err error) {
			out, err = s.Backup(ctx, file, typed, force, p.show)
			return err
		}, func() { f.finish(out, nil) })
	},
		newField(words.Text("settings.backup.file"), container.NewBorder(nil, nil, nil, w.newBrowse(path, browseSave), path), ""),
		trouble, replace,
		newField(words.Text("settings.backup.passphrase"), passphrase, words.Text("settings.backup.passphrase.why")), show)
	f.ready = func() bool {
		problem, replaces := view.BackupProblem(path.Text)
		return problem == "" && passphrase.Text != "" && (!replaces || replace.Checked)
	}
	look := func() {
		problem, replaces := view.BackupProblem(path.Text)
		setStyled(trouble, problem)
		trouble.Hidden = problem == ""
		if replaces == replace.Hidden {
			replace.Hidden = !replaces
			replace.SetChecked(false)
		}
		f.changed()
		w.refit(f.sheet)
	}
	path.OnChanged = func(string) { look() }
	replace.OnChanged = func(bool) { f.changed() }
	passphrase.OnChanged = func(string) { f.changed() }
	passphrase.OnSubmitted = func(string) { f.yes.press() }
	path.OnSubmitted = func(string) { w.win.Canvas().Focus(passphrase) }
	look()
	f.open(passphrase, path, replace, passphrase, show)
}

// openCheck reads everything and proves that it is as it was written.
func (w *Window) openCheck() {
	s := view.NewSettings(w.app)
	var f *form
	var check func(rebuild bool)
	check = func(rebuild bool) {
		key := "settings.check.working"
		if rebuild {
			key = "settings.check.rebuilding"
		}
		var c view.Checked
		f.start(key, true, func(ctx context.Context, p *progress) (err error) {
			c, err = s.Check(ctx, rebuild, p.show)
			return err
		}, func() {
			if rebuild {
				w.changed()
			}
			var next *button
			if c.OfferRebuild {
				next = newPrimary(words.Text("settings.check.rebuild"), nil, func() { check(true) })
			}
			f.finish(c.Outcome, next)
		})
	}
	f = newForm(w, words.Text("settings.check"), words.Text("settings.check.explain"), words.Text("settings.check.start"), func() { check(false) })
	f.open(f.yes)
}

// openRestore makes the journal of a backup in a folder of its own. It works while
// no journal is open, too.
func (w *Window) openRestore() {
	file, dir, passphrase, sheetWords := newEntry(), newEntry(), newHidden(), newMultiLine()
	dir.SetText(w.config.Vault)
	if has, err := view.HasJournal(w.config.Vault); has || err != nil {
		dir.SetText(view.RestoreFolder(w.config.Vault))
	}
	sheetWords.secret = true
	sheetWords.SetMinRowsVisible(3)
	var f *form
	n := newPassphraseFields(func() { f.changed() }, func() { f.yes.press() }, func() { w.refit(f.sheet) })
	show := newReveal(passphrase)
	byPassphrase := newFields(newField(words.Text("settings.restore.passphrase"), passphrase, ""), show)
	bySheet := newFields(append([]fyne.CanvasObject{newField(words.Text("settings.restore.words"), sheetWords, "")}, n.fields()...)...)
	secret := container.New(usual, byPassphrase) // and not hidden, which Tab would find
	by := newSelect([]string{words.Text("settings.restore.by.passphrase"), words.Text("settings.restore.by.sheet")}, nil)
	filled := func() view.RestoreForm {
		return view.RestoreForm{
			File: file.Text, Dir: dir.Text, Passphrase: passphrase.Text, BySheet: by.SelectedIndex() == 1,
			Words: sheetWords.Text, New: n.value(),
		}
	}
	missing := newFaint("")
	f = newForm(w, words.Text("settings.restore"), words.Text("settings.restore.explain"), words.Text("settings.restore.start"), func() {
		form := filled()
		var r view.Restored
		f.start("settings.restore.working", true, func(ctx context.Context, p *progress) (err error) {
			r, err = view.Restore(ctx, form, w.config.Options, p.show)
			return err
		}, func() {
			f.finish(r.Outcome, newPrimary(words.Text("settings.restore.open"), nil, func() { w.openFolder(r.Dir) }))
		})
	},
		newField(words.Text("settings.restore.file"), container.NewBorder(nil, nil, nil, w.newBrowse(file, browseOpen), file), ""),
		newField(words.Text("settings.restore.dir"), container.NewBorder(nil, nil, nil, w.newBrowse(dir, browseFolder), dir), words.Text("settings.restore.dir.why")),
		newField(words.Text("settings.restore.by"), by, ""),
		secret, missing)
	f.ready = func() bool {
		text := filled().Missing()
		setStyled(missing, text)
		return text == ""
	}
	for _, e := range []*entry{file, dir, passphrase, sheetWords} {
		e.OnChanged = func(string) { f.changed() }
	}
	file.OnSubmitted = func(string) { w.win.Canvas().Focus(dir) }
	dir.OnSubmitted = func(string) { w.win.Canvas().Focus(passphrase) }
	passphrase.OnSubmitted = func(string) { f.yes.press() }
	by.SetSelectedIndex(0)
	by.OnChanged = func(string) {
		secret.Objects = []fyne.CanvasObject{byPassphrase}
		if by.SelectedIndex() == 1 {
			secret.Objects[0] = bySheet
		}
		f.changed()
		w.refit(f.sheet)
	}
	f.open(file, file, dir, by, passphrase, show, sheetWords, n.first, n.again, n.show)
}

// openFolder leaves this journal and asks for the passphrase of the one in dir.
func (w *Window) openFolder(dir string) {
	w.useVault(dir)
	if w.app != nil && !w.config.Chosen {
		w.lockNow()
		return
	}
	// A new process would go back to the folder that this start was told.
	if err := w.leave(); err != nil {
		w.showError(err)
	}
	w.start()
}

// openEraseAll throws the whole journal away.
func (w *Window) openEraseAll() {
	s := view.NewSettings(w.app)
	persons := words.Count(int64(len(w.shown.All())), "person")
	w.openErase(words.Text("settings.erase"),
		words.Text("settings.erase.text", persons)+"\n"+s.Folder(), words.Text("settings.erase.cannot"),
		words.Text("settings.erase.type", view.EraseWord()), words.Text("settings.erase.yes"), view.EraseWord(),
		s.EraseEverything, func() {
			if !w.config.Chosen {
				w.appearance.setVault("") // the next start begins anew, where it would without
			}
			w.lockNow()
		})
}
