package sync

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

// From ten devices on a live op goes by gossip, and everybody has it soon.
func TestGossip(t *testing.T) {
	n := 20
	if testing.Short() {
		n = 10
	}
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, n, memlink.Options{Latency: 25 * time.Millisecond})
		w.write(0, 100)
		w.until(time.Minute, "equal", w.complete)
		time.Sleep(5 * time.Second)
		var latencies []time.Duration
		for i := range 2 * n {
			w.write(i%n, 1)
			latencies = append(latencies, w.until(time.Second, "a live op", w.equal))
			time.Sleep(100 * time.Millisecond)
		}
		slices.Sort(latencies)
		if p99 := latencies[len(latencies)*99/100]; p99 > 150*time.Millisecond {
			t.Errorf("live op: p99 %v", p99)
		}
		t.Logf("live op among %d peers: median %v, p99 %v", n, latencies[len(latencies)/2], latencies[len(latencies)*99/100])
		w.until(time.Minute, "known to be equal", w.complete)
		// A new week has a new topic.
		w.wall.Store(int64(8 * 24 * time.Hour))
		time.Sleep(30 * time.Second)
		w.write(1, 1)
		w.until(time.Second, "a live op in another week", w.equal)
	})
}

func TestTopicOf(t *testing.T) {
	key := testKey(1)
	at := time.Date(2027, 1, 3, 12, 0, 0, 0, time.UTC) // a Sunday of the last week of 2026
	if a, b := topicOf(key.Topics, at), topicOf(key.Topics, at.Add(24*time.Hour)); a == b || len(a) != 64 {
		t.Error(a, b)
	}
	want := crypto.MAC(key.Topics, []byte("2026-W53"))
	if got := topicOf(key.Topics, at); got != hex.EncodeToString(want[:]) {
		t.Error(got)
	}
	if topicOf(testKey(2).Topics, at) == topicOf(key.Topics, at) {
		t.Error("two epochs have one topic")
	}
}

// nodeIn puts a node into a world.
func nodeIn(w *world) *testServer {
	s := &testServer{store: newMemStore(), blobs: newMemBlobs()}
	peer := link.Peer{200}
	s.Self, s.Role, s.Policy = peer, RoleNode, s
	host := w.wire.Host(peer)
	host.Handle(Protocol, func(stream link.Stream) {
		_ = s.Serve(context.Background(), stream) // what came of it shows at the other end
	})
	w.nodes = []NodeAt{{Peer: peer, Name: "node", Addrs: []string{"/memory"}, Token: []byte("token")}}
	w.t.Cleanup(func() {
		if err := host.Close(); err != nil {
			w.t.Error(err)
		}
		time.Sleep(time.Second) // for those it serves
	})
	return s
}

// Two devices that are never on at once have the same by way of a node.
func TestNodeBetween(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var node *testServer
		w := newWorldWith(t, 2, memlink.Options{Latency: 25 * time.Millisecond}, func(w *world) { node = nodeIn(w) })
		w.parties[1].end()
		w.write(0, 500)
		w.until(20*time.Second, "the node has it", func() bool { return equal(node.store, w.parties[0].member.memStore) })
		time.Sleep(15 * time.Second)
		w.write(0, 1)
		took := w.until(time.Second, "a live op at the node", func() bool { return equal(node.store, w.parties[0].member.memStore) })
		t.Logf("a live op is at the node after %v", took)
		time.Sleep(time.Second)
		status := w.parties[0].engine.Status()[0].Peers
		at := slices.IndexFunc(status, func(p PeerStatus) bool { return p.Node })
		if at < 0 || !status[at].Complete || status[at].Name != "node" || status[1-at].Why != WhyUnreachable {
			t.Errorf("%+v", status)
		}
		w.parties[0].end()
		w.start(1)
		w.write(1, 50)
		w.until(5*time.Second, "the other has it", func() bool { return equal(node.store, w.parties[1].member.memStore) })
		w.parties[1].end()
		w.start(0)
		w.until(5*time.Second, "and back", w.equal)
		node.mu.Lock()
		registered := slices.Clone(node.registed)
		node.mu.Unlock()
		if len(registered) == 0 || len(registered[0].Peers) != 2 {
			t.Errorf("%+v", registered)
		}
	})
}

// What a node does wrong is named, and the devices go on among themselves.
func TestNodeTrouble(t *testing.T) {
	for _, test := range []struct {
		name string
		set  func(*testServer)
		why  Why
	}{
		{"full", func(s *testServer) { s.store.room = 20 }, WhyQuota},
		{"withholds", func(s *testServer) { s.store.drop = every8th }, WhyWithholds},
		{"wrong token", func(s *testServer) { s.Policy = refuser(RefuseToken) }, WhyToken},
		{"takes no news", func(s *testServer) { s.stubborn = true }, WhyNothing},
		{"disk", func(s *testServer) { s.store.failing = errors.New("disk") }, WhyTheirs},
		{"has not this space any more", func(s *testServer) { s.Policy = refuser(RefuseUnknown) }, WhyNotLetIn},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorldWith(t, 2, memlink.Options{Latency: 25 * time.Millisecond}, func(w *world) { test.set(nodeIn(w)) })
				w.write(0, 50)
				w.until(5*time.Second, "the devices are equal", w.equal)
				seen := false
				w.until(30*time.Second, "the trouble is named", func() bool {
					for _, p := range w.parties {
						for _, peer := range p.engine.Status()[0].Peers {
							seen = seen || peer.Node && peer.Why == test.why && peer.Complete == (test.why == WhyNothing)
						}
					}
					return seen
				})
				w.write(1, 1)
				w.until(time.Second, "a live op all the same", w.equal)
			})
		})
	}
}

// refuser is the policy of a server that refuses everything.
type refuser Code

func (r refuser) Admit(context.Context, link.Peer, Handle, Tag) (*Access, Code) { return nil, Code(r) }

// A peer of another version is told, and we are.
func TestVersions(t *testing.T) {
	for _, test := range []struct {
		speaks []uint
		why    Why
	}{
		{[]uint{2, 3}, WhyPeerNewer},
		{[]uint{0}, WhyPeerOlder},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, RoleMember)
			// Our server, a client of another version.
			s, err := r.client.Open(t.Context(), link.Peer{2}, Protocol)
			if err != nil {
				t.Fatal(err)
			}
			w := newWire(s)
			if err := w.write(kindHello, hello{Versions: test.speaks, Handle: HandleOf(testSpace)}); err != nil {
				t.Fatal(err)
			}
			kind, body, err := w.read(time.Minute)
			var no refusal
			if err != nil || kind != kindRefusal || decodeLoose(body, &no) != nil || no.Code != RefuseVersion || !slices.Equal(no.Versions, []uint{1}) {
				t.Errorf("%v %x %v", kind, body, err)
			}
			if _, _, err := w.read(time.Minute); err != io.EOF {
				t.Errorf("after a refusal: %v", err)
			}
			// Our client, a server of another version.
			r.host.Handle(Protocol, func(s link.Stream) {
				w := newWire(s)
				if _, _, err := w.read(time.Minute); err != nil {
					t.Error(err)
				}
				if err := errors.Join(w.write(kindRefusal, refusal{Code: RefuseVersion, Versions: test.speaks}), s.Close()); err != nil {
					t.Error(err)
				}
			})
			if _, err := Dial(t.Context(), r.client, r.call); whyIs(err) != test.why {
				t.Errorf("%v: %v", test.speaks, err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A peer that reads slowly, or not at all, costs a minute and no memory.
func TestSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, RoleMember)
		for range 20000 {
			r.server.store.write(someOp(newRandom(), 3, 309))
		}
		c := r.dial(t)
		s := session{c: c, store: r.mine}
		if _, err := s.reconcile(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := c.w.write(kindFetch, empty{}); err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		r.serving.Wait()
		if took := time.Since(start); took > 2*time.Minute {
			t.Errorf("a reader that stopped was waited for %v", took)
		}
		if len(r.served) != 1 || r.served[0] == nil {
			t.Errorf("%v", r.served)
		}
	})
}

// Attachments follow the ops, to devices and to the node.
func TestEngineBlobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var node *testServer
		w := newWorldWith(t, 3, memlink.Options{Latency: 5 * time.Millisecond}, func(w *world) {
			node = nodeIn(w)
			w.blobs = []*memBlobs{newMemBlobs(), newMemBlobs(), newMemBlobs()}
		})
		w.write(0, 10)
		w.until(5*time.Second, "equal", w.complete)
		content := []byte("a picture")
		name := BlobName(sha256.Sum256(content))
		for i, b := range w.blobs {
			b.mu.Lock()
			b.want[name] = true
			if i == 0 {
				b.bytes[name] = content
			}
			b.mu.Unlock()
		}
		w.write(0, 1) // that speaks of it
		stores := append([]*memBlobs{node.blobs.(*memBlobs)}, w.blobs...)
		w.until(20*time.Second, "everybody has the attachment", func() bool {
			for _, b := range stores {
				if has, err := b.Has(t.Context(), []BlobName{name}); err != nil || !has[0] {
					return false
				}
			}
			return true
		})
	})
}

// What cannot be opened is said, and tried again.
func TestSpaceThatDoesNotOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorldWith(t, 2, memlink.Options{}, func(w *world) { w.locked.Store(true) })
		w.until(time.Second, "the trouble is said", func() bool { return w.parties[0].engine.Status()[0].Err != nil })
		if r := w.parties[0].engine.SyncOnce(t.Context()); r.Complete() || r.Spaces[0].Err == nil {
			t.Errorf("%+v", r)
		}
		w.locked.Store(false)
		w.write(0, 1)
		w.until(time.Minute, "equal", w.complete)
		if err := w.parties[0].engine.Status()[0].Err; err != nil {
			t.Error(err)
		}
	})
}

func TestForksAreReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, memlink.Options{})
		fork := Fork{Device: PeerID(peerOf(1)), Seq: 3, Stands: ID{1}, Other: ID{2}}
		w.parties[0].member.memStore.mu.Lock()
		w.parties[0].member.fork = &fork
		w.parties[0].member.memStore.mu.Unlock()
		told := make(chan struct{}, 1000)
		defer w.parties[0].engine.Watch(func() { told <- struct{}{} })()
		w.write(1, 5)
		w.until(5*time.Second, "the fork is reported", func() bool {
			forks := w.parties[0].engine.Status()[0].Forks
			return len(forks) == 1 && forks[0] == fork
		})
		if len(told) == 0 {
			t.Error("nobody was told")
		}
		w.parties[0].engine.Remove(testSpace)
		if len(w.parties[0].engine.Status()) != 0 {
			t.Error("it is still there")
		}
		w.until(5*time.Second, "its peer is told", func() bool {
			w.write(1, 1)
			return w.parties[1].engine.Status()[0].Peers[0].Why == WhyNotLetIn
		})
	})
}
