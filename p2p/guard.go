package p2p

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/control"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	relayproto "github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/proto"
	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/link"
)

// guard decides who may connect, and what strangers may do. It sits at two
// places of libp2p: as connection gater, which sees each connection once the
// other side has proven who it is, and around the resource manager, which sees
// each stream before its bytes reach anybody. So identify, gossip, relaying and
// all else that libp2p brings along is closed to strangers as well.
type guard struct {
	network.ResourceManager
	allow func(link.Peer) bool
	cut   func(peer.ID) // closes all connections of a peer

	mu       sync.Mutex
	nodes    map[peer.ID]bool
	always   []protocol.ID        // protocols that strangers may open at any time
	windows  map[*window]struct{} // and those open for a while
	guests   map[peer.ID]*guest   // strangers connected to us
	invited  map[peer.ID]*invited
	max      int
	stay     time.Duration
	refused  uint64
	turnAway uint64
}

// window is one call of LetIn.
type window struct{ protocol protocol.ID }

// invited is a stranger whom we dial, until the last call is too long ago.
type invited struct {
	protocols []protocol.ID
	until     time.Time
}

type guest struct {
	timer *time.Timer // ends the stay
	idle  *time.Timer // ends it sooner for who opens nothing
}

// guestIdle is how long a stranger may be connected without opening a stream,
// so that nobody keeps others out by just standing in the door.
const guestIdle = 15 * time.Second

var errStranger = errors.New("not among the known devices")

func newGuard(inner network.ResourceManager, cfg Config) *guard {
	g := &guard{
		ResourceManager: inner,
		allow:           cfg.Allow,
		nodes:           map[peer.ID]bool{},
		windows:         map[*window]struct{}{},
		guests:          map[peer.ID]*guest{},
		invited:         map[peer.ID]*invited{},
		max:             cfg.Guests.Max,
		stay:            cfg.Guests.Stay,
	}
	for _, p := range cfg.Guests.Protocols {
		g.always = append(g.always, protocol.ID(p))
	}
	if cfg.Node && len(g.always) > 0 {
		g.always = append(g.always, relayproto.ProtoIDv2Hop) // see relayRules
	}
	return g
}

// known reports whether id belongs: a device of one of our spaces, or a node.
func (g *guard) known(id peer.ID) bool {
	g.mu.Lock()
	node := g.nodes[id]
	g.mu.Unlock()
	if node {
		return true
	}
	p, ok := peerOf(id)
	return ok && g.allow != nil && g.allow(p)
}

func (g *guard) setNode(id peer.ID, is bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if is {
		g.nodes[id] = true
	} else {
		delete(g.nodes, id)
	}
}

// open starts a window in which strangers may open p.
func (g *guard) open(p protocol.ID) (close func()) {
	w := &window{p}
	g.mu.Lock()
	g.windows[w] = struct{}{}
	g.mu.Unlock()
	return func() {
		g.mu.Lock()
		delete(g.windows, w)
		shut := !g.anyOpen()
		var out []peer.ID
		for id := range g.guests {
			if shut {
				out = append(out, id)
			}
		}
		g.mu.Unlock()
		for _, id := range out {
			g.end(id)
		}
	}
}

func (g *guard) anyOpen() bool { return len(g.always) > 0 || len(g.windows) > 0 }

// invite lets us dial a stranger, for one protocol and as long as a guest may
// stay with us.
func (g *guard) invite(id peer.ID, p protocol.ID) {
	g.mu.Lock()
	defer g.mu.Unlock()
	maps.DeleteFunc(g.invited, func(_ peer.ID, v *invited) bool { return time.Now().After(v.until) })
	v := g.invited[id]
	if v == nil {
		v = &invited{}
		g.invited[id] = v
	}
	v.until = time.Now().Add(g.stay)
	if !slices.Contains(v.protocols, p) {
		v.protocols = append(v.protocols, p)
	}
}

// inviteRelays lets us ask the nodes on the way to a stranger to be relayed.
func (g *guard) inviteRelays(ways []ma.Multiaddr) {
	for _, a := range ways {
		if !isRelayed(a) {
			continue
		}
		if text, err := a.ValueForProtocol(ma.P_P2P); err == nil { // the first is the relay's
			if relay, err := peer.Decode(text); err == nil {
				g.invite(relay, relayproto.ProtoIDv2Hop)
			}
		}
	}
}

// isInvited is called with g locked.
func (g *guard) isInvited(id peer.ID) bool {
	v := g.invited[id]
	return v != nil && time.Now().Before(v.until)
}

func (g *guard) uninvite(id peer.ID) {
	g.mu.Lock()
	delete(g.invited, id)
	g.mu.Unlock()
}

func (g *guard) mayDial(id peer.ID) bool {
	if g.known(id) {
		return true
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.isInvited(id)
}

// welcome takes a stranger in, if a window is open and there is room.
func (g *guard) welcome(id peer.ID) bool {
	if _, ok := peerOf(id); !ok {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.isInvited(id) {
		return true // whom we dialled may as well have dialled us
	}
	if !g.anyOpen() {
		g.refused++
		return false
	}
	if _, here := g.guests[id]; here {
		return true
	}
	if len(g.guests) >= g.max {
		g.turnAway++
		return false
	}
	g.guests[id] = &guest{
		timer: time.AfterFunc(g.stay, func() { g.end(id) }),
		idle:  time.AfterFunc(min(guestIdle, g.stay), func() { g.end(id) }),
	}
	return true
}

// end shows a guest out. One that became known goes too, when it has nothing
// open or its stay ends: its connection never exchanged what members exchange,
// and a new one is made.
func (g *guard) end(id peer.ID) {
	g.mu.Lock()
	gone := g.drop(id)
	g.mu.Unlock()
	if gone {
		g.cut(id)
	}
}

func (g *guard) drop(id peer.ID) bool {
	v, ok := g.guests[id]
	if ok {
		v.timer.Stop()
		v.idle.Stop()
		delete(g.guests, id)
	}
	return ok
}

// left is told that the last connection of id is gone.
func (g *guard) left(id peer.ID) {
	g.mu.Lock()
	g.drop(id)
	g.mu.Unlock()
}

func (g *guard) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	for id := range g.guests {
		g.drop(id)
	}
}

func (g *guard) isGuest(id peer.ID) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.guests[id] != nil
}

// mayOpen says whether a stream of this protocol may be, to or from id.
func (g *guard) mayOpen(id peer.ID, p protocol.ID, dir network.Direction) error {
	if g.known(id) {
		return nil
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if dir == network.DirOutbound {
		if g.isInvited(id) && slices.Contains(g.invited[id].protocols, p) {
			return nil
		}
		return fmt.Errorf("open %s to %s: %w", p, id, errStranger)
	}
	v := g.guests[id]
	ok := slices.Contains(g.always, p)
	for w := range g.windows {
		ok = ok || w.protocol == p
	}
	if v == nil || !ok {
		return fmt.Errorf("accept %s from %s: %w", p, id, errStranger)
	}
	v.idle.Stop()
	return nil
}

// InterceptPeerDial implements connmgr.ConnectionGater.
func (g *guard) InterceptPeerDial(id peer.ID) bool { return g.mayDial(id) }

// InterceptAddrDial implements connmgr.ConnectionGater.
func (g *guard) InterceptAddrDial(id peer.ID, _ ma.Multiaddr) bool { return g.mayDial(id) }

// InterceptAccept implements connmgr.ConnectionGater. Nobody is known yet.
func (g *guard) InterceptAccept(network.ConnMultiaddrs) bool { return true }

// InterceptSecured implements connmgr.ConnectionGater. The peer is proven now,
// but over TCP there is no way yet to tell it why it is refused.
func (g *guard) InterceptSecured(_ network.Direction, id peer.ID, _ network.ConnMultiaddrs) bool {
	_, ok := peerOf(id)
	return ok
}

// InterceptUpgraded implements connmgr.ConnectionGater: here who is refused is
// told so, before any stream can be opened.
func (g *guard) InterceptUpgraded(c network.Conn) (bool, control.DisconnectReason) {
	id := c.RemotePeer()
	if g.known(id) || c.Stat().Direction == network.DirOutbound && g.mayDial(id) {
		return true, 0
	}
	return c.Stat().Direction == network.DirInbound && g.welcome(id), 0
}

// OpenStream implements network.ResourceManager.
func (g *guard) OpenStream(id peer.ID, dir network.Direction) (network.StreamManagementScope, error) {
	scope, err := g.ResourceManager.OpenStream(id, dir)
	if err != nil {
		return nil, err
	}
	return &guardedStream{scope, g, id, dir}, nil
}

// guardedStream refuses the protocols that are not for this peer.
type guardedStream struct {
	network.StreamManagementScope
	guard *guard
	id    peer.ID
	dir   network.Direction
}

// SetProtocol implements network.StreamManagementScope. libp2p calls it when the
// protocol is agreed on and before the first byte is handed on.
func (s *guardedStream) SetProtocol(p protocol.ID) error {
	if err := s.guard.mayOpen(s.id, p, s.dir); err != nil {
		return err
	}
	return s.StreamManagementScope.SetProtocol(p)
}
