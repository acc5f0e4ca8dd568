package app

import (
	"context"
	"errors"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/space/members"
)

// Role is what somebody may do with a record.
type Role = members.Role

// The roles of a record.
const (
	Owner     = members.Owner     // writes, and decides who else may
	Caregiver = members.Caregiver // writes
	Viewer    = members.Viewer    // reads all of it, or the categories that were picked
)

// Category is a part of a record that a viewer can be given by itself.
type Category uint8

// Space is who has the record of one person.
type Space struct {
	Person Person
	Role   Role // of the vault's owner; members.NoRole after a removal
	// Categories are those that are shared with this vault, nil for all.
	Categories []Category
	Members    []Member // the most senior first
	Former     []Member // who was removed or has left, without devices
	Nodes      []Node
}

// Shared reports whether anybody or anything but this computer has the record.
func (s *Space) Shared() bool {
	devices := 0
	for _, m := range s.Members {
		devices += len(m.Devices)
	}
	return devices > 1 || len(s.Nodes) > 0
}

// Member is somebody who has a record.
type Member struct {
	Author     journal.ID
	Name       string // what they call themselves; "" if that is not known
	Me         bool
	Role       Role
	Categories []Category // a viewer's, nil for all
	Since      time.Time  // when they were admitted
	Devices    []Device
}

// Label is the name of a member as a line shows it, never empty.
func (m Member) Label() string {
	if m.Name == "" {
		return words.Text("space.unnamed", m.Author.Short())
	}
	return m.Name
}

// Errors about members.
var (
	// ErrNoSuchMember says that nobody of a name or id has the record.
	ErrNoSuchMember = errors.New("no such member")
	// ErrNotOwner says that only an owner of the record may do this.
	ErrNotOwner = errors.New("only an owner may do this")
	// ErrOneself says that nobody removes or demotes themselves.
	ErrOneself = errors.New("somebody else must do this")
	// ErrLastOwner says that the only owner cannot leave.
	ErrLastOwner = errors.New("a record needs an owner")
	// ErrCategories says that only a viewer can be given parts.
	ErrCategories = errors.New("only a viewer can be given parts of a record")
	// ErrReadOnly says that one's role is to read.
	ErrReadOnly = errors.New("this record may be read, not written")
)

// Space returns who has the record of a person.
func (a *App) Space(ctx context.Context, p Person) (*Space, error) { return nil, ErrSyncClosed }

// Spaces returns it for every person, in the order of Persons.
func (a *App) Spaces(ctx context.Context) ([]Space, error) { return nil, ErrSyncClosed }

// SpacePerson returns the person of a name, or whose id begins as text does. It
// fails with an [UnknownPersonError] or [journal.AmbiguousError].
func (a *App) SpacePerson(text string) (Person, error) { return a.Person(text) }

// Member returns the member of a name, or whose id begins as text does. It fails
// with [ErrNoSuchMember] or [journal.ErrAmbiguous].
func (s *Space) Member(text string) (Member, error) { return Member{}, ErrNoSuchMember }

// ChangeRole gives a member another role and, as a viewer, other categories; nil
// is all of them. Who loses something keeps what they had; see [ChangeRoleWords].
// It fails with [ErrNotOwner], [ErrOneself] or [ErrCategories].
func (a *App) ChangeRole(ctx context.Context, p Person, m Member, role Role, categories []Category) error {
	return ErrNotOwner
}

// RemoveMember takes somebody and all their devices out of a record and changes
// its wire key. It fails with [ErrNotOwner] or [ErrOneself].
func (a *App) RemoveMember(ctx context.Context, p Person, m Member) error { return ErrNotOwner }

// LeaveRecord says to the others that the vault's owner leaves, and then erases the
// record here. An owner cannot leave as long as there is no other: [ErrLastOwner].
func (a *App) LeaveRecord(ctx context.Context, p Person) error { return ErrLastOwner }

// RemoveMemberWords, ChangeRoleWords and LeaveWords say what the act does and what
// it cannot take back.
func RemoveMemberWords(m Member) string { return words.Text("space.remove.means", m.Label()) }

// ChangeRoleWords is for somebody who gets a lower role or fewer categories.
func ChangeRoleWords(m Member) string { return words.Text("space.role.means", m.Label()) }

// LeaveWords is for oneself.
func LeaveWords(p Person) string { return words.Text("space.leave.means", p.Name) }

// RoleWords says what a role may do, in a sentence.
func RoleWords(r Role) string { return words.Text("space.role." + r.String() + ".does") }

// RoleName is a role in a word or two.
func RoleName(r Role) string { return words.Text("space.role." + r.String()) }
