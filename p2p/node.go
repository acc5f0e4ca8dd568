package p2p

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/peer"
	circuit "github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/client"
	"github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/relay"
	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/link"
)

// nodes are the group's nodes that we use, and the places they keep for us: a
// reservation of relay v2, over which others reach us when they cannot directly.
type nodes struct {
	mu sync.Mutex
	m  map[peer.ID]*place
}

type place struct {
	way   ma.Multiaddr
	until time.Duration // on the monotonic clock; 0 without a reservation
	renew time.Duration // when to ask again; at once if 0
	busy  bool
}

// reserveRetry is when a node that refused a place is asked again.
const (
	reserveRetry   = time.Minute
	reserveTimeout = 20 * time.Second
)

func (n *nodes) init() { n.m = map[peer.ID]*place{} }

func (n *nodes) is(id peer.ID) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.m[id] != nil
}

func (n *nodes) left(id peer.ID) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if p := n.m[id]; p != nil {
		p.until, p.renew = 0, 0
	}
}

func (n *nodes) ids() []peer.ID {
	n.mu.Lock()
	defer n.mu.Unlock()
	ids := make([]peer.ID, 0, len(n.m))
	for id := range n.m {
		ids = append(ids, id)
	}
	return ids
}

// circuits returns the ways through the nodes, or only through those that keep
// a place for us.
func (n *nodes) circuits(ours bool) []ma.Multiaddr {
	n.mu.Lock()
	defer n.mu.Unlock()
	var ways []ma.Multiaddr
	for id, p := range n.m {
		if ours && p.until == 0 {
			continue
		}
		over, err := ma.NewMultiaddr("/p2p/" + id.String() + "/p2p-circuit")
		if err == nil {
			ways = append(ways, p.way.Encapsulate(over))
		}
	}
	return ways
}

// AddNode makes the host use a node from now on: it keeps connected to it, can
// be reached through it, and asks it where others are. The address ends in
// "/p2p/NAME". Adding it again with another address adds the address.
func (h *Host) AddNode(text string) error {
	info, err := addrInfo(text)
	if err != nil {
		return err
	}
	p, ok := peerOf(info.ID)
	if !ok {
		return fmt.Errorf("read the address %q: its peer has no Ed25519 key", text)
	}
	if p == h.self {
		return nil // a node is no help to itself
	}
	h.nodes.mu.Lock()
	if h.nodes.m[info.ID] == nil {
		if len(h.nodes.m) >= maxNodes {
			h.nodes.mu.Unlock()
			return fmt.Errorf("use the node %s: more than %d nodes", text, maxNodes)
		}
		h.nodes.m[info.ID] = &place{}
	}
	h.nodes.m[info.ID].way = info.Addrs[0]
	h.nodes.mu.Unlock()
	h.guard.setNode(info.ID, true)
	if h.book.learn(info.ID, info.Addrs) || !h.keep.has(info.ID) {
		h.keep.now(info.ID)
	}
	return nil
}

// RemoveNode makes the host use a node no more.
func (h *Host) RemoveNode(p link.Peer) {
	id := idOf(p)
	h.nodes.mu.Lock()
	delete(h.nodes.m, id)
	h.nodes.mu.Unlock()
	h.guard.setNode(id, false)
	h.Forget(p)
}

// Places lists the nodes through which this host can be reached now.
func (h *Host) Places() []link.Peer {
	h.nodes.mu.Lock()
	defer h.nodes.mu.Unlock()
	var peers []link.Peer
	for id, p := range h.nodes.m {
		if who, ok := peerOf(id); ok && p.until != 0 {
			peers = append(peers, who)
		}
	}
	return peers
}

// reserve takes or renews our place with a node.
func (h *Host) reserve(id peer.ID) {
	h.nodes.mu.Lock()
	p := h.nodes.m[id]
	if p == nil || p.busy {
		h.nodes.mu.Unlock()
		return
	}
	p.busy = true
	h.nodes.mu.Unlock()
	ctx, cancel := context.WithTimeout(h.ctx, reserveTimeout)
	defer cancel()
	r, err := circuit.Reserve(ctx, h.parts.host, peer.AddrInfo{ID: id})
	_, now := h.seams.clock()
	h.nodes.mu.Lock()
	defer h.nodes.mu.Unlock()
	p.busy = false
	if err != nil { // what else goes wrong with the connection is told by its end
		p.until, p.renew = 0, now+reserveRetry
		return
	}
	life := max(time.Until(r.Expiration), reserveRetry)
	p.until, p.renew = now+life, now+life*3/4
}

// renew renews the places that run out, and asks again for those that we did not
// get: a node that did not know us at first does when a space was handed to it.
func (h *Host) renew(now time.Duration) {
	for _, id := range h.nodes.ids() {
		h.nodes.mu.Lock()
		p := h.nodes.m[id]
		due := p != nil && !p.busy && p.renew <= now
		h.nodes.mu.Unlock()
		if due && h.connectedTo(id) {
			h.spawn(func() { h.reserve(id) })
		}
	}
}

// A node's relay. Public relays of libp2p end a relayed connection after 2
// minutes or 128 KiB, enough to arrange a direct one: their owners do not know
// who uses them. This one serves devices that its owner let in, and where no
// direct connection can be had it must carry a whole record, so a connection has
// no limit of its own (which would also keep gossip from using it). What bounds
// it is who may use it, how many connections each device has, the memory of the
// resource manager, and the speed of the node's line.
const (
	relayPlaces   = 4096
	relayCircuits = 64        // open connections of one device, either end
	relayBuffer   = 64 << 10  // of each direction of a connection
	relayLife     = time.Hour // of a reservation
)

func relayOptions(g *guard) []relay.Option {
	return []relay.Option{
		relay.WithResources(relay.Resources{
			ReservationTTL: relayLife, MaxReservations: relayPlaces, MaxCircuits: relayCircuits,
			BufferSize: relayBuffer,
			// A family, or a clinic, is one address.
			MaxReservationsPerIP: relayPlaces, MaxReservationsPerASN: relayPlaces,
		}),
		relay.WithACL(relayRules{g}),
		relay.WithReservationAddressFilter(func(ma.Multiaddr) bool { return true }),
	}
}

// relayRules lets known devices be reached, by known devices and by guests: who
// joins is a stranger to the node yet, and may have no other way to its inviter. A
// device that has no invitation open refuses them by itself.
type relayRules struct{ guard *guard }

func (r relayRules) AllowReserve(id peer.ID, _ ma.Multiaddr) bool { return r.guard.known(id) }

func (r relayRules) AllowConnect(from peer.ID, _ ma.Multiaddr, to peer.ID) bool {
	return r.guard.known(to) && (r.guard.known(from) || r.guard.isGuest(from))
}
