package p2p

import (
	"slices"
	"strings"
	"testing"

	"kith/p2p/link"
)

// TestStrangerPairsThroughNode: who joins reaches an inviter that has no other way
// in through a node that knows neither, for pairing, while the window is open, and
// for nothing else.
func TestStrangerPairsThroughNode(t *testing.T) {
	leakCheck(t)
	var f family
	node := testHost(t, Config{Node: true, Allow: f.allow, Guests: Guests{Protocols: []link.Protocol{"/kith/box/1"}}}, seams{})
	inviter := testHost(t, Config{Nodes: nodeAddrs(node), Allow: f.allow, Listen: []string{}}, seams{})
	f.set(inviter.Self(), true)
	inviter.keep.now(idOf(node.Self()))
	serveEcho(inviter, pairing)
	serveEcho(inviter, echo)
	eventually(t, "the inviter has a place", func() bool { return slices.Contains(inviter.Places(), node.Self()) })

	joiner := testHost(t, Config{Listen: []string{}}, seams{})
	var ways []string
	for _, a := range nodeAddrs(node) {
		ways = append(ways, a+"/p2p-circuit")
	}
	joiner.Learn(inviter.Self(), ways)
	if err := say(t, joiner, inviter.Self(), pairing, "hello"); err == nil {
		t.Error("a stranger gets in without a window")
	}
	end := inviter.LetIn(pairing)
	if err := say(t, joiner, inviter.Self(), pairing, strings.Repeat("hello", 1000)); err != nil {
		t.Fatalf("pairing through the node: %v", err)
	}
	if err := say(t, joiner, inviter.Self(), echo, "hello"); err == nil {
		t.Error("a stranger opens what is not for strangers")
	}
	end()
	eventually(t, "the guest is shown out", func() bool { return inviter.Stats().Guests == 0 })
	if err := say(t, joiner, inviter.Self(), pairing, "hello"); err == nil {
		t.Error("a stranger gets in after the window")
	}
	// The stranger gets no place at the node itself, so nobody is relayed to it.
	if err := joiner.AddNode(nodeAddrs(node)[0]); err != nil {
		t.Fatal(err)
	}
	if err := say(t, inviter, joiner.Self(), pairing, "hello"); err == nil || len(joiner.Places()) != 0 {
		t.Errorf("a stranger has a place at the node: %v", joiner.Places())
	}
}
