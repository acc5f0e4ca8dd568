package app

import (
	"context"
	"errors"
	"time"

	"kith/journal"
	"kith/p2p/link"
)

// Node is an always-on machine of the group's own that keeps a record available
// and cannot read it.
type Node struct {
	Peer  link.Peer
	Label string // its address, without what is secret in the link
	Added time.Time
}

// Errors about nodes and addresses.
var (
	// ErrAddress says that a text is no address of a device or node.
	ErrAddress = errors.New("not an address")
	// ErrNoSuchNode says that no node has such an address or id.
	ErrNoSuchNode = errors.New("no such node")
	// ErrNoSuchContact says that nobody of a name or id is known.
	ErrNoSuchContact = errors.New("no such contact")
)

// AddNode hands records to a node by its link; no persons are all that may be
// changed here. Other devices of those records learn of it by syncing. It fails
// with [ErrAddress].
func (a *App) AddNode(ctx context.Context, nodeLink string, persons ...Person) (Node, error) {
	return Node{}, ErrAddress
}

// RemoveNode takes records from a node again; no persons are all. The node is
// asked to delete its copy, which nobody can verify.
func (a *App) RemoveNode(ctx context.Context, n Node, persons ...Person) error { return ErrNoSuchNode }

// Nodes returns the nodes of all records.
func (a *App) Nodes(ctx context.Context) ([]Node, error) { return nil, nil }

// AddPeer remembers an address at which a device can be reached, as
// [Sync.Addresses] of the other one gives it. It fails with [ErrAddress].
func (a *App) AddPeer(ctx context.Context, address string) (PeerName, error) {
	return PeerName{}, ErrAddress
}

// IsNodeLink reports whether text is a node's link rather than an address.
func IsNodeLink(text string) bool { return false }

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
}

// Label is the name of a contact as a line shows it, never empty.
func (c Contact) Label() string { return Member{Author: c.Author, Name: c.Name}.Label() }

// Contacts returns everybody else who has a record that is here, those with a
// changed key first.
func (a *App) Contacts(ctx context.Context) ([]Contact, error) { return nil, nil }

// Safety returns the contact of a name, or whose id begins as text does. It fails
// with [ErrNoSuchContact] or [journal.ErrAmbiguous].
func (a *App) Safety(ctx context.Context, text string) (Contact, error) {
	return Contact{}, ErrNoSuchContact
}

// SetCompared notes, for this vault alone, that the safety number was compared, or
// takes that back. It also ends the notice of a changed key.
func (a *App) SetCompared(ctx context.Context, c Contact, compared bool) error {
	return ErrNoSuchContact
}
