package simtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"kith/journal/disk/faulty"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
	"kith/p2p/sync"
)

// canaries are words that must not be seen on the wire, at the node or on a disk.
var canaries = []string{"canary", "migraine", "ibuprofen", "symptom", "treatment", "health", "journal"}

// keeper keeps the ops of one computer, and outlives the program that runs there.
type keeper interface {
	// open is the start of the program, close its end in order.
	open() error
	close() error
	// cut is kill -9 or a power cut: what was not synced is there or not, as
	// chance has it.
	cut(random *rand.Rand)
	// write writes a line; place is overwritten by it, if not 0.
	write(text string, place uint8) error
	// state is what must be equal everywhere, lines is what can be read.
	state() (state, error)
	lines() (map[string]bool, error)
	member() sync.Member
}

// state is what must be equal everywhere.
type state struct {
	days       string
	count      uint64
	projection [32]byte
	members    string
}

// world is one space and the computers of its members.
type world struct {
	t      testing.TB
	random *rand.Rand
	wire   *memlink.Wire
	tap    *tap
	id     [16]byte
	peers  []*peer
}

// peer is one member's computer.
type peer struct {
	w    *world
	n    int
	self link.Peer
	keeper
	full *faulty.Injector
	skew time.Duration // of its clock

	up      bool
	host    *memlink.Host
	engine  *sync.Engine
	stop    func()
	nodes   []sync.NodeAt
	written []string // acknowledged
}

func (p *peer) now() time.Time { return time.Now().Add(p.skew) }

// newWorld makes the wire for n computers that make has the insides of.
func newWorld(t testing.TB, n int, opts memlink.Options, fill func(w *world)) *world {
	t.Helper()
	w := &world{t: t, random: rand.New(rand.NewPCG(opts.Seed, uint64(n))), wire: memlink.New(opts), tap: &tap{}}
	for i := range n {
		w.peers = append(w.peers, &peer{w: w, n: i})
	}
	fill(w)
	return w
}

// start brings a computer up: the space is opened, the engine runs.
func (p *peer) start() {
	p.w.t.Helper()
	if err := p.open(); err != nil {
		p.w.t.Fatalf("peer %d: %v", p.n, err)
	}
	p.host = p.w.wire.Host(p.self)
	engine, err := sync.New(sync.Config{Network: tapped{p.host, p.w.tap}, Now: p.now})
	if err != nil {
		p.w.t.Fatal(err)
	}
	engine.Add(sync.Space{
		ID:   p.w.id,
		Open: func(context.Context) (sync.Member, func(), error) { return p.member(), func() {}, nil },
		Also: func(context.Context) ([]link.Peer, error) { // the inviter
			return []link.Peer{p.w.peers[0].self}, nil
		},
		Nodes: func(context.Context) ([]sync.NodeAt, error) { return p.nodes, nil },
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		engine.Run(ctx)
		close(done)
	}()
	p.engine, p.up = engine, true
	p.stop = func() {
		cancel()
		<-done
	}
}

// say writes one line, and remembers it if that was acknowledged.
func (p *peer) say(text string) error {
	text = fmt.Sprintf("canary migraine ibuprofen %d: %s", p.n, text)
	err := p.write(text, uint8(p.w.random.IntN(5)))
	if err == nil {
		p.written = append(p.written, text)
	}
	return err
}

func (p *peer) mustSay(text string) {
	p.w.t.Helper()
	if err := p.say(text); err != nil {
		p.w.t.Fatalf("peer %d: %v", p.n, err)
	}
}

// shutDown ends the program in order.
func (p *peer) shutDown() {
	p.w.t.Helper()
	if !p.up {
		return
	}
	p.up = false
	p.stop()
	if err := p.host.Close(); err != nil {
		p.w.t.Error(err)
	}
	if err := p.close(); err != nil {
		p.w.t.Errorf("peer %d: %v", p.n, err)
	}
}

// kill ends the program as kill -9 or a power cut does.
func (p *peer) kill() {
	p.up = false
	p.host.Kill()
	p.cut(p.w.random)
	p.stop()
}

// why is what a computer says of another, or of a node.
func (p *peer) why(other link.Peer) sync.Why {
	for _, s := range p.engine.Status()[0].Peers {
		if s.Peer == other {
			return s.Why
		}
	}
	return sync.WhyNotYet
}

// wait waits until something holds, so long at most.
func (w *world) wait(most time.Duration, what string, holds func() bool) {
	w.t.Helper()
	synctest.Wait()
	for begun := time.Now(); !holds(); time.Sleep(250 * time.Millisecond) {
		if time.Since(begun) > most {
			w.t.Fatalf("after %v still not: %s; %s", most, what, w.describe())
		}
	}
}

func (p *peer) mustState() state {
	p.w.t.Helper()
	s, err := p.state()
	if err != nil {
		p.w.t.Fatalf("peer %d: %v", p.n, err)
	}
	return s
}

// equal reports whether all that are up have the same ops.
func (w *world) equal() bool {
	var first *state
	for _, p := range w.peers {
		if !p.up {
			continue
		}
		s := p.mustState()
		if first == nil {
			first = &s
		} else if s.days != first.days {
			return false
		}
	}
	return true
}

// settle waits until all sets are equal, so long at most, and gives how long it took.
func (w *world) settle(most time.Duration) time.Duration {
	w.t.Helper()
	begun := time.Now()
	for !w.equal() {
		if time.Since(begun) > most {
			w.t.Fatalf("the sets are not equal after %v: %s", most, w.describe())
		}
		time.Sleep(250 * time.Millisecond)
	}
	return time.Since(begun)
}

// describe says how many ops everybody has, and what the first that lacks some says.
func (w *world) describe() string {
	counts := map[uint64]int{}
	most, least := uint64(0), (*peer)(nil)
	for _, p := range w.peers {
		if p.up {
			s := p.mustState()
			counts[s.count]++
			if most = max(most, s.count); s.count < most || least == nil {
				least = p
			}
		}
	}
	says := map[string]int{}
	for _, p := range least.engine.Status()[0].Peers {
		says[fmt.Sprintf("%v, connected %v, busy %v", p.Why, p.Connected, p.Busy)]++
	}
	return fmt.Sprintf("computers by number of ops: %v; computer %d says of the others: %v", counts, least.n, says)
}

// mustBeWhole checks everything that must hold once all is quiet: equal sets,
// projections and members, and every line that was acknowledged is everywhere.
func (w *world) mustBeWhole() {
	w.t.Helper()
	synctest.Wait()
	var first *state
	lost := 0
	for _, p := range w.peers {
		if !p.up {
			w.t.Fatalf("peer %d is not up", p.n)
		}
		s := p.mustState()
		if first == nil {
			first = &s
		}
		if s != *first {
			w.t.Errorf("peer %d: sets equal %v, projections equal %v, members equal %v", p.n,
				s.days == first.days, s.projection == first.projection, s.members == first.members)
		}
		have, err := p.lines()
		if err != nil {
			w.t.Fatal(err)
		}
		for _, other := range w.peers {
			for _, text := range other.written {
				if !have[text] {
					lost++
				}
			}
		}
	}
	if lost > 0 {
		w.t.Errorf("%d lines that were acknowledged are missing somewhere", lost)
	}
}

// end shuts everything down and looks at what was on the wire.
func (w *world) end() {
	w.t.Helper()
	for _, p := range w.peers {
		p.shutDown()
	}
	w.tap.mustBeBlind(w.t)
}

// splitInto parts the computers.
func (w *world) splitInto(groups ...[]*peer) {
	var ids [][]link.Peer
	for _, group := range groups {
		var part []link.Peer
		for _, p := range group {
			part = append(part, p.self)
		}
		ids = append(ids, part)
	}
	w.wire.Split(ids...)
}

// mustAgree checks that sets and members are equal everywhere, and the projections
// among those who may read everything.
func (w *world) mustAgree() {
	w.t.Helper()
	synctest.Wait()
	first := w.peers[0].mustState()
	for _, p := range w.peers {
		s := p.mustState()
		if s.days != first.days || s.members != first.members {
			w.t.Errorf("peer %d: sets equal %v, members equal %v", p.n, s.days == first.days, s.members == first.members)
		}
		if s.projection != first.projection && len(p.keeper.(*spaceKeeper).seesOnly()) == 0 {
			w.t.Errorf("peer %d: another projection", p.n)
		}
	}
}

// stopIfFailed lets a test that failed half way end as well.
func (w *world) stopIfFailed() {
	for _, p := range w.peers {
		if w.t.Failed() && p.up {
			p.up = false
			p.stop()
			_ = errors.Join(p.host.Close(), p.close()) // the test has failed already
		}
	}
}
