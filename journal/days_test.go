package journal

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// scatter logs n entries of several kinds, on days with none, few and many, at
// the edges of what a position holds, and deletes some.
func scatter(t testing.TB, r *Record, random *rand.Rand, n int) {
	t.Helper()
	ctx := context.Background()
	batch := r.NewBatch(NewID(), "scatter")
	for i := range n {
		day := time.Date(2024, 1, 1, random.IntN(24), random.IntN(3), 0, 0, time.UTC).AddDate(0, 0, random.IntN(60)*random.IntN(20))
		switch random.IntN(40) {
		case 0:
			day = day.AddDate(-1900, 0, 0)
		case 1:
			day = day.AddDate(4000, 0, 0)
		}
		e := symptom([]string{"Headache", "Nausea", "Stiff neck"}[random.IntN(3)], int64(random.IntN(11)), day)
		switch random.IntN(5) {
		case 0:
			e = Entry{Kind: KindNote, When: At(day), Note: "a day with a walk and much rain"}
		case 1:
			e = Entry{Kind: KindDose, When: OnDay(DateOf(day), time.UTC), Name: "Ibuprofen", Body: &Dose{Status: DoseTaken}}
		}
		e.Key = fmt.Sprint(i)
		if _, err := batch.Add(ctx, []Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Close(ctx); err != nil {
		t.Fatal(err)
	}
	all, err := r.List(ctx, Query{})
	if err != nil {
		t.Fatal(err)
	}
	for range n / 20 {
		if err := r.Delete(ctx, all[random.IntN(len(all))].ID); err != nil && !errors.Is(err, ErrNotFound) {
			t.Fatal(err)
		}
	}
}

// TestDaysAndSkip: for any query, the days add up to the list, each day's own
// list is its share of it, and pages by row number glue together to it.
func TestDaysAndSkip(t *testing.T) {
	ctx := context.Background()
	random := rand.New(rand.NewPCG(3, 10))
	r, _ := testRecord(t)
	scatter(t, r, random, 1500)
	searches := []string{"", "", "", "headache", "walk rain", "stif", "nosuchword"}
	kinds := [][]Kind{nil, nil, {KindSymptom}, {KindNote, KindDose}, {KindDose, KindDose, KindSymptom}, {KindDefinition}, {KindStock}}
	names := []string{"", "", "", "HEADACHE", "ibuprofen"}
	for range 300 {
		q := Query{Search: searches[random.IntN(len(searches))], Kinds: kinds[random.IntN(len(kinds))], Name: names[random.IntN(len(names))]}
		if random.IntN(3) == 0 {
			from := NewDate(2024, 1, 1+random.IntN(400))
			q.From = &from
		}
		if random.IntN(3) == 0 {
			to := NewDate(2024, 1, 1+random.IntN(800))
			q.To = &to
		}
		want, err := r.List(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		days, at, err := r.Days(ctx, q)
		if err != nil || at == 0 {
			t.Fatal(err, at)
		}
		q.Revision = at
		row := 0
		for i, day := range days {
			if i > 0 && day.Date >= days[i-1].Date || day.Entries < 1 {
				t.Fatalf("%+v: the days %+v", q, days)
			}
			of := q
			of.From, of.To = &day.Date, &day.Date
			part, err := r.List(ctx, of)
			if err != nil || len(part) != day.Entries || !sameEntries(part, want[row:row+day.Entries]) {
				t.Fatalf("%+v: %s has %d entries, want %d: %v", q, day.Date, len(part), day.Entries, err)
			}
			row += day.Entries
		}
		if count, err := r.Count(ctx, q); err != nil || row != len(want) || count != row {
			t.Fatalf("%+v: the days have %d entries, the list %d, the count is %d, %v", q, row, len(want), count, err)
		}
		var glued []Entry
		for size := 1 + random.IntN(200); ; {
			q.Limit, q.Skip = size, len(glued)
			page, err := r.List(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			if glued = append(glued, page...); len(page) < size {
				break
			}
		}
		if !sameEntries(glued, want) {
			t.Fatalf("%+v: %d entries by pages, %d in one list", q, len(glued), len(want))
		}
	}
}

func sameEntries(a, b []Entry) bool {
	return slices.EqualFunc(a, b, func(x, y Entry) bool { return x.ID == y.ID })
}

// TestRevision: every kind of change gives the record another revision, and a
// page of the old one is refused; reading does not.
func TestRevision(t *testing.T) {
	ctx := context.Background()
	r, cfg := testRecord(t)
	_, before, err := r.Days(ctx, Query{})
	if err != nil {
		t.Fatal(err)
	}
	var id ID
	changes := []func() error{
		func() error {
			ids, err := r.Log(ctx, "log", symptom("Headache", 7, time.Unix(1.7e9, 0)))
			id = ids[0]
			return err
		},
		func() error {
			_, err := r.Edit(ctx, id, func(e *Entry) error { e.Note = "more"; return nil })
			return err
		},
		func() error { return r.Delete(ctx, id) },
		func() error {
			act, _, err := r.LastAct(ctx, false)
			if err != nil {
				return err
			}
			return r.Undo(ctx, act.ID, false)
		},
	}
	for i, change := range changes {
		if _, err := r.List(ctx, Query{Revision: before}); err != nil {
			t.Fatal(i, err)
		}
		if err := change(); err != nil {
			t.Fatal(i, err)
		}
		if _, err := r.List(ctx, Query{Revision: before}); !errors.Is(err, ErrChanged) {
			t.Errorf("change %d: the old revision is read: %v", i, err)
		}
		if _, _, err := r.Days(ctx, Query{Revision: before}); !errors.Is(err, ErrChanged) {
			t.Errorf("change %d: the old revision is counted: %v", i, err)
		}
		_, after, err := r.Days(ctx, Query{})
		if err != nil || after <= before {
			t.Fatal(i, before, after, err)
		}
		before = after
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenRecord(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.List(ctx, Query{Revision: before}); err != nil {
		t.Error("reopened:", err)
	}
	if err := again.Close(); err != nil {
		t.Error(err)
	}
}
