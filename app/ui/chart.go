package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// chartPage shows charts of every kind.
type chartPage struct {
	w     *Window
	model *view.Chart
	stop  func() // ends the reading that is under way

	picks   *chartPicks
	caption *widget.RichText
	zooms   *chartZooms

	empty  *chartEmpty
	canvas *chartCanvas
	note   *widget.RichText // what the line is, where it is not through every point
	reads  *widget.Label    // what is pointed at
	words  *widget.Label
	table  *chartTable
	drawn  *fyne.Container // all of these
	page   *fyne.Container // and the choices
	save   *button
	scroll *container.Scroll // around page
}

func newChartPage(w *Window) page {
	p := &chartPage{w: w, model: view.NewChart(w.app), stop: func() {}}
	p.picks = newChartPicks(p)
	p.caption, p.note = newFaint(""), newFaint("")
	p.zooms = newChartZooms(p)
	p.empty = newChartEmpty(p)
	p.canvas = newChartCanvas(w, p.model, p)
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
func (p *chartPage) focus() fyne.Focusable {
	if p.picks.kind.Hidden && p.picks.measures.shown > 0 {
		return p.picks.measures.list[0]
	}
	return p.picks.kind
}

func (p *chartPage) content() fyne.CanvasObject {
	below := container.New(chartHalves{least: 460, gap: 28, table: p.table.grid},
		container.New(usual, newSection(words.Text("chart.in_words")), p.words),
		container.New(usual, newSection(words.Text("chart.values")), p.table.box))
	above := container.NewBorder(nil, nil, nil, p.zooms.box, p.caption)
	p.drawn = container.New(roomy, container.New(usual, above, p.canvas, p.note, p.reads), below)
	p.page = container.New(roomy, p.picks.box, p.empty.box, p.drawn)
	p.refresh()
	p.scroll = container.NewVScroll(container.NewBorder(nil, nil, nil, newSpace(14), p.page))
	p.canvas.scroll = p.scroll.Scrolled
	return newPageBox(words.Text("command.chart timeline"), []fyne.CanvasObject{p.save}, container.New(filling{}, p.scroll))
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
// not as much unless what is chosen needs it.
type pickerSize struct{ minWidth }

// widestPicker is as wide as a name can make a selector at 100% text.
const widestPicker = 300

// kindWidth has room for the names of kinds of chart.
const kindWidth minWidth = 216

// MinSize implements fyne.Layout.
func (p pickerSize) MinSize(objects []fyne.CanvasObject) fyne.Size {
	text, least := theme.Size(theme.SizeNameText)/15, objects[0].MinSize()
	if s, ok := objects[0].(*selector); ok {
		least.Width = s.needs(s.Selected)
	}
	return fyne.NewSize(max(max(176, float32(p.minWidth))*(1+text)/2, min(least.Width, widestPicker*text)), least.Height)
}

func (p *chartPage) reload() {
	p.model.SetPerson(p.w.shown.Writer())
	p.load()
}

// load reads what was chosen, in place of what is being read.
func (p *chartPage) load() {
	p.stop = p.w.reading(p.stop, p.model.Load, p.refresh)
}

// refresh shows what was read.
func (p *chartPage) refresh() {
	s := p.model.Shown()
	p.picks.show(s)
	waited := p.picks.box.Hidden
	p.empty.show(s)
	if p.drawn == nil {
		return
	}
	p.picks.box.Hidden = s.State == view.ChartNobody || s.State == view.ChartLoading || s.State == view.ChartNothing
	p.drawn.Hidden = s.State != view.ChartDrawn
	if s.State != view.ChartDrawn {
		p.save.Hide()
	} else {
		p.save.Show()
		p.words.SetText(s.Summary)
		p.table.show(s)
		p.picture(s)
	}
	p.page.Refresh()
	if p.scroll != nil {
		p.scroll.Refresh() // what is in it may be higher now
	}
	if canvas := p.w.win.Canvas(); waited && !p.picks.box.Hidden && canvas.Overlays().Top() == nil && p.w.shell != nil && p.w.shell.front == "chart timeline" {
		canvas.Focus(p.focus()) // nothing that is hidden takes the focus
	}
}

// picture shows the picture and what is seen of it.
func (p *chartPage) picture(s view.ChartShown) {
	setStyled(p.caption, p.about(s))
	p.zooms.show(s)
	p.canvas.show(s.Picture, s.Revision, s.Summary)
	p.point()
}

// about says which days are shown, and of whom where the rail does not say it.
func (p *chartPage) about(s view.ChartShown) string {
	if who, ok := p.w.shown.Writer(); ok && p.w.shown.IsEveryone() {
		return words.Text("chart.part", who.Name, s.Days)
	}
	return s.Days
}

// point says what is pointed at.
func (p *chartPage) point() {
	if k, ok := p.model.Cursor(); ok {
		p.reads.SetText(k.Text())
	} else {
		p.reads.SetText(words.Text("chart.hint"))
	}
}

// told says what the line of the picture is, if it is not through every point.
func (p *chartPage) told(window time.Duration) {
	text := ""
	if window > 0 {
		text = words.Text("chart.middle", windowText(window))
	}
	setStyled(p.note, text)
	if hidden := text == ""; hidden != p.note.Hidden {
		p.note.Hidden = hidden
		p.page.Refresh()
	}
}

// windowText is a stretch of time in whole hours or days, the nearest.
func windowText(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d >= 36*time.Hour:
		return words.Count(int64((d+day/2)/day), "day")
	case d >= time.Hour:
		return words.Count(int64((d+time.Hour/2)/time.Hour), "hour")
	}
	return words.Count(int64(max((d+time.Minute/2)/time.Minute, 1)), "minute")
}

// open opens the entry that is pointed at, or goes to its day in the timeline.
func (p *chartPage) open() {
	k, ok := p.model.Cursor()
	who, has := p.w.shown.Writer()
	switch {
	case !ok || !has:
	case k.Entry != (journal.ID{}):
		p.w.openEntryEdit(who, k.Entry)
	case k.Day != nil:
		p.w.showDay(*k.Day)
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
	d.box = container.New(newFlow(),
		widget.NewLabel(words.Text("chart.from")), container.New(minWidth(130), d.from),
		widget.NewLabel(words.Text("chart.to")), container.New(minWidth(130), d.to),
		newButton(words.Text("chart.show_days"), nil, d.set))
	d.box.Hide()
	return d
}

func (d *chartDays) show(s view.ChartShown) {
	d.box.Hidden = s.Range != view.ChartCustom
	d.trouble.Hide()
	if s.From != "" {
		d.from.SetText(s.From)
		d.to.SetText(s.To)
	}
}

func (d *chartDays) set() {
	if err := d.page.model.SetDays(d.from.Text, d.to.Text); err != nil {
		d.problem(err)
		return
	}
	d.page.load()
}

// problem says why days cannot be shown.
func (d *chartDays) problem(err error) {
	setStyled(d.trouble, explained(err))
	d.trouble.Show()
	d.page.picks.box.Refresh()
}

// chartEmpty says why there is no chart and what to do about it.
type chartEmpty struct {
	page  *chartPage
	text  *widget.Label
	helps *button // does what helps
	state view.ChartState
	all   bool // days are shown
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
	e.state, e.all = s.State, s.Range == view.ChartAll
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
	case view.ChartBlank:
		e.helps.SetText(words.Text("command.entry form"))
		if s.Range != view.ChartAll {
			e.helps.SetText(words.Text("chart.show_there"))
		}
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
	case view.ChartBlank:
		if e.all {
			e.page.w.do("entry form")
			return
		}
		e.page.model.SetRange(view.ChartAll)
		e.page.load()
	default:
		e.page.model.ShowWhatThereIs()
		e.page.load()
	}
}
