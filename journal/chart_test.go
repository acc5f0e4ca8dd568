package journal

import (
	"context"
	"encoding/hex"
	"fmt"
	"reflect"
	"testing"
	"time"
)

func num(s string) *Decimal {
	d, err := ParseDecimal(s)
	if err != nil {
		panic(err)
	}
	return &d
}

// readingEntries are entries of every kind and scale that a chart reads.
func readingEntries() []Entry {
	at := time.Date(2026, 3, 1, 8, 30, 0, 0, time.FixedZone("", 3600))
	observed := func(kind Kind, name string, v *Value) Entry {
		at = at.Add(7 * time.Hour)
		return Entry{Kind: kind, Name: name, When: At(at), Body: &Observation{Value: v, Region: "left", After: []string{"wine"}}}
	}
	e := []Entry{
		observed(KindSymptom, "Pain", Number10(*num("7"))),
		observed(KindSymptom, "pain", Number10(*num("6.50"))),
		observed(KindSymptom, "Pain", nil),
		observed(KindSymptom, "Pain", Yes(false)),
		observed(KindMeasure, "Pain", &Value{Scale: Ordinal, Number: num("2"), Label: "mild"}),
		observed(KindMeasure, "Weight", QuantityOf(*num("-72.5"), "kg")),
		observed(KindMeasure, "Weight", &Value{Scale: Quantity, Number: num("1e-12"), Unit: "mg/L", Comparator: "<"}),
		observed(KindMeasure, "Blood pressure", &Value{Scale: Components, Parts: []Part{{"Systolic", *num("120"), "mm[Hg]"}, {"Diastolic", *num("80.5"), "mm[Hg]"}}}),
		observed(KindFactor, "Weather", TextOf("rain")),
		{Kind: KindResponse, Name: "PHQ-9", When: OnDay(DateOf(at), time.UTC), Body: &Response{Instrument: "phq9", Answers: []*Decimal{num("1"), nil}, Score: num("9")}},
		{Kind: KindResponse, Name: "PHQ-9", When: InMonth(DateOf(at)+40, time.UTC), Body: &Response{Instrument: "phq9"}},
	}
	e[0].Note, e[0].Tags = "a note", []string{"sleep"}
	return e
}

// plainReading is a reading as the generic decoder has it.
func plainReading(e *Entry) Reading {
	r := Reading{Kind: e.Kind, ID: e.ID, Time: e.When.Time, Offset: e.When.Offset, Date: e.When.Date, Precision: e.When.Precision, Value: e.Value()}
	if b, ok := e.Body.(*Response); ok && b.Score != nil {
		r.Value = &Value{Scale: Count, Number: b.Score}
	}
	return r
}

func sameReading(a, b *Reading) bool {
	x, y := *a, *b
	x.value, y.value, x.number, y.number = Value{}, Value{}, Decimal{}, Decimal{}
	return reflect.DeepEqual(x, y)
}

// TestReadings: the quick reader says what the thorough one says.
func TestReadings(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	entries := readingEntries()
	if _, err := r.Log(ctx, "log", entries...); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"PAIN", "weight", "Blood  pressure", "Weather", "PHQ-9"} {
		var want []Reading
		for _, kind := range []Kind{KindSymptom, KindMeasure, KindFactor, KindResponse} {
			list, err := r.List(ctx, Query{Kinds: []Kind{kind}, Name: name, Oldest: true})
			if err != nil {
				t.Fatal(err)
			}
			for i := range list {
				want = append(want, plainReading(&list[i]))
			}
		}
		i := 0
		err := r.Readings(ctx, name, Span{}, func(got *Reading) error {
			if i >= len(want) || !sameReading(got, &want[i]) {
				t.Errorf("%s, reading %d: %+v", name, i, got)
			}
			i++
			return nil
		})
		if err != nil || i != len(want) || i == 0 {
			t.Errorf("%s: %d readings, want %d, %v", name, i, len(want), err)
		}
	}
	day := entries[1].When.Date
	n := 0
	err := r.Readings(ctx, "pain", Span{From: &day, To: &day}, func(got *Reading) error {
		if got.Date != day {
			t.Errorf("asked for %s, got %s", day, got.Date)
		}
		n++
		return nil
	})
	if err != nil || n == 0 {
		t.Errorf("%d readings on %s, %v", n, day, err)
	}
}

func TestMeasured(t *testing.T) {
	ctx := context.Background()
	r, _ := testRecord(t)
	if _, err := r.Log(ctx, "log", readingEntries()...); err != nil {
		t.Fatal(err)
	}
	batch := r.NewBatch(NewID(), "import")
	run := Run{Measure: "Heart rate", Source: "watch", Unit: "/min"}
	for i := range 700 {
		run.Samples = append(run.Samples, Sample{Start: time.Date(2026, 5, 1, 6, 0, i, 0, time.UTC), Value: DecimalOf(60)})
	}
	if _, err := batch.AddRun(ctx, run); err != nil {
		t.Fatal(err)
	}
	if err := batch.Close(ctx); err != nil {
		t.Fatal(err)
	}
	list, err := r.Measured(ctx)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, m := range list {
		got += fmt.Sprintf("%s: %s, %d, %s to %s\n", m.Name, m.Kind, m.Entries, m.First, m.Last)
	}
	want := `Pain: symptom, 5, 2026-03-01 to 2026-03-02
Weight: measure, 2, 2026-03-02 to 2026-03-03
Blood pressure: measure, 1, 2026-03-03 to 2026-03-03
PHQ-9: response, 2, 2026-03-03 to 2026-04-01
Heart rate: samples, 700, 2026-05-01 to 2026-05-01
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if some, err := r.Measured(ctx, "heart  RATE", "weight", "nothing"); err != nil || len(some) != 2 || some[0] != list[1] || some[1] != list[4] {
		t.Errorf("of two names: %+v, %v", some, err)
	}
	samples := 0
	err = r.Segments(ctx, "heart rate", Span{}, func(e *Entry, s *Segment) error {
		samples += s.Count
		return nil
	})
	if err != nil || samples != 700 {
		t.Errorf("%d samples, %v", samples, err)
	}
	phq, err := r.List(ctx, Query{Name: "PHQ-9"})
	if err != nil || r.Delete(ctx, phq[0].ID, phq[1].ID) != nil {
		t.Fatal(err)
	}
	if left, err := r.Measured(ctx); err != nil || len(left) != len(list)-1 {
		t.Errorf("after deleting: %+v, %v", left, err)
	}
	defs, err := r.DefinitionsOf(ctx, "pain")
	if err != nil || len(defs) != 2 || defs[0].Scale != NRS || defs[1].Scale != Ordinal {
		t.Errorf("definitions %+v, %v", defs, err)
	}
	if defs, err := r.DefinitionsOf(ctx, "unheard of"); err != nil || len(defs) != 0 {
		t.Errorf("definitions %+v, %v", defs, err)
	}
}

// FuzzReading feeds the quick decoder with anything: it never panics, and where
// the generic decoder reads an entry it reads the same.
func FuzzReading(f *testing.F) {
	for _, e := range readingEntries() {
		fields, err := encodeFields(&e)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(e.Kind), fields.pack())
	}
	f.Add(uint8(KindSymptom), []byte{0x82, 0xa1, 0x01, 0x1b, 255, 255, 255, 255, 255, 255, 255, 255, 0xf6})
	// A number's coefficient written as the simple value 0.
	simple := "82a5011b0000019cb2d17f4003190e100419502305010766576569676874a301a4010502822ae003646d672f4c06613c03646c65667404816477696e65"
	if b, err := hex.DecodeString(simple); err != nil {
		f.Fatal(err)
	} else {
		f.Add(uint8(KindMeasure), b)
	}
	f.Add(uint8(KindSymptom), []byte{0x82, 0xa0, 0xa1, 0x01, 0xa1, 0x02, 0x82, 0x20, 0x0a})
	f.Fuzz(func(t *testing.T, kind uint8, packed []byte) {
		k := Kind(kind)
		if k != KindSymptom && k != KindMeasure && k != KindFactor && k != KindResponse {
			k = KindSymptom
		}
		var got Reading
		err := got.decode(k, packed)
		if _, serr := segmentCount(packed); serr == nil && len(packed) == 0 {
			t.Error("nothing has a count")
		}
		e := Entry{Kind: k}
		fields, perr := unpackFields(packed)
		if perr != nil {
			return
		}
		if deleted, derr := fields.decode(&e); derr != nil || deleted || e.Validate() != nil {
			return // never stored
		}
		want := plainReading(&e)
		if err != nil || !sameReading(&got, &want) {
			t.Errorf("%x\ngot  %+v %v, %v\nwant %+v %v", packed, got, got.Value, err, want, want.Value)
		}
	})
}

// BenchmarkReadings reads 100,000 readings of one name, in turn as a plain list
// of entries.
func BenchmarkReadings(b *testing.B) {
	ctx := context.Background()
	r, _ := testRecord(b)
	batch := r.NewBatch(NewID(), "fill")
	for i := range 100_000 {
		e := symptom("Pain", int64(i%11), time.Unix(1e9+int64(i)*600, 0).UTC())
		e.Key = fmt.Sprint(i)
		if _, err := batch.Add(ctx, []Entry{e}); err != nil {
			b.Fatal(err)
		}
	}
	if err := batch.Close(ctx); err != nil {
		b.Fatal(err)
	}
	var quick, plain, names []float64
	for b.Loop() {
		n := 0
		start := time.Now()
		if err := r.Readings(ctx, "pain", Span{}, func(*Reading) error { n++; return nil }); err != nil || n != 100_000 {
			b.Fatal(n, err)
		}
		quick = append(quick, time.Since(start).Seconds())
		start = time.Now()
		if list, err := r.List(ctx, Query{Name: "pain", Oldest: true}); err != nil || len(list) != 100_000 {
			b.Fatal(len(list), err)
		}
		plain = append(plain, time.Since(start).Seconds())
		start = time.Now()
		if list, err := r.Measured(ctx); err != nil || len(list) != 1 {
			b.Fatal(list, err)
		}
		names = append(names, time.Since(start).Seconds())
	}
	b.ReportMetric(median(quick)*1000, "readings-ms")
	b.ReportMetric(median(names)*1000, "measured-ms")
	b.ReportMetric(median(quick)/median(plain), "ratio-vs-list")
}
