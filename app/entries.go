package app

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"kith/journal"
)

// knownNames is how many names of a record help to read a quick entry.
const knownNames = 2000

// Known returns what a person's entries are about, for completion and for
// reading a quick entry.
func (a *App) Known(ctx context.Context, p Person) (known []journal.Known, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		known, err = r.Known(ctx, knownNames)
		return err
	})
	return known, err
}

// LogEntries writes new entries as one act, for whoever has them made already,
// and returns them as they were kept.
func (a *App) LogEntries(ctx context.Context, p Person, title string, entries ...journal.Entry) ([]Listed, error) {
	var kept []Listed
	err := a.with(ctx, p, func(r *journal.Record) error {
		ids, err := r.Log(ctx, title, entries...)
		if err != nil {
			return err
		}
		for _, id := range ids {
			e, err := r.Get(ctx, id)
			if err != nil {
				return err
			}
			kept = append(kept, Listed{p, e})
		}
		return nil
	})
	return kept, err
}

// AmbiguousError says that several entries have an id of this beginning.
type AmbiguousError struct {
	Prefix  string
	Matches []string // ids in full
}

// Error implements error.
func (e *AmbiguousError) Error() string { return fmt.Sprintf("%s: %v", e.Prefix, journal.ErrAmbiguous) }

// Is makes it a [journal.ErrAmbiguous].
func (e *AmbiguousError) Is(target error) bool { return target == journal.ErrAmbiguous }

// Find returns the entry whose id begins with prefix, and whose it is; the entry
// may be deleted. It fails with [journal.ErrNotFound] or an [AmbiguousError].
func (a *App) Find(ctx context.Context, prefix string) (Person, journal.ID, error) {
	if _, _, err := journal.IDRange(prefix); err != nil {
		return Person{}, journal.ID{}, &InputError{err}
	}
	type match struct {
		person Person
		id     journal.ID
	}
	var mu sync.Mutex
	var matches []match
	err := a.eachRecord(ctx, func(p Person, r *journal.Record) error {
		ids, err := r.Find(ctx, prefix)
		mu.Lock()
		defer mu.Unlock()
		for _, id := range ids {
			matches = append(matches, match{p, id})
		}
		return err
	})
	switch {
	case err != nil:
		return Person{}, journal.ID{}, err
	case len(matches) == 0:
		return Person{}, journal.ID{}, fmt.Errorf("%.32s: %w", prefix, journal.ErrNotFound)
	case len(matches) > 1:
		e := &AmbiguousError{Prefix: prefix}
		for _, m := range matches {
			e.Matches = append(e.Matches, m.id.String())
		}
		return Person{}, journal.ID{}, e
	}
	return matches[0].person, matches[0].id, nil
}

// Get returns an entry that is shown.
func (a *App) Get(ctx context.Context, p Person, id journal.ID) (e journal.Entry, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		e, err = r.Get(ctx, id)
		return err
	})
	return e, err
}

// Edit changes an entry: fn alters the copy it is given.
func (a *App) Edit(ctx context.Context, p Person, id journal.ID, fn func(*journal.Entry) error) (e journal.Entry, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		e, err = r.Edit(ctx, id, fn)
		return err
	})
	return e, err
}

// Delete takes entries of one person off the timeline; Undo brings them back.
func (a *App) Delete(ctx context.Context, p Person, ids ...journal.ID) error {
	return a.with(ctx, p, func(r *journal.Record) error { return r.Delete(ctx, ids...) })
}

// Me returns the id of the author of this vault, whose entries are one's own.
func (a *App) Me() journal.ID { return journal.ID(a.self.Author.Public().ID()) }

// History returns every version of an entry, oldest first.
func (a *App) History(ctx context.Context, p Person, id journal.ID) (versions []journal.Version, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		versions, err = r.History(ctx, id)
		return err
	})
	return versions, err
}

// InputError says that what a person typed cannot be understood. Its text is for
// them.
type InputError struct{ Err error }

// Error implements error.
func (e *InputError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *InputError) Unwrap() error { return e.Err }

func input(format string, args ...any) error { return &InputError{fmt.Errorf(format, args...)} }

var errNothingToChange = errors.New("nothing to change was given")
