package replica

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"kith/p2p/link"
)

// Bounds of one transaction, and of what waits for one.
const (
	maxGroupOps   = 8192
	maxWaiting    = 2048
	maxRemembered = 10_000 // devices
)

// errStopped says that the store was closed.
var errStopped = errors.New("the store is closed")

// job is one request to write. It looks at everything that can be refused before
// it writes anything, so that a refusal leaves the transaction of the others as it
// was; failure is an error that the transaction cannot go on after.
type job struct {
	weight int // how many ops it is worth
	run    func(w *writer) (refusal, failure error)
	done   chan error
	err    error
}

// tally is what the writer remembers of a space.
type tally struct {
	no, ops, bytes int64
	current        Tag   // epoch
	top            int64 // number of the op that came last
	blobs          int64 // bytes of its blobs, included in bytes
	used           int64 // Unix day of the last use
	dirty          bool
	days           *days // nil until an op comes
}

type broughtKey struct {
	peer  link.Peer
	space int64
}

// writer is the one goroutine that writes, and what it remembers so as not to ask
// the database for it. All of it can be forgotten at any time.
type writer struct {
	c       *conn
	s       *Store
	reserve int64
	jobs    chan *job
	stopped chan struct{}
	closing sync.Once
	quit    chan struct{}

	seen    int64 // PRAGMA data_version: whether another process wrote
	stale   bool  // forget what is remembered before the next transaction
	total   int64 // bytes of all spaces
	spaces  map[Handle]*tally
	brought map[link.Peer]int64 // bytes that a device brought, to all spaces

	// Of the transaction under way.
	fresh   map[broughtKey]int64
	changed map[Handle]bool

	commits  counter
	commitNs counter
}

func startWriter(c *conn, s *Store, reserve int64) (*writer, error) {
	w := &writer{c: c, s: s, reserve: reserve, jobs: make(chan *job, maxWaiting), quit: make(chan struct{}), stopped: make(chan struct{})}
	w.forget()
	if err := w.begin(); err != nil { // proves that the tables are there
		return nil, errors.Join(err, c.close())
	}
	if err := w.end("ROLLBACK"); err != nil {
		return nil, errors.Join(err, c.close())
	}
	go w.loop()
	return w, nil
}

// stop ends the writer after what waits.
func (w *writer) stop() error {
	w.closing.Do(func() { close(w.quit) })
	<-w.stopped
	return w.c.close()
}

// do hands a job to the writer and waits until it is committed, or refused.
func (w *writer) do(weight int, run func(w *writer) (refusal, failure error)) error {
	j := &job{weight: weight, run: run, done: make(chan error, 1)}
	select {
	case w.jobs <- j:
	case <-w.quit:
		return errStopped
	}
	select {
	case err := <-j.done:
		return err
	case <-w.stopped:
		select {
		case err := <-j.done:
			return err
		default:
			return errStopped
		}
	}
}

func (w *writer) loop() {
	defer close(w.stopped)
	for {
		var j *job
		select {
		case j = <-w.jobs:
		case <-w.quit:
			select {
			case j = <-w.jobs: // it was handed in before
			default:
				return
			}
		}
		group, weight := []*job{j}, j.weight
	more:
		for weight < maxGroupOps {
			select {
			case j := <-w.jobs:
				group = append(group, j)
				weight += j.weight
			default:
				break more
			}
		}
		err := w.commit(group)
		for _, j := range group {
			if err != nil {
				j.err = err
			}
			j.done <- j.err
		}
	}
}

// commit runs a group of jobs in one transaction. Their acknowledgements wait for
// its sync.
func (w *writer) commit(group []*job) error {
	started := time.Now()
	if free, err := freeBytes(w.s.dir); err == nil && free < w.reserve {
		return fmt.Errorf("%w: %d bytes are left", ErrDiskFull, free)
	}
	if err := w.begin(); err != nil {
		return err
	}
	err := w.runAll(group)
	if err == nil {
		err = w.end("COMMIT")
	}
	if err != nil {
		w.forget()
		return errors.Join(err, w.end("ROLLBACK"))
	}
	w.commits.add(1)
	w.commitNs.add(int64(time.Since(started)))
	w.publish()
	return nil
}

func (w *writer) runAll(group []*job) error {
	for _, j := range group {
		refusal, failure := j.run(w)
		if failure != nil {
			return failure
		}
		j.err = refusal
	}
	return w.flush()
}

// begin starts a transaction, and forgets what is remembered if another process
// wrote since (kith node forget).
func (w *writer) begin() error {
	if _, err := w.c.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	w.fresh, w.changed = map[broughtKey]int64{}, map[Handle]bool{}
	var version int64
	_, err := w.c.row("PRAGMA data_version", nil, &version)
	if err == nil && (version != w.seen || w.stale) {
		w.forget()
		w.seen, w.stale = version, false
		_, err = w.c.row("SELECT coalesce(sum(bytes), 0) FROM space", nil, &w.total)
	}
	if err != nil {
		return errors.Join(err, w.end("ROLLBACK"))
	}
	return nil
}

// end ends the transaction. After an error of SQLite it may have ended by itself.
func (w *writer) end(how string) error {
	_, err := w.c.c.ExecContext(context.Background(), how)
	if err != nil && how == "ROLLBACK" {
		return nil // there is none any more, which is what was wanted
	}
	return explain(err)
}

// forget drops all that is remembered; the next transaction asks anew.
func (w *writer) forget() {
	w.stale, w.total = true, 0
	w.spaces, w.brought = map[Handle]*tally{}, map[link.Peer]int64{}
	w.s.warm.drop()
}

// space returns the tally of a space, nil if it is not here.
func (w *writer) space(h Handle) (*tally, error) {
	if t := w.spaces[h]; t != nil {
		return t, nil
	}
	t := &tally{}
	var current []byte
	found, err := w.c.row("SELECT no, ops, bytes, blobs, used, current FROM space WHERE handle = ? AND gone = 0", []any{h[:]},
		&t.no, &t.ops, &t.bytes, &t.blobs, &t.used, &current)
	if err != nil || !found {
		return nil, err
	}
	if copy(t.current[:], current) != len(t.current) {
		return nil, fmt.Errorf("%w: the epoch of a space", ErrDamaged)
	}
	if t.top, err = top(w.c, t.no); err != nil {
		return nil, err
	}
	w.spaces[h] = t
	return t, nil
}

// broughtBy returns how many bytes a device brought so far.
func (w *writer) broughtBy(p link.Peer) (int64, error) {
	if n, known := w.brought[p]; known {
		return n, nil
	}
	var n int64
	if _, err := w.c.row("SELECT coalesce(sum(bytes), 0) FROM brought WHERE peer = ?", []any{p[:]}, &n); err != nil {
		return 0, err
	}
	if len(w.brought) >= maxRemembered {
		clear(w.brought)
	}
	w.brought[p] = n
	return n, nil
}

// flush writes what the jobs of a transaction added up in memory.
func (w *writer) flush() error {
	for k, n := range w.fresh {
		if _, err := w.c.exec("INSERT INTO brought (peer, space, bytes) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes",
			k.peer[:], k.space, n); err != nil {
			return err
		}
	}
	for h, t := range w.spaces {
		if !t.dirty {
			continue
		}
		if err := w.writeDays(t); err != nil {
			return err
		}
		if _, err := w.c.exec("UPDATE space SET ops = ?, bytes = ?, blobs = ?, used = ? WHERE handle = ?", t.ops, t.bytes, t.blobs, t.used, h[:]); err != nil {
			return err
		}
		t.dirty = false
	}
	return nil
}
