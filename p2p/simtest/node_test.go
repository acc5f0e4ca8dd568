package simtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
	"kith/p2p/replica"
	"kith/p2p/sync"
)

// node is a group's own node: the real one, with its files in a real folder.
type node struct {
	w    *world
	dir  string
	at   sync.NodeAt
	host *memlink.Host
	stop func()
}

// setDown takes the node off the wire, or brings it back.
func (n *node) setDown(down bool) {
	if down {
		n.host.Down()
		return
	}
	n.host.Up()
}

// startNode runs a node that everybody's space is told of.
func startNode(w *world, quotas replica.Quotas) *node {
	w.t.Helper()
	n := &node{w: w, dir: w.t.TempDir()}
	ctx, cancel := context.WithCancel(context.Background())
	ready, done := make(chan replica.Link, 1), make(chan error, 1)
	go func() {
		done <- replica.Run(ctx, replica.Config{
			Dir: n.dir, Quotas: quotas, Listen: []string{"127.0.0.1:4001"},
			Connect: func(cfg replica.NetworkConfig) (link.Network, error) {
				n.host = w.wire.Host(link.Peer(cfg.Key.Public()))
				return tapped{n.host, w.tap}, nil
			},
			Ready: func(l replica.Link) {
				select {
				case ready <- l:
				default:
				}
			},
		})
	}()
	select {
	case l := <-ready:
		n.at = sync.NodeAt{Peer: l.Peer, Addrs: l.Addrs, Token: l.Token[:]}
	case err := <-done:
		w.t.Fatal(err)
	}
	n.stop = func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Error(err)
		}
		n.stop = func() {}
	}
	for _, p := range w.peers {
		p.nodes = []sync.NodeAt{n.at}
	}
	return n
}

// mustBeBlind looks for words and for the space's id in the files of the node.
func (n *node) mustBeBlind() {
	n.w.t.Helper()
	size := 0
	err := filepath.WalkDir(n.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		size += len(data)
		low := bytes.ToLower(data)
		for _, word := range canaries {
			if bytes.Contains(low, []byte(word)) {
				n.w.t.Errorf("in %s one can read %q", entry.Name(), word)
			}
		}
		if bytes.Contains(data, n.w.id[:]) {
			n.w.t.Errorf("the space's id is in %s", entry.Name())
		}
		return nil
	})
	if err != nil {
		n.w.t.Error(err)
	}
	if size < 4096 {
		n.w.t.Errorf("the node keeps %d bytes: that is not all", size)
	}
}

// TestNeverAllOnline: what A wrote reaches B by the node, though A is off when B
// comes, and back.
func TestNeverAllOnline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, wan(0.05, 1), fillSpaces)
		defer w.stopIfFailed()
		a, b := w.peers[0], w.peers[1]
		n := startNode(w, replica.Quotas{})
		defer func() { n.stop() }()
		a.start()
		w.wire.Introduce()
		for i := range 40 {
			a.mustSay(fmt.Sprint("from a, ", i))
		}
		w.wait(30*time.Second, "the node has all of A", func() bool { return a.complete(n.at.Peer) })
		a.shutDown()
		time.Sleep(time.Hour)

		b.start()
		w.wire.Introduce()
		w.wait(30*time.Second, "B has all of A", func() bool { return b.has(a.written) })
		b.mustSay("from b")
		w.wait(30*time.Second, "the node has all of B", func() bool { return b.complete(n.at.Peer) })
		if b.why(a.self) != sync.WhyUnreachable {
			t.Errorf("B says of A: %v", b.why(a.self))
		}
		b.shutDown()
		time.Sleep(8 * time.Hour)

		a.start()
		w.wire.Introduce()
		w.wait(30*time.Second, "A has what B wrote", func() bool { return a.has(b.written) })
		b.start()
		w.wire.Introduce()
		w.settle(30 * time.Second)
		w.mustBeWhole()
		w.end()
		n.stop()
		n.mustBeBlind()
	})
}

// complete reports whether a computer says that another, or a node, has everything.
func (p *peer) complete(other link.Peer) bool {
	for _, s := range p.engine.Status()[0].Peers {
		if s.Peer == other {
			return s.Complete
		}
	}
	return false
}

// has reports whether a computer shows all of these lines.
func (p *peer) has(lines []string) bool {
	p.w.t.Helper()
	have, err := p.lines()
	if err != nil {
		p.w.t.Fatal(err)
	}
	for _, text := range lines {
		if !have[text] {
			return false
		}
	}
	return true
}

// TestFullNode: a node without room says so, and the computers go on without it.
func TestFullNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, wan(0, 1), fillSpaces)
		defer w.stopIfFailed()
		n := startNode(w, replica.Quotas{Total: 20 << 10, Space: 20 << 10, Peer: 20 << 10})
		defer func() { n.stop() }()
		w.startAll()
		w.settle(time.Minute)
		for i := range 60 {
			w.peers[i%2].mustSay("a line that takes room")
		}
		w.settle(time.Minute)
		a := w.peers[0]
		w.wait(6*time.Minute, "A says that the node is full", func() bool { return a.why(n.at.Peer) == sync.WhyQuota })
		if a.complete(n.at.Peer) {
			t.Error("A says that the full node has everything")
		}
		w.mustBeWhole()
		w.end()
	})
}

// TestWithholdingNode: a node that forgets what it said to have stored is found out;
// the computers go on without it.
func TestWithholdingNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, wan(0, 1), fillSpaces)
		defer w.stopIfFailed()
		liar := &liar{store: newBag(), self: link.Peer(crypto.NewSigningKey().Public())}
		liar.store.forget = true
		host := w.wire.Host(liar.self)
		server := &sync.Server{Self: liar.self, Role: sync.RoleNode, Policy: liar}
		host.Handle(sync.Protocol, func(s link.Stream) {
			_ = server.Serve(t.Context(), s) // what the computers say of it is looked at
		})
		for _, p := range w.peers {
			p.nodes = []sync.NodeAt{{Peer: liar.self, Addrs: []string{"/memory/liar"}}}
		}
		w.startAll()
		w.settle(time.Minute)
		w.writeAll("hello", 2)
		w.settle(10 * time.Second)
		for _, p := range w.peers {
			w.wait(time.Minute, "the node is called what it is", func() bool { return p.why(liar.self) == sync.WhyWithholds })
			if p.complete(liar.self) {
				t.Error("a node that forgets is said to have everything")
			}
		}
		w.mustBeWhole()
		w.end()
		if err := host.Close(); err != nil {
			t.Error(err)
		}
	})
}

// liar is a node that lets everybody in and keeps nothing.
type liar struct {
	self  link.Peer
	store *bag
	known sync.Epoch
}

func (l *liar) Admit(context.Context, link.Peer, sync.Handle, sync.Tag) (*sync.Access, sync.Code) {
	return &sync.Access{
		Tag: l.known.Tag, Public: l.known.Public,
		Open: func(context.Context) (sync.Store, func(), error) { return l.store, func() {}, nil },
		Register: func(_ context.Context, r sync.Registration) sync.Code {
			l.known = r.Capabilities[0]
			return sync.Accepted
		},
	}, sync.Accepted
}

// TestNodeGoesAndComes: a node that is stopped and started again has what it had.
func TestNodeGoesAndComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, wan(0.2, 2), fillSpaces)
		defer w.stopIfFailed()
		n := startNode(w, replica.Quotas{})
		a := w.peers[0]
		a.start()
		w.wire.Introduce()
		a.mustSay("before")
		w.wait(30*time.Second, "the node has it", func() bool { return a.complete(n.at.Peer) })
		n.stop()
		a.mustSay("while the node is off")
		time.Sleep(2 * time.Minute)
		if a.complete(n.at.Peer) {
			t.Error("A says that a node has what was written while it was off")
		}
		dir := n.dir
		n = &node{w: w, dir: dir, at: n.at}
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() {
			done <- replica.Run(ctx, replica.Config{Dir: dir, Listen: []string{"127.0.0.1:4001"},
				Connect: func(cfg replica.NetworkConfig) (link.Network, error) {
					if link.Peer(cfg.Key.Public()) != n.at.Peer {
						return nil, errors.New("the node is another than before")
					}
					return tapped{w.wire.Host(n.at.Peer), w.tap}, nil
				}})
		}()
		w.wire.Introduce()
		w.wait(time.Minute, "the node has all again", func() bool { w.wire.Introduce(); return a.complete(n.at.Peer) })
		a.shutDown()
		w.peers[1].start()
		w.wire.Introduce()
		w.wait(time.Minute, "B has it from the node", func() bool { return w.peers[1].has(a.written) })
		w.end()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
