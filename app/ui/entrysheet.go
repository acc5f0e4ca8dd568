package ui

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// entrySheet is the form of an entry. Ctrl+Enter saves from everywhere in it. If
// it is closed before, what was typed is kept until it is opened again.
type entrySheet struct {
	w     *Window
	form  *view.EntryForm
	sheet *sheet
	save  *button

	box      *fyne.Container // all fields
	controls []entryControl  // that can have the focus, in their order
	notices  map[view.EntryField]*notice
	trouble  *notice
	attached *attachments    // nil for a new entry
	chips    *fyne.Container // names that were used before
	when     *widget.RichText
	cycle    []string // names that the arrow keys go through
	asked    string   // the name that was recalled last

	body     bool // the map of the body is shown
	freeUnit bool // the unit is typed, not chosen
	choosing bool // what to write is being chosen
	checked  bool // errors are shown, and follow what is typed
	more     bool // the rarer fields are shown
	draft    bool // it was begun before
	keeper   *draftKeeper
	done     bool // saved or deleted: there is nothing to keep
}

// entryControl is a control of the form by the name of what it is for, so that
// the focus finds its way back when the form is built anew.
type entryControl struct {
	name    string
	control fyne.Focusable
}

// draftKey says what a draft is for: a new entry of a person, or one that is
// there.
type draftKey struct{ person, entry journal.ID }

// entryDraft is how the keys begin under which begun forms are kept.
const entryDraft = "entry "

func (k draftKey) String() string { return entryDraft + k.person.String() + " " + k.entry.String() }

// readDraftKey reads what String writes.
func readDraftKey(text string) (k draftKey, ok bool) {
	ids, ours := strings.CutPrefix(text, entryDraft)
	person, entry, two := strings.Cut(ids, " ")
	var err, err2 error
	k.person, err = journal.ParseID(person)
	k.entry, err2 = journal.ParseID(entry)
	return k, ours && two && err == nil && err2 == nil
}

// entryForms is what a window knows of its forms.
type entryForms struct {
	open *entrySheet // nil is none
}

// saveShortcut saves the form.
var saveShortcut = &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierShortcutDefault}

// openEntryNew opens the form for a new entry of the person that is shown.
func (w *Window) openEntryNew() {
	p, ok := w.shown.Writer()
	if !ok {
		w.do("person add")
		return
	}
	w.openEntryForm(draftKey{person: p.ID}, func(ctx context.Context) (*view.EntryForm, error) {
		return view.NewEntryForm(ctx, w.app, p)
	})
}

// editSelected opens the form of the entry that is selected.
func (w *Window) editSelected() {
	if p, id, ok := w.selectedEntry(); ok {
		w.openEntryEdit(p, id)
	}
}

// openEntryEdit opens the form of an entry that is there.
func (w *Window) openEntryEdit(p app.Person, id journal.ID) {
	w.openEntryForm(draftKey{p.ID, id}, func(ctx context.Context) (*view.EntryForm, error) {
		return view.OpenEntryForm(ctx, w.app, p, id)
	})
}

// openEntryForm shows the form that load makes, with the draft that there is of it.
func (w *Window) openEntryForm(key draftKey, load func(context.Context) (*view.EntryForm, error)) {
	var f *view.EntryForm
	begun := false
	a := w.app
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			if f, err = load(ctx); err != nil {
				return err
			}
			drafts, err := a.Drafts()
			for _, d := range drafts {
				if d.Key == key.String() {
					begun = f.RestoreDraft(d.Data) == nil // what an older version kept in another way is passed over
				}
			}
			return err
		},
		then: func(err error) {
			if f == nil {
				w.showError(err)
				return
			}
			newEntrySheet(w, f, begun).open()
			if err != nil { // drafts are damaged; the form is not
				w.showError(err)
			}
		},
	})
}

// offerDraft offers to go on with a form that was begun when the journal was open
// last.
func (w *Window) offerDraft() {
	w.readDrafts(func(drafts []app.Draft) {
		for _, d := range drafts {
			if k, ok := readDraftKey(d.Key); ok && slices.ContainsFunc(w.shown.All(), func(p app.Person) bool { return p.ID == k.person }) {
				w.showToast(words.Text("entry.draft.kept"), theme.ColorNameWarning,
					newButton(words.Text("entry.draft.go_on"), nil, func() { w.goOn(k) }))
				return
			}
		}
	})
}

// goOn opens a form that was begun.
func (w *Window) goOn(k draftKey) {
	for _, p := range w.shown.All() {
		switch {
		case p.ID != k.person:
		case k.entry.IsZero():
			w.openEntryForm(k, func(ctx context.Context) (*view.EntryForm, error) { return view.NewEntryForm(ctx, w.app, p) })
		default:
			w.openEntryEdit(p, k.entry)
		}
	}
}

func newEntrySheet(w *Window, f *view.EntryForm, draft bool) *entrySheet {
	s := &entrySheet{w: w, form: f, draft: draft, trouble: newNotice(theme.ColorNameError), box: container.New(roomy)}
	x := f.Fields
	s.more = x.After != "" || x.Duration != "" || x.Tags != ""
	s.save = newPrimary(words.Text("entry.save"), nil, s.trySave)
	s.sheet = &sheet{
		title: f.Title(), width: 640, actions: []fyne.CanvasObject{s.save},
		body: newScroll(s.box), closed: s.closed,
	}
	s.keeper = w.newDraftKeeper(s.key().String(), func() []byte {
		data, err := f.Draft()
		if err != nil {
			return nil // too long for a draft, as for an entry
		}
		return data
	})
	s.sheet.unsaved = func() bool { return !s.done && f.Dirty() && !s.keeper.kept() }
	s.build()
	return s
}

// firstField is where typing goes to begin with.
func (s *entrySheet) firstField() view.EntryField {
	for _, field := range []view.EntryField{view.FieldName, view.FieldSleep, view.FieldValue, view.FieldNote} {
		if s.form.Has(field) {
			return field
		}
	}
	return view.FieldNote
}

// choose shows everything that can be written.
func (s *entrySheet) choose() {
	s.choosing = true
	s.rebuild()
	s.focus("kind")
}

// chose goes on with the form of a sort.
func (s *entrySheet) chose(sort view.EntrySort) {
	s.choosing, s.asked = false, ""
	s.form.SetSort(sort)
	s.rebuild()
	s.focus(string(s.firstField()))
	s.recall()
}

func (s *entrySheet) open() {
	s.sheet.first = s.controls[0].control
	want := s.firstField()
	if !s.form.IsNew() && s.form.Has(view.FieldValue) {
		want = view.FieldValue
	}
	for _, c := range s.controls {
		if c.name == string(want) {
			s.sheet.first = c.control
		}
	}
	s.w.shell.closeToast()
	s.w.openSheet(s.sheet)
	s.w.forms.open = s
	if !s.form.IsNew() {
		history := newQuiet(words.Text("entry.history"), theme.HistoryIcon(), func() { s.w.openHistory(s.form.Person(), s.form.ID()) })
		remove := newQuiet(words.Text("entry.delete"), theme.DeleteIcon(), s.remove)
		s.sheet.buttons.Objects = append([]fyne.CanvasObject{history, remove}, s.sheet.buttons.Objects...)
		s.sheet.buttons.Refresh()
	}
	s.w.win.Canvas().AddShortcut(saveShortcut, func(fyne.Shortcut) { s.trySave() })
}

// rebuild shows the fields anew after there are others. The focus stays with
// what it was for.
func (s *entrySheet) rebuild() {
	s.keeper.typed()
	focused := s.w.win.Canvas().Focused()
	name := ""
	for _, c := range s.controls {
		if c.control == focused {
			name = c.name
		}
	}
	s.build()
	s.w.refit(s.sheet)
	s.focus(name)
}

func (s *entrySheet) focus(name string) {
	for _, c := range s.controls {
		if c.name == name {
			s.w.win.Canvas().Focus(c.control)
		}
	}
}

// typed follows what is typed.
func (s *entrySheet) typed() {
	s.keeper.typed()
	s.form.Sure = false
	s.showWhen()
	if s.checked {
		s.form.Check()
		s.showErrors()
	}
}

// showWhen says which day and time what is typed means.
func (s *entrySheet) showWhen() {
	shown := s.form.WhenShown()
	setStyled(s.when, shown)
	s.when.Hidden = shown == ""
}

func (s *entrySheet) showErrors() {
	changed := false
	for field, n := range s.notices {
		text := s.form.Errors[field]
		if text != n.text.Text || (text != "") != n.box.Visible() {
			changed = true
		}
		n.hide()
		if text != "" {
			n.show(text)
		}
	}
	if changed {
		s.w.refit(s.sheet)
	}
}

// trySave saves, or says what is wrong and goes to the first field that is.
func (s *entrySheet) trySave() {
	if s.save.Disabled() || len(s.w.sheets) == 0 || s.w.sheets[len(s.w.sheets)-1] != s.sheet {
		return
	}
	s.checked = true
	s.trouble.hide()
	if !s.form.Check() {
		s.showMore()
		s.showErrors()
		for _, c := range s.controls {
			if s.form.Errors[view.EntryField(c.name)] != "" {
				s.w.win.Canvas().Focus(c.control)
				return
			}
		}
		return
	}
	s.showErrors()
	s.save.Disable()
	save := s.form.Saving()
	var saved view.EntrySaved
	s.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			saved, err = save(ctx)
			return err
		},
		then: func(err error) {
			s.save.Enable()
			var doubt *app.DoubtError
			switch {
			case errors.As(err, &doubt):
				s.askIfSure(doubt)
				return
			case err != nil:
				s.fail(err)
				return
			}
			s.finish(saved.Text, !saved.Unchanged)
		},
	})
}

// askIfSure asks whether a value that is unlikely is meant, and keeps it then.
func (s *entrySheet) askIfSure(doubt *app.DoubtError) {
	s.w.ask(words.Text("entry.doubt.title"), doubt.Doubts[0].Text(), words.Text("entry.doubt.keep"), func() {
		s.form.Sure = true
		s.trySave()
	})
}

// showMore shows the rarer fields if something is wrong with one of them.
func (s *entrySheet) showMore() {
	for _, field := range []view.EntryField{view.FieldAfter, view.FieldDuration, view.FieldTags} {
		if s.form.Errors[field] != "" && !s.more {
			s.more = true
			s.rebuild()
		}
	}
}

func (s *entrySheet) fail(err error) {
	s.trouble.show(explained(err))
	s.w.refit(s.sheet)
}

// finish closes the sheet for good and says what was done.
func (s *entrySheet) finish(text string, undo bool) {
	s.done = true
	s.keeper.drop()
	s.w.closeSheet(s.sheet)
	s.w.changed()
	if undo {
		s.w.toast(text, func() { s.w.undoAct(false) })
		return
	}
	s.w.toast(text, nil)
}

func (s *entrySheet) remove() {
	var text string
	s.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			text, err = s.form.Delete(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				s.fail(err)
				return
			}
			s.finish(text, true)
		},
	})
}

func (s *entrySheet) key() draftKey { return draftKey{s.form.Person().ID, s.form.ID()} }

// closed keeps what was typed and not saved.
func (s *entrySheet) closed() {
	s.w.forms.open = nil
	s.w.win.Canvas().RemoveShortcut(saveShortcut)
	s.keeper.close()
	if w := s.w; !s.done && s.form.Dirty() && w.app != nil && w.shell != nil {
		w.showToast(words.Text("entry.draft.kept"), theme.ColorNameWarning,
			newButton(words.Text("entry.draft.go_on"), nil, func() { w.goOn(s.key()) }))
	}
}

// startOver drops a draft.
func (s *entrySheet) startOver() {
	s.done = true
	s.keeper.drop()
	s.w.closeSheet(s.sheet)
	if s.form.IsNew() {
		s.w.openEntryNew()
		return
	}
	s.w.openEntryEdit(s.form.Person(), s.form.ID())
}
