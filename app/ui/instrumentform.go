package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// instrumentSheet asks a questionnaire, one question at a time: digits choose and go
// on, and one can go back, leave a question out, stop, and go on another day.
type instrumentSheet struct {
	w     *Window
	form  *view.InstrumentForm
	sheet *sheet
	box   *fyne.Container
	draft *draftKeeper
	done  *view.InstrumentDone // once it is kept

	back, stop, next *button
	answers          []*answer
	number, when     *entry
	trouble          *notice
	busy             bool
}

// openInstrument begins to fill in a questionnaire of the page's person.
func (w *Window) openInstrument(m *view.Instruments, id string) {
	var f *view.InstrumentForm
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			f, err = m.Open(ctx, id)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.showInstrument(f)
		},
	})
}

// answerInstrument begins to fill in a questionnaire of the person who is shown.
func (w *Window) answerInstrument(id string) {
	m := view.NewInstruments(w.app)
	m.SetPerson(w.shown.Writer())
	w.openInstrument(m, id)
}

func (w *Window) showInstrument(f *view.InstrumentForm) {
	s := &instrumentSheet{w: w, form: f, box: container.New(usual), trouble: newNotice(theme.ColorNameError)}
	s.back = newButton(words.Text("instrument.form.back"), nil, s.goBack)
	s.stop = newButton(words.Text("instrument.form.stop"), nil, func() { s.form.Stop(); s.show() })
	s.next = newPrimary("", nil, s.goOn)
	if !f.TotalOnly() {
		s.draft = w.newDraftKeeper(f.DraftKey(), f.Draft)
	}
	s.sheet = &sheet{
		title: f.Title(), body: newScroll(s.box), width: 680, tall: true, closeText: words.Text("instrument.form.later"),
		actions: []fyne.CanvasObject{s.back, s.stop, s.next}, closed: s.closed,
		unsaved: func() bool { return s.done == nil && f.TotalOnly() && f.Ready() }, // answers are kept as a draft
	}
	s.sheet.first = s.next
	w.openSheet(s.sheet)
	s.show()
}

// show shows the question that is asked now, or the end.
func (s *instrumentSheet) show() {
	s.answers, s.number = nil, nil
	s.trouble.hide()
	s.box.Objects = []fyne.CanvasObject{newFaint(words.Text("instrument.form.whose", s.form.Whose()))}
	for _, note := range s.form.Notes() {
		s.box.Add(newFaint(note))
	}
	var first fyne.Focusable = s.next
	switch {
	case s.form.TotalOnly():
		first = s.showTotal()
	case s.form.AtEnd():
		first = s.showEnd()
	default:
		first = s.showQuestion()
	}
	s.box.Add(s.trouble.box)
	s.box.Refresh()
	s.w.refit(s.sheet)
	s.w.win.Canvas().Focus(first)
}

// setButtons shows what can be done now.
func (s *instrumentSheet) setButtons(back, stop bool, next string) {
	s.back.Hidden, s.stop.Hidden = !back, !stop
	s.setNext(next)
	s.sheet.buttons.Refresh()
}

// setNext names the button that goes on. Leaving a question out is not what most
// want.
func (s *instrumentSheet) setNext(text string) {
	s.next.Importance = widget.HighImportance
	if text == "instrument.form.leave" {
		s.next.Importance = widget.MediumImportance
	}
	s.next.SetText(words.Text(text))
}

func (s *instrumentSheet) showProgress() {
	text, share := s.form.Progress()
	bar := widget.NewProgressBar()
	bar.TextFormatter = func() string { return "" }
	bar.SetValue(share)
	s.box.Add(container.New(tight, newFaint(text), container.New(barHeight{}, bar)))
}

// barHeight keeps a bar low.
type barHeight struct{}

// MinSize implements fyne.Layout.
func (barHeight) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(60, 10) }

// Layout implements fyne.Layout.
func (barHeight) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	side := theme.Size(theme.SizeNameInnerPadding) // where texts begin
	objects[0].Resize(fyne.NewSize(size.Width-2*side, 6))
	objects[0].Move(fyne.NewPos(side, 4))
}

func (s *instrumentSheet) showQuestion() fyne.Focusable {
	s.showProgress()
	if recall := s.form.Recall(); recall != "" {
		s.box.Add(newText(recall))
	}
	question := newSection(s.form.Question())
	question.Wrapping = fyne.TextWrapWord
	s.box.Add(question)
	text, _ := s.form.Progress()
	s.w.speech.say(text+". "+s.form.Question(), true)
	s.setButtons(!s.form.First(), s.form.Given() > 0, "instrument.form.leave")
	choices, row := s.form.Choices()
	if choices == nil {
		return s.showNumber()
	}
	at := 0
	for i, c := range choices {
		key := ""
		if c.Key != 0 && !row {
			key = string(c.Key)
		}
		a := newAnswer(c.Text, key, c.Chosen, func() { s.choose(i) })
		a.onKey, a.onRune = func(k *fyne.KeyEvent) { s.key(i, k) }, func(r rune) { s.digit(choices, r) }
		s.answers = append(s.answers, a)
		if c.Chosen {
			at = i
		}
	}
	box := container.New(usual)
	if row {
		box = container.New(newFlow())
	}
	for _, a := range s.answers {
		box.Add(a)
	}
	s.box.Add(box)
	s.box.Add(newFaint(words.Text("instrument.form.keys")))
	if s.form.Alert() {
		s.showTalk()
	}
	return s.answers[at]
}

// showTalk says quietly, while the questions go on, that there is somebody.
func (s *instrumentSheet) showTalk() {
	s.box.Add(container.New(tight, newText(words.Text("instrument.form.talk")),
		container.New(newFlow(), newButton(words.Text("instrument.form.talk.show"), nil, func() { s.w.openCrisis(true, nil) }))))
}

func (s *instrumentSheet) showNumber() fyne.Focusable {
	typed, hint := s.form.Number()
	s.number = newEntry()
	s.number.SetText(typed)
	s.number.OnSubmitted = func(string) { s.goOn() }
	s.number.OnChanged = func(string) { s.nameNext() }
	s.box.Add(newField(hint, s.number, ""))
	s.nameNext()
	return s.number
}

// nameNext says what going on does with the number: leaves it out while it is empty.
func (s *instrumentSheet) nameNext() {
	text := "instrument.form.next"
	if s.number != nil && strings.TrimSpace(s.number.Text) == "" {
		text = "instrument.form.leave"
	}
	s.setNext(text)
}

func (s *instrumentSheet) showEnd() fyne.Focusable {
	s.showProgress()
	for _, line := range s.form.Review() {
		s.box.Add(newText(line))
	}
	s.showWhen()
	if s.form.Alert() {
		s.showTalk()
	}
	s.setButtons(true, false, "instrument.form.keep")
	setEnabled(s.next, s.form.Ready())
	if !s.form.Ready() {
		return s.back
	}
	return s.next
}

// showWhen asks when it was; nothing is now.
func (s *instrumentSheet) showWhen() {
	s.when = newEntry()
	s.when.SetText(s.form.At)
	s.when.SetPlaceHolder(words.Text("instrument.form.when.hint"))
	s.when.OnChanged = func(text string) { s.form.At = strings.TrimSpace(text) }
	s.when.OnSubmitted = func(string) { s.next.press() }
	s.box.Add(newField(words.Text("instrument.form.when"), s.when, ""))
}

func (s *instrumentSheet) showTotal() fyne.Focusable {
	total := newEntry()
	total.OnChanged = func(text string) {
		s.form.SetTotal(text)
		setEnabled(s.next, s.form.Ready())
	}
	total.OnSubmitted = func(string) { s.next.press() }
	s.box.Add(newField(words.Text("instrument.form.total"), total, s.form.TotalHint()))
	s.showWhen()
	s.setButtons(false, false, "instrument.form.keep")
	s.next.Disable()
	return total
}

// choose answers with a choice and goes on.
func (s *instrumentSheet) choose(i int) {
	s.form.Choose(i)
	s.draft.typed()
	s.show()
}

// digit chooses the answer of a digit.
func (s *instrumentSheet) digit(choices []view.InstrumentChoice, r rune) {
	for i, c := range choices {
		if c.Key != 0 && c.Key == r {
			s.choose(i)
			return
		}
	}
}

// key moves among the answers, from the last on to the first, and back a question.
func (s *instrumentSheet) key(at int, key *fyne.KeyEvent) {
	n := len(s.answers)
	switch key.Name {
	case fyne.KeyDown, fyne.KeyRight:
		s.w.win.Canvas().Focus(s.answers[(at+1)%n])
	case fyne.KeyUp, fyne.KeyLeft:
		s.w.win.Canvas().Focus(s.answers[(at+n-1)%n])
	case fyne.KeyBackspace:
		s.goBack()
	}
}

func (s *instrumentSheet) goBack() {
	if s.done == nil && s.form.Back() {
		s.next.Enable()
		s.show()
	}
}

// goOn leaves the question out, takes the number, keeps it all, or closes what was
// kept.
func (s *instrumentSheet) goOn() {
	switch {
	case s.done != nil:
		s.w.closeSheet(s.sheet)
	case s.form.TotalOnly() || s.form.AtEnd():
		s.keep()
	case s.number != nil:
		if problem := s.form.TypeNumber(s.number.Text); problem != "" {
			s.trouble.show(problem)
			s.w.refit(s.sheet)
			s.w.win.Canvas().Focus(s.number)
			return
		}
		s.draft.typed()
		s.show()
	default:
		s.form.LeaveOut()
		s.draft.typed()
		s.show()
	}
}

func (s *instrumentSheet) keep() {
	if s.busy {
		return
	}
	s.busy = true
	var done *view.InstrumentDone
	s.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			done, err = s.form.Save(ctx)
			return err
		},
		then: func(err error) {
			if s.w.shell == nil { // it was locked meanwhile; what was kept is kept
				return
			}
			if s.busy = false; err != nil {
				s.trouble.show(explained(err))
				s.w.refit(s.sheet)
				return
			}
			s.done = done
			if s.draft != nil {
				s.draft.drop()
			}
			s.w.changed()
			if done.Crisis {
				s.w.openCrisis(true, s.showDone)
				return
			}
			s.showDone()
		},
	})
}

// showDone says what it came to.
func (s *instrumentSheet) showDone() {
	s.box.Objects = []fyne.CanvasObject{newFaint(words.Text("instrument.form.whose", s.form.Whose()))}
	title := newSection(s.done.Title)
	title.Wrapping = fyne.TextWrapWord
	s.box.Add(title)
	s.w.speech.say(strings.Join(append([]string{s.done.Title}, s.done.Lines...), ". "), true)
	for _, line := range s.done.Lines {
		s.box.Add(newText(line))
	}
	if s.done.Source != "" {
		s.box.Add(newFaint(s.done.Source))
	}
	if source := s.form.Source(); source != "" {
		s.box.Add(newFaint(source))
	}
	s.box.Refresh()
	s.setButtons(false, false, "window.close")
	s.sheet.closer.Hide()
	s.w.refit(s.sheet)
	s.w.win.Canvas().Focus(s.next)
}

// closed keeps what is not finished, and offers to undo what was kept.
func (s *instrumentSheet) closed() {
	if s.w.app == nil {
		return
	}
	if s.draft != nil {
		s.draft.close()
	}
	if s.done != nil {
		s.w.toast(words.Text("instrument.form.kept", s.form.Title()), func() { s.w.undoAct(false) })
	}
}
