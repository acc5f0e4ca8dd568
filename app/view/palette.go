package view

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// PaletteItem is something that the palette can do: give a command, or show a
// person.
type PaletteItem struct {
	Command  string // the ID of a command, "" for a person
	Shown    Shown  // what to show, for a person
	Title    string
	Group    string // the menu it stands in, or what kind of thing it is
	Shortcut string // "Ctrl+N", or ""

	hay []haystack
}

// haystack is one text in which an item is looked for, in words.
type haystack struct {
	words []string // folded
	whole string   // the words, without anything between them
	worth int      // of a match in it, from 0
}

// Palette finds commands and persons by what somebody types.
type Palette struct {
	items []PaletteItem
}

// NewPalette returns a palette of the commands that can be given now, as can says,
// and of the persons among whom shown is a choice.
func NewPalette(can func(app.Command) bool, shown Shown) *Palette {
	p := new(Palette)
	for _, c := range app.Commands() {
		key := "command." + c.ID
		if c.ID == "palette" || !words.Has(key) || !can(c) {
			continue
		}
		item := PaletteItem{Command: c.ID, Title: words.Text(key), Shortcut: c.Shortcut}
		if c.Menu != "" {
			item.Group = words.Text("menu." + string(c.Menu))
		}
		item.hay = []haystack{newHaystack(item.Title, 40), newHaystack(c.ID, 20)}
		if key := "settings.find." + c.ID; words.Has(key) {
			item.hay = append(item.hay, newHaystack(words.Text(key), 20))
		}
		p.items = append(p.items, item)
	}
	for _, choice := range NewPersonSwitch(shown).Choices("") {
		if choice.Current {
			continue
		}
		item := PaletteItem{
			Shown: choice.Shown, Title: words.Text("settings.palette.show", choice.Title),
			Group: words.Text("settings.palette.person"),
		}
		item.hay = []haystack{newHaystack(choice.Title, 40), newHaystack(item.Title, 30), newHaystack(item.Group, 10)}
		p.items = append(p.items, item)
	}
	return p
}

func newHaystack(text string, worth int) haystack {
	h := haystack{words: foldedWords(text), worth: worth}
	h.whole = strings.Join(h.words, "")
	return h
}

func foldedWords(text string) []string {
	return strings.FieldsFunc(journal.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Find returns what fits text, the best first; everything, in the order of the
// menus, if text is empty. Every word of text must be found in an item: as the
// beginning of a word of its title or of a word that means the same, inside one,
// as letters that come in this order, or with one letter wrong.
func (p *Palette) Find(text string) []PaletteItem {
	wanted := foldedWords(text)
	type hit struct {
		item  PaletteItem
		score int
	}
	var hits []hit
	for _, item := range p.items {
		total := 0
		for _, word := range wanted {
			best := 0
			for _, h := range item.hay {
				best = max(best, h.score(word))
			}
			if best == 0 {
				total = -1
				break
			}
			total += best
		}
		if total >= 0 {
			hits = append(hits, hit{item, total})
		}
	}
	if len(wanted) > 0 {
		slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(b.score, a.score) })
	}
	items := make([]PaletteItem, len(hits))
	for i, h := range hits {
		items[i] = h.item
	}
	return items
}

// score says how well a word fits: 0 is not at all.
func (h haystack) score(word string) int {
	best := 0
	for i, have := range h.words {
		switch {
		case have == word:
			best = max(best, 100)
		case strings.HasPrefix(have, word):
			best = max(best, 80)
		case strings.Contains(have, word):
			best = max(best, 40)
		case len(word) >= 4 && oneWrong(have, word):
			best = max(best, 30)
		default:
			continue
		}
		if i == 0 {
			best++ // the first word of a title says most
		}
	}
	if best == 0 && len(word) >= 2 && h.words != nil && inOrder(h.whole, word) && h.worth >= 40 {
		best = 10
	}
	if best == 0 {
		return 0
	}
	return best + h.worth
}

// inOrder reports whether the letters of word come in whole in this order, the
// first of them first.
func inOrder(whole, word string) bool {
	rest := []rune(word)
	for i, r := range whole {
		if len(rest) == 0 {
			break
		}
		if r == rest[0] {
			rest = rest[1:]
		} else if i == 0 {
			return false
		}
	}
	return len(rest) == 0
}

// oneWrong reports whether word becomes the beginning of have by changing, adding
// or leaving out one letter, or by exchanging two neighbours.
func oneWrong(have, word string) bool {
	h, w := []rune(have), []rune(word)
	same := 0
	for same < len(h) && same < len(w) && h[same] == w[same] {
		same++
	}
	if same == len(w) {
		return true
	}
	begins := func(long, short []rune) bool {
		return len(short) <= len(long) && slices.Equal(long[:len(short)], short)
	}
	restH, restW := h[same:], w[same:]
	switch {
	case len(restH) > 0 && begins(restH[1:], restW[1:]): // changed
		return true
	case begins(restH, restW[1:]): // one too many typed
		return true
	case len(restH) > 0 && begins(restH[1:], restW): // one left out
		return true
	}
	return len(restH) > 1 && len(restW) > 1 && restH[0] == restW[1] && restH[1] == restW[0] && begins(restH[2:], restW[2:])
}
