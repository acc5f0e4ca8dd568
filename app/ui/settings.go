package ui

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/app/words"
)

// settingsPage is everything that is not about entries: how the window looks and
// locks, the ways to unlock, backups, persons.
type settingsPage struct {
	w *Window

	textSize      *widget.Label
	smaller       *button
	larger        *button
	colours, idle *selector
	idleChoices   []view.Choice
	ways, persons *fyne.Container
	noSheet       *notice
	speak         *check
	noSpeech      *notice
	unlockCard    fyne.CanvasObject
	personsCard   fyne.CanvasObject
	scroll        *container.Scroll
	reminders     func() // reads them anew
}

func newSettingsPage(w *Window) page { return &settingsPage{w: w} }

func (p *settingsPage) content() fyne.CanvasObject {
	p.unlockCard, p.personsCard = p.unlock(), p.personList()
	var reminders fyne.CanvasObject
	reminders, p.reminders = newRemindCard(p.w)
	p.scroll = container.NewVScroll(container.New(&settingsColumns{},
		container.New(roomy, p.look(), p.comfortCard(), p.locking(), p.unlockCard),
		container.New(roomy, reminders, p.care(), p.personsCard, p.erasing())))
	return newPageBox(words.Text("settings.title"), nil, p.scroll)
}

// newSettingsCard is one part of the page: its name, what it is in a line, and what
// is in it.
func newSettingsCard(key string, rows ...fyne.CanvasObject) fyne.CanvasObject {
	box := container.New(usual, container.New(tight, newSection(words.Text(key)), newFaint(words.Text(key+".explain"))))
	box.Objects = append(box.Objects, rows...)
	return newCard(box)
}

// newRow is a line of a part: what it is at the left, what can be done at the right, or
// below where there is too little room.
func newRow(what fyne.CanvasObject, controls ...fyne.CanvasObject) fyne.CanvasObject {
	if label, ok := what.(*widget.Label); ok {
		for _, c := range controls {
			nameControl(label.Text, c)
		}
	}
	return container.New(&rowLayout{}, append([]fyne.CanvasObject{what}, controls...)...)
}

// settingsColumns puts the two halves of the page below each other or, where there
// is room for both, side by side; none wider than is easy to read, and beside the
// scroll bar.
type settingsColumns struct {
	beside bool
	least  column // width of a half beside the other; 0 is 600
}

const settingsGap = 14

// MinSize implements fyne.Layout.
func (s *settingsColumns) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	if s.beside {
		return fyne.NewSize(max(a.Width, b.Width)+barRoom, max(a.Height, b.Height))
	}
	return fyne.NewSize(max(a.Width, b.Width)+barRoom, a.Height+settingsGap+b.Height)
}

// Layout implements fyne.Layout.
func (s *settingsColumns) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	width := size.Width - barRoom
	least := s.least
	if least == 0 {
		least = 600
	}
	s.beside = width >= 2*least.width()+settingsGap
	if s.beside {
		width = (width - settingsGap) / 2
	}
	width = min(column(pageColumn).width(), width)
	at := fyne.NewPos(0, 0)
	for _, o := range objects {
		o.Resize(fyne.NewSize(width, o.Size().Height)) // text wraps to it before its height counts
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		o.Move(at)
		if s.beside {
			at.X += width + settingsGap
		} else {
			at.Y += o.Size().Height + settingsGap
		}
	}
}

func (p *settingsPage) look() fyne.CanvasObject {
	w := p.w
	p.textSize = widget.NewLabel("")
	p.smaller = newButton(words.Text("settings.look.smaller"), theme.ContentRemoveIcon(), func() { w.do("text smaller") })
	p.larger = newButton(words.Text("settings.look.larger"), theme.ContentAddIcon(), func() { w.do("text larger") })
	var names []string
	for _, l := range looks {
		names = append(names, words.Text("settings.look.colours."+string(l)))
	}
	p.colours = newSelect(names, nil)
	p.refreshLook()
	p.colours.OnChanged = func(string) { w.appearance.setLook(looks[p.colours.SelectedIndex()]) }
	size := newThemed(container.NewHBox(p.smaller, container.NewCenter(p.textSize), p.larger), p.refreshLook)
	return newSettingsCard("settings.look",
		newRow(newText(words.Text("settings.look.text")), size),
		newRow(newText(words.Text("settings.look.colours")), newRoomy(p.colours)),
		newRow(newText(words.Text("settings.look.language")), newRoomy(newLanguageSelect(w, w.changeLanguage))))
}

// refreshLook shows what was chosen, here or by a command.
func (p *settingsPage) refreshLook() {
	n := p.w.appearance.text()
	p.textSize.SetText(words.Text("settings.look.text.value", n))
	setEnabled(p.smaller, n > minText)
	setEnabled(p.larger, n < maxText)
	// Not SetSelected, which would choose the look that is being shown already.
	p.colours.Selected = p.colours.Options[slices.Index(looks, p.w.appearance.look())]
	p.colours.Refresh()
}

func setEnabled(c fyne.Disableable, on bool) {
	switch {
	case on && c.Disabled():
		c.Enable()
	case !on && !c.Disabled():
		c.Disable()
	}
}

func (p *settingsPage) locking() fyne.CanvasObject {
	w := p.w
	p.idleChoices = view.IdleChoices(w.appearance.idle())
	p.idle = newSelect(nil, nil)
	for i, choice := range p.idleChoices {
		p.idle.Options = append(p.idle.Options, choice.Title)
		if choice.Value == w.appearance.idle() {
			p.idle.SetSelectedIndex(i)
		}
	}
	p.idle.OnChanged = func(string) { w.appearance.setIdle(p.idleChoices[p.idle.SelectedIndex()].Value) }
	return newSettingsCard("settings.idle",
		newRow(newText(words.Text("settings.idle.after")), newRoomy(p.idle), newButton(words.Text("settings.idle.now"), iconLock(), func() { w.do("lock") })),
		newSleepLock(w))
}

func (p *settingsPage) unlock() fyne.CanvasObject {
	w := p.w
	p.ways = container.New(usual)
	p.noSheet = newNotice(theme.ColorNameWarning)
	return newSettingsCard("settings.unlock", p.noSheet.box, p.ways, container.New(newFlow(),
		newButton(words.Text("settings.passphrase.change"), nil, func() { w.do("passwd") }),
		newButton(words.Text("settings.passphrase.add"), nil, func() { w.do("slot add-passphrase") }),
		newButton(words.Text("settings.sheet.new"), nil, func() { w.do("slot add-recovery") })))
}

func (p *settingsPage) care() fyne.CanvasObject {
	row := func(key, id string) fyne.CanvasObject {
		what := container.New(tight, newText(words.Text(key)), newFaint(words.Text(key+".explain")))
		return newRow(what, newButton(words.Text(key+".start"), nil, func() { p.w.do(id) }))
	}
	return newSettingsCard("settings.care",
		row("settings.backup", "backup"), row("settings.autobackup", "backup auto"), row("settings.check", "verify"), row("settings.restore", "restore"), row("settings.trash", "trash list"),
		row("export.title", "export"), row("terms.title", "terms list"))
}

func (p *settingsPage) personList() fyne.CanvasObject {
	p.persons = container.New(usual)
	return newSettingsCard("settings.persons", p.persons, container.New(newFlow(),
		newButton(words.Text("settings.person.add"), theme.ContentAddIcon(), func() { p.w.do("person add") })))
}

func (p *settingsPage) erasing() fyne.CanvasObject {
	erase := newButton(words.Text("settings.erase.start"), theme.DeleteIcon(), func() { p.w.do("erase") })
	erase.Importance = widget.DangerImportance
	return newSettingsCard("settings.erase", container.New(newFlow(), erase))
}

// reload implements page.
func (p *settingsPage) reload() {
	p.reminders()
	s := view.NewSettings(p.w.app)
	p.showPersons(s.Persons())
	var ways []view.Way
	p.w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			ways, err = s.Ways(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				p.noSheet.show(explained(err))
				return
			}
			p.showWays(ways)
		},
	})
}

func (p *settingsPage) showWays(ways []view.Way) {
	p.ways.RemoveAll()
	sheet := false
	for _, way := range ways {
		sheet = sheet || way.Sheet && !way.Trouble
		p.ways.Add(p.wayRow(way))
	}
	if sheet {
		p.noSheet.hide()
	} else {
		p.noSheet.show(words.Text("settings.unlock.sheet"))
	}
	p.refit()
}

// refit lays the page out anew after rows came or went: once to wrap the texts to
// their width, and once more for the height that they have then.
func (p *settingsPage) refit() {
	p.scroll.Content.Refresh()
	p.scroll.Refresh()
}

func (p *settingsPage) wayRow(way view.Way) fyne.CanvasObject {
	icon := theme.AccountIcon()
	if way.Sheet {
		icon = theme.DocumentIcon()
	}
	state := way.State
	if !way.Removable {
		state += " " + way.Why
	}
	name := container.New(tight, newText(way.Title), newFaint(way.Known), newFaint(state))
	remove := newButton(words.Text("settings.way.remove"), nil, func() { p.w.openWayRemove(way) })
	setEnabled(remove, way.Removable)
	return container.NewBorder(nil, nil, container.NewCenter(widget.NewIcon(icon)), container.NewCenter(remove), name)
}

func (p *settingsPage) showPersons(rows []view.PersonRow) {
	p.persons.RemoveAll()
	for _, row := range rows {
		p.persons.Add(newRow(container.New(tight, newText(row.Person.Name), newFaint(row.Since)),
			newButton(words.Text("settings.person.rename"), nil, func() { p.w.openPersonRename(row.Person) }),
			newButton(words.Text("settings.person.erase"), nil, func() { p.w.openPersonErase(row.Person) })))
	}
	p.refit()
}

// showWays brings the ways to unlock to the front.
func (w *Window) showWays() {
	w.show("settings")
	p := w.shell.pages["settings"].(*settingsPage)
	d := fyne.CurrentApp().Driver()
	at := d.AbsolutePositionForObject(p.unlockCard).Y - d.AbsolutePositionForObject(p.scroll.Content).Y
	p.scroll.ScrollToOffset(fyne.NewPos(0, at))
}
