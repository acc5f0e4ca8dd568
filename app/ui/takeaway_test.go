package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kith/app"
	"kith/app/words"
)

// TestTakeawaySaves goes the short way: the page, Enter, saved; and again under
// another name.
func TestTakeawaySaves(t *testing.T) {
	a := newTestApp(t, []string{"Anna"}, "headache 7 @2026-11-19 8:30", "nausea 3 @2026-11-19 9:00")
	w := newTestWindow(t, a)
	w.do("report")
	p, ok := w.shell.pages["report"].(*takeawayPage)
	if !ok || w.win.Canvas().Focused() != fyne.Focusable(p.save) {
		t.Fatal("the page is not in front, or Enter would not save")
	}
	folder := t.TempDir()
	for range 2 {
		p.path.SetText(p.model.FileName(folder))
		press(w, fyne.KeyReturn)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil || !bytes.HasPrefix(content, []byte("%PDF")) || strings.Contains(f.Name(), "Anna") {
			t.Errorf("%s: %v", f.Name(), err)
		}
	}
	if !strings.Contains(toastText(w), files[0].Name()) { // "-2.pdf" comes before ".pdf"
		t.Errorf("%q", toastText(w))
	}
	p.path.SetText(filepath.Join(folder, files[0].Name()))
	if !p.save.Disabled() || p.trouble.box.Hidden {
		t.Error("a file that is there can be written over")
	}
}

// TestTakeawayTicks shows what is ticked and nothing else.
func TestTakeawayTicks(t *testing.T) {
	a := newTestApp(t, []string{"Anna", "Ben"}, "headache 7 @2026-11-19 8:30")
	w := newTestWindow(t, a)
	w.do("report")
	p := w.shell.pages["report"].(*takeawayPage)
	if s := p.model.Shown(); len(s.Pages) != 1 || !strings.Contains(s.Spoken, "Headache") {
		t.Fatal(len(s.Pages), s.Spoken)
	}
	i := slices.IndexFunc(p.ticks, func(k *takeawayTick) bool { return k.part == app.PartSymptoms })
	if p.ticks[i].text.Text != words.Text("takeaway.tick", app.PartSymptoms.Text(), 1) {
		t.Error(p.ticks[i].text.Text)
	}
	p.ticks[i].check.SetChecked(false)
	j := slices.IndexFunc(p.ticks, func(k *takeawayTick) bool { return k.part == app.PartOutcome })
	p.ticks[j].check.SetChecked(false)
	if s := p.model.Shown(); strings.Contains(s.Spoken, "Headache") {
		t.Error(s.Spoken)
	}
	p.form.SetSelectedIndex(5)
	if s := p.model.Shown(); len(s.Pages) != 0 || len(s.Files) == 0 || !strings.Contains(s.Files[0].Text, "Headache") || !strings.HasSuffix(p.path.Text, ".zip") {
		t.Errorf("%d pages, %+v, %s", len(s.Pages), s.Files, p.path.Text)
	}
	if p.personBox.Hidden {
		t.Error("the other person cannot be chosen")
	}
	p.person.SetSelectedIndex(1)
	if s := p.model.Shown(); len(s.Files) > 0 && strings.Contains(s.Files[0].Text, "Headache") {
		t.Error("it is still about the first person")
	}
}
