package sync

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"sync"
	"time"

	"kith/crypto"
	"kith/p2p/link"
	"kith/p2p/reconcile"
)

// Policy decides who is let in to which space. A member's is that of [Engine]; a
// node has its own.
type Policy interface {
	// Admit is asked when peer says hello for a space, with the newest epoch it
	// knows. An Access comes with Accepted, and is released when the stream
	// ends; any other code is sent to the peer.
	Admit(ctx context.Context, peer link.Peer, handle Handle, tag Tag) (*Access, Code)
}

// Access is a space as one peer may use it.
type Access struct {
	// Tag names the epoch that the peer has to prove, and Public its
	// capability. The zero Tag: the space is unknown, and Register is awaited.
	Tag    Tag
	Public crypto.PublicKey
	// Capability proves ourselves; zero for a node.
	Capability crypto.SigningKey
	// Check is asked before each request and after the proof; nil accepts all.
	Check func() Code
	// Open opens the space for a request; release gives it back.
	Open func(ctx context.Context) (store Store, release func(), err error)
	// Blobs are the attachments; nil if there are none.
	Blobs BlobStore
	// Register takes a registration whose signature holds; nil for a member.
	Register func(ctx context.Context, r Registration) Code
	// Tell is told what the peer did; may be nil. It must not block.
	Tell func(Served)
	// Release is called when the stream ends; may be nil.
	Release func()
}

func (a *Access) release() {
	if a.Release != nil {
		a.Release()
	}
}

// Registration is what a node is told of a space (SYNC.md, section 4). The first
// capability is the current one, and its holder signed this.
type Registration struct {
	Token        []byte
	Capabilities []Epoch
	Peers        []link.Peer // that may come in by an older epoch; ascending
	Proven       Tag         // by what the peer came in; zero for a space unknown until now
}

// Epoch is what a node knows of an epoch.
type Epoch struct {
	Tag    Tag
	Public crypto.PublicKey // of its capability
}

// Served says what a peer did on a stream that it opened.
type Served struct {
	Busy     bool  // the peer reconciles or transfers just now
	Ended    bool  // no longer
	Matched  bool  // with Ended: the fingerprints of the whole sets were equal
	UpTo     int64 // with Matched: ops up to this number are on both sides
	Count    uint64
	Received Received
}

// Server serves streams of [Protocol]. Its bounds are for all of its streams.
type Server struct {
	Self   link.Peer
	Role   Role
	Policy Policy
	// Bounds; 0 stands for 1,024, 64, 8 and 300.
	MaxStreams int // at a time
	MaxPerPeer int // of one peer at a time
	MaxRuns    int // reconciliations at a time; others wait
	MaxAsked   int // messages of reconciliation a minute and peer; others are told to wait

	once  sync.Once
	runs  chan struct{}
	mu    sync.Mutex
	all   int
	peers map[link.Peer]*visitor
}

// visitor is a peer with streams open, or that asked a moment ago.
type visitor struct {
	streams int
	asked   float64 // messages that count against it now
	at      time.Time
	run     chan struct{} // its one place among those who reconcile
}

func (s *Server) start() {
	s.once.Do(func() {
		set := func(n *int, to int) {
			if *n == 0 {
				*n = to
			}
		}
		set(&s.MaxStreams, 1024)
		set(&s.MaxPerPeer, 64)
		set(&s.MaxRuns, 8)
		set(&s.MaxAsked, 300)
		s.runs = make(chan struct{}, s.MaxRuns)
		s.peers = map[link.Peer]*visitor{}
	})
}

// enter counts a stream in.
func (s *Server) enter(peer link.Peer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.peers[peer]
	if v == nil {
		for p, old := range s.peers { // forget who was long gone
			if old.streams == 0 && time.Since(old.at) > time.Minute {
				delete(s.peers, p)
			}
		}
		v = &visitor{at: time.Now(), run: make(chan struct{}, 1)}
		s.peers[peer] = v
	}
	if s.all >= s.MaxStreams || v.streams >= s.MaxPerPeer {
		return false
	}
	s.all++
	v.streams++
	return true
}

// place gives the peer's own place among those who reconcile. A peer that begins
// and goes silent keeps only itself waiting.
func (s *Server) place(peer link.Peer) chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.peers[peer].run
}

func (s *Server) leave(peer link.Peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all--
	s.peers[peer].streams--
}

// mayAsk reports whether a peer may ask for more work now, or in how many seconds.
func (s *Server) mayAsk(peer link.Peer) (wait uint32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v, now := s.peers[peer], time.Now()
	rate := float64(s.MaxAsked) / 60 // a second
	v.asked = max(0, v.asked-now.Sub(v.at).Seconds()*rate)
	v.at = now
	if v.asked++; v.asked > float64(s.MaxAsked) {
		v.asked--
		return uint32(1/rate) + 1
	}
	return 0
}

// Serve serves one stream to its end and closes it. The error says why it ended,
// for a log; nil if the peer was done. Ctx ends it too.
func (s *Server) Serve(ctx context.Context, stream link.Stream) error {
	s.start()
	peer := stream.Remote()
	w := newWire(stream)
	if !s.enter(peer) {
		err := w.write(kindRefusal, refusal{Code: RefuseBusy, Wait: 60})
		return errors.Join(err, stream.Close())
	}
	defer s.leave(peer)
	stop := context.AfterFunc(ctx, func() {
		_ = stream.Reset() // the reader or writer below says what came of it
	})
	defer stop()
	v := &visit{server: s, w: w, bond: bond{client: peer, server: s.Self}}
	err := v.serve(ctx)
	v.end()
	var no *refused
	switch {
	case errors.As(err, &no):
		err = errors.Join(err, w.write(kindRefusal, no.refusal))
	case errors.Is(err, errFrame), errors.Is(err, reconcile.ErrMessage), errors.Is(err, reconcile.ErrRounds):
		err = errors.Join(err, w.write(kindRefusal, refusal{Code: RefuseRequest}))
	case err == io.EOF:
		err = nil
	default:
		return errors.Join(err, stream.Reset())
	}
	return errors.Join(err, stream.Close())
}

// visit is one stream that is served.
type visit struct {
	server *Server
	w      *wire
	bond   bond
	access *Access
	proven bool

	running bool // holds a place among server.runs
	session *reconcile.Session
	upTo    int64 // the store's newest op when the session began
	count   uint64
	have    []ID // what the session found that we have and the client lacks
	more    bool
}

func refuse(code Code) error { return &refused{refusal{Code: code}} }

func (v *visit) serve(ctx context.Context) error {
	if err := v.greet(ctx); err != nil {
		return err
	}
	for {
		patience := idleTime
		if v.running || v.have != nil {
			patience = frameTime
		}
		kind, body, err := v.w.read(patience)
		if err != nil {
			return err
		}
		if !v.proven {
			err = v.prove(ctx, kind, body)
		} else if code := v.check(); code != Accepted {
			err = refuse(code)
		} else {
			err = v.answer(ctx, kind, body)
		}
		var own *ownError
		switch {
		case err == nil:
		case errors.As(err, &own):
			code := RefuseFailed
			if errors.Is(err, ErrQuota) {
				code = RefuseQuota
			}
			if err := v.w.write(kindRefusal, refusal{Code: code}); err != nil {
				return err
			}
		default:
			return err
		}
	}
}

func (v *visit) check() Code {
	if v.access.Check == nil {
		return Accepted
	}
	return v.access.Check()
}

// greet reads Hello and answers Welcome.
func (v *visit) greet(ctx context.Context) error {
	kind, body, err := v.w.read(frameTime)
	if err != nil {
		return err
	}
	var h hello
	if kind != kindHello {
		return refuse(RefuseRequest)
	}
	if err := decodeLoose(body, &h); err != nil {
		return err
	}
	if !slices.Contains(h.Versions, version) {
		return &refused{refusal{Code: RefuseVersion, Versions: []uint{version}}}
	}
	if len(h.Older) > maxOlder {
		return refuse(RefuseRequest)
	}
	access, code := v.server.admit(ctx, v.bond.client, h)
	if code != Accepted {
		return refuse(code)
	}
	v.access = access
	v.bond.handle, v.bond.tag, v.bond.clientNonce = h.Handle, access.Tag, h.Nonce
	rand.Read(v.bond.serverNonce[:]) // never fails: it ends the program rather
	answer := welcome{Version: version, Role: v.server.Role, Nonce: v.bond.serverNonce}
	if access.Tag != (Tag{}) {
		answer.Tag = &access.Tag
	} else {
		v.w.limit = maxRegister
	}
	if v.server.Role == RoleMember {
		signed := access.Capability.Sign(serverDomain, v.bond.context())
		answer.Proof = &signed
	}
	return v.w.write(kindWelcome, answer)
}

// maxOlder is how many epochs besides its newest a client offers to prove.
const maxOlder = 16

// admit asks the policy for the newest epoch that both sides know. Where two halves
// of a space both began a new one while they were apart, that is an older one.
func (s *Server) admit(ctx context.Context, peer link.Peer, h hello) (*Access, Code) {
	newest, code := s.Policy.Admit(ctx, peer, h.Handle, h.Tag)
	if code != Accepted || newest.Tag == h.Tag || newest.Tag == (Tag{}) {
		return newest, code
	}
	for _, tag := range h.Older {
		older, code := s.Policy.Admit(ctx, peer, h.Handle, tag)
		if code != Accepted {
			continue
		}
		if older.Tag == tag {
			newest.release()
			return older, code
		}
		older.release()
	}
	return newest, code
}

// prove reads Proof, or Register of a space that is unknown.
func (v *visit) prove(ctx context.Context, kind kind, body []byte) error {
	switch {
	case kind == kindProof && v.bond.tag != (Tag{}):
		var p proof
		if err := decode(body, &p); err != nil {
			return err
		}
		if !crypto.Verify(v.access.Public, clientDomain, v.bond.context(), p.Signature) {
			return refuse(RefuseEpoch)
		}
	case kind == kindRegister && v.bond.tag == (Tag{}):
		if err := v.register(ctx, body); err != nil {
			return err
		}
	default:
		return refuse(RefuseRequest)
	}
	v.proven = true
	v.w.limit = maxFrame
	return nil
}

func (v *visit) register(ctx context.Context, body []byte) error {
	if v.access.Register == nil || len(body) > maxRegister {
		return refuse(RefuseRequest)
	}
	var r register
	if err := decode(body, &r); err != nil {
		return err
	}
	ok, err := r.holds(&v.bond)
	if err != nil {
		return err
	}
	if !ok {
		return refuse(RefuseEpoch)
	}
	registration := Registration{Token: r.Token, Proven: v.bond.tag}
	for _, c := range r.Capabilities {
		registration.Capabilities = append(registration.Capabilities, Epoch{Tag: c.Tag, Public: c.Public})
	}
	for _, p := range r.Peers {
		registration.Peers = append(registration.Peers, p)
	}
	if code := v.access.Register(ctx, registration); code.goesOn() {
		return v.w.write(kindRefusal, refusal{Code: code})
	} else if code != Accepted {
		return refuse(code)
	}
	v.bond.tag = r.Capabilities[0].Tag
	return v.w.write(kindDone, empty{})
}

// run takes a place among those who reconcile.
func (v *visit) run(ctx context.Context) error {
	if v.running {
		return nil
	}
	own := v.server.place(v.bond.client)
	select {
	case own <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case v.server.runs <- struct{}{}:
		v.running = true
		return nil
	case <-ctx.Done():
		<-own
		return ctx.Err()
	}
}

// rest gives the place back.
func (v *visit) rest() {
	if v.running {
		<-v.server.runs
		<-v.server.place(v.bond.client)
		v.running = false
	}
}

func (v *visit) tell(s Served) {
	if v.access != nil && v.access.Tell != nil {
		v.access.Tell(s)
	}
}

func (v *visit) busy() { v.tell(Served{Busy: true}) }

func (v *visit) end() {
	v.rest()
	if v.access != nil {
		if v.proven {
			v.tell(Served{Ended: true})
		}
		v.access.release()
	}
}
