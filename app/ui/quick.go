package ui

import (
	"context"
	"errors"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal/quick"
)

// quickBar is the line in which an entry is typed, and what was understood of it.
type quickBar struct {
	w     *Window
	model *view.Quick
	// save keeps a line and calls done on the window's goroutine: with nil if it was
	// kept.
	save func(line string, done func(error))

	line  *entry
	draft *draftKeeper
	said  *widget.RichText // what was understood, or what was not
	sign  *canvas.Rectangle
	box   fyne.CanvasObject
	offer *offers

	seen       view.QuickPreview
	stopTimer  func()
	stopTask   func()
	generation int // of previews, so that an old one does not come after a new one
	saving     bool
	refused    bool // the line was to be kept and could not: the cursor goes where it is wrong
}

func newQuickBar(w *Window, draft string, model *view.Quick, save func(string, func(error))) *quickBar {
	q := &quickBar{w: w, model: model, save: save, stopTimer: func() {}, stopTask: func() {}}
	q.line = newEntry()
	q.line.Icon = theme.DocumentCreateIcon()
	q.line.OnChanged = func(string) { q.typed() }
	q.line.OnSubmitted = func(string) { q.submit() }
	q.line.onKey = q.key
	q.line.onFocus = func(has bool) {
		if !has {
			q.offer.show(nil)
		}
	}
	q.offer = newOffers(q.accept)
	q.said = newStyled("", sizeSmall, colorFaint, false)
	q.said.Wrapping = fyne.TextWrapWord
	q.sign = canvas.NewRectangle(nil)
	sign := newThemed(q.sign, q.paint)
	saver := newPrimary(words.Text("timeline.quick.save"), theme.ConfirmIcon(), q.submit)
	form := newButton(words.Text("timeline.quick.form"), theme.DocumentIcon(), func() { w.do("entry form") })
	q.box = container.New(stacked{func() float32 { return -0.6 * theme.Size(theme.SizeNameInnerPadding) }},
		container.NewBorder(nil, nil, nil, container.NewHBox(saver, form), q.line),
		container.NewBorder(nil, nil, container.New(inset{8, 9}, sign), nil, q.said))
	q.draft = w.newDraftKeeper(draft, func() []byte {
		if q.line.Text == "" {
			return nil
		}
		return []byte(q.line.Text)
	})
	q.recall()
	q.renew()
	return q
}

// renew says whom the line is for.
func (q *quickBar) renew() {
	hint := words.Text("timeline.quick.hint")
	if p, ok := q.w.shown.Writer(); ok && len(q.w.shown.All()) > 1 {
		hint = words.Text("timeline.quick.for", shorten(p.Name, 24))
	}
	q.line.SetPlaceHolder(hint)
	q.preview()
}

// lineDraft and todayDraft are the keys under which a line is kept that was not
// saved, of the timeline and of the page of the day.
const (
	lineDraft  = "line"
	todayDraft = "line-today"
)

// recall puts the line back that was being typed when the journal was open last.
func (q *quickBar) recall() {
	q.w.readDrafts(func(drafts []app.Draft) {
		for _, d := range drafts {
			if d.Key == q.draft.key && q.line.Text == "" {
				q.line.SetText(string(d.Data))
				q.line.CursorColumn = utf8.RuneCountInString(q.line.Text)
				q.draft.dirty = false // it is on the disk
			}
		}
	})
}

// typed reads the line anew once typing rests.
func (q *quickBar) typed() {
	q.draft.typed()
	q.stopTimer()
	q.stopTimer = q.w.after(view.PreviewPause, q.preview)
}

// preview reads the line and shows what was understood.
func (q *quickBar) preview() {
	q.stopTimer()
	q.stopTask()
	q.generation++
	generation, line := q.generation, q.line.Text
	person, ok := q.w.shown.Writer()
	if line == "" || !ok {
		q.shows(view.QuickPreview{})
		return
	}
	var seen view.QuickPreview
	q.stopTask = q.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			seen, err = q.model.Preview(ctx, person, line)
			return err
		},
		then: func(err error) {
			switch {
			case generation != q.generation || q.w.shell == nil || errors.Is(err, context.Canceled):
			case err != nil:
				q.w.showError(err)
			default:
				q.shows(seen)
			}
		},
	})
}

func (q *quickBar) shows(seen view.QuickPreview) {
	q.seen = seen
	q.say()
	q.paint()
	if line := q.line.Text; q.refused && seen.From < seen.To && seen.To <= len(line) {
		q.line.CursorColumn = utf8.RuneCountInString(line[:seen.To])
		q.line.Refresh()
	}
	q.refused = false
	if q.w.win.Canvas().Focused() == fyne.Focusable(q.line) {
		q.offer.show(seen.Suggestions)
	}
}

// say shows what was understood, or what was not: the line with the part that is
// wrong underlined, and why.
func (q *quickBar) say() {
	part := func(text string, colour fyne.ThemeColorName, style fyne.TextStyle, inline bool) widget.RichTextSegment {
		return &widget.TextSegment{Text: text, Style: widget.RichTextStyle{ColorName: colour, SizeName: sizeSmall, TextStyle: style, Inline: inline}}
	}
	var plain fyne.TextStyle
	seen, line := q.seen, q.line.Text
	switch {
	case seen.Problem != "" && seen.From < seen.To && seen.To <= len(line):
		q.said.Segments = []widget.RichTextSegment{
			part(line[:seen.From], colorFaint, plain, true),
			part(line[seen.From:seen.To], theme.ColorNameError, fyne.TextStyle{Bold: true, Underline: true}, true),
			part(line[seen.To:]+"  ", colorFaint, plain, true),
			part(seen.Problem, theme.ColorNameError, plain, true),
		}
	case seen.Problem != "":
		q.said.Segments = []widget.RichTextSegment{part(seen.Problem, theme.ColorNameError, plain, false)}
	case seen.Doubt != "":
		q.said.Segments = []widget.RichTextSegment{part(seen.Understood+".  ", theme.ColorNameForeground, plain, true),
			part(seen.Doubt, theme.ColorNameWarning, plain, true)}
	case seen.Understood != "":
		q.said.Segments = []widget.RichTextSegment{part(seen.Understood, theme.ColorNameForeground, plain, false)}
	default:
		q.said.Segments = []widget.RichTextSegment{part(words.Text("timeline.quick.help"), colorFaint, plain, false)}
	}
	q.said.Refresh()
}

// saidByLine reports whether an error is one that the line says by itself: what is not
// understood, and what is unlikely.
func saidByLine(err error) bool {
	var doubt *app.DoubtError
	return errors.Is(err, quick.ErrLine) || errors.As(err, &doubt)
}

// paint colours the sign before what was said: green, red, or none.
func (q *quickBar) paint() {
	q.sign.FillColor = nil
	switch {
	case q.seen.Problem != "":
		q.sign.FillColor = theme.Color(theme.ColorNameError)
	case q.seen.Doubt != "":
		q.sign.FillColor = theme.Color(theme.ColorNameWarning)
	case q.seen.Understood != "":
		q.sign.FillColor = theme.Color(theme.ColorNameSuccess)
	}
	q.sign.CornerRadius = 2
	q.sign.SetMinSize(fyne.NewSize(4, 4))
	q.sign.Refresh()
}

// key takes the keys that choose among what is offered.
func (q *quickBar) key(key *fyne.KeyEvent) bool {
	switch key.Name {
	case fyne.KeyDown:
		return q.offer.step(1)
	case fyne.KeyUp:
		return q.offer.step(-1)
	case fyne.KeyRight, fyne.KeyEnd:
		if q.line.CursorColumn == utf8.RuneCountInString(q.line.Text) && q.line.SelectedText() == "" {
			return q.offer.take(0)
		}
	case fyne.KeyReturn, fyne.KeyEnter:
		return q.offer.take(-1)
	case fyne.KeyEscape:
		if q.offer.shown() {
			q.offer.show(nil)
			return true
		}
	}
	return false
}

// accept puts a suggestion into the line.
func (q *quickBar) accept(s view.Suggestion) {
	q.offer.show(nil)
	q.line.SetText(s.Line)
	q.line.CursorColumn = utf8.RuneCountInString(s.Line)
	q.line.Refresh()
	q.w.win.Canvas().Focus(q.line)
}

// submit keeps the line. What was not understood stays, and what is wrong with it is
// said.
func (q *quickBar) submit() {
	line := q.line.Text
	if q.saving || line == "" {
		return
	}
	q.saving = true
	q.stopTimer()
	q.offer.show(nil)
	q.save(line, func(err error) {
		q.saving = false
		if err != nil {
			q.refused = true
			q.preview()
			return
		}
		if q.line.Text == line { // nobody typed on meanwhile
			q.line.SetText("")
			q.draft.drop()
			q.preview()
		}
	})
}

// offers is the list of suggestions under the line. It is part of the page and no
// overlay: typing goes on in the line.
type offers struct {
	accept func(view.Suggestion)
	items  []view.Suggestion
	chosen int // -1 for none
	rows   *fyne.Container
	ground *canvas.Rectangle
	box    *fyne.Container
}

func newOffers(accept func(view.Suggestion)) *offers {
	o := &offers{accept: accept, chosen: -1, rows: container.NewVBox(), ground: canvas.NewRectangle(nil)}
	paint := func() {
		o.ground.FillColor = theme.Color(theme.ColorNameInputBackground)
		o.ground.StrokeColor = theme.Color(theme.ColorNameInputBorder)
		o.ground.StrokeWidth, o.ground.CornerRadius = 1, 8
	}
	paint()
	o.box = container.NewStack(newThemed(o.ground, paint), container.New(inset{4, 4}, o.rows))
	o.box.Hide()
	return o
}

func (o *offers) shown() bool { return len(o.items) > 0 }

// show offers items; none hides the list.
func (o *offers) show(items []view.Suggestion) {
	o.items, o.chosen = items, -1
	o.rows.Objects = nil
	for _, item := range items {
		o.rows.Add(newOffer(item.Name, item.Group, func() { o.accept(item) }))
	}
	o.box.Hidden = len(items) == 0
	o.rows.Refresh()
	o.box.Resize(o.box.MinSize().Max(fyne.NewSize(260, 0)))
	o.box.Refresh()
}

// step goes to the next suggestion or the one before, and reports whether there are
// any.
func (o *offers) step(by int) bool {
	if !o.shown() {
		return false
	}
	o.chosen = min(max(o.chosen+by, -1), len(o.items)-1)
	for i, row := range o.rows.Objects {
		row.(*offer).setChosen(i == o.chosen)
	}
	return true
}

// take accepts suggestion i, or with -1 the one that was stepped to, and reports
// whether there is one.
func (o *offers) take(i int) bool {
	if i < 0 {
		i = o.chosen
	}
	if i < 0 || i >= len(o.items) {
		return false
	}
	o.accept(o.items[i])
	return true
}
