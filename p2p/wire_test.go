package p2p

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/libp2p/go-libp2p/core/event"

	"kith/p2p/link"
)

// healthWords are parts of words that would give away what this is about.
var healthWords = []string{
	"health", "medic", "symptom", "patient", "diagnos", "dose", "drug", "treat", "illness", "disease", "doctor",
	"clinic", "pain", "mood", "therapy", "pill", "condition", "journal", "diary",
}

// wireNames are the protocols of WIRE.md.
var wireNames = []string{
	"/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0", "/ipfs/ping/1.0.0",
	"/libp2p/circuit/relay/0.2.0/hop", "/libp2p/circuit/relay/0.2.0/stop", "/libp2p/dcutr",
	"/libp2p/autonat/2/dial-request", "/libp2p/autonat/2/dial-back",
	"/meshsub/1.0.0", "/meshsub/1.1.0", "/meshsub/1.2.0", "/meshsub/1.3.0", "/floodsub/1.0.0",
	"/kith/meet/1",
}

// What a peer is told by identify is what WIRE.md says, and has no health in it.
func TestNeutralNames(t *testing.T) {
	var f family
	node := testHost(t, Config{Node: true, Allow: f.allow, Meet: func(_, _ link.Peer) bool { return true }}, seams{})
	a := testHost(t, Config{Allow: f.allow, Nodes: nodeAddrs(node)}, seams{})
	b := testHost(t, Config{Allow: f.allow}, seams{})
	for _, h := range []*Host{node, a, b} {
		f.set(h.Self(), true)
		if _, err := h.Topic("3f1c"); err != nil {
			t.Fatal(err)
		}
	}
	sub, err := b.parts.host.EventBus().Subscribe(new(event.EvtPeerIdentificationCompleted))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sub.Close() }()
	a.keep.now(idOf(node.Self()))
	eventually(t, "a has a place", func() bool { return len(a.Places()) == 1 })
	for _, other := range []*Host{node, a} {
		b.Learn(other.Self(), other.Addresses())
	}
	for range 2 {
		e := (<-sub.Out()).(event.EvtPeerIdentificationCompleted)
		if e.AgentVersion != agent || e.ProtocolVersion != agent {
			t.Errorf("agent %q, version %q", e.AgentVersion, e.ProtocolVersion)
		}
		if e.SignedPeerRecord != nil {
			t.Error("addresses are signed, for others to pass on")
		}
		for _, p := range e.Protocols {
			if !slices.Contains(wireNames, string(p)) {
				t.Errorf("the protocol %s is not in WIRE.md", p)
			}
		}
		for _, addr := range e.ListenAddrs {
			if isRelayed(addr) {
				t.Errorf("a peer is told which node is used: %s", addr)
			}
		}
		all := strings.ToLower(fmt.Sprintf("%+v", e))
		for _, word := range healthWords {
			if strings.Contains(all, word) {
				t.Errorf("identify tells of %q: %s", word, all)
			}
		}
	}
}

// tap is a TCP relay that keeps all that goes through it.
type tap struct {
	mu    sync.Mutex
	bytes []byte
}

func (p *tap) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.bytes = append(p.bytes, b...)
	return len(b), nil
}

func (p *tap) between(t *testing.T, to string) (at string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to)
			if err != nil {
				_ = in.Close()
				continue
			}
			one := func(from, to net.Conn) {
				_, _ = io.Copy(io.MultiWriter(to, p), from)
				_ = to.Close()
			}
			go one(in, out)
			go one(out, in)
		}
	}()
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return "/ip4/127.0.0.1/tcp/" + port
}

const canary = "CANARY-sertraline-50mg"

// Who captures a connection sees that it is libp2p, and nothing of what is in it.
func TestCaptureTCP(t *testing.T) {
	hs := kin(t, 2)
	a, b := hs[0], hs[1]
	serveEcho(b, echo)
	var wire tap
	parts := strings.Split(over(b, "/tcp/")[0], "/")
	a.Learn(b.Self(), []string{wire.between(t, "127.0.0.1:"+parts[len(parts)-1])})
	b.Learn(a.Self(), nil)
	if err := say(t, a, b.Self(), echo, canary); err != nil {
		t.Fatal(err)
	}
	wire.check(t, a, b)
}

func TestCaptureQUIC(t *testing.T) {
	inWorld(t, 0, 0, func(t *testing.T, w *world) {
		w.tap = new(tap)
		a := w.host(Config{Allow: everybody}, 1, false)
		b := w.host(Config{Allow: everybody}, 2, false)
		serveEcho(b, echo)
		a.Learn(b.Self(), b.Addresses())
		if err := say(t, a, b.Self(), echo, canary); err != nil {
			t.Fatal(err)
		}
		w.tap.check(t, a, b)
		closeAll(t, a, b)
	})
}

// check looks for what must not be on the wire between a and b.
func (p *tap) check(t *testing.T, a, b *Host) {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.bytes) < 1000 {
		t.Fatalf("only %d bytes went through the tap", len(p.bytes))
	}
	a1, b1 := a.Self(), b.Self()
	for name, secret := range map[string][]byte{
		"what was said": []byte(canary), "part of it": []byte(canary[7:17]), "a protocol": []byte("kith"), "identify": []byte("ipfs"),
		"the agent": []byte(agent), "a key": a1[:], "the other key": b1[:],
	} {
		if bytes.Contains(p.bytes, secret) {
			t.Errorf("%s is on the wire", name)
		}
	}
	lower := bytes.ToLower(p.bytes)
	for _, word := range healthWords {
		if len(word) > 4 && bytes.Contains(lower, []byte(word)) { // shorter ones come up by chance
			t.Errorf("%q is on the wire", word)
		}
	}
}
