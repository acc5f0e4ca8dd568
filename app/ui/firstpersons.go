package ui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
	"kith/app/words"
)

// mostFirstPersons is how many persons the first run asks for; more are added in
// the journal.
const mostFirstPersons = 8

// firstPersons is the third screen: whose journal it is.
type firstPersons struct {
	*firstRun
	*card
	rows    *fyne.Container
	names   []*entry
	wrong   []*notice
	more    *button
	busy    *busy
	trouble *notice
}

func newFirstPersons(r *firstRun) *firstPersons {
	p := &firstPersons{firstRun: r, rows: container.NewVBox(), trouble: newNotice(theme.ColorNameError)}
	done := newPrimary(words.Text("first.persons.done"), nil, p.submit)
	p.more = newQuiet(words.Text("first.persons.more"), theme.ContentAddIcon(), func() {
		p.add()
		r.w.win.Canvas().Focus(p.names[len(p.names)-1])
	})
	join := newQuiet(words.Text("first.persons.join"), theme.LoginIcon(), p.join)
	p.busy = newBusy(done, p.more, join)
	p.card = newFrontCard(r.w, 480,
		newSteps(3), newSpace(4),
		cardTitle(words.Text("first.persons.title")), cardText(words.Text("first.persons.text")), newSpace(4),
		p.rows, cardLinks(p.more), newSpace(4), done, p.busy.box, p.trouble.box, cardLinks(join),
	)
	p.add()
	p.first = p.names[0]
	return p
}

// add makes room for one more name.
func (p *firstPersons) add() {
	name, wrong := newEntry(), newNotice(theme.ColorNameError)
	name.OnSubmitted = func(string) { p.submit() }
	name.OnChanged = func(string) {
		if wrong.box.Visible() {
			wrong.hide()
			p.refit()
		}
	}
	field := fyne.CanvasObject(name)
	if len(p.names) == 0 {
		field = cardField(words.Text("first.persons.name"), name)
	}
	p.names, p.wrong = append(p.names, name), append(p.wrong, wrong)
	p.rows.Add(field)
	p.rows.Add(wrong.box)
	if len(p.names) == mostFirstPersons {
		p.more.Disable()
	}
	p.refit()
}

// join opens the journal without a person, for somebody who was invited: the record
// comes from elsewhere, and only a journal without records can become another
// computer of its owner.
func (p *firstPersons) join() {
	w := p.firstRun.w
	w.enter(p.model.App())
	w.show("space list")
	w.openJoin()
}

func (p *firstPersons) submit() {
	names := make([]string, len(p.names))
	for i, name := range p.names {
		names[i] = name.Text
	}
	p.trouble.hide()
	p.busy.start(p.card, words.Text("first.persons.making"))
	p.firstRun.w.run(task{
		do: func(ctx context.Context, _ *progress) error { return p.model.AddPersons(ctx, names) },
		then: func(err error) {
			p.busy.done()
			if len(p.names) == mostFirstPersons {
				p.more.Disable()
			}
			var name *view.NameError
			switch {
			case err == nil:
				p.next()
			case errors.As(err, &name):
				p.wrong[name.At].show(explained(name.Err))
				p.refit()
				p.firstRun.w.win.Canvas().Focus(p.names[name.At])
			default:
				p.trouble.show(explained(err))
				p.refit()
			}
		},
	})
}
