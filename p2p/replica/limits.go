package replica

import (
	"sync"
	"time"

	"kith/p2p/link"
)

// rate lets each device do something so often: burst times at once, and then one
// more in every interval. It remembers a bounded number of devices, and is used
// from several goroutines.
type rate struct {
	burst    float64
	interval time.Duration
	now      func() time.Time

	mu    sync.Mutex
	peers map[link.Peer]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

func newRate(burst int, interval time.Duration, now func() time.Time) *rate {
	return &rate{burst: float64(burst), interval: interval, now: now, peers: map[link.Peer]bucket{}}
}

// take reports whether the device may, and counts it.
func (r *rate) take(p link.Peer) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.now()
	b, known := r.peers[p]
	if !known {
		r.makeRoom(now)
		b = bucket{left: r.burst, at: now}
	}
	b.left = min(r.burst, b.left+float64(now.Sub(b.at))/float64(r.interval))
	b.at = now
	ok := b.left >= 1
	if ok {
		b.left--
	}
	r.peers[p] = b
	return ok
}

// makeRoom forgets the devices that have all of their burst again; if too many
// have not, all are forgotten: the total is bounded elsewhere, by how many may be
// connected.
func (r *rate) makeRoom(now time.Time) {
	if len(r.peers) < maxRemembered {
		return
	}
	for p, b := range r.peers {
		if b.left+float64(now.Sub(b.at))/float64(r.interval) >= r.burst {
			delete(r.peers, p)
		}
	}
	if len(r.peers) >= maxRemembered {
		clear(r.peers)
	}
}
