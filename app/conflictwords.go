package app

import (
	"kith/app/words"
	"kith/journal"
)

// WhoText says who wrote something down, and on which device: "you, on this
// computer".
func (a *App) WhoText(author, device journal.ID) string {
	switch {
	case author != a.Me():
		return words.Text("conflict.who.other", author.Short())
	case device == journal.ID(a.self.Device.Public().ID()):
		return words.Text("conflict.who.here")
	}
	return words.Text("conflict.who.mine")
}

// ConflictTitle asks what a conflict is about: "Ibuprofen: written twice?".
func ConflictTitle(c *Conflict) string {
	if len(c.Doses) > 2 {
		return words.Text("conflict.title.more", c.Doses[0].Name, len(c.Doses))
	}
	return words.Text("conflict.title", c.Doses[0].Name)
}

// ConflictJSON is the JSON of a conflict.
type ConflictJSON struct {
	Person   string     `json:"person"`
	PersonID string     `json:"person_id"`
	Name     string     `json:"name"`
	Doses    []Document `json:"doses"`
}

// ConflictDocumentOf returns the document of a conflict.
func ConflictDocumentOf(c *Conflict) ConflictJSON {
	doc := ConflictJSON{Person: c.Person.Name, PersonID: c.Person.ID.String(), Name: c.Doses[0].Name}
	for i := range c.Doses {
		doc.Doses = append(doc.Doses, DocumentOf(c.Person.Name, &c.Doses[i]))
	}
	return doc
}
