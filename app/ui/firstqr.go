package ui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// quietZone is how many modules of white belong around a QR code (ISO/IEC 18004).
const quietZone = 4

// newQRCode shows a QR code, black on white in every look since not every scanner
// reads the reverse. Each module is a whole number of pixels at any scale.
func newQRCode(modules [][]bool, size float32) fyne.CanvasObject {
	r := canvas.NewRaster(func(width, height int) image.Image { return drawQRCode(modules, width, height) })
	r.SetMinSize(fyne.NewSquareSize(size))
	return r
}

// drawQRCode draws modules as large as they fit, in the middle.
func drawQRCode(modules [][]bool, width, height int) image.Image {
	img := image.NewGray(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = 0xff
	}
	side := len(modules) + 2*quietZone
	scale := min(width, height) / side
	left, top := (width-scale*len(modules))/2, (height-scale*len(modules))/2
	for y, row := range modules {
		for x, dark := range row {
			if !dark {
				continue
			}
			for dy := range scale {
				for dx := range scale {
					img.SetGray(left+x*scale+dx, top+y*scale+dy, color.Gray{})
				}
			}
		}
	}
	return img
}
