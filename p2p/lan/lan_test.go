package lan

import (
	"bytes"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/net/dns/dnsmessage"

	"kith/p2p/link"
)

func lo(t *testing.T) []net.Interface {
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

func TestFind(t *testing.T) {
	defer goleak.VerifyNone(t)
	type find struct {
		by, who link.Peer
		addrs   string
	}
	found := make(chan find, 100)
	peer := func(n byte) link.Peer { return link.Peer{n} }
	at := func(self, port byte, known ...link.Peer) *Service {
		s, err := Start(Config{
			Self: peer(self), Interfaces: lo(t),
			Ports: func() (uint16, uint16) { return 4000 + uint16(port), 5000 + uint16(port) },
			Known: func() []link.Peer { return known },
			Found: func(p link.Peer, addrs []string) { found <- find{peer(self), p, strings.Join(addrs, " ")} },
		})
		if err != nil {
			t.Skipf("the loopback takes no multicast here: %v", err)
		}
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
		return s
	}
	a := at(1, 1, peer(2))
	b := at(2, 2, peer(1), peer(3))
	c := at(3, 3) // knows nobody, and is told of nobody
	defer func() {
		for _, s := range []*Service{a, b, c} {
			_ = s.Close()
		}
	}()
	want := map[find]bool{
		{peer(1), peer(2), "/ip4/127.0.0.1/udp/4002/quic-v1 /ip4/127.0.0.1/tcp/5002"}: true,
		{peer(2), peer(1), "/ip4/127.0.0.1/udp/4001/quic-v1 /ip4/127.0.0.1/tcp/5001"}: true,
		{peer(2), peer(3), "/ip4/127.0.0.1/udp/4003/quic-v1 /ip4/127.0.0.1/tcp/5003"}: true,
	}
	timeout := time.After(10 * time.Second)
	for seen := map[find]bool{}; len(seen) < len(want); {
		select {
		case f := <-found:
			f.addrs = strings.ReplaceAll(f.addrs, ownAddr(t, f.addrs), "127.0.0.1")
			if !want[f] {
				t.Fatalf("found %+v", f)
			}
			seen[f] = true
		case <-timeout:
			t.Skip("no multicast arrives over the loopback of this machine")
		}
	}
	b.Look()
}

// ownAddr returns the address in the first multiaddr of text: over the loopback
// interface a machine may use another address of its own as the source.
func ownAddr(t *testing.T, text string) string {
	t.Helper()
	parts := strings.Split(text, "/")
	if len(parts) < 3 {
		t.Fatalf("address %q", text)
	}
	return parts[2]
}

// A card tells who it is only to those who know the key.
func TestCardIsBlind(t *testing.T) {
	self := link.Peer(bytes.Repeat([]byte{0xAB}, 32))
	one, two := newCard(self), newCard(self)
	one.quic, two.quic = 1, 1
	if one.hash == two.hash || one.instance == two.instance {
		t.Error("two starts can be linked")
	}
	packet, err := answer(one)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(packet, self[:4]) || strings.Contains(strings.ToLower(string(packet)), "abababab") {
		t.Error("the key is in the packet")
	}
	if strings.Contains(strings.ToLower(string(packet)), "kith") {
		t.Error("the name of the program is in the packet")
	}
	_, cards, err := read(packet)
	if err != nil || len(cards) != 1 || cards[0] != one {
		t.Fatalf("read back %+v, %v", cards, err)
	}
	if p, ok := cards[0].who([]link.Peer{{1}, self}); !ok || p != self {
		t.Error("who knows the key does not recognise the card")
	}
	if _, ok := cards[0].who([]link.Peer{{1}, {2}}); ok {
		t.Error("somebody else is recognised")
	}
}

func TestReadOthers(t *testing.T) {
	q, err := question()
	if err != nil {
		t.Fatal(err)
	}
	if asks, _, err := read(q); err != nil || !asks {
		t.Errorf("our question: %v, %v", asks, err)
	}
	name := dnsmessage.MustNewName("_ipp._tcp.local.")
	other := dnsmessage.Message{Questions: []dnsmessage.Question{{Name: name, Type: dnsmessage.TypePTR, Class: dnsmessage.ClassINET}}}
	packet, err := other.Pack()
	if err != nil {
		t.Fatal(err)
	}
	if asks, cards, err := read(packet); err != nil || asks || len(cards) != 0 {
		t.Errorf("a printer's question: %v %v %v", asks, cards, err)
	}
	for _, text := range [][]string{
		nil, {"dnsaddr=/ip4/1.2.3.4/tcp/1/p2p/x"}, {"n=00", "h=00", "q=1"},
		{"n=" + strings.Repeat("0", 32), "h=" + strings.Repeat("0", 32)},
		{"n=" + strings.Repeat("0", 32), "h=" + strings.Repeat("0", 32), "q=0"},
		{"n=" + strings.Repeat("0", 32), "h=" + strings.Repeat("0", 32), "q=70000"},
	} {
		if c, err := readCard(text); err == nil {
			t.Errorf("%q is the card %+v", text, c)
		}
	}
}

func FuzzRead(f *testing.F) {
	q, err := question()
	if err != nil {
		f.Fatal(err)
	}
	c := newCard(link.Peer{1})
	c.quic = 4001
	a, err := answer(c)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(q)
	f.Add(a)
	f.Add(a[:len(a)-3])
	f.Fuzz(func(t *testing.T, packet []byte) {
		asks, cards, err := read(packet)
		if err != nil && (asks || cards != nil) {
			t.Error("an error and a result")
		}
		for _, c := range cards {
			if c.quic == 0 && c.tcp == 0 {
				t.Error("a card without a port")
			}
		}
	})
}
