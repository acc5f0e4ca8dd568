package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"kith/app/view"
)

// mark is the sign of a group of kinds: a shape and a colour, so that either alone
// tells them apart. It is one rectangle, because hundreds are drawn in a frame.
type mark struct {
	width, height, radius float32 // at 15 units of text
	hollow                bool
	light, dark           color.NRGBA // on light and on dark ground, 3:1 and more
}

// The colours are those of Okabe and Ito, darkened on light ground.
var marks = map[view.KindGroup]mark{
	view.GroupSymptom:   {12, 12, 6, false, rgb(0xc24a00), rgb(0xff8f4d)},
	view.GroupMedicine:  {17, 9, 4.5, false, rgb(0x0069a6), rgb(0x62b6f2)},
	view.GroupMeasure:   {12, 12, 6, true, rgb(0x007a57), rgb(0x44d1a5)},
	view.GroupFactor:    {11, 11, 2, false, rgb(0x9c6500), rgb(0xf2bb4e)},
	view.GroupNote:      {10, 13, 2, true, rgb(0x566267), rgb(0xb4c0c4)},
	view.GroupCondition: {12, 12, 3, true, rgb(0x9a3f7d), rgb(0xe79ac8)},
	view.GroupEvent:     {5, 14, 2, false, rgb(0x4a63b8), rgb(0xa3b6ff)},
}

// colour is the colour of the mark on the ground of the look.
func (m mark) colour() color.NRGBA {
	if isDark() {
		return m.dark
	}
	return m.light
}

// isDark reports whether the look has a dark ground.
func isDark() bool {
	r, g, b, _ := theme.Color(theme.ColorNameBackground).RGBA()
	return r+g+b < 3*0x8000
}

// draw makes r the mark of a group and returns its size. The caller refreshes it.
func (m mark) draw(r *canvas.Rectangle) fyne.Size {
	grow := theme.Size(theme.SizeNameText) / 15
	r.FillColor, r.StrokeColor, r.StrokeWidth = m.colour(), nil, 0
	if m.hollow {
		r.FillColor, r.StrokeColor, r.StrokeWidth = color.Transparent, m.colour(), 2.5*grow
	}
	r.CornerRadius = m.radius * grow
	return fyne.NewSize(m.width*grow, m.height*grow)
}

// markWidth is the room for any mark.
func markWidth() float32 { return 18 * theme.Size(theme.SizeNameText) / 15 }
