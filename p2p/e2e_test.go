package p2p

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
	"kith/p2p/sync"
)

// computer is a device of one author, with the author's record.
type computer struct {
	own    space.Identity
	home   string
	record *journal.Record
}

func newIdentity(t testing.TB, author crypto.SigningKey) space.Identity {
	t.Helper()
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		t.Fatal(err)
	}
	return space.Identity{Author: author, Device: crypto.NewSigningKey(), HPKE: hpke}
}

// memoryDir is a folder that needs no disk, for the device whose own writing is
// not measured.
func memoryDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "kith")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// sealedOps are all ops of a record.
func sealedOps(t testing.TB, r *journal.Record) (ops [][]byte) {
	t.Helper()
	for sealed, err := range r.Space().SealedOps(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, slices.Clone(sealed))
	}
	return ops
}

func source(ops [][]byte) space.Source {
	return func(yield func([]byte, error) bool) {
		for _, op := range ops {
			if !yield(op, nil) {
				return
			}
		}
	}
}

func (c *computer) config(id [16]byte, dir string) space.Config {
	return space.Config{Dir: dir, ID: id, AtRest: crypto.NewKey(), Device: c.own.Device, HPKE: c.own.HPKE}
}

// twoComputers are of one author. The first has logged n entries, each an op of
// its own; the second knows nothing but that it belongs.
func twoComputers(t testing.TB, n int) (first, second *computer, restored [][]byte) {
	t.Helper()
	ctx := context.Background()
	author := crypto.NewSigningKey()
	first, second = &computer{own: newIdentity(t, author)}, &computer{own: newIdentity(t, author)}
	founding, err := space.Found(members.Record, first.own)
	if err != nil {
		t.Fatal(err)
	}
	first.record, err = journal.CreateRecord(ctx, first.config(founding.ID, memoryDir(t)), founding, "Ada")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeRecord(t, first.record) })
	restored = sealedOps(t, first.record)
	second.restore(t, first, restored)
	restored = sealedOps(t, second.record) // with the admission of the second
	if _, err := first.record.Space().Receive(ctx, restored); err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1.6e9, 0).UTC()
	for i := range n {
		_, err := first.record.Log(ctx, "log", journal.Entry{
			Kind: journal.KindSymptom, Name: "Symptom " + strconv.Itoa(i%20), Note: "after a long walk in the cold",
			When: journal.At(at.Add(time.Duration(i) * 10 * time.Minute)),
			Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(int64(i % 11)))},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return first, second, restored
}

// restore makes a computer new, with nothing but these ops.
func (c *computer) restore(t testing.TB, from *computer, ops [][]byte) {
	t.Helper()
	if c.record == nil {
		c.home = t.TempDir() // before what closes the record, which so comes first
		t.Cleanup(func() { closeRecord(t, c.record) })
	} else {
		closeRecord(t, c.record)
	}
	dir, err := os.MkdirTemp(c.home, "record")
	if err != nil {
		t.Fatal(err)
	}
	c.record, err = journal.RestoreRecord(context.Background(), c.config(from.record.Space().ID(), dir), c.own,
		from.record.Space().HeldKeys(), source(ops))
	if err != nil {
		t.Fatal(err)
	}
}

func closeRecord(t testing.TB, r *journal.Record) {
	if err := r.Close(); err != nil {
		t.Error(err)
	}
}

// online puts a computer on the network, with an engine for its record.
func (c *computer) online(t testing.TB, allow func(link.Peer) bool) (*Host, *sync.Engine) {
	t.Helper()
	h := testHost(t, Config{Key: c.own.Device, Allow: allow}, seams{})
	e, err := sync.New(sync.Config{Network: h})
	if err != nil {
		t.Fatal(err)
	}
	e.Add(sync.Space{
		ID: c.record.Space().ID(),
		Open: func(context.Context) (sync.Member, func(), error) {
			return sync.NewMember(c.record.Space()), func() {}, nil
		},
	})
	return h, e
}

// run runs an engine until the returned function.
func run(e *sync.Engine) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		e.Run(ctx)
		close(done)
	}()
	return func() { cancel(); <-done }
}

// syncAll syncs the second computer with the first over the loopback.
func syncAll(t testing.TB, a, b *Host, server, asker *sync.Engine, way string) sync.PeerResult {
	t.Helper()
	stop := run(server)
	defer stop()
	b.Learn(a.Self(), over(a, way))
	got := asker.SyncOnce(context.Background())
	if !got.Complete() || len(got.Spaces) != 1 || len(got.Spaces[0].Peers) != 1 {
		t.Fatalf("synced to %+v", got)
	}
	return got.Spaces[0].Peers[0]
}

func everyone(link.Peer) bool { return true }

// TestSyncOverLoopback is the whole way in small: what one computer logged is
// found by searching on the other.
func TestSyncOverLoopback(t *testing.T) {
	for _, way := range []string{"quic", "tcp"} {
		first, second, _ := twoComputers(t, 300)
		a, server := first.online(t, everyone)
		b, asker := second.online(t, everyone)
		got := syncAll(t, a, b, server, asker, way)
		if !got.Matched || got.Received < 300 {
			t.Errorf("%s: %+v", way, got)
		}
		hits, err := second.record.List(context.Background(), journal.Query{Search: "long walk"})
		if err != nil || len(hits) != 300 {
			t.Errorf("%s: found %d entries, %v", way, len(hits), err)
		}
	}
}

// BenchmarkSync brings a record to a new device: transferred, verified, stored,
// projected and searchable. Its yardsticks are the copy of the same bytes over a
// bare stream of libp2p, and taking the same ops in without a network.
func BenchmarkSync(b *testing.B) {
	n := 20_000
	if os.Getenv("KITH_BENCH_FULL") != "" {
		n = 100_000
	}
	first, second, restored := twoComputers(b, n)
	ops := sealedOps(b, first.record)
	bytes := 0
	for _, op := range ops {
		bytes += len(op)
	}
	for _, way := range []string{"quic", "tcp"} {
		b.Run(fmt.Sprintf("%d/%s", n, way), func(b *testing.B) {
			var synced, copied, taken time.Duration
			for b.Loop() {
				b.StopTimer()
				second.restore(b, first, restored)
				ha, server := first.online(b, everyone)
				hb, asker := second.online(b, everyone)
				b.StartTimer()
				start := time.Now()
				got := syncAll(b, ha, hb, server, asker, way)
				hits, err := second.record.List(context.Background(), journal.Query{Search: "long walk", Limit: 50})
				synced += time.Since(start)
				b.StopTimer()
				if err != nil || len(hits) != 50 || got.Received < n {
					b.Fatal(len(hits), err, got)
				}
				copied += streamCopy(b, ha, hb, bytes)
				second.restore(b, first, restored)
				start = time.Now()
				for part := range slices.Chunk(ops, 4096) {
					if _, err := second.record.Space().Receive(context.Background(), part); err != nil {
						b.Fatal(err)
					}
				}
				taken += time.Since(start)
				b.StartTimer()
			}
			b.ReportMetric(synced.Seconds()/float64(b.N), "s")
			b.ReportMetric(float64(n)*float64(b.N)/synced.Seconds(), "ops/s")
			b.ReportMetric(synced.Seconds()/copied.Seconds(), "ratio-vs-stream-copy")
			b.ReportMetric(synced.Seconds()/taken.Seconds(), "ratio-vs-receive")
		})
	}
}
