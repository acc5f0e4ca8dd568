package replica

import (
	"context"
	"errors"

	"kith/p2p/link"
	"kith/p2p/reconcile"
	"kith/p2p/sync"
)

// Bounds of what the node serves with package sync.
const (
	maxStreams     = 8192
	maxPeerStreams = 128
	// maxRuns is how many reconciliations there are at a time. Each holds some
	// hundred kilobytes.
	maxRuns = 64
)

// newServer makes what speaks the sync protocol.
func (n *Node) newServer() *sync.Server {
	return &sync.Server{
		Self: n.network.Self(), Role: sync.RoleNode, Policy: policy{n},
		MaxStreams: maxStreams, MaxPerPeer: maxPeerStreams, MaxRuns: maxRuns,
	}
}

// serveSync serves one stream of the sync protocol.
func (n *Node) serveSync(s link.Stream) {
	n.figures.sessions.add(1)
	n.figures.streams.add(1)
	defer n.figures.streams.add(-1)
	if err := n.server.Serve(n.ctx, s); err != nil && n.ctx.Err() == nil && !errors.Is(err, link.ErrReset) {
		n.log.Debug("a stream ended", n.device(s.Remote(), "error", err)...)
	}
}

// policy lets in whom the registration of a space lets in.
type policy struct{ n *Node }

// Admit implements sync.Policy. A device that proves the epoch that it named is
// let in if that is the current one, or if it is on the list; one that names an
// epoch that the node does not know has to prove the current one.
func (p policy) Admit(ctx context.Context, peer link.Peer, h Handle, tag Tag) (*sync.Access, sync.Code) {
	n := p.n
	c, err := n.store.Capability(ctx, h, tag)
	if errors.Is(err, ErrNoSpace) {
		c, err = n.store.Current(ctx, h)
	}
	v := &visit{n: n, h: h, peer: peer, proven: c.Tag}
	access := &sync.Access{Tag: c.Tag, Public: c.Key, Check: v.check, Register: v.register, Tell: v.tell}
	switch {
	case errors.Is(err, ErrNoSpace):
		access.Check = nil // nothing can be asked before it is registered, and then it is set
		v.access = access
	case err != nil:
		n.refuse("hello", peer, err)
		return nil, sync.RefuseFailed
	default:
		if code := v.check(); code != sync.Accepted {
			return nil, code
		}
	}
	access.Open = func(context.Context) (sync.Store, func(), error) {
		return storeView{n, h, peer}, func() {}, nil
	}
	access.Blobs = blobView{n, h, peer}
	return access, sync.Accepted
}

// visit is a space as one device uses it on one stream. It is for one goroutine.
type visit struct {
	n      *Node
	h      Handle
	peer   link.Peer
	proven Tag
	access *sync.Access // of a space that is not registered yet
}

// check is asked before each request: the list may have changed since.
func (v *visit) check() sync.Code {
	yes, err := v.n.store.Admits(v.n.ctx, v.h, v.proven, v.peer)
	switch {
	case err != nil:
		v.n.refuse("request", v.peer, err)
		return sync.RefuseFailed
	case !yes:
		v.n.refuse("request", v.peer, ErrRefused)
		return sync.RefuseUnknown
	}
	return sync.Accepted
}

// register takes a registration whose first capability was proven with it.
func (v *visit) register(ctx context.Context, r sync.Registration) sync.Code {
	reg := Registration{Peers: r.Peers}
	for _, e := range r.Capabilities {
		reg.Capabilities = append(reg.Capabilities, Capability{Tag: e.Tag, Key: e.Public})
	}
	var err error
	switch {
	case r.Proven != (Tag{}):
		err = v.n.store.Replace(ctx, v.h, v.peer, r.Proven, reg)
	case !v.n.folder.Token.is(r.Token):
		err = ErrToken
	default:
		err = v.n.store.Add(ctx, v.h, reg)
	}
	if err != nil {
		v.n.refuse("registration", v.peer, err)
		return codeOf(err)
	}
	v.proven = reg.Capabilities[0].Tag
	if v.access != nil {
		v.access.Check = v.check
	}
	v.n.log.Info("a space was registered", v.n.device(v.peer, "space", v.h)...)
	return sync.Accepted
}

// codeOf is what a device is told of an error.
func codeOf(err error) sync.Code {
	for _, c := range []struct {
		kind error
		code sync.Code
	}{
		{ErrToken, sync.RefuseToken}, {ErrQuota, sync.RefuseQuota}, {ErrMessage, sync.RefuseRequest},
		{ErrTaken, sync.RefuseUnknown}, {ErrRefused, sync.RefuseEpoch}, {ErrBusy, sync.RefuseBusy},
	} {
		if errors.Is(err, c.kind) {
			return c.code
		}
	}
	return sync.RefuseFailed
}

func (v *visit) tell(s sync.Served) {
	v.n.figures.received.add(int64(s.Received.New))
	v.n.figures.known.add(int64(s.Received.Known))
}

// storeView is the ops of one space as one device sees them. It implements
// sync.Store.
type storeView struct {
	n    *Node
	h    Handle
	peer link.Peer
}

// asSync gives an error the kind that package sync tells the device.
func (n *Node) asSync(peer link.Peer, err error) error {
	if err == nil {
		return nil
	}
	n.refuse("request", peer, err)
	if errors.Is(err, ErrQuota) {
		return errors.Join(sync.ErrQuota, err)
	}
	return err
}

func (v storeView) Days(ctx context.Context) ([]reconcile.DaySum, error) {
	return v.n.store.Days(ctx, v.h)
}

func (v storeView) DayIDs(ctx context.Context, day uint32) ([]reconcile.ID, error) {
	return v.n.store.DayIDs(ctx, v.h, day)
}

func (v storeView) Top(ctx context.Context) (int64, error) { return v.n.store.Top(ctx, v.h) }

func (v storeView) After(ctx context.Context, no int64, limit int) ([]sync.Stored, error) {
	ops, err := v.n.store.After(ctx, v.h, no, limit)
	v.n.figures.sent.add(int64(len(ops)))
	return ops, err
}

func (v storeView) Sealed(ctx context.Context, ids []reconcile.ID, fn func(reconcile.ID, []byte) error) error {
	return v.n.store.Sealed(ctx, v.h, ids, func(id reconcile.ID, sealed []byte) error {
		v.n.figures.sent.add(1)
		return fn(id, sealed)
	})
}

func (v storeView) Receive(ctx context.Context, sealed [][]byte) (sync.Received, error) {
	got, err := v.n.store.Receive(ctx, v.h, v.peer, sealed)
	return sync.Received{New: got.New, Known: got.Known, Refused: got.Refused}, v.n.asSync(v.peer, err)
}
