package reconcile

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
)

// Session is one side of a reconciliation. Make it with [NewInitiator] or
// [NewResponder], give every message of the peer to [Session.Step], and send what
// that replies. Besides its [Index] it takes at most about 12 MiB: the spans or ids
// that its last message asked about, 65,536 at most, and as many ids found.
type Session struct {
	ix       *Index
	salt     salt
	asked    []question // what our last message asked, in order
	messages int        // so far, of both sides
	peer     uint64     // ops that the peer says to have
	found    int        // ids reported so far
	more     bool       // something was left out
	over     bool
}

// question is something that a message asks and the next one answers.
type question struct {
	span span
	ids  []ID // what was listed for the span; nil if its fingerprint was given
}

// Step is what came of a message.
type Step struct {
	// Reply is to be sent; nil if nothing is.
	Reply []byte
	// Have are ids that we have and the peer lacks, as found by this message.
	Have []ID
	// Done says that with Reply the session is over.
	Done bool
	// Equal, with Done, says that both whole sets had the same fingerprint.
	Equal bool
	// More, with Done, says that some of the differences are left for another
	// session, to be held after what was found has been sent.
	More bool
}

// NewInitiator begins a session and gives its first message.
func NewInitiator(ix *Index) (*Session, []byte) {
	var fresh salt
	rand.Read(fresh[:]) // gives no error: without randomness the program ends
	return newInitiator(ix, fresh)
}

func newInitiator(ix *Index, fresh salt) (*Session, []byte) {
	s := &Session{ix: ix, salt: fresh, messages: 1}
	msg := append([]byte{version}, fresh[:]...)
	msg = binary.AppendUvarint(msg, ix.Count())
	if ix.Count() == 0 {
		msg = append(msg, tagList)
		return s, appendList(msg, nil, 0, &s.salt)
	}
	parts := everything.atDays(ix.firstCuts())
	msg = append(msg, tagSplit)
	msg = appendSplit(msg, everything, parts)
	for _, p := range parts {
		fp := s.salt.fingerprint(hashRange, ix.totalOf(p))
		msg = append(msg, fp[:]...)
		s.asked = append(s.asked, question{span: p})
	}
	return s, msg
}

// NewResponder waits for the first message of an initiator.
func NewResponder(ix *Index) *Session {
	return &Session{ix: ix, asked: []question{{span: everything}}}
}

// PeerCount is how many ops the peer says to have; zero before its first message.
// It is good for showing progress and for nothing else.
func (s *Session) PeerCount() uint64 { return s.peer }

// Step takes the peer's next message. An error ends the session: [ErrMessage],
// [ErrVersion], [ErrRounds] or [ErrWork] if the peer is at fault, otherwise it is
// that of the Source. Each day's ids are read at most once.
func (s *Session) Step(ctx context.Context, msg []byte) (Step, error) {
	if s.over {
		return Step{}, ErrOver
	}
	s.messages++
	step, err := s.step(ctx, msg)
	if err != nil {
		s.over = true
		return Step{}, fmt.Errorf("reconciling, message %d: %w", s.messages, err)
	}
	s.over = step.Done
	if step.Reply != nil {
		s.messages++
	}
	return step, nil
}

func (s *Session) step(ctx context.Context, msg []byte) (Step, error) {
	if s.messages > MaxMessages {
		return Step{}, ErrRounds
	}
	if len(msg) > MaxMessage {
		return Step{}, fmt.Errorf("%d bytes: %w", len(msg), ErrMessage)
	}
	r := &reader{rest: msg}
	var reply []byte
	var whole [wholeSize]byte
	ours := s.salt.fingerprint(hashWhole, s.ix.all())
	switch s.messages {
	case 1:
		if v := r.bytes(1)[0]; r.err == nil && v != version {
			return Step{}, fmt.Errorf("version %d: %w", v, ErrVersion)
		}
		copy(s.salt[:], r.bytes(len(s.salt)))
		s.peer = r.uvarint()
		ours = s.salt.fingerprint(hashWhole, s.ix.all())
		reply = append(binary.AppendUvarint(reply, s.ix.Count()), ours[:]...)
	case 2:
		s.peer = r.uvarint()
		copy(whole[:], r.bytes(len(whole)))
	}

	// What must be said of a message takes at most a sixth of it: a list of one
	// shortened id has six bytes, its answer one.
	a := turn{s: s, ctx: ctx, in: r, room: MaxMessage - len(reply) - len(msg)/6 - 1}
	if err := a.take(); err != nil {
		return Step{}, err
	}
	step := Step{Have: a.have, Done: len(a.asked) == 0}
	if s.messages == 1 || a.answered > 0 {
		step.Reply = append(append(reply, a.tags...), a.body...)
	}
	equal := s.messages == 1 && !a.differs
	if s.messages == 2 {
		equal = whole == ours
		if !equal && !a.differs && len(s.asked) > 0 {
			return Step{}, fmt.Errorf("the peer calls sets equal that are not: %w", ErrMessage)
		}
		equal = equal && !a.differs
	}
	s.asked = a.asked
	if step.Done {
		step.Equal, step.More = equal, s.more
	}
	return step, nil
}
