package replica

import (
	"sync/atomic"
	"time"
)

// unixDay is the number of the UTC day, counted from 1970-01-01.
func unixDay(t time.Time) int64 { return t.Unix() / 86400 }

// counter is a figure that only grows. It may be used from several goroutines.
type counter struct{ n atomic.Int64 }

func (c *counter) add(n int64) { c.n.Add(n) }
func (c *counter) load() int64 { return c.n.Load() }
