package ui

import (
	"context"
	"errors"
	"image"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// takeawayPage takes something out of the journal: a page for a doctor visit, or an
// export. What can be chosen is at the left, what it will look like at the right.
type takeawayPage struct {
	w     *Window
	model *view.Takeaway
	stop  func() // ends the reading or writing that is under way

	form, days *selector
	about      *widget.RichText
	person     *selector
	chosen     *app.Person // by hand; nil is the window's
	personBox  *fyne.Container
	from, to   *entry
	daysBox    *fyne.Container
	ticks      []*takeawayTick
	tickBox    *fyne.Container
	path       *entry
	proposed   string
	trouble    *notice
	save       *button
	cancel     *button
	bar        *widget.ProgressBar
	work       *fyne.Container

	caption *widget.RichText
	pages   *fyne.Container
	notes   *fyne.Container
	nobody  *widget.Label
	page    *fyne.Container
	filling bool // the controls are being filled: nobody chose anything
}

// takeawayTick is the tick of a part.
type takeawayTick struct {
	part  app.Part
	check *check
	text  *widget.Label
	about *widget.RichText
	box   fyne.CanvasObject
}

func newTakeawayPage(w *Window) page {
	p := &takeawayPage{w: w, model: view.NewTakeaway(w.app), stop: func() {}}
	p.form = newSelect(nil, func(string) { p.choose(func() { p.model.SetForm(p.form.SelectedIndex()) }) })
	p.days = newSelect(nil, func(string) { p.choose(func() { p.model.SetDays(p.days.SelectedIndex()) }) })
	p.person = newSelect(nil, func(string) { p.choose(p.choosePerson) })
	p.about, p.caption = newFaint(""), newFaint("")
	p.from, p.to = newEntry(), newEntry()
	for _, e := range []*entry{p.from, p.to} {
		e.SetPlaceHolder(words.Text("chart.day_example"))
		e.OnSubmitted = func(string) { p.setDays() }
	}
	p.path = newEntry()
	p.path.OnChanged = func(string) { p.look() }
	p.path.OnSubmitted = func(string) { p.write() }
	p.trouble = newNotice(theme.ColorNameError)
	p.save = newPrimary(words.Text("takeaway.save"), theme.DocumentSaveIcon(), p.write)
	p.cancel = newButton(words.Text("window.cancel"), nil, func() { p.stop() })
	p.bar = widget.NewProgressBar()
	p.nobody = newText(words.Text("today.nobody"))
	return p
}

// focus implements focuser: Enter saves what is shown.
func (p *takeawayPage) focus() fyne.Focusable { return p.save }

func (p *takeawayPage) content() fyne.CanvasObject {
	p.personBox = newField(words.Text("takeaway.person"), p.person, "")
	p.daysBox = container.New(newFlow(),
		widget.NewLabel(words.Text("chart.from")), container.New(minWidth(130), p.from),
		widget.NewLabel(words.Text("chart.to")), container.New(minWidth(130), p.to),
		newButton(words.Text("chart.show_days"), nil, p.setDays))
	p.tickBox = container.New(usual)
	p.work = container.NewBorder(nil, nil, nil, p.cancel, p.bar)
	p.work.Hide()
	ticks := newBold(words.Text("takeaway.ticks"))
	ticks.Wrapping = fyne.TextWrapWord
	choices := container.New(usual,
		newField(words.Text("takeaway.form"), p.form, ""), p.about, p.personBox,
		newField(words.Text("takeaway.days"), p.days, ""), p.daysBox,
		newField(words.Text("settings.backup.file"), container.NewBorder(nil, nil, nil, p.w.newBrowse(p.path, browseSave), p.path), words.Text("takeaway.plain")),
		p.trouble.box, p.save, p.work,
		ticks, p.tickBox)
	p.pages, p.notes = container.New(usual), container.New(usual)
	preview := container.New(usual, p.caption, p.pages, p.notes)
	p.page = container.New(takeawayHalves{}, choices, preview)
	p.model.SetPerson(p.w.shown.Writer())
	p.refresh()
	body := container.NewStack(p.nobody, container.NewVScroll(container.NewBorder(nil, nil, nil, newSpace(14), p.page)))
	return newPageBox(words.Text("command.report"), nil, container.New(filling{}, body))
}

// takeawayHalves puts the choices at the left of the preview or, where there is no
// room for both, above it.
type takeawayHalves struct{}

const takeawayChoices, takeawayGap = 340, 24

func (takeawayHalves) left(width float32) (left float32, beside bool) {
	left = column(takeawayChoices).width()
	return left, width >= 2*left+takeawayGap
}

// MinSize implements fyne.Layout.
func (h takeawayHalves) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	if objects[1].Position().X > 0 {
		return fyne.NewSize(max(a.Width, b.Width), max(a.Height, b.Height))
	}
	return fyne.NewSize(max(a.Width, b.Width), a.Height+takeawayGap+b.Height)
}

// Layout implements fyne.Layout.
func (h takeawayHalves) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	left, beside := h.left(size.Width)
	objects[0].Move(fyne.Position{})
	if beside {
		objects[0].Resize(fyne.NewSize(left, size.Height))
		objects[1].Move(fyne.NewPos(left+takeawayGap, 0))
		objects[1].Resize(fyne.NewSize(size.Width-left-takeawayGap, size.Height))
		return
	}
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].Size().Height)) // text wraps to it before its height counts
	height := objects[0].MinSize().Height
	objects[0].Resize(fyne.NewSize(size.Width, height))
	objects[1].Move(fyne.NewPos(0, height+takeawayGap))
	objects[1].Resize(fyne.NewSize(size.Width, max(size.Height-height-takeawayGap, 0)))
}

// reload implements page.
func (p *takeawayPage) reload() {
	who, ok := p.w.shown.Writer()
	if p.chosen != nil {
		who, ok = *p.chosen, true
	}
	p.model.SetPerson(who, ok)
	p.propose()
	p.load()
}

// choosePerson takes somebody else's record.
func (p *takeawayPage) choosePerson() {
	if all := p.w.app.Persons(); p.person.SelectedIndex() >= 0 && p.person.SelectedIndex() < len(all) {
		p.chosen = &all[p.person.SelectedIndex()]
		p.model.SetPerson(*p.chosen, true)
	}
}

// choose does what somebody chose, and shows what comes of it.
func (p *takeawayPage) choose(act func()) {
	if p.filling {
		return
	}
	act()
	p.propose()
	p.refresh()
	p.load()
}

// propose puts a name for the file into its field, unless somebody typed another.
func (p *takeawayPage) propose() {
	if p.path.Text == p.proposed {
		p.proposed = p.model.FileName(p.w.homeFolder())
		p.path.SetText(p.proposed)
	}
}

func (p *takeawayPage) setDays() {
	if err := p.model.SetFromTo(p.from.Text, p.to.Text); err != nil {
		p.trouble.show(explained(err))
		return
	}
	p.load()
}

// load reads what was chosen, in place of what is being read.
func (p *takeawayPage) load() {
	p.model.SetPixels(float64(p.w.win.Canvas().Scale()) * takeawayPaper / 210)
	p.stop = p.w.reading(p.stop, p.model.Load, p.refresh)
}

// look says what keeps the file from being written.
func (p *takeawayPage) look() {
	if problem := p.model.Problem(p.path.Text); problem != "" {
		p.trouble.show(problem)
		p.save.Disable()
	} else {
		p.trouble.hide()
		p.save.Enable()
	}
	if p.page != nil {
		p.page.Refresh()
	}
}

// write saves what was chosen to the file.
func (p *takeawayPage) write() {
	path, said := p.path.Text, ""
	if p.look(); p.save.Disabled() {
		return
	}
	p.stop()
	p.save.Disable()
	p.bar.SetValue(0)
	p.work.Show()
	p.page.Refresh()
	p.stop = p.w.run(task{
		do: func(ctx context.Context, work *progress) (err error) {
			said, err = p.model.Save(ctx, path, work.show)
			return err
		},
		report: func(done, total int64) { p.bar.SetValue(float64(done) / float64(max(total, 1))) },
		then: func(err error) {
			p.work.Hide()
			p.save.Enable()
			p.propose()
			p.look()
			switch {
			case errors.Is(err, context.Canceled):
			case err != nil:
				p.trouble.show(explained(err))
				p.page.Refresh()
			default:
				p.w.toast(said, nil)
			}
		},
	})
}

// takeawayPaper is how wide a page is shown.
const takeawayPaper = 600

// refresh shows what was chosen and read.
func (p *takeawayPage) refresh() {
	if p.page == nil {
		return
	}
	s := p.model.Shown()
	p.filling = true
	setOptions(p.form, s.Forms, s.Form)
	setOptions(p.days, s.DayChoices, s.DayChoice)
	p.persons()
	p.filling = false
	setStyled(p.about, s.About)
	if p.daysBox.Hidden = s.From == ""; s.From != "" && p.from.Text == "" {
		p.from.SetText(s.From)
		p.to.SetText(s.To)
	}
	p.showTicks(s.Ticks)
	setStyled(p.caption, s.Days)
	p.pages.Objects = nil
	for _, m := range s.Pages {
		p.pages.Add(newPaperPage(m, s.Spoken))
	}
	for _, f := range s.Files {
		p.pages.Add(newBold(f.Name))
		text := newMono(f.Text)
		text.Wrapping = fyne.TextWrapBreak
		p.pages.Add(newCard(text))
	}
	p.notes.Objects = nil
	for _, note := range s.Notes {
		p.notes.Add(newFaint(note))
	}
	if s.State == view.TakeawayNobody {
		p.nobody.Show()
		p.page.Hide()
	} else {
		p.nobody.Hide()
		p.page.Show()
	}
	p.page.Refresh()
}

func setOptions(s *selector, choices []view.TakeawayChoice, at int) {
	var titles []string
	for _, c := range choices {
		titles = append(titles, c.Title)
	}
	if !slices.Equal(s.Options, titles) {
		s.SetOptions(titles)
	}
	s.SetSelectedIndex(at)
}

// persons offers everybody, if there are several.
func (p *takeawayPage) persons() {
	all := p.w.app.Persons()
	p.personBox.Hidden = len(all) < 2
	who, ok := p.w.shown.Writer()
	if p.chosen != nil {
		who, ok = *p.chosen, true
	}
	var names []view.TakeawayChoice
	at := -1
	for i, one := range all {
		names = append(names, view.TakeawayChoice{Title: one.Name})
		if ok && one.ID == who.ID {
			at = i
		}
	}
	setOptions(p.person, names, at)
}

// showTicks keeps the ticks that are there, so that the one in focus stays it.
func (p *takeawayPage) showTicks(ticks []view.TakeawayTick) {
	same := len(ticks) == len(p.ticks)
	for i := range p.ticks {
		same = same && p.ticks[i].part == ticks[i].Part
	}
	if !same {
		p.ticks, p.tickBox.Objects = nil, nil
		for _, t := range ticks {
			p.ticks = append(p.ticks, p.newTick(t))
			p.tickBox.Add(p.ticks[len(p.ticks)-1].box)
		}
	}
	p.filling = true
	for i, t := range ticks {
		p.ticks[i].check.SetChecked(t.On)
		p.ticks[i].check.name = t.Title
		p.ticks[i].text.SetText(t.Title)
		setStyled(p.ticks[i].about, t.About)
	}
	p.filling = false
}

func (p *takeawayPage) newTick(t view.TakeawayTick) *takeawayTick {
	k := &takeawayTick{part: t.Part, text: newText(t.Title), about: newFaint(t.About)}
	k.check = newCheck("", func(on bool) { p.choose(func() { p.model.Tick(k.part, on) }) })
	label := &tapped{content: container.New(tight, k.text, k.about), do: func() { k.check.SetChecked(!k.check.Checked) }}
	label.ExtendBaseWidget(label)
	k.box = container.NewBorder(nil, nil, container.NewVBox(k.check), nil, label)
	return k
}

// paperPage is a page as it will be on paper.
type paperPage struct {
	widget.BaseWidget
	image  *canvas.Image
	frame  *canvas.Rectangle
	spoken string
}

var _ fyne.Accessible = (*paperPage)(nil)

func newPaperPage(m image.Image, spoken string) *paperPage {
	p := &paperPage{image: canvas.NewImageFromImage(m), frame: canvas.NewRectangle(nil), spoken: spoken}
	p.image.FillMode = canvas.ImageFillContain
	p.image.ScaleMode = canvas.ImageScaleSmooth
	p.ExtendBaseWidget(p)
	return p
}

// AccessibilityLabel implements fyne.Accessible.
func (p *paperPage) AccessibilityLabel() string { return p.spoken }

// AccessibilityRole implements fyne.Accessible.
func (p *paperPage) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer implements fyne.Widget.
func (p *paperPage) CreateRenderer() fyne.WidgetRenderer { return &paperRenderer{p} }

type paperRenderer struct{ page *paperPage }

func (r *paperRenderer) Destroy() {}

func (r *paperRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.page.image, r.page.frame}
}

// width is how wide the page is shown: as drawn, or as there is room.
func (r *paperRenderer) width() float32 {
	if w := r.page.Size().Width; w > 0 {
		return min(w, takeawayPaper)
	}
	return takeawayPaper
}

// MinSize implements fyne.WidgetRenderer.
func (r *paperRenderer) MinSize() fyne.Size {
	return fyne.NewSize(200, r.width()*297/210)
}

// Layout implements fyne.WidgetRenderer.
func (r *paperRenderer) Layout(size fyne.Size) {
	paper := fyne.NewSize(r.width(), r.width()*297/210)
	r.page.image.Resize(paper)
	r.page.frame.Resize(paper)
}

// Refresh implements fyne.WidgetRenderer.
func (r *paperRenderer) Refresh() {
	r.page.frame.StrokeColor = theme.Color(theme.ColorNameInputBorder)
	r.page.frame.StrokeWidth = 1
	r.page.image.Refresh()
	r.page.frame.Refresh()
}
