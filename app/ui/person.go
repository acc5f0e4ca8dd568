package ui

import (
	"context"

	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// openPersonSwitch asks whose entries to show.
func (w *Window) openPersonSwitch() {
	s := view.NewPersonSwitch(w.shown)
	w.pick(words.Text("settings.person.switch.find"), words.Text("settings.person.switch.none"), func(text string) []pickItem {
		var items []pickItem
		for _, choice := range s.Choices(text) {
			item := pickItem{title: choice.Title, run: func() { w.setShown(choice.Shown) }}
			if choice.Current {
				item.note = words.Text("settings.person.switch.shown")
			}
			items = append(items, item)
		}
		return items
	})
}

// pickPerson asks which person an act is about, if there are several.
func (w *Window) pickPerson(question string, act func(app.Person)) {
	all := w.shown.All()
	if len(all) == 1 {
		act(all[0])
		return
	}
	w.pick(words.Text(question), words.Text("settings.person.switch.none"), func(text string) []pickItem {
		var items []pickItem
		for _, choice := range view.NewPersonSwitch(w.shown).Choices(text) {
			if p, ok := choice.Shown.Writer(); ok && !choice.Shown.IsEveryone() {
				items = append(items, pickItem{title: p.Name, run: func() { act(p) }})
			}
		}
		return items
	})
}

// personsChanged shows everybody who is there now.
func (w *Window) personsChanged() { w.setShown(w.shown.With(w.app.Persons())) }

// openPersonAdd asks for the name of a new person, who is shown then.
func (w *Window) openPersonAdd() {
	s := view.NewSettings(w.app)
	name := newEntry()
	var f *form
	var added app.Person
	f = newForm(w, words.Text("settings.person.add"), words.Text("settings.person.add.explain"), words.Text("settings.person.add.yes"), func() {
		typed := name.Text
		f.start("settings.person.adding", false, func(ctx context.Context, _ *progress) (err error) {
			added, err = s.AddPerson(ctx, typed)
			return err
		}, func() {
			w.closeSheet(f.sheet)
			w.shown = w.shown.With(w.app.Persons())
			w.setShown(w.shown.Only(added))
			w.toast(words.Text("settings.person.added", added.Name), nil)
		})
	}, newField(words.Text("settings.person.name"), name, ""))
	f.ready = func() bool { return name.Text != "" }
	name.OnChanged = func(string) { f.changed() }
	name.OnSubmitted = func(string) { f.yes.press() }
	f.open(name, name)
}

// openPersonRename asks for another name of a person.
func (w *Window) openPersonRename(p app.Person) {
	s := view.NewSettings(w.app)
	name := newEntry()
	name.SetText(p.Name)
	var f *form
	renamed := p
	f = newForm(w, words.Text("settings.person.rename.title", shorten(p.Name, 40)), words.Text("settings.person.rename.explain"), words.Text("settings.person.rename.yes"), func() {
		typed := name.Text
		f.start("settings.person.renaming", false, func(ctx context.Context, _ *progress) (err error) {
			renamed, err = s.RenamePerson(ctx, p, typed)
			return err
		}, func() {
			w.closeSheet(f.sheet)
			w.personsChanged()
			w.toast(words.Text("settings.person.renamed", p.Name, renamed.Name), nil)
		})
	}, newField(words.Text("settings.person.name"), name, ""))
	f.ready = func() bool { return name.Text != "" && name.Text != p.Name }
	name.OnChanged = func(string) { f.changed() }
	name.OnSubmitted = func(string) { f.yes.press() }
	f.open(name, name)
}

// openPersonErase destroys a person's record, if their name is typed.
func (w *Window) openPersonErase(p app.Person) {
	s := view.NewSettings(w.app)
	w.openErase(words.Text("settings.person.erase.title", shorten(p.Name, 40)),
		words.Text("settings.person.erase.text"), words.Text("settings.person.erase.cannot"),
		words.Text("settings.person.erase.type", p.Name), words.Text("settings.person.erase.yes"), p.Name,
		func(ctx context.Context, typed string) error { return s.ErasePerson(ctx, p, typed) },
		func() {
			w.personsChanged()
			w.toast(words.Text("settings.person.erased", p.Name), nil)
		})
}

// openErase is the form of an act that cannot be undone: it says what goes and what
// stays, and wants wanted to be typed.
func (w *Window) openErase(title, goes, stays, ask, yes, wanted string, do func(ctx context.Context, typed string) error, done func()) {
	typed := newEntry()
	var f *form
	f = newForm(w, title, "", yes, func() {
		text := typed.Text
		f.start("settings.erase.working", false, func(ctx context.Context, _ *progress) error { return do(ctx, text) }, func() {
			w.closeSheet(f.sheet)
			done()
		})
	}, newText(goes), newText(stays), newField(ask, typed, ""))
	f.yes.Importance = widget.DangerImportance
	f.yes.Icon = theme.DeleteIcon()
	f.ready = func() bool { return view.SameTyped(typed.Text, wanted) }
	typed.OnChanged = func(string) { f.changed() }
	typed.OnSubmitted = func(string) { f.yes.press() }
	f.open(typed, typed)
}
