package charts

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2"
)

// golden compares with a file in testdata, or writes it with KITH_UPDATE=1.
func golden(t *testing.T, name string, got []byte, same func(want []byte) error) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("KITH_UPDATE") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err, " (KITH_UPDATE=1 writes it)")
	}
	if err := same(want); err != nil {
		t.Errorf("%s: %v (look at it, then KITH_UPDATE=1)", path, err)
	}
}

func TestGoldenPNG(t *testing.T) {
	for _, c := range []struct {
		name, chart string
		size        image.Point
		st          Style
	}{
		{"year-light", "year", image.Pt(800, 450), Style{}},
		{"two-dark-2x", "two", image.Pt(1200, 800), Style{Scale: 2, Colors: Dark()}},
		{"yesno-contrast", "yesno", image.Pt(700, 400), Style{Colors: HighContrast()}},
		{"wearable-text2", "wearable", image.Pt(800, 600), Style{TextScale: 2}},
	} {
		var got bytes.Buffer
		if err := PNG(&got, gallery()[c.chart](t), c.size, c.st); err != nil {
			t.Fatal(err)
		}
		golden(t, c.name+".png", got.Bytes(), func(want []byte) error { return samePixels(got.Bytes(), want) })
	}
}

// samePixels allows for the last bit of a processor's arithmetic: one pixel in
// a thousand may differ.
func samePixels(got, want []byte) error {
	a, err := png.Decode(bytes.NewReader(got))
	if err != nil {
		return err
	}
	b, err := png.Decode(bytes.NewReader(want))
	if err != nil {
		return err
	}
	if a.Bounds() != b.Bounds() {
		return fmt.Errorf("picture is %v, want %v", a.Bounds(), b.Bounds())
	}
	differ := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if distance(a.At(x, y), b.At(x, y)) > 0x600 {
				differ++
			}
		}
	}
	if all := a.Bounds().Dx() * a.Bounds().Dy(); differ > all/1000 {
		return fmt.Errorf("%d of %d pixels differ", differ, all)
	}
	return nil
}

// distance is the largest difference of two colours in one channel of 16 bits.
func distance(a, b color.Color) int {
	r, g, bl, _ := a.RGBA()
	r2, g2, bl2, _ := b.RGBA()
	d := func(x, y uint32) int { return max(int(x)-int(y), int(y)-int(x)) }
	return max(d(r, r2), d(g, g2), d(bl, bl2))
}

func TestGoldenSVG(t *testing.T) {
	var got bytes.Buffer
	if err := SVG(&got, gallery()["quarter"](t), image.Pt(800, 450), Style{}); err != nil {
		t.Fatal(err)
	}
	golden(t, "quarter.svg", got.Bytes(), func(want []byte) error {
		if !bytes.Equal(got.Bytes(), want) {
			return errors.New("the SVG differs")
		}
		return nil
	})
}

// An SVG is well-formed whatever the names, keeps them as text, and says no
// colour in a way that SVG 1.1 does not know.
func TestSVGNames(t *testing.T) {
	c := year(t)
	hostile := `</text><script>alert(1)</script> & "fill:rgba(1,2,3,0.5)" ` + "\x00\x1b[31m\xff"
	c.Outcomes[0].Name = hostile
	c.Lanes[1].Name = "<b>&amp;"
	c.Words.Description = hostile
	var got bytes.Buffer
	if err := SVG(&got, c, image.Pt(2400, 900), Style{}); err != nil {
		t.Fatal(err)
	}
	var said []string
	for d := xml.NewDecoder(&got); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal("not well-formed: ", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if token.Name.Local == "script" {
				t.Error("a name became a script")
			}
			for _, a := range token.Attr {
				if strings.Contains(a.Value, "rgba(") {
					t.Errorf("style %s", a.Value)
				}
			}
		case xml.CharData:
			said = append(said, strings.TrimSpace(string(token)))
		}
	}
	all := strings.Join(said, "\n")
	for _, want := range []string{"</text><script>alert(1)</script>", "fill:rgba(1,2,3,0.5)", "<b>&amp;", "100 mg", "Migraine & <treatments>"} {
		if !strings.Contains(all, want) {
			t.Errorf("SVG does not say %q", want)
		}
	}
}

// listener notes every text and where it stands.
type listener struct {
	chart.Renderer
	font *truetype.Font
	size float64
	said *[]saying
}

type saying struct {
	text string
	box  image.Rectangle
}

func (l *listener) SetFont(f *truetype.Font) { l.font = f; l.Renderer.SetFont(f) }
func (l *listener) SetFontSize(s float64)    { l.size = s; l.Renderer.SetFontSize(s) }
func (l *listener) Text(s string, x, y int) {
	size := l.size * l.GetDPI() / 72 / fine
	left, base := float64(x)/fine, float64(y)/fine
	*l.said = append(*l.said, saying{s, image.Rect(int(left), int(base-0.72*size), int(left+textWidth(l.font, size, s)), int(base+0.1*size))})
}

// No text is cut off by the edge of the picture or runs into another.
func TestTexts(t *testing.T) {
	for name, make := range gallery() {
		for _, size := range []image.Point{{600, 400}, {1280, 720}, {2560, 1440}} {
			for _, st := range []Style{{}, {TextScale: 2}, {Scale: 2}, {Scale: 2, TextScale: 1.5}} {
				if st.Scale == 2 && size.X < 1200 {
					continue
				}
				var said []saying
				listen := func(w, h int) (chart.Renderer, error) {
					r, err := chart.SVG(w, h) // quick to draw on
					return &listener{Renderer: r, said: &said}, err
				}
				if err := render(mustLayout(t, make(t), size, st), listen, io.Discard); err != nil {
					t.Fatal(err)
				}
				where := fmt.Sprintf("%s at %v, %v×, text %v×", name, size, st.Scale, st.TextScale)
				if len(said) == 0 {
					t.Errorf("%s: says nothing", where)
				}
				for i, a := range said {
					if !a.box.In(image.Rectangle{Max: size}) {
						t.Errorf("%s: %q at %v leaves the picture", where, a.text, a.box)
					}
					for _, b := range said[:i] {
						if a.box.Overlaps(b.box) {
							t.Errorf("%s: %q at %v runs into %q at %v", where, a.text, a.box, b.text, b.box)
						}
					}
				}
			}
		}
	}
}

// A gap is a gap, and a point alone between two gaps is still seen.
func TestGaps(t *testing.T) {
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	day := func(d float64) time.Time { return from.Add(time.Duration(d * 24 * float64(time.Hour))) }
	c := &Timeline{From: from, To: day(30), Outcomes: []Outcome{{
		Points: []Point{{day(2), 5}, {day(3), 5}, {day(15), 5}, {day(26), 5}, {day(26.001), 5}},
		Low:    ptr(0), High: ptr(10), Gap: 48 * time.Hour,
	}}}
	img, l, err := timelineImage(c, medium, Style{})
	if err != nil {
		t.Fatal(err)
	}
	ink := func(d float64) bool {
		x, y := int(l.X(day(d))), int(l.Y(0, 5))
		return distance(img.At(x, y), blue) < 0x2000
	}
	for d, want := range map[float64]bool{2: true, 2.5: true, 3: true, 8: false, 14: false, 15: true, 16: false, 20: false, 26: true, 28: false} {
		if ink(d) != want {
			t.Errorf("day %v is drawn: %v, want %v", d, ink(d), want)
		}
	}
	c.Outcomes[0].Gap = 0
	if img, l, err = timelineImage(c, medium, Style{}); err != nil {
		t.Fatal(err)
	}
	if !ink(8) || !ink(20) || ink(28) {
		t.Error("without a gap the line is not whole")
	}
}

// Two points side by side, far from all others, are seen among many too.
func TestSpeck(t *testing.T) {
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	c := &Timeline{From: from, To: from.AddDate(1, 0, 0), Outcomes: []Outcome{{Low: ptr(0), High: ptr(10), Gap: 48 * time.Hour}}}
	o := &c.Outcomes[0]
	for d := range 200 {
		o.Points = append(o.Points, Point{from.AddDate(0, 0, d), 2})
	}
	late := from.AddDate(0, 0, 300)
	o.Points = append(o.Points, Point{late, 8}, Point{late.Add(time.Minute), 8})
	img, l, err := timelineImage(c, medium, Style{})
	if err != nil {
		t.Fatal(err)
	}
	if distance(img.At(int(l.X(late)), int(l.Y(0, 8))), blue) > 0x2000 {
		t.Error("two readings a minute apart are not seen")
	}
}

// One peak among 100,000 points is seen.
func TestPeak(t *testing.T) {
	c := gallery()["wearable"](t)
	o := &c.Outcomes[0]
	for i := range o.Points {
		o.Points[i].Value = 60
	}
	o.Points[54_321].Value = 180
	img, l, err := timelineImage(c, medium, Style{})
	if err != nil {
		t.Fatal(err)
	}
	x, y := int(l.X(o.Points[54_321].At)), int(l.Y(0, 170))
	seen := false
	for dx := -3; dx <= 3; dx++ {
		seen = seen || distance(img.At(x+dx, y), color.White) > 0x4000
	}
	if !seen {
		t.Error("the peak is lost")
	}
	if l.Window <= 0 {
		t.Error("the line is a median and does not say so")
	}
}
