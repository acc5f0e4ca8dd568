package replica

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	gosync "sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kith/p2p/link"
	"kith/p2p/link/memlink"
	"kith/p2p/sync"
)

// TestMain looks for goroutines that are left when all tests have ended.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// group is a node and devices around it, on a network in memory.
type group struct {
	t    testing.TB
	wire *memlink.Wire
	dir  string
	link Link
	cfg  NetworkConfig // that the node asked its network for
	log  lines
	stop func() error
}

// lines is a log that can be read while it is written.
type lines struct {
	mu gosync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func newGroup(t testing.TB, change func(*Config)) *group {
	g := &group{t: t, wire: memlink.New(memlink.Options{}), dir: t.TempDir()}
	g.start(change)
	t.Cleanup(func() {
		if err := g.stop(); err != nil {
			t.Error(err)
		}
	})
	return g
}

// start runs the node in the group's folder.
func (g *group) start(change func(*Config)) {
	g.t.Helper()
	ready, ended := make(chan Link, 1), make(chan error, 1)
	ctx, cancel := context.WithCancel(context.Background())
	cfg := Config{
		Dir: g.dir, Listen: []string{"127.0.0.1:0"}, Peers: true, Ready: func(l Link) { ready <- l },
		Log: slog.New(slog.NewTextHandler(&g.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		Connect: func(c NetworkConfig) (link.Network, error) {
			g.cfg = c
			return g.wire.Host(link.Peer(c.Key.Public())), nil
		},
	}
	if change != nil {
		change(&cfg)
	}
	go func() { ended <- Run(ctx, cfg) }()
	g.stop = gosync.OnceValue(func() error { cancel(); return <-ended })
	select {
	case g.link = <-ready:
	case err := <-ended:
		g.t.Fatal(err)
	}
}

// device is somebody's, with the keys of the epochs that it knows of one space.
type device struct {
	host  *memlink.Host
	store memberStore
	call  sync.Call
}

// newDevice returns the n-th device, which knows a space by the given epochs.
func (g *group) newDevice(n, space int, epochs ...int) *device {
	g.t.Helper()
	d := &device{host: g.wire.Host(testPeer(n)), store: memberStore{openTestStore(g.t, StoreConfig{}), testHandle(space)}}
	addSpace(g.t, d.store.s, space)
	d.host.Learn(g.link.Peer, g.link.Addrs)
	d.call = sync.Call{Peer: g.link.Peer, Handle: testHandle(space), Node: &sync.Node{Token: g.link.Token[:]}}
	return d.knows(epochs...)
}

// knows gives the device the keys of these epochs, newest first, and no others.
func (d *device) knows(epochs ...int) *device {
	d.call.Keys = nil
	for _, e := range epochs {
		key, c := testEpoch(e)
		d.call.Keys = append(d.call.Keys, sync.Key{Tag: c.Tag, Capability: key})
	}
	return d
}

func (d *device) lists(peers ...int) *device {
	var list []link.Peer
	for _, n := range peers {
		list = append(list, testPeer(n))
	}
	d.call.Node.Peers = sorted(list)
	return d
}

// session dials the node and makes the sets equal.
func (d *device) session(t testing.TB) (sync.Outcome, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c, err := sync.Dial(ctx, d.host, d.call)
	if err != nil {
		return sync.Outcome{}, err
	}
	defer c.Close()
	return c.Session(ctx, d.store, sync.Watcher{})
}

func (d *device) matches(t testing.TB) {
	t.Helper()
	if out, err := d.session(t); err != nil || !out.Matched {
		t.Fatalf("%+v, %v", out, err)
	}
}

func why(err error) sync.Why {
	var e *sync.Error
	if errors.As(err, &e) {
		return e.Why
	}
	return sync.WhyNothing
}

// memberStore makes a store of this package that of a device.
type memberStore struct {
	s *Store
	h Handle
}

func (m memberStore) Days(ctx context.Context) ([]DaySum, error) { return m.s.Days(ctx, m.h) }

func (m memberStore) DayIDs(ctx context.Context, day uint32) ([]ID, error) {
	return m.s.DayIDs(ctx, m.h, day)
}

func (m memberStore) Top(ctx context.Context) (int64, error) { return m.s.Top(ctx, m.h) }

func (m memberStore) After(ctx context.Context, no int64, limit int) ([]Stored, error) {
	return m.s.After(ctx, m.h, no, limit)
}

func (m memberStore) Sealed(ctx context.Context, ids []ID, fn func(ID, []byte) error) error {
	return m.s.Sealed(ctx, m.h, ids, fn)
}

func (m memberStore) Receive(ctx context.Context, sealed [][]byte) (sync.Received, error) {
	got, err := m.s.Receive(ctx, m.h, link.Peer{}, sealed)
	return sync.Received{New: got.New, Known: got.Known, Refused: got.Refused}, err
}

func (m memberStore) write(t testing.TB, ops ...[]byte) {
	t.Helper()
	if _, err := m.Receive(t.Context(), ops); err != nil {
		t.Fatal(err)
	}
}

// TestNeverOnlineAtOnce: A -> node -> B, with A off when B comes.
func TestNeverOnlineAtOnce(t *testing.T) {
	g := newGroup(t, nil)
	a := g.newDevice(1, 1, 1).lists(1, 2)
	ops := testOps(seeded(1), 2500, 20000)
	a.store.write(t, ops...)
	a.matches(t)
	a.host.Kill()
	if err := g.stop(); err != nil {
		t.Fatal(err)
	}
	g.start(nil) // and the node was started anew meanwhile
	b := g.newDevice(2, 1, 1).lists(1, 2)
	b.matches(t)
	if top, err := b.store.Top(t.Context()); err != nil || top != 2500 {
		t.Errorf("%d ops arrived, %v", top, err)
	}
}

// TestWhoComesIn walks through what SYNC.md, section 3, says of nodes.
func TestWhoComesIn(t *testing.T) {
	g := newGroup(t, nil)
	stranger := g.newDevice(9, 1, 1).lists(9)
	stranger.call.Node.Token = []byte("another token...")
	if _, err := stranger.session(t); why(err) != sync.WhyToken {
		t.Errorf("without the token: %v", err)
	}
	admin := g.newDevice(1, 1, 1).lists(1, 2, 3)
	admin.store.write(t, testOps(seeded(2), 20, 1)...)
	admin.matches(t)

	// Guessing: another key under the right tag, and a tag of one's own.
	guesser := g.newDevice(8, 1, 1)
	guesser.call.Keys[0].Capability, _ = testEpoch(77)
	if _, err := guesser.session(t); why(err) != sync.WhyKeys {
		t.Errorf("a guessed capability: %v", err)
	}
	if _, err := guesser.knows(77).session(t); err == nil {
		t.Error("an epoch of one's own is let in")
	}
	if top, err := guesser.store.Top(t.Context()); err != nil || top != 0 {
		t.Errorf("who guessed got %d ops, %v", top, err)
	}
	if days, err := readStore(t, g).Days(t.Context(), testHandle(1)); err != nil || len(days) == 0 {
		t.Errorf("%v, %v", days, err)
	}

	// A device that nobody listed has the current key: it was admitted a moment ago.
	g.newDevice(7, 1, 1).matches(t)

	// A rotation without device 3; 2 sleeps through it.
	admin.knows(2, 1).lists(1, 2).matches(t)
	removed := g.newDevice(3, 1, 1).lists(1, 2, 3)
	if _, err := removed.session(t); why(err) != sync.WhyNotLetIn {
		t.Errorf("the removed device: %v", err)
	}
	asleep := g.newDevice(2, 1, 1).lists(1, 2, 3)
	asleep.matches(t)
	// It knows nothing of the rotation and tells the node its old list: in vain.
	ctx := t.Context()
	c, err := sync.Dial(ctx, asleep.host, asleep.call)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Register(ctx, asleep.call); why(err) != sync.WhyKeys {
		t.Errorf("the rotation was taken back: %v", err)
	}
	if _, err := removed.session(t); why(err) != sync.WhyNotLetIn {
		t.Errorf("the removed device after that: %v", err)
	}
	g.newDevice(6, 1, 2).matches(t)
	if log := g.log.String(); strings.Contains(log, "127.0.0.1") || strings.Contains(log, "/memory/") {
		t.Errorf("addresses in the log:\n%s", log)
	}
}

// TestRemovedWhileConnected: a stream that is open when its device is removed ends.
func TestRemovedWhileConnected(t *testing.T) {
	g := newGroup(t, nil)
	admin := g.newDevice(1, 1, 1).lists(1, 3)
	admin.matches(t)
	other, ctx := g.newDevice(3, 1, 1), t.Context()
	c, err := sync.Dial(ctx, other.host, other.call)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Push(ctx, other.store, testOps(seeded(1), 3, 1)); err != nil {
		t.Fatal(err)
	}
	admin.knows(2, 1).lists(1).matches(t)
	if _, err := c.Push(ctx, other.store, testOps(seeded(2), 3, 1)); why(err) != sync.WhyNotLetIn {
		t.Errorf("pushed after the removal: %v", err)
	}
	st, err := readStore(t, g).Status(ctx)
	if err != nil || st.Ops != 3 {
		t.Errorf("%+v, %v", st, err)
	}
}

// recorder keeps what its device wrote to streams.
type recorder struct {
	link.Network
	wrote *bytes.Buffer
}

type recordedStream struct {
	link.Stream
	wrote *bytes.Buffer
}

func (r recorder) Open(ctx context.Context, p link.Peer, proto link.Protocol) (link.Stream, error) {
	s, err := r.Network.Open(ctx, p, proto)
	return recordedStream{s, r.wrote}, err
}

func (s recordedStream) Write(p []byte) (int, error) {
	s.wrote.Write(p)
	return s.Stream.Write(p)
}

// TestReplayedRegistration: what was captured of a registration registers nothing,
// for the same device or another.
func TestReplayedRegistration(t *testing.T) {
	g := newGroup(t, nil)
	a := g.newDevice(1, 1, 1).lists(1)
	var wrote bytes.Buffer
	c, err := sync.Dial(t.Context(), recorder{a.host, &wrote}, a.call)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := readStore(t, g).Forget(t.Context(), testHandle(1)); err != nil {
		t.Fatal(err)
	}
	for _, host := range []*memlink.Host{a.host, g.wire.Host(testPeer(5))} {
		host.Learn(g.link.Peer, g.link.Addrs)
		s, err := host.Open(t.Context(), g.link.Peer, sync.Protocol)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Write(wrote.Bytes()); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(s.CloseWrite(), s.SetDeadline(time.Now().Add(10*time.Second))); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(s); err != nil && !errors.Is(err, link.ErrReset) {
			t.Fatal(err)
		}
	}
	if st, err := readStore(t, g).Status(t.Context()); err != nil || len(st.Spaces) != 0 {
		t.Errorf("a captured registration was taken: %+v, %v", st, err)
	}
}

// readStore opens the node's store as another process does.
func readStore(t testing.TB, g *group) *Store {
	t.Helper()
	s, err := OpenStore(g.dir, StoreConfig{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
