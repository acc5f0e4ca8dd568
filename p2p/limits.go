package p2p

import (
	"net/netip"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
	"github.com/libp2p/go-libp2p/x/rate"
)

// Limits of what others can make this computer spend. A device of a family talks
// with a few dozen others at most; a node with a thousand or more. Beyond a limit
// the newest connection or stream is refused, and those that are there go on.
const (
	deviceConns  = 160 // connections of a device, of which 96 made by others
	deviceMemory = 96 << 20
	nodeConns    = 4096
	nodeMemory   = 256 << 20
	peerConns    = 8 // of one peer: both sides dial, over both transports
	peerStreams  = 256
	peerMemory   = 48 << 20 // three QUIC windows: what is received and not yet read
	addrConns    = 64       // from one address, which may be a whole clinic's
	addrRate     = 4        // new ones a second from one address
	addrBurst    = 128
)

// limits returns the resource manager of a device, or of a node.
func limits(node bool) (network.ResourceManager, error) {
	conns, memory := deviceConns, int64(deviceMemory)
	if node {
		conns, memory = nodeConns, nodeMemory
	}
	limit := func(v int) rcmgr.LimitVal { return rcmgr.LimitVal(v) }
	system := rcmgr.ResourceLimits{
		Conns: limit(conns), ConnsInbound: limit(conns * 6 / 10), ConnsOutbound: limit(conns),
		Streams: limit(conns * 16), StreamsInbound: limit(conns * 8), StreamsOutbound: limit(conns * 16),
		FD: limit(conns), Memory: rcmgr.LimitVal64(memory),
	}
	if node {
		system.ConnsInbound = limit(conns) // it lives on connections that others make
	}
	// Transient is what has not yet proven who it is.
	transient := rcmgr.ResourceLimits{
		Conns: limit(conns / 4), ConnsInbound: limit(conns / 4), ConnsOutbound: limit(conns / 4),
		Streams: limit(conns), StreamsInbound: limit(conns), StreamsOutbound: limit(conns),
		FD: limit(conns / 4), Memory: rcmgr.LimitVal64(memory / 4),
	}
	perPeer := rcmgr.ResourceLimits{
		Conns: limit(peerConns), ConnsInbound: limit(peerConns), ConnsOutbound: limit(peerConns),
		Streams: limit(peerStreams), StreamsInbound: limit(peerStreams / 2), StreamsOutbound: limit(peerStreams / 2),
		FD: limit(peerConns), Memory: rcmgr.LimitVal64(peerMemory),
	}
	perPeerWork := perPeer
	perPeerWork.Conns, perPeerWork.ConnsInbound, perPeerWork.ConnsOutbound, perPeerWork.FD = 0, 0, 0, 0
	base := rcmgr.DefaultLimits
	partial := rcmgr.PartialLimitConfig{
		System: system, Transient: transient,
		PeerDefault: perPeer, ProtocolPeerDefault: perPeerWork, ServicePeerDefault: perPeerWork,
		ProtocolDefault: rcmgr.ResourceLimits{
			Streams: system.Streams, StreamsInbound: system.StreamsInbound, StreamsOutbound: system.StreamsOutbound,
			Memory: system.Memory,
		},
		ServiceDefault: rcmgr.ResourceLimits{
			Streams: system.Streams, StreamsInbound: system.StreamsInbound, StreamsOutbound: system.StreamsOutbound,
			Memory: system.Memory,
		},
	}
	limiter := rcmgr.NewFixedLimiter(partial.Build(base.Scale(0, 0)))
	return rcmgr.NewResourceManager(limiter,
		rcmgr.WithMetricsDisabled(),
		rcmgr.WithLimitPerSubnet(
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 32, ConnCount: addrConns}},
			[]rcmgr.ConnLimitPerSubnet{{PrefixLength: 56, ConnCount: addrConns}, {PrefixLength: 48, ConnCount: 4 * addrConns}}),
		rcmgr.WithConnRateLimiters(&rate.Limiter{
			NetworkPrefixLimits: []rate.PrefixLimit{ // this computer itself: no limit
				{Prefix: netip.MustParsePrefix("127.0.0.0/8")}, {Prefix: netip.MustParsePrefix("::1/128")},
			},
			SubnetRateLimiter: rate.SubnetLimiter{
				IPv4SubnetLimits: []rate.SubnetLimit{{PrefixLength: 32, Limit: rate.Limit{RPS: addrRate, Burst: addrBurst}}},
				IPv6SubnetLimits: []rate.SubnetLimit{{PrefixLength: 56, Limit: rate.Limit{RPS: addrRate, Burst: addrBurst}}},
				GracePeriod:      time.Minute,
			},
		}),
	)
}
