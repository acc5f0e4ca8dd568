package simtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kith/p2p/link/memlink"
	"kith/p2p/sync"
)

// The figures of syncing that a simulated network can hold: they are counted in
// bytes and in virtual time, so that they do not depend on the machine.

// TestFigureFifty is fifty computers on links of 25 ms. Ops that somebody writes now
// and then are everywhere within 150 ms, which is six links, 99 of 100 times. With a
// loss of 5% and after a split of a minute the sets are equal within 10 s.
func TestFigureFifty(t *testing.T) {
	if testing.Short() {
		t.Skip("fifty computers")
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 50, memlink.Options{Latency: 25 * time.Millisecond, Seed: 1}, fillBags)
		defer w.stopIfFailed()
		w.startAll()
		w.writeAll("hello", 1)
		w.settle(time.Minute)
		time.Sleep(10 * time.Second)
		old := w.peers[0].keeper.(*bagKeeper).count()
		for i := range 60 {
			w.peers[w.random.IntN(50)].mustSay(fmt.Sprint(i))
			time.Sleep(time.Duration(w.random.IntN(1000)) * time.Millisecond)
		}
		w.settle(10 * time.Second)
		took := w.arrivals(old)
		p99 := took[len(took)*99/100]
		t.Logf("live op, 50 computers, 25 ms links: median %v, p99 %v (%.1f links), last %v of %d arrivals",
			took[len(took)/2], p99, float64(p99)/float64(25*time.Millisecond), took[len(took)-1], len(took))
		if p99 > 150*time.Millisecond {
			t.Error("more than 150 ms")
		}

		w.wire.SetLoss(0.05)
		split(w, time.Minute)
		t.Logf("equal %v after a split of a minute", w.settle(10*time.Second))
		w.mustBeWhole()
		w.end()
	})
}

// arrivals gives how long ops took to each of the other computers, sorted; but for
// the first old ops of the first computer.
func (w *world) arrivals(old int) (took []time.Duration) {
	for _, op := range w.peers[0].keeper.(*bagKeeper).ops[old:] {
		var written time.Time
		for _, p := range w.peers {
			if at := p.keeper.(*bagKeeper).came[op.ID]; written.IsZero() || at.Before(written) {
				written = at
			}
		}
		for _, p := range w.peers {
			if at := p.keeper.(*bagKeeper).came[op.ID]; at != written {
				took = append(took, at.Sub(written))
			}
		}
	}
	slices.Sort(took)
	return took
}

// opSize is that of a sealed op whose content is padded to 256 bytes.
const opSize = 256 + 53

// TestFigureOverhead: what goes over the wire for an op of 256 bytes besides these.
func TestFigureOverhead(t *testing.T) {
	perOp := func(ops, at int, gap time.Duration) (overhead float64) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 2, memlink.Options{Latency: 25 * time.Millisecond}, fillBags)
			defer w.stopIfFailed()
			for _, p := range w.peers[:at] {
				p.start()
			}
			w.wire.Introduce()
			w.peers[0].mustSay("hello")
			if at == 2 {
				w.settle(time.Minute)
				time.Sleep(10 * time.Second)
			}
			before := w.wire.Bytes()
			pad := strings.Repeat("x", opSize-4-24-16-len("canary migraine ibuprofen 0: 00000"))
			for i := range ops {
				w.peers[0].mustSay(fmt.Sprintf("%05d", i) + pad)
				time.Sleep(gap)
			}
			if at == 1 {
				time.Sleep(time.Hour)
				w.peers[1].start()
				w.wire.Introduce()
			}
			w.settle(time.Minute)
			synctest.Wait()
			overhead = float64(w.wire.Bytes()-before)/float64(ops) - 256
			w.end()
		})
		return overhead
	}
	live := perOp(200, 2, 3*time.Second)
	burst := perOp(200, 2, 0)
	backfill := perOp(5000, 1, 0)
	t.Logf("bytes besides the 256 of an op: %.1f live, %.1f of many at once, %.1f in backfill (%d are of sealing)", live, burst, backfill, opSize-256)
	if live > 128 || backfill > 80 {
		t.Error("more than 128 live or 80 in backfill")
	}
}

// TestFigureIdle: three spaces that five computers share, in which nothing happens.
func TestFigureIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 5, wan(0, 1), fillBags)
		defer w.stopIfFailed()
		w.startAll()
		for _, p := range w.peers { // two more spaces of the same people
			k := p.keeper.(*bagKeeper)
			for id := range byte(2) {
				other := *k
				other.bag, other.changed = newBag(), make(chan struct{})
				other.bag.put(sealedLike(20000, "the same everywhere, in this space"))
				p.engine.Add(sync.Space{ID: [16]byte{id + 1}, Open: func(context.Context) (sync.Member, func(), error) {
					return &other, func() {}, nil
				}})
			}
		}
		w.writeAll("hello", 1)
		w.settle(time.Minute)
		time.Sleep(10 * time.Minute)
		before := w.wire.Bytes()
		time.Sleep(time.Hour)
		each := float64(w.wire.Bytes()-before) / 5
		t.Logf("idle, three spaces, five computers: %.1f KB an hour sent by each", each/1000)
		if 2*each > 1e6 { // sent and received
			t.Error("more than 1 MB an hour")
		}
		w.mustBeWhole()
		w.end()
	})
}
