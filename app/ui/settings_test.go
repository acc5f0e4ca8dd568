package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/crypto"
)

// clickOn presses the button of a text on the page or the top sheet.
func clickOn(t *testing.T, w *Window, text string) {
	t.Helper()
	for _, f := range controls(w) {
		if b, ok := f.(*button); ok && b.Text == text {
			w.win.Canvas().Focus(b)
			b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			return
		}
	}
	t.Fatalf("there is no button %q to press", text)
}

// fillIn types into the fields of the page or the top sheet, from the first on.
func fillIn(t *testing.T, w *Window, texts ...string) {
	t.Helper()
	var fields []*entry
	for _, f := range controls(w) {
		if e, ok := f.(*entry); ok {
			fields = append(fields, e)
		}
	}
	if len(fields) < len(texts) {
		t.Fatalf("%d fields for %q", len(fields), texts)
	}
	for i, text := range texts {
		if text != "" {
			fields[i].SetText("")
			test.Type(fields[i], text)
		}
	}
}

func hit(w *Window, name fyne.KeyName) {
	if f := w.win.Canvas().Focused(); f != nil {
		f.TypedKey(&fyne.KeyEvent{Name: name})
		return
	}
	w.win.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
}

// mustSay fails unless a text is on the window.
func mustSay(t *testing.T, w *Window, text string) {
	t.Helper()
	if all := strings.Join(strings.Fields(shownText(w)), " "); !strings.Contains(all, text) {
		t.Errorf("%q is not on the window, but %s", text, all)
	}
}

func TestPalette(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben"}))
	w.do("palette")
	test.Type(w.win.Canvas().Focused(), "check jour")
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 1 || w.sheets[0].title != words.Text("settings.check") {
		t.Fatalf("Enter did not open the check: %d sheets", len(w.sheets))
	}
	hit(w, fyne.KeyEscape)

	w.do("palette")
	test.Type(w.win.Canvas().Focused(), "person")
	hit(w, fyne.KeyDown)
	hit(w, fyne.KeyDown)
	hit(w, fyne.KeyUp)
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Fatal("Esc does not close the palette")
	}

	w.do("palette")
	test.Type(w.win.Canvas().Focused(), "ben")
	hit(w, fyne.KeyReturn)
	if w.shown.Title() != "Ben" {
		t.Errorf("%s is shown", w.shown.Title())
	}

	w.do("palette")
	test.Type(w.win.Canvas().Focused(), "zzz")
	mustSay(t, w, words.Text("settings.palette.none"))
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 1 {
		t.Error("Enter on nothing closes the palette")
	}
}

func TestPersonSwitchByKeys(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben"}))
	w.do("person switch")
	hit(w, fyne.KeyDown)
	hit(w, fyne.KeyDown)
	hit(w, fyne.KeyReturn)
	if w.shown.Title() != "Ben" {
		t.Errorf("%s is shown", w.shown.Title())
	}
	w.do("person switch")
	hit(w, fyne.KeyReturn)
	if !w.shown.IsEveryone() {
		t.Errorf("%s is shown", w.shown.Title())
	}
}

func TestPersonsOnThePage(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("settings")
	clickOn(t, w, words.Text("settings.person.add"))
	fillIn(t, w, "Ben")
	hit(w, fyne.KeyReturn)
	if len(w.sheets) != 0 || w.shown.Title() != "Ben" {
		t.Fatalf("%s is shown, %d sheets", w.shown.Title(), len(w.sheets))
	}
	mustSay(t, w, "Ben")

	w.do("person rename") // of two, one must be chosen
	test.Type(w.win.Canvas().Focused(), "ben")
	hit(w, fyne.KeyReturn)
	fillIn(t, w, "Anna")
	clickOn(t, w, words.Text("settings.person.rename.yes"))
	mustSay(t, w, "There is a person of this name already.")
	fillIn(t, w, "Ben Berger")
	hit(w, fyne.KeyReturn)
	if w.shown.Title() != "Ben Berger" {
		t.Errorf("%s is shown", w.shown.Title())
	}

	w.do("person erase")
	test.Type(w.win.Canvas().Focused(), "berger")
	hit(w, fyne.KeyReturn)
	fillIn(t, w, "Ben")
	hit(w, fyne.KeyReturn)
	if len(w.app.Persons()) != 2 {
		t.Fatal("a part of the name erased somebody")
	}
	fillIn(t, w, "Ben Berger")
	clickOn(t, w, words.Text("settings.person.erase.yes"))
	if p := w.app.Persons(); len(p) != 1 || w.shown.Title() != "Anna" {
		t.Errorf("%v, %s is shown", p, w.shown.Title())
	}
}

func TestAppearanceOnThePage(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("settings")
	p := w.shell.pages["settings"].(*settingsPage)
	clickOn(t, w, words.Text("settings.look.larger"))
	if w.appearance.text() != 125 || p.textSize.Text != "125 %" {
		t.Errorf("text of %d%%, and %q is said", w.appearance.text(), p.textSize.Text)
	}
	for range 10 {
		w.do("text larger")
	}
	if w.appearance.text() != maxText || !p.larger.Disabled() || p.smaller.Disabled() {
		t.Errorf("text of %d%%", w.appearance.text())
	}
	p.colours.SetSelectedIndex(slices.Index(looks, Contrast))
	if w.appearance.look() != Contrast {
		t.Error(w.appearance.look())
	}
	w.do("theme")
	if p.colours.SelectedIndex() != slices.Index(looks, w.appearance.look()) {
		t.Errorf("%s is shown for %s", p.colours.Selected, w.appearance.look())
	}
	p.idle.SetSelected("never")
	if w.appearance.idle() != 0 {
		t.Error(w.appearance.idle())
	}
}

func TestChangePassphrase(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("passwd")
	yes := w.sheets[0].actions[0].(*button)
	fillIn(t, w, "wrong", "four new words here", "four new wards")
	mustSay(t, w, words.Text("settings.passphrase.differs"))
	if !yes.Disabled() {
		t.Fatal("two different ones can be taken")
	}
	fillIn(t, w, "wrong", "four new words here", "four new words here")
	clickOn(t, w, words.Text("settings.passphrase.change.yes"))
	mustSay(t, w, "The passphrase is wrong.")
	if err := w.app.CheckPassphrase([]byte("correct horse")); err != nil {
		t.Fatal(err)
	}
	fillIn(t, w, "correct horse")
	hit(w, fyne.KeyReturn) // goes on to the new one
	clickOn(t, w, words.Text("settings.passphrase.change.yes"))
	if len(w.sheets) != 0 {
		t.Fatal(shownText(w))
	}
	if err := w.app.CheckPassphrase([]byte("four new words here")); err != nil {
		t.Error(err)
	}
}

func TestRecoverySheetAndWays(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	w.do("settings")
	mustSay(t, w, words.Text("settings.unlock.sheet"))
	p := w.shell.pages["settings"].(*settingsPage)
	ways := func() []view.Way {
		list, err := view.NewSettings(w.app).Ways(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return list
	}

	// One that was only looked at opens nothing.
	w.do("slot add-recovery")
	if len(ways()) != 2 {
		t.Fatal("no sheet was made")
	}
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 || len(ways()) != 1 {
		t.Fatalf("%d sheets, %d ways", len(w.sheets), len(ways()))
	}

	w.do("slot add-recovery")
	clickOn(t, w, words.Text("first.sheet.have"))
	fillIn(t, w, "zzzz", "zzzz")
	clickOn(t, w, words.Text("settings.sheet.prove"))
	mustSay(t, w, "That is not word number")
	hit(w, fyne.KeyEscape) // back to the sheet
	if len(w.sheets) != 1 {
		t.Fatal("Esc does not go back to the sheet")
	}
	clickOn(t, w, words.Text("first.sheet.have"))
	fillIn(t, w, sheetWords(t, w)...)
	clickOn(t, w, words.Text("settings.sheet.prove"))
	if len(w.sheets) != 0 {
		t.Fatal(shownText(w))
	}
	if list := ways(); len(list) != 2 || list[1].Trouble || p.noSheet.box.Visible() {
		t.Fatalf("%+v", list)
	}

	// One that may be on paper stays, and is said to be untried.
	w.do("slot add-recovery")
	clickOn(t, w, words.Text("first.sheet.have"))
	hit(w, fyne.KeyEscape)
	hit(w, fyne.KeyEscape)
	untried := slices.IndexFunc(ways(), func(way view.Way) bool { return way.Trouble })
	if untried < 0 || len(ways()) != 3 {
		t.Fatalf("%+v", ways())
	}
	w.openWayRemove(ways()[untried])
	clickOn(t, w, words.Text("settings.way.remove.yes"))

	// And goes again.
	w.do("settings")
	clickOn(t, w, words.Text("settings.way.remove"))
	mustSay(t, w, words.Text("settings.way.means.passphrase"))
	hit(w, fyne.KeyEscape)
	w.openWayRemove(ways()[1])
	clickOn(t, w, words.Text("settings.way.remove.yes"))
	if len(ways()) != 1 || !p.noSheet.box.Visible() {
		t.Error("the sheet is still there")
	}
}

// sheetWords reads the two words that are asked for from the sheet below.
func sheetWords(t *testing.T, w *Window) []string {
	t.Helper()
	var found []string
	for _, line := range strings.Split(shownText(w), "\n") {
		found = append(found, strings.TrimSpace(line))
	}
	asked := func(prefix string) (numbers []string) {
		for _, line := range found {
			if n, ok := strings.CutPrefix(line, prefix); ok {
				numbers = append(numbers, n)
			}
		}
		return numbers
	}
	numbers := asked("Word number ")
	if len(numbers) != 2 {
		t.Fatalf("asked for %q", numbers)
	}
	var typed []string
	for _, n := range numbers {
		at := slices.Index(found, n)
		if at < 0 || at+1 >= len(found) {
			t.Fatalf("word %s is not on the sheet", n)
		}
		typed = append(typed, found[at+1])
	}
	return typed
}

func TestBackupCheckRestore(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7")
	w := newTestWindow(t, a)
	file := filepath.Join(t.TempDir(), "kith.age")
	w.do("backup")
	fillIn(t, w, file, "wrong")
	clickOn(t, w, words.Text("settings.backup.start"))
	mustSay(t, w, "The passphrase is wrong.")
	fillIn(t, w, "", "correct horse")
	hit(w, fyne.KeyReturn)
	mustSay(t, w, words.Text("settings.backup.proven"))
	if _, err := os.Stat(file); err != nil {
		t.Fatal(err)
	}
	hit(w, fyne.KeyEscape)

	// What is there is not replaced by accident.
	w.do("backup")
	fillIn(t, w, file, "correct horse")
	if !w.sheets[0].actions[0].(*button).Disabled() {
		t.Error("a file that is there would be replaced")
	}
	hit(w, fyne.KeyEscape)

	w.do("verify")
	clickOn(t, w, words.Text("settings.check.start"))
	mustSay(t, w, words.Text("settings.check.ok"))
	hit(w, fyne.KeyEscape)

	w.do("restore")
	dir := filepath.Join(t.TempDir(), "again")
	fillIn(t, w, file, a.Dir(), "correct horse")
	clickOn(t, w, words.Text("settings.restore.start"))
	mustSay(t, w, words.Text("error.not_empty.what"))
	fillIn(t, w, file, dir, "correct horse")
	clickOn(t, w, words.Text("settings.restore.start"))
	mustSay(t, w, words.Text("settings.restore.done"))
	clickOn(t, w, words.Text("settings.restore.open"))
	if w.app != nil || w.config.Vault != dir {
		t.Fatalf("open in %s", w.config.Vault)
	}
	again, err := app.Open(dir, crypto.PassphraseSecret([]byte("correct horse")), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if p := again.Persons(); len(p) != 1 || p[0].Name != "Anna" {
		t.Error(p)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}

// TestCheckDamage: damage is named, a rebuild is offered, and what came of it is
// said in the same sheet.
func TestCheckDamage(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7", "nausea 3")
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(a.Dir(), "spaces", "*", "space.db"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/2] ^= 1
	if err := os.WriteFile(files[0], data, 0o600); err != nil {
		t.Fatal(err)
	}
	a, err = app.Open(a.Dir(), crypto.PassphraseSecret([]byte("correct horse")), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Log("close:", err) // of a damaged record
		}
	})
	w := newTestWindow(t, a)
	w.do("verify")
	clickOn(t, w, words.Text("settings.check.start"))
	mustSay(t, w, "Damage was found")
	mustSay(t, w, words.Text("settings.check.whole", 0, 1))
	clickOn(t, w, words.Text("settings.check.rebuild"))
	for _, f := range controls(w) {
		if b, ok := f.(*button); ok && b.Text == words.Text("settings.check.rebuild") {
			t.Error("a rebuild is offered again after a rebuild")
		}
	}
	hit(w, fyne.KeyEscape)
	if len(w.sheets) != 0 {
		t.Error("Esc does not close the result")
	}
}

func TestBrowse(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna"}))
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "in", "deep"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "in", "deep", "kith.age"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w.do("restore")
	fillIn(t, w, filepath.Join(dir, "x"))
	clickOn(t, w, words.Text("settings.browse"))
	for _, name := range []string{"in", "deep", "kith"} {
		test.Type(w.win.Canvas().Focused(), name)
		hit(w, fyne.KeyReturn)
	}
	if field, ok := w.win.Canvas().Focused().(*entry); !ok || field.Text != filepath.Join(dir, "in", "deep", "kith.age") {
		t.Errorf("the field holds %q", field.Text)
	}
}

func TestEraseEverything(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7")
	w := newTestWindow(t, a)
	w.do("erase")
	fillIn(t, w, "erase")
	hit(w, fyne.KeyReturn)
	if _, err := os.Stat(filepath.Join(a.Dir(), "vault.json")); err != nil {
		t.Fatal("erased by a wrong word")
	}
	fillIn(t, w, view.EraseWord())
	hit(w, fyne.KeyReturn)
	names, err := os.ReadDir(a.Dir())
	if err != nil || len(names) > 0 || w.app != nil {
		t.Errorf("left: %v, %v", names, err)
	}
}

// TestReveal: Tab scrolls to what it reaches.
func TestReveal(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben", "Cleo"}))
	w.do("settings")
	p := w.shell.pages["settings"].(*settingsPage)
	d := fyne.CurrentApp().Driver()
	for range controls(w) {
		w.win.Canvas().FocusNext()
		o := w.win.Canvas().Focused().(fyne.CanvasObject)
		top := d.AbsolutePositionForObject(o).Y
		if scrollsTo(p.scroll, o, nil) != nil && (top < d.AbsolutePositionForObject(p.scroll).Y || top+o.Size().Height > w.win.Canvas().Size().Height) {
			t.Errorf("%s has the focus at %v and cannot be seen", named(o.(fyne.Focusable)), top)
		}
	}
	w.do("slot list")
	if p.scroll.Offset.Y < 100 {
		t.Error("the ways to unlock are not scrolled to")
	}
}

// TestSettingsGolden takes the pictures, of the page and the sheets alone, so that
// they do not change with the rest of the window. What has dates and random numbers
// in it is made up.
func TestSettingsGolden(t *testing.T) {
	w := newTestWindow(t, newTestApp(t, []string{"Anna", "Ben"}))
	w.do("settings")
	p := w.shell.pages["settings"].(*settingsPage)
	p.showWays([]view.Way{
		{Title: "Passphrase", Known: "number 6d38c676, added 2 March 2026", State: words.Text("settings.way.state.current"), Removable: true},
		{Title: "Recovery sheet", Sheet: true, Known: "number 09ab51c4, added 2 March 2026", State: words.Text("settings.way.state.proven"), Removable: true},
	})
	p.showPersons([]view.PersonRow{
		{Person: app.Person{Name: "Anna"}, Since: "since 2 March 2026"},
		{Person: app.Person{Name: "Maximiliane Wilhelmine von und zu Hohenstaufen-Rattenfels"}, Since: "since 9 October 2026"},
	})
	w.win.SetContent(w.shell.content["settings"])
	w.win.Resize(fyne.NewSize(900, 720))
	golden(t, w, "settings")
	w.win.Content().Hide()
	w.win.Resize(fyne.NewSize(720, 720))
	for name, open := range map[string]func(){
		"palette":   w.openPalette,
		"shortcuts": w.openShortcuts,
		"about":     func() { w.showAbout("/home/anna/.local/share/kith") },
		"restore": func() {
			w.openRestore()
			fillIn(t, w, "/media/anna/stick/kith-2026-11-20.age", "/home/anna/kith-restored")
		},
	} {
		open()
		golden(t, w, name)
		w.closeSheets()
	}
}
