package journal

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// BenchmarkImportCategories imports the same rows, once all of one category and once
// spread over five, and compares.
func BenchmarkImportCategories(b *testing.B) {
	const rows = 50_000
	names := func(spread bool, i int) (Kind, string) {
		if !spread {
			return KindSymptom, fmt.Sprintf("Symptom %d", i%20)
		}
		switch i % 5 {
		case 0:
			return KindMeasure, "Mood"
		case 1:
			return KindMeasure, "Weight"
		case 2:
			return KindFactor, "Wine"
		case 3:
			return KindSymptom, "Stress"
		}
		return KindSymptom, fmt.Sprintf("Symptom %d", i%20)
	}
	run := func(spread bool) time.Duration {
		ctx := context.Background()
		r, _ := testRecord(b)
		began := time.Now()
		batch := r.NewBatch(NewID(), "import")
		for i := range rows {
			e := symptom("", int64(i%11), time.Unix(1.6e9+int64(i)*600, 0))
			e.Kind, e.Name = names(spread, i)
			e.Key = fmt.Sprintf("row %d", i)
			e.Note = "woke up early with a dull ache behind the left eye"
			if _, err := batch.Add(ctx, []Entry{e}); err != nil {
				b.Fatal(err)
			}
		}
		if err := batch.Close(ctx); err != nil {
			b.Fatal(err)
		}
		took := time.Since(began)
		if err := r.Close(); err != nil {
			b.Fatal(err)
		}
		return took
	}
	var one, five time.Duration
	for b.Loop() {
		one += run(false)
		five += run(true)
	}
	b.ReportMetric(rows*float64(b.N)/five.Seconds(), "entries/s")
	b.ReportMetric(five.Seconds()/one.Seconds(), "ratio-vs-one-category")
}
