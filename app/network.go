package app

import (
	"errors"
	"fmt"
	"strings"

	"github.com/btcsuite/btcd/btcutil/base58"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/pair"
)

// Network is what an App needs of a network. Package network makes it with libp2p;
// this package does not know how, so that it stays quick to build and to test.
type Network interface {
	link.Network
	// LetIn lets strangers open one protocol until end is called.
	LetIn(link.Protocol) (end func())
	// AddNode begins to use a node, whose address ends in "/p2p/NAME"; RemoveNode
	// ends it.
	AddNode(address string) error
	RemoveNode(link.Peer)
	// Known returns the addresses at which a peer can be tried.
	Known(link.Peer) []string
}

// NetworkConfig says who is on the network, where, and whom to let in.
type NetworkConfig struct {
	Key    crypto.SigningKey    // of the device
	Listen []string             // multiaddr text; none is every address of this computer, at Port
	Port   int                  // 0 is any that is free
	Allow  func(link.Peer) bool // whom to let in; quick, and from any goroutine
	// Meet says whether two of those have a record in common, so that one may learn
	// from us where the other is; as quick.
	Meet func(asker, wanted link.Peer) bool
	MDNS bool // look for known devices in the local network
}

// ErrNoNetwork says that this program was built or started without a network.
var ErrNoNetwork = errors.New("there is no network")

// peerPrefix stands in front of the 32 bytes of a key in the libp2p name of a peer:
// an identity multihash of a protobuf message (libp2p specification, peer-ids).
const peerPrefix = "\x00\x24\x08\x01\x12\x20"

// peerText is the name of a peer as it stands behind "/p2p/" in an address.
func peerText(p link.Peer) string { return base58.Encode(append([]byte(peerPrefix), p[:]...)) }

// maxAddress is how long an address may be, in bytes.
const maxAddress = 512

// parseAddress splits an address that ends in "/p2p/NAME" into who is there and the
// way to them. It fails with [ErrAddress].
func parseAddress(text string) (link.Peer, string, error) {
	text = strings.TrimSpace(text)
	i := strings.LastIndex(text, "/p2p/")
	if i <= 0 || len(text) > maxAddress || !strings.HasPrefix(text, "/") || strings.ContainsAny(text, " \t\r\n") {
		return link.Peer{}, "", fmt.Errorf("%.64q: %w", text, ErrAddress)
	}
	raw := base58.Decode(text[i+len("/p2p/"):])
	key, ok := strings.CutPrefix(string(raw), peerPrefix)
	if !ok || len(key) != len(link.Peer{}) {
		return link.Peer{}, "", fmt.Errorf("%.64q: %w", text, ErrAddress)
	}
	return link.Peer([]byte(key)), text[:i], nil
}

// withPeer adds who is there to an address, unless it says it.
func withPeer(address string, p link.Peer) string {
	if strings.HasSuffix(address, "/p2p/"+peerText(p)) {
		return address
	}
	return address + "/p2p/" + peerText(p)
}

// addressText is the likeliest address of a place, with who is there.
func addressText(p pair.Place) string { return withPeer(p.Addrs[0], p.Peer) }
