package charts

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/golang/freetype/truetype"
	"github.com/wcharczuk/go-chart/v2"
	"golang.org/x/image/math/fixed"
)

// Font is a parsed TrueType font.
type Font struct{ ttf *truetype.Font }

// ParseFont reads a TrueType font, such as the one the window uses. It fails on
// anything else, OpenType with PostScript outlines included.
func ParseFont(ttf []byte) (*Font, error) {
	f, err := truetype.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read font: %w", err)
	}
	return &Font{ttf: f}, nil
}

// fonts returns the fonts of ordinary text and of names.
func (st Style) fonts() (text, bold *truetype.Font, err error) {
	if st.Font != nil {
		text = st.Font.ttf
	}
	if text == nil {
		if text, err = chart.GetDefaultFont(); err != nil {
			return nil, nil, fmt.Errorf("load default font: %w", err)
		}
	}
	if bold = text; st.Bold != nil && st.Bold.ttf != nil {
		bold = st.Bold.ttf
	}
	return text, bold, nil
}

// textWidth is the advance of s in a font size pixels high.
func textWidth(f *truetype.Font, size float64, s string) float64 {
	// Measured at 16 times the size: 26.6 numbers round each letter.
	scale := fixed.Int26_6(size * 64 * 16)
	var sum fixed.Int26_6
	prev, hasPrev := truetype.Index(0), false
	for _, r := range s {
		i := f.Index(r)
		if hasPrev {
			sum += f.Kern(scale, prev, i)
		}
		sum += f.HMetric(scale, i).AdvanceWidth
		prev, hasPrev = i, true
	}
	return float64(sum) / 64 / 16
}

// longest is how many letters of a text are looked at. No chart has room for more.
const longest = 300

// clean makes a text one line of printable letters.
func clean(s string) string {
	if len(s) > longest*4 {
		s = s[:longest*4]
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.TrimSpace(s)
	if letters := []rune(s); len(letters) > longest {
		s = string(letters[:longest])
	}
	return s
}

// fit shortens s with an ellipsis until it is at most width pixels wide. It
// returns "" where not even three letters have room: a single letter names nothing.
func fit(f *truetype.Font, size, width float64, s string) string {
	if textWidth(f, size, s) <= width {
		return s
	}
	dots := "…"
	if f.Index('…') == 0 {
		dots = "..."
	}
	letters := []rune(s)
	lo, hi := 0, len(letters) // letters[:lo] fits, letters[:hi] does not
	for lo+1 < hi {
		mid := (lo + hi) / 2
		if textWidth(f, size, string(letters[:mid])+dots) <= width {
			lo = mid
		} else {
			hi = mid
		}
	}
	if lo < 3 {
		return ""
	}
	return strings.TrimRight(string(letters[:lo]), " ,.;:-(") + dots
}
