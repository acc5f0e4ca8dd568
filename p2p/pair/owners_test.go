package pair

import (
	"bytes"
	"errors"
	"testing"

	"kith/crypto"
)

func hpkeOf(t testing.TB, n byte) crypto.HPKEKey {
	t.Helper()
	key, err := crypto.HPKEKeyFromSeed(testSecret().Derive("hpke", []byte{n}))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func sharedOf(t testing.TB) (Shared, []byte, [16]byte) {
	t.Helper()
	s := Shared{
		Invitation: fullInvitation(t), Grant: []byte("role and space"),
		Options: Options{Check: true, Greeting: []byte("hello"), Wrong: 1},
	}
	space := [16]byte{9}
	owners := []Owner{{[16]byte{1}, hpkeOf(t, 1).Public()}, {[16]byte{2}, hpkeOf(t, 2).Public()}}
	b, err := EncodeForOwners(s, space, owners)
	if err != nil {
		t.Fatal(err)
	}
	return s, b, space
}

func TestSharedAmongOwners(t *testing.T) {
	s, b, space := sharedOf(t)
	for n := byte(1); n <= 2; n++ {
		got, err := DecodeForOwner(b, space, [16]byte{n}, hpkeOf(t, n))
		if err != nil {
			t.Fatal(err)
		}
		sameInvitation(t, "shared", got.Invitation, s.Invitation)
		if !got.Options.Check || got.Options.Wrong != 0 || string(got.Options.Greeting) != "hello" || !bytes.Equal(got.Grant, s.Grant) {
			t.Errorf("%+v", got)
		}
	}
	for name, c := range map[string]struct {
		space, device [16]byte
		key           byte
		want          error
	}{
		"another device":  {space, [16]byte{3}, 3, ErrNotForUs},
		"another's key":   {space, [16]byte{1}, 2, ErrFormat},
		"another's space": {[16]byte{8}, [16]byte{1}, 1, ErrFormat},
	} {
		if _, err := DecodeForOwner(b, c.space, c.device, hpkeOf(t, c.key)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := EncodeForOwners(s, space, nil); !errors.Is(err, ErrTooLarge) {
		t.Errorf("for nobody: %v", err)
	}
	s.Grant = make([]byte, MaxGrant+1)
	if _, err := EncodeForOwners(s, space, []Owner{{[16]byte{1}, hpkeOf(t, 1).Public()}}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a long grant: %v", err)
	}
	words := Shared{Invitation: Invitation{Phrase: crypto.NewPhrase()}}
	if _, err := EncodeForOwners(words, space, []Owner{{[16]byte{1}, hpkeOf(t, 1).Public()}}); err == nil {
		t.Error("words alone were shared")
	}
}

func FuzzDecodeForOwner(f *testing.F) {
	_, b, space := sharedOf(f)
	f.Add(b)
	key := hpkeOf(f, 1)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := DecodeForOwner(b, space, [16]byte{1}, key)
		if err != nil && !errors.Is(err, ErrFormat) && !errors.Is(err, ErrNotForUs) && !errors.Is(err, ErrVersion) {
			t.Error(err)
		}
	})
}
