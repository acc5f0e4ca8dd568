package charts

import (
	"fmt"
	"image"
	"io"

	"github.com/wcharczuk/go-chart/v2"
)

// Figure is any chart of this package. It is plain data that is only read here.
type Figure interface {
	// Height is the height in device pixels at which a figure of that width is
	// comfortable to read.
	Height(width int, st Style) (int, error)
	// plan validates the data and places everything, without drawing.
	plan(size image.Point, st Style) (plan, error)
}

// plan is a figure with everything in its place.
type plan interface {
	// base is the sheet that the plan embeds.
	base() *sheet
	// paint draws everything; the background is drawn already.
	paint(p painter)
	// spots are what can be pointed at, in the order in which the arrow keys step.
	spots() []Spot
}

// Spot is something that can be pointed at: a point, a cell, a bar.
type Spot struct {
	// Box is where it was drawn, in device pixels.
	Box image.Rectangle
	// Row is its row in the table below the figure: an index into what the
	// figure lists. Each figure says which.
	Row int
}

// Picture is a figure in pixels.
type Picture struct {
	Image *image.RGBA
	// Spots are what can be pointed at, in the order of the arrow keys. A
	// Timeline has none: it is read through its Layout.
	Spots []Spot
	// Layout is that of a Timeline, nil for every other figure.
	Layout *Layout
}

// Draw draws a figure onto size device pixels. It fails on what cannot be drawn
// and says why, by place and not by content.
func Draw(f Figure, size image.Point, st Style) (*Picture, error) {
	pl, err := f.plan(size, st)
	if err != nil {
		return nil, err
	}
	var out pixels
	if err := render(pl, newRaster, &out); err != nil {
		return nil, err
	}
	pic := &Picture{Image: out.img, Spots: pl.spots()}
	pic.Layout, _ = pl.(*Layout)
	return pic, nil
}

// PNG writes a figure as a PNG of size pixels.
func PNG(w io.Writer, f Figure, size image.Point, st Style) error {
	pic, err := Draw(f, size, st)
	if err != nil {
		return err
	}
	return encodePNG(w, pic.Image)
}

// render draws on whatever go-chart can draw on.
func render(pl plan, to chart.RendererProvider, w io.Writer) error {
	s := pl.base()
	r, err := to(s.Size.X*fine, s.Size.Y*fine)
	if err != nil {
		return fmt.Errorf("draw chart: %w", err)
	}
	r.SetDPI(dpi * s.st.Scale * fine)
	p := painter{sheet: s, pen: pen{r}, c: s.st.Colors}
	p.rect(0, 0, float64(s.Size.X), float64(s.Size.Y), p.c.Background)
	pl.paint(p)
	if err := r.Save(w); err != nil {
		return fmt.Errorf("draw chart: %w", err)
	}
	return nil
}

// pixels takes a picture from a renderer as it is.
type pixels struct{ img *image.RGBA }

func (p *pixels) SetRGBA(img *image.RGBA) { p.img = img }

func (p *pixels) Write([]byte) (int, error) {
	return 0, fmt.Errorf("draw chart: renderer has no pixels")
}
