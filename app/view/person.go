package view

import (
	"context"
	"errors"
	"strings"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// PersonRow is one person in the settings.
type PersonRow struct {
	Person app.Person
	Since  string // when they were added
}

// Persons returns everybody in the journal, in the order in which they were added.
func (s *Settings) Persons() []PersonRow {
	persons := s.app.Persons()
	rows := make([]PersonRow, len(persons))
	for i, p := range persons {
		rows[i] = PersonRow{Person: p, Since: words.Text("settings.person.since", s.dateOf(p.Created))}
	}
	return rows
}

// AddPerson adds somebody with an empty record.
func (s *Settings) AddPerson(ctx context.Context, name string) (app.Person, error) {
	added, err := s.app.AddPersons(ctx, name)
	if err != nil {
		return app.Person{}, err
	}
	return added[0], nil
}

// RenamePerson gives a person another name.
func (s *Settings) RenamePerson(ctx context.Context, p app.Person, name string) (app.Person, error) {
	return s.app.RenamePerson(ctx, p, name)
}

// ErasePerson destroys a person's record for good if typed is their name, which is
// an [app.InputError] otherwise.
func (s *Settings) ErasePerson(_ context.Context, p app.Person, typed string) error {
	if !SameTyped(typed, p.Name) {
		return &app.InputError{Err: errors.New(words.Text("person.erase.differs"))}
	}
	return s.app.ErasePerson(p)
}

// PersonChoice is one line of the list of whose entries to show.
type PersonChoice struct {
	Title   string
	Current bool
	Shown   Shown // what choosing it shows
}

// PersonSwitch chooses whose entries are shown: one person's, or everybody's.
type PersonSwitch struct {
	shown Shown
}

// NewPersonSwitch returns the choice among the persons of what is shown now.
func NewPersonSwitch(shown Shown) *PersonSwitch { return &PersonSwitch{shown} }

// Choices returns the persons in whose name every word of text begins one, and
// everybody first if there are several; the others in the order in which they were
// added.
func (s *PersonSwitch) Choices(text string) []PersonChoice {
	var choices []PersonChoice
	add := func(title string, current bool, shown Shown) {
		if namedBy(title, text) {
			choices = append(choices, PersonChoice{title, current, shown})
		}
	}
	if len(s.shown.All()) > 1 {
		add(words.Text("window.everyone"), s.shown.IsEveryone(), s.shown.Everyone())
	}
	one, ok := s.shown.Writer()
	for _, p := range s.shown.All() {
		add(p.Name, ok && !s.shown.IsEveryone() && p.ID == one.ID, s.shown.Only(p))
	}
	return choices
}

// namedBy reports whether every word of text is the beginning of a word of name.
func namedBy(name, text string) bool {
	have := strings.Fields(journal.Fold(name))
	for _, word := range strings.Fields(journal.Fold(text)) {
		found := false
		for _, h := range have {
			found = found || strings.HasPrefix(h, word)
		}
		if !found {
			return false
		}
	}
	return true
}
