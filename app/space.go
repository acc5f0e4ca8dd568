package app

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/link"
)

// Role is what somebody may do with a record.
type Role = members.Role

// The roles of a record.
const (
	Owner     = members.Owner     // writes, and decides who else may
	Caregiver = members.Caregiver // writes
	Viewer    = members.Viewer    // reads all of it, or the categories that were picked
)

// Category is a part of a record that a viewer can be given by itself.
type Category = journal.Category

// Categories returns those that can be picked.
func Categories() []Category { return journal.Categories() }

// ParseCategory reads the name of a category that can be picked.
func ParseCategory(name string) (Category, error) { return journal.ParseCategory(name) }

// Space is who has the record of one person.
type Space struct {
	Person Person
	Role   Role // of the vault's owner; members.NoRole after a removal
	// Categories are those that are shared with this vault, nil for all.
	Categories []Category
	Members    []Member // the most senior first
	Former     []Member // who was removed or has left, without devices
	Nodes      []Node
}

// Shared reports whether anybody or anything but this computer has the record.
func (s *Space) Shared() bool {
	devices := 0
	for _, m := range s.Members {
		devices += len(m.Devices)
	}
	return devices > 1 || len(s.Nodes) > 0
}

// Member is somebody who has a record.
type Member struct {
	Author     journal.ID
	Name       string // what they call themselves; "" if that is not known
	Me         bool
	Role       Role
	Categories []Category // a viewer's, nil for all
	Since      time.Time  // when they were admitted
	Devices    []Device
}

// Label is the name of a member as a line shows it, never empty.
func (m Member) Label() string {
	if m.Name == "" {
		return words.Text("space.unnamed", m.Author.Short())
	}
	return m.Name
}

// Errors about members.
var (
	// ErrNoSuchMember says that nobody of a name or id has the record.
	ErrNoSuchMember = errors.New("no such member")
	// ErrNotOwner says that only an owner of the record may do this.
	ErrNotOwner = errors.New("only an owner may do this")
	// ErrOneself says that nobody removes or demotes themselves.
	ErrOneself = errors.New("somebody else must do this")
	// ErrLastOwner says that the only owner cannot leave.
	ErrLastOwner = errors.New("a record needs an owner")
	// ErrCategories says that only a viewer can be given parts.
	ErrCategories = errors.New("only a viewer can be given parts of a record")
)

// Space returns who has the record of a person.
func (a *App) Space(ctx context.Context, p Person) (sp *Space, err error) {
	err = a.with(ctx, p, func(r *journal.Record) error {
		sp, err = a.spaceOf(ctx, p, r.Space())
		return err
	})
	return sp, err
}

// Spaces returns it for every person, in the order of Persons. A record that cannot
// be read is left out; opening it says why.
func (a *App) Spaces(ctx context.Context) ([]Space, error) {
	var spaces []Space
	for _, p := range a.Persons() {
		sp, err := a.Space(ctx, p)
		switch {
		case err == nil:
			spaces = append(spaces, *sp)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !isDamage(err):
			return nil, err
		}
	}
	return spaces, nil
}

// spaceOf puts together what the ops of a space say of its members.
func (a *App) spaceOf(ctx context.Context, p Person, s *space.Space) (*Space, error) {
	v, err := a.viewMembers(ctx, s)
	if err != nil {
		return nil, err
	}
	sp := &Space{Person: p, Nodes: v.nodes}
	for _, m := range v.state.Members {
		member, err := v.member(ctx, m)
		if err != nil {
			return nil, err
		}
		if member.Me {
			sp.Role, sp.Categories = member.Role, member.Categories
		}
		sp.Members = append(sp.Members, member)
	}
	slices.SortFunc(sp.Members, func(x, y Member) int {
		return cmp.Or(x.Since.Compare(y.Since), bytes.Compare(x.Author[:], y.Author[:]))
	})
	for author := range v.state.Former {
		sp.Former = append(sp.Former, Member{Author: journal.ID(author), Name: v.authors[author], Me: author == v.me})
	}
	slices.SortFunc(sp.Former, func(x, y Member) int { return bytes.Compare(x.Author[:], y.Author[:]) })
	return sp, nil
}

// membersView is what a space says of its members at one moment.
type membersView struct {
	space   *space.Space
	state   *members.State
	me      members.AuthorID
	this    members.DeviceID
	authors map[[16]byte]string // what they call themselves
	devices map[[16]byte]string
	nodes   []Node
}

func (a *App) viewMembers(ctx context.Context, s *space.Space) (*membersView, error) {
	v := &membersView{space: s, state: s.Members(), me: members.AuthorID(a.self.Author.Public().ID()), this: s.Device()}
	if v.state == nil {
		v.state = new(members.State)
	}
	var err error
	if v.authors, err = aboutNames(ctx, s, space.TopicAuthor); err != nil {
		return nil, err
	}
	if v.devices, err = aboutNames(ctx, s, space.TopicDevice); err != nil {
		return nil, err
	}
	b, err := a.syncBook()
	if err != nil {
		return nil, err
	}
	if b.Device != "" { // what one calls oneself holds here before anybody is told
		v.devices[v.this] = b.Device
	}
	if b.Me != "" && v.authors[v.me] == "" {
		v.authors[v.me] = b.Me
	}
	v.nodes, err = a.nodesOf(ctx, s)
	return v, err
}

func (v *membersView) member(ctx context.Context, m members.Member) (Member, error) {
	member := Member{Author: journal.ID(m.Author), Name: v.authors[m.Author], Me: m.Author == v.me, Role: m.Role}
	for _, c := range m.Categories {
		member.Categories = append(member.Categories, Category(c))
	}
	var err error
	if member.Since, err = v.space.Recorded(ctx, space.OpID(m.Since)); err != nil {
		return member, err
	}
	for _, d := range m.Devices {
		device, err := v.device(ctx, m, d)
		if err != nil {
			return member, err
		}
		member.Devices = append(member.Devices, device)
	}
	slices.SortFunc(member.Devices, func(x, y Device) int {
		return cmp.Or(x.Since.Compare(y.Since), bytes.Compare(x.ID[:], y.ID[:]))
	})
	return member, nil
}

func (v *membersView) device(ctx context.Context, m members.Member, d members.Device) (Device, error) {
	id := members.DeviceIDOf(d.Public)
	since, err := v.space.Recorded(ctx, space.OpID(d.Since))
	return Device{
		ID: journal.ID(id), Name: v.devices[id], Author: journal.ID(m.Author), Owner: v.authors[m.Author],
		Mine: m.Author == v.me, This: id == v.this, Since: since, Waiting: slices.Contains(v.state.WithoutKey, id),
		peer: link.Peer(d.Public),
	}, err
}

// SpacePerson returns the person of a name, or whose id begins as text does. It
// fails with an [UnknownPersonError] or an [AmbiguousError].
func (a *App) SpacePerson(text string) (Person, error) {
	p, err := a.Person(text)
	if err == nil {
		return p, nil
	}
	var matches []Person
	for _, p := range a.Persons() {
		if isIDPrefix(p.ID, text) {
			matches = append(matches, p)
		}
	}
	return one(matches, text, err, func(p Person) journal.ID { return p.ID })
}

// Member returns the member of a name, or whose id begins as text does. It fails
// with [ErrNoSuchMember] or [journal.ErrAmbiguous].
func (s *Space) Member(text string) (Member, error) {
	return named(s.Members, text, ErrNoSuchMember, func(m Member) (journal.ID, string) { return m.Author, m.Name })
}

// Device returns the device of a name, or whose id begins as text does, whoever
// owns it. It fails with [ErrNoSuchDevice] or [journal.ErrAmbiguous].
func (s *Space) Device(text string) (Device, error) {
	var all []Device
	for _, m := range s.Members {
		all = append(all, m.Devices...)
	}
	return named(all, text, ErrNoSuchDevice, func(d Device) (journal.ID, string) { return d.ID, d.Name })
}

// named returns the only one of a list of a name, else the only one whose id begins
// as text does.
func named[T any](list []T, text string, none error, key func(T) (journal.ID, string)) (T, error) {
	var matches []T
	for _, t := range list {
		if _, name := key(t); name != "" && journal.Fold(name) == journal.Fold(text) {
			matches = append(matches, t)
		}
	}
	if len(matches) == 0 {
		for _, t := range list {
			if id, _ := key(t); isIDPrefix(id, text) {
				matches = append(matches, t)
			}
		}
	}
	return one(matches, text, fmt.Errorf("%.64q: %w", text, none), func(t T) journal.ID { id, _ := key(t); return id })
}

// one returns the only match, none if there is none, else an [AmbiguousError].
func one[T any](matches []T, text string, none error, id func(T) journal.ID) (T, error) {
	var zero T
	switch len(matches) {
	case 0:
		return zero, none
	case 1:
		return matches[0], nil
	}
	e := &AmbiguousError{Prefix: text}
	for _, m := range matches {
		e.Matches = append(e.Matches, id(m).String())
	}
	return zero, e
}

// isIDPrefix reports whether text begins an id, and is long enough to mean it.
func isIDPrefix(id journal.ID, text string) bool {
	text = strings.ToLower(strings.ReplaceAll(text, "-", ""))
	return len(text) >= 4 && strings.HasPrefix(hex.EncodeToString(id[:]), text)
}
