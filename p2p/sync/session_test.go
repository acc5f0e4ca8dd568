package sync

import (
	"context"
	"crypto/sha256"
	"errors"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

var testSpace = [16]byte{1, 2, 3}

// testKey returns the key of epoch n, the same each time.
func testKey(n byte) Key {
	base, err := crypto.KeyFromBytes(append(make([]byte, 31), n))
	if err != nil {
		panic(err)
	}
	return NewKey(base)
}

// testServer serves one store to whoever proves one of some epochs.
type testServer struct {
	Server
	store    *memStore
	blobs    BlobStore
	keys     []Key // of a member: newest first
	known    []Epoch
	peers    []link.Peer
	removed  bool // everybody
	stubborn bool // takes no second registration
	mu       sync.Mutex
	told     []Served
	registed []Registration
}

func (s *testServer) Admit(_ context.Context, peer link.Peer, handle Handle, tag Tag) (*Access, Code) {
	if handle != HandleOf(testSpace) {
		return nil, RefuseUnknown
	}
	a := &Access{Blobs: s.blobs}
	a.Open = func(context.Context) (Store, func(), error) { return s.store, func() {}, nil }
	a.Check = func() Code {
		if s.removed {
			return RefuseRemoved
		}
		return Accepted
	}
	a.Tell = func(told Served) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.told = append(s.told, told)
	}
	if s.Role == RoleNode {
		a.Register = s.register
		for _, e := range s.known {
			if a.Tag == (Tag{}) || e.Tag == tag {
				a.Tag, a.Public = e.Tag, e.Public
			}
		}
		return a, Accepted
	}
	at := 0
	for i, k := range s.keys {
		if k.Tag == tag {
			at = i
		}
	}
	a.Tag, a.Public, a.Capability = s.keys[at].Tag, s.keys[at].Capability.Public(), s.keys[at].Capability
	return a, Accepted
}

func (s *testServer) register(_ context.Context, r Registration) Code {
	if s.stubborn && r.Proven != (Tag{}) {
		return RefuseEpoch
	}
	if r.Proven == (Tag{}) && string(r.Token) != "token" {
		return RefuseToken
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.registed = append(s.registed, r)
	s.known, s.peers = r.Capabilities, r.Peers
	return Accepted
}

func (s *testServer) matched() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, t := range s.told {
		if t.Matched {
			return true
		}
	}
	return false
}

// rig is a client's host and a server's.
type rig struct {
	wire   *memlink.Wire
	client *memlink.Host
	host   *memlink.Host
	server *testServer
	mine   *memStore
	call   Call

	serving sync.WaitGroup
	served  []error // what came of each stream
}

func newRig(t *testing.T, role Role) *rig {
	t.Helper()
	r := &rig{wire: memlink.New(memlink.Options{Latency: 5 * time.Millisecond}), mine: newMemStore()}
	r.client, r.host = r.wire.Host(link.Peer{1}), r.wire.Host(link.Peer{2})
	r.wire.Introduce()
	r.server = &testServer{store: newMemStore(), keys: []Key{testKey(1)}}
	r.server.Self, r.server.Role, r.server.Policy = link.Peer{2}, role, r.server
	r.host.Handle(Protocol, func(s link.Stream) {
		r.serving.Add(1)
		defer r.serving.Done()
		err := r.server.Serve(context.Background(), s)
		r.server.mu.Lock()
		defer r.server.mu.Unlock()
		r.served = append(r.served, err)
	})
	r.call = Call{Peer: link.Peer{2}, Handle: HandleOf(testSpace), Keys: []Key{testKey(1)}}
	if role == RoleNode {
		r.call.Node = &Node{Token: []byte("token")}
	}
	t.Cleanup(func() {
		if err := errors.Join(r.client.Close(), r.host.Close()); err != nil {
			t.Error(err)
		}
		r.serving.Wait()
	})
	return r
}

// dial opens a stream that is closed with the test.
func (r *rig) dial(t *testing.T) *Client {
	t.Helper()
	c, err := Dial(t.Context(), r.client, r.call)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func whyIs(err error) Why {
	var e *Error
	if errors.As(err, &e) {
		return e.Why
	}
	return WhyNothing
}

func TestSessionMakesSetsEqual(t *testing.T) {
	for _, test := range []struct {
		name               string
		both, mine, theirs int
		days               uint32
	}{
		{"empty", 0, 0, 0, 1},
		{"same", 500, 0, 0, 30},
		{"new device", 0, 0, 3000, 30},
		{"new node", 0, 3000, 0, 30},
		{"one day", 10, 2000, 2000, 1},
		{"scattered", 5000, 40, 70, 900},
	} {
		for _, role := range []Role{RoleMember, RoleNode} {
			t.Run(test.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					r := newRig(t, role)
					random := rand.New(rand.NewPCG(1, 2))
					add := func(n int, to ...*memStore) {
						for range n {
							op := someOp(random, random.Uint32N(test.days), 309)
							for _, m := range to {
								m.write(op)
							}
						}
					}
					add(test.both, r.mine, r.server.store)
					add(test.mine, r.mine)
					add(test.theirs, r.server.store)
					out, err := r.dial(t).Session(t.Context(), r.mine, Watcher{})
					all := test.both + test.mine + test.theirs
					if err != nil || !out.Matched || !equal(r.mine, r.server.store) || len(r.mine.ops) != all {
						t.Fatalf("%+v, %v; %d and %d of %d ops", out, err, len(r.mine.ops), len(r.server.store.ops), all)
					}
					if int(out.Count) != all || int(out.UpTo) != all || int(out.Sent) != test.mine || out.Received.New != test.theirs {
						t.Errorf("outcome %+v", out)
					}
					if !r.server.matched() {
						t.Error("the server was not told of the match")
					}
				})
			})
		}
	}
}

// A set larger than one reconciliation lists comes in order of arrival.
func TestSessionOfMany(t *testing.T) {
	if testing.Short() {
		t.Skip("70,000 ops are for the long run")
	}
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, RoleMember)
		random := rand.New(rand.NewPCG(1, 2))
		for i := range 70000 {
			op := someOp(random, uint32(i/3000), 24)
			if i%10 == 0 {
				r.mine.write(op)
			}
			r.server.store.write(op)
		}
		for range 1000 {
			r.mine.write(someOp(random, 5, 24))
		}
		out, err := r.dial(t).Session(t.Context(), r.mine, Watcher{})
		if err != nil || !out.Matched || !equal(r.mine, r.server.store) {
			t.Fatalf("%+v, %v", out, err)
		}
	})
}

func TestPush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, RoleMember)
		c := r.dial(t)
		random := rand.New(rand.NewPCG(1, 2))
		for i := range 3 {
			op := someOp(random, 7, 309)
			r.mine.write(op)
			out, err := c.Push(t.Context(), r.mine, [][]byte{op})
			if err != nil || !out.Matched || out.Sent != 1 || int(out.UpTo) != i+1 {
				t.Fatalf("%+v, %v", out, err)
			}
		}
		r.server.store.write(someOp(random, 7, 309))
		if out, err := c.Push(t.Context(), r.mine, nil); err != nil || out.Matched {
			t.Fatalf("%+v, %v", out, err)
		}
	})
}

func TestNodeIsToldOfEpochs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, RoleNode)
		r.call.Node.Token = []byte("wrong")
		if _, err := Dial(t.Context(), r.client, r.call); whyIs(err) != WhyToken {
			t.Fatal(err)
		}
		r.call.Node.Token = []byte("token")
		r.call.Node.Peers = []link.Peer{{9}, {1}}
		c := r.dial(t)
		if got := r.server.registed; len(got) != 1 || got[0].Capabilities[0].Tag != testKey(1).Tag || got[0].Peers[0] != (link.Peer{1}) {
			t.Fatalf("%+v", got)
		}
		if out, err := c.Session(t.Context(), r.mine, Watcher{}); err != nil || !out.Matched {
			t.Fatalf("%+v, %v", out, err)
		}
		r.call.Keys = []Key{testKey(2), testKey(1)} // a rotation
		r.dial(t)
		got := r.server.registed
		if len(got) != 2 || got[1].Proven != testKey(1).Tag || got[1].Capabilities[0].Tag != testKey(2).Tag {
			t.Fatalf("%+v", got)
		}
		r.dial(t)
		if len(r.server.registed) != 2 {
			t.Error("registered again without need")
		}
		r.call.Keys = []Key{testKey(3)} // somebody who was never told
		if _, err := Dial(t.Context(), r.client, r.call); whyIs(err) != WhyKeys {
			t.Error(err)
		}
	})
}

func TestRefusals(t *testing.T) {
	for _, test := range []struct {
		name string
		set  func(*rig)
		want Why
	}{
		{"other space", func(r *rig) { r.call.Handle = HandleOf([16]byte{9}) }, WhyNotLetIn},
		{"guessed capability", func(r *rig) {
			r.call.Keys = []Key{{Tag: testKey(1).Tag, Capability: testKey(7).Capability}}
		}, WhyBroken}, // the peer's proof does not hold for who guesses
		{"epoch unknown here", func(r *rig) { r.server.keys = []Key{testKey(2)} }, WhyKeys},
		{"older epoch", func(r *rig) { r.server.keys = []Key{testKey(2), testKey(1)} }, WhyNothing},
		{"newer epoch", func(r *rig) { r.call.Keys = []Key{testKey(2), testKey(1)} }, WhyNothing},
		{"removed", func(r *rig) { r.server.removed = true }, WhyRemoved},
		{"not a node", func(r *rig) { r.call.Node = &Node{} }, WhyBroken},
		{"asleep", func(r *rig) { r.host.Down() }, WhyUnreachable},
		{"no such protocol", func(r *rig) { r.host.Handle(Protocol, nil) }, WhyPeerOlder},
		{"busy", func(r *rig) { r.server.MaxStreams = -1 }, WhyBusy},
		{"our disk", func(r *rig) { r.mine.failing = errors.New("disk") }, WhyOurs},
		{"their disk", func(r *rig) { r.server.store.failing = errors.New("disk") }, WhyTheirs},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := newRig(t, RoleMember)
				test.set(r)
				c, err := Dial(t.Context(), r.client, r.call)
				if err == nil {
					_, err = c.Session(t.Context(), r.mine, Watcher{})
					if cerr := c.Close(); cerr != nil {
						t.Error(cerr)
					}
				}
				if whyIs(err) != test.want {
					t.Errorf("%v (%v), want %v", err, whyIs(err), test.want)
				}
			})
		})
	}
}

func TestQuotaStopsNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, RoleNode)
		random := rand.New(rand.NewPCG(1, 2))
		for range 300 {
			r.mine.write(someOp(random, 3, 309))
			r.server.store.write(someOp(random, 3, 309))
		}
		r.server.store.room = 400
		c := r.dial(t)
		for range 2 { // the same stream serves again
			out, err := c.Session(t.Context(), r.mine, Watcher{})
			if whyIs(err) != WhyQuota || out.Matched {
				t.Fatalf("%+v, %v", out, err)
			}
		}
		if len(r.mine.ops) != 600 {
			t.Errorf("%d ops here", len(r.mine.ops))
		}
		r.server.store.room = 0
		if out, err := c.Session(t.Context(), r.mine, Watcher{}); err != nil || !out.Matched {
			t.Fatalf("%+v, %v", out, err)
		}
	})
}

// every8th picks some ops, always the same.
func every8th(op []byte) bool { return op[9]%8 == 0 }

func TestWithholdingIsFoundOut(t *testing.T) {
	t.Run("says stored", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, RoleNode)
			random := rand.New(rand.NewPCG(1, 2))
			for range 100 {
				r.mine.write(someOp(random, 3, 309))
			}
			r.server.store.drop = every8th
			if out, err := r.dial(t).Session(t.Context(), r.mine, Watcher{}); whyIs(err) != WhyWithholds {
				t.Fatalf("%+v, %v", out, err)
			}
		})
	})
	t.Run("says there", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			r := newRig(t, RoleNode)
			r.server.store.write(someOp(rand.New(rand.NewPCG(1, 2)), 3, 309))
			r.server.store.hold = true
			if out, err := r.dial(t).Session(t.Context(), r.mine, Watcher{}); whyIs(err) != WhyWithholds {
				t.Fatalf("%+v, %v", out, err)
			}
		})
	})
}

func TestBlobs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, RoleNode)
		mine, theirs := newMemBlobs(), newMemBlobs()
		r.server.blobs = theirs
		content := func(n int) (BlobName, []byte) {
			b := make([]byte, n)
			return sha256.Sum256(b), b
		}
		a, bytesA := content(1 << 20)
		b, bytesB := content(10)
		wrong := BlobName{1}
		mine.bytes[a] = bytesA
		theirs.bytes[b], theirs.bytes[wrong] = bytesB, bytesB
		mine.want[b], mine.want[wrong], mine.want[BlobName{2}] = true, true, true
		c := r.dial(t)
		offered := map[BlobName]bool{}
		fetched, brought, err := c.Blobs(t.Context(), mine, offered)
		if err != nil || fetched != 1 || brought != 1 || len(mine.bytes) != 2 || len(theirs.bytes) != 3 || !offered[a] {
			t.Fatalf("fetched %d, brought %d, %v", fetched, brought, err)
		}
		if out, err := c.Session(t.Context(), r.mine, Watcher{}); err != nil || !out.Matched {
			t.Fatalf("%+v, %v", out, err)
		}
		r.server.blobs = nil
		c = r.dial(t)
		if _, _, err := c.Blobs(t.Context(), mine, map[BlobName]bool{}); whyIs(err) != WhyQuota {
			t.Error(err)
		}
		if out, err := c.Session(t.Context(), r.mine, Watcher{}); err != nil || !out.Matched {
			t.Fatalf("%+v, %v", out, err)
		}
	})
}
