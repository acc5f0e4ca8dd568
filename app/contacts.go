package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/p2p/pair"
)

// ErrNoSuchContact says that nobody of a name or id is known.
var ErrNoSuchContact = errors.New("no such contact")

// Contact is somebody else who shares a record with the vault's owner.
type Contact struct {
	Author  journal.ID
	Name    string   // what they call themselves; "" if that is not known
	Persons []Person // whose record both have
	// Digits is the safety number: sixty digits that both see, in groups of five.
	Digits []string
	// Compared is when a person said that both saw the same; zero is never.
	Compared time.Time
	// Replaces is set if somebody of this name had another key before: this may
	// be their new computer, or somebody else.
	Replaces *Contact

	key crypto.PublicKey
}

// Label is the name of a contact as a line shows it, never empty.
func (c Contact) Label() string { return Member{Author: c.Author, Name: c.Name}.Label() }

// Contacts returns everybody else who has a record that is here, those with a
// changed key first.
func (a *App) Contacts(ctx context.Context) ([]Contact, error) {
	found, err := a.findContacts(ctx)
	if err != nil {
		return nil, err
	}
	if err := a.noteContacts(found); err != nil {
		return nil, err
	}
	b, err := a.syncBook()
	if err != nil {
		return nil, err
	}
	contacts := make([]Contact, 0, len(found))
	for _, c := range found {
		kept := b.Contacts[c.key.String()]
		c.Compared = kept.Compared
		if !kept.Accepted {
			c.Replaces = b.namesake(c.key, kept)
		}
		groups := pair.SafetyNumber(a.self.Author.Public(), c.key).Groups()
		c.Digits = groups[:]
		contacts = append(contacts, c)
	}
	slices.SortFunc(contacts, func(x, y Contact) int {
		if (x.Replaces != nil) != (y.Replaces != nil) {
			if x.Replaces != nil {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(journal.Fold(x.Name), journal.Fold(y.Name)), bytes.Compare(x.Author[:], y.Author[:]))
	})
	return contacts, nil
}

// findContacts looks through the members of every record.
func (a *App) findContacts(ctx context.Context) (map[journal.ID]Contact, error) {
	found := map[journal.ID]Contact{}
	for _, p := range a.Persons() {
		err := a.with(ctx, p, func(r *journal.Record) error {
			v, err := a.viewMembers(ctx, r.Space())
			if err != nil {
				return err
			}
			for _, m := range v.state.Members {
				if m.Author == v.me {
					continue
				}
				c := found[journal.ID(m.Author)]
				c.Author, c.key = journal.ID(m.Author), crypto.PublicKey(m.Public)
				if c.Name == "" {
					c.Name = v.authors[m.Author]
				}
				c.Persons = append(c.Persons, p)
				found[c.Author] = c
			}
			return nil
		})
		if err != nil && !isDamage(err) {
			return nil, err
		}
	}
	return found, nil
}

// noteContacts remembers who was seen under which name, so that another key of the
// same name is noticed.
func (a *App) noteContacts(found map[journal.ID]Contact) error {
	return a.changeSyncBook(func(b *syncBook) (changed bool) {
		for _, c := range found {
			kept, known := b.Contacts[c.key.String()]
			if known && (c.Name == "" || kept.Name == c.Name) {
				continue
			}
			if !known || journal.Fold(kept.Name) != journal.Fold(c.Name) {
				kept.Named, kept.Accepted = a.Now(), false // a name is new for them; is it somebody else's?
			}
			if c.Name != "" {
				kept.Name = c.Name
			}
			b.Contacts[c.key.String()] = kept
			changed = true
		}
		return changed
	})
}

// namesake returns who had somebody's name before them, with another key; nil is
// nobody.
func (b *syncBook) namesake(key crypto.PublicKey, who contactBook) *Contact {
	if who.Name == "" {
		return nil
	}
	var found *Contact
	for text, kept := range b.Contacts {
		other, ok := peerOf(text)
		if !ok || crypto.PublicKey(other) == key || journal.Fold(kept.Name) != journal.Fold(who.Name) || !kept.Named.Before(who.Named) {
			continue
		}
		if found == nil || kept.Compared.After(found.Compared) {
			found = &Contact{Author: crypto.PublicKey(other).ID(), Name: kept.Name, Compared: kept.Compared, key: crypto.PublicKey(other)}
		}
	}
	return found
}

// Safety returns the contact of a name, or whose id begins as text does. It fails
// with [ErrNoSuchContact] or [journal.ErrAmbiguous].
func (a *App) Safety(ctx context.Context, text string) (Contact, error) {
	contacts, err := a.Contacts(ctx)
	if err != nil {
		return Contact{}, err
	}
	return named(contacts, text, ErrNoSuchContact, func(c Contact) (journal.ID, string) { return c.Author, c.Name })
}

// SetCompared notes, for this vault alone, that the safety number was compared, or
// takes that back. It also ends the notice of a changed key.
func (a *App) SetCompared(_ context.Context, c Contact, compared bool) error {
	known := false
	err := a.changeSyncBook(func(b *syncBook) bool {
		kept, ok := b.Contacts[c.key.String()]
		if known = ok; !ok {
			return false
		}
		kept.Compared, kept.Accepted = time.Time{}, compared
		if compared {
			kept.Compared = a.Now()
		}
		b.Contacts[c.key.String()] = kept
		return true
	})
	if err == nil && !known {
		err = ErrNoSuchContact
	}
	return err
}
