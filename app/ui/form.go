package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// form is a sheet that asks for what an act needs, does it while it shows how far
// it has got, and says beside the fields what went wrong, or what became of it.
// Its Close button stops the work first.
type form struct {
	w       *Window
	sheet   *sheet
	box     *fyne.Container // what is in the sheet, from the top
	fields  fyne.CanvasObject
	trouble *notice
	work    *fyne.Container
	bar     *widget.ProgressBar
	doing   *widget.RichText
	yes     *button

	controls []fyne.Disableable // greyed while it works
	stop     func()             // not nil while it works
	ready    func() bool        // whether the button can be pressed; nil is always
	say      func(error) string // what went wrong, in words; nil is explained
}

// newForm makes a form; yes is what its button says and act what that does.
func newForm(w *Window, title, explain, yes string, act func(), fields ...fyne.CanvasObject) *form {
	f := &form{w: w, fields: newFields(fields...), trouble: newNotice(theme.ColorNameError)}
	f.bar = widget.NewProgressBar()
	f.bar.TextFormatter = func() string { return "" }
	f.doing = newFaint("")
	f.work = container.NewVBox(f.doing, f.bar)
	f.work.Hide()
	f.yes = newPrimary(yes, nil, act)
	f.box = container.New(usual)
	if explain != "" {
		f.box.Add(newFaint(explain))
	}
	f.box.Objects = append(f.box.Objects, f.fields, f.trouble.box, f.work)
	f.sheet = &sheet{
		title: title, spoken: explain, body: newScroll(f.box), actions: []fyne.CanvasObject{f.yes},
		closing: f.closing, closeText: words.Text("window.cancel"),
	}
	return f
}

// open shows the form; typing goes to first.
func (f *form) open(first fyne.Focusable, controls ...fyne.Disableable) {
	f.controls = controls
	f.sheet.first = first
	f.changed()
	f.w.openSheet(f.sheet)
}

// changed looks again whether the button can be pressed; what is typed calls it.
func (f *form) changed() {
	if f.stop == nil && (f.ready == nil || f.ready()) {
		f.yes.Enable()
	} else {
		f.yes.Disable()
	}
}

// start works. key says what is being done: with the share in per cent if do tells
// its progress.
func (f *form) start(key string, shares bool, do func(context.Context, *progress) error, done func()) {
	if f.stop != nil || f.yes.Disabled() {
		return
	}
	f.trouble.hide()
	say := func(share int64) {
		if shares {
			setStyled(f.doing, words.Text(key, share))
			f.bar.SetValue(float64(share) / 100)
		} else {
			setStyled(f.doing, words.Text(key))
		}
	}
	say(0)
	f.bar.Hidden = !shares
	f.work.Show()
	f.stop = func() {}
	f.enable(false)
	f.w.refit(f.sheet)
	stopped := false
	cancel := f.w.run(task{
		do: do,
		report: func(n, total int64) {
			if total > 0 && f.stop != nil {
				say(min(n*100/total, 100))
			}
		},
		then: func(err error) {
			f.stop, stopped = nil, true
			f.work.Hide()
			f.enable(true)
			if err != nil {
				f.fail(err)
				return
			}
			done()
		},
	})
	if !stopped {
		f.stop = cancel
	}
}

func (f *form) enable(on bool) {
	for _, c := range f.controls {
		if on {
			c.Enable()
		} else {
			c.Disable()
		}
	}
	f.changed()
}

// fail says what went wrong.
func (f *form) fail(err error) {
	say := explained
	if f.say != nil {
		say = f.say
	}
	f.trouble.show(say(err))
	f.w.speech.say(f.trouble.text.Text, true)
	f.w.refit(f.sheet)
	f.w.win.Canvas().Focus(f.sheet.first)
}

// closing stops the work that is under way.
func (f *form) closing() bool {
	if f.stop == nil {
		return true
	}
	setStyled(f.doing, words.Text("settings.progress.stop"))
	f.stop()
	return false
}

// finish shows what became of it, and more below, in place of the fields. then is
// what can be done next; nil is only closing.
func (f *form) finish(o view.Outcome, then *button) {
	icon, colour := theme.ConfirmIcon(), theme.ColorNameSuccess
	if o.Trouble {
		icon, colour = theme.WarningIcon(), theme.ColorNameError
	}
	lines := container.New(snug, container.NewBorder(nil, nil, widget.NewIcon(theme.NewColoredResource(icon, colour)), nil, newSection(o.Title)))
	for _, line := range o.Lines {
		lines.Add(newText(line))
	}
	f.box.Objects = []fyne.CanvasObject{lines, f.trouble.box, f.work}
	f.box.Refresh()
	f.yes.Hide()
	f.sheet.closer.SetText(words.Text("window.close"))
	next := fyne.Focusable(f.sheet.closer)
	if then != nil {
		f.sheet.buttons.Add(then)
		f.yes, next = then, then
	}
	f.w.refit(f.sheet)
	f.w.win.Canvas().Focus(next)
}

// press does what the button does, if it can be pressed.
func (b *button) press() {
	if !b.Disabled() {
		b.OnTapped()
	}
}

// explained is what an error means, in the window's words.
func explained(err error) string {
	x := app.Explain(err).InWindow()
	text := x.What
	for _, more := range []string{x.Means, x.Do} {
		if more != "" {
			text += " " + more
		}
	}
	return text
}

// notice is a line that is there only when something is to be said.
type notice struct {
	text *widget.Label
	box  *fyne.Container
}

func newNotice(colour fyne.ThemeColorName) *notice {
	n := &notice{text: newText("")}
	edge := canvas.NewRectangle(nil)
	paint := func() {
		edge.FillColor = theme.Color(colour)
		edge.CornerRadius = 2
		edge.SetMinSize(fyne.NewSize(4, 0))
	}
	paint()
	n.box = container.NewBorder(nil, nil, newThemed(edge, paint), nil, n.text)
	n.box.Hide()
	return n
}

func (n *notice) show(text string) {
	n.text.SetText(text)
	n.box.Show()
}

func (n *notice) hide() { n.box.Hide() }

// newField is a control under its name, and what is to be known of it in small;
// hint may be "".
func newField(name string, control fyne.CanvasObject, hint string) *fyne.Container {
	label := newBold(name)
	label.Wrapping = fyne.TextWrapWord
	nameControl(name, control)
	box := container.New(usual, label, control)
	if hint != "" {
		box.Add(newFaint(hint))
	}
	return box
}

// newFields is fields below each other.
func newFields(fields ...fyne.CanvasObject) *fyne.Container {
	return container.New(usual, fields...)
}

// newBold is a line of text that stands out.
func newBold(text string) *widget.RichText {
	return newStyled(text, theme.SizeNameText, theme.ColorNameForeground, true)
}
