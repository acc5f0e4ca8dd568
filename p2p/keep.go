package p2p

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
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

// book is the addresses of peers: those learned from others, and those that the
// peer itself told when it was last connected.
type book struct {
	mu    sync.Mutex
	peers map[peer.ID]*entry
}

// entry keeps what is believed least apart, so that it pushes nothing else out:
// near is what somebody in the local network claims.
type entry struct{ learned, seen, near []ma.Multiaddr }

// maxNear bounds the addresses of one peer found in the local network.
const maxNear = 4

// maxBook bounds the peers in the book, which come from records of spaces.
const maxBook = 4096

func (b *book) init() { b.peers = map[peer.ID]*entry{} }

func (b *book) at(id peer.ID) *entry {
	e := b.peers[id]
	if e == nil && len(b.peers) < maxBook {
		e = &entry{}
		b.peers[id] = e
	}
	return e
}

func (b *book) learn(id peer.ID, ways []ma.Multiaddr) (news bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.at(id)
	if e == nil {
		return false
	}
	for i := len(ways) - 1; i >= 0; i-- { // the first named stays first
		if !ma.Contains(e.learned, ways[i]) {
			e.learned, news = append([]ma.Multiaddr{ways[i]}, e.learned...), true
		}
	}
	if len(e.learned) > maxWays {
		e.learned = e.learned[:maxWays]
	}
	return news
}

func (b *book) saw(id peer.ID, ways []ma.Multiaddr) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e := b.at(id); e != nil && len(ways) > 0 {
		e.seen = ways[:min(len(ways), maxWays)]
	}
}

// found keeps addresses of the local network, and reports whether any is new.
func (b *book) found(id peer.ID, ways []ma.Multiaddr) (news bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.peers[id]
	if e == nil {
		return false
	}
	for _, way := range ways {
		if !ma.Contains(e.near, way) {
			e.near, news = append([]ma.Multiaddr{way}, e.near...), true
		}
	}
	e.near = e.near[:min(len(e.near), maxNear)]
	return news
}

func (b *book) forget(id peer.ID) {
	b.mu.Lock()
	delete(b.peers, id)
	b.mu.Unlock()
}

func (b *book) ways(id peer.ID) []ma.Multiaddr {
	b.mu.Lock()
	defer b.mu.Unlock()
	e := b.peers[id]
	if e == nil {
		return nil
	}
	return ma.Unique(slices.Concat(e.learned, e.seen, e.near))
}

func (b *book) all() []peer.ID {
	b.mu.Lock()
	defer b.mu.Unlock()
	ids := make([]peer.ID, 0, len(b.peers))
	for id := range b.peers {
		ids = append(ids, id)
	}
	return ids
}

// Learn implements link.Network. Known peers that were learned are kept
// connected: dialled now, and again whenever they are lost.
func (h *Host) Learn(p link.Peer, addrs []string) {
	id := idOf(p)
	if p == h.self {
		return
	}
	if h.book.learn(id, parseWays(id, addrs)) || !h.keep.has(id) {
		h.keep.now(id)
	}
}

// Forget implements link.Network.
func (h *Host) Forget(p link.Peer) {
	id := idOf(p)
	h.book.forget(id)
	h.keep.forget(id)
	h.guard.uninvite(id)
	h.parts.host.Peerstore().ClearAddrs(id)
	h.drop(id)
}

// Known returns the addresses that p can be tried at, for keeping them until the
// next start: those learned and those that it told itself.
func (h *Host) Known(p link.Peer) []string {
	var texts []string
	for _, a := range h.book.ways(idOf(p)) {
		texts = append(texts, a.String())
	}
	return texts
}

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

// due returns who is to be dialled now, and in how long the next will be.
func (k *keeper) due(now time.Duration, want func(peer.ID) bool) (ids []peer.ID, next time.Duration) {
	k.mu.Lock()
	defer k.mu.Unlock()
	next = time.Hour
	for id, t := range k.peers {
		if t.busy || !want(id) {
			continue
		}
		if t.due > now {
			next = min(next, t.due-now)
			continue
		}
		if len(ids) == dialsAtOnce {
			next = min(next, time.Second)
			continue
		}
		t.busy = true
		ids = append(ids, id)
	}
	return ids, next
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
