package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kith/app/view"
	"kith/app/words"
)

// lowPage is the page of low-energy mode: one thing at a time, with large targets and
// nothing around it.
const lowPage = "low energy"

// lowEnergyPage shows one screen at a time. Every answer is saved at once.
type lowEnergyPage struct {
	w     *Window
	model *view.LowEnergy // nil if there is nobody
	host  *fyne.Container
	first fyne.Focusable // of the screen in front
	atTop bool           // the screen in front is the first one
	line  *entry         // what is being typed on the screen in front; nil if nothing is
}

func newLowEnergyPage(w *Window) page { return &lowEnergyPage{w: w, host: container.NewStack()} }

func (p *lowEnergyPage) content() fyne.CanvasObject {
	return container.New(inset{20, 14}, p.host)
}

// reload implements page: what is in the middle of being answered stays.
func (p *lowEnergyPage) reload() {
	person, ok := p.w.shown.Writer()
	p.model = nil
	if ok {
		p.model = view.NewLowEnergy(p.w.app, person)
	}
	if p.first == nil || p.atTop {
		p.home()
	}
}

func (p *lowEnergyPage) focus() fyne.Focusable { return p.first }

// escape goes back to the first screen.
func (p *lowEnergyPage) escape() { p.home() }

// unsaved implements drafter.
func (p *lowEnergyPage) unsaved() bool { return p.line != nil && p.line.Text != "" }

// screen shows a title, a text, and what is to be chosen, below each other. Typing
// goes to first.
func (p *lowEnergyPage) screen(title, text string, first fyne.Focusable, parts ...fyne.CanvasObject) {
	head := newTitle(title)
	head.Wrapping = fyne.TextWrapWord
	all := []fyne.CanvasObject{head}
	if text != "" {
		all = append(all, newText(text))
	}
	box := container.New(stacked{func() float32 { return 12 }}, append(all, parts...)...)
	p.host.Objects = []fyne.CanvasObject{newScroll(container.New(column(620), box))}
	p.host.Refresh()
	p.first, p.atTop, p.line = first, false, nil
	if s := p.w.shell; s != nil && s.front == lowPage && len(p.w.sheets) == 0 {
		p.w.win.Canvas().Focus(first)
		p.w.speech.say(title+". "+text, false)
	}
}

// home is the first screen.
func (p *lowEnergyPage) home() {
	w := p.w
	leave := newBigButton(words.Text("low.leave"), func() { w.setLow(false) })
	if p.model == nil {
		p.screen(words.Text("low.title"), words.Text("low.nobody"), leave, leave)
		p.atTop = true
		return
	}
	now := newBigButton(words.Text("low.now"), p.ask)
	text := words.Text("low.text")
	p.screen(words.Text("low.title"), p.model.Title()+". "+text, now,
		now,
		newBigButton(words.Text("low.dose"), p.doses),
		newBigButton(words.Text("low.note"), func() { p.write("low.note.title", "low.note.hint", p.model.Note) }),
		newBigButton(words.Text("low.help"), p.help),
		newBigButton(words.Text("low.lock"), func() { w.do("lock") }),
		leave)
	p.atTop = true
}

func (p *lowEnergyPage) back() *bigButton { return newBigButton(words.Text("low.back"), p.home) }

// saving saves something, says so with Undo, and goes on.
func (p *lowEnergyPage) saving(do func(context.Context) (string, error), then func()) {
	w, said := p.w, ""
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			said, err = do(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			then()
			w.changed()
			w.toast(said, func() { w.undoAct(false) })
		},
	})
}

// ask asks one question after another about now.
func (p *lowEnergyPage) ask() {
	var questions []view.LowQuestion
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			questions, err = p.model.Questions(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				p.w.showError(err)
				return
			}
			p.question(questions, 0)
		},
	})
}

func (p *lowEnergyPage) question(all []view.LowQuestion, at int) {
	if at >= len(all) {
		back := p.back()
		p.screen(words.Text("low.done"), words.Text("low.done.text"), back, back)
		return
	}
	q := all[at]
	next := func() { p.question(all, at+1) }
	answer := func(n int) func() {
		return func() {
			p.saving(func(ctx context.Context) (string, error) { return p.model.Answer(ctx, q, n) }, next)
		}
	}
	var choices []fyne.CanvasObject
	text := ""
	if q.Scored {
		text = words.Text("low.scale")
		for n := range 11 {
			choices = append(choices, newBigButton(strconv.Itoa(n), answer(n)))
		}
	} else {
		choices = append(choices, newBigButton(words.Text("low.yes"), answer(1)), newBigButton(words.Text("low.no"), answer(0)))
	}
	for _, c := range choices {
		c.(*bigButton).typed = func(r rune) {
			if n := int(r - '0'); q.Scored && n >= 0 && n <= 9 {
				answer(n)()
			}
		}
	}
	p.screen(q.Text, text, choices[0].(*bigButton),
		container.NewGridWrap(scoreSize(choices), choices...),
		newBigButton(words.Text("low.skip"), next), p.previous(all, at))
}

// previous goes back by one question.
func (p *lowEnergyPage) previous(all []view.LowQuestion, at int) fyne.CanvasObject {
	if at == 0 {
		return p.back()
	}
	return newBigButton(words.Text("low.back"), func() { p.question(all, at-1) })
}

// scoreSize is the size of buttons that stand beside each other.
func scoreSize(buttons []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSquareSize(float32(column(84).width()))
	for _, b := range buttons {
		size = size.Max(b.(*bigButton).wanted())
	}
	return size
}

// doses asks which of the doses that are due was taken.
func (p *lowEnergyPage) doses() {
	var due []view.LowDose
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			due, err = p.model.Doses(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				p.w.showError(err)
				return
			}
			p.showDoses(due)
		},
	})
}

func (p *lowEnergyPage) showDoses(due []view.LowDose) {
	var parts []fyne.CanvasObject
	for _, d := range due {
		parts = append(parts, newBigButton(d.Text, func() {
			p.saving(func(ctx context.Context) (string, error) { return p.model.Take(ctx, d) }, p.doses)
		}))
	}
	other := newBigButton(words.Text("low.other"), func() { p.write("low.other.title", "low.other.hint", p.model.TakeOther) })
	first, text := other, words.Text("low.doses.none")
	if len(parts) > 0 {
		first, text = parts[0].(*bigButton), ""
	}
	p.screen(words.Text("low.doses"), text, first, append(parts, other, p.back())...)
}

// write asks for a few words.
func (p *lowEnergyPage) write(title, hint string, save func(context.Context, string) (string, error)) {
	line := newEntry()
	line.name, line.PlaceHolder = words.Text(title), words.Text(hint)
	keep := func() {
		p.saving(func(ctx context.Context) (string, error) { return save(ctx, line.Text) }, p.home)
	}
	line.OnSubmitted = func(string) { keep() }
	p.screen(words.Text(title), "", line, line, newBigButton(words.Text("low.save"), keep), p.back())
	p.line = line
}

func (p *lowEnergyPage) help() {
	back := p.back()
	p.screen(words.Text("low.help.title"), words.Text("low.help.text"), back, back)
}
