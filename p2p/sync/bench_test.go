package sync

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

// tcpNetwork is two ends of loopback TCP connections, for benchmarks only: it
// proves nobody and encrypts nothing.
type tcpNetwork struct {
	link.Network
	self    link.Peer
	address string
}

type tcpStream struct {
	*net.TCPConn
	remote link.Peer
}

func (s tcpStream) Remote() link.Peer { return s.remote }
func (s tcpStream) Reset() error      { return s.Close() }

func (n tcpNetwork) Self() link.Peer                      { return n.self }
func (n tcpNetwork) Learn(link.Peer, []string)            {}
func (n tcpNetwork) Connected() []link.Peer               { return nil }
func (n tcpNetwork) Watch(func(link.Event)) (stop func()) { return func() {} }

func (n tcpNetwork) Open(ctx context.Context, peer link.Peer, _ link.Protocol) (link.Stream, error) {
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", n.address)
	if err != nil {
		return nil, err
	}
	return tcpStream{c.(*net.TCPConn), peer}, nil
}

// listenTCP serves streams of a client on loopback.
func listenTCP(b *testing.B, client link.Peer, serve func(link.Stream)) (address string) {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := l.Close(); err != nil {
			b.Error(err)
		}
	})
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return // closed
			}
			go serve(tcpStream{c.(*net.TCPConn), client})
		}
	}()
	return l.Addr().String()
}

// BenchmarkBackfill brings 10,000 ops of 256 bytes (KITH_BENCH_FULL=1: 100,000) from
// one device to a new one over loopback TCP: verified, stored, projected. The ratio is
// to a raw copy of the same bytes over the same kind of connection.
func BenchmarkBackfill(b *testing.B) {
	ops := 10_000
	if os.Getenv("KITH_BENCH_FULL") == "1" {
		ops = 100_000
	}
	w := newRealWorld(b, 1)
	w.write(0, ops, 60)
	server := w.engine(0, tcpNetwork{self: w.peer(0)})
	for b.Loop() {
		b.StopTimer()
		w.admit()
		i := len(w.spaces) - 1
		address := listenTCP(b, w.peer(i), func(s link.Stream) {
			if err := server.server.Serve(context.Background(), s); err != nil {
				b.Log(err)
			}
		})
		if err := server.spaces[w.spaces[0].ID()].load(context.Background()); err != nil {
			b.Fatal(err)
		}
		client := w.engine(i, tcpNetwork{self: w.peer(i), address: address})
		b.StartTimer()
		start := time.Now()
		r := client.SyncOnce(context.Background())
		took := time.Since(start)
		b.StopTimer()
		if !r.Complete() || r.Reached() != 1 || r.Spaces[0].Peers[0].Received < ops {
			b.Fatalf("%+v", r)
		}
		raw := rawCopy(b, int64(r.Spaces[0].Peers[0].Received)*309)
		b.ReportMetric(took.Seconds(), "s/sync")
		b.ReportMetric(took.Seconds()*1e6/float64(ops), "us/op")
		b.ReportMetric(float64(took)/float64(raw), "ratio-vs-raw-copy")
		if w.digest(i) != w.digest(0) {
			b.Fatal("another projection")
		}
		client.Remove(w.spaces[0].ID())
		b.StartTimer()
	}
}

// rawCopy measures how long a plain copy of n bytes takes over loopback TCP.
func rawCopy(b *testing.B, n int64) time.Duration {
	b.Helper()
	address := listenTCP(b, link.Peer{}, func(s link.Stream) {
		_, err := io.CopyN(s, zeros{}, n)
		if err != nil {
			b.Log(err)
		}
		_ = s.Close() // the reader counts what arrived
	})
	s, err := tcpNetwork{address: address}.Open(context.Background(), link.Peer{}, Protocol)
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	got, err := io.Copy(io.Discard, s)
	if err != nil || got != n {
		b.Fatal(got, err)
	}
	return time.Since(start)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// BenchmarkLive measures what pushing one op of 256 bytes costs on the wire, and
// in time, without latency. The ratio is bytes on the wire to bytes of the op.
func BenchmarkLive(b *testing.B) {
	w := newRealWorld(b, 2)
	wire := memlink.New(memlink.Options{})
	a, c := wire.Host(w.peer(0)), wire.Host(w.peer(1))
	wire.Introduce()
	server, client := w.engine(1, c), w.engine(0, a)
	c.Handle(Protocol, func(s link.Stream) {
		_ = server.server.Serve(context.Background(), s) // what came of it shows at the other end
	})
	if r := client.SyncOnce(context.Background()); !r.Complete() || r.Reached() != 1 {
		b.Fatalf("%+v", r)
	}
	s := client.spaces[w.spaces[0].ID()]
	p := s.peers[w.peer(1)]
	m := NewMember(w.spaces[0])
	top, err := m.Top(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	before := wire.Bytes()
	n := 0
	for b.Loop() {
		b.StopTimer()
		w.write(0, 1, 60)
		own, upTo, _, err := ownAfter(context.Background(), m, top)
		if err != nil || len(own) == 0 {
			b.Fatal(err)
		}
		top = upTo
		b.StartTimer()
		r := p.sync(context.Background(), own, true)
		if r.err != nil || !r.Matched {
			b.Fatalf("%+v", r)
		}
		n += len(own)
	}
	if err := errors.Join(a.Close(), c.Close()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(wire.Bytes()-before)/float64(n)-256, "overhead-B/op")
	b.ReportMetric(float64(wire.Bytes()-before)/float64(n)/256, "ratio-vs-op")
}
