package memlink

import (
	"math/rand/v2"
	"sync"
	"time"

	"kith/p2p/link"
)

// Options say what the wire is like. The zero value is instant and perfect.
type Options struct {
	Latency     time.Duration // one way
	Jitter      time.Duration // at most this much more, evenly
	Bandwidth   int64         // of a connection, bytes a second and direction; 0 is unlimited
	Loss        float64       // share of packets that are lost, from 0 to below 1
	Idle        time.Duration // silence after which a connection is given up; 0 is 30 s
	DialTimeout time.Duration // 0 is 10 s
	Seed        uint64        // of what is random
}

// Wire is what hosts are connected by.
type Wire struct {
	mu     sync.Mutex
	opts   Options
	random *rand.Rand
	hosts  map[link.Peer]*Host
	conns  map[pair]*conn
	side   map[link.Peer]int // of a split; a peer in none hears everybody
	topics map[string]map[*topic]bool
	bytes  int64 // put on the wire so far
}

// pair is two peers, the lower one first.
type pair [2]link.Peer

func pairOf(a, b link.Peer) pair {
	if string(a[:]) > string(b[:]) {
		a, b = b, a
	}
	return pair{a, b}
}

// conn is a connection of two hosts.
type conn struct {
	ends    [2]*Host
	streams map[*stream]bool
	free    [2]time.Time // when the line of each direction is free
	cut     bool         // nothing gets through now
	dying   *time.Timer  // while cut
}

// New returns a wire without hosts.
func New(opts Options) *Wire {
	if opts.Idle == 0 {
		opts.Idle = 30 * time.Second
	}
	if opts.DialTimeout == 0 {
		opts.DialTimeout = 10 * time.Second
	}
	return &Wire{
		opts: opts, random: rand.New(rand.NewPCG(opts.Seed, 0)), hosts: map[link.Peer]*Host{},
		conns: map[pair]*conn{}, side: map[link.Peer]int{}, topics: map[string]map[*topic]bool{},
	}
}

// Host adds a host. One of the same peer must have been closed or killed before.
func (w *Wire) Host(self link.Peer) *Host {
	w.mu.Lock()
	defer w.mu.Unlock()
	h := &Host{wire: w, self: self, handlers: map[link.Protocol]func(link.Stream){}, known: map[link.Peer]bool{}}
	w.hosts[self] = h
	return h
}

// Introduce lets all hosts of now know each other's addresses.
func (w *Wire) Introduce() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, h := range w.hosts {
		for other := range w.hosts {
			if other != h.self {
				h.known[other] = true
			}
		}
	}
}

// Bytes returns how many bytes were written to streams and topics so far.
func (w *Wire) Bytes() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.bytes
}

// SetLoss changes Options.Loss for what is written from now on.
func (w *Wire) SetLoss(share float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.opts.Loss = share
}

// Split cuts the wire between groups: who is in one does not hear those of
// another. Who is in none hears everybody. It replaces an earlier split.
func (w *Wire) Split(groups ...[]link.Peer) {
	w.mu.Lock()
	defer w.mu.Unlock()
	clear(w.side)
	for i, group := range groups {
		for _, p := range group {
			w.side[p] = i + 1
		}
	}
	w.recut()
}

// Heal ends a split.
func (w *Wire) Heal() { w.Split() }

// hears reports whether bytes get from a to b.
func (w *Wire) hears(a, b *Host) bool {
	x, y := w.side[a.self], w.side[b.self]
	return !a.down && !b.down && (x == 0 || y == 0 || x == y)
}

// recut looks which connections bytes get through now.
func (w *Wire) recut() {
	for _, c := range w.conns {
		cut := !w.hears(c.ends[0], c.ends[1])
		if cut == c.cut {
			continue
		}
		c.cut = cut
		if cut {
			c.dying = time.AfterFunc(w.opts.Idle, func() { w.timeout(c) })
		} else {
			c.dying.Stop()
		}
		for s := range c.streams {
			s.setCut(cut)
		}
	}
}

// timeout gives up a connection that was silent for too long.
func (w *Wire) timeout(c *conn) {
	w.mu.Lock()
	if !c.cut || w.conns[pairOf(c.ends[0].self, c.ends[1].self)] != c {
		w.mu.Unlock()
		return
	}
	w.drop(c, link.ErrUnreachable)
	w.mu.Unlock()
	c.tell()
}

// drop ends a connection. The caller tells the ends after it unlocked.
func (w *Wire) drop(c *conn, why error) {
	delete(w.conns, pairOf(c.ends[0].self, c.ends[1].self))
	if c.dying != nil {
		c.dying.Stop()
	}
	for s := range c.streams {
		s.fail(why)
	}
	for i, h := range c.ends {
		h.queue = append(h.queue, link.Event{Peer: c.ends[1-i].self, Err: why})
	}
}

// dropAll ends the connections of a host and returns them.
func (w *Wire) dropAll(h *Host, why error) (dropped []*conn) {
	for _, c := range w.conns {
		if c.ends[0] == h || c.ends[1] == h {
			w.drop(c, why)
			dropped = append(dropped, c)
		}
	}
	return dropped
}

func (c *conn) tell() {
	c.ends[0].tell()
	c.ends[1].tell()
}

// connect makes a connection, or returns the one that is there.
func (w *Wire) connect(a, b *Host) *conn {
	at := pairOf(a.self, b.self)
	if c := w.conns[at]; c != nil {
		if c.ends[0] == a && c.ends[1] == b || c.ends[0] == b && c.ends[1] == a {
			return c
		}
		w.drop(c, link.ErrReset) // of a host that was restarted since
	}
	c := &conn{ends: [2]*Host{a, b}, streams: map[*stream]bool{}}
	w.conns[at] = c
	for i, h := range c.ends {
		h.known[c.ends[1-i].self] = true
		h.queue = append(h.queue, link.Event{Peer: c.ends[1-i].self, Up: true})
	}
	return c
}

const packet = 1200

// arrival returns when n bytes that are written now arrive. from is the end of c
// that writes them.
func (w *Wire) arrival(c *conn, from, n int) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bytes += int64(n)
	at := time.Now()
	if w.opts.Bandwidth > 0 {
		if c.free[from].After(at) {
			at = c.free[from]
		}
		at = at.Add(time.Duration(float64(n) / float64(w.opts.Bandwidth) * float64(time.Second)))
		c.free[from] = at
	}
	return at.Add(w.delay(n))
}

// delay is latency, jitter and the retransmissions of n bytes.
func (w *Wire) delay(n int) time.Duration {
	d := w.opts.Latency
	if w.opts.Jitter > 0 {
		d += time.Duration(w.random.Int64N(int64(w.opts.Jitter)))
	}
	if w.opts.Loss <= 0 {
		return d
	}
	var worst time.Duration
	for ; n > 0; n -= packet {
		var late time.Duration
		wait := 3*w.opts.Latency + 25*time.Millisecond
		for ; w.random.Float64() < w.opts.Loss; wait *= 2 {
			late += wait
		}
		worst = max(worst, late)
	}
	return d + worst
}
