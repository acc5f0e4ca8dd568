package sync

import (
	"context"
	"slices"
	"sync"
	"time"

	"kith/p2p/link"
)

// linger is how long a space stays open after it was used.
const linger = 10 * time.Second

// gather is the least time from one look at what changed to the next.
const gather = 20 * time.Millisecond

// spaceState is a space as the engine knows it. Its fields are guarded by the
// engine's mutex, those of its open store by its own.
type spaceState struct {
	Space
	engine *Engine
	handle Handle
	ctx    context.Context // of Run, until Remove
	stop   context.CancelFunc
	gone   bool // Remove was called

	loaded  bool
	keys    []Key // newest first
	devices []Device
	nodes   []NodeAt
	top     int64 // newest op
	pushed  int64 // ops up to this number were pushed, or are left to sessions
	peers   map[link.Peer]*peerState
	news    int // rises with each change, which may speak of an attachment
	forks   []Fork
	trouble error // why the space could not be read
	topics  map[string]link.Topic
	joining sync.Mutex // one at a time joins and leaves topics

	store struct {
		sync.Mutex
		member  Member
		release func()
		users   int
		closing *time.Timer
	}
}

// use opens the space, or shares it with who uses it now.
func (s *spaceState) use(ctx context.Context) (Member, func(), error) {
	st := &s.store
	st.Lock()
	defer st.Unlock()
	if st.closing != nil {
		st.closing.Stop()
		st.closing = nil
	}
	if st.member == nil {
		m, release, err := s.Open(ctx)
		if err != nil {
			return nil, nil, err
		}
		st.member, st.release = m, release
	}
	st.users++
	return st.member, sync.OnceFunc(func() {
		s.engine.mu.Lock()
		gone := s.gone
		s.engine.mu.Unlock()
		st.Lock()
		st.users--
		if st.users == 0 && !gone {
			st.closing = time.AfterFunc(linger, s.closeUnused)
		}
		st.Unlock()
		if gone {
			s.closeUnused()
		}
	}), nil
}

// closeUnused gives the space back if nobody uses it.
func (s *spaceState) closeUnused() {
	st := &s.store
	st.Lock()
	defer st.Unlock()
	if st.users == 0 && st.member != nil {
		st.release()
		st.member, st.release = nil, nil
	}
	if st.closing != nil {
		st.closing.Stop()
		st.closing = nil
	}
}

// closeAll ends streams and topics, and gives the space back when its last user
// is done.
func (s *spaceState) closeAll() {
	e := s.engine
	e.mu.Lock()
	peers := make([]*peerState, 0, len(s.peers))
	for _, p := range s.peers {
		peers = append(peers, p)
	}
	topics := s.topics
	s.topics = map[string]link.Topic{}
	e.mu.Unlock()
	for _, t := range topics {
		if err := t.Close(); err != nil {
			e.log.Debug("leave topic", "err", err)
		}
	}
	for _, p := range peers {
		p.token <- struct{}{}
		p.drop()
		<-p.token
	}
	s.closeUnused()
}

// load reads who has the space, and what proves it.
func (s *spaceState) load(ctx context.Context) error {
	m, release, err := s.use(ctx)
	if err != nil {
		return err
	}
	defer release()
	keys, err := m.Keys(ctx)
	if err != nil {
		return err
	}
	devices, err := m.Devices(ctx)
	if err != nil {
		return err
	}
	var nodes []NodeAt
	if s.Nodes != nil {
		if nodes, err = s.Nodes(ctx); err != nil {
			return err
		}
	}
	if s.Also != nil {
		also, err := s.Also(ctx)
		if err != nil {
			return err
		}
		for _, peer := range also {
			if !slices.ContainsFunc(devices, func(d Device) bool { return d.Peer == peer }) {
				devices = append(devices, Device{Peer: peer, ID: PeerID(peer)})
			}
		}
	}
	top, err := m.Top(ctx)
	if err != nil {
		return err
	}
	s.engine.mu.Lock()
	known := s.loaded
	s.engine.mu.Unlock()
	var confirmed []Confirmation
	if !known {
		if confirmed, err = m.Confirmed(ctx); err != nil {
			return err
		}
	}
	for _, n := range nodes {
		s.engine.net.Learn(n.Peer, n.Addrs)
	}
	s.took(keys, devices, nodes, top, confirmed)
	return nil
}

// took keeps what load read.
func (s *spaceState) took(keys []Key, devices []Device, nodes []NodeAt, top int64, confirmed []Confirmation) {
	e := s.engine
	var left []*peerState
	e.mu.Lock()
	if !s.loaded {
		s.pushed = top
	}
	s.loaded, s.keys, s.devices, s.nodes, s.top = true, keys, devices, nodes, max(top, s.top)
	s.trouble = nil
	self := e.net.Self()
	there := map[link.Peer]bool{}
	add := func(peer link.Peer) *peerState {
		there[peer] = true
		p := s.peers[peer]
		if p == nil {
			p = &peerState{space: s, peer: peer, id: PeerID(peer), why: WhyNotYet, token: make(chan struct{}, 1), offered: map[BlobName]bool{}}
			p.next = time.Now()
			s.peers[peer] = p
			for _, c := range confirmed {
				if c.Peer == p.id {
					p.lastMatch, p.lastContact, p.upTo = c.At, c.At, c.UpTo
				}
			}
		}
		return p
	}
	for _, d := range devices {
		if d.Peer != self {
			add(d.Peer).name = d.Name
		}
	}
	for i := range nodes {
		p := add(nodes[i].Peer)
		p.name, p.node = nodes[i].Name, &nodes[i]
	}
	for peer, p := range s.peers {
		if !there[peer] {
			delete(s.peers, peer)
			left = append(left, p)
		}
	}
	e.mu.Unlock()
	for _, p := range left {
		if !s.spawn(p.leave) {
			p.leave(context.Background())
		}
	}
	e.wake()
}

// watch follows the space's changes until ctx ends.
func (s *spaceState) watch(ctx context.Context) {
	e := s.engine
	for {
		looked := time.Now()
		changed, release, err := s.changes(ctx)
		if err == nil {
			err = s.changedNow(ctx)
		}
		e.mu.Lock()
		fresh := (err == nil) != (s.trouble == nil)
		s.trouble = err
		e.mu.Unlock()
		if fresh {
			e.tell()
		}
		var again <-chan time.Time
		if err != nil {
			e.log.Debug("read space", "space", s.handle, "err", err)
			timer := time.NewTimer(between(20*time.Second, 40*time.Second))
			defer timer.Stop()
			again = timer.C
		}
		select {
		case <-ctx.Done():
		case <-changed:
			// Many changes in a row are looked at together.
			select {
			case <-ctx.Done():
			case <-time.After(gather - time.Since(looked)):
			}
		case <-again:
		}
		if release != nil {
			release()
		}
		if ctx.Err() != nil {
			return
		}
	}
}

// changes returns what is closed at the next change.
func (s *spaceState) changes(ctx context.Context) (<-chan struct{}, func(), error) {
	if s.Space.Changed != nil {
		return s.Space.Changed(), nil, nil
	}
	m, release, err := s.use(ctx)
	if err != nil {
		return nil, nil, err
	}
	return m.Changed(), release, nil
}

// changedNow looks what changed and spreads it.
func (s *spaceState) changedNow(ctx context.Context) error {
	if err := s.load(ctx); err != nil {
		return err
	}
	if err := s.joinTopics(); err != nil {
		s.engine.log.Debug("join topic", "err", err)
	}
	err := s.spread(ctx)
	s.engine.tell()
	return err
}

// ready reads the space if that was not done yet.
func (s *spaceState) ready(ctx context.Context) error {
	s.engine.mu.Lock()
	loaded := s.loaded
	s.engine.mu.Unlock()
	if loaded {
		return nil
	}
	return s.load(ctx)
}

// call says how to call a peer now. The engine is locked.
func (s *spaceState) call(p *peerState) Call {
	c := Call{Peer: p.peer, Handle: s.handle, Keys: slices.Clone(s.keys)}
	if p.node != nil {
		c.Node = &Node{Token: p.node.Token}
		for _, d := range s.devices {
			c.Node.Peers = append(c.Node.Peers, d.Peer)
		}
	}
	return c
}
