package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kith/app"
	"kith/journal"
)

// crowd fills a vault with persons of many entries, among them days with more
// entries than a page holds and entries of the same second.
func crowd(t *testing.T, opts app.Options) *app.App {
	t.Helper()
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), passphrase, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	var b strings.Builder
	b.WriteString("who,date,time,pain,notes\n")
	for p := range 5 {
		for i := range 900 {
			fmt.Fprintf(&b, "P%d,2025-%02d-%02d,%02d:%02d,%d,\n", p, 1+(i*7+p)%12, 1+i%28, i%24, i%3, i%11)
		}
	}
	for i := range 5000 {
		fmt.Fprintf(&b, "P3,2025-06-15,12:00,%d,row %d\n", i%11, i)
	}
	table := b.String()
	if _, err := a.Import(context.Background(), app.ImportOptions{
		File: strings.NewReader(table), Size: int64(len(table)), Name: "crowd.csv", PersonColumn: "who",
	}); err != nil {
		t.Fatal(err)
	}
	return a
}

// TestListMerges compares lists over several persons with sorting all entries.
func TestListMerges(t *testing.T) {
	ctx := context.Background()
	opts := fast
	opts.MaxOpen = 2
	a := crowd(t, opts)
	june := journal.NewDate(2025, 6, 1)
	july := journal.NewDate(2025, 7, 1)
	for _, q := range []journal.Query{
		{}, {Limit: 1}, {Limit: 50}, {Limit: 1000}, {Limit: 1001}, {Limit: 7000}, {From: &june}, {To: &june},
		{From: &june, To: &july, Limit: 300}, {Kinds: []journal.Kind{journal.KindNote}, Limit: 1200}, {Search: "row 49"},
		{Search: "row 4", Limit: 2000},
	} {
		var want []app.Listed
		for _, p := range a.Persons() {
			alone := q
			alone.Limit = 0
			list, err := a.List(ctx, []app.Person{p}, alone)
			if err != nil {
				t.Fatal(err)
			}
			want = append(want, list...)
		}
		slices.SortStableFunc(want, func(x, y app.Listed) int {
			switch {
			case journal.Before(&x.Entry, &y.Entry):
				return -1
			case journal.Before(&y.Entry, &x.Entry):
				return 1
			}
			return 0
		})
		if q.Limit > 0 {
			want = want[:min(q.Limit, len(want))]
		}
		got, err := a.List(ctx, a.Persons(), q)
		if err != nil {
			t.Fatal(err)
		}
		same := slices.EqualFunc(got, want, func(x, y app.Listed) bool { return x.Entry.ID == y.Entry.ID && x.Person == y.Person })
		if !same || len(want) == 0 {
			t.Errorf("%+v: %d entries, want %d, in this order", q, len(got), len(want))
		}
	}
}

// TestManyAtOnce uses one App from many goroutines with few records open.
func TestManyAtOnce(t *testing.T) {
	ctx := context.Background()
	opts := fast
	opts.MaxOpen = 3
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), passphrase, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	var names []string
	for i := range 10 {
		names = append(names, fmt.Sprintf("P%d", i))
	}
	persons, err := a.AddPersons(ctx, names...)
	if err != nil {
		t.Fatal(err)
	}
	failed := make(chan error, 100)
	for _, p := range persons {
		go func() {
			for i := range 10 {
				if _, err := a.Log(ctx, p, fmt.Sprintf("pain %d", i), ""); err != nil {
					failed <- err
					return
				}
				if _, err := a.List(ctx, a.Persons(), journal.Query{Limit: 5}); err != nil {
					failed <- err
					return
				}
			}
			failed <- nil
		}()
	}
	for range persons {
		if err := <-failed; err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(listing(t, a), "\n"); n != 100 {
		t.Errorf("%d entries", n)
	}
}

func TestPersons(t *testing.T) {
	ctx := context.Background()
	a := newVault(t)
	if _, err := a.ThePerson(""); app.Explain(err).Code != app.Failed {
		t.Error(err)
	}
	if _, err := a.AddPersons(ctx, "Anna", "Bert", "anna"); err == nil || len(a.Persons()) != 0 {
		t.Errorf("some of three persons were added: %v", err)
	}
	if _, err := a.AddPersons(ctx, "  Anna ", "Bert"); err != nil {
		t.Fatal(err)
	}
	for typed, near := range map[string]string{"Ana": "Anna", "bret": "", "Berta": "Bert", "nn": "Anna", "Zoe": ""} {
		_, err := a.Person(typed)
		text := app.Explain(err).Do
		if near != "" && !strings.Contains(text, "Did you mean "+near) || near == "" && strings.Contains(text, "Did you mean") {
			t.Errorf("%s: %s", typed, text)
		}
	}
	anna, err := a.Person("ANNA")
	if err != nil || anna.Name != "Anna" {
		t.Fatal(anna, err)
	}
	if byID, err := a.Person(anna.ID.String()); err != nil || byID != anna {
		t.Error(byID, err)
	}
	for _, name := range []string{"", " ", "a\nb", "a\x1b[0m", strings.Repeat("x", 201), "bert"} {
		if _, err := a.RenamePerson(ctx, anna, name); err == nil {
			t.Errorf("renamed to %q", name)
		}
	}
	if renamed, err := a.RenamePerson(ctx, anna, "Änna"); err != nil || renamed.Name != "Änna" {
		t.Error(renamed, err)
	}
	e := logLine(t, a, "änna", "headache 7")
	if got := listing(t, a); !strings.Contains(got, `"person":"Änna"`) {
		t.Error(got)
	}
	p, id, err := a.Find(ctx, e.ID.Short())
	if err != nil || id != e.ID || p.Name != "Änna" {
		t.Error(p, id, err)
	}
	if err := a.ErasePerson(p); err != nil {
		t.Fatal(err)
	}
	if listing(t, a) != "" || len(a.Persons()) != 1 {
		t.Error("erased, and still there")
	}
	if err := a.ErasePerson(p); app.Explain(err).Code != app.Failed {
		t.Error(err)
	}
}
