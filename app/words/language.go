package words

import (
	"strings"
	"sync/atomic"
)

// language is one translation.
type language struct {
	code  string // of ISO 639-1
	name  string // in itself
	pages map[string]map[string]string
	rest  map[string]string
}

// languages are those there are; the first has every text.
var languages = []*language{
	{"en", "English", englishPages, english},
	{"es", "Español", spanishPages, spanish},
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
