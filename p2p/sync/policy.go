package sync

import (
	"context"
	"slices"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// Admit implements [Policy] for the engine's own spaces (SYNC.md, section 3).
func (e *Engine) Admit(ctx context.Context, peer link.Peer, handle Handle, tag Tag) (*Access, Code) {
	e.mu.Lock()
	s := e.handles[handle]
	e.mu.Unlock()
	if s == nil {
		return nil, RefuseUnknown
	}
	if err := s.ready(ctx); err != nil {
		e.log.Debug("admit", "err", err)
		return nil, RefuseFailed
	}
	member := s.has(peer)
	if !member {
		knew, err := s.knew(ctx, peer)
		if err != nil {
			return nil, RefuseFailed
		}
		if knew {
			return nil, RefuseRemoved
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(s.keys) == 0 {
		return nil, RefuseEpoch
	}
	key := s.keys[0]
	if at := slices.IndexFunc(s.keys, func(k Key) bool { return k.Tag == tag }); at > 0 && member {
		key = s.keys[at]
	}
	v := &guest{space: s, peer: peer, member: member, tag: key.Tag}
	a := &Access{
		Tag: key.Tag, Public: key.Capability.Public(), Capability: key.Capability,
		Check: v.check, Tell: v.tell,
		Open: func(ctx context.Context) (Store, func(), error) { return s.use(ctx) },
	}
	if s.Blobs != nil {
		a.Blobs = s.Blobs
	}
	return a, Accepted
}

// has reports whether a peer is a device of a member now.
func (s *spaceState) has(peer link.Peer) bool {
	s.engine.mu.Lock()
	defer s.engine.mu.Unlock()
	return slices.ContainsFunc(s.devices, func(d Device) bool { return d.Peer == peer })
}

func (s *spaceState) knew(ctx context.Context, peer link.Peer) (bool, error) {
	m, release, err := s.use(ctx)
	if err != nil {
		return false, err
	}
	defer release()
	return m.Knew(ctx, crypto.PublicKey(peer).ID())
}

// guest is a peer with a stream that we serve.
type guest struct {
	space  *spaceState
	peer   link.Peer
	member bool // when it came in
	tag    Tag
}

// check says whether the guest may still be here.
func (g *guest) check() Code {
	here := g.space.has(g.peer)
	e := g.space.engine
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case g.space.gone:
		return RefuseUnknown
	case here:
		return Accepted
	case g.member:
		return RefuseRemoved
	case len(g.space.keys) == 0 || g.space.keys[0].Tag != g.tag:
		return RefuseEpoch
	}
	return Accepted
}

// tell notes what the guest did.
func (g *guest) tell(did Served) {
	s := g.space
	e := s.engine
	e.mu.Lock()
	p := s.peers[g.peer]
	if p != nil {
		p.lastContact = e.cfg.Now()
		switch {
		case did.Busy:
			p.served = time.Now()
		case did.Ended:
			p.served = time.Time{}
		}
		if did.Matched {
			p.lastMatch, p.upTo, p.why, p.err = p.lastContact, max(p.upTo, did.UpTo), WhyNothing, nil
			p.failing = time.Time{}
			if p.open {
				p.next = time.Now().Add(p.pause(result{Outcome: Outcome{Matched: true}}, nil))
			} else {
				p.soon(200*time.Millisecond, time.Second) // so that we can push
			}
		}
	}
	e.mu.Unlock()
	if did.Received.New > 0 || len(did.Received.Forks) > 0 {
		s.received(g.peer, did.Received)
	}
	if p != nil && did.Matched {
		s.spawn(func(ctx context.Context) { p.confirm(ctx, did.UpTo, did.Count) })
		e.tell()
	}
}
