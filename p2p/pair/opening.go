package pair

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"kith/crypto"
	"kith/p2p/link"
)

const (
	// MaxWrong is how many wrong tries kill an invitation.
	MaxWrong = 3
	// MaxOpenings is how many invitations one [Answer] can tell apart.
	MaxOpenings = 32
	// MaxGreeting is the length of the longest greeting, in bytes.
	MaxGreeting = 1024
)

// State is what has become of an invitation at a computer that answers it.
type State uint8

// The states. They are also what the other side is told, so they are part of the
// protocol.
const (
	StateOpen      State = 0
	StateUsed      State = 1
	StateExpired   State = 2
	StateCancelled State = 3
	StateDead      State = 4 // too many wrong tries
	StateBusy      State = 5 // another computer is just using it
)

// Err returns the error that a state means for who wants to use the invitation.
func (s State) Err() error {
	switch s {
	case StateOpen:
		return nil
	case StateUsed:
		return ErrUsed
	case StateExpired:
		return ErrExpired
	case StateCancelled:
		return ErrCancelled
	case StateDead:
		return ErrTooManyTries
	case StateBusy:
		return ErrBusy
	}
	return fmt.Errorf("state %d: %w", s, ErrFormat)
}

// Options of an [Opening].
type Options struct {
	// Check asks both people to compare the emoji before anything flows. An
	// invitation of a device always does.
	Check bool
	// Greeting goes to whoever has the words, before any check: at most
	// [MaxGreeting] bytes that this package does not read.
	Greeting []byte
	// Wrong is how many wrong tries there were before, on this computer.
	Wrong int
	// Log, if set, is told of the wrong tries and of every other change, from
	// whatever goroutine it happens in.
	Log func(State, int)
}

// Opening is an invitation at a computer that answers it. Keep it for as long as
// the invitation could be tried, also when it is over: who has the words is told
// why it no longer works. It may be used by several goroutines.
type Opening struct {
	inv     Invitation
	options Options
	secret  crypto.Key

	mu     sync.Mutex
	state  State // StateOpen, StateUsed, StateCancelled or StateDead
	wrong  int
	holder link.Peer // who is using it, or used it
	busy   bool
	turn   int    // counts the sessions that took it
	evict  func() // ends the session that has it

	collecting sync.Mutex         // one at a time looks into the mailboxes
	noticed    map[link.Peer]bool // nodes that have the notice; under collecting
}

// Open begins to answer an invitation, which must have a purpose and an end. It
// takes as long as [crypto.Phrase.Stretch].
func Open(inv Invitation, o Options) (*Opening, error) {
	if inv.Phrase.IsZero() || inv.Purpose == 0 || inv.Expires.IsZero() {
		return nil, errors.New("open invitation: it was read from words alone")
	}
	if len(o.Greeting) > MaxGreeting {
		return nil, fmt.Errorf("open invitation: greeting of %d bytes: %w", len(o.Greeting), ErrTooLarge)
	}
	o.Check = o.Check || inv.Purpose == PurposeDevice
	opening := &Opening{inv: inv, options: o, secret: inv.Phrase.Stretch(), wrong: o.Wrong}
	if o.Wrong >= MaxWrong {
		opening.state = StateDead
	}
	return opening, nil
}

// Invitation returns what is open.
func (o *Opening) Invitation() Invitation { return o.inv }

// State returns what has become of the invitation, and how many wrong tries there
// were.
func (o *Opening) State(now time.Time) (State, int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.stateFor(now, link.Peer{}), o.wrong
}

// Cancel ends the invitation. One that was used stays used.
func (o *Opening) Cancel() { o.end(StateCancelled) }

// MarkUsed ends the invitation because it was used elsewhere: by letter, or on
// another computer of an owner.
func (o *Opening) MarkUsed() { o.end(StateUsed) }

func (o *Opening) end(state State) {
	o.mu.Lock()
	if o.state != StateOpen {
		o.mu.Unlock()
		return
	}
	o.state, o.holder = state, link.Peer{}
	o.mu.Unlock()
	o.log()
}

func (o *Opening) log() {
	if o.options.Log == nil {
		return
	}
	o.mu.Lock()
	state, wrong := o.state, o.wrong
	o.mu.Unlock()
	o.options.Log(state, wrong)
}

// stateFor returns the state as a peer meets it. One that used the invitation may
// come back until it ends: the welcome may have been lost on the way.
func (o *Opening) stateFor(now time.Time, peer link.Peer) State {
	switch {
	case o.state == StateUsed && o.holder == peer && !peer.IsZero() && now.Before(o.inv.Expires):
		return StateOpen
	case o.state != StateOpen:
		return o.state
	case !now.Before(o.inv.Expires):
		return StateExpired
	case o.busy && o.holder != peer:
		return StateBusy
	}
	return StateOpen
}

// begin takes the invitation for a peer, if it is open for it; evict ends the
// session that it is taken for. A peer that comes anew has lost its last session,
// which is ended.
func (o *Opening) begin(now time.Time, peer link.Peer, evict func()) (State, int) {
	o.mu.Lock()
	state := o.stateFor(now, peer)
	if state != StateOpen {
		o.mu.Unlock()
		return state, 0
	}
	last := o.evict
	o.busy, o.holder, o.evict = true, peer, evict
	o.turn++
	turn := o.turn
	o.mu.Unlock()
	if last != nil {
		last()
	}
	return StateOpen, turn
}

// release gives the invitation back after a session.
func (o *Opening) release(turn int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.turn == turn {
		o.busy, o.evict = false, nil
	}
}

// use spends the invitation for the session that holds it. Other than StateOpen
// says why it may not: a person may have cancelled meanwhile.
func (o *Opening) use(turn int) State {
	o.mu.Lock()
	state := o.state
	if o.turn != turn {
		state = StateBusy
	}
	if state == StateOpen {
		o.state = StateUsed
	}
	again := state == StateUsed && !o.holder.IsZero() // by this peer; else elsewhere
	o.mu.Unlock()
	if state == StateOpen || again {
		o.log()
		return StateOpen
	}
	return state
}

// miss counts a wrong try and returns how many are left. It does not count, and
// is not ok, if the invitation is over anyway.
func (o *Opening) miss(now time.Time) (left int, ok bool) {
	o.mu.Lock()
	if o.state != StateOpen || !now.Before(o.inv.Expires) {
		o.mu.Unlock()
		return 0, false
	}
	o.wrong++
	if o.wrong >= MaxWrong {
		o.state = StateDead
	}
	left = MaxWrong - o.wrong
	o.mu.Unlock()
	o.log()
	return left, true
}
