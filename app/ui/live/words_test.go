package live

import (
	"image"
	"image/color"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// A test finds its way as a person does, by the words on the screen: they are drawn
// once more with the fonts of the window and looked for in the picture.

// pattern is how words look: how much of each pixel is covered by letters.
type pattern struct {
	cover         []uint8
	width, height int
	letters       int         // pixels that are covered, or half covered
	inked, bare   image.Point // a pixel that is a letter's, and one that is not
}

// faces are the ways in which the window writes words, in pixels at a scale of 1.
var faces = []struct {
	size float32
	bold bool
}{{15, false}, {15, true}, {13, false}, {13, true}, {18, true}, {24, true}, {18, false}, {24, false}}

// draw returns how words look in a face.
func draw(t testing.TB, words string, size float32, bold bool) pattern {
	t.Helper()
	if fyne.CurrentApp() == nil {
		test.NewApp()
	}
	style := fyne.TextStyle{Bold: bold}
	text := canvas.NewText(words, color.White)
	text.TextSize, text.TextStyle = size, style
	text.FontSource = theme.DefaultTheme().Font(style)
	c := software.NewTransparentCanvas()
	c.SetPadded(false)
	c.SetContent(text)
	c.Resize(text.MinSize())
	return newPattern(t, c.Capture())
}

// newPattern trims a picture of white words to the words.
func newPattern(t testing.TB, img image.Image) pattern {
	t.Helper()
	cover := func(x, y int) uint8 {
		_, _, _, a := img.At(x, y).RGBA()
		return uint8(a >> 8)
	}
	var box image.Rectangle
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			if cover(x, y) > 0 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	p := pattern{width: box.Dx(), height: box.Dy()}
	most, least := -1, 256
	for y := range p.height {
		for x := range p.width {
			a := cover(box.Min.X+x, box.Min.Y+y)
			p.cover = append(p.cover, a)
			if a >= 0x80 {
				p.letters++
			}
			if int(a) > most {
				most, p.inked = int(a), image.Pt(x, y)
			}
			if int(a) < least {
				least, p.bare = int(a), image.Pt(x, y)
			}
		}
	}
	if most < 200 || least > 0 {
		t.Fatalf("words of %d by %d pixels cannot be told from their ground", p.width, p.height)
	}
	return p
}

// at reports whether the words stand at a place of a picture, in any colour on any
// other. It looks at the one of red, green and blue that tells them best.
func (p pattern) at(img *image.RGBA, x, y int) bool {
	ink, ground := img.PixOffset(x+p.inked.X, y+p.inked.Y), img.PixOffset(x+p.bare.X, y+p.bare.Y)
	channel, contrast := 0, 0
	for c := range 3 {
		if d := int(img.Pix[ink+c]) - int(img.Pix[ground+c]); d*d > contrast*contrast {
			channel, contrast = c, d
		}
	}
	if contrast < 50 && contrast > -50 {
		return false
	}
	// Some pixels differ by a shade, as letters do not always begin at a pixel.
	shade := max(contrast, -contrast) / 4
	wrong, most := 0, p.letters/100
	for i, cover := range p.cover {
		pixel := int(img.Pix[img.PixOffset(x+i%p.width, y+i/p.width)+channel])
		if d := pixel - int(img.Pix[ground+channel]) - contrast*int(cover)/255; d > shade || d < -shade {
			if wrong++; wrong > most {
				return false
			}
		}
	}
	return true
}

// find returns where the words stand in a picture, or an empty rectangle.
func (p pattern) find(img *image.RGBA) image.Rectangle {
	for y := range img.Rect.Dy() - p.height + 1 {
		for x := range img.Rect.Dx() - p.width + 1 {
			if p.at(img, x, y) {
				return image.Rect(x, y, x+p.width, y+p.height)
			}
		}
	}
	return image.Rectangle{}
}

// read returns where words stand in the window, or an empty rectangle.
func (w *window) read(words string) image.Rectangle {
	w.t.Helper()
	img := w.look()
	for _, face := range faces {
		if at := draw(w.t, words, face.size, face.bold).find(img); !at.Empty() {
			return at
		}
	}
	return image.Rectangle{}
}

// sees waits until the window shows words, and returns where.
func (w *window) sees(words string) (at image.Rectangle) {
	w.t.Helper()
	waitFor(w.t, patience, "the words "+strings.TrimSpace(words), func() bool {
		at = w.read(words)
		return !at.Empty()
	})
	return at
}

// press clicks on the words of a button, when it has come to rest.
func (w *window) press(words string) {
	w.t.Helper()
	w.sees(words)
	w.settle(150 * time.Millisecond)
	at := w.sees(words)
	w.click((at.Min.X+at.Max.X)/2, (at.Min.Y+at.Max.Y)/2)
}
