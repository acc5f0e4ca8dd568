package words

import (
	"regexp"
	"strings"
	"sync/atomic"
)

// language is one translation.
type language struct {
	code  string // of ISO 639-1
	name  string // in itself
	pages map[string]map[string]string
	rest  map[string]string
	// change is done to every text, but not to what it takes; may be nil.
	change func(string) string
}

// languages are those there are; the first has every text.
var languages = []*language{
	{code: "en", name: "English", pages: englishPages, rest: english},
	{code: "es", name: "Español", pages: spanishPages, rest: spanish},
}

// used is the language that was chosen last, nil for the first.
var used atomic.Pointer[language]

func (l *language) lookup(key string) (string, bool) {
	place, _, _ := strings.Cut(key, ".")
	table, ok := l.pages[place]
	if !ok {
		table = l.rest
	}
	text, ok := table[key]
	if ok && l.change != nil {
		text = l.change(text)
	}
	return text, ok
}

// Languages returns the codes (ISO 639-1) of the languages there are, English first.
func Languages() []string {
	codes := make([]string, len(languages))
	for i, l := range languages {
		codes[i] = l.code
	}
	return codes
}

// LanguageName returns what a language is called in itself, "" for one there is not.
func LanguageName(code string) string {
	for _, l := range languages {
		if l.code == code {
			return l.name
		}
	}
	return ""
}

// Language returns the code of the language in use.
func Language() string {
	if l := used.Load(); l != nil {
		return l.code
	}
	return languages[0].code
}

// Use makes the texts from now on those of a language and reports whether there is
// one. code is one of [Languages], or begins with one as a locale does ("es_MX.UTF-8").
func Use(code string) bool {
	code, _, _ = strings.Cut(code, ".")
	code, _, _ = strings.Cut(strings.ReplaceAll(code, "-", "_"), "_")
	for _, l := range languages {
		if strings.EqualFold(l.code, code) {
			used.Store(l)
			return true
		}
	}
	return false
}

// FromEnvironment returns the locale that the surroundings ask for, "" for none:
// the first of KITH_LANGUAGE, LC_ALL, LC_MESSAGES and LANG that says something.
// getenv is [os.Getenv].
func FromEnvironment(getenv func(string) string) string {
	for _, name := range []string{"KITH_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if code := getenv(name); code != "" {
			return code
		}
	}
	return ""
}

// long is English with longer words; see [UseLong].
var long = &language{code: "en", name: "English", pages: englishPages, rest: english, change: lengthen}

// UseLong makes the texts from now on English ones that are about 40% longer and have
// accents, so that a test sees whether the window bears such a language.
func UseLong() { used.Store(long) }

// taken is what a text takes, and must stay as it is.
var taken = regexp.MustCompile(`%(?:\[\d\])?[-+# 0-9.]*[a-z%]|\{[a-z]+\}`)

var longVowels = strings.NewReplacer("a", "áá", "e", "éé", "i", "íí", "o", "óó", "u", "úú", "A", "ÁÁ", "E", "ÉÉ", "I", "ÍÍ", "O", "ÓÓ", "U", "ÚÚ")

func lengthen(text string) string {
	var b strings.Builder
	at := 0
	for _, m := range taken.FindAllStringIndex(text, -1) {
		b.WriteString(longVowels.Replace(text[at:m[0]]))
		b.WriteString(text[m[0]:m[1]])
		at = m[1]
	}
	b.WriteString(longVowels.Replace(text[at:]))
	return b.String()
}
