package journal

import (
	"context"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space"
	"kith/journal/space/members"
)

// pair is one record on two devices of one author.
func pair(t *testing.T) (a, b *Record) {
	t.Helper()
	ctx := context.Background()
	author := crypto.NewSigningKey()
	now := time.Date(2026, 4, 1, 12, 0, 0, 0, time.UTC)
	config := func(own space.Identity, id ID) space.Config {
		return space.Config{Dir: t.TempDir(), ID: id, AtRest: crypto.NewKey(), Device: own.Device, HPKE: own.HPKE,
			Now: func() time.Time { now = now.Add(time.Second); return now }}
	}
	first, second := identityOf(t, author), identityOf(t, author)
	founding, err := space.Found(members.Record, first)
	if err != nil {
		t.Fatal(err)
	}
	if a, err = CreateRecord(ctx, config(first, founding.ID), founding, "Ada"); err != nil {
		t.Fatal(err)
	}
	ops := opsOf(t, a)
	b, err = RestoreRecord(ctx, config(second, founding.ID), second, a.Space().HeldKeys(), func(yield func([]byte, error) bool) {
		for _, op := range ops {
			if !yield(op, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, r := range []*Record{a, b} {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	})
	give(t, a, opsOf(t, b))
	return a, b
}

// TestHistoryConcurrent: two devices change one entry without knowing of each other.
// Both changes stay in its history, marked, on both; the newer one holds for the field
// that both changed, and each for its own.
func TestHistoryConcurrent(t *testing.T) {
	ctx := context.Background()
	a, b := pair(t)
	ids, err := a.Log(ctx, "log", symptom("Headache", 7, time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)))
	if err != nil {
		t.Fatal(err)
	}
	give(t, b, opsOf(t, a))
	edit := func(r *Record, fn func(*Entry)) {
		t.Helper()
		if _, err := r.Edit(ctx, ids[0], func(e *Entry) error { fn(e); return nil }); err != nil {
			t.Fatal(err)
		}
	}
	edit(a, func(e *Entry) { e.Note, e.Tags = "a", []string{"mine"} })
	edit(b, func(e *Entry) { e.Note = "b" })
	give(t, a, opsOf(t, b))
	give(t, b, opsOf(t, a))
	edit(b, func(e *Entry) { e.Source = "later" })
	give(t, a, opsOf(t, b))
	for i, r := range []*Record{a, b} {
		versions, err := r.History(ctx, ids[0])
		if err != nil || len(versions) != 4 {
			t.Fatalf("%d: %+v, %v", i, versions, err)
		}
		for n, want := range []struct {
			concurrent bool
			device     ID
		}{{false, ID(a.Space().Device())}, {true, ID(a.Space().Device())}, {true, ID(b.Space().Device())}, {false, ID(b.Space().Device())}} {
			if v := versions[n]; v.Concurrent != want.concurrent || v.Device != want.device || v.By.IsZero() {
				t.Errorf("%d, step %d: %+v", i, n, v)
			}
		}
		e, err := r.Get(ctx, ids[0])
		if err != nil || e.Note != "b" || len(e.Tags) != 1 || e.Device != ID(a.Space().Device()) {
			t.Errorf("%d: %+v, %v", i, e, err)
		}
	}
}
