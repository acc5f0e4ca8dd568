package charts

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// hostileNames are what names of things may be.
var hostileNames = []string{
	`"quotes" & <tags>`, "שלום 12 abc (כן)", "سردرد", "Kopfschmerz 🙂 stark", "=1+1", strings.Repeat("Wide name ", 500), "\xff\x00\x1b[31m", "a\u202eb",
}

// readPDF is the text of a PDF as another program reads it.
func readPDF(t *testing.T, pdf []byte) string {
	t.Helper()
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	file := filepath.Join(t.TempDir(), "x.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(tool, "-enc", "UTF-8", file, "-").Output()
	if err != nil {
		t.Fatal("pdftotext cannot read it: ", err)
	}
	return string(text)
}

// A PDF is the same bytes for the same figure, is vectors and not a picture, and
// says what is in it.
func TestPDF(t *testing.T) {
	c := year(t)
	c.Words.Language = "en"
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := PDF(out, c, image.Pt(1200, 600), Style{}); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("twice the same figure is not twice the same bytes")
	}
	for _, want := range []string{"/Lang (en)", "/ToUnicode", "/MediaBox [0 0 939.13 469.57]"} {
		if !bytes.Contains(first.Bytes(), []byte(want)) {
			t.Errorf("the PDF has no %s", want)
		}
	}
	if bytes.Contains(first.Bytes(), []byte("/Subtype /Image")) {
		t.Error("the PDF is a picture")
	}
	text := readPDF(t, first.Bytes())
	for _, want := range []string{"Headache", "0–10", "Topiramate", "100 mg", "Flare", "2025"} {
		if !strings.Contains(text, want) {
			t.Errorf("the PDF does not say %q: %q", want, text)
		}
	}
}

// Whatever the names are, a PDF is well-formed and the rest of it can be read.
func TestPDFNames(t *testing.T) {
	for _, name := range hostileNames {
		c := year(t)
		c.Outcomes[0].Name, c.Words.Title, c.Words.Description = name, name, name
		var out bytes.Buffer
		if err := PDF(&out, c, image.Pt(1800, 1000), Style{Colors: HighContrast(), Scale: 2}); err != nil {
			t.Fatalf("%q: %v", name, err)
		}
		if text := readPDF(t, out.Bytes()); !strings.Contains(text, "Topiramate") {
			t.Errorf("%.30q: %.300q", name, text)
		}
	}
}

// A page of paper is laid out alike as PDF and as pictures.
func TestPaper(t *testing.T) {
	pdf, err := NewPaper(A4)
	if err != nil {
		t.Fatal(err)
	}
	preview, err := NewPreview(A4, 4)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*Paper{pdf, preview} {
		p.About("Title", "", "en")
		for range 2 {
			if err := p.AddPage(); err != nil {
				t.Fatal(err)
			}
		}
		p.Text(20, 20, "Anna Ångström", 12, true, rgb(0))
		p.Rect(Box{20, 25, 170, 0.3}, rgb(0))
		p.Line(20, 30, 190, 30, 0.5, rgb(0x888888))
		p.Disc(100, 40, 3, rgb(0xFF0000))
		if err := p.Figure(year(t), Box{20, 50, 170, 90}, Style{Scale: 0.8}); err != nil {
			t.Fatal(err)
		}
		if p.Pages() != 2 {
			t.Errorf("%d pages", p.Pages())
		}
	}
	if a, b := pdf.Width("Anna", 12, true), preview.Width("Anna", 12, true); a < 9 || a > 15 || a-b > 0.05 || b-a > 0.05 {
		t.Errorf("widths %v and %v", a, b)
	}
	var out bytes.Buffer
	if err := pdf.WritePDF(&out); err != nil {
		t.Fatal(err)
	}
	if text := readPDF(t, out.Bytes()); !strings.Contains(text, "Anna Ångström") || !strings.Contains(text, "Headache") {
		t.Errorf("%q", text)
	}
	images := preview.Images()
	if len(images) != 2 || images[1].Bounds().Max != image.Pt(840, 1188) {
		t.Fatal("preview has other pages")
	}
	if distance(images[1].At(400, 160), color.NRGBA{R: 255, A: 255}) > 0x600 || distance(images[0].At(400, 160), color.White) > 0 {
		t.Error("the disc is not where it belongs")
	}
	for _, bad := range []PaperSize{{}, {-1, 5}, {1e9, 200}} {
		if _, err := NewPaper(bad); err == nil {
			t.Errorf("paper of %v", bad)
		}
	}
	if _, err := NewPreview(A4, 1000); err == nil {
		t.Error("a preview of a billion pixels")
	}
}

func TestPaperLines(t *testing.T) {
	p, err := NewPaper(A4)
	if err != nil {
		t.Fatal(err)
	}
	for text, most := range map[string]int{
		"": 0, "one": 1, "one\ntwo": 2, strings.Repeat("word ", 40): 9, strings.Repeat("x", 300): 20, strings.Repeat("שלום ", 40): 9,
	} {
		lines := p.Lines(text, 10, false, 50)
		if len(lines) > most || (text != "") != (len(lines) > 0) {
			t.Errorf("%.20q: %d lines", text, len(lines))
		}
		for _, l := range lines {
			if p.Width(l, 10, false) > 50 {
				t.Errorf("%q is %v mm wide", l, p.Width(l, 10, false))
			}
		}
		if joined := strings.Join(lines, ""); strings.ReplaceAll(joined, " ", "") != strings.Join(strings.Fields(text), "") {
			t.Errorf("%.20q became %.40q", text, joined)
		}
	}
}

func TestVisual(t *testing.T) {
	for in, want := range map[string]string{
		"abc":            "abc",
		"שלום":           "םולש",
		"abc שלום def":   "abc םולש def",
		"abc שלום 12":    "abc 12 םולש",
		"שלום abc":       "abc םולש",
		"שלום (כן)":      "(ןכ) םולש",
		"Pain שלום, 3 x": "Pain 3 ,םולש x",
	} {
		if got := visual(in); got != want {
			t.Errorf("%q stands as %q, want %q", in, got, want)
		}
	}
}
