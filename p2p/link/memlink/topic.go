package memlink

import (
	"fmt"
	"sync"
	"time"

	"kith/p2p/link"
)

type topic struct {
	host *Host
	name string
	mu   sync.Mutex // one message at a time
	tell func(link.Peer, []byte)
	left bool
}

// Topic implements [link.Network].
func (h *Host) Topic(name string) (link.Topic, error) {
	w := h.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	if h.closed {
		return nil, link.ErrClosed
	}
	for t := range w.topics[name] {
		if t.host == h {
			return nil, fmt.Errorf("topic %q is joined already", name)
		}
	}
	if w.topics[name] == nil {
		w.topics[name] = map[*topic]bool{}
	}
	t := &topic{host: h, name: name}
	w.topics[name][t] = true
	return t, nil
}

// Publish implements [link.Topic].
func (t *topic) Publish(data []byte) error {
	w := t.host.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.topics[t.name][t] {
		return link.ErrClosed
	}
	data = append([]byte(nil), data...)
	late := map[*topic]time.Duration{t: 0}
	for edge := []*topic{t}; len(edge) > 0; edge = edge[1:] {
		for next := range w.topics[t.name] {
			c := w.conns[pairOf(edge[0].host.self, next.host.self)]
			if _, has := late[next]; has || c == nil || c.cut {
				continue
			}
			w.bytes += int64(len(data))
			late[next] = late[edge[0]] + w.delay(len(data))
			edge = append(edge, next)
			time.AfterFunc(late[next], func() { next.deliver(t.host.self, data) })
		}
	}
	return nil
}

func (t *topic) deliver(from link.Peer, data []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.tell != nil && !t.left {
		t.tell(from, append([]byte(nil), data...))
	}
}

// Messages implements [link.Topic].
func (t *topic) Messages(tell func(link.Peer, []byte)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tell = tell
}

// Close implements [link.Topic].
func (t *topic) Close() error {
	t.host.wire.mu.Lock()
	delete(t.host.wire.topics[t.name], t)
	t.host.wire.mu.Unlock()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.left = true
	return nil
}
