package app

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/space"
	"kith/p2p/link"
)

// Device is one computer that has a record.
type Device struct {
	ID     journal.ID
	Name   string     // as its owner calls it; "" if it has none yet
	Author journal.ID // whose it is
	Owner  string     // what they are called; "" if that is not known
	Mine   bool       // it is one of one's own
	This   bool       // it is this computer
	Since  time.Time  // when it was added
	// Waiting says that it added itself with the key of its owner, and that
	// nobody has said yet that it is theirs. It can read nothing new until then.
	Waiting bool
	// Persons are those whose record it has, of those that are here. Only
	// [App.Devices] sets it.
	Persons []Person

	peer link.Peer // its key
}

// Label is the name of a device as a line shows it: never empty, and with its
// owner if that is somebody else.
func (d Device) Label() string {
	name := d.Name
	if name == "" {
		name = words.Text("device.unnamed", d.ID.Short())
	}
	if d.Mine || d.Owner == "" {
		return name
	}
	return words.Text("device.of", name, d.Owner)
}

// Errors about devices.
var (
	// ErrNoSuchDevice says that no device has a name or id.
	ErrNoSuchDevice = errors.New("no such device")
	// ErrThisDevice says that a device cannot remove itself.
	ErrThisDevice = errors.New("this computer cannot remove itself")
)

// Devices returns the computers of the vault's owner, this one first.
func (a *App) Devices(ctx context.Context) ([]Device, error) {
	name, err := a.DeviceName()
	if err != nil {
		return nil, err
	}
	this := Device{ID: a.self.Device.Public().ID(), Author: a.self.Author.Public().ID(), Mine: true, This: true, Name: name}
	found := map[journal.ID]*Device{this.ID: &this}
	spaces, err := a.Spaces(ctx)
	if err != nil {
		return nil, err
	}
	for _, sp := range spaces {
		for _, m := range sp.Members {
			for _, d := range m.Devices {
				if !d.Mine {
					continue
				}
				known := found[d.ID]
				if known == nil {
					known = &d
					found[d.ID] = known
				}
				if known.Since.IsZero() || d.Since.Before(known.Since) {
					known.Since = d.Since
				}
				known.Waiting = known.Waiting || d.Waiting
				known.Persons = append(known.Persons, sp.Person)
			}
		}
	}
	devices := []Device{this}
	for id, d := range found {
		if id != this.ID {
			devices = append(devices, *d)
		}
	}
	slices.SortFunc(devices[1:], func(x, y Device) int { return cmp.Or(x.Since.Compare(y.Since), bytes.Compare(x.ID[:], y.ID[:])) })
	return devices, nil
}

// Device returns the one of one's own of a name, or whose id begins as text does.
// It fails with [ErrNoSuchDevice] or [journal.ErrAmbiguous].
func (a *App) Device(ctx context.Context, text string) (Device, error) {
	devices, err := a.Devices(ctx)
	if err != nil {
		return Device{}, err
	}
	return named(devices, text, ErrNoSuchDevice, func(d Device) (journal.ID, string) { return d.ID, d.Name })
}

// DeviceName returns what this computer is called, "" if it was given no name.
func (a *App) DeviceName() (string, error) {
	b, err := a.syncBook()
	if err != nil {
		return "", err
	}
	return b.Device, nil
}

// MyName returns what others are shown as the name of the vault's owner; "" if
// none was given.
func (a *App) MyName() (string, error) {
	b, err := a.syncBook()
	if err != nil {
		return "", err
	}
	return b.Me, nil
}

// RenameDevice calls this computer something else, here and at everybody who has
// one of its records. It fails with [ErrName].
func (a *App) RenameDevice(ctx context.Context, name string) error {
	return a.rename(ctx, "rename device", name, func(b *syncBook) *string { return &b.Device })
}

// SetMyName changes what others are shown as the name of the vault's owner. It
// fails with [ErrName].
func (a *App) SetMyName(ctx context.Context, name string) error {
	return a.rename(ctx, "change one's name", name, func(b *syncBook) *string { return &b.Me })
}

func (a *App) rename(ctx context.Context, what, name string, field func(*syncBook) *string) error {
	name, err := checkName(name)
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	err = a.changeSyncBook(func(b *syncBook) bool {
		changed := *field(b) != name
		if *field(b) = name; changed && field(b) == &b.Me {
			b.MeAt = a.Now()
		}
		return changed
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	for _, p := range a.Persons() {
		err = errors.Join(err, a.with(ctx, p, func(r *journal.Record) error {
			return a.introduce(ctx, r.Space(), false)
		}))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// introduce tells a space what this computer and the vault's owner are called,
// where it says otherwise yet. A space that nobody else has is told nothing, unless
// it is about to be shared.
func (a *App) introduce(ctx context.Context, s *space.Space, shared bool) error {
	state := s.Members()
	if state == nil || !state.RoleOf(s.Device()).Valid() {
		return nil
	}
	devices := 0
	for _, m := range state.Members {
		devices += len(m.Devices)
	}
	if err := a.adoptName(ctx, s); err != nil {
		return err
	}
	b, err := a.syncBook()
	if err != nil || !shared && devices < 2 {
		return err
	}
	device, author := a.self.Device.Public().ID(), a.self.Author.Public().ID()
	for _, about := range []struct {
		topic space.Topic
		key   [16]byte
		name  string
	}{{space.TopicDevice, device, b.Device}, {space.TopicAuthor, author, b.Me}} {
		said, err := aboutNames(ctx, s, about.topic)
		if err != nil {
			return err
		}
		if about.name == "" || said[about.key] == about.name {
			continue
		}
		if err := s.SetAbout(ctx, about.topic, about.key[:], []byte(about.name)); err != nil {
			return err
		}
	}
	return nil
}

// sayNames introduces this computer to some records and returns the newest op of each
// then, by id: only who has that one has everything.
func (a *App) sayNames(ctx context.Context, persons []Person) (map[journal.ID]int64, error) {
	newest := map[journal.ID]int64{}
	for _, p := range persons {
		err := a.with(ctx, p, func(r *journal.Record) (err error) {
			if err = a.introduce(ctx, r.Space(), false); err == nil {
				newest[p.ID], err = r.Space().Newest(ctx)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return newest, nil
}

// adoptName takes over what the vault's owner was called on another of their
// computers since. Else each would call them what it knows, for ever.
func (a *App) adoptName(ctx context.Context, s *space.Space) error {
	said, err := s.About(ctx, space.TopicAuthor)
	if err != nil {
		return err
	}
	author := a.self.Author.Public().ID()
	item := said[string(author[:])]
	name, err := checkName(string(item.Value))
	if err != nil || item.Device == a.self.Device.Public().ID() {
		return nil // nobody said anything that is a name
	}
	return a.changeSyncBook(func(b *syncBook) bool {
		if b.Me == name || !item.At.After(b.MeAt) {
			return false
		}
		b.Me, b.MeAt = name, item.At
		return true
	})
}

// RemoveDevice takes one of one's own devices out of every record, and changes the
// wire keys of those of which one is an owner. What it cannot take back is
// [RemoveDeviceWords]. It may be asked for again after a failure. It fails with
// [ErrThisDevice] or [ErrNoSuchDevice].
func (a *App) RemoveDevice(ctx context.Context, d Device) error {
	switch {
	case d.This:
		return fmt.Errorf("remove device: %w", ErrThisDevice)
	case !d.Mine:
		return fmt.Errorf("remove device: %w", ErrNoSuchDevice)
	}
	spaces, err := a.Spaces(ctx)
	if err != nil {
		return fmt.Errorf("remove device: %w", err)
	}
	for _, sp := range spaces {
		if _, err := sp.Device(d.ID.String()); err != nil {
			continue // it is not in this one
		}
		err = a.changeMembers(ctx, sp.Person, "remove device", func(s *space.Space, me Member) error {
			return s.RemoveDevice(ctx, d.ID)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ConfirmDevice says that a device which added itself is its owner's: it is handed
// the wire key of the record. It fails with [ErrNotOwner] or [ErrNoSuchDevice].
func (a *App) ConfirmDevice(ctx context.Context, p Person, d Device) error {
	return a.changeMembers(ctx, p, "confirm device", func(s *space.Space, me Member) error {
		if !me.Role.CanAdmit() {
			return ErrNotOwner
		}
		return s.ConfirmDevice(ctx, d.ID)
	})
}

// RemoveDeviceWords says what removing a device does and what it cannot take back.
func RemoveDeviceWords(d Device) string { return words.Text("device.remove.means", d.Label()) }
