package charts

import (
	"fmt"
	"image/color"
	"math"
)

// Style is how a chart looks. The zero value is usable: light, at 1x, in the
// font that go-chart brings.
type Style struct {
	// Colors of the chart; the zero value is [Light].
	Colors Colors
	// Scale is device pixels for each point of layout, 0.5 to 4; 0 means 1.
	Scale float64
	// TextScale enlarges text alone, 0.5 to 3; 0 means 1.
	TextScale float64
	// Font and Bold write ordinary text and names. Nil is go-chart's Roboto.
	Font, Bold *Font
}

// Colors are opaque. What must be told apart also differs in shape or has its
// name beside it. Ratios are those of WCAG 2.2, section 1.4.
type Colors struct {
	Background color.NRGBA
	Text       color.NRGBA // names: at least 4.5:1 against Background
	Muted      color.NRGBA // axis labels and units: at least 4.5:1
	Grid       color.NRGBA // quiet lines that carry nothing themselves
	Axis       color.NRGBA // the baseline: at least 3:1
	Band       color.NRGBA // fill of a band; Text on it: at least 4.5:1
	BandEdge   color.NRGBA // its edge: at least 3:1
	Outcomes   [2]color.NRGBA
	Lanes      []color.NRGBA // taken in turn; an edge is darkened or lightened until it stands out
	// Heat is a scale from the least to the most, its luminance monotone and its
	// first step apart from the background.
	Heat []color.NRGBA
	// Contrast is the least ratio for the edges of bars; 0 means 3.
	Contrast float64
}

// The colours of Okabe and Ito (2008), which people with any of the common
// kinds of colour blindness can tell apart.
var (
	orange     = rgb(0xE69F00)
	sky        = rgb(0x56B4E9)
	green      = rgb(0x009E73)
	yellow     = rgb(0xF0E442)
	blue       = rgb(0x0072B2)
	vermillion = rgb(0xD55E00)
	purple     = rgb(0xCC79A7)
)

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 255}
}

// Light is dark ink on white.
func Light() Colors {
	return Colors{
		Background: rgb(0xFFFFFF),
		Text:       rgb(0x1F2933),
		Muted:      rgb(0x5B6773),
		Grid:       rgb(0xE6EAEE),
		Axis:       rgb(0x8A949E),
		Band:       rgb(0xFBEDE6),
		BandEdge:   rgb(0xC2673A),
		Outcomes:   [2]color.NRGBA{blue, vermillion},
		Lanes:      []color.NRGBA{green, orange, purple, sky, yellow},
		Heat:       []color.NRGBA{rgb(0xD6E8F4), rgb(0x9CC9E6), rgb(0x5AA5D6), rgb(0x1F74B1), rgb(0x0B3F6B)},
		Contrast:   3,
	}
}

// Dark is light ink on near black.
func Dark() Colors {
	return Colors{
		Background: rgb(0x15191E),
		Text:       rgb(0xECEFF2),
		Muted:      rgb(0xA3AEB9),
		Grid:       rgb(0x2A3138),
		Axis:       rgb(0x74808B),
		Band:       rgb(0x33241F),
		BandEdge:   rgb(0xD98A5F),
		Outcomes:   [2]color.NRGBA{sky, orange},
		Lanes:      []color.NRGBA{green, yellow, purple, vermillion, blue},
		Heat:       []color.NRGBA{rgb(0x22435A), rgb(0x2C6387), rgb(0x3A8ABA), rgb(0x66B8E8), rgb(0xC4E6FB)},
		Contrast:   3,
	}
}

// HighContrast is white and the brightest of the palette on black, at 7:1 and more.
func HighContrast() Colors {
	return Colors{
		Background: rgb(0x000000),
		Text:       rgb(0xFFFFFF),
		Muted:      rgb(0xFFFFFF),
		Grid:       rgb(0x555555),
		Axis:       rgb(0xFFFFFF),
		Band:       rgb(0x2B2B2B),
		BandEdge:   rgb(0xFFFFFF),
		Outcomes:   [2]color.NRGBA{yellow, sky},
		Lanes:      []color.NRGBA{sky, orange, green, purple, yellow},
		Heat:       []color.NRGBA{rgb(0x3D3D3D), rgb(0x6E6A3A), rgb(0xA59D3C), rgb(0xD3C93E), rgb(0xFFF9A8)},
		Contrast:   7,
	}
}

// resolve fills in defaults and refuses what no screen has.
func (st Style) resolve() (Style, error) {
	if st.Scale == 0 {
		st.Scale = 1
	}
	if st.TextScale == 0 {
		st.TextScale = 1
	}
	if !(st.Scale >= 0.5 && st.Scale <= 4) {
		return st, fmt.Errorf("chart scale is %v: want 0.5 to 4", st.Scale)
	}
	if !(st.TextScale >= 0.5 && st.TextScale <= 3) {
		return st, fmt.Errorf("chart text scale is %v: want 0.5 to 3", st.TextScale)
	}
	c := &st.Colors
	if c.Background == (color.NRGBA{}) && c.Text == (color.NRGBA{}) && c.Lanes == nil {
		*c = Light()
	}
	if len(c.Lanes) == 0 {
		c.Lanes = []color.NRGBA{c.Text}
	}
	if len(c.Heat) == 0 {
		c.Heat = []color.NRGBA{mix(c.Background, c.Text, 0.15), c.Text}
	}
	if c.Contrast == 0 {
		c.Contrast = 3
	}
	return st, nil
}

// luminance is the relative luminance of WCAG 2.2, from 0 for black to 1.
func luminance(c color.NRGBA) float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

// contrast is the contrast ratio of WCAG 2.2, from 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

// mix is part of b in a.
func mix(a, b color.NRGBA, part float64) color.NRGBA {
	m := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*part)) }
	return color.NRGBA{R: m(a.R, b.R), G: m(a.G, b.G), B: m(a.B, b.B), A: 255}
}

// standOut moves c away from the background, towards black or white, until the
// contrast is at least ratio or nothing is left to move.
func standOut(c, background color.NRGBA, ratio float64) color.NRGBA {
	far := rgb(0xFFFFFF)
	if luminance(background) > 0.18 { // nearer to white for the eye
		far = rgb(0x000000)
	}
	for part := 0.0; part < 1; part += 0.04 {
		if moved := mix(c, far, part); contrast(moved, background) >= ratio {
			return moved
		}
	}
	return far
}

// heat is the colour of a part, 0 to 1, of the most there is, on the scale
// Colors.Heat. It is monotone in luminance, and no part looks like the background:
// what has no data is drawn by [painter.unknown].
func (c Colors) heat(part float64) color.NRGBA {
	steps := c.Heat
	at := math.Min(1, math.Max(0, part)) * float64(len(steps)-1)
	i := min(int(at), max(0, len(steps)-2))
	return mix(steps[i], steps[min(i+1, len(steps)-1)], at-float64(i))
}

// on is the colour of text on a fill: black or white, whichever is read better.
func on(fill color.NRGBA) color.NRGBA {
	black, white := rgb(0), rgb(0xFFFFFF)
	if contrast(black, fill) >= contrast(white, fill) {
		return black
	}
	return white
}
