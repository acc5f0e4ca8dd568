package p2p

import (
	"slices"
	"sync"

	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/link"
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
