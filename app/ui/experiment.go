package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// experiments are the experiments of the person who is written for.
func (w *Window) experiments() *view.Experiments {
	m := view.NewExperiments(w.app)
	m.SetPerson(w.shown.Writer())
	return m
}

// openExperiments lists the experiments.
func (w *Window) openExperiments() {
	m := w.experiments()
	w.run(task{
		do: func(ctx context.Context, _ *progress) error { return m.Load(ctx) },
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			s := &sheet{title: words.Text("experiment.page.title"), width: 680}
			plan := newPrimary(words.Text("experiment.page.new"), theme.ContentAddIcon(), func() {
				w.closeSheet(s)
				w.openExperimentPlan()
			})
			s.actions = []fyne.CanvasObject{plan}
			s.body = newScroll(w.newExperimentList(s, m))
			if s.first == nil {
				s.first = plan
			}
			w.openSheet(s)
		},
	})
}

func (w *Window) newExperimentList(s *sheet, m *view.Experiments) fyne.CanvasObject {
	list := container.New(roomy)
	for _, row := range m.Rows() {
		text := container.New(snug, wrapped(newSection(row.Name)))
		if row.Today != "" {
			text.Add(newText(row.Today))
		}
		text.Add(newText(row.Plan))
		text.Add(newFaint(row.State))
		show := newButton(words.Text("experiment.page.show"), nil, func() {
			w.closeSheet(s)
			w.openExperiment(row.ID, false)
		})
		show.name = words.Text("experiment.page.show") + " " + row.Name
		if s.first == nil {
			s.first = show
		}
		list.Add(newCard(newRow(text, show)))
	}
	if len(list.Objects) == 0 {
		list.Add(container.New(usual, newSection(words.Text("experiment.page.empty")), newText(words.Text("experiment.page.empty.text"))))
	}
	return list
}

// openExperiment shows an experiment: what today asks for, its calendar, and what came
// out once it is over, or with peek before.
func (w *Window) openExperiment(id journal.ID, peek bool) {
	m := w.experiments()
	var x *view.ExperimentShown
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			x, err = m.Open(ctx, id, peek)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.showExperiment(m, x)
		},
	})
}

func (w *Window) showExperiment(m *view.Experiments, x *view.ExperimentShown) {
	s := &sheet{title: x.Name, spoken: x.Question, width: 760, tall: true}
	box := container.New(roomy)
	top := container.New(snug, newText(x.Question), newFaint(x.State))
	if x.Today != "" {
		top.Add(wrapped(newBold(x.Today)))
	}
	for _, line := range append(nonEmptyLines(x.Kept), x.Plan...) {
		top.Add(newFaint(line))
	}
	box.Add(top)
	if x.Wait != "" {
		peek := newQuiet(words.Text("experiment.page.peek"), nil, func() {
			w.closeSheet(s)
			w.openExperiment(x.ID, true)
		})
		box.Add(newCard(container.New(usual, newFaint(x.Wait), container.New(newFlow(), peek))))
	}
	if len(x.Answer) > 0 {
		answer := container.New(snug, newSection(words.Text("experiment.page.answer")))
		for _, line := range x.Answer {
			answer.Add(newText(line))
		}
		box.Add(newCard(answer))
	}
	box.Add(newCard(newCalendar(x.Blocks)))
	if !x.Over {
		box.Add(container.New(newFlow(),
			newButton(words.Text("experiment.page.skip"), nil, func() { w.openSkipBlock(s, m, x) }),
			newButton(words.Text("experiment.page.again"), nil, func() { w.openAgain(s, m, x) }),
			newButton(words.Text("experiment.page.end"), nil, func() { w.openEndExperiment(s, m, x) })))
	}
	s.body = newScroll(box)
	w.openSheet(s)
}

// wrapped lets a line go on below where there is no room.
func wrapped(text *widget.RichText) *widget.RichText {
	text.Wrapping = fyne.TextWrapWord
	return text
}

func nonEmptyLines(lines ...string) []string {
	var list []string
	for _, line := range lines {
		if line != "" {
			list = append(list, line)
		}
	}
	return list
}

// newCalendar is the blocks of an experiment, a line each, by pairs.
func newCalendar(blocks []view.ExperimentBlock) fyne.CanvasObject {
	pairs := container.New(usual, newSection(words.Text("experiment.page.calendar")))
	var pair *fyne.Container
	for _, b := range blocks {
		if b.First {
			pair = container.New(tight)
			pairs.Add(pair)
		}
		text := b.No + ".  " + b.Days
		for _, more := range nonEmptyLines(b.Has, b.Note) {
			text += "  ·  " + more
		}
		var line fyne.CanvasObject = newText(text)
		if b.Now {
			line = wrapped(newBold(text))
		}
		pair.Add(container.NewBorder(nil, nil, newBlockMark(b), nil, line))
	}
	return pairs
}

// newBlockMark stands before a block: filled with what is tried, an outline without it,
// and nothing before the order is drawn.
func newBlockMark(b view.ExperimentBlock) fyne.CanvasObject {
	mark := canvas.NewRectangle(nil)
	paint := func() {
		mark.CornerRadius, mark.StrokeWidth = 3, 1.5
		mark.SetMinSize(fyne.NewSize(12, 12))
		mark.FillColor = nil
		mark.StrokeColor = theme.Color(theme.ColorNamePrimary)
		if b.With {
			mark.FillColor = theme.Color(theme.ColorNamePrimary)
		}
		if b.Has == "" {
			mark.StrokeColor = nil
		}
	}
	paint()
	return container.New(inset{8, 0}, container.NewCenter(newThemed(mark, paint)))
}

// openChange opens a small form about an experiment over its sheet s; save does what its
// button says.
func (w *Window) openChange(s *sheet, key string, x *view.ExperimentShown, save func(ctx context.Context) error, entries []*entry, fields ...fyne.CanvasObject) {
	var f *form
	f = newForm(w, words.Text("experiment."+key+".title", x.Name), words.Text("experiment."+key+".explain"), words.Text("experiment."+key+".yes"), func() {
		f.start("experiment.page.saving", false, func(ctx context.Context, _ *progress) error { return save(ctx) }, func() {
			w.closeSheet(s)
			w.changed()
			w.toast(words.Text("experiment."+key+".done"), func() { w.undoAct(false) })
		})
	}, fields...)
	controls := make([]fyne.Disableable, len(entries))
	for i, e := range entries {
		controls[i] = e
		e.OnSubmitted = func(string) { f.yes.press() }
	}
	f.sheet.unsaved = func() bool { return entries[len(entries)-1].Text != "" }
	f.open(entries[0], controls...)
}

// blockEntry is a field for the number of a block: that of today or the next.
func blockEntry(x *view.ExperimentShown) *entry {
	e := newEntry()
	if x.Block > 0 {
		e.SetText(x.Blocks[x.Block-1].No)
	}
	return e
}

func (w *Window) openSkipBlock(s *sheet, m *view.Experiments, x *view.ExperimentShown) {
	block, reason := blockEntry(x), newEntry()
	w.openChange(s, "skip", x, func(ctx context.Context) error { return m.Skip(ctx, x.ID, block.Text, reason.Text) }, []*entry{block, reason},
		newField(words.Text("experiment.field.block"), block, ""), newField(words.Text("experiment.field.reason"), reason, ""))
}

func (w *Window) openAgain(s *sheet, m *view.Experiments, x *view.ExperimentShown) {
	block, from, reason := blockEntry(x), newEntry(), newEntry()
	from.SetPlaceHolder(words.Text("experiment.field.again_from.hint"))
	w.openChange(s, "again", x, func(ctx context.Context) error { return m.Again(ctx, x.ID, block.Text, from.Text, reason.Text) }, []*entry{block, from, reason},
		newShares([]float32{0.5}, newField(words.Text("experiment.field.block"), block, ""), newField(words.Text("experiment.field.again_from"), from, "")),
		newField(words.Text("experiment.field.reason"), reason, ""))
}

func (w *Window) openEndExperiment(s *sheet, m *view.Experiments, x *view.ExperimentShown) {
	reason := newEntry()
	w.openChange(s, "end", x, func(ctx context.Context) error { return m.End(ctx, x.ID, reason.Text) }, []*entry{reason},
		newField(words.Text("experiment.field.reason"), reason, ""))
}

// experiment is the line of an experiment on the page of a day.
func (t *taskList) experiment(x view.TodayExperiment) fyne.CanvasObject {
	keep := func(yes bool) func() {
		return func() {
			t.p.act(func(ctx context.Context, p app.Person) (string, error) { return t.p.model.Keep(ctx, p, x, yes) })
		}
	}
	var controls []fyne.CanvasObject
	if x.Ask {
		controls = append(controls, newButton(words.Text("experiment.page.yes"), theme.ConfirmIcon(), keep(true)), newButton(words.Text("experiment.page.no"), nil, keep(false)))
	}
	controls = append(controls, newQuiet(words.Text("experiment.page.show"), nil, func() { t.p.w.openExperiment(x.ID, false) }))
	return container.New(tight, newTask(x.TodayLine), container.New(newFlow(), controls...))
}
