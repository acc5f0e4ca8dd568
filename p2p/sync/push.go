package sync

import (
	"context"
	"time"

	"kith/p2p/link"
)

// Bounds of what is pushed at once; more is left to sessions.
const (
	pushOps   = 512
	pushBytes = 512 << 10
	gossipMin = 10 // devices from which a space uses gossip
)

// spread pushes the ops that were written here since the last time.
func (s *spaceState) spread(ctx context.Context) error {
	e := s.engine
	m, release, err := s.use(ctx)
	if err != nil {
		return err
	}
	defer release()
	e.mu.Lock()
	from := s.pushed
	e.mu.Unlock()
	own, upTo, all, err := ownAfter(ctx, m, from)
	if err != nil {
		return err
	}
	e.mu.Lock()
	s.pushed = max(s.pushed, upTo)
	if upTo > from {
		s.news++
	}
	s.top = max(s.top, upTo)
	many := len(s.devices) >= gossipMin
	e.mu.Unlock()
	if !all {
		s.touch(e.net.Self(), 0, 200*time.Millisecond)
		return nil
	}
	if len(own) == 0 {
		return nil
	}
	if many {
		s.publish(own)
	}
	s.pushTo(own, many)
	return nil
}

// ownAfter returns this device's ops that came after number no. all says that no
// others were left out; upTo is the newest op that was there.
func ownAfter(ctx context.Context, m Member, no int64) (own [][]byte, upTo int64, all bool, err error) {
	top, err := m.Top(ctx)
	if err != nil || top-no > pushOps {
		return nil, top, false, err
	}
	bytes := 0
	for upTo = no; ; {
		ops, err := m.After(ctx, upTo, 64)
		if err != nil {
			return nil, 0, false, err
		}
		if len(ops) == 0 {
			return own, upTo, true, nil
		}
		for _, op := range ops {
			upTo = op.No
			if op.Own {
				own = append(own, op.Sealed)
			}
			bytes += len(op.Sealed)
		}
		if len(own) > pushOps || bytes > pushBytes {
			return nil, max(top, upTo), false, nil
		}
	}
}

// pushTo pushes ops to those that are connected, only to nodes if the others hear
// of it by gossip. Those that are not connected, and were well, are looked for.
func (s *spaceState) pushTo(ops [][]byte, nodesOnly bool) {
	e := s.engine
	connected := map[link.Peer]bool{}
	for _, peer := range e.net.Connected() {
		connected[peer] = true
	}
	var now []*peerState
	e.mu.Lock()
	for _, p := range s.peers {
		if p.node != nil && s.Blobs != nil {
			p.soon(2*time.Second, 4*time.Second) // there may be an attachment with it
		}
		switch {
		case p.held:
			p.again = true
		case nodesOnly && p.node == nil:
			p.soon(5*time.Second, 20*time.Second) // to hear whether it arrived
		case connected[p.peer]:
			p.held = true
			now = append(now, p)
		case p.failing.IsZero():
			p.soon(0, 200*time.Millisecond)
		}
	}
	e.mu.Unlock()
	for _, p := range now {
		if !s.spawn(func(ctx context.Context) { p.push(ctx, ops) }) {
			p.letGo()
		}
	}
	e.wake()
}

// push brings ops to one peer.
func (p *peerState) push(ctx context.Context, ops [][]byte) {
	select {
	case p.token <- struct{}{}:
	case <-ctx.Done():
		p.letGo()
		return
	}
	r := p.sync(ctx, ops, true)
	<-p.token
	p.letGo()
	if ctx.Err() == nil {
		p.finish(ctx, r)
	}
}
