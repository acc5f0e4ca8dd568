package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// chartPage shows how somebody fared above what they took.
type chartPage struct {
	w     *Window
	model *view.Chart
	stop  func() // ends the reading that is under way

	first, second *selector
	setting       bool // the selectors are being set, not chosen from
	ranges        map[view.ChartRange]*button
	days          *chartDays
	picks         *fyne.Container // all of these
	caption       *widget.RichText

	empty  *chartEmpty
	canvas *chartCanvas
	reads  *widget.Label // what the crosshair is on
	words  *widget.Label
	table  *chartTable
	drawn  *fyne.Container // all of these
	page   *fyne.Container // and the choices
	save   *button
}

func newChartPage(w *Window) page {
	p := &chartPage{w: w, model: view.NewChart(w.app), stop: func() {}, ranges: map[view.ChartRange]*button{}}
	p.first = newSelect(nil, func(name string) { p.choose(0, name) })
	p.second = newSelect(nil, func(name string) { p.choose(1, name) })
	for _, r := range view.ChartRanges() {
		p.ranges[r] = newButton(r.Text(), nil, func() {
			p.model.SetRange(r)
			p.load()
		})
	}
	p.days = newChartDays(p)
	p.caption = newFaint("")
	p.empty = newChartEmpty(p)
	p.canvas = newChartCanvas(w, p.model, p.point)
	p.reads, p.words = newText(""), newText("")
	p.table = newChartTable(p.model)
	p.save = newButton(words.Text("chart.save"), theme.DocumentSaveIcon(), p.openSave)
	return p
}

// showFigure opens the chart page on a kind of chart.
func (w *Window) showFigure(kind app.FigureKind) {
	w.show("chart timeline")
	if p, ok := w.shell.pages["chart timeline"].(*chartPage); ok && p.model.SetKind(kind) {
		p.load()
	}
}

// focus implements focuser.
func (p *chartPage) focus() fyne.Focusable { return p.first }

func (p *chartPage) content() fyne.CanvasObject {
	choices := container.New(newFlow(), container.New(pickerSize{}, p.first), container.New(pickerSize{}, p.second), newSpace(4))
	for _, r := range view.ChartRanges() {
		choices.Add(p.ranges[r])
	}
	p.picks = container.New(usual, choices, p.days.box)
	below := container.New(chartHalves{least: 460, gap: 28},
		container.New(usual, newSection(words.Text("chart.in_words")), p.words),
		container.New(usual, newSection(words.Text("chart.values")), p.table.box))
	p.drawn = container.New(roomy, container.New(usual, p.caption, p.canvas, p.reads), below)
	p.page = container.New(roomy, p.picks, p.empty.box, p.drawn)
	p.refresh()
	return newPageBox(words.Text("command.chart timeline"), []fyne.CanvasObject{p.save}, container.New(filling{}, container.NewVScroll(container.NewBorder(nil, nil, nil, newSpace(14), p.page))))
}

// filling gives its one object, a scroll, whatever room there is: a page must not
// make the window larger.
type filling struct{}

// MinSize implements fyne.Layout.
func (filling) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(objects[0].MinSize().Width, 120)
}

// Layout implements fyne.Layout. Text wraps to the width before its height counts.
func (filling) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(size)
	objects[0].Refresh()
}

// pickerSize gives a selector room for most names; it grows with the text, but
// not as much.
type pickerSize struct{ minWidth }

// MinSize implements fyne.Layout.
func (pickerSize) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(176*(1+theme.Size(theme.SizeNameText)/15)/2, objects[0].MinSize().Height)
}

func (p *chartPage) reload() {
	p.model.SetPerson(p.w.shown.Writer())
	p.load()
}

// load reads what was chosen, in place of what is being read.
func (p *chartPage) load() {
	p.stop = p.w.reading(p.stop, p.model.Load, p.refresh)
}

func (p *chartPage) choose(slot int, name string) {
	if p.setting {
		return
	}
	if name == words.Text("chart.no_second") {
		name = ""
	}
	p.model.Choose(slot, name)
	p.load()
}

// refresh shows what was read.
func (p *chartPage) refresh() {
	s := p.model.Shown()
	p.fillSelectors(s)
	for r, b := range p.ranges {
		importance := widget.MediumImportance
		if r == s.Range {
			importance = widget.HighImportance
		}
		if b.Importance != importance {
			b.Importance = importance
			b.Refresh()
		}
	}
	p.days.show(s)
	p.empty.show(s)
	if p.drawn == nil {
		return
	}
	p.picks.Hidden = s.State != view.ChartDrawn && s.State != view.ChartElsewhere
	p.drawn.Hidden = s.State != view.ChartDrawn
	if s.State != view.ChartDrawn {
		p.save.Hide()
	} else {
		p.save.Show()
		setStyled(p.caption, p.about(s))
		p.words.SetText(s.Summary)
		p.table.show(s)
		p.canvas.show(s.Timeline, s.Revision, s.Summary)
		p.point()
	}
	p.page.Refresh()
}

// about says which days are shown, and of whom where the rail does not say it.
func (p *chartPage) about(s view.ChartShown) string {
	if who, ok := p.w.shown.Writer(); ok && p.w.shown.IsEveryone() {
		return words.Text("chart.part", who.Name, s.Days)
	}
	return s.Days
}

func (p *chartPage) fillSelectors(s view.ChartShown) {
	p.setting = true
	defer func() { p.setting = false }()
	none := words.Text("chart.no_second")
	fill := func(b *selector, options []string, chosen string) {
		if !slices.Equal(b.Options, options) {
			b.SetOptions(options)
		}
		if b.Selected != chosen {
			b.SetSelected(chosen)
		}
		b.Hidden = len(options) == 0
	}
	fill(p.first, s.Names, s.First)
	var others []string
	if len(s.Names) > 1 {
		others = append([]string{none}, slices.DeleteFunc(slices.Clone(s.Names), func(n string) bool { return n == s.First })...)
	}
	second := s.Second
	if second == "" && len(others) > 0 {
		second = none
	}
	fill(p.second, others, second)
}

// point says what the crosshair is on.
func (p *chartPage) point() {
	if k, ok := p.model.Cursor(); ok {
		p.reads.SetText(k.Text())
	} else {
		p.reads.SetText(words.Text("chart.hint"))
	}
}

// chartDays are the fields for other days than the usual ranges.
type chartDays struct {
	page     *chartPage
	from, to *entry
	trouble  *widget.RichText
	box      *fyne.Container
}

func newChartDays(p *chartPage) *chartDays {
	d := &chartDays{page: p, from: newEntry(), to: newEntry(), trouble: newStyled("", sizeSmall, theme.ColorNameError, false)}
	d.from.SetPlaceHolder(words.Text("chart.day_example"))
	d.to.SetPlaceHolder(words.Text("chart.day_example"))
	d.from.OnSubmitted = func(string) { d.set() }
	d.to.OnSubmitted = func(string) { d.set() }
	d.trouble.Hide()
	d.box = container.New(usual, container.New(newFlow(),
		widget.NewLabel(words.Text("chart.from")), container.New(minWidth(130), d.from),
		widget.NewLabel(words.Text("chart.to")), container.New(minWidth(130), d.to),
		newButton(words.Text("chart.show_days"), nil, d.set)), d.trouble)
	d.box.Hide()
	return d
}

func (d *chartDays) show(s view.ChartShown) {
	d.box.Hidden = s.Range != view.ChartCustom
	d.trouble.Hide()
	if s.State == view.ChartDrawn || s.State == view.ChartElsewhere {
		d.from.SetText(s.From)
		d.to.SetText(s.To)
	}
}

func (d *chartDays) set() {
	if err := d.page.model.SetDays(d.from.Text, d.to.Text); err != nil {
		setStyled(d.trouble, explained(err))
		d.trouble.Show()
		d.box.Refresh()
		return
	}
	d.page.load()
}

// chartEmpty says why there is no chart and what to do about it.
type chartEmpty struct {
	page  *chartPage
	text  *widget.Label
	helps *button // does what helps
	state view.ChartState
	box   *fyne.Container
}

func newChartEmpty(p *chartPage) *chartEmpty {
	e := &chartEmpty{page: p, text: newText("")}
	e.text.Alignment = fyne.TextAlignCenter
	e.helps = newPrimary("", nil, e.help)
	e.box = container.New(column(520), container.New(usual, newSpace(48), e.text,
		container.NewHBox(layout.NewSpacer(), e.helps, layout.NewSpacer())))
	e.box.Hide()
	return e
}

func (e *chartEmpty) show(s view.ChartShown) {
	e.state = s.State
	e.box.Hidden = s.Empty == ""
	if s.Empty == "" {
		return
	}
	e.text.SetText(s.Empty)
	switch s.State {
	case view.ChartNobody:
		e.helps.SetText(words.Text("command.person add"))
	case view.ChartNothing:
		e.helps.SetText(words.Text("command.log"))
	default:
		e.helps.SetText(words.Text("chart.show_there"))
	}
}

func (e *chartEmpty) help() {
	switch e.state {
	case view.ChartNobody:
		e.page.w.do("person add")
	case view.ChartNothing:
		e.page.w.do("log")
	default:
		e.page.model.ShowWhatThereIs()
		e.page.load()
	}
}
