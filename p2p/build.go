package p2p

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"slices"
	"sync"
	"time"

	lcrypto "github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/metrics"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/sec"
	"github.com/libp2p/go-libp2p/core/transport"
	"github.com/libp2p/go-libp2p/gologshim"
	basichost "github.com/libp2p/go-libp2p/p2p/host/basic"
	blankhost "github.com/libp2p/go-libp2p/p2p/host/blank"
	"github.com/libp2p/go-libp2p/p2p/host/eventbus"
	"github.com/libp2p/go-libp2p/p2p/host/observedaddrs"
	"github.com/libp2p/go-libp2p/p2p/host/peerstore/pstoremem"
	"github.com/libp2p/go-libp2p/p2p/muxer/yamux"
	"github.com/libp2p/go-libp2p/p2p/net/connmgr"
	"github.com/libp2p/go-libp2p/p2p/net/swarm"
	"github.com/libp2p/go-libp2p/p2p/net/upgrader"
	"github.com/libp2p/go-libp2p/p2p/protocol/autonatv2"
	circuit "github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/client"
	"github.com/libp2p/go-libp2p/p2p/protocol/circuitv2/relay"
	"github.com/libp2p/go-libp2p/p2p/protocol/holepunch"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	ltls "github.com/libp2p/go-libp2p/p2p/security/tls"
	libp2pquic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/libp2p/go-libp2p/p2p/transport/quicreuse"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
	ma "github.com/multiformats/go-multiaddr"
	manet "github.com/multiformats/go-multiaddr/net"
	"github.com/quic-go/quic-go"

	"kith/crypto"
)

// agent is what identify tells of the program: that it is a peer.
const agent = "p2p/1"

// parts are the pieces of libp2p that make a host. They are put together here
// and not by libp2p.New, which brings browser transports, a framework of
// dependency injection and metrics along even when they are switched off: 6 MB
// of program that would be there only to be attacked.
type parts struct {
	host     *basichost.BasicHost
	swarm    *swarm.Swarm
	observed *observedaddrs.Manager
	relay    *relay.Relay
	punch    *holepunch.Service
	bytes    *metrics.BandwidthCounter
	quics    []*quicreuse.ConnManager
	stores   []io.Closer
}

// seams are what tests put in the place of the machine.
type seams struct {
	quic    []quicreuse.Option // a simulated network
	noTCP   bool               // which has no TCP
	noLearn bool               // no observed addresses: their worker never rests
	clock   func() (wall time.Time, mono time.Duration)
	tick    time.Duration
	local   func() ([]net.Addr, error) // addresses of this machine
	faces   []net.Interface            // that looking around may use
}

var prepareOnce sync.Once

// prepare sets what libp2p keeps for the whole process.
func prepare() {
	prepareOnce.Do(func() {
		// libp2p and quic-go write addresses and names of peers to standard error,
		// unless told otherwise before their first line.
		gologshim.SetDefaultHandler(slog.DiscardHandler)
		// An error here leaves at most one line on standard error.
		_ = os.Setenv("QUIC_GO_DISABLE_RECEIVE_BUFFER_WARNING", "true")
		// At which address others see us, libp2p believes when four of them say
		// so. A family has one node, and only known peers are asked.
		observedaddrs.ActivationThresh = 1
	})
}

// privateKey hands our signing key to libp2p. What is signed with it there
// starts with "noise-libp2p-static-key:" or "libp2p-tls-handshake:" and so on,
// never with the "kith v1 " of our own signatures.
func privateKey(key crypto.SigningKey) (lcrypto.PrivKey, error) {
	seed, public := key.Seed(), key.Public()
	// libp2p keeps this slice as the key: it must not be wiped.
	return lcrypto.UnmarshalEd25519PrivateKey(append(seed.Bytes(), public[:]...))
}

func build(cfg Config, s seams, g *guard) (_ *parts, err error) {
	p := &parts{bytes: metrics.NewBandwidthCounter()}
	defer func() {
		if err != nil {
			err = errors.Join(err, p.close())
		}
	}()
	key, err := privateKey(cfg.Key)
	if err != nil {
		return nil, err
	}
	bus := eventbus.NewBus()
	if p.swarm, err = p.newSwarm(key, bus, g, swarm.WithMetrics(p.bytes)); err != nil {
		return nil, err
	}
	up, err := p.addTransports(p.swarm, cfg, key, s, g)
	if err != nil {
		return nil, err
	}
	low, high := deviceConns/2, deviceConns
	if cfg.Node {
		low, high = nodeConns*3/4, nodeConns
	}
	manager, err := connmgr.NewConnManager(low, high, connmgr.WithGracePeriod(time.Minute))
	if err != nil {
		return nil, err
	}
	opts := &basichost.HostOpts{
		EventBus: bus, ConnManager: manager, AddrsFactory: told,
		EnablePing: true,
		UserAgent:  agent, ProtocolVersion: agent,
		// Nobody passes our addresses on, so nobody needs them signed.
		DisableSignedPeerRecord: true,
	}
	if !s.noLearn {
		if p.observed, err = observedaddrs.NewManager(bus, p.swarm); err != nil {
			return nil, err
		}
		opts.ObservedAddrsManager = p.observed
		p.observed.Start(p.swarm)
	}
	if opts.AutoNATv2, err = p.newAutoNAT(cfg, key, s, g); err != nil {
		return nil, err
	}
	if p.host, err = basichost.NewHost(p.swarm, opts); err != nil {
		return nil, err
	}
	p.host.Start() // before anything can fail: what was not started cannot be closed
	if p.punch, err = holepunch.NewService(p.host, p.host.IDService(), p.punchAddrs); err != nil {
		return nil, err
	}
	if err = circuit.AddTransport(p.host, up); err != nil {
		return nil, err
	}
	if err = p.listen(cfg.Listen); err != nil {
		return nil, err
	}
	if !cfg.Node { // only a node dials addresses that others name
		p.host.RemoveStreamHandler(autonatv2.DialProtocol)
	} else if p.relay, err = relay.New(p.host, relayOptions(g)...); err != nil {
		return nil, err
	}
	return p, nil
}

func (p *parts) newSwarm(key lcrypto.PrivKey, bus event.Bus, g *guard, more ...swarm.Option) (*swarm.Swarm, error) {
	id, err := peer.IDFromPrivateKey(key)
	if err != nil {
		return nil, err
	}
	store, err := pstoremem.NewPeerstore()
	if err != nil {
		return nil, err
	}
	p.stores = append(p.stores, store)
	if err := errors.Join(store.AddPrivKey(id, key), store.AddPubKey(id, key.GetPublic())); err != nil {
		return nil, err
	}
	opts := append([]swarm.Option{
		swarm.WithConnectionGater(g), swarm.WithResourceManager(g),
		swarm.WithDialTimeout(dialTimeout), swarm.WithDialTimeoutLocal(dialTimeout / 3),
		swarm.WithDialRanker(directFirst),
		// A family has few addresses: a hundred failures of one that is off must
		// not make us give up UDP or IPv6 altogether.
		swarm.WithUDPBlackHoleSuccessCounter(nil), swarm.WithIPv6BlackHoleSuccessCounter(nil),
	}, more...)
	return swarm.NewSwarm(id, store, bus, opts...)
}

// directFirst gives direct addresses a head start before relays, those of the
// local network too: libp2p's own order does so for public addresses only.
func directFirst(all []ma.Multiaddr) []network.AddrDelay {
	var direct, relayed []ma.Multiaddr
	for _, a := range all {
		if isRelayed(a) {
			relayed = append(relayed, a)
		} else {
			direct = append(direct, a)
		}
	}
	order := swarm.DefaultDialRanker(direct)
	for _, late := range swarm.DefaultDialRanker(relayed) {
		if len(direct) > 0 {
			late.Delay += swarm.RelayDelay
		}
		order = append(order, late)
	}
	return order
}

// addTransports gives sw QUIC, and TCP with TLS or Noise under yamux.
func (p *parts) addTransports(sw *swarm.Swarm, cfg Config, key lcrypto.PrivKey, s seams, g *guard) (transport.Upgrader, error) {
	muxers := []upgrader.StreamMuxer{{ID: yamux.ID, Muxer: yamux.DefaultTransport}}
	overTLS, err := ltls.New(ltls.ID, key, muxers)
	if err != nil {
		return nil, err
	}
	overNoise, err := noise.New(noise.ID, key, muxers)
	if err != nil {
		return nil, err
	}
	up, err := upgrader.New([]sec.SecureTransport{overTLS, overNoise}, muxers, nil, g, g)
	if err != nil {
		return nil, err
	}
	if !s.noTCP {
		overTCP, err := tcp.NewTCPTransport(up, g, nil)
		if err != nil {
			return nil, err
		}
		if err := sw.AddTransport(overTCP); err != nil {
			return nil, err
		}
	}
	seed := cfg.Key.Seed()
	reset := quic.StatelessResetKey(seed.Derive("quic reset", nil).Bytes())
	token := quic.TokenGeneratorKey(seed.Derive("quic token", nil).Bytes())
	manager, err := quicreuse.NewConnManager(reset, token, append([]quicreuse.Option{
		quicreuse.ConnContext(func(ctx context.Context, from *quic.ClientInfo) (context.Context, error) {
			return accountQUIC(ctx, from, g)
		}),
		quicreuse.VerifySourceAddress(g.VerifySourceAddress),
	}, s.quic...)...)
	if err != nil {
		return nil, err
	}
	p.quics = append(p.quics, manager)
	overQUIC, err := libp2pquic.NewTransport(key, manager, nil, g, g)
	if err != nil {
		return nil, err
	}
	return up, sw.AddTransport(overQUIC)
}

// accountQUIC counts a connection before its handshake costs anything.
func accountQUIC(ctx context.Context, from *quic.ClientInfo, g *guard) (context.Context, error) {
	addr, err := quicreuse.ToQuicMultiaddr(from.RemoteAddr, quic.Version1)
	if err != nil {
		addr = nil // the manager decides about the unreadable
	}
	scope, err := g.OpenConnection(network.DirInbound, false, addr)
	if err != nil {
		return ctx, err
	}
	ctx = network.WithConnManagementScope(ctx, scope)
	context.AfterFunc(ctx, scope.Done)
	return ctx, nil
}

// newAutoNAT makes what asks nodes whether we can be reached from outside, and,
// in a node, answers that by dialling back. It dials from a port of its own, so
// that a firewall's memory of our port does not pass for being open, but under
// the node's own name: another name would be a stranger, and be refused.
func (p *parts) newAutoNAT(cfg Config, key lcrypto.PrivKey, s seams, g *guard) (*autonatv2.AutoNAT, error) {
	sw, err := p.newSwarm(key, eventbus.NewBus(), g, swarm.WithDialRanker(swarm.NoDelayDialRanker))
	if err != nil {
		return nil, err
	}
	if cfg.Node {
		if _, err := p.addTransports(sw, cfg, key, s, g); err != nil {
			return nil, err
		}
	}
	return autonatv2.New(blankhost.NewBlankHost(sw))
}

// punchAddrs are the addresses at which others may try to get through to us, if
// only one of them saw us there.
func (p *parts) punchAddrs() []ma.Multiaddr {
	all := p.host.AllAddrs()
	if p.observed != nil {
		all = append(all, p.observed.Addrs(1)...)
	}
	return slices.DeleteFunc(ma.Unique(all), func(a ma.Multiaddr) bool { return !manet.IsPublicAddr(a) })
}

// listen succeeds if one address works: a computer may have no IPv6.
func (p *parts) listen(texts []string) error {
	var failed []error
	for _, text := range texts {
		a, err := ma.NewMultiaddr(text)
		if err == nil {
			err = p.swarm.Listen(a)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("listen on %s: %w", text, err))
		}
	}
	if len(texts) > 0 && len(failed) == len(texts) {
		return errors.Join(failed...)
	}
	return nil
}

// close ends what was built, as far as it was.
func (p *parts) close() error {
	var errs []error
	if p.relay != nil {
		errs = append(errs, p.relay.Close())
	}
	if p.punch != nil {
		errs = append(errs, p.punch.Close())
	}
	if p.host != nil {
		errs = append(errs, p.host.Close())
	} else if p.swarm != nil {
		errs = append(errs, p.swarm.Close())
	}
	if p.observed != nil {
		errs = append(errs, p.observed.Close())
	}
	for _, q := range p.quics {
		errs = append(errs, q.Close())
	}
	for _, s := range p.stores {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}
