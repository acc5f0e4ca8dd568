package app

import (
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/p2p/link"
)

// SyncResult is what [Sync.Now] came to.
type SyncResult struct {
	Spaces []SpaceResult
	// Reached counts the peers that answered, Matched those of which every
	// fingerprint matched in the end.
	Reached, Matched int
}

// Complete reports whether every peer that could be reached has the same as this
// computer.
func (r *SyncResult) Complete() bool { return r.Reached == r.Matched }

// SpaceResult is what became of one record.
type SpaceResult struct {
	Person Person
	Peers  []PeerResult
}

// PeerResult is what became of one record at one device or node.
type PeerResult struct {
	PeerName
	Reached        bool // it answered
	Matched        bool // the fingerprints were equal in the end
	Sent, Received int  // changes
	Why            Why  // if not
}

// SyncStatus is where the records of the vault are. It comes from fingerprints
// that matched, and from nothing else.
type SyncStatus struct {
	On        bool // it is switched on; see [Settings]
	Running   bool
	Addresses []string // of this computer; none while it does not run
	Spaces    []SpaceStatus
}

// SpaceStatus is where one record is.
type SpaceStatus struct {
	Person Person
	Role   Role
	// Copies is who has everything that is here.
	Copies  Copies
	Peers   []PeerStatus // devices in the order of [Space].Members, then nodes
	Notices []Notice     // what a person should know or do
}

// PeerName is a device or a node as people call it.
type PeerName struct {
	Peer   link.Peer
	Device journal.ID // its id, a node's too
	Name   string     // of the device or node
	Owner  string     // of the device; "" for a node and for a device of one's own
	Node   bool
	This   bool // it is this computer
}

// PeerStatus is what is known of one device or node about one record.
type PeerStatus struct {
	PeerName
	Connected   bool
	LastContact time.Time // zero is never
	// LastMatch is when it last had all that was here then; Complete says that
	// nothing was added here since.
	LastMatch time.Time
	Complete  bool
	Why       Why       // not complete; WhyNothing if nothing is wrong
	Next      time.Time // of the next attempt, if one is planned
}

// Copies is where something is: on this computer always.
type Copies struct {
	Devices, OfDevices int // this one counted
	Nodes, OfNodes     int
}

// Everywhere reports whether every device and node has it.
func (c Copies) Everywhere() bool { return c.Devices == c.OfDevices && c.Nodes == c.OfNodes }

// Label is the name of a peer as a line shows it, never empty.
func (p PeerName) Label() string {
	if p.Node {
		return words.Text("sync.node", p.Name)
	}
	return Device{ID: p.Device, Name: p.Name, Owner: p.Owner}.Label()
}
