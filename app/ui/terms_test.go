package ui

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"kith/app/words"
	"kith/journal"
)

// TestTerms imports a vocabulary and takes it out again, with the keyboard.
func TestTerms(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7")
	w := newTestWindow(t, a)
	file := filepath.Join(t.TempDir(), "ours.obo")
	if err := os.WriteFile(file, []byte("data-version: 7\n\n[Term]\nid: SYMP:9999998\nname: Zorbing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.do("terms list")
	mustSay(t, w, words.Text("terms.none"))
	hit(w, fyne.KeyReturn) // to import has the focus
	fillIn(t, w, filepath.Join(filepath.Dir(file), "nosuch.obo"))
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 2 {
		t.Fatal("a file that is not there closes the sheet")
	}
	fillIn(t, w, file)
	hit(w, fyne.KeyReturn)
	mustSay(t, w, "ours.obo")
	mustSay(t, w, "1 symptom, version: 7")
	found, err := a.Suggest(context.Background(), a.Persons()[0], journal.KindSymptom, "zorb", 1)
	if err != nil || len(found) != 1 || found[0].ID != "SYMP:9999998" {
		t.Errorf("%+v, %v", found, err)
	}
	clickOn(t, w, words.Text("terms.remove"))
	mustSay(t, w, words.Text("terms.remove.explain"))
	hit(w, fyne.KeyEscape) // back to the list, nothing is gone
	if sources, err := a.TermSources(); err != nil || len(sources) != 1 {
		t.Error(sources, err)
	}
	clickOn(t, w, words.Text("terms.remove"))
	w.sheets[len(w.sheets)-1].actions[0].(*button).press()
	mustSay(t, w, words.Text("terms.none"))
	hit(w, fyne.KeyEscape)
	if sources, err := a.TermSources(); err != nil || len(sources) != 0 || len(w.sheets) != 0 {
		t.Error(sources, err, len(w.sheets))
	}
}
