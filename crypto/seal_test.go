package crypto

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
)

func ExampleSealFile() {
	k := NewKey()
	sealed := SealFile(k, "head", []byte("17"))
	plain, err := OpenFile(k, "head", sealed)
	fmt.Println(string(plain), err)
	_, err = OpenFile(k, "keyring", sealed)
	fmt.Println(err)
	// Output:
	// 17 <nil>
	// open sealed keyring: damaged
}

func TestFileEveryByteMatters(t *testing.T) {
	k := fixedKey(3)
	sealed := SealFile(k, "head", []byte("content"))
	if len(sealed) != len("content")+FileOverhead {
		t.Errorf("%d bytes", len(sealed))
	}
	for i := range sealed {
		sealed[i] ^= 1
		if _, err := OpenFile(k, "head", sealed); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewerFormat) {
			t.Fatalf("byte %d flipped: %v", i, err)
		}
		sealed[i] ^= 1
	}
	for n := range sealed {
		if _, err := OpenFile(k, "head", sealed[:n]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut to %d: %v", n, err)
		}
	}
	if _, err := OpenFile(fixedKey(4), "head", sealed); !errors.Is(err, ErrDamaged) {
		t.Errorf("other key: %v", err)
	}
	if empty, err := OpenFile(k, "", SealFile(k, "", nil)); err != nil || len(empty) != 0 {
		t.Errorf("empty file: %v %v", empty, err)
	}
}

func FuzzOpenFile(f *testing.F) {
	k := fixedKey(3)
	f.Add(SealFile(k, "head", []byte("content")))
	f.Add([]byte(fileMagic))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		if plain, err := OpenFile(k, "head", sealed); err == nil && len(plain)+FileOverhead != len(sealed) {
			t.Error("opened a file of another length")
		}
	})
}

func TestMAC(t *testing.T) {
	k := fixedKey(5)
	mac := MAC(k, []byte("ab"), []byte("c"))
	if !CheckMAC(mac, k, []byte("ab"), []byte("c")) {
		t.Error("own MAC refused")
	}
	if CheckMAC(mac, k, []byte("a"), []byte("bc")) || CheckMAC(mac, k, []byte("abc")) || CheckMAC(mac, fixedKey(6), []byte("ab"), []byte("c")) {
		t.Error("MAC fits something else")
	}
}

func ExampleSigningKey_Sign() {
	key := NewSigningKey()
	sig := key.Sign("op", []byte("message"))
	fmt.Println(Verify(key.Public(), "op", []byte("message"), sig))
	fmt.Println(Verify(key.Public(), "batch", []byte("message"), sig))
	fmt.Printf("%v %+v %#v %x\n", key, key, key, key)
	// Output:
	// true
	// false
	// [key] [key] [key] [key]
}

// TestEd25519Vector checks RFC 8032, section 7.1, TEST 2's key pair, so that a
// seed on disk means the same key everywhere.
func TestEd25519Vector(t *testing.T) {
	seed, err := hex.DecodeString("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
	if err != nil {
		t.Fatal(err)
	}
	k, err := KeyFromBytes(seed)
	if err != nil {
		t.Fatal(err)
	}
	s := SigningKeyFromSeed(k)
	if got := s.Public().String(); got != "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c" {
		t.Error(got)
	}
	if !s.Seed().Equal(k) {
		t.Error("the seed changed")
	}
}

func TestSignatureEveryByteMatters(t *testing.T) {
	key, msg := SigningKeyFromSeed(fixedKey(8)), []byte("a message")
	sig := key.Sign("op", msg)
	for i := range sig {
		bad := sig
		bad[i] ^= 1
		if Verify(key.Public(), "op", msg, bad) {
			t.Fatalf("signature byte %d flipped", i)
		}
	}
	if Verify(key.Public(), "op", append(msg, 0), sig) || Verify(NewSigningKey().Public(), "op", msg, sig) {
		t.Error("signature fits something else")
	}
}

// TestSmallOrderKeys shows that the standard library would accept a forgery for
// the neutral element, and that Verify does not.
func TestSmallOrderKeys(t *testing.T) {
	neutral := PublicKey{1}
	forged := [SignatureSize]byte{1} // R = neutral, S = 0
	if !ed25519.Verify(neutral[:], signedBytes("op", []byte("anything")), forged[:]) {
		t.Fatal("the forgery is not one; the check below proves nothing")
	}
	if Verify(neutral, "op", []byte("anything"), forged) {
		t.Error("forgery accepted")
	}
	for _, y := range smallOrderY {
		b, err := hex.DecodeString(y)
		if err != nil {
			t.Fatal(err)
		}
		for _, sign := range []byte{0, 0x80} {
			p := PublicKey(b)
			p[31] |= sign
			if !p.smallOrder() {
				t.Errorf("%v not recognised", p)
			}
		}
	}
	if NewSigningKey().Public().smallOrder() {
		t.Error("a good key refused")
	}
}

func TestSecretsNeverMarshal(t *testing.T) {
	hp, err := NewHPKEKey()
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []any{NewKey(), NewSigningKey(), hp} {
		if b, err := json.Marshal(secret); err == nil {
			t.Errorf("%T marshalled to %s", secret, b)
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%d", "%q"} {
			if got := fmt.Sprintf(verb, secret); got != "[key]" {
				t.Errorf("%T prints with %s as %s", secret, verb, got)
			}
		}
	}
}

// TestMerkleVectors checks the roots of the first n of eight leaves that the
// Certificate Transparency reference code tests RFC 6962 with.
func TestMerkleVectors(t *testing.T) {
	leaves := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	roots := []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	var hashes [][32]byte
	for i, leaf := range leaves {
		data, err := hex.DecodeString(leaf)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, merkleLeaf(data))
		if got := merkleTree(slices.Clone(hashes)); hex.EncodeToString(got[:]) != roots[i] {
			t.Errorf("root of %d leaves: %x", i+1, got)
		}
	}
	empty := MerkleRoot(nil)
	if hex.EncodeToString(empty[:]) != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("root of nothing: %x", empty)
	}
	a, b := [32]byte{1}, [32]byte{2}
	if MerkleRoot([][32]byte{a, b}) == MerkleRoot([][32]byte{b, a}) {
		t.Error("order does not matter")
	}
}

func ExampleWrapFor() {
	device, err := NewHPKEKey()
	if err != nil {
		fmt.Println(err)
		return
	}
	epoch := NewKey()
	wrapped, err := WrapFor(device.Public(), []byte("space 1"), epoch)
	if err != nil {
		fmt.Println(err)
		return
	}
	got, err := Unwrap(device, []byte("space 1"), wrapped)
	fmt.Println(got.Equal(epoch), err)
	_, err = Unwrap(device, []byte("space 2"), wrapped)
	fmt.Println(err)
	// Output:
	// true <nil>
	// unwrap key: damaged
}

func TestWrapEveryByteMatters(t *testing.T) {
	device, err := HPKEKeyFromSeed(fixedKey(7))
	if err != nil {
		t.Fatal(err)
	}
	if len(device.Public()) != HPKEPublicSize {
		t.Errorf("public key of %d bytes", len(device.Public()))
	}
	wrapped, err := WrapFor(device.Public(), nil, fixedKey(1))
	if err != nil {
		t.Fatal(err)
	}
	if len(wrapped) != WrappedKeySize {
		t.Errorf("%d bytes", len(wrapped))
	}
	for i := range wrapped {
		bad := bytes.Clone(wrapped)
		bad[i] ^= 1
		if _, err := Unwrap(device, nil, bad); !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewerFormat) {
			t.Fatalf("byte %d flipped: %v", i, err)
		}
	}
	if _, err := WrapFor(device.Public()[1:], nil, fixedKey(1)); err == nil {
		t.Error("wrapped for half a key")
	}
	again, err := HPKEKeyFromSeed(device.Seed())
	if err != nil || !bytes.Equal(again.Public(), device.Public()) {
		t.Errorf("the seed does not bring the key back: %v", err)
	}
}

func FuzzUnwrap(f *testing.F) {
	device, err := HPKEKeyFromSeed(fixedKey(7))
	if err != nil {
		f.Fatal(err)
	}
	wrapped, err := WrapFor(device.Public(), nil, fixedKey(1))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(wrapped)
	f.Add([]byte{wrapVersion})
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, err := Unwrap(device, nil, b); err == nil && !k.Equal(fixedKey(1)) {
			t.Error("unwrapped another key")
		}
	})
}
