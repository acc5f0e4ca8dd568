package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/words"
)

// sheet is a panel over the window that takes all typing until it is closed.
// It casts no shadow: painting one costs half a core under a blinking cursor.
type sheet struct {
	title string
	// spoken is said after the title in speak mode; "" is nothing more.
	spoken string
	body   fyne.CanvasObject
	// actions stand at the lower right after Close, the most usual one last.
	actions []fyne.CanvasObject
	// first has the focus at the beginning; nil is the Close button.
	first fyne.Focusable
	// width at 100% text; 0 is 520.
	width float32
	// tall sheets take the whole height that there is.
	tall bool
	// bare sheets have neither title nor Close button.
	bare bool
	// opaque sheets hide everything behind them.
	opaque bool
	// unsaved reports whether something in it was typed and not saved; may be nil.
	unsaved func() bool
	// closing is asked before the sheet closes by Esc or its Close button and may
	// keep it open; may be nil.
	closing func() bool
	// closed is called after it closed, however it did; may be nil.
	closed func()
	// closeText is the text of the Close button; "" is "Close".
	closeText string

	heading *widget.RichText // of title; nil if bare
	overlay fyne.CanvasObject
	before  fyne.Focusable
	frame   *fyne.Container // lays the panel out
	buttons *fyne.Container // Close and the actions; nil if bare
	closer  *button         // nil if bare
}

// openSheet shows s over everything else.
func (w *Window) openSheet(s *sheet) {
	c := w.win.Canvas()
	s.before = c.Focused()
	var inner fyne.CanvasObject = s.body
	if !s.bare {
		text := s.closeText
		if text == "" {
			text = words.Text("window.close")
		}
		s.closer = newButton(text, nil, func() { w.tryClose(s) })
		if s.first == nil {
			s.first = s.closer
		}
		s.buttons = container.NewHBox(append([]fyne.CanvasObject{layout.NewSpacer(), s.closer}, s.actions...)...)
		s.heading = newTitle(s.title)
		s.heading.Wrapping = fyne.TextWrapWord
		inner = container.NewBorder(s.heading, container.NewVBox(newSpace(6), s.buttons), nil, nil, s.body)
	}
	if s.width == 0 {
		s.width = 520
	}
	dim, ground := canvas.NewRectangle(nil), canvas.NewRectangle(nil)
	paint := func() {
		dim.FillColor = dimmed()
		if s.opaque {
			dim.FillColor = theme.Color(theme.ColorNameBackground)
		}
		ground.FillColor = theme.Color(theme.ColorNameBackground)
		ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
		ground.StrokeWidth, ground.CornerRadius = 1, 12
	}
	paint()
	panel := container.NewStack(ground, container.New(inset{20, 16}, inner))
	s.frame = container.New(sheetLayout{s}, panel)
	if s.opaque {
		s.frame = container.NewStack(inner)
	}
	s.overlay = newThemed(container.NewStack(dim, s.frame), paint)
	w.sheets = append(w.sheets, s)
	c.Overlays().Add(s.overlay)
	s.overlay.Resize(c.Size())
	c.Focus(s.first)
	w.menu.refresh()
}

// refit lays s out anew after what is in it grew or shrank.
func (w *Window) refit(s *sheet) {
	if s.frame != nil {
		s.frame.Refresh()
	}
}

// closeSheet closes s, and what opened over it.
func (w *Window) closeSheet(s *sheet) {
	at := slices.Index(w.sheets, s)
	if at < 0 {
		return
	}
	gone := w.sheets[at:]
	w.sheets = slices.Clone(w.sheets[:at])
	w.win.Canvas().Overlays().Remove(s.overlay)
	if s.before != nil {
		w.win.Canvas().Focus(s.before)
	}
	for _, g := range slices.Backward(gone) {
		if g.closed != nil {
			g.closed()
		}
	}
	w.menu.refresh()
}

// tryClose closes s unless it minds.
func (w *Window) tryClose(s *sheet) {
	if s.closing == nil || s.closing() {
		w.closeSheet(s)
	}
}

// closeTop closes the sheet that opened last and reports whether there was one.
// Menus and lists that Fyne opened go first.
func (w *Window) closeTop() bool {
	top := w.win.Canvas().Overlays().Top()
	if top == nil {
		return false
	}
	if len(w.sheets) == 0 || w.sheets[len(w.sheets)-1].overlay != top {
		top.Hide()
		w.win.Canvas().Overlays().Remove(top)
		return true
	}
	w.tryClose(w.sheets[len(w.sheets)-1])
	return true
}

// closeSheets closes all sheets without asking.
func (w *Window) closeSheets() {
	if len(w.sheets) > 0 {
		w.closeSheet(w.sheets[0])
	}
}

// ask asks before something that cannot be undone. Everything else is done at
// once and offers Undo.
func (w *Window) ask(title, text, yes string, do func()) {
	s := &sheet{title: title, spoken: text, body: newScroll(newText(text)), closeText: words.Text("window.cancel")}
	s.actions = []fyne.CanvasObject{newPrimary(yes, nil, func() {
		w.closeSheet(s)
		do()
	})}
	w.openSheet(s)
}

// sheetLayout centres the panel of a sheet.
type sheetLayout struct{ s *sheet }

// MinSize implements fyne.Layout.
func (l sheetLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

// Layout implements fyne.Layout.
func (l sheetLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	const margin = 24
	panel := objects[0]
	width := min(max(column(l.s.width).width(), panel.MinSize().Width), size.Width-2*margin)
	panel.Resize(fyne.NewSize(width, panel.Size().Height)) // text wraps to it before its height counts
	height := panel.MinSize().Height
	if l.s.tall {
		height = size.Height
	}
	height = min(height, size.Height-2*margin)
	panel.Resize(fyne.NewSize(width, height))
	panel.Move(fyne.NewPos((size.Width-width)/2, (size.Height-height)/2))
}
