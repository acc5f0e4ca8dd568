package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kith/journal/space"
)

// SpaceKind is the kind of space that a record is.
const SpaceKind = "record"

// Errors of a record; each comes wrapped in the detail.
var (
	ErrNotFound  = errors.New("no such entry")
	ErrAmbiguous = errors.New("several entries match")
	ErrNothing   = errors.New("nothing to undo")
	ErrUnchanged = errors.New("nothing changed")
)

// Record is one person's journal over an open space. Its methods may be called
// from several goroutines.
type Record struct {
	s *space.Space
}

// CreateRecord makes the record of a new person in an empty folder. cfg.ID is
// that of the founding.
func CreateRecord(ctx context.Context, cfg space.Config, founding space.Founding, name string) (*Record, error) {
	cfg.Projector = newProjector()
	e := Entry{Kind: KindPerson, Name: name, Body: new(Person)}
	s, err := space.Create(ctx, cfg, founding, func(tx *space.Tx) error {
		e.ID, e.When = personID(cfg.ID), At(tx.Now())
		p, err := newPut(&e)
		if err != nil {
			return err
		}
		_, err = appendIn(tx, BaseCategory, opChange, change{Setup: true, Puts: []put{p}})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("create record: %w", err)
	}
	return &Record{s}, nil
}

// OpenRecord opens a record that CreateRecord or RestoreRecord made.
func OpenRecord(ctx context.Context, cfg space.Config) (*Record, error) {
	cfg.Projector = newProjector()
	s, err := space.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return &Record{s}, nil
}

// JoinRecord makes a record that somebody else founded, in an empty folder, with the
// keys that came with the welcome. It waits for its first contents, which arrive by
// syncing; see [Access.Waiting].
func JoinRecord(ctx context.Context, cfg space.Config, w space.Welcome) (*Record, error) {
	cfg.Projector = newProjector()
	s, err := space.Join(ctx, cfg, w)
	if err != nil {
		return nil, fmt.Errorf("join record: %w", err)
	}
	return &Record{s}, nil
}

// RestoreRecord makes a record in an empty folder from the ops and wire keys
// of a backup. The restoring device becomes a device of the author. If the author is
// not a member any more the record can be read and not written; one without ops waits
// for its first contents.
func RestoreRecord(ctx context.Context, cfg space.Config, own space.Identity, keys []space.WelcomeKey, ops space.Source) (*Record, error) {
	cfg.Projector = newProjector()
	s, err := space.RestoreHeld(ctx, cfg, own, keys, ops)
	if errors.Is(err, space.ErrNotMember) || errors.Is(err, space.ErrEpoch) {
		return openToRead(ctx, cfg, err)
	}
	if err != nil {
		return nil, err
	}
	return &Record{s}, nil
}

// openToRead opens a record whose ops are all restored and to which this device could
// not be added, for cause.
func openToRead(ctx context.Context, cfg space.Config, cause error) (*Record, error) {
	r, err := OpenRecord(ctx, cfg)
	if err != nil {
		return nil, errors.Join(cause, err)
	}
	waiting, refused := r.s.Kept()
	if r.Access().Waiting && waiting+refused > 0 { // the keys do not open even the first op
		return nil, errors.Join(cause, r.Close())
	}
	return r, nil
}

// Salvage writes the record anew from its ops into the empty folder of cfg; see
// [space.Space.Salvage].
func (r *Record) Salvage(ctx context.Context, cfg space.Config) error {
	cfg.Projector = newProjector()
	return r.s.Salvage(ctx, cfg)
}

// Space returns the space under the record, for backup, verification and syncing.
func (r *Record) Space() *space.Space { return r.s }

// ID returns the person's id, which is that of the space.
func (r *Record) ID() ID { return ID(r.s.ID()) }

// Close closes the space.
func (r *Record) Close() error { return r.s.Close() }

func personID(spaceID ID) ID { return DerivedID(spaceID, "person") }

func newPut(e *Entry) (put, error) {
	if err := e.Validate(); err != nil {
		return put{}, err
	}
	f, err := encodeFields(e)
	return put{ID: e.ID, Kind: e.Kind, Head: f.head, Body: f.body}, err
}

// Log writes new entries as one act with a title for the undo list and returns
// their ids. Entries with a Key that are shown already are refused.
func (r *Record) Log(ctx context.Context, title string, entries ...Entry) ([]ID, error) {
	var ids []ID
	err := r.update(ctx, func(tx *space.Tx) error {
		ids = make([]ID, len(entries))
		act := r.file(tx, ID{}, title)
		made := definitions{}
		for i := range entries {
			e := entries[i]
			e.ID, e.Category = r.newID(&e), BaseCategory
			if err := act.addNew(&e, made); err != nil {
				return err
			}
			ids[i] = e.ID
		}
		return act.write()
	})
	if err != nil {
		return nil, fmt.Errorf("log entry: %w", err)
	}
	return ids, nil
}

func (r *Record) newID(e *Entry) ID {
	if e.Key != "" {
		return DerivedID(r.ID(), e.Key)
	}
	return NewID()
}

// Edit changes one entry: fn alters the copy it is given. Only the fields that
// differ are written, so that another device's edit of another field stays.
// Kind and ID cannot change. No difference is ErrUnchanged.
func (r *Record) Edit(ctx context.Context, id ID, fn func(*Entry) error) (Entry, error) {
	err := r.update(ctx, func(tx *space.Tx) error {
		old, err := getEntry(tx, id)
		if err != nil {
			return err
		}
		act := r.file(tx, ID{}, "edit")
		_, diff, err := old.altered(func(e *Entry) error {
			if err := fn(e); err != nil {
				return err
			}
			e.Kind = old.Kind
			return act.define(e, nil)
		})
		if err != nil {
			return err
		}
		if err := act.add(&old, put{ID: id, Kind: old.Kind, Head: diff.head, Body: diff.body, Edit: true}); err != nil {
			return err
		}
		return act.write()
	})
	if err != nil {
		return Entry{}, fmt.Errorf("edit entry: %w", err)
	}
	return r.Get(ctx, id)
}

// Delete takes entries off the timeline as one act. Undo brings them back.
func (r *Record) Delete(ctx context.Context, ids ...ID) error {
	err := r.update(ctx, func(tx *space.Tx) error {
		gone, err := encMode.Marshal(map[uint64]bool{11: true})
		if err != nil {
			return err
		}
		act := r.file(tx, ID{}, "delete")
		for _, id := range ids {
			e, err := getEntry(tx, id)
			if err != nil {
				return err
			}
			if err := act.add(&e, put{ID: id, Kind: e.Kind, Head: gone, Edit: true}); err != nil {
				return err
			}
		}
		return act.write()
	})
	if err != nil {
		return fmt.Errorf("delete entry: %w", err)
	}
	return nil
}

// definitions caches which names have a definition, for bulk work.
type definitions map[subjectKey]ID

func definitionID(record ID, kind Kind, folded string) ID {
	return DerivedID(record, "definition\x00"+kind.String()+"\x00"+folded)
}

// define makes sure that what an observation is measured on is defined and
// refers to it; it returns a new definition, or nil.
func (r *Record) define(q space.Querier, e *Entry, known definitions) (*Entry, error) {
	o := e.Observation()
	if o == nil || e.Name == "" {
		return nil, nil
	}
	key := subjectKey{e.Kind, Fold(e.Name)}
	if id, ok := known[key]; ok {
		o.Definition = id
		return nil, nil
	}
	id := definitionID(r.ID(), e.Kind, key.folded)
	o.Definition = id
	found, err := q.Row(`SELECT 1 FROM entry WHERE id = ?`, []any{id[:]}, new(int))
	if err != nil {
		return nil, err
	}
	if known != nil {
		known[key] = id
	}
	if found {
		return nil, nil
	}
	d := &Definition{Of: e.Kind, Scale: YesNo, Polarity: Neutral, Absence: AbsenceUnknown, Version: 1}
	if e.Kind == KindSymptom {
		d.Polarity = HigherIsWorse
	}
	if v := o.Value; v != nil {
		d.Scale, d.Unit = v.Scale, v.Unit
	}
	return &Entry{ID: id, Kind: KindDefinition, When: e.When, Name: e.Name, Body: d}, nil
}

// Person returns the entry that describes whose record this is.
func (r *Record) Person(ctx context.Context) (Entry, error) { return r.Get(ctx, personID(r.ID())) }

// Rename changes the name in the record itself.
func (r *Record) Rename(ctx context.Context, name string) error {
	_, err := r.Edit(ctx, personID(r.ID()), func(e *Entry) error { e.Name = name; return nil })
	return err
}

func msTime(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
