package replica

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/crypto"
	"kith/p2p/sync"
)

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
