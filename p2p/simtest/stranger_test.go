package simtest

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"runtime"
	gosync "sync"
	"testing"
	"testing/synctest"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
	"kith/p2p/sync"
)

// house is an honest member's server, somebody hostile and an honest client.
type house struct {
	t       *testing.T
	wire    *memlink.Wire
	honest  *memlink.Host
	hostile *memlink.Host
	friend  *memlink.Host
	server  *sync.Server
	store   *bag
	key     sync.Key
	handle  sync.Handle
}

// The policy of the house: one space, one epoch.
func (h *house) Admit(_ context.Context, _ link.Peer, handle sync.Handle, _ sync.Tag) (*sync.Access, sync.Code) {
	if handle != h.handle {
		return nil, sync.RefuseUnknown
	}
	return &sync.Access{
		Tag: h.key.Tag, Public: h.key.Capability.Public(), Capability: h.key.Capability,
		Open: func(context.Context) (sync.Store, func(), error) { return h.store, func() {}, nil },
	}, sync.Accepted
}

// inHouse runs a test with a server that has 500 ops, and checks afterwards that a
// friend can sync and that nothing is left behind.
func inHouse(t *testing.T, test func(h *house)) {
	synctest.Test(t, func(t *testing.T) {
		h := &house{t: t, wire: memlink.New(memlink.Options{Latency: 20 * time.Millisecond}), store: newBag()}
		base := crypto.NewKey()
		h.key = sync.Key{Tag: sync.Tag(crypto.EpochTag(base)), Capability: sync.Capability(base)}
		h.handle = sync.HandleOf([16]byte{1})
		h.honest, h.hostile, h.friend = h.wire.Host(link.Peer{1}), h.wire.Host(link.Peer{2}), h.wire.Host(link.Peer{3})
		h.wire.Introduce()
		for i := range 500 {
			h.store.put(sealedLike(20000+uint32(i/100), fmt.Sprintf("an op with a number, %d", i)))
		}
		h.server = &sync.Server{Self: link.Peer{1}, Role: sync.RoleMember, Policy: h}
		var serving gosync.WaitGroup
		h.honest.Handle(sync.Protocol, func(s link.Stream) {
			serving.Add(1)
			defer serving.Done()
			_ = h.server.Serve(t.Context(), s) // what went wrong is the hostile peer's wish
		})
		test(h)
		h.friendSyncs(20 * time.Second)
		if err := errors.Join(h.hostile.Close(), h.friend.Close(), h.honest.Close()); err != nil {
			t.Error(err)
		}
		serving.Wait()
	})
}

// friendSyncs is the check that the rest goes on: the friend has ops of its own and
// must be equal with the house soon.
func (h *house) friendSyncs(within time.Duration) {
	h.t.Helper()
	mine := newBag()
	for i := range 50 {
		mine.put(sealedLike(20002, fmt.Sprintf("of the friend, %d, %d", i, len(h.store.ops))))
	}
	ctx, cancel := context.WithTimeout(h.t.Context(), within)
	defer cancel()
	c, err := sync.Dial(ctx, h.friend, sync.Call{Peer: link.Peer{1}, Handle: h.handle, Keys: []sync.Key{h.key}})
	if err != nil {
		h.t.Fatalf("the friend is not let in: %v", err)
	}
	out, err := c.Session(ctx, mine, sync.Watcher{})
	if err != nil || !out.Matched {
		h.t.Errorf("the friend's session: %+v, %v", out, err)
	}
	mustEqual(h.t, h.store, mine)
	if err := c.Close(); err != nil {
		h.t.Error(err)
	}
}

func (h *house) open() *raw {
	s, err := h.hostile.Open(h.t.Context(), link.Peer{1}, sync.Protocol)
	if err != nil {
		h.t.Fatal(err)
	}
	return &raw{h.t, s, bufio.NewReader(s)}
}

// inside is a hostile peer that has the capability: a member.
func (h *house) inside() *raw {
	r := h.open()
	sign, err := r.hello(link.Peer{2}, link.Peer{1}, h.handle, h.key.Tag)
	if err == nil {
		err = r.prove(sign, h.key.Capability)
	}
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func TestCapabilityGuessing(t *testing.T) {
	inHouse(t, func(h *house) {
		for range 300 {
			r := h.open()
			sign, err := r.hello(link.Peer{2}, link.Peer{1}, h.handle, sync.Tag{1})
			if err != nil {
				h.t.Fatal(err)
			}
			if err := r.prove(sign, crypto.NewSigningKey()); err != nil {
				h.t.Fatal(err)
			}
			if err := r.send(frameDump, bytesOf{}); err != nil {
				h.t.Fatal(err)
			}
			if code := r.refusal(); code != uint8(sync.RefuseEpoch) {
				h.t.Fatalf("code %d", code)
			}
			_ = r.s.Close() // it is over
		}
		r := h.open()
		if _, err := r.hello(link.Peer{2}, link.Peer{1}, sync.Handle{9}, h.key.Tag); err == nil {
			h.t.Error("a space that is not there is welcomed")
		}
	})
}

// TestReplay sends a proof that was good a moment ago once more, and one of another
// peer.
func TestReplay(t *testing.T) {
	inHouse(t, func(h *house) {
		good := h.open()
		sign, err := good.hello(link.Peer{2}, link.Peer{1}, h.handle, h.key.Tag)
		if err != nil {
			h.t.Fatal(err)
		}
		signature := h.key.Capability.Sign("sync", sign)
		if err := good.send(frameProof, bytesOf{1: signature}); err != nil {
			h.t.Fatal(err)
		}
		again := h.open()
		if _, err := again.hello(link.Peer{2}, link.Peer{1}, h.handle, h.key.Tag); err != nil {
			h.t.Fatal(err)
		}
		if err := again.send(frameProof, bytesOf{1: signature}); err != nil {
			h.t.Fatal(err)
		}
		if code := again.refusal(); code != uint8(sync.RefuseEpoch) {
			h.t.Errorf("a replayed proof: code %d", code)
		}
		other := h.open() // who relays the proof of another peer
		sign, err = other.hello(link.Peer{3}, link.Peer{1}, h.handle, h.key.Tag)
		if err == nil {
			err = other.prove(sign, h.key.Capability)
		}
		if err != nil {
			h.t.Fatal(err)
		}
		if code := other.refusal(); code != uint8(sync.RefuseEpoch) {
			h.t.Errorf("another's proof: code %d", code)
		}
		for _, r := range []*raw{good, again, other} {
			_ = r.s.Close() // they are over
		}
	})
}

// heap gives what is in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestFramesThatAreNone(t *testing.T) {
	for name, junk := range map[string][]byte{
		"announces 2^40 bytes":    binary.AppendUvarint(nil, 1<<40),
		"announces a megabyte":    append(binary.AppendUvarint(nil, 1<<20+1), 20),
		"empty frame":             {0},
		"length without an end":   {0x80, 0x80, 0x80, 0x80, 0x80, 0x80},
		"unknown kind":            {2, 200, 0xa0},
		"not CBOR":                {3, frameReconcile, 0xff, 0xff},
		"a map of 2^32":           {6, frameReconcile, 0xba, 0xff, 0xff, 0xff, 0xff},
		"nested a hundred times":  append([]byte{102, frameOps}, repeat(0x81, 101)...),
		"a text for a message":    {5, frameReconcile, 0xa1, 1, 0x61, 'x'},
		"an answer as a request":  {2, frameStored, 0xa0},
		"a second hello":          {2, frameHello, 0xa0},
		"a refusal":               {2, frameRefusal, 0xa0},
		"reconcile with nonsense": {6, frameReconcile, 0xa1, 1, 0x42, 7, 7},
	} {
		t.Run(name, func(t *testing.T) {
			inHouse(t, func(h *house) {
				before := heap()
				for range 20 {
					r := h.inside()
					if err := r.sendBytes(junk); err != nil {
						h.t.Fatal(err)
					}
					if err := r.s.CloseWrite(); err != nil {
						h.t.Fatal(err)
					}
					if code := r.refusal(); code != uint8(sync.RefuseRequest) && code != 0 {
						h.t.Fatalf("code %d", code)
					}
					_ = r.s.Close() // it is over
				}
				synctest.Wait()
				if after := heap(); after > before+8<<20 {
					h.t.Errorf("%d KiB more than before", (after-before)>>10)
				}
				h.mustHave(500)
			})
		})
	}
}

func repeat(b byte, n int) []byte {
	all := make([]byte, n)
	for i := range all {
		all[i] = b
	}
	return all
}

func (h *house) mustHave(n int) {
	h.t.Helper()
	if len(h.store.ops) != n {
		h.t.Errorf("%d ops, want %d", len(h.store.ops), n)
	}
}

// TestBeforeTheProof: whoever proved nothing can make us keep very little.
func TestBeforeTheProof(t *testing.T) {
	inHouse(t, func(h *house) {
		before := heap()
		var idle []*raw
		for range 60 {
			r := h.open()
			if err := r.sendBytes(append(binary.AppendUvarint(nil, 4000), frameHello)); err != nil {
				h.t.Fatal(err)
			}
			idle = append(idle, r)
		}
		time.Sleep(10 * time.Second)
		if after := heap(); after > before+20<<20 {
			h.t.Errorf("%d KiB for 60 streams that said nothing", (after-before)>>10)
		}
		h.friendSyncs(20 * time.Second)
		time.Sleep(5 * time.Minute)
		for _, r := range idle {
			if code := r.refusal(); code != 0 {
				h.t.Errorf("code %d", code)
			}
			_ = r.s.Close() // it is over
		}
	})
}

// firstMessage begins a reconciliation, of one op that is nowhere.
func firstMessage() []byte {
	msg := append([]byte{1}, make([]byte, 16)...)
	return append(append(msg, 1, 1, 1), repeat(7, 8)...) // one op; a split; one part
}

// TestEndlessRounds is a member that reconciles again and again, each time from the
// beginning. It is told to wait.
func TestEndlessRounds(t *testing.T) {
	inHouse(t, func(h *house) {
		var code uint8
		rounds := 0
		for ; code != uint8(sync.RefuseBusy) && rounds < 1000; rounds++ {
			r := h.inside()
			if err := r.send(frameReconcile, bytesOf{1: firstMessage()}); err != nil {
				h.t.Fatal(err)
			}
			if err := r.s.CloseWrite(); err != nil {
				h.t.Fatal(err)
			}
			code = r.refusal()
			_ = r.s.Close() // it is over
		}
		if code != uint8(sync.RefuseBusy) {
			h.t.Errorf("%d reconciliations in a row, and no word", rounds)
		}
		h.t.Logf("told to wait after %d", rounds)
	})
}

// TestSlowReading is a member that asks for much and reads nothing, on many
// streams. The friend syncs all the same.
func TestSlowReading(t *testing.T) {
	inHouse(t, func(h *house) {
		for i := range 4000 {
			h.store.put(sealedLike(19000, fmt.Sprintf("%d %s", i, repeat('x', 2000))))
		}
		var slow []*raw
		for range 30 {
			r := h.inside()
			if err := r.send(frameDump, bytesOf{}); err != nil {
				h.t.Fatal(err)
			}
			slow = append(slow, r)
		}
		time.Sleep(5 * time.Second)
		h.friendSyncs(20 * time.Second)
		time.Sleep(5 * time.Minute)
		for _, r := range slow {
			_ = r.s.Reset() // it is over
		}
	})
}

// TestStalledReconciliations is a member that begins reconciliations and says
// nothing more. Others must not have to wait for that.
func TestStalledReconciliations(t *testing.T) {
	inHouse(t, func(h *house) {
		var stalled []*raw
		for range 30 {
			r := h.inside()
			if err := r.send(frameReconcile, bytesOf{1: firstMessage()}); err != nil {
				h.t.Fatal(err)
			}
			stalled = append(stalled, r)
		}
		time.Sleep(2 * time.Second)
		h.friendSyncs(20 * time.Second)
		for _, r := range stalled {
			_ = r.s.Reset() // it is over
		}
	})
}

// lying runs the friend's session against a server whose store lies, and gives why
// it failed.
func lying(t *testing.T, role sync.Role, how func(b *bag)) (why sync.Why) {
	synctest.Test(t, func(t *testing.T) {
		wire := memlink.New(memlink.Options{Latency: 20 * time.Millisecond})
		liar, friend := wire.Host(link.Peer{1}), wire.Host(link.Peer{2})
		wire.Introduce()
		h := &house{store: newBag(), handle: sync.HandleOf([16]byte{1})}
		base := crypto.NewKey()
		h.key = sync.Key{Tag: sync.Tag(crypto.EpochTag(base)), Capability: sync.Capability(base)}
		for i := range 100 {
			h.store.put(sealedLike(20000, fmt.Sprintf("an op with a number, %d", i)))
		}
		how(h.store)
		server := &sync.Server{Self: link.Peer{1}, Role: role, Policy: h}
		liar.Handle(sync.Protocol, func(s link.Stream) {
			_ = server.Serve(t.Context(), s) // the friend sees what matters
		})
		mine := newBag()
		for i := range 70 {
			mine.put(sealedLike(20000, fmt.Sprintf("of the friend, %d", i)))
		}
		call := sync.Call{Peer: link.Peer{1}, Handle: h.handle, Keys: []sync.Key{h.key}}
		if role == sync.RoleNode {
			call.Node = &sync.Node{}
		}
		begun := time.Now()
		c, err := sync.Dial(t.Context(), friend, call)
		if err != nil {
			t.Fatal(err)
		}
		out, err := c.Session(t.Context(), mine, sync.Watcher{})
		var failed *sync.Error
		if out.Matched || !errors.As(err, &failed) {
			t.Fatalf("%+v, %v", out, err)
		}
		why = failed.Why
		if took := time.Since(begun); took > time.Minute {
			t.Errorf("it took %v", took)
		}
		_ = c.Close() // it may be over already
		if err := errors.Join(friend.Close(), liar.Close()); err != nil {
			t.Error(err)
		}
	})
	return why
}

func TestReplicasThatLie(t *testing.T) {
	for _, c := range []struct {
		name string
		role sync.Role
		how  func(*bag)
		want sync.Why
	}{
		{"a node that stores nothing", sync.RoleNode, func(b *bag) { b.forget = true }, sync.WhyWithholds},
		{"a member that gives nothing", sync.RoleMember, func(b *bag) { b.hide = true }, sync.WhyWithholds},
		{"bogus fingerprints", sync.RoleMember, func(b *bag) { b.bogus = true }, sync.WhyDiffers},
	} {
		t.Run(c.name, func(t *testing.T) {
			if why := lying(t, c.role, c.how); why != c.want {
				t.Errorf("it was called %q, want %q", why, c.want)
			}
		})
	}
}
