package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// undo takes back what was done last, or with redo does again what was taken
// back. In a field in which something was typed it is about the typing.
func (w *Window) undo(redo bool) {
	if field, ok := w.win.Canvas().Focused().(*entry); ok && field.Text != "" {
		if redo {
			field.TypedShortcut(&fyne.ShortcutRedo{})
		} else {
			field.TypedShortcut(&fyne.ShortcutUndo{})
		}
		return
	}
	w.undoAct(redo)
}

// undoAct is undo wherever the focus is, for the button of a toast.
func (w *Window) undoAct(redo bool) {
	var done app.Undone
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			done, err = w.app.Undo(ctx, redo)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.changed()
			back := newButton(words.Text("window.redo"), theme.ContentRedoIcon(), func() { w.undoAct(true) })
			if redo {
				back = newButton(words.Text("window.undo"), theme.ContentUndoIcon(), func() { w.undoAct(false) })
			}
			w.showToast(view.Undone(done, redo), successColour, back)
		},
	})
}
