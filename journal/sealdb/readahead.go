package sealdb

import (
	"encoding/binary"
	"runtime"
	"sync"

	"kith/journal/disk"
)

const (
	aheadBatches = 6  // batches kept
	aheadBatch   = 16 // pages in one
	aheadWindow  = 48 // pages ahead of the reader in a long scan
	aheadLists   = 8  // interior pages remembered
	aheadSkip    = 8  // children a scan may skip, being cached or in the log
)

// readAhead reads and opens pages before SQLite asks for them. It knows which:
// the interior pages of a B-tree list its leaves in the order of a scan, wherever
// they lie in the file. Once SQLite has read neighbours, or consecutive pages (a
// long value), the following ones are read with few calls and opened on other
// cores, as far as there are any. A page that does not open is left to SQLite's
// own read, if there ever is one.
//
// Only the goroutine that SQLite runs on calls the methods.
type readAhead struct {
	f       disk.File
	s       *sealer
	sc      *scratch
	workers int

	batches []aheadPages
	index   map[int64]place // page -> where it is
	next    int             // batch to use next
	hits    int             // pages found here
	jobs    chan job
	wait    sync.WaitGroup

	lists    [aheadLists]childList
	nextList int
	fresh    *childList // the interior page read last, until a child follows
	last     int64      // page read last
	run      int        // consecutive pages read
	ahead    int64      // consecutive pages are asked for up to here
}

type place struct{ batch, slot int }

// aheadPages are some pages read together.
type aheadPages struct {
	mu    sync.Mutex // for reading them; taken before a slot's
	data  []byte     // aheadBatch blocks
	slots [aheadBatch]slot
	n     int
	round int // counts the uses of this memory, so that late workers notice
}

// A slot is one page of a batch. Its block in data belongs to whoever holds mu.
type slot struct {
	mu    sync.Mutex
	state int
	page  int64
	round int
}

const (
	slotEmpty = iota
	slotAsked // to be read
	slotRead  // sealed, in data
	slotOpen  // opened, in data
)

type job struct {
	b     *aheadPages
	round int
}

// A childList is the children of an interior page, and where a scan is in it.
type childList struct {
	pages []uint32
	pos   int // last child read; -1: none
	run   int // children read in order
	ahead int // children before this one are asked for
}

func newReadAhead(f disk.File, s *sealer) *readAhead {
	return &readAhead{f: f, s: s, workers: min(runtime.GOMAXPROCS(0)-1, 3)}
}

// start allocates what the first scan needs.
func (r *readAhead) start() {
	r.sc = new(scratch)
	r.batches = make([]aheadPages, aheadBatches)
	for i := range r.batches {
		r.batches[i].data = make([]byte, aheadBatch*r.s.size)
	}
	r.index = make(map[int64]place, aheadBatches*aheadBatch)
	r.jobs = make(chan job, aheadBatches)
	for range r.workers {
		r.wait.Go(func() {
			sc := new(scratch)
			for j := range r.jobs {
				j.b.work(r.f, r.s, sc, j.round)
			}
		})
	}
}

// stop ends the workers, before the file is closed.
func (r *readAhead) stop() {
	if r.jobs != nil {
		close(r.jobs)
		r.wait.Wait()
		r.jobs = nil
		r.batches = nil
		clear(r.index)
	}
}

// drop forgets all pages; the file is about to change.
func (r *readAhead) drop() {
	if len(r.index) == 0 {
		return
	}
	for i := range r.batches {
		r.batches[i].use(nil)
	}
	clear(r.index)
}

// take copies page to buf if it was read ahead.
func (r *readAhead) take(buf []byte, page int64) bool {
	at, ok := r.index[page]
	if !ok {
		return false
	}
	delete(r.index, page)
	b := &r.batches[at.batch]
	b.read(r.f, r.s.size, b.round)
	sl := &b.slots[at.slot]
	sl.mu.Lock()
	defer sl.mu.Unlock()
	block := b.data[at.slot*r.s.size : (at.slot+1)*r.s.size]
	ok = false
	switch sl.state {
	case slotOpen:
		copy(buf, block[nonceSize:r.s.size-tagSize])
		ok = true
	case slotRead: // the workers are behind
		ok = r.s.open(buf, block, blockID{kind: kindPage, n: uint64(page)}, r.sc)
	}
	sl.state = slotEmpty
	if ok {
		r.hits++
	}
	return ok
}

// use gives the memory of b to other pages, once nobody works on the old ones.
func (b *aheadPages) use(pages []int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.round++
	b.n = len(pages)
	for i := range b.slots {
		sl := &b.slots[i]
		sl.mu.Lock()
		sl.state, sl.round = slotEmpty, b.round
		if i < len(pages) {
			sl.state, sl.page = slotAsked, pages[i]
		}
		sl.mu.Unlock()
	}
}

// read reads the pages of b, if that is still to be done: neighbours in the file
// with one call. What cannot be read is SQLite's to find.
func (b *aheadPages) read(f disk.File, size, round int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.round != round || b.n == 0 {
		return
	}
	for from := 0; from < b.n; {
		to := from + 1
		for to < b.n && b.slots[to].page == b.slots[to-1].page+1 {
			to++
		}
		got, _ := f.ReadAt(b.data[from*size:to*size], b.slots[from].page*int64(size)) // see above
		for i := from; i < to; i++ {
			sl := &b.slots[i]
			sl.mu.Lock()
			sl.state = slotEmpty
			if (i-from+1)*size <= got {
				sl.state = slotRead
			}
			sl.mu.Unlock()
		}
		from = to
	}
	b.n = 0 // done
}

// work reads and opens the pages of b, except those that SQLite already has. It
// begins at the end: if SQLite is as quick, they meet in the middle instead of
// waiting for one another at every page.
func (b *aheadPages) work(f disk.File, s *sealer, sc *scratch, round int) {
	b.read(f, s.size, round)
	for i := len(b.slots) - 1; i >= 0; i-- {
		sl := &b.slots[i]
		sl.mu.Lock()
		if sl.state == slotRead && sl.round == round {
			block := b.data[i*s.size : (i+1)*s.size]
			sl.state = slotEmpty
			if s.open(block[nonceSize:], block, blockID{kind: kindPage, n: uint64(sl.page)}, sc) {
				sl.state = slotOpen
			}
		}
		sl.mu.Unlock()
	}
}

// ask has some pages read and opened, leaving out those that already are.
func (r *readAhead) ask(pages []int64) {
	if r.batches == nil {
		r.start()
	}
	wanted := pages[:0]
	for _, page := range pages {
		if _, ok := r.index[page]; !ok && page != 0 {
			wanted = append(wanted, page)
		}
	}
	if len(wanted) == 0 {
		return
	}
	b := &r.batches[r.next]
	for i := range b.slots { // asked for too early, or never needed
		if at, ok := r.index[b.slots[i].page]; ok && at.batch == r.next {
			delete(r.index, b.slots[i].page)
		}
	}
	b.use(wanted)
	for i, page := range wanted {
		r.index[page] = place{r.next, i}
	}
	r.next = (r.next + 1) % aheadBatches
	select {
	case r.jobs <- job{b, b.round}:
	default: // all workers are behind; take will see to it
	}
}

// saw learns that SQLite has read a page, and asks for what it may read next.
func (r *readAhead) saw(buf []byte, page int64) {
	defer func() { r.last = page }()
	known := r.follow(uint32(page))
	if l := r.fresh; !known && l != nil {
		for j, p := range l.pages {
			if p == uint32(page) {
				l.pos, l.ahead = j, j+1
				known = true
				break
			}
		}
	}
	r.fresh = nil
	if head := buf; page != 1 && (head[0] == 2 || head[0] == 5) {
		r.learn(head)
		return
	}
	if known || page != r.last+1 {
		r.run, r.ahead = 0, 0
		return
	}
	if r.run++; r.run < 3 {
		return
	}
	to := page + min(int64(r.run)*2, aheadWindow)
	if r.ahead-page > aheadWindow/2 {
		return
	}
	for from := max(r.ahead, page+1); from < to; from = r.ahead {
		var pages [aheadBatch]int64
		n := 0
		for ; n < aheadBatch && from+int64(n) < to; n++ {
			pages[n] = from + int64(n)
		}
		r.ask(pages[:n])
		r.ahead = from + int64(n)
	}
}

// follow finds the list that a scan is in, moves on in it and keeps ahead.
func (r *readAhead) follow(page uint32) bool {
	for i := range r.lists {
		l := &r.lists[i]
		for j := l.pos + 1; j < min(l.pos+1+aheadSkip, len(l.pages)); j++ {
			if l.pages[j] != page {
				continue
			}
			l.pos = j
			l.run++
			window := min(4<<min(l.run, 10), aheadWindow)
			if l.ahead-j < window/2+1 {
				l.ask(r, min(j+1+window, len(l.pages)))
			}
			return true
		}
	}
	return false
}

// ask asks for the children before to that are not asked for yet.
func (l *childList) ask(r *readAhead, to int) {
	for from := max(l.ahead, l.pos+1); from < to; from = l.ahead {
		var pages [aheadBatch]int64
		n := 0
		for ; n < aheadBatch && from+n < to; n++ {
			pages[n] = int64(l.pages[from+n])
		}
		r.ask(pages[:n])
		l.ahead = from + n
	}
}

// learn remembers the children of an interior page
// (https://sqlite.org/fileformat2.html, 1.6).
func (r *readAhead) learn(p []byte) {
	l := &r.lists[r.nextList]
	r.nextList = (r.nextList + 1) % aheadLists
	*l = childList{pages: l.pages[:0], pos: -1}
	cells := int(binary.BigEndian.Uint16(p[3:]))
	for i := range min(cells, (r.s.size-12)/2) {
		at := int(binary.BigEndian.Uint16(p[12+2*i:]))
		if at+4 > r.s.size {
			break
		}
		l.pages = append(l.pages, binary.BigEndian.Uint32(p[at:]))
	}
	l.pages = append(l.pages, binary.BigEndian.Uint32(p[8:]))
	r.fresh = l
}
