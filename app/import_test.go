package app_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"kith/app"
	"kith/journal/disk/faulty"
	"kith/journal/exchange"
	"kith/journal/exchange/sampledata"
)

func text(table, name string, o app.ImportOptions) app.ImportOptions {
	o.File, o.Size, o.Name = strings.NewReader(table), int64(len(table)), name
	return o
}

// interleaved is a table whose rows go to many persons in turn.
func interleaved(persons, rows int) string {
	var b strings.Builder
	b.WriteString("who,date,pain,sleep,notes\n")
	for i := range rows {
		fmt.Fprintf(&b, "Person %d,%04d-%02d-%02d,%d,%d,row %d\n", i%persons, 2000+i/336, 1+i/28%12, 1+i%28, i%11, i%9, i)
	}
	return b.String()
}

// TestImportManyPersons: rows of forty persons in turn, with three records open
// at a time.
func TestImportManyPersons(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine, and slow: nothing for the race detector")
	}
	ctx := context.Background()
	opts := options(faulty.NewPower(), 0)
	opts.MaxOpen = 3
	a, err := app.Init(vaultDir, passphrase, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	table := interleaved(40, 8000)
	r, err := a.Import(ctx, text(table, "t.csv", app.ImportOptions{PersonColumn: "who"}))
	if err != nil {
		t.Fatal(err)
	}
	if r.Read != 8000 || r.Imported != 8000 || r.Entries != 24000 || len(r.PersonsAdded) != 40 {
		t.Errorf("%+v", r)
	}
	again, err := a.Import(ctx, text(table, "t.csv", app.ImportOptions{PersonColumn: "who"}))
	if err != nil || again.Duplicates != 8000 || again.Entries != 0 {
		t.Errorf("%+v %v", again, err)
	}
	undone, err := a.Undo(ctx, false)
	if err != nil || undone.Act.Title != "import of t.csv" || len(undone.Persons) != 40 {
		t.Errorf("%+v %v", undone.Act, err)
	}
	if left := listing(t, a); left != "" {
		t.Errorf("%.200s", left)
	}
}

// TestImportCancelled: a cancelled import leaves nothing, not even the persons
// that it added.
func TestImportCancelled(t *testing.T) {
	a := newVault(t, "Person 0")
	logLine(t, a, "", "headache 7")
	before := listing(t, a)
	table := interleaved(3, 12000)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := a.Import(ctx, text(table, "t.csv", app.ImportOptions{PersonColumn: "who", Progress: func(_ int64, records int) {
		if records > 8000 {
			cancel()
		}
	}}))
	if !errors.Is(err, context.Canceled) || app.Explain(err).Code != app.Failed {
		t.Fatal(err)
	}
	if got := listing(t, a); got != before {
		t.Errorf("%d bytes are listed, %d before", len(got), len(before))
	}
	if n := len(a.Persons()); n != 1 {
		t.Errorf("%d persons", n)
	}
	r, err := a.Import(context.Background(), text(table, "t.csv", app.ImportOptions{PersonColumn: "who"}))
	if err != nil || r.Imported != 12000 {
		t.Errorf("afterwards: %+v %v", r, err)
	}
}

// TestImportStops: when the disk is full in the middle, what was written stays,
// it is said so, and importing again adds only the rest.
func TestImportStops(t *testing.T) {
	ctx := context.Background()
	fsys := faulty.NewInjector(faulty.NewPower())
	a, err := app.Init(vaultDir, passphrase, options(fsys, 0))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.AddPersons(ctx, "Anna"); err != nil {
		t.Fatal(err)
	}
	var table bytes.Buffer
	if err := sampledata.WriteDiaryCSV(&table, 12000, 1); err != nil {
		t.Fatal(err)
	}
	fsys.Arm(faulty.Fault{Ops: faulty.Space, At: 120, Err: syscall.ENOSPC, Sticky: true})
	_, err = a.Import(ctx, text(table.String(), "t.csv", app.ImportOptions{}))
	if !errors.Is(err, app.ErrPartlyImported) {
		t.Fatal(err)
	}
	x := app.Explain(err)
	if x.Code != app.Failed || !strings.Contains(x.What, "full") || !strings.Contains(x.Do, "kith undo") {
		t.Errorf("%+v", x)
	}
	fsys.Heal()
	r, err := a.Import(ctx, text(table.String(), "t.csv", app.ImportOptions{}))
	if err != nil {
		t.Fatal(err)
	}
	if r.Read != 12000 || r.Imported+r.Duplicates+skippedOf(r) != 12000 || r.Duplicates == 0 {
		t.Errorf("%d read, %d imported, %d duplicates, %d skipped", r.Read, r.Imported, r.Duplicates, skippedOf(r))
	}
	again, err := a.Import(ctx, text(table.String(), "t.csv", app.ImportOptions{}))
	if err != nil || again.Imported != 0 {
		t.Errorf("%+v %v", again, err)
	}
}

// TestImportHostile: files made to do harm are refused or skipped with counts.
func TestImportHostile(t *testing.T) {
	a := newVault(t, "Anna")
	deep := `{"resourceType":"Bundle","entry":[` + strings.Repeat(`[`, 100000)
	for name, content := range map[string]string{
		"empty.csv":  "",
		"nul.csv":    strings.Repeat("\x00", 4096),
		"deep.json":  deep,
		"half.json":  `{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient"`,
		"pdf.pdf":    "%PDF-1.7 nothing to see",
		"notzip.zip": "PK\x03\x04 but no more",
	} {
		_, err := a.Import(context.Background(), text(content, name, app.ImportOptions{}))
		if err == nil {
			t.Errorf("%s was imported", name)
		} else if x := app.Explain(err); x.Code != app.Failed || strings.HasPrefix(x.What, "That did not work") {
			t.Errorf("%s: %d %s (%v)", name, x.Code, x.What, err)
		}
	}
	good := strings.Repeat("2026-01-03,5,ok\n", 20)
	odd := "date,pain,notes\n" + good + "0000-01-01,3,\n2026-01-01,NaN,\n2026-01-02,1e308,\n2026-02-31,4,\n99999-01-01,5,\n"
	m, err := exchange.ParseMap([]byte(`{"kith_map":1,"date":{"column":"date","format":"year-month-day"},
		"columns":[{"column":"pain","role":"score"},{"column":"notes","role":"note"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.Import(context.Background(), text(odd, "odd.csv", app.ImportOptions{Map: m}))
	if err != nil {
		t.Fatal(err)
	}
	if r.Read != 25 || r.Imported+skippedOf(r) != 25 || r.Imported < 20 {
		t.Errorf("%+v", r)
	}
	if listing(t, a) == "" {
		t.Error("the good row is missing")
	}
}
