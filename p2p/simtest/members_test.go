package simtest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"kith/journal/space"
	"kith/journal/space/members"
	"kith/p2p/replica"
	"kith/p2p/sync"
)

func (p *peer) real() *spaceKeeper { return p.keeper.(*spaceKeeper) }

// TestEquivocation is a device of which there are two: somebody copied its files.
// Both write an op with the same number. Everybody keeps both, agrees on which
// stands, and is told.
func TestEquivocation(t *testing.T) {
	for seed := range uint64(4) { // which of the two stands is up to chance
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 3, wan(0.05, seed), fillSpaces)
			defer w.stopIfFailed()
			w.startAll()
			w.settle(time.Minute)
			w.writeAll("hello", 1)
			w.settle(time.Minute)
			b := w.peers[1]
			b.shutDown()
			old := b.real().power.Clone()
			b.start()
			w.wire.Introduce()
			if err := b.write("canary: the original", 3); err != nil {
				t.Fatal(err)
			}
			w.settle(10 * time.Second)
			b.shutDown()

			b.real().power = old
			b.real().plug()
			b.start()
			if err := b.write("canary: the copy", 3); err != nil { // before it hears of anything
				t.Fatal(err)
			}
			w.wire.Introduce()
			w.settle(30 * time.Second)
			for range 3 {
				w.writeAll("life goes on", 1)
			}
			w.settle(10 * time.Second)
			w.mustBeWhole()
			for _, p := range w.peers {
				have, err := p.lines()
				if err != nil {
					t.Fatal(err)
				}
				if have["canary: the original"] == have["canary: the copy"] {
					t.Errorf("peer %d: both stand, or none", p.n)
				}
				if forks := p.engine.Status()[0].Forks; p != b && len(forks) == 0 {
					t.Errorf("peer %d is not told", p.n)
				}
			}
			w.end()
		})
	}
}

// TestRemoved: a member who is removed, while away and writing, is told so and gets
// nothing that is written after that.
func TestRemoved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 4, wan(0.05, 1), fillSpaces)
		defer w.stopIfFailed()
		w.startAll()
		w.settle(time.Minute)
		w.writeAll("hello", 1)
		w.settle(10 * time.Second)
		gone := w.peers[3]
		gone.host.Down()
		if err := w.peers[0].real().space.RemoveMember(t.Context(), gone.real().own.Author.Public().ID()); err != nil {
			t.Fatal(err)
		}
		if err := gone.write("canary: of somebody who does not know yet", 0); err != nil {
			t.Fatal(err)
		}
		gone.up = false // the others are to agree without it
		w.settle(30 * time.Second)
		w.writeAll("among ourselves", 3)
		w.settle(10 * time.Second)
		gone.host.Up()
		gone.host.Wake()
		for _, p := range w.peers[:3] {
			w.wait(time.Minute, "the removed member is told", func() bool { return gone.why(p.self) == sync.WhyRemoved })
		}
		time.Sleep(20 * time.Minute)
		have, err := gone.lines()
		if err != nil {
			t.Fatal(err)
		}
		// Even with all the bytes in hand: no key for them.
		ops, err := w.peers[0].real().space.After(t.Context(), 0, 1000)
		if err != nil {
			t.Fatal(err)
		}
		var sealed [][]byte
		for _, op := range ops {
			sealed = append(sealed, op.Sealed)
		}
		if _, err := gone.real().space.Receive(t.Context(), sealed); err != nil {
			t.Fatal(err)
		}
		withBytes, err := gone.lines()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range w.peers[:3] {
			for _, text := range p.written {
				if strings.Contains(text, "among ourselves") && (have[text] || withBytes[text]) {
					t.Errorf("the removed member reads %q", text)
				}
			}
		}
		gone.up = true
		gone.shutDown()
		w.peers = w.peers[:3]
		w.mustBeWhole()
		w.end()
	})
}

// TestViewerOfParts: a viewer of two categories keeps and serves everything, and
// reads these two.
func TestViewerOfParts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 3, wan(0, 1), fillSpaces)
		defer w.stopIfFailed()
		a, b, viewer := w.peers[0], w.peers[1], &peer{w: w, n: 3}
		k := newSpaceKeeper(viewer)
		a.start()
		k.mustJoin(a.real().space, members.Viewer, []space.Category{1, 2})
		w.peers = append(w.peers, viewer)
		viewer.start()
		w.wire.Introduce()
		for i := range 50 {
			text := fmt.Sprintf("canary of category %d, %d", 1+i%5, i)
			if err := a.write(text, uint8(i%5)); err != nil {
				t.Fatal(err)
			}
			a.written = append(a.written, text)
		}
		w.settle(30 * time.Second)
		have, err := viewer.lines()
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range a.written {
			if may := strings.Contains(text, "category 1,") || strings.Contains(text, "category 2,"); have[text] != may {
				t.Errorf("the viewer reads %q: %v", text, have[text])
			}
		}
		const forbidden = "canary of a viewer"
		_ = viewer.write(forbidden, 0) // whether it is refused or has no effect

		// The viewer hands on what it cannot read.
		a.shutDown()
		b.start()
		w.wire.Introduce()
		w.settle(time.Minute)
		if !b.has(a.written) {
			t.Error("what came by a viewer of parts is not whole")
		}
		if b.has([]string{forbidden}) || viewer.has([]string{forbidden}) {
			t.Error("what a viewer writes has an effect")
		}
		if b.mustState().members != viewer.mustState().members {
			t.Error("the members are others for a viewer of parts")
		}
		if b.engine.Status()[0].Err != nil || len(viewer.engine.Status()[0].Forks) > 0 {
			t.Error("something is wrong with the space")
		}
		a.start()
		w.peers[2].start()
		w.wire.Introduce()
		w.settle(time.Minute)
		w.end()
	})
}

// TestMembersChangeEverywhere: roles, removals and rotations by several owners at
// once, in a split, with everybody writing.
func TestMembersChangeEverywhere(t *testing.T) {
	seeds, _ := rounds()
	for seed := range seeds {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, 7, wan(0.05, uint64(seed)), fillSpaces) // 0, 1 and 5 are owners
			defer w.stopIfFailed()
			w.startAll()
			w.settle(time.Minute)
			w.writeAll("hello", 1)
			w.settle(10 * time.Second)
			change := func(at int, what func(ctx context.Context, s *space.Space, author [16]byte) error, whom int) {
				author := w.peers[whom].real().own.Author.Public().ID()
				if err := what(t.Context(), w.peers[at].real().space, author); err != nil {
					t.Fatalf("peer %d: %v", at, err)
				}
			}
			role := func(r members.Role, see ...space.Category) func(context.Context, *space.Space, [16]byte) error {
				return func(ctx context.Context, s *space.Space, author [16]byte) error {
					return s.SetRole(ctx, author, r, see)
				}
			}
			rotate := func(ctx context.Context, s *space.Space, _ [16]byte) error { return s.Rotate(ctx, false) }
			halves := [2][]*peer{}
			for i, p := range w.peers {
				halves[i%2] = append(halves[i%2], p)
			}
			w.splitInto(halves[0], halves[1])
			change(0, role(members.Viewer), 2)
			change(1, role(members.Owner), 2)
			change(0, rotate, 0)
			change(1, rotate, 1)
			change(5, role(members.Viewer, 1, 2), 3)
			for _, p := range w.peers {
				_ = p.say("in between") // some may not any more
			}
			time.Sleep(20 * time.Minute)
			w.wire.Heal()
			w.settle(6 * time.Minute)
			time.Sleep(5 * time.Minute)
			w.mustAgree()
			w.end()
		})
	}
}

// TestEpochsMeetAtTheNode: two owners who hear the node and not each other both
// begin an epoch. What they write meets there.
func TestEpochsMeetAtTheNode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, 2, wan(0, 1), fillSpaces)
		defer w.stopIfFailed()
		n := startNode(w, replica.Quotas{})
		defer func() { n.stop() }()
		w.startAll()
		w.settle(time.Minute)
		w.writeAll("hello", 1)
		w.settle(10 * time.Second)
		w.splitInto(w.peers[:1], w.peers[1:])
		n.setDown(true)
		for _, p := range w.peers {
			if err := p.real().space.Rotate(t.Context(), false); err != nil {
				t.Fatal(err)
			}
			p.mustSay("in an epoch of my own")
		}
		time.Sleep(5 * time.Minute)
		n.setDown(false)
		w.settle(6 * time.Minute)
		w.writeAll("together", 1)
		w.settle(6 * time.Minute)
		w.mustBeWhole()
		w.end()
	})
}
