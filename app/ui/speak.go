package ui

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kith/app"
	"kith/app/speak"
	"kith/app/words"
)

// Speak mode says aloud what has the focus, which page or sheet came to the front,
// what was done and what went wrong. Fyne tells nobody when the focus moves, so that
// it looks a few times a second, and only while it speaks. What is secret is never
// said: see entry.secret.

// speakPulse is how often it looks.
const speakPulse = 120 * time.Millisecond

// speech is what speak mode knows.
type speech struct {
	w       *Window
	speaker speak.Speaker // nil while it is off
	missing bool          // this computer has no speech service
	last    string        // what was said last, for saying it again
	stop    func()

	focused fyne.Focusable
	text    string // what was said of it
	page    string
	sheet   *sheet
}

// say says text if speak mode is on. What is urgent is said to its end.
func (s *speech) say(text string, urgent bool) {
	if s.speaker == nil || text == "" {
		return
	}
	s.last = text
	s.speaker.Say(text, urgent)
}

// again repeats what was said last.
func (s *speech) again() {
	if s.speaker != nil {
		s.speaker.Stop()
		s.say(s.last, true)
	}
}

// forget drops everything that was read in the journal.
func (s *speech) forget() {
	if s.speaker != nil {
		s.speaker.Stop()
	}
	s.last, s.text, s.page, s.focused, s.sheet = "", "", "", nil, nil
}

// close ends speak mode.
func (s *speech) close() {
	s.forget()
	if s.speaker != nil {
		s.stop()
		s.speaker.Close()
		s.speaker = nil
	}
}

// look says what changed since it looked last.
func (s *speech) look() {
	if s.speaker == nil {
		return
	}
	if top := s.w.topSheet(); top != s.sheet {
		s.sheet = top
		if top != nil {
			s.say(strings.TrimSpace(top.title+". "+top.spoken), true)
		}
	}
	if sh := s.w.shell; sh != nil && sh.front != s.page {
		s.page = sh.front
		s.say(words.Text("speak.page", words.Text("command."+s.page)), true)
	}
	f := s.w.win.Canvas().Focused()
	text := spokenOf(f)
	_, typing := f.(*entry)
	switch {
	case f != s.focused, text != s.text && !typing:
		s.say(text, false)
	}
	s.focused, s.text = f, text
}

func (s *speech) next() {
	s.stop = s.w.after(speakPulse, func() {
		s.look()
		s.next()
	})
}

func (w *Window) topSheet() *sheet {
	if len(w.sheets) == 0 {
		return nil
	}
	return w.sheets[len(w.sheets)-1]
}

// spokenOf says what has the focus: its name, what it is, and what is in it.
func spokenOf(f fyne.Focusable) string {
	switch c := f.(type) {
	case nil:
		return ""
	case *entry:
		name := firstText(c.name, c.PlaceHolder)
		switch {
		case c.secret:
			return words.Text("speak.secret", name)
		case c.Text == "":
			return words.Text("speak.field.empty", name)
		}
		return words.Text("speak.field", name, c.Text)
	case *selector:
		return words.Text("speak.choice", firstText(c.name, c.PlaceHolder), c.Selected)
	case *check:
		if c.Checked {
			return words.Text("speak.check.on", firstText(c.Text, c.name))
		}
		return words.Text("speak.check.off", firstText(c.Text, c.name))
	case *list:
		return words.Text("speak.list")
	case *button:
		return words.Text("speak.button", firstText(c.Text, c.name))
	}
	a, ok := f.(fyne.Accessible)
	if !ok {
		return ""
	}
	if a.AccessibilityRole() == fyne.AccessibleRoleButton {
		return words.Text("speak.button", a.AccessibilityLabel())
	}
	return a.AccessibilityLabel()
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// nameControl says what a control is called by the text beside it.
func nameControl(name string, control fyne.CanvasObject) {
	switch c := control.(type) {
	case *entry:
		c.name = name
	case *selector:
		c.name = name
	case *check:
		c.name = name
	case *button:
		c.name = name
	case *fyne.Container:
		for _, o := range c.Objects {
			nameControl(name, o)
		}
	}
}

// setSpeak switches speak mode, and keeps it: for the journal, and for the unlock
// page, which is shown before the journal can be read.
func (w *Window) setSpeak(on bool) {
	w.appearance.setSpeak(on)
	a := w.app
	if a != nil {
		w.run(task{do: func(context.Context, *progress) error {
			return a.ChangeSettings(func(s *app.Settings) { s.Speak = on })
		}})
	}
	w.speakNow(on, true)
}

// speakNow switches speak mode without keeping it. aloud says so, or that it cannot.
func (w *Window) speakNow(on, aloud bool) {
	s := &w.speech
	switch {
	case !on:
		s.close()
		if w.shell != nil {
			w.shell.refreshSpeech()
		}
		return
	case s.speaker != nil:
		return
	}
	var speaker speak.Speaker
	w.run(task{
		do: func(context.Context, *progress) (err error) {
			speaker, err = w.openSpeaker(words.Language())
			return err
		},
		then: func(err error) {
			s.missing = errors.Is(err, speak.ErrNone)
			switch {
			case err != nil && aloud && w.shell != nil:
				w.showToast(words.Text("speak.none"), successColour)
			case err == nil && s.speaker != nil: // asked for twice
				speaker.Close()
			case err == nil:
				s.speaker = speaker
				if aloud {
					s.say(words.Text("speak.on"), true)
				}
				s.next()
			}
			if w.shell != nil {
				w.shell.refreshSpeech()
			}
		},
	})
}

// toggleSpeak switches speak mode by a command.
func (w *Window) toggleSpeak() { w.setSpeak(w.speech.speaker == nil) }
