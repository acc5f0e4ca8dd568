package view

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/app/desk"
	"kith/journal"
)

// newTodayModel shows today of somebody who wrote down one of each scale yesterday.
func newTodayModel(t *testing.T) (*Today, *app.App, app.Person) {
	t.Helper()
	ctx := context.Background()
	now := time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)
	a, err := app.Init(t.TempDir()+"/vault", []byte("correct horse"), app.Options{WorkFactor: 10, Zone: time.UTC, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	added, err := a.AddPersons(ctx, "Anna")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"headache 5", "slept 7.5h", "weight 72.5 kg", "bp 120/80", "coffee"} {
		if _, err := a.Log(ctx, added[0], line+" @yesterday 9:00", ""); err != nil {
			t.Fatal(err)
		}
	}
	when, err := a.When("yesterday 10:00")
	if err != nil {
		t.Fatal(err)
	}
	two := journal.DecimalOf(2)
	if _, err := a.LogEntries(ctx, added[0], "log",
		journal.Entry{Kind: journal.KindDefinition, When: when, Name: "Sky", Body: &journal.Definition{Of: journal.KindFactor, Scale: journal.Ordinal}},
		journal.Entry{Kind: journal.KindFactor, When: when, Name: "Weather", Body: &journal.Observation{Value: journal.TextOf("wet")}},
		journal.Entry{Kind: journal.KindFactor, When: when, Name: "Light", Body: &journal.Observation{Value: &journal.Value{Scale: journal.Ordinal, Number: &two, Label: "dim"}}},
	); err != nil {
		t.Fatal(err)
	}
	m := NewToday(a)
	m.SetPerson(added[0], true)
	showToday(t, m)
	return m, a, added[0]
}

func showToday(t *testing.T, m *Today) {
	t.Helper()
	p, _ := m.Person()
	loaded, err := m.Load(context.Background(), p, m.Day())
	if err != nil {
		t.Fatal(err)
	}
	if !m.Show(loaded) {
		t.Fatal("what was loaded is not what is wanted")
	}
}

func rowNamed(t *testing.T, m *Today, name string) int {
	t.Helper()
	i := slices.IndexFunc(m.Rows(), func(r CheckinRow) bool { return r.Name == name })
	if i < 0 {
		t.Fatalf("there is no %s", name)
	}
	return i
}

// TestCheckinRows types into lines of every scale: > is one more, < one less, ! takes a
// character away, ~ leaves out.
func TestCheckinRows(t *testing.T) {
	m, _, _ := newTodayModel(t)
	for _, c := range []struct{ name, keys, want string }{
		{"Headache", "7", "7"}, {"Headache", "10", "10"}, {"Headache", "x7y", "7"}, {"Headache", "10!", "1"}, {"Headache", "7~", ""},
		{"Headache", ">", "5"}, {"Headache", ">>", "6"}, {"Headache", "10>", "10"}, {"Headache", "0<", "0"}, {"Headache", "<<", "4"},
		{"Sleep", "7:15", "7:15"}, {"Sleep", ">", ""}, {"Weight", "73.1", "73.1"}, {"Blood pressure", "130/85", "130/85"},
		{"Coffee", "y", "yes"}, {"Coffee", "n", "no"}, {"Coffee", ">", "yes"}, {"Coffee", "<", "no"}, {"Coffee", "y!", ""}, {"Coffee", "q", ""},
		{"Weather", "dry!", "dr"}, {"Weather", "r", "r"}, {"Light", "bright", "bright"}, {"Light", ">", ""},
	} {
		i := rowNamed(t, m, c.name)
		m.Clear(i)
		for _, key := range c.keys {
			switch key {
			case '>':
				m.Nudge(i, 1)
			case '<':
				m.Nudge(i, -1)
			case '!':
				m.Erase(i)
			case '~':
				m.Clear(i)
			default:
				m.Type(i, key)
			}
		}
		if got := m.Rows()[i].Text; got != c.want {
			t.Errorf("%s %q is %q, want %q", c.name, c.keys, got, c.want)
		}
		m.Clear(i)
	}
}

// TestCheckinRepeat: what is repeated is exactly what was, whatever it looks like.
func TestCheckinRepeat(t *testing.T) {
	m, a, p := newTodayModel(t)
	ctx := context.Background()
	if n := m.Repeat(); n != len(m.Rows()) || m.CanRepeat() {
		t.Fatalf("%d of %d lines", n, len(m.Rows()))
	}
	i := rowNamed(t, m, "Headache")
	m.Type(i, '7') // replaces what was proposed
	m.Erase(rowNamed(t, m, "Weather"))
	answers, bad := m.Check()
	if bad >= 0 || len(answers) != len(m.Rows())-1 {
		t.Fatalf("%+v, %d", answers, bad)
	}
	said, err := m.Save(ctx, p, m.Day(), answers)
	if err != nil || said != "Saved: 6 entries, Today" {
		t.Fatal(said, err)
	}
	m.Saved()
	showToday(t, m)
	for _, r := range m.Rows() {
		was, now := r.item.Before, r.item.On
		switch {
		case r.Name == "Headache" && now.Value().String() == "7/10":
		case r.Name == "Weather" && now == nil:
		case r.Name != "Headache" && now != nil && now.Value().String() == was.Value().String():
		default:
			t.Errorf("%s was %v, is %v", r.Name, was, now)
		}
	}
	if m.CanRepeat() != true { // the weather was left out
		t.Error("the weather cannot be repeated")
	}
	if _, err := a.Undo(ctx, false); err != nil {
		t.Fatal(err)
	}
	showToday(t, m)
	if m.Rows()[i].Logged != "" {
		t.Error("undo left it there")
	}
}

// TestTodayDays: what was filled in stays with its day and person.
func TestTodayDays(t *testing.T) {
	m, a, p := newTodayModel(t)
	m.Type(rowNamed(t, m, "Headache"), '3')
	draft, err := m.Draft()
	if err != nil || !m.Typed() {
		t.Fatal(err)
	}
	showToday(t, m)
	if m.Filled() != 1 {
		t.Error("reading it anew lost what was filled in")
	}
	m.SetDay(m.Day() - 1)
	showToday(t, m)
	if m.Filled() != 0 || m.Title() != "Yesterday" || m.IsCurrent() || !m.Typed() {
		t.Error("another day has what was filled in today, or it is gone")
	}
	m.SetDay(a.Day() + 5)
	showToday(t, m)
	if !m.IsCurrent() || m.Filled() != 1 {
		t.Error("coming back, what was filled in is gone")
	}
	m.SetPerson(app.Person{}, false)
	if m.Filled() != 0 || m.Loaded() || m.Subtitle() != "" {
		t.Error("nobody has what somebody filled in")
	}
	m.SetPerson(p, true)
	showToday(t, m)
	if i := rowNamed(t, m, "Headache"); m.Rows()[i].Text != "3" {
		t.Error("what was filled in does not come back with the person")
	}
	again := NewToday(a)
	again.SetPerson(p, true)
	again.SetDay(a.Day() - 1)
	showToday(t, again)
	if again.Recall([]byte("damage")) || again.Typed() {
		t.Error("damage was recalled")
	}
	if again.Recall(draft) || again.Filled() != 0 || !again.Typed() {
		t.Error("the draft of today was taken for yesterday's")
	}
	again.SetDay(a.Day())
	showToday(t, again)
	if again.Filled() != 1 {
		t.Error("the draft did not come back with its day")
	}
}

func TestRating(t *testing.T) {
	for keys, want := range map[string]string{"7": "7", "10": "10", "77": "7", "100": "0", "12": "2", "x": "", ">": "5", ">>": "6", "0<": "0", "10>": "10"} {
		var r Rating
		for _, key := range keys {
			switch key {
			case '>':
				r.Nudge(1)
			case '<':
				r.Nudge(-1)
			default:
				r.Type(key)
			}
		}
		if r.Text != want {
			t.Errorf("%s is %q, want %q", keys, r.Text, want)
		}
	}
}

// TestEnteredBy: what somebody else wrote down says so.
func TestEnteredBy(t *testing.T) {
	_, a, p := newTodayModel(t)
	l := app.Listed{Person: p, Entry: journal.Entry{Kind: journal.KindNote, When: journal.At(a.Now()), Note: "a walk", EnteredBy: a.Me()}}
	if row := rowOf(a, &l, false, false); row.Detail != "a walk" {
		t.Errorf("%q", row.Detail)
	}
	l.Entry.EnteredBy = journal.ID{0xab, 0xcd, 0xef, 0x01}
	if row := rowOf(a, &l, false, false); row.Detail != "a walk · entered by abcdef01" {
		t.Errorf("%q", row.Detail)
	}
}

func TestRemindTexts(t *testing.T) {
	anna, ben := app.Person{ID: journal.ID{1}, Name: "Anna"}, app.Person{ID: journal.ID{2}, Name: "Ben"}
	text := Waiting([]app.Reminder{{Person: anna, Sort: app.RemindDose}, {Person: ben, Sort: app.RemindCheckin}, {Person: anna, Sort: app.RemindDose},
		{Person: anna, Sort: app.RemindQuestionnaire}})
	if text != "Due for Anna: 2 doses and 1 questionnaire. Due for Ben: the check-in." || Waiting(nil) != "" {
		t.Errorf("%q", text)
	}
	if lines := Desktop(desk.Services{}); len(lines) != 0 {
		t.Error(lines)
	}
	lines := Desktop(desk.Services{Notifications: desk.ErrNoBus, Tray: desk.ErrNoService})
	if len(lines) != 2 || !strings.Contains(lines[0], "no session bus") || !strings.Contains(lines[1], "no service") {
		t.Error(lines)
	}
}
