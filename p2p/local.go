package p2p

import (
	"strconv"

	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/lan"
	"kith/p2p/link"
)

// startLAN looks for known devices in the local network.
func (h *Host) startLAN() error {
	service, err := lan.Start(lan.Config{
		Self:  h.self,
		Ports: h.ports,
		Known: h.wanted,
		Found: func(p link.Peer, addrs []string) {
			id := idOf(p)
			if h.book.found(id, parseWays(id, addrs)) && !h.connectedTo(id) {
				_, now := h.seams.clock()
				h.keep.sooner(id, now)
			}
		},
		Interfaces: h.seams.faces,
	})
	if err != nil {
		return err
	}
	h.lan = service
	return nil
}

// ports returns where we listen over IPv4.
func (h *Host) ports() (quic, tcp uint16) {
	for _, a := range h.parts.swarm.ListenAddresses() {
		if _, err := a.ValueForProtocol(ma.P_IP4); err != nil {
			continue
		}
		if _, err := a.ValueForProtocol(ma.P_QUIC_V1); err == nil && quic == 0 {
			quic = port(a, ma.P_UDP)
		} else if tcp == 0 {
			tcp = port(a, ma.P_TCP)
		}
	}
	return quic, tcp
}

func port(a ma.Multiaddr, of int) uint16 {
	text, err := a.ValueForProtocol(of)
	if err != nil {
		return 0
	}
	n, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		return 0
	}
	return uint16(n)
}

// wanted are the known peers of the book.
func (h *Host) wanted() []link.Peer {
	var peers []link.Peer
	for _, id := range h.book.all() {
		if p, ok := peerOf(id); ok && h.guard.known(id) {
			peers = append(peers, p)
		}
	}
	return peers
}
