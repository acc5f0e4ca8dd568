package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"slices"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/journal/space"
	"kith/p2p/pair"
)

// Purpose is what an invitation is for.
type Purpose string

// The purposes.
const (
	ForDevice Purpose = "device" // another computer of one's own
	ForMember Purpose = "member" // another person
)

// Invitation lets one computer in, once. Its words, its link and its QR code are
// the same secret in three forms: whoever has one of them first is let in, after
// the emoji were compared.
type Invitation struct {
	ID      journal.ID
	Purpose Purpose
	// Words are seven of the list that recovery sheets use. They carry no
	// addresses: the other computer must be given one beside them, or a node.
	Words []string
	// Address is one of this computer, to be given beside the words; "" if it has
	// none that others can reach.
	Address    string
	Link       string // "kith:join#..."; carries addresses
	Expires    time.Time
	Persons    []Person   // whose record
	Role       Role       // of a member
	Categories []Category // of a viewer, nil for all
	History    bool       // what was written before the invitation is readable too

	together bool
}

// QR returns the link as a QR code: rows of modules, true where it is dark, without
// the quiet zone of four modules.
func (i *Invitation) QR() ([][]bool, error) { return crypto.QRCode(i.Link) }

// quietZone is how many light modules belong around a QR code (ISO/IEC 18004).
const quietZone = 4

// PNG returns the QR code of the link as a picture, eight pixels to a module, with
// its quiet zone.
func (i *Invitation) PNG() ([]byte, error) {
	modules, err := i.QR()
	if err != nil {
		return nil, err
	}
	const scale = 8
	side := (len(modules) + 2*quietZone) * scale
	img := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			row, column := y/scale-quietZone, x/scale-quietZone
			if row >= 0 && row < len(modules) && column >= 0 && column < len(modules) && modules[row][column] {
				img.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		return nil, fmt.Errorf("draw QR code: %w", err)
	}
	return out.Bytes(), nil
}

// Errors of inviting and joining, beside those of package pair.
var (
	// ErrInvitation says that a text or picture is no invitation.
	ErrInvitation = pair.ErrText
	// ErrExpired says that an invitation is too old.
	ErrExpired = pair.ErrExpired
	// ErrWrongWords says that the words are not those of the invitation.
	ErrWrongWords = pair.ErrWrongWords
	// ErrDeclined says that the emoji were not the same, or somebody said no.
	ErrDeclined = pair.ErrNotSame
	// ErrNobodyThere says that none of the computers of an invitation answers.
	ErrNobodyThere = errors.New("nobody answers the invitation")
	// ErrNoPlace says that words were given without an address.
	ErrNoPlace = errors.New("the words do not say where the other computer is")
	// ErrHasRecords says that a vault with records of its own cannot become one of
	// the devices of somebody: their author would change.
	ErrHasRecords = errors.New("this vault has records of its own")
	// ErrOwnRecord says that an invitation for another person comes from oneself.
	ErrOwnRecord = errors.New("the invitation comes from oneself")
	// ErrNoInvitation says that there is no open invitation of an id.
	ErrNoInvitation = errors.New("no such invitation")
)

// DeviceInvite says what another computer of one's own gets.
type DeviceInvite struct {
	Persons []Person      // nil for all
	Valid   time.Duration // 0 is 10 minutes
}

// MemberInvite says what somebody else gets.
type MemberInvite struct {
	Role       Role
	Categories []Category    // of a viewer, nil for all
	NoHistory  bool          // what was written before stays closed to them
	Valid      time.Duration // 0 is 3 days, at most 14
	// Together says that both sit together, or talk: seven emoji are compared, and
	// only this session can answer, so that the invitation ends with it.
	Together bool
}

// Default lives of invitations.
const (
	deviceInviteLife = 10 * time.Minute
	memberInviteLife = 72 * time.Hour
)

// InviteDevice makes an invitation for another computer of one's own, and starts
// syncing if it does not run. The invitation is good while the session is open.
func (a *App) InviteDevice(ctx context.Context, o DeviceInvite) (*Inviting, error) {
	if o.Valid == 0 {
		o.Valid = deviceInviteLife
	}
	if o.Persons == nil {
		o.Persons = a.Persons()
	}
	g := grant{Version: pairingVersion, Role: Owner}
	for _, p := range o.Persons {
		g.Persons = append(g.Persons, p.ID)
	}
	i := Invitation{Purpose: ForDevice, Persons: o.Persons, Role: Owner, History: true}
	inviting, err := a.invite(ctx, i, o.Valid, g)
	if err != nil {
		return nil, fmt.Errorf("invite device: %w", err)
	}
	return inviting, nil
}

// InviteMember invites somebody to the record of a person, and starts syncing if it
// does not run. Unless o.Together, the invitation stays when the session is closed:
// any device of an owner that syncs answers it until it is used, taken back or
// expired. It fails with [ErrNotOwner] or [ErrCategories].
func (a *App) InviteMember(ctx context.Context, p Person, o MemberInvite) (*Inviting, error) {
	inviting, err := a.inviteMember(ctx, p, o)
	if err != nil {
		return nil, fmt.Errorf("invite member: %w", err)
	}
	return inviting, nil
}

func (a *App) inviteMember(ctx context.Context, p Person, o MemberInvite) (*Inviting, error) {
	sp, err := a.Space(ctx, p)
	switch {
	case err != nil:
		return nil, err
	case !sp.Role.CanAdmit():
		return nil, ErrNotOwner
	case !o.Role.Valid() || len(o.Categories) > 0 && o.Role != Viewer:
		return nil, ErrCategories
	}
	if o.Valid == 0 {
		o.Valid = memberInviteLife
	}
	g := grant{Version: pairingVersion, Role: o.Role, Categories: categoryNumbers(o.Categories), NoHistory: o.NoHistory, Persons: [][16]byte{p.ID}}
	i := Invitation{Purpose: ForMember, Persons: []Person{p}, Role: o.Role, Categories: o.Categories, History: !o.NoHistory}
	i.together = o.Together
	return a.invite(ctx, i, o.Valid, g)
}

// invite makes the invitation and opens it.
func (a *App) invite(ctx context.Context, i Invitation, life time.Duration, g grant) (*Inviting, error) {
	for _, p := range i.Persons { // whoever comes should see who is here
		err := a.with(ctx, p, func(r *journal.Record) error { return a.introduce(ctx, r.Space(), true) })
		if err != nil {
			return nil, err
		}
	}
	s, err := a.StartSync(context.WithoutCancel(ctx), SyncOptions{})
	if err != nil {
		return nil, err
	}
	purpose := pair.PurposeDevice
	if i.Purpose == ForMember {
		purpose = pair.PurposeMember
	}
	places, nodes, err := s.answerPlaces(ctx, i)
	if err != nil {
		return nil, err
	}
	made, err := pair.NewInvitation(purpose, a.Now(), life, places, nodes)
	if err != nil {
		return nil, &InputError{err}
	}
	me, err := a.MyName()
	if err != nil {
		return nil, err
	}
	hello, err := encodePairing(greeting{Version: pairingVersion, Author: a.self.Author.Public(), Name: me})
	if err != nil {
		return nil, err
	}
	granted, err := encodePairing(g)
	if err != nil {
		return nil, err
	}
	shared := pair.Shared{Invitation: made, Options: pair.Options{Check: i.attended(), Greeting: hello}, Grant: granted}
	if err := i.describe(made); err != nil {
		return nil, err
	}
	if len(places) > 0 && len(places[0].Addrs) > 0 {
		i.Address = addressText(places[0])
	}
	if !i.attended() {
		if err := a.shareInvitation(ctx, i.Persons[0], i.ID, shared); err != nil {
			return nil, err
		}
		if err := a.ChangeSettings(func(set *Settings) { set.Sync = true }); err != nil {
			return nil, err // nobody would answer it
		}
	}
	session := &Inviting{Invitation: i, sync: s, came: make(chan *meeting), over: make(chan struct{}), owns: i.attended(), made: a.Now()}
	if err := s.openInvitation(i.ID, shared, session); err != nil {
		return nil, err
	}
	if !i.attended() {
		s.collectLetters(ctx) // so that its nodes know of it before this computer goes off
	}
	return session, nil
}

// attended reports whether only the session that made the invitation can answer it.
func (i *Invitation) attended() bool { return i.Purpose == ForDevice || i.together }

// Stays reports whether the invitation outlives the session that made it.
func (i *Invitation) Stays() bool { return !i.attended() }

// describe fills in what is shown of an invitation.
func (i *Invitation) describe(made pair.Invitation) error {
	words := made.Words()
	i.Words, i.Expires = words[:], made.Expires
	i.ID = invitationID(made)
	var err error
	i.Link, err = made.Link()
	return err
}

// invitationID names an invitation without telling anything of it.
func invitationID(made pair.Invitation) journal.ID {
	key, err := crypto.KeyFromBytes(append(made.Phrase.Bytes(), make([]byte, crypto.KeySize-crypto.PhraseSize)...))
	if err != nil {
		panic("app: " + err.Error()) // the lengths are constants
	}
	mac := crypto.MAC(key.Derive("invitation id", nil))
	return journal.ID(mac[:16])
}

// shareInvitation lets the other devices of owners answer an invitation.
func (a *App) shareInvitation(ctx context.Context, p Person, id journal.ID, shared pair.Shared) error {
	return a.with(ctx, p, func(r *journal.Record) error {
		s := r.Space()
		var owners []pair.Owner
		for _, m := range s.Members().Members {
			if !m.Role.CanAdmit() {
				continue
			}
			for device, d := range m.Devices {
				owners = append(owners, pair.Owner{Device: device, HPKE: d.HPKE})
			}
		}
		slices.SortFunc(owners, func(x, y pair.Owner) int { return bytes.Compare(x.Device[:], y.Device[:]) })
		this := slices.IndexFunc(owners, func(o pair.Owner) bool { return o.Device == s.Device() })
		if this < 0 {
			return ErrNotOwner
		}
		owners[0], owners[this] = owners[this], owners[0] // this one must be among them
		for n := min(len(owners), pair.MaxOwners); ; n-- {
			value, err := pair.EncodeForOwners(shared, s.ID(), owners[:n])
			if err != nil {
				return err
			}
			if len(value) <= space.MaxAboutValue || n == 1 {
				return s.SetAbout(ctx, space.TopicInvite, id[:], value)
			}
		}
	})
}

// Invitations returns those to the record of a person that are open and that this
// computer may answer, the one that ends first first.
func (a *App) Invitations(ctx context.Context, p Person) ([]Invitation, error) {
	var open []Invitation
	err := a.with(ctx, p, func(r *journal.Record) error {
		shared, err := a.sharedInvitations(ctx, r.Space())
		for _, sh := range shared {
			i := Invitation{Purpose: ForMember, Persons: []Person{p}}
			if err := i.describe(sh.Invitation); err != nil {
				return err
			}
			g, err := decodeGrant(sh.Grant)
			if err != nil || !a.Now().Before(i.Expires) {
				continue
			}
			i.Role, i.History = g.Role, !g.NoHistory
			for _, c := range g.Categories {
				i.Categories = append(i.Categories, Category(c))
			}
			open = append(open, i)
		}
		return err
	})
	slices.SortFunc(open, func(x, y Invitation) int { return x.Expires.Compare(y.Expires) })
	return open, err
}

// sharedInvitations reads those of a space that were not used. One that is not for
// this device, or that makes no sense, is passed over.
func (a *App) sharedInvitations(ctx context.Context, s *space.Space) ([]pair.Shared, error) {
	said, err := s.About(ctx, space.TopicInvite)
	if err != nil {
		return nil, err
	}
	var list []pair.Shared
	for _, item := range said {
		sh, err := pair.DecodeForOwner(item.Value, s.ID(), s.Device(), a.self.HPKE)
		if err == nil {
			list = append(list, sh)
		}
	}
	return list, nil
}

// CancelInvitation takes one back. It fails with [ErrNoInvitation].
func (a *App) CancelInvitation(ctx context.Context, p Person, id journal.ID) error {
	open, err := a.Invitations(ctx, p)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(open, func(i Invitation) bool { return i.ID == id }) {
		return ErrNoInvitation
	}
	if s := a.Syncing(); s != nil {
		s.cancelInvitation(id)
	}
	return a.endInvitation(ctx, p, id)
}

// endInvitation tells the other owners that an invitation is over.
func (a *App) endInvitation(ctx context.Context, p Person, id journal.ID) error {
	return a.with(ctx, p, func(r *journal.Record) error {
		return r.Space().SetAbout(ctx, space.TopicInvite, id[:], nil)
	})
}
