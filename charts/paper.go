package charts

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"
	"strings"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansbold"
	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2"
)

// Paper is pages to put text, figures and simple shapes on, as a PDF or, for a
// preview, as pictures of the same. All places are in millimetres from the upper
// left corner of the page; sizes of text are in points.
//
// Text is written in DejaVu, which has Latin, Greek, Cyrillic, Hebrew and Arabic
// letters; what it does not have is a box. Text from right to left stands in its
// order. The bytes of a PDF follow from what was put on it and nothing else: its
// dates are fixed.
type Paper struct {
	size  PaperSize
	fonts paperFonts

	pdf     *fpdf.Fpdf    // of a PDF
	preview []*image.RGBA // of a preview, one for each page
	pen     pen           // of the open page
	perMM   float64       // pixels (of a PDF: layout points) for a millimetre
}

// PaperSize is the size of every page, in millimetres.
type PaperSize struct{ Width, Height float64 }

// A4 is the usual paper in most of the world, Letter in North America (ISO 216,
// ANSI Y14.1).
var (
	A4     = PaperSize{210, 297}
	Letter = PaperSize{215.9, 279.4}
)

// Box is a place on a page, in millimetres.
type Box struct{ X, Y, Width, Height float64 }

// paperFonts are the fonts of paper.
type paperFonts struct{ regular, bold *truetype.Font }

func (f paperFonts) of(bold bool) *truetype.Font {
	if bold {
		return f.bold
	}
	return f.regular
}

// paperFamily is what a PDF calls them.
const paperFamily = "DejaVu"

var loadPaperFonts = sync.OnceValues(func() (fonts paperFonts, err error) {
	if fonts.regular, err = truetype.Parse(dejavusans.TTF); err == nil {
		fonts.bold, err = truetype.Parse(dejavusansbold.TTF)
	}
	if err != nil {
		return fonts, fmt.Errorf("load fonts of paper: %w", err)
	}
	return fonts, nil
})

func newPaper(size PaperSize) (*Paper, error) {
	if !(size.Width >= 10 && size.Height >= 10 && size.Width <= 5000 && size.Height <= 5000) {
		return nil, fmt.Errorf("paper is %v × %v mm: want 10 to 5000", size.Width, size.Height)
	}
	fonts, err := loadPaperFonts()
	if err != nil {
		return nil, err
	}
	return &Paper{size: size, fonts: fonts, perMM: perMM}, nil
}

// NewPaper begins a PDF. It has no page yet.
func NewPaper(size PaperSize) (*Paper, error) {
	p, err := newPaper(size)
	if err != nil {
		return nil, err
	}
	p.pdf = fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: size.Width, Ht: size.Height}})
	p.pdf.SetAutoPageBreak(false, 0)
	p.pdf.SetMargins(0, 0, 0)
	p.pdf.SetCatalogSort(true)
	fixed := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	p.pdf.SetCreationDate(fixed)
	p.pdf.SetModificationDate(fixed)
	p.pdf.SetProducer("Kith", false)
	p.pdf.AddUTF8FontFromBytes(paperFamily, "", dejavusans.TTF)
	p.pdf.AddUTF8FontFromBytes(paperFamily, "B", dejavusansbold.TTF)
	if err := p.pdf.Error(); err != nil {
		return nil, fmt.Errorf("begin PDF: %w", err)
	}
	return p, nil
}

// NewPreview begins pictures of pages, so many pixels for each millimetre (0.5
// to 20); 3.62 is 92 to the inch.
func NewPreview(size PaperSize, pixels float64) (*Paper, error) {
	if !(pixels >= 0.5 && pixels <= 20) || size.Width*size.Height*pixels*pixels > mostPixels {
		return nil, fmt.Errorf("preview has %v pixels for a millimetre: want 0.5 to 20, and at most %d in all", pixels, mostPixels)
	}
	p, err := newPaper(size)
	if err != nil {
		return nil, err
	}
	p.perMM = pixels
	return p, nil
}

// About says what the document is, for the window's title and for screen readers.
// The language is a tag of BCP 47, such as "en"; empty is not said.
func (p *Paper) About(title, subject, language string) {
	if p.pdf == nil {
		return
	}
	p.pdf.SetTitle(clean(title), true)
	p.pdf.SetSubject(clean(subject), true)
	p.pdf.SetDisplayMode("fullpage", "single")
	if language != "" {
		p.pdf.SetLang(language)
	}
}

// AddPage opens a new page; what follows goes onto it.
func (p *Paper) AddPage() error {
	var r chart.Renderer
	if p.pdf != nil {
		p.pdf.AddPage()
		r = p.page(0, 0, 1)
	} else {
		width, height := int(math.Round(p.size.Width*p.perMM)), int(math.Round(p.size.Height*p.perMM))
		img := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
		p.preview = append(p.preview, img)
		var err error
		if r, err = onto(img); err != nil {
			return fmt.Errorf("open page: %w", err)
		}
	}
	r.SetDPI(72 * fine) // the pen's sizes of text are pixels
	p.pen = pen{r}
	return nil
}

// page renders onto the open page of the PDF from a place on; zoom enlarges.
func (p *Paper) page(x, y, zoom float64) *pdfPage {
	return &pdfPage{pdf: p.pdf, fonts: p.fonts, origin: vec{x, y}, unit: zoom / perMM / fine}
}

// Pages is how many pages there are.
func (p *Paper) Pages() int {
	if p.pdf != nil {
		return p.pdf.PageNo()
	}
	return len(p.preview)
}

// textSize is a size in points as pixels.
func (p *Paper) textSize(pt float64) float64 { return pt / 72 * 25.4 * p.perMM }

// Text writes a line with its baseline at y. What does not fit is not cut: see
// Fit and Lines.
func (p *Paper) Text(x, y float64, s string, pt float64, bold bool, c color.NRGBA) {
	p.pen.text(clean(s), x*p.perMM, y*p.perMM, p.fonts.of(bold), p.textSize(pt), c)
}

// Width is how wide a text is, in millimetres.
func (p *Paper) Width(s string, pt float64, bold bool) float64 {
	return textWidth(p.fonts.of(bold), p.textSize(pt), clean(s)) / p.perMM
}

// Fit shortens a text with an ellipsis until it is at most so wide; "" where not
// even three letters have room.
func (p *Paper) Fit(s string, pt float64, bold bool, width float64) string {
	return fit(p.fonts.of(bold), p.textSize(pt), width*p.perMM, clean(s))
}

// Lines breaks a text into lines that are at most so wide: at line ends, between
// words, and in a word that is longer than a line. Of text longer than 20,000
// letters only the beginning is taken.
func (p *Paper) Lines(s string, pt float64, bold bool, width float64) []string {
	const most = 20_000
	if letters := []rune(s); len(letters) > most {
		s = string(letters[:most])
	}
	f, size, room := p.fonts.of(bold), p.textSize(pt), width*p.perMM
	var lines []string
	for _, paragraph := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			word = clean(word)
			if line != "" && textWidth(f, size, line+" "+word) <= room {
				line += " " + word
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for line = word; textWidth(f, size, line) > room; {
				n := 1
				letters := []rune(line)
				for n < len(letters)-1 && textWidth(f, size, string(letters[:n+1])) <= room {
					n++
				}
				if n >= len(letters) {
					break
				}
				lines, line = append(lines, string(letters[:n])), string(letters[n:])
			}
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// Rect fills a rectangle.
func (p *Paper) Rect(b Box, c color.NRGBA) {
	p.pen.rect(b.X*p.perMM, b.Y*p.perMM, (b.X+b.Width)*p.perMM, (b.Y+b.Height)*p.perMM, c)
}

// Line strokes a straight line, width millimetres wide.
func (p *Paper) Line(x0, y0, x1, y1, width float64, c color.NRGBA) {
	p.pen.line([]vec{{x0 * p.perMM, y0 * p.perMM}, {x1 * p.perMM, y1 * p.perMM}}, width*p.perMM, c)
}

// Disc fills a circle.
func (p *Paper) Disc(x, y, radius float64, c color.NRGBA) {
	p.pen.discs([]vec{{x * p.perMM, y * p.perMM}}, radius*p.perMM, c)
}

// Figure draws a figure into a box. At st.Scale 1 its text has the size in points
// that it is made for; 0.8 makes everything in it smaller. The fonts of the style
// are not used.
func (p *Paper) Figure(f Figure, b Box, st Style) error {
	zoom := p.perMM / perMM
	if st.Scale == 0 {
		st.Scale = 1
	}
	if p.pdf == nil {
		st.Scale *= zoom
	}
	px := func(mm float64) int { return int(math.Round(mm * p.perMM)) }
	at := image.Rect(px(b.X), px(b.Y), px(b.X+b.Width), px(b.Y+b.Height))
	_, err := p.figure(f, at, st, 1)
	return err
}

// FigureHeight is the height in millimetres at which a figure of that width is
// comfortable to read.
func (p *Paper) FigureHeight(f Figure, width float64, st Style) (float64, error) {
	st.Font, st.Bold = &Font{p.fonts.regular}, &Font{p.fonts.bold}
	height, err := f.Height(int(math.Round(width*perMM)), st)
	return float64(height) / perMM, err
}

// figure draws a figure into a box of pixels of the open page, and returns its
// words.
func (p *Paper) figure(f Figure, at image.Rectangle, st Style, zoom float64) (*Words, error) {
	st.Font, st.Bold = &Font{p.fonts.regular}, &Font{p.fonts.bold}
	pl, err := f.plan(at.Size(), st)
	if err != nil {
		return nil, err
	}
	words := pl.base().words
	if p.pdf != nil {
		page := func(int, int) (chart.Renderer, error) {
			return p.page(float64(at.Min.X)/perMM, float64(at.Min.Y)/perMM, zoom), nil
		}
		return words, render(pl, page, io.Discard)
	}
	var out pixels
	if err := render(pl, newRaster, &out); err != nil {
		return nil, err
	}
	draw.Draw(p.preview[len(p.preview)-1], at, out.img, image.Point{}, draw.Src)
	return words, nil
}

// WritePDF writes the PDF; nothing can be put on it afterwards.
func (p *Paper) WritePDF(w io.Writer) error {
	if p.pdf == nil {
		return fmt.Errorf("write PDF: this is a preview")
	}
	if err := p.pdf.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// Images are the pages of a preview.
func (p *Paper) Images() []*image.RGBA { return p.preview }
