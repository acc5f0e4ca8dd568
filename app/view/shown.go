package view

import (
	"slices"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// Shown is whose entries the window shows: one person's, or everybody's.
type Shown struct {
	all      []app.Person
	everyone bool
	one      journal.ID // if not everyone
}

// NewShown shows the first of all persons; with nobody there it shows nobody.
func NewShown(all []app.Person) Shown {
	s := Shown{all: all}
	if len(all) > 0 {
		s.one = all[0].ID
	}
	return s
}

// With returns the same choice among other persons, for when some were added,
// renamed or erased. Who is gone is replaced by the first.
func (s Shown) With(all []app.Person) Shown {
	next := NewShown(all)
	next.everyone = s.everyone && len(all) > 1
	if slices.ContainsFunc(all, func(p app.Person) bool { return p.ID == s.one }) {
		next.one = s.one
	}
	return next
}

// Only shows one person.
func (s Shown) Only(p app.Person) Shown {
	s.everyone, s.one = false, p.ID
	return s
}

// Everyone shows all persons together.
func (s Shown) Everyone() Shown {
	s.everyone = true
	return s
}

// All returns everybody in the journal.
func (s Shown) All() []app.Person { return s.all }

// IsEveryone reports whether all persons are shown together.
func (s Shown) IsEveryone() bool { return s.everyone }

// Persons returns who is shown.
func (s Shown) Persons() []app.Person {
	if s.everyone {
		return s.all
	}
	if p, ok := s.Writer(); ok {
		return []app.Person{p}
	}
	return nil
}

// Writer returns the person whom a new entry is for: the one shown, or the one
// shown last if it is everybody.
func (s Shown) Writer() (app.Person, bool) {
	for _, p := range s.all {
		if p.ID == s.one {
			return p, true
		}
	}
	return app.Person{}, false
}

// Title says who is shown.
func (s Shown) Title() string {
	if s.everyone {
		return words.Text("window.everyone")
	}
	if p, ok := s.Writer(); ok {
		return p.Name
	}
	return words.Text("window.nobody")
}
