package sync

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

	"kith/p2p/link"
)

// peerState is a device or node as it stands to one space. Its fields are guarded
// by the engine's mutex, but for those that the token guards.
type peerState struct {
	space *spaceState
	peer  link.Peer
	id    [16]byte
	name  string
	node  *NodeAt // nil for a device

	next        time.Time // of the next session
	open        bool      // there is a stream that we opened
	held        bool      // a task waits for the token or has it
	again       bool      // something changed meanwhile
	served      time.Time // when it last was busy with a session of its own
	quiet       int       // sessions in a row that moved nothing
	failing     time.Time // since when sessions fail; zero: they do not
	lastContact time.Time
	lastMatch   time.Time
	upTo        int64 // ops up to this number matched
	kept        int64 // of which upTo the space remembers
	why         Why
	err         error
	done, total uint64 // of the session under way

	token      chan struct{} // a place for one: who holds it may use what follows
	client     *Client
	registered [32]byte // what the node was told last
	offered    map[BlobName]bool
	blobsDone  bool // nothing was wanted any more when the space's news were blobsAt
	blobsAt    int
}

// drop ends the stream. The caller has the token.
func (p *peerState) drop() {
	if p.client != nil {
		if err := p.client.Close(); err != nil {
			p.space.engine.log.Debug("close stream", "err", err)
		}
		p.client = nil
		p.opened(false)
	}
}

// opened notes whether there is a stream.
func (p *peerState) opened(is bool) {
	p.space.engine.mu.Lock()
	defer p.space.engine.mu.Unlock()
	p.open = is
}

// leave ends everything with a peer that is none any more.
func (p *peerState) leave(context.Context) {
	p.token <- struct{}{}
	p.drop()
	<-p.token
}

// result is what a session or a push came to.
type result struct {
	Outcome
	reached bool
	err     error // an *Error, or nil
}

// sync runs a session with the peer, or, if quick and a stream is there, compares
// fingerprints first. ops are pushed before. The caller has the token.
func (p *peerState) sync(ctx context.Context, ops [][]byte, quick bool) (r result) {
	e, s := p.space.engine, p.space
	if r.err = s.ready(ctx); r.err != nil {
		r.err = &Error{Why: WhyOurs, Err: r.err}
		return r
	}
	store, release, err := s.use(ctx)
	if err != nil {
		r.err = &Error{Why: WhyOurs, Err: err}
		return r
	}
	defer release()
	for try := 0; ; try++ {
		old := p.client != nil
		if r.err = p.dial(ctx); r.err == nil {
			r.reached = true
			r.err = p.exchange(ctx, store, ops, quick && old, &r.Outcome)
		}
		if r.err != nil {
			p.dropUnlessGoesOn(r.err)
		}
		if !old || try > 0 || whyOfError(r.err) != WhyInterrupted || ctx.Err() != nil {
			break // else the stream may just have been old: once more
		}
	}
	var failed *Error
	if errors.As(r.err, &failed) && !r.reached {
		r.reached = failed.Why != WhyUnreachable && failed.Why != WhyInterrupted && failed.Why != WhyOurs
	}
	if r.err != nil {
		e.log.Debug("session", "peer", p.peer, "err", r.err)
	}
	return r
}

func whyOfError(err error) Why {
	var e *Error
	if errors.As(err, &e) {
		return e.Why
	}
	if err != nil {
		return WhyOurs
	}
	return WhyNothing
}

// dropUnlessGoesOn ends the stream after an error that made it useless.
func (p *peerState) dropUnlessGoesOn(err error) {
	switch whyOfError(err) {
	case WhyQuota, WhyOurs, WhyTheirs, WhyDiffers, WhyWithholds:
		return
	}
	p.drop()
}

// dialTime is how long a stream may take to be opened.
const dialTime = 30 * time.Second

// dial opens a stream unless there is one, and keeps a node informed.
func (p *peerState) dial(ctx context.Context) error {
	e := p.space.engine
	e.mu.Lock()
	call := p.space.call(p)
	// Until it has the ops that let it in, this computer knows of too few devices to
	// tell a node who they are.
	in := slices.ContainsFunc(p.space.devices, func(d Device) bool { return d.Peer == e.net.Self() })
	e.mu.Unlock()
	var now [32]byte
	if call.Node != nil {
		now = registrationOf(call)
		call.Node.Told = now == p.registered || !in
	}
	old := p.client
	err := p.reach(ctx, call)
	if err == nil && call.Node != nil && !call.Node.Told && (p.client == old || !p.client.told) {
		err = p.client.Register(ctx, call)
	}
	if call.Node == nil || call.Node.Told {
		return err
	}
	switch whyOfError(err) {
	case WhyNothing:
		p.registered = now
	case WhyKeys, WhyNotLetIn: // we may be behind others, who have told it more
		p.registered = now
		p.drop()
		return p.dial(ctx)
	}
	return err
}

// reach opens a stream unless there is one.
func (p *peerState) reach(ctx context.Context, call Call) error {
	if p.client != nil {
		return nil
	}
	dctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	client, err := Dial(dctx, p.space.engine.net, call)
	if err != nil {
		if ctx.Err() == nil && dctx.Err() != nil {
			return &Error{Why: WhyUnreachable, Err: err}
		}
		return err
	}
	p.client, p.blobsDone = client, false
	p.opened(true)
	return nil
}

// registrationOf sums up what a node is told.
func registrationOf(call Call) [32]byte {
	h := sha256.New()
	for _, k := range call.Keys {
		h.Write(k.Tag[:])
	}
	h.Write([]byte{0})
	for _, p := range call.Node.Peers {
		h.Write(p[:])
	}
	return [32]byte(h.Sum(nil))
}

// exchange pushes ops, or compares, holds a session if that is not enough, and sees
// to the attachments.
func (p *peerState) exchange(ctx context.Context, store Member, ops [][]byte, quick bool, out *Outcome) (err error) {
	if quick || len(ops) > 0 {
		if *out, err = p.client.Push(ctx, store, ops); err != nil {
			return err
		}
	}
	if !out.Matched {
		if err := p.run(ctx, store, out); err != nil {
			return err
		}
	}
	return p.attachments(ctx)
}

// run is one session on the peer's stream.
func (p *peerState) run(ctx context.Context, store Member, total *Outcome) error {
	e, s := p.space.engine, p.space
	out, err := p.client.Session(ctx, store, Watcher{
		Received: func(r Received) { s.received(p.peer, r) },
		Progress: func(done, total uint64) {
			e.mu.Lock()
			p.done, p.total = done, total
			e.mu.Unlock()
			e.tell()
		},
	})
	total.Matched, total.UpTo, total.Count = out.Matched, out.UpTo, out.Count
	total.Sent += out.Sent
	total.Received.add(out.Received)
	return err
}

// attachments fetches what is wanted here and brings a node what it lacks, unless
// that was done since the last change.
func (p *peerState) attachments(ctx context.Context) error {
	e, s := p.space.engine, p.space
	e.mu.Lock()
	news := s.news
	e.mu.Unlock()
	if s.Blobs == nil || p.blobsDone && p.blobsAt == news {
		return nil
	}
	fetched, brought, err := p.client.Blobs(ctx, s.Blobs, p.offered)
	if err != nil {
		return fmt.Errorf("attachments: %w", err)
	}
	wanted, err := s.Blobs.Wanted(ctx)
	if err != nil {
		return &Error{Why: WhyOurs, Err: err}
	}
	p.blobsDone, p.blobsAt = len(wanted) == 0, news
	if fetched > 0 {
		s.touch(p.peer, time.Second, 3*time.Second)
		e.mu.Lock()
		s.news++ // others may want it from us, a node above all
		e.mu.Unlock()
	}
	e.log.Debug("attachments", "peer", p.peer, "fetched", fetched, "brought", brought)
	return nil
}

// finish keeps what a session came to and plans the next.
func (p *peerState) finish(ctx context.Context, r result) {
	e := p.space.engine
	now := e.cfg.Now()
	var failed *Error
	errors.As(r.err, &failed)
	e.mu.Lock()
	p.done, p.total = 0, 0
	p.why, p.err = whyOfError(r.err), r.err
	if r.reached {
		p.lastContact = now
	}
	if r.Matched {
		p.lastMatch, p.upTo = now, max(p.upTo, r.UpTo)
		p.failing = time.Time{}
	}
	p.next = time.Now().Add(p.pause(r, failed))
	if p.again {
		p.again = false
		p.next = time.Now().Add(between(50*time.Millisecond, 200*time.Millisecond))
	}
	e.mu.Unlock()
	if r.Matched {
		p.confirm(ctx, r.UpTo, r.Count)
	}
	e.wake()
	e.tell()
}

// confirm makes the space remember that it matched, if that is new.
func (p *peerState) confirm(ctx context.Context, upTo int64, count uint64) {
	e, s := p.space.engine, p.space
	e.mu.Lock()
	known := p.kept >= upTo && p.kept > 0
	p.kept = max(p.kept, upTo)
	e.mu.Unlock()
	if known {
		return
	}
	m, release, err := s.use(ctx)
	if err == nil {
		err = m.Confirm(ctx, p.id, upTo, count, e.cfg.Now())
		release()
	}
	if err != nil {
		e.log.Debug("confirm", "err", err)
		e.mu.Lock()
		p.kept = 0
		e.mu.Unlock()
	}
}
