package sync

import (
	"bytes"
	"slices"
	"time"

	"kith/p2p/link"
)

// SpaceStatus says where a space is.
type SpaceStatus struct {
	ID    [16]byte
	Top   int64 // the newest op here
	Peers []PeerStatus
	// Forks are histories that split, as far as found since the engine was made.
	Forks []Fork
	Err   error // the space could not be read here
}

// PeerStatus says how a device or node stands to a space.
type PeerStatus struct {
	Peer        link.Peer
	Device      [16]byte // its id
	Name        string
	Node        bool
	Connected   bool
	Relayed     bool
	LastContact time.Time // zero: never since it is known
	// LastMatch is when both sets last had the same fingerprint, and UpTo the
	// newest op that was here then; zero if that never was.
	LastMatch time.Time
	UpTo      int64
	// Complete says that it had everything that is here now.
	Complete bool
	// Why says why not, of the last attempt; Err is its cause, for a log.
	Why         Why
	Err         error
	Busy        bool   // a session is under way
	Done, Total uint64 // ops of it, if it transfers any
	Next        time.Time
}

// Status says where every space is, by what was confirmed and nothing else. Spaces
// and peers are in the order of their ids.
func (e *Engine) Status() []SpaceStatus {
	connected := map[link.Peer]bool{}
	for _, p := range e.net.Connected() {
		connected[p] = true
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	ahead := time.Until(e.cfg.Now()) // by the wall clock
	list := make([]SpaceStatus, 0, len(e.spaces))
	for id, s := range e.spaces {
		status := SpaceStatus{ID: id, Top: s.top, Forks: slices.Clone(s.forks), Err: s.trouble}
		for _, p := range s.peers {
			status.Peers = append(status.Peers, PeerStatus{
				Peer: p.peer, Device: p.id, Name: p.name, Node: p.node != nil,
				Connected: connected[p.peer], Relayed: connected[p.peer] && e.relayed[p.peer],
				LastContact: p.lastContact, LastMatch: p.lastMatch, UpTo: p.upTo,
				Complete: !p.lastMatch.IsZero() && p.upTo >= s.top,
				Why:      p.why, Err: p.err, Busy: p.held, Done: p.done, Total: p.total, Next: p.next.Add(ahead).Round(0),
			})
		}
		slices.SortFunc(status.Peers, func(a, b PeerStatus) int { return bytes.Compare(a.Peer[:], b.Peer[:]) })
		list = append(list, status)
	}
	slices.SortFunc(list, func(a, b SpaceStatus) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	return list
}

// maxForks is how many forks a space's status lists.
const maxForks = 64

// addForks keeps forks that are new. The engine is locked.
func (s *spaceState) addForks(forks []Fork) {
	for _, f := range forks {
		if len(s.forks) < maxForks && !slices.Contains(s.forks, f) {
			s.forks = append(s.forks, f)
		}
	}
}
