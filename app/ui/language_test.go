package ui

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"kith/app/words"
)

// TestLanguage: another language shows at once, on the page, in the menu and in the
// rail, and is remembered; one that there is not is English.
func TestLanguage(t *testing.T) {
	t.Cleanup(func() { words.Use("en") })
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}, "headache 7"))
	w.do("settings")
	i := slices.IndexFunc(controls(w), func(f fyne.Focusable) bool {
		s, ok := f.(*selector)
		return ok && slices.Contains(s.Options, "Español")
	})
	if i < 0 {
		t.Fatal("there is no choice of the language")
	}
	controls(w)[i].(*selector).SetSelected("Español")
	says(t, w, "Ajustes")
	says(t, w, "Cronología")
	if w.menu.menu.Items[0].Label != "Diario" {
		t.Error("the menu stays as it was")
	}
	other := newWindow(w.fyne, w.config)
	if words.Language() != "es" || other.menu.menu.Items[0].Label != "Diario" {
		t.Error("the language is forgotten")
	}
	w.changeLanguage("")
	says(t, w, "Settings")
	w.config.Language = "tlh"
	w.useLanguage()
	if words.Language() != "en" {
		t.Error(words.Language())
	}
}

// TestLanguageAsks: what is typed and not saved is not lost by another language.
func TestLanguageAsks(t *testing.T) {
	t.Cleanup(func() { words.Use("en") })
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.win.Canvas().Focused().(*entry).SetText("headache 7 af")
	w.changeLanguage("es")
	says(t, w, "Something is not saved yet")
	if words.Language() != "en" {
		t.Error("changed without asking")
	}
}
