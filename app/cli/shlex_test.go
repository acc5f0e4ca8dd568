package cli

import (
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	for line, want := range map[string][]string{
		``:                              nil,
		"  \t ":                         nil,
		`# a comment`:                   nil,
		`log headache 7 #sleep`:         {"log", "headache", "7", "#sleep"},
		`log "two words" 'and "three"'`: {"log", "two words", `and "three"`},
		`a\ b "c\"d" 'e\f'`:             {"a b", `c"d`, `e\f`},
		`x ""`:                          {"x", ""},
		`pre"mid"post`:                  {"premidpost"},
		"windows\r":                     {"windows"},
	} {
		got, err := split(line)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: %q %v, want %q", line, got, err, want)
		}
	}
	for _, line := range []string{`"open`, `'open`, `end\`} {
		if got, err := split(line); err == nil {
			t.Errorf("%q: %q, want an error", line, got)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"log headache 7", `"a b" 'c'`, `\`, `"`, "# x", "a\x00b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		parts, err := split(line)
		if err != nil {
			return
		}
		var again []string
		for _, p := range parts {
			again = append(again, "'"+strings.ReplaceAll(p, "'", `'\''`)+"'")
		}
		if len(parts) == 0 {
			return
		}
		back, err := split(strings.Join(again, " "))
		if err != nil || !slices.Equal(back, parts) {
			t.Fatalf("%q -> %q -> %q (%v)", line, parts, back, err)
		}
	})
}
