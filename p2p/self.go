package p2p

import (
	"context"
	"net"
	"slices"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/protocol/ping"

	"kith/p2p/link"
)

// systemClock returns the wall clock apart from the monotonic one. Linux and
// macOS stop the latter during sleep and nobody sets it, so the two drift apart
// exactly when something happened.
func systemClock() func() (time.Time, time.Duration) {
	start := time.Now()
	return func() (time.Time, time.Duration) {
		now := time.Now()
		return now.Round(0), now.Sub(start) + 1 // 0 means "at once" elsewhere
	}
}

// jump is by how much the clocks may drift apart, or a tick be late, before it is
// taken for sleep or for somebody setting the clock.
const jump = 10 * time.Second

// sleepWatch tells when the computer slept, or its clock was set.
type sleepWatch struct {
	wall time.Time
	mono time.Duration
}

func (s *sleepWatch) step(wall time.Time, mono, every time.Duration) (slept bool) {
	if !s.wall.IsZero() {
		byWall, byMono := wall.Sub(s.wall), mono-s.mono
		drift := byWall - byMono
		slept = drift > jump || drift < -jump || byMono > every+jump
	}
	s.wall, s.mono = wall, mono
	return slept
}

// watchSelf looks after what changes around us: sleep, addresses, who is
// allowed, places that run out.
func (h *Host) watchSelf(ctx context.Context) {
	var sleep sleepWatch
	sleep.step(first(h.seams.clock()), second(h.seams.clock()), h.seams.tick)
	addrs := h.localAddrs()
	ticker := time.NewTicker(h.seams.tick)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		wall, mono := h.seams.clock()
		slept := sleep.step(wall, mono, h.seams.tick)
		now := h.localAddrs()
		moved := now != nil && !slices.Equal(addrs, now)
		if now != nil {
			addrs = now
		}
		switch {
		case slept:
			h.wake(mono)
		case moved:
			h.moved(mono)
		}
		h.sweep()
		h.renew(mono)
		h.straighten(mono)
	}
}

func first(t time.Time, _ time.Duration) time.Time      { return t }
func second(_ time.Time, d time.Duration) time.Duration { return d }

// localAddrs returns the addresses of this machine, sorted; nil if they cannot
// be read now.
func (h *Host) localAddrs() []string {
	list, err := h.seams.local()
	if err != nil {
		return nil
	}
	texts := make([]string, 0, len(list))
	for _, a := range list {
		if ip, ok := a.(*net.IPNet); ok && ip.IP.IsLinkLocalUnicast() {
			continue // come and go with every cable, and nobody is reached by them
		}
		texts = append(texts, a.String())
	}
	slices.Sort(texts)
	return texts
}

// wake drops every connection, since those at the other end have long given
// theirs up, and dials anew.
func (h *Host) wake(mono time.Duration) {
	for _, id := range h.parts.swarm.Peers() {
		h.drop(id)
	}
	h.fresh(mono)
}

// moved finds out which connections survived a change of addresses.
func (h *Host) moved(mono time.Duration) {
	for _, id := range h.parts.swarm.Peers() {
		h.spawn(func() {
			if !h.answers(id) {
				h.drop(id)
			}
		})
	}
	h.fresh(mono)
}

// fresh makes all past failures void.
func (h *Host) fresh(mono time.Duration) {
	for _, id := range h.book.all() {
		h.parts.swarm.Backoff().Clear(id)
	}
	h.keep.again(mono)
	if h.lan != nil {
		h.lan.Look()
	}
	h.events.add(link.Event{})
}

// answerTimeout is how long a peer may take to answer after a change.
const answerTimeout = 3 * time.Second

func (h *Host) answers(id peer.ID) bool {
	ctx, cancel := context.WithTimeout(h.ctx, answerTimeout)
	defer cancel()
	ctx = network.WithNoDial(network.WithAllowLimitedConn(ctx, "relayed"), "is it there")
	select {
	case r := <-ping.Ping(ctx, h.parts.host, id):
		return r.Error == nil
	case <-ctx.Done():
		return false
	}
}

// idle reports whether no stream is open with id.
func (h *Host) idle(id peer.ID) bool {
	for _, c := range h.parts.swarm.ConnsToPeer(id) {
		if c.Stat().NumStreams > 0 {
			return false
		}
	}
	return true
}

// sweep closes the connections of who is known no more, and relayed ones that a
// direct one has replaced.
func (h *Host) sweep() {
	for _, id := range h.parts.swarm.Peers() {
		guest, known := h.guard.isGuest(id), h.guard.known(id)
		switch {
		case guest && known && h.idle(id):
			h.guard.end(id)
		case !guest && !known && !h.guard.mayDial(id):
			h.refuse(id)
			continue
		}
		if up, relayed := h.how(id); up && !relayed {
			for _, c := range h.parts.swarm.ConnsToPeer(id) {
				if isRelayed(c.RemoteMultiaddr()) && c.Stat().NumStreams == 0 {
					h.spawn(func() { _ = c.Close() }) // closed is closed
				}
			}
		}
	}
}
