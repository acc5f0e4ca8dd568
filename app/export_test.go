package app_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
	"kith/journal/disk/faulty"
)

// table reads an exported table as one map of a row.
func table(t testing.TB, path string) []map[string]string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(text, []byte("\n")); n != bytes.Count(text, []byte("\r\n")) {
		t.Errorf("%s: a line does not end as RFC 4180 says", path)
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			m[rows[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

func TestExportCSV(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna", "Ben")
	anna, err := a.ThePerson("Anna")
	if err != nil {
		t.Fatal(err)
	}
	logLine(t, a, "Anna", "headache 7 after wine @2026-01-03 8:30 #sleep")
	logLine(t, a, "Ben", "bp 120/80")
	logLine(t, a, "Anna", "no nausea")
	when := journal.OnDay(journal.NewDate(2026, 1, 2), a.Zone())
	_, err = a.LogEntries(ctx, anna, "log",
		journal.Entry{Kind: journal.KindNote, Name: `=HYPERLINK("x")`, Note: "a \"quoted\"\nline, and more", When: when},
		journal.Entry{Kind: journal.KindMeasure, Name: "-5", When: when,
			Body: &journal.Observation{Value: journal.QuantityOf(journal.Decimal{Coef: -50, Exp: -1}, "Cel")}})
	if err != nil {
		t.Fatal(err)
	}
	pic := photo(t, 90, 60, 0)
	e, err := a.Attach(ctx, anna, bytes.NewReader(pic), app.AttachOptions{Name: "rash.jpg"})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "out")
	var last [2]int64
	result, err := a.Export(ctx, app.ExportOptions{Format: app.ExportCSV, Path: dir, Progress: func(done, total int64) {
		if done < last[0] && total == last[1] || done > total {
			t.Errorf("progress went from %v to %d of %d", last, done, total)
		}
		last = [2]int64{done, total}
	}})
	if err != nil || result.Persons != 2 || result.Attachments != 1 || last[0] != last[1] {
		t.Fatalf("%+v %v %v", result, last, err)
	}
	rows := table(t, filepath.Join(dir, "symptom.csv"))
	i := slices.IndexFunc(rows, func(r map[string]string) bool { return r["name"] == "Headache" })
	if i < 0 {
		t.Fatal(rows)
	}
	r := rows[i]
	for column, want := range map[string]string{
		"person": "Anna", "value": "7/10", "value.number": "7", "value.scale": "nrs", "after": "wine", "tags": "sleep",
		"civil_date": "2026-01-03", "precision": "instant", "duration_s": "", "note": "", "edited": "no",
	} {
		if r[column] != want {
			t.Errorf("%s is %q, not %q", column, r[column], want)
		}
	}
	measures := table(t, filepath.Join(dir, "measure.csv"))
	notes := table(t, filepath.Join(dir, "note.csv"))
	if len(measures) != 2 || len(notes) != 1 {
		t.Fatal(measures, notes)
	}
	if notes[0]["name"] != `'=HYPERLINK("x")` || notes[0]["note"] != "a \"quoted\"\nline, and more" || notes[0]["precision"] != "day" {
		t.Errorf("%q", notes[0])
	}
	for _, m := range measures {
		if m["name"] == "-5" && (m["value"] != "-5.0 Cel" && m["value"] != "'-5.0 Cel" || m["value.number"] != "-5.0") {
			t.Errorf("%q", m)
		}
	}
	sum := e.Body.(*journal.Attachment).SHA256
	got, err := os.ReadFile(filepath.Join(dir, "attachments", hex.EncodeToString(sum)+".jpg"))
	if err != nil || !bytes.Equal(got, pic) {
		t.Error("the photo is not in it", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "previews")); !errors.Is(err, os.ErrNotExist) {
		t.Error("previews are for Kith alone", err)
	}
	if info, err := os.Stat(filepath.Join(dir, "note.csv")); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
}

// TestExportJSON: the lines are those of kith list --json, and all of them.
func TestExportJSON(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna", "Ben")
	logLine(t, a, "Anna", "headache 7 after wine @8:30 #sleep")
	logLine(t, a, "Ben", "took ibuprofen 400 mg")
	anna, err := a.ThePerson("Anna")
	if err != nil {
		t.Fatal(err)
	}
	pic := photo(t, 90, 60, 0)
	if _, err := a.Attach(ctx, anna, bytes.NewReader(pic), app.AttachOptions{Name: "rash.jpg"}); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "out.zip")
	result, err := a.Export(ctx, app.ExportOptions{Format: app.ExportNDJSON, Path: file})
	if err != nil || result.Attachments != 1 {
		t.Fatalf("%+v %v", result, err)
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	members := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if members[f.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	if len(members) != 3 || !strings.Contains(string(members["README.txt"]), "NOT ENCRYPTED") {
		t.Errorf("%d members", len(members))
	}
	entries := string(members["entries.ndjson"])
	if n := int64(strings.Count(entries, "\n")); n != result.Entries {
		t.Errorf("%d lines, %d entries", n, result.Entries)
	}
	for line := range strings.Lines(listing(t, a)) {
		if !strings.Contains(entries, line) {
			t.Errorf("missing: %s", line)
		}
	}
	for line := range strings.Lines(entries) {
		if !json.Valid([]byte(line)) {
			t.Errorf("no JSON: %s", line)
		}
	}
	if strings.Contains(entries, "blob") || strings.Contains(entries, "Preview") {
		t.Error("keys are in the export")
	}
	one := filepath.Join(t.TempDir(), "anna.ndjson")
	result, err = a.Export(ctx, app.ExportOptions{Format: app.ExportNDJSON, Path: one, Persons: []app.Person{anna}})
	if err != nil || result.AttachmentsLeftOut != 1 || result.Attachments != 0 {
		t.Fatalf("%+v %v", result, err)
	}
	if text, err := os.ReadFile(one); err != nil || strings.Contains(string(text), `"Ben"`) {
		t.Error("Ben is in it", err)
	}
}

// TestExportNeverHalf: an export that fails or is stopped leaves nothing, and none
// replaces what is there.
func TestExportNeverHalf(t *testing.T) {
	ctx := context.Background()
	disk := faulty.NewPower()
	a, err := app.Init(vaultDir, passphrase, options(disk, 0))
	if err != nil {
		t.Fatal(err)
	}
	anna, err := a.AddPersons(ctx, "Anna")
	if err != nil {
		t.Fatal(err)
	}
	logLine(t, a, "", "headache 7")
	if _, err := a.Attach(ctx, anna[0], bytes.NewReader(letter()), app.AttachOptions{Name: "letter.pdf"}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	in := faulty.NewInjector(disk)
	a, err = app.Open(vaultDir, crypto.PassphraseSecret(passphrase), options(in, 1))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.List(ctx, anna, journal.Query{}); err != nil {
		t.Fatal(err)
	}
	points := 0
	for _, target := range []string{"/home/anna/out", "/home/anna/out.zip", "/home/anna/out.ndjson"} {
		for at := 1; ; at++ {
			in.Arm(faulty.Fault{Ops: faulty.Space, At: at, Err: syscall.ENOSPC, Sticky: true})
			_, err := a.Export(ctx, app.ExportOptions{Format: app.ExportNDJSON, Path: target})
			hit := in.Failed() > 0
			in.Heal()
			if !hit {
				if err != nil {
					t.Fatal(err)
				}
				break
			}
			points++
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("%s at %d: %v", target, at, err)
			}
			for _, path := range []string{target, target + ".partial"} {
				if _, err := in.Stat(path); !errors.Is(err, os.ErrNotExist) {
					t.Fatalf("%s at %d: %s is left, %v", target, at, path, err)
				}
			}
		}
		if _, err := a.Export(ctx, app.ExportOptions{Format: app.ExportNDJSON, Path: target}); !errors.Is(err, app.ErrFileExists) {
			t.Error(err)
		}
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := a.Export(stopped, app.ExportOptions{Format: app.ExportCSV, Path: "/home/anna/stopped"}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if _, err := in.Stat("/home/anna/stopped.partial"); !errors.Is(err, os.ErrNotExist) {
		t.Error("something is left", err)
	}
	if points < 10 {
		t.Errorf("only %d places", points)
	}
}
