package app

import (
	"context"
	"errors"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/p2p/link"
)

// SyncOptions say how this computer is reached by others. The zero value is what
// a person wants: all its addresses, on ports that the system chooses.
type SyncOptions struct {
	// Listen are addresses to listen on, as multiaddr text:
	// "/ip4/0.0.0.0/udp/4001/quic-v1".
	Listen []string
	// Network makes the network instead of libp2p: for tests.
	Network func(device crypto.SigningKey, allow func(link.Peer) bool) (link.Network, error)
}

// Errors of syncing. [Explain] has the words.
var (
	// ErrSyncClosed says that syncing does not run.
	ErrSyncClosed = errors.New("syncing does not run")
)

// Sync keeps the records of the vault the same as on the other devices that have
// them, while it runs. There is one at most; see [App.StartSync].
type Sync struct {
	app *App
}

// StartSync begins to sync every record that others have, and to listen for them,
// until ctx ends or Close is called. If it runs already, that one is returned.
// What an earlier run left undone (a join that was interrupted, a wire key to be
// changed after a removal) is done first, as far as it goes without others.
func (a *App) StartSync(ctx context.Context, o SyncOptions) (*Sync, error) {
	return nil, ErrSyncClosed
}

// Syncing returns what StartSync started, nil if it does not run.
func (a *App) Syncing() *Sync { return nil }

// Close ends all connections. What had arrived is kept.
func (s *Sync) Close() error { return nil }

// Addresses returns where this computer can be reached, as multiaddr text that
// ends in its id: what `kith peer add` takes.
func (s *Sync) Addresses() []string { return nil }

// Watch adds one who is told when something in [App.SyncStatus] changed, from
// another goroutine and never twice at once; it must not block. stop removes it.
func (s *Sync) Watch(changed func()) (stop func()) { return func() {} }

// Now compares every record with every device that can be reached and returns when
// that is done: the same as waiting, but at once.
func (s *Sync) Now(ctx context.Context) (*SyncResult, error) { return nil, ErrSyncClosed }

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
	Peer           PeerName
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
	Device journal.ID // zero for a node
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

// SyncStatus returns where every record is, from what was confirmed before and, if
// syncing runs, from what goes on now.
func (a *App) SyncStatus(ctx context.Context) (*SyncStatus, error) { return nil, ErrSyncClosed }

// SpaceStatus is SyncStatus for the record of one person.
func (a *App) SpaceStatus(ctx context.Context, p Person) (*SpaceStatus, error) {
	return nil, ErrSyncClosed
}

// EntryStatus returns where one entry is, as it stands now. An entry of which a
// peer has an older state only does not count as there.
func (a *App) EntryStatus(ctx context.Context, p Person, entry journal.ID) (Copies, error) {
	return Copies{}, ErrSyncClosed
}
