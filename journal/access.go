package journal

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"kith/journal/space"
	"kith/journal/space/members"
)

// Access is what this computer may do in a record, by what it knows of the record's
// members.
type Access struct {
	// Role is that of the author whose device this is, [members.NoRole] if they are
	// not a member or this device is not one of theirs.
	Role members.Role
	// Categories are those that can be read: all, or those that a viewer was given.
	Categories CategorySet
	// Waiting says that nothing of the record has arrived yet.
	Waiting bool
	// Removed says that the record is there and this device is in it no longer. What
	// came before stays and can be read.
	Removed bool
	// Owners are the authors who own the record, in order of their ids.
	Owners []ID
}

// CanWrite reports whether entries can be written.
func (a *Access) CanWrite() bool { return a.Role.CanWrite() }

// Whole reports whether all categories can be read.
func (a *Access) Whole() bool { return a.Categories == AllCategories }

// categoriesOf returns what a member was given.
func categoriesOf(m *members.Member) (set CategorySet) {
	if m.Categories == nil {
		return AllCategories
	}
	for _, c := range m.Categories {
		set |= SetOf(Category(c))
	}
	return set
}

// ErrReadOnly says that a record cannot be written in; see [ReadOnlyError].
var ErrReadOnly = errors.New("the record can be read, and not written in")

// ReadOnlyError says why a record cannot be written in. Nothing was written.
type ReadOnlyError struct{ Access Access }

// Error implements error.
func (e *ReadOnlyError) Error() string {
	switch {
	case e.Access.Waiting:
		return fmt.Sprintf("its first contents have not arrived: %v", ErrReadOnly)
	case e.Access.Removed:
		return fmt.Sprintf("this device is no longer in it: %v", ErrReadOnly)
	}
	return fmt.Sprintf("as a %v: %v", e.Access.Role, ErrReadOnly)
}

// Is makes it an [ErrReadOnly].
func (e *ReadOnlyError) Is(target error) bool { return target == ErrReadOnly }

// Access returns what this computer may do in the record now.
func (r *Record) Access() Access {
	state, device := r.s.Members(), members.DeviceID(r.s.Device())
	if state == nil || state.Kind == 0 {
		return Access{Waiting: true, Categories: AllCategories}
	}
	a := Access{Removed: true, Categories: AllCategories}
	for _, m := range state.Members {
		if m.Role == members.Owner {
			a.Owners = append(a.Owners, ID(m.Author))
		}
		if _, mine := m.Devices[device]; mine {
			a.Role, a.Removed, a.Categories = m.Role, false, categoriesOf(&m)
		}
	}
	slices.SortFunc(a.Owners, func(x, y ID) int { return bytes.Compare(x[:], y[:]) })
	return a
}

// Writable fails with a [ReadOnlyError] if entries cannot be written.
func (r *Record) Writable() error {
	if a := r.Access(); !a.CanWrite() {
		return &ReadOnlyError{a}
	}
	return nil
}

// update is the one way in which entries are written: it refuses before anything is
// done where this computer may not.
func (r *Record) update(ctx context.Context, fn func(*space.Tx) error) error {
	if err := r.Writable(); err != nil {
		return err
	}
	return r.s.Update(ctx, fn)
}
