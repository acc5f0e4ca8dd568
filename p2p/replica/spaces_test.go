package replica

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"kith/crypto"
	"kith/p2p/link"
)

// TestForget: another process forgets a space while this one runs.
func TestForget(t *testing.T) {
	dir, ctx, r := t.TempDir(), t.Context(), seeded(6)
	quotas := Quotas{Total: 6000 * (crypto.OpOverhead + 256 + OpCost), Space: 1 << 40, Peer: 1 << 40}
	s, err := OpenStore(dir, StoreConfig{Quotas: quotas})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a, b := addSpace(t, s, 1, testPeer(1)), addSpace(t, s, 2)
	marker := bytes.Repeat([]byte("seen again"), 20)
	ops := testOps(r, 4999, 7)
	ops = append(ops, testOp(r, 7))
	copy(ops[4999][60:], marker)
	keep := testOps(r, 1000, 7)
	for h, ops := range map[Handle][][]byte{a: ops, b: keep} {
		if _, err := s.Receive(ctx, h, testPeer(1), ops); err != nil {
			t.Fatal(err)
		}
	}
	other, err := OpenStore(dir, StoreConfig{})
	if err != nil {
		t.Fatal(err)
	}
	if h, err := other.Find(ctx, a.String()[:8]); err != nil || h != a {
		t.Fatalf("found %v, %v", h, err)
	}
	if _, err := other.Find(ctx, "zz"); !errors.Is(err, ErrNoSpace) {
		t.Fatal(err)
	}
	if err := other.Forget(ctx, a); err != nil {
		t.Fatal(err)
	}
	if err := other.Forget(ctx, a); !errors.Is(err, ErrNoSpace) {
		t.Errorf("forgotten twice: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Receive(ctx, a, testPeer(1), ops[:5]); !errors.Is(err, ErrRefused) {
		t.Errorf("a forgotten space takes ops: %v", err)
	}
	_, c := testEpoch(1)
	if yes, err := s.Admits(ctx, a, c.Tag, testPeer(1)); yes || err != nil {
		t.Errorf("a forgotten space lets in: %v", err)
	}
	// Its room is there again, for others and for itself.
	addSpace(t, s, 1)
	if got, err := s.Receive(ctx, a, testPeer(2), ops[:4999]); err != nil || got.New != 4999 {
		t.Errorf("%+v, %v", got, err)
	}
	if days, err := s.Days(ctx, b); err != nil || len(days) != 5 || days[0].Count != 200 {
		t.Errorf("the other space has %v, %v", days, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(dir, storeFile)); err != nil || bytes.Contains(data, marker) {
		t.Errorf("a forgotten op is still in the file (%v)", err)
	}
}

// TestForgetGoesOn: what a crash left of forgetting is ended later.
func TestForgetGoesOn(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenStore(dir, StoreConfig{})
	if err != nil {
		t.Fatal(err)
	}
	h := addSpace(t, s, 1)
	if _, err := s.Receive(t.Context(), h, testPeer(1), testOps(seeded(1), 10, 1)); err != nil {
		t.Fatal(err)
	}
	err = s.w.do(1, func(w *writer) (error, error) { // as far as Forget came
		_, err := w.c.exec("UPDATE space SET gone = 1")
		return nil, err
	})
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenStore(dir, StoreConfig{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Days(t.Context(), h); !errors.Is(err, ErrRefused) {
		t.Errorf("it is still there: %v", err)
	}
	if err := s.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, table := range []string{"space", "epoch", "allowed", "op", "op_id", "op_day", "day", "brought"} {
		var n int
		if err := s.reads.QueryRow("SELECT count(*) FROM " + table).Scan(&n); err != nil || n != 0 {
			t.Errorf("%d rows of %s are left, %v", n, table, err)
		}
	}
	addSpace(t, s, 1)
}

func TestRegistration(t *testing.T) {
	s := openTestStore(t, StoreConfig{})
	ctx := t.Context()
	asleep, awake, removed := testPeer(1), testPeer(2), testPeer(3)
	_, first := testEpoch(1)
	_, second := testEpoch(2)
	_, third := testEpoch(3)
	h := addSpace(t, s, 1, asleep, awake, removed)
	if err := s.Add(ctx, h, Registration{Capabilities: []Capability{second}}); !errors.Is(err, ErrTaken) {
		t.Errorf("registered twice: %v", err)
	}
	admits := func(c Capability, peer link.Peer, want bool) {
		t.Helper()
		if got, err := s.Admits(ctx, h, c.Tag, peer); err != nil || got != want {
			t.Errorf("epoch %x lets %x in: %v, %v", c.Tag[:2], peer[:2], got, err)
		}
	}
	admits(first, testPeer(9), true) // nobody's device, but with the capability
	admits(second, awake, false)

	rotated := Registration{Capabilities: []Capability{second, first}, Peers: sorted([]link.Peer{asleep, awake})}
	if err := s.Replace(ctx, h, testPeer(9), second.Tag, rotated); !errors.Is(err, ErrRefused) {
		t.Errorf("replaced with an epoch that the node does not know: %v", err)
	}
	if err := s.Replace(ctx, h, awake, first.Tag, rotated); err != nil {
		t.Fatal(err)
	}
	admits(first, removed, false)
	admits(first, asleep, true)
	admits(second, testPeer(9), true)
	if c, err := s.Current(ctx, h); err != nil || c != second {
		t.Errorf("current %v, %v", c, err)
	}
	if c, err := s.Capability(ctx, h, first.Tag); err != nil || c != first {
		t.Errorf("older %v, %v", c, err)
	}
	if _, err := s.Capability(ctx, h, third.Tag); !errors.Is(err, ErrNoSpace) {
		t.Errorf("unknown epoch: %v", err)
	}

	// The removed device, and one that slept, cannot take the rotation back.
	old := Registration{Capabilities: []Capability{first}, Peers: sorted([]link.Peer{removed})}
	for _, peer := range []link.Peer{removed, asleep} {
		if err := s.Replace(ctx, h, peer, first.Tag, old); !errors.Is(err, ErrRefused) {
			t.Errorf("the rotation was taken back: %v", err)
		}
	}
	// A device that slept may bring a rotation of its own.
	if err := s.Replace(ctx, h, asleep, first.Tag, Registration{Capabilities: []Capability{third, second}, Peers: sorted([]link.Peer{awake})}); err != nil {
		t.Error(err)
	}
	admits(first, asleep, false)
	// Who proves the current epoch may choose between concurrent ones.
	if err := s.Replace(ctx, h, awake, third.Tag, rotated); err != nil {
		t.Error(err)
	}
	if listed, err := s.Listed(ctx, Handle{}, asleep); err != nil || !listed {
		t.Errorf("listed %v, %v", listed, err)
	}
	if listed, err := s.Listed(ctx, h, removed); err != nil || listed {
		t.Errorf("the removed device is listed: %v", err)
	}
}

func TestRegistrationBounds(t *testing.T) {
	s := openTestStore(t, StoreConfig{})
	_, c := testEpoch(1)
	many := func(n int) (peers []link.Peer) {
		for i := range n {
			peers = append(peers, testPeer(i))
		}
		return sorted(peers)
	}
	unsorted := many(5)
	slices.Reverse(unsorted)
	for name, r := range map[string]Registration{
		"no capability":         {},
		"one twice":             {Capabilities: []Capability{c, c}},
		"too many capabilities": {Capabilities: make([]Capability, MaxCapabilities+1)},
		"too many devices":      {Capabilities: []Capability{c}, Peers: many(MaxPeers + 1)},
		"not ascending":         {Capabilities: []Capability{c}, Peers: unsorted},
		"a device twice":        {Capabilities: []Capability{c}, Peers: []link.Peer{{1}, {1}}},
	} {
		if err := s.Add(t.Context(), testHandle(1), r); !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Add(t.Context(), testHandle(1), Registration{Capabilities: []Capability{c}, Peers: many(MaxPeers)}); err != nil {
		t.Error(err)
	}
}
