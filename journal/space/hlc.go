package space

import (
	"sync"
	"time"
)

// Timestamp is a hybrid logical clock (Kulkarni et al., "Logical Physical
// Clocks", 2014): 48 bits of Unix milliseconds above a 16-bit counter. It orders
// edits of one field; the newest wins.
type Timestamp uint64

// Time returns the physical part.
func (t Timestamp) Time() time.Time { return time.UnixMilli(int64(t >> 16)).UTC() }

func physical(t time.Time) Timestamp {
	ms := t.UnixMilli()
	if ms < 0 {
		ms = 0
	}
	return Timestamp(uint64(ms) << 16)
}

// clock hands out timestamps that only rise, whatever the wall clock does.
type clock struct {
	mu   sync.Mutex
	now  func() time.Time
	last Timestamp
}

// next returns a timestamp above every one seen, and the wall clock it was
// taken at.
func (c *clock) next() (Timestamp, time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	wall := c.now()
	c.last = max(c.last+1, physical(wall))
	return c.last, wall
}

// maxAhead is how far a clock from elsewhere may be ahead of this computer's to be
// followed: one device's wrong year must not become everybody's.
const maxAhead = 24 * time.Hour

// heard moves the clock above a timestamp from elsewhere, unless it is too far in
// the future.
func (c *clock) heard(t Timestamp) {
	if t <= physical(c.now().Add(maxAhead)) {
		c.saw(t)
	}
}

// saw moves the clock above a timestamp from elsewhere.
func (c *clock) saw(t Timestamp) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last, t)
}
