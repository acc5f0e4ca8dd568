package p2p

import (
	"errors"
	"fmt"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// Config says who a [Host] is, where it listens and whom it lets in.
type Config struct {
	// Key is the device's signing key, or a node's. Its public half is the
	// [link.Peer] that others know. Required.
	Key crypto.SigningKey
	// Listen are the addresses to listen on, multiaddr text as [Anywhere] gives
	// them. None: nobody can connect except through a node. It is an error if
	// none of them can be listened on.
	Listen []string
	// Nodes are the group's nodes, each "/ip4/ADDR/udp/PORT/quic-v1/p2p/NAME".
	// The host keeps connected to them and can be reached through them. More can
	// be added later with [Host.AddNode].
	Nodes []string
	// Allow says whether a peer is known: a device of one of our spaces. It is
	// asked for every connection and stream, so it must be quick, and may be
	// called from several goroutines. Nil knows nobody. Nodes need no allowing.
	Allow func(link.Peer) bool
	// MDNS looks for known devices in the local network, and lets them find us.
	// Off, not one packet is sent for that.
	MDNS bool
	// Node makes this the host of a group's own node: it relays between devices
	// that Allow knows, checks for them whether they can be reached, tells them
	// each other's addresses, and has the limits of a machine that serves many.
	Node bool
	// Meet says whether asker may learn the addresses of wanted: they have a
	// space in common. A node is asked, and a device too, so that those who know
	// it find each other without a node. Nil answers nobody.
	Meet func(asker, wanted link.Peer) bool
	// Guests is what strangers may do at any time. A device leaves it empty and
	// uses [Host.LetIn] while an invitation is open.
	Guests Guests
	// Now is the clock of the wall, for tests. Nil is time.Now.
	Now func() time.Time
}

// Guests bounds what devices that are not known may do.
type Guests struct {
	// Protocols that they may open, besides those of [Host.LetIn].
	Protocols []link.Protocol
	// Max is how many may be connected at once. 0 is 8.
	Max int
	// Stay is after how long each is cut off. 0 is ten minutes.
	Stay time.Duration
}

// Limits of a Config.
const (
	maxListen = 16
	maxNodes  = 32
)

func (c *Config) check() error {
	switch {
	case c.Key.IsZero():
		return errors.New("open the network: no key")
	case len(c.Listen) > maxListen:
		return fmt.Errorf("open the network: more than %d addresses to listen on", maxListen)
	case len(c.Nodes) > maxNodes:
		return fmt.Errorf("open the network: more than %d nodes", maxNodes)
	}
	if c.Guests.Max == 0 {
		c.Guests.Max = 8
	}
	if c.Guests.Stay == 0 {
		c.Guests.Stay = 10 * time.Minute
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return nil
}

// Anywhere returns the addresses that listen on every interface of this
// computer, over QUIC and TCP, IPv4 and IPv6, at one port (0: any that is free,
// a different one for each).
func Anywhere(port uint16) []string {
	return []string{
		fmt.Sprintf("/ip4/0.0.0.0/udp/%d/quic-v1", port), fmt.Sprintf("/ip6/::/udp/%d/quic-v1", port),
		fmt.Sprintf("/ip4/0.0.0.0/tcp/%d", port), fmt.Sprintf("/ip6/::/tcp/%d", port),
	}
}
