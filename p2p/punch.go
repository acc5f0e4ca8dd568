package p2p

import (
	"slices"
	"sync"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/p2p/protocol/holepunch"

	"kith/p2p/link"
)

// Hole punching starts by itself when a relayed connection comes in, but once
// only, and not if one of the two did not know its outer address yet, as just
// after the start. So it is tried again, ever less often.
const (
	punchFirst = 5 * time.Second
	punchMost  = 15 * time.Minute
)

// punches is when to try next for whom.
type punches struct {
	mu sync.Mutex
	m  map[peer.ID]*attempts
}

type attempts struct {
	wait, due time.Duration
}

func (p *punches) left(id peer.ID) {
	p.mu.Lock()
	delete(p.m, id)
	p.mu.Unlock()
}

// due reports whether to try now, and puts the next time off.
func (p *punches) due(id peer.ID, now time.Duration) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.m[id]
	switch {
	case a == nil:
		if p.m == nil {
			p.m = map[peer.ID]*attempts{}
		}
		a = &attempts{wait: punchFirst}
		p.m[id] = a
	case a.due > now:
		return false
	}
	a.due = now + a.wait
	a.wait = min(2*a.wait, punchMost)
	return true
}

// straighten tries to replace relayed connections by direct ones. Who was dialled
// begins, as DCUtR has it.
func (h *Host) straighten(now time.Duration) {
	for _, id := range h.parts.swarm.Peers() {
		if _, relayed := h.how(id); !relayed || !h.punchable(id) || !h.punching.due(id, now) {
			continue
		}
		h.spawn(func() {
			done := make(chan struct{})
			go func() {
				// Its end is told by a connection, or by nothing.
				_ = h.parts.punch.DirectConnect(id)
				close(done)
			}()
			select {
			case <-done:
			case <-h.ctx.Done(): // the service ends it, as it is closed next
			}
		})
	}
}

// punchable reports whether both sides know an outer address of theirs by now,
// and it is ours to begin.
func (h *Host) punchable(id peer.ID) bool {
	inbound := slices.ContainsFunc(h.parts.swarm.ConnsToPeer(id), func(c network.Conn) bool {
		return c.Stat().Direction == network.DirInbound
	})
	return inbound && h.serves(id, link.Protocol(holepunch.Protocol)) &&
		slices.Contains(h.parts.host.Mux().Protocols(), holepunch.Protocol)
}
