package sealdb

import (
	"encoding/binary"
	"runtime"
	"sync"

	"kith/journal/disk"
)

const (
	aheadSlots  = 64 // pages opened ahead at most
	aheadBatch  = 16 // pages in one job
	aheadWindow = 48 // pages ahead of the reader in a long scan
	aheadLists  = 8  // interior pages remembered
	aheadSkip   = 8  // children a scan may skip, being cached or in the log
)

// readAhead opens pages on other cores before SQLite asks for them. It knows
// which: the interior pages of a B-tree list its leaves in the order of a scan,
// wherever they lie in the file. Once SQLite has read neighbours, or consecutive
// pages (a long value), the following ones are opened in the background. A page
// that does not open is left to SQLite's own read, if there ever is one.
//
// Only the goroutine that SQLite runs on calls the methods.
type readAhead struct {
	f       disk.File
	s       *sealer
	workers int

	slots []slot
	index map[int64]int // page -> slot
	next  int           // slot to use next
	epoch uint64        // changes with the file
	hits  int           // pages that were there in time
	jobs  chan job
	wait  sync.WaitGroup

	lists    [aheadLists]childList
	nextList int
	fresh    *childList // the interior page read last, until a child follows
	last     int64      // page read last
	run      int        // consecutive pages read
	ahead    int64      // consecutive pages are asked for up to here
}

// A slot holds one page opened ahead.
type slot struct {
	mu    sync.Mutex
	state int
	page  int64
	epoch uint64
	data  []byte
}

const (
	slotEmpty = iota
	slotAsked
	slotReady
)

type job struct {
	epoch uint64
	n     int
	slots [aheadBatch]int
	pages [aheadBatch]int64
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

// start allocates what the first job needs.
func (r *readAhead) start() {
	r.slots = make([]slot, aheadSlots)
	arena := make([]byte, aheadSlots*r.s.size)
	for i := range r.slots {
		r.slots[i].data = arena[i*r.s.size : (i+1)*r.s.size]
	}
	r.index = make(map[int64]int, aheadSlots)
	r.jobs = make(chan job, aheadSlots/aheadBatch)
	for range r.workers {
		r.wait.Go(r.work)
	}
}

// stop ends the workers, before the file is closed.
func (r *readAhead) stop() {
	if r.jobs != nil {
		close(r.jobs)
		r.wait.Wait()
		r.jobs = nil
	}
	r.workers = 0
}

// drop forgets all pages; the file is about to change.
func (r *readAhead) drop() {
	r.epoch++
	if len(r.index) == 0 {
		return
	}
	for i := range r.slots {
		r.slots[i].mu.Lock()
		r.slots[i].state = slotEmpty
		r.slots[i].mu.Unlock()
	}
	clear(r.index)
}

// take copies page to buf if it was opened ahead.
func (r *readAhead) take(buf []byte, page int64) bool {
	i, ok := r.index[page]
	if !ok {
		return false
	}
	delete(r.index, page)
	sl := &r.slots[i]
	sl.mu.Lock()
	defer sl.mu.Unlock()
	ready := sl.state == slotReady
	if ready {
		r.hits++
		copy(buf, sl.data[:r.s.textSize()])
	}
	sl.state = slotEmpty
	return ready
}

// saw learns that SQLite has read a page, and asks for what it may read next.
func (r *readAhead) saw(buf []byte, page int64) {
	if r.workers <= 0 {
		return
	}
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
	for from := max(r.ahead, page+1); from < to; from += aheadBatch {
		var j job
		for p := from; p < min(to, from+aheadBatch); p++ {
			j.pages[j.n] = p
			j.n++
		}
		r.ask(&j)
		r.ahead = from + int64(j.n)
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
		var j job
		for _, p := range l.pages[from:min(to, from+aheadBatch)] {
			j.pages[j.n] = int64(p)
			j.n++
		}
		l.ahead = from + j.n
		if !r.ask(&j) {
			return
		}
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

// ask gives the pages of j to the workers, leaving out those already there. It
// reports whether there was room.
func (r *readAhead) ask(j *job) bool {
	if r.jobs == nil {
		r.start()
	}
	if len(r.jobs) == cap(r.jobs) {
		return false
	}
	j.epoch = r.epoch
	n := 0
	for _, page := range j.pages[:j.n] {
		if _, ok := r.index[page]; ok || page == 0 {
			continue
		}
		i := r.next
		sl := &r.slots[i]
		sl.mu.Lock()
		if sl.state != slotEmpty {
			delete(r.index, sl.page) // asked for too early, or never needed
		}
		sl.state, sl.page, sl.epoch = slotAsked, page, r.epoch
		sl.mu.Unlock()
		r.next = (i + 1) % aheadSlots
		r.index[page] = i
		j.pages[n], j.slots[n] = page, i
		n++
	}
	if j.n = n; n > 0 {
		r.jobs <- *j // does not block: nobody else sends
	}
	return true
}

// work opens pages until stop. Neighbours in the file are read with one call.
func (r *readAhead) work() {
	sc := &scratch{block: make([]byte, aheadBatch*r.s.size)}
	size := r.s.size
	for j := range r.jobs {
		for from := 0; from < j.n; {
			to := from + 1
			for to < j.n && j.pages[to] == j.pages[to-1]+1 {
				to++
			}
			got, _ := r.f.ReadAt(sc.block[:(to-from)*size], j.pages[from]*int64(size)) // what fails here is SQLite's to find
			for k := from; k < to && (k-from+1)*size <= got; k++ {
				r.open(&j, k, sc.block[(k-from)*size:(k-from+1)*size], sc)
			}
			from = to
		}
	}
}

// open opens page k of a job, unless SQLite was quicker or the file has changed.
func (r *readAhead) open(j *job, k int, block []byte, sc *scratch) {
	sl := &r.slots[j.slots[k]]
	sl.mu.Lock()
	defer sl.mu.Unlock()
	if sl.state != slotAsked || sl.page != j.pages[k] || sl.epoch != j.epoch {
		return
	}
	sl.state = slotEmpty
	if r.s.open(sl.data, block, blockID{kind: kindPage, n: uint64(sl.page)}, sc) {
		sl.state = slotReady
	}
}
