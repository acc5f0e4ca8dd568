package pair

import (
	"fmt"
	"io"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// Purpose says what an invitation is for.
type Purpose uint8

// The purposes. Zero is not known yet: an invitation read from words alone.
const (
	PurposeDevice Purpose = 1 // another computer of the same person
	PurposeMember Purpose = 2 // another person, into a space
)

// String returns the purpose in English.
func (p Purpose) String() string {
	switch p {
	case PurposeDevice:
		return "device"
	case PurposeMember:
		return "member"
	}
	return "unknown"
}

// How long an invitation may live. One that somebody answers in the same room
// needs minutes; one that goes by mail, days.
const (
	MinLife = time.Minute
	MaxLife = 14 * 24 * time.Hour
)

// ClockSlack is how wrong the clock of the joining computer may be before it
// takes an invitation for expired. The inviting one decides by its own clock.
const ClockSlack = 26 * time.Hour

// Limits of an invitation, so that its QR code can be read from a screen.
const (
	MaxPeers = 3 // computers that may answer
	MaxNodes = 2 // nodes with a relay and a mailbox
	MaxAddrs = 4 // addresses of one of them, after joining those of one host and port
)

// Place is where somebody may be found.
type Place struct {
	Peer  link.Peer
	Addrs []string // multiaddr text, without /p2p
}

// Invitation is what one person gives to another, or to their own other
// computer. It is a secret until it was used. It prints as "[invitation]".
type Invitation struct {
	Phrase  crypto.Phrase
	Purpose Purpose   // zero if it was read from words
	Expires time.Time // whole minutes; zero if it was read from words
	Peers   []Place   // who answers, likeliest first; none if it was read from words
	Nodes   []Place   // relays and mailboxes
}

// NewInvitation makes an invitation that ends after life, between [MinLife] and
// [MaxLife], rounded up to the minute. Peers and nodes beyond the limits are left
// out, and so are addresses: those of this computer alone before all others.
func NewInvitation(purpose Purpose, now time.Time, life time.Duration, peers, nodes []Place) (Invitation, error) {
	if purpose != PurposeDevice && purpose != PurposeMember {
		return Invitation{}, fmt.Errorf("make invitation: there is no purpose %d", purpose)
	}
	if life < MinLife || life > MaxLife {
		return Invitation{}, fmt.Errorf("make invitation: it would live for %v, and may for %v to %v", life, MinLife, MaxLife)
	}
	return Invitation{
		Phrase:  crypto.NewPhrase(),
		Purpose: purpose,
		Expires: now.Add(life + time.Minute - 1).Truncate(time.Minute).UTC(),
		Peers:   comfortable(peers, MaxPeers),
		Nodes:   comfortable(nodes, MaxNodes),
	}, nil
}

// Words returns the invitation as seven words. They hold no address: who has
// them alone must find the inviter by themselves, on the same network or through
// a node that both know.
func (inv Invitation) Words() [crypto.PhraseWords]string { return inv.Phrase.Words() }

// CheckTime returns an [ExpiredError] if the invitation is surely over by the
// joining computer's clock, which may be wrong by [ClockSlack].
func (inv Invitation) CheckTime(now time.Time) error {
	if !inv.Expires.IsZero() && now.After(inv.Expires.Add(ClockSlack)) {
		return &ExpiredError{Expires: inv.Expires, Now: now}
	}
	return nil
}

// Routes returns who may answer, with every address: their own, and the way
// through each node.
func (inv Invitation) Routes() []Place {
	routes := make([]Place, len(inv.Peers))
	for i, p := range inv.Peers {
		routes[i] = Place{Peer: p.Peer, Addrs: append([]string(nil), p.Addrs...)}
		for _, node := range inv.Nodes {
			if node.Peer == p.Peer {
				continue
			}
			for _, addr := range node.Addrs {
				routes[i].Addrs = append(routes[i].Addrs, addr+"/p2p/"+peerText(node.Peer)+"/p2p-circuit")
			}
		}
	}
	return routes
}

// Format implements fmt.Formatter and hides the invitation from every verb.
func (Invitation) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[invitation]") // a fmt.State has no other way to report
}
