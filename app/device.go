package app

import (
	"context"
	"errors"
	"time"

	"kith/app/words"
	"kith/journal"
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
func (a *App) Devices(ctx context.Context) ([]Device, error) { return nil, ErrSyncClosed }

// Device returns the one of one's own of a name, or of an id or the beginning of
// one. It fails with [ErrNoSuchDevice] or [journal.ErrAmbiguous].
func (a *App) Device(ctx context.Context, text string) (Device, error) {
	return Device{}, ErrNoSuchDevice
}

// DeviceName returns what this computer is called.
func (a *App) DeviceName() (string, error) { return "", nil }

// RenameDevice calls this computer something else, here and at everybody who has
// one of its records.
func (a *App) RenameDevice(ctx context.Context, name string) error { return ErrName }

// MyName returns what others are shown as the name of the vault's owner; "" if
// none was given.
func (a *App) MyName() (string, error) { return "", nil }

// SetMyName changes it.
func (a *App) SetMyName(ctx context.Context, name string) error { return ErrName }

// RemoveDevice takes a device out of every record that may be changed here, and
// changes their wire keys. What it cannot take back is [RemoveDeviceWords].
// It may be asked for again after a failure.
func (a *App) RemoveDevice(ctx context.Context, d Device) error { return ErrNoSuchDevice }

// ConfirmDevice says that a device which added itself is its owner's: it is handed
// the wire key of the record.
func (a *App) ConfirmDevice(ctx context.Context, p Person, d Device) error { return ErrNoSuchDevice }

// RemoveDeviceWords says what removing a device does and what it cannot take back.
func RemoveDeviceWords(d Device) string { return words.Text("device.remove.means", d.Label()) }
