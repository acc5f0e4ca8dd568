package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// bringCheck is what is seen of a file before it is imported: whose it is, how it
// is read, its first rows and what becomes of them. It is made once for a file,
// so that the focus stays where it is when something changes.
type bringCheck struct {
	p     *bringPage
	root  fyne.CanvasObject
	first fyne.Focusable

	asks    *notice
	owners  []view.BringOwner
	owner   *bringChoice
	newName *entry
	named   fyne.CanvasObject // the row of newName
	dates   *bringDates       // nil for what is no table
	columns *bringColumns     // nil for what is no table
	lines   *bringLines
	checks  *fyne.Container  // what is worth a look
	queue   *widget.RichText // what comes next
	counts  *widget.RichText
	other   *button
	start   *button
}

func newBringCheck(p *bringPage, s view.BringShown) *bringCheck {
	c := &bringCheck{p: p, asks: newNotice(theme.ColorNameWarning), checks: container.New(tight)}
	why := s.Format
	if s.Why != "" {
		why = words.Text("bring.why", s.Format, s.Why)
	}
	if s.Shape != "" {
		why += " " + s.Shape
	}
	c.queue = newFaint("")
	box := container.NewVBox(container.New(tight, newBringName(s), newFaint(why), c.queue), c.asks.box)
	settings := c.newOwner()
	if s.Table {
		c.dates = newBringDates(p)
		settings = append(settings, c.dates.settings...)
	}
	box.Add(container.New(&bringPairs{}, settings...))
	if s.Table {
		box.Add(c.dates.wrong.box)
	}
	box.Add(c.checks)
	c.lines = newBringLines(p, s)
	if s.Table {
		box.Add(newSection(words.Text("bring.lines.rows")))
	} else {
		box.Add(newSection(words.Text("bring.lines.records")))
	}
	box.Add(c.lines.root)
	if s.Table {
		c.columns = newBringColumns(p, s)
		box.Add(newSection(words.Text("bring.columns")))
		box.Add(c.columns.root)
		box.Add(container.New(newFlow(),
			newQuiet(words.Text("bring.map.save"), theme.DocumentSaveIcon(), p.saveMap),
			newQuiet(words.Text("bring.map.load"), theme.FolderOpenIcon(), p.loadMap)))
	}
	c.counts = newFaint("")
	c.start = newPrimary(words.Text("bring.start"), nil, p.begin)
	c.other = newButton(words.Text("bring.other"), nil, p.leave)
	bar := newBringBar(container.NewBorder(nil, nil, nil,
		container.NewCenter(container.NewHBox(c.other, c.start)), container.New(bringMiddle{}, c.counts)))
	c.root = container.New(bringPaper{}, container.NewBorder(nil, bar, nil, nil, newBringScroll(box)))
	c.first = c.start
	if slices.Contains(s.Questions, view.AskOwner) {
		c.first = c.owner
	} else if slices.Contains(s.Questions, view.AskFormat) {
		c.first = c.dates.format
	}
	return c
}

// newOwner makes the choice of whose record it is.
func (c *bringCheck) newOwner() []fyne.CanvasObject {
	c.owner = newBringChoice(nil, func(i int) {
		c.p.model.SetOwner(c.ownerAt(i))
		c.p.edited()
		if c.owners[i].Kind == view.OwnerNew {
			c.p.w.win.Canvas().Focus(c.newName)
		}
	})
	c.newName = newEntry()
	c.newName.SetPlaceHolder(words.Text("bring.owner.name"))
	c.newName.OnChanged = func(name string) {
		c.p.model.SetOwner(view.BringOwner{Kind: view.OwnerNew, Name: name})
		c.p.typed()
	}
	c.named = newBringSetting(words.Text("bring.owner.named"), c.newName)
	return []fyne.CanvasObject{newBringSetting(words.Text("bring.owner"), c.owner), c.named}
}

func (c *bringCheck) ownerAt(i int) view.BringOwner {
	o := c.owners[i]
	if o.Kind == view.OwnerNew {
		o.Name = c.newName.Text
	}
	return o
}

func bringOwnerText(o view.BringOwner) string {
	switch o.Kind {
	case view.OwnerColumn:
		return words.Text("bring.owner.column", o.Name)
	case view.OwnerFile:
		return words.Text("bring.owner.file")
	case view.OwnerNew:
		return words.Text("bring.owner.new")
	}
	return o.Name
}

// update shows s without taking the focus from anything.
func (c *bringCheck) update(s view.BringShown) {
	c.owners = c.p.model.Owners()
	texts := make([]string, len(c.owners))
	chosen := -1
	for i, o := range c.owners {
		texts[i] = bringOwnerText(o)
		if o.Kind == s.Owner.Kind && (o.Name == s.Owner.Name || o.Kind == view.OwnerNew) {
			chosen = i
		}
	}
	c.owner.set(texts, chosen)
	bringShow(c.named, s.Owner.Kind == view.OwnerNew)
	bringShow(c.queue, len(s.Waiting) > 0)
	if len(s.Waiting) > 0 {
		setStyled(c.queue, words.Text("bring.queue", shorten(strings.Join(s.Waiting, ", "), 120)))
		c.other.SetText(words.Text("bring.skip"))
	}
	c.showAsks(s)
	if c.dates != nil {
		c.dates.update(s)
	}
	if c.columns != nil {
		c.columns.update(s)
	}
	c.showChecks(s)
	c.lines.update(s)
	c.showCounts(s)
}

// showAsks says what must be answered.
func (c *bringCheck) showAsks(s view.BringShown) {
	text := ""
	for _, q := range s.Questions {
		line := ""
		switch q {
		case view.AskOwner:
			line = words.Text("bring.ask.owner")
			if s.Owner.Kind == view.OwnerNew {
				line = words.Text("bring.ask.name")
			}
		case view.AskDate:
			line = words.Text("bring.ask.date")
		case view.AskFormat:
			line = words.Text("bring.ask.format", s.Date.Column, s.Date.Example)
		}
		if text != "" {
			text += "\n"
		}
		text += line
	}
	if text == "" {
		c.asks.hide()
		return
	}
	c.asks.show(text)
}

// showChecks lists what is worth a look.
func (c *bringCheck) showChecks(s view.BringShown) {
	texts := slices.Clone(s.Assumptions)
	if s.Stopped {
		texts = append([]string{words.Text("bring.stopped")}, texts...)
	}
	c.checks.Objects = nil
	for _, text := range texts {
		c.checks.Objects = append(c.checks.Objects, newFaint(text))
	}
	c.checks.Refresh()
}

// showCounts says what an import would do, or how far the counting has got.
func (c *bringCheck) showCounts(s view.BringShown) {
	switch {
	case s.Step == view.BringAsk:
		setStyled(c.counts, words.Text("bring.counts.ask"))
	case s.Counts != nil:
		setStyled(c.counts, bringCountsText(*s.Counts))
	case s.Progress.Total > 0:
		setStyled(c.counts, words.Text("bring.counts.counting", s.Progress.Done*100/s.Progress.Total))
	default:
		setStyled(c.counts, words.Text("bring.counts.counting", 0))
	}
	bringEnable(c.start, s.Step == view.BringReady && !s.Stale)
}

// bringCountsText says what an import would do.
func bringCountsText(c view.BringCounts) string {
	text := words.Text("bring.counts", words.Count(int64(c.Read), "record"), bringEntriesText(c))
	if c.Persons > 1 {
		text += " " + words.Text("bring.counts.persons", words.Count(int64(c.Persons), "person"))
	}
	text += "."
	if c.Added > 0 {
		text += " " + words.Text("bring.counts.added", words.Count(int64(c.Added), "person"))
	}
	if c.Duplicates > 0 {
		text += " " + words.Text("bring.counts.there", words.Count(int64(c.Duplicates), "record"))
	}
	if c.Skipped > 0 {
		text += " " + words.Text("bring.counts.left", words.Count(int64(c.Skipped), "record"))
	}
	return text
}

// bringEntriesText says how many entries and samples come of a file.
func bringEntriesText(c view.BringCounts) string {
	entries, samples := words.Count(int64(c.Entries), "entry"), words.Count(int64(c.Samples), "sample")
	switch {
	case c.Samples == 0:
		return entries
	case c.Entries == 0:
		return samples
	}
	return words.List([]string{entries, samples})
}

// bringShow shows or hides o and, if it is a container, what is in it.
func bringShow(o fyne.CanvasObject, shown bool) {
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			bringShow(child, shown)
		}
	}
	if shown {
		o.Show()
	} else {
		o.Hide()
	}
}

// bringEnable enables or disables o.
func bringEnable(o fyne.Disableable, on bool) {
	if on {
		o.Enable()
	} else {
		o.Disable()
	}
}
