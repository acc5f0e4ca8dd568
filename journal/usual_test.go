package journal

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestUsual holds Usual to what a walk through the list says.
func TestUsual(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	scatter(t, r, rand.New(rand.NewPCG(5, 5)), 900)
	start := NewDate(2024, time.January, 1)
	for _, day := range []Date{start, start + 3, start + 30, start + 400, start - 20} {
		usual, err := r.Usual(ctx, day, 14, KindSymptom, KindDose)
		if err != nil {
			t.Fatal(err)
		}
		from := day - 14
		list, err := r.List(ctx, Query{Kinds: []Kind{KindSymptom, KindDose}, From: &from, To: &day})
		if err != nil {
			t.Fatal(err)
		}
		want := map[Known]*Usual{}
		for i := range list {
			e := &list[i]
			key := Known{e.Name, e.Kind}
			u := want[key]
			if u == nil {
				u = &Usual{Kind: e.Kind, Name: e.Name}
				want[key] = u
			}
			switch {
			case e.When.Date == day:
				if u.Entries++; u.On == nil {
					u.On = e
				}
			default:
				if u.Before == nil {
					u.Before = e
				}
				if !slices.Contains(u.Days, e.When.Date) {
					u.Days = append(u.Days, e.When.Date)
				}
			}
		}
		if len(usual) != len(want) {
			t.Fatalf("%s: %d names, want %d", day, len(usual), len(want))
		}
		same := func(a, b *Entry) bool { return (a == nil) == (b == nil) && (a == nil || a.ID == b.ID) }
		for _, u := range usual {
			w := want[Known{u.Name, u.Kind}]
			if w == nil || !slices.Equal(u.Days, w.Days) || u.Entries != w.Entries || !same(u.On, w.On) || !same(u.Before, w.Before) {
				t.Errorf("%s: %+v, want %+v", day, u, w)
			}
		}
	}
}
