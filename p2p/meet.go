package p2p

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/link"
)

// MeetProtocol is how a device asks a node where another device of the same
// space is now. WIRE.md, "Meeting", says what the bytes are.
const MeetProtocol link.Protocol = "/kith/meet/1"

// Bounds of a meeting.
const (
	meetVersion   = 1
	meetAddrs     = 16
	meetAddrSize  = 256
	meetTimeout   = 3 * time.Second
	meetPerMinute = 120
	meetNodes     = 3 // asked at once
)

// Answers of a node.
const (
	meetHere    = 0 // and its addresses follow
	meetAway    = 1 // not connected, or not for the asker to know: the same answer
	meetTooMany = 2
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
	h.Handle(MeetProtocol, func(s link.Stream) {
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
	asker := s.Remote()
	_, now := h.seams.clock()
	if !h.meet.allow(asker, now) {
		_, err := s.Write([]byte{meetVersion, meetTooMany})
		return err
	}
	wanted, err := readMeet(s)
	if err != nil {
		return err
	}
	id := idOf(wanted)
	if !h.connectedTo(id) || !h.cfg.Meet(asker, wanted) {
		_, err := s.Write([]byte{meetVersion, meetAway})
		return err
	}
	_, err = s.Write(meetAnswer(h.whereabouts(id)))
	return err
}

// whereabouts returns the addresses at which a connected peer may be found: as
// the node sees it, and as it told itself.
func (h *Host) whereabouts(id peer.ID) []ma.Multiaddr {
	var ways []ma.Multiaddr
	for _, c := range h.parts.swarm.ConnsToPeer(id) {
		if a := c.RemoteMultiaddr(); !isRelayed(a) {
			ways = append(ways, a)
		}
	}
	return ma.Unique(append(ways, h.book.ways(id)...))
}

// readMeet reads a question: version, then the key of who is wanted.
func readMeet(r io.Reader) (link.Peer, error) {
	var q [1 + len(link.Peer{})]byte
	if _, err := io.ReadFull(r, q[:]); err != nil {
		return link.Peer{}, fmt.Errorf("read who is wanted: %w", err)
	}
	if q[0] != meetVersion {
		return link.Peer{}, fmt.Errorf("read who is wanted: version %d", q[0])
	}
	return link.Peer(q[1:]), nil
}

// meetAnswer writes version, meetHere, the number of addresses, and each as its
// length in one byte and its binary form.
func meetAnswer(ways []ma.Multiaddr) []byte {
	out := []byte{meetVersion, meetHere, 0}
	for _, a := range ways {
		if b := a.Bytes(); len(b) < meetAddrSize && out[2] < meetAddrs {
			out = append(append(out, byte(len(b))), b...)
			out[2]++
		}
	}
	return out
}

// readAnswer reads what meetAnswer wrote. Addresses that this version cannot
// read are left out.
func readAnswer(r io.Reader) ([]ma.Multiaddr, error) {
	br := bufio.NewReaderSize(r, 512)
	var head [2]byte
	if _, err := io.ReadFull(br, head[:]); err != nil {
		return nil, fmt.Errorf("read where a peer is: %w", err)
	}
	if head[0] != meetVersion {
		return nil, fmt.Errorf("read where a peer is: version %d", head[0])
	}
	if head[1] != meetHere {
		return nil, nil
	}
	n, err := br.ReadByte()
	if err == nil && n > meetAddrs {
		err = errors.New("too many addresses")
	}
	var ways []ma.Multiaddr
	for range n {
		if err != nil {
			break
		}
		var size byte
		if size, err = br.ReadByte(); err != nil {
			break
		}
		b := make([]byte, size)
		if _, err = io.ReadFull(br, b); err != nil {
			break
		}
		if a, bad := ma.NewMultiaddrBytes(b); bad == nil && size > 0 && !isRelayed(a) {
			ways = append(ways, a)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read where a peer is: %w", err)
	}
	return ways, nil
}

// askNodes asks the nodes where id is: those that the known ways to it go by, or
// all of ours if there are none such.
func (h *Host) askNodes(ctx context.Context, id peer.ID, ways []ma.Multiaddr) []ma.Multiaddr {
	var ask []peer.ID
	named := relaysOf(ways)
	for _, node := range h.nodes.ids() {
		if (len(named) == 0 || named[node]) && h.connectedTo(node) && h.serves(node, MeetProtocol) {
			ask = append(ask, node)
		}
	}
	ask = ask[:min(len(ask), meetNodes)]
	if len(ask) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, meetTimeout)
	defer cancel()
	found := make(chan []ma.Multiaddr, len(ask))
	for _, node := range ask {
		go func() {
			ways, err := h.ask(ctx, node, id)
			if err != nil {
				ways = nil // another node, or the other ways, may help
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
	raw, err := h.parts.host.NewStream(network.WithNoDial(ctx, "ask a node"), node, protocol.ID(MeetProtocol))
	if err != nil {
		return nil, err
	}
	defer func() { _ = raw.Close() }() // all that was wanted has been read
	if deadline, ok := ctx.Deadline(); ok {
		if err := raw.SetDeadline(deadline); err != nil {
			return nil, err
		}
	}
	if _, err := raw.Write(append([]byte{meetVersion}, wanted[:]...)); err != nil {
		return nil, err
	}
	return readAnswer(raw)
}

func (h *Host) serves(id peer.ID, p link.Protocol) bool {
	ps, err := h.parts.host.Peerstore().GetProtocols(id)
	if err != nil {
		return false
	}
	for _, have := range ps {
		if string(have) == string(p) {
			return true
		}
	}
	return false
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
