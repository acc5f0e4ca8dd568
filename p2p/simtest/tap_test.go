package simtest

import (
	"bytes"
	"context"
	gosync "sync"
	"testing"

	"kith/p2p/link"
)

// tap keeps what goes over the wire, as somebody would see it who broke the
// transport's encryption.
type tap struct {
	mu      gosync.Mutex
	streams []*bytes.Buffer // a direction of a stream each
	size    int
}

// tapMost bounds what is kept.
const tapMost = 128 << 20

func (t *tap) direction() *bytes.Buffer {
	t.mu.Lock()
	defer t.mu.Unlock()
	buf := new(bytes.Buffer)
	t.streams = append(t.streams, buf)
	return buf
}

func (t *tap) keep(buf *bytes.Buffer, b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.size < tapMost {
		buf.Write(b)
		t.size += len(b)
	}
}

// finds gives the words that can be read in what was kept.
func (t *tap) finds(words []string) (found []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, word := range words {
		for _, buf := range t.streams {
			if bytes.Contains(bytes.ToLower(buf.Bytes()), []byte(word)) {
				found = append(found, word)
				break
			}
		}
	}
	return found
}

// tapped is a network that is listened to.
type tapped struct {
	link.Network
	tap *tap
}

func (n tapped) Open(ctx context.Context, peer link.Peer, protocol link.Protocol) (link.Stream, error) {
	s, err := n.Network.Open(ctx, peer, protocol)
	if err != nil {
		return nil, err
	}
	return n.listen(s), nil
}

func (n tapped) Handle(protocol link.Protocol, serve func(link.Stream)) {
	if serve == nil {
		n.Network.Handle(protocol, nil)
		return
	}
	n.Network.Handle(protocol, func(s link.Stream) { serve(n.listen(s)) })
}

func (n tapped) Topic(name string) (link.Topic, error) {
	inner, err := n.Network.Topic(name)
	if err != nil {
		return nil, err
	}
	buf := n.tap.direction()
	n.tap.keep(buf, []byte(name))
	return tappedTopic{inner, n.tap, buf}, nil
}

func (n tapped) listen(s link.Stream) link.Stream { return tappedStream{s, n.tap, n.tap.direction()} }

type tappedStream struct {
	link.Stream
	tap *tap
	buf *bytes.Buffer
}

func (s tappedStream) Write(b []byte) (int, error) {
	s.tap.keep(s.buf, b)
	return s.Stream.Write(b)
}

type tappedTopic struct {
	link.Topic
	tap *tap
	buf *bytes.Buffer
}

func (p tappedTopic) Publish(data []byte) error {
	p.tap.keep(p.buf, data)
	return p.Topic.Publish(data)
}

// mustBeBlind fails if a word of health, a name or a line can be read on the wire.
func (t *tap) mustBeBlind(tb testing.TB) {
	tb.Helper()
	if t.size == 0 {
		tb.Error("nothing went over the wire")
	}
	if found := t.finds(canaries); len(found) > 0 {
		tb.Errorf("on the wire one can read %q", found)
	}
}
