package ui

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestLock(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.copy("headache 7")
	w.do("lock")
	u := frontOf[*unlock](t, w)
	if w.app != nil || w.shell != nil || w.fyne.Clipboard().Content() != "" {
		t.Fatal("something is still open or in the clipboard")
	}
	test.Type(u.pass, "correct horse")
	enter(u.pass)
	if w.app == nil {
		t.Fatal("not open: " + shownText(w))
	}
	w.fyne.Clipboard().SetContent("somebody else's")
	if !w.idleLock() || w.app != nil {
		t.Error("not locked when idle")
	}
	if w.fyne.Clipboard().Content() != "somebody else's" {
		t.Error("the clipboard of another program was cleared")
	}
	if w.idleLock() {
		t.Error("locked twice")
	}
}

// TestLockUnsaved: what was typed and not saved is not lost by locking, quitting or
// being away.
func TestLockUnsaved(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	field := newEntry()
	w.openSheet(&sheet{title: "Form", body: field, first: field, unsaved: func() bool { return field.Text != "" }})
	test.Type(field, "a bad night")
	for _, id := range []string{"lock", "quit"} {
		w.do(id)
		if len(w.sheets) != 2 || w.app == nil {
			t.Fatalf("%s does not ask", id)
		}
		says(t, w, "Something is not saved yet")
		w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if len(w.sheets) != 1 || field.Text != "a bad night" {
			t.Fatal("what was typed is gone")
		}
	}

	if w.idleLock() || !w.covered() {
		t.Fatal("not covered")
	}
	pass := w.win.Canvas().Focused().(*entry)
	pass.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	if !w.covered() {
		t.Fatal("Esc takes the cover away")
	}
	if w.idleLock() || len(w.sheets) != 2 {
		t.Error("covered twice")
	}
	w.do("palette")
	w.do("list")
	if len(w.sheets) != 2 {
		t.Error("a command reaches what is covered")
	}
	test.Type(pass, "wrong")
	enter(pass)
	says(t, w, "The passphrase is wrong.")
	if !w.covered() {
		t.Fatal("a wrong passphrase takes the cover away")
	}
	test.Type(pass, "correct horse")
	enter(pass)
	if w.covered() || len(w.sheets) != 1 || w.win.Canvas().Focused() != field || field.Text != "a bad night" {
		t.Fatal("what was typed is not there again")
	}
	field.SetText("")
	if !w.idleLock() || w.app != nil {
		t.Error("not locked, with nothing to lose")
	}
}

// TestLockQuickLine: a line that was begun is kept as well.
func TestLockQuickLine(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	line, ok := w.win.Canvas().Focused().(*entry)
	if !ok {
		t.Fatalf("%T has the focus", w.win.Canvas().Focused())
	}
	line.SetText("headache 7 af")
	if w.idleLock() || !w.covered() {
		t.Fatal("a line that was begun is dropped")
	}
	w.closeSheets()
	line.SetText("  ")
	if !w.idleLock() {
		t.Error("not locked, with nothing to lose")
	}
}

// TestLockKept: what is kept sealed does not keep the journal open, and is there again.
func TestLockKept(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.show("list")
	w.do("log")
	test.Type(w.win.Canvas().Focused(), "headache 7 af")
	w.keepDrafts() // typing rests
	if !w.sleepLock() || w.app != nil {
		t.Fatal("the computer sleeps with an open journal")
	}
	u := frontOf[*unlock](t, w)
	test.Type(u.pass, "correct horse")
	enter(u.pass)
	w.show("list")
	if w.do("log"); w.win.Canvas().Focused().(*entry).Text != "headache 7 af" {
		t.Errorf("what was typed is lost: the line is %q", w.win.Canvas().Focused().(*entry).Text)
	}
}

// TestLockOnSleep: a jump of the clock, or the system, locks, if it is wanted.
func TestLockOnSleep(t *testing.T) {
	now := time.Now().Round(0)
	if slept(now, now.Add(idlePulse+time.Minute)) || !slept(now, now.Add(3*time.Minute)) {
		t.Error("a computer that is slow, or slept")
	}
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.appearance.setLockOnSleep(false)
	if w.sleepLock() || w.app == nil {
		t.Error("locked, which was not wanted")
	}
	w.appearance.setLockOnSleep(true)
	if !w.sleepLock() || w.app != nil {
		t.Error("not locked")
	}
	if w.sleepLock() {
		t.Error("locked twice")
	}
}

// TestClipboard: what Kith copied is taken away after a while and on lock, if it is
// still there; what somebody else copied stays.
func TestClipboard(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	clipboard := w.fyne.Clipboard()
	var after time.Duration
	var fire []func()
	w.timers = func(d time.Duration, f func()) (stop func()) {
		after = d
		fire = append(fire, f)
		return func() {}
	}
	w.copy("headache 7")
	if after != 30*time.Second || clipboard.Content() != "headache 7" {
		t.Fatal(after, clipboard.Content())
	}
	w.copy("a newer text")
	fire[0]() // of the first text, half-way through the time of the second
	if clipboard.Content() != "a newer text" {
		t.Error("taken away too early")
	}
	fire[1]()
	if clipboard.Content() != "" {
		t.Error("still there")
	}
	w.copy("headache 8")
	clipboard.SetContent("of another program")
	fire[2]()
	if clipboard.Content() != "of another program" {
		t.Error("the text of another program is taken away")
	}
	w.copy("headache 9")
	w.timers = nil
	w.do("lock")
	if clipboard.Content() != "" {
		t.Error("still there after locking")
	}
}

// TestLockWhileWorking: an import that is under way is not stopped because nobody
// touches the keys.
func TestLockWhileWorking(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.run(task{
		report: func(int64, int64) {},
		do: func(ctx context.Context, _ *progress) error {
			if w.idleLock() || !w.covered() || w.app == nil || ctx.Err() != nil {
				t.Error("the work was stopped")
			}
			return nil
		},
	})
	w.closeSheets()
	w.do("lock")
	if w.app != nil {
		t.Error("not locked")
	}
}

func TestLockSample(t *testing.T) {
	w := begin(t)
	frontOf[*firstVault](t, w).look()
	if w.idleLock() || w.app == nil {
		t.Error("being away throws the sample away")
	}
	w.do("lock")
	if w.app != nil {
		t.Error("still open")
	}
	frontOf[*firstVault](t, w)
}

func TestCoverGolden(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.cover()
	w.win.SetContent(newSpace(0)) // pages change, and none is seen
	golden(t, w, "lock-cover")
}
