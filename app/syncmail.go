package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"kith/journal"
	"kith/p2p/link"
	"kith/p2p/pair"
	"kith/p2p/replica"
)

// nodeBoxes are the mailboxes of nodes, as package pair wants them.
type nodeBoxes struct{ net link.Network }

func (b nodeBoxes) Put(ctx context.Context, node link.Peer, box [32]byte, item []byte, expires time.Time) error {
	err := replica.Mailbox{Network: b.net, Node: node}.Put(ctx, box, item, expires)
	if errors.Is(err, replica.ErrTaken) {
		return fmt.Errorf("%w: %w", pair.ErrTaken, err)
	}
	return err
}

func (b nodeBoxes) Get(ctx context.Context, node link.Peer, box [32]byte) ([]byte, error) {
	item, err := replica.Mailbox{Network: b.net, Node: node}.Get(ctx, box)
	if errors.Is(err, replica.ErrNoBox) {
		return nil, nil
	}
	return item, err
}

func (b nodeBoxes) Empty(ctx context.Context, node link.Peer, box [32]byte) error {
	return replica.Mailbox{Network: b.net, Node: node}.Empty(ctx, box)
}

// lettersTime bounds one look into the mailbox of a node.
const lettersTime = 20 * time.Second

// letters looks into the mailboxes of nodes from time to time: somebody may have
// written to an invitation while no computer that answers it was on.
func (s *Sync) letters() {
	tick := time.NewTicker(pair.DeskPoll)
	defer tick.Stop()
	for {
		s.collectLetters(s.ctx)
		select {
		case <-s.ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// collectLetters leaves notice of the invitations that owners share with their nodes,
// and answers the letters that are there. A node that cannot be asked is asked again
// at the next look.
func (s *Sync) collectLetters(ctx context.Context) {
	s.mu.Lock()
	var shared []*openInvitation
	for _, o := range s.openings {
		if o.shared {
			shared = append(shared, o)
		}
	}
	s.mu.Unlock()
	for _, o := range shared {
		inv := o.opening.Invitation()
		if !s.app.Now().Before(inv.Expires) {
			continue
		}
		for _, node := range inv.Nodes {
			s.net.Learn(node.Peer, node.Addrs)
			ctx, cancel := context.WithTimeout(ctx, lettersTime)
			_ = o.opening.Collect(ctx, nodeBoxes{s.net}, node.Peer, s.app.Now, func(ctx context.Context, l pair.Letter) ([]byte, error) {
				return s.answerLetter(ctx, o, node.Peer, l)
			}) // as the comment above says
			cancel()
		}
		s.endAnswered(ctx, o)
	}
}

// answerLetter admits one who wrote by way of a node, and returns what they need to
// begin.
func (s *Sync) answerLetter(ctx context.Context, o *openInvitation, node link.Peer, l pair.Letter) ([]byte, error) {
	admitted, answer, err := s.welcome(ctx, o.grant, pair.PurposeMember, l.From, l.Request)
	if errors.Is(err, pair.ErrFormat) {
		return nil, fmt.Errorf("%w: %w", pair.ErrRefused, err)
	}
	if err != nil {
		return nil, err
	}
	if err := s.refresh(ctx); err != nil { // it may connect from now on
		return nil, err
	}
	s.mu.Lock()
	o.result = admitted
	s.mu.Unlock()
	if err := s.bring(ctx, o.person, node); err != nil {
		return nil, err
	}
	return answer, s.app.ChangeSettings(func(set *Settings) { set.Sync = true })
}

// bringTime is how long an answer waits for the node to have the record first.
const bringTime = 5 * time.Second

// bring waits, for a while, until a node has all of a record: who finds the answer to a
// letter there should find the record too. Where it takes longer they wait for it.
func (s *Sync) bring(ctx context.Context, p Person, node link.Peer) error {
	newest := int64(0)
	err := s.app.with(ctx, p, func(r *journal.Record) (err error) {
		newest, err = r.Space().Newest(ctx)
		return err
	})
	if err != nil {
		return err
	}
	changed := make(chan struct{}, 1)
	defer s.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})()
	late := time.NewTimer(bringTime)
	defer late.Stop()
	for !s.engine.has(p, node, newest) {
		select {
		case <-changed:
		case <-late.C:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	return nil
}

// endAnswered ends an invitation that was used by letter, for the other owners too.
func (s *Sync) endAnswered(ctx context.Context, o *openInvitation) {
	state, _ := o.opening.State(s.app.Now())
	s.mu.Lock()
	answered := state == pair.StateUsed && o.result != nil
	s.mu.Unlock()
	select {
	case <-o.ended:
		return
	default:
	}
	if !answered {
		return
	}
	if err := s.app.endInvitation(ctx, o.person, o.id); err != nil {
		return // tried again at the next look
	}
	s.endOpening(o, nil)
	s.tell()
}

// mailBook is a letter that waits for its answer.
type mailBook struct {
	ID   string `json:"id"`   // of the invitation
	Mail []byte `json:"mail"` // [pair.Mail.Encode]
}

// goThrough follows an invitation to its end: with one of the computers that answer
// it or, if none of them is there, by a letter in the mailbox of a node. Then it waits
// for as long as ctx and the invitation allow; when it is called again it waits for
// the same answer. Where no letter can be left it fails with [ErrNobodyThere].
func (s *Sync) goThrough(ctx context.Context, made pair.Invitation, at []pair.Place, o *JoinOptions) (*Joined, link.Peer, error) {
	a := s.app
	b, err := a.syncBook()
	if err != nil {
		return nil, link.Peer{}, err
	}
	id := invitationID(made).String()
	var joined *Joined
	var peer link.Peer
	var hello greeting
	j := &pair.Join{
		Network: s.net, Invitation: made, Places: at, Nodes: at, Now: a.Now, Mailbox: nodeBoxes{s.net}, Device: a.self.Device,
		Progress: func(stage pair.Stage, _ link.Peer) {
			if stage == pair.StageWaiting {
				o.tell(Progress{Stage: StageWaiting})
			}
		},
		Session: func(ctx context.Context, session *pair.Session) (err error) {
			joined, peer, err = a.follow(ctx, session, o)
			return err
		},
		Request: func(n pair.Notice) (pair.Request, error) {
			if n.Check || n.Invitation.Purpose != pair.PurposeMember {
				return pair.Request{}, pair.ErrNobody // both people must be there for this one
			}
			if hello, err = decodeGreeting(n.Greeting); err != nil {
				return pair.Request{}, err
			}
			if hello.Author == a.self.Author.Public() {
				return pair.Request{}, ErrOwnRecord
			}
			card, err := a.memberCard()
			return pair.Request{Card: card, Name: b.Device}, err
		},
		Wrote: func(m *pair.Mail, _ pair.Notice) error {
			kept, err := m.Encode()
			if err != nil {
				return err
			}
			return a.changeSyncBook(func(b *syncBook) bool { b.Mail = &mailBook{id, kept}; return true })
		},
		Welcome: func(ctx context.Context, answer []byte) (err error) {
			joined, peer, err = a.followLetter(ctx, answer, hello)
			return err
		},
	}
	if b.Mail != nil && b.Mail.ID == id {
		if j.Mail, err = pair.DecodeMail(b.Mail.Mail); err != nil {
			return nil, link.Peer{}, err
		}
	}
	return joined, peer, nobodyThere(j.Run(ctx))
}

// nobodyThere says what it means that nobody answered: what the last one of those who
// could be asked said, or that there was none.
func nobodyThere(err error) error {
	if !errors.Is(err, pair.ErrNobody) {
		return err
	}
	for _, kind := range []error{pair.ErrBusy, pair.ErrNotOpen, pair.ErrFormat} {
		if errors.Is(err, kind) {
			return kind
		}
	}
	return fmt.Errorf("%w: %w", ErrNobodyThere, err)
}

// followLetter keeps everything that was handed over by letter. Who let us in may be
// off again, so the record comes from nobody in particular: peer is zero.
func (a *App) followLetter(ctx context.Context, answer []byte, g greeting) (_ *Joined, peer link.Peer, err error) {
	defer clear(answer)
	if err := a.keepHandover(answer, g, false); err != nil {
		return nil, peer, err
	}
	persons, from, err := a.finishJoin(ctx)
	if err != nil {
		return nil, peer, err
	}
	err = a.changeSyncBook(func(b *syncBook) bool { b.Mail = nil; return true })
	return &Joined{Purpose: ForMember, From: from, Persons: persons}, peer, err
}
