package view

import (
	"slices"
	"strings"

	"kith/app/words"
	"kith/journal"
	"kith/journal/body"
)

// BodyMap is where in the body something was: parts chosen on the map, and whatever
// else somebody wrote. It is kept as one text, as it is typed in a quick line.
type BodyMap struct {
	Map   *body.Map
	items []bodyItem
}

// bodyItem is one of the places of a text; id is "" for one that the map does not
// have.
type bodyItem struct{ text, id string }

// NewBodyMap returns the map with the places of a text chosen. The error is a fault of
// the program.
func NewBodyMap(text string) (*BodyMap, error) {
	m, err := body.Load()
	if err != nil {
		return nil, err
	}
	b := &BodyMap{Map: m}
	b.SetText(text)
	return b, nil
}

// SetText chooses the places of a text: names with commas or "and" between.
func (b *BodyMap) SetText(text string) {
	b.items = nil
	for _, item := range itemsOf(text, ",;\n") {
		if id := b.find(item); id != "" {
			b.items = append(b.items, bodyItem{item, id})
			continue
		}
		parts := strings.Split(item, words.Text("body.and"))
		ids := make([]string, len(parts))
		for i, part := range parts {
			ids[i] = b.find(part)
		}
		if slices.Contains(ids, "") { // "pins and needles" is no list
			b.items = append(b.items, bodyItem{item, ""})
			continue
		}
		for i, part := range parts {
			b.items = append(b.items, bodyItem{strings.TrimSpace(part), ids[i]})
		}
	}
}

// find returns the part that is called so in the language in use, or in English.
func (b *BodyMap) find(name string) string {
	folded := journal.Fold(name)
	for i := range b.Map.Parts {
		if p := &b.Map.Parts[i]; folded != "" && journal.Fold(b.Name(p.ID)) == folded {
			return p.ID
		}
	}
	if p := b.Map.Find(name); p != nil {
		return p.ID
	}
	return ""
}

// Text returns the places as they are kept: "left temple, neck".
func (b *BodyMap) Text() string {
	texts := make([]string, len(b.items))
	for i, item := range b.items {
		texts[i] = item.text
	}
	return strings.Join(texts, ", ")
}

// Name returns what a part is called in the language in use.
func (b *BodyMap) Name(id string) string { return words.Text("body." + id) }

// Chosen reports whether a part is chosen.
func (b *BodyMap) Chosen(id string) bool {
	return slices.ContainsFunc(b.items, func(i bodyItem) bool { return i.id == id })
}

// Toggle chooses a part, or no longer.
func (b *BodyMap) Toggle(id string) {
	if b.Chosen(id) {
		b.items = slices.DeleteFunc(b.items, func(i bodyItem) bool { return i.id == id })
		return
	}
	b.items = append(b.items, bodyItem{b.Name(id), id})
}

// First is where the keyboard begins: a part that is chosen, or the first of all.
func (b *BodyMap) First() string {
	for _, i := range b.items {
		if i.id != "" {
			return i.id
		}
	}
	return b.Map.Parts[0].ID
}

// Says says a part and whether it is chosen, for who cannot see the map.
func (b *BodyMap) Says(id string) string {
	if b.Chosen(id) {
		return words.Text("body.chosen", b.Name(id))
	}
	return words.Text("body.free", b.Name(id))
}
