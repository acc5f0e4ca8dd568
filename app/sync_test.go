package app_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kith/app"
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
	photo, err := a.Attach(ctx, a.Persons()[0], strings.NewReader("not really a photo"), app.AttachOptions{Name: "a.txt"})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.RenameDevice(ctx, "Kitchen"); err != nil {
		t.Fatal(err)
	}
	alone, err := a.Space(ctx, a.Persons()[0])
	if err != nil || len(alone.Members) != 1 || alone.Members[0].Devices[0].Name != "Kitchen" {
		t.Fatalf("a computer that nobody shares with does not show its name: %+v, %v", alone, err)
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
	var there bytes.Buffer
	eventually(t, "the attachment is there too, byte for byte", func() bool {
		there.Reset()
		return b.CopyAttachment(ctx, b.Persons()[0], photo.ID, &there, nil) == nil && there.String() == "not really a photo"
	})
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
	// A name that is changed on one is the name on both, and they do not argue.
	for n, name := range []string{"Annie", "Nan"} {
		if err := []*wired{a, b}[n].SetMyName(ctx, name); err != nil {
			t.Fatal(err)
		}
		eventually(t, "both computers know what their owner is called", func() bool {
			here, err := a.MyName()
			there, err2 := b.MyName()
			return errors.Join(err, err2) == nil && here == name && there == name
		})
	}
	eventually(t, "both are at rest again", func() bool {
		here, err := a.SyncStatus(ctx)
		there, err2 := b.SyncStatus(ctx)
		return errors.Join(err, err2) == nil && here.Spaces[0].Copies.Everywhere() && there.Spaces[0].Copies.Everywhere()
	})
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
