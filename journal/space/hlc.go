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

// saw moves the clock above a timestamp from elsewhere.
func (c *clock) saw(t Timestamp) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last = max(c.last, t)
}
