package p2p

import (
	"context"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"

	"kith/p2p/lan"
	"kith/p2p/link"
)

// Host is one device, or one node, on the network. It implements [link.Network].
// Its methods may be called from several goroutines.
type Host struct {
	cfg   Config
	seams seams
	self  link.Peer
	parts *parts
	guard *guard

	ctx    context.Context
	cancel context.CancelFunc
	starts sync.Mutex     // of work, against the end
	work   sync.WaitGroup // every goroutine that we started ourselves
	once   sync.Once
	closed error

	book   book
	keep   keeper
	events events
	nodes  nodes
	gossip gossip
	meet   meetLimits

	punching punches
	lan      *lan.Service
}

var _ link.Network = (*Host)(nil)

// New starts a host: it listens, dials the nodes, and then whom it learns of.
// The caller closes it.
func New(cfg Config) (*Host, error) { return start(cfg, seams{}) }

func start(cfg Config, s seams) (_ *Host, err error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	prepare()
	s.fill()
	manager, err := limits(cfg.Node)
	if err != nil {
		return nil, fmt.Errorf("open the network: %w", err)
	}
	h := &Host{cfg: cfg, seams: s, self: link.Peer(cfg.Key.Public()), guard: newGuard(manager, cfg)}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.book.init()
	h.nodes.init()
	h.keep.init()
	h.guard.cut = h.refuse
	if h.parts, err = build(cfg, s, h.guard); err != nil {
		h.cancel()
		return nil, fmt.Errorf("open the network: %w", errors.Join(err, manager.Close()))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	h.parts.swarm.Notify(&network.NotifyBundle{ConnectedF: h.connected, DisconnectedF: h.disconnected})
	h.start(h.events.run)
	if err := h.watchIdentify(); err != nil {
		return nil, fmt.Errorf("open the network: %w", err)
	}
	if cfg.Meet != nil {
		h.serveMeet()
	}
	for _, node := range cfg.Nodes {
		if err := h.AddNode(node); err != nil {
			return nil, fmt.Errorf("open the network: %w", err)
		}
	}
	h.start(h.keepRunning)
	h.start(h.watchSelf)
	if cfg.MDNS {
		if err := h.startLAN(); err != nil {
			return nil, fmt.Errorf("open the network: %w", err)
		}
	}
	return h, nil
}

func (s *seams) fill() {
	if s.clock == nil {
		s.clock = systemClock()
	}
	if s.tick == 0 {
		s.tick = tick
	}
	if s.local == nil {
		s.local = net.InterfaceAddrs
	}
}

// start runs f until the host is closed.
func (h *Host) start(f func(context.Context)) { h.spawn(func() { f(h.ctx) }) }

// spawn runs f in a goroutine that Close waits for, unless it was closed.
func (h *Host) spawn(f func()) {
	h.starts.Lock()
	defer h.starts.Unlock()
	if h.ctx.Err() == nil {
		h.work.Go(f)
	}
}

// Self implements link.Network.
func (h *Host) Self() link.Peer { return h.self }

// Close implements link.Network. It may be called again.
func (h *Host) Close() error {
	h.once.Do(func() {
		h.starts.Lock()
		h.cancel()
		h.starts.Unlock()
		h.guard.close()
		h.events.close()
		if h.lan != nil {
			h.closed = h.lan.Close()
		}
		h.gossip.close()
		h.closed = errors.Join(h.closed, h.parts.close())
		h.work.Wait()
	})
	return h.closed
}

// LetIn lets strangers open one protocol, pairing, until the returned function
// is called: few at once, each only for a while, and nothing else. It is for as
// long as an invitation is open and its device is there to answer.
func (h *Host) LetIn(p link.Protocol) (end func()) {
	return h.guard.open(protocol.ID(p))
}

// Open implements link.Network. To a peer that Allow does not know only what was
// asked for here can be opened, with the addresses of it that were learned: that
// is how a joining device reaches its inviter, or the mailbox of a node.
func (h *Host) Open(ctx context.Context, p link.Peer, proto link.Protocol) (link.Stream, error) {
	id := idOf(p)
	switch {
	case h.ctx.Err() != nil:
		return nil, fmt.Errorf("open %s: %w", proto, link.ErrClosed)
	case p == h.self:
		return nil, fmt.Errorf("open %s: %w: it is this one", proto, link.ErrUnreachable)
	case !h.guard.known(id):
		h.guard.invite(id, protocol.ID(proto))
	}
	fresh := !h.connectedTo(id)
	if err := h.reach(ctx, id); err != nil {
		return nil, fmt.Errorf("open %s: %w", proto, err)
	}
	s, err := h.parts.host.NewStream(network.WithNoDial(network.WithAllowLimitedConn(ctx, "relayed"), "dialled"),
		id, protocol.ID(proto))
	if err != nil {
		err = openError(ctx, err)
		if fresh && errors.Is(err, link.ErrReset) {
			// Over TCP the reason can be lost with the connection. Who takes one
			// only to end it does not let us in.
			err = fmt.Errorf("%w: %w", link.ErrRefused, err)
		}
		return nil, fmt.Errorf("open %s: %w", proto, h.closedOr(err))
	}
	return &stream{s, p}, nil
}

func (h *Host) closedOr(err error) error {
	if h.ctx.Err() != nil {
		return link.ErrClosed
	}
	return err
}

// Handle implements link.Network.
func (h *Host) Handle(p link.Protocol, serve func(link.Stream)) {
	if serve == nil {
		h.parts.host.RemoveStreamHandler(protocol.ID(p))
		return
	}
	h.parts.host.SetStreamHandler(protocol.ID(p), func(s network.Stream) {
		remote, ok := peerOf(s.Conn().RemotePeer())
		if !ok || h.ctx.Err() != nil {
			_ = s.Reset() // it is given up either way
			return
		}
		serve(&stream{s, remote})
	})
}

// Connected implements link.Network: the known peers only, not guests.
func (h *Host) Connected() []link.Peer {
	var peers []link.Peer
	for _, id := range h.parts.swarm.Peers() {
		if p, ok := peerOf(id); ok && h.guard.known(id) {
			peers = append(peers, p)
		}
	}
	return peers
}

// Addresses implements link.Network: those that a peer can dial, and the way
// through each node that keeps a place for us.
func (h *Host) Addresses() []string {
	var texts []string
	for _, a := range h.parts.host.Addrs() {
		if !isRelayed(a) {
			texts = append(texts, a.String())
		}
	}
	for _, a := range h.nodes.circuits(true) {
		texts = append(texts, a.String())
	}
	return texts
}

// told chooses what identify tells known peers of our addresses: none of the
// loopback unless there is nothing else (in tests), and not which nodes we use,
// which may be those of a group that the asker does not belong to.
func told(all []ma.Multiaddr) []ma.Multiaddr {
	var out, loop []ma.Multiaddr
	for _, a := range all {
		switch {
		case isRelayed(a):
		case manet.IsIPLoopback(a):
			loop = append(loop, a)
		default:
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return loop
	}
	return out
}

// Stats are counts since the host was started, and of now.
type Stats struct {
	BytesIn, BytesOut int64 // of streams, those of libp2p's own protocols too
	Connections       int
	Guests            int    // strangers connected now
	Refused           uint64 // strangers turned away: no window was open
	Full              uint64 // or too many were in
	Heap              int64  // bytes that libp2p reserved for buffers
}

// Stats returns the present numbers, for a node's metrics.
func (h *Host) Stats() Stats {
	total := h.parts.bytes.GetBandwidthTotals()
	s := Stats{BytesIn: total.TotalIn, BytesOut: total.TotalOut, Connections: len(h.parts.swarm.Conns())}
	h.guard.mu.Lock()
	s.Guests, s.Refused, s.Full = len(h.guard.guests), h.guard.refused, h.guard.turnAway
	h.guard.mu.Unlock()
	// The view of the system's scope cannot fail: it is always there.
	_ = h.guard.ViewSystem(func(r network.ResourceScope) error { s.Heap = r.Stat().Memory; return nil })
	return s
}

// drop closes all connections of a peer, in the background: libp2p waits for
// handlers there.
func (h *Host) drop(id peer.ID) {
	h.spawn(func() {
		_ = h.parts.swarm.ClosePeer(id) // what is closed already is as good
	})
}

// refuse closes all connections of a peer and tells it that it is not let in.
func (h *Host) refuse(id peer.ID) {
	h.spawn(func() {
		for _, c := range h.parts.swarm.ConnsToPeer(id) {
			_ = c.CloseWithError(network.ConnGated) // what is closed already is as good
		}
	})
}

// dialTimeout bounds one attempt to connect over one address.
const dialTimeout = 15 * time.Second
