package app

import (
	"context"
	"errors"
	"fmt"
	"io"

	"kith/app/words"
	"kith/crypto"
	"kith/journal"
	"kith/p2p/link"
	"kith/p2p/pair"
)

// Emoji is one of the seven that both screens show.
type Emoji struct {
	Symbol string // as Unicode
	Name   string // in the language in use, for whoever cannot see it
	Word   string // in English, lower case, as `--expect` takes it
}

// Comparison is what two people compare before anything is handed over.
type Comparison struct {
	Emoji [pair.EmojiCount]Emoji
	Who   string // what the other side calls itself; not proven
}

// comparison is what is shown of a session.
func comparison(s *pair.Session, who string) Comparison {
	c := Comparison{Who: who}
	for n, e := range s.Emoji() {
		c.Emoji[n] = Emoji{Symbol: string(e.Rune), Name: words.Text("emoji." + e.ID), Word: e.ID}
	}
	return c
}

// Stage is how far a meeting of two computers is.
type Stage string

// The stages, in order. Their words are under "join.stage.<stage>".
const (
	StageWaiting   Stage = "waiting"   // for the other computer
	StageComparing Stage = "comparing" // the emoji
	StageAdmitting Stage = "admitting" // keys are handed over
	StageReceiving Stage = "receiving" // the record is on its way
	StageDone      Stage = "done"
)

// Text says it in a sentence.
func (s Stage) Text() string { return words.Text("join.stage." + string(s)) }

// Progress is how far a meeting is. Total is 0 while nothing can be counted.
type Progress struct {
	Stage       Stage
	Done, Total int64 // changes
}

// Meeting says who is asked and told while two computers meet. Its functions are
// called one at a time, from another goroutine than the caller's.
type Meeting struct {
	// Confirm is asked whether the other screen shows the same. It is asked of
	// both sides, and no key is handed over unless both said yes. An invitation
	// that nobody waits on ([MemberInvite].Together) is followed without it.
	Confirm func(context.Context, Comparison) (bool, error)
	// Progress is told how far it is; may be nil.
	Progress func(Progress)
	// NoWait does not wait for the record to arrive; syncing goes on with it.
	NoWait bool
}

func (m *Meeting) tell(p Progress) {
	if m.Progress != nil {
		m.Progress(p)
	}
}

func (m *Meeting) confirm(ctx context.Context, c Comparison) (bool, error) {
	if m.Confirm == nil {
		return false, nil
	}
	return m.Confirm(ctx, c)
}

// JoinOptions are for the side that was invited.
type JoinOptions struct {
	Meeting
	// Name is what this computer is called from now on; "" leaves it.
	Name string
	// Addresses are where the inviting computer, or a node, can be found, where
	// the invitation does not say it: words alone.
	Addresses []string
}

// Joined is what a join brought.
type Joined struct {
	Purpose  Purpose
	From     string   // what the inviter calls themselves
	Persons  []Person // whose record is here now
	Complete bool     // all of it has arrived
}

// ParseInvitation reads an invitation from words or a link, to say what is wrong
// with it before it is followed. What only the inviter knows (whose record, which
// role) is not in it, and of words neither purpose nor end. It fails with
// [ErrInvitation], [ErrExpired] or [pair.ErrVersion].
func (a *App) ParseInvitation(text string) (*Invitation, error) {
	made, err := pair.ParseInvitation(text)
	if err != nil {
		return nil, err
	}
	if err := made.CheckTime(a.Now()); err != nil {
		return nil, err
	}
	i := &Invitation{Expires: made.Expires}
	for _, word := range made.Words() {
		i.Words = append(i.Words, word)
	}
	switch made.Purpose {
	case pair.PurposeDevice:
		i.Purpose = ForDevice
	case pair.PurposeMember:
		i.Purpose = ForMember
	}
	return i, nil
}

// InvitationFromPicture finds the QR code in a picture (a photo of the other screen,
// a screenshot) and returns the text in it. It fails with [pair.ErrNoQR] or
// [pair.ErrPicture].
func InvitationFromPicture(picture io.Reader) (string, error) { return pair.ReadQR(picture) }

// Join follows an invitation: words, or a link. It starts syncing if it does not
// run. An invitation for a device makes the vault one of the inviter's, which only
// one without records can become: [ErrHasRecords]. Once keys were handed over the
// join outlives a crash: the next StartSync goes on with it. It fails with
// [ErrInvitation], [ErrExpired], [ErrWrongWords], [ErrNoPlace], [ErrNobodyThere],
// [ErrDeclined] or others of package pair.
func (a *App) Join(ctx context.Context, text string, o JoinOptions) (*Joined, error) {
	j, err := a.join(ctx, text, o)
	if err != nil {
		return nil, fmt.Errorf("join: %w", err)
	}
	return j, nil
}

func (a *App) join(ctx context.Context, text string, o JoinOptions) (*Joined, error) {
	made, err := pair.ParseInvitation(text)
	if err != nil {
		return nil, err
	}
	if err := made.CheckTime(a.Now()); err != nil {
		return nil, err
	}
	if made.Purpose == pair.PurposeDevice && len(a.Persons()) > 0 {
		return nil, ErrHasRecords
	}
	if o.Name != "" {
		if err := a.RenameDevice(ctx, o.Name); err != nil {
			return nil, err
		}
	}
	var typed []pair.Place
	for _, address := range o.Addresses {
		peer, way, err := parseAddress(address)
		if err != nil {
			return nil, err
		}
		typed = append(typed, pair.Place{Peer: peer, Addrs: []string{way}})
	}
	if len(made.Peers)+len(typed) == 0 {
		return nil, ErrNoPlace
	}
	s, err := a.StartSync(context.WithoutCancel(ctx), SyncOptions{})
	if err != nil {
		return nil, err
	}
	o.tell(Progress{Stage: StageWaiting})
	began := a.Now()
	j, peer, err := s.goThrough(ctx, made, typed, &o)
	if err != nil {
		return nil, err
	}
	if err := s.refresh(ctx); err != nil {
		return nil, err
	}
	j.Complete, err = s.arrival(ctx, j.Persons, peer, began, &o.Meeting)
	return j, err
}

// follow talks to the inviter until everything that was handed over is kept.
func (a *App) follow(ctx context.Context, session *pair.Session, o *JoinOptions) (*Joined, link.Peer, error) {
	none := link.Peer{}
	terms := session.Terms()
	g, err := decodeGreeting(terms.Greeting)
	if err != nil {
		return nil, none, err
	}
	own := a.self.Author.Public() == g.Author
	device := terms.Purpose == pair.PurposeDevice
	switch {
	case device && !own && len(a.Persons()) > 0:
		session.Cancel()
		return nil, none, ErrHasRecords
	case !device && own:
		session.Cancel()
		return nil, none, ErrOwnRecord
	}
	if terms.Check {
		o.tell(Progress{Stage: StageComparing})
		same, err := o.confirm(ctx, comparison(session, g.Name))
		if err != nil {
			session.Cancel()
			return nil, none, err
		}
		if err := session.Confirm(ctx, same); err != nil {
			return nil, none, err
		}
	}
	o.tell(Progress{Stage: StageAdmitting})
	b, err := a.syncBook()
	if err != nil {
		return nil, none, err
	}
	r := pair.Request{Name: b.Device}
	if device {
		r.Card, err = a.deviceCard(g.Author)
	} else {
		r.Card, err = a.memberCard()
	}
	if err != nil {
		return nil, none, err
	}
	answer, err := session.Request(ctx, r)
	if err != nil {
		return nil, none, err
	}
	defer clear(answer)
	if err := a.keepHandover(answer, g, device); err != nil {
		session.Cancel()
		return nil, none, err
	}
	peer := session.Remote()
	persons, from, joinErr := a.finishJoin(ctx)
	if err := errors.Join(joinErr, session.Finish()); joinErr != nil {
		return nil, none, err // the inviter's patience is no reason to fail
	}
	j := &Joined{Purpose: ForMember, From: from, Persons: persons}
	if device {
		j.Purpose = ForDevice
	}
	return j, peer, nil
}

// joinBook is a join whose keys have arrived.
type joinBook struct {
	Device bool   `json:"device"`
	Data   []byte `json:"data"` // the encoded handover
}

// keepHandover checks what the inviter handed over and notes it: from here on the
// join survives a crash.
func (a *App) keepHandover(data []byte, g greeting, device bool) error {
	h, err := decodeHandover(data)
	if err != nil {
		return err
	}
	author, err := h.author()
	if err != nil {
		return err
	}
	if device && (author.IsZero() || author.Public() != crypto.PublicKey(g.Author)) || !device && !author.IsZero() {
		return errPairing
	}
	return a.changeSyncBook(func(b *syncBook) bool {
		b.Joining = &joinBook{Device: device, Data: data}
		return true
	})
}

// maxHosts is how many devices a record whose ops have not arrived is asked for at.
const maxHosts = 8

// hosts returns who handed over a record.
func (b *syncBook) hosts(id journal.ID) (peers []link.Peer) {
	for _, text := range b.Hosts[id.String()] {
		if p, ok := peerOf(text); ok {
			peers = append(peers, p)
		}
	}
	return peers
}

// hostNodes returns the nodes that came with a record. What is no link of one is
// passed over.
func (b *syncBook) hostNodes(id journal.ID) (nodes []Node) {
	for _, text := range b.HostNodes[id.String()] {
		if n, err := parseNode(text); err == nil {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// finishJoin makes of a handover that was noted what it is for. It does what was not
// done yet, so it can be called again after a crash; without a join on its way it
// does nothing.
func (a *App) finishJoin(ctx context.Context) (persons []Person, from string, err error) {
	a.joining.Lock()
	defer a.joining.Unlock()
	b, err := a.syncBook()
	if err != nil || b.Joining == nil {
		return nil, "", err
	}
	defer clear(b.Joining.Data)
	h, err := decodeHandover(b.Joining.Data)
	if err != nil {
		return nil, "", err
	}
	if b.Joining.Device {
		if err := a.becomeDevice(h); err != nil {
			return nil, "", err
		}
	}
	welcomes, err := h.welcomes()
	if err != nil {
		return nil, "", err
	}
	for _, w := range welcomes {
		p, err := a.AddJoined(ctx, w, !b.Joining.Device)
		if err != nil {
			return nil, "", err
		}
		persons = append(persons, p)
	}
	err = a.changeSyncBook(func(b *syncBook) bool {
		var hosts []string
		for _, place := range h.Places {
			b.learn(link.Peer(place.Peer), place.Addrs, a.Now())
			hosts = append(hosts, link.Peer(place.Peer).String())
		}
		if b.Hosts == nil {
			b.Hosts = map[string][]string{}
		}
		if b.HostNodes == nil {
			b.HostNodes = map[string][]string{}
		}
		for _, p := range persons {
			b.Hosts[p.ID.String()] = hosts[:min(len(hosts), maxHosts)]
			b.HostNodes[p.ID.String()] = h.Nodes[:min(len(h.Nodes), maxHosts)]
		}
		if h.Me != "" && b.Me == "" {
			b.Me = h.Me
		}
		b.Joining = nil
		return true
	})
	if err != nil {
		return nil, "", err
	}
	return persons, h.From, a.ChangeSettings(func(s *Settings) { s.Sync = true })
}

// becomeDevice gives the vault the author who was handed over.
func (a *App) becomeDevice(h *handover) error {
	author, err := h.author()
	if err != nil {
		return err
	}
	if author.Public() == a.self.Author.Public() {
		return nil
	}
	if len(a.Persons()) > 0 {
		return ErrHasRecords
	}
	if err := a.vault.ReplaceAuthor(author); err != nil {
		return err
	}
	a.self.Author = a.vault.Author()
	return nil
}
