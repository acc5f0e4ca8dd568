package p2p

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/p2p/link"
	"kith/p2p/meet"
)

// nodeAddrs are a node's addresses as people paste them.
func nodeAddrs(n *Host) []string {
	var out []string
	for _, a := range n.Addresses() {
		out = append(out, a+"/p2p/"+PeerText(n.Self()))
	}
	return out
}

func TestRelayThroughNode(t *testing.T) {
	leakCheck(t)
	for _, way := range []string{"quic", "tcp"} {
		var f family
		node := testHost(t, Config{Node: true, Allow: f.allow}, seams{})
		at := nodeAddrs(node)[:1]
		if way == "tcp" {
			at = nodeAddrs(node)[1:2]
		}
		a := testHost(t, Config{Nodes: at, Allow: f.allow}, seams{})
		b := testHost(t, Config{Nodes: at, Allow: f.allow, Listen: []string{}}, seams{})
		f.set(a.Self(), true)
		f.set(b.Self(), true)
		a.keep.now(idOf(node.Self())) // the node did not know them at first
		b.keep.now(idOf(node.Self()))
		serveEcho(a, echo)
		serveEcho(b, echo)
		eventually(t, "b has a place", func() bool { return slices.Contains(b.Places(), node.Self()) })
		if got := b.Addresses(); len(got) != 1 || !strings.Contains(got[0], "p2p-circuit") {
			t.Errorf("addresses of one behind a node: %v", got)
		}
		relayed := make(chan bool, 1)
		defer a.Watch(func(e link.Event) {
			if e.Peer == b.Self() && e.Up {
				relayed <- e.Relayed
			}
		})()
		// 5 MiB: forty times what a public relay would carry.
		if err := say(t, a, b.Self(), echo, strings.Repeat("0123456789abcdef", 5<<16)); err != nil {
			t.Fatalf("%s: through the node: %v", way, err)
		}
		if !<-relayed {
			t.Error("the connection is not told to be relayed")
		}
		stranger := testHost(t, Config{Allow: func(link.Peer) bool { return true }}, seams{})
		stranger.Learn(b.Self(), []string{at[0] + "/p2p-circuit"})
		if err := say(t, stranger, b.Self(), echo, "hello"); err == nil {
			t.Error("a stranger gets through the node")
		}
	}
}

// A node that gets to know a device later, while the two are connected, gives it
// a place without anything being dropped.
func TestNodeLearnsDevice(t *testing.T) {
	var f family
	node := testHost(t, Config{Node: true, Allow: f.allow, Guests: Guests{Protocols: []link.Protocol{echo}}}, seams{})
	serveEcho(node, echo)
	a := testHost(t, Config{Nodes: nodeAddrs(node)}, seams{tick: 20 * time.Millisecond})
	if err := say(t, a, node.Self(), echo, "here is a space"); err != nil {
		t.Fatal(err)
	}
	if len(a.Places()) != 0 {
		t.Error("a stranger has a place")
	}
	f.set(a.Self(), true)
	a.nodes.mu.Lock()
	a.nodes.m[idOf(node.Self())].renew = 0 // the minute is over
	a.nodes.mu.Unlock()
	eventually(t, "it has a place", func() bool { return len(a.Places()) == 1 })
}

func TestMeet(t *testing.T) {
	leakCheck(t)
	var f family
	together := map[[2]link.Peer]bool{}
	node := testHost(t, Config{Node: true, Allow: f.allow, Meet: func(asker, wanted link.Peer) bool {
		return together[[2]link.Peer{asker, wanted}]
	}}, seams{})
	var hs []*Host
	for i := range 3 {
		k := key(i)
		f.set(link.Peer(k.Public()), true)
	}
	together[[2]link.Peer{link.Peer(key(0).Public()), link.Peer(key(1).Public())}] = true
	for i := range 3 {
		h := testHost(t, Config{Key: key(i), Nodes: nodeAddrs(node), Allow: f.allow}, seams{})
		serveEcho(h, echo)
		hs = append(hs, h)
	}
	for _, h := range hs {
		eventually(t, "has a place", func() bool { return len(h.Places()) == 1 })
	}
	a, b, c := hs[0], hs[1], hs[2]
	if err := say(t, a, b.Self(), echo, "hello"); err != nil {
		t.Fatal(err)
	}
	if _, relayed := a.how(idOf(b.Self())); relayed {
		t.Error("a, who may know where b is, goes through the node")
	}
	if err := say(t, a, c.Self(), echo, "hello"); err != nil {
		t.Fatal(err)
	}
	// The relay carries what the node does not tell; how it is reached then is
	// between the two. What counts is that the node kept it to itself.
	ways, err := a.ask(t.Context(), idOf(node.Self()), idOf(c.Self()))
	if err != nil || len(ways) != 0 {
		t.Errorf("the node told a about c: %v, %v", ways, err)
	}
	ways, err = a.ask(t.Context(), idOf(node.Self()), idOf(b.Self()))
	if err != nil || len(ways) == 0 {
		t.Errorf("the node did not tell a about b: %v, %v", ways, err)
	}
	for range meetPerMinute {
		if _, err := a.ask(t.Context(), idOf(node.Self()), idOf(b.Self())); err != nil {
			break
		}
	}
	if _, err := a.ask(t.Context(), idOf(node.Self()), idOf(b.Self())); !errors.Is(err, meet.ErrTooMany) {
		t.Errorf("the node answers without end: %v", err)
	}
}

// Three devices of which two know the third only: it brings them together.
func TestMeetThroughDevice(t *testing.T) {
	var f family
	all := func(link.Peer, link.Peer) bool { return true }
	a, b := testHost(t, Config{Allow: f.allow}, seams{}), testHost(t, Config{Allow: f.allow}, seams{})
	c := testHost(t, Config{Allow: f.allow, Meet: all}, seams{})
	for _, h := range []*Host{a, b, c} {
		f.set(h.Self(), true)
		serveEcho(h, echo)
		if h != c {
			h.Learn(c.Self(), c.Addresses())
		}
	}
	eventually(t, "both know the third", func() bool { return len(c.Connected()) == 2 })
	eventually(t, "the third knows where they are", func() bool {
		return len(c.book.ways(idOf(a.Self()))) > 0 && len(c.book.ways(idOf(b.Self()))) > 0
	})
	if err := say(t, a, b.Self(), echo, "hello"); err != nil {
		t.Fatal(err)
	}
}

func TestAddNodeErrors(t *testing.T) {
	h := testHost(t, Config{}, seams{})
	for _, bad := range []string{"", "nonsense", "/ip4/127.0.0.1/tcp/1", "/p2p/" + PeerText(h.Self()), "/ip4/127.0.0.1/tcp/1/p2p/QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N"} {
		if err := h.AddNode(bad); err == nil {
			t.Errorf("the node %q is taken", bad)
		}
	}
	if _, err := New(Config{}); err == nil {
		t.Error("a host without a key")
	}
	if _, err := New(Config{Key: key(1), Listen: []string{"/ip4/127.0.0.1/tcp/99999"}}); err == nil {
		t.Error("a host that listens nowhere")
	}
	taken := over(h, "quic")
	if h2, err := New(Config{Key: key(1), Listen: taken}); err == nil {
		t.Error("two hosts listen at one port")
		_ = h2.Close()
	}
	if !errors.Is(say(t, h, link.Peer{1}, echo, ""), link.ErrUnreachable) {
		t.Error("a peer without an address is reached")
	}
}
