package view_test

import (
	"testing"

	"kith/app"
	"kith/app/view"
	"kith/journal"
)

func TestUndone(t *testing.T) {
	for title, want := range map[string]string{
		"log": "Undone: a new entry", "edit": "Undone: a change", "delete": "Undone: a deletion",
		"import of a.csv": "Undone: import of a.csv",
	} {
		if got := view.Undone(app.Undone{Act: journal.Act{Title: title}}, false); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	if got := view.Undone(app.Undone{Act: journal.Act{Title: "log"}}, true); got != "Done again: a new entry" {
		t.Error(got)
	}
}
