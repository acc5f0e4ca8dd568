package charts

import (
	"image"
	"math"
	"testing"

	"github.com/wcharczuk/go-chart/v2"
	"github.com/wcharczuk/go-chart/v2/drawing"
)

// ink draws on a picture of 100 by 100 pixels and answers where it is dark.
func ink(t *testing.T, draw func(chart.Renderer)) (*image.RGBA, image.Rectangle) {
	t.Helper()
	r, err := newRaster(100*fine, 100*fine)
	if err != nil {
		t.Fatal(err)
	}
	r.SetDPI(dpi * fine)
	draw(r)
	var out pixels
	if err := r.Save(&out); err != nil {
		t.Fatal(err)
	}
	var box image.Rectangle
	for y := range 100 {
		for x := range 100 {
			if dark(out.img, x, y) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return out.img, box
}

func dark(img *image.RGBA, x, y int) bool { return img.RGBAAt(x, y).A > 128 }

// The renderer does all that go-chart's interface asks, in fine units, though
// the timeline needs only a part: whatever go-chart draws can be drawn on it.
func TestRaster(t *testing.T) {
	black := drawing.ColorBlack
	img, box := ink(t, func(r chart.Renderer) {
		r.SetStrokeColor(black)
		r.SetStrokeWidth(2 * fine)
		r.Circle(30*fine, 50*fine, 50*fine)
		r.Stroke()
	})
	if box != image.Rect(19, 19, 81, 81) || dark(img, 50, 50) || !dark(img, 50, 20) || !dark(img, 71, 71) {
		t.Errorf("circle is in %v", box)
	}

	img, box = ink(t, func(r chart.Renderer) {
		r.SetFillColor(black)
		r.MoveTo(50*fine, 50*fine)
		r.ArcTo(50*fine, 50*fine, 30*fine, 30*fine, 0, math.Pi/2)
		r.Close()
		r.Fill()
	})
	if box.Dx() < 29 || box.Dx() > 31 || box.Dy() < 29 || box.Dy() > 31 || dark(img, 40, 40) {
		t.Errorf("quarter of a pie is in %v", box)
	}

	img, _ = ink(t, func(r chart.Renderer) {
		r.SetStrokeColor(black)
		r.SetStrokeWidth(4 * fine)
		r.SetStrokeDashArray([]float64{10 * fine, 10 * fine})
		r.MoveTo(0, 50*fine)
		r.LineTo(100*fine, 50*fine)
		r.Stroke()
	})
	for x, want := range map[int]bool{5: true, 15: false, 25: true, 35: false, 85: true, 95: false} {
		if dark(img, x, 50) != want {
			t.Errorf("dashed line at %d is drawn: %v", x, !want)
		}
	}

	img, box = ink(t, func(r chart.Renderer) {
		r.SetFillColor(drawing.ColorWhite)
		r.SetStrokeColor(black)
		r.SetStrokeWidth(2 * fine)
		r.MoveTo(10*fine, 10*fine)
		r.LineTo(90*fine, 10*fine)
		r.LineTo(90*fine, 90*fine)
		r.Close()
		r.FillStroke()
	})
	if img.RGBAAt(70, 30).R != 255 || img.RGBAAt(50, 10).R != 0 || dark(img, 20, 80) || box.Min.Y != 9 {
		t.Errorf("filled triangle with a rim is in %v", box)
	}

	font, err := chart.GetDefaultFont()
	if err != nil {
		t.Fatal(err)
	}
	write := func(turn float64, size *chart.Box) func(chart.Renderer) {
		return func(r chart.Renderer) {
			r.SetFont(font)
			r.SetFontSize(12)
			r.SetFontColor(black)
			r.SetTextRotation(turn)
			*size = r.MeasureText("HHHHH")
			r.Text("HHHHH", 20*fine, 20*fine)
			r.ClearTextRotation()
			r.Text("H", 80*fine, 90*fine) // not turned any more
		}
	}
	var size chart.Box
	_, flat := ink(t, write(0, &size))
	var across chart.Box
	img, turned := ink(t, write(math.Pi/2, &across))
	if width := float64(size.Width()) / fine; math.Abs(width-textWidth(font, 12*dpi/72.0, "HHHHH")) > 0.5 {
		t.Errorf("text is measured as %v wide", width)
	}
	if across.Height() < size.Width()-fine || across.Width() > size.Height()+fine {
		t.Errorf("text is measured as %v, turned as %v", size, across)
	}
	if flat.Min.Y >= 20 || turned.Min.Y < 20 || !dark(img, 81, 85) && !dark(img, 82, 85) && !dark(img, 83, 85) {
		t.Errorf("text is in %v, turned in %v", flat, turned)
	}
}
