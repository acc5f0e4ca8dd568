package exchange

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"

	"kith/journal"
)

// FuzzFHIROwn reads damaged bundles of our own. What is read must be valid, and read
// the same once it was written again.
func FuzzFHIROwn(f *testing.F) {
	r := &inventor{Rand: rand.New(rand.NewPCG(3, 3))}
	r.record = r.id()
	for _, kind := range []journal.Kind{journal.KindSymptom, journal.KindDose, journal.KindSamples, journal.KindCourse, journal.KindPlan, journal.KindAppointment} {
		e := r.entry(f, kind)
		e.Note = ""
		f.Add(writeFHIR(f, FHIROptions{Person: "A", Record: r.record, Now: testNow}, []journal.Entry{e}))
	}
	f.Add([]byte(`{"resourceType":"Basic","extension":[{"url":"` + extEntry + `","valueString":"{\"v\":1,\"kind\":\"note\"}"}]}`))
	f.Add([]byte(`{"resourceType":"Observation","extension":[{"url":"` + extSampleOf + `","valueString":"x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		opts := fuzzOptions(FormatFHIR)
		reader, err := Open(bytes.NewReader(data), int64(len(data)), opts)
		if err != nil {
			return
		}
		for range 2000 {
			row, err := reader.Next()
			if err != nil {
				return
			}
			for i := range row.Entries {
				if err := row.Entries[i].Validate(); err != nil {
					t.Fatal(err)
				}
				again(t, row.Entries[i])
			}
			if source, ok := reader.(AttachmentSource); ok {
				for i := range row.Entries {
					if b, ok := row.Entries[i].Body.(*journal.Attachment); ok {
						if c, err := source.Attachment(b.SHA256); err == nil && c != nil {
							_ = c.Close() // it was only opened
						}
					}
				}
			}
		}
	})
}

// again writes an entry that was read and holds what is read of that against it.
func again(t *testing.T, e journal.Entry) {
	t.Helper()
	record := journal.ID{7}
	if e.Person = record; e.ID.IsZero() || e.Key != "" {
		e.ID = e.ImportID(record)
	}
	if e.Key = ""; !roundTrips(&e) {
		return // words that JSON cannot hold
	}
	o := FHIROptions{Person: "A", Record: record, Now: testNow}
	list := []journal.Entry{e}
	if e.Kind == journal.KindPerson {
		if o.Who, list = &e, nil; e.ID != e.OwnID(record) {
			return // nobody's
		}
	}
	got := mustRead(t, writeFHIR(t, o, list), fuzzOptions(FormatFHIR))
	compareLines(t, lines(t, record, got.entries), lines(t, record, []journal.Entry{e}))
}

// BenchmarkFHIRWrite compares a bundle with the same entries as NDJSON.
func BenchmarkFHIRWrite(b *testing.B) {
	r := &inventor{Rand: rand.New(rand.NewPCG(5, 5))}
	r.record = r.id()
	var entries []journal.Entry
	for i := range 2000 {
		entries = append(entries, journal.Entry{ID: r.id(), Kind: journal.KindSymptom, When: journal.At(testNow), Name: "Headache",
			Body: &journal.Observation{Value: journal.Number10(journal.DecimalOf(int64(i % 11)))}})
	}
	plain := time.Duration(0)
	b.ReportAllocs()
	for b.Loop() {
		w, err := NewFHIRWriter(io.Discard, FHIROptions{Person: "A", Record: r.record, Now: testNow})
		if err != nil {
			b.Fatal(err)
		}
		for i := range entries {
			if err := w.Add(&entries[i]); err != nil {
				b.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		began := time.Now()
		for i := range entries {
			d, err := FullDocumentOf("A", &entries[i])
			if err != nil {
				b.Fatal(err)
			}
			line, err := d.MarshalLine()
			if err != nil {
				b.Fatal(err)
			}
			if _, err := io.Discard.Write(line); err != nil {
				b.Fatal(err)
			}
		}
		plain += time.Since(began)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed())/float64(plain), "ratio-vs-ndjson")
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(len(entries)), "µs/entry")
}

// TestFHIRReal takes every record of the real files there and back.
func TestFHIRReal(t *testing.T) {
	for _, name := range []string{"fhir/Buster_Hoeger_ad2e3fc5-2b5d-4cb9-8d03-9ea0f4ac8423.json", "csv/mood_esm_one_patient.csv", "csv/migraine_diaries_kostecki_dillon.csv",
		"csv/daylio.csv", "csv/cdiscpilot_ae.csv", "csv/cdiscpilot_cm.csv", "csv/cdiscpilot_mh.csv", "csv/cdiscpilot_dm.csv",
		"fhir/Adalberto_Hartmann_44ec4447-9e2c-4eb9-bd4f-0bdb416b806e.json", "apple/export6s3sample.xml"} {
		data := realFile(t, name)
		opts := testOptions()
		opts.OnePerson = true
		opts.FileName = name[strings.LastIndexByte(name, '/')+1:]
		read := mustRead(t, data, opts)
		record := journal.ID{1}
		var entries []journal.Entry
		seen := map[journal.ID]bool{}
		for i := range read.entries {
			e := read.entries[i]
			e.ID, e.Person = e.ImportID(record), record
			if e.Key = ""; !seen[e.ID] {
				seen[e.ID] = true
				entries = append(entries, e)
			}
		}
		for i, run := range read.runs {
			for len(run.Samples) > 0 {
				n := min(len(run.Samples), journal.MaxSamples)
				s, err := journal.NewSegment(run.Unit, run.Samples[:n])
				if err != nil {
					t.Fatal(err)
				}
				entries = append(entries, journal.Entry{ID: journal.DerivedID(record, run.Measure+string(rune(i))+run.Samples[0].Start.String()), Kind: journal.KindSamples, Name: run.Measure,
					When: journal.At(run.Samples[0].Start), Source: run.Source, Body: s})
				run.Samples = run.Samples[n:]
			}
		}
		if most := 1000; len(entries) > most && os.Getenv("KITH_ROUNDS") == "" {
			entries = entries[:most] // all of them take a minute
		}
		text := writeFHIR(t, FHIROptions{Person: "A", Record: record, Now: testNow}, entries)
		forValidator(t, "real-"+strings.ReplaceAll(opts.FileName, ".", "-")+".fhir.json", text)
		got := mustRead(t, text, testOptions())
		if len(got.whole) > 0 {
			t.Fatalf("%s: %v", name, got.whole)
		}
		compareLines(t, lines(t, record, got.entries), lines(t, record, entries))
		t.Logf("%s: %d entries, %d bytes in, %d bytes of FHIR", name, len(entries), len(data), len(text))
		if !json.Valid(text) {
			t.Error(name)
		}
	}
}
