package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// treatmentSheet is the form for a new course, or for changing one: what it is and
// when, and below it the doses that follow from that.
type treatmentSheet struct {
	w    *Window
	form *view.TreatmentForm
	f    *form

	fields  *fyne.Container // those of the way that was chosen
	lines   []fyne.Disableable
	preview *widget.Label
	trouble *notice
	draft   *draftKeeper // of a new course; nil when one is changed
}

// openTreatmentForm opens a form that there is.
func (w *Window) openTreatmentForm(form *view.TreatmentForm, ok bool) {
	if !ok {
		return
	}
	s := &treatmentSheet{w: w, form: form, fields: container.New(usual), preview: newText(""), trouble: newNotice(theme.ColorNameWarning)}
	title, x := words.Text("treatment.form.new"), &form.Fields
	if !form.IsNew() {
		title = words.Text("treatment.form.change", x.Name)
	}
	name := s.line(&x.Name, "")
	amount := s.line(&x.Amount, "treatment.form.amount.hint")
	amountField := newField(words.Text("treatment.form.amount"), amount, "")
	how := newSelect(view.DoseHows(), nil)
	how.SetSelectedIndex(int(x.How))
	how.OnChanged = func(string) {
		x.How = view.DoseHow(how.SelectedIndex())
		s.refill()
	}
	howField := newField(words.Text("treatment.form.how"), how, "")
	half := func(a, b fyne.CanvasObject) fyne.CanvasObject { return newShares([]float32{0.5}, a, b) }
	since, first := "treatment.form.from.change", fyne.Focusable(amount)
	top := newFields(half(amountField, howField))
	if form.IsNew() {
		since, first = "treatment.form.from", name
		category := newSelect(view.CategoryNames(), nil)
		category.SetSelectedIndex(x.Category)
		category.OnChanged = func(string) { x.Category = category.SelectedIndex(); s.look() }
		top = newFields(half(newField(words.Text("treatment.form.name"), name, ""), amountField),
			half(newField(words.Text("treatment.form.category"), category, ""), howField))
	}
	fields := newFields(top, s.fields,
		newField(words.Text("treatment.form.purpose"), s.line(&x.Purpose, ""), ""),
		half(newField(words.Text(since), s.line(&x.From, "treatment.form.from.hint"), ""),
			newField(words.Text("treatment.form.until"), s.line(&x.Until, "treatment.form.until.hint"), "")),
		newShares([]float32{0.6}, newField(words.Text("treatment.form.taper"), s.line(&x.Taper, "treatment.form.taper.hint"), ""),
			newField(words.Text("treatment.form.strength"), s.line(&x.Strength, "treatment.form.strength.hint"), "")))
	follows := newField(words.Text("treatment.form.preview"), container.New(usual, s.trouble.box, s.preview), "")
	s.f = newForm(w, title, "", words.Text("treatment.form.save"), s.save, newShares([]float32{0.64}, fields, follows))
	s.f.sheet.width = 860
	if form.IsNew() {
		s.draft = w.newDraftKeeper(form.DraftKey(), form.Draft)
		s.f.sheet.closed = s.draft.close
	} else {
		s.f.sheet.unsaved = form.Changed
	}
	if form.Resumed {
		s.f.box.Objects = append([]fyne.CanvasObject{newFaint(words.Text("treatment.form.resumed"))}, s.f.box.Objects...)
	}
	s.f.ready = func() bool { _, trouble, _ := form.Preview(); return trouble == "" }
	s.fill()
	s.look()
	s.f.open(first, s.lines...)
}

// line is a field of one line for a text of the form.
func (s *treatmentSheet) line(text *string, hint string) *entry {
	e := newEntry()
	e.SetText(*text)
	if hint != "" {
		e.SetPlaceHolder(words.Text(hint))
	}
	e.OnChanged = func(typed string) {
		*text = typed
		s.look()
	}
	e.OnSubmitted = func(string) { s.f.yes.press() }
	s.lines = append(s.lines, e)
	return e
}

// refill shows the fields of the way that was chosen, and what follows.
func (s *treatmentSheet) refill() {
	s.fill()
	s.look()
}

func (s *treatmentSheet) fill() {
	x := &s.form.Fields
	s.fields.RemoveAll()
	switch x.How {
	case view.HowTimes:
		s.addTimes(x)
	case view.HowHours:
		s.fields.Add(newShares([]float32{0.4}, newField(words.Text("treatment.form.every"), s.line(&x.Every, "treatment.form.every.hint"), ""),
			newField(words.Text("treatment.form.window"), s.line(&x.Window, "treatment.form.window.hint"), "")))
		taken := newCheck(words.Text("treatment.form.from_taken"), nil)
		taken.SetChecked(x.FromTaken)
		taken.OnChanged = func(on bool) { x.FromTaken = on; s.look() }
		s.fields.Add(taken)
	case view.HowNeeded:
		s.fields.Add(newShares([]float32{0.5}, newField(words.Text("treatment.form.interval"), s.line(&x.MinInterval, "treatment.form.interval.hint"), ""),
			newField(words.Text("treatment.form.max"), s.line(&x.Max, "treatment.form.max.hint"), "")))
	case view.HowAfter:
		others := newSelect(s.form.Others(), nil)
		if x.After == "" && len(others.Options) > 0 {
			x.After = others.Options[0]
		}
		others.SetSelected(x.After)
		others.OnChanged = func(name string) { x.After = name; s.look() }
		s.fields.Add(newShares([]float32{0.6}, newField(words.Text("treatment.form.after"), others, ""),
			newField(words.Text("treatment.form.delay"), s.line(&x.Delay, "treatment.form.delay.hint"), "")))
	}
	s.fields.Refresh()
}

func (s *treatmentSheet) addTimes(x *view.TreatmentFields) {
	days := newSelect(view.DoseDaysNames(), nil)
	days.SetSelectedIndex(int(x.Days))
	days.OnChanged = func(string) {
		x.Days, x.DaysText = view.DoseDays(days.SelectedIndex()), ""
		s.refill()
	}
	s.fields.Add(newShares([]float32{0.5}, newField(words.Text("treatment.form.times"), s.line(&x.Times, "treatment.form.times.hint"), ""),
		newField(words.Text("treatment.form.days"), days, "")))
	if x.Days != view.DaysAll {
		which := s.line(&x.DaysText, "")
		which.SetPlaceHolder(x.Days.Example())
		s.fields.Add(newField(words.Text("treatment.form.which"), which, ""))
	}
}

// look shows what follows from what stands in the fields.
func (s *treatmentSheet) look() {
	if s.f == nil {
		return
	}
	if s.draft != nil && s.form.Changed() {
		s.draft.typed()
	}
	doses, trouble, missing := s.form.Preview()
	text := ""
	for i, d := range doses {
		if i > 0 {
			text += "\n"
		}
		text += d
	}
	if missing {
		text = trouble
	}
	s.preview.SetText(text)
	if trouble != "" && !missing {
		s.trouble.show(trouble)
	} else {
		s.trouble.hide()
	}
	s.preview.Hidden = text == ""
	s.f.changed()
	s.w.refit(s.f.sheet)
}

func (s *treatmentSheet) save() {
	var said string
	s.f.start("treatment.form.saving", false, func(ctx context.Context, _ *progress) (err error) {
		said, err = s.form.Save(ctx)
		return err
	}, func() {
		s.w.closeSheet(s.f.sheet)
		if s.draft != nil {
			s.form.Saved()
			s.draft.drop()
		}
		s.w.changed()
		s.w.toast(said, func() { s.w.undoAct(false) })
	})
}
