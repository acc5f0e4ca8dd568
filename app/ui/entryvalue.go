package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// addValue adds the value of a symptom, measure or factor, as its scale asks for
// it, and the choice of another scale.
func (s *entrySheet) addValue() {
	f, x := s.form, &s.form.Fields
	var value fyne.CanvasObject
	answers := func(cells []string, texts []string) fyne.CanvasObject {
		return s.choice(view.FieldValue, cells, slices.Index(texts, x.Value), func(at int) {
			x.Value = ""
			if at >= 0 {
				x.Value = texts[at]
			}
		})
	}
	switch x.Scale {
	case journal.NRS:
		if view.IsWholeScore(x.Value) {
			value = s.score(view.FieldValue, &x.Value)
		}
	case journal.YesNo:
		value = answers([]string{words.Text("entry.yes"), words.Text("entry.no")}, []string{view.AnswerYes, view.AnswerNo})
	case journal.Ordinal:
		if slices.Contains(x.Anchors, x.Value) || x.Value == "" && len(x.Anchors) > 0 {
			value = answers(x.Anchors, x.Anchors)
		}
	case journal.Quantity:
		value = s.quantity()
	case journal.Duration:
		value = s.line(view.FieldValue, &x.Value, "entry.hint.length")
	case journal.Components:
		value = s.parts()
	}
	if value == nil {
		value = s.line(view.FieldValue, &x.Value, "")
	}
	if sort := x.Sort; sort == view.SortMood || sort == view.SortPressure {
		s.box.Add(s.labelled(view.FieldValue, words.Text("entry."+map[bool]string{true: "label.mood", false: "kind.pressure"}[sort == view.SortMood]), value))
		return
	}
	scales := f.Scales()
	var names []string
	for _, scale := range scales {
		names = append(names, words.Text("entry.scale."+scale.String()))
	}
	scale := newSelect(names, nil)
	scale.SetSelectedIndex(slices.Index(scales, x.Scale))
	scale.OnChanged = func(string) {
		f.SetScale(scales[scale.SelectedIndex()])
		s.rebuild()
	}
	measured := container.New(stacked{func() float32 { return 0 }}, newLabel(words.Text("entry.label.scale")), s.reach("scale", scale))
	s.box.Add(newShares([]float32{0.68}, s.field(view.FieldValue, value), measured))
}

// parts are the fields of a value with several numbers.
func (s *entrySheet) parts() fyne.CanvasObject {
	x := &s.form.Fields
	box := container.NewGridWithColumns(min(len(x.Parts), 3))
	for i := range x.Parts {
		name := view.FieldValue
		if i > 0 {
			name = view.EntryField("part " + x.Parts[i].Name)
		}
		number := s.line(name, &x.Parts[i].Number, "")
		number.SetPlaceHolder(x.Parts[i].Name)
		box.Add(container.NewBorder(nil, nil, nil, container.NewCenter(newFaintLine(x.Parts[i].Unit)), number))
	}
	return box
}

// choice is a choice among words or numbers.
func (s *entrySheet) choice(name view.EntryField, cells []string, at int, changed func(int)) fyne.CanvasObject {
	return s.reach(string(name), newChoice(words.Text("entry.label."+labelOf(name)), cells, at, func(at int) {
		changed(at)
		s.typed()
	}))
}

// score is a rating from 0 to 10.
func (s *entrySheet) score(name view.EntryField, text *string) fyne.CanvasObject {
	return s.reach(string(name), newScore(words.Text("entry.label."+labelOf(name)), *text, func(typed string) {
		*text = typed
		s.typed()
	}))
}

// addWhen adds when it was, as exactly as it is known.
func (s *entrySheet) addWhen() {
	f, x := s.form, &s.form.Fields
	modes := f.TimeModes()
	var names []string
	for _, m := range modes {
		names = append(names, words.Text("entry.time."+m.String()))
	}
	mode := newSelect(names, nil)
	mode.SetSelectedIndex(slices.Index(modes, x.Time.Mode))
	mode.OnChanged = func(string) {
		f.SetMode(modes[mode.SelectedIndex()])
		s.rebuild()
	}
	var row []fyne.CanvasObject
	if len(modes) > 1 {
		row = append(row, s.reach("mode", mode))
	}
	if x.Time.Mode != view.TimeNow && x.Time.Mode != view.TimeUnknown {
		row = append(row, s.date(view.FieldWhen, &x.Time.Date, s.dateHint()))
	}
	switch x.Time.Mode {
	case view.TimeClock:
		row = append(row, s.line(view.FieldClock, &x.Time.Clock, "entry.hint.clock"))
	case view.TimePart:
		var parts []string
		for _, p := range view.DayParts() {
			parts = append(parts, words.Text("entry.part."+p.String()))
		}
		part := newSelect(parts, nil)
		part.SetSelectedIndex(slices.Index(view.DayParts(), x.Time.Part))
		part.OnChanged = func(string) {
			x.Time.Part = view.DayParts()[part.SelectedIndex()]
			s.typed()
		}
		row = append(row, s.reach("part", part))
	}
	clock := newNotice(theme.ColorNameError)
	s.notices[view.FieldClock] = clock
	fields := newShares(thirds[:len(row)], row...)
	label := "entry.label.when"
	if x.Kind == journal.KindCondition {
		label = "entry.label.onset"
	}
	s.box.Add(container.New(stacked{func() float32 { return 0 }}, s.labelled(view.FieldWhen, words.Text(label), fields), clock.box, s.when))
	s.addWhich()
}

// thirds are the widths of up to three fields in a row.
var thirds = []float32{0.4, 0.33, 0.27}

func (s *entrySheet) dateHint() string {
	switch s.form.Fields.Time.Mode {
	case view.TimeMonth:
		return "entry.hint.month"
	case view.TimeYear:
		return "entry.hint.year"
	}
	return "entry.hint.date"
}

// date is a field for a day: the arrow keys go a day back or on.
func (s *entrySheet) date(name view.EntryField, text *string, hint string) *entry {
	e := s.line(name, text, hint)
	if name != view.FieldWhen {
		return e
	}
	e.onKey = func(key *fyne.KeyEvent) bool {
		step := 0
		switch key.Name {
		case fyne.KeyUp:
			step = 1
		case fyne.KeyDown:
			step = -1
		default:
			return false
		}
		s.form.StepDay(step)
		e.SetText(*text)
		return true
	}
	return e
}

// addMore adds the rarer fields, or the button that shows them.
func (s *entrySheet) addMore() {
	f, x := s.form, &s.form.Fields
	if !s.more && f.Has(view.FieldDuration) {
		more := "entry.more"
		if f.Has(view.FieldAfter) {
			more = "entry.more.after"
		}
		s.box.Add(container.NewHBox(s.reach("more", newQuiet(words.Text(more), theme.MenuDropDownIcon(), func() {
			s.more = true
			at := len(s.controls) - 1 // where the button was
			s.rebuild()
			s.w.win.Canvas().Focus(s.controls[at].control)
		}))))
		return
	}
	var fields []fyne.CanvasObject
	if f.Has(view.FieldAfter) {
		fields = append(fields, s.field(view.FieldAfter, s.line(view.FieldAfter, &x.After, "entry.hint.after")))
	}
	if f.Has(view.FieldDuration) {
		fields = append(fields, s.field(view.FieldDuration, s.line(view.FieldDuration, &x.Duration, "entry.hint.length")))
	}
	fields = append(fields, s.field(view.FieldTags, s.line(view.FieldTags, &x.Tags, "entry.hint.tags")))
	for len(fields) > 1 {
		s.box.Add(newShares([]float32{0.5}, fields[0], fields[1]))
		fields = fields[2:]
	}
	if len(fields) > 0 {
		s.box.Add(fields[0])
	}
}
