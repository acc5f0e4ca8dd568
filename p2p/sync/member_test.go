package sync

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"kith/crypto"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
)

// notes is a projection of texts.
type notes struct{}

func (notes) Version() int { return 1 }
func (notes) Create(tx *space.Tx) error {
	return tx.ExecScript(`DROP TABLE IF EXISTS note; CREATE TABLE note(id BLOB PRIMARY KEY, body BLOB) WITHOUT ROWID`)
}
func (notes) Apply(tx *space.Tx, op *space.Op) error {
	_, err := tx.Exec(`INSERT INTO note VALUES(?, ?)`, op.ID[:], []byte(op.Body))
	return err
}
func (notes) Digest(q space.Querier) ([32]byte, error) {
	h := sha256.New()
	err := q.Each(`SELECT id, body FROM note ORDER BY id`, nil, func(c [][]byte) error {
		h.Write(c[0])
		h.Write(c[1])
		return nil
	})
	return [32]byte(h.Sum(nil)), err
}
func (notes) Forget() {}

// person is somebody with one device.
func person(t testing.TB) space.Identity {
	t.Helper()
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		t.Fatal(err)
	}
	return space.Identity{Author: crypto.NewSigningKey(), Device: crypto.NewSigningKey(), HPKE: hpke}
}

func (w *realWorld) config(who space.Identity, id [16]byte) space.Config {
	return space.Config{Dir: w.t.TempDir(), ID: id, AtRest: crypto.NewKey(), Device: who.Device, HPKE: who.HPKE, Projector: notes{}}
}

// realWorld is real spaces of some people.
type realWorld struct {
	t      testing.TB
	people []space.Identity
	spaces []*space.Space
}

// newRealWorld founds a space, admits n-1 more writers and lets them join.
func newRealWorld(t testing.TB, n int) *realWorld {
	t.Helper()
	w := &realWorld{t: t, people: []space.Identity{person(t)}}
	founding, err := space.Found(members.Record, w.people[0])
	if err != nil {
		t.Fatal(err)
	}
	first, err := space.Create(context.Background(), w.config(w.people[0], founding.ID), founding, func(*space.Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	w.spaces = append(w.spaces, first)
	for range n - 1 {
		w.admit()
	}
	t.Cleanup(func() {
		for _, s := range w.spaces {
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	return w
}

// admit lets the first admit one more, who joins.
func (w *realWorld) admit() {
	w.t.Helper()
	who := person(w.t)
	welcome, err := w.spaces[0].Admit(context.Background(), who.Certificate(), members.Writer, nil, true)
	if err != nil {
		w.t.Fatal(err)
	}
	s, err := space.Join(context.Background(), w.config(who, welcome.Space), welcome)
	if err != nil {
		w.t.Fatal(err)
	}
	w.people, w.spaces = append(w.people, who), append(w.spaces, s)
}

func (w *realWorld) peer(i int) link.Peer { return link.Peer(w.people[i].Device.Public()) }

// write appends n notes of size bytes, 256 to a transaction, each then signed by a checkpoint.
func (w *realWorld) write(i, n, size int) {
	w.t.Helper()
	for n > 0 {
		some := min(n, 256)
		n -= some
		err := w.spaces[i].Update(context.Background(), func(tx *space.Tx) error {
			for k := range some {
				body := make([]byte, size)
				binary.BigEndian.PutUint32(body, uint32(k))
				if _, err := tx.Append(space.FirstContent, body); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			w.t.Fatal(err)
		}
	}
}

// engine returns an engine of one of the people on a network.
func (w *realWorld) engine(i int, network link.Network) *Engine {
	w.t.Helper()
	e, err := New(Config{Network: network})
	if err != nil {
		w.t.Fatal(err)
	}
	e.Add(Space{
		ID:   w.spaces[0].ID(),
		Open: func(context.Context) (Member, func(), error) { return NewMember(w.spaces[i]), func() {}, nil },
		Also: func(context.Context) ([]link.Peer, error) { return []link.Peer{w.peer(0)}, nil },
	})
	return e
}

func (w *realWorld) digest(i int) (d [32]byte) {
	w.t.Helper()
	err := w.spaces[i].View(context.Background(), func(q space.Querier) (err error) {
		d, err = notes{}.Digest(q)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// Somebody admitted joins by what the engine brings, and is removed by it.
func TestRealSpaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newRealWorld(t, 3)
		w.write(0, 700, 100)
		wire := memlink.New(memlink.Options{Latency: 10 * time.Millisecond})
		var engines []*Engine
		var hosts []*memlink.Host
		done := make(chan struct{}, 3)
		for i := range 3 {
			h := wire.Host(w.peer(i))
			hosts = append(hosts, h)
			engines = append(engines, w.engine(i, h))
		}
		wire.Introduce()
		for _, e := range engines {
			go func() {
				e.Run(ctx)
				done <- struct{}{}
			}()
		}
		defer func() {
			cancel()
			for i := range 3 {
				<-done
				if err := hosts[i].Close(); err != nil {
					t.Error(err)
				}
			}
		}()
		complete := func(n, peers int) {
			t.Helper()
			start := time.Now()
			for {
				all := true
				for _, e := range engines[:n] {
					status := e.Status()[0].Peers
					all = all && len(status) == peers
					for _, p := range status {
						all = all && p.Complete
					}
				}
				if all {
					break
				}
				if time.Since(start) > time.Minute {
					t.Fatalf("not complete: %+v", engines[0].Status())
				}
				time.Sleep(50 * time.Millisecond)
			}
			for i := range n {
				if w.digest(i) != w.digest(0) {
					t.Errorf("device %d has another projection", i)
				}
			}
		}
		complete(3, 2)
		w.write(1, 1, 100)
		w.write(2, 600, 100)
		complete(3, 2)
		r := engines[1].SyncOnce(ctx)
		if !r.Complete() || r.Reached() != 2 {
			t.Errorf("%+v", r)
		}
		confirmed, err := w.spaces[1].Confirmed(ctx)
		if err != nil || len(confirmed) != 2 {
			t.Errorf("%+v, %v", confirmed, err)
		}
		gone := w.people[2].Author.Public().ID()
		if err := w.spaces[0].RemoveMember(ctx, gone); err != nil {
			t.Fatal(err)
		}
		w.write(0, 10, 100)
		complete(2, 1)
		time.Sleep(10 * time.Minute)
		if w.digest(2) == w.digest(0) {
			t.Error("who was removed still gets everything")
		}
		for _, p := range engines[2].Status()[0].Peers {
			if p.Why != WhyRemoved {
				t.Errorf("%+v", p)
			}
		}
	})
}

// An op of 256 bytes costs at most 80 more in backfill and 128 more live, all
// frames of both directions counted.
func TestOverhead(t *testing.T) {
	const ops = 3000
	w := newRealWorld(t, 2)
	w.write(0, ops, 60)
	wire := memlink.New(memlink.Options{})
	a, c := wire.Host(w.peer(0)), wire.Host(w.peer(1))
	wire.Introduce()
	server, client := w.engine(1, c), w.engine(0, a)
	c.Handle(Protocol, func(s link.Stream) {
		_ = server.server.Serve(context.Background(), s) // what came of it shows at the other end
	})
	if r := client.SyncOnce(context.Background()); !r.Complete() || r.Reached() != 1 {
		t.Fatalf("%+v", r)
	}
	backfill := float64(wire.Bytes())/ops - 256
	m := NewMember(w.spaces[0])
	top, err := m.Top(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	before, live := wire.Bytes(), 0
	for range 20 {
		w.write(0, 1, 60)
		own, upTo, _, err := ownAfter(context.Background(), m, top)
		if err != nil {
			t.Fatal(err)
		}
		top, live = upTo, live+len(own)
		p := client.spaces[w.spaces[0].ID()].peers[w.peer(1)]
		if r := p.sync(context.Background(), own, true); r.err != nil || !r.Matched {
			t.Fatalf("%+v", r)
		}
	}
	each := float64(wire.Bytes()-before)/float64(live) - 256
	t.Logf("overhead of an op: %.1f bytes in backfill, %.1f live", backfill, each)
	if backfill > 80 || each > 128 {
		t.Errorf("overhead of an op: %.1f bytes in backfill, %.1f live", backfill, each)
	}
	if err := errors.Join(a.Close(), c.Close()); err != nil {
		t.Fatal(err)
	}
}

func ExampleHandleOf() {
	fmt.Println(HandleOf([16]byte{1, 2, 3}))
	// Output: 5dd8721e7d16cee421a1dac58b8cf80c
}
