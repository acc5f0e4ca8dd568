package ui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"kith/app"
	"kith/app/words"
)

// comfort brings what was chosen for this journal into the window that opens.
func (w *Window) comfort() {
	s, err := w.app.Settings()
	if err != nil {
		w.low = false // the pages can be read all the same; the settings page says what is wrong
		return
	}
	w.low = s.LowEnergy
	if s.Speak != w.appearance.speak() {
		w.appearance.setSpeak(s.Speak)
	}
	w.speakNow(s.Speak, false)
}

// openPage is the page in front after unlocking.
func (w *Window) openPage() string {
	if w.low {
		return lowPage
	}
	return firstPage
}

// setLow switches low-energy mode, and keeps it.
func (w *Window) setLow(on bool) {
	w.low = on
	a := w.app
	w.run(task{do: func(context.Context, *progress) error {
		return a.ChangeSettings(func(s *app.Settings) { s.LowEnergy = on })
	}})
	w.show(w.openPage())
}

// comfortCard is the part of the settings about how Kith is used.
func (p *settingsPage) comfortCard() fyne.CanvasObject {
	w := p.w
	var speak fyne.CanvasObject
	p.speak, speak = newTick(words.Text("settings.comfort.speak"), func(on bool) {
		if on != (w.speech.speaker != nil) {
			w.setSpeak(on)
		}
	})
	p.noSpeech = newNotice(theme.ColorNameWarning)
	low := newButton(words.Text("settings.comfort.low.start"), nil, func() { w.do(lowPage) })
	p.refreshSpeech()
	return newSettingsCard("settings.comfort",
		newRow(container.New(tight, newText(words.Text("settings.comfort.low")), newFaint(words.Text("settings.comfort.low.explain"))), low),
		speak, newFaint(words.Text("settings.comfort.speak.explain")), p.noSpeech.box)
}

// refreshSpeech shows whether speak mode is on, and if it cannot be.
func (p *settingsPage) refreshSpeech() {
	if on := p.w.speech.speaker != nil; p.speak.Checked != on {
		p.speak.Checked = on
		p.speak.Refresh()
	}
	if p.w.speech.missing {
		p.noSpeech.show(words.Text("speak.none"))
	} else {
		p.noSpeech.hide()
	}
}

// refreshSpeech brings the settings page up to date, if it was made.
func (s *shell) refreshSpeech() {
	if p, ok := s.pages["settings"].(*settingsPage); ok {
		p.refreshSpeech()
		p.refit()
	}
}

// newSleepLock chooses whether the journal locks before the computer sleeps.
func newSleepLock(w *Window) fyne.CanvasObject {
	c, row := newTick(words.Text("settings.idle.sleep"), w.appearance.setLockOnSleep)
	c.Checked = w.appearance.lockOnSleep()
	text := "settings.idle.sleep.clock"
	if w.sleep != nil && w.sleep.Works() {
		text = "settings.idle.sleep.told"
	}
	return container.New(tight, row, newFaint(words.Text(text)))
}
