package members

import "fmt"

// Role is what an author may do in a space. A higher role may do all that a
// lower one may. The numbers are part of the format and never change.
//
//	         record      group        community     direct
//	Owner    owner       admin        moderator     each of the two
//	Writer   caregiver   member       participant   -
//	Viewer   viewer      reader       reader        -
//
// Which of a record's keys a viewer is given is chosen by the owner and is no
// matter of roles.
type Role uint8

// The roles.
const (
	NoRole Role = 0 // not a member
	Viewer Role = 1 // reads; manages their own devices; may leave
	Writer Role = 2 // also writes content
	Owner  Role = 3 // also admits, removes, changes roles and rotates the epoch
)

// Caregiver is the name of [Writer] in a record.
const Caregiver = Writer

// CanWrite reports whether r may write content.
func (r Role) CanWrite() bool { return r >= Writer && r <= Owner }

// CanAdmit reports whether r may admit and remove others, change their roles
// and rotate the epoch key.
func (r Role) CanAdmit() bool { return r == Owner }

// Valid reports whether r is a role that a member can have.
func (r Role) Valid() bool { return r >= Viewer && r <= Owner }

// String returns the name used in JSON and on the command line.
func (r Role) String() string {
	switch r {
	case NoRole:
		return "none"
	case Viewer:
		return "viewer"
	case Writer:
		return "caregiver"
	case Owner:
		return "owner"
	}
	return fmt.Sprintf("role %d", uint8(r))
}

// ParseRole reads a role as [Role.String] writes it. A group's words "admin"
// and "member" are understood as well.
func ParseRole(s string) (Role, error) {
	switch s {
	case "viewer", "reader":
		return Viewer, nil
	case "caregiver", "member", "participant":
		return Writer, nil
	case "owner", "admin", "moderator":
		return Owner, nil
	}
	return NoRole, fmt.Errorf("%q is not a role: it is owner, caregiver or viewer", s)
}

// SpaceKind is one of the four kinds of space. The rules of membership are the
// same in all of them. The numbers are part of the format and never change.
type SpaceKind uint8

// The kinds of space.
const (
	Record    SpaceKind = 1 // one person's health
	Group     SpaceKind = 2 // a private support group
	Community SpaceKind = 3 // public and pseudonymous
	Direct    SpaceKind = 4 // two people
)

// Valid reports whether k is one of the four kinds.
func (k SpaceKind) Valid() bool { return k >= Record && k <= Direct }

// String returns the kind's name.
func (k SpaceKind) String() string {
	switch k {
	case Record:
		return "record"
	case Group:
		return "group"
	case Community:
		return "community"
	case Direct:
		return "direct"
	}
	return fmt.Sprintf("space kind %d", uint8(k))
}
