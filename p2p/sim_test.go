package p2p

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"math/rand"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libp2p/go-libp2p/core/metrics"
	"github.com/libp2p/go-libp2p/p2p/transport/quicreuse"
	"github.com/marcopolo/simnet"

	"kith/p2p/link"
)

// world is a simulated network in virtual time: real QUIC, no sockets. Packets
// may be lost, cut off, or kept out by a firewall.
type world struct {
	t   *testing.T
	net *simnet.Simnet

	mu   sync.Mutex
	rand *rand.Rand
	loss float64
	cut  bool
	sent map[string]int // bytes by sender and by receiver, headers of IPv4 and UDP too
	tap  *tap           // what goes over the wire, if a test wants it
}

// inWorld runs f in virtual time, in a network with a latency one way and a share
// of packets that are lost.
func inWorld(t *testing.T, latency time.Duration, loss float64, f func(*testing.T, *world)) {
	t.Helper()
	prepare()
	// The sweeper of all counters of bytes is one goroutine of the process, and
	// must not begin in the bubble.
	metrics.NewBandwidthCounter().LogSentMessage(1)
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, rand: rand.New(rand.NewSource(1)), loss: loss, sent: map[string]int{}, net: &simnet.Simnet{
			LatencyFunc: simnet.StaticLatency(latency), Logger: slog.New(slog.DiscardHandler),
		}}
		w.net.Start()
		f(t, w)
		w.net.Close()
	})
}

// host starts one at 1.0.0.n. Behind a firewall it is sent only what comes from
// where it has sent to.
func (w *world) host(cfg Config, n int, firewall bool) *Host {
	w.t.Helper()
	ip := net.IPv4(1, 0, 0, byte(n))
	next := new(atomic.Int32)
	next.Store(20000)
	cfg.Listen = []string{fmt.Sprintf("/ip4/%s/udp/8000/quic-v1", ip)}
	if cfg.Key.IsZero() {
		cfg.Key = key(n)
	}
	h, err := start(cfg, seams{noTCP: true, noLearn: true, local: func() ([]net.Addr, error) { return nil, nil },
		quic: []quicreuse.Option{
			quicreuse.OverrideSourceIPSelector(func() (quicreuse.SourceIPSelector, error) { return fixedIP(ip), nil }),
			quicreuse.OverrideListenUDP(func(_ string, at *net.UDPAddr) (net.PacketConn, error) {
				if at == nil || at.Port == 0 {
					at = &net.UDPAddr{Port: int(next.Add(1))}
				}
				at = &net.UDPAddr{IP: ip, Port: at.Port}
				c := w.net.NewEndpoint(at, simnet.NodeBiDiLinkSettings{
					Downlink: simnet.LinkSettings{BitsPerSecond: 50 * simnet.Mibps},
					Uplink:   simnet.LinkSettings{BitsPerSecond: 50 * simnet.Mibps},
				})
				return &lossy{SimConn: c, world: w, firewall: firewall, sentTo: map[string]bool{}}, nil
			}),
		}})
	if err != nil {
		w.t.Fatal(err)
	}
	return h
}

func (w *world) drops() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cut || w.rand.Float64() < w.loss
}

func (w *world) count(from, to net.Addr, n int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, end := range []net.Addr{from, to} {
		host, _, _ := net.SplitHostPort(end.String())
		w.sent[host] += n + 28
	}
}

func (w *world) capture(b []byte) {
	w.mu.Lock()
	wire := w.tap
	w.mu.Unlock()
	if wire != nil {
		_, _ = wire.Write(b)
	}
}

func (w *world) bytesOf(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent[fmt.Sprintf("1.0.0.%d", n)]
}

func (w *world) split(cut bool) { w.mu.Lock(); w.cut = cut; w.mu.Unlock() }

type fixedIP net.IP

func (f fixedIP) PreferredSourceIPForDestination(*net.UDPAddr) (net.IP, error) { return net.IP(f), nil }

// lossy is an end of the simulated network.
type lossy struct {
	*simnet.SimConn
	world    *world
	firewall bool
	mu       sync.Mutex
	sentTo   map[string]bool
}

func (c *lossy) WriteTo(b []byte, to net.Addr) (int, error) {
	c.mu.Lock()
	c.sentTo[to.String()] = true
	c.mu.Unlock()
	c.world.capture(b)
	c.world.count(c.SimConn.LocalAddr(), to, len(b))
	if c.world.drops() {
		return len(b), nil
	}
	return c.SimConn.WriteTo(b, to)
}

func (c *lossy) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, from, err := c.SimConn.ReadFrom(b)
		if err != nil || !c.firewall {
			return n, from, err
		}
		c.mu.Lock()
		ok := c.sentTo[from.String()]
		c.mu.Unlock()
		if ok {
			return n, from, nil
		}
	}
}

func everybody(link.Peer) bool { return true }

// soon waits in virtual time.
func soon(t *testing.T, what string, within time.Duration, ok func() bool) (took time.Duration) {
	t.Helper()
	start := time.Now()
	for !ok() {
		if time.Since(start) > within {
			t.Fatalf("not within %v: %s", within, what)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return time.Since(start)
}

func closeAll(t *testing.T, hs ...*Host) {
	t.Helper()
	for _, h := range hs {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestSimLoss(t *testing.T) {
	for _, loss := range []float64{0, 0.05, 0.2} {
		t.Run(fmt.Sprint(loss), func(t *testing.T) {
			inWorld(t, 25*time.Millisecond, loss, func(t *testing.T, w *world) {
				a := w.host(Config{Allow: everybody}, 1, false)
				b := w.host(Config{Allow: everybody}, 2, false)
				sum := make(chan [32]byte, 1)
				b.Handle(echo, func(s link.Stream) {
					h := sha256.New()
					if n, err := io.Copy(h, s); err != nil {
						t.Errorf("after %d bytes: %v", n, err)
					}
					sum <- [32]byte(h.Sum(nil))
					_ = s.Close()
				})
				a.Learn(b.Self(), b.Addresses())
				took := soon(t, "connected", 15*time.Second, func() bool { return len(a.Connected()) == 1 })
				data := make([]byte, 512<<10)
				w.rand.Read(data)
				start := time.Now()
				s, err := a.Open(t.Context(), b.Self(), echo)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := s.Write(data); err != nil {
					t.Fatal(err)
				}
				if err := s.CloseWrite(); err != nil {
					t.Fatal(err)
				}
				if <-sum != sha256.Sum256(data) {
					t.Error("other bytes arrived")
				}
				t.Logf("connected in %v, 512 KiB in %v", took, time.Since(start))
				closeAll(t, a, b)
			})
		})
	}
}

// Neither of two computers behind firewalls can be dialled: they meet through the
// node, and end up with a direct connection.
func TestSimHolePunch(t *testing.T) {
	inWorld(t, 25*time.Millisecond, 0, func(t *testing.T, w *world) {
		node := w.host(Config{Node: true, Allow: everybody, Meet: func(_, _ link.Peer) bool { return true }}, 1, false)
		a := w.host(Config{Allow: everybody, Nodes: nodeAddrs(node)}, 2, true)
		b := w.host(Config{Allow: everybody, Nodes: nodeAddrs(node)}, 3, true)
		serveEcho(b, echo)
		soon(t, "places at the node", 15*time.Second, func() bool { return len(a.Places()) == 1 && len(b.Places()) == 1 })
		var first atomic.Int32
		stop := a.Watch(func(e link.Event) {
			if e.Peer == b.Self() && e.Up && e.Relayed {
				first.CompareAndSwap(0, 1)
			} else if e.Peer == b.Self() && e.Up {
				first.CompareAndSwap(0, 2)
			}
		})
		if err := say(t, a, b.Self(), echo, "hello"); err != nil {
			t.Fatal(err)
		}
		took := soon(t, "a direct connection", 30*time.Second, func() bool {
			up, relayed := a.how(idOf(b.Self()))
			return up && !relayed
		})
		if first.Load() != 1 {
			t.Error("the first connection was not relayed: the firewall of the test is open")
		}
		if err := say(t, a, b.Self(), echo, "hello"); err != nil {
			t.Fatal(err)
		}
		t.Logf("direct %v after the first words", took)
		soon(t, "the relayed connection is given up", time.Minute, func() bool {
			return len(a.parts.swarm.ConnsToPeer(idOf(b.Self()))) == 1
		})
		stop()
		closeAll(t, a, b, node)
	})
}

// A computer that moved to another address is found again, through the node.
func TestSimMoves(t *testing.T) {
	inWorld(t, 25*time.Millisecond, 0, func(t *testing.T, w *world) {
		node := w.host(Config{Node: true, Allow: everybody, Meet: func(_, _ link.Peer) bool { return true }}, 1, false)
		a := w.host(Config{Allow: everybody, Nodes: nodeAddrs(node)}, 2, false)
		b := w.host(Config{Allow: everybody, Nodes: nodeAddrs(node), Key: key(33)}, 3, false)
		a.Learn(b.Self(), b.Addresses())
		soon(t, "connected", 15*time.Second, func() bool { return a.connectedTo(idOf(b.Self())) })
		closeAll(t, b)
		soon(t, "gone", 40*time.Second, func() bool { return !a.connectedTo(idOf(b.Self())) })
		time.Sleep(time.Minute)
		b = w.host(Config{Allow: everybody, Nodes: nodeAddrs(node), Key: key(33)}, 4, false)
		took := soon(t, "found at the new address", 2*redialMost, func() bool {
			up, relayed := a.how(idOf(b.Self()))
			return up && !relayed
		})
		t.Logf("found %v after it came back", took)
		closeAll(t, a, b, node)
	})
}

// A line that was cut for a minute is used again soon after it is back.
func TestSimSplit(t *testing.T) {
	inWorld(t, 25*time.Millisecond, 0, func(t *testing.T, w *world) {
		a := w.host(Config{Allow: everybody}, 1, false)
		b := w.host(Config{Allow: everybody}, 2, false)
		a.Learn(b.Self(), b.Addresses())
		b.Learn(a.Self(), a.Addresses())
		soon(t, "connected", 15*time.Second, func() bool { return len(a.Connected()) == 1 })
		w.split(true)
		soon(t, "both notice", 45*time.Second, func() bool { return len(a.Connected())+len(b.Connected()) == 0 })
		time.Sleep(time.Minute)
		w.split(false)
		took := soon(t, "connected again", 90*time.Second, func() bool { return len(a.Connected()) == 1 })
		t.Logf("connected again after %v", took)
		closeAll(t, a, b)
	})
}

// Idle with three peers, one of them a node that keeps a place, a computer sends
// and receives less than a megabyte an hour. This is what libp2p itself needs:
// keeping connections through firewalls open.
func TestSimIdle(t *testing.T) {
	inWorld(t, 25*time.Millisecond, 0, func(t *testing.T, w *world) {
		hs := []*Host{w.host(Config{Node: true, Allow: everybody}, 1, false)}
		for i := 2; i <= 4; i++ {
			h := w.host(Config{Allow: everybody, Nodes: nodeAddrs(hs[0])}, i, false)
			for _, other := range hs[1:] {
				h.Learn(other.Self(), other.Addresses())
			}
			hs = append(hs, h)
		}
		for _, h := range hs {
			soon(t, "all are connected", time.Minute, func() bool { return len(h.Connected()) == 3 })
		}
		for _, gossip := range []bool{false, true} {
			if gossip {
				for _, h := range hs[1:] {
					if _, err := h.Topic("3f1c"); err != nil {
						t.Fatal(err)
					}
				}
			}
			time.Sleep(2 * time.Minute)
			before := w.bytesOf(4)
			time.Sleep(time.Hour)
			hour := w.bytesOf(4) - before
			t.Logf("with gossip %v: %d bytes an hour", gossip, hour)
			if hour > 1_000_000 {
				t.Errorf("with gossip %v: %d bytes an hour", gossip, hour)
			}
		}
		closeAll(t, hs...)
	})
}

// A node tells devices whether they can be reached from outside.
func TestSimReachability(t *testing.T) {
	inWorld(t, 25*time.Millisecond, 0, func(t *testing.T, w *world) {
		node := w.host(Config{Node: true, Allow: everybody}, 1, false)
		open := w.host(Config{Allow: everybody, Nodes: nodeAddrs(node)}, 2, false)
		shut := w.host(Config{Allow: everybody, Nodes: nodeAddrs(node)}, 3, true)
		soon(t, "the open one knows that it is", 30*time.Minute, func() bool {
			reachable, _, _ := open.parts.host.ConfirmedAddrs()
			return len(reachable) == 1
		})
		soon(t, "the shut one knows that it is not", 30*time.Minute, func() bool {
			reachable, unreachable, _ := shut.parts.host.ConfirmedAddrs()
			return len(reachable) == 0 && len(unreachable) == 1
		})
		for _, h := range []*Host{open, shut} { // asking it changed nothing between us
			if up, relayed := h.how(idOf(node.Self())); !up || relayed {
				t.Error("the connection with the node is gone")
			}
		}
		closeAll(t, open, shut, node)
	})
}
