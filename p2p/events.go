package p2p

import (
	"context"
	"slices"
	"sync"

	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"

	"kith/p2p/link"
)

// events hands events on, in order and one at a time, without making libp2p
// wait for who is told.
type events struct {
	mu       sync.Mutex
	queue    []link.Event
	watchers []*watcher
	state    map[peer.ID]link.Event // what was said last of who is connected
	more     chan struct{}
	done     bool
}

type watcher struct{ tell func(link.Event) }

// maxEvents bounds the queue. Beyond it the oldest go: a peer's newest state is
// what counts, and who is slow looks at Connected anyway.
const maxEvents = 4096

// Watch implements link.Network.
func (h *Host) Watch(tell func(link.Event)) (stop func()) {
	e := &h.events
	w := &watcher{tell}
	e.mu.Lock()
	e.watchers = append(e.watchers, w)
	e.mu.Unlock()
	return func() {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.watchers = slices.DeleteFunc(slices.Clone(e.watchers), func(x *watcher) bool { return x == w })
	}
}

func (e *events) add(ev link.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.push(ev)
}

func (e *events) push(ev link.Event) {
	if e.done {
		return
	}
	if len(e.queue) >= maxEvents {
		e.queue = e.queue[1:]
	}
	e.queue = append(e.queue, ev)
	select {
	case e.signal() <- struct{}{}:
	default:
	}
}

func (e *events) signal() chan struct{} {
	if e.more == nil {
		e.more = make(chan struct{}, 1)
	}
	return e.more
}

// change tells of a peer's state if it is another than was told last.
func (e *events) change(id peer.ID, now link.Event) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.state == nil {
		e.state = map[peer.ID]link.Event{}
	}
	before, was := e.state[id]
	switch {
	case now.Up && was && before.Relayed == now.Relayed, !now.Up && !was:
		return
	case now.Up:
		e.state[id] = now
	default:
		delete(e.state, id)
	}
	e.push(now)
}

func (e *events) run(ctx context.Context) {
	e.mu.Lock()
	more := e.signal()
	e.mu.Unlock()
	for {
		select {
		case <-ctx.Done():
			return
		case <-more:
		}
		for {
			e.mu.Lock()
			if len(e.queue) == 0 || e.done {
				e.mu.Unlock()
				break
			}
			ev, watchers := e.queue[0], e.watchers
			e.queue = e.queue[1:]
			e.mu.Unlock()
			for _, w := range watchers {
				w.tell(ev)
			}
		}
	}
}

func (e *events) close() {
	e.mu.Lock()
	e.done, e.queue = true, nil
	e.mu.Unlock()
}

// connected and disconnected are told by libp2p of each connection.
func (h *Host) connected(_ network.Network, c network.Conn) {
	id := c.RemotePeer()
	if h.guard.isGuest(id) || !h.guard.known(id) {
		return
	}
	_, now := h.seams.clock()
	h.keep.succeeded(id, now)
	h.tell(id, nil)
}

func (h *Host) disconnected(_ network.Network, c network.Conn) {
	id := c.RemotePeer()
	h.tell(id, nil)
	if len(h.parts.swarm.ConnsToPeer(id)) > 0 {
		return
	}
	h.guard.left(id)
	h.nodes.left(id)
	h.punching.left(id)
	if h.cfg.Node {
		h.book.forget(id) // where it is now it will tell when it comes back
		return
	}
	_, now := h.seams.clock()
	h.keep.lost(id, now)
}

// tell says how id is connected now, if that is news.
func (h *Host) tell(id peer.ID, err error) {
	p, ok := peerOf(id)
	if !ok {
		return
	}
	up, relayed := h.how(id)
	h.events.change(id, link.Event{Peer: p, Up: up, Relayed: relayed, Err: err})
}

// how reports whether there is a connection, and whether only a relayed one.
func (h *Host) how(id peer.ID) (up, relayed bool) {
	for _, c := range h.parts.swarm.ConnsToPeer(id) {
		if c.IsClosed() {
			continue
		}
		if up && !relayed {
			break
		}
		up, relayed = true, isRelayed(c.RemoteMultiaddr())
	}
	return up, up && relayed
}

// watchIdentify keeps the addresses that a peer tells of itself, and takes a
// place with a node once it is known what the node can do.
func (h *Host) watchIdentify() error {
	sub, err := h.parts.host.EventBus().Subscribe([]any{
		new(event.EvtPeerIdentificationCompleted), new(event.EvtPeerProtocolsUpdated), new(event.EvtLocalProtocolsUpdated),
	})
	if err != nil {
		return err
	}
	h.start(func(ctx context.Context) {
		defer func() { _ = sub.Close() }() // it only stops what ends anyway
		for {
			select {
			case <-ctx.Done():
				return
			case e, ok := <-sub.Out():
				if !ok {
					return
				}
				if done, ok := e.(event.EvtPeerIdentificationCompleted); ok {
					h.identified(done)
				}
				_, now := h.seams.clock()
				h.straighten(now) // now it may work
			}
		}
	})
	return nil
}

func (h *Host) identified(done event.EvtPeerIdentificationCompleted) {
	id := done.Peer
	if !h.guard.known(id) || h.guard.isGuest(id) {
		return
	}
	h.book.saw(id, done.ListenAddrs)
	if h.cfg.Node {
		return // devices come to it
	}
	h.keep.add(id)
	if h.nodes.is(id) {
		h.spawn(func() { h.reserve(id) })
	}
	h.keep.poke()
}
