package ui

import (
	"bytes"
	"context"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/cryptotest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"kith/app"
	"kith/app/view"
	"kith/crypto"
)

// fixedVault is the folder on golden pages; nothing is made there.
const fixedVault = "/home/anna/.local/share/kith"

// begin makes a window on the first run of a journal in a fresh folder.
func begin(t *testing.T) *Window {
	t.Helper()
	w := newTestWindow(t, nil)
	w.start()
	t.Cleanup(func() {
		if err := w.leave(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// frontOf is what is in front, which must be of type F.
func frontOf[F front](t *testing.T, w *Window) F {
	t.Helper()
	f, ok := w.front.(F)
	if !ok {
		t.Fatalf("%T is in front:\n%s", w.front, shownText(w))
	}
	return f
}

// says fails unless all texts can be read on the window.
func says(t *testing.T, w *Window, texts ...string) {
	t.Helper()
	flat := func(text string) string { return strings.Join(strings.Fields(text), "") } // wherever it wraps
	shown := shownText(w)
	for _, text := range texts {
		if !strings.Contains(flat(shown), flat(text)) {
			t.Errorf("the window does not say %q:\n%s", text, shown)
		}
	}
}

func enter(e *entry) { e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }

func fillPassphrase(f *passphraseForm, passphrase string) {
	test.Type(f.first, passphrase)
	enter(f.first)
	test.Type(f.again, passphrase)
	enter(f.again)
}

// TestFirstRunByKeys goes through the first run as somebody without a mouse does:
// by typing and Enter.
func TestFirstRunByKeys(t *testing.T) {
	w := begin(t)
	focused := func() *entry {
		t.Helper()
		e, ok := w.win.Canvas().Focused().(*entry)
		if !ok {
			t.Fatalf("%T has the focus", w.win.Canvas().Focused())
		}
		return e
	}
	first := frontOf[*firstVault](t, w)
	if focused() != first.form.first {
		t.Fatal("typing does not begin in the first field")
	}
	enter(focused())
	enter(focused())
	says(t, w, "Please type a passphrase.")
	if has, err := view.HasJournal(w.config.Vault); has || err != nil {
		t.Fatal("made without a passphrase", err)
	}
	w.win.Canvas().Focus(first.form.first)
	test.Type(focused(), "lamp river moss")
	enter(focused())
	test.Type(focused(), "lump")
	says(t, w, "The two are different.")
	enter(focused())
	frontOf[*firstVault](t, w)
	test.Type(focused(), "lamp river moss") // over what is selected
	enter(focused())

	frontOf[*firstSheet](t, w)
	sheet := w.front.(*firstSheet).proof
	list := sheet.Words()
	for _, word := range list {
		says(t, w, word)
	}
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) // the primary button
	proof := frontOf[*firstProof](t, w)
	test.Type(focused(), "zzzz")
	enter(focused())
	test.Type(focused(), list[sheet.Asked()[1]-1])
	enter(focused())
	if focused() != proof.typed[0] {
		t.Error("typing does not go to the wrong word")
	}
	says(t, w, "That is not word number")
	focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) // back to look
	if frontOf[*firstSheet](t, w).proof != sheet {
		t.Fatal("another sheet")
	}
	w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	for _, number := range sheet.Asked() {
		test.Type(focused(), list[number-1])
		enter(focused())
	}

	persons := frontOf[*firstPersons](t, w)
	enter(focused())
	says(t, w, "Please type a name")
	test.Type(focused(), "Anna")
	persons.more.OnTapped()
	test.Type(focused(), "anna ")
	enter(focused())
	says(t, w, "There is a person of this name already.")
	focused().SetText("Ben")
	enter(focused())
	if w.shell == nil || w.app == nil || w.front != nil || len(w.app.Persons()) != 2 {
		t.Fatal("the journal is not open: " + shownText(w))
	}
	if has, err := w.app.HasRecovery(); !has || err != nil {
		t.Error("the sheet does not count", err)
	}
}

// TestFirstRunInterrupted: the window is closed after each screen, and the next
// start goes on with the next one.
func TestFirstRunInterrupted(t *testing.T) {
	w := begin(t)
	again := func() {
		t.Helper()
		if err := w.leave(); err != nil {
			t.Fatal(err)
		}
		w.start()
		u := frontOf[*unlock](t, w)
		test.Type(u.pass, "lamp river moss")
		enter(u.pass)
	}
	fillPassphrase(frontOf[*firstVault](t, w).form, "lamp river moss")
	frontOf[*firstSheet](t, w)
	again()
	sheet := frontOf[*firstSheet](t, w)
	sheet.later()
	w.sheets[0].actions[0].(*button).OnTapped()
	frontOf[*firstPersons](t, w)
	again()
	p := frontOf[*firstSheet](t, w).proof
	if err := p.Prove(context.Background(), [2]string{p.Words()[p.Asked()[0]-1], p.Words()[p.Asked()[1]-1]}); err != nil {
		t.Fatal(err)
	}
	again()
	name := frontOf[*firstPersons](t, w).names[0]
	test.Type(name, "Anna")
	enter(name)
	if w.app == nil {
		t.Fatal("not open")
	}
	again()
	if w.app == nil || w.front != nil {
		t.Error("the first run is not over: " + shownText(w))
	}
}

// TestSaveSheet saves the sheet on the disk from the screen and recovers with the
// file.
func TestSaveSheet(t *testing.T) {
	w := begin(t)
	t.Setenv("HOME", t.TempDir())
	fillPassphrase(frontOf[*firstVault](t, w).form, "lamp river moss")
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	for _, want := range []string{"Saved in", "The file is there already"} {
		frontOf[*firstSheet](t, w).save(".pdf")
		field := w.win.Canvas().Focused().(*entry)
		if !strings.HasSuffix(field.Text, "kith-recovery-2026-11-20.pdf") {
			t.Errorf("the file would be %s", field.Text)
		}
		field.SetText(path)
		enter(field)
		says(t, w, want)
	}
	secret, err := view.ReadSheet(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.leave(); err != nil {
		t.Fatal(err)
	}
	a, err := view.NewUnlock(w.config.Vault, testOptions()).OpenWithSheet(context.Background(), secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestFirstRunRestore: a backup takes the place of a new journal.
func TestFirstRunRestore(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7 @8:30 after wine #sleep")
	file := filepath.Join(t.TempDir(), "kith.age")
	if _, err := a.Backup(context.Background(), file, app.BackupOptions{Passphrase: []byte("correct horse")}); err != nil {
		t.Fatal(err)
	}
	w := begin(t)
	for _, c := range controls(w) {
		if b, ok := c.(*button); ok && b.Text == "I have a backup" {
			b.OnTapped()
		}
	}
	if len(w.sheets) != 1 {
		t.Fatal("nothing opened")
	}
	dir := ""
	for _, c := range controls(w) {
		if e, ok := c.(*entry); ok && strings.HasSuffix(e.Text, "vault") {
			dir = e.Text
		}
	}
	if dir != w.config.Vault {
		t.Errorf("it would be restored in %q, not %q", dir, w.config.Vault)
	}
}

func TestFirstRunSample(t *testing.T) {
	w := begin(t)
	frontOf[*firstVault](t, w).look()
	if w.app == nil || !w.app.IsSample() {
		t.Fatal("no sample: " + shownText(w))
	}
	says(t, w, "This is a sample")
	dir := w.app.Dir()
	w.dropSample()
	if _, err := os.Stat(dir); !os.IsNotExist(err) {
		t.Error("the sample is still there")
	}
	frontOf[*firstVault](t, w)
	if w.app != nil {
		t.Error("open")
	}
}

// TestChooseFolder: another folder is taken, and remembered for the next start.
func TestChooseFolder(t *testing.T) {
	w := begin(t)
	dir := filepath.Join(t.TempDir(), "stick")
	choose := func(to string) {
		t.Helper()
		frontOf[*firstVault](t, w).change()
		field := w.win.Canvas().Focused().(*entry)
		field.SetText(to)
		enter(field)
	}
	choose(dir)
	says(t, w, dir)
	if w.appearance.vault() != "" {
		t.Error("a folder is remembered in which there is nothing yet")
	}
	fillPassphrase(frontOf[*firstVault](t, w).form, "lamp river moss")
	if has, err := view.HasJournal(dir); !has || err != nil {
		t.Fatal("not made there", err)
	}
	if err := w.leave(); err != nil {
		t.Fatal(err)
	}
	w.config.Vault = filepath.Join(t.TempDir(), "usual")
	w.start()
	if u := frontOf[*unlock](t, w); u.model.Dir() != dir {
		t.Error("it was not remembered: ", u.model.Dir())
	}
	if err := os.Rename(dir, dir+".gone"); err != nil {
		t.Fatal(err)
	}
	w.start()
	frontOf[*troubleCard](t, w)
	says(t, w, "Your journal is not where it was", dir)

	w.config.Chosen, w.config.Vault = true, filepath.Join(t.TempDir(), "said")
	w.start()
	choose(dir + ".gone") // there is a journal
	if len(w.sheets) != 1 {
		t.Fatal("nothing is asked")
	}
	w.sheets[0].actions[0].(*button).OnTapped()
	if u := frontOf[*unlock](t, w); u.model.Dir() != dir+".gone" || w.appearance.vault() != dir {
		t.Error(u.model.Dir(), w.appearance.vault())
	}
}

// TestQRCodeOnScreen: a scanner reads the code as it is painted, at any scale.
func TestQRCodeOnScreen(t *testing.T) {
	r := crypto.NewRecovery()
	modules, err := crypto.QRCode(r.IdentityString())
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []image.Point{{184, 184}, {276, 276}, {368, 368}, {200, 300}} {
		img := drawQRCode(modules, size.X, size.Y)
		bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
		if err != nil {
			t.Fatal(err)
		}
		read, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
		if err != nil || read.GetText() != r.IdentityString() {
			t.Errorf("%v: %v", size, err)
		}
	}
	if got := drawQRCode(modules, 3, 3).(*image.Gray); slices.Contains(got.Pix, 0) { // too small is blank, not wrong
		t.Error(got.Pix)
	}
	if !bytes.Equal(drawQRCode(modules, 184, 184).(*image.Gray).Pix, drawQRCode(modules, 184, 184).(*image.Gray).Pix) {
		t.Error("drawn twice it differs")
	}
}

// TestFirstRunFits: at 200% text in a small window everything can be scrolled to
// and nothing is cut off at the sides.
func TestFirstRunFits(t *testing.T) {
	w := begin(t)
	w.appearance.setText(200)
	w.win.Resize(fyne.NewSize(640, 480))
	check := func(name string) {
		t.Helper()
		walk(t, w)
		c := w.win.Canvas()
		for _, o := range controls(w) {
			c.Focus(o)
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o.(fyne.CanvasObject))
			size := o.(fyne.CanvasObject).Size()
			if at.X < 0 || at.X+size.Width > 640 || at.Y < 0 || at.Y+min(size.Height, 400) > 480 {
				t.Errorf("%s: %s is at %v, %v large", name, named(o), at, size)
			}
		}
	}
	check("passphrase")
	fillPassphrase(frontOf[*firstVault](t, w).form, "lamp river moss")
	check("sheet")
	w.setFront(newFirstProof(w.front.(*firstSheet).firstRun))
	check("proof")
	w.setFront(newFirstPersons(w.front.(*firstProof).firstRun))
	check("persons")
}

func TestFirstRunGolden(t *testing.T) {
	w := begin(t)
	usual := w.config.Vault
	w.config.Vault = fixedVault
	w.start()
	f := frontOf[*firstVault](t, w).form
	test.Type(f.first, "lamp river moss")
	enter(f.first)
	test.Type(f.again, "lump")
	golden(t, w, "first-passphrase")
	w.config.Vault = usual
	w.start()
	cryptotest.SetGlobalRandom(t, 1)
	w.setFront(newFirstVault(&firstRun{w: w, model: view.NewFirstRun(usual, w.config.Options)}))
	run := frontOf[*firstVault](t, w).firstRun
	if err := run.model.CreateVault(context.Background(), view.NewPassphrase{First: "x", Again: "x"}); err != nil {
		t.Fatal(err)
	}
	cryptotest.SetGlobalRandom(t, 2) // what came before does not matter to the words
	run.next()
	golden(t, w, "first-sheet")
	w.setFront(newFirstProof(run))
	p := frontOf[*firstProof](t, w)
	test.Type(p.typed[0], "hammer")
	p.submit()
	golden(t, w, "first-proof")
	w.setFront(newFirstPersons(run))
	persons := frontOf[*firstPersons](t, w)
	test.Type(persons.names[0], "Anna")
	persons.more.OnTapped()
	golden(t, w, "first-persons")
	if err := run.close(); err != nil {
		t.Fatal(err)
	}
}
