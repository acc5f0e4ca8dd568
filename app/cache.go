package app

import (
	"context"
	"errors"
	"sync"
	"time"

	"kith/journal"
	"kith/journal/vault"
)

// recordCache keeps at most max records open that nobody is using, and closes
// the one that was not used for the longest time first.
type recordCache struct {
	max  int
	open func(context.Context, vault.SpaceRef) (*journal.Record, error)

	mu      sync.Mutex
	idle    sync.Cond // told when a record is given back; its lock is mu
	entries map[journal.ID]*cachedRecord
	clock   uint64
	// late are errors of closing a record to make room. What was written there
	// is safe in its log already, so nobody's work is stopped for it.
	late error
}

type cachedRecord struct {
	users int
	used  uint64

	mu     sync.Mutex // held while opening
	record *journal.Record
}

func newRecordCache(max int, open func(context.Context, vault.SpaceRef) (*journal.Record, error)) *recordCache {
	c := &recordCache{max: max, open: open, entries: map[journal.ID]*cachedRecord{}}
	c.idle.L = &c.mu
	return c
}

// acquire returns the record of ref, opening it if need be. It stays open until
// release was called.
func (c *recordCache) acquire(ctx context.Context, ref vault.SpaceRef) (r *journal.Record, release func(), err error) {
	c.mu.Lock()
	e := c.entries[ref.ID]
	if e == nil {
		c.makeRoom()
		e = new(cachedRecord)
		c.entries[ref.ID] = e
	}
	c.clock++
	e.users, e.used = e.users+1, c.clock
	c.mu.Unlock()

	release = func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		e.users--
		if e.users == 0 && e.record == nil {
			delete(c.entries, ref.ID)
		}
		c.idle.Broadcast()
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.record == nil {
		if e.record, err = c.open(ctx, ref); err != nil {
			release()
			return nil, nil, err
		}
	}
	return e.record, release, nil
}

// put adds a record that was just made.
func (c *recordCache) put(id journal.ID, r *journal.Record) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.makeRoom()
	c.clock++
	c.entries[id] = &cachedRecord{record: r, used: c.clock}
}

// makeRoom closes idle records until one more fits. The caller holds c.mu, so
// that nobody opens a record anew before it is closed.
func (c *recordCache) makeRoom() {
	for len(c.entries) >= c.max {
		var oldest journal.ID
		var found *cachedRecord
		for id, e := range c.entries {
			if e.users == 0 && (found == nil || e.used < found.used) {
				oldest, found = id, e
			}
		}
		if found == nil {
			return // all in use: open one more than planned
		}
		delete(c.entries, oldest)
		c.late = errors.Join(c.late, found.record.Close())
	}
}

// dropPatience is how long drop waits for those who use a record.
const dropPatience = 5 * time.Second

// drop closes the record of id if it is open, once nobody uses it.
func (c *recordCache) drop(id journal.ID) error {
	late := false
	alarm := time.AfterFunc(dropPatience, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		late = true
		c.idle.Broadcast()
	})
	defer alarm.Stop()
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.entries[id]
	for ; e != nil && e.users > 0; e = c.entries[id] {
		if late {
			return errors.New("the record is in use")
		}
		c.idle.Wait()
	}
	if e == nil {
		return nil
	}
	delete(c.entries, id)
	return e.record.Close()
}

// close closes all records and reports what went wrong in closing any.
func (c *recordCache) close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.late
	for id, e := range c.entries {
		delete(c.entries, id)
		if e.record != nil {
			err = errors.Join(err, e.record.Close())
		}
	}
	return err
}
