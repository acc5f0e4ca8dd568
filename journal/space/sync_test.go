package space

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space/members"
)

func TestWhatSyncingAsks(t *testing.T) {
	ctx := context.Background()
	s, cfg := newSpace(t, newIdentity(t))
	changed := s.Changed()
	select {
	case <-changed:
		t.Fatal("changed before it did")
	default:
	}
	write(t, s, "one", "two")
	<-changed
	foreign, err := crypto.SealOp(crypto.NewKey(), s.ID(), 7, []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	changed = s.Changed()
	receive(t, s, [][]byte{foreign})
	<-changed

	stored, err := s.After(ctx, 0, 10)
	if err != nil || len(stored) != 4 {
		t.Fatalf("%d stored, %v", len(stored), err)
	}
	var ids [][32]byte
	sums := map[uint32]*DaySum{}
	for i, o := range stored {
		day, err := crypto.SealedDay(o.Sealed)
		if err != nil || o.No != int64(i+1) || o.ID != crypto.OpID(o.Sealed) || o.Day != day || o.Own != (i < 3) {
			t.Errorf("stored %d: %+v, %v", i, o, err)
		}
		ids = append(ids, o.ID)
		if sums[day] == nil {
			sums[day] = &DaySum{Day: day}
		}
		sums[day].add(o.ID)
	}
	if rest, err := s.After(ctx, 1, 2); err != nil || len(rest) != 2 || rest[0].No != 2 {
		t.Errorf("after 1: %v, %v", rest, err)
	}
	days, err := s.Days(ctx)
	if err != nil || len(days) != 2 || days[0] != *sums[7] || days[1] != *sums[days[1].Day] {
		t.Errorf("days %v, %v", days, err)
	}
	if of7, err := s.DayIDs(ctx, 7); err != nil || len(of7) != 1 || of7[0] != ids[3] {
		t.Errorf("day 7: %v, %v", of7, err)
	}
	unknown := [32]byte{1}
	if has, err := s.Has(ctx, [][32]byte{ids[0], unknown, ids[3]}); err != nil || !slices.Equal(has, []bool{true, false, true}) {
		t.Errorf("has %v, %v", has, err)
	}
	var got [][32]byte
	err = s.Sealed(ctx, [][32]byte{ids[2], unknown, ids[3], ids[0]}, func(id [32]byte, sealed []byte) error {
		got = append(got, id)
		_, err := s.Has(ctx, [][32]byte{id}) // the space may be used meanwhile
		return err
	})
	if err != nil || !slices.Equal(got, [][32]byte{ids[0], ids[2], ids[3]}) {
		t.Errorf("sealed %v, %v", got, err)
	}
	stop := errors.New("stop")
	if err := s.Sealed(ctx, ids, func([32]byte, []byte) error { return stop }); err != stop {
		t.Errorf("stopped with %v", err)
	}

	at := time.UnixMilli(1.8e12).UTC()
	for _, c := range []Confirmation{{[16]byte{2}, 1, 1, at}, {[16]byte{1}, 2, 3, at}, {[16]byte{2}, 4, 5, at.Add(time.Hour)}} {
		if err := s.Confirm(ctx, c.Peer, c.UpTo, c.Count, c.At); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(ctx, cfg); err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, s)
	want := []Confirmation{{[16]byte{1}, 2, 3, at}, {[16]byte{2}, 4, 5, at.Add(time.Hour)}}
	if got, err := s.Confirmed(ctx); err != nil || !slices.Equal(got, want) {
		t.Errorf("confirmed %v, %v", got, err)
	}
	write(t, s, "three")
	if rest, err := s.After(ctx, 4, 2); err != nil || len(rest) != 1 || rest[0].No != 5 || !rest[0].Own {
		t.Errorf("after 4: %v, %v", rest, err)
	}
}

func TestKeysAreListedNewestFirst(t *testing.T) {
	ctx := context.Background()
	s, _ := newSpace(t, newIdentity(t))
	var tags []members.EpochTag
	for range 3 {
		tags = append(tags, s.Members().Current)
		if err := s.Rotate(ctx, false); err != nil {
			t.Fatal(err)
		}
	}
	tags = append(tags, s.Members().Current)
	slices.Reverse(tags)
	keys := s.Keys()
	if len(keys) != 4 {
		t.Fatalf("%d keys", len(keys))
	}
	whole := s.EpochKeys()
	for i, k := range keys {
		if k.Tag != tags[i] || k.Current != (i == 0) {
			t.Errorf("key %d is of %v, current %v", i, k.Tag, k.Current)
		}
		if !slices.ContainsFunc(whole, func(e crypto.Key) bool { return crypto.EpochTag(e) == k.Tag && keyOf(e, Base).Equal(k.Key) }) {
			t.Errorf("key %d is not the base key", i)
		}
	}
}

func TestAboutNewestWordWins(t *testing.T) {
	ctx := context.Background()
	owner, guest := newIdentity(t), newIdentity(t)
	s, _ := newSpace(t, owner)
	v, _ := joined(t, s, guest, members.Viewer, nil)
	mine, theirs := s.Device(), v.Device()
	if err := s.SetAbout(ctx, TopicDevice, theirs[:], []byte("not mine")); !errors.Is(err, ErrNotMember) {
		t.Errorf("another's device: %v", err)
	}
	if err := v.SetAbout(ctx, TopicNode, []byte("n"), []byte("a viewer's node")); !errors.Is(err, ErrNotMember) {
		t.Errorf("a viewer's node: %v", err)
	}
	if err := s.SetAbout(ctx, TopicDevice, mine[:], make([]byte, MaxAboutValue+1)); !errors.Is(err, ErrOp) {
		t.Errorf("too long: %v", err)
	}
	author := guest.Author.Public().ID()
	if err := v.SetAbout(ctx, TopicAuthor, author[:], []byte("Ben")); err != nil {
		t.Fatal(err)
	}
	for _, value := range []string{"kith:node#1", "kith:node#2"} {
		if err := s.SetAbout(ctx, TopicNode, []byte("n"), []byte(value)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetAbout(ctx, TopicNode, []byte("gone"), []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := s.SetAbout(ctx, TopicNode, []byte("gone"), nil); err != nil {
		t.Fatal(err)
	}
	give(t, s, v, 1)
	give(t, v, s, 1)
	for _, r := range []*Space{s, v} {
		nodes, err := r.About(ctx, TopicNode)
		if err != nil || len(nodes) != 1 || string(nodes["n"].Value) != "kith:node#2" || nodes["n"].Device != mine {
			t.Errorf("nodes %v, %v", nodes, err)
		}
		names, err := r.About(ctx, TopicAuthor)
		if err != nil || len(names) != 1 || string(names[string(author[:])].Value) != "Ben" || names[string(author[:])].Author != author {
			t.Errorf("names %v, %v", names, err)
		}
		checkClean(t, r)
	}
}

func TestWelcomeIsStrict(t *testing.T) {
	key := crypto.NewKey()
	good := Welcome{Space: [16]byte{1}, Kind: members.Record, Name: "Ann", Keys: []WelcomeKey{
		{crypto.EpochTag(key), Whole, key}, {members.EpochTag{1}, 3, crypto.NewKey()}}}
	raw, err := EncodeWelcome(good)
	if err != nil {
		t.Fatal(err)
	}
	back, err := DecodeWelcome(raw)
	if err != nil || back.Name != "Ann" || len(back.Keys) != 2 || !back.Keys[0].Key.Equal(key) || back.Keys[1].Category != 3 {
		t.Fatalf("came back as %+v, %v", back, err)
	}
	for name, change := range map[string]func(*Welcome){
		"no keys":       func(w *Welcome) { w.Keys = nil },
		"no kind":       func(w *Welcome) { w.Kind = 0 },
		"a long name":   func(w *Welcome) { w.Name = string(make([]byte, maxWelcomeName+1)) },
		"no text":       func(w *Welcome) { w.Name = "\xff" },
		"another's key": func(w *Welcome) { w.Keys = []WelcomeKey{{members.EpochTag{7}, Whole, key}} },
		"category 16":   func(w *Welcome) { w.Keys = []WelcomeKey{{members.EpochTag{7}, 16, key}} },
		"too many keys": func(w *Welcome) { w.Keys = slices.Repeat(w.Keys[1:], maxWelcomeKeys+1) },
	} {
		w := good
		change(&w)
		if _, err := EncodeWelcome(w); !errors.Is(err, ErrWelcome) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, b := range map[string][]byte{"empty": {}, "cut": raw[:len(raw)-1], "longer": append(bytes.Clone(raw), 0), "too long": make([]byte, maxWelcome+1)} {
		if _, err := DecodeWelcome(b); !errors.Is(err, ErrWelcome) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Join(context.Background(), config(t, [16]byte{2}, newIdentity(t)), good); !errors.Is(err, ErrWelcome) {
		t.Errorf("joined another space: %v", err)
	}
	for _, text := range []string{"", "x", "a.b", "1.2.3", "0102030405060708.16." + good.Keys[1].Text()[19:], good.Keys[0].Text() + "="} {
		if k, err := ParseWelcomeKey(text); !errors.Is(err, ErrWelcome) {
			t.Errorf("%q is a key of category %d, %v", text, k.Category, err)
		}
	}
}

// TestUnwrittenSpaceWaits: one that joined and has no ops yet opens again, and
// refuses to be written.
func TestUnwrittenSpaceWaits(t *testing.T) {
	owner, guest := newIdentity(t), newIdentity(t)
	s, _ := newSpace(t, owner)
	write(t, s, "there")
	w, err := s.Admit(context.Background(), guest.Certificate(), members.Writer, nil, true)
	if err != nil {
		t.Fatal(err)
	}
	g, cfg := joining(t, w, guest)
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	if g, err = Open(context.Background(), cfg); err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, g)
	checkClean(t, g)
	if len(g.Keys()) != 1 || g.Members().Kind != 0 {
		t.Errorf("%d keys, kind %v", len(g.Keys()), g.Members().Kind)
	}
	err = g.Update(context.Background(), func(tx *Tx) error {
		_, err := tx.Append(opLine, "too early")
		return err
	})
	if !errors.Is(err, ErrNotMember) {
		t.Errorf("written too early: %v", err)
	}
	give(t, s, g, 1)
	write(t, g, "now")
	again, err := s.Welcome(g.Device())
	if err != nil || len(again.Keys) != 1 || !again.Keys[0].Key.Equal(w.Keys[0].Key) {
		t.Errorf("a second welcome: %v", err)
	}
	if _, err := s.Welcome([16]byte{5}); !errors.Is(err, ErrNotMember) {
		t.Errorf("a stranger is welcome: %v", err)
	}
	give(t, g, s, 1)
	if got := read(t, s); len(got) != 2 {
		t.Errorf("lines %v", got)
	}
}

func FuzzDecodeWelcome(f *testing.F) {
	key := crypto.NewKey()
	raw, err := EncodeWelcome(Welcome{Kind: members.Record, Name: "Ann", Keys: []WelcomeKey{{crypto.EpochTag(key), Whole, key}, {members.EpochTag{1}, 3, key}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(raw)
	f.Add(raw[:len(raw)/2])
	f.Fuzz(func(t *testing.T, b []byte) {
		w, err := DecodeWelcome(b)
		if err != nil {
			if !errors.Is(err, ErrWelcome) {
				t.Error(err)
			}
			return
		}
		if again, err := EncodeWelcome(w); err != nil || !bytes.Equal(again, b) {
			t.Errorf("%x became %x, %v", b, again, err)
		}
	})
}

func FuzzParseWelcomeKey(f *testing.F) {
	f.Add(WelcomeKey{Category: Whole, Key: crypto.NewKey()}.Text())
	f.Add(WelcomeKey{members.EpochTag{1}, 3, crypto.NewKey()}.Text())
	f.Fuzz(func(t *testing.T, text string) {
		if k, err := ParseWelcomeKey(text); err == nil {
			if again, err := ParseWelcomeKey(k.Text()); err != nil || again.Category != k.Category || again.Epoch != k.Epoch || !again.Key.Equal(k.Key) {
				t.Errorf("%q came back otherwise, %v", text, err)
			}
		}
	})
}

// FuzzBodies decodes the bodies of the base's own ops.
func FuzzBodies(f *testing.F) {
	for _, body := range []any{aboutBody{TopicNode, []byte("k"), []byte("v")}, revealBody{[]revealed{{ID: OpID{1}, Past: []members.OpID{{2}}}}}} {
		raw, err := encMode.Marshal(body)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if a, err := decodeAbout(b); err == nil && (a.Topic == 0 || len(a.Key) > MaxAboutKey || len(a.Value) > MaxAboutValue) {
			t.Errorf("took %+v", a)
		}
		if r, err := decodeReveal(b); err == nil && len(r.Ops) > maxRevealed {
			t.Errorf("took %d revealed ops", len(r.Ops))
		}
	})
}

// FuzzRead opens and decodes whatever a member could seal, and whatever anybody
// could send.
func FuzzRead(f *testing.F) {
	space, epoch := [16]byte{1}, crypto.NewKey()
	keys := wireKeys{}.with(space, crypto.EpochTag(epoch), Whole, epoch)
	key := keys.get(crypto.EpochTag(epoch), Base)
	op := &Op{Version: formatVersion, Space: space, Seq: 1, HLC: 5 << 40, Kind: About, Body: []byte{0x60}, Frontier: []Prefix{{1}}}
	if err := op.seal(crypto.NewSigningKey(), key); err != nil {
		f.Fatal(err)
	}
	plain, err := key.sealer.Open(nil, op.Sealed)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(plain, dayOf(op.HLC), true)
	f.Add(op.Sealed, uint32(0), false)
	f.Fuzz(func(t *testing.T, b []byte, day uint32, seal bool) {
		if seal {
			var err error
			if b, err = key.sealer.Seal(nil, day, b); err != nil {
				return
			}
		}
		o, err := keys.read(space, b)
		if err != nil {
			if !errors.Is(err, ErrOp) {
				t.Error(err)
			}
			return
		}
		if (o.op == nil) != (o.bad != nil || o.lacks != members.EpochTag{}) || o.id != crypto.OpID(b) {
			t.Errorf("read %+v", o)
		}
	})
}

// TestMutatedOps changes ops of a member in all kinds of ways, seals them anew and
// takes them in: that never fails, all are kept, and the sums stay right.
func TestMutatedOps(t *testing.T) {
	s, _ := newSpace(t, newIdentity(t))
	write(t, s, "x", "y")
	key := s.keys.get(s.writing, Base)
	random := rand.New(rand.NewPCG(2, 2))
	var plains [][]byte
	for _, op := range sealedOps(t, s) {
		o, err := s.keys.read(s.id, op)
		if err != nil || o.op == nil {
			t.Fatal(err)
		}
		plains = append(plains, append(o.signed, o.signature[:]...))
	}
	for range rounds(t, 60) {
		var part [][]byte
		for range 5 {
			b := bytes.Clone(plains[random.IntN(len(plains))])
			for range random.IntN(4) {
				b[random.IntN(len(b))] ^= 1 << random.IntN(8)
			}
			day := dayOf(s.clock.last)
			if random.IntN(8) == 0 {
				day++
			}
			sealed, err := key.sealer.Seal(nil, day, b[:1+random.IntN(len(b))])
			if random.IntN(3) > 0 {
				sealed, err = key.sealer.Seal(nil, day, b)
			}
			if err != nil {
				t.Fatal(err)
			}
			part = append(part, sealed)
		}
		if r := receive(t, s, part); r.New+r.Waiting+len(r.Refused) != len(part) {
			t.Fatalf("of %d ops: %+v", len(part), r)
		}
		ids := make([][32]byte, len(part))
		for i := range part {
			ids[i] = crypto.OpID(part[i])
		}
		if has, err := s.Has(context.Background(), ids); err != nil || slices.Contains(has, false) {
			t.Fatalf("kept: %v, %v", has, err)
		}
	}
	checkClean(t, s)
	write(t, s, "goes on")
	checkClean(t, s)
}
