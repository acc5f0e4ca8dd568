package journal

import (
	"context"
	"fmt"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal/space"
	"kith/journal/space/members"
)

// testRecord makes a record in a temporary folder and returns how to reopen it.
func testRecord(t testing.TB) (*Record, space.Config) {
	t.Helper()
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		t.Fatal(err)
	}
	own := space.Identity{Author: crypto.NewSigningKey(), Device: crypto.NewSigningKey(), HPKE: hpke}
	founding, err := space.Found(members.Record, own)
	if err != nil {
		t.Fatal(err)
	}
	cfg := space.Config{Dir: t.TempDir(), ID: founding.ID, AtRest: crypto.NewKey(), Device: own.Device}
	r, err := CreateRecord(context.Background(), cfg, founding, "Ada")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r, cfg
}

func symptom(name string, rating int64, at time.Time) Entry {
	return Entry{Kind: KindSymptom, Name: name, When: At(at), Body: &Observation{Value: Number10(DecimalOf(rating))}}
}

func TestLogEditUndoHistory(t *testing.T) {
	ctx := context.Background()
	r, cfg := testRecord(t)
	at := time.Date(2026, 3, 1, 8, 30, 0, 0, time.UTC)
	ids, err := r.Log(ctx, "log", symptom("Headache", 7, at))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Edit(ctx, ids[0], func(e *Entry) error { e.Note = "after wine"; return nil }); err != nil {
		t.Fatal(err)
	}
	got, err := r.List(ctx, Query{Search: "wine head"})
	if err != nil || len(got) != 1 || got[0].Note != "after wine" || !got[0].Edited {
		t.Fatalf("search found %+v, %v", got, err)
	}
	act, found, err := r.LastAct(ctx, false)
	if err != nil || !found || act.Title != "edit" {
		t.Fatalf("last act %+v %v %v", act, found, err)
	}
	if err := r.Undo(ctx, act.ID, false); err != nil {
		t.Fatal(err)
	}
	if e, err := r.Get(ctx, ids[0]); err != nil || e.Note != "" {
		t.Fatalf("undo left %+v, %v", e, err)
	}
	if err := r.Undo(ctx, act.ID, true); err != nil {
		t.Fatal(err)
	}
	if err := r.Delete(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	if got, err := r.List(ctx, Query{}); err != nil || len(got) != 0 {
		t.Fatalf("deleted entry is listed: %+v, %v", got, err)
	}
	versions, err := r.History(ctx, ids[0])
	if err != nil || len(versions) != 3 || versions[2].Entry != nil || versions[1].Entry.Note != "after wine" {
		t.Fatalf("history %+v, %v", versions, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := OpenRecord(ctx, cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	report, err := again.Space().Rebuild(ctx, nil)
	if err != nil || report.Different {
		t.Fatalf("rebuild %+v, %v", report, err)
	}
	act, _, err = again.LastAct(ctx, false)
	if err != nil || act.Title != "delete" {
		t.Fatalf("last act %+v %v", act, err)
	}
	if err := again.Undo(ctx, act.ID, false); err != nil {
		t.Fatal(err)
	}
	if got, err := again.List(ctx, Query{Search: "headache"}); err != nil || len(got) != 1 {
		t.Fatalf("undone delete: %+v, %v", got, err)
	}
}

func TestImportTwiceAddsNothing(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	load := func() (added Added) {
		b := r.NewBatch(NewID(), "import")
		for i := range 20_000 {
			e := symptom(fmt.Sprintf("Symptom %d", i%20), int64(i%11), time.Unix(1.6e9+int64(i)*600, 0))
			e.Key = fmt.Sprintf("row %d", i)
			a, err := b.Add(ctx, []Entry{e})
			if err != nil {
				t.Fatal(err)
			}
			added.New, added.Duplicate = added.New+a.New, added.Duplicate+a.Duplicate
		}
		if err := b.Close(ctx); err != nil {
			t.Fatal(err)
		}
		return added
	}
	if a := load(); a != (Added{New: 20_000}) {
		t.Fatalf("first import %+v", a)
	}
	if a := load(); a != (Added{Duplicate: 20_000}) {
		t.Fatalf("second import %+v", a)
	}
	act, found, err := r.LastAct(ctx, false)
	if err != nil || !found || act.Entries != 20_000 {
		t.Fatalf("act %+v %v %v", act, found, err)
	}
	if err := r.Undo(ctx, act.ID, false); err != nil {
		t.Fatal(err)
	}
	if n, err := r.Count(ctx, Query{}); err != nil || n != 0 {
		t.Fatalf("%d entries after undo, %v", n, err)
	}
	if a := load(); a != (Added{New: 20_000}) {
		t.Fatalf("import after undo %+v", a)
	}
	report, err := r.Space().Rebuild(ctx, nil)
	if err != nil || report.Different {
		t.Fatalf("rebuild %+v, %v", report, err)
	}
	report, err = r.Space().Verify(ctx, nil)
	if err != nil || len(report.Damage) != 0 {
		t.Fatalf("verify %+v, %v", report, err)
	}
}

func BenchmarkImport(b *testing.B) {
	ctx := context.Background()
	for b.Loop() {
		r, _ := testRecord(b)
		batch := r.NewBatch(NewID(), "import")
		for i := range 100_000 {
			e := symptom(fmt.Sprintf("Symptom %d", i%20), int64(i%11), time.Unix(1.6e9+int64(i)*600, 0))
			e.Key = fmt.Sprintf("row %d", i)
			e.Note = "woke up early with a dull ache behind the left eye"
			if _, err := batch.Add(ctx, []Entry{e}); err != nil {
				b.Fatal(err)
			}
		}
		if err := batch.Close(ctx); err != nil {
			b.Fatal(err)
		}
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

// Thousands of entries of one second share the few bits that tell them apart;
// paging must still show each once.
func TestPagingShowsEveryEntryOnce(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	b := r.NewBatch(NewID(), "import")
	const n = 3000
	for i := range n {
		e := symptom("Headache", 3, at)
		e.Key = fmt.Sprint(i)
		if _, err := b.Add(ctx, []Entry{e}); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(ctx); err != nil {
		t.Fatal(err)
	}
	// Make collisions certain: move some rows onto neighbours of others.
	err := r.s.Update(ctx, func(tx *space.Tx) error {
		_, err := tx.Exec(`UPDATE OR IGNORE entry SET pos = (SELECT min(e.pos) FROM entry e WHERE e.pos > entry.pos) - 1
			WHERE pos % 3 = 0 AND pos < (SELECT max(pos) FROM entry)`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, oldest := range []bool{false, true} {
		seen := map[ID]bool{}
		q := Query{Limit: 7, Oldest: oldest}
		for {
			page, err := r.List(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			for i := range page {
				if seen[page[i].ID] {
					t.Fatalf("entry %s twice", page[i].ID)
				}
				seen[page[i].ID] = true
			}
			if len(page) < q.Limit {
				break
			}
			q.After = CursorOf(&page[len(page)-1])
		}
		if len(seen) != n {
			t.Fatalf("%d of %d entries seen", len(seen), n)
		}
	}
}
