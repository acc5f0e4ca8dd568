package ui

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// addOfKind adds what an entry of this sort needs, and when it was.
func (s *entrySheet) addOfKind() {
	f, x := s.form, &s.form.Fields
	switch {
	case f.Has(view.FieldSleep):
		s.addSleep()
	case f.Has(view.FieldValue):
		s.addValue()
	case f.Has(view.FieldAmount):
		s.addDose()
	case f.Has(view.FieldBenefit):
		s.addEvaluation()
	case f.Has(view.FieldWith):
		s.box.Add(newShares([]float32{0.5}, s.field(view.FieldWith, s.line(view.FieldWith, &x.With, "entry.hint.with")),
			s.field(view.FieldReason, s.line(view.FieldReason, &x.Reason, "entry.hint.visit"))))
	case f.Has(view.FieldState):
		s.addCondition()
	case f.Has(view.FieldCategory):
		s.box.Add(newShares([]float32{0.5}, s.pick(view.FieldCategory, &x.Category),
			s.field(view.FieldReason, s.line(view.FieldReason, &x.Reason, "entry.hint.reason.event"))))
	}
	if !f.Has(view.FieldSleep) {
		s.addWhen()
	}
	if f.Has(view.FieldRegion) {
		s.addRegion()
	}
	switch x.Kind {
	case journal.KindEpisode:
		s.addEnd()
	case journal.KindCondition:
		s.box.Add(newShares([]float32{0.5}, s.field(view.FieldEnd, s.line(view.FieldEnd, &x.EndDate, "entry.hint.end.condition")),
			s.pick(view.FieldCertainty, &x.Certainty)))
	case journal.KindAppointment:
		s.addQuestions()
	}
}

// pick is a choice among the usual words of a field.
func (s *entrySheet) pick(field view.EntryField, text *string) fyne.CanvasObject {
	choices := s.form.Choices(field)
	names := make([]string, len(choices))
	for i, c := range choices {
		names[i] = strings.ReplaceAll(c, "_", " ")
		if key := "entry.choice." + string(field) + "." + c; words.Has(key) {
			names[i] = words.Text(key)
		} else if c == "" {
			names[i] = words.Text("entry.choice.none")
		}
	}
	choose := newSelect(names, nil)
	choose.SetSelectedIndex(max(slices.Index(choices, *text), 0))
	choose.OnChanged = func(string) {
		had := s.form.Has(view.FieldReaction)
		*text = choices[choose.SelectedIndex()]
		if s.form.Has(view.FieldReaction) != had {
			s.rebuild()
		}
		s.typed()
	}
	return s.field(field, s.reach(string(field), choose))
}

// addSleep adds from when to when somebody slept, or how long, and how well.
func (s *entrySheet) addSleep() {
	x := &s.form.Fields
	between := func(key string) fyne.CanvasObject {
		return container.NewCenter(newFaintLine(words.Text(key)))
	}
	from := container.NewBorder(nil, nil, between("entry.label.sleep_from"), nil, s.line(view.FieldSleep, &x.SleepFrom, "entry.hint.sleep_from"))
	to := container.NewBorder(nil, nil, between("entry.label.sleep_to"), nil, s.line("sleep to", &x.SleepTo, "entry.hint.sleep_to"))
	s.box.Add(s.field(view.FieldSleep, newShares([]float32{0.5}, from, to)))
	s.box.Add(newShares([]float32{0.5},
		s.labelled(view.FieldValue, words.Text("entry.label.lasted"), s.line(view.FieldValue, &x.Value, "entry.hint.length")),
		s.labelled(view.FieldWhen, words.Text("entry.label.woke"), s.date(view.FieldWhen, &x.Time.Date, "entry.hint.date"))))
	s.box.Add(s.when)
	s.box.Add(s.field(view.FieldQuality, s.score(view.FieldQuality, &x.Quality)))
}

// addDose adds what was taken, or was not, and why.
func (s *entrySheet) addDose() {
	x := &s.form.Fields
	states := []journal.DoseStatus{journal.DoseTaken, journal.DoseSkipped}
	if x.Status == journal.DoseDue {
		states = append(states, journal.DoseDue)
	}
	var cells []string
	for _, state := range states {
		cells = append(cells, words.Text("entry.status."+state.String()))
	}
	status := newChoice(words.Text("entry.label.status"), cells, slices.Index(states, x.Status), nil)
	status.must = true
	status.changed = func(at int) {
		x.Status = states[at]
		s.rebuild()
		s.typed()
	}
	amount := func() fyne.CanvasObject {
		return s.field(view.FieldAmount, s.line(view.FieldAmount, &x.Amount, "entry.hint.amount"))
	}
	hint := "entry.hint.reason"
	if x.Sort == view.SortNeeded {
		hint = "entry.hint.reason.needed"
		s.box.Add(newShares([]float32{0.5}, amount(), s.field(view.FieldReason, s.line(view.FieldReason, &x.Reason, hint))))
	} else {
		s.reach("status", status)
		s.box.Add(newShares([]float32{0.5},
			container.New(stacked{func() float32 { return 0 }}, newLabel(words.Text("entry.label.was_taken")), status), amount()))
		s.box.Add(s.field(view.FieldReason, s.line(view.FieldReason, &x.Reason, hint)))
	}
	if !s.form.IsNew() {
		needed := newCheck(words.Text("entry.needed"), nil)
		needed.SetChecked(x.Needed)
		needed.OnChanged = func(on bool) {
			x.Needed = on
			s.typed()
		}
		s.box.Add(s.reach("needed", needed))
	}
	known := !s.form.IsNew() || x.Time.Mode != view.TimeNow // whether it helped
	switch {
	case x.Status == journal.DoseTaken && known && view.IsWholeScore(x.Effect):
		s.box.Add(s.labelled(view.FieldEffect, words.Text("entry.label.helped"), s.score(view.FieldEffect, &x.Effect)))
	case x.Sort == view.SortNeeded:
		s.box.Add(newFaint(words.Text("entry.label.helped.later")))
	}
}

// addEnd adds when an episode was over and how bad it was.
func (s *entrySheet) addEnd() {
	x := &s.form.Fields
	end := []fyne.CanvasObject{s.line(view.FieldEnd, &x.EndDate, "entry.hint.end"), s.line("end clock", &x.EndClock, "entry.hint.clock")}
	if x.EndDate == "" {
		end = append(end, s.reach("end now", newButton(words.Text("entry.episode.now"), theme.ConfirmIcon(), func() {
			s.form.EndNow()
			s.rebuild()
			s.focus(string(view.FieldWorst))
			s.typed()
		})))
	}
	s.box.Add(s.field(view.FieldEnd, newShares([]float32{0.45, 0.25, 0.3}, end...)))
	if view.IsWholeScore(x.Worst) {
		s.box.Add(s.field(view.FieldWorst, s.score(view.FieldWorst, &x.Worst)))
	} else {
		s.box.Add(s.field(view.FieldWorst, s.line(view.FieldWorst, &x.Worst, "")))
	}
}

// addCondition adds how a condition is, and of an allergy what it does.
func (s *entrySheet) addCondition() {
	x := &s.form.Fields
	s.box.Add(newShares([]float32{0.5}, s.pick(view.FieldCategory, &x.Category), s.pick(view.FieldState, &x.State)))
	if s.form.Has(view.FieldReaction) {
		s.box.Add(newShares([]float32{0.5}, s.field(view.FieldReaction, s.line(view.FieldReaction, &x.Reaction, "entry.hint.reaction")),
			s.pick(view.FieldSeverity, &x.Severity)))
	}
}

// addEvaluation adds how a treatment did.
func (s *entrySheet) addEvaluation() {
	x := &s.form.Fields
	rating := func(field view.EntryField, text *string) {
		if view.IsWholeScore(*text) {
			s.box.Add(s.field(field, s.score(field, text)))
			return
		}
		s.box.Add(s.field(field, s.line(field, text, "")))
	}
	rating(view.FieldBenefit, &x.Benefit)
	s.box.Add(s.field(view.FieldSideEffects, s.line(view.FieldSideEffects, &x.SideEffects, "entry.hint.side_effects")))
	rating(view.FieldSideEffect, &x.SideEffect)
	rating(view.FieldBurden, &x.Burden)
	rating(view.FieldCost, &x.Cost)
	rating(view.FieldAdherence, &x.Adherence)
}

// addQuestions adds what is to be asked at an appointment: one more can be written in
// the last line, and each can be ticked off.
func (s *entrySheet) addQuestions() {
	x := &s.form.Fields
	list := container.New(usual)
	for i := range x.Questions {
		q := &x.Questions[i]
		text := s.line(view.EntryField(words.Text("entry.question.nth", i+1)), &q.Text, "entry.hint.question")
		asked := newCheck(words.Text("entry.question.asked"), nil)
		asked.SetChecked(q.Asked)
		asked.OnChanged = func(on bool) {
			q.Asked = on
			s.typed()
		}
		remove := newQuiet(words.Text("entry.question.remove"), theme.DeleteIcon(), func() {
			x.Questions = slices.Delete(slices.Clone(x.Questions), i, i+1)
			s.rebuild()
			s.focus("question add")
			s.typed()
		})
		list.Add(container.NewBorder(nil, nil, nil, container.NewHBox(s.reach("asked", asked), s.reach("remove", remove)), text))
	}
	list.Add(container.NewHBox(s.reach("question add", newQuiet(words.Text("entry.question.add"), theme.ContentAddIcon(), func() {
		x.Questions = append(slices.Clone(x.Questions), view.EntryQuestion{})
		s.rebuild()
		s.focus(words.Text("entry.question.nth", len(x.Questions)))
	}))))
	s.box.Add(s.field(view.FieldQuestions, list))
}

// addRegion adds where in the body it was.
func (s *entrySheet) addRegion() {
	x := &s.form.Fields
	line := s.line(view.FieldRegion, &x.Region, "entry.hint.region")
	show := newButton(words.Text("body.show"), nil, func() {
		s.body = !s.body
		s.rebuild()
		if s.focus("body map"); !s.body {
			s.focus("body")
		}
		s.w.after(100*time.Millisecond, func() { // once it has its place
			if m, ok := s.w.win.Canvas().Focused().(*bodyMap); ok {
				m.reveal()
			}
		})
	})
	field := s.field(view.FieldRegion, container.NewBorder(nil, nil, nil, s.reach("body", show), line))
	if !s.body {
		s.box.Add(field)
		return
	}
	show.SetText(words.Text("body.hide"))
	model, err := view.NewBodyMap(x.Region)
	if err != nil {
		s.fail(err)
		return
	}
	parts := newBodyMap(model, func() {
		line.SetText(model.Text())
		s.typed()
	})
	typed := line.OnChanged
	line.OnChanged = func(text string) {
		typed(text)
		if text != model.Text() { // typed, not chosen on the map
			model.SetText(text)
			parts.Refresh()
		}
	}
	s.box.Add(container.New(usual, field, newFaint(words.Text("body.help")), s.reach("body map", parts)))
}

// addWhich asks which of two is meant, where clocks showed the time twice.
func (s *entrySheet) addWhich() {
	if !s.form.ClockTwice() {
		return
	}
	x := &s.form.Fields
	at := 0
	if x.Time.Second {
		at = 1
	}
	which := newChoice(words.Text("entry.clock.which"), []string{words.Text("entry.clock.one"), words.Text("entry.clock.two")}, at, func(at int) {
		x.Time.Second = at == 1
		s.typed()
	})
	which.must = true
	s.box.Add(container.New(stacked{func() float32 { return 0 }}, newLabel(words.Text("entry.clock.which")), s.reach("which", which)))
}

// quantity is a number with its unit; beside it stands what that is in the other
// unit that people use. Choosing another unit leaves the number as it was typed.
func (s *entrySheet) quantity() fyne.CanvasObject {
	x := &s.form.Fields
	converted := newFaintLine("")
	show := func() { setStyled(converted, s.form.Converted()) }
	number := s.line(view.FieldValue, &x.Value, "")
	typed := number.OnChanged
	number.OnChanged = func(text string) {
		typed(text)
		show()
	}
	show()
	choices := s.form.UnitChoices()
	if len(choices) < 2 || s.freeUnit {
		unit := s.line("unit", &x.Unit, "entry.hint.unit")
		typed := unit.OnChanged
		unit.OnChanged = func(text string) {
			typed(text)
			show()
		}
		return container.New(below, newShares([]float32{0.55}, number, unit), converted)
	}
	unit := newSelect(append(choices, words.Text("entry.unit.other")), nil)
	unit.SetSelectedIndex(max(slices.Index(choices, x.Unit), 0))
	x.Unit = choices[unit.SelectedIndex()]
	unit.OnChanged = func(text string) {
		if unit.SelectedIndex() == len(choices) {
			s.freeUnit = true
			s.rebuild()
			return
		}
		x.Unit = text
		show()
		s.typed()
	}
	return container.New(below, newShares([]float32{0.55}, number, s.reach("unit", unit)), converted)
}

// below puts a line of help close under its field.
var below = stacked{func() float32 { return -0.5 * theme.Size(theme.SizeNameInnerPadding) }}
