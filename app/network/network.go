// Package network connects Kith to the real network. It is the one place where
// the program meets package p2p, and so libp2p: everything else is given its
// network, and is tested with one in memory.
package network

import (
	"kith/app"
	"kith/p2p"
	"kith/p2p/link"
	"kith/p2p/replica"
)

// Node makes the network of a group's own node: it listens, relays between the
// devices of its spaces, and lets others no further than the protocols of guests.
func Node(cfg replica.NetworkConfig) (link.Network, error) {
	return p2p.New(p2p.Config{
		Key: cfg.Key, Listen: cfg.Listen, Node: true, Allow: cfg.Allow, Meet: cfg.Meet,
		Guests: p2p.Guests{Protocols: cfg.Guests, Max: cfg.MaxGuests},
	})
}

// Device makes the network of a vault's device: it lets in the devices and nodes of
// its records.
func Device(cfg app.NetworkConfig) (app.Network, error) {
	listen := cfg.Listen
	if len(listen) == 0 {
		listen = p2p.Anywhere(uint16(cfg.Port))
	}
	h, err := p2p.New(p2p.Config{Key: cfg.Key, Listen: listen, Allow: cfg.Allow, Meet: cfg.Meet, MDNS: cfg.MDNS})
	if err != nil {
		return nil, err // and not a Network that holds no Host
	}
	return h, nil
}
