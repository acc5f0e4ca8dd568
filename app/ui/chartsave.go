package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2/container"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// pictureFormats are the kinds of file in the order in which they are offered, as
// they end its name.
var pictureFormats = []string{".png", ".svg", ".pdf", ".csv"}

// openSave writes the chart to a file. It is light whatever the window looks like:
// it goes to paper or to somebody else.
func (p *chartPage) openSave() {
	w := p.w
	path := newEntry()
	path.SetText(p.model.FileName(w.homeFolder(), pictureFormats[0]))
	var formats []string
	for _, extension := range pictureFormats {
		formats = append(formats, words.Text("chart.save"+extension))
	}
	kind := newSelect(formats, nil)
	kind.SetSelected(formats[0])
	trouble := newFaint("")
	replace := newCheck(words.Text("settings.backup.replace"), nil)
	var f *form
	f = newForm(w, words.Text("chart.save"), words.Text("chart.save.explain"), words.Text("chart.save.start"), func() {
		file, force := path.Text, replace.Checked
		f.start("chart.save.working", false, func(context.Context, *progress) error {
			return p.model.Save(file, app.ChartLight, force)
		}, func() {
			w.closeSheet(f.sheet)
			w.toast(words.Text("chart.save.done", shortenPath(file, 60)), nil)
		})
	},
		newField(words.Text("chart.save.kind"), kind, ""),
		newField(words.Text("settings.backup.file"), container.NewBorder(nil, nil, nil, w.newBrowse(path, browseSave), path), ""),
		trouble, replace)
	f.ready = func() bool {
		problem, replaces := view.BackupProblem(path.Text)
		return problem == "" && (!replaces || replace.Checked)
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
	replace.Hide()
	path.OnChanged = func(string) { look() }
	path.OnSubmitted = func(string) { f.yes.press() }
	replace.OnChanged = func(bool) { f.changed() }
	kind.OnChanged = func(chosen string) {
		if i := slices.Index(formats, chosen); i >= 0 {
			path.SetText(view.WithExtension(path.Text, pictureFormats[i]))
		}
	}
	look()
	f.open(path, path, replace, kind)
}
