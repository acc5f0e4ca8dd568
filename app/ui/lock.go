package ui

// lock closes the journal and shows the unlock page.
func (w *Window) lock() {
	if err := w.leave(); err != nil {
		w.showError(err)
	}
	w.start()
}

// idleLock locks because nobody was there, and reports whether it did.
func (w *Window) idleLock() bool {
	w.lock()
	return true
}
