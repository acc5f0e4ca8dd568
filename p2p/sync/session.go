package sync

import (
	"context"
	"errors"
	"fmt"

	"kith/crypto"
	"kith/p2p/reconcile"
)

// Outcome says what a session came to.
type Outcome struct {
	Matched  bool   // the fingerprints of the whole sets were equal
	UpTo     int64  // with Matched: ops up to this number are on both sides
	Count    uint64 // with Matched: ops in the set
	Sent     uint64 // ops that the peer stored as new
	Received Received
}

// Watcher is told of a session while it runs. Its fields may be nil.
type Watcher struct {
	Received func(Received)           // ops were taken in
	Progress func(done, total uint64) // ops transferred so far, of about so many
}

// maxRounds is how often a session reconciles before it leaves the rest for later.
const maxRounds = 16

// Session makes the sets equal: it reconciles, transfers and reconciles again,
// until the fingerprints match. Errors are [*Error]; what was received until then
// is in the Outcome, and kept.
func (c *Client) Session(ctx context.Context, store Store, watch Watcher) (Outcome, error) {
	s := session{c: c, store: store, watch: watch}
	err := c.do(ctx, func() error { return s.run(ctx) })
	return s.out, err
}

type session struct {
	c     *Client
	store Store
	watch Watcher
	out   Outcome

	quota error  // the peer has no room for more
	done  uint64 // ops transferred
	total uint64 // ops to be transferred, as far as known
}

// found is what one reconciliation came to.
type found struct {
	equal, more bool
	have        []ID // the peer lacks them
	upTo        int64
	count       uint64
}

func (s *session) run(ctx context.Context) error {
	idle := 0
	for range maxRounds {
		f, err := s.reconcile(ctx)
		if err != nil {
			return err
		}
		if f.equal {
			s.c.acked = nil
			s.out.Matched, s.out.UpTo, s.out.Count = true, f.upTo, f.count
			return s.quota
		}
		for _, id := range f.have {
			if s.c.acked[id] {
				s.c.acked = nil // so that the next session brings it again
				return &Error{Why: WhyWithholds, Err: fmt.Errorf("op %x was stored and is not there", id[:8])}
			}
		}
		before := s.done
		announced, err := s.exchange(ctx, f)
		if err != nil {
			return err
		}
		if s.quota != nil {
			return s.quota
		}
		if s.done > before {
			idle = 0
		} else if idle++; idle == 2 {
			if announced > 0 {
				return &Error{Why: WhyWithholds, Err: fmt.Errorf("%d ops were announced and did not come", announced)}
			}
			break
		}
	}
	return &Error{Why: WhyDiffers, Err: errors.New("the sets were not equal in the end")}
}

// reconcile finds out in what the sets differ.
func (s *session) reconcile(ctx context.Context) (f found, err error) {
	if f.upTo, err = s.store.Top(ctx); err != nil {
		return f, &ownError{err}
	}
	index, err := reconcile.NewIndex(ctx, s.store)
	if err != nil {
		return f, &ownError{err}
	}
	f.count = index.Count()
	side, message := reconcile.NewInitiator(index)
	for {
		if err := s.c.w.write(kindReconcile, step{Message: message}); err != nil {
			return f, err
		}
		body, err := s.c.expect(kindReconcile)
		if err != nil {
			return f, err
		}
		var in step
		if err := decode(body, &in); err != nil {
			return f, err
		}
		if len(in.Message) == 0 {
			return f, nil // the answer to our last message
		}
		out, err := side.Step(ctx, in.Message)
		if err != nil {
			return f, err
		}
		f.have = append(f.have, out.Have...)
		f.equal, f.more = out.Equal, out.More
		if out.Done && out.Reply == nil {
			if peer := side.PeerCount(); peer > f.count {
				s.total = s.done + peer - f.count + uint64(len(f.have))
			} else {
				s.total = s.done + uint64(len(f.have))
			}
			return f, nil
		}
		message = out.Reply
	}
}

// exchange transfers what the reconciliation found, in both directions, and tells
// how many ops the peer announced.
func (s *session) exchange(ctx context.Context, f found) (announced uint64, err error) {
	if !f.more && len(f.have) > 0 {
		refused, err := s.put(ctx, func(out *sender) error { return out.sendIDs(ctx, s.store, f.have) })
		if err := s.keepQuota(err); err != nil {
			return 0, err
		}
		if s.quota == nil && refused == 0 {
			s.c.keep(f.have)
		}
	}
	last, err := s.fetch(ctx, kindFetch, empty{})
	if err != nil {
		return 0, err
	}
	announced = last.Count
	if last.More || f.more {
		if announced, err = s.dump(ctx); err != nil {
			return 0, err
		}
	}
	if f.more {
		err = s.keepQuota(s.putDays(ctx))
	}
	return announced, err
}

// keep remembers what the peer said to have stored.
func (c *Client) keep(ids []ID) {
	if c.acked == nil || len(c.acked) > reconcile.MaxHave {
		c.acked = make(map[ID]bool, len(ids))
	}
	for _, id := range ids {
		c.acked[id] = true
	}
}

// keepQuota remembers that the peer has no room, which ends nothing else.
func (s *session) keepQuota(err error) error {
	var no *refused
	if errors.As(err, &no) && no.Code == RefuseQuota {
		s.quota = err
		return nil
	}
	return err
}

// fetch asks for ops and takes them in.
func (s *session) fetch(ctx context.Context, ask kind, body any) (end, error) {
	if err := s.c.w.write(ask, body); err != nil {
		return end{}, err
	}
	t := newTaker(s.store, func(r Received) {
		s.out.Received.add(r)
		s.moved(r.New)
		if s.watch.Received != nil {
			s.watch.Received(r)
		}
	})
	return takeRun(ctx, s.c.w, t, nil, replyTime, maxFrame)
}

// dump asks for everything but the days that are equal.
func (s *session) dump(ctx context.Context) (announced uint64, err error) {
	days, err := s.store.Days(ctx)
	if err != nil {
		return 0, &ownError{err}
	}
	last, err := s.fetch(ctx, kindDump, dayList{Days: packDays(days)})
	return last.Count, err
}

// putDays sends everything but the days that are equal.
func (s *session) putDays(ctx context.Context) error {
	if err := s.c.w.write(kindDays, dayList{}); err != nil {
		return err
	}
	body, err := s.c.expect(kindDays)
	if err != nil {
		return err
	}
	var theirs dayList
	if err := decode(body, &theirs); err != nil {
		return err
	}
	packed := append([]byte(nil), theirs.Days...)
	days, err := s.store.Days(ctx)
	if err != nil {
		return &ownError{err}
	}
	same, err := sameDays(days, packed)
	if err != nil {
		return err
	}
	_, err = s.put(ctx, func(out *sender) error { return out.sendAll(ctx, s.store, same) })
	return err
}

// put sends ops in groups, each acknowledged.
func (s *session) put(ctx context.Context, fill func(*sender) error) (refused uint64, err error) {
	out := &sender{w: s.c.w}
	out.ack = func() error {
		if err := s.c.w.write(kindEnd, end{}); err != nil {
			return err
		}
		answer, err := s.c.stored()
		refused += answer.Refused
		s.out.Sent += answer.New
		s.moved(int(answer.New))
		return err
	}
	if err := fill(out); err != nil {
		return refused, err
	}
	if out.group > 0 {
		err = out.ack()
	}
	return refused, err
}

func (s *session) moved(n int) {
	s.done += uint64(n)
	if s.watch.Progress != nil {
		s.watch.Progress(s.done, max(s.done, s.total))
	}
}

func (c *Client) stored() (answer stored, err error) {
	body, err := c.expect(kindStored)
	if err != nil {
		return answer, err
	}
	return answer, decode(body, &answer)
}

// Push sends ops that were just written and compares the whole sets: Matched says
// that they are equal now. Without ops it only compares.
func (c *Client) Push(ctx context.Context, store Store, ops [][]byte) (out Outcome, err error) {
	err = c.do(ctx, func() error {
		ours, upTo, count, err := currentSum(ctx, store, &c.bond)
		if err != nil {
			return &ownError{err}
		}
		s := sender{w: c.w}
		for _, sealed := range ops {
			if err := s.add(sealed); err != nil {
				return err
			}
		}
		if err := s.flush(); err != nil {
			return err
		}
		if err := c.w.write(kindEnd, end{Sum: &ours}); err != nil {
			return err
		}
		answer, err := c.stored()
		if err != nil {
			return err
		}
		out.Sent = answer.New
		out.Matched, out.UpTo, out.Count = answer.Sum != nil && *answer.Sum == ours, upTo, count
		if out.Matched {
			c.acked = nil
			return nil
		}
		if answer.Refused > 0 {
			return nil
		}
		ids := make([]ID, len(ops))
		for i, sealed := range ops {
			ids[i] = crypto.OpID(sealed)
		}
		c.keep(ids)
		return nil
	})
	return out, err
}
