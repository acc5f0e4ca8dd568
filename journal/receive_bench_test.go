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

// BenchmarkReceiveRecord takes 100,000 entries, each an op of its own, into a
// joined record, in parts of 4096 as syncing hands them over: authenticated,
// stored, shown and found by search when it ends. Beside it, in the same run, what
// the projection alone takes, computed from the same ops by a rebuild.
func BenchmarkReceiveRecord(b *testing.B) {
	ctx := context.Background()
	const n = 100_000
	r, cfg := testRecord(b)
	for i := 0; i < n; i += 1000 {
		err := r.s.Update(ctx, func(tx *space.Tx) error {
			for k := range 1000 {
				e := symptom("Symptom "+fmt.Sprint(k%20), int64(k%11), time.Unix(1e9+int64(i+k)*600, 0).UTC())
				e.ID, e.Note = NewID(), "woke up early with a dull ache behind the left eye"
				p, err := newPut(&e)
				if err != nil {
					return err
				}
				if _, err := appendIn(tx, Symptoms, opChange, change{Title: "log", Puts: []put{p}}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	guest := identityOf(b, crypto.NewSigningKey())
	w, err := r.s.Admit(ctx, guest.Certificate(), members.Writer, nil, true)
	if err != nil {
		b.Fatal(err)
	}
	ops := opsOf(b, r)
	var receiving, projecting time.Duration
	rounds := 0
	for b.Loop() {
		rounds++
		joined, err := JoinRecord(ctx, space.Config{Dir: b.TempDir(), ID: cfg.ID, AtRest: crypto.NewKey(), Device: guest.Device, HPKE: guest.HPKE}, w)
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		for from := 0; from < len(ops); from += 4096 {
			got, err := joined.s.Receive(ctx, ops[from:min(from+4096, len(ops))])
			if err != nil || got.Waiting+len(got.Refused) > 0 {
				b.Fatal(got, err)
			}
		}
		receiving += time.Since(start)
		if found, err := joined.List(ctx, Query{Search: "dull ache", Limit: 50}); err != nil || len(found) != 50 {
			b.Fatal(len(found), err)
		}
		start = time.Now()
		if report, err := joined.s.Rebuild(ctx, nil); err != nil || report.Different {
			b.Fatal(report, err)
		}
		projecting += time.Since(start)
		if err := joined.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(receiving.Seconds()/float64(rounds), "s-received-and-projected")
	b.ReportMetric(projecting.Seconds()/float64(rounds), "s-projected-alone")
	b.ReportMetric(float64(receiving)/float64(projecting), "ratio-vs-projection-alone")
}
