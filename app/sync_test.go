package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
	"kith/p2p/link"
	"kith/p2p/link/memlink"
	"kith/p2p/pair"
)

// wired is an App whose network is a wire in memory.
type wired struct {
	*app.App
	dir  string
	opts app.Options
}

// memHost is a host of the wire as an App wants it. The wire lets everybody in, so
// what is refused here is refused by the protocols.
type memHost struct {
	*memlink.Host
	mu    sync.Mutex
	known map[link.Peer][]string
}

func (h *memHost) LetIn(link.Protocol) func() { return func() {} }
func (h *memHost) AddNode(string) error       { return nil }
func (h *memHost) RemoveNode(p link.Peer)     { h.Forget(p) }

func (h *memHost) Learn(p link.Peer, addrs []string) {
	h.mu.Lock()
	h.known[p] = addrs
	h.mu.Unlock()
	h.Host.Learn(p, addrs)
}

func (h *memHost) Known(p link.Peer) []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.known[p]
}

func wiredOptions(wire *memlink.Wire) app.Options {
	opts := fast
	opts.Network = func(c app.NetworkConfig) (app.Network, error) {
		return &memHost{Host: wire.Host(link.Peer(c.Key.Public())), known: map[link.Peer][]string{}}, nil
	}
	return opts
}

// newWired makes a vault on a wire.
func newWired(t *testing.T, wire *memlink.Wire, persons ...string) *wired {
	t.Helper()
	w := &wired{dir: filepath.Join(t.TempDir(), "vault"), opts: wiredOptions(wire)}
	a, err := app.Init(w.dir, passphrase, w.opts)
	if err != nil {
		t.Fatal(err)
	}
	w.App = a
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(context.Background(), persons...); err != nil {
		t.Fatal(err)
	}
	return w
}

// compared is two people who look at both screens.
type compared struct {
	mu   sync.Mutex
	seen [][pair.EmojiCount]app.Emoji
	says bool
}

func (c *compared) meeting() app.Meeting {
	return app.Meeting{Confirm: func(_ context.Context, comparison app.Comparison) (bool, error) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.seen = append(c.seen, comparison.Emoji)
		return c.says, nil
	}}
}

// meet lets b follow an invitation that a waits on.
func meet(t *testing.T, inviting *app.Inviting, b *wired, name string) (*app.Admitted, *app.Joined) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	both := &compared{says: true}
	var came *app.Admitted
	var wait error
	done := make(chan struct{})
	go func() {
		defer close(done)
		came, wait = inviting.Wait(ctx, both.meeting())
	}()
	joined, err := b.Join(ctx, inviting.Link, app.JoinOptions{Meeting: both.meeting(), Name: name})
	if err != nil {
		cancel()
	}
	<-done
	if err := errors.Join(err, wait, inviting.Close()); err != nil {
		t.Fatal(err)
	}
	if len(both.seen) == 2 && both.seen[0] != both.seen[1] {
		t.Fatalf("the screens show %v and %v", both.seen[0], both.seen[1])
	}
	return came, joined
}

// eventually waits until something holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("in 20 seconds not: %s", what)
		}
	}
}

// TestSecondComputer: another computer of one's own gets all records, both write, and
// each sees what the other wrote.
func TestSecondComputer(t *testing.T) {
	ctx := context.Background()
	wire := memlink.New(memlink.Options{})
	a, b := newWired(t, wire, "Anna", "Ben"), newWired(t, wire)
	logLine(t, a.App, "Anna", "headache 7")
	logLine(t, a.App, "Ben", "note: it is quiet")
	if err := a.RenameDevice(ctx, "Kitchen"); err != nil {
		t.Fatal(err)
	}
	inviting, err := a.InviteDevice(ctx, app.DeviceInvite{})
	if err != nil {
		t.Fatal(err)
	}
	came, joined := meet(t, inviting, b, "Attic")
	if !came.Complete || !joined.Complete || came.Device.Name != "Attic" || !came.Device.Mine || len(joined.Persons) != 2 {
		t.Fatalf("admitted %+v, joined %+v", came, joined)
	}
	if listing(t, a.App) != listing(t, b.App) {
		t.Fatal("the second computer lists other entries than the first")
	}
	devices, err := b.Devices(ctx)
	if err != nil || len(devices) != 2 || devices[0].Name != "Attic" || devices[1].Name != "Kitchen" || len(devices[1].Persons) != 2 {
		t.Fatalf("%+v, %v", devices, err)
	}
	e := logLine(t, b.App, "Anna", "headache 3")
	anna, err := a.Person("Anna")
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "what is written on the second computer is on the first", func() bool {
		_, err := a.Get(ctx, anna, e.ID)
		return err == nil
	})
	eventually(t, "both know that it is on both", func() bool {
		here, err := a.EntryStatus(ctx, anna, e.ID)
		there, err2 := b.EntryStatus(ctx, anna, e.ID)
		return errors.Join(err, err2) == nil && here == app.Copies{Devices: 2, OfDevices: 2} && there == here
	})
	status, err := a.SyncStatus(ctx)
	if err != nil || !status.Running || !status.On || len(status.Spaces) != 2 || !status.Spaces[0].Copies.Everywhere() {
		t.Fatalf("%+v, %v", status, err)
	}
	// What was confirmed is known without a network, and what is new is not confirmed.
	if err := a.Syncing().Close(); err != nil {
		t.Fatal(err)
	}
	if here, err := a.EntryStatus(ctx, anna, e.ID); err != nil || here.Devices != 2 {
		t.Fatalf("%+v, %v", here, err)
	}
	late := logLine(t, a.App, "Anna", "headache 1")
	if here, err := a.EntryStatus(ctx, anna, late.ID); err != nil || here.Devices != 1 || here.Text() != "on this computer" {
		t.Fatalf("%+v, %v", here, err)
	}
}

// TestJoinIsRefused: what must not come in does not, and nothing is changed by it.
func TestJoinIsRefused(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	wire := memlink.New(memlink.Options{})
	a, b := newWired(t, wire, "Anna"), newWired(t, wire)
	full := newWired(t, wire, "Cleo")
	inviting, err := a.InviteDevice(ctx, app.DeviceInvite{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := full.Join(ctx, inviting.Link, app.JoinOptions{}); !errors.Is(err, app.ErrHasRecords) {
		t.Fatalf("a vault with records joins as a device: %v", err)
	}
	words := ""
	for _, w := range inviting.Words {
		words += w + " "
	}
	if _, err := b.Join(ctx, words, app.JoinOptions{}); !errors.Is(err, app.ErrNoPlace) {
		t.Fatalf("words without an address: %v", err)
	}
	if _, err := b.Join(ctx, "not an invitation at all", app.JoinOptions{}); !errors.Is(err, app.ErrInvitation) {
		t.Fatalf("a text: %v", err)
	}
	// One of both says that the emoji differ.
	both, no := &compared{says: true}, &compared{}
	waited := make(chan error, 1)
	go func() {
		_, err := inviting.Wait(ctx, both.meeting())
		waited <- err
	}()
	if _, err := b.Join(ctx, words, app.JoinOptions{Meeting: no.meeting(), Addresses: []string{inviting.Address}}); !errors.Is(err, app.ErrDeclined) {
		t.Fatalf("emoji that differ: %v", err)
	}
	if err := <-waited; !errors.Is(err, app.ErrDeclined) {
		t.Fatalf("emoji that differ, the inviter: %v", err)
	}
	if err := inviting.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Join(ctx, inviting.Link, app.JoinOptions{Meeting: both.meeting()}); err == nil {
		t.Fatal("an invitation whose session is closed lets in")
	}
	if len(b.Persons()) != 0 {
		t.Fatal("something was handed over")
	}
	anna, err := a.Person("Anna")
	if err != nil {
		t.Fatal(err)
	}
	if sp, err := a.Space(ctx, anna); err != nil || sp.Shared() {
		t.Fatalf("%+v, %v", sp, err)
	}
}

// TestFamilyRecord: a caregiver and a viewer of two categories join the record of a
// patient; roles change; one is removed, one leaves.
func TestFamilyRecord(t *testing.T) {
	ctx := context.Background()
	wire := memlink.New(memlink.Options{})
	a, b, c := newWired(t, wire, "Anna"), newWired(t, wire, "Anna"), newWired(t, wire)
	for w, name := range map[*wired]string{a: "Anna", b: "Ben", c: "Cleo"} {
		if err := w.SetMyName(ctx, name); err != nil {
			t.Fatal(err)
		}
	}
	anna := a.Persons()[0]
	visit := logLine(t, a.App, "Anna", "took ibuprofen 400 mg")
	mood := logLine(t, a.App, "Anna", "mood 3")

	inviting, err := a.InviteMember(ctx, anna, app.MemberInvite{Role: app.Caregiver})
	if err != nil {
		t.Fatal(err)
	}
	came, joined := meet(t, inviting, b, "Ben's laptop")
	if !joined.Complete || came.Member != "Ben" || joined.From != "Anna" || joined.Persons[0].Name != "Anna (2)" {
		t.Fatalf("admitted %+v, joined %+v", came, joined)
	}
	if _, err := c.Join(ctx, inviting.Link, app.JoinOptions{}); !errors.Is(err, pair.ErrUsed) {
		t.Fatalf("an invitation is used a second time: %v", err)
	}
	if open, err := a.Invitations(ctx, anna); err != nil || len(open) != 0 {
		t.Fatalf("%+v, %v", open, err)
	}
	here := joined.Persons[0]
	written := logLine(t, b.App, "Anna (2)", "headache 4")
	eventually(t, "the caregiver's entry is at the patient's", func() bool {
		_, err := a.Get(ctx, anna, written.ID)
		return err == nil
	})
	if _, err := b.InviteMember(ctx, here, app.MemberInvite{Role: app.Viewer}); !errors.Is(err, app.ErrNotOwner) {
		t.Fatalf("a caregiver invites: %v", err)
	}
	if err := b.LeaveRecord(ctx, b.Persons()[0]); !errors.Is(err, app.ErrLastOwner) {
		t.Fatalf("the only owner leaves: %v", err)
	}

	if inviting, err = a.InviteMember(ctx, anna, app.MemberInvite{
		Role: app.Viewer, Categories: []app.Category{journal.Treatments, journal.Appointments}, Together: true,
	}); err != nil {
		t.Fatal(err)
	}
	_, joined = meet(t, inviting, c, "")
	part := joined.Persons[0]
	if _, err := c.Get(ctx, part, visit.ID); err != nil {
		t.Fatalf("the viewer does not see a dose: %v", err)
	}
	if _, err := c.Get(ctx, part, mood.ID); !errors.Is(err, journal.ErrNotFound) {
		t.Fatalf("the viewer sees the mood: %v", err)
	}
	if _, err := c.Log(ctx, part, "headache 2", ""); !errors.Is(err, journal.ErrReadOnly) {
		t.Fatalf("a viewer writes: %v", err)
	}
	sp, err := a.Space(ctx, anna)
	if err != nil || len(sp.Members) != 3 {
		t.Fatalf("%+v, %v", sp, err)
	}
	ben, err := sp.Member("ben")
	if err != nil || ben.Role != app.Caregiver || len(ben.Devices) != 1 || ben.Devices[0].Name != "Ben's laptop" || ben.Since.IsZero() {
		t.Fatalf("%+v, %v", ben, err)
	}
	cleo, err := sp.Member("Cleo")
	if err != nil || !slices.Equal(cleo.Categories, []app.Category{journal.Treatments, journal.Appointments}) {
		t.Fatalf("%+v, %v", cleo, err)
	}

	// Ben is removed: what is written then does not reach him, and he is told.
	if err := a.RemoveMember(ctx, anna, ben); err != nil {
		t.Fatal(err)
	}
	after := logLine(t, a.App, "Anna", "took ibuprofen 200 mg")
	eventually(t, "the viewer has what was written after the removal", func() bool {
		_, err := c.Get(ctx, part, after.ID)
		return err == nil
	})
	if _, err := b.Get(ctx, here, after.ID); !errors.Is(err, journal.ErrNotFound) {
		t.Fatalf("who was removed reads on: %v", err)
	}

	// Cleo leaves: her copy goes once somebody knows, and Anna sees it.
	if err := c.LeaveRecord(ctx, part); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the copy of who left is gone, and the others know", func() bool {
		sp, err := a.Space(ctx, anna)
		return err == nil && len(c.Persons()) == 0 && len(sp.Members) == 1 && len(sp.Former) == 2
	})
}
