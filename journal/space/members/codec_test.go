package members

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"reflect"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/bodies.json anew")

// bodies are one body of each kind and one with everything in it; the vectors
// of testdata/bodies.json are their encodings, in this order.
func bodies() []Body {
	ann, bob := certify("ann1"), certify("bob1")
	seen := []Head{{bob.DeviceID(), 7}, {ann.DeviceID(), 1 << 40}}
	keys := []EpochKey{{EpochTag{1, 2, 3}, []byte("wrapped")}}
	return []Body{
		Genesis{Space: Record, Founder: ann, Nonce: [16]byte{15: 9}, Epoch: EpochTag{1, 2, 3}},
		AddDevice{Certificate: ann, Keys: keys},
		AddDevice{Certificate: ann},
		RemoveDevice{Device: bob.DeviceID(), Seen: seen[:1]},
		AddMember{Role: Caregiver, Certificate: bob, Keys: keys},
		RemoveMember{Author: bob.AuthorID(), Seen: seen},
		RemoveMember{Author: bob.AuthorID()},
		ChangeRole{Author: bob.AuthorID(), Role: Viewer, Seen: seen},
		Rotate{Epoch: EpochTag{4}, Previous: []EpochTag{{1, 2, 3}}, Wraps: []Wrap{{ann.DeviceID(), []byte("wrapped")}}, OldKeys: keys},
		Rotate{Epoch: EpochTag{4}, Previous: []EpochTag{{1, 2, 3}}, Wraps: []Wrap{{ann.DeviceID(), []byte("wrapped")}}, Cutoff: true},
		AddMember{Role: Viewer, Certificate: bob, Keys: keys, Categories: []uint8{1, 6}},
		ChangeRole{Author: bob.AuthorID(), Role: Viewer, Seen: seen, Categories: []uint8{1, MaxCategory},
			Keys: []DeviceKey{{bob.DeviceID(), EpochTag{4}, []byte("wrapped")}}},
		Rotate{Epoch: EpochTag{4}, Previous: []EpochTag{{1, 2, 3}}, Wraps: []Wrap{{ann.DeviceID(), []byte("wrapped")}},
			OldKeys: keys, OldCategories: keys},
	}
}

type bodyVector struct {
	Kind  Kind
	CBOR  string
	Space string `json:",omitempty"` // of a genesis
}

func TestBodyVectors(t *testing.T) {
	const file = "testdata/bodies.json"
	var made []bodyVector
	for _, body := range bodies() {
		b, err := Encode(body)
		if err != nil {
			t.Fatal(err)
		}
		v := bodyVector{Kind: body.Kind(), CBOR: hex.EncodeToString(b)}
		if g, ok := body.(Genesis); ok {
			v.Space = g.SpaceID().String()
		}
		made = append(made, v)
		back, err := Decode(body.Kind(), b)
		if err != nil || !reflect.DeepEqual(back, body) {
			t.Errorf("%T came back as %+v, %v", body, back, err)
		}
	}
	if *update {
		b, err := json.MarshalIndent(made, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept []bodyVector
	if err := json.Unmarshal(data, &kept); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(made, kept) {
		t.Error("the encoding is not that of testdata/bodies.json")
	}
}

func TestGenesisCommitsToEverything(t *testing.T) {
	g := bodies()[0].(Genesis)
	seen := map[SpaceID]string{g.SpaceID(): "as it was"}
	for what, change := range map[string]func(*Genesis){
		"kind":             func(g *Genesis) { g.Space = Group },
		"author":           func(g *Genesis) { g.Founder.Author[0] ^= 1 },
		"device":           func(g *Genesis) { g.Founder.Device[0] ^= 1 },
		"hpke":             func(g *Genesis) { g.Founder.HPKE = append([]byte{1}, g.Founder.HPKE[1:]...) },
		"author signature": func(g *Genesis) { g.Founder.AuthorSign[63] ^= 1 },
		"device signature": func(g *Genesis) { g.Founder.DeviceSign[63] ^= 1 },
		"nonce":            func(g *Genesis) { g.Nonce[0] ^= 1 },
		"epoch":            func(g *Genesis) { g.Epoch[7] ^= 1 },
	} {
		other := g
		change(&other)
		if was, double := seen[other.SpaceID()]; double {
			t.Errorf("%s: the same space as %s", what, was)
		}
		seen[other.SpaceID()] = what
	}
}

func TestCertificateNeedsBothSignatures(t *testing.T) {
	good := certify("ann1")
	if !good.Verify(verifyReally) {
		t.Fatal("a good certificate is refused")
	}
	other := certify("bob1")
	for what, change := range map[string]func(*Certificate){
		"author signs not": func(c *Certificate) { c.AuthorSign[5] ^= 1 },
		"device signs not": func(c *Certificate) { c.DeviceSign[5] ^= 1 },
		"swapped":          func(c *Certificate) { c.AuthorSign, c.DeviceSign = c.DeviceSign, c.AuthorSign },
		"other author":     func(c *Certificate) { c.Author = other.Author },
		"other device":     func(c *Certificate) { c.Device = other.Device },
		"other hpke":       func(c *Certificate) { c.HPKE = other.HPKE },
	} {
		bad := good
		change(&bad)
		if bad.Verify(verifyReally) {
			t.Errorf("%s: accepted", what)
		}
	}
}

func TestLimits(t *testing.T) {
	cert := certify("ann1")
	short := cert
	short.HPKE = short.HPKE[1:]
	one := cert
	one.Device = one.Author
	rotate := func(change func(*Rotate)) Rotate {
		r := bodies()[8].(Rotate)
		change(&r)
		return r
	}
	tooLong := []EpochKey{{Sealed: make([]byte, MaxSealedKey+1)}}
	for what, body := range map[string]Body{
		"space kind 0":           Genesis{Founder: cert},
		"space kind 5":           Genesis{Space: 5, Founder: cert},
		"short hpke":             Genesis{Space: Record, Founder: short},
		"one key":                AddDevice{Certificate: one},
		"role 0":                 AddMember{Certificate: cert},
		"role 4":                 ChangeRole{Role: 4},
		"long key":               AddMember{Role: Viewer, Certificate: cert, Keys: tooLong},
		"empty key":              AddDevice{Certificate: cert, Keys: make([]EpochKey, 1)},
		"many keys":              AddDevice{Certificate: cert, Keys: make([]EpochKey, MaxKeys+1)},
		"head 0":                 RemoveMember{Seen: make([]Head, 1)},
		"double head":            RemoveDevice{Seen: []Head{{Seq: 1}, {Seq: 2}}},
		"many heads":             ChangeRole{Role: Viewer, Seen: make([]Head, MaxHeads+1)},
		"no previous epoch":      rotate(func(r *Rotate) { r.Previous = nil }),
		"own previous epoch":     rotate(func(r *Rotate) { r.Previous = []EpochTag{r.Epoch} }),
		"no wraps":               rotate(func(r *Rotate) { r.Wraps = nil }),
		"many wraps":             rotate(func(r *Rotate) { r.Wraps = make([]Wrap, MaxWraps+1) }),
		"empty wrap":             rotate(func(r *Rotate) { r.Wraps = make([]Wrap, 1) }),
		"keys and cut-off":       rotate(func(r *Rotate) { r.Cutoff = true }),
		"old and cut-off":        rotate(func(r *Rotate) { r.OldCategories, r.OldKeys, r.Cutoff = r.OldKeys, nil, true }),
		"categories of an owner": AddMember{Role: Owner, Certificate: cert, Categories: []uint8{1}},
		"the base as category":   AddMember{Role: Viewer, Certificate: cert, Categories: []uint8{0, 1}},
		"categories disordered":  ChangeRole{Role: Viewer, Categories: []uint8{2, 1}},
		"category 16":            ChangeRole{Role: Viewer, Categories: []uint8{16}},
		"many device keys":       ChangeRole{Role: Viewer, Keys: make([]DeviceKey, MaxWraps+1)},
		"empty device key":       ChangeRole{Role: Viewer, Keys: make([]DeviceKey, 1)},
	} {
		if _, err := Encode(body); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", what, err)
		}
		modes, err := cborModes()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := modes.enc.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Decode(body.Kind(), raw); !errors.Is(err, ErrFormat) {
			t.Errorf("%s decodes: %v", what, err)
		}
	}
	for _, none := range []Body{nil, &Genesis{}, (*Rotate)(nil)} {
		if _, err := Encode(none); !errors.Is(err, ErrFormat) {
			t.Errorf("%T: %v", none, err)
		}
	}
	s := Resolve(SpaceID{}, []Op{{ID: OpID{1}}, {ID: OpID{2}, Body: ChangeRole{}}, {ID: OpID{3}, Body: &Genesis{}}}, trusting)
	for i := range byte(3) {
		if s.Rejected[OpID{i + 1}] != Malformed {
			t.Errorf("without bodies: %v", s.Rejected)
		}
	}
}

// TestLargestRotate checks that the largest legal rotation fits into an op
// (crypto.MaxOpSize, 262140 bytes) with keys of their real size.
func TestLargestRotate(t *testing.T) {
	r := Rotate{Epoch: EpochTag{1}, Previous: []EpochTag{{2}}}
	for i := range MaxWraps {
		r.Wraps = append(r.Wraps, Wrap{DeviceID{byte(i)}, make([]byte, 1169)}) // crypto.WrappedKeySize
	}
	b, err := Encode(r)
	if err != nil || len(b) > 250_000 {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

func TestDecodeIsStrict(t *testing.T) {
	good, err := Encode(RemoveMember{Author: AuthorID{1}})
	if err != nil {
		t.Fatal(err)
	}
	for what, b := range map[string][]byte{
		"empty":            {},
		"cut":              good[:len(good)-1],
		"longer":           append(bytes.Clone(good), 0),
		"an array":         {0x80},
		"unknown field":    append([]byte{0xa2, 0x01, 0x50}, append(make([]byte, 16), 0x18, 0x63, 0x00)...),
		"short id":         {0xa1, 0x01, 0x41, 0x07},
		"long head byte":   append([]byte{0xb8, 0x01}, good[1:]...),
		"empty list":       append(append([]byte{0xa2}, good[1:]...), 0x02, 0x80),
		"indefinite map":   append(append([]byte{0xbf}, good[1:]...), 0xff),
		"tagged":           append([]byte{0xc1}, good...),
		"text for the key": {0xa1, 0x61, 0x31, 0x40},
	} {
		if body, err := Decode(KindRemoveMember, b); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v, %v", what, body, err)
		}
	}
	if _, err := Decode(0, good); !errors.Is(err, ErrFormat) {
		t.Errorf("kind 0: %v", err)
	}
	if _, err := Decode(KindRemoveMember, make([]byte, MaxBodySize+1)); !errors.Is(err, ErrFormat) {
		t.Errorf("too large: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, body := range bodies() {
		b, err := Encode(body)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(body.Kind()), b)
		f.Add(uint8(body.Kind()), b[:len(b)/2])
	}
	f.Add(uint8(KindRotate), []byte{0xa0})
	f.Fuzz(func(t *testing.T, kind uint8, b []byte) {
		body, err := Decode(Kind(kind), b)
		if err != nil {
			if !errors.Is(err, ErrFormat) {
				t.Error(err)
			}
			return
		}
		again, err := Encode(body)
		if err != nil || !bytes.Equal(again, b) {
			t.Errorf("%x became %x, %v", b, again, err)
		}
	})
}

// FuzzResolve makes a history of arbitrary bytes, seven for each op, and checks
// that the state does not depend on the order and leaves an owner.
func FuzzResolve(f *testing.F) {
	f.Add([]byte{3, 1, 0, 1, 2, 1, 3, 4, 2, 0, 0, 1, 2, 3})
	f.Add(bytes.Repeat([]byte{5, 0, 0, 2, 1, 9, 4}, 12))
	f.Fuzz(func(t *testing.T, script []byte) {
		world := theWorld()
		founder := Genesis{Space: Group, Founder: world["ann1"]}
		ops := []Op{{ID: OpID{1}, Device: world.device("ann1"), Body: founder}}
		for ; len(script) >= 7 && len(ops) < 40; script = script[7:] {
			who := func(i int) string { return people[int(script[i])%len(people)] + string("12"[script[i]/128]) }
			op := Op{ID: OpID{script[6], byte(len(ops)), 1}, Device: world.device(who(1))}
			for _, p := range script[2:4] {
				op.Parents = append(op.Parents, ops[int(p)%len(ops)].ID)
			}
			switch role, about := Role(1+script[5]%3), world[who(4)]; script[0] % 6 {
			case 0:
				op.Body = AddMember{Role: role, Certificate: about}
			case 1:
				op.Body = AddDevice{Certificate: about}
			case 2:
				op.Body = RemoveMember{Author: about.AuthorID()}
			case 3:
				op.Body = RemoveDevice{Device: about.DeviceID()}
			case 4:
				op.Body = ChangeRole{Author: about.AuthorID(), Role: role}
			case 5:
				op.Body = Rotate{Epoch: EpochTag{1 + script[5]}, Previous: []EpochTag{{}}, Wraps: []Wrap{{about.DeviceID(), []byte{1}}}}
			}
			ops = append(ops, op)
		}
		s := Resolve(founder.SpaceID(), ops, trusting)
		owners := 0
		for _, m := range s.Members {
			if m.Role == Owner && len(m.Devices) > 0 {
				owners++
			}
		}
		if owners == 0 {
			t.Error("no owner is left")
		}
		for i, j := 0, len(ops)-1; i < j; i, j = i+1, j-1 {
			ops[i], ops[j] = ops[j], ops[i]
		}
		if !same(s, Resolve(founder.SpaceID(), ops, trusting)) {
			t.Error("the order matters")
		}
	})
}
