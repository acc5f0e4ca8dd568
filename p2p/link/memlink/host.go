package memlink

import (
	"context"
	"fmt"
	"sync"
	"time"

	"kith/p2p/link"
)

// Host is one peer's end of the wire. It implements [link.Network].
type Host struct {
	wire *Wire
	self link.Peer

	// Guarded by the wire's mutex.
	handlers map[link.Protocol]func(link.Stream)
	known    map[link.Peer]bool
	watchers []*func(link.Event)
	queue    []link.Event // not told yet
	closed   bool
	down     bool
	killed   bool

	telling sync.Mutex
}

var _ link.Network = (*Host)(nil)

// Self implements [link.Network].
func (h *Host) Self() link.Peer { return h.self }

// Open implements [link.Network]. A dial takes one round trip.
func (h *Host) Open(ctx context.Context, peer link.Peer, protocol link.Protocol) (link.Stream, error) {
	w := h.wire
	if c, err := h.connection(peer); err != nil {
		return nil, err
	} else if c == nil {
		if err := h.dial(ctx, peer); err != nil {
			return nil, fmt.Errorf("dial %s: %w", peer, err)
		}
	}
	w.mu.Lock()
	c := w.conns[pairOf(h.self, peer)]
	if h.closed || c == nil {
		w.mu.Unlock()
		return nil, link.ErrUnreachable
	}
	other, from := c.ends[0], 1
	if other == h {
		other, from = c.ends[1], 0
	}
	serve := other.handlers[protocol]
	if serve == nil && !c.cut {
		w.mu.Unlock()
		return nil, fmt.Errorf("%s with %s: %w", protocol, peer, link.ErrProtocol)
	}
	ours, theirs := newStreams(c, from)
	w.mu.Unlock()
	if serve != nil {
		go serve(theirs)
	}
	return ours, nil
}

// connection returns the one with a peer, or nil.
func (h *Host) connection(peer link.Peer) (*conn, error) {
	h.wire.mu.Lock()
	defer h.wire.mu.Unlock()
	if h.closed {
		return nil, link.ErrClosed
	}
	c := h.wire.conns[pairOf(h.self, peer)]
	if c != nil && c.ends[0] != h && c.ends[1] != h {
		return nil, nil // of this host before it was killed
	}
	return c, nil
}

func (h *Host) dial(ctx context.Context, peer link.Peer) error {
	w := h.wire
	for waited := time.Duration(0); ; {
		w.mu.Lock()
		known, there := h.known[peer], h.reaches(peer)
		wait := min(time.Second, w.opts.DialTimeout-waited) // then it tries again
		if there {
			wait = w.delay(packet) + w.delay(packet)
		}
		w.mu.Unlock()
		if !known || wait <= 0 && !there {
			return link.ErrUnreachable
		}
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
		waited += wait
		if there && h.connect(peer) {
			return nil
		}
	}
}

// reaches reports whether a dial would succeed now. The wire is locked.
func (h *Host) reaches(peer link.Peer) bool {
	other := h.wire.hosts[peer]
	return !h.closed && other != nil && h.wire.hears(h, other)
}

func (h *Host) connect(peer link.Peer) bool {
	w := h.wire
	w.mu.Lock()
	if !h.reaches(peer) {
		w.mu.Unlock()
		return false
	}
	c := w.connect(h, w.hosts[peer])
	w.mu.Unlock()
	c.tell()
	return true
}

// Handle implements [link.Network].
func (h *Host) Handle(protocol link.Protocol, serve func(link.Stream)) {
	h.wire.mu.Lock()
	defer h.wire.mu.Unlock()
	if serve == nil {
		delete(h.handlers, protocol)
		return
	}
	h.handlers[protocol] = serve
}

// Connected implements [link.Network].
func (h *Host) Connected() (peers []link.Peer) {
	h.wire.mu.Lock()
	defer h.wire.mu.Unlock()
	for _, c := range h.wire.conns {
		switch h {
		case c.ends[0]:
			peers = append(peers, c.ends[1].self)
		case c.ends[1]:
			peers = append(peers, c.ends[0].self)
		}
	}
	return peers
}

// Watch implements [link.Network].
func (h *Host) Watch(tell func(link.Event)) (stop func()) {
	h.wire.mu.Lock()
	defer h.wire.mu.Unlock()
	at := &tell
	h.watchers = append(h.watchers[:len(h.watchers):len(h.watchers)], at)
	return func() {
		h.wire.mu.Lock()
		defer h.wire.mu.Unlock()
		var rest []*func(link.Event)
		for _, w := range h.watchers {
			if w != at {
				rest = append(rest, w)
			}
		}
		h.watchers = rest
	}
}

// tell tells the watchers what is queued. The wire must not be locked.
func (h *Host) tell() {
	h.telling.Lock()
	defer h.telling.Unlock()
	for {
		h.wire.mu.Lock()
		queue, watchers := h.queue, h.watchers
		h.queue = nil
		if h.closed {
			queue = nil
		}
		h.wire.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, event := range queue {
			for _, tell := range watchers {
				(*tell)(event)
			}
		}
	}
}

// Learn implements [link.Network]. Whatever the addresses, the peer is known then.
func (h *Host) Learn(peer link.Peer, addrs []string) {
	h.wire.mu.Lock()
	defer h.wire.mu.Unlock()
	if len(addrs) > 0 && peer != h.self {
		h.known[peer] = true
	}
}

// Forget implements [link.Network].
func (h *Host) Forget(peer link.Peer) {
	w := h.wire
	w.mu.Lock()
	delete(h.known, peer)
	c := w.conns[pairOf(h.self, peer)]
	if c != nil {
		w.drop(c, nil)
	}
	w.mu.Unlock()
	if c != nil {
		c.tell()
	}
}

// Addresses implements [link.Network].
func (h *Host) Addresses() []string { return []string{"/memory/" + h.self.String()} }

// Down takes the host off the wire without a word, as sleep or a pulled cable
// does; Up brings it back.
func (h *Host) Down() { h.setDown(true) }

// Up ends what Down did.
func (h *Host) Up() { h.setDown(false) }

func (h *Host) setDown(down bool) {
	h.wire.mu.Lock()
	defer h.wire.mu.Unlock()
	h.down = down
	h.wire.recut()
}

// Wake does what a real network does when the computer wakes: it drops all
// connections and says so by the event of the zero peer.
func (h *Host) Wake() {
	w := h.wire
	w.mu.Lock()
	dropped := w.dropAll(h, nil)
	h.queue = append(h.queue, link.Event{Up: true})
	w.mu.Unlock()
	for _, c := range dropped {
		c.tell()
	}
	h.tell()
}

// Kill ends the host as kill -9 does: its own streams end now, and the others
// notice when they have heard nothing for Options.Idle.
func (h *Host) Kill() {
	w := h.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	h.leave()
	h.down, h.killed = true, true
	w.recut()
	for _, c := range w.conns {
		for s := range c.streams {
			if s.host == h {
				s.in.die(&s.in.noRead)
				s.out.die(&s.out.noWrite)
			}
		}
	}
}

// leave takes the host out of everything but its connections.
func (h *Host) leave() {
	h.closed = true
	clear(h.handlers)
	for _, members := range h.wire.topics {
		for t := range members {
			if t.host == h {
				delete(members, t)
			}
		}
	}
	if h.wire.hosts[h.self] == h {
		delete(h.wire.hosts, h.self)
	}
}

// Close implements [link.Network]. The others notice at once.
func (h *Host) Close() error {
	w := h.wire
	w.mu.Lock()
	h.leave()
	dropped := w.dropAll(h, link.ErrClosed)
	w.mu.Unlock()
	for _, c := range dropped {
		c.tell()
	}
	return nil
}
