package charts

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// visual puts the letters of a line into the order in which they stand from left
// to right, as the Unicode bidirectional algorithm has it (UAX #9): a renderer
// writes them one after the other. An SVG is left alone, its reader does it.
func visual(s string) string {
	if !strings.ContainsFunc(s, rightToLeft) {
		return s
	}
	var p bidi.Paragraph
	if _, err := p.SetString(s); err != nil {
		return s // no option was given that could fail
	}
	order, err := p.Order()
	if err != nil {
		return s
	}
	// The order has its runs as they are written; here they are moved (rule L2).
	// In a line that begins from left to right, what is from right to left stands
	// in reverse together with the numbers in between; one that begins from right
	// to left is in reverse as a whole.
	var out, island []string
	flush := func() {
		slices.Reverse(island)
		out, island = append(out, island...), nil
	}
	fromRight := begins(s)
	for i := range order.NumRuns() {
		run := order.Run(i)
		text := run.String()
		switch {
		case run.Direction() == bidi.RightToLeft:
			island = append(island, bidi.ReverseString(text))
			continue
		case fromRight:
			island = append(island, text)
			continue
		case len(island) > 0:
			n := digits(text)
			island, text = append(island, text[:n]), text[n:]
		}
		if text != "" {
			flush()
			out = append(out, text)
		}
	}
	flush()
	return strings.Join(out, "")
}

// digits is how many bytes at the beginning of a text are a number.
func digits(text string) (n int) {
	for i, r := range text {
		switch {
		case unicode.IsDigit(r):
			n = i + len(string(r))
		case !strings.ContainsRune(".,:/", r):
			return n
		}
	}
	return n
}

// begins reports whether the first letter of a line is from right to left.
func begins(s string) bool {
	for _, r := range s {
		switch properties, _ := bidi.LookupRune(r); properties.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

func rightToLeft(r rune) bool {
	if r < 0x590 {
		return false
	}
	properties, _ := bidi.LookupRune(r)
	class := properties.Class()
	return class == bidi.R || class == bidi.AL
}
