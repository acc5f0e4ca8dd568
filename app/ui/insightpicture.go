package ui

import (
	"context"
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"kith/app/view"
	"kith/charts"
)

// insightPicture is the chart of an answer, drawn at the size of the screen's own
// pixels, away from the window's goroutine. It is to be looked at; the chart page
// is for pointing at values.
type insightPicture struct {
	widget.BaseWidget
	w        *Window
	figure   charts.Figure
	says     string // the chart in words
	revision uint64

	raster  *canvas.Raster
	picture image.Image
	drawn   pictureKey
	drawing bool
}

var _ fyne.Accessible = (*insightPicture)(nil)

func newInsightPicture(w *Window, s view.InsightShown) *insightPicture {
	p := &insightPicture{w: w, figure: s.Picture, says: s.Says, revision: s.Revision}
	p.raster = canvas.NewRaster(p.paint)
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer implements fyne.Widget.
func (p *insightPicture) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(p.raster)
}

// MinSize implements fyne.CanvasObject: the height follows from the width.
func (p *insightPicture) MinSize() fyne.Size {
	p.ExtendBaseWidget(p)
	least := fyne.NewSize(280, 220)
	if st, err := (pictureKey{scale: 1, text: p.w.appearance.text(), look: Light}).style(); err == nil {
		if high, err := hollow(p.figure).Height(max(int(p.Size().Width), 280), st); err == nil { // else drawing it says why
			least.Height = float32(min(high, 420))
		}
	}
	return least
}

// paint returns the picture in so many pixels. Until it is drawn it is the one
// before.
func (p *insightPicture) paint(width, height int) image.Image {
	if width > 0 && height > 0 && p.raster.Size().Width > 0 {
		key := pictureKey{p.revision, image.Pt(width, height), float64(width) / float64(p.raster.Size().Width), p.w.appearance.text(), p.w.appearance.resolved()}
		if key != p.drawn && !p.drawing {
			p.draw(key)
		}
	}
	if p.picture == nil {
		return image.NewUniform(color.Transparent)
	}
	return p.picture
}

func (p *insightPicture) draw(key pictureKey) {
	p.drawing = true
	var drawn *charts.Picture
	p.w.run(task{
		do: func(context.Context, *progress) error {
			st, err := key.style()
			if err == nil {
				drawn, err = charts.Draw(p.figure, key.size, st)
			}
			return err
		},
		then: func(err error) {
			p.drawing, p.drawn = false, key // also if it cannot be drawn: once is enough
			if err != nil {
				p.w.showError(err)
				return
			}
			p.picture = drawn.Image
			if !p.w.inline { // who is painting has it already
				p.Refresh()
			}
		},
	})
}

// AccessibilityLabel implements fyne.Accessible.
func (p *insightPicture) AccessibilityLabel() string { return p.says }

// AccessibilityRole implements fyne.Accessible.
func (p *insightPicture) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }
