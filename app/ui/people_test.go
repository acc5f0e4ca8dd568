package ui

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
)

// TestPeople looks at a record that nobody else has, and opens all that can be done
// about it without a network.
func TestPeople(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7")
	if err := a.RenameDevice(context.Background(), "Laptop"); err != nil {
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	w.do("space list")
	mustSay(t, w, words.Text("people.alone"))
	mustSay(t, w, "Laptop (this computer)")
	if w.shell.sync.Visible() {
		t.Error("the rail says how records stand that nobody else has")
	}

	clickOn(t, w, words.Text("people.device.rename"))
	fillIn(t, w, "Kitchen")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "Kitchen (this computer)")
	if name, err := a.DeviceName(); err != nil || name != "Kitchen" {
		t.Error(name, err)
	}

	clickOn(t, w, words.Text("people.node.add"))
	fillIn(t, w, "http://example.org")
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 1 || len(w.sheets[0].title) == 0 {
		t.Fatal("what is no address was taken")
	}
	hit(w, fyne.KeyEscape)

	w.do("join")
	fillIn(t, w, "these are not the words of anybody")
	w.sheets[0].actions[0].(*button).press()
	if len(w.sheets) != 1 {
		t.Fatal("what is no invitation was followed")
	}
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Error("Esc does not close the sheet")
	}
}

// TestJoinAtFirst: who was invited needs no person of their own.
func TestJoinAtFirst(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, nil))
	a := w.app
	w.app = nil
	w.setFront(newFirstPersons(&firstRun{w: w, model: view.ResumeFirstRun(a, testOptions())}))
	clickOn(t, w, words.Text("first.persons.join"))
	if w.app != a || len(w.sheets) != 1 || w.sheets[0].title != words.Text("people.join.title") {
		t.Fatal("the sheet for joining is not open")
	}
	hit(w, fyne.KeyEscape)
	mustSay(t, w, words.Text("people.alone"))
}

// TestPeopleRole asks for the part that a viewer gets, and only for a viewer of a part.
func TestPeopleRole(t *testing.T) {
	a := newTestApp(t, []string{"Anna"})
	if err := a.RenameDevice(context.Background(), "Laptop"); err != nil { // otherwise its name is random
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	w.do("space list")
	clickOn(t, w, words.Text("people.invite"))
	yes := w.sheets[0].actions[0].(*button)
	if yes.Disabled() {
		t.Error("reading everything needs nothing more")
	}
	role := w.sheets[0].first.(*selector)
	role.SetSelectedIndex(rolePart)
	mustSay(t, w, "doses")
	if !yes.Disabled() {
		t.Error("a viewer of a part can be invited to no part")
	}
	for _, f := range controls(w) {
		if c, ok := f.(*check); ok && c.name != "" && !c.Checked {
			c.SetChecked(true)
			break
		}
	}
	if yes.Disabled() {
		t.Error("one part is enough")
	}
	goldenOnce(t, w, "people-invite")
	role.SetSelectedIndex(roleOwner)
	if yes.Disabled() {
		t.Error("an owner gets everything")
	}
}

// TestPeopleGolden is the picture of a family.
func TestPeopleGolden(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("space list")
	p := w.shell.pages["space list"].(*peoplePage)
	p.show(view.PeopleShown{
		Summary: words.Text("people.behind", words.Count(1, "record")),
		Records: []view.PeopleRecord{{
			Person: a0(w), Copies: "It is on the node and on 2 of 4 devices.", State: view.PlaceBehind, Owner: true,
			Notices: []view.PeopleNotice{{Text: "Old laptop was added with its owner's key alone and waits for a yes.",
				Do: "If it belongs to them, confirm it.", Device: new(app.Device)}},
			Members: []view.PeopleMember{
				{Name: "You (Anna)", About: "owner · since 20 Aug 2026", Member: app.Member{Me: true}, Places: []view.PeoplePlace{
					{Name: "Laptop (this computer)"}, {Name: "Desk", About: "Has everything. Compared: Today 18:30."}}},
				{Name: "Ben", About: "caregiver · since 20 Oct 2026", Change: true, Places: []view.PeoplePlace{
					{Name: "Ben's laptop", About: "Had everything: Wed 18 Nov 2026 19:30. It cannot be reached: it is off, asleep or has no network.",
						Do: "Nothing to do. It catches up when both run at the same time, or through a node.", State: view.PlaceBehind}}},
			},
			Nodes:       []view.PeoplePlace{{Name: "198.51.100.7", About: "It has no room left for this record.", State: view.PlaceTrouble}},
			Invitations: []view.PeopleInvitation{{Text: "Open invitation: caregiver, until Today 21:30"}},
		}},
		Contacts: []view.PeopleContact{{Name: "Ben", About: "compared on 15 Nov 2026"}, {Name: "Cleo", About: words.Text("people.contact.changed"), Changed: true}},
		Devices:  []view.PeopleDevice{{Name: "Laptop", About: "this computer", Device: app.Device{This: true}}, {Name: "Desk", About: "since 20 Oct 2026"}},
	})
	golden(t, w, "people")
}

func a0(w *Window) app.Person { return w.app.Persons()[0] }

// TestEmoji asks whether both screens show the same; the answer is given once.
func TestEmoji(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	m := newMeeting(w)
	m.sheet = &sheet{title: words.Text("people.join.title"), body: m.box, width: meetingWidth}
	w.openSheet(m.sheet)
	c := app.Comparison{Who: "Kitchen"}
	copy(c.Emoji[:], []app.Emoji{{Symbol: "🐝", Name: "bee"}, {Symbol: "⛵", Name: "sailboat"}, {Symbol: "🤖", Name: "robot"},
		{Symbol: "🥕", Name: "carrot"}, {Symbol: "🥁", Name: "drum"}, {Symbol: "🦋", Name: "butterfly"}, {Symbol: "🐢", Name: "turtle"}})
	answer := make(chan bool, 1)
	m.ask(c, answer)
	mustSay(t, w, "butterfly")
	goldenOnce(t, w, "people-emoji")
	if b, ok := w.win.Canvas().Focused().(*button); !ok || b.Text != words.Text("people.emoji.no") {
		t.Error("Enter pressed too early says yes")
	}
	clickOn(t, w, words.Text("people.emoji.yes"))
	if !<-answer {
		t.Error("yes means no")
	}
	if len(answer) != 0 {
		t.Error("it was answered twice")
	}
}

// TestSyncMark: the rail's mark follows how the records stand.
func TestSyncMark(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	item := w.shell.sync
	item.Show()
	for _, s := range []view.PlaceState{view.PlaceInStep, view.PlaceBehind, view.PlaceTrouble} {
		item.icon = stateIcon(s)
		item.Refresh()
		if shown := test.WidgetRenderer(item).(*railRenderer).icon.Resource; shown != item.icon {
			t.Errorf("%d: another picture is shown", s)
		}
	}
}

// TestSafetyNumber shows sixty digits in rows.
func TestSafetyNumber(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.openSafety(app.Contact{Name: "Ben", Digits: []string{"12345", "67890", "11111", "22222", "33333", "44444", "55555", "66666", "77777", "88888", "99999", "00000"}})
	mustSay(t, w, "12345 67890 11111 22222")
	mustSay(t, w, words.Text("people.safety.yes"))
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Error("Esc does not close the sheet")
	}
}
