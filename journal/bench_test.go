package journal

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space"
)

// plaintext is the yardstick: the same rows, in the same tables, in plain SQLite
// with the same durability.
func plaintext(b *testing.B) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(b.TempDir(), "plain.db")+
		"?_journal_mode=WAL&_synchronous=FULL&_locking_mode=EXCLUSIVE")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	for _, script := range []string{space.Tables(), projectionSchema} {
		if _, err := db.Exec(script); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := db.Exec(`INSERT INTO device VALUES(1, x'00', x'00', x'00', 0, x'00', 0)`); err != nil {
		b.Fatal(err)
	}
	return db
}

// BenchmarkDurableLog logs entries one by one, each acknowledged only when it
// survives a power cut, in turn with the same rows in plain SQLite.
func BenchmarkDurableLog(b *testing.B) {
	ctx := context.Background()
	r, _ := testRecord(b)
	plain := plaintext(b)
	conn, err := plain.Conn(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	statements := map[string]*sql.Stmt{}
	exec := func(query string, args ...any) {
		s := statements[query]
		if s == nil {
			if s, err = conn.PrepareContext(ctx, query); err != nil {
				b.Fatal(err)
			}
			statements[query] = s
		}
		if _, err := s.Exec(args...); err != nil {
			b.Fatal(err)
		}
	}
	entry := func(i int) Entry {
		e := symptom("Headache", int64(i%11), time.Unix(1.7e9+int64(i)*60, 0).UTC())
		e.Note = "woke up early with a dull ache behind the left eye"
		return e
	}
	if _, err := r.Log(ctx, "log", entry(0)); err != nil {
		b.Fatal(err)
	}
	var sealed, bare []float64
	for i := 1; b.Loop(); i++ {
		e := entry(i)
		start := time.Now()
		if _, err := r.Log(ctx, "log", e); err != nil {
			b.Fatal(err)
		}
		sealed = append(sealed, time.Since(start).Seconds())

		id := NewID()
		f, err := encodeFields(&e)
		if err != nil {
			b.Fatal(err)
		}
		opID, blob := make([]byte, 32), make([]byte, 256+crypto.OpOverhead)
		copy(opID, id[:])
		start = time.Now()
		exec(`BEGIN IMMEDIATE`)
		exec(`INSERT INTO op(id, device, seq, hlc, kind, past, counts, sealed, day) VALUES(?,?,?,?,?,?,?,?,?)`, opID, 1, i, i, 16, 1, 1, blob, 20600)
		exec(`INSERT OR REPLACE INTO day(day, ops, sum) VALUES(?, ?, ?)`, 20600, i, opID)
		exec(`INSERT INTO act(id, title, op, entries, device, hlc, retracted, stamp) VALUES(?,?,?,?,?,?,0,0)`, id[:], "log", i, 1, opID[:16], i)
		exec(`INSERT INTO entry(pos, id, kind, subject, op, device, recorded, edited, category, data) VALUES(?,?,?,?,?,?,?,?,?,?)`,
			int64(positionOf(e.When, id)), id[:], e.Kind, 1, i, opID[:16], i, 0, 2, f.pack())
		exec(`INSERT INTO words(rowid, text) VALUES(?, ?)`, int64(positionOf(e.When, id)), strings.Join(words(searchText(&e)), " "))
		exec(`UPDATE device SET seq = ?, last = ?, signed = ? WHERE no = ?`, i, opID, 0, 1)
		exec(`INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)`, "heads", append(opID, 1, 2, 3, 4, 5, 6, 7, 8))
		exec(`COMMIT`)
		bare = append(bare, time.Since(start).Seconds())
	}
	b.ReportMetric(median(bare)/median(sealed), "rate-vs-plaintext-sqlite")
	b.ReportMetric(1/median(sealed), "entries/s")
}

func median(x []float64) float64 {
	slices.Sort(x)
	return x[len(x)/2]
}

// sizes are how many entries the reading benchmarks run on; the largest only
// with KITH_BENCH_FULL, because filling it takes a minute.
func sizes() []int {
	if os.Getenv("KITH_BENCH_FULL") != "" {
		return []int{10_000, 100_000, 1_000_000}
	}
	return []int{10_000, 100_000}
}

func fill(b *testing.B, r *Record, n int) {
	b.Helper()
	ctx := context.Background()
	vocabulary := strings.Fields(`woke early dull ache behind left eye after long walk rain wine cheese screen nausea better
		worse evening morning slept badly stress calm work travel pressure weather light noise cold heat`)
	random := rand.New(rand.NewPCG(1, 1))
	batch := r.NewBatch(NewID(), "fill")
	for i := range n {
		e := symptom("Symptom "+strconv.Itoa(i%20), int64(i%11), time.Unix(1e9+int64(i)*600, 0).UTC())
		e.Key = strconv.Itoa(i)
		var note strings.Builder
		for range 6 {
			note.WriteString(vocabulary[random.IntN(len(vocabulary))] + " ")
		}
		e.Note = note.String()
		if _, err := batch.Add(ctx, []Entry{e}); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Close(ctx); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpenAndSearch opens records of growing size to their newest 50
// entries, and searches them.
func BenchmarkOpenAndSearch(b *testing.B) {
	ctx := context.Background()
	var smallest float64
	for _, n := range sizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r, cfg := testRecord(b)
			fill(b, r, n)
			if err := r.Close(); err != nil {
				b.Fatal(err)
			}
			var open, rare, common []float64
			for b.Loop() {
				start := time.Now()
				again, err := OpenRecord(ctx, cfg)
				if err != nil {
					b.Fatal(err)
				}
				newest, err := again.List(ctx, Query{Limit: 50})
				if err != nil || len(newest) != 50 {
					b.Fatal(len(newest), err)
				}
				open = append(open, time.Since(start).Seconds())
				search := func(words string) float64 {
					start := time.Now()
					hits, err := again.List(ctx, Query{Search: words, Limit: 50})
					if err != nil || len(hits) != 50 {
						b.Fatal(words, len(hits), err)
					}
					return time.Since(start).Seconds()
				}
				common = append(common, search("symptom"))
				rare = append(rare, search("wine chee"))
				if err := again.Close(); err != nil {
					b.Fatal(err)
				}
			}
			if smallest == 0 {
				smallest = median(open)
			}
			b.ReportMetric(median(open)*1000, "open-ms")
			b.ReportMetric(median(open)/smallest, "open-vs-smallest")
			b.ReportMetric(median(common)*1000, "search-common-ms")
			b.ReportMetric(median(rare)*1000, "search-two-words-ms")
		})
	}
}

// BenchmarkAsOf lists the newest fifty of 100,000 entries, of which one in a hundred
// was changed or deleted, as they stood a year ago, against listing them as they are.
func BenchmarkAsOf(b *testing.B) {
	ctx := context.Background()
	r, _ := testRecord(b)
	const n = 100_000
	fill(b, r, n)
	entries, err := r.List(ctx, Query{Limit: n / 100})
	if err != nil {
		b.Fatal(err)
	}
	for i, e := range entries {
		if i%2 == 0 {
			err = r.Delete(ctx, e.ID)
		} else {
			_, err = r.Edit(ctx, e.ID, func(e *Entry) error { e.Note = "changed"; return nil })
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	var then, now []float64
	for b.Loop() {
		start := time.Now()
		if list, err := r.AsOf(ctx, time.Now(), Query{Limit: 50}); err != nil || len(list) != 50 {
			b.Fatal(len(list), err)
		}
		then = append(then, time.Since(start).Seconds())
		start = time.Now()
		if list, err := r.List(ctx, Query{Limit: 50}); err != nil || len(list) != 50 {
			b.Fatal(len(list), err)
		}
		now = append(now, time.Since(start).Seconds())
	}
	b.ReportMetric(median(then)*1000, "ms")
	b.ReportMetric(median(then)/median(now), "ratio-vs-list")
}
