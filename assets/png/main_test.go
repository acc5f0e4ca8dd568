package main

import (
	"bytes"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"kith/assets"
)

// TestIconPNG checks that assets/icon.png is the drawing in icon.svg. A
// processor that rounds otherwise may differ by a shade at an edge.
func TestIconPNG(t *testing.T) {
	got, err := png.Decode(bytes.NewReader(assets.IconPNG()))
	if err != nil {
		t.Fatal(err)
	}
	want, err := draw(512)
	if err != nil {
		t.Fatal(err)
	}
	if got.Bounds() != want.Bounds() {
		t.Fatalf("icon.png is %v, want %v", got.Bounds(), want.Bounds())
	}
	for y := range 512 {
		for x := range 512 {
			if far(got, want, x, y) {
				t.Fatalf("icon.png differs from icon.svg at %d,%d: write it anew with go run ./assets/png", x, y)
			}
		}
	}
}

func far(a, b image.Image, x, y int) bool {
	ar, ag, ab, aa := a.At(x, y).RGBA()
	br, bg, bb, ba := b.At(x, y).RGBA()
	for _, pair := range [][2]uint32{{ar, br}, {ag, bg}, {ab, bb}, {aa, ba}} {
		if d := int(pair[0]) - int(pair[1]); d > 0x800 || d < -0x800 {
			return true
		}
	}
	return false
}

func TestWrite(t *testing.T) {
	folder := t.TempDir()
	if err := write(folder, "16"); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "16.png"))
	if err != nil {
		t.Fatal(err)
	}
	if config, err := png.DecodeConfig(bytes.NewReader(data)); err != nil || config.Width != 16 || config.Height != 16 {
		t.Errorf("%+v, %v", config, err)
	}
	for _, size := range []string{"", "0", "7", "-16", "2049", "big"} {
		if err := write(folder, size); err == nil {
			t.Errorf("the size %q was taken", size)
		}
	}
	if err := write(filepath.Join(folder, "absent"), "16"); err == nil {
		t.Error("a folder that is not there was written to")
	}
}
