package memlink

import (
	"io"
	"os"
	"sync"
	"time"

	"kith/p2p/link"
)

// window is how many bytes of a stream may be unread before Write waits.
const window = 1 << 20

// stream is one end of a stream.
type stream struct {
	conn   *conn
	host   *Host
	remote link.Peer
	in     *pipe
	out    *pipe
	peer   *stream
}

// newStreams makes both ends of a stream that end from of c opens. The wire is
// locked.
func newStreams(c *conn, from int) (ours, theirs *stream) {
	w := c.ends[0].wire
	there := newPipe(func(n int) time.Time { return w.arrival(c, from, n) }, c.cut)
	back := newPipe(func(n int) time.Time { return w.arrival(c, 1-from, n) }, c.cut)
	ours = &stream{conn: c, host: c.ends[from], remote: c.ends[1-from].self, in: back, out: there}
	theirs = &stream{conn: c, host: c.ends[1-from], remote: c.ends[from].self, in: there, out: back, peer: ours}
	ours.peer = theirs
	c.streams[ours], c.streams[theirs] = true, true
	return ours, theirs
}

func (s *stream) Read(b []byte) (int, error)  { return s.in.read(b) }
func (s *stream) Write(b []byte) (int, error) { return s.out.write(b) }
func (s *stream) Remote() link.Peer           { return s.remote }

func (s *stream) CloseWrite() error {
	if !s.dead() {
		s.out.closeWrite()
	}
	return nil
}

func (s *stream) Close() error {
	if !s.dead() {
		s.out.closeWrite()
		s.in.fail(link.ErrReset)
		s.forget()
	}
	return nil
}

func (s *stream) Reset() error {
	if !s.dead() {
		s.fail(link.ErrReset)
		s.peer.fail(link.ErrReset)
		s.forget()
		s.peer.forget()
	}
	return nil
}

// dead reports whether the process of this end was killed: nothing that it does
// now is seen by others.
func (s *stream) dead() bool {
	s.host.wire.mu.Lock()
	defer s.host.wire.mu.Unlock()
	return s.host.killed
}

func (s *stream) SetDeadline(t time.Time) error {
	s.in.setDeadline(&s.in.readBy, t)
	s.out.setDeadline(&s.out.writeBy, t)
	return nil
}

func (s *stream) SetReadDeadline(t time.Time) error {
	s.in.setDeadline(&s.in.readBy, t)
	return nil
}

func (s *stream) SetWriteDeadline(t time.Time) error {
	s.out.setDeadline(&s.out.writeBy, t)
	return nil
}

func (s *stream) fail(why error) {
	if why == nil {
		why = link.ErrReset
	}
	s.in.fail(why)
	s.out.fail(why)
}

func (s *stream) setCut(cut bool) {
	s.in.setCut(cut)
}

func (s *stream) forget() {
	w := s.host.wire
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(s.conn.streams, s)
}

// pipe is one direction of a stream.
type pipe struct {
	arrival func(n int) time.Time

	mu      sync.Mutex
	parts   []part
	size    int       // bytes in parts
	last    time.Time // when the newest part arrives
	cut     bool      // nothing arrives
	healed  time.Time // what was under way before arrives after this
	ended   bool      // the writer is done
	noRead  error     // why Read fails
	noWrite error     // why Write fails
	readBy  time.Time
	writeBy time.Time
	waiting int
	changed chan struct{} // closed and replaced when something changes
}

// part is what one Write brought; without bytes it is the end.
type part struct {
	at    time.Time
	bytes []byte
}

func newPipe(arrival func(int) time.Time, cut bool) *pipe {
	return &pipe{arrival: arrival, cut: cut, changed: make(chan struct{})}
}

// wake lets everybody who waits look again. The pipe is locked.
func (p *pipe) wake() {
	if p.waiting > 0 {
		close(p.changed)
		p.changed = make(chan struct{})
	}
}

// wait unlocks until something changes, or until the earlier of two instants;
// zero is never.
func (p *pipe) wait(at, deadline time.Time) {
	if at.IsZero() || !deadline.IsZero() && deadline.Before(at) {
		at = deadline
	}
	var alarm <-chan time.Time
	if !at.IsZero() {
		timer := time.NewTimer(time.Until(at))
		defer timer.Stop()
		alarm = timer.C
	}
	changed := p.changed
	p.waiting++
	p.mu.Unlock()
	select {
	case <-changed:
	case <-alarm:
	}
	p.mu.Lock()
	p.waiting--
}

func passed(deadline time.Time) bool { return !deadline.IsZero() && !time.Now().Before(deadline) }

func (p *pipe) read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for {
		if p.noRead != nil {
			return 0, p.noRead
		}
		if passed(p.readBy) {
			return 0, os.ErrDeadlineExceeded
		}
		var at time.Time
		if len(p.parts) > 0 && !p.cut {
			at = p.parts[0].at
			if at.Before(p.healed) {
				at = p.healed
			}
			if !time.Now().Before(at) {
				return p.take(b)
			}
		}
		p.wait(at, p.readBy)
	}
}

// take gives what arrived.
func (p *pipe) take(b []byte) (int, error) {
	first := &p.parts[0]
	if len(first.bytes) == 0 {
		return 0, io.EOF
	}
	n := copy(b, first.bytes)
	if first.bytes = first.bytes[n:]; len(first.bytes) == 0 {
		p.parts = p.parts[1:]
	}
	p.size -= n
	p.wake()
	return n, nil
}

func (p *pipe) write(b []byte) (n int, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(b) > 0 {
		if p.noWrite != nil {
			return n, p.noWrite
		}
		if p.ended {
			return n, io.ErrClosedPipe
		}
		if passed(p.writeBy) {
			return n, os.ErrDeadlineExceeded
		}
		room := min(window-p.size, len(b))
		if room <= 0 {
			p.wait(time.Time{}, p.writeBy)
			continue
		}
		p.put(append([]byte(nil), b[:room]...))
		n, b = n+room, b[room:]
	}
	return n, nil
}

// put sends bytes on their way. It unlocks while it asks the wire, whose lock
// comes before a pipe's.
func (p *pipe) put(bytes []byte) {
	p.size += len(bytes)
	p.mu.Unlock()
	at := p.arrival(len(bytes))
	p.mu.Lock()
	if at.Before(p.last) {
		at = p.last
	}
	p.last = at
	p.parts = append(p.parts, part{at, bytes})
	p.wake()
}

func (p *pipe) closeWrite() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || p.noWrite != nil {
		return
	}
	p.ended = true
	at := time.Now()
	if at.Before(p.last) {
		at = p.last
	}
	p.parts = append(p.parts, part{at: at})
	p.wake()
}

// fail ends both ends of the pipe. What was not read is lost.
func (p *pipe) fail(why error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.noRead == nil {
		p.noRead = why
	}
	if p.noWrite == nil {
		p.noWrite = why
	}
	p.parts, p.size = nil, 0
	p.wake()
}

// die ends one end of the pipe, whose process was killed: the other hears nothing.
func (p *pipe) die(which *error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*which = link.ErrClosed
	p.wake()
}

func (p *pipe) setCut(cut bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut && !cut {
		p.healed = time.Now().Add(25 * time.Millisecond)
	}
	p.cut = cut
	p.wake()
}

func (p *pipe) setDeadline(which *time.Time, t time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	*which = t
	p.wake()
}
