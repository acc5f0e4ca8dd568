package p2p

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	pubsub "github.com/libp2p/go-libp2p-pubsub"
	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/peer"

	"kith/p2p/link"
)

// Bounds of gossip.
const (
	maxTopics    = 256
	maxTopicName = 128
	maxGossip    = 320 << 10 // one message: the longest sealed op, and room
	gossipQueue  = 512       // messages waiting for who listens to a topic
	scoreDecay   = 10 * time.Minute
	scoreKept    = time.Hour
)

// gossip starts gossipsub when the first topic is joined: most people have no
// space of ten devices, and its heart beats every second.
type gossip struct {
	mu     sync.Mutex
	ps     *pubsub.PubSub
	cancel context.CancelFunc
	topics map[string]*topic
	closed bool
}

type topic struct {
	host *Host
	name string
	t    *pubsub.Topic
	sub  *pubsub.Subscription
	ctx  context.Context
	end  context.CancelFunc
	once sync.Once
}

// Topic implements link.Network.
func (h *Host) Topic(name string) (link.Topic, error) {
	t, err := h.join(name)
	if err != nil {
		return nil, fmt.Errorf("join a topic: %w", err)
	}
	return t, nil
}

func (h *Host) join(name string) (*topic, error) {
	g := &h.gossip
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case g.closed || h.ctx.Err() != nil:
		return nil, link.ErrClosed
	case name == "" || len(name) > maxTopicName:
		return nil, fmt.Errorf("a name has 1 to %d bytes", maxTopicName)
	case len(g.topics) >= maxTopics:
		return nil, fmt.Errorf("more than %d topics", maxTopics)
	case g.topics[name] != nil:
		return nil, errors.New("it is joined already")
	}
	if g.ps == nil {
		if err := h.startGossip(); err != nil {
			return nil, err
		}
	}
	joined, err := g.ps.Join(name)
	if err != nil {
		return nil, err
	}
	sub, err := joined.Subscribe(pubsub.WithBufferSize(gossipQueue))
	if err != nil {
		return nil, errors.Join(err, joined.Close())
	}
	t := &topic{host: h, name: name, t: joined, sub: sub}
	t.ctx, t.end = context.WithCancel(h.ctx)
	g.topics[name] = t
	return t, nil
}

func (h *Host) startGossip() error {
	ctx, cancel := context.WithCancel(h.ctx)
	ps, err := pubsub.NewGossipSub(ctx, h.parts.host, gossipOptions()...)
	if err != nil {
		cancel()
		return err
	}
	h.gossip.ps, h.gossip.cancel, h.gossip.topics = ps, cancel, map[string]*topic{}
	return nil
}

// gossipOptions: a message is its bytes and nothing else. It names no author,
// carries no signature and no number, so that who passes it on, or is asked for
// it, does not learn who wrote it; what is inside proves itself.
func gossipOptions() []pubsub.Option {
	return []pubsub.Option{
		pubsub.WithMessageSignaturePolicy(pubsub.StrictNoSign),
		pubsub.WithNoAuthor(),
		pubsub.WithMessageIdFn(func(m *pb.Message) string {
			sum := sha256.Sum256(m.GetData())
			return string(sum[:16])
		}),
		pubsub.WithMaxMessageSize(maxGossip),
		pubsub.WithPeerExchange(false),
		pubsub.WithPeerOutboundQueueSize(128),
		pubsub.WithValidateQueueSize(256),
		pubsub.WithPeerScore(scores()),
		pubsub.WithLogger(slog.New(slog.DiscardHandler)),
		pubsub.WithRPCLogger(slog.New(slog.DiscardHandler)),
	}
}

// scores makes gossip shun who breaks its promises: who asks for what it was
// just given, or grafts when told not to. Peers share an address behind a
// family's router, so that is nothing to be punished for.
func scores() (*pubsub.PeerScoreParams, *pubsub.PeerScoreThresholds) {
	return &pubsub.PeerScoreParams{
			SkipAtomicValidation:        true,
			AppSpecificScore:            func(peer.ID) float64 { return 0 },
			AppSpecificWeight:           1,
			BehaviourPenaltyWeight:      -1,
			BehaviourPenaltyThreshold:   6,
			BehaviourPenaltyDecay:       pubsub.ScoreParameterDecay(scoreDecay),
			DecayInterval:               pubsub.DefaultDecayInterval,
			DecayToZero:                 pubsub.DefaultDecayToZero,
			RetainScore:                 scoreKept,
			Topics:                      map[string]*pubsub.TopicScoreParams{},
			IPColocationFactorWeight:    0,
			IPColocationFactorThreshold: 1,
		}, &pubsub.PeerScoreThresholds{
			SkipAtomicValidation: true,
			GossipThreshold:      -100, PublishThreshold: -200, GraylistThreshold: -400,
		}
}

// Publish implements link.Topic.
func (t *topic) Publish(data []byte) error {
	if len(data) > maxGossip-1024 {
		return fmt.Errorf("publish: a message of %d bytes is too long", len(data))
	}
	if t.ctx.Err() != nil {
		return fmt.Errorf("publish: %w", link.ErrClosed)
	}
	if err := t.t.Publish(t.ctx, data); err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

// Messages implements link.Topic. from is who passed the message on to us.
func (t *topic) Messages(tell func(from link.Peer, data []byte)) {
	t.once.Do(func() {
		t.host.spawn(func() {
			for {
				m, err := t.sub.Next(t.ctx)
				if err != nil {
					return // left
				}
				if m.Local {
					continue
				}
				if from, ok := peerOf(m.ReceivedFrom); ok && m.ReceivedFrom != t.host.parts.host.ID() {
					tell(from, m.Data)
				}
			}
		})
	})
}

// Close implements link.Topic.
func (t *topic) Close() error {
	g := &t.host.gossip
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.topics[t.name] != t {
		return nil
	}
	delete(g.topics, t.name)
	t.end()
	t.sub.Cancel()
	if err := t.t.Close(); err != nil && t.host.ctx.Err() == nil {
		return fmt.Errorf("leave a topic: %w", err)
	}
	return nil
}

func (g *gossip) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.closed = true
	for _, t := range g.topics {
		t.end()
		t.sub.Cancel()
	}
	if g.cancel != nil {
		g.cancel()
	}
}
