package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/container"

	"kith/app/view"
	"kith/app/words"
)

// openExport writes everything in plain files, after saying that they are.
func (w *Window) openExport() {
	s := view.NewSettings(w.app)
	choices := view.ExportChoices()
	var titles []string
	for _, c := range choices {
		titles = append(titles, c.Title)
	}
	kind, about, path, trouble := newSelect(titles, nil), newFaint(""), newEntry(), newFaint("")
	path.SetText(s.ExportName(w.homeFolder()))
	chosen := func() view.ExportChoice { return choices[max(slices.Index(titles, kind.Selected), 0)] }
	var f *form
	f = newForm(w, words.Text("export.title"), words.Text("export.title.explain"), words.Text("export.title.start"), func() {
		format, to := chosen().Format, path.Text
		var out view.Outcome
		f.start("export.working", true, func(ctx context.Context, p *progress) (err error) {
			out, err = s.Export(ctx, format, to, p.show)
			return err
		}, func() { f.finish(out, nil) })
	},
		newField(words.Text("export.as"), kind, ""), about,
		newField(words.Text("export.to"), container.NewBorder(nil, nil, nil, w.newBrowse(path, browseSave), path), words.Text("export.to.hint")),
		trouble)
	f.ready = func() bool { return view.ExportProblem(path.Text) == "" }
	look := func() {
		problem := view.ExportProblem(path.Text)
		setStyled(trouble, problem)
		trouble.Hidden = problem == ""
		setStyled(about, chosen().About)
		f.changed()
		w.refit(f.sheet)
	}
	kind.SetSelected(titles[0])
	kind.OnChanged = func(string) { look() }
	path.OnChanged = func(string) { look() }
	path.OnSubmitted = func(string) { f.yes.press() }
	look()
	f.open(kind, kind, path)
}
