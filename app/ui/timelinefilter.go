package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// filterBar chooses what the timeline shows: words to search for, a range of days,
// and kinds of entries. Whose entries is chosen in the rail.
type filterBar struct {
	w      *Window
	chosen func(view.Filter)
	filter view.Filter

	search    *entry
	ranges    []view.Range
	choice    *selector
	chips     []*chip
	kinds     *fyne.Container // the chips
	stopTimer func()
}

func newFilterBar(w *Window, chosen func(view.Filter)) *filterBar {
	f := &filterBar{w: w, chosen: chosen, stopTimer: func() {}}
	f.search = newEntry()
	f.search.Icon = theme.SearchIcon()
	f.search.SetPlaceHolder(words.Text("timeline.search"))
	f.search.OnChanged = func(string) {
		f.stopTimer()
		f.stopTimer = w.after(view.SearchPause, f.searched)
	}
	f.search.OnSubmitted = func(string) { f.searched() }
	f.search.onKey = func(key *fyne.KeyEvent) bool { return key.Name == fyne.KeyEscape && f.clearSearch() }
	f.choice = newSelect(nil, f.rangeChosen)
	f.kinds = container.New(newFlow())
	for _, g := range view.KindGroups() {
		c := newChip(g, nil)
		c.changed = func() {
			f.filter.Toggle(g)
			c.setChosen(f.filter.Has(g))
			f.chosen(f.filter)
		}
		f.chips = append(f.chips, c)
		f.kinds.Add(c)
	}
	f.renew()
	return f
}

// today is the day that new entries are of.
func (f *filterBar) today() journal.Date {
	return journal.DayAt(f.w.now())
}

// renew offers the ranges of today.
func (f *filterBar) renew() {
	f.ranges = view.Ranges(f.today())
	if f.filter.Range.Title == "" {
		f.filter.Range = f.ranges[0]
	}
	f.showRange()
}

// showRange shows the ranges and which is chosen, without choosing it again.
func (f *filterBar) showRange() {
	options := make([]string, 0, len(f.ranges)+2)
	for _, r := range f.ranges {
		options = append(options, r.Title)
	}
	if !slices.Contains(options, f.filter.Range.Title) {
		options = append(options, f.filter.Range.Title)
	}
	f.choice.Options = append(options, words.Text("timeline.range.choose"))
	f.choice.Selected = f.filter.Range.Title
	f.choice.Refresh()
}

func (f *filterBar) rangeChosen(title string) {
	if title == words.Text("timeline.range.choose") {
		f.showRange()
		f.openRange()
		return
	}
	for _, r := range f.ranges {
		if r.Title == title {
			f.filter.Range = r
			f.chosen(f.filter)
		}
	}
}

// openRange asks for the first and the last day.
func (f *filterBar) openRange() {
	from, to := newEntry(), newEntry()
	if r := f.filter.Range; r.From != nil {
		from.SetText(r.From.String())
	}
	if r := f.filter.Range; r.To != nil {
		to.SetText(r.To.String())
	}
	wrong := newNotice(theme.ColorNameError)
	s := &sheet{title: words.Text("timeline.range.title"), first: from, closeText: words.Text("window.cancel")}
	show := func(string) {
		r, err := view.ReadRange(from.Text, to.Text, f.today())
		if err != nil {
			wrong.show(app.Explain(err).What)
			return
		}
		f.w.closeSheet(s)
		f.filter.Range = r
		f.showRange()
		f.chosen(f.filter)
	}
	from.OnSubmitted, to.OnSubmitted = show, show
	s.body = newFields(newField(words.Text("timeline.range.from"), from, ""),
		newField(words.Text("timeline.range.to"), to, words.Text("timeline.range.hint")), wrong.box)
	s.actions = []fyne.CanvasObject{newPrimary(words.Text("timeline.range.show"), nil, func() { show("") })}
	f.w.openSheet(s)
}

// searched searches for what was typed.
func (f *filterBar) searched() {
	f.stopTimer()
	if f.filter.Search != f.search.Text {
		f.filter.Search = f.search.Text
		f.chosen(f.filter)
	}
}

// clearSearch empties the search and reports whether there was anything in it.
func (f *filterBar) clearSearch() bool {
	if f.search.Text == "" {
		return false
	}
	f.search.SetText("")
	f.searched()
	return true
}

// clear chooses everything again.
func (f *filterBar) clear() {
	f.filter = view.Filter{Range: f.ranges[0]}
	f.stopTimer()
	f.search.SetText("")
	f.stopTimer()
	for _, c := range f.chips {
		c.setChosen(false)
	}
	f.showRange()
	f.chosen(f.filter)
}

// showDay opens the timeline on one day.
func (w *Window) showDay(day journal.Date) {
	w.show("list")
	p := w.timeline()
	r, err := view.ReadRange(day.String(), day.String(), day)
	if p == nil || err != nil { // a date in full can always be read
		return
	}
	p.filters.filter.Range = r
	p.filters.showRange()
	p.filter(p.filters.filter)
}
