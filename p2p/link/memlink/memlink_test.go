package memlink

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"kith/p2p/link"
)

const echo link.Protocol = "/test/echo/1"

func peer(n byte) link.Peer { return link.Peer{n} }

// serveEcho sends back whatever comes.
func serveEcho(s link.Stream) {
	if _, err := io.Copy(s, s); err != nil {
		_ = s.Reset() // the test that looks at the other end sees it
		return
	}
	_ = s.Close() // as above
}

func two(t *testing.T, opts Options) (*Wire, *Host, *Host) {
	t.Helper()
	w := New(opts)
	a, b := w.Host(peer(1)), w.Host(peer(2))
	b.Handle(echo, serveEcho)
	w.Introduce()
	t.Cleanup(func() {
		if err := errors.Join(a.Close(), b.Close()); err != nil {
			t.Error(err)
		}
	})
	return w, a, b
}

func open(t *testing.T, from *Host, to link.Peer) link.Stream {
	t.Helper()
	s, err := from.Open(t.Context(), to, echo)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ask(s link.Stream, n int) error {
	sent := bytes.Repeat([]byte{7}, n)
	done := make(chan error, 1)
	go func() {
		_, err := s.Write(sent)
		done <- err
	}()
	got := make([]byte, n)
	if _, err := io.ReadFull(s, got); err != nil {
		return err
	}
	if !bytes.Equal(sent, got) {
		return errors.New("other bytes came back")
	}
	return <-done
}

func TestLatencyBandwidthAndLoss(t *testing.T) {
	for _, test := range []struct {
		opts     Options
		n        int
		min, max time.Duration
	}{
		{Options{}, 3 << 20, 0, 0},
		{Options{Latency: 25 * time.Millisecond}, 100, 100 * time.Millisecond, 100 * time.Millisecond}, // dial and echo
		{Options{Bandwidth: 1 << 20}, 4 << 20, 4 * time.Second, 6 * time.Second},
		{Options{Latency: 25 * time.Millisecond, Loss: 0.2}, 1 << 20, 200 * time.Millisecond, time.Minute},
	} {
		synctest.Test(t, func(t *testing.T) {
			_, a, _ := two(t, test.opts)
			start := time.Now()
			s := open(t, a, peer(2))
			if err := ask(s, test.n); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(start); took < test.min || took > test.max {
				t.Errorf("%+v: %d bytes there and back took %v", test.opts, test.n, took)
			}
			if err := s.CloseWrite(); err != nil {
				t.Fatal(err)
			}
			if n, err := s.Read(make([]byte, 1)); err != io.EOF {
				t.Errorf("after the end: %d, %v", n, err)
			}
		})
	}
}

func TestSplitHealsOrKills(t *testing.T) {
	for _, split := range []time.Duration{10 * time.Second, time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			w, a, _ := two(t, Options{Latency: time.Millisecond})
			var events []link.Event
			defer a.Watch(func(e link.Event) { events = append(events, e) })()
			s := open(t, a, peer(2))
			w.Split([]link.Peer{peer(1)}, []link.Peer{peer(2)})
			start := time.Now()
			time.AfterFunc(split, w.Heal)
			err := ask(s, 5000)
			if split < 30*time.Second {
				if took := time.Since(start); err != nil || took < split {
					t.Errorf("split of %v: %v after %v", split, err, took)
				}
				return
			}
			if took := time.Since(start); !errors.Is(err, link.ErrUnreachable) || took != 30*time.Second {
				t.Errorf("split of %v: %v after %v", split, err, took)
			}
			if _, err := a.Open(t.Context(), peer(2), echo); !errors.Is(err, link.ErrUnreachable) {
				t.Errorf("dial across a split: %v", err)
			}
			time.Sleep(time.Minute)
			if err := ask(open(t, a, peer(2)), 5000); err != nil {
				t.Error(err)
			}
			if len(events) != 3 || !events[0].Up || events[1].Up || !events[2].Up {
				t.Errorf("events %+v", events)
			}
		})
	}
}

func TestKillAndRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, a, b := two(t, Options{Latency: time.Millisecond})
		s := open(t, a, peer(2))
		start := time.Now()
		b.Kill()
		if err := ask(s, 10); !errors.Is(err, link.ErrUnreachable) || time.Since(start) != 30*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		b = w.Host(peer(2))
		defer b.Close()
		b.Handle(echo, serveEcho)
		if err := ask(open(t, a, peer(2)), 10); err != nil {
			t.Error(err)
		}
	})
}

// TestRestartAtOnce: a host that was killed and is back before anybody noticed dials
// anew.
func TestRestartAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, a, b := two(t, Options{Latency: time.Millisecond})
		a.Handle(echo, serveEcho)
		old := open(t, b, peer(1))
		b.Kill()
		b = w.Host(peer(2))
		defer b.Close()
		w.Introduce()
		start := time.Now()
		if err := ask(open(t, b, peer(1)), 10); err != nil || time.Since(start) > time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		if _, err := old.Read(make([]byte, 1)); err == nil {
			t.Error("a stream of the killed host goes on")
		}
	})
}

func TestRefusals(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, a, b := two(t, Options{})
		if _, err := a.Open(t.Context(), peer(2), "/other/1"); !errors.Is(err, link.ErrProtocol) {
			t.Error(err)
		}
		if _, err := a.Open(t.Context(), peer(9), echo); !errors.Is(err, link.ErrUnreachable) {
			t.Error(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		b.Down()
		a.Wake()
		if _, err := a.Open(ctx, peer(2), echo); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		b.Up()
		s := open(t, a, peer(2))
		if err := s.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
		if err := s.Reset(); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Write([]byte{1}); !errors.Is(err, link.ErrReset) {
			t.Error(err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Open(t.Context(), peer(2), echo); !errors.Is(err, link.ErrClosed) {
			t.Error(err)
		}
	})
}

func TestTopicGoesThroughNeighbours(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := New(Options{Latency: 10 * time.Millisecond})
		var hosts []*Host
		var got [5]time.Duration
		for n := byte(1); n <= 4; n++ {
			h := w.Host(peer(n))
			h.Handle(echo, serveEcho)
			defer h.Close()
			hosts = append(hosts, h)
		}
		w.Introduce()
		for i := range 3 { // a line: 1-2-3-4
			open(t, hosts[i], peer(byte(i+2)))
		}
		var topics []link.Topic
		for _, h := range hosts {
			topic, err := h.Topic("t")
			if err != nil {
				t.Fatal(err)
			}
			topics = append(topics, topic)
		}
		start := time.Now()
		for i, topic := range topics {
			topic.Messages(func(link.Peer, []byte) { got[i+1] = time.Since(start) })
		}
		if err := topics[0].Publish([]byte("x")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		want := [5]time.Duration{2: 10 * time.Millisecond, 3: 20 * time.Millisecond, 4: 30 * time.Millisecond}
		if got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func Example() {
	wire := New(Options{})
	laptop, desktop := wire.Host(link.Peer{1}), wire.Host(link.Peer{2})
	wire.Introduce()
	desktop.Handle("/hello/1", func(s link.Stream) {
		fmt.Fprint(s, "good day")
		_ = s.Close() // the reader below sees how it went
	})
	s, err := laptop.Open(context.Background(), desktop.Self(), "/hello/1")
	if err != nil {
		fmt.Println(err)
		return
	}
	said, err := io.ReadAll(s)
	fmt.Println(string(said), err, laptop.Close(), desktop.Close())
	// Output: good day <nil> <nil> <nil>
}
