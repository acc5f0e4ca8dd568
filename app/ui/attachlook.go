package ui

import (
	"context"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// attachmentLook is the sheet in which one attachment is looked at. A picture is
// decoded in memory; everything else can only be saved.
type attachmentLook struct {
	w     *Window
	model *view.Attachments
	shown *view.Attached
	gone  func() // one was removed

	sheet          *sheet
	body           *fyne.Container
	about          *widget.RichText
	picture        *pictureView // nil for what is none
	zoom, save     *button
	previous, next *button
	tools          *fyne.Container
}

// lookAt opens an attachment; gone is called when one was removed.
func (w *Window) lookAt(m *view.Attachments, id journal.ID, gone func()) {
	l := &attachmentLook{w: w, model: m, gone: gone, body: container.NewStack(), about: newFaint("")}
	l.zoom = newButton(words.Text("attach.full"), theme.ZoomInIcon(), l.toggle)
	l.save = newButton(words.Text("attach.save"), theme.DocumentSaveIcon(), l.openSave)
	l.previous = newQuiet(words.Text("attach.previous"), theme.NavigateBackIcon(), func() { l.step(-1) })
	l.next = newQuiet(words.Text("attach.next"), theme.NavigateNextIcon(), func() { l.step(1) })
	remove := newQuiet(words.Text("attach.remove"), theme.DeleteIcon(), l.remove)
	l.tools = container.New(newFlow(), l.previous, l.next, l.zoom, l.save, remove)
	l.sheet = &sheet{
		width: 900, tall: true, body: container.NewBorder(nil, container.New(usual, l.about, l.tools), nil, nil, l.body),
		closed: func() { l.body.RemoveAll() }, // the picture leaves memory with the sheet
	}
	l.load(id)
}

// load reads an attachment and shows it.
func (l *attachmentLook) load(id journal.ID) {
	var v *view.Attached
	l.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			v, err = l.model.Open(ctx, id)
			return err
		},
		then: func(err error) {
			if err != nil {
				l.w.openSheet(&sheet{title: words.Text("window.error"), body: newScroll(newText(explained(err)))})
				return
			}
			l.show(v)
		},
	})
}

func (l *attachmentLook) show(v *view.Attached) {
	l.shown, l.picture = v, nil
	about := v.About
	if v.Note != "" {
		about += "\n" + v.Note
	}
	setStyled(l.about, about)
	first := fyne.Focusable(l.save)
	if v.Picture != nil {
		l.picture = newPictureView(v.Title, v.Picture, l.key)
		l.body.Objects = []fyne.CanvasObject{l.picture}
		first = l.picture
	} else {
		l.body.Objects = []fyne.CanvasObject{newScroll(newText(v.Text + v.Why))}
	}
	l.body.Refresh()
	l.zoom.Hidden = l.picture == nil
	l.showZoom()
	setEnabled(l.save, v.Savable)
	at := l.at()
	rows := len(l.model.Rows())
	l.previous.Hidden, l.next.Hidden = rows < 2, rows < 2
	setEnabled(l.previous, at > 0)
	setEnabled(l.next, at >= 0 && at < rows-1)
	if !v.Savable && l.picture == nil {
		first = nil
	}
	l.tools.Refresh()
	if slices.Contains(l.w.sheets, l.sheet) {
		l.sheet.heading.Segments[0].(*widget.TextSegment).Text = v.Title
		l.sheet.heading.Refresh()
		l.w.refit(l.sheet)
		if first != nil {
			l.w.win.Canvas().Focus(first)
		}
		return
	}
	l.sheet.title, l.sheet.first = v.Title, first
	l.w.openSheet(l.sheet)
}

// at is which of the list is shown, -1 for none of it.
func (l *attachmentLook) at() int {
	return slices.IndexFunc(l.model.Rows(), func(r view.AttachmentRow) bool { return r.ID == l.shown.ID })
}

// step goes to another attachment of the list.
func (l *attachmentLook) step(by int) {
	rows, at := l.model.Rows(), l.at()
	if to := at + by; at >= 0 && to >= 0 && to < len(rows) {
		l.load(rows[to].ID)
	}
}

// key takes the keys of a picture.
func (l *attachmentLook) key(name fyne.KeyName) {
	switch name {
	case fyne.KeyLeft, fyne.KeyPageUp:
		l.step(-1)
	case fyne.KeyRight, fyne.KeyPageDown:
		l.step(1)
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter, fyne.KeyPlus, fyne.KeyMinus:
		l.toggle()
	}
}

// toggle goes between the whole picture and its own size.
func (l *attachmentLook) toggle() {
	if l.picture != nil {
		l.picture.setFull(!l.picture.full)
		l.showZoom()
	}
}

func (l *attachmentLook) showZoom() {
	text, icon := words.Text("attach.full"), theme.ZoomInIcon()
	if l.picture != nil && l.picture.full {
		text, icon = words.Text("attach.fit"), theme.ZoomFitIcon()
	}
	l.zoom.SetText(text)
	l.zoom.SetIcon(icon)
}

// openSave writes a copy, after saying what that means.
func (l *attachmentLook) openSave() {
	w, v := l.w, l.shown
	path := newEntry()
	path.SetText(v.FileName(w.homeFolder()))
	trouble := newFaint("")
	var f *form
	f = newForm(w, words.Text("attach.save"), words.Text("attach.save.plain"), words.Text("attach.save"), func() {
		file := path.Text
		f.start("attach.save.saving", true, func(ctx context.Context, p *progress) error {
			return l.model.Save(ctx, v.ID, file, p.show)
		}, func() {
			w.closeSheet(f.sheet)
			w.toast(words.Text("attach.save.done", shortenPath(file, 60)), nil)
		})
	}, newField(words.Text("attach.save.file"), container.NewBorder(nil, nil, nil, w.newBrowse(path, browseSave), path), ""), trouble)
	f.ready = func() bool { return view.ExportProblem(path.Text) == "" }
	look := func() {
		problem := view.ExportProblem(path.Text)
		setStyled(trouble, problem)
		trouble.Hidden = problem == ""
		f.changed()
		w.refit(f.sheet)
	}
	path.OnChanged = func(string) { look() }
	path.OnSubmitted = func(string) { f.yes.press() }
	look()
	f.open(path, path)
}

// remove takes the attachment away and offers to bring it back.
func (l *attachmentLook) remove() {
	w, id := l.w, l.shown.ID
	var text string
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			text, err = l.model.Remove(ctx, id)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.closeSheet(l.sheet)
			w.changed()
			w.toast(text, func() { w.undoAct(false) })
			l.gone()
		},
	})
}

// pictureView shows a picture, whole or at its own size. It can have the focus, so
// that keys reach it.
type pictureView struct {
	widget.BaseWidget
	title  string
	image  *canvas.Image
	scroll *container.Scroll
	holder *fyne.Container
	frame  *canvas.Rectangle
	full   bool
	onKey  func(fyne.KeyName)
}

func newPictureView(title string, m image.Image, onKey func(fyne.KeyName)) *pictureView {
	p := &pictureView{title: title, image: canvas.NewImageFromImage(m), frame: canvas.NewRectangle(nil), onKey: onKey}
	p.image.ScaleMode = canvas.ImageScaleSmooth
	p.frame.StrokeWidth, p.frame.CornerRadius = 2, 4
	p.scroll = container.NewScroll(nil)
	p.holder = container.NewStack()
	p.setFull(false)
	p.ExtendBaseWidget(p)
	return p
}

// setFull shows the picture at its own size, or whole.
func (p *pictureView) setFull(full bool) {
	p.full = full
	if full {
		scale := float32(1)
		if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
			scale = c.Scale()
		}
		size := p.image.Image.Bounds().Size()
		p.image.FillMode = canvas.ImageFillOriginal
		p.image.SetMinSize(fyne.NewSize(float32(size.X)/scale, float32(size.Y)/scale))
		p.scroll.Content = p.image
		p.holder.Objects = []fyne.CanvasObject{p.scroll}
		p.scroll.Refresh()
	} else {
		p.image.FillMode = canvas.ImageFillContain
		p.image.SetMinSize(fyne.NewSize(0, 0))
		p.scroll.Content = nil
		p.holder.Objects = []fyne.CanvasObject{p.image}
	}
	p.holder.Refresh()
}

// CreateRenderer implements fyne.Widget.
func (p *pictureView) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(container.NewStack(p.frame, container.New(inset{4, 4}, p.holder)))
}

// MinSize implements fyne.CanvasObject.
func (p *pictureView) MinSize() fyne.Size { return fyne.NewSize(160, 120) }

// FocusGained implements fyne.Focusable.
func (p *pictureView) FocusGained() {
	p.frame.StrokeColor = theme.Color(theme.ColorNamePrimary)
	p.frame.Refresh()
}

// FocusLost implements fyne.Focusable.
func (p *pictureView) FocusLost() {
	p.frame.StrokeColor = nil
	p.frame.Refresh()
}

// TypedRune implements fyne.Focusable.
func (p *pictureView) TypedRune(r rune) {
	here(p)
	switch r {
	case '+', '-', ' ':
		p.onKey(fyne.KeyPlus)
	}
}

// TypedKey implements fyne.Focusable. At its own size the arrows move the picture.
func (p *pictureView) TypedKey(key *fyne.KeyEvent) {
	here(p)
	if escaped(p, key) {
		return
	}
	if key.Name == fyne.KeySpace { // it comes as a rune too
		return
	}
	const stride = 60
	by := map[fyne.KeyName]fyne.Position{
		fyne.KeyLeft: {X: -stride}, fyne.KeyRight: {X: stride}, fyne.KeyUp: {Y: -stride}, fyne.KeyDown: {Y: stride},
	}
	if move, ok := by[key.Name]; ok && p.full {
		p.scroll.ScrollToOffset(p.scroll.Offset.Add(move))
		return
	}
	p.onKey(key.Name)
}

// Tapped implements fyne.Tappable.
func (p *pictureView) Tapped(*fyne.PointEvent) {
	here(p)
	if c := fyne.CurrentApp().Driver().CanvasForObject(p); c != nil {
		c.Focus(p)
	}
}

// AccessibilityLabel implements fyne.Accessible.
func (p *pictureView) AccessibilityLabel() string { return words.Text("attach.picture", p.title) }

// AccessibilityRole implements fyne.Accessible.
func (p *pictureView) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
