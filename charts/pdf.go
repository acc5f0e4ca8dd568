package charts

import (
	"fmt"
	"image"
	"io"
	"math"

	"codeberg.org/go-pdf/fpdf"
	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// PDF writes a figure as a PDF of one page that is just as large as the figure:
// 92 layout points make an inch. It is vectors and text that can be selected and
// searched; its title, description and language are those of the figure's Words.
// The same figure is the same bytes. The fonts of the style are not used: paper
// has its own, see [Paper].
func PDF(w io.Writer, f Figure, size image.Point, st Style) error {
	if err := checkSize(size); err != nil {
		return err
	}
	resolved, err := st.resolve()
	if err != nil {
		return err
	}
	paper, err := NewPaper(PaperSize{
		Width:  float64(size.X) / resolved.Scale / perMM,
		Height: float64(size.Y) / resolved.Scale / perMM,
	})
	if err != nil {
		return err
	}
	if err := paper.AddPage(); err != nil {
		return err
	}
	words, err := paper.figure(f, image.Rectangle{Max: size}, resolved, 1/resolved.Scale)
	if err != nil {
		return err
	}
	paper.About(words.Title, words.Description, words.Language)
	return paper.WritePDF(w)
}

// perMM is how many layout points make a millimetre of paper.
const perMM = dpi / 25.4

// pdfPage is a go-chart renderer onto an open page of a PDF that takes fine
// units, as raster does.
type pdfPage struct {
	pdf    *fpdf.Fpdf
	fonts  paperFonts
	origin vec     // of the figure, in millimetres
	unit   float64 // millimetres for a fine unit

	path      []pathStep
	dpi       float64
	font      *truetype.Font
	fontSize  float64
	fontColor drawing.Color
	stroke    drawing.Color
	fill      drawing.Color
	width     float64
	dash      []float64
	rotation  float64
}

// pathStep is a step of a path: to the last of its points.
type pathStep struct {
	kind byte // 'm'ove, 'l'ine, 'q'uad or 'c'lose
	a, b vec  // in millimetres; b of a quad is its end
}

func (r *pdfPage) at(x, y int) vec {
	return vec{r.origin.x + float64(x)*r.unit, r.origin.y + float64(y)*r.unit}
}

func (r *pdfPage) ResetStyle() {
	r.fontSize, r.width, r.dash, r.rotation = 0, 0, nil, 0
	r.fontColor, r.stroke, r.fill = drawing.Color{}, drawing.Color{}, drawing.Color{}
}

func (r *pdfPage) GetDPI() float64                 { return r.dpi }
func (r *pdfPage) SetDPI(dpi float64)              { r.dpi = dpi }
func (r *pdfPage) SetClassName(string)             {} // a page has no classes
func (r *pdfPage) SetStrokeColor(c drawing.Color)  { r.stroke = c }
func (r *pdfPage) SetFillColor(c drawing.Color)    { r.fill = c }
func (r *pdfPage) SetStrokeWidth(width float64)    { r.width = width }
func (r *pdfPage) SetStrokeDashArray(d []float64)  { r.dash = d }
func (r *pdfPage) SetFont(f *truetype.Font)        { r.font = f }
func (r *pdfPage) SetFontColor(c drawing.Color)    { r.fontColor = c }
func (r *pdfPage) SetFontSize(points float64)      { r.fontSize = points }
func (r *pdfPage) SetTextRotation(radians float64) { r.rotation = radians }
func (r *pdfPage) ClearTextRotation()              { r.rotation = 0 }
func (r *pdfPage) Close()                          { r.path = append(r.path, pathStep{kind: 'c'}) }

func (r *pdfPage) MoveTo(x, y int) {
	r.path = append(r.path, pathStep{kind: 'm', a: r.at(x, y)})
}

func (r *pdfPage) LineTo(x, y int) {
	r.path = append(r.path, pathStep{kind: 'l', a: r.at(x, y)})
}

func (r *pdfPage) QuadCurveTo(cx, cy, x, y int) {
	r.path = append(r.path, pathStep{kind: 'q', a: r.at(cx, cy), b: r.at(x, y)})
}

func (r *pdfPage) ArcTo(cx, cy int, rx, ry, start, delta float64) {
	const parts = 16
	for i := range parts + 1 {
		angle := start + delta*float64(i)/parts
		r.LineTo(cx+int(math.Round(rx*math.Cos(angle))), cy+int(math.Round(ry*math.Sin(angle))))
		if i == 0 && len(r.path) == 1 {
			r.path[0].kind = 'm'
		}
	}
}

func (r *pdfPage) Circle(radius float64, x, y int) {
	r.MoveTo(x+int(radius), y)
	r.ArcTo(x, y, radius, radius, 0, 2*math.Pi)
	r.Close()
}

// trace puts the path onto the page and forgets it.
func (r *pdfPage) trace(how string) {
	if len(r.path) == 0 {
		return
	}
	var here vec
	for _, s := range r.path {
		switch s.kind {
		case 'm':
			r.pdf.MoveTo(s.a.x, s.a.y)
			here = s.a
		case 'l':
			r.pdf.LineTo(s.a.x, s.a.y)
			here = s.a
		case 'q': // the same curve with two handles
			c0 := vec{here.x + (s.a.x-here.x)*2/3, here.y + (s.a.y-here.y)*2/3}
			c1 := vec{s.b.x + (s.a.x-s.b.x)*2/3, s.b.y + (s.a.y-s.b.y)*2/3}
			r.pdf.CurveBezierCubicTo(c0.x, c0.y, c1.x, c1.y, s.b.x, s.b.y)
			here = s.b
		case 'c':
			r.pdf.ClosePath()
		}
	}
	r.pdf.DrawPath(how)
	r.path = r.path[:0]
}

func (r *pdfPage) alpha(c drawing.Color) {
	if alpha, _ := r.pdf.GetAlpha(); alpha != float64(c.A)/255 {
		r.pdf.SetAlpha(float64(c.A)/255, "Normal")
	}
}

func (r *pdfPage) pen() {
	r.alpha(r.stroke)
	r.pdf.SetDrawColor(int(r.stroke.R), int(r.stroke.G), int(r.stroke.B))
	r.pdf.SetLineWidth(r.width * r.unit)
	r.pdf.SetLineJoinStyle("round")
	dash := make([]float64, len(r.dash))
	for i, d := range r.dash {
		dash[i] = d * r.unit
	}
	r.pdf.SetDashPattern(dash, 0)
}

func (r *pdfPage) Stroke() {
	r.pen()
	r.trace("S")
}

func (r *pdfPage) ink() {
	r.alpha(r.fill)
	r.pdf.SetFillColor(int(r.fill.R), int(r.fill.G), int(r.fill.B))
}

func (r *pdfPage) Fill() {
	r.ink()
	r.trace("f")
}

func (r *pdfPage) FillStroke() {
	r.pen()
	r.ink()
	r.trace("B")
}

// Text writes what the font has as text, and a box for each letter that it has
// not.
func (r *pdfPage) Text(body string, x, y int) {
	if r.font == nil {
		return
	}
	size := r.fontSize * r.dpi / 72 * r.unit // in millimetres
	style := ""
	if r.font == r.fonts.bold {
		style = "B"
	}
	r.pdf.SetFont(paperFamily, style, size*72/25.4)
	r.pdf.SetTextColor(int(r.fontColor.R), int(r.fontColor.G), int(r.fontColor.B))
	r.alpha(r.fontColor)
	at := r.at(x, y)
	if r.rotation != 0 {
		r.pdf.TransformBegin()
		r.pdf.TransformRotate(-chart.RadiansToDegrees(r.rotation), at.x, at.y)
		defer r.pdf.TransformEnd()
	}
	letters := []rune(visual(body))
	for i := 0; i < len(letters); {
		begin := i
		for i < len(letters) && has(r.font, letters[i]) {
			i++
		}
		if run := string(letters[begin:i]); run != "" {
			r.pdf.Text(at.x, at.y, run)
			at.x += textWidth(r.font, size, run)
		}
		for ; i < len(letters) && !has(r.font, letters[i]); i++ {
			at.x += r.box(at, size, letters[i])
		}
	}
}

// has reports whether a font can write a letter. A PDF's font of Unicode text
// ends at U+FFFF.
func has(f *truetype.Font, letter rune) bool { return letter <= 0xFFFF && f.Index(letter) != 0 }

// box draws what stands for a letter that the font does not have, and returns
// its width.
func (r *pdfPage) box(at vec, size float64, letter rune) float64 {
	width := textWidth(r.font, size, string(letter))
	r.pdf.SetDrawColor(int(r.fontColor.R), int(r.fontColor.G), int(r.fontColor.B))
	r.pdf.SetLineWidth(size / 20)
	r.pdf.SetDashPattern(nil, 0)
	r.pdf.Rect(at.x+0.1*width, at.y-0.7*size, 0.8*width, 0.7*size, "D")
	return width
}

// MeasureText returns the advance of the text and the height of its line.
func (r *pdfPage) MeasureText(body string) chart.Box {
	if r.font == nil {
		return chart.Box{}
	}
	size := r.fontSize * r.dpi / 72
	return chart.NewBox(0, 0, int(textWidth(r.font, size, body)+0.5), int(size+0.5))
}

// Save reports what went wrong; the page belongs to whoever opened it.
func (r *pdfPage) Save(io.Writer) error {
	if err := r.pdf.Error(); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}
