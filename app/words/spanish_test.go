package words

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// tablesOf returns the tables of a language in one, which has every key once.
func tablesOf(l *language) map[string]string {
	all := maps.Clone(l.rest)
	for _, table := range l.pages {
		maps.Copy(all, table)
	}
	return all
}

// TestTranslations: a translated text takes what the English one takes in the same
// order, has the same options and commands to type, and is in the table in which it
// is looked for.
func TestTranslations(t *testing.T) {
	typed := regexp.MustCompile(`(?:^|\s)--[a-z-]+|kith (?:help|history|init|list|log|person|recover|restore|slot|undo|verify)`)
	for _, l := range languages[1:] {
		for key, text := range tablesOf(l) {
			english, ok := languages[0].lookup(key)
			if !ok {
				t.Errorf("%s: %s is no key", l.code, key)
				continue
			}
			if found, ok := l.lookup(key); !ok || found != text {
				t.Errorf("%s: %s is in the wrong table", l.code, key)
			}
			if got, want := taken.FindAllString(text, -1), taken.FindAllString(english, -1); !slices.Equal(got, want) && key != "settings.cheat" {
				t.Errorf("%s: %s takes %q, want %q", l.code, key, got, want)
			}
			if strings.TrimSpace(text) == "" && strings.TrimSpace(english) != "" {
				t.Errorf("%s: %s is empty", l.code, key)
			}
			if strings.HasSuffix(text, " ") != strings.HasSuffix(english, " ") || strings.HasSuffix(text, "\n") != strings.HasSuffix(english, "\n") {
				t.Errorf("%s: %s does not end as %q does", l.code, key, english)
			}
			if strings.HasPrefix(key, "help.") && (strings.HasSuffix(key, ".args") || strings.HasSuffix(key, ".example")) {
				if text != english {
					t.Errorf("%s: %s is typed, and must stay as it is", l.code, key)
				}
				continue
			}
			want := typed.FindAllString(english, -1)
			for _, word := range want {
				if !strings.Contains(text, strings.TrimSpace(word)) {
					t.Errorf("%s: %s does not say %q", l.code, key, word)
				}
			}
			for _, line := range strings.Split(text, "\n") {
				if strings.HasPrefix(key, "help.") && len([]rune(line)) > 110 {
					t.Errorf("%s: %s has a line of %d characters", l.code, key, len([]rune(line)))
				}
			}
		}
	}
}

// TestTranslationsComplete: every text is there in every language.
func TestTranslationsComplete(t *testing.T) {
	for _, l := range languages[1:] {
		for key, text := range tablesOf(languages[0]) {
			if _, ok := l.lookup(key); !ok {
				t.Errorf("%s has no %s: %q", l.code, key, text)
			}
		}
	}
}
