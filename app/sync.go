package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"sync"
	"time"

	"kith/journal"
	"kith/p2p/link"
	"kith/p2p/pair"
)

// SyncOptions say how this computer is reached by others. The zero value is what
// the settings say: without any, all its addresses, at a port that was chosen once.
type SyncOptions struct {
	// Listen are addresses to listen on, as multiaddr text:
	// "/ip4/0.0.0.0/udp/4001/quic-v1".
	Listen []string
}

// ErrSyncClosed says that syncing does not run. [Explain] has the words.
var ErrSyncClosed = errors.New("syncing does not run")

// Sync keeps the records of the vault the same as on the other devices that have
// them, while it runs. There is one at most; see [App.StartSync].
type Sync struct {
	app    *App
	net    Network
	engine *engine
	ctx    context.Context
	cancel context.CancelFunc
	work   sync.WaitGroup
	once   sync.Once
	closed error

	mu       sync.Mutex
	allowed  map[link.Peer]bool
	records  map[link.Peer][]journal.ID // that a device of a member has
	nodes    map[link.Peer]bool
	letIn    func() // ends the window for strangers; nil while nothing is open
	openings map[journal.ID]*openInvitation
	watchers map[int]func()
	watched  int
	dirty    map[journal.ID]bool // spaces whose members may have changed
	ready    chan struct{}       // closed once it is known whom to let in
	wake     chan struct{}
}

// StartSync begins to sync every record that others have, and to listen for them,
// until ctx ends or Close is called. If it runs already, that one is returned.
// What an earlier run left undone (a join that was interrupted, a wire key to be
// changed after a removal) is done first, as far as it goes without others. It
// fails with [ErrNoNetwork] or the network's errors.
func (a *App) StartSync(ctx context.Context, o SyncOptions) (*Sync, error) {
	a.starting.Lock()
	defer a.starting.Unlock()
	if s := a.syncing.Load(); s != nil {
		return s, nil
	}
	s, err := a.startSync(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("start syncing: %w", err)
	}
	a.syncing.Store(s)
	return s, nil
}

// Syncing returns what StartSync started, nil if it does not run.
func (a *App) Syncing() *Sync { return a.syncing.Load() }

func (a *App) startSync(ctx context.Context, o SyncOptions) (_ *Sync, err error) {
	if a.opts.Network == nil {
		return nil, ErrNoNetwork
	}
	if _, _, err := a.finishJoin(ctx); err != nil {
		return nil, err
	}
	s := &Sync{
		app: a, allowed: map[link.Peer]bool{}, nodes: map[link.Peer]bool{}, openings: map[journal.ID]*openInvitation{},
		watchers: map[int]func(){}, dirty: map[journal.ID]bool{}, wake: make(chan struct{}, 1),
		ready: make(chan struct{}),
	}
	s.ctx, s.cancel = context.WithCancel(ctx)
	if s.net, err = a.openNetwork(o, s); err != nil {
		s.cancel()
		return nil, err
	}
	s.net.Handle(pair.Protocol, s.servePairing)
	if s.engine, err = newEngine(s); err != nil {
		s.cancel()
		return nil, errors.Join(err, s.net.Close())
	}
	if err := s.refresh(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.work.Go(s.engine.run)
	close(s.ready)
	s.work.Go(s.tend)
	s.work.Go(s.letters)
	context.AfterFunc(ctx, func() { _ = s.Close() }) // whoever ended ctx does not wait for it
	return s, nil
}

// openNetwork listens where the options or the settings say. If the port that was
// chosen once is taken by another program, any will do.
func (a *App) openNetwork(o SyncOptions, s *Sync) (Network, error) {
	settings, err := a.Settings()
	if err != nil {
		settings = defaultSettings() // they are damaged; syncing does not depend on them
	}
	c := NetworkConfig{Key: a.self.Device, Listen: o.Listen, Allow: s.allows, Meet: s.meet, MDNS: settings.MDNS}
	if len(c.Listen) == 0 {
		c.Listen = strings.Fields(settings.SyncListen)
	}
	if len(c.Listen) > 0 {
		return a.opts.Network(c)
	}
	if c.Port, err = a.syncPort(); err != nil {
		return nil, err
	}
	net, err := a.opts.Network(c)
	if err != nil {
		c.Port = 0
		net, err = a.opts.Network(c)
	}
	return net, err
}

// syncPort returns the port at which others find this computer. It is chosen once,
// so that the addresses they remember stay good.
func (a *App) syncPort() (int, error) {
	const low, high = 20_000, 60_000
	port := 0
	err := a.changeSyncBook(func(b *syncBook) bool {
		if port = b.Port; port >= low && port < high {
			return false
		}
		n, err := rand.Int(rand.Reader, big.NewInt(high-low))
		if err != nil {
			panic("app: " + err.Error()) // crypto/rand ends the process instead
		}
		port = low + int(n.Int64())
		b.Port = port
		return true
	})
	return port, err
}

// allows says whether a peer is let in: it is a device of a member of one of the
// records, or a node of one. Who comes while that is being read waits: a refusal
// would tell a member that they are none.
func (s *Sync) allows(p link.Peer) bool {
	select {
	case <-s.ready:
	case <-s.ctx.Done():
		select {
		case <-s.ready:
		default:
			return false // it could not be read
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.allowed[p]
}

// meet says whether two peers have a record in common. Without a node they find
// each other by us.
func (s *Sync) meet(asker, wanted link.Peer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.records[asker], func(id journal.ID) bool { return slices.Contains(s.records[wanted], id) })
}

// Close ends all connections. What had arrived is kept.
func (s *Sync) Close() error {
	s.once.Do(func() {
		s.app.syncing.CompareAndSwap(s, nil)
		s.cancel()
		s.keepAddresses()
		s.closed = s.net.Close()
		s.work.Wait()
	})
	return s.closed
}

// Addresses returns where this computer can be reached, as multiaddr text that
// ends in its id: what `kith peer add` takes.
func (s *Sync) Addresses() []string {
	var list []string
	for _, address := range s.net.Addresses() {
		list = append(list, withPeer(address, s.net.Self()))
	}
	return list
}

// Watch adds one who is told when something in [App.SyncStatus] changed, from
// another goroutine; it must not block. stop removes it.
func (s *Sync) Watch(changed func()) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watched++
	n := s.watched
	s.watchers[n] = changed
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, n)
	}
}

// tell tells the watchers.
func (s *Sync) tell() {
	s.mu.Lock()
	watchers := make([]func(), 0, len(s.watchers))
	for _, w := range s.watchers {
		watchers = append(watchers, w)
	}
	s.mu.Unlock()
	for _, w := range watchers {
		w()
	}
}

// changed notes that ops arrived in a space: its members may be others now.
func (s *Sync) changed(id journal.ID) {
	s.mu.Lock()
	s.dirty[id] = true
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// keepEvery is how often the addresses of others are written down, and what was left
// undone is tried again.
const keepEvery = time.Minute

// tend looks after spaces in which something arrived, until syncing ends.
func (s *Sync) tend() {
	keep := time.NewTicker(keepEvery)
	defer keep.Stop()
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-keep.C:
			s.keepAddresses()
			_ = s.app.finishLeaving(s.ctx) // as below
			continue
		case <-s.wake:
		}
		s.mu.Lock()
		dirty := s.dirty
		s.dirty = map[journal.ID]bool{}
		s.mu.Unlock()
		for id := range dirty {
			if p, err := s.app.personByID(id); err == nil {
				// What fails here (a disk, a damaged record) fails again, and is said,
				// where a person uses the record.
				_ = s.app.with(s.ctx, p, func(r *journal.Record) error { return s.app.tend(s.ctx, r.Space()) })
			}
		}
		_ = s.app.finishLeaving(s.ctx) // the same
		_ = s.refresh(s.ctx)
		s.tell()
	}
}

// refresh brings up to date whom to let in, where they are, which nodes are used and
// which invitations are open.
func (s *Sync) refresh(ctx context.Context) error {
	allowed, nodes, records := map[link.Peer]bool{}, map[link.Peer]Node{}, map[link.Peer][]journal.ID{}
	book, err := s.app.syncBook()
	if err != nil {
		return err
	}
	for _, p := range s.app.Persons() {
		err := s.app.with(ctx, p, func(r *journal.Record) error {
			if err := s.app.introduce(ctx, r.Space(), false); err != nil {
				return err
			}
			v, err := s.app.viewMembers(ctx, r.Space())
			if err != nil {
				return err
			}
			for _, m := range v.state.Members {
				for id, d := range m.Devices {
					if id != v.this {
						allowed[link.Peer(d.Public)] = true
						records[link.Peer(d.Public)] = append(records[link.Peer(d.Public)], p.ID)
					}
				}
			}
			for _, n := range v.nodes {
				nodes[n.Peer] = n
			}
			if v.state.Kind == 0 { // its ops are still to come
				for _, peer := range book.hosts(p.ID) {
					allowed[peer] = true
				}
			}
			if err := s.openShared(ctx, p, r.Space()); err != nil {
				return err
			}
			s.engine.keep(p, v)
			return nil
		})
		if err != nil && !isDamage(err) {
			return err
		}
	}
	for peer, n := range nodes {
		allowed[peer] = true
		for _, address := range n.addresses {
			if err := s.net.AddNode(withPeer(address, peer)); err != nil {
				return err
			}
		}
	}
	s.mu.Lock()
	gone := s.nodes
	s.allowed, s.records, s.nodes = allowed, records, map[link.Peer]bool{}
	for peer := range nodes {
		s.nodes[peer] = true
		delete(gone, peer)
	}
	s.mu.Unlock()
	for peer := range gone {
		s.net.RemoveNode(peer)
	}
	for peer := range allowed {
		s.net.Learn(peer, book.Peers[peer.String()].Addrs) // without any it is looked for all the same
	}
	return nil
}

// keepAddresses remembers where others were reached, for the next start.
func (s *Sync) keepAddresses() {
	s.mu.Lock()
	peers := make([]link.Peer, 0, len(s.allowed))
	for p := range s.allowed {
		if !s.nodes[p] {
			peers = append(peers, p)
		}
	}
	s.mu.Unlock()
	// It is a convenience: without it others are found again by nodes, or find us.
	_ = s.app.changeSyncBook(func(b *syncBook) (changed bool) {
		for _, p := range peers {
			changed = b.learn(p, s.net.Known(p), s.app.Now()) || changed
		}
		return changed
	})
}
