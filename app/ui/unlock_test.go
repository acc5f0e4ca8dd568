package ui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/crypto"
)

// locked makes a window on a locked journal with one person, and returns the words
// of its recovery sheet.
func locked(t *testing.T) (w *Window, sheet string) {
	t.Helper()
	a := newTestApp(t, []string{"Anna"}, "headache 7 @8:30")
	_, err := a.AddRecovery(func(s *app.Sheet) error {
		list := s.Recovery.Words()
		sheet = strings.Join(list[:], " ")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	w = newTestWindow(t, nil)
	w.config.Vault = a.Dir()
	w.start()
	t.Cleanup(func() {
		if err := w.leave(); err != nil {
			t.Error(err)
		}
	})
	return w, sheet
}

func TestUnlock(t *testing.T) {
	w, _ := locked(t)
	u := frontOf[*unlock](t, w)
	if w.win.Canvas().Focused() != u.pass {
		t.Fatal("typing does not begin in the passphrase")
	}
	enter(u.pass)
	says(t, w, "Please type your passphrase.")
	test.Type(u.pass, "CORRECT")
	says(t, w, "Is Caps Lock on?")
	enter(u.pass)
	says(t, w, "The passphrase is wrong.", "use your recovery sheet")
	if strings.Contains(shownText(w), "kith recover") {
		t.Error("a command of the terminal on the screen")
	}
	if w.win.Canvas().Focused() != u.pass || u.pass.Text != "CORRECT" {
		t.Error("what was typed is gone")
	}
	test.Type(u.pass, "correct horse") // over what is selected
	if u.pass.Text != "correct horse" {
		t.Fatalf("typed over it is %q", u.pass.Text)
	}
	enter(u.pass)
	if w.app == nil || w.shell == nil || u.pass.Text != "" {
		t.Fatal("not open: " + shownText(w))
	}
}

func TestUnlockInUse(t *testing.T) {
	w, _ := locked(t)
	a, err := app.Open(w.config.Vault, crypto.PassphraseSecret([]byte("correct horse")), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	u := frontOf[*unlock](t, w)
	test.Type(u.pass, "correct horse")
	enter(u.pass)
	says(t, w, "open in another window or program")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	enter(u.pass) // what was typed is still there
	if w.app == nil {
		t.Error("not open: " + shownText(w))
	}
}

func TestUnlockWithSheet(t *testing.T) {
	w, sheet := locked(t)
	w.setFront(newUnlockSheet(w))
	u := frontOf[*unlockSheet](t, w)
	u.text.SetText("xqxq")
	says(t, w, "1 of 24 words")
	u.submit()
	says(t, w, "The words are not complete yet.")
	other := crypto.NewRecovery().Words()
	u.text.SetText(strings.Join(other[:], " "))
	says(t, w, "All 24 words fit together.")
	u.submit()
	says(t, w, "This recovery sheet does not belong to this vault.")
	u.text.SetText(strings.ToUpper(sheet))
	u.submit()
	fresh := frontOf[*unlockFresh](t, w)
	fillPassphrase(fresh.form, "moss river")
	if w.app == nil {
		t.Fatal("not open: " + shownText(w))
	}
	if err := w.app.CheckPassphrase([]byte("moss river")); err != nil {
		t.Error("the new passphrase: ", err)
	}
	if err := w.app.CheckPassphrase([]byte("correct horse")); err == nil {
		t.Error("the forgotten passphrase still opens it")
	}
}

// TestUnlockSheetEscape goes back by Esc, and keeps the vault of somebody who
// leaves before they chose a new passphrase.
func TestUnlockSheetEscape(t *testing.T) {
	w, sheet := locked(t)
	w.setFront(newUnlockSheet(w))
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	frontOf[*unlock](t, w)
	w.setFront(newUnlockSheet(w))
	u := frontOf[*unlockSheet](t, w)
	u.text.SetText(sheet)
	u.submit()
	frontOf[*unlockFresh](t, w)
	if err := w.leave(); err != nil { // the window is closed
		t.Fatal(err)
	}
	w.start()
	test.Type(frontOf[*unlock](t, w).pass, "correct horse")
	enter(frontOf[*unlock](t, w).pass)
	if w.app == nil {
		t.Error("the old passphrase is gone: " + shownText(w))
	}
}

func TestUnlockDamaged(t *testing.T) {
	w, _ := locked(t)
	head := filepath.Join(w.config.Vault, "vault.json")
	good, err := os.ReadFile(head)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(head, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.start()
	frontOf[*troubleCard](t, w)
	says(t, w, "Damage was found")
	if err := os.WriteFile(head, good, 0o600); err != nil {
		t.Fatal(err)
	}
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // try again
	frontOf[*unlock](t, w)
}

func TestUnlockGolden(t *testing.T) {
	w := newTestWindow(t, nil)
	w.config.Vault = fixedVault
	w.setFront(newUnlock(w))
	u := frontOf[*unlock](t, w)
	test.Type(u.pass, "LAMP")
	u.fail(explained(crypto.ErrWrongPassphrase))
	golden(t, w, "unlock")
	w.setFront(newUnlockSheet(w))
	test.Type(frontOf[*unlockSheet](t, w).text, "lamp river abandon")
	golden(t, w, "unlock-sheet")
}
