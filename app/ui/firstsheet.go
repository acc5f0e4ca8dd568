package ui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// offer makes the recovery sheet, unless there is one already, and shows it.
func (r *firstRun) offer() {
	if r.proof != nil {
		r.w.setFront(newFirstSheet(r))
		return
	}
	var made *view.Proof
	r.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			made, err = r.model.OfferSheet(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				r.w.setFront(newTrouble(r.w, explained(err), r.close))
				return
			}
			r.proof = made
			r.w.setFront(newFirstSheet(r))
		},
	})
}

// firstSheet is the second screen: the recovery sheet.
type firstSheet struct {
	*firstRun
	*card
	saved   *notice
	trouble *notice
}

func newFirstSheet(r *firstRun) *firstSheet {
	p := &firstSheet{firstRun: r, saved: newNotice(successColour), trouble: newNotice(theme.ColorNameError)}
	have := newPrimary(words.Text("first.sheet.have"), nil, func() { r.w.setFront(newFirstProof(r)) })
	pdf := newButton(words.Text("first.sheet.pdf"), theme.DocumentPrintIcon(), func() { p.save(".pdf") })
	text := newQuiet(words.Text("first.sheet.txt"), theme.DocumentSaveIcon(), func() { p.save(".txt") })
	p.card = newFrontCard(r.w, 720,
		newSteps(2), newSpace(4),
		cardTitle(words.Text("first.sheet.title")), cardText(words.Text("first.sheet.text")), newSpace(4),
		newSheetView(r.proof), newSpace(4),
		container.New(layout.NewRowWrapLayout(), pdf, text), p.saved.box, p.trouble.box, newSpace(4),
		have,
		cardLinks(newQuiet(words.Text("first.sheet.later"), nil, r.later)),
	)
	p.first = have
	return p
}

// top implements topper: the words come first, also where the button with the focus
// is far below them.
func (p *firstSheet) top() { p.scroll.ScrollToTop() }

// newSheetView shows the words of a recovery sheet and its QR code.
func newSheetView(p *view.Proof) fyne.CanvasObject {
	list := p.Words()
	const columns = 3
	const rows = len(list) / columns
	grid := container.New(layout.NewGridLayout(columns))
	for i := range list {
		n := i%columns*rows + i/columns // to be read down each column
		number := newStyled(fmt.Sprint(n+1), theme.SizeNameText, colorFaint, false)
		number.Segments[0].(*widget.TextSegment).Style.Alignment = fyne.TextAlignTrailing
		word := newStyled(list[n], theme.SizeNameText, theme.ColorNameForeground, true)
		grid.Add(container.New(wordLayout{}, number, word))
	}
	ground := newPanel(container.New(inset{8, 6}, grid))
	modules, err := p.Code()
	if err != nil { // no text of a sheet is too long for one
		return ground
	}
	code := container.NewVBox(newQRCode(modules, 205), newFaint(words.Text("first.sheet.code")))
	return container.New(beside{}, ground, code)
}

// wordLayout puts a number before its word, in a column as wide as two digits.
type wordLayout struct{}

func (wordLayout) number() float32 { return theme.Size(theme.SizeNameText) * 2.6 }

// MinSize implements fyne.Layout.
func (l wordLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	word := objects[1].MinSize()
	return fyne.NewSize(l.number()+word.Width-theme.InnerPadding(), word.Height-theme.InnerPadding()/2)
}

// Layout implements fyne.Layout.
func (l wordLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	pad := theme.InnerPadding()
	objects[0].Move(fyne.NewPos(0, -pad/4))
	objects[0].Resize(fyne.NewSize(l.number(), size.Height+pad/2))
	objects[1].Move(fyne.NewPos(l.number()-pad, -pad/4))
	objects[1].Resize(fyne.NewSize(size.Width-l.number()+pad, size.Height+pad/2))
}

// beside puts two things side by side, or below each other where there is too
// little room.
type beside struct{}

const besideGap = 16

// MinSize implements fyne.Layout.
func (beside) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	size := fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
	if at := objects[1].Position(); at.Y > 0 && at.X == 0 { // they are below each other
		size.Height = a.Height + besideGap + b.Height
	}
	return size
}

// Layout implements fyne.Layout.
func (beside) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	if a.Width+besideGap+b.Width <= size.Width {
		objects[1].Move(fyne.NewPos(size.Width-b.Width, max(0, (a.Height-b.Height)/2)))
		objects[1].Resize(b)
		objects[0].Resize(fyne.NewSize(size.Width-b.Width-besideGap, a.Height))
		return
	}
	objects[0].Resize(fyne.NewSize(size.Width, a.Height))
	objects[1].Move(fyne.NewPos(0, a.Height+besideGap))
	objects[1].Resize(b)
}

func (p *firstSheet) save(ext string) {
	w := p.firstRun.w
	w.askPath("first.sheet.save", filepath.Join(w.homeFolder(), p.proof.FileName(ext)), browseSave, func(path string) {
		p.saved.hide()
		p.trouble.hide()
		w.run(task{
			do: func(ctx context.Context, _ *progress) error { return p.proof.Save(ctx, path) },
			then: func(err error) {
				if err != nil {
					p.trouble.show(explained(err))
				} else {
					p.saved.show(words.Text("first.sheet.saved", path))
				}
				p.refit()
			},
		})
	})
}

// later goes on without a proven sheet, after saying what that means.
func (r *firstRun) later() {
	r.w.ask(words.Text("first.sheet.later.title"), words.Text("first.sheet.later.text"), words.Text("first.sheet.later.yes"), func() {
		r.model.SkipSheet()
		r.forgetSheet()
		r.next()
	})
}

// firstProof asks for two words of the sheet.
type firstProof struct {
	*firstRun
	*card
	typed [2]*entry
	wrong [2]*notice
	busy  *busy
}

func newFirstProof(r *firstRun) *firstProof {
	p := &firstProof{firstRun: r}
	yes := newPrimary(words.Text("first.next"), nil, p.submit)
	look := newQuiet(words.Text("first.prove.look"), theme.NavigateBackIcon(), func() { r.w.setFront(newFirstSheet(r)) })
	later := newQuiet(words.Text("first.sheet.later"), nil, r.later)
	p.busy = newBusy(yes, look, later)
	p.card = newFrontCard(r.w, 480,
		newSteps(2), newSpace(4),
		cardTitle(words.Text("first.prove.title")), cardText(words.Text("first.prove.text")), newSpace(4),
	)
	for i, number := range r.proof.Asked() {
		p.typed[i], p.wrong[i] = newEntry(), newNotice(theme.ColorNameError)
		p.typed[i].secret = true
		p.body.Add(cardField(words.Text("first.prove.word", number), p.typed[i]))
		p.body.Add(p.wrong[i].box)
		p.typed[i].OnChanged = func(string) {
			if p.wrong[i].box.Visible() {
				p.wrong[i].hide()
				p.refit()
			}
		}
	}
	p.typed[0].OnSubmitted = func(string) { p.typed[0].giveFocus(p.typed[1]) }
	p.typed[1].OnSubmitted = func(string) { p.submit() }
	for _, o := range []fyne.CanvasObject{newSpace(4), yes, p.busy.box, cardLinks(look, later)} {
		p.body.Add(o)
	}
	p.first = p.typed[0]
	p.back = look.OnTapped
	return p
}

func (p *firstProof) submit() {
	typed := [2]string{p.typed[0].Text, p.typed[1].Text}
	p.busy.start(p.card, "")
	p.firstRun.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return p.proof.Prove(ctx, typed) },
		then: func(err error) {
			p.busy.done()
			var wrong *view.WordsError
			switch {
			case err == nil:
				p.forgetSheet()
				p.next()
			case errors.As(err, &wrong):
				p.mark(wrong)
			default:
				p.firstRun.w.showError(err)
			}
		},
	})
}

// mark says beside the fields which words are wrong; typing goes to the first.
func (p *firstProof) mark(e *view.WordsError) {
	for i := len(p.typed) - 1; i >= 0; i-- {
		p.wrong[i].hide()
		if e.Wrong[i] {
			p.wrong[i].show(words.Text("first.prove.wrong", p.proof.Asked()[i]))
			p.typed[i].TypedShortcut(&fyne.ShortcutSelectAll{})
			p.firstRun.w.win.Canvas().Focus(p.typed[i])
		}
	}
	p.refit()
}
