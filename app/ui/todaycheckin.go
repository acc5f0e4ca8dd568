package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// checkinBox is the check-in of a day: a line for each thing, all of which are saved
// at once.
type checkinBox struct {
	p      *todayPage
	lines  map[string]*checkinLine
	rows   *fyne.Container
	hint   *widget.RichText
	keys   *widget.RichText
	repeat *button
	save   *button
	acts   *fyne.Container
	box    fyne.CanvasObject
	draft  *draftKeeper
	saving bool
}

// checkinLine is one thing.
type checkinLine struct {
	index   int
	name    *widget.RichText
	last    *widget.RichText
	problem *widget.RichText
	value   *valueBox
	box     fyne.CanvasObject
}

func newCheckinBox(p *todayPage) *checkinBox {
	c := &checkinBox{p: p, lines: map[string]*checkinLine{}}
	c.rows = container.New(usual)
	c.hint, c.keys = newFaint(""), newFaint(words.Text("today.checkin.keys"))
	c.repeat = newButton(words.Text("today.checkin.repeat"), theme.ViewRefreshIcon(), c.fill)
	c.save = newPrimary(words.Text("today.checkin.save"), theme.ConfirmIcon(), c.submit)
	c.acts = container.New(newFlow(), c.save)
	head := container.NewBorder(nil, nil, nil, container.NewCenter(c.repeat), newSection(words.Text("today.checkin.title")))
	c.box = newCard(container.New(usual, container.New(tight, head, c.hint), c.rows, c.acts, c.keys))
	c.draft = p.w.newDraftKeeper(checkinDraft, func() []byte {
		data, err := p.model.Draft()
		if err != nil {
			return nil // there is no such text
		}
		return data
	})
	return c
}

// checkinDraft is the key under which a check-in is kept that was not saved.
const checkinDraft = "checkin"

// renew shows the lines of the day. Those that were there stay, with the focus.
func (c *checkinBox) renew() {
	rows := c.p.model.Rows()
	c.rows.Objects = nil
	there := map[string]bool{}
	for i := range rows {
		key := rows[i].Key()
		line := c.lines[key]
		if line == nil {
			line = c.newLine()
			c.lines[key] = line
		}
		line.index, there[key] = i, true
		c.rows.Add(line.box)
	}
	for key := range c.lines {
		if !there[key] {
			delete(c.lines, key)
		}
	}
	key := "today.checkin.explain"
	if len(rows) == 0 {
		key = "today.checkin.first"
	}
	setStyled(c.hint, words.Text(key))
	for _, o := range []fyne.CanvasObject{c.repeat, c.acts, c.keys} {
		setVisible(o, len(rows) > 0)
	}
	c.refresh()
	c.rows.Refresh()
}

// refresh shows what is filled in.
func (c *checkinBox) refresh() {
	rows := c.p.model.Rows()
	for i := range rows {
		if line := c.lines[rows[i].Key()]; line != nil {
			line.refresh(&rows[i])
		}
	}
	setEnabled(c.repeat, c.p.model.CanRepeat())
	setEnabled(c.save, c.p.model.Filled() > 0)
}

func (c *checkinBox) newLine() *checkinLine {
	l := &checkinLine{name: newBold(""), last: newFaint(""), problem: newStyled("", sizeSmall, theme.ColorNameError, false)}
	l.name.Wrapping, l.problem.Wrapping = fyne.TextWrapWord, fyne.TextWrapWord
	l.value = newValueBox(func() valueLook {
		rows := c.p.model.Rows()
		if l.index >= len(rows) {
			return valueLook{}
		}
		r := &rows[l.index]
		return valueLook{label: r.Name, text: r.Text, unit: r.Unit, proposed: r.Proposed, wrong: r.Problem != "", nudges: r.CanNudge()}
	})
	l.value.onRune = func(r rune) { c.typed(l, r) }
	l.value.onKey = func(key fyne.KeyName) bool { return c.key(l, key) }
	l.value.onSave = c.submit
	more := newQuiet("", theme.MoreVerticalIcon(), nil)
	more.OnTapped = func() { c.menu(l, more) }
	l.box = container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(l.value, more)),
		container.New(tight, l.name, l.last, l.problem))
	return l
}

func (l *checkinLine) refresh(r *view.CheckinRow) {
	setStyled(l.name, r.Name)
	last := r.Last
	if r.Logged != "" {
		last = words.Text("today.logged", r.Logged)
	}
	setStyled(l.last, last)
	l.last.Hidden = last == ""
	setStyled(l.problem, r.Problem)
	l.problem.Hidden = r.Problem == ""
	l.value.Refresh()
}

// typed takes a character on a line.
func (c *checkinBox) typed(l *checkinLine, r rune) {
	m := c.p.model
	if l.index >= len(m.Rows()) {
		return
	}
	switch row := &m.Rows()[l.index]; {
	case r == '-':
		m.Clear(l.index)
	case m.Type(l.index, r):
	case !row.TakesLetters() && (r == 'r' || r == 'R'):
		c.fill()
		return
	default:
		return
	}
	c.changed()
}

// key takes a key on a line.
func (c *checkinBox) key(l *checkinLine, key fyne.KeyName) bool {
	m := c.p.model
	if l.index >= len(m.Rows()) {
		return false
	}
	switch key {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyDown:
		c.focus(l.index + 1)
	case fyne.KeyUp:
		c.focus(l.index - 1)
	case fyne.KeyLeft:
		m.Nudge(l.index, -1)
		c.changed()
	case fyne.KeyRight:
		m.Nudge(l.index, 1)
		c.changed()
	case fyne.KeyBackspace:
		m.Erase(l.index)
		c.changed()
	case fyne.KeyDelete:
		m.Clear(l.index)
		c.changed()
	default:
		return c.p.pageKey(key)
	}
	return true
}

// focus goes to line i; after the last comes the Save button, if it can be pressed.
func (c *checkinBox) focus(i int) {
	rows := c.p.model.Rows()
	switch {
	case len(rows) == 0:
	case i >= len(rows):
		if !c.save.Disabled() {
			c.p.w.win.Canvas().Focus(c.save)
		}
	default:
		c.p.w.win.Canvas().Focus(c.lines[rows[max(i, 0)].Key()].value)
	}
}

// hasFocus reports whether the focus is on one of the lines.
func (c *checkinBox) hasFocus() bool {
	focused := c.p.w.win.Canvas().Focused()
	for _, l := range c.lines {
		if focused == fyne.Focusable(l.value) {
			return true
		}
	}
	return false
}

// changed says that something was typed.
func (c *checkinBox) changed() {
	c.refresh()
	c.draft.typed()
}

// fill proposes everything as it was the last time.
func (c *checkinBox) fill() {
	if c.p.model.Repeat() > 0 {
		c.changed()
	}
}

// submit saves all that is filled in, as one act.
func (c *checkinBox) submit() {
	m := c.p.model
	person, ok := m.Person()
	answers, bad := m.Check()
	if bad >= 0 {
		c.refresh()
		c.p.refit()
		c.focus(bad)
		return
	}
	if c.saving || !ok || len(answers) == 0 {
		return
	}
	c.saving = true
	day := m.Day()
	var said string
	c.p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			said, err = m.Save(ctx, person, day, answers)
			return err
		},
		then: func(err error) {
			c.saving = false
			switch {
			case c.p.gone():
			case err != nil:
				c.p.w.showError(err)
			default:
				m.Saved()
				c.draft.typed() // other days may still have something
				c.draft.keep()
				c.p.done(said)
			}
		},
	})
}

// menu offers what can become of a line.
func (c *checkinBox) menu(l *checkinLine, at fyne.CanvasObject) {
	rows := c.p.model.Rows()
	if l.index >= len(rows) {
		return
	}
	row := rows[l.index]
	was := app.CheckinUsual
	pin, place := "today.pin", app.CheckinPinned
	if row.Pinned {
		was, pin, place = app.CheckinPinned, "today.unpin", app.CheckinUsual
	}
	item := func(key string, place app.CheckinPlace) *fyne.MenuItem {
		return fyne.NewMenuItem(words.Text(key), func() { c.place(row, place, func() { c.place(row, was, nil) }) })
	}
	where := fyne.CurrentApp().Driver().AbsolutePositionForObject(at).AddXY(0, at.Size().Height)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", item(pin, place), item("today.hide", app.CheckinHidden)), c.p.w.win.Canvas(), where)
}

// place pins a line, takes it out or lets the habit decide.
func (c *checkinBox) place(row view.CheckinRow, place app.CheckinPlace, undo func()) {
	person, ok := c.p.model.Person()
	if !ok {
		return
	}
	var said string
	c.p.w.run(task{
		do: func(context.Context, *progress) (err error) {
			said, err = c.p.model.Place(person, row, place)
			return err
		},
		then: func(err error) {
			switch {
			case c.p.gone():
			case err != nil:
				c.p.w.showError(err)
			default:
				c.p.load()
				c.p.w.toast(said, undo)
			}
		},
	})
}

func setVisible(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
