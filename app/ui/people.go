package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// peoplePage is who has which record, on which devices, and whether they are in step.
type peoplePage struct {
	w     *Window
	model *view.People
	stop  func() // ends the reading that is under way

	add, join *button
	summary   *widget.RichText
	groups    *fyne.Container
	scroll    *container.Scroll
	first     fyne.Focusable
}

func newPeoplePage(w *Window) page {
	p := &peoplePage{w: w, model: view.NewPeople(w.app), stop: func() {}}
	p.add = newButton(words.Text("people.device.add"), theme.ComputerIcon(), func() { w.do("device add") })
	p.join = newButton(words.Text("people.join"), theme.LoginIcon(), func() { w.do("join") })
	p.summary = newSection("")
	p.summary.Wrapping = fyne.TextWrapWord
	p.groups = container.New(roomy)
	return p
}

// focus implements focuser.
func (p *peoplePage) focus() fyne.Focusable {
	if p.first != nil {
		return p.first
	}
	return p.add
}

func (p *peoplePage) content() fyne.CanvasObject {
	p.scroll = container.NewVScroll(container.NewBorder(nil, nil, nil, newSpace(barRoom), container.New(pageColumn, p.groups)))
	return newPageBox(words.Text("people.title"), []fyne.CanvasObject{p.join, p.add}, container.New(filling{}, p.scroll))
}

func (p *peoplePage) reload() {
	p.stop = p.w.reading(p.stop, p.model.Load, func() { p.show(p.model.Shown()) })
}

// show shows what was read.
func (p *peoplePage) show(s view.PeopleShown) {
	p.groups.RemoveAll()
	p.first = nil
	setStyled(p.summary, s.Summary)
	head := container.New(snug, p.summary, newFaint(words.Text("people.explain")))
	if s.Alone {
		p.groups.Add(head)
	} else {
		now := newButton(words.Text("people.now"), theme.ViewRefreshIcon(), func() { p.w.do("sync") })
		p.groups.Add(newRow(head, now))
	}
	for _, r := range s.Records {
		p.groups.Add(p.record(r))
	}
	if len(s.Contacts) > 0 {
		p.groups.Add(p.contacts(s.Contacts))
	}
	p.groups.Add(p.devices(s.Devices))
	p.scroll.Content.Refresh() // once to wrap, once more for the height that follows
	p.scroll.Refresh()
}

// control keeps the first control of the page for the focus.
func (p *peoplePage) control(b *button) *button {
	if p.first == nil {
		p.first = b
	}
	return b
}

// record is the card of one record.
func (p *peoplePage) record(r view.PeopleRecord) fyne.CanvasObject {
	lines := container.New(usual, newStateLine(newSection(shorten(r.Person.Name, 60)), r.State))
	facts := container.New(snug, newText(r.Copies))
	if r.Mine != "" {
		facts.Add(newFaint(r.Mine))
	}
	lines.Add(facts)
	for _, n := range r.Notices {
		lines.Add(p.notice(r, n))
	}
	for _, m := range r.Members {
		lines.Add(p.member(r, m))
	}
	for _, n := range r.Nodes {
		remove := newQuiet(words.Text("people.node.remove"), nil, func() { p.w.openNodeRemove(r.Person, n) })
		lines.Add(newRow(newPlace(n), p.control(remove)))
	}
	for _, i := range r.Invitations {
		cancel := newQuiet(words.Text("people.invitation.cancel"), nil, func() { p.w.cancelInvitation(r.Person, i.ID) })
		lines.Add(newRow(newText(i.Text), p.control(cancel)))
	}
	var actions []fyne.CanvasObject
	if r.Owner {
		actions = append(actions,
			p.control(newButton(words.Text("people.invite"), theme.ContentAddIcon(), func() { p.w.openInvite(r.Person) })),
			newQuiet(words.Text("people.node.add"), theme.StorageIcon(), func() { p.w.openNodeAdd(r.Person) }))
	}
	if len(r.Members) > 1 && !r.Left {
		actions = append(actions, newQuiet(words.Text("people.leave"), nil, func() { p.w.openLeave(r.Person) }))
	}
	if len(actions) > 0 {
		lines.Add(container.New(newFlow(), actions...))
	}
	return newCard(lines)
}

// notice is something to know of a record, with what can be done about it.
func (p *peoplePage) notice(r view.PeopleRecord, n view.PeopleNotice) fyne.CanvasObject {
	text := n.Text
	if n.Do != "" {
		text += " " + n.Do
	}
	line := newNotice(theme.ColorNameWarning)
	line.show(text)
	if n.Device == nil {
		return line.box
	}
	d := *n.Device
	yes := newButton(words.Text("people.device.confirm"), nil, func() { p.w.confirmDevice(r.Person, d) })
	no := newQuiet(words.Text("people.device.remove"), nil, func() { p.w.openDeviceRemove(d) })
	return container.New(usual, line.box, container.New(newFlow(), p.control(yes), no))
}

// member is one who has the record, with their devices below.
func (p *peoplePage) member(r view.PeopleRecord, m view.PeopleMember) fyne.CanvasObject {
	who := container.New(tight, newBold(shorten(m.Name, 60)), newFaint(m.About))
	box := container.New(snug)
	if m.Change || !m.Member.Me {
		box.Add(newRow(who, p.control(newQuiet(words.Text("people.member.more"), nil, func() { p.w.moreOfMember(r, m) }))))
	} else {
		box.Add(who)
	}
	for _, d := range m.Places {
		box.Add(container.New(inset{14, 0}, newPlace(d)))
	}
	return box
}

// contacts is the card of safety numbers.
func (p *peoplePage) contacts(list []view.PeopleContact) fyne.CanvasObject {
	box := container.New(usual, newSection(words.Text("people.contacts")))
	for _, c := range list {
		about := container.New(tight, newText(shorten(c.Name, 60)), newFaint(c.About))
		var what fyne.CanvasObject = about
		if c.Changed {
			line := newNotice(theme.ColorNameError)
			line.show(c.Name + ": " + c.About)
			what = line.box
		}
		box.Add(newRow(what, p.control(newButton(words.Text("people.contact.compare"), nil, func() { p.w.openSafety(c.Contact) }))))
	}
	return newCard(box)
}

// devices is the card of the owner's own computers.
func (p *peoplePage) devices(list []view.PeopleDevice) fyne.CanvasObject {
	box := container.New(usual, newSection(words.Text("people.devices")))
	for _, d := range list {
		name := container.New(tight, newText(shorten(d.Name, 60)), newFaint(d.About))
		act := newQuiet(words.Text("people.device.remove"), nil, func() { p.w.openDeviceRemove(d.Device) })
		if d.Device.This {
			act = newQuiet(words.Text("people.device.rename"), nil, func() { p.w.openDeviceRename() })
		}
		box.Add(newRow(name, p.control(act)))
	}
	return newCard(box)
}

// newPlace is a device or node and how it stands.
func newPlace(d view.PeoplePlace) fyne.CanvasObject {
	lines := container.New(tight, newText(shorten(d.Name, 60)))
	if d.About != "" {
		lines.Add(newFaint(d.About))
	}
	if d.Do != "" {
		lines.Add(newFaint(d.Do))
	}
	return newStateLine(lines, d.State)
}

// newStateLine puts a mark before a text: a tick, a clock-like ring or a warning, so
// that it is told without colours too.
func newStateLine(text fyne.CanvasObject, s view.PlaceState) fyne.CanvasObject {
	mark := canvas.NewImageFromResource(stateIcon(s))
	mark.FillMode = canvas.ImageFillContain
	mark.SetMinSize(fyne.NewSquareSize(18))
	return container.NewBorder(nil, nil, container.NewVBox(newSpace(7), mark), nil, text)
}

// stateIcon is the mark of how something stands.
func stateIcon(s view.PlaceState) fyne.Resource {
	switch s {
	case view.PlaceInStep:
		return theme.NewColoredResource(theme.ConfirmIcon(), theme.ColorNameSuccess)
	case view.PlaceBehind:
		return theme.NewColoredResource(theme.HistoryIcon(), theme.ColorNamePlaceHolder)
	}
	return theme.NewColoredResource(theme.WarningIcon(), theme.ColorNameWarning)
}

// syncNow compares every record with everybody who can be reached.
func (w *Window) syncNow() {
	var result *app.SyncResult
	w.run(task{
		do: func(ctx context.Context, _ *progress) error {
			s, err := w.app.StartSync(ctx, app.SyncOptions{})
			if err != nil {
				return err
			}
			result, err = s.Now(ctx)
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.changed()
			switch {
			case result.Reached == 0:
				w.toast(words.Text("people.nobody"), nil)
			case result.Complete():
				w.toast(words.Text("people.synced"), nil)
			default:
				w.toast(words.Text("people.partly", result.Matched, result.Reached), nil)
			}
		},
	})
}
