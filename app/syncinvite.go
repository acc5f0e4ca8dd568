package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kith/journal"
	"kith/journal/space"
	"kith/p2p/link"
	"kith/p2p/pair"
)

// openInvitation is an invitation that this computer answers.
type openInvitation struct {
	id      journal.ID
	opening *pair.Opening
	grant   grant
	person  Person    // of an invitation that owners share
	waiting *Inviting // the session that is asked; nil answers by itself
	shared  bool
	ended   chan struct{} // closed once it is used or over
	err     error         // why, if it was not used; set before ended is closed
	result  *Admitted     // who used it, if this computer answered
}

// openInvitation begins to answer an invitation.
func (s *Sync) openInvitation(id journal.ID, shared pair.Shared, waiting *Inviting) error {
	s.mu.Lock()
	known := s.openings[id]
	if known != nil && waiting != nil {
		known.waiting = waiting
	}
	s.mu.Unlock()
	if known != nil {
		return nil
	}
	g, err := decodeGrant(shared.Grant)
	if err != nil {
		return err
	}
	o := &openInvitation{id: id, grant: g, waiting: waiting, shared: waiting == nil || !waiting.owns, ended: make(chan struct{})}
	if len(g.Persons) == 1 && o.shared {
		if o.person, err = s.app.personByID(g.Persons[0]); err != nil {
			return err
		}
	}
	shared.Options.Log = func(state pair.State, _ int) { s.invitationState(o, state) }
	if o.opening, err = pair.Open(shared.Invitation, shared.Options); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.openings[id] == nil {
		s.openings[id] = o
	}
	if s.letIn == nil {
		s.letIn = s.net.LetIn(pair.Protocol)
	}
	return nil
}

// invitationState hears what became of an invitation.
func (s *Sync) invitationState(o *openInvitation, state pair.State) {
	err := state.Err()
	if state == pair.StateOpen || state == pair.StateUsed && o.shared {
		return // who answered says so, once the other computer has its keys
	}
	if state == pair.StateUsed {
		err = nil
	}
	s.endOpening(o, err)
}

func (s *Sync) endOpening(o *openInvitation, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-o.ended:
	default:
		o.err = err
		close(o.ended)
	}
}

// openShared answers the invitations that the owners of a space share, and ends
// those that another of their computers has seen used.
func (s *Sync) openShared(ctx context.Context, p Person, sp *space.Space) error {
	list, err := s.app.sharedInvitations(ctx, sp)
	if err != nil {
		return err
	}
	open := map[journal.ID]bool{}
	for _, sh := range list {
		id := invitationID(sh.Invitation)
		if s.app.Now().Before(sh.Invitation.Expires) {
			open[id] = true
			if err := s.openInvitation(id, sh, nil); err != nil {
				return err
			}
		}
	}
	s.mu.Lock()
	var over []*openInvitation
	for id, o := range s.openings {
		if o.shared && o.person.ID == p.ID && !open[id] {
			over = append(over, o)
		}
	}
	s.mu.Unlock()
	for _, o := range over {
		o.opening.MarkUsed()
		s.endOpening(o, nil)
	}
	return nil
}

// cancelInvitation ends one that this computer answers.
func (s *Sync) cancelInvitation(id journal.ID) {
	s.mu.Lock()
	o := s.openings[id]
	s.mu.Unlock()
	if o != nil {
		o.opening.Cancel()
	}
}

// leaveInvitation ends the session of an invitation, and the invitation with it if
// nobody else can answer.
func (s *Sync) leaveInvitation(i *Inviting) {
	s.mu.Lock()
	o := s.openings[i.ID]
	if o != nil && o.waiting == i {
		o.waiting = nil
	}
	s.mu.Unlock()
	if o != nil && i.owns {
		o.opening.Cancel()
		s.closeWindow()
	}
}

// overFor is how long an invitation that is over is still answered with why.
const overFor = time.Hour

// closeWindow forgets invitations that are long over, and lets strangers in no more
// once none is left.
func (s *Sync) closeWindow() {
	s.mu.Lock()
	defer s.mu.Unlock()
	open := false
	for id, o := range s.openings {
		state, _ := o.opening.State(s.app.Now())
		switch {
		case state == pair.StateOpen || state == pair.StateUsed && s.app.Now().Before(o.opening.Invitation().Expires):
			open = true
		case s.app.Now().After(o.opening.Invitation().Expires.Add(overFor)):
			delete(s.openings, id)
		}
	}
	if !open && s.letIn != nil {
		s.letIn()
		s.letIn = nil
	}
}

// servePairing answers one who comes with the words of an invitation.
func (s *Sync) servePairing(stream link.Stream) {
	s.mu.Lock()
	var openings []*pair.Opening
	for _, o := range s.openings {
		if len(openings) < pair.MaxOpenings {
			openings = append(openings, o.opening)
		}
	}
	s.mu.Unlock()
	session, opening, err := pair.Answer(s.ctx, stream, s.net.Self(), openings, s.app.Now)
	if err != nil {
		return // the other side was told; wrong tries are counted by the opening
	}
	s.mu.Lock()
	var o *openInvitation
	for _, candidate := range s.openings {
		if candidate.opening == opening {
			o = candidate
		}
	}
	var waiting *Inviting
	if o != nil {
		waiting = o.waiting
	}
	s.mu.Unlock()
	if o == nil {
		session.Cancel()
		return
	}
	m := &meeting{session: session, grant: o.grant, done: make(chan struct{})}
	if waiting == nil || !session.Terms().Check {
		s.answerAlone(o, m)
		return
	}
	select {
	case waiting.came <- m:
		<-m.done
	case <-waiting.over:
		session.Cancel()
	case <-s.ctx.Done():
		session.Cancel()
	}
}

// answerAlone answers an invitation that needs nobody to compare emoji.
func (s *Sync) answerAlone(o *openInvitation, m *meeting) {
	if m.session.Terms().Check {
		m.session.Cancel() // whoever could compare has left
		return
	}
	admitted, err := s.admit(s.ctx, m, new(Meeting))
	if err != nil {
		return // the invitation stays open, or its state says why not
	}
	s.mu.Lock()
	o.result = admitted
	s.mu.Unlock()
	// If this is not heard, another owner's computer may answer it a second time; the
	// joiner's own is let in only once.
	err = s.app.endInvitation(s.ctx, o.person, o.id)
	s.endOpening(o, nil)
	if err == nil {
		s.tell()
	}
}

// ended returns a channel that is closed once an invitation is used or over.
func (s *Sync) ended(id journal.ID) (<-chan struct{}, *openInvitation) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.openings[id]; o != nil {
		return o.ended, o
	}
	return nil, nil
}

// outcome says what became of an invitation that has ended. One that was answered by
// another computer of an owner comes without who it was.
func (s *Sync) outcome(o *openInvitation) (*Admitted, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case o.err != nil:
		return nil, o.err
	case o.result != nil:
		return o.result, nil
	}
	return &Admitted{Persons: []Person{o.person}}, nil
}

// answerPlaces returns where an invitation can be answered: on this computer, and if
// others can, on theirs; and which nodes are between.
func (s *Sync) answerPlaces(ctx context.Context, i Invitation) (peers, nodes []pair.Place, err error) {
	peers = []pair.Place{{Peer: s.net.Self(), Addrs: s.net.Addresses()}}
	for _, p := range i.Persons {
		sp, err := s.app.Space(ctx, p)
		if err != nil {
			return nil, nil, err
		}
		for _, n := range sp.Nodes {
			nodes = append(nodes, pair.Place{Peer: n.Peer, Addrs: n.addresses})
		}
		if i.attended() {
			continue
		}
		for _, m := range sp.Members {
			for _, d := range m.Devices {
				if known := s.net.Known(d.peer); m.Role.CanAdmit() && !d.This && len(known) > 0 {
					peers = append(peers, pair.Place{Peer: d.peer, Addrs: known})
				}
			}
		}
	}
	return peers, nodes, nil
}

// knownPlaces returns where the devices of some records were reached, for one who
// joins them.
func (s *Sync) knownPlaces(ctx context.Context, persons []Person) ([]placeCBOR, error) {
	places := []placeCBOR{{Peer: s.net.Self(), Addrs: bounded(s.net.Addresses())}}
	seen := map[link.Peer]bool{s.net.Self(): true}
	for _, p := range persons {
		sp, err := s.app.Space(ctx, p)
		if err != nil {
			return nil, err
		}
		for _, m := range sp.Members {
			for _, d := range m.Devices {
				if known := bounded(s.net.Known(d.peer)); !seen[d.peer] && len(known) > 0 && len(places) < maxHandoverPlace {
					seen[d.peer] = true
					places = append(places, placeCBOR{Peer: d.peer, Addrs: known})
				}
			}
		}
	}
	return places, nil
}

func bounded(addrs []string) []string { return addrs[:min(len(addrs), maxBookAddrs)] }

// arrivalPause is how long one waits for the other computer of a meeting to come back
// before the rest is left to syncing.
const arrivalPause = 30 * time.Second

// lastWords is how long two computers that have had the same stay together, so that
// each learns what the other is called.
const lastWords = 3 * time.Second

// arrival waits until this computer and a peer have the same of some records, and
// tells how far that is. since is when they met: a small record can be there before
// anybody waits for it.
func (s *Sync) arrival(ctx context.Context, persons []Person, peer link.Peer, since time.Time, o *Meeting) (complete bool, err error) {
	if o.NoWait {
		return false, nil
	}
	o.tell(Progress{Stage: StageReceiving})
	changed := make(chan struct{}, 1)
	stop := s.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	defer stop()
	matched := false
	var newest map[journal.ID]int64
	alone := time.NewTimer(arrivalPause)
	defer alone.Stop()
	for {
		p := s.engine.progress(persons, peer, since, newest)
		if p.matched || p.complete {
			if in, err := s.app.haveArrived(ctx, persons); err != nil {
				return false, err
			} else if !in { // a node may have less than who let us in
				p.matched, p.complete, p.connected = false, false, false
			} else if newest == nil { // what this computer is called is to arrive as well
				if newest, err = s.app.sayNames(ctx, persons); err != nil {
					return false, err
				}
				continue
			}
		}
		switch {
		case p.complete:
			o.tell(Progress{Stage: StageDone})
			return true, nil
		case p.matched && !matched:
			matched = true // what was said since, as what a computer is called, may still come
			alone.Reset(lastWords)
		case p.connected && !matched:
			alone.Reset(arrivalPause)
		}
		o.tell(Progress{Stage: StageReceiving, Done: p.done, Total: p.total})
		select {
		case <-changed:
		case <-alone.C:
			return matched, nil
		case <-ctx.Done():
			return false, context.Cause(ctx)
		case <-s.ctx.Done():
			return false, fmt.Errorf("receive: %w", errors.Join(ErrSyncClosed, s.ctx.Err()))
		}
	}
}
