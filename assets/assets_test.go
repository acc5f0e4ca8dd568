package assets_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/fyne-io/oksvg"
	"github.com/srwiley/rasterx"

	"kith/assets"
	"kith/journal"
)

// render draws an SVG with the library Fyne draws it with, which is told here to
// refuse what it does not know.
func render(t *testing.T, svg []byte, size int) *image.RGBA {
	t.Helper()
	drawing, err := oksvg.ReadIconStream(bytes.NewReader(svg), oksvg.StrictErrorMode)
	if err != nil {
		t.Fatal(err)
	}
	if drawing.ViewBox.W != drawing.ViewBox.H || drawing.ViewBox.W == 0 {
		t.Fatalf("the view box is %v by %v, not a square", drawing.ViewBox.W, drawing.ViewBox.H)
	}
	drawing.SetTarget(0, 0, float64(size), float64(size))
	img := image.NewRGBA(image.Rect(0, 0, size, size))
	drawing.Draw(rasterx.NewDasher(size, size, rasterx.NewScannerGV(size, size, img, img.Bounds())), 1)
	return img
}

// share returns the part of the pixels that are painted at least half.
func share(img *image.RGBA) float64 {
	painted := 0
	for i := 3; i < len(img.Pix); i += 4 {
		if img.Pix[i] >= 0x80 {
			painted++
		}
	}
	return float64(painted) / float64(len(img.Pix)/4)
}

func TestIcon(t *testing.T) {
	for _, size := range []int{16, 32, 48, 256} {
		img := render(t, assets.Icon(), size)
		if s := share(img); s < 0.8 || s > 0.99 {
			t.Errorf("at %d pixels %.0f%% of the square is painted", size, 100*s)
		}
		// Both figures and the ground must be seen as themselves, at every size.
		at := func(x, y float64) color.RGBA { return img.RGBAAt(int(x*float64(size)), int(y*float64(size))) }
		ground, left, right := at(0.5, 0.12), at(0.3, 0.6), at(0.7, 0.6)
		if ground == left || left == right || right == ground {
			t.Errorf("at %d pixels the figures run together: %v %v %v", size, ground, left, right)
		}
	}
}

// TestKinds checks that every kind on the timeline has a picture, that it is seen
// at the size of a row, and that no two are the same shape.
func TestKinds(t *testing.T) {
	seen := map[[32]byte]string{}
	more := []string{"mood", "sleep", "pressure", "needed"} // what the form offers beside the kinds
	for _, name := range append(journal.Kinds(), more...) {
		kind, err := journal.ParseKind(name)
		if err != nil && !slices.Contains(more, name) {
			t.Fatal(err)
		}
		svg, err := assets.KindIcon(name)
		if !kind.OnTimeline() {
			if err == nil {
				t.Errorf("%s has a picture and nowhere to show it", name)
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		for _, size := range []int{16, 24, 48} {
			if s := share(render(t, svg, size)); s < 0.15 || s > 0.85 {
				t.Errorf("%s at %d pixels: %.0f%% painted", name, size, 100*s)
			}
		}
		shape := sha256.Sum256(render(t, svg, 16).Pix)
		if other, again := seen[shape]; again {
			t.Errorf("%s and %s look the same", name, other)
		}
		seen[shape] = name
	}
	files, err := filepath.Glob("kinds/*.svg")
	if err != nil || len(files) != len(seen) {
		t.Errorf("%d pictures for %d kinds (%v)", len(files), len(seen), err)
	}
}

// TestRecolour checks what Fyne needs to tint a picture: fills alone, in the one
// black that it replaces.
func TestRecolour(t *testing.T) {
	files, err := filepath.Glob("kinds/*.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		svg, err := assets.KindIcon(strings.TrimSuffix(filepath.Base(file), ".svg"))
		if err != nil {
			t.Fatal(err)
		}
		for _, no := range []string{"stroke", "fill-rule", "style", "gradient", "opacity", `fill="none"`} {
			if bytes.Contains(svg, []byte(no)) {
				t.Errorf("%s: %s is lost when it is recoloured", file, no)
			}
		}
		if bytes.Count(svg, []byte("fill=")) != bytes.Count(svg, []byte(`fill="#000000"`)) {
			t.Errorf("%s: not all black", file)
		}
	}
}

func TestNoSuchKind(t *testing.T) {
	for _, name := range []string{"", "person", "../icon", "no such kind"} {
		if svg, err := assets.KindIcon(name); err == nil {
			t.Errorf("%q gave %d bytes", name, len(svg))
		}
	}
}

func ExampleKindIcon() {
	svg, err := assets.KindIcon("dose")
	fmt.Println(bytes.HasPrefix(svg, []byte("<svg ")), err)
	// Output: true <nil>
}
