package sync

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/hex"
	"errors"
	"io"
	"strings"
	"testing"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/reconcile"
)

func filled(n int, b byte) []byte { return bytes.Repeat([]byte{b}, n) }

// vectorBond is what the vectors of SYNC.md, section 14, are made with.
func vectorBond() *bond {
	return &bond{
		handle: HandleOf([16]byte(filled(16, 0x01))), tag: testKey(1).Tag,
		client: link.Peer(filled(32, 0x02)), server: link.Peer(filled(32, 0x03)),
		clientNonce: [32]byte(filled(32, 0x04)), serverNonce: [32]byte(filled(32, 0x05)),
	}
}

// frameVectors are frames as bytes, in hexadecimal.
var frameVectors = []struct {
	name string
	kind kind
	body any
	hex  string
}{
	{"hello", kindHello, hello{Versions: []uint{1}, Handle: Handle(filled(16, 1)), Tag: Tag(filled(8, 2)), Nonce: [32]byte(filled(32, 3))}, "4401a4018101025001010101010101010101010101010101034802020202020202020458200303030303030303030303030303030303030303030303030303030303030303"},
	{"hello of several epochs", kindHello, hello{Versions: []uint{1}, Handle: Handle(filled(16, 1)), Tag: Tag(filled(8, 2)), Nonce: [32]byte(filled(32, 3)), Older: []Tag{Tag(filled(8, 4)), Tag(filled(8, 5))}}, "5801a50181010250010101010101010101010101010101010348020202020202020204582003030303030303030303030303030303030303030303030303030303030303030582480404040404040404480505050505050505"},
	{"welcome of a node that does not know the space", kindWelcome, welcome{Version: 1, Role: RoleNode, Nonce: [32]byte(filled(32, 5))}, "2902a3010102020458200505050505050505050505050505050505050505050505050505050505050505"},
	{"refusal of versions", kindRefusal, refusal{Code: RefuseVersion, Versions: []uint{2, 3}}, "0804a2010102820203"},
	{"refusal, wait", kindRefusal, refusal{Code: RefuseBusy, Wait: 60}, "0704a2010603183c"},
	{"done", kindDone, empty{}, "0206a0"},
	{"reconcile", kindReconcile, step{Message: []byte{1, 2, 3}}, "0710a10143010203"},
	{"reconcile, nothing to say", kindReconcile, step{}, "0210a0"},
	{"fetch", kindFetch, empty{}, "0211a0"},
	{"dump", kindDump, dayList{Days: packDays([]reconcile.DaySum{{Day: 20000, Count: 2, Sum: [32]byte(filled(32, 7))}})}, "1012a1014c00004e20e150c055b1035ab2"},
	{"ops", kindOps, opList{Ops: [][]byte{{0xaa}, {0xbb, 0xcc}}}, "0914a1018241aa42bbcc"},
	{"end", kindEnd, end{Count: 2}, "0415a10102"},
	{"end of what was too much", kindEnd, end{More: true}, "0415a102f5"},
	{"end of a live op", kindEnd, end{Sum: &[16]byte{1}}, "1415a1035001000000000000000000000000000000"},
	{"stored", kindStored, stored{New: 2, Waiting: 1}, "0616a201020201"},
	{"blobs", kindBlobs, blobList{Names: []BlobName{BlobName(filled(32, 9))}}, "2618a1018158200909090909090909090909090909090909090909090909090909090909090909"},
	{"which blobs", kindBlobs, blobList{Bits: []byte{1}}, "0518a1024101"},
	{"blob wanted", kindBlobGet, blobHead{Name: BlobName(filled(32, 9))}, "2519a10158200909090909090909090909090909090909090909090909090909090909090909"},
	{"blob", kindBlobPut, blobHead{Name: BlobName(filled(32, 9)), Size: 3}, "271aa201582009090909090909090909090909090909090909090909090909090909090909090203"},
	{"blob part", kindBlobPart, blobPart{Bytes: []byte{1, 2, 3}}, "071ba10143010203"},
}

//go:embed SYNC.md
var spec string

func TestFrameVectors(t *testing.T) {
	for _, v := range frameVectors {
		frame, err := appendFrame(nil, v.kind, v.body)
		if err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(frame); got != v.hex {
			t.Errorf("%s: %s", v.name, got)
		}
		if !strings.Contains(spec, v.hex) {
			t.Errorf("%s: not in SYNC.md", v.name)
		}
		kind, body, err := readFrame(bufio.NewReader(bytes.NewReader(frame)), new(bytes.Buffer), maxFrame)
		if err != nil || kind != v.kind {
			t.Errorf("%s: %v, %v", v.name, kind, err)
		}
		if err := parse(kind, body); err != nil {
			t.Errorf("%s: %v", v.name, err)
		}
	}
}

// The derived names and signatures of SYNC.md, section 14. Ed25519 has one
// signature for a message.
func TestNameVectors(t *testing.T) {
	b := vectorBond()
	key := testKey(1)
	client := key.Capability.Sign(clientDomain, b.context())
	server := key.Capability.Sign(serverDomain, b.context())
	public := key.Capability.Public()
	sum := b.sum([32]byte(filled(32, 6)), 7)
	r := register{Token: []byte("token"), Capabilities: []capability{{key.Tag, public}}, Peers: [][32]byte{b.client}}
	msg, err := r.message(b)
	if err != nil {
		t.Fatal(err)
	}
	signed := key.Capability.Sign(registerDomain, msg)
	for _, v := range []struct {
		name string
		got  []byte
		want string
	}{
		{"handle", b.handle[:], "19af185c3acf9cd05707b5c7b013ea8d"},
		{"epoch tag", key.Tag[:], "6fe5427c43918a4b"},
		{"capability", public[:], "3406efe7aceb8008578c0970a2350c6f88dcd4adb1eed026fa7e3fa5b025c274"},
		{"client's proof", client[:], "5b1a03421888fe29caca65264a358c8d603085b9c57c0ad3bb308e16f1eaaaeaac552c95e65833fdeeb8b1d51c977be71826476ba7fb2ecf3cbae98d80eedb01"},
		{"server's proof", server[:], "96d41bd5fe370c4a900d787748610fe50beb152a17a1551c189da3c91636706f681394bee35dfd36f0be9c136a5add440f3d27c28c4b1d9af1342254abc1cb00"},
		{"registration", signed[:], "24ef30cfafa2e0c9c4a1ba98b66662588b5dd0ef19fd86fbab84b6665fba97664a5c6102a68b18aa6b96fad768dd1838b2862873edf3df0520e92f06f9ccbd03"},
		{"sum", sum[:], "903654548df3d1fcb12155c0220c2591"},
	} {
		if got := hex.EncodeToString(v.got); got != v.want || !strings.Contains(spec, v.want) {
			t.Errorf("%s: %s", v.name, got)
		}
	}
	r.Signature = &signed
	if ok, err := r.holds(b); !ok || err != nil {
		t.Error(ok, err)
	}
	if !crypto.Verify(public, clientDomain, b.context(), client) {
		t.Error("the proof does not hold")
	}
}

// parse decodes a body as whoever reads that kind does.
func parse(k kind, body []byte) error {
	switch k {
	case kindHello:
		return decodeLoose(body, &hello{})
	case kindWelcome:
		return decodeLoose(body, &welcome{})
	case kindRefusal:
		return decodeLoose(body, &refusal{})
	case kindProof:
		return decode(body, &proof{})
	case kindRegister:
		return decode(body, &register{})
	case kindReconcile:
		return decode(body, &step{})
	case kindDump, kindDays:
		return decode(body, &dayList{})
	case kindOps:
		return decode(body, &opList{})
	case kindEnd:
		return decode(body, &end{})
	case kindStored:
		return decode(body, &stored{})
	case kindBlobs:
		return decode(body, &blobList{})
	case kindBlobGet, kindBlobPut:
		return decode(body, &blobHead{})
	case kindBlobPart:
		return decode(body, &blobPart{})
	}
	return decode(body, &empty{})
}

func TestBadFrames(t *testing.T) {
	for name, frame := range map[string][]byte{
		"empty":            {0},
		"too long":         {0xff, 0xff, 0x7f, 1},
		"length of 4":      {0x80, 0x80, 0x80, 0x01, 1},
		"length in excess": {0x81, 0x00, 6, 0xa0},
		"cut":              {5, 6, 0xa0},
		"cut length":       {0x80},
	} {
		_, _, err := readFrame(bufio.NewReader(bytes.NewReader(frame)), new(bytes.Buffer), maxFrame)
		if !errors.Is(err, errFrame) && err != io.ErrUnexpectedEOF {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, body := range map[string]string{
		"unknown key":    "a10900",
		"twice":          "a201010102",
		"other order":    "a202010101",
		"long number":    "a1011801",
		"zero given":     "a10100",
		"endless":        "bf0101ff",
		"something else": "80",
		"cut":            "a101",
		"trailing":       "a000",
	} {
		raw, err := hex.DecodeString(body)
		if err != nil {
			t.Fatal(err)
		}
		if err := decode(raw, &stored{}); !errors.Is(err, errFrame) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzFrame(f *testing.F) {
	for _, v := range frameVectors {
		frame, err := appendFrame(nil, v.kind, v.body)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(frame)
	}
	f.Add([]byte{0xff, 0xff, 0x3f, 20, 0xa1, 1, 0x9a, 0, 0, 0x10, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		r, buf := bufio.NewReader(bytes.NewReader(data)), new(bytes.Buffer)
		for {
			kind, body, err := readFrame(r, buf, maxFrame)
			if err != nil {
				if buf.Cap() > 2*len(data)+4096 {
					t.Fatalf("%d bytes of memory for %d", buf.Cap(), len(data))
				}
				return
			}
			err = parse(kind, body)
			if err != nil && !errors.Is(err, errFrame) {
				t.Fatalf("%v", err)
			}
		}
	})
}

func FuzzDays(f *testing.F) {
	days := []reconcile.DaySum{{Day: 3, Count: 1}, {Day: 9, Count: 2, Sum: [32]byte{1}}}
	f.Add(packDays(days))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, packed []byte) {
		same, err := sameDays(days, packed)
		if err == nil && len(same) > len(days) {
			t.Fatal("more days than there are")
		}
		if err != nil && !errors.Is(err, errFrame) {
			t.Fatal(err)
		}
	})
}
