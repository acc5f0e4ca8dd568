package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// openConflicts asks about doses that may be written down twice.
func (w *Window) openConflicts() {
	var m *view.Conflicts
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			m, err = view.LoadConflicts(ctx, w.app, w.shown)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			s := &sheet{title: words.Text("conflict.sheet"), width: 640}
			s.body = newScroll(w.newConflicts(s, m))
			w.openSheet(s)
		},
	})
}

// newConflicts is the list of what is open.
func (w *Window) newConflicts(s *sheet, m *view.Conflicts) fyne.CanvasObject {
	list := container.New(roomy)
	if len(m.Groups) == 0 {
		list.Add(newText(words.Text("conflict.none")))
		return list
	}
	list.Add(newFaint(words.Text("conflict.explain")))
	for _, g := range m.Groups {
		rows := container.New(usual, newSection(g.Title))
		for _, d := range g.Doses {
			drop := newButton(words.Text("conflict.drop"), theme.DeleteIcon(), func() {
				w.settle(s, func(ctx context.Context) (string, error) { return m.Drop(ctx, g, d) })
			})
			rows.Add(newRow(container.New(tight, newText(shorten(d.Text, 300)), newFaint(d.Note)), drop))
		}
		keep := newButton(g.Keep, theme.ConfirmIcon(), func() {
			w.settle(s, func(ctx context.Context) (string, error) { return m.Keep(ctx, g) })
		})
		rows.Add(container.New(newFlow(), keep))
		list.Add(newCard(rows))
		if s.first == nil {
			s.first = keep
		}
	}
	return list
}

// settle does what was said and closes the sheet; Undo takes it back.
func (w *Window) settle(s *sheet, do func(context.Context) (string, error)) {
	var said string
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			said, err = do(ctx)
			return err
		},
		then: func(err error) {
			w.closeSheet(s)
			if err != nil {
				w.showError(err)
				return
			}
			w.changed()
			w.toast(shorten(said, 80), func() { w.undoAct(false) })
		},
	})
}

// newConflictNotice is a line about something that is open, with a way to it.
func (w *Window) newConflictNotice(text string) fyne.CanvasObject {
	line := newNotice(theme.ColorNameWarning)
	line.show(text)
	return container.NewBorder(nil, nil, nil, container.NewCenter(newButton(words.Text("conflict.open"), nil, w.openConflicts)), line.box)
}
