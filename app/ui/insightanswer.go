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
	"kith/journal"
)

// answered is what stands below the choices: the sentence, its picture, the
// numbers, what to mind and what can be done.
func (p *insightPage) answered(s view.InsightShown) []fyne.CanvasObject {
	switch s.State {
	case view.InsightLoading:
		return nil
	case view.InsightNobody:
		return []fyne.CanvasObject{newText(s.Empty), newRowOf(newPrimary(words.Text("command.person add"), nil, func() { p.w.do("person add") }))}
	case view.InsightNothing:
		return []fyne.CanvasObject{newText(s.Empty), newRowOf(newPrimary(words.Text("command.log"), nil, func() { p.w.do("log") }))}
	case view.InsightWaits:
		return []fyne.CanvasObject{newText(s.Empty)}
	}
	head := newSection(s.Headline)
	head.Wrapping = fyne.TextWrapWord
	parts := []fyne.CanvasObject{container.NewBorder(nil, nil, newInsightMark(s.Tone), nil, head)}
	if s.Picture != nil {
		parts = append(parts, newInsightPicture(p.w, s))
	}
	if len(s.Facts) > 0 {
		facts := container.New(tight)
		for _, f := range s.Facts {
			facts.Add(container.New(insightFactLayout{}, newWrappedBold(f.Name), newText(f.Text)))
		}
		parts = append(parts, facts)
	}
	all := []fyne.CanvasObject{newCard(container.New(usual, parts...))}
	for _, g := range s.Findings {
		lines := container.New(tight, newSection(g.Title))
		for _, l := range g.Lines {
			lines.Add(newText(l.Text))
			lines.Add(newFaint(l.Sure))
		}
		all = append(all, lines)
	}
	if len(s.Careful) > 0 {
		lines := container.New(tight, newSection(words.Text("insight.careful")))
		for _, text := range s.Careful {
			lines.Add(newText("• " + text))
		}
		all = append(all, lines)
	}
	if len(s.Next) > 0 {
		lines := container.New(usual, newSection(words.Text("insight.next"))) // buttons need more room than lines
		for _, step := range s.Next {
			lines.Add(p.step(step))
		}
		all = append(all, lines)
	}
	if s.CanMean && s.Meaning != "" {
		all = append(all, newRow(newFaint(s.Meaning), newQuiet(words.Text("insight.meaning.change"), nil, func() { p.openMeaning("") })))
	}
	return all
}

// newRowOf keeps a button as wide as it needs.
func newRowOf(b fyne.CanvasObject) fyne.CanvasObject { return container.New(newFlow(), b) }

func newWrappedBold(text string) fyne.CanvasObject {
	t := newBold(text)
	t.Wrapping = fyne.TextWrapWord
	return t
}

// step is a line that says what can be done, with the button that does it.
func (p *insightPage) step(s app.InsightStep) fyne.CanvasObject {
	var run func()
	switch b, ok := bindings()[s.Command]; {
	case s.Command == "insight meaning":
		run = func() { p.openMeaning(s.Measure) }
	case ok && (b.enabled == nil || b.enabled(p.w)):
		run = func() { p.w.do(s.Command) }
	default:
		return newText("• " + s.Text)
	}
	key := "command." + s.Command
	if s.Command == "insight meaning" {
		key = "insight.meaning.change"
	}
	return newRow(newText("• "+s.Text), newButton(words.Text(key), nil, run))
}

// newInsightMark is an icon for how the answer feels; the sentence says it too.
func newInsightMark(tone view.InsightTone) fyne.CanvasObject {
	icon, colour := theme.InfoIcon(), theme.ColorNamePrimary
	switch tone {
	case view.ToneGood:
		icon, colour = theme.ConfirmIcon(), theme.ColorNameSuccess
	case view.ToneBad:
		icon, colour = theme.WarningIcon(), theme.ColorNameError
	case view.ToneOpen:
		icon, colour = theme.QuestionIcon(), theme.ColorNamePrimary
	}
	return container.NewVBox(newSpace(2), widget.NewIcon(theme.NewColoredResource(icon, colour)))
}

// insightFactLayout lays out what a number is beside the number, or above it where
// there is little room.
type insightFactLayout struct{}

func (insightFactLayout) split(width float32) (first float32, below bool) {
	grow := theme.Size(theme.SizeNameText) / 15
	first = 190 * grow
	return first, width < first+260*grow
}

// MinSize implements fyne.Layout.
func (l insightFactLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	name, text := objects[0].MinSize(), objects[1].MinSize()
	if objects[1].Position().X > 0 {
		return fyne.NewSize(max(name.Width, text.Width), max(name.Height, text.Height))
	}
	return fyne.NewSize(max(name.Width, text.Width), name.Height+text.Height-theme.Size(theme.SizeNameInnerPadding))
}

// Layout implements fyne.Layout.
func (l insightFactLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	name, text := objects[0], objects[1]
	place := func(o fyne.CanvasObject, x, y, width float32) float32 {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // text wraps to it before its height counts
		height := o.MinSize().Height
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(width, height))
		return height
	}
	first, below := l.split(size.Width)
	if !below {
		place(name, 0, 0, first)
		place(text, first, 0, size.Width-first)
		return
	}
	height := place(name, 0, 0, size.Width)
	place(text, 0, height-theme.Size(theme.SizeNameInnerPadding), size.Width)
}

// openMeaning asks what the values of a name mean, "" for what is asked about.
func (p *insightPage) openMeaning(name string) {
	var means app.InsightMeaning
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			name, means, err = p.model.MeaningOf(ctx, name)
			return err
		},
		then: func(err error) {
			if err != nil {
				p.w.showError(err)
				return
			}
			p.askMeaning(name, means)
		},
	})
}

func (p *insightPage) askMeaning(name string, means app.InsightMeaning) {
	betters := []journal.Polarity{journal.HigherIsWorse, journal.HigherIsBetter, journal.Neutral}
	absents := []journal.Absence{journal.AbsenceUnknown, journal.AbsenceZeroIfReviewed, journal.AbsenceZero}
	better, absent := newSelect(nil, nil), newSelect(nil, nil)
	for _, b := range betters {
		better.Options = append(better.Options, words.Text("insight.better.short."+b.String()))
	}
	for _, a := range absents {
		absent.Options = append(absent.Options, words.Text("insight.absent.short."+a.String()))
	}
	better.Selected = words.Text("insight.better.short." + means.Better.String())
	absent.Selected = words.Text("insight.absent.short." + means.Absence.String())
	var f *form
	f = newForm(p.w, words.Text("insight.meaning.title", name), words.Text("insight.meaning.explain"), words.Text("insight.meaning.save"), func() {
		m := app.InsightMeaning{Better: betters[max(better.SelectedIndex(), 0)], Absence: absents[max(absent.SelectedIndex(), 0)]}
		if m == means {
			p.w.closeSheet(f.sheet)
			return
		}
		f.start("insight.meaning.saving", false, func(ctx context.Context, _ *progress) error { return p.model.SetMeaning(ctx, name, m) }, func() {
			p.w.closeSheet(f.sheet)
			p.w.changed()
			p.w.toast(words.Text("insight.meaning.saved", name), func() { p.w.undoAct(false) })
		})
	}, newField(words.Text("insight.meaning.better"), better, ""), newField(words.Text("insight.meaning.absent"), absent, ""))
	f.open(better, better, absent)
}
