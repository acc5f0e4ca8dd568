package space

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"kith/journal/space/members"
)

func TestWithoutHistory(t *testing.T) {
	ctx := context.Background()
	owner := newIdentity(t)
	for _, see := range [][]Category{nil, {doses}} {
		guest, role := newIdentity(t), members.Writer
		if see != nil {
			role = members.Viewer
		}
		s, _ := newSpace(t, owner)
		writeIn(t, s, doses, "before")
		w, err := s.Admit(ctx, guest.Certificate(), role, see, false)
		if err != nil {
			t.Fatal(err)
		}
		v, cfg := joining(t, w, guest)
		writeIn(t, s, doses, "after")
		for i := range 2 {
			give(t, s, v, 1)
			sameSet(t, s, v)
			if got := read(t, v); !slices.Equal(got, []string{"after", "later"}[:1+i]) {
				t.Fatalf("they read %v", got)
			}
			checkClean(t, v)
			opensNothing(t, v)
			if i == 0 {
				if err := s.Rotate(ctx, false); err != nil { // which brings no older keys either
					t.Fatal(err)
				}
				writeIn(t, s, doses, "later")
			}
		}
		if see == nil {
			writeIn(t, v, doses, "by the new one")
			give(t, v, s, 1)
			if got := read(t, s); len(got) != 4 {
				t.Errorf("the owner reads %v", got)
			}
		}
		backupOf(t, v, cfg, guest)
		// Nor does another device of theirs get what they have not.
		second := newIdentity(t)
		second.Author = guest.Author
		if w, err = s.Admit(ctx, second.Certificate(), 0, nil, true); err != nil {
			t.Fatal(err)
		}
		again, err := s.Welcome(second.Device.Public().ID())
		if err != nil || len(again.Keys) != len(w.Keys) {
			t.Fatalf("%d keys the second time, %d the first, %v", len(again.Keys), len(w.Keys), err)
		}
		d, _ := joining(t, w, second)
		give(t, s, d, 1)
		if got := read(t, d); slices.Contains(got, "before") || !slices.Contains(got, "after") {
			t.Fatalf("another device of theirs reads %v", got)
		}
		opensNothing(t, d)
	}
}

// backupOf restores v on another device of the same author, and compares.
func backupOf(t *testing.T, v *Space, cfg Config, own Identity) {
	t.Helper()
	var keys []WelcomeKey
	for _, k := range v.HeldKeys() {
		again, err := ParseWelcomeKey(k.Text())
		if err != nil || again.Epoch != k.Epoch || again.Category != k.Category || !again.Key.Equal(k.Key) {
			t.Fatalf("key of epoch %v came back as of %v, %v", k.Epoch, again.Epoch, err)
		}
		keys = append(keys, again)
	}
	second := newIdentity(t)
	second.Author = own.Author
	r, err := RestoreHeld(context.Background(), config(t, cfg.ID, second), second, keys, sourceOf(sealedOps(t, v)))
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, r)
	if got, want := read(t, r), read(t, v); !slices.Equal(got, want) {
		t.Fatalf("restored %v of %v", got, want)
	}
	if r.keys.partial() != v.keys.partial() {
		t.Error("restored with other rights")
	}
	checkClean(t, r)
	fresh := config(t, cfg.ID, own)
	if err := v.Salvage(context.Background(), fresh); err != nil {
		t.Fatal(err)
	}
	salvaged, err := Open(context.Background(), fresh)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, salvaged)
	sameSet(t, v, salvaged)
	checkClean(t, salvaged)
}

// TestOldSpaceIsSharedInPart: the founding of a space of version 1 is sealed under
// the whole epoch's key; a viewer with categories must know it all the same.
func TestOldSpaceIsSharedInPart(t *testing.T) {
	t.Run("without history", oldSpaceWithoutHistory)
	ctx := context.Background()
	cfg, _ := version1(t)
	s, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	writeIn(t, s, moods, "a mood")
	guest := newIdentity(t)
	w, err := s.Admit(ctx, guest.Certificate(), members.Viewer, []Category{doses}, true)
	if err != nil {
		t.Fatal(err)
	}
	writeIn(t, s, doses, "a dose")
	for seed := range uint64(4) {
		v, vcfg := joining(t, w, guest)
		ops := sealedOps(t, s)
		random := rand.New(rand.NewPCG(seed, 3))
		random.Shuffle(len(ops), func(i, j int) { ops[i], ops[j] = ops[j], ops[i] })
		for part := range slices.Chunk(ops, 1+int(seed)*6) {
			receive(t, v, part)
		}
		sameSet(t, s, v)
		if got := read(t, v); !slices.Equal(got, []string{"a dose"}) {
			t.Fatalf("the viewer reads %v", got)
		}
		if got, want := pictureOf(t, v).members, pictureOf(t, s).members; len(got) != 3 || len(want) != 3 {
			t.Fatalf("members %v, not %v", got, want)
		}
		if n := opensNothing(t, v); n != 11 {
			t.Errorf("%d ops are unread, not 11", n)
		}
		checkClean(t, v)
		if seed == 0 {
			backupOf(t, v, vcfg, guest)
		}
	}
}

func oldSpaceWithoutHistory(t *testing.T) {
	cfg, _ := version1(t)
	s, err := Open(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	guest := newIdentity(t)
	w, err := s.Admit(context.Background(), guest.Certificate(), members.Writer, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	writeIn(t, s, doses, "after")
	g, _ := joining(t, w, guest)
	give(t, s, g, 1)
	sameSet(t, s, g)
	if got := read(t, g); !slices.Equal(got, []string{"after"}) {
		t.Fatalf("they read %v", got)
	}
	writeIn(t, g, doses, "mine")
	give(t, g, s, 1)
	if got := read(t, s); !slices.Contains(got, "mine") {
		t.Fatalf("the owner reads %v", got)
	}
	checkClean(t, g)
}

// TestRestoredDeviceIsConfirmed: a device that adds itself from a backup gets the
// keys of later epochs once somebody confirms it.
func TestRestoredDeviceIsConfirmed(t *testing.T) {
	ctx := context.Background()
	owner := newIdentity(t)
	s, _ := newSpace(t, owner)
	writeIn(t, s, doses, "in the backup")
	backup, keys := sealedOps(t, s), s.EpochKeys()
	if err := s.Rotate(ctx, false); err != nil {
		t.Fatal(err)
	}
	writeIn(t, s, doses, "after it")
	second := newIdentity(t)
	second.Author = owner.Author
	r, err := Restore(ctx, config(t, s.ID(), second), second, keys, sourceOf(backup))
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, r)
	give(t, s, r, 1)
	give(t, r, s, 1)
	if got := read(t, r); len(got) != 1 {
		t.Fatalf("not confirmed, it reads %v", got)
	}
	if due := s.Members().WithoutKey; !slices.Equal(due, []members.DeviceID{r.Device()}) {
		t.Fatalf("without key: %v", due)
	}
	if err := s.ConfirmDevice(ctx, r.Device()); err != nil {
		t.Fatal(err)
	}
	give(t, s, r, 2)
	if got := read(t, r); len(got) != 2 || len(s.Members().WithoutKey) != 0 {
		t.Fatalf("confirmed, it reads %v", got)
	}
	writeIn(t, r, doses, "on the new computer")
	give(t, r, s, 3)
	pictureOf(t, s).equal(t, pictureOf(t, r))
	checkClean(t, r)
	if err := s.ConfirmDevice(ctx, [16]byte{1}); !errors.Is(err, ErrNotMember) {
		t.Errorf("a stranger's device: %v", err)
	}
}
