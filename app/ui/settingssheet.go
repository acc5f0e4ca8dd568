package ui

import (
	"context"
	"errors"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// recoverySheet shows a new recovery sheet and asks for two words of it. Until they
// were typed it does not count as a way in.
type recoverySheet struct {
	w              *Window
	proof          *view.Proof
	sheet          *sheet
	saved, trouble *notice
	taken          bool // it was saved, or somebody said that they have it
	proven         bool
}

// openRecoverySheet makes a new recovery sheet.
func (w *Window) openRecoverySheet() {
	var proof *view.Proof
	a := w.app
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			proof, err = view.OfferSheet(ctx, a)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.showRecoverySheet(proof)
		},
	})
}

func (w *Window) showRecoverySheet(proof *view.Proof) {
	r := &recoverySheet{w: w, proof: proof, saved: newNotice(successColour), trouble: newNotice(theme.ColorNameError)}
	have := newPrimary(words.Text("first.sheet.have"), nil, r.prove)
	body := container.New(usual,
		newText(words.Text("first.sheet.text")), newSheetView(proof),
		container.New(newFlow(),
			newButton(words.Text("first.sheet.pdf"), theme.DocumentPrintIcon(), func() { r.save(".pdf") }),
			newQuiet(words.Text("first.sheet.txt"), theme.DocumentSaveIcon(), func() { r.save(".txt") })),
		r.saved.box, r.trouble.box)
	r.sheet = &sheet{
		title: words.Text("settings.sheet.new"), body: newScroll(body), width: 720, first: have,
		actions: []fyne.CanvasObject{have}, closeText: words.Text("window.cancel"), closed: r.closed,
		unsaved: func() bool { return true }, // the paper may be in the printer
	}
	w.openSheet(r.sheet)
}

func (r *recoverySheet) save(ext string) {
	w := r.w
	w.askPath("first.sheet.save", filepath.Join(w.homeFolder(), r.proof.FileName(ext)), browseSave, func(path string) {
		r.saved.hide()
		r.trouble.hide()
		w.run(task{
			do: func(ctx context.Context, _ *progress) error { return r.proof.Save(ctx, path) },
			then: func(err error) {
				if err != nil {
					r.trouble.show(explained(err))
				} else {
					r.taken = true
					r.saved.show(words.Text("first.sheet.saved", path))
				}
				w.refit(r.sheet)
			},
		})
	})
}

// prove asks for two words, over the sheet, so that Esc goes back to it.
func (r *recoverySheet) prove() {
	r.taken = true
	asked := r.proof.Asked()
	typed := [2]*entry{newEntry(), newEntry()}
	typed[0].secret, typed[1].secret = true, true
	var f *form
	f = newForm(r.w, words.Text("first.prove.title"), words.Text("first.prove.text"), words.Text("settings.sheet.prove"), func() {
		given := [2]string{typed[0].Text, typed[1].Text}
		f.start("settings.sheet.proving", false, func(ctx context.Context, _ *progress) error {
			return r.proof.Prove(ctx, given)
		}, func() {
			r.proven = true
			r.w.closeSheet(r.sheet)
			r.w.toast(words.Text("first.prove.done"), nil)
		})
	},
		newField(words.Text("first.prove.word", asked[0]), typed[0], ""),
		newField(words.Text("first.prove.word", asked[1]), typed[1], ""))
	f.sheet.closeText = words.Text("first.prove.look")
	f.say = func(err error) string {
		var wrong *view.WordsError
		if !errors.As(err, &wrong) {
			return explained(err)
		}
		text := ""
		for i, is := range wrong.Wrong {
			if is {
				text += words.Text("first.prove.wrong", asked[i]) + " "
			}
		}
		return text
	}
	f.ready = func() bool { return typed[0].Text != "" && typed[1].Text != "" }
	for _, e := range typed {
		e.OnChanged = func(string) { f.changed() }
	}
	typed[0].OnSubmitted = func(string) { typed[0].giveFocus(typed[1]) }
	typed[1].OnSubmitted = func(string) { f.yes.press() }
	f.open(typed[0], typed[0], typed[1])
}

// closed forgets the sheet. One that nobody took is taken back, so that no unknown
// way in stays. One that may be on paper stays, untried, so that no paper lies.
func (r *recoverySheet) closed() {
	if r.proven || r.taken || r.w.app == nil {
		r.proof.Wipe()
		if r.w.app != nil {
			r.w.changed()
			if !r.proven {
				r.w.toast(words.Text("settings.sheet.untried"), nil)
			}
		}
		return
	}
	r.w.run(task{
		do: func(ctx context.Context, _ *progress) error {
			defer r.proof.Wipe()
			return r.proof.Withdraw(ctx)
		},
		then: func(err error) {
			if err != nil {
				r.w.showError(err)
			}
			r.w.changed()
		},
	})
}
