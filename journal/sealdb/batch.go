package sealdb

import (
	"crypto/rand"
	"slices"
	"sync"

	"kith/journal/disk"
)

// batchBlocks bounds the blocks that wait in memory to be written together.
const batchBlocks = 256

// sealAlone is the number of blocks up to which sealing on a second core does
// not pay for starting there.
const sealAlone = 16

// A batch collects the plaintext of blocks until the next sync, seals them and
// writes neighbours with one call. SQLite writes a log frame in two pieces and a
// transaction frame by frame; the disk sees one write.
type batch struct {
	s     *sealer
	sc    *scratch
	arena []byte         // the blocks, at most batchBlocks
	items []batchItem    // in the order of the arena
	index map[uint64]int // block number in the file -> item
}

type batchItem struct {
	id   blockID
	at   uint64 // block number in the file
	have int    // which parts are filled in, for the owner's use
}

func newBatch(s *sealer) *batch {
	return &batch{s: s, sc: s.scratch(), index: map[uint64]int{}}
}

// text is the plaintext of item i.
func (b *batch) text(i int) []byte {
	return b.arena[i*b.s.size+nonceSize : (i+1)*b.s.size-tagSize]
}

// find returns the item waiting for block at, or -1.
func (b *batch) find(at uint64) int {
	if len(b.items) == 0 {
		return -1
	}
	if i, ok := b.index[at]; ok {
		return i
	}
	return -1
}

func (b *batch) full() bool { return len(b.items) == batchBlocks }

// add makes room for a block; the batch is not full. Its text is undefined.
func (b *batch) add(at uint64, id blockID) int {
	i := len(b.items)
	if len(b.arena) < (i+1)*b.s.size {
		b.arena = append(b.arena, make([]byte, min(max(i, 8), batchBlocks-i)*b.s.size)...)
	}
	b.items = append(b.items, batchItem{id: id, at: at})
	b.index[at] = i
	return i
}

// drop forgets everything that waits.
func (b *batch) drop() {
	b.items = b.items[:0]
	clear(b.index)
}

// dropFrom forgets the blocks from number at on.
func (b *batch) dropFrom(at uint64) {
	if !slices.ContainsFunc(b.items, func(it batchItem) bool { return it.at >= at }) {
		return
	}
	kept := b.items[:0]
	for i, it := range b.items {
		if it.at < at {
			copy(b.arena[len(kept)*b.s.size:(len(kept)+1)*b.s.size], b.arena[i*b.s.size:])
			kept = append(kept, it)
		}
	}
	b.items = kept
	clear(b.index)
	for i, it := range b.items {
		b.index[it.at] = i
	}
}

// flush seals and writes everything that waits. After an error nothing waits
// any more: SQLite fails the transaction and writes all of it again.
func (b *batch) flush(f disk.File) error {
	defer b.drop()
	n := len(b.items)
	if n <= sealAlone {
		b.seal(0, n, b.sc)
	} else {
		var wg sync.WaitGroup
		wg.Go(func() { b.seal(n/2, n, new(scratch)) })
		b.seal(0, n/2, b.sc)
		wg.Wait()
	}
	for from := 0; from < n; {
		to := from + 1
		for to < n && b.items[to].at == b.items[to-1].at+1 {
			to++
		}
		if _, err := f.WriteAt(b.arena[from*b.s.size:to*b.s.size], int64(b.items[from].at)*int64(b.s.size)); err != nil {
			return err
		}
		from = to
	}
	return nil
}

func (b *batch) seal(from, to int, sc *scratch) {
	for i := from; i < to; i++ {
		block := b.arena[i*b.s.size : (i+1)*b.s.size]
		rand.Read(block[:nonceSize]) // never fails: crypto/rand ends the process instead
		b.s.sealInPlace(block, b.items[i].id, sc)
	}
}
