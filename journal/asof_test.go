package journal

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestTrash: what was deleted is in the trash as it stood and comes back; what was
// undone is not.
func TestTrash(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	at := time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)
	ids, err := r.Log(ctx, "log", symptom("Headache", 7, at), symptom("Nausea", 2, at), symptom("Fatigue", 4, at))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Log(ctx, "log", symptom("Undone", 1, at)); err != nil {
		t.Fatal(err)
	}
	act, _, err := r.LastAct(ctx, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Undo(ctx, act.ID, false); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Edit(ctx, ids[0], func(e *Entry) error { e.Note = "after wine"; return nil }); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids[:2] {
		if err := r.Delete(ctx, id); err != nil {
			t.Fatal(err)
		}
	}
	names := func() (names []string) {
		trash, err := r.Trash(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, tr := range trash {
			names = append(names, tr.Entry.Name+tr.Entry.Note)
			if tr.By.IsZero() || tr.At.IsZero() || tr.Entry.Recorded.IsZero() || tr.Entry.Person != r.ID() {
				t.Errorf("%s: it is not said who deleted it and when", tr.Entry.Name)
			}
		}
		return names
	}
	if got := names(); !slices.Equal(got, []string{"Nausea", "Headacheafter wine"}) {
		t.Fatal(got)
	}
	if one, err := r.Trash(ctx, 1); err != nil || len(one) != 1 || one[0].Entry.Name != "Nausea" {
		t.Error(one, err)
	}
	if err := r.Restore(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	if e, err := r.Get(ctx, ids[0]); err != nil || e.Note != "after wine" {
		t.Error(e, err)
	}
	if got := names(); !slices.Equal(got, []string{"Nausea"}) {
		t.Error(got)
	}
	if err := r.Restore(ctx, ids[0]); err == nil {
		t.Error("restored what is not in the trash")
	}
	if act, _, err = r.LastAct(ctx, false); err != nil || act.Title != "restore" {
		t.Fatal(act, err)
	}
	if err := r.Undo(ctx, act.ID, false); err != nil {
		t.Fatal(err)
	}
	if got := names(); len(got) != 2 {
		t.Error("undoing a restore left", got)
	}
}

// TestAsOf does things at random and asks at the end what the record said after
// each of them: it must be what the list said then.
func TestAsOf(t *testing.T) {
	ctx := context.Background()
	r, cfg := testRecord(t)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	now := time.Date(2027, 3, 1, 8, 0, 0, 0, time.UTC) // after the founding
	cfg.Now = func() time.Time { return now }
	r, err := OpenRecord(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rng := rand.New(rand.NewPCG(11, 7))
	queries := []Query{{}, {Limit: 3}, {Oldest: true, Limit: 4}, {Name: "pain"}, {Search: "wi pai"}, {Search: "wine"}, {Kinds: []Kind{KindNote}}}
	from := DateOf(now) + 2
	queries = append(queries, Query{From: &from})
	type moment struct {
		at   time.Time
		said [][]string
	}
	texts := func(entries []Entry) (texts []string) {
		for _, e := range entries {
			texts = append(texts, fmt.Sprint(e.ID, e.Name, e.Note, e.Value(), e.When.Date))
		}
		return texts
	}
	var moments []moment
	var ids []ID
	kinds := map[string]int{}
	for range 120 {
		now = now.Add(time.Duration(1+rng.IntN(500)) * time.Minute)
		var err error
		switch what := rng.IntN(10); {
		case what < 4 || len(ids) == 0:
			var made []ID
			e := symptom([]string{"Pain", "Headache"}[rng.IntN(2)], rng.Int64N(10), now.AddDate(0, 0, -rng.IntN(3)))
			made, err = r.Log(ctx, "log", e, Entry{Kind: KindNote, When: At(now), Note: "wine and pain"})
			ids = append(ids, made...)
		case what < 6:
			note := []string{"", "white wine", "nothing"}[rng.IntN(3)]
			_, err = r.Edit(ctx, ids[rng.IntN(len(ids))], func(e *Entry) error {
				e.Note, e.When = note, At(now)
				return nil
			})
		case what < 7:
			err = r.Delete(ctx, ids[rng.IntN(len(ids))])
		case what < 8:
			err = r.Restore(ctx, ids[rng.IntN(len(ids))])
		default:
			redo := what == 9
			act, found, lastErr := r.LastAct(ctx, redo)
			if lastErr != nil {
				t.Fatal(lastErr)
			}
			if found {
				err = r.Undo(ctx, act.ID, redo)
			}
		}
		if err == nil {
			kinds["done"]++
		} else {
			kinds["refused"]++ // what is gone cannot be changed
		}
		m := moment{at: now}
		for _, q := range queries {
			entries, err := r.List(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			m.said = append(m.said, texts(entries))
		}
		moments = append(moments, m)
	}
	if kinds["done"] < 60 {
		t.Fatal(kinds)
	}
	for i, m := range moments {
		for j, q := range queries {
			entries, err := r.AsOf(ctx, m.at.Add(time.Second), q)
			if err != nil {
				t.Fatal(err)
			}
			if got := texts(entries); !slices.Equal(got, m.said[j]) {
				t.Fatalf("moment %d, %+v:\n%q\nit said then\n%q", i, q, got, m.said[j])
			}
		}
	}
	if entries, err := r.AsOf(ctx, moments[0].at.AddDate(0, 0, -1), Query{}); err != nil || len(entries) != 0 {
		t.Error("before anything was written:", entries, err)
	}
}
