package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/journal"
)

// moreOfMember offers what can be done about somebody who has a record.
func (w *Window) moreOfMember(r view.PeopleRecord, m view.PeopleMember) {
	var all []pickItem
	if m.Change {
		all = append(all,
			pickItem{title: words.Text("people.member.role"), run: func() { w.openRole(r.Person, m.Member) }},
			pickItem{title: words.Text("people.member.remove"), run: func() { w.openMemberRemove(r.Person, m.Member) }})
	}
	if !m.Member.Me {
		all = append(all, pickItem{title: words.Text("people.member.safety"), run: func() { w.findSafety(m.Member) }})
	}
	w.pick(words.Text("people.member.of", shorten(m.Name, 40)), words.Text("people.member.none"), func(text string) []pickItem {
		return slices.DeleteFunc(slices.Clone(all), func(i pickItem) bool { return !view.Choose(i.title, text) })
	})
}

// roleFields ask what somebody may do, and as a viewer of part which.
type roleFields struct {
	role   *selector
	parts  *fyne.Container
	checks []*check
	box    *fyne.Container
}

// The choices of a role, in the order in which they are offered.
const (
	roleViewer = iota
	rolePart
	roleCaregiver
	roleOwner
)

func newRoleFields(changed func()) *roleFields {
	r := &roleFields{parts: container.New(usual)}
	for _, c := range journal.Categories() {
		tick, line := newTick(view.CategoryName(c)+": "+view.CategoryWhat(c), func(bool) { changed() })
		r.checks = append(r.checks, tick)
		r.parts.Add(line)
	}
	r.box = container.New(usual) // the parts are in it only while they are asked, so that Tab does not find them
	r.role = newSelect([]string{
		roleViewer: words.Text("people.invite.viewer"), rolePart: words.Text("people.invite.part"),
		roleCaregiver: words.Text("people.invite.caregiver"), roleOwner: words.Text("people.invite.owner"),
	}, nil)
	r.role.SetSelectedIndex(roleViewer)
	r.role.OnChanged = func(string) {
		r.box.RemoveAll()
		if r.role.SelectedIndex() == rolePart {
			r.box.Add(newField(words.Text("people.invite.parts"), r.parts, ""))
		}
		r.box.Refresh()
		changed()
	}
	return r
}

// set shows what somebody may do now.
func (r *roleFields) set(m app.Member) {
	at := roleViewer
	switch {
	case m.Role == app.Owner:
		at = roleOwner
	case m.Role == app.Caregiver:
		at = roleCaregiver
	case m.Categories != nil:
		at = rolePart
	}
	for i, c := range journal.Categories() {
		r.checks[i].SetChecked(slices.Contains(m.Categories, c))
	}
	r.role.SetSelectedIndex(at)
}

// chosen is the role, and the categories of a viewer of a part.
func (r *roleFields) chosen() (role app.Role, categories []app.Category, ok bool) {
	switch r.role.SelectedIndex() {
	case roleOwner:
		return app.Owner, nil, true
	case roleCaregiver:
		return app.Caregiver, nil, true
	case rolePart:
		for i, c := range journal.Categories() {
			if r.checks[i].Checked {
				categories = append(categories, c)
			}
		}
		return app.Viewer, categories, len(categories) > 0
	}
	return app.Viewer, nil, true
}

// openRole changes what somebody may do.
func (w *Window) openRole(p app.Person, m app.Member) {
	var f *form
	r := newRoleFields(func() {
		if f != nil {
			f.changed()
			w.refit(f.sheet)
		}
	})
	f = newForm(w, m.Label(), app.ChangeRoleWords(m), words.Text("people.member.role"), func() {
		role, categories, _ := r.chosen()
		f.start("people.member.changing", false, func(ctx context.Context, _ *progress) error {
			return w.app.ChangeRole(ctx, p, m, role, categories)
		}, func() {
			w.closeSheet(f.sheet)
			w.changed()
			w.toast(words.Text("people.member.changed", m.Label()), nil)
		})
	}, newField(words.Text("people.invite.role"), r.role, ""), r.box)
	r.set(m)
	f.ready = func() bool { _, _, ok := r.chosen(); return ok }
	f.open(r.role, r.role)
}

// openMemberRemove asks before somebody is removed: they cannot be made to forget.
func (w *Window) openMemberRemove(p app.Person, m app.Member) {
	w.openRemoval(words.Text("people.remove.title", m.Label()), app.RemoveMemberWords(m), words.Text("people.remove.yes"), "people.member.removing",
		words.Text("people.member.removed", m.Label()), func(ctx context.Context) error { return w.app.RemoveMember(ctx, p, m) })
}

// openDeviceRemove asks before a device is removed.
func (w *Window) openDeviceRemove(d app.Device) {
	w.openRemoval(words.Text("people.remove.title", d.Label()), app.RemoveDeviceWords(d), words.Text("people.remove.yes"), "people.device.removing",
		words.Text("people.device.removed", d.Label()), func(ctx context.Context) error { return w.app.RemoveDevice(ctx, d) })
}

// openLeave asks before the owner of the vault leaves a record.
func (w *Window) openLeave(p app.Person) {
	w.openRemoval(words.Text("people.leave.title", p.Name), app.LeaveWords(p), words.Text("people.leave.yes"), "people.leave.working",
		words.Text("people.leave.done", p.Name), func(ctx context.Context) error { return w.app.LeaveRecord(ctx, p) })
}

// openNodeRemove asks before a node lets go of a record.
func (w *Window) openNodeRemove(p app.Person, n view.PeoplePlace) {
	w.openRemoval(words.Text("people.node.remove.title"), words.Text("people.node.remove.text"), words.Text("people.node.remove"), "people.node.removing",
		words.Text("people.node.removed"), func(ctx context.Context) error { return w.app.RemoveNode(ctx, n.Node, p) })
}

// openRemoval asks before something that cannot be taken back, and does it.
func (w *Window) openRemoval(title, means, yes, doing, done string, act func(context.Context) error) {
	var f *form
	f = newForm(w, title, means, yes, func() {
		f.start(doing, false, func(ctx context.Context, _ *progress) error { return act(ctx) }, func() {
			w.closeSheet(f.sheet)
			w.personsChanged()
			w.toast(done, nil)
		})
	})
	f.open(nil)
}

// confirmDevice says that a device which added itself is its owner's.
func (w *Window) confirmDevice(p app.Person, d app.Device) {
	w.acted(words.Text("people.device.confirmed", d.Label()), func(ctx context.Context) error { return w.app.ConfirmDevice(ctx, p, d) })
}

// cancelInvitation takes an open invitation back.
func (w *Window) cancelInvitation(p app.Person, id journal.ID) {
	w.acted(words.Text("people.invitation.gone"), func(ctx context.Context) error { return w.app.CancelInvitation(ctx, p, id) })
}

// acted does something at once and says so.
func (w *Window) acted(said string, act func(context.Context) error) {
	w.run(task{
		do: func(ctx context.Context, _ *progress) error { return act(ctx) },
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.changed()
			w.toast(said, nil)
		},
	})
}

// openDeviceRename calls this computer something else.
func (w *Window) openDeviceRename() {
	name := newEntry()
	if now, err := w.app.DeviceName(); err == nil {
		name.SetText(now)
	}
	var f *form
	f = newForm(w, words.Text("people.device.rename"), "", words.Text("people.device.rename"), func() {
		typed := strings.TrimSpace(name.Text)
		f.start("people.member.changing", false, func(ctx context.Context, _ *progress) error {
			return w.app.RenameDevice(ctx, typed)
		}, func() {
			w.closeSheet(f.sheet)
			w.changed()
			w.toast(words.Text("people.device.named", typed), nil)
		})
	}, newField(words.Text("people.device.name"), name, ""))
	f.ready = func() bool { return strings.TrimSpace(name.Text) != "" }
	name.OnChanged = func(string) { f.changed() }
	name.OnSubmitted = func(string) { f.yes.press() }
	f.open(name, name)
}

// openNodeAdd hands a record to a node.
func (w *Window) openNodeAdd(p app.Person) {
	address := newEntry()
	var f *form
	f = newForm(w, words.Text("people.node.title"), words.Text("people.node.explain"), words.Text("people.node.yes"), func() {
		typed := strings.TrimSpace(address.Text)
		f.start("people.node.adding", false, func(ctx context.Context, _ *progress) error {
			_, err := w.app.AddNode(ctx, typed, p)
			return err
		}, func() {
			w.closeSheet(f.sheet)
			w.changed()
			w.startSync()
			w.toast(words.Text("people.node.added"), nil)
		})
	}, newField(words.Text("people.node.link"), address, words.Text("people.node.link.why")))
	f.ready = func() bool { return strings.TrimSpace(address.Text) != "" }
	address.OnChanged = func(string) { f.changed() }
	address.OnSubmitted = func(string) { f.yes.press() }
	f.open(address, address)
}

// findSafety opens the safety number of a member.
func (w *Window) findSafety(m app.Member) {
	var contact app.Contact
	w.run(task{
		do: func(ctx context.Context, _ *progress) (err error) {
			contact, err = w.app.Safety(ctx, m.Author.String())
			return err
		},
		then: func(err error) {
			if err != nil {
				w.showError(err)
				return
			}
			w.openSafety(contact)
		},
	})
}

// openSafety shows a safety number, to be compared.
func (w *Window) openSafety(c app.Contact) {
	lines := container.New(tight)
	for row := range slices.Chunk(c.Digits, 4) {
		lines.Add(newMono(strings.Join(row, "  ")))
	}
	s := &sheet{title: words.Text("people.safety.title", shorten(c.Label(), 40))}
	set := func(compared bool, said string) {
		w.closeSheet(s)
		w.acted(said, func(ctx context.Context) error { return w.app.SetCompared(ctx, c, compared) })
	}
	act := newPrimary(words.Text("people.safety.yes"), theme.ConfirmIcon(), func() {
		set(true, words.Text("people.safety.compared", c.Label()))
	})
	if !c.Compared.IsZero() && c.Replaces == nil {
		act = newButton(words.Text("people.safety.undo"), nil, func() { set(false, words.Text("people.safety.forgotten")) })
	}
	s.body = newScroll(container.New(usual, newText(words.Text("people.safety.text")), newCard(lines)))
	s.actions = []fyne.CanvasObject{act}
	w.openSheet(s)
}
