package ui

import (
	"slices"

	"fyne.io/fyne/v2/lang"

	"kith/app/words"
)

// useLanguage makes the texts those of the language that was chosen in the window,
// or else of where it was started, or else of the computer. A language that there
// is not is English.
func (w *Window) useLanguage() {
	code := w.appearance.language()
	if code == "" {
		code = w.config.Language
	}
	if code == "" {
		code = lang.SystemLocale().LanguageString()
	}
	if !words.Use(code) {
		words.Use(words.Languages()[0])
	}
}

// newLanguageSelect chooses the language; changed is called with the code of another
// one, "" for that of the computer.
func newLanguageSelect(w *Window, changed func(code string)) *selector {
	codes := append([]string{""}, words.Languages()...)
	s := newSelect([]string{words.Text("settings.look.colours.system")}, nil)
	for _, code := range codes[1:] {
		s.Options = append(s.Options, words.LanguageName(code))
	}
	s.SetSelectedIndex(max(0, slices.Index(codes, w.appearance.language())))
	s.OnChanged = func(string) {
		if code := codes[s.SelectedIndex()]; code != w.appearance.language() {
			changed(code)
		}
	}
	return s
}

// setLanguage makes all texts those of a language, "" for that of the computer;
// again shows anew what is in front.
func (w *Window) setLanguage(code string, again func()) {
	w.appearance.setLanguage(code)
	w.useLanguage()
	again()
	w.menu = newMainMenu(w)
}

// changeLanguage changes the language of the open window. What is typed on pages
// would be lost by making them anew, so that it is asked for.
func (w *Window) changeLanguage(code string) {
	w.askUnsaved("settings.look.language.yes", func() {
		w.setLanguage(code, func() {
			front := w.shell.front
			w.closeSheets()
			w.keepDrafts()
			w.keepers = nil
			w.forms = entryForms{}
			w.shell = newShell(w)
			w.win.SetContent(newPresence(w.shell.root, &w.idle))
			w.show(front)
		})
	})
}
