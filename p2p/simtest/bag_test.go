package simtest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"slices"
	gosync "sync"
	"testing"
	"time"

	"kith/p2p/reconcile"
	"kith/p2p/sync"
)

// bag is a store in memory. An op is a day, in four bytes, and anything. What it
// does wrong, if asked to, is what a hostile replica does.
type bag struct {
	mu     gosync.Mutex
	ops    []sync.Stored
	known  map[sync.ID]bool
	days   map[uint32]*daySum
	came   map[sync.ID]time.Time
	bogus  bool // its sums are of nothing
	forget bool // says to have stored, and has not
	hide   bool // has, and does not give
}

var twoTo256 = new(big.Int).Lsh(big.NewInt(1), 256)

type daySum struct {
	count uint64
	sum   *big.Int
}

func newBag() *bag {
	return &bag{known: map[sync.ID]bool{}, days: map[uint32]*daySum{}, came: map[sync.ID]time.Time{}}
}

func sealedLike(day uint32, text string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, day), text...)
}

func (b *bag) put(sealed []byte) bool {
	id := sync.ID(sha256.Sum256(sealed))
	if b.known[id] {
		return false
	}
	b.known[id], b.came[id] = true, time.Now()
	b.ops = append(b.ops, sync.Stored{
		No: int64(len(b.ops)) + 1, ID: id, Day: binary.BigEndian.Uint32(sealed), Sealed: bytes.Clone(sealed),
	})
	day := b.days[binary.BigEndian.Uint32(sealed)]
	if day == nil {
		day = &daySum{sum: new(big.Int)}
		b.days[binary.BigEndian.Uint32(sealed)] = day
	}
	day.count++
	day.sum.Add(day.sum, new(big.Int).SetBytes(id[:]))
	day.sum.Mod(day.sum, twoTo256)
	return true
}

func (b *bag) Days(context.Context) ([]reconcile.DaySum, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var days []reconcile.DaySum
	for day, is := range b.days {
		d := reconcile.DaySum{Day: day, Count: is.count}
		sum := is.sum
		if b.bogus {
			sum = new(big.Int).Add(sum, big.NewInt(77))
		}
		sum.FillBytes(d.Sum[:])
		days = append(days, d)
	}
	slices.SortFunc(days, func(a, b reconcile.DaySum) int { return int(int64(a.Day) - int64(b.Day)) })
	return days, nil
}

func (b *bag) DayIDs(_ context.Context, day uint32) (ids []sync.ID, _ error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, op := range b.ops {
		if op.Day == day {
			ids = append(ids, op.ID)
		}
	}
	slices.SortFunc(ids, func(a, b sync.ID) int { return bytes.Compare(a[:], b[:]) })
	return ids, nil
}

func (b *bag) Top(context.Context) (int64, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return int64(len(b.ops)), nil
}

func (b *bag) After(_ context.Context, no int64, limit int) ([]sync.Stored, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.hide || int(no) >= len(b.ops) {
		return nil, nil
	}
	return slices.Clone(b.ops[no:min(int(no)+limit, len(b.ops))]), nil
}

func (b *bag) Sealed(_ context.Context, ids []sync.ID, fn func(sync.ID, []byte) error) error {
	b.mu.Lock()
	wanted := map[sync.ID]bool{}
	for _, id := range ids {
		wanted[id] = !b.hide
	}
	var found []sync.Stored
	for _, op := range b.ops {
		if wanted[op.ID] {
			found = append(found, op)
		}
	}
	b.mu.Unlock()
	for _, op := range found {
		if err := fn(op.ID, op.Sealed); err != nil {
			return err
		}
	}
	return nil
}

func (b *bag) Receive(_ context.Context, sealed [][]byte) (r sync.Received, _ error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, op := range sealed {
		switch {
		case len(op) < 16:
			r.Refused++
		case b.forget || b.put(op):
			r.New++
		default:
			r.Known++
		}
	}
	return r, nil
}

func mustEqual(t *testing.T, a, b *bag) {
	t.Helper()
	missing := 0
	for id := range a.known {
		if !b.known[id] {
			missing++
		}
	}
	if missing > 0 || len(a.ops) != len(b.ops) {
		t.Errorf("of %d ops %d are missing among %d", len(a.ops), missing, len(b.ops))
	}
}
