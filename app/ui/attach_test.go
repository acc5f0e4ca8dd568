package ui

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// attachedTo makes a journal with a rash that has two pictures and a letter.
func attachedTo(t *testing.T) (*app.App, journal.Entry) {
	t.Helper()
	ctx := context.Background()
	a := newTestApp(t, []string{"Anna"})
	anna := a.Persons()[0]
	e, err := a.Log(ctx, anna, "rash 4 @18:00", "")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"arm.png": testPicture(t, color.NRGBA{R: 200, G: 120, B: 100, A: 255}), "leg.png": testPicture(t, color.NRGBA{R: 120, G: 140, B: 200, A: 255}),
		"letter.pdf": []byte("%PDF-1.7 a letter"),
	} {
		_, err := a.Attach(ctx, anna, bytes.NewReader(content), app.AttachOptions{Name: name, Of: e.ID, At: map[string]string{
			"arm.png": "18:01", "leg.png": "18:02", "letter.pdf": "18:03"}[name]})
		if err != nil {
			t.Fatal(err)
		}
	}
	return a, e
}

func testPicture(t *testing.T, c color.NRGBA) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, 1600, 1000))
	for y := range 1000 {
		for x := range 1600 {
			m.SetNRGBA(x, y, c)
			if (x/100+y/100)%2 == 0 {
				m.SetNRGBA(x, y, color.NRGBA{R: c.R / 2, G: c.G / 2, B: c.B / 2, A: 255})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func topTitle(w *Window) string {
	if len(w.sheets) == 0 {
		return ""
	}
	return w.sheets[len(w.sheets)-1].title
}

// TestAttachmentsOfEntry goes through the attachments of an entry by keyboard: looks
// at them, saves a copy, takes one away and brings it back.
func TestAttachmentsOfEntry(t *testing.T) {
	a, e := attachedTo(t)
	w := newTestWindow(t, a)
	w.openEntryEdit(a.Persons()[0], e.ID)
	mustSay(t, w, "arm.png")
	mustSay(t, w, "PDF document, 17 bytes")
	clickOn(t, w, words.Text("attach.look")) // the first
	if topTitle(w) != "arm.png" {
		t.Fatalf("%q is open", topTitle(w))
	}
	view, ok := w.win.Canvas().Focused().(*pictureView)
	if !ok {
		t.Fatalf("%T has the focus", w.win.Canvas().Focused())
	}
	hit(w, fyne.KeyReturn)
	if !view.full || view.image.MinSize().Width != 1600 {
		t.Errorf("full %v, %v", view.full, view.image.MinSize())
	}
	hit(w, fyne.KeyRight) // moves the picture
	if view.scroll.Offset.X == 0 {
		t.Error("the arrow does not move the picture")
	}
	hit(w, fyne.KeyReturn)
	hit(w, fyne.KeyRight)
	mustSay(t, w, "leg.png")
	hit(w, fyne.KeyRight)
	mustSay(t, w, "cannot show PDF documents")
	dir := t.TempDir()
	clickOn(t, w, words.Text("attach.save"))
	fillIn(t, w, filepath.Join(dir, "copy.pdf"))
	hit(w, fyne.KeyReturn)
	if got, err := os.ReadFile(filepath.Join(dir, "copy.pdf")); err != nil || string(got) != "%PDF-1.7 a letter" {
		t.Errorf("%q %v", got, err)
	}
	clickOn(t, w, words.Text("attach.remove"))
	if list, err := a.Attachments(context.Background(), a.Persons()[0], e.ID); err != nil || len(list) != 2 {
		t.Error(len(list), err)
	}
	hit(w, fyne.KeyEscape)
	clickOn(t, w, words.Text("window.undo"))
	if list, err := a.Attachments(context.Background(), a.Persons()[0], e.ID); err != nil || len(list) != 3 {
		t.Error(len(list), err)
	}
}

// TestAttachCommand attaches by the command, and by dropping a file.
func TestAttachCommand(t *testing.T) {
	ctx := context.Background()
	a := newTestApp(t, []string{"Anna"})
	anna := a.Persons()[0]
	w := newTestWindow(t, a)
	file := filepath.Join(t.TempDir(), "arm.png")
	if err := os.WriteFile(file, testPicture(t, color.NRGBA{R: 200, A: 255}), 0o600); err != nil {
		t.Fatal(err)
	}
	w.do("attach add")
	mustSay(t, w, "Anna, by itself")
	fillIn(t, w, file, "after the walk")
	clickOn(t, w, words.Text("attach.start"))
	list, err := a.Attachments(ctx, anna, journal.ID{})
	if err != nil || len(list) != 1 || list[0].Note != "after the walk" {
		t.Fatal(len(list), err)
	}
	mustSay(t, w, "arm.png is attached for Anna.")
	// Nothing changes the file, and a wrong one says so in its place.
	w.do("attach add")
	fillIn(t, w, filepath.Join(filepath.Dir(file), "none.png"))
	clickOn(t, w, words.Text("attach.start"))
	mustSay(t, w, "There is no such file")
	hit(w, fyne.KeyEscape)

	w.show("list")
	w.dropped(fyne.NewPos(10, 10), []fyne.URI{storage.NewFileURI(file)})
	if topTitle(w) != words.Text("attach.add") {
		t.Fatalf("%q is open", topTitle(w))
	}
	hit(w, fyne.KeyReturn)
	if list, err = a.Attachments(ctx, anna, journal.ID{}); err != nil || len(list) != 2 {
		t.Error(len(list), err)
	}
	w.dropped(fyne.NewPos(10, 10), []fyne.URI{storage.NewFileURI(file), storage.NewFileURI(file)})
	mustSay(t, w, words.Text("attach.one_file"))
	w.dropped(fyne.NewPos(10, 10), []fyne.URI{storage.NewFileURI(strings.TrimSuffix(file, "png") + "csv")})
	if len(w.sheets) > 0 || w.shell.front == "list" {
		t.Error("a table is for the import page")
	}
}

func TestExportSheet(t *testing.T) {
	a, _ := attachedTo(t)
	w := newTestWindow(t, a)
	w.do("export")
	mustSay(t, w, "not encrypted")
	out := filepath.Join(t.TempDir(), "out.zip")
	fillIn(t, w, out)
	clickOn(t, w, words.Text("export.title.start"))
	mustSay(t, w, words.Text("export.title.done"))
	mustSay(t, w, "3 files of attachments")
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	hit(w, fyne.KeyEscape)
	w.do("export")
	fillIn(t, w, out)
	mustSay(t, w, words.Text("export.there"))
}

// TestAttachmentsFit: in the largest text and with longer words nothing is cut off.
func TestAttachmentsFit(t *testing.T) {
	for _, size := range []int{minText, maxText} {
		a, e := attachedTo(t)
		w := newTestWindow(t, a)
		words.UseLong()
		t.Cleanup(func() { words.Use("en") })
		w.appearance.setText(size)
		w.win.Resize(fyne.NewSize(1280, 800))
		w.enter(a)
		w.openEntryEdit(a.Persons()[0], e.ID)
		clipped(t, w, "entry")
		list := w.forms.open.attached
		for _, row := range list.model.Rows() {
			w.lookAt(list.model, row.ID, func() {})
			clipped(t, w, row.Title)
			hit(w, fyne.KeyEscape)
		}
		w.closeSheets()
		words.Use("en")
	}
}
