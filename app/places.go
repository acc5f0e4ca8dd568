package app

import (
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/body"
)

// BodyPlace is one of the places of the body that a text names.
type BodyPlace struct {
	Text string // as it is written
	Part string // the id of the part of the map; "" for one that the map does not have
}

// BodyPlaces reads the places of a text: names in the language in use or in
// English, with commas or "and" between.
func BodyPlaces(m *body.Map, text string) []BodyPlace {
	var places []BodyPlace
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;\n", r) }) {
		if item = strings.TrimSpace(item); item == "" {
			continue
		}
		if id := bodyPart(m, item); id != "" {
			places = append(places, BodyPlace{item, id})
			continue
		}
		parts := strings.Split(item, words.Text("body.and"))
		ids := make([]string, len(parts))
		for i, part := range parts {
			ids[i] = bodyPart(m, part)
		}
		if slices.Contains(ids, "") { // "pins and needles" is no list
			places = append(places, BodyPlace{item, ""})
			continue
		}
		for i, part := range parts {
			places = append(places, BodyPlace{strings.TrimSpace(part), ids[i]})
		}
	}
	return places
}

// BodyPartText is what a part is called in the language in use.
func BodyPartText(id string) string { return words.Text("body." + id) }

// bodyPart returns the id of the part that is called so, "" if there is none.
func bodyPart(m *body.Map, name string) string {
	folded := journal.Fold(name)
	for i := range m.Parts {
		if p := &m.Parts[i]; folded != "" && journal.Fold(BodyPartText(p.ID)) == folded {
			return p.ID
		}
	}
	if p := m.Find(name); p != nil {
		return p.ID
	}
	return ""
}
