package p2p

import (
	"net"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

func loopInterface(t *testing.T) []net.Interface {
	t.Helper()
	all, err := net.Interfaces()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(f net.Interface) bool { return f.Flags&net.FlagLoopback != 0 })
	if i < 0 {
		t.Skip("this machine has no loopback interface")
	}
	return all[i : i+1]
}

// multicastSockets counts this machine's IPv4 sockets at the port of mDNS.
func multicastSockets(t *testing.T) int {
	t.Helper()
	table, err := os.ReadFile("/proc/self/net/udp")
	if err != nil {
		t.Skip("only Linux says which sockets are open")
	}
	return strings.Count(string(table), ":14E9 ")
}

func TestLocalNetwork(t *testing.T) {
	leakCheck(t)
	before := multicastSockets(t)
	off := kin(t, 2)
	off[0].Learn(off[1].Self(), nil)
	off[1].Learn(off[0].Self(), nil)
	time.Sleep(300 * time.Millisecond)
	if n := multicastSockets(t); n != before {
		t.Errorf("looking around is off, and %d sockets are open for it", n-before)
	}
	if len(off[0].Connected()) != 0 {
		t.Error("two hosts found each other without looking")
	}

	var f family
	s := seams{faces: loopInterface(t)}
	cfg := Config{MDNS: true, Allow: f.allow, Listen: []string{"/ip4/0.0.0.0/udp/0/quic-v1"}}
	a, err := start(withKey(cfg, 1), s)
	if err != nil {
		t.Skipf("the loopback takes no multicast here: %v", err)
	}
	defer func() { _ = a.Close() }()
	b := testHost(t, withKey(cfg, 2), s)
	f.set(a.Self(), true)
	f.set(b.Self(), true)
	a.Learn(b.Self(), nil)
	b.Learn(a.Self(), nil)
	if multicastSockets(t) == before {
		t.Error("looking around is on, and no socket is open for it")
	}
	a.lan.Look()
	eventually(t, "they find each other", func() bool { return len(a.Connected()) == 1 && len(b.Connected()) == 1 })
}

func withKey(cfg Config, n int) Config {
	cfg.Key = key(n)
	return cfg
}
