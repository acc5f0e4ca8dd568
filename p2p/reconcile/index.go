package reconcile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sort"
)

// ID names an op: the SHA-256 of its sealed bytes.
type ID = [32]byte

// DaySum is what a [Source] keeps for each day on which it has ops.
type DaySum struct {
	Day   uint32   // days since 1970-01-01, by the op's header
	Count uint64   // ops of that day
	Sum   [32]byte // their ids as big-endian numbers, added modulo 2^256
}

// Source is a set of ops. It may grow while a session reads it: what arrives
// meanwhile may or may not be seen.
type Source interface {
	// Days gives the sums of all days with ops, ascending.
	Days(ctx context.Context) ([]DaySum, error)
	// DayIDs gives the ids of one day, ascending and each once.
	DayIDs(ctx context.Context, day uint32) ([]ID, error)
}

// ErrSource says that our own Source broke its promise of order.
var ErrSource = errors.New("the days or ids of the set are not in order")

// ErrWork says that a session made us read far more than an honest one can.
var ErrWork = errors.New("the session asked for more reading than two sets can need")

const (
	// cachedIDs bounds the ids kept in memory between messages (32 bytes each).
	// The day in hand is kept in any case.
	cachedIDs = 1 << 18
	// readings is how often a session may read the whole set. Each message reads a
	// day at most once, and honest sessions go six or seven levels deep.
	readings = 16
)

// Index is a snapshot of a Source for one session: the sums by day, added up from
// the first, and some days' ids, which are read when asked for. It takes 48 bytes
// for each day with ops, and 8 MiB or the ids of the largest day. It is not for
// several goroutines at a time.
type Index struct {
	src    Source
	days   []uint32
	before []total // before[i] sums up all days before days[i]; one longer than days

	cache map[uint32][]ID
	order []uint32 // days in cache, oldest first
	held  int      // ids in cache
	read  uint64   // ids read so far
}

// NewIndex reads the days of src. Errors are those of src, or [ErrSource].
func NewIndex(ctx context.Context, src Source) (*Index, error) {
	sums, err := src.Days(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the days of the set: %w", err)
	}
	ix := &Index{src: src, before: make([]total, 1, len(sums)+1), cache: map[uint32][]ID{}}
	ix.days = make([]uint32, 0, len(sums))
	for i, s := range sums {
		if i > 0 && s.Day <= sums[i-1].Day {
			return nil, fmt.Errorf("day %d after %d: %w", s.Day, sums[i-1].Day, ErrSource)
		}
		if s.Count == 0 {
			continue
		}
		ix.days = append(ix.days, s.Day)
		ix.before = append(ix.before, ix.before[len(ix.before)-1].plus(total{s.Count, numberOf(s.Sum)}))
	}
	return ix, nil
}

// Count is the number of ops in the set.
func (ix *Index) Count() uint64 { return ix.all().count }

func (ix *Index) all() total { return ix.before[len(ix.before)-1] }

// find gives the place of the first day that is day or later.
func (ix *Index) find(day uint64) int {
	return sort.Search(len(ix.days), func(i int) bool { return uint64(ix.days[i]) >= day })
}

// totalOf sums up whole days.
func (ix *Index) totalOf(s span) total {
	return ix.before[ix.find(s.hi)].minus(ix.before[ix.find(uint64(s.lo))])
}

// ids gives the ids of one day.
func (ix *Index) ids(ctx context.Context, day uint32) ([]ID, error) {
	if ids, ok := ix.cache[day]; ok {
		return ids, nil
	}
	if at := ix.find(uint64(day)); at == len(ix.days) || ix.days[at] != day {
		return nil, nil // nothing there in the snapshot
	}
	if ix.read > readings*ix.Count()+cachedIDs {
		return nil, ErrWork
	}
	ids, err := ix.src.DayIDs(ctx, day)
	if err != nil {
		return nil, fmt.Errorf("reading the ids of day %d: %w", day, err)
	}
	for i := 1; i < len(ids); i++ {
		if bytes.Compare(ids[i-1][:], ids[i][:]) >= 0 {
			return nil, fmt.Errorf("ids of day %d: %w", day, ErrSource)
		}
	}
	ix.read += uint64(len(ids))
	for len(ix.order) > 0 && ix.held+len(ids) > cachedIDs {
		oldest := ix.order[0]
		ix.order = ix.order[1:]
		ix.held -= len(ix.cache[oldest])
		delete(ix.cache, oldest)
	}
	ix.cache[day] = ids
	ix.order = append(ix.order, day)
	ix.held += len(ids)
	return ids, nil
}

// each calls fn with the ids of every day in s that has some, in order, until it
// says no. fn must not keep the slice.
func (ix *Index) each(ctx context.Context, s span, fn func([]ID) bool) error {
	for at := ix.find(uint64(s.lo)); at < len(ix.days) && uint64(ix.days[at]) < s.hi; at++ {
		ids, err := ix.ids(ctx, ix.days[at])
		if err != nil {
			return err
		}
		if !fn(s.within(ids)) {
			return nil
		}
	}
	return nil
}

// list gives the ids in s, in order. It is for spans of few.
func (ix *Index) list(ctx context.Context, s span) ([]ID, error) {
	var all []ID
	err := ix.each(ctx, s, func(ids []ID) bool {
		all = append(all, ids...)
		return true
	})
	return all, err
}

// totals sums up each of the parts that s was split into. The parts of a single
// day are told apart by its ids, which are gone through once.
func (ix *Index) totals(ctx context.Context, s span, parts []span) ([]total, error) {
	sums := make([]total, len(parts))
	if !s.oneDay() {
		for i, p := range parts {
			sums[i] = ix.totalOf(p)
		}
		return sums, nil
	}
	err := ix.each(ctx, s, func(ids []ID) bool {
		for i := range ids {
			sums[nibble(&ids[i], s.depth)].add(&ids[i])
		}
		return true
	})
	return sums, err
}

// firstCuts divides all days as the first message does: what is likely to differ,
// the newest days, lies in small spans, and each further back is twice as long.
func (ix *Index) firstCuts() []uint32 {
	var newestFirst []uint64
	for back := 1; back <= len(ix.days) && len(newestFirst) < ways-1; back *= 2 {
		if back == 1 {
			newestFirst = append(newestFirst, uint64(ix.days[len(ix.days)-1])+1)
		}
		newestFirst = append(newestFirst, uint64(ix.days[len(ix.days)-back]))
	}
	cuts := cutter{span: everything}
	for i := len(newestFirst) - 1; i >= 0; i-- {
		cuts.at(newestFirst[i])
	}
	return cuts.cuts
}

// cuts divides the days of s into at most 16 parts of about as many of our ops. A
// day that is a part's worth by itself gets a part of its own. s has more than one
// day and holds some of our ops; the result is not empty.
func (ix *Index) cuts(s span) []uint32 {
	first := ix.before[ix.find(uint64(s.lo))].count
	count := ix.totalOf(s).count
	cuts := cutter{span: s}
	last := -1
	for k := uint64(1); k < ways; k++ {
		item := first + count*k/ways
		day := sort.Search(len(ix.days), func(i int) bool { return ix.before[i+1].count > item })
		if day == last {
			cuts.at(uint64(ix.days[day]) + 1)
		} else {
			cuts.at(uint64(ix.days[day]))
		}
		last = day
	}
	return cuts.cuts
}

// cutter collects places to cut a span at, ascending, inside it and each once.
type cutter struct {
	span span
	cuts []uint32
}

func (c *cutter) at(day uint64) {
	if day <= uint64(c.span.lo) || day >= c.span.hi {
		return
	}
	if n := len(c.cuts); n > 0 && day <= uint64(c.cuts[n-1]) {
		return
	}
	c.cuts = append(c.cuts, uint32(day))
}
