package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
	"kith/p2p/pair"
)

// Inviting is an invitation that is waited on.
type Inviting struct {
	Invitation

	sync *Sync
	owns bool // the invitation ends with the session
	made time.Time
	came chan *meeting
	once sync.Once
	over chan struct{} // closed by Close
}

// meeting is one who came with the words. Whoever takes it answers on done.
type meeting struct {
	session *pair.Session
	grant   grant
	done    chan struct{}
}

// Admitted is who came in.
type Admitted struct {
	Device  Device
	Member  string   // what a member calls themselves; "" for a device of one's own
	Persons []Person // whose record
	// Complete says that the other computer has all of it.
	Complete bool
}

// Wait waits until somebody has used the invitation, asks o.Confirm whether the
// emoji are the same on both screens (if the invitation is for that), admits the
// other computer and returns once it has everything (or, if o.NoWait, once it is
// admitted). It fails with [ErrDeclined], [ErrExpired], [pair.ErrTooManyTries] or
// ctx's error.
func (i *Inviting) Wait(ctx context.Context, o Meeting) (*Admitted, error) {
	ctx, cancel := context.WithDeadlineCause(ctx, i.Expires, fmt.Errorf("wait for somebody: %w", ErrExpired))
	defer cancel()
	o.tell(Progress{Stage: StageWaiting})
	for {
		over, opening := i.sync.ended(i.ID)
		select {
		case m := <-i.came:
			admitted, err := i.sync.admit(ctx, m, &o)
			close(m.done)
			if errors.Is(err, errCameAndWent) {
				continue
			}
			if err != nil {
				return nil, err
			}
			return i.arrived(ctx, admitted, &o)
		case <-i.over:
			return nil, pair.ErrCancelled
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-over:
			admitted, err := i.sync.outcome(opening)
			if err != nil {
				return nil, err
			}
			return i.arrived(ctx, admitted, &o)
		}
	}
}

// arrived waits until who came in has everything.
func (i *Inviting) arrived(ctx context.Context, came *Admitted, o *Meeting) (_ *Admitted, err error) {
	if came.Device.peer.IsZero() {
		return came, nil // another computer of an owner has let them in
	}
	came.Complete, err = i.sync.arrival(ctx, came.Persons, came.Device.peer, i.made, o)
	if err == nil && came.Complete {
		i.sync.stay(ctx, came.Device.peer)
	}
	return came, err
}

// An inviter stays for the other computer to see for itself that it has everything:
// until it has gone, or nothing has happened for stayQuiet, and stayMost at most.
const (
	stayQuiet = time.Second
	stayMost  = 8 * time.Second
)

// stay waits until a peer has gone or is done.
func (s *Sync) stay(ctx context.Context, peer link.Peer) {
	ctx, cancel := context.WithTimeout(ctx, stayMost)
	defer cancel()
	changed := make(chan struct{}, 1)
	wake := func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}
	defer s.Watch(wake)()
	defer s.net.Watch(func(link.Event) { wake() })()
	quiet := time.NewTimer(stayQuiet)
	defer quiet.Stop()
	for slices.Contains(s.net.Connected(), peer) {
		select {
		case <-changed:
			quiet.Reset(stayQuiet)
		case <-quiet.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// errCameAndWent says that a computer with the words went away before anything was
// decided: another may come.
var errCameAndWent = errors.New("the other computer went away")

// Close ends the session. An invitation that only it could answer is void after it.
func (i *Inviting) Close() error {
	i.once.Do(func() {
		close(i.over)
		i.sync.leaveInvitation(i)
	})
	return nil
}

// admit talks to one who came with the words, to the end.
func (s *Sync) admit(ctx context.Context, m *meeting, o *Meeting) (*Admitted, error) {
	defer m.session.Close()
	if m.session.Terms().Check {
		o.tell(Progress{Stage: StageComparing})
		same, err := o.confirm(ctx, comparison(m.session, ""))
		if err != nil {
			m.session.Cancel()
			return nil, err
		}
		if err := m.session.Confirm(ctx, same); err != nil {
			return nil, err
		}
	}
	o.tell(Progress{Stage: StageAdmitting})
	request, err := m.session.ReadRequest(ctx)
	if err != nil {
		if ctx.Err() == nil {
			err = fmt.Errorf("%w: %w", errCameAndWent, err)
		}
		return nil, err
	}
	admitted, answer, err := s.welcome(ctx, m.grant, m.session.Terms().Purpose, m.session.Remote(), request)
	if err != nil {
		return nil, errors.Join(err, m.session.Refuse())
	}
	if err := s.refresh(ctx); err != nil { // it may connect from now on
		return nil, errors.Join(err, m.session.Refuse())
	}
	if err := m.session.Welcome(ctx, answer); err != nil {
		return nil, err
	}
	return admitted, s.app.ChangeSettings(func(set *Settings) { set.Sync = true })
}

// welcome admits the device that asks, and returns what it needs to begin.
func (s *Sync) welcome(ctx context.Context, g grant, purpose pair.Purpose, from link.Peer, r pair.Request) (*Admitted, []byte, error) {
	a := s.app
	c, err := decodeCard(r.Card, from)
	if err != nil {
		return nil, nil, err
	}
	device := purpose == pair.PurposeDevice
	if device {
		if c.Certificate, err = a.certify(c.Certificate); err != nil {
			return nil, nil, err
		}
	} else if !c.Certificate.Verify(verifySignature) || c.Certificate.Author == a.self.Author.Public() {
		return nil, nil, fmt.Errorf("the certificate does not hold: %w", pair.ErrFormat)
	}
	h := &handover{Version: pairingVersion}
	if h.From, err = a.MyName(); err != nil {
		return nil, nil, err
	}
	if device {
		h.Author, h.Me = a.self.Author.Seed().Bytes(), h.From
		defer clear(h.Author)
	}
	admitted := &Admitted{Device: Device{
		ID: journal.ID(c.Certificate.DeviceID()), Name: r.Name, Author: journal.ID(c.Certificate.AuthorID()), Mine: device,
		Owner: c.Me, peer: link.Peer(c.Certificate.Device),
	}}
	if !device {
		admitted.Member = Member{Author: admitted.Device.Author, Name: c.Me}.Label()
	}
	for _, id := range g.Persons {
		p, err := a.personByID(id)
		if err != nil {
			return nil, nil, err
		}
		err = a.with(ctx, p, func(record *journal.Record) error {
			w, err := a.admitTo(ctx, record.Space(), c.Certificate, g)
			if err != nil {
				return err
			}
			w.Name = p.Name
			encoded, err := space.EncodeWelcome(w)
			h.Spaces = append(h.Spaces, encoded)
			return err
		})
		if err != nil {
			return nil, nil, err
		}
		admitted.Persons = append(admitted.Persons, p)
	}
	err = a.changeSyncBook(func(b *syncBook) bool { return b.learn(from, c.Addrs, a.Now()) })
	if err != nil {
		return nil, nil, err
	}
	if h.Places, err = s.knownPlaces(ctx, admitted.Persons); err != nil {
		return nil, nil, err
	}
	if h.Nodes, err = a.nodeLinks(ctx, admitted.Persons); err != nil {
		return nil, nil, err
	}
	answer, err := encodePairing(h)
	return admitted, answer, err
}

// nodeLinks are the links of the nodes that keep some records, for one who joins them:
// until their ops have arrived, nothing else says that these peers are nodes.
func (a *App) nodeLinks(ctx context.Context, persons []Person) ([]string, error) {
	var links []string
	for _, p := range persons {
		sp, err := a.Space(ctx, p)
		if err != nil {
			return nil, err
		}
		for _, n := range sp.Nodes {
			if !slices.Contains(links, n.link) && len(links) < maxHandoverNodes {
				links = append(links, n.link)
			}
		}
	}
	return links, nil
}

// admitTo lets a device into a space, or gives it its keys again if it is in: its
// last try broke off.
func (a *App) admitTo(ctx context.Context, s *space.Space, c members.Certificate, g grant) (space.Welcome, error) {
	for _, m := range s.Members().Members {
		if _, in := m.Devices[c.DeviceID()]; in {
			return s.Welcome(c.DeviceID())
		}
	}
	return s.Admit(ctx, c, g.Role, spaceCategories(g.Categories), !g.NoHistory)
}

func (a *App) personByID(id journal.ID) (Person, error) {
	ref, err := a.ref(id)
	return personOf(ref), err
}
