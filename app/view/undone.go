package view

import (
	"kith/app"
	"kith/app/words"
)

// Undone says what was undone, or with redo done again: "Undone: a new entry".
func Undone(u app.Undone, redo bool) string {
	what := u.Act.Title // an import says by itself of what
	if key := "window.act." + what; words.Has(key) {
		what = words.Text(key)
	}
	if redo {
		return words.Text("window.redone", what)
	}
	return words.Text("window.undone", what)
}
