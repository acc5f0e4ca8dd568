package view

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"kith/app"
	"kith/app/words"
	"kith/journal/exchange"
)

// explain is [app.Explain] with what an error says of the file as a sentence.
func explain(err error) app.Explanation {
	x := app.Explain(err).InWindow()
	for _, kind := range []error{exchange.ErrFormat, exchange.ErrTooLarge, exchange.ErrDamaged} {
		if errors.Is(err, kind) {
			x.Means = detail(err, kind)
		}
	}
	if errors.Is(err, exchange.ErrFormat) {
		x.Do = words.Text("bring.error.format.do")
	}
	if errors.Is(err, app.ErrPartlyImported) {
		x.Means, x.Do = words.Text("bring.error.partly.means"), words.Text("bring.error.partly.do")
	}
	return x
}

// detail is what an error says of a file, as a sentence: without what was tried
// in front and the kind of error at the end. It is "" if nothing is left.
func detail(err, kind error) string {
	text := strings.TrimSuffix(err.Error(), kind.Error())
	text = strings.TrimSuffix(strings.TrimSpace(text), ":")
	for _, tried := range []string{app.ErrPartlyImported.Error() + ": ", "look into the file: ", "import: ", "read the table: "} {
		text = strings.TrimPrefix(text, tried)
	}
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if !strings.HasSuffix(text, ".") {
		text += "."
	}
	return text
}
