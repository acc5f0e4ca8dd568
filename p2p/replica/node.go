package replica

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	gosync "sync"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/sync"
)

// NetworkConfig is what a node needs of its network; see package p2p, whose Config
// has fields of the same meaning.
type NetworkConfig struct {
	Key    crypto.SigningKey
	Listen []string // multiaddr text
	// Allow reports whether a device is on the list of a space: it may use the
	// relay and everything else.
	Allow func(link.Peer) bool
	// Meet reports whether two devices have a space in common: they may be told
	// each other's addresses.
	Meet func(asker, wanted link.Peer) bool
	// Guests are the protocols that devices on no list may speak: they bring a
	// space, were given a capability a moment ago, or pair.
	Guests []link.Protocol
	// MaxGuests is how many of them may be connected at once.
	MaxGuests int
}

// Config says how a node runs.
type Config struct {
	Dir    string // its data folder; see [OpenFolder]
	Quotas Quotas
	Listen []string // HOST:PORT or multiaddr text
	// Announce are addresses that the link has in front of those that the network
	// knows: of a forwarded port, or a name.
	Announce []string
	Metrics  string // loopback HOST:PORT; "" is none
	Log      *slog.Logger
	// Peers says that log lines name devices, by the first digits of their key.
	Peers bool
	Now   func() time.Time // nil is time.Now

	// Connect makes the network.
	Connect func(NetworkConfig) (link.Network, error)
	// Ready is told the link once others can come, and again when it changes.
	Ready func(Link)
	// MetricsReady is told where the metrics are.
	MetricsReady func(addr string)
}

// Bounds of what a node serves at one time.
const (
	maxGuests = 256
	maxBoxes  = 64 // requests of the mailbox
	stopTime  = time.Second
)

// Node is a running node. [Run] makes it.
type Node struct {
	cfg     Config
	store   *Store
	folder  *Folder
	network link.Network
	log     *slog.Logger
	now     func() time.Time
	started time.Time
	ctx     context.Context // of everything that is served

	server  *sync.Server // of the sync protocol
	asks    *rate        // requests of the mailbox
	figures figures

	serving gosync.WaitGroup
	boxes   chan struct{} // a place for each request of the mailbox
	last    []string      // addresses of the last link
}

// Run runs a node until ctx ends, and then stops it in order: nobody is let in any
// more, what is under way may end for a second, the store is closed. Its
// errors are those of [OpenFolder], [OpenStore], Connect, [ErrListen] and
// [ErrMetrics].
func Run(ctx context.Context, cfg Config) (err error) {
	n := &Node{cfg: cfg, log: cfg.Log, now: cfg.Now}
	if n.now == nil {
		n.now = time.Now
	}
	if n.log == nil {
		n.log = slog.New(slog.DiscardHandler)
	}
	n.started = n.now()
	n.asks = newRate(60, 2*time.Second, n.now)
	listen, metrics, err := n.addresses()
	if err != nil {
		return err
	}
	if metrics != nil {
		defer func() { _ = metrics.Close() }() // closed before, if it was served
	}
	if n.folder, err = OpenFolder(cfg.Dir); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.folder.Close()) }()
	if n.store, err = OpenStore(cfg.Dir, StoreConfig{Quotas: cfg.Quotas, Now: cfg.Now}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.store.Close()) }()
	if err := n.store.removeParts(); err != nil {
		return fmt.Errorf("clean up: %w", err)
	}
	n.network, err = cfg.Connect(NetworkConfig{
		Key: n.folder.Key, Listen: listen, Allow: n.allow, Meet: n.meet,
		Guests: []link.Protocol{BoxProtocol, sync.Protocol}, MaxGuests: maxGuests,
	})
	if err != nil {
		return fmt.Errorf("network of the node: %w", err)
	}
	return n.serve(ctx, metrics)
}

// addresses checks what was given, and takes the port of the metrics.
func (n *Node) addresses() (listen []string, metrics net.Listener, err error) {
	for _, text := range n.cfg.Listen {
		addrs, err := ListenAddrs(text, false)
		if err != nil {
			return nil, nil, err
		}
		listen = append(listen, addrs...)
	}
	if n.cfg.Metrics == "" {
		return listen, nil, nil
	}
	if err = CheckMetrics(n.cfg.Metrics); err == nil {
		metrics, err = net.Listen("tcp", n.cfg.Metrics)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("metrics of the node: %w", err)
	}
	return listen, metrics, nil
}

// serve lets others in until ctx ends.
func (n *Node) serve(ctx context.Context, metrics net.Listener) error {
	served, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	n.ctx = served
	var background gosync.WaitGroup
	failed := make(chan error, 1)
	if metrics != nil {
		background.Go(func() {
			if err := n.serveMetrics(served, metrics); err != nil {
				failed <- err
			}
		})
		if n.cfg.MetricsReady != nil {
			n.cfg.MetricsReady(metrics.Addr().String())
		}
	}
	n.server = n.newServer()
	n.boxes = make(chan struct{}, maxBoxes)
	n.network.Handle(BoxProtocol, n.served(n.serveBox))
	n.network.Handle(sync.Protocol, n.served(n.serveSync))
	n.log.Info("the node runs")
	err := n.tend(ctx, failed)
	n.log.Info("the node stops")
	n.network.Handle(BoxProtocol, nil)
	n.network.Handle(sync.Protocol, nil)
	n.wait(stopTime)
	stop()
	err = errors.Join(err, n.network.Close())
	n.serving.Wait()
	background.Wait()
	return err
}

// tend does what is to be done now and then, until ctx ends.
func (n *Node) tend(ctx context.Context, failed <-chan error) error {
	look := time.NewTicker(5 * time.Second)
	defer look.Stop()
	sweep := time.NewTicker(time.Hour)
	defer sweep.Stop()
	n.tellLink()
	if err := n.store.Sweep(ctx); err != nil && ctx.Err() == nil {
		n.log.Error("clean up", "error", err)
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-failed:
			return err
		case <-look.C:
			n.tellLink()
			n.store.notice()
		case <-sweep.C:
			if err := n.store.Sweep(ctx); err != nil && ctx.Err() == nil {
				n.log.Error("clean up", "error", err)
			}
		}
	}
}

// tellLink keeps and tells the addresses if they are others than before.
func (n *Node) tellLink() {
	var addrs []string
	for _, text := range n.cfg.Announce {
		more, err := ListenAddrs(text, true)
		if err != nil {
			n.log.Error("announced address", "error", err)
			continue
		}
		addrs = append(addrs, more...)
	}
	for _, a := range n.network.Addresses() {
		if !slices.Contains(addrs, a) && len(addrs) < MaxAddrs {
			addrs = append(addrs, a)
		}
	}
	addrs = addrs[:min(len(addrs), MaxAddrs)]
	if len(addrs) == 0 || slices.Equal(addrs, n.last) {
		return
	}
	n.last = addrs
	if err := n.folder.SaveAddresses(addrs); err != nil {
		n.log.Error("keep the addresses", "error", err)
	}
	if n.cfg.Ready != nil {
		n.cfg.Ready(Link{Peer: n.folder.Peer(), Addrs: addrs, Token: n.folder.Token})
	}
}

// served makes the end of the node wait for what is served.
func (n *Node) served(serve func(link.Stream)) func(link.Stream) {
	return func(s link.Stream) {
		n.serving.Add(1)
		defer n.serving.Done()
		serve(s)
	}
}

// wait waits for what is under way, so long at most.
func (n *Node) wait(most time.Duration) {
	done := make(chan struct{})
	go func() { n.serving.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(most):
	}
}

// refuse counts and logs something that was refused.
func (n *Node) refuse(what string, peer link.Peer, err error) {
	kind := refusalOf(err)
	n.figures.refused[kind].add(1)
	args := []any{"reason", refusals[kind].name}
	level := slog.LevelDebug
	if refusals[kind].kind == nil || errors.Is(err, ErrDiskFull) || errors.Is(err, ErrQuota) {
		level = slog.LevelWarn
		args = append(args, "error", err)
	}
	n.log.Log(n.ctx, level, "refused: "+what, n.device(peer, args...)...)
}

// device adds to what is logged whose doing it was, if that is wanted.
func (n *Node) device(peer link.Peer, args ...any) []any {
	if n.cfg.Peers {
		args = append(args, "device", peer.String()[:8])
	}
	return args
}

// allow reports whether a device is on the list of a space.
func (n *Node) allow(p link.Peer) bool {
	yes, err := n.store.Listed(context.Background(), Handle{}, p)
	if err != nil {
		n.log.Error("look up a device", "error", err)
	}
	return yes && err == nil
}

// meet reports whether two devices have a space in common.
func (n *Node) meet(a, b link.Peer) bool {
	yes, err := n.store.Common(context.Background(), a, b)
	if err != nil {
		n.log.Error("look up two devices", "error", err)
	}
	return yes && err == nil
}
