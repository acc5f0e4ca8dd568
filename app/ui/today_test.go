package ui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/journal"
)

// eightThings is what the tests write down on each day.
func eightThings(day string) []string {
	return []string{"headache 5 @" + day + " 9:00", "nausea 2 @" + day + " 9:00", "mood 6 @" + day + " 20:00", "energy 4 @" + day + " 20:00",
		"slept 7.5h @" + day + " 7:00", "weight 72.5 kg @" + day + " 7:00", "bp 120/80 @" + day + " 7:00", "stress 3 @" + day + " 20:00"}
}

// keyboard is somebody without a mouse; it counts the keys they press.
type keyboard struct {
	w *Window
	n int
}

func (k *keyboard) key(name fyne.KeyName) {
	k.n++
	if f := k.w.win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		return
	}
	k.w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
}

func (k *keyboard) text(text string) {
	for _, r := range text {
		k.n++
		k.w.win.Canvas().Focused().TypedRune(r)
	}
}

// chord is a shortcut of the command table: two keys, or three.
func (k *keyboard) chord(id string) {
	for _, c := range app.Commands() {
		if c.ID == id {
			k.n += strings.Count(c.Shortcut, "+") + 1
		}
	}
	k.w.do(id)
}

// saveAll is Ctrl+Enter, which goes to what has the focus.
func (k *keyboard) saveAll() {
	k.n += 2
	k.w.win.Canvas().Focused().(fyne.Shortcutable).TypedShortcut(saveShortcut)
}

// newTodayWindow shows the page of the day of Anna.
func newTodayWindow(t testing.TB, lines ...string) (*Window, *todayPage) {
	t.Helper()
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, lines...))
	w.show("today")
	return w, w.today()
}

func entriesOn(t *testing.T, w *Window, day journal.Date) []string {
	t.Helper()
	list, err := w.app.List(context.Background(), w.app.Persons(), journal.Query{From: &day, To: &day, Oldest: true})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for i := range list {
		texts = append(texts, app.Describe(&list[i].Entry))
	}
	slices.Sort(texts)
	return texts
}

// TestCheckinKeystrokes: a check-in of eight things, repeated with three changes,
// takes at most 40 keys; it is one act.
func TestCheckinKeystrokes(t *testing.T) {
	w, p := newTodayWindow(t, eightThings("yesterday")...)
	k := &keyboard{w: w}
	k.chord("checkin")
	k.text("r7")
	k.key(fyne.KeyReturn)
	k.key(fyne.KeyReturn)
	k.text("10")
	k.key(fyne.KeyDown)
	k.key(fyne.KeyRight)
	k.key(fyne.KeyDown)
	k.text("-")
	k.saveAll()
	want := []string{"Blood pressure 120/80 mmHg", "Energy 5/10", "Headache 7/10", "Mood 10/10", "Nausea 2/10", "Stress 3/10", "Weight 72.5 kg"}
	if got := entriesOn(t, w, w.app.Day()); !slices.Equal(got, want) {
		t.Errorf("%d keys wrote %q, want %q", k.n, got, want)
	}
	t.Logf("a repeated check-in of 8 things with 4 changes: %d keys", k.n)
	if k.n > 40 {
		t.Errorf("%d keys", k.n)
	}
	if text := toastText(w); !strings.Contains(text, "Saved: 7 entries") {
		t.Errorf("the toast says %q", text)
	}
	if p.model.Typed() {
		t.Error("what was saved is still filled in")
	}
	w.undoAct(false)
	if got := entriesOn(t, w, w.app.Day()); len(got) != 0 {
		t.Errorf("undo left %q", got)
	}

	fresh := &keyboard{w: w} // typed anew, digit by digit
	fresh.chord("checkin")
	for _, text := range []string{"5", "2", "6", "4", "7:30", "72.5", "120/80", "3"} {
		fresh.text(text)
		fresh.key(fyne.KeyReturn)
	}
	fresh.key(fyne.KeyReturn) // the Save button has the focus now
	if got := entriesOn(t, w, w.app.Day()); len(got) != 8 || fresh.n > 40 {
		t.Errorf("%d keys wrote %q", fresh.n, got)
	}
	t.Logf("a check-in of 8 things typed anew: %d keys", fresh.n)
}

// TestBackfillKeystrokes: a week that was not written down takes so few keys that 90
// seconds are enough at one key a second, and today stays as it was.
func TestBackfillKeystrokes(t *testing.T) {
	w, p := newTodayWindow(t, eightThings("2026-11-12")...)
	if _, err := w.app.Log(context.Background(), w.app.Persons()[0], "headache 1", ""); err != nil {
		t.Fatal(err)
	}
	w.changed()
	k := &keyboard{w: w}
	k.chord("checkin")
	for range 7 {
		k.key(fyne.KeyPageUp)
	}
	if day := p.model.Day().String(); day != "2026-11-13" {
		t.Fatal(day)
	}
	for day := 0; day < 7; day++ {
		k.text("r")
		k.text(fmt.Sprint(day)) // the headache differs
		k.saveAll()
		k.key(fyne.KeyPageDown)
	}
	t.Logf("a week of 8 things: %d keys", k.n)
	if k.n > 90 {
		t.Errorf("%d keys", k.n)
	}
	for day := range journal.Date(7) {
		got := entriesOn(t, w, w.app.Day()-7+day)
		if len(got) != 8 || !slices.Contains(got, fmt.Sprintf("Headache %d/10", day)) || !slices.Contains(got, "Weight 72.5 kg") {
			t.Errorf("day %d: %q", day, got)
		}
	}
	if got := entriesOn(t, w, w.app.Day()); !slices.Equal(got, []string{"Headache 1/10"}) {
		t.Errorf("today: %q", got)
	}
	if !p.model.IsCurrent() || p.model.Gap() != "" {
		t.Errorf("%s, gap %q", p.model.Title(), p.model.Gap())
	}
}

// TestCheckinProblems: what cannot be read is marked, nothing is saved, and what was
// typed stays.
func TestCheckinProblems(t *testing.T) {
	w, p := newTodayWindow(t, eightThings("yesterday")...)
	k := &keyboard{w: w}
	k.chord("checkin")
	k.text("5")
	k.key(fyne.KeyDown)
	k.text("77")
	k.key(fyne.KeyUp)
	k.saveAll()
	if got := entriesOn(t, w, w.app.Day()); len(got) != 0 {
		t.Errorf("saved %q", got)
	}
	rows := p.model.Rows()
	if rows[0].Text != "5" || rows[1].Text != "77" || !strings.Contains(rows[1].Problem, `"77" is no value for Nausea`) {
		t.Errorf("%+v", rows[:2])
	}
	if focused := w.win.Canvas().Focused(); focused != fyne.Focusable(p.checkin.lines[rows[1].Key()].value) {
		t.Error("the focus is not on the value that is wrong")
	}
	k.key(fyne.KeyBackspace)
	if got := p.model.Rows()[1]; got.Text != "7" || got.Problem != "" {
		t.Errorf("%+v", got)
	}
	// Writing something else meanwhile leaves it where it is.
	if _, err := w.app.Log(context.Background(), w.app.Persons()[0], "dizziness 3", ""); err != nil {
		t.Fatal(err)
	}
	w.changed()
	if p.model.Filled() != 2 || !p.unsaved() {
		t.Error("what was typed is gone")
	}
	// And so does a crash.
	p.checkin.draft.dirty = true
	w.keepDrafts()
	again := newTestWindow(t, w.app)
	again.show("today")
	if n := again.today().model.Filled(); n != 2 {
		t.Errorf("%d values came back", n)
	}
}

// planned gives Anna doses at the given minutes of the day.
func planned(t testing.TB, a *app.App, minutes ...int) {
	t.Helper()
	ctx, p := context.Background(), a.Persons()[0]
	course, err := a.LogEntries(ctx, p, "log", journal.Entry{Kind: journal.KindCourse, Name: "Propranolol",
		When: journal.OnDay(a.Day()-3, testZone), Body: &journal.Course{Ongoing: true}})
	if err != nil {
		t.Fatal(err)
	}
	amount := &journal.Amount{Number: journal.DecimalOf(40), Unit: "mg"}
	if _, err := a.LogEntries(ctx, p, "log", journal.Entry{Kind: journal.KindPlan, When: journal.OnDay(a.Day()-3, testZone),
		Body: &journal.Plan{Course: course[0].Entry.ID, Times: minutes, Amount: amount}}); err != nil {
		t.Fatal(err)
	}
}

// TestTodayTasks: doses are taken and skipped, a dose is said to have helped, and the
// day is complete; each can be undone.
func TestTodayTasks(t *testing.T) {
	w, p := newTodayWindow(t, "took sumatriptan 50 mg for headache @17:00")
	planned(t, w.app, 8*60, 19*60, 22*60)
	w.changed()
	text := shownText(w)
	for _, want := range []string{"Overdue", "Due now", "Later today", "Propranolol", "Did it help?", "sumatriptan", "Yesterday has nothing yet of"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	groups := p.model.Doses()
	if len(groups) != 3 || groups[0].Doses[0].Detail != "40 mg · 11 hours late" {
		t.Fatalf("%+v", groups)
	}
	tapText(t, w, "Taken")
	if got := toastText(w); !strings.Contains(got, "Taken: Propranolol of 08:00") {
		t.Errorf("the toast says %q", got)
	}
	if groups = p.model.Doses(); len(groups) != 3 || groups[2].Title != "Done" {
		t.Fatalf("%+v", groups)
	}
	w.undoAct(false)
	if groups = p.model.Doses(); groups[0].Title != "Overdue" {
		t.Fatalf("%+v", groups)
	}
	w.do("today review")
	if !p.model.Reviewed() {
		t.Error("the day is not complete")
	}
	w.do("today review")
	if p.model.Reviewed() {
		t.Error("the day is still complete")
	}
	for _, f := range controls(w) {
		if b, ok := f.(*valueBox); ok && strings.HasPrefix(b.AccessibilityLabel(), "sumatriptan") {
			w.win.Canvas().Focus(b)
			test.Type(b, "10")
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		}
	}
	if len(p.model.Asks()) != 0 {
		t.Error("the answer was not kept")
	}
}

// tapText presses the first button of a text.
func tapText(t testing.TB, w *Window, text string) {
	t.Helper()
	for _, f := range controls(w) {
		if b, ok := f.(*button); ok && b.Text == text {
			b.press()
			return
		}
	}
	t.Fatalf("there is no button %q", text)
}

// TestTodayGoesOn: the page follows the clock by itself, over the boundary of the day
// as well, unless its check-in was begun.
func TestTodayGoesOn(t *testing.T) {
	now := testNow
	options := testOptions()
	options.Now = func() time.Time { return now }
	a, err := app.Init(t.TempDir()+"/vault", []byte("correct horse"), options)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := a.AddPersons(context.Background(), "Anna"); err != nil {
		t.Fatal(err)
	}
	planned(t, a, 8*60, 20*60)
	if _, err := a.Log(context.Background(), a.Persons()[0], "mood 5 @yesterday 20:00", ""); err != nil {
		t.Fatal(err)
	}
	w := newTestWindow(t, a)
	w.show("today")
	p := w.today()
	first := func() string { return p.model.Doses()[len(p.model.Doses())-1].Title }
	if first() != "Due now" {
		t.Fatal(p.model.Doses())
	}
	now = now.Add(2 * time.Hour)
	p.tick()
	if first() != "Overdue" {
		t.Error(p.model.Doses())
	}
	now = time.Date(2026, 11, 21, 4, 0, 0, 0, testZone)
	p.tick()
	if day := p.model.Day(); day.String() != "2026-11-21" || p.model.Title() != "Today" {
		t.Errorf("%s is %s", day, p.model.Title())
	}
	w.do("checkin")
	w.win.Canvas().Focused().TypedRune('6')
	now = now.Add(24 * time.Hour)
	p.tick()
	if day := p.model.Day(); day.String() != "2026-11-21" || p.model.Title() != "Yesterday" || p.model.Filled() != 1 {
		t.Errorf("%s is %s, %d filled in", day, p.model.Title(), p.model.Filled())
	}
}

// TestReminder: something due is one notification of constant words, and a strip that
// goes when it is put off.
func TestReminder(t *testing.T) {
	a := newTestApp(t, []string{"Anna"})
	w := newTestWindow(t, a)
	w.show("today")
	planned(t, a, 8*60, 19*60)
	test.AssertNotificationSent(t, fyne.NewNotification("Kith", "Something is due."), w.reminders.look)
	p := w.today()
	if p.strip.box.Hidden || p.strip.text.text.Text != "Due for Anna: 2 doses." {
		t.Errorf("%v %q", p.strip.box.Hidden, p.strip.text.text.Text)
	}
	test.AssertNotificationSent(t, nil, w.reminders.look)
	tapText(t, w, "In an hour")
	if !p.strip.box.Hidden || !strings.Contains(toastText(w), "Put off: Today 20:30") {
		t.Errorf("%v %q", p.strip.box.Hidden, toastText(w))
	}
}

// TestOverviewPage: each person's card says what they need and leads to their day.
func TestOverviewPage(t *testing.T) {
	a := newTestApp(t, []string{"Anna", "Ben"}, "mood 5 @yesterday 20:00")
	planned(t, a, 8*60)
	w := newTestWindow(t, a)
	w.do("overview")
	text := shownText(w)
	for _, want := range []string{"Anna", "1 dose overdue.", "Yesterday is not reviewed.", "Last entry:", "Ben", "Nothing waits.", "Nothing is written yet."} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	p := w.shell.pages["overview"].(*overviewPage)
	p.opens[1].press()
	if w.shell.front != "today" || w.shown.Title() != "Ben" {
		t.Errorf("%s of %s", w.shell.front, w.shown.Title())
	}
}

// TestTodayLooks takes the pictures of the page.
func TestTodayLooks(t *testing.T) {
	lines := append(eightThings("yesterday"), "took sumatriptan 50 mg for headache @17:00", "mood 4 @12:00")
	w, p := newTodayWindow(t, lines...)
	planned(t, w.app, 8*60, 19*60, 22*60)
	w.changed()
	w.do("checkin repeat")
	w.win.Canvas().Focused().TypedRune('7')
	w.win.SetContent(w.shell.content["today"])
	w.win.Canvas().Focus(p.checkin.lines[p.model.Rows()[0].Key()].value)
	golden(t, w, "today")
}
