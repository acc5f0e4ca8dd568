package space

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kith/crypto"
	"kith/journal/space/members"
)

const (
	doses Category = 1
	moods Category = 4
	notes Category = 7
)

func writeIn(t testing.TB, s *Space, c Category, texts ...string) {
	t.Helper()
	err := s.Update(context.Background(), func(tx *Tx) error {
		for _, text := range texts {
			if _, err := tx.AppendIn(c, opLine, text); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// give hands all ops of one replica to another, in a random order.
func give(t testing.TB, from, to *Space, seed uint64) Received {
	t.Helper()
	ops := sealedOps(t, from)
	random := rand.New(rand.NewPCG(seed, 9))
	random.Shuffle(len(ops), func(i, j int) { ops[i], ops[j] = ops[j], ops[i] })
	return receive(t, to, ops)
}

func sameSet(t testing.TB, a, b *Space) {
	t.Helper()
	x, err := a.Days(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	y, err := b.Days(context.Background())
	if err != nil || !slices.Equal(x, y) {
		t.Fatalf("the sets differ: %v and %v, %v", x, y, err)
	}
}

// opensNothing tries every key that s holds, and those that follow from them, on
// every op that s keeps unread.
func opensNothing(t testing.TB, s *Space) (unread int) {
	t.Helper()
	var keys []crypto.Key
	for _, k := range s.HeldKeys() {
		keys = append(keys, k.Key, k.Key.Derive("op", nil), k.Key.Derive("old epoch", s.id[:]))
		for c := Base; c <= MaxCategory; c++ {
			keys = append(keys, keyOf(k.Key, c))
		}
	}
	for _, single := range s.keys.single {
		keys = append(keys, single.key)
	}
	err := s.View(context.Background(), func(q Querier) error {
		return q.Each(`SELECT need, sealed FROM waiting`, nil, func(c [][]byte) error {
			if c[0][0] != 'k' {
				t.Errorf("an op is kept because %v", need(c[0]))
				return nil
			}
			unread++
			for _, key := range keys {
				forced := bytes.Clone(c[1]) // also under a tag that fits the key
				tag := crypto.EpochTag(key)
				copy(forced[5:], tag[:])
				for _, sealed := range [][]byte{c[1], forced} {
					if _, err := crypto.OpenOp(key, s.id, sealed); err == nil {
						t.Error("a key opens an op that is not to be read")
					}
					if _, err := crypto.OpenSingle(key, s.id, sealed); err == nil {
						t.Error("a key opens an op that is not to be read")
					}
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return unread
}

// TestViewerReadsOnlyTheirCategories: what somebody is not let see is kept as
// sealed bytes that none of their keys opens, in any order of arrival, through
// rotations, and after a restart.
func TestViewerReadsOnlyTheirCategories(t *testing.T) {
	ctx := context.Background()
	owner, guest := newIdentity(t), newIdentity(t)
	s, _ := newSpace(t, owner)
	const canary = "Melancholia-canary"
	for i := range 4 {
		writeIn(t, s, doses, fmt.Sprint("dose ", i))
		writeIn(t, s, moods, fmt.Sprint(canary, " ", i))
		writeIn(t, s, notes, fmt.Sprint("note ", i))
		if i == 1 {
			if err := s.Rotate(ctx, false); err != nil {
				t.Fatal(err)
			}
		}
	}
	v, cfg := joined(t, s, guest, members.Viewer, []Category{notes, doses})
	want := []string{"dose 0", "dose 1", "dose 2", "dose 3", "note 0", "note 1", "note 2", "note 3"}
	if got := read(t, v); !slices.Equal(got, want) {
		t.Fatalf("the viewer reads %v", got)
	}
	if err := s.Rotate(ctx, false); err != nil {
		t.Fatal(err)
	}
	writeIn(t, s, moods, canary+" later")
	writeIn(t, s, doses, "dose later")
	give(t, s, v, 1)
	sameSet(t, s, v)
	if n := opensNothing(t, v); n != 5 {
		t.Errorf("%d ops are unread, not 5", n)
	}
	if got := read(t, v); len(got) != 9 || !slices.Contains(got, "dose later") {
		t.Fatalf("the viewer reads %v", got)
	}
	if m := v.Members().Members[guest.Author.Public().ID()]; m.Role != members.Viewer || !slices.Equal(m.Categories, []uint8{1, 7}) {
		t.Errorf("the viewer is %+v", m)
	}
	checkClean(t, v)
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, again)
	opensNothing(t, again)
	if got := read(t, again); len(got) != 9 {
		t.Fatalf("the viewer reads %v", got)
	}
	err = again.View(ctx, func(q Querier) error { // and no table holds it in the clear
		tables, err := tableNames(q)
		if err != nil {
			return err
		}
		for _, table := range tables {
			err := q.Each(`SELECT * FROM "`+table+`"`, nil, func(c [][]byte) error {
				for _, column := range c {
					if bytes.Contains(column, []byte(canary)) {
						t.Errorf("table %s holds the canary", table)
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = again.Update(ctx, func(tx *Tx) error {
		_, err := tx.AppendIn(moods, opLine, "mine")
		return err
	})
	if !errors.Is(err, ErrEpoch) {
		t.Errorf("the viewer writes in a category that is not theirs: %v", err)
	}
	device := again.Device()
	if err := again.SetAbout(ctx, TopicDevice, device[:], []byte("Guest's laptop")); err != nil {
		t.Fatal(err)
	}
	give(t, again, s, 2)
	if about, err := s.About(ctx, TopicDevice); err != nil || string(about[string(device[:])].Value) != "Guest's laptop" {
		t.Errorf("the viewer's device is called %v, %v", about, err)
	}
	sameSet(t, s, again)
	checkClean(t, s)
}

func tableNames(q Querier) (names []string, err error) {
	err = q.Each(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`, nil, func(c [][]byte) error {
		names = append(names, string(c[0]))
		return nil
	})
	return names, err
}

// TestPartialViewersAgree gives the same ops to viewers in different orders.
func TestPartialViewersAgree(t *testing.T) {
	ctx := context.Background()
	owner, guest, writer := newIdentity(t), newIdentity(t), newIdentity(t)
	s, _ := newSpace(t, owner)
	writeIn(t, s, doses, "first")
	c, _ := joined(t, s, writer, members.Writer, nil)
	w, err := s.Admit(ctx, guest.Certificate(), members.Viewer, []Category{doses}, true)
	if err != nil {
		t.Fatal(err)
	}
	give(t, s, c, 0)
	for i := range 10 {
		writeIn(t, c, Category(1+i%4), fmt.Sprint("by the caregiver ", i))
		writeIn(t, s, Category(1+(i+1)%4), fmt.Sprint("by the owner ", i))
		if i%3 == 0 {
			give(t, s, c, uint64(i))
			give(t, c, s, uint64(i))
		}
	}
	// The caregiver is removed: what they wrote without being seen does not count.
	writeIn(t, c, doses, "unseen")
	if err := s.RemoveMember(ctx, writer.Author.Public().ID()); err != nil {
		t.Fatal(err)
	}
	writeIn(t, s, doses, "after")
	give(t, c, s, 3)
	var want []string
	for seed := range uint64(6) {
		own := guest
		v, _ := joining(t, w, own)
		ops := sealedOps(t, s)
		random := rand.New(rand.NewPCG(seed, 3))
		random.Shuffle(len(ops), func(i, j int) { ops[i], ops[j] = ops[j], ops[i] })
		for part := range slices.Chunk(ops, 1+int(seed)*5) {
			receive(t, v, part)
		}
		sameSet(t, s, v)
		got := read(t, v)
		if seed == 0 {
			want = got
			if !slices.Contains(got, "after") || slices.Contains(got, "unseen") || !slices.Contains(got, "by the caregiver 0") {
				t.Fatalf("the viewer reads %v", got)
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("order %d: %v, before %v", seed, got, want)
		}
		checkClean(t, v)
		opensNothing(t, v)
	}
	var readable []string // by the owner, of the same category
	err = s.View(ctx, func(q Querier) error {
		rows, err := q.Column(`SELECT no FROM op WHERE kind >= 16 AND counts`)
		if err != nil {
			return err
		}
		for _, row := range rows {
			op, err := q.Op(row)
			if err != nil {
				return err
			}
			var text string
			if err := decMode.Unmarshal(op.Body, &text); err != nil {
				return err
			}
			if op.Category == doses {
				readable = append(readable, text)
			}
		}
		return nil
	})
	slices.Sort(readable)
	if err != nil || !slices.Equal(readable, want) {
		t.Fatalf("the owner has %v of the category, the viewer %v, %v", readable, want, err)
	}
}

func TestWideningAndNarrowing(t *testing.T) {
	ctx := context.Background()
	owner, guest := newIdentity(t), newIdentity(t)
	s, _ := newSpace(t, owner)
	writeIn(t, s, doses, "dose 1")
	writeIn(t, s, moods, "mood 1")
	v, _ := joined(t, s, guest, members.Viewer, []Category{doses})
	author := guest.Author.Public().ID()
	step := func(role members.Role, categories []Category, want ...string) {
		t.Helper()
		if err := s.SetRole(ctx, author, role, categories); err != nil {
			t.Fatal(err)
		}
		give(t, s, v, 1)
		sameSet(t, s, v)
		if got := read(t, v); !slices.Equal(got, want) {
			t.Fatalf("they read %v, not %v", got, want)
		}
		checkClean(t, v)
	}
	step(members.Viewer, []Category{doses, moods}, "dose 1", "mood 1")
	step(members.Viewer, []Category{doses}, "dose 1", "mood 1") // what they had stays
	writeIn(t, s, moods, "mood 2")
	writeIn(t, s, doses, "dose 2")
	step(members.Viewer, []Category{doses, notes}, "dose 1", "dose 2", "mood 1")
	opensNothing(t, v)
	step(members.Writer, nil, "dose 1", "dose 2", "mood 1", "mood 2")
	writeIn(t, v, moods, "mood 3")
	give(t, v, s, 1)
	if got := read(t, s); !slices.Contains(got, "mood 3") {
		t.Fatalf("the owner reads %v", got)
	}
	if v.keys.partial() {
		t.Error("who sees everything is still held partial")
	}
	step(members.Viewer, []Category{notes}, "dose 1", "dose 2", "mood 1", "mood 2", "mood 3")
	writeIn(t, s, moods, "mood 4")
	step(members.Viewer, []Category{notes}, "dose 1", "dose 2", "mood 1", "mood 2", "mood 3")
	checkClean(t, s)
}

func TestRemovedDeviceReadsNoMore(t *testing.T) {
	ctx := context.Background()
	owner, guest := newIdentity(t), newIdentity(t)
	for _, see := range [][]Category{nil, {doses, moods}} {
		s, _ := newSpace(t, owner)
		v, _ := joined(t, s, guest, members.Viewer, see)
		if err := s.RemoveMember(ctx, guest.Author.Public().ID()); err != nil {
			t.Fatal(err)
		}
		writeIn(t, s, doses, "after the removal")
		give(t, s, v, 1)
		sameSet(t, s, v)
		if got := read(t, v); len(got) != 0 {
			t.Errorf("the removed reads %v", got)
		}
		if n := opensNothing(t, v); n != 1 {
			t.Errorf("%d ops are unread", n)
		}
	}
}
