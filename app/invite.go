package app

import (
	"context"
	"errors"
	"time"

	"kith/crypto"
	"kith/journal"
)

// Purpose is what an invitation is for.
type Purpose string

// The purposes.
const (
	ForDevice Purpose = "device" // another computer of one's own
	ForMember Purpose = "member" // another person
)

// Invitation lets one computer in, once. Its words, its link and its QR code are
// the same secret in three forms: whoever has one of them first is let in, after
// the emoji were compared.
type Invitation struct {
	ID      journal.ID
	Purpose Purpose
	// Words are seven of the list that recovery sheets use. They carry no
	// addresses: the other computer must be in the same network, or be given an
	// address or a node beside them.
	Words      []string
	Link       string // "kith:join#..."; carries addresses
	Expires    time.Time
	Persons    []Person   // whose record
	Role       Role       // of a member
	Categories []Category // of a viewer, nil for all
	History    bool       // what was written before the invitation is readable too
}

// QR returns the link as a QR code: rows of modules, true where it is dark, without
// the quiet zone of four modules.
func (i *Invitation) QR() ([][]bool, error) { return crypto.QRCode(i.Link) }

// Errors of inviting and joining.
var (
	// ErrInvitation says that a text or picture is no invitation.
	ErrInvitation = errors.New("not an invitation")
	// ErrExpired says that an invitation is too old, was used, or was taken back.
	ErrExpired = errors.New("the invitation is no longer good")
	// ErrWrongWords says that the words are not those of the invitation.
	ErrWrongWords = errors.New("the words are not those of the invitation")
	// ErrDeclined says that the emoji were not the same, or somebody said no.
	ErrDeclined = errors.New("the emoji were not confirmed")
	// ErrNobodyThere says that none of the computers of an invitation answers.
	ErrNobodyThere = errors.New("nobody answers the invitation")
	// ErrHasRecords says that a vault with records of its own cannot become one of
	// the devices of somebody: their author would change.
	ErrHasRecords = errors.New("this vault has records of its own")
)

// DeviceInvite says what another computer of one's own gets.
type DeviceInvite struct {
	Persons []Person      // nil for all
	Valid   time.Duration // 0 is 10 minutes
}

// MemberInvite says what somebody else gets.
type MemberInvite struct {
	Role       Role
	Categories []Category    // of a viewer, nil for all
	NoHistory  bool          // what was written before stays closed to them
	Valid      time.Duration // 0 is 3 days
}

// InviteDevice makes an invitation for another computer of one's own, and starts
// syncing if it does not run. The invitation is good while the session is open.
func (a *App) InviteDevice(ctx context.Context, o DeviceInvite) (*Inviting, error) {
	return nil, ErrSyncClosed
}

// InviteMember invites somebody to the record of a person. The invitation stays
// when the session is closed: any device of an owner can answer it until it is
// used, taken back or expired. It fails with [ErrNotOwner] or [ErrCategories].
func (a *App) InviteMember(ctx context.Context, p Person, o MemberInvite) (*Inviting, error) {
	return nil, ErrSyncClosed
}

// Invitations returns those to the record of a person that are open.
func (a *App) Invitations(ctx context.Context, p Person) ([]Invitation, error) { return nil, nil }

// CancelInvitation takes one back.
func (a *App) CancelInvitation(ctx context.Context, p Person, id journal.ID) error {
	return ErrExpired
}

// Inviting is an invitation that is waited on.
type Inviting struct {
	Invitation
}

// Wait waits until somebody has used the invitation, asks o.Confirm whether the
// emoji are the same on both screens, admits the other computer and returns once
// it has everything (or, if o.NoWait, once it is admitted). It fails with
// [ErrDeclined], [ErrExpired] or ctx's error; wrong attempts end it after three.
func (i *Inviting) Wait(ctx context.Context, o Meeting) (*Admitted, error) {
	return nil, ErrSyncClosed
}

// Close ends the session. An invitation for a device is void after it.
func (i *Inviting) Close() error { return nil }

// Admitted is who came in.
type Admitted struct {
	Device  Device
	Member  string   // what a member calls themselves; "" for a device of one's own
	Persons []Person // whose record
	// Complete says that the other computer has all of it.
	Complete bool
}
