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
