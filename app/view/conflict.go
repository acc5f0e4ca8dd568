package view

import (
	"context"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// Conflicts is the sheet of doses that may be written down twice.
type Conflicts struct {
	a      *app.App
	Groups []ConflictGroup
}

// ConflictGroup is doses that may be one.
type ConflictGroup struct {
	Title string // "Ibuprofen: written twice?", and whose if several persons are shown
	Keep  string // "Both were taken"
	Doses []ConflictDose
	of    app.Conflict
}

// ConflictDose is one of them.
type ConflictDose struct {
	ID   journal.ID
	Text string // what it says
	Note string // when it was taken, who wrote it down and on which device
}

// LoadConflicts reads what is open of the persons that are shown.
func LoadConflicts(ctx context.Context, a *app.App, shown Shown) (*Conflicts, error) {
	persons := shown.Persons()
	list, err := a.Conflicts(ctx, persons)
	if err != nil {
		return nil, err
	}
	m := &Conflicts{a: a}
	for _, c := range list {
		g := ConflictGroup{Title: app.ConflictTitle(&c), Keep: words.Text("conflict.keep"), of: c}
		if len(c.Doses) == 2 {
			g.Keep = words.Text("conflict.keep.both")
		}
		if len(persons) > 1 {
			g.Title = words.Text("trash.whose", c.Person.Name, g.Title)
		}
		for i := range c.Doses {
			e := &c.Doses[i]
			g.Doses = append(g.Doses, ConflictDose{e.ID, app.Describe(e),
				words.Text("conflict.by", app.WhenText(e.When), a.WhoText(e.EnteredBy, e.Device))})
		}
		m.Groups = append(m.Groups, g)
	}
	return m, nil
}

// Keep says that all doses of a group were taken, and returns what to say of it.
func (m *Conflicts) Keep(ctx context.Context, g ConflictGroup) (string, error) {
	_, err := m.a.KeepBoth(ctx, g.of.Person, g.Doses[0].ID)
	return words.Text("conflict.said.keep", flat(g.of.Doses[0].Name)), err
}

// Drop deletes one dose of a group, and returns what to say of it.
func (m *Conflicts) Drop(ctx context.Context, g ConflictGroup, d ConflictDose) (string, error) {
	_, err := m.a.DropDoubles(ctx, g.of.Person, d.ID)
	return words.Text("conflict.said.drop", flat(d.Text)), err
}

// Limit says what may not be done or seen in the record, "" if everything may.
func (t *Today) Limit() string {
	if t.shown == nil {
		return ""
	}
	return app.LimitText(t.shown.Access)
}

// Conflicts returns what is open of the last days, a sentence each.
func (t *Today) Conflicts() []string {
	if t.shown == nil {
		return nil
	}
	var lines []string
	for _, c := range t.shown.Conflicts {
		lines = append(lines, words.Text("conflict.today", flat(c.Doses[0].Name)))
	}
	return lines
}
