package view

import (
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
	"kith/p2p/link"
)

// family is the record of Anna, whom Ben cares for and of which Cleo sees a part,
// as Anna's laptop shows it.
func family(now time.Time) peopleFacts {
	id := func(b byte) journal.ID { return journal.ID{b} }
	anna := app.Person{ID: id(1), Name: "Anna"}
	laptop := app.Device{ID: id(10), Name: "Laptop", Author: id(1), Mine: true, This: true, Since: now.AddDate(0, -3, 0)}
	desk := app.Device{ID: id(11), Name: "Desk", Author: id(1), Mine: true, Since: now.AddDate(0, -1, 0)}
	ben := app.Device{ID: id(20), Name: "Ben's laptop", Author: id(2), Owner: "Ben"}
	cleo := app.Device{ID: id(30), Author: id(3), Owner: "Cleo"}
	node := app.Node{Peer: link.Peer{9}, Label: "198.51.100.7"}
	return peopleFacts{
		now: now,
		status: &app.SyncStatus{On: true, Running: true, Spaces: []app.SpaceStatus{{
			Person: anna, Role: app.Owner, Copies: app.Copies{Devices: 2, OfDevices: 4, Nodes: 1, OfNodes: 1},
			Peers: []app.PeerStatus{
				{PeerName: app.PeerName{Device: desk.ID, Name: "Desk"}, LastContact: now.Add(-time.Hour), LastMatch: now.Add(-time.Hour), Complete: true},
				{PeerName: app.PeerName{Device: ben.ID, Name: ben.Name, Owner: "Ben"}, LastMatch: now.AddDate(0, 0, -2), Why: app.WhyAsleep},
				{PeerName: app.PeerName{Device: cleo.ID, Owner: "Cleo"}, Why: app.WhyNever},
				{PeerName: app.PeerName{Peer: node.Peer, Name: node.Label, Node: true}, LastMatch: now.Add(-time.Minute), Complete: true},
			},
		}}},
		spaces: []app.Space{{
			Person: anna, Role: app.Owner, Nodes: []app.Node{node},
			Members: []app.Member{
				{Author: id(1), Name: "Anna", Me: true, Role: app.Owner, Since: now.AddDate(0, -3, 0), Devices: []app.Device{laptop, desk}},
				{Author: id(2), Name: "Ben", Role: app.Caregiver, Since: now.AddDate(0, -1, 0), Devices: []app.Device{ben}},
				{Author: id(3), Name: "Cleo", Role: app.Viewer, Categories: []app.Category{journal.Treatments, journal.Appointments}, Devices: []app.Device{cleo}},
			},
		}},
		devices:  []app.Device{laptop, desk},
		contacts: []app.Contact{{Author: id(2), Name: "Ben", Compared: now.AddDate(0, 0, -5)}, {Author: id(3), Name: "Cleo", Replaces: &app.Contact{Name: "Cleo"}}},
		invitations: map[journal.ID][]app.Invitation{
			anna.ID: {{ID: id(50), Role: app.Caregiver, Expires: now.Add(2 * time.Hour)}},
		},
	}
}

// TestPeopleShown reads the page of a family whose members are not all in step.
func TestPeopleShown(t *testing.T) {
	now := time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)
	f := family(now)
	s := f.shown()
	if s.Alone || len(s.Records) != 1 || len(s.Devices) != 2 || len(s.Contacts) != 2 {
		t.Fatalf("%+v", s)
	}
	r := s.Records[0]
	if r.State != PlaceBehind || !r.Owner || r.Left || r.Mine != "" {
		t.Errorf("the record: %+v", r)
	}
	if r.Copies != "It is on the node and on 2 of 4 devices." {
		t.Error(r.Copies)
	}
	want := []struct {
		name, about string
		change      bool
		places      []string
	}{
		{"You (Anna)", "owner · since 20 Aug 2026", false, []string{"Laptop (this computer)", "Desk: Has everything. Compared: Today 18:30."}},
		{"Ben", "caregiver · since 20 Oct 2026", true, []string{"Ben's laptop: Had everything: Wed 18 Nov 2026 19:30. It cannot be reached: it is off, asleep or has no network."}},
		{"Cleo", "viewer: treatments and appointments", true, []string{"computer 1e000000: It was not reached yet."}},
	}
	if len(r.Members) != len(want) {
		t.Fatalf("members: %+v", r.Members)
	}
	for i, w := range want {
		m := r.Members[i]
		if m.Name != w.name || m.About != w.about || m.Change != w.change {
			t.Errorf("member %d: %q, %q, %v", i, m.Name, m.About, m.Change)
		}
		for n, p := range m.Places {
			if got := strings.TrimSuffix(p.Name+": "+p.About, ": "); got != w.places[n] {
				t.Errorf("%s, device %d: %q", m.Name, n, got)
			}
		}
	}
	if len(r.Nodes) != 1 || r.Nodes[0].State != PlaceInStep || r.Nodes[0].Node.Peer != (link.Peer{9}) {
		t.Errorf("nodes: %+v", r.Nodes)
	}
	if len(r.Invitations) != 1 || r.Invitations[0].Text != "Open invitation: caregiver, until Today 21:30" {
		t.Errorf("invitations: %+v", r.Invitations)
	}
	if !s.Contacts[1].Changed || s.Contacts[0].About != "compared on 15 Nov 2026" {
		t.Errorf("contacts: %+v", s.Contacts)
	}
}

// TestPeopleSummary says of many records in one sentence how they are.
func TestPeopleSummary(t *testing.T) {
	now := time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)
	for want, change := range map[string]func(*peopleFacts){
		"Not everybody has everything yet: 1 record.":     func(*peopleFacts) {},
		"Syncing is switched off. Nothing comes or goes.": func(f *peopleFacts) { f.status.On = false },
		"Something needs a look: 1 record.":               func(f *peopleFacts) { f.status.Spaces[0].Peers[1].Why = app.WhyOlder },
		"Your records are on this computer only.": func(f *peopleFacts) {
			f.spaces[0].Members, f.spaces[0].Nodes = f.spaces[0].Members[:1], nil
			f.spaces[0].Members[0].Devices = f.devices[:1]
		},
		"Everything is everywhere.": func(f *peopleFacts) {
			f.status.Spaces[0].Copies = app.Copies{Devices: 4, OfDevices: 4, Nodes: 1, OfNodes: 1}
			for i := range f.status.Spaces[0].Peers {
				p := &f.status.Spaces[0].Peers[i]
				p.Complete, p.Why, p.LastMatch = true, app.WhyNothing, now
			}
		},
	} {
		f := family(now)
		change(&f)
		if got := f.shown().Summary; got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	f := family(now)
	f.status.Spaces[0].Notices = []app.Notice{{Kind: app.NoticeDevice, Device: app.Device{Name: "Old laptop", Mine: true}}}
	f.spaces[0].Role, f.spaces[0].Categories = app.Viewer, []app.Category{journal.Treatments}
	r := f.shown().Records[0]
	if r.State != PlaceTrouble || len(r.Notices) != 1 || r.Notices[0].Device == nil || r.Owner {
		t.Errorf("%+v", r)
	}
	if r.Mine != "You have it as viewer. You see: treatments." {
		t.Error(r.Mine)
	}
	for _, m := range r.Members {
		if m.Change {
			t.Errorf("a viewer is offered to change %s", m.Name)
		}
	}
}

// TestSyncMark sums up all records in a word or two.
func TestSyncMark(t *testing.T) {
	now := time.Date(2026, 11, 20, 19, 30, 0, 0, time.UTC)
	f := family(now)
	if m := syncMark(f.status); !m.Shown || m.State != PlaceBehind || m.Text != "Not everywhere" {
		t.Errorf("%+v", m)
	}
	f.status.Spaces[0].Peers[2].Why = app.WhyRefused
	if m := syncMark(f.status); m.State != PlaceTrouble {
		t.Errorf("%+v", m)
	}
	if m := syncMark(new(app.SyncStatus)); m.Shown || m.State != PlaceInStep {
		t.Errorf("%+v", m)
	}
}
