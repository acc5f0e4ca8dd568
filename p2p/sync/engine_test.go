package sync

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

// memMember is a Member over a memStore.
type memMember struct {
	*memStore
	team *team

	mu        sync.Mutex
	keys      []Key
	confirmed map[[16]byte]Confirmation
}

// team is the devices of a space that the tests' members agree on.
type team struct {
	mu      sync.Mutex
	devices []Device
	former  []Device
}

func (m *memMember) Keys(context.Context) ([]Key, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.keys), nil
}

func (m *memMember) Devices(context.Context) ([]Device, error) {
	m.team.mu.Lock()
	defer m.team.mu.Unlock()
	return slices.Clone(m.team.devices), nil
}

func (m *memMember) Knew(_ context.Context, id [16]byte) (bool, error) {
	m.team.mu.Lock()
	defer m.team.mu.Unlock()
	return slices.ContainsFunc(m.team.former, func(d Device) bool { return d.ID == id }), nil
}

func (m *memMember) Changed() <-chan struct{} {
	m.memStore.mu.Lock()
	defer m.memStore.mu.Unlock()
	return m.changed
}

func (m *memMember) Confirm(_ context.Context, peer [16]byte, upTo int64, count uint64, at time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.confirmed[peer] = Confirmation{Peer: peer, UpTo: upTo, Count: count, At: at}
	return nil
}

func (m *memMember) Confirmed(context.Context) (list []Confirmation, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, c := range m.confirmed {
		list = append(list, c)
	}
	return list, nil
}

// party is a device that runs an engine.
type party struct {
	host   *memlink.Host
	engine *Engine
	member *memMember
	opened int
	mu     sync.Mutex
	end    func()
}

// world is some devices of one space.
type world struct {
	t       *testing.T
	wire    *memlink.Wire
	team    *team
	parties []*party
	nodes   []NodeAt
	blobs   []*memBlobs // of each party; nil if there are none
	locked  atomic.Bool // spaces do not open
	random  *rand.Rand
	wall    atomic.Int64 // nanoseconds by which wall clocks are off
}

func peerOf(n int) link.Peer { return link.Peer{byte(n + 1), 7} }

func newWorld(t *testing.T, n int, opts memlink.Options) *world {
	t.Helper()
	return newWorldWith(t, n, opts, func(*world) {})
}

// newWorldWith calls set before the devices start.
func newWorldWith(t *testing.T, n int, opts memlink.Options, set func(*world)) *world {
	t.Helper()
	w := &world{t: t, wire: memlink.New(opts), team: &team{}, random: rand.New(rand.NewPCG(3, uint64(n)))}
	for i := range n {
		w.team.devices = append(w.team.devices, Device{Peer: peerOf(i), ID: PeerID(peerOf(i)), Name: fmt.Sprint("device ", i)})
	}
	set(w)
	for i := range n {
		p := &party{member: &memMember{memStore: newMemStore(), team: w.team, keys: []Key{testKey(1)}, confirmed: map[[16]byte]Confirmation{}}}
		w.parties = append(w.parties, p)
		w.start(i)
	}
	w.wire.Introduce()
	t.Cleanup(func() {
		for _, p := range w.parties {
			if p.end != nil {
				p.end()
			}
		}
	})
	return w
}

// start starts the engine of a party, on a new host.
func (w *world) start(i int) {
	p := w.parties[i]
	p.host = w.wire.Host(peerOf(i))
	for j := range w.parties {
		p.host.Learn(peerOf(j), []string{"/memory"})
	}
	engine, err := New(Config{Network: p.host, Now: func() time.Time { return time.Now().Add(time.Duration(w.wall.Load())) }})
	if err != nil {
		w.t.Fatal(err)
	}
	p.engine = engine
	space := Space{
		ID: testSpace,
		Open: func(context.Context) (Member, func(), error) {
			if w.locked.Load() {
				return nil, nil, errors.New("the vault is locked")
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			p.opened++
			return p.member, func() {
				p.mu.Lock()
				defer p.mu.Unlock()
				p.opened--
			}, nil
		},
		Nodes: func(context.Context) ([]NodeAt, error) { return w.nodes, nil },
	}
	if w.blobs != nil {
		space.Blobs = w.blobs[i]
	}
	engine.Add(space)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		engine.Run(ctx)
		close(done)
	}()
	p.end = func() {
		cancel()
		<-done
		if err := p.host.Close(); err != nil {
			w.t.Error(err)
		}
		p.end = nil
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.opened != 0 {
			w.t.Errorf("party %d: %d spaces are still open", i, p.opened)
		}
	}
}

func (w *world) write(i, n int) {
	for range n {
		w.parties[i].member.write(someOp(w.random, w.random.Uint32N(10), 309))
	}
}

// equal reports whether all parties hold the same.
func (w *world) equal() bool {
	for _, p := range w.parties[1:] {
		if !equal(p.member.memStore, w.parties[0].member.memStore) {
			return false
		}
	}
	return true
}

// until waits for something to come true.
func (w *world) until(most time.Duration, what string, is func() bool) time.Duration {
	w.t.Helper()
	start := time.Now()
	for !is() {
		if time.Since(start) > most {
			w.t.Fatalf("not within %v: %s", most, what)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return time.Since(start)
}

func (w *world) complete() bool {
	for _, p := range w.parties {
		for _, peer := range p.engine.Status()[0].Peers {
			if !peer.Complete || peer.Why != WhyNothing {
				return false
			}
		}
	}
	return w.equal()
}

func TestTwoDevices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, memlink.Options{Latency: 25 * time.Millisecond})
		w.write(0, 300)
		w.write(1, 200)
		w.until(3*time.Second, "equal after they met", w.complete)
		time.Sleep(2 * time.Second)
		w.write(0, 1)
		took := w.until(time.Second, "a live op", w.equal)
		if took > 100*time.Millisecond {
			t.Errorf("a live op took %v", took)
		}
		w.until(time.Second, "known to be equal", w.complete)
		status := w.parties[0].engine.Status()[0]
		if p := status.Peers[0]; p.Name != "device 1" || !p.Connected || p.Node || p.UpTo != status.Top || p.LastMatch.IsZero() {
			t.Errorf("%+v", p)
		}
		if c := w.parties[0].member.confirmed[PeerID(peerOf(1))]; c.UpTo != 501 || c.Count != 501 {
			t.Errorf("confirmed %+v", c)
		}
	})
}

func TestIdleIsQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, memlink.Options{Latency: 25 * time.Millisecond})
		w.write(0, 1000)
		w.until(5*time.Second, "equal", w.complete)
		time.Sleep(10 * time.Minute)
		before := w.wire.Bytes()
		time.Sleep(time.Hour)
		// Three peers, one space: for three spaces each, and one peer's share.
		if hour := (w.wire.Bytes() - before) * 3 * 2 / 3; hour > 50_000 {
			t.Errorf("a peer with three spaces moved %d bytes in an idle hour", hour)
		} else {
			t.Logf("idle hour of a peer with three spaces: %d bytes", hour)
		}
	})
}

func TestRestartAndStranger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, memlink.Options{Latency: 5 * time.Millisecond})
		w.write(0, 100)
		w.until(5*time.Second, "equal", w.complete)
		w.parties[1].end()
		w.write(0, 10)
		w.write(1, 10)
		time.Sleep(time.Minute)
		status := w.parties[0].engine.Status()[0].Peers[0]
		if status.Why != WhyUnreachable || status.Complete || status.Connected {
			t.Errorf("%+v", status)
		}
		w.start(1)
		w.until(10*time.Second, "equal after a restart", w.complete)
		if p := w.parties[1].engine.Status()[0].Peers[0]; p.UpTo < 100 {
			t.Errorf("%+v", p)
		}
	})
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, memlink.Options{Latency: 5 * time.Millisecond})
		w.write(0, 10)
		w.until(5*time.Second, "equal", w.complete)
		w.parties[1].host.Down()
		w.write(0, 10)
		time.Sleep(8 * time.Hour)
		w.parties[1].host.Up()
		w.parties[1].host.Wake()
		w.until(3*time.Second, "equal after it woke", w.complete)
	})
}

func TestClockJump(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, memlink.Options{Latency: 5 * time.Millisecond})
		w.until(5*time.Second, "equal", w.complete)
		time.Sleep(30 * time.Minute) // so that the next session is minutes away
		before := w.parties[0].engine.Status()[0].Peers[0].LastContact
		w.wall.Store(int64(8 * time.Hour))
		w.until(20*time.Second, "a session after a clock jump", func() bool {
			return w.parties[0].engine.Status()[0].Peers[0].LastContact.Sub(before) > 7*time.Hour
		})
	})
}

func TestSplit(t *testing.T) {
	for _, test := range []struct {
		n     int
		split time.Duration
		most  time.Duration
		loss  float64
	}{
		{2, time.Minute, 10 * time.Second, 0},
		{5, time.Minute, 10 * time.Second, 0.05},
		{20, time.Minute, 10 * time.Second, 0.05},
		{3, 24 * time.Hour, 7 * time.Minute, 0.2},
	} {
		t.Run(fmt.Sprint(test.n, " for ", test.split), func(t *testing.T) {
			if test.n > 3 && testing.Short() {
				t.Skip("many peers are for the long run")
			}
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, test.n, memlink.Options{Latency: 25 * time.Millisecond, Loss: test.loss})
				w.write(0, 100)
				w.until(time.Minute, "equal", w.equal)
				var sides [2][]link.Peer
				for i := range w.parties {
					sides[i%2] = append(sides[i%2], peerOf(i))
				}
				w.wire.Split(sides[0], sides[1])
				for i := range w.parties {
					w.write(i, 5)
				}
				time.Sleep(test.split)
				w.wire.Heal()
				took := w.until(test.most, "equal after the split", w.equal)
				t.Logf("%d peers equal %v after %v of split", test.n, took, test.split)
				if got, want := len(w.parties[0].member.ops), 100+5*test.n; got != want {
					t.Errorf("%d ops, want %d", got, want)
				}
			})
		})
	}
}

func TestRemovedDeviceIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, memlink.Options{Latency: 5 * time.Millisecond})
		w.write(0, 10)
		w.until(5*time.Second, "equal", w.complete)
		w.team.mu.Lock()
		gone := w.team.devices[2]
		w.team.devices, w.team.former = w.team.devices[:2:2], []Device{gone}
		w.team.mu.Unlock()
		w.write(0, 1) // as the op of the removal would
		w.until(5*time.Second, "the others equal", func() bool {
			return equal(w.parties[0].member.memStore, w.parties[1].member.memStore)
		})
		time.Sleep(time.Second) // for a removal to be looked at; what they can read is a matter of keys
		w.write(0, 50)
		time.Sleep(20 * time.Minute)
		if n := len(w.parties[2].member.ops); n > 11 {
			t.Errorf("the removed device has %d ops", n)
		}
		for _, p := range w.parties[2].engine.Status()[0].Peers {
			if p.Why != WhyRemoved {
				t.Errorf("%+v", p)
			}
		}
	})
}

func TestStaleEpochComesIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, memlink.Options{Latency: 5 * time.Millisecond})
		w.until(5*time.Second, "equal", w.complete)
		w.parties[0].member.mu.Lock()
		w.parties[0].member.keys = []Key{testKey(2), testKey(1)}
		w.parties[0].member.mu.Unlock()
		w.write(0, 5)
		w.until(5*time.Second, "equal", w.complete)
		w.parties[1].end()
		w.start(1)
		w.write(1, 5)
		w.until(10*time.Second, "equal", w.complete)
	})
}

func TestSyncOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, memlink.Options{Latency: 5 * time.Millisecond})
		w.write(0, 10)
		w.write(2, 10)
		w.parties[1].end()
		r := w.parties[0].engine.SyncOnce(t.Context())
		if !r.Complete() || r.Reached() != 1 || len(r.Spaces[0].Peers) != 2 {
			t.Errorf("%+v", r)
		}
		for _, p := range r.Spaces[0].Peers {
			if p.Reached != p.Matched || !p.Reached && p.Why != WhyUnreachable {
				t.Errorf("%+v", p)
			}
		}
		w.team.mu.Lock()
		w.team.former, w.team.devices = w.team.devices[:1:1], w.team.devices[1:]
		w.team.mu.Unlock()
		w.write(2, 1)
		time.Sleep(time.Second)
		r = w.parties[0].engine.SyncOnce(t.Context())
		if r.Complete() {
			t.Errorf("removed: %+v", r)
		}
	})
}
