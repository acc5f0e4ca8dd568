package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/journal"
	"kith/journal/exchange"
)

func preview(a *app.App, content, name string, rows int) (*app.ImportPreview, error) {
	return a.PreviewImport(context.Background(), text(content, name, app.ImportOptions{}), rows)
}

// TestPreviewImport: what is shown of a real file is what its first lines say,
// and what comes of them; nothing is written.
func TestPreviewImport(t *testing.T) {
	for _, file := range realFiles {
		t.Run(filepath.Base(file.name), func(t *testing.T) {
			content, err := os.ReadFile(realData(t, file.name))
			if err != nil {
				t.Fatal(err)
			}
			a := newVault(t, "Anna")
			p, err := preview(a, string(content), filepath.Base(file.name), 20)
			if err != nil {
				t.Fatal(err)
			}
			if p.Asks || p.Why == "" || len(p.Rows) == 0 || len(p.Rows) > 20 {
				t.Fatalf("asks %v, %d rows, %q", p.Asks, len(p.Rows), p.Why)
			}
			if strings.HasPrefix(file.name, "csv/") {
				head, _, _ := strings.Cut(string(content), "\n")
				if got := strings.Join(p.Columns, ","); got != strings.TrimSpace(head) {
					t.Errorf("columns %s, the file has %s", got, head)
				}
				if len(p.Cells) != len(p.Rows) {
					t.Errorf("%d lines of cells for %d rows", len(p.Cells), len(p.Rows))
				}
			} else if p.Columns != nil || p.Map != nil {
				t.Error("it is no table, but has columns")
			}
			if listing(t, a) != "" {
				t.Error("something was written")
			}
		})
	}
}

// TestPreviewImportAsks: a table whose date cannot be read has questions, and
// none of them keeps its lines from being shown.
func TestPreviewImportAsks(t *testing.T) {
	a := newVault(t, "Anna")
	for name, table := range map[string]string{
		"day or month": "date,pain\n03/04/2026,5\n05/06/2026,6\n",
		"no date":      "what,pain\nx,5\ny,6\n",
	} {
		p, err := preview(a, table, "t.csv", 5)
		if err != nil {
			t.Fatal(name, err)
		}
		if !p.Asks || len(p.Rows) != 0 || len(p.Cells) != 2 || p.Map == nil {
			t.Errorf("%s: %+v", name, p)
		}
	}
	p, err := preview(a, "date,pain\n03/04/2026,5\n05/06/2026,6\n", "t.csv", 5)
	if err != nil {
		t.Fatal(err)
	}
	p.Map.Date.Format = "day-month-year"
	o := text("date,pain\n03/04/2026,5\n05/06/2026,6\n", "t.csv", app.ImportOptions{Map: p.Map})
	if p, err = a.PreviewImport(context.Background(), o, 1); err != nil || p.Asks || len(p.Rows) != 1 {
		t.Fatalf("%+v %v", p, err)
	}
	if got := p.Rows[0].Entries[0].When.Date.String(); got != "2026-04-03" {
		t.Errorf("the day is %s", got)
	}
	done, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a.PreviewImport(done, o, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestUndoImport: an import is taken back though something was logged after it,
// and only once.
func TestUndoImport(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	act := journal.NewID()
	table := interleaved(3, 60)
	if _, err := a.Import(ctx, text(table, "t.csv", app.ImportOptions{PersonColumn: "who", Act: act})); err != nil {
		t.Fatal(err)
	}
	logLine(t, a, "Anna", "headache 7")
	undone, err := a.UndoImport(ctx, act)
	if err != nil || len(undone.Persons) != 3 {
		t.Fatalf("%+v %v", undone, err)
	}
	if got := listing(t, a); strings.Count(got, "\n") != 1 || !strings.Contains(got, "eadache") {
		t.Errorf("left: %s", got)
	}
	if _, err := a.UndoImport(ctx, act); !errors.Is(err, journal.ErrNothing) {
		t.Errorf("twice: %v", err)
	}
}

// TestImportAddPerson: whoever is named is added with the import, and erased
// with it when it is cancelled.
func TestImportAddPerson(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and slow: nothing for the race detector")
	}
	a := newVault(t)
	table := interleaved(1, 20000)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := a.Import(ctx, text(table, "t.csv", app.ImportOptions{Person: "Ben", AddPerson: true, Progress: func(_ int64, n int) {
		if n > 12000 {
			cancel()
		}
	}}))
	if !errors.Is(err, context.Canceled) || len(a.Persons()) != 0 {
		t.Fatalf("%v, %d persons", err, len(a.Persons()))
	}
	if _, err = a.Import(context.Background(), text(table, "t.csv", app.ImportOptions{Person: " ", AddPerson: true})); !errors.Is(err, app.ErrName) {
		t.Errorf("no name: %v", err)
	}
	for added := range 2 {
		r, err := a.Import(context.Background(), text(table, "t.csv", app.ImportOptions{Person: "Ben", AddPerson: true}))
		if err != nil || len(r.Persons) != 1 || len(r.PersonsAdded) != 1-added {
			t.Fatalf("%+v %v", r, err)
		}
	}
}

// FuzzPreviewImport: any file is previewed or refused, and the columns that are
// shown are columns that a map may name.
func FuzzPreviewImport(f *testing.F) {
	for _, seed := range []string{
		"date,pain\n2026-01-01,5\n", "sep=;\ndate;a;a;\n2026-01-01;1;2;3\n", "a\r b\r\n", "\xff\xfed\x00,\x00p\x00\n\x001\x00,\x002\x00\n\x00",
		"date,\"no\"\"te\"\n2026-01-01,\"two\nlines\"\n", "d\tp\n\x80\t1\n", `{"resourceType":"Bundle","entry":[]}`, "a,A,a (2)\n1,2,3\n", "\"date,x\n1,2\n",
	} {
		f.Add([]byte(seed))
	}
	a := newVault(f, "Anna")
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := preview(a, string(content), "t.csv", 5)
		if err != nil {
			return
		}
		if len(p.Rows) > 5 || len(p.Cells) > 5 {
			t.Fatalf("%d rows and %d lines, 5 were asked for", len(p.Rows), len(p.Cells))
		}
		if p.Map == nil || strings.ContainsAny(string(content), "\"\r\x00") || p.Map.Encoding != "utf-8" {
			return // read more strictly here than there
		}
		m := *p.Map
		m.Columns, m.Records = nil, nil
		for _, c := range p.Columns {
			m.Columns = append(m.Columns, exchange.ColumnMap{Column: c, Role: exchange.RoleIgnore})
		}
		m.Date = exchange.DateMap{}
		o := text(string(content), "t.csv", app.ImportOptions{Map: &m})
		r, err := exchange.Open(o.File, o.Size, exchange.Options{Map: &m, Zone: a.Zone(), Now: a.Now()})
		if err != nil {
			t.Fatalf("columns %q: %v", p.Columns, err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	})
}
