package view

import (
	"errors"
	"testing"

	"kith/app"
)

func TestPersons(t *testing.T) {
	s := newSettings(t, "Anna")
	ctx := t.Context()
	if _, err := s.AddPerson(ctx, "anna"); !errors.Is(err, app.ErrPersonExists) {
		t.Error(err)
	}
	ben, err := s.AddPerson(ctx, "Ben")
	if err != nil {
		t.Fatal(err)
	}
	if ben, err = s.RenamePerson(ctx, ben, "Ben Berger"); err != nil || ben.Name != "Ben Berger" {
		t.Fatal(ben, err)
	}
	for _, typed := range []string{"", "Ben", "Anna"} {
		if err := s.ErasePerson(ctx, ben, typed); !isInput(err) {
			t.Fatalf("%q: %v", typed, err)
		}
	}
	if len(s.Persons()) != 2 {
		t.Fatal("a wrong name erased somebody")
	}
	if err := s.ErasePerson(ctx, ben, " ben berger"); err != nil {
		t.Fatal(err)
	}
	if rows := s.Persons(); len(rows) != 1 || rows[0].Person.Name != "Anna" || rows[0].Since == "" {
		t.Errorf("%+v", rows)
	}
}

func TestPersonSwitch(t *testing.T) {
	s := newSettings(t, "Anna Berg", "Ben", "Anton")
	shown := NewShown(s.app.Persons())
	list := func(shown Shown, text string) (titles []string, current string) {
		for _, c := range NewPersonSwitch(shown).Choices(text) {
			titles = append(titles, c.Title)
			if c.Current {
				current += c.Title
			}
		}
		return titles, current
	}
	if all, current := list(shown, ""); len(all) != 4 || all[0] != "Everybody" || current != "Anna Berg" {
		t.Error(all, current)
	}
	if _, current := list(shown.Everyone(), ""); current != "Everybody" {
		t.Error(current)
	}
	for text, want := range map[string]int{"an": 2, "an b": 1, "ben": 1, "every": 1, "x": 0, "B": 2} {
		if got, _ := list(shown, text); len(got) != want {
			t.Errorf("%q: %q", text, got)
		}
	}
	choice := NewPersonSwitch(shown).Choices("ben")[0]
	if choice.Shown.Title() != "Ben" {
		t.Error(choice.Shown.Title())
	}
	if all, _ := list(NewShown(s.app.Persons()[:1]), ""); len(all) != 1 {
		t.Errorf("everybody is one person: %q", all)
	}
}
