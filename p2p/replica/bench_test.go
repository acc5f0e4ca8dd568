package replica

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	gosync "sync"
	"sync/atomic"
	"testing"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/sync"
)

// nothing is the store of a device that only hands in. It implements sync.Store.
type nothing struct{}

func (nothing) Days(context.Context) ([]DaySum, error)                         { return nil, nil }
func (nothing) DayIDs(context.Context, uint32) ([]ID, error)                   { return nil, nil }
func (nothing) Top(context.Context) (int64, error)                             { return 0, nil }
func (nothing) After(context.Context, int64, int) ([]Stored, error)            { return nil, nil }
func (nothing) Sealed(context.Context, []ID, func(ID, []byte) error) error     { return nil }
func (nothing) Receive(context.Context, [][]byte) (r sync.Received, err error) { return r, nil }

// BenchmarkNode is the figure of the project for a node: 1,000 devices of 100
// spaces, all connected, hand in ops of 30 days, a few at a time, and wait for
// each acknowledgement, until 10^6 are stored (KITH_BENCH_FULL=1; else 50,000).
// The node's code is the real one; the network and the devices are simulated, in
// this process, so its memory is that of the node and of all devices together.
func BenchmarkNode(b *testing.B) {
	total := 50_000
	if os.Getenv("KITH_BENCH_FULL") == "1" {
		total = 1_000_000
	}
	for _, perPush := range []int{1, 10, 100} {
		if perPush != 10 && total > 50_000 {
			continue // the full size once
		}
		b.Run(fmt.Sprintf("ops=%d/push=%d", total, perPush), func(b *testing.B) {
			for b.Loop() {
				benchmarkNode(b, total, perPush)
			}
		})
	}
}

func benchmarkNode(b *testing.B, total, perPush int) {
	const devices, spaces = 1000, 100
	g := newGroup(b, func(c *Config) { c.Log = slog.New(slog.NewTextHandler(io.Discard, nil)) })
	ctx := b.Context()
	clients := make([]*sync.Client, devices)
	for i := range clients {
		space := i % spaces
		host := g.wire.Host(testPeer(i))
		host.Learn(g.link.Peer, g.link.Addrs)
		key, c := testEpoch(space)
		call := sync.Call{Peer: g.link.Peer, Handle: testHandle(space), Keys: []sync.Key{{Tag: c.Tag, Capability: key}},
			Node: &sync.Node{Token: g.link.Token[:], Peers: []link.Peer{testPeer(i)}}}
		var err error
		if clients[i], err = sync.Dial(ctx, host, call); err != nil {
			b.Fatal(err)
		}
	}
	peak := watchMemory()
	var left atomic.Int64
	left.Store(int64(total))
	start := time.Now()
	var wg gosync.WaitGroup
	for i, c := range clients {
		wg.Go(func() {
			r := seeded(uint64(i))
			for left.Add(-int64(perPush)) >= 0 {
				ops := make([][]byte, perPush)
				for j := range ops {
					ops[j] = testOp(r, 20000+uint32(r.IntN(30)))
				}
				if out, err := c.Push(ctx, nothing{}, ops); err != nil || out.Sent != uint64(perPush) {
					b.Error(out, err)
					return
				}
			}
		})
	}
	wg.Wait()
	took := time.Since(start)
	memory := peak()
	for _, c := range clients {
		if err := c.Close(); err != nil {
			b.Error(err)
		}
	}
	st, err := readStore(b, g).Status(ctx)
	if err != nil || st.Ops != int64(total) {
		b.Fatalf("%d ops of %d are stored, %v", st.Ops, total, err)
	}
	plain := plainInsert(b, total)
	b.ReportMetric(float64(total)/took.Seconds(), "ops/s")
	b.ReportMetric(took.Seconds()/plain.Seconds(), "ratio-vs-sqlite-insert")
	b.ReportMetric(memory, "MB-node-and-devices")
	if info, err := os.Stat(filepath.Join(g.dir, storeFile)); err == nil {
		b.ReportMetric(float64(info.Size())/float64(total), "disk-B/op")
	}
	if err := g.stop(); err != nil {
		b.Error(err)
	}
}

// plainInsert is what is compared with: the same bytes into one table of plain
// SQLite by one writer, 1,000 to a transaction, as durable, found again by id.
func plainInsert(b *testing.B, total int) time.Duration {
	db, err := sql.Open("sqlite3", dsn(filepath.Join(b.TempDir(), "plain.db"), "_txlock=immediate"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE op (id BLOB PRIMARY KEY, sealed BLOB)"); err != nil {
		b.Fatal(err)
	}
	r := seeded(99)
	start := time.Now()
	for done := 0; done < total; {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		insert, err := tx.Prepare("INSERT INTO op VALUES (?, ?)")
		if err != nil {
			b.Fatal(err)
		}
		for range min(1000, total-done) {
			op := testOp(r, 20000)
			id := crypto.OpID(op)
			if _, err := insert.Exec(id[:], op); err != nil {
				b.Fatal(err)
			}
			done++
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

// watchMemory looks at what the process holds of the machine's memory until peak
// is called, which returns the most it saw, in MB; 0 where that is not known.
func watchMemory() (peak func() float64) {
	stop, result := make(chan struct{}), make(chan float64, 1)
	go func() {
		most := 0.0
		for {
			most = max(most, residentMB())
			select {
			case <-stop:
				result <- most
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(stop); return <-result }
}

func residentMB() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			if err == nil {
				return kb / 1024
			}
		}
	}
	return 0
}
