package app

import (
	"context"
	"fmt"
	"sync"
	"time"

	"kith/journal"
	"kith/p2p/link"
	psync "kith/p2p/sync"
)

// engine is the sync engine over the vault's records: those that anybody else has.
type engine struct {
	sync *Sync
	core *psync.Engine

	mu   sync.Mutex
	kept map[journal.ID]bool // records that were added
}

func newEngine(s *Sync) (*engine, error) {
	core, err := psync.New(psync.Config{Network: s.net, Now: s.app.opts.Now})
	if err != nil {
		return nil, err
	}
	core.Watch(s.tell)
	return &engine{sync: s, core: core, kept: map[journal.ID]bool{}}, nil
}

// run syncs until syncing ends.
func (e *engine) run() { e.core.Run(e.sync.ctx) }

// keep makes the engine sync a record that others have, and let go of one that they
// have no longer.
func (e *engine) keep(p Person, v *membersView) {
	shared := len(v.nodes) > 0 || v.state.Kind == 0 // it waits for its ops
	for _, m := range v.state.Members {
		for id := range m.Devices {
			shared = shared || id != v.this // one that left has it to tell the others
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case shared && !e.kept[p.ID]:
		e.kept[p.ID] = true
		e.core.Add(e.space(p))
	case !shared && e.kept[p.ID]:
		delete(e.kept, p.ID)
		e.core.Remove(p.ID)
	}
}

// drop lets go of a record, so that it can be closed.
func (e *engine) drop(id journal.ID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.kept[id] {
		delete(e.kept, id)
		e.core.Remove(id)
	}
}

// space is a record as the engine uses it.
func (e *engine) space(p Person) psync.Space {
	a := e.sync.app
	return psync.Space{
		ID:    p.ID,
		Blobs: &recordBlobs{app: a, person: p},
		Open: func(ctx context.Context) (psync.Member, func(), error) {
			ref, err := a.ref(p.ID)
			if err != nil {
				return nil, nil, err
			}
			r, release, err := a.records.acquire(ctx, ref)
			if err != nil {
				return nil, nil, err
			}
			return &member{psync.NewMember(r.Space()), func() { e.sync.changed(p.ID) }}, release, nil
		},
		Nodes: func(ctx context.Context) (nodes []psync.NodeAt, err error) {
			err = a.with(ctx, p, func(r *journal.Record) error {
				known, err := a.nodesOf(ctx, r.Space())
				for _, n := range known {
					nodes = append(nodes, psync.NodeAt{Peer: n.Peer, Name: n.Label, Addrs: n.addresses, Token: n.token})
				}
				return err
			})
			return nodes, err
		},
		Also: func(ctx context.Context) (peers []link.Peer, err error) {
			err = a.with(ctx, p, func(r *journal.Record) error {
				if state := r.Space().Members(); state != nil && state.Kind != 0 {
					return nil // its ops say who has it
				}
				b, err := a.syncBook()
				if err == nil {
					peers = b.hosts(p.ID)
				}
				return err
			})
			return peers, err
		},
	}
}

// member is a record's space that tells when something arrived.
type member struct {
	psync.Member
	arrived func()
}

// Receive implements [psync.Store].
func (m *member) Receive(ctx context.Context, sealed [][]byte) (psync.Received, error) {
	r, err := m.Member.Receive(ctx, sealed)
	if r.New > 0 {
		m.arrived()
	}
	return r, err
}

// Now compares every record with every device that can be reached and returns when
// that is done: the same as waiting, but at once.
func (s *Sync) Now(ctx context.Context) (*SyncResult, error) {
	if err := s.refresh(ctx); err != nil {
		return nil, fmt.Errorf("sync: %w", err)
	}
	s.collectLetters(ctx)
	got := s.engine.core.SyncOnce(ctx)
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("sync: %w", err)
	}
	if err := s.app.finishLeaving(ctx); err != nil {
		return nil, fmt.Errorf("sync: %w", err)
	}
	result := new(SyncResult)
	for _, sp := range got.Spaces {
		p, err := s.app.personByID(sp.ID)
		if err != nil {
			continue // it was left or erased meanwhile
		}
		if sp.Err != nil {
			return nil, fmt.Errorf("sync: %w", sp.Err)
		}
		names, err := s.app.peerNames(ctx, p)
		if err != nil {
			return nil, fmt.Errorf("sync: %w", err)
		}
		one := SpaceResult{Person: p}
		for _, peer := range sp.Peers {
			one.Peers = append(one.Peers, PeerResult{
				PeerName: names.of(peer.Peer, peer.Node), Reached: peer.Reached, Matched: peer.Matched,
				Sent: peer.Sent, Received: peer.Received, Why: whyOf(peer.Why),
			})
			if peer.Reached {
				result.Reached++
				if peer.Matched {
					result.Matched++
				}
			}
		}
		result.Spaces = append(result.Spaces, one)
	}
	return result, nil
}

// has reports whether a peer had a record up to one of its ops when it was compared
// last.
func (e *engine) has(p Person, peer link.Peer, upTo int64) bool {
	for _, sp := range e.core.Status() {
		for _, at := range sp.Peers {
			if sp.ID == p.ID && at.Peer == peer && at.UpTo >= upTo {
				return true
			}
		}
	}
	return false
}

// arriving is how far some records are at a peer.
type arriving struct {
	matched     bool // each was the same at both at some moment since then
	complete    bool // and is now
	connected   bool
	done, total int64
}

// progress says how far a peer, or anybody for the zero one, and this computer have
// had the same of some records since a moment. Complete is who has newest, too, where
// that is known.
func (e *engine) progress(persons []Person, peer link.Peer, since time.Time, newest map[journal.ID]int64) arriving {
	wanted := map[journal.ID]bool{}
	for _, p := range persons {
		wanted[p.ID] = true
	}
	var a arriving
	complete, matched := 0, 0
	for _, sp := range e.core.Status() {
		if !wanted[sp.ID] {
			continue
		}
		same, all := false, false
		for _, p := range sp.Peers {
			if p.Peer != peer && !peer.IsZero() {
				continue
			}
			a.connected = a.connected || p.Connected
			a.done += int64(p.Done)
			a.total += int64(p.Total)
			if sp.Top > 0 { // else nothing has arrived
				same = same || !p.LastMatch.Before(since)
				all = all || p.Complete && p.UpTo >= newest[sp.ID]
			}
		}
		if same {
			matched++
		}
		if all {
			complete++
		}
	}
	a.matched, a.complete = matched == len(wanted), complete == len(wanted)
	return a
}
