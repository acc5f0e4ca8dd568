package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// openTrash shows what was deleted, to bring it back.
func (w *Window) openTrash() {
	var trash *view.Trash
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			trash, err = view.LoadTrash(ctx, w.app, w.shown)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			s := &sheet{title: words.Text("trash.title"), width: 640}
			s.body = newScroll(w.newTrash(s, trash))
			w.openSheet(s)
		},
	})
}

// newTrash is the list of what was deleted.
func (w *Window) newTrash(s *sheet, trash *view.Trash) fyne.CanvasObject {
	list := container.New(roomy, newFaint(words.Text("trash.explain")))
	if len(trash.Rows) == 0 {
		list.Add(newText(words.Text("trash.none")))
	}
	for _, row := range trash.Rows {
		bring := newButton(words.Text("trash.bring"), theme.ContentUndoIcon(), func() { w.bringBack(s, row) })
		list.Add(newCard(newRow(container.New(tight, newText(shorten(row.Text, 300)), newFaint(row.Note)), bring)))
		if s.first == nil {
			s.first = bring
		}
	}
	if trash.More {
		list.Add(newFaint(words.Text("trash.more", len(trash.Rows))))
	}
	return list
}

// bringBack takes an entry out of the trash; Undo puts it back.
func (w *Window) bringBack(s *sheet, row view.TrashRow) {
	w.run(task{
		do: func(ctx context.Context, _ *progress) error { return w.app.RestoreEntries(ctx, row.Person, row.ID) },
		then: func(err error) {
			w.closeSheet(s)
			if err != nil {
				w.showError(err)
				return
			}
			w.changed()
			w.toast(words.Text("trash.brought", shorten(row.Text, 80)), func() { w.undoAct(false) })
		},
	})
}

// openRecorded asks for a moment and shows the journal as it stood then.
func (w *Window) openRecorded() {
	when := newEntry()
	when.SetPlaceHolder(words.Text("trash.recorded.hint"))
	found := container.New(usual)
	var f *form
	f = newForm(w, words.Text("trash.recorded.title"), words.Text("trash.recorded.explain"), words.Text("trash.recorded.show"), func() {
		typed := when.Text
		var r *view.Recorded
		w.run(task{
			do: func(ctx context.Context, _ *progress) (err error) {
				r, err = view.LoadRecorded(ctx, w.app, w.shown, typed)
				return err
			},
			then: func(err error) {
				if err != nil {
					f.fail(err)
					return
				}
				f.trouble.hide()
				found.Objects = newRecorded(r)
				f.box.Refresh()
				w.refit(f.sheet)
			},
		})
	}, newField(words.Text("trash.recorded.when"), when, ""), found)
	f.sheet.width = 640
	f.sheet.closeText = ""
	f.ready = func() bool { return when.Text != "" }
	when.OnChanged = func(string) { f.changed() }
	when.OnSubmitted = func(string) { f.yes.press() }
	f.open(when)
}

// newRecorded is the list of how the journal stood.
func newRecorded(r *view.Recorded) []fyne.CanvasObject {
	list := []fyne.CanvasObject{newSection(r.Title)}
	if len(r.Lines) == 0 {
		list = append(list, newText(words.Text("trash.recorded.none")))
	}
	for _, line := range r.Lines {
		list = append(list, container.New(tight, newText(shorten(line.Text, 300)), newFaint(line.When)))
	}
	if r.More {
		list = append(list, newFaint(words.Text("trash.more", len(r.Lines))))
	}
	return list
}
