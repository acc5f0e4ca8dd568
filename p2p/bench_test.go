package p2p

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

// childVar makes the test binary a device with the peers in it, for measuring
// the memory of a process.
const childVar = "KITH_P2P_CHILD"

func TestMain(m *testing.M) {
	if peers := os.Getenv(childVar); peers != "" {
		os.Exit(child(strings.Fields(peers)))
	}
	if part := os.Getenv("KITH_P2P_NAMESPACE"); part != "" {
		if err := playNamespace(part); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child connects to the peers, waits, and says how much memory it has.
func child(peers []string) int {
	before := rss()
	seed, err := crypto.KeyFromBytes([]byte(fmt.Sprintf("%032d", 99)))
	if err != nil {
		return 1
	}
	h, err := New(Config{Key: crypto.SigningKeyFromSeed(seed), Listen: loopback, Allow: func(link.Peer) bool { return true }})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	for _, text := range peers {
		p, way, err := ParseAddress(text)
		if err != nil {
			fmt.Println(err)
			return 1
		}
		h.Learn(p, []string{way})
	}
	for end := time.Now().Add(20 * time.Second); len(h.Connected()) < len(peers); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			fmt.Println("not connected")
			return 1
		}
	}
	time.Sleep(3 * time.Second)
	fmt.Println(before, rss())
	return 0
}

// rss returns the resident memory of this process, in bytes; 0 if unknown.
func rss() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmRSS:")
	fields := strings.Fields(after)
	if len(fields) == 0 {
		return 0
	}
	kb, err := strconv.Atoi(fields[0])
	if err != nil {
		return 0
	}
	return kb << 10
}

// BenchmarkMemory measures a process that is connected to three peers, as a
// ratio to the 40 MB that it may have.
func BenchmarkMemory(b *testing.B) {
	var peers []string
	for range 3 {
		h := testHost(b, Config{Allow: func(link.Peer) bool { return true }}, seams{})
		peers = append(peers, nodeAddrs(h)[0])
	}
	for b.Loop() {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), childVar+"="+strings.Join(peers, " "))
		out, err := cmd.Output()
		if err != nil {
			b.Fatalf("%v: %s", err, out)
		}
		var before, after float64
		if _, err := fmt.Sscan(string(out), &before, &after); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(after/1e6, "MB")
		b.ReportMetric((after-before)/1e6, "MB-of-network")
		b.ReportMetric(after/40e6, "ratio-vs-40MB")
	}
}

// discard serves a stream by reading it to its end, and then says so.
func discard(s io.ReadWriteCloser) {
	_, _ = io.Copy(io.Discard, s)
	_, _ = s.Write([]byte{1})
	_ = s.Close()
}

// copyThrough writes n bytes and waits until all were read.
func copyThrough(b *testing.B, s io.ReadWriter, closeWrite func() error, n int) {
	b.Helper()
	chunk := make([]byte, 256<<10)
	for sent := 0; sent < n; sent += len(chunk) {
		if _, err := s.Write(chunk[:min(len(chunk), n-sent)]); err != nil {
			b.Fatal(err)
		}
	}
	if err := closeWrite(); err != nil {
		b.Fatal(err)
	}
	if _, err := io.ReadFull(s, chunk[:1]); err != nil {
		b.Fatal(err)
	}
}

// rawTCP is the time that n bytes take over a loopback socket, unencrypted.
func rawTCP(b *testing.B, n int) time.Duration {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	go func() {
		if c, err := l.Accept(); err == nil {
			discard(c)
		}
	}()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	copyThrough(b, c, c.(*net.TCPConn).CloseWrite, n)
	return time.Since(start)
}

// streamCopy is the time that n bytes take over a stream of a connection that is
// there: what the throughput of syncing is measured against.
func streamCopy(b *testing.B, from, to *Host, n int) time.Duration {
	b.Helper()
	const sink link.Protocol = "/kith/sink/1"
	to.Handle(sink, func(s link.Stream) { discard(s) })
	s, err := from.Open(context.Background(), to.Self(), sink)
	if err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	copyThrough(b, s, s.CloseWrite, n)
	return time.Since(start)
}

func BenchmarkStreamCopy(b *testing.B) {
	const n = 64 << 20
	for _, way := range []string{"quic", "tcp"} {
		b.Run(way, func(b *testing.B) {
			hs := kin(b, 2)
			hs[0].Learn(hs[1].Self(), over(hs[1], way))
			streamCopy(b, hs[0], hs[1], n/8) // so that windows have grown
			b.SetBytes(n)
			var took, raw time.Duration
			for b.Loop() {
				took += streamCopy(b, hs[0], hs[1], n)
				raw += rawTCP(b, n)
			}
			b.ReportMetric(took.Seconds()/raw.Seconds(), "ratio-vs-raw-tcp")
		})
	}
}

// BenchmarkConnect measures from nothing to the first answer.
func BenchmarkConnect(b *testing.B) {
	for _, way := range []string{"quic", "tcp"} {
		b.Run(way, func(b *testing.B) {
			hs := kin(b, 2)
			serveEcho(hs[1], echo)
			id := idOf(hs[1].Self())
			var took, plain time.Duration
			for b.Loop() {
				hs[0].book.learn(id, parseWays(id, over(hs[1], way)))
				start := time.Now()
				if err := say(b, hs[0], hs[1].Self(), echo, "hello"); err != nil {
					b.Fatal(err)
				}
				took += time.Since(start)
				b.StopTimer()
				plain += handshake(b, hs[0].cfg.Key)
				if err := hs[0].parts.swarm.ClosePeer(id); err != nil {
					b.Fatal(err)
				}
				hs[0].parts.swarm.Backoff().Clear(id)
				eventually(b, "closed", func() bool { return !hs[1].connectedTo(idOf(hs[0].Self())) })
				b.StartTimer()
			}
			b.ReportMetric(took.Seconds()/plain.Seconds(), "ratio-vs-tls")
		})
	}
}

// handshake is the time of a TCP connection with TLS 1.3 on both sides of the
// loopback, and an answer of one byte.
func handshake(b *testing.B, key crypto.SigningKey) time.Duration {
	b.Helper()
	cert := certificate(b, key)
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	go func() {
		if c, err := l.Accept(); err == nil {
			_, _ = c.Write([]byte{1})
			_ = c.Close()
		}
	}()
	start := time.Now()
	c, err := tls.Dial("tcp", l.Addr().String(), &tls.Config{InsecureSkipVerify: true})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.ReadFull(c, make([]byte, 1)); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	_ = c.Close()
	return took
}

// BenchmarkStart measures New and Close.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		h, err := New(Config{Key: key(1), Listen: loopback})
		if err != nil {
			b.Fatal(err)
		}
		if err := h.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
