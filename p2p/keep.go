package p2p

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/link"
)

// Times of redialling. A peer that was lost is tried at once, give or take a
// little so that a whole family waking after a power cut does not dial in one
// moment; then after 1, 2, 4, 8 seconds, every 15 seconds for some minutes, and
// at last ever less often, down to every five minutes. A wait is half as long up
// to half longer. As soon as one peer that could not be reached is back, all are
// tried: it was our own line that was cut.
const (
	redialJitter = 2 * time.Second
	redialFirst  = time.Second
	redialSoon   = 15 * time.Second
	redialOften  = 12 // failures until it becomes rarer
	redialMost   = 5 * time.Minute
	tick         = 5 * time.Second
	dialsAtOnce  = 8
	reachTimeout = 30 * time.Second
)

// reach makes sure that there is a connection: direct if that can be had, else
// through a node.
func (h *Host) reach(ctx context.Context, id peer.ID) error {
	if up, _ := h.how(id); up {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, reachTimeout)
	defer cancel()
	ways := h.book.ways(id)
	if !h.nodes.is(id) && h.guard.known(id) {
		ways = append(ways, h.askAround(ctx, id, ways)...)
		ways = append(ways, h.through(id, ways)...)
	}
	if len(ways) == 0 {
		return fmt.Errorf("%w: no address of it is known", link.ErrUnreachable)
	}
	if !h.guard.known(id) {
		h.guard.inviteRelays(ways)
	}
	err := h.parts.host.Connect(network.WithAllowLimitedConn(ctx, "relayed"),
		peer.AddrInfo{ID: id, Addrs: ways})
	if up, _ := h.how(id); up {
		return nil // identify may have failed, as it does with strangers
	}
	if err != nil {
		return openError(ctx, err)
	}
	return fmt.Errorf("%w: it closed the connection", link.ErrRefused)
}

// through returns the ways to id by our nodes, unless what was learned of id
// names relays itself: then only those, since a node of one group need not hear
// of the devices of another.
func (h *Host) through(id peer.ID, ways []ma.Multiaddr) []ma.Multiaddr {
	for _, a := range ways {
		if isRelayed(a) {
			return nil
		}
	}
	return h.nodes.circuits(false)
}

// keeper decides when which peer is dialled.
type keeper struct {
	mu    sync.Mutex
	peers map[peer.ID]*tries
	wake  chan struct{}
}

type tries struct {
	failed int
	due    time.Duration // on the monotonic clock; 0 is at once
	busy   bool
	err    error
}

func (k *keeper) init() {
	k.peers = map[peer.ID]*tries{}
	k.wake = make(chan struct{}, 1)
}

func (k *keeper) poke() {
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

func (k *keeper) at(id peer.ID) *tries {
	t := k.peers[id]
	if t == nil {
		t = &tries{}
		k.peers[id] = t
	}
	return t
}

// now makes id due at once.
func (k *keeper) now(id peer.ID) {
	k.mu.Lock()
	t := k.at(id)
	t.failed, t.due = 0, 0
	k.mu.Unlock()
	k.poke()
}

// again makes everybody due, each at a moment of its own within the jitter.
func (k *keeper) again(now time.Duration) {
	k.mu.Lock()
	for _, t := range k.peers {
		t.failed, t.due = 0, now+jitter()
	}
	k.mu.Unlock()
	k.poke()
}

// add keeps id connected from now on, without dialling it at once.
func (k *keeper) add(id peer.ID) {
	k.mu.Lock()
	k.at(id)
	k.mu.Unlock()
}

func (k *keeper) has(id peer.ID) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.peers[id] != nil
}

// sooner makes id due within a moment. Failures are not forgotten, so who lies
// about where a peer is gains a dial now and then.
func (k *keeper) sooner(id peer.ID, now time.Duration) {
	k.mu.Lock()
	t := k.at(id)
	t.due = min(t.due, now+redialJitter)
	k.mu.Unlock()
	k.poke()
}

func (k *keeper) succeeded(id peer.ID, now time.Duration) {
	k.mu.Lock()
	t := k.peers[id]
	back := t != nil && t.failed > 0
	if t != nil {
		t.failed, t.due, t.err = 0, 0, nil
	}
	for _, other := range k.peers {
		if back && other.failed > 0 {
			other.due = min(other.due, now+jitter())
		}
	}
	k.mu.Unlock()
	if back {
		k.poke()
	}
}

func (k *keeper) lost(id peer.ID, now time.Duration) {
	k.mu.Lock()
	if t := k.peers[id]; t != nil {
		t.due = now + jitter()
	}
	k.mu.Unlock()
	k.poke()
}

func (k *keeper) forget(id peer.ID) {
	k.mu.Lock()
	delete(k.peers, id)
	k.mu.Unlock()
}

func (k *keeper) finished(id peer.ID, err error, now time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	t := k.peers[id]
	if t == nil {
		return
	}
	t.busy, t.err = false, err
	if err == nil {
		return
	}
	t.due = now + backoff(t.failed)
	t.failed++
}

// backoff is the wait after the nth failure in a row, from 0.
func backoff(n int) time.Duration {
	wait := min(redialFirst<<min(n, 16), redialSoon)
	if n > redialOften {
		wait = min(redialSoon<<min(n-redialOften, 16), redialMost)
	}
	return wait/2 + rand.N(wait)
}

func jitter() time.Duration { return rand.N(redialJitter) }

// due returns who is to be dialled now, and in how long the next will be. want is
// asked without a lock being held: it ends up in the program above.
func (k *keeper) due(now time.Duration, want func(peer.ID) bool) (ids []peer.ID, next time.Duration) {
	k.mu.Lock()
	waiting := make(map[peer.ID]time.Duration, len(k.peers))
	for id, t := range k.peers {
		if !t.busy {
			waiting[id] = t.due - now
		}
	}
	k.mu.Unlock()
	next = time.Hour
	for id, in := range waiting {
		switch {
		case !want(id):
		case in > 0:
			next = min(next, in)
		case len(ids) == dialsAtOnce:
			next = min(next, time.Second)
		case k.take(id):
			ids = append(ids, id)
		}
	}
	return ids, next
}

// take marks id as being dialled, unless it is or was forgotten.
func (k *keeper) take(id peer.ID) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	t := k.peers[id]
	if t == nil || t.busy {
		return false
	}
	t.busy = true
	return true
}

// keepRunning dials those who are due.
func (h *Host) keepRunning(ctx context.Context) {
	room := make(chan struct{}, dialsAtOnce)
	for {
		_, now := h.seams.clock()
		ids, next := h.keep.due(now, func(id peer.ID) bool {
			return h.guard.known(id) && !h.connectedTo(id)
		})
		for _, id := range ids {
			select {
			case room <- struct{}{}:
			case <-ctx.Done():
				return
			}
			h.spawn(func() {
				defer func() { <-room }()
				err := h.reach(ctx, id)
				_, now := h.seams.clock()
				h.keep.finished(id, err, now)
				if err != nil && ctx.Err() == nil {
					h.failed(id, err)
				}
				h.keep.poke()
			})
		}
		timer := time.NewTimer(next)
		select {
		case <-ctx.Done():
		case <-h.keep.wake:
		case <-timer.C:
		}
		timer.Stop()
		if ctx.Err() != nil {
			return
		}
	}
}

func (h *Host) connectedTo(id peer.ID) bool {
	up, _ := h.how(id)
	return up
}

// failed tells why a peer cannot be reached.
func (h *Host) failed(id peer.ID, err error) {
	if p, ok := peerOf(id); ok && !errors.Is(err, context.Canceled) {
		h.events.add(link.Event{Peer: p, Err: err})
	}
}
