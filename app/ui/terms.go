package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// openTerms shows what the vocabulary is made of, to import and remove.
func (w *Window) openTerms() {
	var shown view.Terms
	s := view.NewSettings(w.app)
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			shown, err = s.Terms(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			sh := &sheet{title: words.Text("terms.title"), width: 640}
			bring := newPrimary(words.Text("terms.import"), theme.ContentAddIcon(), func() { w.openTermsImport(sh) })
			sh.body, sh.actions, sh.first = newScroll(w.newTerms(sh, shown)), []fyne.CanvasObject{bring}, bring
			w.openSheet(sh)
		},
	})
}

// newTerms is the list of what there is.
func (w *Window) newTerms(sh *sheet, shown view.Terms) fyne.CanvasObject {
	list := container.New(roomy, newFaint(words.Text("terms.explain")),
		newCard(container.New(tight, newText(words.Text("terms.built_in.title")), newFaint(words.List(shown.BuiltIn)))))
	for _, row := range shown.Rows {
		remove := newButton(words.Text("terms.remove"), theme.DeleteIcon(), func() { w.openTermsRemove(sh, row) })
		list.Add(newCard(newRow(container.New(tight, newText(shorten(row.Name, 80)), newFaint(shorten(row.About, 200))), remove)))
	}
	if len(shown.Rows) == 0 {
		list.Add(newText(words.Text("terms.none")))
	}
	return list
}

// openTermsImport asks for a file and puts its terms in.
func (w *Window) openTermsImport(list *sheet) {
	s := view.NewSettings(w.app)
	choices := view.TermsChoices()
	var titles []string
	for _, c := range choices {
		titles = append(titles, c.Title)
	}
	kind, path := newSelect(titles, nil), newEntry()
	kind.SetSelected(titles[0])
	var f *form
	f = newForm(w, words.Text("terms.import"), words.Text("terms.import.explain"), words.Text("terms.import.yes"), func() {
		from, of := path.Text, choices[max(slices.Index(titles, kind.Selected), 0)].Kind
		done := ""
		f.start("terms.importing", false, func(ctx context.Context, _ *progress) (err error) {
			done, err = s.ImportTerms(ctx, from, of)
			return err
		}, func() {
			w.closeSheet(f.sheet)
			w.closeSheet(list)
			w.openTerms()
			w.toast(done, nil)
		})
	},
		newField(words.Text("terms.file"), container.NewBorder(nil, nil, nil, w.newBrowse(path, browseOpen), path), ""),
		newField(words.Text("terms.choice"), kind, ""))
	f.ready = func() bool { return path.Text != "" }
	path.OnChanged = func(string) { f.changed() }
	path.OnSubmitted = func(string) { f.yes.press() }
	f.open(path, path, kind)
}

// openTermsRemove asks before a vocabulary goes: only its file brings it back.
func (w *Window) openTermsRemove(list *sheet, row view.TermsRow) {
	s := view.NewSettings(w.app)
	var f *form
	f = newForm(w, words.Text("terms.remove.title", shorten(row.Name, 80)), words.Text("terms.remove.explain"), words.Text("terms.remove"), func() {
		f.start("terms.removing", false, func(ctx context.Context, _ *progress) error {
			return s.RemoveTerms(ctx, row.Name)
		}, func() {
			w.closeSheet(f.sheet)
			w.closeSheet(list)
			w.openTerms()
			w.toast(words.Text("terms.removed", shorten(row.Name, 80)), nil)
		})
	})
	f.open(nil)
}
