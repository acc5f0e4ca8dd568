package p2p

import (
	"fmt"
	"strings"

	"github.com/libp2p/go-libp2p/core/peer"
	ma "github.com/multiformats/go-multiaddr"

	"kith/p2p/link"
)

// peerPrefix stands in front of the 32 bytes of an Ed25519 key in its libp2p
// peer id: an identity multihash (0x00, length 36) of the protobuf message
// {type: Ed25519, data: 32 bytes} (libp2p specification, peer-ids).
const peerPrefix = "\x00\x24\x08\x01\x12\x20"

func idOf(p link.Peer) peer.ID { return peer.ID(peerPrefix + string(p[:])) }

// peerOf is the reverse of idOf. Ids of other kinds of key are nobody's.
func peerOf(id peer.ID) (link.Peer, bool) {
	key, ok := strings.CutPrefix(string(id), peerPrefix)
	if !ok || len(key) != len(link.Peer{}) {
		return link.Peer{}, false
	}
	return link.Peer([]byte(key)), true
}

// PeerText returns the name of a peer as it stands behind "/p2p/" in an address.
func PeerText(p link.Peer) string { return idOf(p).String() }

// ParsePeer reads what [PeerText] wrote.
func ParsePeer(text string) (link.Peer, error) {
	id, err := peer.Decode(text)
	if err != nil {
		return link.Peer{}, fmt.Errorf("read the name of a peer: %w", err)
	}
	p, ok := peerOf(id)
	if !ok {
		return link.Peer{}, fmt.Errorf("read the name of a peer: not an Ed25519 key")
	}
	return p, nil
}

// ParseAddress splits an address that ends in "/p2p/NAME", as nodes have it,
// into who is there and the way to them.
func ParseAddress(text string) (link.Peer, string, error) {
	info, err := addrInfo(text)
	if err != nil {
		return link.Peer{}, "", err
	}
	p, ok := peerOf(info.ID)
	if !ok {
		return link.Peer{}, "", fmt.Errorf("read the address %q: its peer has no Ed25519 key", text)
	}
	return p, info.Addrs[0].String(), nil
}

func addrInfo(text string) (peer.AddrInfo, error) {
	a, err := ma.NewMultiaddr(text)
	if err != nil {
		return peer.AddrInfo{}, fmt.Errorf("read the address %q: %w", text, err)
	}
	info, err := peer.AddrInfoFromP2pAddr(a)
	if err != nil {
		return peer.AddrInfo{}, fmt.Errorf("read the address %q: it must end in /p2p/ and a name: %w", text, err)
	}
	if len(info.Addrs) == 0 {
		return peer.AddrInfo{}, fmt.Errorf("read the address %q: it says who, but not where", text)
	}
	return *info, nil
}

// parseWays reads the addresses of one peer, with or without "/p2p/NAME" at the
// end. What is no address, or leads to somebody else, is left out: addresses come
// from others, and one bad one must not hide the good.
func parseWays(id peer.ID, texts []string) []ma.Multiaddr {
	var ways []ma.Multiaddr
	for _, text := range texts {
		if len(ways) == maxWays {
			break
		}
		if len(text) > maxAddrText {
			continue
		}
		a, err := ma.NewMultiaddr(text)
		if err != nil {
			continue
		}
		way, last := peer.SplitAddr(a)
		if way == nil || last != "" && last != id {
			continue
		}
		ways = append(ways, way)
	}
	return ways
}

func isRelayed(a ma.Multiaddr) bool {
	_, err := a.ValueForProtocol(ma.P_CIRCUIT)
	return err == nil
}

const (
	// maxWays bounds the addresses kept for one peer, of each source.
	maxWays = 16
	// maxAddrText bounds one address, in bytes of its text.
	maxAddrText = 512
)
