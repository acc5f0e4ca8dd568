package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// showHistory shows the history of the entry that is selected.
func (w *Window) showHistory() {
	if p, id, ok := w.selectedEntry(); ok {
		w.openHistory(p, id)
	}
}

// openHistory shows every version of an entry, the newest first.
func (w *Window) openHistory(p app.Person, id journal.ID) {
	var h *view.History
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			h, err = view.LoadHistory(ctx, w.app, p, id)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.openSheet(&sheet{title: words.Text("entry.history.title"), width: 640, body: newScroll(newHistory(h))})
		},
	})
}

// newHistory is the list of versions.
func newHistory(h *view.History) fyne.CanvasObject {
	title := newSection(shorten(h.Title, 160))
	title.Wrapping = fyne.TextWrapWord
	list := container.New(roomy, title)
	if h.Where != "" {
		list.Add(newFaint(h.Where))
	}
	if h.Gone {
		gone := newNotice(theme.ColorNameWarning)
		gone.show(words.Text("entry.history.gone"))
		list.Add(gone.box)
	}
	for _, step := range h.Steps {
		list.Add(newHistoryStep(step))
	}
	return list
}

func newHistoryStep(step view.HistoryStep) fyne.CanvasObject {
	byline := words.Text("entry.history.byline", step.When, step.Who)
	if step.Undone {
		byline += " · " + words.Text("entry.history.undone")
	}
	lines := container.New(tight, newBold(step.What), newFaint(byline))
	if len(step.Changes) == 0 && step.Text != "" {
		lines.Add(newText(step.Text))
	}
	for _, change := range step.Changes {
		lines.Add(newText(change.Line()))
	}
	return newCard(lines)
}
