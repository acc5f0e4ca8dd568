package vault

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/crypto"
)

func sampleKeyring(t testing.TB) *keyring {
	t.Helper()
	ring, err := newKeyring()
	if err != nil {
		t.Fatal(err)
	}
	ring.slots = []slotRecord{{id: strings.Repeat("0a", 16), kind: crypto.SlotRecovery, created: time.Unix(5, 0).UTC(), recipient: "age1pq1", untried: true}}
	ring.spaces = []SpaceRef{{ID: [16]byte{1}, Kind: "record", Folder: strings.Repeat("0b", 16), Key: crypto.NewKey(), Name: "x", Created: time.Unix(6, 0).UTC()}}
	return ring
}

func TestMetaSaysWhatIsWrong(t *testing.T) {
	m := meta{id: [16]byte{1}, commitment: [32]byte{2}}
	text, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := decodeMeta(text); err != nil || got != m {
		t.Errorf("%v, %v", got, err)
	}
	newer := withCheck([]byte("{\n  \"format\": 2,\n  \"anything\": true,\n"))
	if _, err := decodeMeta(newer); !errors.Is(err, ErrNewerFormat) {
		t.Error(err)
	}
	for name, bad := range map[string][]byte{
		"newer, no check": bytes.Replace(text, []byte(`"format": 1`), []byte(`"format": 2`), 1),
		"format 0":        withCheck([]byte("{\n  \"format\": 0,\n  \"vault\": \"\",\n  \"commitment\": \"\",\n")),
		"short id":        withCheck([]byte("{\n  \"format\": 1,\n  \"vault\": \"00\",\n  \"commitment\": \"00\",\n")),
		"no JSON":         withCheck([]byte("hello")),
		"another field":   withCheck(bytes.Replace(text[:bytes.Index(text, []byte(metaCheckKey))], []byte("{"), []byte("{\"more\": 1,"), 1)),
		"longer":          append(bytes.Clone(text), ' '),
		"cut":             text[:len(text)-1],
		"empty":           nil,
	} {
		if _, err := decodeMeta(bad); err == nil || errors.Is(err, ErrNewerFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestKeyringSaysWhatIsWrong(t *testing.T) {
	change := func(f func(*keyring)) []byte {
		ring := sampleKeyring(t)
		f(ring)
		data, err := ring.encode()
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	good := change(func(*keyring) {})
	ring, err := decodeKeyring(good)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ring.slots, sampleKeyring(t).slots) {
		t.Errorf("slots %+v", ring.slots)
	}
	newer := bytes.Clone(good)
	newer[2] = 2 // {1: 2, ...
	if _, err := decodeKeyring(newer); !errors.Is(err, ErrNewerFormat) {
		t.Error(err)
	}
	for name, bad := range map[string][]byte{
		"two spaces of one id":   change(func(k *keyring) { k.spaces = append(k.spaces, k.spaces[0]) }),
		"two in one folder":      change(func(k *keyring) { k.spaces = append(k.spaces, k.spaces[0]); k.spaces[1].ID[0]++ }),
		"too many slots":         change(func(k *keyring) { k.slots = slices.Repeat(k.slots, maxSlots+1) }),
		"a zero key":             change(func(k *keyring) { k.spaces[0].Key = crypto.Key{} }),
		"no kind":                change(func(k *keyring) { k.spaces[0].Kind = "" }),
		"a short folder":         change(func(k *keyring) { k.spaces[0].Folder = "0b" }),
		"a short slot id":        change(func(k *keyring) { k.slots[0].id = "0a" }),
		"more after it":          append(bytes.Clone(good), 0),
		"an unknown field":       append([]byte{good[0] + 1}, append(bytes.Clone(good[1:]), 0x07, 0x00)...),
		"an indefinite map":      append(append([]byte{0xbf}, good[1:]...), 0xff),
		"an array of 2^32 items": {0xa1, 0x06, 0x9a, 0xff, 0xff, 0xff, 0xff},
		"empty":                  {},
	} {
		if _, err := decodeKeyring(bad); err == nil {
			t.Errorf("%s: decoded", name)
		}
	}
}

func FuzzDecodeMeta(f *testing.F) {
	text, err := meta{id: [16]byte{1}}.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, text := range [][]byte{data, withCheck(bytes.Clone(data))} { // the check must not shield the rest
			if _, err := decodeMeta(text); err == nil && len(text) < 100 {
				t.Error("decoded too little")
			}
		}
	})
}

func FuzzDecodeKeyring(f *testing.F) {
	data, err := sampleKeyring(f).encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte{0xa1, 0x01, 0x02})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 64<<10 { // 4096 spaces take 0.1 s, and show nothing that 700 do not
			return
		}
		ring, err := decodeKeyring(data)
		if err != nil {
			return
		}
		again, err := ring.encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := decodeKeyring(again)
		if err != nil {
			t.Fatalf("what was decoded does not decode again: %v", err)
		}
		if !slices.Equal(back.slots, ring.slots) || !slices.Equal(back.spaces, ring.spaces) {
			t.Error("what was decoded decodes to something else")
		}
	})
}
