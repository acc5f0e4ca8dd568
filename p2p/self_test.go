package p2p

import (
	"net"
	"sync"
	"testing"
	"time"

	"kith/p2p/link"
)

// machine is a computer whose clocks and addresses a test moves.
type machine struct {
	mu    sync.Mutex
	real  func() (time.Time, time.Duration)
	ahead time.Duration // of the wall clock, against the monotonic one
	addr  string
}

func (m *machine) seams() seams {
	m.real, m.addr = systemClock(), "10.0.0.1"
	return seams{
		tick: 10 * time.Millisecond,
		clock: func() (time.Time, time.Duration) {
			m.mu.Lock()
			defer m.mu.Unlock()
			wall, mono := m.real()
			return wall.Add(m.ahead), mono
		},
		local: func() ([]net.Addr, error) {
			m.mu.Lock()
			defer m.mu.Unlock()
			return []net.Addr{&net.IPNet{IP: net.ParseIP(m.addr), Mask: net.CIDRMask(24, 32)}}, nil
		},
	}
}

func (m *machine) sleep(d time.Duration) { m.mu.Lock(); m.ahead += d; m.mu.Unlock() }
func (m *machine) move(addr string)      { m.mu.Lock(); m.addr = addr; m.mu.Unlock() }

func TestWakesUp(t *testing.T) {
	leakCheck(t)
	for _, by := range []time.Duration{8 * time.Hour, -24 * time.Hour} {
		var f family
		var m machine
		a := testHost(t, Config{Allow: f.allow}, m.seams())
		b := testHost(t, Config{Allow: f.allow}, seams{})
		f.set(a.Self(), true)
		f.set(b.Self(), true)
		a.Learn(b.Self(), b.Addresses())
		eventually(t, "connected", func() bool { return len(a.Connected()) == 1 })
		events := make(chan link.Event, 64)
		stop := a.Watch(func(e link.Event) { events <- e })
		m.sleep(by)
		start := time.Now()
		var woke, down, up bool
		for !woke || !down || !up {
			select {
			case e := <-events:
				woke = woke || e.Peer.IsZero()
				down = down || e.Peer == b.Self() && !e.Up
				up = up || down && e.Peer == b.Self() && e.Up
			case <-time.After(10 * time.Second):
				t.Fatalf("after a jump by %v: woke %v, connection lost %v, back %v", by, woke, down, up)
			}
		}
		if took := time.Since(start); took > redialJitter+5*time.Second {
			t.Errorf("back after %v", took)
		}
		stop()
	}
}

func TestAddressChange(t *testing.T) {
	leakCheck(t)
	var f family
	var m machine
	a := testHost(t, Config{Allow: f.allow}, m.seams())
	b := testHost(t, Config{Allow: f.allow}, seams{})
	f.set(a.Self(), true)
	f.set(b.Self(), true)
	serveEcho(b, echo)
	a.Learn(b.Self(), b.Addresses())
	eventually(t, "connected", func() bool { return len(a.Connected()) == 1 })
	before := a.parts.swarm.ConnsToPeer(idOf(b.Self()))[0]
	told := make(chan link.Event, 16)
	defer a.Watch(func(e link.Event) { told <- e })()
	m.move("10.0.0.7")
	if e := <-told; !e.Peer.IsZero() {
		t.Errorf("a change of address is told as %+v", e)
	}
	// The connection still answers, so it stays.
	time.Sleep(200 * time.Millisecond)
	if before.IsClosed() {
		t.Error("a connection that survived the change was dropped")
	}
	if err := say(t, a, b.Self(), echo, "hello"); err != nil {
		t.Error(err)
	}
}

func TestSleepWatch(t *testing.T) {
	wall := time.Date(2026, 3, 29, 1, 59, 50, 0, time.UTC)
	for _, c := range []struct {
		name       string
		wall, mono time.Duration
		want       bool
	}{
		{"an ordinary tick", 5 * time.Second, 5 * time.Second, false},
		{"a late tick", 12 * time.Second, 12 * time.Second, false},
		{"sleep", 8 * time.Hour, 5 * time.Second, true},
		{"stopped by a debugger or a full machine", time.Minute, time.Minute, true},
		{"the clock was set back", -time.Hour, 5 * time.Second, true},
		{"the clock was corrected a little", 7 * time.Second, 5 * time.Second, false},
	} {
		var s sleepWatch
		if s.step(wall, time.Second, 5*time.Second) {
			t.Error("the first tick is sleep")
		}
		if got := s.step(wall.Add(c.wall), time.Second+c.mono, 5*time.Second); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestBackoff(t *testing.T) {
	for n, least := range []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second} {
		for range 50 {
			if got := backoff(n); got < least || got > 3*least {
				t.Errorf("after %d failures: %v, want %v to %v", n, got, least, 3*least)
			}
		}
	}
	if got := backoff(redialOften); got > redialSoon*3/2 {
		t.Errorf("after some minutes: %v", got)
	}
	if got := backoff(1000); got > redialMost*3/2 {
		t.Errorf("after very many failures: %v", got)
	}
}

// A peer that was away comes back and is found again without anybody asking.
func TestRedial(t *testing.T) {
	leakCheck(t)
	var f family
	a := testHost(t, Config{Allow: f.allow}, seams{})
	cfg := Config{Key: key(7), Allow: f.allow}
	b := testHost(t, cfg, seams{})
	f.set(a.Self(), true)
	f.set(b.Self(), true)
	at := over(b, "tcp")
	a.Learn(b.Self(), at)
	eventually(t, "connected", func() bool { return len(a.Connected()) == 1 })
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "gone", func() bool { return len(a.Connected()) == 0 })
	cfg.Listen = at
	testHost(t, cfg, seams{})
	eventually(t, "found again", func() bool { return len(a.Connected()) == 1 })
}
