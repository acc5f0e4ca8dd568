package app

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"kith/app/words"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/journal/vault"
)

// Access returns what may be done in the record of a person: the role of the vault's
// owner, and which categories can be read. It opens the record.
func (a *App) Access(ctx context.Context, p Person) (access journal.Access, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		access = r.Access()
		return nil
	})
	return access, err
}

// Accesses is [App.Access] of everybody, several records at a time. A record that
// cannot be opened is left out, so that the others are listed all the same: what is
// wrong with it is told by whatever reads it.
func (a *App) Accesses(ctx context.Context) map[journal.ID]journal.Access {
	var mu sync.Mutex
	all := map[journal.ID]journal.Access{}
	var group errgroup.Group
	group.SetLimit(readers)
	for _, p := range a.Persons() {
		group.Go(func() error {
			access, err := a.Access(ctx, p)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			all[p.ID] = access
			return nil
		})
	}
	_ = group.Wait() // see above
	return all
}

// writable fails with a [journal.ReadOnlyError] if the record of a person cannot be
// written in, for whoever does something before the entry is written.
func (a *App) writable(ctx context.Context, p Person) error {
	return a.with(ctx, p, (*journal.Record).Writable)
}

// AccessText says what may be done in a record, "" if the vault's owner alone owns it.
func AccessText(access journal.Access) string {
	switch {
	case access.Waiting:
		return words.Text("person.role.waiting")
	case access.Removed:
		return words.Text("person.role.removed")
	case access.Role == members.Owner && len(access.Owners) > 1:
		return words.Text("person.role.owner")
	case access.Role == members.Owner:
		return ""
	case !access.Whole():
		return words.Text("person.role.partial", CategoriesText(access.Categories))
	case access.CanWrite():
		return words.Text("person.role.caregiver")
	}
	return words.Text("person.role.viewer")
}

// LimitText says what may not be done or seen in a record, "" if everything may.
func LimitText(access journal.Access) string {
	if access.CanWrite() && access.Whole() {
		return ""
	}
	return words.Text("person.limit", AccessText(access))
}

// CategoriesText lists categories in words: "treatments and appointments".
func CategoriesText(set journal.CategorySet) string {
	var names []string
	for _, c := range set.List() {
		names = append(names, words.Text("category."+c.String()))
	}
	return words.List(names)
}

func readOnlyKey(access journal.Access) string {
	switch {
	case access.Waiting:
		return "awaited"
	case access.Removed:
		return "taken_out"
	}
	return "to_read"
}

// AddJoined adds the record that a welcome lets this vault into, under the name that the
// inviter gave it, and with a number behind it if there is one of this name. It is there
// at once and waits for its contents, which syncing brings. A record that is there
// already is left as it is. others says that it is somebody else's, and not one's own
// from another computer.
func (a *App) AddJoined(ctx context.Context, w space.Welcome, others bool) (Person, error) {
	if ref, err := a.ref(w.Space); err == nil {
		return personOf(ref), nil
	}
	if w.Kind != members.Record {
		return Person{}, fmt.Errorf("join: a %v is no record of a person: %w", w.Kind, space.ErrWelcome)
	}
	wanted := vault.NewSpace{Kind: journal.SpaceKind, Name: a.uniqueName(w.Name, w.Space), ID: w.Space, Joined: others}
	var made *journal.Record
	refs, err := a.vault.AddFilledSpaces([]vault.NewSpace{wanted}, func(refs []vault.SpaceRef) (err error) {
		made, err = journal.JoinRecord(ctx, a.config(refs[0]), w)
		return err
	})
	if err != nil {
		return Person{}, fmt.Errorf("join: %w", err)
	}
	a.records.put(refs[0].ID, made)
	return personOf(refs[0]), nil
}
