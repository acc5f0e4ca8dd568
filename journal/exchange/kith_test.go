package exchange

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"kith/journal"
)

// kithLines are an export as package app writes it.
const kithLines = `{"id":"0197a3c1b2d34e5f8a6b7c8d9e0f1a2b","person":"Anna","person_id":"11111111111111111111111111111111","kind":"symptom","name":"Headache","time":"2026-01-03T07:30:00Z","local_time":"2026-01-03T08:30:00+01:00","zone":"Europe/Berlin","offset":3600,"civil_date":"2026-01-03","precision":"instant","duration_s":7200,"value":{"scale":"nrs","number":7,"text":"7/10"},"tags":["sleep"],"body":{"after":["wine"]},"recorded":"2026-01-03T07:31:00Z","entered_by":"22222222222222222222222222222222","edited":false}
{"id":"0197a3c1b2d34e5f8a6b7c8d9e0f1a2c","person":"Anna","person_id":"11111111111111111111111111111111","kind":"attachment","name":"rash.jpg","time":"2026-01-03T07:30:00Z","local_time":"2026-01-03T08:30:00+01:00","zone":"Europe/Berlin","offset":3600,"civil_date":"2026-01-03","precision":"instant","body":{"media_type":"image/jpeg","size":3,"sha256":"ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=","width":3,"height":2},"recorded":"2026-01-03T07:31:00Z","entered_by":"22222222222222222222222222222222","edited":false}
{"id":"0197a3c1b2d34e5f8a6b7c8d9e0f1a2d","person":"Anna","person_id":"11111111111111111111111111111111","kind":"samples","name":"Pulse","time":"2026-01-03T07:30:00Z","local_time":"2026-01-03T08:30:00+01:00","zone":"Europe/Berlin","offset":3600,"civil_date":"2026-01-03","precision":"instant","duration_s":60,"source":"Watch","body":{"unit":"bpm","count":1,"low":61,"high":61,"sum":61},"samples":[{"time":"2026-01-03T07:30:00Z","duration_s":60,"value":61}],"recorded":"2026-01-03T07:31:00Z","entered_by":"22222222222222222222222222222222","edited":false}
`

func kithZip(t testing.TB, members map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range members {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestKith(t *testing.T) {
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" // of "abc"
	archive := kithZip(t, map[string]string{"README.txt": "x", "entries.ndjson": kithLines, "attachments/" + sum + ".jpg": "abc"})
	for name, data := range map[string][]byte{"lines": []byte(kithLines), "archive": archive} {
		opts := testOptions()
		format, _, err := Detect(bytes.NewReader(data), int64(len(data)), opts)
		if err != nil || format != FormatKith {
			t.Fatalf("%s: %s %v", name, format, err)
		}
		r, err := Open(bytes.NewReader(data), int64(len(data)), opts)
		if err != nil {
			t.Fatal(err)
		}
		var entries []journal.Entry
		for {
			row, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil || len(row.Skips) > 0 || row.Person != "Anna" {
				t.Fatalf("%s: %+v %v", name, row, err)
			}
			entries = append(entries, row.Entries...)
		}
		if len(entries) != 3 || entries[0].ID.String() != "0197a3c1b2d34e5f8a6b7c8d9e0f1a2b" || entries[0].Value().String() != "7/10" ||
			entries[0].When.Duration.Hours() != 2 || entries[0].Observation().After[0] != "wine" {
			t.Fatalf("%s: %+v", name, entries)
		}
		samples, err := entries[2].Body.(*journal.Segment).Unpack()
		if err != nil || len(samples) != 1 || samples[0].Duration.Seconds() != 60 {
			t.Errorf("%s: %v %v", name, samples, err)
		}
		content, err := r.(AttachmentSource).Attachment(entries[1].Body.(*journal.Attachment).SHA256)
		if err != nil || (content != nil) != (name == "archive") {
			t.Fatalf("%s: %v %v", name, content, err)
		}
		if content != nil {
			if got, err := io.ReadAll(content); err != nil || string(got) != "abc" {
				t.Errorf("%q %v", got, err)
			}
			if err := content.Close(); err != nil {
				t.Error(err)
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestKithStrange(t *testing.T) {
	first, _, _ := strings.Cut(kithLines, "\n")
	for what, line := range map[string]string{
		"newer field": strings.Replace(first, `"tags"`, `"moon":1,"tags"`, 1), "newer part": strings.Replace(first, `"after"`, `"moon":1,"after"`, 1),
		"no id": strings.Replace(first, "0197a3c1b2d34e5f8a6b7c8d9e0f1a2b", "", 1), "no kind": strings.Replace(first, "symptom", "omen", 1),
		"value out of range": strings.Replace(first, `"number":7`, `"number":70`, 1), "not the day": strings.Replace(first, `"2026-01-03"`, `"2027-01-03"`, 1),
		"negative duration": strings.Replace(first, "7200", "-1", 1), "no JSON": first[:100],
		"body of another": strings.Replace(first, `"symptom"`, `"note"`, 1),
	} {
		data := []byte(line + "\n")
		opts := testOptions()
		opts.Format = FormatKith
		r, err := Open(bytes.NewReader(data), int64(len(data)), opts)
		if err != nil {
			t.Fatal(err)
		}
		row, err := r.Next()
		if err != nil || len(row.Skips) != 1 || !row.Skips[0].Whole || len(row.Entries) > 0 || strings.Contains(row.Skips[0].Example, "7") {
			t.Errorf("%s: %+v %v", what, row, err)
		}
	}
}

func FuzzKith(f *testing.F) {
	f.Add([]byte(kithLines))
	f.Add(kithZip(f, map[string]string{"entries.ndjson": kithLines}))
	f.Add([]byte("{\"id\":\"00\"}\n\n[]\nnull\n"))
	damaged := kithZip(f, map[string]string{"entries.ndjson": kithLines})
	damaged[len("entries.ndjson")+40] ^= 0x55 // in what is packed
	f.Add(damaged)
	f.Fuzz(func(t *testing.T, data []byte) { readAny(t, data, fuzzOptions(FormatKith)) })
}
