package charts

import (
	"image"
	"image/color"
	"math"

	"github.com/golang/freetype/truetype"
)

// Sizes of text in points at 92 dots to the inch, and of the rest in layout points.
const (
	dpi        = 92
	namePt     = 10.5
	axisPt     = 9
	amountPt   = 8.5
	lineHeight = 1.4 // of a row of text, in the height of the text
)

// sheet is what every plan is drawn on: its size, its look and its fonts.
type sheet struct {
	// Size is the whole picture in device pixels.
	Size image.Point

	st            Style // resolved
	regular, bold *truetype.Font
	words         *Words
	pad           float64 // room at the edges of the picture, in device pixels
}

// newSheet refuses sizes and styles that no screen has.
func newSheet(size image.Point, st Style, w *Words) (sheet, error) {
	if err := checkSize(size); err != nil {
		return sheet{}, err
	}
	st, err := st.resolve()
	if err != nil {
		return sheet{}, err
	}
	s := sheet{Size: size, st: st, words: w}
	if s.regular, s.bold, err = st.fonts(); err != nil {
		return sheet{}, err
	}
	s.pad = math.Round(math.Max(s.px(10), math.Min(s.px(24), 0.02*float64(size.X))))
	return s, nil
}

// heightSheet is the sheet on which a figure of that width measures its height.
func heightSheet(width int, st Style, w *Words) (sheet, error) {
	return newSheet(image.Pt(width, smallestSide), st, w)
}

// tall makes a height that was measured one that can be drawn.
func (s *sheet) tall(height float64) int {
	return max(smallestSide, min(int(math.Ceil(height)), largestSide, mostPixels/s.Size.X))
}

func (s *sheet) base() *sheet { return s }

// px is layout points in device pixels; textPx is a text size in points.
func (s *sheet) px(v float64) float64      { return v * s.st.Scale }
func (s *sheet) textPx(pt float64) float64 { return pt * dpi / 72 * s.st.Scale * s.st.TextScale }

// row is the height of a line of text.
func (s *sheet) row(pt float64) float64 { return lineHeight * s.textPx(pt) }

// width is how wide a text is; boldWidth is the same in the font of names.
func (s *sheet) width(text string, pt float64) float64 {
	return textWidth(s.regular, s.textPx(pt), text)
}

func (s *sheet) boldWidth(text string, pt float64) float64 {
	return textWidth(s.bold, s.textPx(pt), text)
}

// fit cleans a text and shortens it until it is at most room wide; "" where not
// even three letters have room.
func (s *sheet) fit(text string, pt, room float64) string {
	return fit(s.regular, s.textPx(pt), room, clean(text))
}

func (s *sheet) boldFit(text string, pt, room float64) string {
	return fit(s.bold, s.textPx(pt), room, clean(text))
}

// hair is the width of a thin line: whole pixels, so that it is sharp.
func (s *sheet) hair() float64 { return math.Max(1, math.Round(s.st.Scale)) }

// painter draws a plan: what its sheet measures, a pen and the colours. Every
// place is in device pixels. Text is drawn as it is, so it has to be clean: it
// comes through fit, or through clean where its width does not matter.
type painter struct {
	*sheet
	pen
	c Colors
}

// across draws a hairline along the axis of time or values.
func (p painter) across(x0, x1, y float64) { p.rect(x0, y, x1, y+p.hair(), p.c.Grid) }

// write puts text with its baseline so that small letters stand centred on y.
func (p painter) write(s string, x, y, pt float64, muted bool) {
	c := p.c.Text
	if muted {
		c = p.c.Muted
	}
	p.writeIn(s, x, y, pt, c)
}

// writeIn is write in a colour, and writeBold in the font of names.
func (p painter) writeIn(s string, x, y, pt float64, c color.NRGBA) {
	p.text(s, x, y+0.35*p.textPx(pt), p.regular, p.textPx(pt), c)
}

func (p painter) writeBold(s string, x, y, pt float64) {
	p.text(s, x, y+0.35*p.textPx(pt), p.bold, p.textPx(pt), p.c.Text)
}

// centre is write with the middle of the text at x.
func (p painter) centre(s string, x, y, pt float64, muted bool) {
	p.write(s, x-p.width(s, pt)/2, y, pt, muted)
}

// nothing says in the middle of a box that there is nothing to show.
func (p painter) nothing(box image.Rectangle) {
	size := p.textPx(namePt)
	s := p.fit(p.words.Empty, namePt, float64(box.Dx())-p.px(16))
	if s == "" {
		return
	}
	width := p.width(s, namePt)
	x := float64(box.Min.X+box.Max.X)/2 - width/2
	y := float64(box.Min.Y+box.Max.Y) / 2
	pad := p.px(8)
	p.rect(x-pad, y-size, x+width+pad, y+size, p.c.Background)
	p.write(s, x, y, namePt, true)
}

// unknown fills a cell of which nothing is known: background with an outline and
// a stroke across it, unlike any step of the heat scale.
func (p painter) unknown(x0, y0, x1, y1 float64) {
	p.frame(x0, y0, x1, y1, p.c.Grid)
	inset := p.px(3)
	if x1-x0 > 3*inset && y1-y0 > 3*inset {
		p.line([]vec{{x0 + inset, y1 - inset}, {x1 - inset, y0 + inset}}, p.hair(), p.c.Grid)
	}
}

// frame draws the outline of a rectangle, inside of it.
func (p painter) frame(x0, y0, x1, y1 float64, c color.NRGBA) {
	h := p.hair()
	p.rect(x0, y0, x1, y0+h, c)
	p.rect(x0, y1-h, x1, y1, c)
	p.rect(x0, y0+h, x0+h, y1-h, c)
	p.rect(x1-h, y0+h, x1, y1-h, c)
}
