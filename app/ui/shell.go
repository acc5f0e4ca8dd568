package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// page is one page of the open window.
type page interface {
	// content is called once, when the page is first shown.
	content() fyne.CanvasObject
	// reload is called when the page comes to the front and the journal, the
	// person or the day changed since it was last called; and at first.
	reload()
}

// Further things a page may do.
type (
	// focuser says where typing goes when the page comes to the front.
	focuser interface{ focus() fyne.Focusable }
	// escaper takes an Esc that nothing else took.
	escaper interface{ escape() }
	// dropper takes files dropped onto the window.
	dropper interface{ dropped(files []fyne.URI) }
)

// pageMakers makes the pages, by the ID of the command that shows them.
func pageMakers() map[string]func(*Window) page {
	return map[string]func(*Window) page{
		"today":          newTodayPage,
		"list":           newTimelinePage,
		"overview":       newOverviewPage,
		"chart timeline": newChartPage,
		"insight":        newInsightPage,
		"treatment list": newTreatmentPage,
		"ask list":       newInstrumentPage,
		"space list":     newPeoplePage,
		"report":         newTakeawayPage,
		"import":         newBringPage,
		"settings":       newSettingsPage,
		lowPage:          newLowEnergyPage,
	}
}

// firstPage is the page in front after unlocking.
const firstPage = "today"

// railPage is a line of the rail.
type railPage struct {
	id   string
	icon fyne.Resource
}

// railPages are the pages of the rail, from the top.
func railPages() []railPage {
	return []railPage{
		{"today", theme.HomeIcon()},
		{"list", theme.ListIcon()},
		{"treatment list", iconTreatment()},
		{"ask list", theme.QuestionIcon()},
		{"chart timeline", iconChart()},
		{"insight", theme.VisibilityIcon()},
		{"overview", theme.AccountIcon()},
		{"space list", theme.ComputerIcon()},
		{"report", theme.DocumentPrintIcon()},
		{"import", theme.DownloadIcon()},
		{"settings", theme.SettingsIcon()},
	}
}

// shell is the open window: the rail, the page in front, and the toast.
type shell struct {
	w       *Window
	root    fyne.CanvasObject
	rail    map[string]*railItem
	person  *button
	sync    *railItem // how the records stand elsewhere; hidden while nobody else has one
	host    *fyne.Container
	toasts  *fyne.Container
	toast   *toast
	pages   map[string]page
	content map[string]fyne.CanvasObject
	seen    map[string]uint64 // Window.version at the page's last reload
	painted map[string]uint64 // Window.looks when the page was last in front
	front   string
	side    *themed // the rail and what is around it; not there in low-energy mode
}

func newShell(w *Window) *shell {
	s := &shell{
		w: w, rail: map[string]*railItem{}, pages: map[string]page{},
		content: map[string]fyne.CanvasObject{}, seen: map[string]uint64{}, painted: map[string]uint64{},
	}
	items := container.NewVBox()
	for _, p := range railPages() {
		item := newRailItem(words.Text("command."+p.id), p.icon, func() { w.do(p.id) })
		s.rail[p.id] = item
		items.Add(item)
	}
	s.person = newButton("", theme.AccountIcon(), func() { w.do("person switch") })
	s.person.Alignment = widget.ButtonAlignLeading
	s.refreshPerson()
	lock := newRailItem(words.Text("command.lock"), iconLock(), func() { w.do("lock") })
	s.sync = newRailItem("", stateIcon(view.PlaceInStep), func() { w.do("space list") })
	s.sync.Hide()
	rail := container.NewBorder(
		container.NewVBox(s.person, newSpace(4)), container.NewVBox(s.sync, lock), nil, nil, container.NewVScroll(items)) // in large text they may not all fit
	ground := canvas.NewRectangle(theme.Color(colorSurface))
	railBox := newThemed(container.NewStack(ground, container.NewPadded(container.New(minWidth(176), rail))), func() {
		ground.FillColor = theme.Color(colorSurface)
		ground.Refresh()
	})
	s.side = railBox
	s.host = container.NewStack()
	s.toasts = container.NewVBox()
	s.root = container.NewBorder(newSampleStrip(w), nil, railBox, nil,
		container.NewStack(s.host, container.NewBorder(nil, container.NewHBox(layout.NewSpacer(), s.toasts, layout.NewSpacer()), nil, nil)))
	return s
}

// show brings a page to the front.
func (w *Window) show(id string) {
	s := w.shell
	p, made := s.pages[id]
	if !made {
		p = pageMakers()[id](w)
		s.pages[id] = p
		s.content[id] = p.content()
	}
	s.front = id
	if hide := id == lowPage; s.side.Hidden != hide {
		s.side.Hidden = hide
		s.root.Refresh()
	}
	for other, item := range s.rail {
		item.setChosen(other == id)
	}
	if made && s.painted[id] != w.looks {
		s.content[id].Refresh() // Fyne paints anew only what is in front
	}
	s.painted[id] = w.looks
	s.host.Objects = []fyne.CanvasObject{s.content[id]}
	s.host.Refresh()
	s.reload()
	if f, ok := p.(focuser); ok {
		if first := f.focus(); first != nil {
			w.win.Canvas().Focus(first)
		}
	} else {
		w.win.Canvas().Unfocus()
	}
	w.menu.refresh()
}

// reload brings the page in front up to date.
func (s *shell) reload() {
	if s.front == "" {
		return
	}
	if seen, ok := s.seen[s.front]; !ok || seen != s.w.version {
		s.seen[s.front] = s.w.version
		s.pages[s.front].reload()
	}
}

// refreshPerson says whose entries are shown.
func (s *shell) refreshPerson() {
	s.person.SetText(shorten(s.w.shown.Title(), 18))
}

// escape takes an Esc that no sheet took.
func (s *shell) escape() {
	if s.toast != nil {
		s.toast.close()
		return
	}
	if p, ok := s.pages[s.front].(escaper); ok {
		p.escape()
		return
	}
	s.w.win.Canvas().Unfocus()
}
