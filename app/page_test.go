package app_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/journal"
)

// glue reads the list of an outline in pages of a size.
func glue(ctx context.Context, a *app.App, o *app.Outline, size int) ([]app.Listed, error) {
	var all []app.Listed
	for row := 0; row < o.Len(); row += size {
		page, err := a.Page(ctx, o, row, size)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
	}
	return all, nil
}

func sameListed(a, b []app.Listed) bool {
	return slices.EqualFunc(a, b, func(x, y app.Listed) bool { return x.Entry.ID == y.Entry.ID && x.Person == y.Person })
}

// TestPages: for any persons, filter and size, pages glued together are the list,
// any page by itself is its part of it, and each row stands on the day that the
// outline says.
func TestPages(t *testing.T) {
	ctx := context.Background()
	opts := fast
	opts.MaxOpen = 2
	a := crowd(t, opts)
	random := rand.New(rand.NewPCG(20, 26))
	searches := []string{"", "", "row 4", "row 49", "nosuchword"}
	kinds := [][]journal.Kind{nil, {journal.KindSymptom}, {journal.KindNote}, {journal.KindSymptom, journal.KindNote}}
	for range 25 {
		q := journal.Query{Search: searches[random.IntN(len(searches))], Kinds: kinds[random.IntN(len(kinds))]}
		if random.IntN(2) == 0 {
			from := journal.NewDate(2025, 1, 1+random.IntN(300))
			to := from + journal.Date(random.IntN(200))
			q.From, q.To = &from, &to
		}
		persons := a.Persons()
		random.Shuffle(len(persons), func(i, j int) { persons[i], persons[j] = persons[j], persons[i] })
		persons = persons[:random.IntN(len(persons)+1)]
		want, err := a.List(ctx, persons, q)
		if err != nil {
			t.Fatal(err)
		}
		o, err := a.Outline(ctx, persons, q)
		if err != nil || o.Len() != len(want) {
			t.Fatalf("%+v: %d rows, the list has %d: %v", q, o.Len(), len(want), err)
		}
		got, err := glue(ctx, a, o, 50+random.IntN(2000))
		if err != nil || !sameListed(got, want) {
			t.Fatalf("%+v of %d persons: %d rows by pages, %d in the list: %v", q, len(persons), len(got), len(want), err)
		}
		if len(want) == 0 {
			continue
		}
		for range 10 {
			row, n := random.IntN(len(want)), 1+random.IntN(100)
			page, err := a.Page(ctx, o, row, n)
			if err != nil || !sameListed(page, want[row:min(row+n, len(want))]) {
				t.Fatalf("%+v: %d rows from %d are others: %v", q, n, row, err)
			}
			day, first := o.Day(row)
			if day != want[row].Entry.When.Date || want[first].Entry.When.Date != day || first > 0 && want[first-1].Entry.When.Date == day ||
				o.RowOf(day) != first {
				t.Fatalf("%+v: row %d is said to be on %s, which begins at %d", q, row, day, first)
			}
		}
	}
}

// TestRecount: after each change the outline that was recounted is the one that
// counting everything gives, also if others changed something meanwhile; the
// outline from before is refused.
func TestRecount(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna", "Ben")
	anna, ben := a.Persons()[0], a.Persons()[1]
	random := rand.New(rand.NewPCG(1, 7))
	june, july := journal.NewDate(2025, 6, 1), journal.NewDate(2025, 7, 31)
	for _, q := range []journal.Query{{}, {From: &june, To: &july}, {Search: "head"}, {Kinds: []journal.Kind{journal.KindSymptom}}} {
		o, err := a.Outline(ctx, a.Persons(), q)
		if err != nil {
			t.Fatal(err)
		}
		for step := range 60 {
			before := o
			line := fmt.Sprintf("%s %d @2025-%02d-%02d", []string{"headache", "nausea"}[random.IntN(2)], random.IntN(11), 5+random.IntN(4), 1+random.IntN(9))
			e, err := a.Log(ctx, anna, line, "")
			if err != nil {
				t.Fatal(err)
			}
			days := []journal.Date{e.When.Date}
			switch {
			case step%3 == 1: // it was moved meanwhile
				at := "2025-06-20"
				if e, err = a.Change(ctx, anna, e.ID, app.Change{At: &at}); err != nil {
					t.Fatal(err)
				}
			case step%3 == 2:
				if o, err = a.Recount(ctx, o, anna, days...); err != nil {
					t.Fatal(err)
				}
				if err := a.Delete(ctx, anna, e.ID); err != nil {
					t.Fatal(err)
				}
			}
			if before.Len() > 0 {
				if _, err := a.Page(ctx, before, 0, before.Len()); !errors.Is(err, journal.ErrChanged) {
					t.Fatal("a page of a list that is no more:", err)
				}
			}
			if o, err = a.Recount(ctx, o, anna, days...); err != nil {
				t.Fatal(err)
			}
			want, err := a.Outline(ctx, a.Persons(), q)
			if err != nil || !reflect.DeepEqual(o.Days(), want.Days()) && len(want.Days())+len(o.Days()) > 0 {
				t.Fatalf("step %d: recounted %+v, want %+v, %v", step, o.Days(), want.Days(), err)
			}
			if list, err := glue(ctx, a, o, 7); err != nil || len(list) != o.Len() {
				t.Fatal(len(list), err)
			}
		}
		if _, err := a.Log(ctx, ben, "headache 3 @2025-06-03", ""); err != nil {
			t.Fatal(err)
		}
		if o, err = a.Recount(ctx, o, ben, journal.NewDate(2025, 6, 3)); err != nil || o.Len() == 0 {
			t.Fatal(err)
		}
	}
}

// TestPagesEnd: an outline of nobody, pages beyond the end, and a search that is
// stopped.
func TestPagesEnd(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	o, err := a.Outline(ctx, nil, journal.Query{})
	if err != nil || o.Len() != 0 {
		t.Fatal(o, err)
	}
	logLine(t, a, "Anna", "headache 7")
	if o, err = a.Outline(ctx, a.Persons(), journal.Query{Limit: 1, Skip: 5, Oldest: true}); err != nil || o.Len() != 1 {
		t.Fatal(o, err)
	}
	for _, row := range []int{1, 2, 1 << 40} {
		if page, err := a.Page(ctx, o, row, 10); err != nil || len(page) != 0 {
			t.Error(row, page, err)
		}
	}
	if page, err := a.Page(ctx, o, -5, 10); err != nil || len(page) != 1 {
		t.Error(page, err)
	}
	stopped, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := a.Outline(stopped, a.Persons(), journal.Query{Search: "head"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := a.Page(stopped, o, 0, 1); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// bigVault has one person, or several, with n entries altogether: a symptom and a
// note every ten minutes.
func bigVault(b testing.TB, n, persons int) *app.App {
	b.Helper()
	a, err := app.Init(filepath.Join(b.TempDir(), "vault"), passphrase, fast)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := a.Close(); err != nil {
			b.Error(err)
		}
	})
	var table strings.Builder
	table.WriteString("who,time,headache,notes\n")
	start := time.Date(2005, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n / 2 { // a score and a note each
		fmt.Fprintf(&table, "P%d,%s,%d,woke early with a dull ache behind the left eye %d\n", i%persons,
			start.Add(time.Duration(i)*10*time.Minute).Format("2006-01-02 15:04"), i%11, i%997)
	}
	text := table.String()
	report, err := a.Import(context.Background(), app.ImportOptions{
		File: strings.NewReader(text), Size: int64(len(text)), Name: "big.csv", PersonColumn: "who",
	})
	if err != nil || report.Entries != n {
		b.Fatal(report, err)
	}
	return a
}
