package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// instrumentPage lists the questionnaires: what is due, the person's own, those
// with published scores, and those of which only a total is entered.
type instrumentPage struct {
	w     *Window
	model *view.Instruments
	body  *fyne.Container
	root  fyne.CanvasObject
	own   *button
	stop  func()

	fills     map[string]*button   // what answers, by id
	selectors map[string]*selector // how often, by id
	others    map[fyne.Focusable]string
	first     *button // answers the first of the list
	fresh     bool    // it was never drawn
}

// instrumentCommand is the ID of the command that shows the page.
const instrumentCommand = "ask list"

func newInstrumentPage(w *Window) page {
	return &instrumentPage{w: w, model: view.NewInstruments(w.app), stop: func() {}, fresh: true}
}

func (p *instrumentPage) content() fyne.CanvasObject {
	p.body = container.New(roomy)
	p.own = newButton(words.Text("instrument.page.own.new"), theme.ContentAddIcon(), func() {
		if _, ok := p.w.shown.Writer(); ok {
			p.w.openOwnQuestions(p.model.NewOwn())
		}
	})
	file := newButton(words.Text("instrument.page.file"), theme.FolderOpenIcon(), p.addFile)
	numbers := newQuiet(words.Text("instrument.page.numbers"), nil, func() { p.w.openCrisis(false, nil) })
	actions := container.New(newFlow(), p.own, file, numbers)
	p.root = container.New(filling{}, container.NewVScroll(container.NewBorder(nil, nil, nil, newSpace(barRoom),
		container.New(pageColumn, container.New(roomy, newFaint(words.Text("instrument.page.explain")), actions, p.body)))))
	return newPageBox(words.Text("instrument.page.title"), nil, p.root)
}

// focus implements focuser.
func (p *instrumentPage) focus() fyne.Focusable {
	if p.first != nil {
		return p.first
	}
	return p.own
}

// reload implements page.
func (p *instrumentPage) reload() {
	p.stop()
	p.model.SetPerson(p.w.shown.Writer())
	p.stop = p.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return p.model.Load(ctx) },
		then: func(err error) {
			switch {
			case p.w.shell == nil: // it was locked meanwhile
				return
			case err != nil:
				trouble := newNotice(theme.ColorNameError)
				trouble.show(explained(err))
				p.body.Objects = []fyne.CanvasObject{trouble.box}
				p.refit()
				return
			}
			p.draw()
		},
	})
}

// refit lays the page out anew: once to wrap the texts to their width, and once
// more for the height that they have then.
func (p *instrumentPage) refit() {
	p.body.Refresh()
	p.root.Refresh()
}

// draw shows what was read. The focus stays with the questionnaire that it was on.
func (p *instrumentPage) draw() {
	before := *p
	p.body.Objects, p.first = nil, nil
	p.fills, p.selectors, p.others = map[string]*button{}, map[string]*selector{}, map[fyne.Focusable]string{}
	defer p.keepFocus(&before)
	if _, ok := p.w.shown.Writer(); !ok {
		p.body.Add(newText(words.Text("instrument.page.nobody")))
	}
	for _, s := range p.model.Sections() {
		head := container.New(tight, newSection(s.Title))
		if s.Explain != "" {
			head.Add(newFaint(s.Explain))
		}
		p.body.Add(head)
		for _, row := range s.Rows {
			p.body.Add(p.row(row))
		}
	}
	if more := p.model.MoreTotals(""); len(more) > 0 {
		p.body.Add(container.New(newFlow(), newButton(words.Text("instrument.page.more"), theme.ContentAddIcon(), p.pickTotal)))
	}
	p.refit()
}

// keepFocus puts what stands in its place where the focus was, or will be when the
// sheets are closed.
func (p *instrumentPage) keepFocus(before *instrumentPage) {
	c := p.w.win.Canvas()
	if len(p.w.sheets) > 0 {
		bottom := p.w.sheets[0]
		bottom.before = p.inPlaceOf(bottom.before, before)
	} else if now := c.Focused(); p.w.shell.front == instrumentCommand {
		if next := p.inPlaceOf(now, before); next != now || p.fresh {
			if p.fresh {
				next = p.focus()
			}
			c.Focus(next)
		}
	}
	p.fresh = false
}

// inPlaceOf returns the control that stands where f stood before, f itself if it
// still does.
func (p *instrumentPage) inPlaceOf(f fyne.Focusable, before *instrumentPage) fyne.Focusable {
	for id, s := range before.selectors {
		if f == fyne.Focusable(s) && p.selectors[id] != nil {
			return p.selectors[id]
		}
	}
	for id, b := range before.fills {
		if f == fyne.Focusable(b) && p.fills[id] != nil {
			return p.fills[id]
		}
	}
	if id, ok := before.others[f]; ok {
		if p.fills[id] != nil {
			return p.fills[id]
		}
		return p.focus()
	}
	return f
}

func (p *instrumentPage) row(row view.InstrumentRow) fyne.CanvasObject {
	lines := container.New(tight, newBold(row.Title))
	if row.About != "" {
		lines.Add(newText(row.About))
	}
	lines.Add(newFaint(row.State))
	newFill, text := newButton, "instrument.page.answer"
	if row.Due {
		newFill = newPrimary
	}
	if row.TotalOnly {
		text = "instrument.page.enter"
	}
	fill := newFill(words.Text(text), nil, func() { p.w.openInstrument(p.model, row.ID) })
	p.fills[row.ID], p.others[fill] = fill, row.ID
	if p.first == nil {
		p.first = fill
	}
	asked := newStyled(words.Text("instrument.page.every"), sizeSmall, colorFaint, false)
	more := container.New(newFlow(), asked, p.every(row))
	add := func(key string, icon fyne.Resource, act func()) {
		b := newQuiet(words.Text(key), icon, act)
		p.others[b] = row.ID
		more.Add(b)
	}
	if row.Answered {
		add("instrument.page.history", theme.HistoryIcon(), func() { p.w.openInstrumentHistory(p.model, row) })
	}
	if row.Editable {
		add("instrument.page.edit", theme.DocumentCreateIcon(), func() { p.edit(row) })
	}
	if row.Own {
		add("instrument.page.remove", theme.DeleteIcon(), func() { p.remove(row) })
	}
	return newCard(container.New(usual, newRow(lines, fill), more))
}

// every is how often a questionnaire is asked.
func (p *instrumentPage) every(row view.InstrumentRow) fyne.CanvasObject {
	choices, now := row.EveryChoices()
	var titles []string
	for _, c := range choices {
		titles = append(titles, c.Title)
	}
	s := newSelect(titles, nil)
	s.SetSelectedIndex(now)
	s.OnChanged = func(string) {
		choice := choices[s.SelectedIndex()]
		p.act(func(ctx context.Context) error { return p.model.AskEvery(ctx, row.ID, choice.Every) },
			words.Text("instrument.page.every.done", row.Title, choice.Title))
	}
	s.name = row.Title + ", " + words.Text("instrument.page.every")
	p.selectors[row.ID], p.others[s] = s, row.ID
	return newRoomy(s)
}

// act does something that can be undone, and says so.
func (p *instrumentPage) act(do func(context.Context) error, done string) {
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return do(ctx) },
		then: func(err error) {
			if err != nil {
				p.w.showError(err)
				return
			}
			p.w.changed()
			p.w.toast(done, func() { p.w.undoAct(false) })
		},
	})
}

func (p *instrumentPage) edit(row view.InstrumentRow) {
	o, err := p.model.EditOwn(row.ID)
	if err != nil {
		p.w.showError(err)
		return
	}
	p.w.openOwnQuestions(o)
}

func (p *instrumentPage) remove(row view.InstrumentRow) {
	p.act(func(ctx context.Context) error { return p.model.Remove(ctx, row.ID) }, words.Text("instrument.page.removed", row.Title))
}

// addFile asks for the file of a questionnaire.
func (p *instrumentPage) addFile() {
	if _, ok := p.w.shown.Writer(); !ok {
		return
	}
	p.w.askPath("instrument.page.file.pick", p.w.homeFolder(), browseOpen, func(path string) {
		var title string
		p.w.run(task{
			do: func(ctx context.Context, _ *progress) (err error) {
				title, err = p.model.Add(ctx, path)
				return err
			},
			then: func(err error) {
				if err != nil {
					p.w.showError(err)
					return
				}
				p.w.changed()
				p.w.toast(words.Text("instrument.page.added", title), func() { p.w.undoAct(false) })
			},
		})
	})
}

// pickTotal asks of which questionnaire a total is to be entered.
func (p *instrumentPage) pickTotal() {
	p.w.pick(words.Text("instrument.page.more.find"), words.Text("instrument.page.more.none"), func(text string) []pickItem {
		var items []pickItem
		for _, row := range p.model.MoreTotals(text) {
			items = append(items, pickItem{title: row.Title, run: func() { p.w.openInstrument(p.model, row.ID) }})
		}
		return items
	})
}
