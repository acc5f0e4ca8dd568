package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kith/app/view"
	"kith/app/words"
)

// openCrisis shows whom to call, calmly. answered says that an answer was the
// reason; then is called when it was closed and may be nil.
func (w *Window) openCrisis(answered bool, then func()) {
	page, err := view.NewCrisisPage(w.app, answered)
	if err != nil {
		w.showError(err)
		return
	}
	box := container.New(usual)
	for _, text := range page.Intro {
		box.Add(newText(text))
	}
	for _, line := range page.Here {
		number := newSection(line)
		number.Wrapping = fyne.TextWrapWord
		box.Add(number)
	}
	box.Add(newText(page.Danger))
	for _, note := range page.Notes {
		box.Add(newFaint(note))
	}
	others := newButton(words.Text("instrument.crisis.others"), nil, func() { w.openCrisisOthers(page) })
	s := &sheet{spoken: strings.Join(append(append(page.Intro, page.Here...), page.Danger), " "), title: page.Title, body: newScroll(box), width: 640, actions: []fyne.CanvasObject{others}}
	if then != nil {
		s.closeText = words.Text("instrument.form.go_on")
		s.closed = func() {
			if w.app != nil {
				then()
			}
		}
	}
	w.openSheet(s)
}

// openCrisisOthers shows the numbers of every country.
func (w *Window) openCrisisOthers(page *view.CrisisPage) {
	box := container.New(roomy)
	for _, country := range page.Others {
		lines := container.New(tight, newBold(country.Name))
		for _, line := range country.Lines {
			lines.Add(newText(line))
		}
		box.Add(lines)
	}
	w.openSheet(&sheet{title: words.Text("instrument.crisis.others"), body: newScroll(box), width: 640, tall: true})
}

// openInstrumentHistory shows earlier answers to a questionnaire.
func (w *Window) openInstrumentHistory(m *view.Instruments, row view.InstrumentRow) {
	var list []view.InstrumentAnswer
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			list, err = m.History(ctx, row.ID)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			box := container.New(roomy)
			if len(list) == 0 {
				box.Add(newText(words.Text("instrument.history.none")))
			}
			for _, a := range list {
				box.Add(w.newInstrumentAnswer(row, a))
			}
			w.openSheet(&sheet{title: words.Text("instrument.history.title", row.Title), body: newScroll(box), width: 640})
		},
	})
}

func (w *Window) newInstrumentAnswer(row view.InstrumentRow, a view.InstrumentAnswer) fyne.CanvasObject {
	lines := container.New(tight, newBold(a.When), newText(a.Score))
	if a.Band != "" {
		lines.Add(newFaint(a.Band))
	}
	if len(a.Lines) == 0 {
		return newCard(lines)
	}
	return newCard(newRow(lines, newButton(words.Text("instrument.history.answers"), nil, func() {
		box := container.New(roomy)
		for _, line := range a.Lines {
			box.Add(container.New(tight, newText(line.Question), newBold(line.Answer)))
		}
		w.openSheet(&sheet{title: row.Title + ", " + a.When, body: newScroll(box), width: 640})
	})))
}
