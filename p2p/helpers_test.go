package p2p

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kith/crypto"
	"kith/p2p/link"
)

// family is a changing set of peers that know each other.
type family struct {
	mu sync.Mutex
	in map[link.Peer]bool
}

func (f *family) allow(p link.Peer) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.in[p]
}

func (f *family) set(p link.Peer, in bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.in == nil {
		f.in = map[link.Peer]bool{}
	}
	f.in[p] = in
}

var loopback = []string{"/ip4/127.0.0.1/udp/0/quic-v1", "/ip4/127.0.0.1/tcp/0"}

// key is the nth test key.
func key(n int) crypto.SigningKey {
	seed, err := crypto.KeyFromBytes([]byte(fmt.Sprintf("%032d", n)))
	if err != nil {
		panic(err)
	}
	return crypto.SigningKeyFromSeed(seed)
}

func testHost(t testing.TB, cfg Config, s seams) *Host {
	t.Helper()
	if cfg.Key.IsZero() {
		cfg.Key = crypto.NewSigningKey()
	}
	if cfg.Listen == nil {
		cfg.Listen = loopback
	}
	h, err := start(cfg, s)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return h
}

// kin starts n hosts that know each other, without addresses.
func kin(t testing.TB, n int) []*Host {
	t.Helper()
	var f family
	hosts := make([]*Host, n)
	for i := range hosts {
		hosts[i] = testHost(t, Config{Allow: f.allow}, seams{})
		f.set(hosts[i].Self(), true)
	}
	return hosts
}

const echo link.Protocol = "/kith/echo/1"

func serveEcho(h *Host, p link.Protocol) {
	h.Handle(p, func(s link.Stream) {
		if _, err := io.Copy(s, s); err != nil {
			_ = s.Reset()
			return
		}
		_ = s.Close()
	})
}

func say(t testing.TB, from *Host, to link.Peer, p link.Protocol, text string) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	s, err := from.Open(ctx, to, p)
	if err != nil {
		return err
	}
	if err := s.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	wrote := make(chan error, 1)
	go func() {
		_, err := io.WriteString(s, text)
		wrote <- errors.Join(err, s.CloseWrite())
	}()
	got, err := io.ReadAll(s)
	if err := errors.Join(err, <-wrote); err != nil {
		return err
	}
	if string(got) != text {
		return fmt.Errorf("echo of %q is %q", text, got)
	}
	return s.Close()
}

// eventually waits until ok, and fails after a time that is long enough for a
// busy machine.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("never: " + what)
}

func over(h *Host, part string) []string {
	var out []string
	for _, a := range h.Addresses() {
		if strings.Contains(a, part) {
			out = append(out, a)
		}
	}
	return out
}

// leakCheck fails the test if it leaves goroutines. Those named are of packages
// that keep one for the whole process.
func leakCheck(t *testing.T) {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		goleak.VerifyNone(t, ignore,
			// go-flow-metrics' one sweeper, which every counter of bytes shares.
			goleak.IgnoreAnyFunction("github.com/libp2p/go-flow-metrics.(*sweeper).run"),
		)
	})
}

func isTimeout(err error) bool { return errors.Is(err, os.ErrDeadlineExceeded) }

// certificate signs itself.
func certificate(t testing.TB, k crypto.SigningKey) tls.Certificate {
	t.Helper()
	seed := k.Seed()
	private := ed25519.NewKeyFromSeed(seed.Bytes())
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private}
}
