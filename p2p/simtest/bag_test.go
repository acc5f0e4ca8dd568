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

	"kith/p2p/reconcile"
	"kith/p2p/sync"
)

// bag is a store in memory. An op is a day, in four bytes, and anything. What it
// does wrong, if asked to, is what a hostile replica does.
type bag struct {
	mu     gosync.Mutex
	ops    []sync.Stored
	known  map[sync.ID]bool
	bogus  bool // its sums are of nothing
	forget bool // says to have stored, and has not
	hide   bool // has, and does not give
}

func newBag() *bag { return &bag{known: map[sync.ID]bool{}} }

func sealedLike(day uint32, text string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, day), text...)
}

func (b *bag) put(sealed []byte) bool {
	id := sync.ID(sha256.Sum256(sealed))
	if b.known[id] {
		return false
	}
	b.known[id] = true
	b.ops = append(b.ops, sync.Stored{
		No: int64(len(b.ops)) + 1, ID: id, Day: binary.BigEndian.Uint32(sealed), Sealed: bytes.Clone(sealed),
	})
	return true
}

func (b *bag) Days(context.Context) ([]reconcile.DaySum, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	sums := map[uint32]*big.Int{}
	counts := map[uint32]uint64{}
	for _, op := range b.ops {
		if sums[op.Day] == nil {
			sums[op.Day] = new(big.Int)
		}
		sums[op.Day].Add(sums[op.Day], new(big.Int).SetBytes(op.ID[:]))
		counts[op.Day]++
	}
	var days []reconcile.DaySum
	for day, sum := range sums {
		d := reconcile.DaySum{Day: day, Count: counts[day]}
		if b.bogus {
			sum.Add(sum, big.NewInt(int64(len(b.ops))*77))
		}
		sum.Mod(sum, new(big.Int).Lsh(big.NewInt(1), 256)).FillBytes(d.Sum[:])
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
	var found []sync.Stored
	for _, op := range b.ops {
		if !b.hide && slices.Contains(ids, op.ID) {
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
