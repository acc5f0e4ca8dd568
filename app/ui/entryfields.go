package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// build makes all fields that the form has now.
func (s *entrySheet) build() {
	f, x := s.form, &s.form.Fields
	s.controls, s.notices = nil, map[view.EntryField]*notice{}
	s.when = newFaint("")
	s.showWhen()
	s.box.Objects = nil
	add := s.box.Add
	if s.draft {
		add(container.NewBorder(nil, nil, nil, s.reach("draft", newQuiet(words.Text("entry.draft.new"), nil, s.startOver)), newFaint(words.Text("entry.draft.here"))))
	}
	if len(s.w.shown.All()) > 1 {
		add(newFaint(words.Text("entry.for", f.Person().Name)))
	}
	if s.choosing {
		add(newFaint(words.Text("entry.choose")))
		add(s.reach("kind", newSortChooser(x.Sort, s.chose)))
		s.save.Hide()
		s.box.Refresh()
		return
	}
	s.save.Show()
	s.addName()
	s.addOfKind()
	add(s.field(view.FieldNote, s.lines(view.FieldNote, &x.Note, "entry.hint.words", s.noteRows())))
	s.addMore()
	s.addDetails()
	if !f.IsNew() {
		add(s.attachments())
	}
	add(s.trouble.box)
	s.showErrors()
	s.box.Refresh()
}

// attachments is what is attached to the entry, read once.
func (s *entrySheet) attachments() fyne.CanvasObject {
	if s.attached == nil {
		s.attached = newAttachments(s.w, s.form.Person(), s.form.ID(), func() { s.w.refit(s.sheet) })
	}
	return s.attached.box
}

// noteRows is more where the note is all that there is.
func (s *entrySheet) noteRows() int {
	if s.form.Fields.Kind == journal.KindNote {
		return 6
	}
	return 2
}

// reach adds a control that Tab reaches.
func (s *entrySheet) reach(name string, control interface {
	fyne.CanvasObject
	fyne.Focusable
}) fyne.CanvasObject {
	s.controls = append(s.controls, entryControl{name, control})
	return control
}

// field is a control below its label, with what is wrong with it below that.
func (s *entrySheet) field(name view.EntryField, control fyne.CanvasObject) fyne.CanvasObject {
	return s.labelled(name, words.Text("entry.label."+labelOf(name)), control)
}

func (s *entrySheet) labelled(name view.EntryField, label string, control fyne.CanvasObject) fyne.CanvasObject {
	n := newNotice(theme.ColorNameError)
	s.notices[name] = n
	return container.New(stacked{func() float32 { return 0 }}, newLabel(label), control, n.box)
}

// labelOf is the last part of the key of a field's label.
func labelOf(name view.EntryField) string {
	if name == view.FieldDuration {
		return "lasted"
	}
	return string(name)
}

// newLabel is the name of a field, close to what it names.
func newLabel(text string) fyne.CanvasObject {
	return container.New(stacked{func() float32 { return -theme.Size(theme.SizeNameInnerPadding) }}, newFaint(text), newSpace(0))
}

// line is a field of one line for text; key is of what stands in it while it is
// empty, "" for nothing.
func (s *entrySheet) line(name view.EntryField, text *string, key string) *entry {
	e := newEntry()
	s.fill(e, string(name), text, key)
	e.OnSubmitted = func(string) { s.trySave() }
	return e
}

// lines is a field of several lines.
func (s *entrySheet) lines(name view.EntryField, text *string, key string, rows int) *entry {
	e := newMultiLine()
	e.SetMinRowsVisible(rows)
	s.fill(e, string(name), text, key)
	return e
}

func (s *entrySheet) fill(e *entry, name string, text *string, key string) {
	e.SetText(*text)
	if !e.MultiLine {
		e.CursorColumn = len([]rune(*text))
	}
	if key != "" {
		e.SetPlaceHolder(words.Text(key))
	}
	e.OnChanged = func(typed string) {
		*text = typed
		s.typed()
	}
	e.onShortcut = func(shortcut fyne.Shortcut) bool {
		if shortcut.ShortcutName() != saveShortcut.ShortcutName() {
			return false
		}
		s.trySave()
		return true
	}
	s.reach(name, e)
}

// addName adds what the entry is and its name, with names to choose from.
func (s *entrySheet) addName() {
	f, x := s.form, &s.form.Fields
	var kind fyne.CanvasObject
	if f.IsNew() {
		choose := newButton(words.Text("entry.kind."+string(x.Sort)), sortIcon(x.Sort), s.choose)
		choose.Alignment = widget.ButtonAlignLeading
		kind = container.New(stacked{func() float32 { return 0 }}, newLabel(words.Text("entry.label.kind")), s.reach("kind", choose))
	}
	s.chips = nil
	if !f.Has(view.FieldName) {
		if kind != nil {
			s.box.Add(kind)
		}
		return
	}
	hint := "entry.hint.name." + x.Kind.String()
	if !words.Has(hint) {
		hint = ""
	}
	name := s.line(view.FieldName, &x.Name, hint)
	name.OnChanged = func(text string) {
		x.Name, s.cycle = text, nil
		s.suggest()
		s.typed()
	}
	name.onFocus = func(on bool) {
		if !on {
			s.recall()
		}
	}
	name.onKey = func(key *fyne.KeyEvent) bool { return s.cycleNames(name, key) }
	field := s.field(view.FieldName, name)
	if kind != nil {
		field = newShares([]float32{0.36}, kind, field)
	}
	if !f.IsNew() {
		s.box.Add(field)
		return
	}
	if strings.TrimSpace(x.Name) != "" && len(f.Suggestions(1)) == 0 {
		s.box.Add(field)
		return
	}
	s.chips = container.New(oneLine{})
	s.suggest()
	s.box.Add(container.New(stacked{func() float32 { return 4 }}, field, s.chips))
}

// suggest shows names that were used before.
func (s *entrySheet) suggest() {
	if s.chips == nil {
		return
	}
	s.chips.Objects = nil
	for _, name := range s.form.Suggestions(6) {
		s.chips.Add(newNameChip(name, func() { s.take(name) }))
	}
	s.chips.Refresh()
}

// take takes a suggested name and goes on to what comes next.
func (s *entrySheet) take(name string) {
	s.form.Fields.Name, s.cycle = name, nil
	s.rebuild()
	s.recall()
	for i, c := range s.controls {
		if c.name == string(view.FieldName) && i+1 < len(s.controls) {
			s.w.win.Canvas().Focus(s.controls[i+1].control)
		}
	}
}

// cycleNames goes through the suggested names with the arrow keys.
func (s *entrySheet) cycleNames(name *entry, key *fyne.KeyEvent) bool {
	if !s.form.IsNew() || key.Name != fyne.KeyDown && key.Name != fyne.KeyUp {
		return false
	}
	if s.cycle == nil {
		s.cycle = append([]string{name.Text}, s.form.Suggestions(6)...)
	}
	step := 1
	if key.Name == fyne.KeyUp {
		step = len(s.cycle) - 1
	}
	names := s.cycle
	next := names[(max(slices.Index(names, name.Text), 0)+step)%len(names)]
	name.SetText(next)
	name.CursorColumn = len([]rune(next))
	name.Refresh()
	s.cycle = names // typing it would have begun anew
	return true
}

// recall asks the journal what is known of the name.
func (s *entrySheet) recall() {
	name, kind := strings.TrimSpace(s.form.Fields.Name), s.form.Fields.Kind
	if !s.form.IsNew() || name == "" || name == s.asked {
		return
	}
	s.asked = name
	var r view.Recalled
	s.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			r, err = s.form.Recall(ctx, kind, name)
			return err
		},
		then: func(err error) {
			if err != nil {
				s.fail(err)
				return
			}
			if s.form.Use(r) {
				s.rebuild()
			}
		},
	})
}

// addDetails adds what can only be looked at.
func (s *entrySheet) addDetails() {
	details := s.form.Details()
	if len(details) == 0 {
		return
	}
	list := container.New(stacked{func() float32 { return -2 * theme.Size(theme.SizeNamePadding) }})
	for _, d := range details {
		list.Add(newDetail(d.Label, d.Text))
	}
	s.box.Add(container.New(usual, newFaint(words.Text("entry.readonly")), list))
}
