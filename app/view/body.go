package view

import (
	"slices"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/journal/body"
)

// BodyMap is where in the body something was: parts chosen on the map, and whatever
// else somebody wrote. It is kept as one text, as it is typed in a quick line.
type BodyMap struct {
	Map   *body.Map
	items []app.BodyPlace
}

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
func (b *BodyMap) SetText(text string) { b.items = app.BodyPlaces(b.Map, text) }

// Text returns the places as they are kept: "left temple, neck".
func (b *BodyMap) Text() string {
	texts := make([]string, len(b.items))
	for i, item := range b.items {
		texts[i] = item.Text
	}
	return strings.Join(texts, ", ")
}

// Name returns what a part is called in the language in use.
func (b *BodyMap) Name(id string) string { return app.BodyPartText(id) }

// Chosen reports whether a part is chosen.
func (b *BodyMap) Chosen(id string) bool {
	return slices.ContainsFunc(b.items, func(i app.BodyPlace) bool { return i.Part == id })
}

// Toggle chooses a part, or no longer.
func (b *BodyMap) Toggle(id string) {
	if b.Chosen(id) {
		b.items = slices.DeleteFunc(b.items, func(i app.BodyPlace) bool { return i.Part == id })
		return
	}
	b.items = append(b.items, app.BodyPlace{Text: b.Name(id), Part: id})
}

// First is where the keyboard begins: a part that is chosen, or the first of all.
func (b *BodyMap) First() string {
	for _, i := range b.items {
		if i.Part != "" {
			return i.Part
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
