package reconcile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

func sorted(ids []ID) []ID {
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	return ids
}

func ids(items []item) []ID {
	all := make([]ID, len(items))
	for i, it := range items {
		all[i] = it.id
	}
	return all
}

func mustFind(t *testing.T, o outcome, onlyA, onlyB []item) {
	t.Helper()
	if !slices.Equal(sorted(o.haveA), sorted(ids(onlyA))) {
		t.Errorf("the initiator found %d of its %d", len(o.haveA), len(onlyA))
	}
	if !slices.Equal(sorted(o.haveB), sorted(ids(onlyB))) {
		t.Errorf("the responder found %d of its %d", len(o.haveB), len(onlyB))
	}
	if equal := len(onlyA)+len(onlyB) == 0; o.equal != equal {
		t.Errorf("equal is %v, want %v", o.equal, equal)
	}
	if o.more {
		t.Error("something was left for another session")
	}
}

// TestFindsExactlyTheDifferences is the promise, on sets of all shapes.
func TestFindsExactlyTheDifferences(t *testing.T) {
	rounds := 10
	if n, err := strconv.Atoi(os.Getenv("KITH_ROUNDS")); err == nil {
		rounds = n
	}
	sizes := []int{0, 1, 2, 31, 32, 33, 100, 1000, 6000}
	for _, sc := range scatters() {
		t.Run(sc.name, func(t *testing.T) {
			for round := range rounds {
				r := rand.New(rand.NewPCG(uint64(round), 7))
				draw := func(n, from int) []item {
					items := make([]item, n)
					for i := range items {
						items[i] = item{sc.day(r), nth(from + i)}
					}
					return items
				}
				few := func() int { return sizes[r.IntN(len(sizes))] >> r.IntN(8) }
				both := draw(sizes[r.IntN(len(sizes))], 0)
				onlyA, onlyB := draw(few(), 1<<20), draw(few(), 1<<21)
				a, b := newMemory(both...), newMemory(both...)
				a.add(onlyA...)
				b.add(onlyB...)
				o := session(t, a, b, saltOf(uint64(round)))
				mustFind(t, o, onlyA, onlyB)
				if t.Failed() {
					t.Fatalf("round %d: %d in both, %d and %d in one", round, len(both), len(onlyA), len(onlyB))
				}
			}
		})
	}
}

// TestIdsThatAgreeInManyDigits are what somebody may have searched for.
func TestIdsThatAgreeInManyDigits(t *testing.T) {
	for _, digits := range []int{1, 8, 16, 63} {
		t.Run(fmt.Sprint(digits), func(t *testing.T) {
			a, b := newMemory(), newMemory()
			var onlyA, onlyB []item
			for i := range 200 {
				it := item{5, nth(i)}
				copy(it.id[:digits/2], make([]byte, 32))
				if digits%2 == 1 {
					it.id[digits/2] &= 15
				}
				if digits == 63 { // 16 of them are left
					it.id[31] = byte(i % 16)
					if i >= 16 {
						it.day = 4
						it.id = nth(i)
					}
				}
				switch i % 40 {
				case 3:
					onlyA = append(onlyA, it)
					a.add(it)
				case 8:
					onlyB = append(onlyB, it)
					b.add(it)
				default:
					a.add(it)
					b.add(it)
				}
			}
			mustFind(t, session(t, a, b, saltOf(1)), onlyA, onlyB)
		})
	}
}

// converge repeats sessions and sends what they find, as sync does.
func converge(t *testing.T, a, b *memory, day func(ID) uint32) (sessions, bytes int) {
	t.Helper()
	for sessions = 1; sessions < 100; sessions++ {
		o := session(t, a, b, saltOf(uint64(sessions)))
		bytes += o.bytes
		if o.equal {
			return sessions, bytes
		}
		if len(o.haveA)+len(o.haveB) == 0 {
			t.Fatal("not equal, and nothing found")
		}
		for _, id := range o.haveA {
			b.add(item{day(id), id})
		}
		for _, id := range o.haveB {
			a.add(item{day(id), id})
		}
	}
	t.Fatal("not equal after a hundred sessions")
	return 0, 0
}

// TestLargeDifferencesTakeSeveralSessions: each is bounded, together they finish.
func TestLargeDifferencesTakeSeveralSessions(t *testing.T) {
	byDigits := func(id ID) uint32 { return uint32(id[31]) + uint32(id[30])<<8%700 }
	oneDay := func(ID) uint32 { return 3 }
	for _, c := range []struct {
		name           string
		day            func(ID) uint32
		inA, inB, both int
		sessions       int
		bytesPerOp     float64
	}{
		{"a new device", byDigits, 0, 150_000, 0, 4, 0.1},
		{"a device with five ops", byDigits, 5, 100_000, 0, 3, 0.1},
		{"nothing in common", byDigits, 60_000, 60_000, 0, 4, 12},
		{"nothing in common, one day", oneDay, 60_000, 60_000, 0, 6, 12},
		{"half in common", byDigits, 30_000, 30_000, 60_000, 5, 12},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := newMemory(), newMemory()
			for i := range c.inA + c.inB + c.both {
				id := nth(i)
				if i < c.inA || i >= c.inA+c.inB {
					a.add(item{c.day(id), id})
				}
				if i >= c.inA {
					b.add(item{c.day(id), id})
				}
			}
			sessions, bytes := converge(t, a, b, c.day)
			perOp := float64(bytes) / float64(c.inA+c.inB)
			t.Logf("%d sessions, %d bytes, %.2f for each op that was missing", sessions, bytes, perOp)
			if sessions > c.sessions {
				t.Errorf("%d sessions, want at most %d", sessions, c.sessions)
			}
			if perOp > c.bytesPerOp {
				t.Errorf("%.2f bytes per op, want at most %v", perOp, c.bytesPerOp)
			}
		})
	}
}

// TestShortIdsThatMeet: an op may be missed, but not for long, and never silently.
func TestShortIdsThatMeet(t *testing.T) {
	fresh := saltOf(9)
	met := map[uint64]int{}
	var x, y ID
	for i := 0; ; i++ {
		id := nth(i)
		s := fresh.short(&id, minShort)
		if j, ok := met[s]; ok {
			x, y = nth(j), id
			break
		}
		met[s] = i
	}
	a, b := newMemory(item{7, x}), newMemory(item{7, y})
	o := session(t, a, b, fresh)
	if len(o.haveA)+len(o.haveB) != 0 {
		t.Fatal("the two were to be taken for one")
	}
	if o.equal {
		t.Error("sets that differ are called equal")
	}
	mustFind(t, session(t, a, b, saltOf(10)), []item{{7, x}}, []item{{7, y}})
}

// TestSetGrowsDuringASession: what arrives meanwhile does no harm.
func TestSetGrowsDuringASession(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	a, b := newMemory(), newMemory()
	for i := range 5000 {
		it := item{r.Uint32N(5), nth(i)}
		if i%10 != 0 {
			a.add(it)
		}
		if i%10 != 1 {
			b.add(it)
		}
	}
	next := 1 << 22
	grow := func(m *memory) {
		for range 300 {
			m.add(item{r.Uint32N(8), nth(next)})
			next++
		}
	}
	sa, msg := newInitiator(index(t, a), saltOf(1))
	sb := NewResponder(index(t, b))
	for turn := 0; msg != nil; turn++ {
		to, m := sb, b
		if turn%2 == 1 {
			to, m = sa, a
		}
		grow(m)
		step, err := to.Step(t.Context(), msg)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range step.Have {
			if !slices.ContainsFunc([]uint32{0, 1, 2, 3, 4, 5, 6, 7}, func(d uint32) bool { return slices.Contains(m.days[d], id) }) {
				t.Fatal("found an id that is not there")
			}
		}
		msg = step.Reply
	}
}

type faulty struct {
	*memory
	sums []DaySum
	ids  []ID
	err  error
}

func (f faulty) Days(ctx context.Context) ([]DaySum, error) {
	if f.sums != nil {
		return f.sums, nil
	}
	return f.memory.Days(ctx)
}

func (f faulty) DayIDs(context.Context, uint32) ([]ID, error) { return f.ids, f.err }

func TestFaultsOfTheSource(t *testing.T) {
	one, two := nth(1), nth(2)
	if _, err := NewIndex(t.Context(), faulty{sums: []DaySum{{Day: 2, Count: 1}, {Day: 2, Count: 1}}}); !errors.Is(err, ErrSource) {
		t.Errorf("a day twice: %v", err)
	}
	set := newMemory(item{1, one}, item{1, two})
	gone := errors.New("the disk is gone")
	_, first := newInitiator(index(t, newMemory()), saltOf(1))
	for _, c := range []struct {
		src  faulty
		want error
	}{
		{faulty{memory: set, err: gone}, gone},
		{faulty{memory: set, ids: []ID{one, one}}, ErrSource},
	} {
		s := NewResponder(index(t, c.src))
		if _, err := s.Step(t.Context(), first); !errors.Is(err, c.want) {
			t.Errorf("got %v, want %v", err, c.want)
		}
		if _, err := s.Step(t.Context(), first); !errors.Is(err, ErrOver) {
			t.Errorf("after an error: %v", err)
		}
	}
}
