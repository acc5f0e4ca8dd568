package reconcile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"
)

// item is an op as this package sees it.
type item struct {
	day uint32
	id  ID
}

// memory is a Source that counts what is read of it.
type memory struct {
	days  map[uint32][]ID
	dirty map[uint32]bool
	reads int // ids read
}

func newMemory(items ...item) *memory {
	m := &memory{days: map[uint32][]ID{}, dirty: map[uint32]bool{}}
	m.add(items...)
	return m
}

func (m *memory) add(items ...item) {
	for _, it := range items {
		m.days[it.day] = append(m.days[it.day], it.id)
		m.dirty[it.day] = true
	}
}

// without copies the set but for some items.
func (m *memory) without(items ...item) *memory {
	copied := newMemory()
	for day := range m.days {
		copied.days[day] = m.sort(day)
	}
	for _, it := range items {
		kept := slices.DeleteFunc(slices.Clone(copied.days[it.day]), func(id ID) bool { return id == it.id })
		copied.days[it.day] = kept
	}
	return copied
}

func (m *memory) sort(day uint32) []ID {
	if m.dirty[day] {
		slices.SortFunc(m.days[day], func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
		m.days[day] = slices.Compact(m.days[day])
		delete(m.dirty, day)
	}
	return m.days[day]
}

func (m *memory) Days(context.Context) ([]DaySum, error) {
	var sums []DaySum
	for day := range m.days {
		var t total
		ids := m.sort(day)
		for i := range ids {
			t.add(&ids[i])
		}
		sums = append(sums, DaySum{day, t.count, [32]byte(t.sum.appendTo(nil))})
	}
	slices.SortFunc(sums, func(a, b DaySum) int { return int(int64(a.Day) - int64(b.Day)) })
	return sums, nil
}

func (m *memory) DayIDs(_ context.Context, day uint32) ([]ID, error) {
	ids := m.sort(day)
	m.reads += len(ids)
	return ids, nil
}

// stored is a memory whose sums are at hand, as those of a real store are.
type stored struct {
	*memory
	sums []DaySum
}

func store(t testing.TB, m *memory) *stored {
	sums, err := m.Days(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return &stored{m, sums}
}

func (s *stored) Days(context.Context) ([]DaySum, error) { return s.sums, nil }

func index(t testing.TB, src Source) *Index {
	t.Helper()
	ix, err := NewIndex(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// nth gives an id that looks like a hash, because it is one.
func nth(n int) ID {
	return sha256.Sum256(binary.BigEndian.AppendUint64([]byte("kith reconcile test"), uint64(n)))
}

// outcome is what a whole session came to.
type outcome struct {
	haveA, haveB []ID
	equal, more  bool
	bytes        int
	messages     [][]byte
}

func (o outcome) roundTrips() int { return (len(o.messages) + 1) / 2 }

// session holds one between a, who begins, and b.
func session(t testing.TB, a, b Source, fresh salt) outcome {
	t.Helper()
	sa, msg := newInitiator(index(t, a), fresh)
	sb := NewResponder(index(t, b))
	o := outcome{messages: [][]byte{msg}, bytes: len(msg)}
	var last [2]Step
	for turn := 0; msg != nil; turn++ {
		to, have := sb, &o.haveB
		if turn%2 == 1 {
			to, have = sa, &o.haveA
		}
		step, err := to.Step(t.Context(), msg)
		if err != nil {
			t.Fatalf("message %d: %v", turn, err)
		}
		*have = append(*have, step.Have...)
		if step.Done {
			last[turn%2] = step
		}
		if msg = step.Reply; msg != nil {
			if len(msg) > MaxMessage {
				t.Fatalf("message of %d bytes", len(msg))
			}
			o.messages = append(o.messages, msg)
			o.bytes += len(msg)
		}
	}
	if !last[0].Done || !last[1].Done {
		t.Fatal("the session ended on one side only")
	}
	if last[0].Equal != last[1].Equal {
		t.Fatal("one side says equal, the other does not")
	}
	o.equal, o.more = last[0].Equal, last[0].More || last[1].More
	return o
}

func saltOf(n uint64) salt {
	var s salt
	binary.BigEndian.PutUint64(s[:], n)
	return s
}

// scatter says on which day the nth op of a test's set was written.
type scatter struct {
	name string
	day  func(r *rand.Rand) uint32
}

func scatters() []scatter {
	return []scatter{
		{"a thousand days", func(r *rand.Rand) uint32 { return 19000 + r.Uint32N(1000) }},
		{"one day", func(*rand.Rand) uint32 { return 20000 }},
		{"day zero", func(*rand.Rand) uint32 { return 0 }},
		{"the last day", func(*rand.Rand) uint32 { return 1<<32 - 1 }},
		{"two days far apart", func(r *rand.Rand) uint32 { return r.Uint32N(2) * (1<<32 - 1) }},
		{"day zero and a week", func(r *rand.Rand) uint32 { return max(r.Uint32N(14), 7) - 7 + r.Uint32N(2)*20000 }},
		{"every op its own day", func(r *rand.Rand) uint32 { return r.Uint32() }},
		{"mostly lately", func(r *rand.Rand) uint32 { return 20000 - uint32(r.ExpFloat64()*30) }},
	}
}
