package lan

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/net/ipv4"

	"kith/p2p/link"
)

// Config says who looks for whom.
type Config struct {
	// Self is who we are.
	Self link.Peer
	// Ports are the ports that we listen at, for QUIC and TCP; 0 is none.
	Ports func() (quic, tcp uint16)
	// Known are the peers that we want to find. It is called for each answer.
	Known func() []link.Peer
	// Found is told of a known peer, with addresses as multiaddr text, from a
	// goroutine of this package. It must not block.
	Found func(p link.Peer, addrs []string)
	// Interfaces are those to use. Nil: all that are up and can multicast, but
	// the loopback.
	Interfaces []net.Interface
}

var errNoInterface = errors.New("no interface can be used")

var group = &net.UDPAddr{IP: net.IPv4(224, 0, 0, 251), Port: 5353}

const (
	askFirst    = time.Second // then three times as long each time
	askMost     = 10 * time.Minute
	answerEvery = time.Second // at most (RFC 6762, section 6)
	packetsRate = 200         // looked at each second, on each interface
)

// Service looks and answers until it is closed.
type Service struct {
	cfg    Config
	self   card
	conns  []*conn
	look   chan struct{}
	cancel context.CancelFunc
	work   sync.WaitGroup
	once   sync.Once
	closed error
}

type conn struct {
	udp  *net.UDPConn
	pc   *ipv4.PacketConn
	mu   sync.Mutex
	last time.Time // when the service was last answered for
}

// Start opens the sockets and begins to look. It fails if no interface can be
// used.
func Start(cfg Config) (*Service, error) {
	faces := cfg.Interfaces
	if faces == nil {
		all, err := net.Interfaces()
		if err != nil {
			return nil, fmt.Errorf("look in the local network: %w", err)
		}
		for _, f := range all {
			if f.Flags&(net.FlagUp|net.FlagMulticast) == net.FlagUp|net.FlagMulticast && f.Flags&net.FlagLoopback == 0 {
				faces = append(faces, f)
			}
		}
	}
	s := &Service{cfg: cfg, self: newCard(cfg.Self), look: make(chan struct{}, 1)}
	var failed []error
	for _, f := range faces {
		c, err := open(&f)
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", f.Name, err))
			continue
		}
		s.conns = append(s.conns, c)
	}
	if len(s.conns) == 0 {
		return nil, fmt.Errorf("look in the local network: %w", errors.Join(append([]error{errNoInterface}, failed...)...))
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	for _, c := range s.conns {
		s.work.Go(func() { s.listen(ctx, c) })
	}
	s.work.Go(func() { s.ask(ctx) })
	return s, nil
}

func open(f *net.Interface) (*conn, error) {
	udp, err := net.ListenMulticastUDP("udp4", f, group)
	if err != nil {
		return nil, err
	}
	pc := ipv4.NewPacketConn(udp)
	err = errors.Join(pc.SetMulticastInterface(f), pc.SetMulticastTTL(1), pc.SetMulticastLoopback(true))
	if err != nil {
		return nil, errors.Join(err, udp.Close())
	}
	return &conn{udp: udp, pc: pc}, nil
}

// Look asks again now, as after sleep.
func (s *Service) Look() {
	select {
	case s.look <- struct{}{}:
	default:
	}
}

// Close ends it. It may be called again.
func (s *Service) Close() error {
	s.once.Do(func() {
		s.cancel()
		var errs []error
		for _, c := range s.conns {
			errs = append(errs, c.udp.Close())
		}
		s.work.Wait()
		s.closed = errors.Join(errs...)
	})
	return s.closed
}

func (s *Service) ask(ctx context.Context) {
	packet, err := question()
	if err != nil {
		return // a constant: the tests pack it
	}
	wait := 20*time.Millisecond + rand.N(100*time.Millisecond)
	next := askFirst
	for {
		timer := time.NewTimer(wait)
		select {
		case <-ctx.Done():
		case <-s.look:
			next = askFirst
		case <-timer.C:
		}
		timer.Stop()
		if ctx.Err() != nil {
			return
		}
		for _, c := range s.conns {
			// An interface that is down now may be up next time.
			_, _ = c.udp.WriteToUDP(packet, group)
		}
		wait, next = next, min(3*next, askMost)
	}
}

func (s *Service) listen(ctx context.Context, c *conn) {
	buf := make([]byte, maxPacket+1)
	var second time.Time
	var seen int
	for {
		n, from, err := c.udp.ReadFromUDPAddrPort(buf)
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, net.ErrClosed) {
				return
			}
			time.Sleep(answerEvery) // an interface that went away, until it is back
			continue
		}
		if now := time.Now(); now.Sub(second) > time.Second {
			second, seen = now, 0
		}
		if seen++; seen > packetsRate || n > maxPacket {
			continue
		}
		asks, cards, err := read(buf[:n])
		if err != nil {
			continue // somebody else's, or nobody's
		}
		if asks {
			s.answer(ctx, c)
		}
		for _, card := range cards {
			s.meet(card, from.Addr())
		}
	}
}

// answer shows our card after a moment of its own, so that not all of a network
// answer at once.
func (s *Service) answer(ctx context.Context, c *conn) {
	c.mu.Lock()
	soon := time.Since(c.last) < answerEvery
	if !soon {
		c.last = time.Now()
	}
	c.mu.Unlock()
	if soon {
		return
	}
	mine := s.self
	mine.quic, mine.tcp = s.cfg.Ports()
	if mine.quic == 0 && mine.tcp == 0 {
		return
	}
	packet, err := answer(mine)
	if err != nil {
		return // as in ask
	}
	s.work.Go(func() {
		timer := time.NewTimer(20*time.Millisecond + rand.N(100*time.Millisecond))
		defer timer.Stop()
		select {
		case <-ctx.Done():
		case <-timer.C:
			_, _ = c.udp.WriteToUDP(packet, group) // as in ask
		}
	})
}

// meet tells of a card that belongs to somebody known. The address is where the
// packet came from: cards name ports only.
func (s *Service) meet(c card, from netip.Addr) {
	if c.instance == s.self.instance {
		return
	}
	p, ok := c.who(s.cfg.Known())
	if !ok {
		return
	}
	s.cfg.Found(p, addresses(from.Unmap(), c))
}

func addresses(from netip.Addr, c card) []string {
	var out []string
	if c.quic != 0 {
		out = append(out, fmt.Sprintf("/ip4/%s/udp/%d/quic-v1", from, c.quic))
	}
	if c.tcp != 0 {
		out = append(out, fmt.Sprintf("/ip4/%s/tcp/%d", from, c.tcp))
	}
	return out
}
