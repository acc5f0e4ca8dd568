package view

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"time"

	"kith/app"
	"kith/app/words"
	"kith/journal"
)

// PlaceState is how a copy of a record stands, for its mark.
type PlaceState uint8

// The states.
const (
	PlaceInStep  PlaceState = iota // it has everything
	PlaceBehind                    // it does not, and nothing is wrong
	PlaceTrouble                   // it does not, and somebody should look
)

// People is the page of who has which record, on which devices, and whether they
// are in step. Load may run on any goroutine.
type People struct {
	a *app.App

	mu    sync.Mutex
	shown PeopleShown
}

// PeopleShown is what the page shows.
type PeopleShown struct {
	// Summary says in a sentence whether everything is everywhere.
	Summary string
	// Alone says that nobody and nothing else has any of the records.
	Alone   bool
	Records []PeopleRecord
	Devices []PeopleDevice // the computers of the vault's owner
	// Contacts are the others, whose safety numbers can be compared.
	Contacts []PeopleContact
}

// PeopleRecord is one person's record.
type PeopleRecord struct {
	Person app.Person
	// Mine says what the vault's owner may do with it; "" for an owner.
	Mine string
	// Copies says where everything is: "On this computer and on 2 of 3 devices."
	Copies      string
	State       PlaceState
	Notices     []PeopleNotice
	Members     []PeopleMember
	Nodes       []PeoplePlace
	Invitations []PeopleInvitation
	// Owner says that the vault's owner decides who has the record; Left that they
	// were removed from it.
	Owner, Left bool
}

// PeopleNotice is something to know or to do.
type PeopleNotice struct {
	Text, Do string
	// Device is one that waits for a yes; nil for other notices.
	Device *app.Device
}

// PeopleMember is one who has a record.
type PeopleMember struct {
	Member app.Member
	Name   string
	About  string // role, since when, which part
	Places []PeoplePlace
	// Change says that their role can be changed and that they can be removed.
	Change bool
}

// PeoplePlace is a device or node that has a record.
type PeoplePlace struct {
	Name  string
	About string // whether it has everything, and since when not
	Do    string // what to do about it; "" for nothing
	State PlaceState
	Node  app.Node // of a node
}

// PeopleInvitation is one that nobody has used yet.
type PeopleInvitation struct {
	ID   journal.ID
	Text string
}

// PeopleDevice is a computer of one's own.
type PeopleDevice struct {
	Device app.Device
	Name   string
	About  string
}

// PeopleContact is somebody whose safety number can be compared.
type PeopleContact struct {
	Contact app.Contact
	Name    string
	About   string
	Changed bool // their key is another one than before
}

// NewPeople makes the page's model.
func NewPeople(a *app.App) *People { return &People{a: a} }

// Shown returns what was loaded last.
func (p *People) Shown() PeopleShown {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.shown
}

// Load reads everything anew.
func (p *People) Load(ctx context.Context) error {
	facts, err := readPeople(ctx, p.a)
	if err != nil {
		return err
	}
	shown := facts.shown()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shown = shown
	return nil
}

// SyncMark is how all records together stand, for the rail.
type SyncMark struct {
	Text  string
	State PlaceState
	Shown bool // others have a record, or may
}

// Mark reads how all records stand.
func (p *People) Mark(ctx context.Context) (SyncMark, error) {
	status, err := p.a.SyncStatus(ctx)
	if err != nil {
		return SyncMark{}, err
	}
	return syncMark(status), nil
}

func syncMark(status *app.SyncStatus) SyncMark {
	m := SyncMark{Shown: status.On}
	for _, s := range status.Spaces {
		if len(s.Notices) > 0 {
			m.State = PlaceTrouble
		}
		if !s.Copies.Everywhere() {
			m.State = max(m.State, PlaceBehind)
		}
		for i := range s.Peers {
			m.State = max(m.State, placeState(&s.Peers[i]))
		}
	}
	m.Text = words.Text([...]string{"people.mark.in_step", "people.mark.behind", "people.mark.trouble"}[m.State])
	return m
}

// placeState is how one peer stands.
func placeState(p *app.PeerStatus) PlaceState {
	switch p.Why {
	case app.WhyRefused, app.WhyRemoved, app.WhyQuota, app.WhyOlder, app.WhyNewer, app.WhyToken, app.WhyWithheld, app.WhyBroken, app.WhyOurs:
		return PlaceTrouble
	}
	if !p.Complete {
		return PlaceBehind
	}
	return PlaceInStep
}

// peopleFacts is all that the page is made of.
type peopleFacts struct {
	now         time.Time
	status      *app.SyncStatus
	spaces      []app.Space
	devices     []app.Device
	contacts    []app.Contact
	invitations map[journal.ID][]app.Invitation // by person
}

func readPeople(ctx context.Context, a *app.App) (f peopleFacts, err error) {
	f.now, f.invitations = a.Now(), map[journal.ID][]app.Invitation{}
	if f.status, err = a.SyncStatus(ctx); err != nil {
		return f, err
	}
	if f.spaces, err = a.Spaces(ctx); err != nil {
		return f, err
	}
	if f.devices, err = a.Devices(ctx); err != nil {
		return f, err
	}
	if f.contacts, err = a.Contacts(ctx); err != nil {
		return f, err
	}
	for i := range f.spaces {
		open, err := a.Invitations(ctx, f.spaces[i].Person)
		if err != nil {
			return f, err
		}
		f.invitations[f.spaces[i].Person.ID] = open
	}
	return f, nil
}

func (f *peopleFacts) shown() PeopleShown {
	s := PeopleShown{Alone: true}
	behind, trouble := 0, 0
	for i := range f.spaces {
		r := f.record(&f.spaces[i])
		if f.spaces[i].Shared() {
			s.Alone = false
			switch r.State {
			case PlaceBehind:
				behind++
			case PlaceTrouble:
				trouble++
			}
		}
		s.Records = append(s.Records, r)
	}
	switch {
	case s.Alone:
		s.Summary = words.Text("people.alone")
	case !f.status.On:
		s.Summary = words.Text("people.off")
	case trouble > 0:
		s.Summary = words.Text("people.trouble", words.Count(int64(trouble), "record"))
	case behind > 0:
		s.Summary = words.Text("people.behind", words.Count(int64(behind), "record"))
	default:
		s.Summary = words.Text("people.in_step")
	}
	for _, d := range f.devices {
		s.Devices = append(s.Devices, f.device(d))
	}
	for _, c := range f.contacts {
		s.Contacts = append(s.Contacts, f.contact(c))
	}
	return s
}

func (f *peopleFacts) statusOf(person journal.ID) *app.SpaceStatus {
	for i := range f.status.Spaces {
		if f.status.Spaces[i].Person.ID == person {
			return &f.status.Spaces[i]
		}
	}
	return &app.SpaceStatus{Copies: app.Copies{Devices: 1, OfDevices: 1}}
}

func (f *peopleFacts) record(s *app.Space) PeopleRecord {
	status := f.statusOf(s.Person.ID)
	r := PeopleRecord{Person: s.Person, Owner: s.Role == app.Owner, Left: s.Role == 0}
	switch {
	case r.Left:
		r.Mine = words.Text("people.left")
	case !r.Owner:
		r.Mine = words.Text("people.mine", app.RoleName(s.Role))
		if s.Categories != nil {
			r.Mine += " " + words.Text("people.part", categoriesText(s.Categories))
		}
	}
	r.Copies = words.Text("people.copies", status.Copies.Text())
	if !status.Copies.Everywhere() {
		r.State = PlaceBehind
	}
	places := map[journal.ID]PeoplePlace{}
	for _, peer := range status.Peers {
		place := f.place(&peer)
		r.State = max(r.State, place.State)
		if peer.Node {
			for _, n := range s.Nodes {
				if n.Peer == peer.Peer {
					place.Node = n
				}
			}
			r.Nodes = append(r.Nodes, place)
		} else {
			places[peer.Device] = place
		}
	}
	for _, n := range status.Notices {
		notice := PeopleNotice{Text: n.Text(), Do: n.Do()}
		if n.Kind == app.NoticeDevice {
			notice.Device = &n.Device
		}
		r.Notices = append(r.Notices, notice)
		r.State = PlaceTrouble
	}
	for _, m := range s.Members {
		r.Members = append(r.Members, f.member(m, places, r.Owner))
	}
	for _, i := range f.invitations[s.Person.ID] {
		r.Invitations = append(r.Invitations, PeopleInvitation{i.ID, words.Text("people.invitation", app.RoleName(i.Role), f.when(i.Expires))})
	}
	return r
}

func (f *peopleFacts) member(m app.Member, places map[journal.ID]PeoplePlace, owner bool) PeopleMember {
	row := PeopleMember{Member: m, Name: m.Label(), About: app.RoleName(m.Role), Change: owner && !m.Me}
	if m.Me {
		row.Name = words.Text("people.you")
		if m.Name != "" {
			row.Name = words.Text("people.you.named", m.Name)
		}
	}
	if m.Categories != nil {
		row.About += ": " + categoriesText(m.Categories)
	}
	if !m.Since.IsZero() {
		row.About += " · " + words.Text("people.since", dateText(journal.DateOf(m.Since.In(f.now.Location()))))
	}
	for _, d := range m.Devices {
		place, known := places[d.ID]
		place.Name = deviceName(f.own(d))
		switch {
		case d.This:
			place.Name, place.About, place.State = words.Text("people.this", place.Name), "", PlaceInStep
		case !known:
			place.About, place.State = words.Text("people.unknown"), PlaceBehind
		}
		row.Places = append(row.Places, place)
	}
	return row
}

// own is a device as the list of one's own has it, which knows a name before others are
// told.
func (f *peopleFacts) own(d app.Device) app.Device {
	for _, mine := range f.devices {
		if mine.ID == d.ID {
			return mine
		}
	}
	return d
}

// deviceName is a device without its owner, who stands above it.
func deviceName(d app.Device) string {
	d.Mine = true
	return d.Label()
}

func (f *peopleFacts) place(p *app.PeerStatus) PeoplePlace {
	place := PeoplePlace{Name: p.Name, State: placeState(p)}
	switch {
	case p.Complete:
		place.About = words.Text("people.complete", f.when(p.LastMatch))
	case p.Why == app.WhyNever: // which says it already
	case p.LastMatch.IsZero():
		place.About = words.Text("people.nothing_yet")
	default:
		place.About = words.Text("people.had", f.when(p.LastMatch))
	}
	if why := p.Why.Text(); why != "" {
		place.About = strings.TrimSpace(place.About + " " + why)
		place.Do = p.Why.Do()
	}
	return place
}

func (f *peopleFacts) device(d app.Device) PeopleDevice {
	row := PeopleDevice{Device: d, Name: deviceName(d)}
	switch {
	case d.This:
		row.About = words.Text("people.device.this")
	case d.Waiting:
		row.About = words.Text("people.device.waiting")
	case !d.Since.IsZero():
		row.About = words.Text("people.device.since", dateText(journal.DateOf(d.Since.In(f.now.Location()))))
	}
	return row
}

func (f *peopleFacts) contact(c app.Contact) PeopleContact {
	row := PeopleContact{Contact: c, Name: c.Label(), Changed: c.Replaces != nil}
	switch {
	case row.Changed:
		row.About = words.Text("people.contact.changed")
	case c.Compared.IsZero():
		row.About = words.Text("people.contact.not_compared")
	default:
		row.About = words.Text("people.contact.compared", dateText(journal.DateOf(c.Compared.In(f.now.Location()))))
	}
	return row
}

func (f *peopleFacts) when(t time.Time) string { return DayTime(t, f.now) }

// DayTime says a day as seen from now, and the time on it: "Today 14:20".
func DayTime(t, now time.Time) string {
	t = t.In(now.Location())
	return words.Text("people.when", dayText(journal.DateOf(t), journal.DateOf(now)), t.Format("15:04"))
}

// ReadCode returns the link in the QR code of a picture. It fails as
// [app.InvitationFromPicture] does, or as reading the file does.
func ReadCode(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	link, err := app.InvitationFromPicture(f)
	return link, errors.Join(err, f.Close())
}
