package ui

import (
	"context"
	"errors"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// insightPage asks questions of a record and shows the answers.
type insightPage struct {
	w     *Window
	model *view.Insight
	stop  func() // ends the search that is under way

	tabs                []*insightTab
	measure, treatment  *selector
	day                 *entry
	trouble             *notice
	setting             bool // the selectors are being set, not chosen from
	whom, since, around *fyne.Container
	picks               *fyne.Container // all of these

	doing  *widget.RichText
	bar    *widget.ProgressBar
	work   *fyne.Container // while it searches
	answer *fyne.Container
	scroll *container.Scroll
	told   uint64 // the revision that was spoken
	show   uint64 // the revision that is built
}

func newInsightPage(w *Window) page {
	p := &insightPage{w: w, model: view.NewInsight(w.app), stop: func() {}}
	for i, q := range app.InsightQuestions() {
		p.tabs = append(p.tabs, newInsightTab(p, i, q))
	}
	p.measure = newSelect(nil, p.choose)
	p.treatment = newSelect(nil, p.chooseTreatment)
	p.day = newEntry()
	p.day.SetPlaceHolder(words.Text("chart.day_example"))
	p.day.OnSubmitted = func(string) { p.setDay() }
	p.trouble = newNotice(theme.ColorNameError)
	p.doing, p.bar = newFaint(words.Text("insight.looking")), widget.NewProgressBar()
	p.bar.TextFormatter = func() string { return "" }
	p.answer = container.New(roomy)
	return p
}

// focus implements focuser.
func (p *insightPage) focus() fyne.Focusable {
	for _, t := range p.tabs {
		if t.question == p.model.Shown().Question {
			return t
		}
	}
	return p.tabs[0]
}

func (p *insightPage) content() fyne.CanvasObject {
	questions := container.New(newFlow())
	for _, t := range p.tabs {
		questions.Add(t)
	}
	p.whom = newField(words.Text("insight.about"), container.New(pickerSize{}, p.measure), "")
	p.since = newField(words.Text("insight.treatment"), container.New(pickerSize{}, p.treatment), "")
	p.around = newField(words.Text("insight.day"), container.New(newFlow(), container.New(minWidth(130), p.day),
		newButton(words.Text("insight.ask_again"), nil, p.setDay)), "")
	p.picks = container.New(usual, container.New(newFlow(), p.whom, p.since, p.around), p.trouble.box)
	p.work = container.New(usual, p.doing, p.bar, container.New(newFlow(), newButton(words.Text("insight.stop"), theme.CancelIcon(), p.halt)))
	p.work.Hide()
	all := container.New(roomy, questions, p.picks, p.work, p.answer)
	p.scroll = container.NewVScroll(container.New(pageColumn, container.NewBorder(nil, nil, nil, newSpace(14), all)))
	p.refresh()
	return newPageBox(words.Text("command.insight"), nil, container.New(filling{}, p.scroll))
}

func (p *insightPage) reload() {
	p.model.SetPerson(p.w.shown.Writer())
	p.load()
}

// load answers what is asked, in place of what is being answered. A search shows
// how far it has got.
func (p *insightPage) load() {
	p.stop()
	p.trouble.hide()
	done := false
	stop := p.w.run(task{
		do: func(ctx context.Context, bar *progress) error {
			return p.model.Load(ctx, func(n, total int) { bar.show(int64(n), int64(total)) })
		},
		report: func(n, total int64) {
			if !done && total > 0 {
				p.work.Show()
				p.answer.Hide()
				p.bar.SetValue(float64(n) / float64(total))
				p.scroll.Content.Refresh()
			}
		},
		then: func(err error) {
			done = true
			if errors.Is(err, context.Canceled) {
				return // another question is being answered, or it was stopped
			}
			p.work.Hide()
			p.answer.Show()
			if err != nil {
				p.w.showError(err)
			}
			p.refresh()
		},
	})
	p.stop = func() { done = true; stop() }
}

// halt stops the search that is under way.
func (p *insightPage) halt() {
	p.stop()
	p.work.Hide()
	p.answer.Objects = []fyne.CanvasObject{newText(words.Text("insight.stopped"))}
	p.answer.Show()
	p.show = 0
	p.scroll.Content.Refresh()
	p.w.win.Canvas().Focus(p.focus())
}

func (p *insightPage) ask(q app.InsightQuestion) {
	p.model.Ask(q)
	p.mark()
	p.load()
}

func (p *insightPage) choose(name string) {
	if !p.setting {
		p.model.Choose(name)
		p.load()
	}
}

func (p *insightPage) chooseTreatment(name string) {
	if p.setting {
		return
	}
	if name != words.Text("insight.by_day") {
		p.model.ChooseTreatment(name)
	} else {
		p.model.ChooseDay()
	}
	p.load()
}

func (p *insightPage) setDay() {
	if err := p.model.SetDay(p.day.Text); err != nil {
		p.trouble.show(explained(err))
		p.picks.Refresh()
		return
	}
	p.load()
}

// mark shows which question is asked.
func (p *insightPage) mark() {
	asked := p.model.Shown().Question
	for _, t := range p.tabs {
		importance := widget.MediumImportance
		if t.question == asked {
			importance = widget.HighImportance
		}
		if t.Importance != importance {
			t.Importance = importance
			t.Refresh()
		}
	}
}

// refresh shows what was read.
func (p *insightPage) refresh() {
	if p.picks == nil {
		return
	}
	s := p.model.Shown()
	p.mark()
	p.fillChoices(s)
	if s.Revision != p.show || s.Revision == 0 {
		p.show = s.Revision
		p.answer.Objects = p.answered(s)
		p.scroll.Offset = fyne.Position{}
	}
	p.scroll.Content.Refresh()
	p.scroll.Refresh()
	if s.State == view.InsightAnswered && p.told != s.Revision && p.w.shell != nil && p.w.shell.front == "insight" {
		p.told = s.Revision
		p.w.speech.say(s.Spoken(), false)
	}
}

func (p *insightPage) fillChoices(s view.InsightShown) {
	p.setting = true
	defer func() { p.setting = false }()
	fill := func(b *selector, options []string, chosen string) {
		if !slices.Equal(b.Options, options) {
			b.SetOptions(options)
		}
		if b.Selected != chosen {
			b.SetSelected(chosen)
		}
	}
	byDay := words.Text("insight.by_day")
	fill(p.measure, s.Measures, s.Measure)
	chosen := s.Treatment
	if s.ByDay {
		chosen = byDay
	}
	fill(p.treatment, append(slices.Clone(s.Treatments), byDay), chosen)
	if s.Day != "" && p.day.Text == "" {
		p.day.SetText(s.Day)
	}
	p.picks.Hidden = len(s.Measures) == 0
	p.since.Hidden = s.Question != app.InsightHelped || len(s.Treatments) == 0
	p.around.Hidden = s.Question != app.InsightHelped || !s.ByDay
	p.picks.Refresh()
}

// insightTab is the button of a question. The arrow keys go from one to the next.
type insightTab struct {
	button
	page     *insightPage
	at       int
	question app.InsightQuestion
}

func newInsightTab(p *insightPage, at int, q app.InsightQuestion) *insightTab {
	t := &insightTab{page: p, at: at, question: q}
	t.Text = q.Text()
	t.OnTapped = func() { p.ask(q) }
	t.ExtendBaseWidget(t)
	return t
}

// TypedKey implements fyne.Focusable.
func (t *insightTab) TypedKey(key *fyne.KeyEvent) {
	next := t.at
	switch key.Name {
	case fyne.KeyRight, fyne.KeyDown:
		next++
	case fyne.KeyLeft, fyne.KeyUp:
		next--
	default:
		if !escaped(t, key) {
			t.button.TypedKey(key)
		}
		return
	}
	if next >= 0 && next < len(t.page.tabs) {
		t.page.w.win.Canvas().Focus(t.page.tabs[next])
	}
}
