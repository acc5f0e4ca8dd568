package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
	"kith/journal/schedule"
)

// treatmentPage is what somebody takes: what, why, since when, how much, when next
// and what is left.
type treatmentPage struct {
	w     *Window
	model *view.Treatments
	stop  func() // ends the reading that is under way

	add     *button
	summary *widget.RichText
	groups  *fyne.Container
	scroll  *container.Scroll
	// first are the first buttons of the courses, and acted the course that was
	// acted on last: the focus returns there when the cards are made anew.
	first map[journal.ID]*button
	acted journal.ID
	top   *button // the first of all; nil without courses
}

func newTreatmentPage(w *Window) page {
	p := &treatmentPage{w: w, model: view.NewTreatments(w.app), stop: func() {}}
	p.add = newPrimary(words.Text("treatment.new"), theme.ContentAddIcon(), func() { w.do("treatment add") })
	p.summary = newFaint("")
	p.groups = container.New(roomy)
	return p
}

// focus implements focuser.
func (p *treatmentPage) focus() fyne.Focusable {
	if p.top != nil {
		return p.top
	}
	return p.add
}

func (p *treatmentPage) content() fyne.CanvasObject {
	p.scroll = container.NewVScroll(container.NewBorder(nil, nil, nil, newSpace(barRoom), container.New(pageColumn, p.groups)))
	return newPageBox(words.Text("command.treatment list"), []fyne.CanvasObject{p.add},
		container.NewBorder(p.summary, nil, nil, nil, container.New(filling{}, p.scroll)))
}

func (p *treatmentPage) reload() {
	p.model.SetPerson(p.w.shown.Writer())
	p.load()
}

// load reads the treatments, in place of a reading that is under way.
func (p *treatmentPage) load() {
	p.stop = p.w.reading(p.stop, p.model.Load, p.refresh)
}

// refresh shows what was read.
func (p *treatmentPage) refresh() {
	groups, hidden := p.model.Groups()
	p.groups.RemoveAll()
	p.first = map[journal.ID]*button{}
	p.top = nil
	for _, g := range groups {
		rows := container.New(roomy, newSection(g.Title))
		for _, row := range g.Rows {
			rows.Add(p.card(row))
			if p.top == nil {
				p.top = p.first[row.ID]
			}
		}
		p.groups.Add(rows)
	}
	_, has := p.model.Person()
	setEnabled(p.add, has)
	setStyled(p.summary, "")
	switch {
	case !has:
		p.groups.Add(newText(words.Text("treatment.empty.nobody")))
	case len(groups) == 0 && hidden == 0:
		p.groups.Add(container.New(usual, newSection(words.Text("treatment.empty")), newText(words.Text("treatment.empty.text"))))
	default:
		setStyled(p.summary, p.model.Summary())
	}
	if hidden > 0 {
		p.groups.Add(container.New(newFlow(), newButton(words.Text("treatment.past.show", hidden), nil, func() { p.showPast(true) })))
	} else if p.model.Past() {
		p.groups.Add(container.New(newFlow(), newButton(words.Text("treatment.past.hide"), nil, func() { p.showPast(false) })))
	}
	p.scroll.Content.Refresh() // once to wrap, once more for the height that follows
	p.scroll.Refresh()
	p.refocus()
}

// refocus puts the focus on the course that was acted on, or on the first.
func (p *treatmentPage) refocus() {
	c := p.w.win.Canvas()
	if p.w.shell.front != "treatment list" || len(p.w.sheets) > 0 {
		return
	}
	switch b := p.first[p.acted]; {
	case b != nil:
		c.Focus(b)
	case p.top != nil && (c.Focused() == nil || c.Focused() == p.add || !p.acted.IsZero()):
		c.Focus(p.top)
	}
}

func (p *treatmentPage) showPast(show bool) {
	p.model.ShowPast(show)
	p.refresh()
	p.w.win.Canvas().Focus(p.add)
}

// card is one course.
func (p *treatmentPage) card(row view.TreatmentRow) fyne.CanvasObject {
	text := container.New(snug, newSection(row.Head))
	for _, line := range []string{row.Plan, row.Next} {
		if line != "" {
			text.Add(newText(line))
		}
	}
	if row.Low {
		low := newNotice(theme.ColorNameWarning)
		low.show(row.Stock)
		text.Add(low.box)
	} else if row.Stock != "" {
		text.Add(newText(row.Stock))
	}
	if row.Twice != "" {
		text.Add(p.w.newConflictNotice(row.Twice))
	}
	for _, line := range []string{row.Facts, row.Rated} {
		if line != "" {
			text.Add(newFaint(line))
		}
	}
	return newCard(container.New(usual, text, container.New(newFlow(), p.actions(row)...)))
}

// actions are the buttons of a course.
func (p *treatmentPage) actions(row view.TreatmentRow) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	add := func(b *button) {
		act := b.OnTapped
		b.OnTapped = func() {
			p.acted = row.ID
			act()
		}
		if p.first[row.ID] == nil {
			p.first[row.ID] = b
		}
		list = append(list, b)
	}
	switch {
	case row.Due:
		add(newButton(words.Text("treatment.take"), theme.ConfirmIcon(), func() { p.take(row) }))
		add(newButton(words.Text("treatment.skip"), nil, func() { p.w.openSkip(p, row) }))
	case row.Needed && row.State == schedule.Current:
		add(newButton(words.Text("treatment.take_needed"), theme.ConfirmIcon(), func() { p.take(row) }))
	case row.State == schedule.Paused:
		add(newButton(words.Text("treatment.do.resume"), theme.MediaPlayIcon(), func() { p.resume(row) }))
	}
	add(newQuiet(words.Text("treatment.more"), nil, func() { p.more(row) }))
	return list
}

// more offers everything that can be done with a course.
func (p *treatmentPage) more(row view.TreatmentRow) {
	w := p.w
	all := []pickItem{
		{title: words.Text("treatment.do.change"), run: func() { w.openTreatmentForm(p.model.NewForm(row.ID)) }},
		{title: words.Text("treatment.do.pause"), run: func() { w.openPause(p, row) }},
		{title: words.Text("treatment.do.stop"), run: func() { w.openStop(p, row) }},
		{title: words.Text("treatment.do.rate"), run: func() { w.openRate(p, row) }},
		{title: words.Text("treatment.do.supply"), run: func() { w.openSupply(p, row) }},
	}
	switch row.State {
	case schedule.Past:
		all = append([]pickItem{{title: words.Text("treatment.do.again"), run: func() { w.openTreatmentForm(p.model.Again(row.ID)) }}}, all[3:]...)
	case schedule.Paused:
		all[1] = pickItem{title: words.Text("treatment.do.resume"), run: func() { p.resume(row) }}
	}
	w.pick(words.Text("treatment.more.of", row.Name), words.Text("treatment.more.none"), func(text string) []pickItem {
		var items []pickItem
		for _, item := range all {
			if view.Choose(item.title, text) {
				items = append(items, item)
			}
		}
		return items
	})
}

// do runs an act on a course and says what was done, with its Undo.
func (p *treatmentPage) do(said string, act func(ctx context.Context) error) {
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return act(ctx) },
		then: func(err error) {
			if err != nil {
				p.w.showError(err)
				return
			}
			p.done(said)
		},
	})
}

func (p *treatmentPage) done(said string) {
	p.w.changed()
	p.w.toast(said, func() { p.w.undoAct(false) })
}

func (p *treatmentPage) take(row view.TreatmentRow) {
	var said string
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			said, err = p.model.Take(ctx, row.ID)
			return err
		},
		then: func(err error) {
			if err != nil {
				p.w.showError(err)
				return
			}
			p.done(said)
		},
	})
}

func (p *treatmentPage) resume(row view.TreatmentRow) {
	p.do(words.Text("treatment.resumed", row.Name), func(ctx context.Context) error { return p.model.Resume(ctx, row.ID) })
}

// newTreatment opens the form for a new course, over the page of treatments.
func (w *Window) newTreatment() {
	w.show("treatment list")
	w.openTreatmentForm(w.shell.pages["treatment list"].(*treatmentPage).model.NewForm(journal.ID{}))
}
