package exchange

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"

	"kith/journal"
)

var testNow = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func testOptions() Options {
	return Options{Zone: time.FixedZone("", 3600), Now: testNow}
}

// outcome is everything that came of a file.
type outcome struct {
	read, imported int
	whole          map[string]int // skipped records by reason
	cells          map[string]int // skipped cells by reason
	kinds          map[string]int
	persons        map[string]int // rows by person
	entries        []journal.Entry
	runs           []journal.Run
	samples        int
	keys           []string
	notes          []string
	err            error
}

// byName returns the first entry of a kind and name.
func (o *outcome) byName(t testing.TB, kind journal.Kind, name string) *journal.Entry {
	t.Helper()
	for i := range o.entries {
		if e := &o.entries[i]; e.Kind == kind && e.Name == name {
			return e
		}
	}
	t.Fatalf("no %s %q among %d entries", kind, name, len(o.entries))
	return nil
}

// drain reads r to its end and checks what Row promises about every row.
func drain(t testing.TB, r Reader) *outcome {
	t.Helper()
	o := &outcome{whole: map[string]int{}, cells: map[string]int{}, kinds: map[string]int{}, persons: map[string]int{}}
	for {
		row, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			o.err = err
			break
		}
		o.add(t, row)
	}
	o.notes = r.Notes()
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *outcome) add(t testing.TB, row Row) {
	t.Helper()
	whole := 0
	for _, s := range row.Skips {
		if s.Count < 1 || s.Reason == "" || len(s.Reason) > 100 || len(s.Example) > 300 {
			t.Fatalf("bad skip %+v", s)
		}
		if s.Whole {
			whole += s.Count
			o.whole[s.Reason] += s.Count
		} else {
			o.cells[s.Reason] += s.Count
		}
	}
	kept := len(row.Entries) > 0 || len(row.Runs) > 0
	switch {
	case kept && whole > 0, !kept && whole != row.Records, row.Records < 0, !kept && row.Records == 0:
		t.Fatalf("a row of %d records with %d entries, %d runs and %d records skipped", row.Records, len(row.Entries), len(row.Runs), whole)
	}
	n := 0
	for _, run := range row.Runs {
		if n += len(run.Samples); len(run.Samples) == 0 || run.Measure == "" {
			t.Fatal("an empty run")
		}
	}
	if n != row.Samples || n > row.Records {
		t.Fatalf("%d samples in runs, Samples says %d of %d records", n, row.Samples, row.Records)
	}
	for i := range row.Entries {
		e := &row.Entries[i]
		if err := e.Validate(); err != nil || e.ImportID(journal.ID{1}).IsZero() || len(e.Key) > 4096 {
			t.Fatalf("entry %s %q, key %q: %v", e.Kind, e.Name, e.Key, err)
		}
		o.kinds[e.Kind.String()]++
		o.keys = append(o.keys, row.Person+"\x00"+e.Key)
	}
	o.read += row.Records
	o.imported += row.Records - whole
	o.samples += n
	o.persons[row.Person]++
	o.entries = append(o.entries, row.Entries...)
	o.runs = append(o.runs, row.Runs...)
}

// mustRead reads data, twice, and fails unless both readings have the same keys.
func mustRead(t testing.TB, data []byte, opts Options) *outcome {
	t.Helper()
	var both [2]*outcome
	for i := range both {
		r, err := Open(bytes.NewReader(data), int64(len(data)), opts)
		if err != nil {
			t.Fatal(err)
		}
		both[i] = drain(t, r)
	}
	if both[0].err != nil {
		t.Fatal(both[0].err)
	}
	if strings.Join(both[0].keys, "\n") != strings.Join(both[1].keys, "\n") {
		t.Fatal("two readings of one file gave different keys")
	}
	return both[0]
}

// uniqueKeys fails if two entries of one person share a key.
func (o *outcome) uniqueKeys(t testing.TB) {
	t.Helper()
	seen := map[string]bool{}
	for _, k := range o.keys {
		if seen[k] {
			t.Fatalf("the key %q stands for two entries", k)
		}
		seen[k] = true
	}
}

// realFile returns a file of the shared test data, and skips without it.
func realFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "testdata", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the shared test data is not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// counts writes a map as "a 1, b 2".
func counts(m map[string]int) string {
	var parts []string
	for k, n := range m {
		parts = append(parts, fmt.Sprintf("%s %d", k, n))
	}
	sort.Strings(parts)
	return strings.Join(parts, ", ")
}
