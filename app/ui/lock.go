package ui

import (
	"fyne.io/fyne/v2"

	"kith/app/words"
)

// Locking ends the process and starts the program anew: what was read of the
// journal would stay in this one's memory. What is being written, or done, must not
// get lost by it:
//
//   - What was typed is kept sealed in the journal's folder a moment after typing rests,
//     see drafts.go, and is there again after unlocking.
//   - Who locks by hand, or quits, is asked first if something is not kept so.
//   - When nobody is there, the journal is covered instead then: nothing can be read from
//     the window, the passphrase uncovers it, and what was typed or is under way is
//     still there. Memory holds the journal that long.

// drafter is a page that can hold something that was typed and not saved.
type drafter interface{ unsaved() bool }

// unsaved reports whether something was typed or is under way that locking would
// lose.
func (w *Window) unsaved() bool {
	if w.app == nil {
		return false
	}
	if w.working > 0 {
		return true
	}
	for _, s := range w.sheets {
		if s.unsaved != nil && s.unsaved() {
			return true
		}
	}
	if w.shell == nil {
		return false
	}
	for _, p := range w.shell.pages {
		if d, ok := p.(drafter); ok && d.unsaved() {
			return true
		}
	}
	return false
}

// lock locks by hand.
func (w *Window) lock() {
	w.askUnsaved("unlock.unsaved.lock", w.lockNow)
}

// askUnsaved does something that loses what is not saved, after asking if there is
// something.
func (w *Window) askUnsaved(yes string, do func()) {
	if !w.unsaved() {
		do()
		return
	}
	w.ask(words.Text("unlock.unsaved.title"), words.Text("unlock.unsaved.text"), words.Text(yes), do)
}

// lockNow closes the journal and lets Run start the program anew.
func (w *Window) lockNow() {
	w.closeSheets()
	w.appearance.setSize(w.win.Canvas().Size())
	if err := w.leave(); err != nil {
		fyne.LogError("lock", errClosing) // without the cause, which may hold words of a record
	}
	if w.inline { // Fyne's test driver does not end
		w.start()
		return
	}
	w.again = true
	w.fyne.Quit()
}

// idleLock locks because nobody was there, and reports whether it did. A sample
// diary stays open: it has no secrets, and locking would throw it away.
func (w *Window) idleLock() bool {
	switch {
	case w.app == nil || w.app.IsSample() || w.covered():
		return false
	case w.unsaved():
		w.cover()
		return false
	}
	w.lockNow()
	return true
}
