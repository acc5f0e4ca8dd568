package ui

import (
	"image/color"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// newHidden is a field that hides what is typed. A check beside it shows it, see
// newReveal: unlike the eye that Fyne puts into the field, Tab reaches it.
func newHidden() *entry {
	e := newPassword()
	e.ActionItem = newSpace(0)
	return e
}

// newReveal shows what is typed in fields.
func newReveal(fields ...*entry) *check {
	return newCheck(words.Text("first.pass.show"), func(on bool) {
		for _, e := range fields {
			e.Password = !on
			e.Refresh()
		}
	})
}

// allCapitals reports whether a passphrase looks as if Caps Lock were on.
func allCapitals(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters >= 3
}

// passphraseForm asks for a new passphrase, twice.
type passphraseForm struct {
	card         *card
	first, again *entry
	show         *check
	meter        *meter
	capitals     *notice
	missing      *notice // below the first field
	differs      *notice // below the second
	box          fyne.CanvasObject
}

// newPassphraseForm makes one; Enter in the second field is submit.
func newPassphraseForm(name string, submit func()) *passphraseForm {
	f := &passphraseForm{
		first: newHidden(), again: newHidden(), meter: newMeter(), capitals: newNotice(theme.ColorNameWarning),
		missing: newNotice(theme.ColorNameError), differs: newNotice(theme.ColorNameError),
	}
	f.show = newReveal(f.first, f.again)
	f.first.OnChanged = func(text string) {
		f.meter.set(f.typed().Strength())
		f.missing.hide()
		f.changed()
		if allCapitals(text) {
			f.capitals.show(words.Text("first.pass.capitals"))
		} else {
			f.capitals.hide()
		}
		f.card.refit()
	}
	f.again.OnChanged = func(string) { f.changed(); f.card.refit() }
	f.first.OnSubmitted = func(string) { f.first.giveFocus(f.again) }
	f.again.OnSubmitted = func(string) { submit() }
	f.box = container.NewVBox(
		cardField(name, f.first), f.meter.box, f.capitals.box, f.missing.box, newSpace(2),
		cardField(words.Text("first.pass.again"), f.again), f.differs.box, container.New(outdent{}, f.show),
	)
	return f
}

func (f *passphraseForm) typed() view.NewPassphrase {
	return view.NewPassphrase{First: f.first.Text, Again: f.again.Text}
}

func (f *passphraseForm) changed() {
	if f.typed().Differs() {
		f.differs.show(words.Text("first.pass.differ"))
	} else {
		f.differs.hide()
	}
}

// complete reports whether both fields are filled in alike. If not it says beside
// the field what is missing, and typing goes there.
func (f *passphraseForm) complete() bool {
	p, c := f.typed(), f.card.w.win.Canvas()
	switch {
	case p.First == "":
		f.missing.show(words.Text("first.pass.empty"))
		c.Focus(f.first)
	case p.Ready():
		return true
	case p.Again == "":
		f.differs.show(words.Text("first.pass.repeat"))
		c.Focus(f.again)
	default:
		f.differs.show(words.Text("first.pass.differ"))
		f.again.TypedShortcut(&fyne.ShortcutSelectAll{})
		c.Focus(f.again)
	}
	f.card.refit()
	return false
}

// forget empties the fields.
func (f *passphraseForm) forget() {
	f.first.SetText("")
	f.again.SetText("")
}

// greys are the controls, for newBusy.
func (f *passphraseForm) greys() []fyne.Disableable {
	return []fyne.Disableable{f.first, f.again, f.show}
}

// giveFocus moves typing on to another control.
func (e *entry) giveFocus(to fyne.Focusable) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(e); c != nil {
		c.Focus(to)
	}
}

// meter shows how strong a passphrase is: by length, colour and words.
type meter struct {
	bars  [4]*canvas.Rectangle
	level int
	text  *widget.RichText
	box   *fyne.Container
}

func newMeter() *meter {
	m := &meter{text: newFaint(words.Text("first.pass.hint"))}
	row := container.New(layout.NewGridLayout(len(m.bars)))
	for i := range m.bars {
		m.bars[i] = canvas.NewRectangle(nil)
		m.bars[i].CornerRadius = 2
		m.bars[i].SetMinSize(fyne.NewSize(10, 4))
		row.Add(m.bars[i])
	}
	m.paint()
	m.box = container.NewVBox(newThemed(row, m.paint), flushed(m.text))
	return m
}

func (m *meter) paint() {
	for i, bar := range m.bars {
		bar.FillColor = m.colour(i)
		bar.Refresh()
	}
}

func (m *meter) colour(bar int) color.Color {
	switch {
	case bar >= m.level:
		return theme.Color(theme.ColorNameSeparator)
	case m.level == 1:
		return theme.Color(theme.ColorNameError)
	case m.level == 2:
		return theme.Color(theme.ColorNameWarning)
	}
	return theme.Color(theme.ColorNameSuccess)
}

// set takes a level from 0 to 1 and what it means.
func (m *meter) set(level float64, text string) {
	m.level = int(level*float64(len(m.bars)) + 0.5)
	if text == "" {
		text = words.Text("first.pass.hint")
	}
	setStyled(m.text, text)
	m.paint()
}
