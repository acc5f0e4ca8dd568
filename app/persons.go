package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/sync/errgroup"

	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/journal/vault"
)

// Person is somebody whose health is recorded.
type Person struct {
	ID      journal.ID
	Name    string
	Created time.Time // when they were added, to the second
	// Joined says that somebody else founded the record. What may be done in it says
	// [App.Access].
	Joined bool
}

// Errors about persons.
var (
	ErrNoSuchPerson = errors.New("no such person")
	ErrPersonExists = errors.New("there is a person of this name")
	ErrName         = errors.New("not a name")
	// ErrNoPersons says that the vault has nobody in it yet.
	ErrNoPersons = errors.New("there is no person yet")
)

// UnknownPersonError says that nobody has a name, and who has one like it.
type UnknownPersonError struct {
	Name string
	Near []string // at most five
	All  int      // how many persons there are
}

// Error implements error.
func (e *UnknownPersonError) Error() string { return fmt.Sprintf("%q: %v", e.Name, ErrNoSuchPerson) }

// Is makes it an [ErrNoSuchPerson].
func (e *UnknownPersonError) Is(target error) bool { return target == ErrNoSuchPerson }

// WhichPersonError says that the vault has several persons and one must be chosen.
type WhichPersonError struct {
	Names []string // at most twenty
	All   int
}

// Error implements error.
func (e *WhichPersonError) Error() string {
	return fmt.Sprintf("one of %d persons must be named", e.All)
}

// Persons returns everybody in the order in which they were added.
func (a *App) Persons() []Person {
	var persons []Person
	for _, ref := range a.vault.Spaces() {
		if ref.Kind == journal.SpaceKind {
			persons = append(persons, personOf(ref))
		}
	}
	return persons
}

func personOf(ref vault.SpaceRef) Person {
	return Person{ID: ref.ID, Name: ref.Name, Created: ref.Created, Joined: ref.Joined}
}

// Person returns the person of a name, in which case and spaces do not matter,
// or of an id. It fails with an [UnknownPersonError].
func (a *App) Person(name string) (Person, error) {
	persons := a.Persons()
	for _, p := range persons {
		if journal.Fold(p.Name) == journal.Fold(name) {
			return p, nil
		}
	}
	if id, err := journal.ParseID(name); err == nil {
		for _, p := range persons {
			if p.ID == id {
				return p, nil
			}
		}
	}
	return Person{}, &UnknownPersonError{Name: name, Near: nearNames(persons, name), All: len(persons)}
}

// ThePerson returns the person of a name, or for "" the only one there is. It
// fails with [UnknownPersonError], [WhichPersonError] or [ErrNoPersons].
func (a *App) ThePerson(name string) (Person, error) {
	persons := a.Persons()
	switch {
	case len(persons) == 0:
		return Person{}, ErrNoPersons
	case name != "":
		return a.Person(name)
	case len(persons) == 1:
		return persons[0], nil
	}
	e := &WhichPersonError{All: len(persons)}
	for _, p := range persons[:min(len(persons), 20)] {
		e.Names = append(e.Names, p.Name)
	}
	return Person{}, e
}

// nearNames returns up to five names that somebody who typed name may have meant.
func nearNames(persons []Person, name string) []string {
	typed := journal.Fold(name)
	var near []string
	for _, p := range persons {
		folded := journal.Fold(p.Name)
		close := editDistance(typed, folded) <= max(1, len(typed)/4)
		if close || len(typed) >= 2 && (strings.Contains(folded, typed) || strings.Contains(typed, folded)) {
			near = append(near, p.Name)
		}
		if len(near) == 5 {
			break
		}
	}
	return near
}

// editDistance is Levenshtein's, by rune; names are short.
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 64 || len(y) > 64 {
		return max(len(x), len(y))
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		previous := row[0]
		row[0] = i + 1
		for j := range y {
			cost := previous
			if x[i] != y[j] {
				cost++
			}
			previous, row[j+1] = row[j+1], min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}

// checkName returns name without spaces around it, or why it cannot be one.
func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fmt.Errorf("it is empty: %w", ErrName)
	case len(name) > 200:
		return "", fmt.Errorf("it has more than 200 bytes: %w", ErrName)
	case strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == unicode.ReplacementChar }):
		return "", fmt.Errorf("it holds characters that cannot be shown: %w", ErrName)
	}
	return name, nil
}

// creators is how many records are made at once: each waits for the disk most
// of the time.
const creators = 4

// AddPersons adds persons, all or none, each with an empty record. It fails with
// [ErrName] or [ErrPersonExists].
func (a *App) AddPersons(ctx context.Context, names ...string) ([]Person, error) {
	taken := map[string]bool{}
	for _, p := range a.Persons() {
		taken[journal.Fold(p.Name)] = true
	}
	foundings := make([]space.Founding, len(names))
	wanted := make([]vault.NewSpace, len(names))
	for i, name := range names {
		name, err := checkName(name)
		if err != nil {
			return nil, fmt.Errorf("add person: %w", err)
		}
		if taken[journal.Fold(name)] {
			return nil, fmt.Errorf("add person %q: %w", name, ErrPersonExists)
		}
		taken[journal.Fold(name)] = true
		if foundings[i], err = space.Found(members.Record, a.self); err != nil {
			return nil, fmt.Errorf("add person: %w", err)
		}
		wanted[i] = vault.NewSpace{Kind: journal.SpaceKind, Name: name, ID: foundings[i].ID}
	}
	var made []*journal.Record
	refs, err := a.vault.AddFilledSpaces(wanted, func(refs []vault.SpaceRef) (err error) {
		made, err = a.createRecords(ctx, refs, foundings)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("add person: %w", err)
	}
	persons := make([]Person, len(refs))
	for i, ref := range refs {
		persons[i] = personOf(ref)
		if made[i] != nil {
			a.records.put(ref.ID, made[i])
		}
	}
	return persons, nil
}

// createRecords makes a record in each folder. Of many it keeps none open.
func (a *App) createRecords(ctx context.Context, refs []vault.SpaceRef, foundings []space.Founding) ([]*journal.Record, error) {
	made := make([]*journal.Record, len(refs))
	var group errgroup.Group
	group.SetLimit(creators)
	for i, ref := range refs {
		group.Go(func() error {
			r, err := journal.CreateRecord(ctx, a.config(ref), foundings[i], ref.Name)
			if err != nil {
				return err
			}
			if len(refs) > a.opts.MaxOpen/2 {
				return r.Close()
			}
			made[i] = r
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		for _, r := range made {
			if r != nil {
				err = errors.Join(err, r.Close())
			}
		}
		return nil, err
	}
	return made, nil
}

// RenamePerson gives a person another name, in the vault and in their record. One whose
// record was joined and can only be read gets another name here alone.
func (a *App) RenamePerson(ctx context.Context, p Person, name string) (Person, error) {
	name, err := checkName(name)
	if err != nil {
		return p, fmt.Errorf("rename person: %w", err)
	}
	for _, other := range a.Persons() {
		if other.ID != p.ID && journal.Fold(other.Name) == journal.Fold(name) {
			return p, fmt.Errorf("rename person to %q: %w", name, ErrPersonExists)
		}
	}
	err = a.with(ctx, p, func(r *journal.Record) error {
		err := r.Rename(ctx, name)
		if errors.Is(err, journal.ErrUnchanged) || p.Joined && errors.Is(err, journal.ErrReadOnly) {
			return nil
		}
		return err
	})
	if err != nil {
		return p, fmt.Errorf("rename person: %w", err)
	}
	if err := a.vault.RenameSpace(p.ID, name); err != nil {
		return p, err
	}
	p.Name = name
	return p, nil
}

// ErasePerson destroys a person's record on this computer for good: its key first,
// then its files. Backups made before still hold it, and so does everybody else who has
// it: of a joined record this is one's own copy, and does not take one out of its members.
func (a *App) ErasePerson(p Person) error {
	ref, err := a.ref(p.ID)
	if err != nil {
		return err
	}
	if s := a.Syncing(); s != nil {
		s.engine.drop(p.ID)
	}
	if err := a.records.drop(p.ID); err != nil {
		return a.inRecord(ref, err)
	}
	return errors.Join(a.vault.EraseSpace(p.ID), a.forgetCheckin(p.ID))
}
