package view

import (
	"context"
	"errors"
	"strings"
	"time"

	"kith/app"
	"kith/app/words"
)

// Settings is what the settings page shows and does with an open journal. It
// keeps nothing: what it returns is as things are now.
type Settings struct {
	app *app.App
}

// NewSettings returns the settings of a journal.
func NewSettings(a *app.App) *Settings { return &Settings{app: a} }

// Folder returns where the journal is on this computer.
func (s *Settings) Folder() string { return s.app.Dir() }

// idleMinutes are the choices for locking when nobody is there; 0 is never.
var idleMinutes = []int{1, 2, 5, 10, 20, 30, 60, 0}

// Choice is one of several settings to choose from.
type Choice struct {
	Value int
	Title string
}

// IdleChoices returns after how many minutes without a key or the mouse the
// window may lock, with what they are called; 0 is never. current is among them,
// in its place, whatever it is.
func IdleChoices(current int) []Choice {
	var choices []Choice
	placed := false
	add := func(n int) {
		title := words.Count(int64(n), "minute")
		switch {
		case n == 0:
			title = words.Text("settings.idle.never")
		case n == 60:
			title = words.Text("settings.idle.hour")
		}
		choices = append(choices, Choice{n, title})
	}
	for _, n := range idleMinutes {
		if !placed && (current > 0 && n > current || n == 0 && current > 0) {
			add(current)
			placed = true
		}
		if n == current {
			placed = true
		}
		add(n)
	}
	return choices
}

// dateOf writes the day of a time as this computer's owner sees it.
func (s *Settings) dateOf(t time.Time) string {
	return words.Date(t.In(s.app.Zone()))
}

// EraseWord is what must be typed before everything is erased.
func EraseWord() string { return words.Text("erase.word") }

// SameTyped reports whether somebody typed what was asked for; spaces around it
// and the case of letters do not matter.
func SameTyped(typed, wanted string) bool {
	typed = strings.TrimSpace(typed)
	return typed != "" && strings.EqualFold(typed, strings.TrimSpace(wanted))
}

// EraseEverything throws the whole journal away if typed is [EraseWord], which is
// an [app.InputError] otherwise. The journal is closed by it.
func (s *Settings) EraseEverything(_ context.Context, typed string) error {
	if !SameTyped(typed, EraseWord()) {
		return &app.InputError{Err: errors.New(words.Text("erase.differs"))}
	}
	return s.app.EraseVault()
}
