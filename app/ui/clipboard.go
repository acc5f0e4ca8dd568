package ui

import "time"

// clipboardTime is how long something secret or private stays in the clipboard.
const clipboardTime = 30 * time.Second

// copy puts text into the clipboard and takes it out again after clipboardTime,
// or on lock, if it is still what is there.
func (w *Window) copy(text string) {
	w.fyne.Clipboard().SetContent(text)
	w.copied = text
	w.copies++
	mine := w.copies
	w.after(clipboardTime, func() {
		if w.copies == mine { // otherwise something newer has a time of its own
			w.forget()
		}
	})
}

// forget takes out of the clipboard what Kith put there.
func (w *Window) forget() {
	if w.copied != "" && w.fyne.Clipboard().Content() == w.copied {
		w.fyne.Clipboard().SetContent("")
	}
	w.copied = ""
}
