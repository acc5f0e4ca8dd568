package pair

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

func ExampleParseInvitation() {
	_, err := ParseInvitation("panda eyebrwo bullet gorilla call smoke muffin")
	fmt.Println(err)
	inv, err := ParseInvitation("PANDA-EYEBROW-BULLET\nGORILLA-CALL-SMOKE-MUFFIN")
	fmt.Println(inv.Words(), err)
	fmt.Println(inv)
	// Output:
	// this is not an invitation: these seven words cannot be right: word 2, "eyebrwo", is not on the list; did you mean eyebrow?
	// [panda eyebrow bullet gorilla call smoke muffin] <nil>
	// [invitation]
}

// fullInvitation has everything that an invitation can have.
func fullInvitation(t testing.TB) Invitation {
	t.Helper()
	var peers []Place
	for i := range MaxPeers {
		peers = append(peers, Place{Peer: link.Peer{byte(i), 7}, Addrs: []string{
			"/ip4/127.0.0.1/udp/4001/quic-v1",
			"/ip4/192.168.178.21/udp/4001/quic-v1", "/ip4/192.168.178.21/tcp/4001",
			"/ip6/2001:db8:85a3:8d3:1319:8a2e:370:7348/udp/4001/quic-v1", "/ip6/2001:db8:85a3:8d3:1319:8a2e:370:7348/tcp/4001",
			"/ip6/fe80::1/tcp/4001",
			"/ip4/203.0.113.77/udp/61234/quic-v1",
			"/ip4/10.0.0.1/udp/4001/quic-v1/webtransport/certhash/uEiAkH5a4DPGKUuOBjYw0CgwjvcJCJMD2K_1aluKR_tpevQ",
		}})
	}
	nodes := []Place{
		{Peer: nodePeer, Addrs: []string{"/dns4/node.example.org/udp/4001/quic-v1", "/dns4/node.example.org/tcp/4001"}},
		{Peer: link.Peer{5}, Addrs: []string{"/ip4/198.51.100.9/udp/4001/quic-v1"}},
		{Peer: link.Peer{6}, Addrs: []string{"/ip4/198.51.100.10/udp/4001/quic-v1"}},
	}
	inv, err := NewInvitation(PurposeMember, testNow, time.Hour, peers, nodes)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func sameInvitation(t *testing.T, name string, got, want Invitation) {
	t.Helper()
	if !got.Phrase.Equal(want.Phrase) || got.Purpose != want.Purpose || !got.Expires.Equal(want.Expires) ||
		!reflect.DeepEqual(got.Peers, want.Peers) || !reflect.DeepEqual(got.Nodes, want.Nodes) {
		t.Errorf("%s: %+v %+v, not %+v %+v", name, got.Peers, got.Nodes, want.Peers, want.Nodes)
	}
}

func linkOf(t testing.TB, inv Invitation) string {
	t.Helper()
	text, err := inv.Link()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestLinkForgives(t *testing.T) {
	for _, inv := range []Invitation{testInvitation(t, PurposeDevice), fullInvitation(t)} {
		text := linkOf(t, inv)
		qr, err := inv.QRText()
		if err != nil {
			t.Fatal(err)
		}
		broken := text[:60] + "\r\n> "[:2] + text[60:110] + "\n" + text[110:]
		for name, given := range map[string]string{
			"link":        text,
			"qr":          qr,
			"capitals":    strings.ToUpper(text),
			"in a letter": "Hello! Join me with\n  " + text + "\nor with the words. See you",
			"in brackets": "<" + text + ">.",
			"in quotes":   "“" + text + "”",
			"with a stop": text + ". And then",
			"broken":      broken,
			"broken mail": broken + "\nkind regards, Ana",
			"byte order":  "\ufeff" + text,
		} {
			got, err := ParseInvitation(given)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			sameInvitation(t, name, got, inv)
		}
	}
}

func TestParseInvitationExplains(t *testing.T) {
	text := linkOf(t, testInvitation(t, PurposeDevice))
	newer, err := testInvitation(t, PurposeDevice).encode()
	if err != nil {
		t.Fatal(err)
	}
	newer[0] = 9
	other := strings.Replace(text, text[40:41], map[bool]string{true: "b", false: "a"}[text[40] == 'a'], 1)
	for name, c := range map[string]struct {
		text string
		want error
		says string
	}{
		"cut":             {text[:len(text)-5], ErrText, "cut off"},
		"changed":         {other, ErrText, "cut off or has a mistake"},
		"empty link":      {"kith:join#", ErrText, "cut off"},
		"newer":           {linkPrefix + linkCoding.EncodeToString(newer), ErrVersion, "version 9"},
		"a node's":        {"kith:node#abcdef", ErrText, "another kind of link, kith:node"},
		"words":           {"panda two four", ErrText, "word 3, \"four\", is not on the list"},
		"no words":        {"", ErrText, "there are 0 words"},
		"a book":          {strings.Repeat("a ", 40_000), ErrText, "too long"},
		"endless letters": {"kith:join#" + strings.Repeat("a ", 30_000), ErrText, "cut off"},
	} {
		_, err := ParseInvitation(c.text)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (Invitation{Phrase: crypto.NewPhrase()}).Link(); err == nil {
		t.Error("words alone have a link")
	}
}

func TestNewInvitation(t *testing.T) {
	inv := fullInvitation(t)
	if len(inv.Peers) != MaxPeers || len(inv.Nodes) != MaxNodes {
		t.Errorf("%d peers, %d nodes", len(inv.Peers), len(inv.Nodes))
	}
	if got := inv.Peers[0].Addrs; len(packAddrs(got)) > MaxAddrs || slices.Contains(got, "/ip4/127.0.0.1/udp/4001/quic-v1") ||
		strings.Contains(strings.Join(got, " "), "webtransport") || !slices.Contains(got, "/ip4/192.168.178.21/tcp/4001") {
		t.Errorf("addresses: %q", got)
	}
	if !inv.Expires.Equal(testNow.Add(time.Hour)) {
		t.Errorf("expires %v", inv.Expires)
	}
	odd, err := NewInvitation(PurposeDevice, testNow.Add(time.Second), time.Hour, nil, nil)
	if err != nil || odd.Expires.Before(testNow.Add(time.Second+time.Hour)) {
		t.Errorf("expires %v, %v", odd.Expires, err)
	}
	for name, make := range map[string]func() (Invitation, error){
		"no purpose": func() (Invitation, error) { return NewInvitation(0, testNow, time.Hour, nil, nil) },
		"too short":  func() (Invitation, error) { return NewInvitation(PurposeDevice, testNow, time.Second, nil, nil) },
		"too long":   func() (Invitation, error) { return NewInvitation(PurposeDevice, testNow, MaxLife+1, nil, nil) },
	} {
		if _, err := make(); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRoutes(t *testing.T) {
	inv := testInvitation(t, PurposeDevice)
	inv.Peers = append(inv.Peers, Place{Peer: nodePeer, Addrs: []string{"/ip4/9.9.9.9/tcp/1"}})
	routes := inv.Routes()
	want := "/dns4/node.example.org/udp/4001/quic-v1/p2p/" + peerText(nodePeer) + "/p2p-circuit"
	if got := routes[0].Addrs; len(got) != 3 || got[2] != want {
		t.Errorf("%q, want %q at the end", got, want)
	}
	if len(routes[1].Addrs) != 1 {
		t.Errorf("a node through itself: %q", routes[1].Addrs)
	}
}

// TestPeerText compares with a key of the libp2p specification's own kind:
// 12D3KooW... is what every Ed25519 peer id begins with.
func TestPeerText(t *testing.T) {
	key := crypto.SigningKeyFromSeed(testSecret()).Public()
	if got := peerText(link.Peer(key)); !strings.HasPrefix(got, "12D3KooW") || len(got) != 52 {
		t.Errorf("%q", got)
	}
}

func TestAddressesComeBack(t *testing.T) {
	for _, addr := range []string{
		"/ip4/1.2.3.4/udp/4001/quic-v1", "/ip4/1.2.3.4/tcp/65535", "/ip6/::1/tcp/1", "/ip6/2001:db8::1/udp/0/quic-v1",
		"/dns/a/tcp/1", "/dns4/node.example.org/udp/4001/quic-v1", "/dns6/x.y/tcp/443",
		"/ip4/1.2.3.4/udp/4001/quic", "/ip4/01.2.3.4/tcp/1", "/ip4/1.2.3.4/tcp/99999", "/ip4/1.2.3.4/tcp/01", "/ip6/::ffff:1.2.3.4/tcp/1",
		"/unix/socket", "/ip6zone/eth0/ip6/fe80::1/tcp/1", "/ip4/1.2.3.4/tcp/443/wss",
	} {
		entries := packAddrs([]string{addr})
		if len(entries) != 1 {
			t.Errorf("%s: %d entries", addr, len(entries))
			continue
		}
		r := reader{b: entries[0].append(nil)}
		if got := r.entry().texts(); r.bad || len(r.b) != 0 || len(got) != 1 || got[0] != addr {
			t.Errorf("%s came back as %q", addr, got)
		}
	}
	for _, addr := range []string{"", "1.2.3.4:80", "/ip4/1.2.3.4/tcp/1/p2p/x/p2p-circuit", "/" + strings.Repeat("a", 200), "/ip4/1 2", "/dns/ä/tcp/1"} {
		if got := packAddrs([]string{addr}); len(got) != 0 {
			t.Errorf("%q was taken as %+v", addr, got)
		}
	}
}

// TestQRCodeIsComfortable keeps the code small enough to be read off a screen: a
// usual one within 49 modules (version 8), the fullest within 73 (version 14).
func TestQRCodeIsComfortable(t *testing.T) {
	for name, c := range map[string]struct {
		inv  Invitation
		most int
	}{
		"usual": {testInvitation(t, PurposeDevice), 49},
		"full":  {fullInvitation(t), 73},
	} {
		code, err := c.inv.QRCode()
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d modules, a link of %d characters", name, len(code), len(linkOf(t, c.inv)))
		if len(code) > c.most {
			t.Errorf("%s: %d modules", name, len(code))
		}
	}
}

func FuzzParseInvitation(f *testing.F) {
	f.Add(linkOf(f, testInvitation(f, PurposeDevice)))
	f.Add(strings.ToUpper(linkOf(f, fullInvitation(f))) + " and more")
	f.Add("kith:join#ae b c")
	f.Add(testWords)
	f.Fuzz(func(t *testing.T, text string) {
		inv, err := ParseInvitation(text)
		if err != nil {
			if !errors.Is(err, ErrText) && !errors.Is(err, ErrVersion) {
				t.Error(err)
			}
			return
		}
		if inv.Purpose == 0 {
			return // words
		}
		again, err := ParseInvitation(linkOf(t, inv))
		if err != nil {
			t.Fatal(err)
		}
		sameInvitation(t, "its link", again, inv)
	})
}

// FuzzDecodeLink gives the body behind a right checksum, which a fuzzer would
// never find.
func FuzzDecodeLink(f *testing.F) {
	for _, inv := range []Invitation{testInvitation(f, PurposeDevice), fullInvitation(f)} {
		b, err := inv.encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[1+checkSize:])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		inv, err := decode(append(append([]byte{linkVersion}, linkCheck(body)...), body...))
		if err != nil {
			if !errors.Is(err, ErrText) {
				t.Error(err)
			}
			return
		}
		for _, p := range append(slices.Clone(inv.Peers), inv.Nodes...) {
			for _, e := range packAddrs(p.Addrs) {
				r := reader{b: e.append(nil)}
				if got := r.entry(); r.bad || got != e {
					t.Errorf("%+v came back as %+v", e, got)
				}
			}
		}
		if b, err := inv.encode(); err == nil && len(b) > len(body)+1+checkSize {
			t.Errorf("%d bytes came back as %d", len(body), len(b))
		}
	})
}
