package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// experimentSheet plans an experiment in four steps; the last shows all of it before it
// is saved.
type experimentSheet struct {
	w       *Window
	form    *view.ExperimentForm
	sheet   *sheet
	box     *fyne.Container
	back    *button
	next    *button
	trouble *notice
	look    *view.ExperimentLook // of the last step
	busy    bool
}

// openExperimentPlan begins to plan an experiment for the person who is written for.
func (w *Window) openExperimentPlan() {
	m := w.experiments()
	var f *view.ExperimentForm
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			f, err = m.NewForm(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.showExperimentPlan(f)
		},
	})
}

func (w *Window) showExperimentPlan(f *view.ExperimentForm) *experimentSheet {
	s := &experimentSheet{w: w, form: f, box: container.New(usual), trouble: newNotice(theme.ColorNameError)}
	s.back = newButton(words.Text("experiment.page.back"), nil, s.goBack)
	s.next = newPrimary("", nil, s.goOn)
	s.sheet = &sheet{title: words.Text("experiment.page.new"), body: newScroll(s.box), width: 700, tall: true, closeText: words.Text("experiment.page.cancel"),
		actions: []fyne.CanvasObject{s.back, s.next}, unsaved: f.Changed}
	s.sheet.first = s.next
	w.openSheet(s.sheet)
	s.show()
	return s
}

// show shows the step.
func (s *experimentSheet) show() {
	s.trouble.hide()
	text := s.form.Progress()
	question := newSection(s.form.Title())
	question.Wrapping = fyne.TextWrapWord
	s.box.Objects = []fyne.CanvasObject{container.New(tight, newFaint(text), question)}
	s.w.speech.say(text+". "+s.form.Title(), true)
	var first fyne.Focusable
	switch s.form.Step {
	case view.StepWhat:
		first = s.showWhat()
	case view.StepMeasure:
		first = s.showMeasure()
	case view.StepLength:
		first = s.showLength()
	default:
		first = s.showLook()
	}
	s.box.Add(s.trouble.box)
	s.back.Hidden = s.form.Step == view.StepWhat
	key := "experiment.page.next"
	if s.form.Last() {
		key = "experiment.page.save"
	}
	s.next.SetText(words.Text(key))
	s.changed()
	s.sheet.buttons.Refresh()
	s.box.Refresh()
	s.w.refit(s.sheet)
	s.w.win.Canvas().Focus(first)
}

// changed looks again whether the step can be left.
func (s *experimentSheet) changed() { setEnabled(s.next, !s.busy && s.form.Ready()) }

// line is a field of one line for a text of the form.
func (s *experimentSheet) line(text *string, hint string) *entry {
	e := newEntry()
	e.SetText(*text)
	if hint != "" {
		e.SetPlaceHolder(words.Text(hint))
	}
	e.OnChanged = func(typed string) {
		*text = typed
		s.changed()
	}
	e.OnSubmitted = func(string) { s.next.press() }
	return e
}

// safety is what nobody should overlook.
func (s *experimentSheet) safety() fyne.CanvasObject {
	n := newNotice(theme.ColorNameWarning)
	n.show(s.form.Safety())
	return n.box
}

func (s *experimentSheet) showWhat() fyne.Focusable {
	x := &s.form.Fields
	name := s.line(&x.Name, "experiment.field.name.hint")
	sort := newSelect(s.form.Sorts(), nil)
	sort.SetSelectedIndex(x.Sort)
	more, safety := container.New(usual), container.NewStack()
	fill := func() {
		safety.Objects = []fyne.CanvasObject{s.safety()}
		safety.Refresh()
		s.fillWhat(more)
		s.w.refit(s.sheet)
		s.changed()
	}
	sort.OnChanged = func(string) {
		x.Sort = sort.SelectedIndex()
		fill()
	}
	other := newCheck(words.Text("experiment.field.other"), nil)
	other.SetChecked(x.Other)
	other.OnChanged = func(on bool) {
		x.Other = on
		fill()
	}
	s.box.Add(newField(words.Text("experiment.field.name"), name, ""))
	s.box.Add(newField(words.Text("experiment.field.sort"), sort, ""))
	s.box.Add(other)
	s.box.Add(more)
	s.box.Add(safety)
	fill()
	return name
}

// fillWhat fills in the fields that follow from what was chosen.
func (s *experimentSheet) fillWhat(more *fyne.Container) {
	x := &s.form.Fields
	more.Objects = nil
	doses := func(times, amount *string, key string) fyne.CanvasObject {
		return newShares([]float32{0.5}, newField(words.Text("experiment.field."+key+"times"), s.line(times, "experiment.field.times.hint"), ""),
			newField(words.Text("experiment.field."+key+"amount"), s.line(amount, "experiment.field.amount.hint"), ""))
	}
	if x.Other {
		more.Add(newField(words.Text("experiment.field.against"), s.line(&x.Against, ""), ""))
	}
	if x.Sort == view.TryTreatment {
		more.Add(doses(&x.Times, &x.Amount, ""))
		if x.Other {
			more.Add(doses(&x.OtherTimes, &x.OtherAmount, "other_"))
		}
		more.Add(newFaint(words.Text("experiment.field.doses")))
	}
	more.Refresh()
}

func (s *experimentSheet) showMeasure() fyne.Focusable {
	x := &s.form.Fields
	measure := newSelect(s.form.Measures, nil)
	measure.SetSelected(x.Measure)
	measure.OnChanged = func(name string) { x.Measure = name }
	alsos := s.form.Alsos()
	also := newSelect(alsos, nil)
	also.SetSelected(x.Also)
	if x.Also == "" {
		also.SetSelectedIndex(0)
	}
	also.OnChanged = func(name string) {
		if x.Also = name; also.SelectedIndex() == 0 {
			x.Also = ""
		}
	}
	s.box.Add(newText(words.Text("experiment.field.measure.explain")))
	s.box.Add(newField(words.Text("experiment.field.measure"), measure, ""))
	s.box.Add(newField(words.Text("experiment.field.also"), also, ""))
	return measure
}

func (s *experimentSheet) showLength() fyne.Focusable {
	x := &s.form.Fields
	days := s.line(&x.Days, "")
	s.box.Add(newText(words.Text("experiment.field.length.explain")))
	s.box.Add(newShares([]float32{0.5}, newField(words.Text("experiment.field.days"), days, ""),
		newField(words.Text("experiment.field.washout"), s.line(&x.Washout, ""), "")))
	s.box.Add(newShares([]float32{0.5}, newField(words.Text("experiment.field.pairs"), s.line(&x.Pairs, ""), ""),
		newField(words.Text("experiment.field.from"), s.line(&x.From, "experiment.field.from.hint"), "")))
	return days
}

func (s *experimentSheet) showLook() fyne.Focusable {
	l, x := s.look, &s.form.Fields
	s.box.Add(newText(l.Question))
	for _, line := range l.Plan {
		s.box.Add(newText(line))
	}
	s.box.Add(s.safety())
	var first fyne.Focusable = s.next
	if l.Ask {
		asked := newCheck(words.Text("experiment.field.asked"), nil)
		asked.SetChecked(x.Asked)
		asked.OnChanged = func(on bool) {
			x.Asked = on
			s.changed()
		}
		s.box.Add(asked)
		first = asked
	}
	chances := container.New(snug, newBold(words.Text("experiment.chance.title")))
	for _, line := range l.Chances {
		chances.Add(newText(line))
	}
	chances.Add(newText(l.Write))
	s.box.Add(chances)
	s.box.Add(newCard(newCalendar(l.Blocks)))
	s.box.Add(newFaint(l.Order))
	return first
}

func (s *experimentSheet) goBack() {
	if s.busy || s.form.Step == view.StepWhat {
		return
	}
	s.form.Step--
	s.show()
}

// goOn checks the step and shows the next, or saves.
func (s *experimentSheet) goOn() {
	if s.busy || !s.form.Ready() {
		return
	}
	s.busy = true
	s.changed()
	fields, save := s.form.Checked(), s.form.Last()
	var look *view.ExperimentLook
	var id journal.ID
	var said string
	s.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			if save {
				id, said, err = s.form.Save(ctx, fields)
			} else {
				look, err = s.form.Look(ctx, fields)
			}
			return err
		},
		then: func(err error) {
			s.busy = false
			switch {
			case err != nil:
				s.changed()
				s.fail(err)
			case save:
				s.w.closeSheet(s.sheet)
				s.w.changed()
				s.w.openExperiment(id, false)
				s.w.toast(said, func() {
					s.w.closeSheets()
					s.w.undoAct(false)
				})
			default:
				s.look = look
				s.form.Step++
				s.show()
			}
		},
	})
}

func (s *experimentSheet) fail(err error) {
	s.trouble.show(explained(err))
	s.w.speech.say(s.trouble.text.Text, true)
	s.w.refit(s.sheet)
}
