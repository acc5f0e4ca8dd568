package p2p

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"kith/p2p/link"
)

func TestTwoHosts(t *testing.T) {
	leakCheck(t)
	for _, over1 := range []string{"quic", "tcp"} {
		t.Run(over1, func(t *testing.T) {
			hs := kin(t, 2)
			a, b := hs[0], hs[1]
			serveEcho(b, echo)
			a.Learn(b.Self(), over(b, over1))
			if err := say(t, a, b.Self(), echo, strings.Repeat("hello ", 50000)); err != nil {
				t.Fatal(err)
			}
			var none link.Peer
			for _, c := range []struct {
				to   link.Peer
				p    link.Protocol
				want error
			}{
				{b.Self(), "/kith/other/1", link.ErrProtocol},
				{a.Self(), echo, link.ErrUnreachable},
				{none, echo, link.ErrUnreachable},
			} {
				if err := say(t, a, c.to, c.p, "x"); !errors.Is(err, c.want) {
					t.Errorf("%s to %s: %v, want %v", c.p, c.to, err, c.want)
				}
			}
		})
	}
}

func TestFiveHosts(t *testing.T) {
	leakCheck(t)
	hs := kin(t, 5)
	for i, h := range hs {
		serveEcho(h, echo)
		for _, other := range hs[:i] {
			h.Learn(other.Self(), other.Addresses())
		}
	}
	for _, h := range hs {
		eventually(t, "all are connected", func() bool { return len(h.Connected()) == len(hs)-1 })
	}
	for _, h := range hs {
		for _, other := range hs {
			if h != other {
				if err := say(t, h, other.Self(), echo, "hello"); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

func TestUnreachableAndClosed(t *testing.T) {
	leakCheck(t)
	var f family
	// Over TCP a closed port says so at once.
	cfg := Config{Allow: f.allow, Listen: loopback[1:]}
	a, b := testHost(t, withKey(cfg, 1), seams{}), testHost(t, withKey(cfg, 2), seams{})
	f.set(a.Self(), true)
	f.set(b.Self(), true)
	a.Learn(b.Self(), b.Addresses())
	eventually(t, "connected", func() bool { return len(a.Connected()) == 1 })
	events := make(chan link.Event, 16)
	defer a.Watch(func(e link.Event) { events <- e })()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for e := range events {
		if e.Peer == b.Self() && !e.Up {
			break
		}
	}
	if err := say(t, a, b.Self(), echo, "x"); !errors.Is(err, link.ErrUnreachable) {
		t.Errorf("open to one who is gone: %v", err)
	}
	if err := say(t, b, a.Self(), echo, "x"); !errors.Is(err, link.ErrClosed) {
		t.Errorf("open on a closed host: %v", err)
	}
	if _, err := b.Topic("x"); !errors.Is(err, link.ErrClosed) {
		t.Errorf("topic on a closed host: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a.Open(ctx, b.Self(), echo); !errors.Is(err, context.Canceled) {
		t.Errorf("open with a cancelled context: %v", err)
	}
}

func TestStreamDeadlineAndReset(t *testing.T) {
	for _, over1 := range []string{"quic", "tcp"} {
		hs := kin(t, 2)
		a, b := hs[0], hs[1]
		got := make(chan link.Stream, 2)
		b.Handle(echo, func(s link.Stream) { got <- s })
		a.Learn(b.Self(), over(b, over1))
		s, err := a.Open(context.Background(), b.Self(), echo)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		other := <-got
		if other.Remote() != a.Self() || s.Remote() != b.Self() {
			t.Error("a stream's remote is somebody else")
		}
		var buf [1]byte
		if _, err := other.Write([]byte("y")); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(buf[:]); err != nil {
			t.Fatal(err)
		}
		if err := s.SetDeadline(time.Now().Add(-time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(buf[:]); !isTimeout(err) {
			t.Errorf("%s: read past the deadline: %v", over1, err)
		}
		if err := s.SetDeadline(time.Time{}); err != nil {
			t.Fatal(err)
		}
		if err := other.Reset(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(buf[:]); !errors.Is(err, link.ErrReset) {
			t.Errorf("%s: read of a stream that was reset: %v", over1, err)
		}
	}
}
