package ui

import (
	"bytes"
	"context"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"

	"kith/app"
	"kith/app/speak"
	"kith/app/view"
)

// testNow is when all tests of the window take place: a Friday evening.
var testNow = time.Date(2026, 11, 20, 19, 30, 0, 0, testZone)

var testZone = func() *time.Location {
	z, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return z
}()

func TestMain(m *testing.M) {
	flag.Parse()
	if err := os.Setenv("LANG", "en_GB.UTF-8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// testOptions are those of a cheap passphrase and a fixed clock.
func testOptions() app.Options {
	return app.Options{Now: func() time.Time { return testNow }, Zone: testZone, WorkFactor: 10}
}

// newTestApp makes a journal with the given persons; each line is logged for the
// first of them.
func newTestApp(t testing.TB, persons []string, lines ...string) *app.App {
	t.Helper()
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse"), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Log("close:", err) // a test may have closed it
		}
	})
	added, err := a.AddPersons(context.Background(), persons...)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if _, err := a.Log(context.Background(), added[0], line, ""); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
	}
	return a
}

// newTestWindow makes a window of 1100x720 on Fyne's test driver, in which work
// runs at once. With a nil journal it is locked: the vault folder is empty.
func newTestWindow(t testing.TB, a *app.App) *Window {
	t.Helper()
	f := test.NewApp()
	t.Cleanup(f.Quit)
	config := Config{Vault: filepath.Join(t.TempDir(), "vault"), Options: testOptions(), Language: "en"}
	if a != nil {
		config.Vault = a.Dir()
	}
	w := newWindow(f, config)
	w.inline = true
	w.openSpeaker = func(string) (speak.Speaker, error) { return nil, speak.ErrNone }
	w.win.Resize(fyne.NewSize(defaultWidth, defaultHeight))
	if a != nil {
		w.enter(a)
		w.setShown(view.NewShown(a.Persons()))
		w.show("list") // what most tests are about
	}
	return w
}

// variants are the looks and scales in which golden pictures are taken.
var variants = []struct {
	look  Look
	scale float32
}{{Light, 1}, {Dark, 1}, {Contrast, 1}, {Light, 2}, {Dark, 2}, {Contrast, 2}}

// golden compares what the window shows with testdata/<name>.xml and with
// testdata/<name>-<look>-<scale>x.png. It leaves the window as it found it.
func golden(t *testing.T, w *Window, name string) {
	t.Helper()
	c := w.win.Canvas().(software.WindowlessCanvas)
	before := w.appearance.look()
	defer func() { c.SetScale(1); w.appearance.setLook(before) }()
	for _, v := range variants {
		w.appearance.setLook(v.look)
		c.SetScale(v.scale)
		if v.look == Light && v.scale == 1 {
			compareGolden(t, name+".xml", []byte(test.RenderToMarkup(c)))
		}
		file := name + "-" + string(v.look) + "-" + string('0'+rune(v.scale)) + "x.png"
		comparePicture(t, file, software.RenderCanvas(c, fyne.CurrentApp().Settings().Theme()))
	}
}

// compareGolden compares got with a file of testdata and leaves what differs in
// testdata/failed. KITH_UPDATE=1 writes the file.
func compareGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if os.Getenv("KITH_UPDATE") != "" {
		write(t, path, got)
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		differs(t, file, got)
	}
}

// comparePicture compares pixels, so that another compressor makes no difference,
// and compresses only what is kept.
func comparePicture(t *testing.T, file string, got image.Image) {
	t.Helper()
	if os.Getenv("KITH_UPDATE") != "" {
		write(t, filepath.Join("testdata", file), encoded(t, got))
		return
	}
	f, err := os.Open(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if want.Bounds() != got.Bounds() || !bytes.Equal(pixels(want), pixels(got)) {
		differs(t, file, encoded(t, got))
	}
}

func encoded(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func differs(t *testing.T, file string, got []byte) {
	t.Helper()
	failed := filepath.Join("testdata", "failed", file)
	write(t, failed, got)
	t.Errorf("%s is not as it was: look at %s", filepath.Join("testdata", file), failed)
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

// pixels returns the pixels of a picture, not premultiplied.
func pixels(m image.Image) []byte {
	out := image.NewNRGBA(m.Bounds())
	draw.Draw(out, out.Bounds(), m, m.Bounds().Min, draw.Src)
	return out.Pix
}

// shownText is all text on the window, for tests that care about words only.
func shownText(w *Window) string {
	var b strings.Builder
	for _, line := range strings.Split(test.RenderToMarkup(w.win.Canvas()), "\n") {
		if _, rest, ok := strings.Cut(line, "<text"); ok {
			if _, text, ok := strings.Cut(rest, ">"); ok {
				b.WriteString(strings.TrimSuffix(text, "</text>") + "\n")
			}
		}
	}
	return b.String()
}

func unit(c color.NRGBA) [3]float64 {
	return [3]float64{float64(c.R) / 255, float64(c.G) / 255, float64(c.B) / 255}
}

func pow24(x float64) float64 { return math.Pow(x, 2.4) }
