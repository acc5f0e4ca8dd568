package charts

import (
	"image"
	"image/color"
	"image/draw"
	"io"
	"math"

	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// fine is how many units of a renderer make one device pixel. go-chart's
// renderers take whole numbers; at one unit for each pixel a slow curve turns
// into stairs.
const fine = 8

// raster is a go-chart renderer onto pixels that takes fine units. go-chart's
// own takes pixels, and writes text an eighth larger than the size asked for
// (it takes points times DPI for 26.6 pixels, which are 64 and not 72 to the
// inch), so that the same chart would be laid out differently as PNG and SVG.
type raster struct {
	img *image.RGBA
	gc  *drawing.RasterGraphicContext
	dpi float64

	font      *truetype.Font
	fontSize  float64
	fontColor drawing.Color
	stroke    drawing.Color
	fill      drawing.Color
	width     float64
	dash      []float64
	rotation  float64
}

// newRaster is a chart.RendererProvider for a picture of size fine units.
func newRaster(width, height int) (chart.Renderer, error) {
	return onto(image.NewRGBA(image.Rect(0, 0, width/fine, height/fine)))
}

// onto is a renderer onto a picture that is there.
func onto(img *image.RGBA) (chart.Renderer, error) {
	gc, err := drawing.NewRasterGraphicContext(img)
	if err != nil {
		return nil, err
	}
	gc.SetFillRule(drawing.FillRuleWinding)
	r := &raster{img: img, gc: gc}
	r.ClearTextRotation()
	return r, nil
}

func (r *raster) ResetStyle() {
	r.fontSize, r.width, r.dash = 0, 0, nil
	r.fontColor, r.stroke, r.fill = drawing.Color{}, drawing.Color{}, drawing.Color{}
	r.ClearTextRotation()
}

func (r *raster) GetDPI() float64                 { return r.dpi }
func (r *raster) SetDPI(dpi float64)              { r.dpi = dpi; r.gc.SetDPI(dpi * 64 / 72) }
func (r *raster) SetClassName(string)             {} // pixels have no classes
func (r *raster) SetStrokeColor(c drawing.Color)  { r.stroke = c }
func (r *raster) SetFillColor(c drawing.Color)    { r.fill = c }
func (r *raster) SetStrokeWidth(width float64)    { r.width = width }
func (r *raster) SetStrokeDashArray(d []float64)  { r.dash = d }
func (r *raster) SetFont(f *truetype.Font)        { r.font = f }
func (r *raster) SetFontColor(c drawing.Color)    { r.fontColor = c }
func (r *raster) SetFontSize(points float64)      { r.fontSize = points }
func (r *raster) SetTextRotation(radians float64) { r.rotation = radians }
func (r *raster) MoveTo(x, y int)                 { r.gc.MoveTo(float64(x), float64(y)) }
func (r *raster) LineTo(x, y int)                 { r.gc.LineTo(float64(x), float64(y)) }
func (r *raster) Close()                          { r.gc.Close() }

func (r *raster) ClearTextRotation() {
	r.rotation = 0
	r.toPixels()
}

func (r *raster) toPixels() {
	r.gc.SetMatrixTransform(drawing.NewScaleMatrix(1.0/fine, 1.0/fine))
}

func (r *raster) QuadCurveTo(cx, cy, x, y int) {
	r.gc.QuadCurveTo(float64(cx), float64(cy), float64(x), float64(y))
}

func (r *raster) ArcTo(cx, cy int, rx, ry, start, delta float64) {
	r.gc.ArcTo(float64(cx), float64(cy), rx, ry, start, delta)
}

func (r *raster) Circle(radius float64, x, y int) {
	r.gc.MoveTo(float64(x)+radius, float64(y))
	r.gc.ArcTo(float64(x), float64(y), radius, radius, 0, 2*math.Pi)
	r.gc.Close()
}

// rect fills a rectangle of whole pixels with an opaque colour, and reports whether
// it was one. Most of a chart is such, and going over it line by line takes a
// tenth of the time of a path.
func (r *raster) rect(x0, y0, x1, y1 float64, c color.NRGBA) bool {
	box := image.Rect(int(x0), int(y0), int(x1), int(y1))
	if c.A != 255 || float64(box.Min.X) != x0 || float64(box.Min.Y) != y0 || float64(box.Max.X) != x1 || float64(box.Max.Y) != y1 {
		return false
	}
	draw.Draw(r.img, box, image.NewUniform(color.RGBA(c)), image.Point{}, draw.Src)
	return true
}

func (r *raster) pen() {
	r.gc.SetStrokeColor(r.stroke)
	r.gc.SetLineWidth(r.width)
	r.gc.SetLineDash(r.dash, 0)
}

func (r *raster) Stroke() {
	r.pen()
	r.gc.Stroke()
}

func (r *raster) Fill() {
	r.gc.SetFillColor(r.fill)
	r.gc.Fill()
}

func (r *raster) FillStroke() {
	r.pen()
	r.gc.SetFillColor(r.fill)
	r.gc.FillStroke()
}

// Text writes nothing without a font, as go-chart's own renderer.
func (r *raster) Text(body string, x, y int) {
	if r.font == nil {
		return
	}
	r.gc.SetFont(r.font)
	r.gc.SetFontSize(r.fontSize)
	r.gc.SetFillColor(r.fontColor)
	at := [2]float64{float64(x), float64(y)}
	if r.rotation != 0 {
		r.gc.Translate(at[0], at[1])
		r.gc.Rotate(r.rotation)
		at = [2]float64{}
		defer r.toPixels()
	}
	// The one error is a glyph that the font itself does not hold; what was
	// written before it stays readable.
	_, _ = r.gc.CreateStringPath(visual(body), at[0], at[1])
	r.gc.Fill()
}

// MeasureText returns the advance of the text and the height of its line,
// turned if text is.
func (r *raster) MeasureText(body string) chart.Box {
	if r.font == nil {
		return chart.Box{}
	}
	size := r.fontSize * r.dpi / 72
	box := chart.NewBox(0, 0, int(textWidth(r.font, size, body)+0.5), int(size+0.5))
	if r.rotation == 0 {
		return box
	}
	return box.Corners().Rotate(chart.RadiansToDegrees(r.rotation)).Box()
}

// Save hands the pixels to a collector, such as chart.ImageWriter.
func (r *raster) Save(w io.Writer) error {
	if c, ok := w.(chart.RGBACollector); ok {
		c.SetRGBA(r.img)
		return nil
	}
	return encodePNG(w, r.img)
}
