package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
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
	"kith/journal/exchange"
)

// all takes everything along that a format has a place for.
func all(f app.ExportFormat, p app.Person) app.ExportOptions {
	return app.ExportOptions{Format: f, Selection: app.Selection{Person: p, Include: f.Parts()}}
}

// exported writes an export to a new file and returns it.
func exported(t testing.TB, a *app.App, o app.ExportOptions, name string) (string, *app.ExportResult) {
	t.Helper()
	o.Path = filepath.Join(t.TempDir(), name)
	result, err := a.Export(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return o.Path, result
}

// forValidator keeps a file for the parsers of others (journal/exchange/validate).
func forValidator(t testing.TB, path, name string) {
	t.Helper()
	if dir := os.Getenv("KITH_VALIDATE"); dir != "" {
		text, err := os.ReadFile(path)
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func sameLines(t testing.TB, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("only after the import: %.800s", line)
		}
	}
	for _, line := range want {
		if !slices.Contains(got, line) {
			t.Errorf("only before: %.800s", line)
		}
	}
	t.Fatal("the record is another one")
}

// TestFHIRExportAndBack imports bundles into an empty vault: the same entries with
// the same ids, and the same files. Importing them again adds nothing.
func TestFHIRExportAndBack(t *testing.T) {
	ctx := context.Background()
	a := fullVault(t)
	b := newVault(t)
	for _, p := range a.Persons() {
		path, made := exported(t, a, all(app.ExportFHIR, p), "kith.json")
		if made.Attachments != 1 || len(made.LeftOut) > 0 {
			t.Fatalf("%+v", made)
		}
		forValidator(t, path, "full-"+p.Name+".fhir.json")
		r := importExport(t, b, path)
		if r.Format != exchange.FormatFHIR || len(r.Skipped) > 0 || !slices.Equal(r.PersonsAdded, []string{p.Name}) || len(r.Notes) > 0 || r.Duplicates > 0 {
			t.Fatalf("%+v", r)
		}
		if again := importExport(t, b, path); again.Imported != 0 || again.Duplicates != again.Read {
			t.Errorf("%+v", again)
		}
	}
	sameLines(t, canonical(t, b), canonical(t, a))
	for _, p := range b.Persons() {
		list, err := b.Attachments(ctx, p, journal.ID{})
		if err != nil || len(list) != 1 {
			t.Fatal(len(list), err)
		}
		if content := contentOf(t, b, &list[0]); !bytes.Equal(content, letter()) && !bytes.Equal(content, photo(t, 300, 200, 6)) {
			t.Error("a file is another one")
		}
	}
}

// TestFHIRExportSample takes the sample diary there and back, and holds it against
// what a clinician's program would be told.
func TestFHIRExportSample(t *testing.T) {
	if testing.Short() {
		t.Skip("the sample diary takes some seconds")
	}
	a := newVault(t)
	p, err := a.AddSample(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	path, _ := exported(t, a, all(app.ExportFHIR, p), "sample.json")
	forValidator(t, path, "sample.fhir.json")
	b := newVault(t)
	if r := importExport(t, b, path); len(r.Skipped) > 0 {
		t.Fatalf("%+v", r.Skipped)
	}
	sameLines(t, canonical(t, b), canonical(t, a))
	if n := resolves(t, "sample", bundleOf(t, path)); n == 0 {
		t.Error("nothing refers to anything")
	}
	for _, f := range []app.ExportFormat{app.ExportIPS, app.ExportPhenopacket} {
		path, _ := exported(t, a, all(f, p), "sample.json")
		forValidator(t, path, "sample."+string(f)+".json")
		if f == app.ExportIPS {
			resolves(t, "summary", bundleOf(t, path))
		}
	}
	parts := app.ExportFHIR.Parts()
	for i := range parts { // one at a time, and each with the next
		o := app.ExportOptions{Format: app.ExportFHIR, Selection: app.Selection{Person: p, Include: []app.Part{parts[i], parts[(i+1)%len(parts)]}}}
		path, _ := exported(t, a, o, "ticked.json")
		resolves(t, string(parts[i]), bundleOf(t, path))
	}
}

func bundleOf(t testing.TB, path string) []map[string]any {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var bundle struct {
		ResourceType, Type string
		Entry              []struct {
			FullURL  string
			Resource map[string]any
		}
	}
	if err := json.Unmarshal(text, &bundle); err != nil || bundle.ResourceType != "Bundle" {
		t.Fatal(bundle.ResourceType, err)
	}
	var list []map[string]any
	for _, e := range bundle.Entry {
		if e.FullURL != "urn:uuid:"+e.Resource["id"].(string) {
			t.Fatalf("%s is %s", e.FullURL, e.Resource["id"])
		}
		list = append(list, e.Resource)
	}
	return list
}

func references(v any) (found []string) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if text, ok := inner.(string); ok && key == "reference" {
				found = append(found, text)
			}
			found = append(found, references(inner)...)
		}
	case []any:
		for _, inner := range v {
			found = append(found, references(inner)...)
		}
	}
	return found
}

// TestExportTicked: what is not ticked, or out of the days, is in no form of export.
func TestExportTicked(t *testing.T) {
	a := newVault(t, "Anna")
	anna := a.Persons()[0]
	logLine(t, a, "Anna", "headache 7 after wine @2026-01-03 8:30")
	logLine(t, a, "Anna", "nausea 3 @2025-12-01 8:30")
	ctx := context.Background()
	when := journal.OnDay(journal.NewDate(2026, 1, 2), a.Zone())
	_, err := a.LogEntries(ctx, anna, "log",
		journal.Entry{Kind: journal.KindNote, Note: "secretnote", When: when},
		journal.Entry{Kind: journal.KindSymptom, Name: "Fatigue", Note: "secretbeside", When: when, Body: &journal.Observation{}},
		journal.Entry{Kind: journal.KindFactor, Name: "Secretfood", When: when, Body: &journal.Observation{Value: journal.Yes(true)}},
		journal.Entry{Kind: journal.KindCondition, Name: "Secretdisease", When: when, Body: &journal.Condition{}})
	if err != nil {
		t.Fatal(err)
	}
	from := journal.NewDate(2026, 1, 1)
	for _, f := range app.ExportFormats() {
		o := app.ExportOptions{Format: f, Selection: app.Selection{Person: anna, From: &from, Include: []app.Part{app.PartSymptoms}}}
		if f == app.ExportIPS {
			o.Include = []app.Part{app.PartTreatments}
		}
		p, err := a.ExportPreview(ctx, o)
		if err != nil {
			t.Fatal(f, err)
		}
		o.Path = filepath.Join(t.TempDir(), "x"+f.Extensions()[0])
		if f == app.ExportCSV || f == app.ExportNDJSON {
			o.Path = filepath.Join(t.TempDir(), "folder")
		}
		r, err := a.Export(ctx, o)
		if err != nil {
			t.Fatal(f, err)
		}
		if r.Entries != p.Entries || !slices.Equal(r.LeftOut, p.LeftOut) || len(p.Parts) != len(f.Parts()) {
			t.Errorf("%s: the preview says %+v, the export %+v", f, p, r)
		}
		var text strings.Builder
		for _, file := range p.Files {
			text.WriteString(file.Text)
			path := o.Path
			if f == app.ExportCSV || f == app.ExportNDJSON {
				path = filepath.Join(o.Path, file.Name)
			}
			written, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if f == app.ExportCSV && string(written) != file.Text {
				t.Errorf("%s: %s is not what was shown", f, file.Name)
			}
			text.Write(written)
		}
		for _, secret := range []string{"secretnote", "secretbeside", "Secretfood", "Secretdisease", "Nausea", "2025-12"} {
			if strings.Contains(text.String(), secret) {
				t.Errorf("%s holds %s", f, secret)
			}
		}
		if f == app.ExportFHIR && (!strings.Contains(text.String(), "Headache") || strings.Contains(text.String(), "Anna")) {
			t.Errorf("%s: %s", f, text.String())
		}
	}
	if _, err := a.ExportPreview(ctx, app.ExportOptions{Format: app.ExportIPS, Selection: app.Selection{Person: anna, Include: []app.Part{app.PartShares}}}); err == nil {
		t.Error("a part that the format does not have")
	}
	to := from - 1
	if _, err := a.ExportPreview(ctx, app.ExportOptions{Format: app.ExportCSV, Selection: app.Selection{Person: anna, From: &from, To: &to}}); err == nil {
		t.Error("days backwards")
	}
}

// TestExportForce: a file that is there is replaced only if somebody says so, and
// never by half an export.
func TestExportForce(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	o := app.ExportOptions{Format: app.ExportFHIR, Path: filepath.Join(t.TempDir(), "anna.json")}
	if err := os.WriteFile(o.Path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Export(ctx, o); !errors.Is(err, app.ErrFileExists) {
		t.Fatal(err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	o.Force = true
	if _, err := a.Export(stopped, o); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(o.Path); err != nil || string(text) != "old" {
		t.Fatalf("%q %v", text, err)
	}
	if _, err := a.Export(ctx, o); err != nil {
		t.Fatal(err)
	}
	if list := bundleOf(t, o.Path); list[0]["resourceType"] != "Patient" {
		t.Error(list[0])
	}
	o.Path = filepath.Join(t.TempDir(), "anna.zip")
	if _, err := a.Export(ctx, o); err == nil {
		t.Error("a bundle is called .zip")
	}
}

// TestExportPreviewCounts: the preview of a bundle that is longer than what is shown
// counts the files that are in it and that are not, as the export does.
func TestExportPreviewCounts(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	anna := a.Persons()[0]
	for i := range 400 { // far more than 64 KiB
		logLine(t, a, "", fmt.Sprintf("headache %d @2025-01-03 8:30", i%11))
	}
	random := rand.New(rand.NewPCG(2, 2))
	for _, size := range []int{100, 300, 9 << 20} {
		content := make([]byte, size)
		for i := range content {
			content[i] = byte(random.Uint32())
		}
		if _, err := a.Attach(ctx, anna, bytes.NewReader(content), app.AttachOptions{Name: fmt.Sprint(size, ".bin")}); err != nil {
			t.Fatal(err)
		}
	}
	o := all(app.ExportFHIR, anna)
	p, err := a.ExportPreview(ctx, o)
	if err != nil || !p.Files[0].More {
		t.Fatal(err)
	}
	path, r := exported(t, a, o, "anna.json")
	if r.Attachments != 2 || r.AttachmentsLeftOut != 1 || len(r.LeftOut) != 1 || !slices.Equal(p.LeftOut, r.LeftOut) || p.Entries != r.Entries {
		t.Errorf("the preview says %+v, the export %+v", p.LeftOut, r)
	}
	if resolves(t, "anna", bundleOf(t, path)) != 0 {
		t.Error("something refers to something")
	}
}

// TestFHIRExportNoSpace: a bundle for which there is no room leaves nothing behind, at
// whatever write the disk is full, and one that was there stays.
func TestFHIRExportNoSpace(t *testing.T) {
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
	for i := range 3 {
		logLine(t, a, "", fmt.Sprint("headache ", i+1))
	}
	content := bytes.Repeat(letter(), 800_000/len(letter())) // several writes of the buffer
	if _, err := a.Attach(ctx, anna[0], bytes.NewReader(content), app.AttachOptions{Name: "letter.pdf"}); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	in := faulty.NewInjector(disk)
	if a, err = app.Open(vaultDir, crypto.PassphraseSecret(passphrase), options(in, 1)); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.List(ctx, anna, journal.Query{}); err != nil {
		t.Fatal(err)
	}
	o := all(app.ExportFHIR, anna[0])
	o.Path = "/home/anna/anna.json"
	points := 0
	for _, o.Force = range []bool{false, true} { // the second time over the first
		for at := 1; ; at++ {
			in.Arm(faulty.Fault{Ops: faulty.Space, At: at, Err: syscall.ENOSPC, Sticky: true})
			_, err := a.Export(ctx, o)
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
				t.Fatalf("at %d: %v", at, err)
			}
			if said := app.Explain(err); said.Code != app.Failed || said.Do == "" {
				t.Errorf("at %d it is explained as %+v", at, said)
			}
			if _, err := in.Stat(o.Path + ".partial"); !errors.Is(err, os.ErrNotExist) {
				t.Fatalf("at %d: half of it is left, %v", at, err)
			}
			info, err := in.Stat(o.Path)
			if !o.Force && !errors.Is(err, os.ErrNotExist) || o.Force && (err != nil || info.Size() < 800_000) {
				t.Fatalf("at %d: %v", at, err)
			}
		}
	}
	if points < 8 {
		t.Errorf("only %d places", points)
	}
}
