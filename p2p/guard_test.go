package p2p

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/libp2p/go-libp2p/core/protocol"

	"kith/p2p/link"
)

const pairing link.Protocol = "/kith/pair/1"

func TestStrangersAreRefused(t *testing.T) {
	leakCheck(t)
	for _, way := range []string{"quic", "tcp"} {
		a, stranger := testHost(t, Config{}, seams{}), testHost(t, Config{}, seams{})
		serveEcho(a, pairing)
		serveEcho(a, echo)
		stranger.Learn(a.Self(), over(a, way))
		for range 2 {
			if err := say(t, stranger, a.Self(), pairing, "hello"); !errors.Is(err, link.ErrRefused) {
				t.Errorf("%s: a stranger opens pairing without a window: %v", way, err)
			}
		}
		if s := a.Stats(); s.Refused == 0 || s.Guests != 0 {
			t.Errorf("%s: %+v", way, s)
		}
		if got := a.Connected(); len(got) != 0 {
			t.Errorf("connected to %v", got)
		}
	}
}

func TestPairingWindow(t *testing.T) {
	leakCheck(t)
	for _, way := range []string{"quic", "tcp"} {
		a, stranger := testHost(t, Config{}, seams{}), testHost(t, Config{}, seams{})
		serveEcho(a, pairing)
		serveEcho(a, echo)
		stranger.Learn(a.Self(), over(a, way))
		end := a.LetIn(pairing)
		if err := say(t, stranger, a.Self(), pairing, "hello"); err != nil {
			t.Fatalf("%s: pairing in the window: %v", way, err)
		}
		if err := say(t, stranger, a.Self(), echo, "hello"); err == nil {
			t.Errorf("%s: a stranger opens what is not for strangers", way)
		}
		// What identify, gossip and the rest would tell, strangers do not hear.
		known, err := stranger.parts.host.Peerstore().GetProtocols(idOf(a.Self()))
		if err != nil || slices.ContainsFunc(known, func(p protocol.ID) bool { return link.Protocol(p) != pairing && link.Protocol(p) != echo }) {
			t.Errorf("%s: a stranger was told the protocols %v, %v", way, known, err)
		}
		if told := stranger.parts.host.Peerstore().Addrs(idOf(a.Self())); len(told) > len(over(a, way)) {
			t.Errorf("%s: a stranger was told the addresses %v", way, told)
		}
		// Nor does the stranger, who dialled, have anything opened by a.
		serveEcho(stranger, echo)
		a.Learn(stranger.Self(), stranger.Addresses())
		if got := a.Connected(); len(got) != 0 {
			t.Errorf("%s: a guest counts as connected: %v", way, got)
		}
		end()
		eventually(t, "the guest is shown out", func() bool { return len(a.parts.swarm.Conns()) == 0 })
		eventually(t, "it notices", func() bool { return len(stranger.parts.swarm.Conns()) == 0 })
		if err := say(t, stranger, a.Self(), pairing, "hello"); !errors.Is(err, link.ErrRefused) {
			t.Errorf("%s: pairing after the window: %v", way, err)
		}
	}
}

// What a stranger could ask of the parts of libp2p is refused as well.
func TestStrangersGetNothingOfLibp2p(t *testing.T) {
	a := testHost(t, Config{Node: true}, seams{})
	var f family
	stranger := testHost(t, Config{Allow: f.allow}, seams{})
	f.set(a.Self(), true) // so that its own guard does not keep it from trying
	defer a.LetIn(pairing)()
	stranger.Learn(a.Self(), a.Addresses())
	eventually(t, "connected", func() bool { return len(stranger.Connected()) == 1 })
	if _, err := a.Topic("topic"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "gossip is there", func() bool {
		return slices.Contains(a.parts.host.Mux().Protocols(), "/meshsub/1.2.0")
	})
	for _, p := range a.parts.host.Mux().Protocols() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		s, err := stranger.parts.host.NewStream(ctx, idOf(a.Self()), p)
		if err == nil {
			_ = s.SetDeadline(time.Now().Add(5 * time.Second))
			var b [1]byte
			if _, err = s.Write([]byte{1}); err == nil {
				_, err = s.Read(b[:])
			}
		}
		if err == nil || isTimeout(err) {
			t.Errorf("%s is open to a stranger: %v", p, err)
		}
		cancel()
	}
}

func TestFewStrangersForAWhile(t *testing.T) {
	leakCheck(t)
	a := testHost(t, Config{Guests: Guests{Protocols: []link.Protocol{pairing}, Max: 2, Stay: 700 * time.Millisecond}}, seams{})
	serveEcho(a, pairing)
	var in, full int
	for i := range 5 {
		stranger := testHost(t, Config{}, seams{})
		stranger.Learn(a.Self(), over(a, []string{"quic", "tcp"}[i%2]))
		switch err := say(t, stranger, a.Self(), pairing, "hello"); {
		case err == nil:
			in++
		case errors.Is(err, link.ErrRefused):
			full++
		default:
			t.Error(err)
		}
	}
	if in != 2 || full != 3 {
		t.Errorf("%d strangers got in and %d did not, want 2 and 3", in, full)
	}
	eventually(t, "guests are cut off", func() bool { return len(a.parts.swarm.Conns()) == 0 && a.Stats().Guests == 0 })
}

// A guest that was paired becomes a member: cut off once, and let in again.
func TestGuestBecomesKnown(t *testing.T) {
	var f family
	a := testHost(t, Config{Allow: f.allow}, seams{tick: 50 * time.Millisecond})
	b := testHost(t, Config{Allow: f.allow}, seams{})
	serveEcho(a, pairing)
	serveEcho(a, echo)
	defer a.LetIn(pairing)()
	b.Learn(a.Self(), a.Addresses())
	if err := say(t, b, a.Self(), pairing, "hello"); err != nil {
		t.Fatal(err)
	}
	f.set(a.Self(), true)
	f.set(b.Self(), true)
	eventually(t, "the new member speaks", func() bool { return say(t, b, a.Self(), echo, "hello") == nil })
	eventually(t, "the new member counts", func() bool { return len(a.Connected()) == 1 && a.Stats().Guests == 0 })
}

func TestRemovedDeviceIsCutOff(t *testing.T) {
	var f family
	a := testHost(t, Config{Allow: f.allow}, seams{tick: 20 * time.Millisecond})
	b := testHost(t, Config{Allow: func(link.Peer) bool { return true }}, seams{})
	serveEcho(a, echo)
	f.set(b.Self(), true)
	b.Learn(a.Self(), a.Addresses())
	if err := say(t, b, a.Self(), echo, "hello"); err != nil {
		t.Fatal(err)
	}
	f.set(b.Self(), false)
	eventually(t, "cut off", func() bool { return len(a.parts.swarm.Conns()) == 0 })
	eventually(t, "it notices", func() bool { return !b.connectedTo(idOf(a.Self())) })
	if err := say(t, b, a.Self(), echo, "hello"); !errors.Is(err, link.ErrRefused) {
		t.Errorf("a removed device: %v", err)
	}
}

// A flood of connections of strangers does not keep a known device out.
func TestFlood(t *testing.T) {
	leakCheck(t)
	var f family
	a, b := testHost(t, Config{Allow: f.allow}, seams{}), testHost(t, Config{Allow: f.allow}, seams{})
	f.set(a.Self(), true)
	f.set(b.Self(), true)
	serveEcho(a, echo)
	serveEcho(a, pairing)
	defer a.LetIn(pairing)()
	done := make(chan struct{})
	for range 24 {
		stranger := testHost(t, Config{}, seams{})
		stranger.Learn(a.Self(), a.Addresses())
		go func() {
			defer func() { done <- struct{}{} }()
			for range 8 {
				_ = say(t, stranger, a.Self(), pairing, "hello") // most are refused
				_ = stranger.parts.swarm.ClosePeer(idOf(a.Self()))
			}
		}()
	}
	b.Learn(a.Self(), a.Addresses())
	if err := say(t, b, a.Self(), echo, "hello"); err != nil {
		t.Errorf("during the flood: %v", err)
	}
	most := 0
	for n := 0; n < 24; {
		select {
		case <-done:
			n++
		case <-time.After(time.Millisecond):
			most = max(most, a.Stats().Guests)
		}
	}
	if most > 8 {
		t.Errorf("%d strangers at once", most)
	}
	if err := say(t, b, a.Self(), echo, "hello"); err != nil {
		t.Errorf("after the flood: %v", err)
	}
}

// Limits hold for known devices too: connections, and streams that are kept open.
func TestLimitsOfOnePeer(t *testing.T) {
	hs := kin(t, 2)
	a, b := hs[0], hs[1]
	hold := make(chan struct{})
	defer close(hold)
	b.Handle(echo, func(s link.Stream) { <-hold; _ = s.Reset() })
	a.Learn(b.Self(), b.Addresses())
	open := 0
	for range 3 * peerStreams {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		_, err := a.Open(ctx, b.Self(), echo)
		cancel()
		if err != nil {
			break
		}
		open++
	}
	if open < 32 || open > peerStreams {
		t.Errorf("%d streams at once, want at most %d", open, peerStreams)
	}
	if n := len(b.parts.swarm.Conns()); n > peerConns {
		t.Errorf("%d connections with one peer", n)
	}
}
