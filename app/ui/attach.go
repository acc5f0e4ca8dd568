package ui

import (
	"context"
	"path/filepath"

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

// thumbSize is how large the small picture of an attachment is, at 100% text.
const thumbSize = 56

// attachments shows what is attached to an entry, in the entry's own sheet: small
// pictures, a way to look at each, and one to attach more.
type attachments struct {
	w       *Window
	model   *view.Attachments
	rows    *fyne.Container
	trouble *notice
	box     *fyne.Container
	grown   func() // its height may have changed
}

// newAttachments makes the list for an entry of a person, which reads what there is.
// Put its box where it belongs; grown is told when its height may have changed.
func newAttachments(w *Window, p app.Person, of journal.ID, grown func()) *attachments {
	a := &attachments{w: w, model: view.NewAttachments(w.app, p, of), rows: container.New(usual), trouble: newNotice(theme.ColorNameError), grown: grown}
	add := newButton(words.Text("attach.add"), theme.MailAttachmentIcon(), func() { w.openAttach(a.model, "", a.load) })
	a.box = container.New(usual, container.NewBorder(nil, nil, nil, container.NewCenter(add), newBold(words.Text("attach.title"))), a.rows, a.trouble.box)
	a.load()
	return a
}

// load shows what is attached now.
func (a *attachments) load() {
	a.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return a.model.Load(ctx) },
		then: func(err error) {
			a.trouble.hide()
			if err != nil {
				a.trouble.show(explained(err))
			}
			a.show()
		},
	})
}

func (a *attachments) show() {
	a.rows.RemoveAll()
	rows := a.model.Rows()
	for _, row := range rows {
		look := newButton(words.Text("attach.look"), nil, func() { a.w.lookAt(a.model, row.ID, a.load) })
		a.rows.Add(container.NewBorder(nil, nil, container.NewHBox(newThumb(row), newSpace(4)), container.NewCenter(look),
			container.New(tight, newBold(row.Title), newFaint(row.About))))
	}
	if len(rows) == 0 {
		a.rows.Add(newFaint(words.Text("attach.none")))
	}
	a.rows.Refresh()
	a.grown()
}

// newThumb is the small picture of an attachment, or an icon for what it is.
func newThumb(row view.AttachmentRow) fyne.CanvasObject {
	var picture fyne.CanvasObject = widget.NewIcon(theme.FileIcon())
	if row.Preview != nil {
		m := canvas.NewImageFromImage(row.Preview)
		m.FillMode, m.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleSmooth
		picture = m
	}
	return container.NewGridWrap(fyne.NewSquareSize(thumbSize*theme.Size(theme.SizeNameText)/15), picture)
}

// attachFile asks for a file to attach: to the entry that is selected, or by itself.
func (w *Window) attachFile() {
	p, of, ok := w.selectedEntry()
	if !ok {
		if p, ok = w.shown.Writer(); !ok {
			w.do("person add")
			return
		}
	}
	w.openAttach(view.NewAttachments(w.app, p, of), "", func() {})
}

// openAttach asks for a file and attaches it. path is what is in the field already;
// done is called when something was attached.
func (w *Window) openAttach(m *view.Attachments, path string, done func()) {
	var to string
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			to, err = m.To(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.showAttach(m, to, path, done)
		},
	})
}

func (w *Window) showAttach(m *view.Attachments, to, path string, done func()) {
	file, note := newEntry(), newEntry()
	file.SetText(path)
	var f *form
	f = newForm(w, words.Text("attach.add"), words.Text("attach.explain"), words.Text("attach.start"), func() {
		chosen, said := file.Text, note.Text
		var text string
		f.start("attach.working", true, func(ctx context.Context, p *progress) (err error) {
			text, err = m.Add(ctx, chosen, said, p.show)
			return err
		}, func() {
			w.closeSheet(f.sheet)
			w.changed()
			w.toast(text, func() { w.undoAct(false) })
			done()
		})
	},
		newField(words.Text("attach.to"), newText(to), ""),
		newField(words.Text("attach.save.file"), container.NewBorder(nil, nil, nil, w.newBrowse(file, browseOpen), file), ""),
		newField(words.Text("attach.note"), note, ""))
	f.ready = func() bool { return filepath.IsAbs(file.Text) }
	file.OnChanged = func(string) { f.changed() }
	file.OnSubmitted = func(string) { w.win.Canvas().Focus(note) }
	note.OnSubmitted = func(string) { f.yes.press() }
	first := fyne.Focusable(file)
	if path != "" {
		first = note
	}
	f.open(first, file, note)
}

// attachDropped attaches a file that was dropped onto another page than the import
// and is none to import. It reports whether it took the files.
func (w *Window) attachDropped(files []fyne.URI) bool {
	if w.shell.front == "import" || len(files) == 0 {
		return false
	}
	for _, f := range files {
		if f.Scheme() != "file" || !view.Attachable(f.Path()) {
			return false
		}
	}
	if len(files) > 1 {
		w.toast(words.Text("attach.one_file"), nil)
		return true
	}
	p, ok := w.shown.Writer()
	if !ok {
		return false
	}
	w.openAttach(view.NewAttachments(w.app, p, journal.ID{}), files[0].Path(), func() {})
	return true
}
