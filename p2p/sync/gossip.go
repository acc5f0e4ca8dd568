package sync

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

const (
	maxGossip   = 60 << 10 // bytes of ops in one message
	gossipQueue = 64       // messages of a topic that wait to be taken in
)

// topicOf names the topic of a space in the ISO week of an instant (SYNC.md,
// section 9). Who does not have the epoch's base key cannot tell it.
func topicOf(topics crypto.Key, at time.Time) string {
	year, week := at.UTC().ISOWeek()
	mac := crypto.MAC(topics, fmt.Appendf(nil, "%04d-W%02d", year, week))
	return hex.EncodeToString(mac[:])
}

// joinTopics joins the topics of now, and leaves others. Near the turn of a week
// there are two, for clocks that are off.
func (s *spaceState) joinTopics() error {
	s.joining.Lock()
	defer s.joining.Unlock()
	e := s.engine
	e.mu.Lock()
	want := map[string]bool{}
	if len(s.devices) >= gossipMin && len(s.keys) > 0 && !s.gone {
		now := e.cfg.Now()
		for _, at := range []time.Time{now, now.Add(-36 * time.Hour), now.Add(36 * time.Hour)} {
			want[topicOf(s.keys[0].Topics, at)] = true
		}
	}
	var leave []link.Topic
	for name, t := range s.topics {
		if !want[name] {
			leave = append(leave, t)
			delete(s.topics, name)
		}
		delete(want, name)
	}
	e.mu.Unlock()
	var errs []error
	for _, t := range leave {
		errs = append(errs, t.Close())
	}
	for name := range want {
		errs = append(errs, s.join(name))
	}
	return errors.Join(errs...)
}

// rejoin keeps up with the weeks.
func (e *Engine) rejoin() {
	e.mu.Lock()
	var many []*spaceState
	for _, s := range e.spaces {
		if len(s.devices) >= gossipMin {
			many = append(many, s)
		}
	}
	e.mu.Unlock()
	for _, s := range many {
		if err := s.joinTopics(); err != nil {
			e.log.Debug("join topic", "err", err)
		}
	}
}

func (s *spaceState) join(name string) error {
	e := s.engine
	t, err := e.net.Topic(name)
	if err != nil {
		return err
	}
	queue := make(chan message, gossipQueue)
	t.Messages(func(from link.Peer, data []byte) {
		select {
		case queue <- message{from, data}:
		default: // reconciliation brings it
		}
	})
	e.mu.Lock()
	s.topics[name] = t
	e.mu.Unlock()
	if !s.spawn(func(ctx context.Context) { s.hear(ctx, queue) }) {
		e.mu.Lock()
		delete(s.topics, name)
		e.mu.Unlock()
		return t.Close()
	}
	return nil
}

type message struct {
	from link.Peer
	data []byte
}

// hear takes in what comes by a topic.
func (s *spaceState) hear(ctx context.Context, queue chan message) {
	e := s.engine
	for {
		select {
		case <-ctx.Done():
			return
		case m := <-queue:
			if err := s.take(ctx, m); err != nil {
				e.log.Debug("gossip", "peer", m.from, "err", err)
			}
		}
	}
}

func (s *spaceState) take(ctx context.Context, msg message) error {
	var list opList
	if len(msg.data) > maxGossip+maxEarly {
		return errFrame
	}
	if err := decode(msg.data, &list); err != nil {
		return err
	}
	if !s.has(msg.from) {
		return nil // not of a member's device, so not worth the work
	}
	m, release, err := s.use(ctx)
	if err != nil {
		return err
	}
	defer release()
	r, err := m.Receive(ctx, list.Ops)
	if err != nil {
		return err
	}
	e := s.engine
	e.mu.Lock()
	s.addForks(r.Forks)
	if r.New > 0 {
		for _, p := range s.peers {
			p.soon(5*time.Second, 20*time.Second) // to know who has it, and for nodes, which the writer may not reach
		}
	}
	e.mu.Unlock()
	e.wake()
	return nil
}

// publish sends ops to the topic of this week.
func (s *spaceState) publish(ops [][]byte) {
	e := s.engine
	e.mu.Lock()
	var t link.Topic
	if len(s.keys) > 0 {
		t = s.topics[topicOf(s.keys[0].Topics, e.cfg.Now())]
	}
	e.mu.Unlock()
	if t == nil {
		return
	}
	for len(ops) > 0 {
		n, size := 0, 0
		for n < len(ops) && (n == 0 || size+len(ops[n]) <= maxGossip) {
			size += len(ops[n])
			n++
		}
		if size <= maxGossip {
			data, err := encMode.Marshal(opList{Ops: ops[:n]})
			if err == nil {
				err = t.Publish(data)
			}
			if err != nil {
				e.log.Debug("publish", "err", err)
			}
		}
		ops = ops[n:]
	}
}
