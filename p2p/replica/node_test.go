package replica

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	gosync "sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kith/crypto"
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

// TestQuotaOverWire: the device is told, and what is there can still be read.
func TestQuotaOverWire(t *testing.T) {
	g := newGroup(t, func(c *Config) { c.Quotas.Space = 100 * (crypto.OpOverhead + 256 + OpCost) })
	a := g.newDevice(1, 1, 1).lists(1, 2)
	a.store.write(t, testOps(seeded(3), 150, 1)...)
	if _, err := a.session(t); why(err) != sync.WhyQuota {
		t.Fatalf("%v", err)
	}
	b := g.newDevice(2, 1, 1)
	b.matches(t)
	if top, err := b.store.Top(t.Context()); err != nil || top != 100 {
		t.Errorf("%d ops can be read, %v", top, err)
	}
}

func TestMailboxOverWire(t *testing.T) {
	g := newGroup(t, nil)
	ctx, later := t.Context(), time.Now().Add(time.Hour)
	host := func(n int) Mailbox {
		h := g.wire.Host(testPeer(n))
		h.Learn(g.link.Peer, g.link.Addrs)
		return Mailbox{Network: h, Node: g.link.Peer}
	}
	a, b := host(1), host(2)
	var box Box
	rand.Read(box[:])
	if _, err := a.Get(ctx, box); !errors.Is(err, ErrNoBox) {
		t.Errorf("an empty box: %v", err)
	}
	letter := bytes.Repeat([]byte("x"), MaxBoxSize)
	if err := a.Put(ctx, box, letter, later); err != nil {
		t.Fatal(err)
	}
	if err := b.Put(ctx, box, []byte("mine"), later); !errors.Is(err, ErrTaken) {
		t.Errorf("another letter in the box: %v", err)
	}
	if got, err := b.Get(ctx, box); err != nil || !bytes.Equal(got, letter) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if err := b.Empty(ctx, box); err != nil {
		t.Error(err)
	}
	if err := b.Put(ctx, box, make([]byte, MaxBoxSize+1), later); !errors.Is(err, ErrMessage) {
		t.Errorf("a letter that is too large: %v", err)
	}
	if err := b.Put(ctx, box, letter, time.Now().Add(-time.Hour)); !errors.Is(err, ErrMessage) {
		t.Errorf("a letter whose time is over: %v", err)
	}
	// Whoever asks too often has to wait, the others have not.
	var busy error
	for range 100 {
		if _, err := a.Get(ctx, box); !errors.Is(err, ErrNoBox) {
			busy = err
		}
	}
	if !errors.Is(busy, ErrBusy) {
		t.Errorf("a hundred requests: %v", busy)
	}
	if _, err := b.Get(ctx, box); !errors.Is(err, ErrNoBox) {
		t.Errorf("the other device: %v", err)
	}
}

// TestBlobs: attachments come back as they went, within the quota.
func TestBlobs(t *testing.T) {
	cfg := StoreConfig{Quotas: Quotas{Total: 1 << 30, Space: 300_000, Peer: 1 << 30}}
	s := openTestStore(t, cfg)
	h, ctx, peer := addSpace(t, s, 1), t.Context(), testPeer(1)
	content := bytes.Repeat([]byte("sealed "), 20_000) // 140,000 bytes
	name := sync.BlobName{1}
	take := func(name sync.BlobName, size int) error {
		return s.TakeBlob(ctx, h, peer, name, int64(size), bytes.NewReader(content))
	}
	for i, tt := range []struct {
		size int
		want error
	}{{len(content) - 1, ErrMessage}, {len(content) + 1, ErrMessage}, {0, ErrMessage}, {MaxBlob + 1, ErrMessage}, {len(content), nil}, {len(content), nil}} {
		if err := take(name, tt.size); !errors.Is(err, tt.want) {
			t.Errorf("%d: %v, want %v", i, err, tt.want)
		}
	}
	if err := take(sync.BlobName{2}, len(content)); err != nil {
		t.Error(err)
	}
	if err := take(sync.BlobName{3}, len(content)); !errors.Is(err, ErrQuota) {
		t.Errorf("beyond the quota: %v", err)
	}
	has, err := s.HasBlobs(ctx, h, []sync.BlobName{{3}, {2}, {1}})
	if err != nil || has[0] || !has[1] || !has[2] {
		t.Errorf("has %v, %v", has, err)
	}
	r, size, err := s.OpenBlob(ctx, h, name)
	if err != nil || size != int64(len(content)) {
		t.Fatal(size, err)
	}
	got, err := io.ReadAll(r)
	if err := errors.Join(err, r.Close()); err != nil || !bytes.Equal(got, content) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, _, err := s.OpenBlob(ctx, h, sync.BlobName{3}); !errors.Is(err, sync.ErrNoBlob) {
		t.Errorf("a blob that is not here: %v", err)
	}
	st, err := s.Status(ctx)
	if want := int64(2 * (len(content) + OpCost)); err != nil || st.Spaces[0].BlobBytes != want || st.Bytes != want {
		t.Errorf("%+v, %v", st, err)
	}
	files := func() (n int) {
		err := filepath.WalkDir(s.dir, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.Contains(path, blobsFolder) {
				n++
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		return n
	}
	if n := files(); n != 2 {
		t.Errorf("%d files for two blobs", n)
	}
	if err := s.Forget(ctx, h); err != nil || files() != 0 {
		t.Errorf("%d files after forgetting, %v", files(), err)
	}
}

// TestMetrics: Prometheus text, on loopback alone, without anything of a device.
func TestMetrics(t *testing.T) {
	addr := make(chan string, 1)
	g := newGroup(t, func(c *Config) {
		c.Metrics = "127.0.0.1:0"
		c.MetricsReady = func(a string) { addr <- a }
	})
	a := g.newDevice(1, 1, 1).lists(1)
	a.store.write(t, testOps(seeded(3), 15, 1)...)
	a.matches(t)
	at := <-addr
	get := func(host string) (int, string) {
		req, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+at+"/metrics", nil)
		if err != nil {
			t.Fatal(err)
		}
		if host != "" {
			req.Host = host
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer http.DefaultClient.CloseIdleConnections()
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	code, text := get("")
	if code != http.StatusOK {
		t.Fatal(code, text)
	}
	for _, want := range []string{
		"kith_node_spaces 1\n", "kith_node_ops 15\n", "kith_node_ops_received_total 15\n", "# TYPE kith_node_ops gauge\n",
		`kith_node_space_ops{space="` + testHandle(1).String() + `"} 15`, `kith_node_refused_total{reason="quota"} 0`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	if p := testPeer(1); strings.Contains(text, p.String()[:8]) {
		t.Error("a device is named in the figures")
	}
	if code, _ := get("attacker.example:80"); code != http.StatusForbidden {
		t.Errorf("asked by another name: %d", code)
	}
	for _, text := range []string{"0.0.0.0:1", ":9464", "192.0.2.1:9464", "example.org:80", "localhost:9464", "127.0.0.1", "127.0.0.1:x", "[::]:80"} {
		if err := CheckMetrics(text); !errors.Is(err, ErrMetrics) {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"127.0.0.1:9464", "[::1]:0", "127.3.2.1:80"} {
		if err := CheckMetrics(text); err != nil {
			t.Error(err)
		}
	}
}

// TestWhoMayMeet: what the network of the node is told of devices.
func TestWhoMayMeet(t *testing.T) {
	g := newGroup(t, nil)
	g.newDevice(1, 1, 1).lists(1, 2).matches(t)
	g.newDevice(3, 2, 2).lists(2, 3).matches(t)
	p := testPeer
	for i, tt := range []struct{ got, want bool }{
		{g.cfg.Allow(p(1)), true}, {g.cfg.Allow(p(3)), true}, {g.cfg.Allow(p(4)), false},
		{g.cfg.Meet(p(1), p(2)), true}, {g.cfg.Meet(p(2), p(3)), true}, {g.cfg.Meet(p(1), p(3)), false}, {g.cfg.Meet(p(4), p(1)), false},
	} {
		if tt.got != tt.want {
			t.Errorf("%d: %v", i, tt.got)
		}
	}
}

// TestNothingToRead: files and log of a node hold no word of what members wrote,
// and nothing that names them.
func TestNothingToRead(t *testing.T) {
	g := newGroup(t, func(c *Config) { c.Peers = false })
	canary := []byte("canary-migraine-Anna-4711")
	epoch, space := crypto.NewKey(), [16]byte([]byte("a space's own id"))
	sealer := crypto.NewOpSealer(epoch, space)
	a := g.newDevice(1, 1, 1).lists(1)
	a.call.Handle = sync.HandleOf(space)
	a.call.Keys = []sync.Key{{Tag: crypto.EpochTag(epoch), Capability: sync.Capability(epoch)}}
	for i := range 50 {
		sealed, err := sealer.Seal(nil, 20000, append(canary, byte(i)))
		if err != nil {
			t.Fatal(err)
		}
		a.store.write(t, sealed)
	}
	a.matches(t)
	store := readStore(t, g)
	blob := &bytes.Buffer{}
	w, err := crypto.NewBlobWriter(crypto.NewKey(), blob)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat(canary, 100)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := store.TakeBlob(t.Context(), a.call.Handle, testPeer(1), sync.BlobName{1}, int64(blob.Len()), blob); err != nil {
		t.Fatal(err)
	}
	secrets := map[string][]byte{"the canary": canary, "the space's id": space[:], "the epoch's key": epoch.Bytes(), "a word of health": []byte("migraine")}
	found := 0
	err = filepath.WalkDir(g.dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found += len(data)
		for name, secret := range secrets {
			if bytes.Contains(data, secret) || strings.Contains(path, string(secret)) {
				t.Errorf("%s holds %s", path, name)
			}
		}
		return nil
	})
	if err != nil || found < 50*300 {
		t.Fatalf("%d bytes were looked at, %v", found, err)
	}
	p := testPeer(1)
	if log := g.log.String(); strings.Contains(log, p.String()[:8]) || strings.Contains(log, "canary") || log == "" {
		t.Errorf("the log:\n%s", log)
	}
}
