package live

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// screen is what a display shows: the file that Xvfb keeps its pixels in.
type screen struct{ file string }

// raw returns the file as it is at this moment.
func (s screen) raw(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// decode reads what raw returned.
//
// It is of the format of xwd (X11/XWDFile.h): a header of 32-bit numbers, a name,
// colours that a screen in true colour does not use, and the lines.
func decode(data []byte) (*image.RGBA, error) {
	const fields = 25
	if len(data) < 4*fields {
		return nil, fmt.Errorf("too short for a picture: %d bytes", len(data))
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(data[4*i:])) }
	headerSize, width, height := field(0), field(4), field(5)
	lsbFirst, bits, line, colours := field(7) == 0, field(11), field(12), field(19)
	const colourSize = 12
	start := headerSize + colours*colourSize
	if bits != 32 || !lsbFirst || line < 4*width || len(data) < start+line*height {
		return nil, fmt.Errorf("a picture of %d by %d with %d bits is not what is understood", width, height, bits)
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		from, to := data[start+y*line:], img.Pix[y*img.Stride:]
		for x := 0; x < 4*width; x += 4 {
			to[x], to[x+1], to[x+2], to[x+3] = from[x+2], from[x+1], from[x], 0xff
		}
	}
	return img, nil
}

// picture returns what is on the screen.
func (s screen) picture(t testing.TB) *image.RGBA {
	t.Helper()
	img, err := decode(s.raw(t))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// cut returns a part of a picture as a picture of its own.
func cut(img *image.RGBA, area image.Rectangle) *image.RGBA {
	part := img.SubImage(area).(*image.RGBA)
	tight := image.NewRGBA(image.Rect(0, 0, part.Rect.Dx(), part.Rect.Dy()))
	for y := range part.Rect.Dy() {
		copy(tight.Pix[y*tight.Stride:(y+1)*tight.Stride], part.Pix[y*part.Stride:])
	}
	return tight
}

// difference returns the part of the pixels, 0 to 1, in which two pictures differ.
// Pictures of different sizes differ altogether.
func difference(a, b *image.RGBA) float64 {
	if a.Rect.Size() != b.Rect.Size() {
		return 1
	}
	differ := 0
	for i := 0; i < len(a.Pix); i += 4 {
		if !slices.Equal(a.Pix[i:i+3], b.Pix[i:i+3]) {
			differ++
		}
	}
	return float64(differ) / float64(len(a.Pix)/4)
}

// colours counts the different colours, at most limit of them.
func colours(img *image.RGBA, limit int) int {
	seen := map[[3]byte]bool{}
	for i := 0; i < len(img.Pix) && len(seen) < limit; i += 4 {
		seen[[3]byte(img.Pix[i:i+3])] = true
	}
	return len(seen)
}

// count counts the pixels of a colour.
func count(img *image.RGBA, c color.RGBA) (n int) {
	for i := 0; i < len(img.Pix); i += 4 {
		if img.Pix[i] == c.R && img.Pix[i+1] == c.G && img.Pix[i+2] == c.B {
			n++
		}
	}
	return n
}

// blink is the part of the pixels that may change without anything having
// happened: a cursor.
const blink = 0.0006

// poll is how often the screen is looked at.
const poll = 10 * time.Millisecond

// waitFor calls done until it is true, and fails the test after the limit.
func waitFor(t testing.TB, limit time.Duration, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !done(); time.Sleep(poll) {
		if time.Now().After(end) {
			t.Fatalf("waited %v in vain for %s", limit, what)
		}
	}
}

// settle waits until the screen has stood still for quiet, but for a cursor, and
// returns it.
func (w *window) settle(quiet time.Duration) *image.RGBA {
	w.t.Helper()
	still := w.look()
	since := time.Now()
	waitFor(w.t, patience, "the window to stand still", func() bool {
		if now := w.look(); difference(now, still) > blink {
			still, since = now, time.Now()
		}
		return time.Since(since) >= quiet
	})
	return still
}

// changes waits until the window looks different from before in more than share of
// its pixels.
func (w *window) changes(before *image.RGBA, share float64, what string) {
	w.t.Helper()
	waitFor(w.t, patience, what, func() bool { return difference(w.look(), before) > share })
}

// keep writes the screen to a file that outlives the test, and says where.
func (s screen) keep(t testing.TB, name string) {
	t.Helper()
	img := s.picture(t)
	file := filepath.Join(os.TempDir(), fmt.Sprintf("kith-live-%d-%s.png", os.Getpid(), name))
	out, err := os.Create(file)
	if err != nil {
		t.Logf("no picture of the screen: %v", err)
		return
	}
	if err := png.Encode(out, img); err != nil {
		t.Logf("no picture of the screen: %v", err)
	}
	if err := out.Close(); err != nil {
		t.Logf("no picture of the screen: %v", err)
	}
	t.Logf("the screen at the end: %s", file)
}
