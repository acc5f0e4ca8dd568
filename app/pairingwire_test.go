package app

import (
	"bytes"
	"testing"

	"kith/crypto"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
)

// seed adds what a computer would send, its beginning, and a byte too many.
func seed(f *testing.F, v any) []byte {
	f.Helper()
	data, err := encodePairing(v)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add(append(bytes.Clone(data), 0))
	return data
}

// sameAgain holds that what was decoded says the same bytes.
func sameAgain(t *testing.T, data []byte, v any) {
	t.Helper()
	again, err := encodePairing(v)
	if err != nil || !bytes.Equal(again, data) {
		t.Fatalf("%x was read as %x (%v)", data, again, err)
	}
}

// FuzzGreeting reads what an inviter says first.
func FuzzGreeting(f *testing.F) {
	seed(f, greeting{Version: pairingVersion, Author: [32]byte{1}, Name: "Anna"})
	seed(f, greeting{Version: pairingVersion + 1})
	seed(f, greeting{Version: pairingVersion, Name: "\x00"})
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := decodeGreeting(data)
		if err != nil {
			return
		}
		if g.Version != pairingVersion || len(g.Name) > maxPairingName {
			t.Fatalf("%+v", g)
		}
		sameAgain(t, data, g)
	})
}

// FuzzCard reads the request of a joiner.
func FuzzCard(f *testing.F) {
	device := crypto.NewSigningKey()
	peer := link.Peer(device.Public())
	c := members.Certificate{Author: crypto.NewSigningKey().Public(), Device: device.Public(), HPKE: []byte("no key")}
	c.DeviceSign = device.Sign(members.AcceptDomain, c.Message())
	seed(f, card{Version: pairingVersion, Certificate: c, Me: "Ben"})
	c.Device[0] ^= 1
	seed(f, card{Version: pairingVersion, Certificate: c})
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := decodeCard(data, peer)
		if err != nil {
			return
		}
		if link.Peer(c.Certificate.Device) != peer || len(c.Me) > maxPairingName {
			t.Fatalf("%+v", c)
		}
		c.Certificate.Verify(verifySignature) // whatever it says, but no panic
		sameAgain(t, data, c)
	})
}

// FuzzHandover reads the keys that an inviter hands over.
func FuzzHandover(f *testing.F) {
	key := crypto.NewKey()
	welcome, err := space.EncodeWelcome(space.Welcome{
		Space: [16]byte{1}, Kind: members.Record, Name: "Anna",
		Keys: []space.WelcomeKey{{Epoch: crypto.EpochTag(key), Category: space.Whole, Key: key}},
	})
	if err != nil {
		f.Fatal(err)
	}
	seed(f, handover{
		Version: pairingVersion, Author: key.Bytes(), Me: "Anna", From: "Anna", Spaces: [][]byte{welcome},
		Places: []placeCBOR{{Peer: [32]byte{2}, Addrs: []string{"/ip4/127.0.0.1/tcp/4001"}}},
	})
	seed(f, handover{Version: pairingVersion, Author: []byte{1}, Spaces: [][]byte{welcome}})
	seed(f, handover{Version: pairingVersion, Spaces: [][]byte{{1, 2, 3}}})
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := decodeHandover(data)
		if err != nil {
			return
		}
		welcomes, err := h.welcomes()
		if err != nil || len(welcomes) == 0 || len(h.Places) > maxHandoverPlace {
			t.Fatalf("%d spaces, %d places, %v", len(welcomes), len(h.Places), err)
		}
		sameAgain(t, data, h)
	})
}

// FuzzGrant reads what an invitation grants.
func FuzzGrant(f *testing.F) {
	seed(f, grant{Version: pairingVersion, Role: Viewer, Categories: []uint8{1, 6}, NoHistory: true, Persons: [][16]byte{{1}}})
	seed(f, grant{Version: pairingVersion, Role: Owner + 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := decodeGrant(data)
		if err != nil {
			return
		}
		if !g.Role.Valid() {
			t.Fatalf("a role %d", g.Role)
		}
		sameAgain(t, data, g)
	})
}
