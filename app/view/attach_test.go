package view

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/journal"
)

func writePhoto(t *testing.T, dir, name string) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for i := range m.Pix {
		m.Pix[i] = byte(i % 251)
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAttachments(t *testing.T) {
	ctx := context.Background()
	a := entryVault(t, "Anna")
	anna := a.Persons()[0]
	e, err := a.Log(ctx, anna, "rash 4", "")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	pdf := filepath.Join(dir, "letter.pdf")
	if err := os.WriteFile(pdf, []byte("%PDF-1.7 a letter"), 0o600); err != nil {
		t.Fatal(err)
	}
	m := NewAttachments(a, anna, e.ID)
	if to, err := m.To(ctx); err != nil || !strings.HasPrefix(to, "Rash 4/10 (") {
		t.Errorf("%q %v", to, err)
	}
	for _, path := range []string{writePhoto(t, dir, "arm.jpg"), pdf} {
		said, err := m.Add(ctx, path, " seen twice ", nil)
		if err != nil || said != filepath.Base(path)+" is attached." {
			t.Fatalf("%q %v", said, err)
		}
	}
	if err := m.Load(ctx); err != nil {
		t.Fatal(err)
	}
	rows := m.Rows()
	if len(rows) != 2 || rows[0].Title != "arm.jpg" || rows[0].Preview == nil || !rows[0].Picture || rows[1].Preview != nil || rows[1].Picture {
		t.Fatalf("%+v", rows)
	}
	if !strings.HasPrefix(rows[0].About, "picture, 320 × 200, ") || !strings.HasPrefix(rows[1].About, "PDF document, 17 bytes") {
		t.Errorf("%q %q", rows[0].About, rows[1].About)
	}
	shown, err := m.Open(ctx, rows[0].ID)
	if err != nil || shown.Picture == nil || shown.Note != "seen twice" || shown.FileName("/x") != filepath.Join("/x", "arm.jpg") {
		t.Errorf("%+v %v", shown, err)
	}
	other, err := m.Open(ctx, rows[1].ID)
	if err != nil || other.Picture != nil || !other.Savable || !strings.Contains(other.Why, "save a copy") {
		t.Errorf("%+v %v", other, err)
	}
	note := filepath.Join(dir, "diary.txt")
	if err := os.WriteFile(note, []byte(strings.Repeat("d\u00eda ", 20_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	words := NewAttachments(a, anna, journal.ID{})
	if _, err := words.Add(ctx, note, "", nil); err != nil {
		t.Fatal(err)
	}
	if err := words.Load(ctx); err != nil {
		t.Fatal(err)
	}
	for _, row := range words.Rows() {
		if row.Title == "diary.txt" {
			text, err := words.Open(ctx, row.ID)
			if err != nil || !strings.HasPrefix(text.Text, "d\u00eda d\u00eda") || len(text.Text) > 66_000 || text.Why == "" || text.Picture != nil {
				t.Errorf("%d bytes, %q, %v", len(text.Text), text.Why, err)
			}
		}
	}
	copied := filepath.Join(dir, "copy.pdf")
	if err := m.Save(ctx, rows[1].ID, copied, nil); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(copied); err != nil || string(got) != "%PDF-1.7 a letter" {
		t.Errorf("%q %v", got, err)
	}
	if err := m.Save(ctx, rows[1].ID, copied, nil); !errors.Is(err, app.ErrFileExists) {
		t.Error(err)
	}
	// An attachment's own list is itself.
	self := NewAttachments(a, anna, rows[1].ID)
	if err := self.Load(ctx); err != nil || len(self.Rows()) != 1 {
		t.Error(len(self.Rows()), err)
	}
	said, err := m.Remove(ctx, rows[1].ID)
	if err != nil || said != "letter.pdf is removed." {
		t.Error(said, err)
	}
	if err := m.Load(ctx); err != nil || len(m.Rows()) != 1 {
		t.Error(len(m.Rows()), err)
	}
	alone := NewAttachments(a, anna, journal.ID{})
	if said, err := alone.Add(ctx, pdf, "", nil); err != nil || said != "letter.pdf is attached for Anna." {
		t.Error(said, err)
	}
}

// TestPreviewDamaged: a damaged small picture does not hide the attachment.
func TestPreviewDamaged(t *testing.T) {
	ctx := context.Background()
	a := entryVault(t, "Anna")
	dir := t.TempDir()
	m := NewAttachments(a, a.Persons()[0], journal.ID{})
	if _, err := m.Add(ctx, writePhoto(t, dir, "arm.jpg"), "", nil); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(a.Dir(), "spaces", "*", "blobs", "*", "*"))
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		if err := os.Truncate(file, 10); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Load(ctx); err != nil || len(m.Rows()) != 1 || m.Rows()[0].Preview != nil {
		t.Fatalf("%+v %v", m.Rows(), err)
	}
	if _, err := m.Open(ctx, m.Rows()[0].ID); app.Explain(err).Code != app.Damaged {
		t.Error(err)
	}
}

func TestExportSheet(t *testing.T) {
	ctx := context.Background()
	a := entryVault(t, "Anna")
	if _, err := a.Log(ctx, a.Persons()[0], "rash 4", ""); err != nil {
		t.Fatal(err)
	}
	s := NewSettings(a)
	dir := t.TempDir()
	path := s.ExportName(dir)
	for _, bad := range []string{"", dir, filepath.Join(dir, "none", "out.zip")} {
		if ExportProblem(bad) == "" {
			t.Errorf("%q is fine", bad)
		}
	}
	if problem := ExportProblem(path); problem != "" {
		t.Error(problem)
	}
	for _, c := range ExportChoices() {
		to := filepath.Join(dir, string(c.Format)+".zip")
		out, err := s.Export(ctx, c.Format, to, nil)
		if err != nil || out.Trouble || len(out.Lines) != 3 || out.Lines[0] != to || !strings.Contains(out.Lines[2], "not encrypted") {
			t.Errorf("%+v %v", out, err)
		}
		if _, err := s.Export(ctx, c.Format, to, nil); !errors.Is(err, app.ErrFileExists) {
			t.Error(err)
		}
	}
}
