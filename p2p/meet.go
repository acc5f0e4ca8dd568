package p2p

import (
	"context"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/link"
	"kith/p2p/meet"
)

// Bounds of asking nodes where others are.
const (
	meetTimeout   = 3 * time.Second
	meetPerMinute = 120 // questions of one device
	meetAsked     = 4   // peers asked at once
)

// meetLimits counts what each peer asked in the present minute.
type meetLimits struct {
	mu    sync.Mutex
	since time.Duration
	count map[link.Peer]int
}

func (m *meetLimits) allow(p link.Peer, now time.Duration) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.count == nil || now-m.since >= time.Minute {
		m.since, m.count = now, map[link.Peer]int{}
	}
	m.count[p]++
	return m.count[p] <= meetPerMinute
}

func (h *Host) serveMeet() {
	h.Handle(meet.Protocol, func(s link.Stream) {
		err := h.answerMeet(s)
		if err != nil {
			err = s.Reset()
		} else {
			err = s.Close()
		}
		_ = err // the asker is gone, and asks again if it needs to
	})
}

func (h *Host) answerMeet(s link.Stream) error {
	if err := s.SetDeadline(time.Now().Add(meetTimeout)); err != nil {
		return err
	}
	wanted, err := meet.ReadQuestion(s)
	if err != nil {
		return err
	}
	id, answer := idOf(wanted), meet.Away()
	if _, now := h.seams.clock(); !h.meet.allow(s.Remote(), now) {
		answer = meet.TooMany()
	} else if h.connectedTo(id) && h.cfg.Meet(s.Remote(), wanted) {
		answer = meet.Here(h.whereabouts(id))
	}
	_, err = s.Write(answer)
	return err
}

// whereabouts returns the addresses at which a connected peer may be found: as
// the node sees it, and as it told itself.
func (h *Host) whereabouts(id peer.ID) [][]byte {
	var ways []ma.Multiaddr
	for _, c := range h.parts.swarm.ConnsToPeer(id) {
		if a := c.RemoteMultiaddr(); !isRelayed(a) {
			ways = append(ways, a)
		}
	}
	var out [][]byte
	for _, a := range ma.Unique(append(ways, h.book.ways(id)...)) {
		out = append(out, a.Bytes())
	}
	return out
}

// askAround asks where id is: the nodes that the known ways to it go by, or all
// of ours if there are none such; and if there is no node, devices that answer.
func (h *Host) askAround(ctx context.Context, id peer.ID, ways []ma.Multiaddr) []ma.Multiaddr {
	var nodes, devices []peer.ID
	named := relaysOf(ways)
	for _, other := range h.parts.swarm.Peers() {
		switch {
		case other == id || !h.guard.known(other):
		case h.nodes.is(other):
			if len(named) == 0 || named[other] {
				nodes = append(nodes, other)
			}
		case h.serves(other, meet.Protocol):
			devices = append(devices, other)
		}
	}
	ask := append(nodes, devices...)
	ask = ask[:min(len(ask), meetAsked)]
	if len(ask) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, meetTimeout)
	defer cancel()
	found := make(chan []ma.Multiaddr, len(ask))
	for _, other := range ask {
		go func() {
			ways, err := h.ask(ctx, other, id)
			if err != nil {
				ways = nil // another answer, or the other ways, may help
			}
			found <- ways
		}()
	}
	var all []ma.Multiaddr
	for range ask {
		all = append(all, <-found...)
	}
	return all[:min(len(all), maxWays)]
}

func (h *Host) ask(ctx context.Context, node, id peer.ID) ([]ma.Multiaddr, error) {
	wanted, ok := peerOf(id)
	if !ok {
		return nil, nil
	}
	s, err := h.parts.host.NewStream(network.WithNoDial(ctx, "ask a node"), node, protocol.ID(meet.Protocol))
	if err != nil {
		return nil, err
	}
	defer func() { _ = s.Close() }() // all that was wanted has been read
	if err := s.SetDeadline(time.Now().Add(meetTimeout)); err != nil {
		return nil, err
	}
	if _, err := s.Write(meet.Question(wanted)); err != nil {
		return nil, err
	}
	told, err := meet.ReadAnswer(s)
	if err != nil {
		return nil, err
	}
	var ways []ma.Multiaddr
	for _, b := range told { // those that this version cannot read are left out
		if a, err := ma.NewMultiaddrBytes(b); err == nil && !isRelayed(a) {
			ways = append(ways, a)
		}
	}
	return ways, nil
}

func (h *Host) serves(id peer.ID, p link.Protocol) bool {
	have, err := h.parts.host.Peerstore().SupportsProtocols(id, protocol.ID(p))
	return err == nil && len(have) > 0
}

// relaysOf returns the relays that ways go by.
func relaysOf(ways []ma.Multiaddr) map[peer.ID]bool {
	ids := map[peer.ID]bool{}
	for _, a := range ways {
		if !isRelayed(a) {
			continue
		}
		before, _ := ma.SplitFunc(a, func(c ma.Component) bool { return c.Protocol().Code == ma.P_CIRCUIT })
		if info, err := peer.AddrInfoFromP2pAddr(before); err == nil {
			ids[info.ID] = true
		}
	}
	return ids
}
