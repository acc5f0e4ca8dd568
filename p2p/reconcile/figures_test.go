package reconcile

import (
	"bytes"
	"testing"
	"time"
)

const million = 1_000_000

// spread is a million ops over so many days up to day 20000, kept for the next
// that asks.
type spread map[int]*memory

func (s spread) over(days int) *memory {
	if s[days] == nil {
		s[days] = newMemory()
		for i := range million {
			s[days].add(place(i, days))
		}
	}
	return s[days]
}

func place(i, days int) item { return item{uint32(20001 - days + i*days/million), nth(i)} }

// figure is a pair of sets with what finding out how they differ may cost.
type figure struct {
	name              string
	days              int
	inA, inB          []int // what the other lacks, places among the million
	bytes, roundTrips int
}

// sets gives the two sets and what is in one only.
func (f figure) sets(all spread) (a, b *memory, onlyA, onlyB []item) {
	for _, i := range f.inA {
		onlyA = append(onlyA, place(i, f.days))
	}
	for _, i := range f.inB {
		onlyB = append(onlyB, place(i, f.days))
	}
	m := all.over(f.days)
	return m.without(onlyB...), m.without(onlyA...), onlyA, onlyB
}

func figures() []figure {
	newest := func(n int) []int {
		at := make([]int, n)
		for i := range at {
			at[i] = million - 1 - i
		}
		return at
	}
	every := func(first, step, n int) []int {
		at := make([]int, n)
		for i := range at {
			at[i] = million - 1 - first - i*step
		}
		return at
	}
	return []figure{
		{"identical/1000days", 1000, nil, nil, 500, 1},
		{"identical/3000days", 3000, nil, nil, 500, 1},
		{"identical/oneday", 1, nil, nil, 500, 1},
		{"10recent/newest", 1000, newest(10), nil, 2560, 3},
		{"10recent/newest/3000days", 3000, newest(10), nil, 2560, 3},
		{"10recent/both", 1000, newest(10)[:5], newest(10)[5:], 2560, 3},
		{"10recent/lastday", 1000, every(40, 200, 5), every(100, 190, 5), 2560, 3},
		{"10recent/10days", 1000, every(300, 2000, 5), every(1200, 2000, 5), 2560, 3},
		{"10scattered/1000days", 1000, every(50_000, 180_000, 5), every(111_111, 180_000, 5), 20_000, 5},
		{"10scattered/3000days", 3000, every(50_000, 180_000, 5), every(111_111, 180_000, 5), 20_000, 5},
		{"10scattered/oneday", 1, every(50_000, 180_000, 5), every(111_111, 180_000, 5), 20_000, 5},
	}
}

// TestFigures holds the figures of the wire. They do not depend on the machine.
func TestFigures(t *testing.T) {
	all := spread{}
	for _, f := range figures() {
		if testing.Short() && f.days != 1000 {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			a, b, onlyA, onlyB := f.sets(all)
			o := session(t, a, b, saltOf(1))
			if o.bytes > f.bytes || o.roundTrips() > f.roundTrips {
				t.Errorf("%d bytes in %d round trips, want at most %d in %d", o.bytes, o.roundTrips(), f.bytes, f.roundTrips)
			}
			t.Logf("%d bytes, %d messages, %d round trips", o.bytes, len(o.messages), o.roundTrips())
			mustFind(t, o, onlyA, onlyB)
		})
	}
}

// BenchmarkReconcile measures both sides of a session between sets of a million,
// against sending all ids and comparing them with one's own (measured in the same
// run; the reading of the ids is left out on both sides).
func BenchmarkReconcile(b *testing.B) {
	all := spread{}
	for _, f := range figures() {
		b.Run(f.name, func(b *testing.B) {
			mx, my, _, _ := f.sets(all)
			x, y := store(b, mx), store(b, my)
			var o outcome
			for b.Loop() {
				o = session(b, x, y, saltOf(1))
			}
			per := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(o.bytes), "wire-bytes")
			b.ReportMetric(float64(o.roundTrips()), "round-trips")
			b.ReportMetric(float64(per.Microseconds())/1000, "cpu-ms")
			bytesAll, cpuAll := sendAll(b, x, y)
			b.ReportMetric(float64(o.bytes)/float64(bytesAll), "bytes-ratio-vs-all-ids")
			b.ReportMetric(float64(per)/float64(cpuAll), "cpu-ratio-vs-all-ids")
		})
	}
}

// sendAll is the simplest way to find the differences: x sends its ids in order, y
// goes along them and its own.
func sendAll(b *testing.B, x, y *stored) (wire int, took time.Duration) {
	begun := time.Now()
	differ := 0
	for _, day := range x.sums {
		theirs := y.days[day.Day]
		var sent []byte
		for _, id := range x.days[day.Day] {
			sent = append(sent, id[:]...)
		}
		wire += len(sent)
		for len(sent) > 0 && len(theirs) > 0 {
			switch c := bytes.Compare(sent[:32], theirs[0][:]); {
			case c == 0:
				sent, theirs = sent[32:], theirs[1:]
			case c < 0:
				sent = sent[32:]
				differ++
			default:
				theirs = theirs[1:]
				differ++
			}
		}
		differ += len(sent)/32 + len(theirs)
	}
	b.Logf("%d differ", differ)
	return wire, time.Since(begun)
}
