package sync

import (
	"bytes"
	"context"
	"slices"
	"sync"

	"kith/p2p/link"
)

// Result is what [Engine.SyncOnce] came to.
type Result struct {
	Spaces []SpaceResult
}

// SpaceResult is what became of one space.
type SpaceResult struct {
	ID    [16]byte
	Peers []PeerResult
	Err   error // the space could not be read here
}

// PeerResult is what became of one space at one device or node.
type PeerResult struct {
	Peer     link.Peer
	Device   [16]byte
	Name     string
	Node     bool
	Reached  bool // it answered
	Matched  bool // the fingerprints of the whole sets were equal in the end
	Sent     int  // ops that it lacked
	Received int  // ops that we lacked
	Why      Why  // if not
	Err      error
}

// Reached counts the peers that answered, each once for each space.
func (r *Result) Reached() (n int) {
	for _, s := range r.Spaces {
		for _, p := range s.Peers {
			if p.Reached {
				n++
			}
		}
	}
	return n
}

// Complete reports whether every space could be read and every peer that answered
// has the same as this computer.
func (r *Result) Complete() bool {
	for _, s := range r.Spaces {
		if s.Err != nil {
			return false
		}
		for _, p := range s.Peers {
			if p.Reached && !p.Matched {
				return false
			}
		}
	}
	return true
}

// passes is how often SyncOnce goes round: what one peer brings, those before it
// lack.
const passes = 4

// SyncOnce syncs every space with every peer, whatever the schedule says, until
// all that can be reached have the same, or a few times at most. Run may or may not
// run meanwhile.
func (e *Engine) SyncOnce(ctx context.Context) *Result {
	e.mu.Lock()
	spaces := make([]*spaceState, 0, len(e.spaces))
	for _, s := range e.spaces {
		spaces = append(spaces, s)
	}
	e.mu.Unlock()
	slices.SortFunc(spaces, func(a, b *spaceState) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	results := make([]SpaceResult, len(spaces))
	var all sync.WaitGroup
	for i, s := range spaces {
		all.Go(func() { results[i] = s.once(ctx) })
	}
	all.Wait()
	return &Result{Spaces: results}
}

// attempt is a peer on the list of SyncOnce.
type attempt struct {
	p      *peerState
	result PeerResult
	upTo   int64
	tried  bool
}

func (s *spaceState) once(ctx context.Context) SpaceResult {
	out := SpaceResult{ID: s.ID}
	if out.Err = s.load(ctx); out.Err != nil {
		return out
	}
	e := s.engine
	var list []*attempt
	e.mu.Lock()
	for _, p := range s.peers {
		list = append(list, &attempt{p: p, result: PeerResult{Peer: p.peer, Device: p.id, Name: p.name, Node: p.node != nil}})
	}
	e.mu.Unlock()
	slices.SortFunc(list, func(a, b *attempt) int { return bytes.Compare(a.result.Peer[:], b.result.Peer[:]) })
	for range passes {
		top, err := s.topNow(ctx)
		if err != nil {
			out.Err = err
			break
		}
		var round sync.WaitGroup
		for _, a := range list {
			if a.due(top) {
				round.Go(func() { a.sync(ctx) })
			}
		}
		round.Wait()
	}
	top, err := s.topNow(ctx)
	if out.Err == nil {
		out.Err = err
	}
	for _, a := range list {
		if a.result.Matched && a.upTo < top {
			a.result.Matched, a.result.Why = false, WhyDiffers
		}
		out.Peers = append(out.Peers, a.result)
	}
	return out
}

func (s *spaceState) topNow(ctx context.Context) (int64, error) {
	m, release, err := s.use(ctx)
	if err != nil {
		return 0, err
	}
	defer release()
	return m.Top(ctx)
}

// due reports whether another session may help.
func (a *attempt) due(top int64) bool {
	switch {
	case !a.tried:
		return true
	case a.result.Matched:
		return a.upTo < top
	}
	return a.result.Reached && (a.result.Why == WhyDiffers || a.result.Why == WhyInterrupted)
}

func (a *attempt) sync(ctx context.Context) {
	p := a.p
	e := p.space.engine
	for _, place := range []chan struct{}{p.token, e.slots} {
		select {
		case place <- struct{}{}:
			defer func() { <-place }()
		case <-ctx.Done():
			a.result.Why, a.result.Err = WhyInterrupted, ctx.Err()
			return
		}
	}
	r := p.sync(ctx, nil, false)
	a.tried = true
	a.result.Reached = a.result.Reached || r.reached
	a.result.Matched, a.upTo = r.Matched && r.err == nil, r.UpTo
	a.result.Sent += int(r.Sent)
	a.result.Received += r.Received.New
	a.result.Why, a.result.Err = whyOfError(r.err), r.err
	p.finish(ctx, r)
}
