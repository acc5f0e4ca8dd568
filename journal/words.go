package journal

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// words splits a text into the words that search knows: letters and digits,
// folded, without accents; each Han, Hiragana or Katakana sign is a word of its
// own, because those scripts put no spaces between words.
func words(text string) []string {
	for i := 0; i < len(text); i++ {
		if text[i] >= 0x80 {
			return unicodeWords(text)
		}
	}
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
}

func unicodeWords(text string) []string {
	var found []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			found = append(found, word.String())
			word.Reset()
		}
	}
	for _, r := range norm.NFKD.String(folder.String(text)) {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			end()
			found = append(found, string(r))
		case unicode.IsLetter(r), unicode.IsNumber(r):
			word.WriteRune(r)
		case unicode.IsMark(r): // an accent
		default:
			end()
		}
	}
	end()
	return found
}

// minPrefix is how many letters a beginning of a word needs to stand for the
// whole of it; shorter ones match as words.
const minPrefix = 3

// maxCompletions bounds how many words a beginning stands for.
const maxCompletions = 400
