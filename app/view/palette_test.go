package view

import (
	"slices"
	"strings"
	"testing"

	"kith/app"
	"kith/app/words"
)

func paletteOf(t *testing.T, persons ...string) *Palette {
	t.Helper()
	s := newSettings(t, persons...)
	return NewPalette(func(app.Command) bool { return true }, NewShown(s.app.Persons()))
}

func TestPaletteFinds(t *testing.T) {
	p := paletteOf(t, "Anna", "Ben Berger")
	for _, c := range []struct{ typed, first string }{
		{"back", "Back up"},
		{"save copy", "Back up"},
		{"bakc", "Back up"}, // two neighbours exchanged
		{"pasphrase change", "Change passphrase"},
		{"password", "Change passphrase"},
		{"setings", "Settings"},
		{"options", "Settings"},
		{"font bigger", "Larger text"},
		{"dark", "Light, dark or high contrast"},
		{"tl", "Timeline"},
		{"ben", "Show Ben Berger"},
		{"berg", "Show Ben Berger"},
		{"everybody", "Everybody"},
		{"show every", "Show Everybody"},
		{"BERGER", "Show Ben Berger"},
		{"wipe all", "Erase everything"},
	} {
		found := p.Find(c.typed)
		if len(found) == 0 || found[0].Title != c.first {
			t.Errorf("%q finds %q, not %q", c.typed, titles(found), c.first)
		}
	}
	for _, typed := range []string{"qqqq", "back zzz"} {
		if found := p.Find(typed); len(found) > 0 {
			t.Errorf("%q finds %q", typed, titles(found))
		}
	}
	if found := titles(p.Find("ann")); slices.Contains(found, "Show Anna") {
		t.Errorf("who is shown already is offered: %q", found)
	}
}

func titles(items []PaletteItem) []string {
	var list []string
	for _, i := range items {
		list = append(list, i.Title)
	}
	return list
}

// TestPaletteHasEverything: with nothing typed every command of the menus that can
// be given is there, once, and the palette itself is not.
func TestPaletteHasEverything(t *testing.T) {
	p := paletteOf(t, "Anna")
	found := p.Find(" ")
	seen := map[string]bool{}
	for _, item := range found {
		if seen[item.Command] || item.Title == "" || item.Command == "palette" {
			t.Errorf("%+v", item)
		}
		seen[item.Command] = true
	}
	for _, c := range app.Commands() {
		if c.Menu != "" && c.ID != "palette" && !seen[c.ID] {
			t.Errorf("%s is missing", c.ID)
		}
	}
	none := NewPalette(func(app.Command) bool { return false }, NewShown(nil))
	if found := none.Find(""); len(found) > 0 {
		t.Errorf("what cannot be done is offered: %q", titles(found))
	}
	for key := range strings.SplitSeq(words.Text("command.backup"), " ") {
		if len(p.Find(key)) == 0 {
			t.Errorf("%q finds nothing", key)
		}
	}
}

func TestOneWrong(t *testing.T) {
	for _, c := range []struct {
		have, word string
		want       bool
	}{
		{"backup", "back", true}, {"backup", "bakup", true}, {"backup", "bacckup", true},
		{"backup", "bcakup", true}, {"backup", "bxckup", true}, {"backup", "bxxkup", false},
		{"backup", "backupxy", false}, {"ab", "abcd", false}, {"größe", "grose", false}, {"größe", "gröse", true},
	} {
		if got := oneWrong(c.have, c.word); got != c.want {
			t.Errorf("%s, %s: %v", c.have, c.word, got)
		}
	}
}

func FuzzPalette(f *testing.F) {
	for _, text := range []string{"", "back", "a b c", "größe", "\xff\xfe", "🙂 x"} {
		f.Add(text)
	}
	p := NewPalette(func(app.Command) bool { return true }, NewShown(nil))
	all := len(p.Find(""))
	f.Fuzz(func(t *testing.T, text string) {
		if n := len(p.Find(text)); n > all {
			t.Errorf("%q finds %d of %d", text, n, all)
		}
	})
}
