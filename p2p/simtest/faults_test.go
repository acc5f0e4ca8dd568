package simtest

import (
	"fmt"
	"math/rand/v2"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"kith/journal/disk/faulty"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

// fault is one kind of bad day. It happens to a world whose computers are all up
// and whose sets are equal, and it leaves all of them up.
type fault struct {
	name string
	disk bool          // it needs real spaces on a disk
	soon time.Duration // within which all is equal afterwards
	day  func(w *world)
}

// faults are the bad days. Whatever the day, every computer that can write does.
var faults = []fault{
	{"calm", false, 10 * time.Second, func(w *world) { w.writeAll("calm", 2) }},
	{"split60s", false, 10 * time.Second, func(w *world) { split(w, time.Minute) }},
	{"split24h", false, 6 * time.Minute, func(w *world) { split(w, 24*time.Hour) }},
	{"churn", false, 15 * time.Second, churn},
	{"kill", true, 15 * time.Second, kills},
	{"clocks", false, 10 * time.Second, clocks},
	{"sleep", false, 10 * time.Second, sleep},
	{"diskfull", true, 6 * time.Minute, diskFull},
}

// usual reports whether a case is among those that are always tried.
func (f fault) usual(n int, loss float64) bool {
	switch n {
	case 2:
		return loss == 0.2
	case 5:
		return loss == 0.05 && !testing.Short()
	case 20:
		return loss == 0.2 && !testing.Short() && f.name == "calm"
	}
	return false
}

// run holds one case.
func (f fault) run(t *testing.T, fill func(*world), n int, loss float64, seed int) {
	t.Run(fmt.Sprintf("%s/n=%d/loss=%d%%/seed=%d", f.name, n, int(loss*100), seed), func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, n, wan(loss, uint64(seed)), fill)
			defer w.stopIfFailed()
			w.startAll()
			w.settle(time.Minute)
			w.writeAll("hello", 1)
			w.settle(time.Minute)
			before := w.wire.Bytes()
			f.day(w)
			took := w.settle(f.soon + time.Duration(loss*50)*time.Second)
			w.mustBeWhole()
			w.end()
			t.Logf("equal after %v, %d bytes on the wire", took, w.wire.Bytes()-before)
		})
	})
}

// TestFaultsBetween is the matrix for what is between the computers: their sets are
// in memory, so that there may be many.
func TestFaultsBetween(t *testing.T) {
	seeds, all := rounds()
	for _, f := range faults {
		for _, n := range []int{2, 5, 20, 50} {
			for _, loss := range []float64{0, 0.05, 0.2} {
				if f.disk || !all && !f.usual(n, loss) {
					continue
				}
				for seed := range seeds {
					f.run(t, fillBags, n, loss, seed)
				}
			}
		}
	}
}

// TestFaults is the matrix with real spaces on real, if simulated, disks.
func TestFaults(t *testing.T) {
	seeds, all := rounds()
	for _, f := range faults {
		for _, n := range []int{2, 5, 20} {
			for _, loss := range []float64{0, 0.05, 0.2} {
				if !all && (n == 20 || !f.usual(n, loss)) {
					continue
				}
				for seed := range seeds {
					f.run(t, fillSpaces, n, loss, seed)
				}
			}
		}
	}
}

// wan is a wire as between homes.
func wan(loss float64, seed uint64) memlink.Options {
	return memlink.Options{Latency: 25 * time.Millisecond, Jitter: 5 * time.Millisecond, Bandwidth: 2 << 20, Loss: loss, Seed: seed}
}

func (w *world) startAll() {
	w.t.Helper()
	for _, p := range w.peers {
		p.start()
	}
	w.wire.Introduce()
}

// writeAll lets everybody who is up write, over some seconds.
func (w *world) writeAll(what string, times int) {
	w.t.Helper()
	for i := range times {
		for _, p := range w.peers {
			if p.up {
				p.mustSay(fmt.Sprintf("%s %d", what, i))
			}
		}
		time.Sleep(time.Second)
	}
}

// split parts the computers into two halves that both write.
func split(w *world, length time.Duration) {
	var halves [2][]link.Peer
	for i, p := range w.peers {
		halves[i%2] = append(halves[i%2], p.self)
	}
	w.wire.Split(halves[0], halves[1])
	w.writeAll("split", 1)
	time.Sleep(length / 2)
	w.writeAll("still split", 1)
	time.Sleep(length / 2)
	w.wire.Heal()
}

// churn is five minutes in each of which three of ten computers go, in order or
// killed, and come back within the minute.
func churn(w *world) {
	for minute := range 5 {
		w.writeAll(fmt.Sprintf("minute %d", minute), 1)
		order := w.random.Perm(len(w.peers))
		gone := order[:max(1, len(w.peers)*3/10)]
		for _, i := range gone {
			if w.random.IntN(2) == 0 {
				w.peers[i].kill()
			} else {
				w.peers[i].shutDown()
			}
		}
		time.Sleep(time.Duration(5+w.random.IntN(35)) * time.Second)
		w.writeAll(fmt.Sprintf("minute %d, some gone", minute), 1)
		for _, i := range gone {
			w.peers[i].start()
		}
		w.wire.Introduce()
		time.Sleep(15 * time.Second)
	}
}

// kills pulls the plug of a computer in the middle of what it writes or takes in,
// again and again.
func kills(w *world) {
	for round := range 6 {
		victim := w.peers[w.random.IntN(len(w.peers))]
		victim.keeper.(*spaceKeeper).power.OffAfter(1 + w.random.IntN(40))
		for i := range 4 {
			for _, p := range w.peers {
				if err := p.say(fmt.Sprintf("round %d, line %d", round, i)); err != nil && p != victim {
					w.t.Fatalf("peer %d: %v", p.n, err)
				}
			}
			time.Sleep(time.Second)
		}
		victim.kill()
		time.Sleep(time.Duration(w.random.IntN(90)) * time.Second)
		victim.start()
		w.wire.Introduce()
	}
}

// clocks sets every other clock a day wrong, ahead or behind, and one by a month.
func clocks(w *world) {
	for i, p := range w.peers {
		p.skew = []time.Duration{0, 24 * time.Hour, 0, -24 * time.Hour, 30 * 24 * time.Hour}[i%5]
	}
	w.writeAll("wrong clock", 3)
	for _, p := range w.peers {
		p.skew = 0
	}
	w.writeAll("clock set right", 1)
}

// sleep lets every other computer sleep for a night.
func sleep(w *world) {
	for i, p := range w.peers {
		if i%2 == 1 {
			p.host.Down()
		}
	}
	time.Sleep(4 * time.Hour)
	for i, p := range w.peers {
		if i%2 == 0 {
			p.mustSay("at night")
		}
	}
	time.Sleep(4 * time.Hour)
	for i, p := range w.peers {
		if i%2 == 1 {
			p.host.Up()
			p.host.Wake()
			p.mustSay("in the morning")
		}
	}
}

// diskFull fills one computer's disk for a while. What it acknowledged before
// stays; the others go on.
func diskFull(w *world) {
	victim := w.peers[len(w.peers)-1]
	victim.full.Arm(faulty.Fault{Ops: faulty.Space, At: 1, Err: syscall.ENOSPC, Sticky: true})
	for i := range 3 {
		for _, p := range w.peers {
			if err := p.say(fmt.Sprintf("full %d", i)); (err != nil) != (p == victim) {
				w.t.Errorf("peer %d: %v", p.n, err)
			}
		}
		time.Sleep(20 * time.Second)
	}
	var others []*peer
	for _, p := range w.peers {
		if p != victim {
			others = append(others, p)
		}
	}
	all := w.peers
	w.peers = others
	w.settle(10 * time.Second)
	w.peers = all
	victim.full.Heal()
	victim.mustSay("there is room again")
}

// TestLateComer is a computer that joins a space of which all others are off but one.
func TestLateComer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, wan(0.05, 1), fillBags)
		defer w.stopIfFailed()
		w.peers[0].start()
		w.peers[1].start()
		w.wire.Introduce()
		for i := range 300 {
			w.peers[i%2].mustSay(fmt.Sprint(i))
		}
		w.settle(time.Minute)
		w.peers[0].shutDown()
		w.peers[2].start()
		w.wire.Introduce()
		w.settle(10 * time.Second)
		w.peers[0].start()
		w.wire.Introduce()
		w.settle(10 * time.Second)
		w.mustBeWhole()
		w.end()
	})
}

// TestTapSees is the control of the test for words on the wire.
func TestTapSees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		wire := memlink.New(memlink.Options{Seed: rand.Uint64()})
		heard := &tap{}
		a, b := tapped{wire.Host(link.Peer{1}), heard}, tapped{wire.Host(link.Peer{2}), heard}
		wire.Introduce()
		b.Handle("/x", func(s link.Stream) {
			if _, err := s.Write([]byte("a Migr")); err != nil {
				t.Error(err)
			}
			if _, err := s.Write([]byte("aine")); err != nil {
				t.Error(err)
			}
			_ = s.Close() // the reader sees it
		})
		s, err := a.Open(t.Context(), link.Peer{2}, "/x")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if found := heard.finds(canaries); len(found) != 1 || found[0] != "migraine" {
			t.Errorf("found %q", found)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
}
