package replica

import (
	"bytes"
	"errors"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	gosync "sync"
	"testing"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/sync"
)

func sorted(peers []link.Peer) []link.Peer {
	peers = slices.Clone(peers)
	slices.SortFunc(peers, func(a, b link.Peer) int { return bytes.Compare(a[:], b[:]) })
	return peers
}

func TestReceive(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenStore(dir, StoreConfig{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, r := t.Context(), seeded(1)
	h, other := addSpace(t, s, 1), addSpace(t, s, 2)
	ops := testOps(r, 500, 20000)
	got, err := s.Receive(ctx, h, testPeer(1), append(slices.Clone(ops[:300]), []byte("no op"), nil))
	if err != nil || got != (Received{New: 300, Refused: 2}) {
		t.Fatalf("received %+v, %v", got, err)
	}
	if got, err = s.Receive(ctx, h, testPeer(2), ops); err != nil || got != (Received{New: 200, Known: 300}) {
		t.Fatalf("received %+v, %v", got, err)
	}
	if got, err = s.Receive(ctx, testHandle(3), testPeer(2), ops); !errors.Is(err, ErrRefused) || got.New != 0 || got.Refused != 500 {
		t.Fatalf("a space that nobody registered took %+v, %v", got, err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = OpenStore(dir, StoreConfig{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()

	days, err := s.Days(ctx, h)
	if err != nil || len(days) != 5 {
		t.Fatalf("days %v, %v", days, err)
	}
	var all []ID
	for i, d := range days {
		if d.Day != 20000+uint32(i) || d.Count != 100 {
			t.Errorf("day %+v", d)
		}
		ids, err := s.DayIDs(ctx, h, d.Day)
		if err != nil || len(ids) != 100 || !slices.IsSortedFunc(ids, func(a, b ID) int { return bytes.Compare(a[:], b[:]) }) {
			t.Fatalf("%d ids of a day, %v", len(ids), err)
		}
		sum := new(big.Int)
		for _, id := range ids {
			sum.Add(sum, new(big.Int).SetBytes(id[:]))
		}
		sum.Mod(sum, new(big.Int).Lsh(big.NewInt(1), 256))
		if !bytes.Equal(sum.FillBytes(make([]byte, 32)), d.Sum[:]) {
			t.Errorf("the sum of day %d is another", d.Day)
		}
		all = append(all, ids...)
	}
	all = append(all, ID{1})
	has, err := s.Has(ctx, h, all)
	if err != nil || slices.Contains(has[:500], false) || has[500] {
		t.Fatalf("has %v, %v", has, err)
	}
	n := 0
	err = s.Sealed(ctx, h, all, func(id ID, sealed []byte) error {
		if !bytes.Equal(sealed, ops[n]) || crypto.OpID(sealed) != id {
			return fmt.Errorf("op %d is another", n)
		}
		n++
		return nil
	})
	if err != nil || n != 500 {
		t.Fatalf("%d ops, %v", n, err)
	}
	var last int64
	n = 0
	for {
		part, err := s.After(ctx, h, last, 70)
		if err != nil {
			t.Fatal(err)
		}
		if len(part) == 0 {
			break
		}
		for _, op := range part {
			if op.No <= last || !bytes.Equal(op.Sealed, ops[n]) || op.ID != crypto.OpID(ops[n]) || op.Day != 20000+uint32(n%5) {
				t.Fatalf("op %d after %d is %d of day %d", n, last, op.No, op.Day)
			}
			last = op.No
			n++
		}
	}
	if top, err := s.Top(ctx, h); n != 500 || err != nil || top != last {
		t.Errorf("%d ops in order, the last is %d of %d, %v", n, last, top, err)
	}
	for _, h := range []Handle{other, testHandle(3)} {
		if days, err := s.Days(ctx, h); len(days) != 0 || (h == other) != (err == nil) {
			t.Errorf("days of another space: %v, %v", days, err)
		}
	}
}

// TestManyWriters: what many hand in at one time is all there, once, and counted.
func TestManyWriters(t *testing.T) {
	s := openTestStore(t, StoreConfig{})
	ops := testOps(seeded(2), 400, 1)
	h := addSpace(t, s, 1)
	var wg gosync.WaitGroup
	var mu gosync.Mutex
	fresh := 0
	for i := range 20 {
		wg.Go(func() {
			for part := range slices.Chunk(ops[i*10:], 7) { // they overlap
				got, err := s.Receive(t.Context(), h, testPeer(i), part)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				fresh += got.New
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	st, err := s.Status(t.Context())
	if err != nil || fresh != len(ops) || st.Ops != int64(len(ops)) || st.Bytes != int64(len(ops)*(len(ops[0])+OpCost)) {
		t.Errorf("%d new, %+v, %v", fresh, st, err)
	}
}

func TestQuota(t *testing.T) {
	cost := int64(crypto.OpOverhead + 256 + OpCost)
	tests := []struct {
		name   string
		quotas Quotas
		first  int // of ten by device 1 for space 1
		second int // of ten by device 1 for space 2
		third  int // of ten by device 2 for space 2
	}{
		{"in total", Quotas{Total: 12 * cost, Space: 100 * cost, Peer: 100 * cost}, 10, 2, 0},
		{"for a space", Quotas{Total: 100 * cost, Space: 7*cost + cost/2, Peer: 100 * cost}, 7, 7, 0},
		{"for a device", Quotas{Total: 100 * cost, Space: 100 * cost, Peer: 14 * cost}, 10, 4, 10},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := openTestStore(t, StoreConfig{Quotas: tt.quotas})
			a, b, r := addSpace(t, s, 1), addSpace(t, s, 2), seeded(3)
			try := func(h Handle, peer, want int) [][]byte {
				t.Helper()
				ops := testOps(r, 10, 1)
				got, err := s.Receive(t.Context(), h, testPeer(peer), ops)
				if got.New != want || got.Refused != 10-want || (err != nil) != (want < 10) || err != nil && !errors.Is(err, ErrQuota) {
					t.Fatalf("%+v, %v, want %d new", got, err, want)
				}
				return ops
			}
			first := try(a, 1, tt.first)
			try(b, 1, tt.second)
			try(b, 2, tt.third)
			// What is stored is no news, whatever the quota says.
			if got, err := s.Receive(t.Context(), a, testPeer(1), first[:tt.first]); err != nil || got.Known != tt.first {
				t.Errorf("known ops: %+v, %v", got, err)
			}
			st, err := s.Status(t.Context())
			if want := int64(tt.first + tt.second + tt.third); err != nil || st.Ops != want || st.Bytes != want*cost {
				t.Errorf("%+v, %v", st, err)
			}
		})
	}
}

// TestDiskFull: nothing of what is refused stays, all that was acknowledged is
// there, can be read, and more is taken when there is room again.
func TestDiskFull(t *testing.T) {
	s := openTestStore(t, StoreConfig{})
	h, r := addSpace(t, s, 1), seeded(4)
	if _, err := s.w.c.c.ExecContext(t.Context(), "PRAGMA max_page_count = 200"); err != nil { // SQLite's own SQLITE_FULL
		t.Fatal(err)
	}
	var kept [][]byte
	for range 1000 {
		ops := testOps(r, 20, 1)
		got, err := s.Receive(t.Context(), h, testPeer(1), ops)
		if err == nil {
			kept = append(kept, ops...)
			continue
		}
		if !errors.Is(err, ErrDiskFull) || got.New != 0 {
			t.Fatalf("%+v, %v", got, err)
		}
		break
	}
	if len(kept) == 0 || len(kept) == 20000 {
		t.Fatalf("%d ops went in", len(kept))
	}
	check := func() {
		t.Helper()
		st, err := s.Status(t.Context())
		if err != nil || st.Ops != int64(len(kept)) {
			t.Fatalf("%+v, %v, want %d ops", st, err, len(kept))
		}
		ids := make([]ID, len(kept))
		for i := range kept {
			ids[i] = crypto.OpID(kept[i])
		}
		n := 0
		if err := s.Sealed(t.Context(), h, ids, func(ID, []byte) error { n++; return nil }); err != nil || n != len(kept) {
			t.Fatalf("%d of %d can be read, %v", n, len(kept), err)
		}
	}
	check()
	if _, err := s.w.c.c.ExecContext(t.Context(), "PRAGMA max_page_count = 2000"); err != nil {
		t.Fatal(err)
	}
	more := testOps(r, 20, 1)
	if _, err := s.Receive(t.Context(), h, testPeer(1), more); err != nil {
		t.Fatal(err)
	}
	kept = append(kept, more...)
	check()
}

// TestRealDiskFull fills a small disk of its own: what the kernel says is a clear
// refusal as well.
func TestRealDiskFull(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no disk can be made for this test: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	})
	s, err := OpenStore(dir, StoreConfig{Reserve: 1})
	if err != nil {
		t.Fatal(err)
	}
	h, r, kept := addSpace(t, s, 1), seeded(8), 0
	for range 1000 {
		ops := testOps(r, 50, 1)
		got, err := s.Receive(t.Context(), h, testPeer(1), ops)
		if err == nil {
			kept += len(ops)
			continue
		}
		if !errors.Is(err, ErrDiskFull) || got.New != 0 {
			t.Fatalf("%+v, %v", got, err)
		}
		break
	}
	err = s.TakeBlob(t.Context(), h, testPeer(1), sync.BlobName{1}, 8<<20, bytes.NewReader(make([]byte, 8<<20)))
	if !errors.Is(err, ErrDiskFull) {
		t.Errorf("a blob: %v", err)
	}
	check := func() {
		t.Helper()
		st, err := s.Status(t.Context())
		if err != nil || st.Ops != int64(kept) || kept == 0 {
			t.Errorf("%d ops were acknowledged, %d are there, %v", kept, st.Ops, err)
		}
	}
	check()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-o", "remount,size=8m", dir).CombinedOutput(); err != nil { // somebody made room
		t.Fatalf("%v %s", err, out)
	}
	if s, err = OpenStore(dir, StoreConfig{Reserve: 1}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	check()
	if _, err := s.Receive(t.Context(), h, testPeer(1), testOps(r, 50, 1)); err != nil {
		t.Error(err)
	}
}

// TestReserve: the node stops before the disk has no room at all.
func TestReserve(t *testing.T) {
	dir := t.TempDir()
	s, err := OpenStore(dir, StoreConfig{})
	if err != nil {
		t.Fatal(err)
	}
	h := addSpace(t, s, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	free, err := freeBytes(dir)
	if err != nil {
		t.Skip("the free room of a disk is not known here:", err)
	}
	if s, err = OpenStore(dir, StoreConfig{Reserve: 2 * free}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got, err := s.Receive(t.Context(), h, testPeer(1), testOps(seeded(1), 3, 1)); !errors.Is(err, ErrDiskFull) || got.New != 0 {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := s.Days(t.Context(), h); err != nil {
		t.Error(err)
	}
}

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

func TestMailbox(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	s := openTestStore(t, StoreConfig{Now: func() time.Time { return now }})
	ctx, hour := t.Context(), now.Add(time.Hour)
	box := func(n byte) Box { return Box{n} }
	if _, err := s.Get(ctx, box(1)); !errors.Is(err, ErrNoBox) {
		t.Errorf("an empty box: %v", err)
	}
	for i, want := range []error{nil, nil, ErrTaken} {
		if err := s.Put(ctx, box(1), []byte{byte(i / 2), 1}, hour, true); !errors.Is(err, want) {
			t.Errorf("put %d: %v, want %v", i, err, want)
		}
	}
	if got, err := s.Get(ctx, box(1)); err != nil || !bytes.Equal(got, []byte{0, 1}) {
		t.Errorf("got %x, %v", got, err)
	}
	for name, err := range map[string]error{
		"empty": s.Put(ctx, box(2), nil, hour, false),
		"large": s.Put(ctx, box(2), make([]byte, MaxBoxSize+1), hour, false),
		"late":  s.Put(ctx, box(2), []byte{1}, now, false),
	} {
		if !errors.Is(err, ErrMessage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := s.Empty(ctx, box(1)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Get(ctx, box(1)); !errors.Is(err, ErrNoBox) {
		t.Errorf("an emptied box: %v", err)
	}
	if err := s.Put(ctx, box(3), []byte("kept"), now.Add(1000*time.Hour), false); err != nil {
		t.Fatal(err)
	}
	now = now.Add(MaxBoxTime - time.Second)
	if _, err := s.Get(ctx, box(3)); err != nil {
		t.Error(err)
	}
	now = now.Add(2 * time.Second)
	if _, err := s.Get(ctx, box(3)); !errors.Is(err, ErrNoBox) {
		t.Errorf("a box whose time is over: %v", err)
	}
	if err := s.Sweep(ctx); err != nil {
		t.Fatal(err)
	}
	if st, err := s.Status(ctx); err != nil || st.Boxes != 0 {
		t.Errorf("%+v, %v", st, err)
	}
}

// TestMailboxFull: strangers fill half of it, not the rest.
func TestMailboxFull(t *testing.T) {
	s := openTestStore(t, StoreConfig{})
	ctx, later := t.Context(), time.Now().Add(time.Hour)
	content := make([]byte, MaxBoxSize)
	put := func(n int, stranger bool) error {
		return s.Put(ctx, Box{byte(n), byte(n >> 8), 1}, content, later, stranger)
	}
	n := 0
	for ; ; n++ {
		if err := put(n, true); errors.Is(err, ErrQuota) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if want := MaxMailbox / 2 / (MaxBoxSize + boxCost); n != want {
		t.Errorf("strangers put %d boxes, want %d", n, want)
	}
	if err := put(n, false); err != nil {
		t.Errorf("a device of a space: %v", err)
	}
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

// TestGarbage: what is no store is said to be none, and stays as it is.
func TestGarbage(t *testing.T) {
	garbage := func(data []byte, want error) {
		t.Helper()
		dir := t.TempDir()
		path := filepath.Join(dir, storeFile)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := OpenStore(dir, StoreConfig{}); !errors.Is(err, want) {
			t.Errorf("%v, want %v", err, want)
			if err == nil {
				s.Close()
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, data) {
			t.Errorf("the file was changed (%v)", err)
		}
	}
	garbage(bytes.Repeat([]byte("this is no database "), 1000), ErrDamaged)
	dir := t.TempDir()
	s, err := OpenStore(dir, StoreConfig{})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	store, err := os.ReadFile(filepath.Join(dir, storeFile))
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Clone(store)
	newer[63] = 9 // user_version, big-endian at 60 (sqlite.org/fileformat2.html, 1.3)
	garbage(newer, crypto.ErrNewerFormat)
	foreign := bytes.Clone(store)
	foreign[71]++ // application_id at 68
	garbage(foreign, ErrDamaged)
}
