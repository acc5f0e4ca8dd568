package ui

import (
	"context"
	"strings"

	"kith/app/view"
	"kith/app/words"
)

// openOwnQuestions writes or changes a questionnaire of one's own.
func (w *Window) openOwnQuestions(o *view.OwnQuestions) {
	title, questions := newEntry(), newMultiLine()
	title.SetText(o.Title)
	title.SetPlaceHolder(words.Text("instrument.own.name.hint"))
	questions.SetText(o.Questions)
	questions.SetPlaceHolder(words.Text("instrument.own.questions.hint"))
	questions.SetMinRowsVisible(5)
	scale := newSelect(view.OwnScales(), nil)
	scale.SetSelectedIndex(int(o.Scale))
	sum := newCheck(words.Text("instrument.own.sum"), nil)
	sum.Checked = o.Sum
	take := func() {
		o.Title, o.Questions, o.Scale, o.Sum = title.Text, questions.Text, view.OwnScale(scale.SelectedIndex()), sum.Checked
	}
	var f *form
	f = newForm(w, words.Text("instrument.own.title"), words.Text("instrument.own.explain"), words.Text("instrument.own.save"), func() {
		take()
		f.start("instrument.form.keeping", false, func(ctx context.Context, _ *progress) error { return o.Save(ctx) }, func() {
			w.closeSheet(f.sheet)
			w.changed()
			w.toast(words.Text("instrument.own.saved", strings.TrimSpace(o.Title)), func() { w.undoAct(false) })
		})
	},
		newField(words.Text("instrument.own.name"), title, ""),
		newField(words.Text("instrument.own.questions"), questions, ""),
		newField(words.Text("instrument.own.scale"), scale, ""), sum)
	f.sheet.width = 600
	f.sheet.unsaved = func() bool { return title.Text != o.Title || questions.Text != o.Questions }
	f.ready = func() bool {
		return strings.TrimSpace(title.Text) != "" && strings.TrimSpace(questions.Text) != ""
	}
	title.OnChanged = func(string) { f.changed() }
	questions.OnChanged = func(string) { f.changed() }
	title.OnSubmitted = func(string) { w.win.Canvas().Focus(questions) }
	f.open(title, title, questions, scale, sum)
}
