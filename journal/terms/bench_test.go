package terms_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"kith/assets"
	"kith/journal"
	"kith/journal/terms"
)

// manyTerms returns at least n terms of one kind: those built in, and as many
// made of theirs as are needed ("Migraine with stiff neck").
func manyTerms(b *testing.B, n int) []terms.Term {
	b.Helper()
	v := builtin(b)
	var all []terms.Term
	for _, kind := range terms.Kinds() {
		all = append(all, v.Terms(kind)...)
	}
	own := len(all)
	for i := 0; len(all) < n; i++ {
		t, other := all[i%own], all[(i*7919+13)%own]
		made := terms.Term{ID: fmt.Sprint("x:", i), Label: t.Label + " with " + strings.ToLower(other.Label)}
		for j, s := range t.Synonyms {
			if j < 3 {
				made.Synonyms = append(made.Synonyms, s+" with "+strings.ToLower(other.Label))
			}
		}
		all = append(all, made)
	}
	for i := range all {
		all[i].Kind = journal.KindCondition
	}
	return all
}

// typing is what somebody types, letter by letter, and misspells.
var typing = []string{
	"m", "mi", "mig", "migr", "migra", "migraine with au", "fibromialgya", "sore thr", "tummy ache after eating",
	"can't sleep", "left knee pain", "hypothyr", "ibuprofen 400 mg", "rheumatoid artritis", "burning feet at night", "a", "s", "c",
}

// BenchmarkSuggest finds what to offer among 20,000 terms, and the slowest of the
// texts in "slowest-ms". It is compared with two plain ways in the same run: a scan
// of all names by strings.Contains, and an FTS5 prefix query in memory. Neither
// forgives a misspelling.
func BenchmarkSuggest(b *testing.B) {
	all := manyTerms(b, 20_000)
	v := terms.New(all...)
	v.Suggest(journal.KindCondition, "warm", 5)
	var slowest time.Duration
	for b.Loop() {
		for _, text := range typing {
			start := time.Now()
			v.Suggest(journal.KindCondition, text, 5)
			slowest = max(slowest, time.Since(start))
		}
	}
	each := func(d time.Duration) float64 { return float64(d) / float64(b.N*len(typing)) }
	ours := each(b.Elapsed())
	b.ReportMetric(ours/1e6, "ms/text")
	b.ReportMetric(float64(slowest)/1e6, "slowest-ms")

	names := make([]string, 0, 8*len(all))
	for _, t := range all {
		for _, n := range append([]string{t.Label}, t.Synonyms...) {
			names = append(names, terms.Fold(n))
		}
	}
	const rounds = 3
	start := time.Now()
	found := 0
	for range rounds {
		for _, text := range typing {
			folded := terms.Fold(text)
			for _, n := range names {
				if strings.Contains(n, folded) {
					found++
				}
			}
		}
	}
	scan := float64(time.Since(start)) / float64(rounds*len(typing))
	b.ReportMetric(ours/scan, "ratio-vs-scan")
	b.ReportMetric(ours/ftsTime(b, names, rounds), "ratio-vs-fts5-prefix")
	b.ReportMetric(float64(len(all)), "terms")
	b.ReportMetric(float64(len(names)), "names")
	if found == 0 {
		b.Fatal("the scan found nothing")
	}
}

// ftsTime is how long, in nanoseconds, an FTS5 prefix query takes for a text.
func ftsTime(b *testing.B, names []string, rounds int) float64 {
	b.Helper()
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	exec := func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			b.Fatal(err)
		}
	}
	exec(`CREATE VIRTUAL TABLE t USING fts5(name, prefix='1 2 3')`)
	exec(`BEGIN`)
	for _, n := range names {
		exec(`INSERT INTO t VALUES (?)`, n)
	}
	exec(`COMMIT`)
	start := time.Now()
	for range rounds {
		for _, text := range typing {
			var query strings.Builder
			for _, w := range strings.Fields(terms.Fold(text)) {
				fmt.Fprintf(&query, `"%s"* `, w)
			}
			rows, err := db.Query(`SELECT name FROM t WHERE t MATCH ? ORDER BY rank LIMIT 5`, query.String())
			if err != nil {
				b.Fatal(err)
			}
			for rows.Next() {
			}
			if err := rows.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
	return float64(time.Since(start)) / float64(rounds*len(typing))
}

// BenchmarkLoad reads the tables and makes the index that names are looked up in,
// as the first match of a session does; "ratio-vs-split" is against cutting the
// same bytes into lines and columns and nothing else.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		all, err := terms.BuiltinTerms()
		if err != nil {
			b.Fatal(err)
		}
		if m := terms.New(all...).Match(journal.KindCondition, "Migraine", 1); m.Term == nil {
			b.Fatal("no migraine")
		}
	}
	ours := float64(b.Elapsed()) / float64(b.N)
	b.ReportMetric(ours/1e6, "ms/load")
	columns := 0
	start := time.Now()
	for range 10 {
		for _, kind := range terms.Kinds() {
			table, err := assets.Terms(kind.String())
			if err != nil {
				b.Fatal(err)
			}
			for line := range bytes.Lines(table) {
				columns += len(bytes.Split(line, []byte{'\t'}))
			}
		}
	}
	b.ReportMetric(ours/(float64(time.Since(start))/10), "ratio-vs-split")
	if columns == 0 {
		b.Fatal("no columns")
	}
}

// BenchmarkFirstSuggestion is what the first suggestion of a session waits for.
func BenchmarkFirstSuggestion(b *testing.B) {
	all, err := terms.BuiltinTerms()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		v := terms.New(all...)
		if len(v.Suggest(journal.KindCondition, "migr", 5)) == 0 {
			b.Fatal("nothing is offered")
		}
	}
	b.ReportMetric(float64(b.Elapsed())/float64(b.N)/1e6, "ms/first")
}

// BenchmarkReadOBO reads a whole ontology, against reading its bytes by line.
func BenchmarkReadOBO(b *testing.B) {
	file, err := os.ReadFile(testdata + "vocab/DO_rare_slim.obo")
	if err != nil {
		b.Skip("the ontology is not here")
	}
	for b.Loop() {
		if _, err := terms.ReadOBO(0, bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
	ours := float64(b.Elapsed()) / float64(b.N)
	start := time.Now()
	lines := 0
	for range 10 {
		for range bytes.Lines(file) {
			lines++
		}
	}
	b.ReportMetric(ours/(float64(time.Since(start))/10), "ratio-vs-lines")
	b.ReportMetric(float64(len(file))/ours*1e3, "MB/s")
}
