package app

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"strings"
	"testing"

	"kith/journal"
)

// Blobs lists what a person's record refers to, for tests.
func (a *App) Blobs(ctx context.Context, p Person) ([]journal.Attached, error) {
	return a.allBlobs(ctx, p)
}

func TestSafeCell(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "headache": "headache", "=1+1": "'=1+1", "+49 30 1": "'+49 30 1", "-5": "-5", "-5.25": "-5.25", "- sore": "'- sore",
		"@home": "'@home", "\tx": "'\tx", "\r": "'\r", "a=b": "a=b", "\u00e4": "\u00e4",
	} {
		if got := safeCell(text); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}

func TestMediaType(t *testing.T) {
	for _, c := range []struct{ head, name, want string }{
		{"\xff\xd8\xff\xe0", "x", "image/jpeg"}, {"%PDF-1.4", "x.jpg", "application/pdf"}, {"RIFF....WEBPVP8 ", "", "image/webp"},
		{"RIFF....WAVE", "", "audio/wav"}, {"\x00\x00\x00\x18ftypheic", "", "image/heic"}, {"\x00\x00\x00\x18ftypisom", "", "video/mp4"},
		{"\x00\x00\x00\x18ftypM4A ", "", "audio/mp4"}, {"OggS", "", "audio/ogg"}, {"plain words", "notes", "text/plain"},
		{"a,b\n1,2\n", "t.CSV", "text/csv"}, {"\x00\x01\x02", "x", unknownMedia}, {"PK\x03\x04", "a.docx", byExtension[".docx"]},
		{"", "", "text/plain"}, {"cut in a letter \xc3", "", "text/plain"}, {"not text \xc3\xc3\xc3\xc3\xc3", "", unknownMedia},
	} {
		if got := mediaType([]byte(c.head), c.name); got != c.want {
			t.Errorf("%q %q is %s, not %s", c.head, c.name, got, c.want)
		}
	}
}

func TestAttachedName(t *testing.T) {
	long := strings.Repeat("\u00e4", journal.MaxName)
	for path, want := range map[string]string{
		"/a/b.jpg": "b.jpg", "b\x00\n.jpg": "b.jpg", "\xff.pdf": ".pdf", "": "", "/": "", "a b \u00fc.png": "a b \u00fc.png",
	} {
		if got := attachedName(path); got != want {
			t.Errorf("%q became %q, not %q", path, got, want)
		}
	}
	if got := attachedName(long + ".jpeg"); len(got) > journal.MaxName || !strings.HasSuffix(got, "\u2026.jpeg") {
		t.Errorf("%d bytes, %q", len(got), got[len(got)-12:])
	}
	for name, want := range map[string]string{"a/b:c.pdf": "a_b_c.pdf", "..": "attachment-00000000.bin", ".hidden": "hidden", "x. ": "x"} {
		e := &journal.Entry{Name: name, Body: new(journal.Attachment)}
		if got := AttachmentFile(e); got != want {
			t.Errorf("%q is saved as %q, not %q", name, got, want)
		}
	}
}

// TestTurn turns a picture in all eight ways of Exif.
func TestTurn(t *testing.T) {
	m := image.NewGray(image.Rect(0, 0, 3, 2)) // 1 2 3 / 4 5 6
	copy(m.Pix, []byte{1, 2, 3, 4, 5, 6})
	for how, want := range map[int][]byte{
		1: {1, 2, 3, 4, 5, 6}, 2: {3, 2, 1, 6, 5, 4}, 3: {6, 5, 4, 3, 2, 1}, 4: {4, 5, 6, 1, 2, 3},
		5: {1, 4, 2, 5, 3, 6}, 6: {4, 1, 5, 2, 6, 3}, 7: {6, 3, 5, 2, 4, 1}, 8: {3, 6, 2, 5, 1, 4},
	} {
		got := turn(m, how)
		var pix []byte
		b := got.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				r, _, _, _ := got.At(x, y).RGBA()
				pix = append(pix, byte(r>>8))
			}
		}
		if !bytes.Equal(pix, want) || (b.Dx() == 2) != (how >= 5) {
			t.Errorf("%d: %v in %v, not %v", how, pix, b, want)
		}
	}
}

// FuzzPicture feeds what promises to be a picture to the decoders: each ends with a
// picture within the limits, or the error that it is none.
func FuzzPicture(f *testing.F) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 20, 10)), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(photo.Bytes())
	exif := "\xff\xd8\xff\xe1\x00\x22Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
	f.Add(append([]byte(exif), photo.Bytes()[2:]...))
	f.Add([]byte("\x89PNG\r\n\x1a\n"))
	f.Add([]byte("GIF89a\x01\x00\x01\x00"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8L"))
	f.Add([]byte("BM"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<16 {
			return
		}
		if how := orientation(bytes.NewReader(data)); how < 1 || how > 8 {
			t.Fatal(how)
		}
		if how := exifOrientation(data); how < 1 || how > 8 {
			t.Fatal(how)
		}
		pic, err := newPreview(context.Background(), bytes.NewReader(data))
		if err != nil {
			if !errors.Is(err, ErrPicture) {
				t.Fatalf("an error of no kind: %v", err)
			}
			return
		}
		if pic.width*pic.height > MaxPixels || len(pic.jpeg) > maxPreview {
			t.Fatal(pic.width, pic.height, len(pic.jpeg))
		}
	})
}
