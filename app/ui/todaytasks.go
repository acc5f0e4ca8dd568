package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// taskList is what a day asks for: doses, questions, visits, and the day before.
type taskList struct {
	p    *todayPage
	gap  *notice
	fill *button
	gaps *fyne.Container
	body *fyne.Container
	asks map[string]string // what is typed of a dose that may have helped, by its id
	box  fyne.CanvasObject
}

func newTaskList(p *todayPage) *taskList {
	t := &taskList{p: p, gap: newNotice(theme.ColorNameWarning), asks: map[string]string{}}
	t.fill = newButton(words.Text("today.gap.fill"), nil, func() {
		p.step(-1)
		p.checkin.focus(0)
	})
	t.gaps = container.NewBorder(nil, nil, nil, container.NewCenter(t.fill), t.gap.box)
	t.body = container.New(usual)
	t.box = newCard(container.New(usual, t.gaps, t.body))
	return t
}

// renew shows what the day asks for.
func (t *taskList) renew() {
	m := t.p.model
	gap := m.Gap()
	t.gap.show(gap)
	t.gaps.Hidden = gap == ""
	t.body.Objects = nil
	if limit := m.Limit(); limit != "" {
		line := newNotice(theme.ColorNamePrimary)
		line.show(limit)
		t.body.Add(line.box)
	}
	for _, text := range m.Conflicts() {
		t.body.Add(t.p.w.newConflictNotice(text))
	}
	for i, x := range m.Experiments() {
		if i == 0 {
			t.section(words.Text("experiment.page.today"))
		}
		t.body.Add(t.experiment(x))
	}
	for _, g := range m.Doses() {
		t.section(g.Title)
		for _, d := range g.Doses {
			t.body.Add(t.dose(d))
		}
	}
	t.lines("today.asks", m.Asks(), t.ask)
	t.lines("today.waiting", m.Questionnaires(), t.questionnaire)
	t.lines("today.visits", m.Appointments(), func(l view.TodayLine) fyne.CanvasObject { return newTask(l) })
	if len(t.body.Objects) == 0 {
		_, somebody := m.Person()
		title, text := "today.nothing", "today.nothing.doses"
		if !somebody {
			title = "today.nobody"
		}
		t.body.Add(container.New(tight, newText(words.Text(title)), newFaint(words.Text(text))))
	}
	t.body.Refresh()
}

func (t *taskList) section(title string) {
	t.body.Add(newBold(title))
}

func (t *taskList) lines(key string, lines []view.TodayLine, row func(view.TodayLine) fyne.CanvasObject) {
	for i, l := range lines {
		if i == 0 {
			t.section(words.Text(key))
		}
		t.body.Add(row(l))
	}
	if key == "today.asks" && len(lines) > 0 {
		t.body.Add(newFaint(words.Text("today.asks.explain")))
	}
}

// newTask is a line with a time, a name and more below it; what can be done stands at
// its right.
func newTask(l view.TodayLine, controls ...fyne.CanvasObject) fyne.CanvasObject {
	head := l.Name
	if l.Time != "" {
		head = l.Time + "  " + l.Name
	}
	what := container.New(tight, newText(head))
	if l.Detail != "" {
		what.Add(newFaint(l.Detail))
	}
	return newRow(what, controls...)
}

func (t *taskList) dose(d view.TodayDose) fyne.CanvasObject {
	line := view.TodayLine{Time: d.Time, Name: d.Name, Detail: d.Detail}
	if !d.Open {
		return newTask(line)
	}
	m := t.p.model
	do := func(act func(context.Context, app.Person, view.TodayDose) (string, error)) func() {
		return func() {
			t.p.act(func(ctx context.Context, p app.Person) (string, error) { return act(ctx, p, d) })
		}
	}
	take := newButton(words.Text("today.take"), theme.ConfirmIcon(), do(m.Take))
	if d.Urgency == app.Overdue || d.Urgency == app.DueNow {
		take.Importance = widget.HighImportance
	}
	return newTask(line, take, newButton(words.Text("today.skip"), nil, do(m.Skip)))
}

// questionnaire is one that waits.
func (t *taskList) questionnaire(l view.TodayLine) fyne.CanvasObject {
	return newTask(l, newButton(words.Text("today.answer"), nil, func() { t.p.w.answerInstrument(l.ID) }))
}

// ask asks how much a dose did help.
func (t *taskList) ask(l view.TodayLine) fyne.CanvasObject {
	box := newValueBox(func() valueLook {
		return valueLook{label: l.Name, text: t.asks[l.ID], unit: words.Text("today.ask.unit"), nudges: true}
	})
	m := view.Rating{Text: t.asks[l.ID]}
	save := func() {
		if m.Text == "" {
			return
		}
		t.p.act(func(ctx context.Context, p app.Person) (string, error) { return t.p.model.Answer(ctx, p, l, m.Text) })
	}
	keep := func() { t.asks[l.ID] = m.Text }
	box.onRune = func(r rune) {
		m.Type(r)
		keep()
	}
	box.onKey = func(key fyne.KeyName) bool {
		switch key {
		case fyne.KeyReturn, fyne.KeyEnter:
			save()
		case fyne.KeyLeft:
			m.Nudge(-1)
		case fyne.KeyRight:
			m.Nudge(1)
		case fyne.KeyBackspace, fyne.KeyDelete:
			m.Text = ""
		default:
			return t.p.pageKey(key)
		}
		keep()
		return true
	}
	box.onSave = save
	return newTask(l, box, newButton(words.Text("today.checkin.save"), theme.ConfirmIcon(), save))
}

// reviewBox says whether the day is complete.
type reviewBox struct {
	p    *todayPage
	text *widget.RichText
	flip *button
	box  fyne.CanvasObject
}

func newReviewBox(p *todayPage) *reviewBox {
	r := &reviewBox{p: p, text: newFaint("")}
	r.flip = newButton("", theme.ConfirmIcon(), r.toggle)
	r.box = newCard(newRow(r.text, r.flip))
	return r
}

func (r *reviewBox) renew() {
	text, act := "today.review.explain", "today.review"
	if r.p.model.Reviewed() {
		text, act = "today.review.is", "today.review.again"
	}
	setStyled(r.text, words.Text(text))
	r.flip.SetText(words.Text(act))
	setEnabled(r.flip, r.p.model.Loaded())
}

// toggle says that the day is complete, or that it is not after all.
func (r *reviewBox) toggle() {
	if r.flip.Disabled() {
		return
	}
	m := r.p.model
	day, undo := m.Day(), m.Reviewed()
	r.p.act(func(ctx context.Context, p app.Person) (string, error) { return m.Review(ctx, p, day, undo) })
}
