// Package link says what the rest of Kith needs of a network, and nothing of how
// it is done: a peer is a public key, a stream is bytes in order, both ways.
//
// It promises, on behalf of every [Network]:
//
//   - A stream's [Stream.Remote] is proven: whoever is at the other end holds the
//     private key of that [Peer]. Nobody between reads or changes its bytes.
//   - [Network.Open] finds the way itself: a connection that is there, addresses
//     that were learned, at last a relay.
//   - A stream that breaks says so by an error of Read or Write, and a peer that
//     goes away by an [Event]. Neither loses silently.
//
// Package p2p implements it with libp2p, package memlink in memory, for tests in
// virtual time. Everything above (sync, pairing, the node) knows only this.
package link

import (
	"context"
	"encoding/hex"
	"errors"
	"io"
	"time"
)

// Peer names a device or a node: its Ed25519 public key, proven by the transport.
type Peer [32]byte

// String returns the key in hexadecimal.
func (p Peer) String() string { return hex.EncodeToString(p[:]) }

// IsZero reports whether p names nobody.
func (p Peer) IsZero() bool { return p == Peer{} }

// Protocol names what is spoken on a stream, with its version: "/kith/sync/1".
// The names are neutral: they say nothing of health.
type Protocol string

// Errors of a network, to be asked for with errors.Is.
var (
	// ErrUnreachable says that no known way leads to the peer now: it is asleep,
	// off, or its addresses are old.
	ErrUnreachable = errors.New("the other computer cannot be reached")
	// ErrRefused says that the peer is there and does not let us in.
	ErrRefused = errors.New("the other computer does not let this one in")
	// ErrProtocol says that the peer is there and does not speak the protocol:
	// its program is older or newer, or the thing is switched off there.
	ErrProtocol = errors.New("the other computer does not speak this protocol")
	// ErrReset says that the other side gave up a stream.
	ErrReset = errors.New("the other computer ended the exchange")
	// ErrClosed says that the network of this computer was closed.
	ErrClosed = errors.New("the network is closed")
)

// Stream is bytes in order to and from one peer. One goroutine may read while
// another writes; Reset and the deadlines may be called from anywhere.
type Stream interface {
	io.ReadWriteCloser // Close ends both directions; what was written still arrives
	// CloseWrite ends our direction: the peer reads io.EOF after what was written.
	CloseWrite() error
	// Reset gives up both directions at once. The peer's Read and Write fail.
	Reset() error
	// SetDeadline bounds Reads and Writes, those under way too; after it they
	// fail with an error that is os.ErrDeadlineExceeded. Zero is no bound.
	SetDeadline(time.Time) error
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
	// Remote is who is at the other end.
	Remote() Peer
}

// Event says that something about a connection changed.
type Event struct {
	// Peer is whose. The zero Peer stands for this computer itself: it woke up
	// or got another address, all connections are suspect, redial and look again.
	Peer    Peer
	Up      bool  // there is a connection now; else the last one is gone
	Relayed bool  // it goes through a relay
	Err     error // why it is gone or could not be made; may be nil
}

// Network is one identity on a network. Its methods may be called from several
// goroutines.
type Network interface {
	// Self is who we are.
	Self() Peer
	// Open opens a stream, dialling if there is no connection: first known
	// addresses, then relays. Errors are of the kinds above, or ctx's.
	Open(ctx context.Context, peer Peer, protocol Protocol) (Stream, error)
	// Handle sets who serves the streams that others open: each in a goroutine
	// of its own. The server closes or resets the stream. Nil serves no more.
	Handle(protocol Protocol, serve func(Stream))
	// Connected lists the peers that there is a connection with, in no order.
	Connected() []Peer
	// Watch adds one who is told of events, one at a time and in order; it must
	// not block. stop removes it.
	Watch(tell func(Event)) (stop func())
	// Learn adds addresses of a peer (multiaddr text). Those that are no
	// addresses are ignored.
	Learn(peer Peer, addrs []string)
	// Forget drops what is known of a peer's addresses, and its connection.
	Forget(peer Peer)
	// Addresses are ours, as multiaddr text, for others to Learn.
	Addresses() []string
	// Topic joins a topic of gossip. A topic is joined once at a time.
	Topic(name string) (Topic, error)
	// Close ends everything: streams are reset, topics left, no event follows.
	Close() error
}

// Topic spreads short messages among those who joined it, as well as it can: a
// message may come twice, late or never.
type Topic interface {
	// Publish sends to everybody else in the topic. It does not wait for them.
	Publish(data []byte) error
	// Messages sets who is told of what others published, one at a time; it must
	// not block for long. from is the peer that passed it on, which need not be who
	// published it. data may be kept.
	Messages(tell func(from Peer, data []byte))
	// Close leaves the topic.
	Close() error
}
