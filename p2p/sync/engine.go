package sync

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"log/slog"
	"sync"
	"time"

	"kith/p2p/link"
)

// Space is a space of this computer that the engine keeps the same elsewhere.
type Space struct {
	ID [16]byte
	// Open opens it; release gives it back. It is open only while it is used,
	// and 10 s longer.
	Open func(ctx context.Context) (m Member, release func(), err error)
	// Changed returns a channel that is closed at the next change of the space,
	// made here or received. Nil: the engine keeps the space open to hear of it.
	Changed func() <-chan struct{}
	// Nodes are the group's own nodes; may be nil. It is asked anew when the
	// space changes.
	Nodes func(ctx context.Context) ([]NodeAt, error)
	// Also are devices that the ops here do not name: who handed over the space,
	// while its ops are still to come. May be nil. It is asked when Nodes is.
	Also func(ctx context.Context) ([]link.Peer, error)
	// Blobs are the attachments; nil if there are none.
	Blobs Blobs
}

// NodeAt is a node that a space is kept at.
type NodeAt struct {
	Peer  link.Peer
	Name  string
	Addrs []string // multiaddr text
	Token []byte   // the operator's
}

// Member is a space as its member uses it: see [NewMember].
type Member interface {
	Store
	// Keys are the epochs whose base key is here, the newest first.
	Keys(ctx context.Context) ([]Key, error)
	// Devices are those of the members now, this one too.
	Devices(ctx context.Context) ([]Device, error)
	// Knew reports whether a device was ever one of a member's.
	Knew(ctx context.Context, device [16]byte) (bool, error)
	// Changed is as [Space.Changed].
	Changed() <-chan struct{}
	// Confirm remembers, for good, that the whole sets were equal when ops up to
	// number upTo, count in all, were here.
	Confirm(ctx context.Context, peer [16]byte, upTo int64, count uint64, at time.Time) error
	// Confirmed lists the last Confirm of each peer.
	Confirmed(ctx context.Context) ([]Confirmation, error)
}

// Device is a device of a member.
type Device struct {
	Peer   link.Peer
	ID     [16]byte
	Author [16]byte
	Name   string // may be ""
}

// Confirmation is what [Member.Confirm] was told.
type Confirmation struct {
	Peer  [16]byte
	UpTo  int64
	Count uint64
	At    time.Time
}

// Config says how an engine works.
type Config struct {
	Network link.Network
	Now     func() time.Time // the wall clock; nil is time.Now
	Log     *slog.Logger     // what peers did, without names or content; nil is none
	// Sessions is how many peers are synced with at a time; 0 is 8.
	Sessions int
}

// Engine keeps spaces the same on all devices and nodes that have them.
type Engine struct {
	cfg    Config
	net    link.Network
	log    *slog.Logger
	server Server
	slots  chan struct{} // places for sessions
	kick   chan struct{} // the schedule has changed

	mu       sync.Mutex
	spaces   map[[16]byte]*spaceState
	handles  map[Handle]*spaceState
	relayed  map[link.Peer]bool
	watchers []*func()
	running  context.Context // nil while Run does not
	tasks    sync.WaitGroup
}

// New returns an engine without spaces. Errors of cfg are a missing Network.
func New(cfg Config) (*Engine, error) {
	if cfg.Network == nil {
		return nil, errors.New("sync engine: a network is missing")
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Sessions <= 0 {
		cfg.Sessions = 8
	}
	e := &Engine{
		cfg: cfg, net: cfg.Network, log: cfg.Log, slots: make(chan struct{}, cfg.Sessions), kick: make(chan struct{}, 1),
		spaces: map[[16]byte]*spaceState{}, handles: map[Handle]*spaceState{}, relayed: map[link.Peer]bool{},
	}
	e.server = Server{Self: e.net.Self(), Role: RoleMember, Policy: e}
	return e, nil
}

// Add takes a space in, or replaces the one of the same id.
func (e *Engine) Add(space Space) {
	e.Remove(space.ID)
	e.mu.Lock()
	defer e.mu.Unlock()
	s := &spaceState{engine: e, Space: space, handle: HandleOf(space.ID), peers: map[link.Peer]*peerState{}, topics: map[string]link.Topic{}}
	e.spaces[space.ID], e.handles[s.handle] = s, s
	if e.running != nil {
		e.startSpace(s)
	}
}

// Remove lets a space go, and ends what is under way with it.
func (e *Engine) Remove(id [16]byte) {
	e.mu.Lock()
	s := e.spaces[id]
	if s == nil {
		e.mu.Unlock()
		return
	}
	delete(e.spaces, id)
	delete(e.handles, s.handle)
	stop := s.stop
	s.gone = true
	e.mu.Unlock()
	if stop != nil {
		stop()
	}
	s.closeAll()
	e.tell()
}

// Run serves and syncs until ctx ends, which is no error. It is called once at a
// time. When it returns, all spaces were given back.
func (e *Engine) Run(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	e.mu.Lock()
	e.running = ctx
	for _, s := range e.spaces {
		e.startSpace(s)
	}
	e.mu.Unlock()
	e.net.Handle(Protocol, func(stream link.Stream) {
		if !e.begin() {
			_ = stream.Reset() // we are about to end, and the peer notices
			return
		}
		defer e.tasks.Done()
		if err := e.server.Serve(ctx, stream); err != nil {
			e.log.Debug("served", "peer", stream.Remote(), "err", err)
		}
	})
	unwatch := e.net.Watch(e.event)
	e.schedule(ctx)
	unwatch()
	e.net.Handle(Protocol, nil)
	cancel()
	e.mu.Lock()
	e.running = nil
	spaces := make([]*spaceState, 0, len(e.spaces))
	for _, s := range e.spaces {
		spaces = append(spaces, s)
	}
	e.mu.Unlock()
	e.tasks.Wait()
	for _, s := range spaces {
		s.closeAll()
	}
}

// begin counts a task of Run, unless it is ending.
func (e *Engine) begin() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.running == nil || e.running.Err() != nil {
		return false
	}
	e.tasks.Add(1)
	return true
}

// spawn starts a task that Run waits for, with the context of a space; false if
// Run is ending or was never called.
func (s *spaceState) spawn(task func(context.Context)) bool {
	e := s.engine
	if !e.begin() {
		return false
	}
	e.mu.Lock()
	ctx := s.ctx
	e.mu.Unlock()
	go func() {
		defer e.tasks.Done()
		task(ctx)
	}()
	return true
}

// startSpace begins to watch a space. The engine is locked and runs.
func (e *Engine) startSpace(s *spaceState) {
	s.ctx, s.stop = context.WithCancel(e.running)
	e.tasks.Add(1)
	go func() {
		defer e.tasks.Done()
		s.watch(s.ctx)
	}()
}

// Watch adds one who is told, from other goroutines, that something in Status
// changed; it must not block. stop removes it.
func (e *Engine) Watch(changed func()) (stop func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	at := &changed
	e.watchers = append(e.watchers[:len(e.watchers):len(e.watchers)], at)
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		var rest []*func()
		for _, w := range e.watchers {
			if w != at {
				rest = append(rest, w)
			}
		}
		e.watchers = rest
	}
}

// tell tells the watchers. The engine must not be locked.
func (e *Engine) tell() {
	e.mu.Lock()
	watchers := e.watchers
	e.mu.Unlock()
	for _, w := range watchers {
		(*w)()
	}
}

// wake lets the schedule look again.
func (e *Engine) wake() {
	select {
	case e.kick <- struct{}{}:
	default:
	}
}

// between draws a duration evenly from a stretch, so that peers do not act in step.
func between(least, most time.Duration) time.Duration {
	var b [4]byte
	rand.Read(b[:]) // never fails: it ends the program rather
	share := float64(binary.BigEndian.Uint32(b[:])) / (1 << 32)
	return least + time.Duration(share*float64(most-least))
}
