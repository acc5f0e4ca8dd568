package sync

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/reconcile"
)

// Key is an epoch as a member knows it.
type Key struct {
	Tag        Tag
	Capability crypto.SigningKey
	Topics     crypto.Key // names the topics of gossip
}

// NewKey returns the epoch whose base key is given.
func NewKey(base crypto.Key) Key {
	return Key{Tag: Tag(crypto.EpochTag(base)), Capability: Capability(base), Topics: base.Derive("topic", nil)}
}

// Call says whom to open a stream to, and for which space.
type Call struct {
	Peer   link.Peer
	Handle Handle
	Keys   []Key // newest first; at least one
	Node   *Node // what the peer must be told if it is a node; nil for a member
}

// Node is what a member tells a node of a space.
type Node struct {
	Token []byte      // the operator's
	Peers []link.Peer // devices that may come in by an older epoch as well
	Told  bool        // it was told, and is told again only if it does not know the space
}

// Client is a stream of one space that we opened, past its handshake. It is for
// one goroutine.
type Client struct {
	w     *wire
	bond  bond
	role  Role
	told  bool        // Register was done on this stream
	acked map[ID]bool // ops that the peer said to have stored, since the sets last matched
}

// Dial opens a stream and proves ourselves. A node that does not know the space, or
// not the newest epoch, is told. Errors are [*Error].
func Dial(ctx context.Context, network link.Network, call Call) (*Client, error) {
	stream, err := network.Open(ctx, call.Peer, Protocol)
	if err != nil {
		return nil, explain(ctx, err)
	}
	stop := context.AfterFunc(ctx, func() {
		_ = stream.Reset() // the reader or writer below says what came of it
	})
	defer stop()
	c := &Client{w: newWire(stream), bond: bond{handle: call.Handle, client: network.Self(), server: call.Peer}}
	if err := c.greet(call); err != nil {
		return nil, errors.Join(c.lastWord(ctx, err), stream.Reset())
	}
	c.w.limit = maxFrame
	return c, nil
}

// explain turns what went wrong into an *Error.
func explain(ctx context.Context, err error) error {
	var done *Error
	var no *refused
	var own *ownError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &done):
		return err
	case errors.As(err, &no):
		return whyOf(no.refusal)
	case errors.As(err, &own):
		return &Error{Why: WhyOurs, Err: own.err}
	case ctx.Err() != nil:
		return &Error{Why: WhyInterrupted, Err: ctx.Err()}
	case errors.Is(err, errFrame), errors.Is(err, reconcile.ErrMessage), errors.Is(err, reconcile.ErrRounds),
		errors.Is(err, reconcile.ErrWork), errors.Is(err, reconcile.ErrOver):
		return &Error{Why: WhyBroken, Err: err}
	case errors.Is(err, reconcile.ErrVersion), errors.Is(err, link.ErrProtocol):
		return &Error{Why: WhyPeerOlder, Err: err}
	case errors.Is(err, link.ErrRefused):
		return &Error{Why: WhyNotLetIn, Err: err}
	case errors.Is(err, link.ErrUnreachable):
		return &Error{Why: WhyUnreachable, Err: err}
	}
	return &Error{Why: WhyInterrupted, Err: err}
}

// greet is the client's side of the handshake.
func (c *Client) greet(call Call) error {
	if len(call.Keys) == 0 {
		return &Error{Why: WhyKeys, Err: errors.New("no epoch key is here")}
	}
	rand.Read(c.bond.clientNonce[:]) // never fails: it ends the program rather
	h := hello{Versions: []uint{version}, Handle: call.Handle, Tag: call.Keys[0].Tag, Nonce: c.bond.clientNonce}
	for _, key := range call.Keys[1:min(len(call.Keys), maxOlder+1)] {
		h.Older = append(h.Older, key.Tag)
	}
	if err := c.w.write(kindHello, h); err != nil {
		return err
	}
	kind, body, err := c.read()
	if err != nil {
		return err
	}
	var in welcome
	if kind != kindWelcome {
		return fmt.Errorf("frame %d for a welcome: %w", kind, errFrame)
	}
	if err := decodeLoose(body, &in); err != nil {
		return err
	}
	if in.Version != version {
		return fmt.Errorf("version %d was not offered: %w", in.Version, errFrame)
	}
	c.role, c.bond.serverNonce = in.Role, in.Nonce
	if in.Tag != nil {
		c.bond.tag = *in.Tag
	}
	at := slices.IndexFunc(call.Keys, func(k Key) bool { return k.Tag == c.bond.tag })
	switch {
	case (call.Node != nil) != (in.Role == RoleNode):
		return fmt.Errorf("role %d is not what the peer should be: %w", in.Role, errFrame)
	case in.Role == RoleNode && in.Tag == nil:
		return c.register(call)
	case at < 0:
		return &Error{Why: WhyKeys, Err: fmt.Errorf("the peer asks for epoch %x", c.bond.tag)}
	}
	key := call.Keys[at]
	if in.Role == RoleMember && (in.Proof == nil ||
		!crypto.Verify(key.Capability.Public(), serverDomain, c.bond.context(), *in.Proof)) {
		return fmt.Errorf("the peer does not have the key: %w", errFrame)
	}
	if err := c.w.write(kindProof, proof{Signature: key.Capability.Sign(clientDomain, c.bond.context())}); err != nil {
		return err
	}
	if in.Role == RoleNode && at > 0 && !call.Node.Told {
		return c.register(call)
	}
	return nil
}

// Register tells a node anew which epochs and devices the space has. A refusal ends
// the stream; a new one can be used all the same.
func (c *Client) Register(ctx context.Context, call Call) error {
	return c.do(ctx, func() error { return c.register(call) })
}

func (c *Client) register(call Call) error {
	r := register{Token: call.Node.Token}
	for _, k := range call.Keys[:min(len(call.Keys), maxCapabilities)] {
		r.Capabilities = append(r.Capabilities, capability{Tag: k.Tag, Public: k.Capability.Public()})
	}
	for _, p := range call.Node.Peers[:min(len(call.Node.Peers), maxPeers)] {
		r.Peers = append(r.Peers, p)
	}
	slices.SortFunc(r.Peers, func(a, b [32]byte) int { return slices.Compare(a[:], b[:]) })
	msg, err := r.message(&c.bond)
	if err != nil {
		return err
	}
	signature := call.Keys[0].Capability.Sign(registerDomain, msg)
	r.Signature = &signature
	if err := c.w.write(kindRegister, r); err != nil {
		return err
	}
	if _, err := c.expect(kindDone); err != nil {
		return err
	}
	c.bond.tag, c.told = call.Keys[0].Tag, true
	return nil
}

// Role tells what the peer is.
func (c *Client) Role() Role { return c.role }

// Close ends the stream.
func (c *Client) Close() error { return c.w.stream.Close() }

// do runs requests, ended by ctx. After an error that is not the peer's refusal of
// one thing the stream is reset.
func (c *Client) do(ctx context.Context, fn func() error) error {
	stop := context.AfterFunc(ctx, func() {
		_ = c.w.stream.Reset() // the reader or writer below says what came of it
	})
	defer stop()
	err := fn()
	var no *refused
	var own *ownError
	if err == nil || errors.As(err, &no) && no.Code.goesOn() || errors.As(err, &own) {
		return explain(ctx, err)
	}
	err = c.lastWord(ctx, err)
	_ = c.w.stream.Reset() // it is of no use any more, and err says why
	return err
}

// lastWord explains why a stream broke: a server that ends it while we write has
// sent a Refusal before.
func (c *Client) lastWord(ctx context.Context, err error) error {
	why := explain(ctx, err)
	var e *Error
	if !errors.As(why, &e) || e.Why != WhyInterrupted || ctx.Err() != nil {
		return why
	}
	for {
		kind, body, rerr := c.w.read(time.Second)
		if rerr != nil {
			return why
		}
		var r refusal
		if kind == kindRefusal && decodeLoose(body, &r) == nil {
			return whyOf(r)
		}
	}
}

// read reads the next frame; a Refusal is an error.
func (c *Client) read() (kind, []byte, error) {
	kind, body, err := c.w.read(replyTime)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return 0, nil, err
	}
	if kind == kindRefusal {
		var r refusal
		if err := decodeLoose(body, &r); err != nil {
			return 0, nil, err
		}
		return 0, nil, &refused{r}
	}
	return kind, body, nil
}

func (c *Client) expect(want kind) ([]byte, error) {
	kind, body, err := c.read()
	if err == nil && kind != want {
		err = fmt.Errorf("frame %d for %d: %w", kind, want, errFrame)
	}
	return body, err
}
