package pair

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"errors"
	"fmt"
	gonet "net"
	"sync"
	"testing"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

// The one invitation of most tests, since stretching takes its time.
const testWords = "panda eyebrow bullet gorilla call smoke muffin"

var (
	testNow    = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	testSecret = sync.OnceValue(func() crypto.Key {
		phrase, err := crypto.ParsePhrase(testWords)
		if err != nil {
			panic(err)
		}
		return phrase.Stretch()
	})
	otherSecret = sync.OnceValue(func() crypto.Key { return testSecret().Derive("test", nil) })
)

func atTestNow() time.Time { return testNow }

func testInvitation(t testing.TB, purpose Purpose) Invitation {
	t.Helper()
	phrase, err := crypto.ParsePhrase(testWords)
	if err != nil {
		t.Fatal(err)
	}
	return Invitation{
		Phrase: phrase, Purpose: purpose, Expires: testNow.Add(time.Hour),
		Peers: []Place{{Peer: inviterPeer, Addrs: []string{"/ip4/192.168.1.20/udp/4001/quic-v1", "/ip4/192.168.1.20/tcp/4001"}}},
		Nodes: []Place{{Peer: nodePeer, Addrs: []string{"/dns4/node.example.org/udp/4001/quic-v1"}}},
	}
}

// openingOf is Open without the stretching.
func openingOf(inv Invitation, secret crypto.Key, o Options) *Opening {
	o.Check = o.Check || inv.Purpose == PurposeDevice
	return &Opening{inv: inv, options: o, secret: secret, wrong: o.Wrong}
}

var (
	joinerPeer   = link.Peer{1}
	inviterPeer  = link.Peer{2}
	strangerPeer = link.Peer{3}
	nodePeer     = link.Peer{4}
)

// net is a wire with the three of them. The inviter answers the openings.
type net struct {
	t                         *testing.T
	joiner, inviter, stranger *memlink.Host
	sessions                  chan answered
}

type answered struct {
	s       *Session
	opening *Opening
	err     error
}

func newNet(t *testing.T, openings ...*Opening) *net {
	t.Helper()
	w := memlink.New(memlink.Options{})
	n := &net{t: t, joiner: w.Host(joinerPeer), inviter: w.Host(inviterPeer), stranger: w.Host(strangerPeer), sessions: make(chan answered, 16)}
	w.Introduce()
	n.inviter.Handle(Protocol, func(stream link.Stream) {
		s, opening, err := Answer(context.Background(), stream, inviterPeer, openings, atTestNow)
		n.sessions <- answered{s, opening, err}
	})
	t.Cleanup(func() {
		if err := errors.Join(n.joiner.Close(), n.inviter.Close(), n.stranger.Close()); err != nil {
			t.Error(err)
		}
	})
	return n
}

func (n *net) open(from *memlink.Host, to link.Peer) link.Stream {
	n.t.Helper()
	stream, err := from.Open(n.t.Context(), to, Protocol)
	if err != nil {
		n.t.Fatal(err)
	}
	return stream
}

// start joins from a host, and gives both ends' results.
func (n *net) start(from *memlink.Host, secret crypto.Key) (*Session, answered, error) {
	n.t.Helper()
	s, err := Start(n.t.Context(), n.open(from, inviterPeer), from.Self(), secret, testNow)
	return s, <-n.sessions, err
}

// pairUp starts a session that must succeed.
func (n *net) pairUp() (joiner, inviter *Session) {
	n.t.Helper()
	s, other, err := n.start(n.joiner, testSecret())
	if err != nil || other.err != nil {
		n.t.Fatal(err, other.err)
	}
	n.t.Cleanup(func() { s.Close(); other.s.Close() })
	return s, other.s
}

// both runs the two sides at once.
func both(joiner, inviter func() error) (error, error) {
	done := make(chan error, 1)
	go func() { done <- inviter() }()
	err := joiner()
	return err, <-done
}

func names(emoji [EmojiCount]Emoji) string {
	text := ""
	for _, e := range emoji {
		text += fmt.Sprintf("%s ", e.ID)
	}
	return text
}

// nowhere is a stream that takes everything and gives nothing.
type nowhere struct{}

func (nowhere) Read([]byte) (int, error)         { return 0, link.ErrReset }
func (nowhere) Write(p []byte) (int, error)      { return len(p), nil }
func (nowhere) Close() error                     { return nil }
func (nowhere) CloseWrite() error                { return nil }
func (nowhere) Reset() error                     { return nil }
func (nowhere) SetDeadline(time.Time) error      { return nil }
func (nowhere) SetReadDeadline(time.Time) error  { return nil }
func (nowhere) SetWriteDeadline(time.Time) error { return nil }
func (nowhere) Remote() link.Peer                { return strangerPeer }

// bareAgreement makes two X25519 keys and agrees from both sides.
func bareAgreement() error {
	a, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	b, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	if _, err := a.ECDH(b.PublicKey()); err != nil {
		return err
	}
	_, err = b.ECDH(a.PublicKey())
	return err
}

// pipe is a joiner's stream and an inviter's, without a network.
func pipe() (joiner, inviter link.Stream) {
	a, b := gonet.Pipe()
	return end{a, inviterPeer}, end{b, joinerPeer}
}

type end struct {
	gonet.Conn
	remote link.Peer
}

func (e end) CloseWrite() error { return e.Close() }
func (e end) Reset() error      { return e.Close() }
func (e end) Remote() link.Peer { return e.remote }
