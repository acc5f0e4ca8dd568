package sync

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"

	"kith/p2p/reconcile"
)

// memStore is a Store in memory. An op is a day (4 bytes) and anything.
type memStore struct {
	mu      sync.Mutex
	ops     []Stored
	at      map[ID]int
	days    map[uint32]*reconcile.DaySum
	changed chan struct{}

	room    int                  // ops that fit; 0 is no bound
	drop    func(op []byte) bool // ops that are not kept, though it says so; may be nil
	hold    bool                 // what is here is not sent
	fork    *Fork                // found in whatever is received
	failing error
}

func newMemStore() *memStore {
	return &memStore{at: map[ID]int{}, days: map[uint32]*reconcile.DaySum{}, changed: make(chan struct{})}
}

// someOp makes an op of a day.
func someOp(random *rand.Rand, day uint32, size int) []byte {
	op := binary.BigEndian.AppendUint32(make([]byte, 0, size), day)
	for len(op) < size {
		op = binary.BigEndian.AppendUint64(op, random.Uint64())
	}
	return op[:size]
}

var seeds atomic.Uint64

// newRandom returns a source of its own.
func newRandom() *rand.Rand { return rand.New(rand.NewPCG(seeds.Add(1), 9)) }

// write adds an op of our own.
func (m *memStore) write(op []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.keep(op, true)
	m.wake()
}

func (m *memStore) wake() {
	close(m.changed)
	m.changed = make(chan struct{})
}

func (m *memStore) keep(op []byte, own bool) bool {
	id := ID(sha256.Sum256(op))
	if _, has := m.at[id]; has {
		return false
	}
	day := binary.BigEndian.Uint32(op)
	m.at[id] = len(m.ops)
	m.ops = append(m.ops, Stored{No: int64(len(m.ops)) + 1, ID: id, Day: day, Sealed: op, Own: own})
	d := m.days[day]
	if d == nil {
		d = &reconcile.DaySum{Day: day}
		m.days[day] = d
	}
	sum, _ := addUp([]reconcile.DaySum{*d, {Sum: id}})
	d.Count, d.Sum = d.Count+1, sum
	return true
}

func (m *memStore) Days(context.Context) (days []reconcile.DaySum, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, d := range m.days {
		days = append(days, *d)
	}
	slices.SortFunc(days, func(a, b reconcile.DaySum) int { return int(a.Day) - int(b.Day) })
	return days, m.failing
}

func (m *memStore) DayIDs(_ context.Context, day uint32) (ids []ID, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, op := range m.ops {
		if op.Day == day {
			ids = append(ids, op.ID)
		}
	}
	slices.SortFunc(ids, func(a, b ID) int { return bytes.Compare(a[:], b[:]) })
	return ids, nil
}

func (m *memStore) Top(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return int64(len(m.ops)), nil
}

func (m *memStore) After(_ context.Context, no int64, limit int) ([]Stored, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.hold {
		return nil, nil
	}
	rest := m.ops[min(int(no), len(m.ops)):]
	return slices.Clone(rest[:min(limit, len(rest))]), nil
}

func (m *memStore) Sealed(_ context.Context, ids []ID, fn func(ID, []byte) error) error {
	m.mu.Lock()
	var found []Stored
	for _, id := range ids {
		if i, has := m.at[id]; has && !m.hold {
			found = append(found, m.ops[i])
		}
	}
	m.mu.Unlock()
	slices.SortFunc(found, func(a, b Stored) int { return int(a.No - b.No) })
	for _, op := range found {
		if err := fn(op.ID, op.Sealed); err != nil {
			return err
		}
	}
	return nil
}

func (m *memStore) Receive(_ context.Context, sealed [][]byte) (r Received, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, op := range sealed {
		switch {
		case len(op) < 16:
			r.Refused++
		case m.drop != nil && m.drop(op):
			r.New++
		case m.room > 0 && len(m.ops) >= m.room:
			return r, ErrQuota
		case m.keep(op, false):
			r.New++
		default:
			r.Known++
		}
	}
	if m.fork != nil {
		r.Forks = []Fork{*m.fork}
	}
	m.wake()
	return r, nil
}

// equal reports whether two stores hold the same.
func equal(a, b *memStore) bool {
	x, _ := a.Days(context.Background()) // it fails only when told to
	y, _ := b.Days(context.Background())
	return slices.Equal(x, y)
}

// memBlobs are attachments in memory.
type memBlobs struct {
	mu    sync.Mutex
	want  map[BlobName]bool
	bytes map[BlobName][]byte
}

func newMemBlobs() *memBlobs {
	return &memBlobs{want: map[BlobName]bool{}, bytes: map[BlobName][]byte{}}
}

func (m *memBlobs) Has(_ context.Context, names []BlobName) (has []bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, n := range names {
		_, is := m.bytes[n]
		has = append(has, is)
	}
	return has, nil
}

func (m *memBlobs) Open(_ context.Context, name BlobName) (io.ReadCloser, int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, has := m.bytes[name]
	if !has {
		return nil, 0, ErrNoBlob
	}
	return io.NopCloser(bytes.NewReader(b)), int64(len(b)), nil
}

func (m *memBlobs) Take(_ context.Context, name BlobName, size int64, sealed io.Reader) error {
	b, err := io.ReadAll(sealed)
	if err != nil {
		return err
	}
	if int64(len(b)) != size {
		return errors.New("a size that is not the size")
	}
	if sha256.Sum256(b) != name {
		return ErrWrongBlob
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bytes[name] = b
	return nil
}

func (m *memBlobs) Wanted(context.Context) (names []BlobName, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for n := range m.want {
		if _, has := m.bytes[n]; !has {
			names = append(names, n)
		}
	}
	return names, nil
}

func (m *memBlobs) Held(context.Context) (names []BlobName, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for n := range m.bytes {
		names = append(names, n)
	}
	return names, nil
}
