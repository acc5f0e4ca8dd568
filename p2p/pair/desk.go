package pair

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"kith/p2p/link"
)

const (
	// DeskPoll is how often a desk looks into the mailboxes of its invitations.
	DeskPoll = 30 * time.Second
	// KeepOver is for how long a desk still tells why an invitation is over.
	KeepOver = time.Hour
)

// Desk answers the open invitations of one computer: whoever comes over the
// network, and whoever left a letter with a node. Its methods may be called from
// several goroutines.
type Desk struct {
	network link.Network
	mailbox Mailbox
	now     func() time.Time
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu    sync.Mutex
	hosts map[*Opening]Host
}

// Host is asked what to do for one invitation. Its functions are called from other
// goroutines; ctx ends with the desk.
type Host struct {
	// Session serves one who came: it confirms, reads the request and welcomes or
	// refuses. The desk closes the session afterwards.
	Session func(ctx context.Context, s *Session)
	// Letter answers one who wrote, with the welcome. [ErrRefused] tells them no;
	// after any other error the letter is looked at again later. It may be asked
	// twice about one device, and must then welcome it as before. Nil leaves
	// letters unanswered.
	Letter func(ctx context.Context, l Letter) (welcome []byte, err error)
	// Letters says how it went, each time the mailboxes were looked into; may be
	// nil.
	Letters func(error)
}

// NewDesk serves [Protocol] on a network. mailbox may be nil.
func NewDesk(network link.Network, mailbox Mailbox, now func() time.Time) *Desk {
	ctx, cancel := context.WithCancel(context.Background())
	d := &Desk{network: network, mailbox: mailbox, now: now, ctx: ctx, cancel: cancel, hosts: map[*Opening]Host{}}
	network.Handle(Protocol, d.serve)
	d.running.Go(d.poll)
	return d
}

// Add begins to answer an invitation, and leaves a notice with its nodes. Those
// that ended more than [KeepOver] ago are forgotten.
func (d *Desk) Add(o *Opening, h Host) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.hosts[o] = h
	if d.mailbox != nil && h.Letter != nil && d.ctx.Err() == nil {
		d.running.Go(func() { h.letters(d.collect(o, h)) })
	}
}

// Open reports whether an invitation is open or could be asked for again, so that
// strangers must be let in.
func (d *Desk) Open() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	for o := range d.hosts {
		if d.now().Before(o.inv.Expires) {
			if state, _ := o.State(d.now()); state == StateOpen || state == StateBusy || state == StateUsed {
				return true
			}
		}
	}
	return false
}

// Close ends the desk and waits for what is under way, which its context ends.
func (d *Desk) Close() {
	d.network.Handle(Protocol, nil)
	d.mu.Lock()
	d.cancel()
	d.mu.Unlock()
	d.running.Wait()
}

// enter counts a session, unless the desk is closed.
func (d *Desk) enter() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil {
		return false
	}
	d.running.Add(1)
	return true
}

// openings lists what can be answered, those that end last first, and forgets
// what is long over.
func (d *Desk) openings() []*Opening {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []*Opening
	for o := range d.hosts {
		if d.now().After(o.inv.Expires.Add(KeepOver)) {
			delete(d.hosts, o)
			continue
		}
		all = append(all, o)
	}
	slices.SortFunc(all, func(a, b *Opening) int { return b.inv.Expires.Compare(a.inv.Expires) })
	return all
}

func (d *Desk) host(o *Opening) Host {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.hosts[o]
}

func (d *Desk) serve(stream link.Stream) {
	if !d.enter() {
		_ = stream.Reset() // nothing was said yet
		return
	}
	defer d.running.Done()
	s, opening, err := Answer(d.ctx, stream, d.network.Self(), d.openings(), d.now)
	if err != nil {
		return // the other side was told, and the opening counts wrong tries
	}
	defer s.Close()
	if h := d.host(opening); h.Session != nil {
		h.Session(d.ctx, s)
	}
}

// poll looks into the mailboxes from time to time, while an invitation is open.
func (d *Desk) poll() {
	if d.mailbox == nil {
		return
	}
	tick := time.NewTicker(DeskPoll)
	defer tick.Stop()
	for {
		select {
		case <-d.ctx.Done():
			return
		case <-tick.C:
		}
		for _, o := range d.openings() {
			if h := d.host(o); h.Letter != nil && d.now().Before(o.inv.Expires) {
				h.letters(d.collect(o, h))
			}
		}
	}
}

func (h Host) letters(err error) {
	if h.Letters != nil {
		h.Letters(err)
	}
}

// collect looks into the boxes of an invitation at each of its nodes.
func (d *Desk) collect(o *Opening, h Host) error {
	var failed []error
	for _, node := range o.inv.Nodes {
		d.network.Learn(node.Peer, node.Addrs)
		err := o.Collect(d.ctx, d.mailbox, node.Peer, d.now, h.Letter)
		if err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// Collect does what there is to do for an invitation at one node: it leaves the
// notice there, or renews it; it answers the letters that are there; and it takes
// the notice away when the invitation is over. See [Host.Letter] for admit.
func (o *Opening) Collect(ctx context.Context, mailbox Mailbox, node link.Peer, now func() time.Time, admit func(context.Context, Letter) ([]byte, error)) error {
	o.collecting.Lock()
	defer o.collecting.Unlock()
	if err := o.announce(ctx, mailbox, node, now()); err != nil {
		return fmt.Errorf("leave a notice: %w", err)
	}
	for n := range RequestBoxes {
		box := RequestBox(o.secret, n)
		item, err := mailbox.Get(ctx, node, box)
		if err != nil {
			return fmt.Errorf("look for letters: %w", err)
		}
		if item == nil {
			continue
		}
		if err := o.answerLetter(ctx, mailbox, node, item, now, admit); err != nil {
			return fmt.Errorf("answer a letter: %w", err)
		}
		if err := mailbox.Empty(ctx, node, box); err != nil {
			return fmt.Errorf("take a letter away: %w", err)
		}
	}
	return nil
}

// announce leaves the notice of an open invitation, once with each node, and
// takes it away from one that is over.
func (o *Opening) announce(ctx context.Context, mailbox Mailbox, node link.Peer, now time.Time) error {
	box := NoticeBox(o.secret)
	if state, _ := o.State(now); state != StateOpen && state != StateBusy {
		return mailbox.Empty(ctx, node, box)
	}
	if o.noticed[node] {
		return nil
	}
	notice := Notice{Invitation: o.inv, Check: o.options.Check, Greeting: o.options.Greeting}
	item, err := notice.Seal(o.secret)
	if err != nil {
		return err
	}
	err = mailbox.Put(ctx, node, box, item, o.inv.Expires)
	if errors.Is(err, ErrTaken) { // of another owner's computer, or of ours before a restart
		err = nil
	}
	if err != nil {
		return err
	}
	if o.noticed == nil {
		o.noticed = map[link.Peer]bool{}
	}
	o.noticed[node] = true
	return nil
}

// answerLetter answers one letter, or tells why not. Once it returns nil the
// letter is done with.
func (o *Opening) answerLetter(ctx context.Context, mailbox Mailbox, node link.Peer, item []byte, now func() time.Time, admit func(context.Context, Letter) ([]byte, error)) error {
	letter, err := ReadMail(o.secret, item)
	if err != nil {
		return nil // not of one with the words; it only takes up the box
	}
	put := func(box [32]byte, answer []byte, err error) error {
		if err != nil {
			return err
		}
		// Taken: it was answered before, and the letter could not be taken away.
		if err := mailbox.Put(ctx, node, box, answer, o.inv.Expires); !errors.Is(err, ErrTaken) {
			return err
		}
		return nil
	}
	state, turn := o.begin(now(), letter.From, nil)
	switch state {
	case StateOpen:
	case StateBusy:
		return ErrBusy // with somebody in person; the letter waits
	default:
		return put(letter.Refuse(o.secret, state))
	}
	defer o.release(turn)
	welcome, err := admit(ctx, letter)
	if errors.Is(err, ErrRefused) {
		return put(letter.Refuse(o.secret, StateOpen))
	}
	if err != nil {
		return err
	}
	box, answer, err := letter.Answer(o.secret, welcome)
	if err != nil {
		return err
	}
	if state := o.use(turn); state != StateOpen {
		return put(letter.Refuse(o.secret, state))
	}
	return put(box, answer, nil)
}
