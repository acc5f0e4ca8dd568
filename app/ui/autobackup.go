package ui

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// backupPulse is how often the window looks whether an automatic backup is due.
// The first look waits until the journal is in use.
const (
	backupPulse = 10 * time.Minute
	backupStart = time.Minute
)

// watchBackups makes automatic backups while the journal is open.
func (w *Window) watchBackups() {
	a := w.app
	var look func()
	look = func() {
		if w.app != a || a.IsSample() {
			return // it was locked meanwhile
		}
		w.run(task{
			do: func(ctx context.Context, _ *progress) error {
				_, err := view.BackupIfDue(ctx, a)
				return err
			},
			then: func(err error) {
				if w.app != a || w.shell == nil {
					return
				}
				if err != nil && w.ctx.Err() == nil {
					w.showToast(words.Text("autobackup.trouble", explained(err)), theme.ColorNameError,
						newButton(words.Text("command.backup auto"), nil, func() { w.do("backup auto") }))
				}
				w.after(backupPulse, look)
			},
		})
	}
	w.after(backupStart, look)
}

// openAutoBackup shows how the automatic backups stand, and changes them.
func (w *Window) openAutoBackup() {
	var b *view.AutoBackups
	w.run(task{
		do: func(context.Context, *progress) (err error) {
			b, err = view.LoadAutoBackups(w.app)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.showAutoBackup(b)
		},
	})
}

func (w *Window) showAutoBackup(b *view.AutoBackups) {
	folder := newEntry()
	folder.SetText(b.Folder)
	every, keep := view.BackupDays(b.Every), view.BackupKeeps(b.Keep)
	often, stay := newChoices(every, b.Every), newChoices(keep, b.Keep)
	state := container.New(snug)
	for _, line := range b.Lines {
		state.Add(newText(line))
	}
	a := w.app
	var f *form
	set := func() error {
		return view.SetAutoBackups(a, folder.Text, every[often.SelectedIndex()].Value, keep[stay.SelectedIndex()].Value)
	}
	f = newForm(w, words.Text("autobackup.title"), words.Text("autobackup.explain"), words.Text("autobackup.save"), func() {
		f.start("autobackup.save", false, func(context.Context, *progress) error { return set() }, func() {
			w.closeSheet(f.sheet)
			w.toast(words.Text("autobackup.saved"), nil)
		})
	},
		newField(words.Text("autobackup.folder"), container.NewBorder(nil, nil, nil, w.newBrowse(folder, browseFolder), folder), words.Text("autobackup.why")),
		container.NewGridWithColumns(2,
			newField(words.Text("autobackup.often"), often, ""), newField(words.Text("autobackup.keep"), stay, "")),
		state,
		container.New(newFlow(), newButton(words.Text("autobackup.now"), theme.DocumentSaveIcon(), func() {
			var out view.Outcome
			f.start("autobackup.working", true, func(ctx context.Context, p *progress) (err error) {
				if err = set(); err == nil {
					out, err = view.BackupNow(ctx, a, p.show)
				}
				return err
			}, func() { f.finish(out, nil) })
		}), newButton(words.Text("autobackup.try"), theme.ViewRefreshIcon(), func() { w.closeSheet(f.sheet); w.openDrill() })))
	folder.OnSubmitted = func(string) { f.yes.press() }
	f.open(folder, folder, often, stay)
}

// newChoices is a selector of choices with current selected.
func newChoices(choices []view.Choice, current int) *selector {
	s := newSelect(nil, nil)
	for i, c := range choices {
		s.Options = append(s.Options, c.Title)
		if c.Value == current {
			s.SetSelectedIndex(i)
		}
	}
	return s
}

// openDrill restores a backup to try it, into a folder that is thrown away.
func (w *Window) openDrill() {
	file, passphrase, sheetWords := newEntry(), newHidden(), newMultiLine()
	sheetWords.secret = true
	sheetWords.SetMinRowsVisible(3)
	show := newReveal(passphrase)
	byPassphrase := newFields(newField(words.Text("settings.restore.passphrase"), passphrase, ""), show)
	bySheet := newFields(newField(words.Text("settings.restore.words"), sheetWords, ""))
	secret := container.New(usual, byPassphrase) // and not hidden, which Tab would find
	by := newSelect([]string{words.Text("settings.restore.by.passphrase"), words.Text("settings.restore.by.sheet")}, nil)
	filled := func() view.DrillForm {
		return view.DrillForm{File: file.Text, Passphrase: passphrase.Text, BySheet: by.SelectedIndex() == 1, Words: sheetWords.Text}
	}
	a := w.app
	var f *form
	f = newForm(w, words.Text("autobackup.drill.title"), words.Text("autobackup.drill.explain"), words.Text("autobackup.drill.start"), func() {
		form := filled()
		var out view.Outcome
		f.start("autobackup.drill.working", true, func(ctx context.Context, p *progress) (err error) {
			out, err = view.Drill(ctx, a, form, p.show)
			return err
		}, func() { f.finish(out, nil) })
	},
		newField(words.Text("autobackup.drill.file"), container.NewBorder(nil, nil, nil, w.newBrowse(file, browseOpen), file), words.Text("autobackup.drill.newest")),
		newField(words.Text("settings.restore.by"), by, ""),
		secret)
	f.ready = func() bool { return filled().Ready() }
	for _, e := range []*entry{file, passphrase, sheetWords} {
		e.OnChanged = func(string) { f.changed() }
	}
	file.OnSubmitted = func(string) { w.win.Canvas().Focus(passphrase) }
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
	f.open(passphrase, file, by, passphrase, show, sheetWords)
}
