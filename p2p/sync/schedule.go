package sync

import (
	"context"
	"time"

	"kith/p2p/link"
)

// When sessions are held. Every stretch is drawn from anew each time.
const (
	firstPause = 30 * time.Second // after a session; doubles while nothing moves
	lastPause  = 5 * time.Minute
	firstRetry = 2 * time.Second // after a failure; grows with the time it lasts
	jumpLimit  = 20 * time.Second
	tick       = 15 * time.Second // how often the clock is looked at
)

// pause says when the next session is due. The engine is locked.
func (p *peerState) pause(r result, failed *Error) time.Duration {
	if r.Matched && r.err == nil {
		p.quiet++
		if r.Sent > 0 || r.Received.New > 0 {
			p.quiet = 0
		}
		pause := min(firstPause<<min(p.quiet, 10), lastPause)
		return between(pause*3/4, pause)
	}
	p.quiet = 0
	now := time.Now()
	if p.failing.IsZero() {
		p.failing = now
	}
	pause := min(max(now.Sub(p.failing)/16, firstRetry), lastPause)
	if failed != nil {
		switch failed.Why {
		case WhyNotLetIn, WhyRemoved, WhyKeys, WhyPeerOlder, WhyPeerNewer, WhyToken, WhyQuota, WhyWithholds, WhyBroken:
			pause = lastPause // nothing that passes by itself
			if now.Sub(p.failing) < time.Minute {
				pause = 10 * time.Second // but it may, right after a change of members
			}
		}
		pause = max(pause, failed.Wait)
	}
	return between(pause*3/4, pause*5/4)
}

// schedule starts sessions when they are due, until ctx ends.
func (e *Engine) schedule(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	wall, mono := e.cfg.Now().Round(0), time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-e.kick:
		case <-timer.C:
		}
		// A clock that went further than time did: the computer slept, or
		// somebody set it. Connections may be dead without a word.
		nextWall, nextMono := e.cfg.Now().Round(0), time.Now()
		if jump := nextWall.Sub(wall) - nextMono.Sub(mono); jump > jumpLimit || jump < -jumpLimit {
			e.log.Debug("clock jumped", "by", jump)
			e.hurry(func(*peerState) bool { return true })
		}
		wall, mono = nextWall, nextMono
		e.rejoin()
		wait := tick
		for _, p := range e.due(&wait) {
			if !p.space.spawn(p.visit) {
				p.letGo()
			}
		}
		timer.Reset(wait)
	}
}

// due takes the peers whose session is due, and shortens wait to the next one.
func (e *Engine) due(wait *time.Duration) (due []*peerState) {
	e.mu.Lock()
	defer e.mu.Unlock()
	now := time.Now()
	for _, s := range e.spaces {
		if !s.loaded {
			continue
		}
		for _, p := range s.peers {
			if p.held {
				continue
			}
			if busy := p.served.Add(3 * time.Second); busy.After(now) && p.next.Before(busy) {
				p.next = busy.Add(between(0, time.Second)) // it syncs with us just now
			}
			if left := p.next.Sub(now); left > 0 {
				*wait = min(*wait, left)
				continue
			}
			p.held = true
			due = append(due, p)
		}
	}
	return due
}

// visit holds the session that is due.
func (p *peerState) visit(ctx context.Context) {
	e := p.space.engine
	// The token before the slot, as everywhere: who has a slot waits for nobody.
	select {
	case p.token <- struct{}{}:
	case <-ctx.Done():
		p.letGo()
		return
	}
	defer func() { <-p.token }()
	select {
	case e.slots <- struct{}{}:
		defer func() { <-e.slots }()
	case <-ctx.Done():
		p.letGo()
		return
	}
	r := p.sync(ctx, nil, true)
	p.letGo()
	if ctx.Err() == nil {
		p.finish(ctx, r)
	}
}

func (p *peerState) letGo() {
	e := p.space.engine
	e.mu.Lock()
	defer e.mu.Unlock()
	p.held = false
}

// hurry makes sessions due now, with those peers that which says, a little apart.
func (e *Engine) hurry(which func(*peerState) bool) {
	e.mu.Lock()
	for _, s := range e.spaces {
		for _, p := range s.peers {
			if which(p) {
				p.soon(0, time.Second)
			}
		}
	}
	e.mu.Unlock()
	e.wake()
}

// soon makes a session due within a stretch from now, if it is not before. The
// engine is locked.
func (p *peerState) soon(least, most time.Duration) {
	if p.held {
		p.again = true
		return
	}
	if at := time.Now().Add(between(least, most)); at.Before(p.next) {
		p.next = at
	}
}

// event follows the network.
func (e *Engine) event(event link.Event) {
	if event.Peer.IsZero() { // we woke, or have another address
		e.hurry(func(*peerState) bool { return true })
		return
	}
	e.mu.Lock()
	e.relayed[event.Peer] = event.Up && event.Relayed
	if !event.Up {
		delete(e.relayed, event.Peer)
	}
	first := string(event.Peer[:]) > string(e.server.Self[:])
	for _, s := range e.spaces {
		p := s.peers[event.Peer]
		if p == nil {
			continue
		}
		switch {
		case !event.Up:
			p.soon(firstRetry/2, firstRetry)
		case first: // of two that meet one begins, if who dialled has not by then
			p.soon(500*time.Millisecond, 700*time.Millisecond)
		default:
			p.soon(time.Second, 2*time.Second)
		}
	}
	e.mu.Unlock()
	e.wake()
	e.tell()
}

// touch makes sessions due with all peers of a space but one.
func (s *spaceState) touch(but link.Peer, least, most time.Duration) {
	e := s.engine
	e.mu.Lock()
	for _, p := range s.peers {
		if p.peer != but {
			p.soon(least, most)
		}
	}
	e.mu.Unlock()
	e.wake()
}

// received notes what a peer brought, from whoever's stream.
func (s *spaceState) received(from link.Peer, r Received) {
	e := s.engine
	e.mu.Lock()
	s.addForks(r.Forks)
	if r.New > 0 {
		s.news++
	}
	e.mu.Unlock()
	if r.New > 0 {
		if s.Blobs != nil {
			from = e.net.Self() // who brought it may have an attachment to it
		}
		s.touch(from, time.Second, 3*time.Second)
	}
	if len(r.Forks) > 0 {
		e.tell()
	}
}
