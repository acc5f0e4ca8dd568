package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
	"kith/journal/exchange"
)

// realFiles are files that other people's programs wrote. read is how many
// records each has, counted without this program: lines of a table below its
// header, entries of a bundle, elements of an export.
var realFiles = []struct {
	name    string
	column  string // of persons
	read    int
	persons int
}{
	{"csv/migraine_diaries_kostecki_dillon.csv", "id", 4152, 133},
	{"csv/mood_esm_one_patient.csv", "", 1476, 1},
	{"csv/cdiscpilot_dm.csv", "USUBJID", 306, 306},
	{"csv/cdiscpilot_mh.csv", "USUBJID", 1818, 254},
	{"csv/cdiscpilot_cm.csv", "USUBJID", 7510, 229},
	{"csv/cdiscpilot_ae.csv", "USUBJID", 1191, 225},
	{"csv/daylio.csv", "", 32, 1},
	{"fhir/Adalberto_Hartmann_44ec4447-9e2c-4eb9-bd4f-0bdb416b806e.json", "", 344, 1},
	{"fhir/Buster_Hoeger_ad2e3fc5-2b5d-4cb9-8d03-9ea0f4ac8423.json", "", 66, 1},
	{"apple/export6s3sample.xml", "", 18, 1},
}

// realData returns the path of a file of the real data, or skips the test.
func realData(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "testdata", filepath.FromSlash(name))
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		t.Skip("the real data is not here: ", path)
	}
	return path
}

func importFile(t testing.TB, a *app.App, path string, o app.ImportOptions) (*app.Report, error) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	o.File, o.Size, o.Name = f, info.Size(), filepath.Base(path)
	return a.Import(context.Background(), o)
}

func mustImport(t testing.TB, a *app.App, path string, o app.ImportOptions) *app.Report {
	t.Helper()
	r, err := importFile(t, a, path, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func skippedOf(r *app.Report) (n int) {
	for _, s := range r.Skipped {
		n += s.Count
	}
	return n
}

// TestRealData imports every real file and accounts for every record; imports it
// again, which adds nothing; backs it up, restores it and compares; and takes
// the import back.
func TestRealData(t *testing.T) {
	for _, file := range realFiles {
		t.Run(filepath.Base(file.name), func(t *testing.T) {
			if testing.Short() && file.read > 1000 {
				t.Skip("long")
			}
			if file.persons > 200 && !strings.HasSuffix(file.name, "_ae.csv") && !thorough() {
				t.Skip("much like another; TestRealDataTogether reads it")
			}
			t.Parallel()
			path := realData(t, file.name)
			ctx := context.Background()
			a := newVault(t)
			o := app.ImportOptions{PersonColumn: file.column}
			if file.column == "" {
				o.Person = "Anna"
				if _, err := a.AddPersons(ctx, "Anna"); err != nil {
					t.Fatal(err)
				}
			}
			dry := o
			dry.DryRun = true
			would := mustImport(t, a, path, dry)
			if file.column != "" && len(a.Persons()) != 0 {
				t.Error("a dry run added persons")
			}

			r := mustImport(t, a, path, o)
			if r.Read != file.read || len(r.Persons) != file.persons {
				t.Errorf("read %d records of %d persons, want %d of %d", r.Read, len(r.Persons), file.read, file.persons)
			}
			if r.Duplicates != 0 && file.name != "apple/export6s3sample.xml" {
				t.Errorf("%d duplicates in a vault that was empty", r.Duplicates)
			}
			if r.Imported+r.Duplicates+skippedOf(r) != r.Read {
				t.Errorf("not all accounted for: %+v", r)
			}
			if r.Entries+r.Samples == 0 {
				t.Error("nothing was imported")
			}
			if would.Imported != r.Imported || would.Entries != r.Entries || would.Samples != r.Samples || skippedOf(would) != skippedOf(r) {
				t.Errorf("the dry run said %d records, %d entries, %d samples; it was %d, %d, %d",
					would.Imported, would.Entries, would.Samples, r.Imported, r.Entries, r.Samples)
			}
			t.Logf("%d records: %d imported as %d entries and %d samples, %d skipped %v, cells %v",
				r.Read, r.Imported, r.Entries, r.Samples, skippedOf(r), r.Skipped, r.CellsSkipped)

			before := listing(t, a)
			again := mustImport(t, a, path, o)
			if again.Imported != 0 || again.Entries != 0 || again.Samples != 0 || again.Duplicates+skippedOf(again) != file.read {
				t.Errorf("the second import added something: %+v", again)
			}
			if listing(t, a) != before {
				t.Error("the second import changed the list")
			}
			deep := file.read < 500 && file.persons == 1 || thorough() // the rest takes long and depends little on the file
			if deep {
				dryAgain := mustImport(t, a, path, dry)
				if dryAgain.Imported != 0 || dryAgain.Duplicates != again.Duplicates {
					t.Errorf("the dry run of a second import: %d and %d, it was %d and %d",
						dryAgain.Imported, dryAgain.Duplicates, again.Imported, again.Duplicates)
				}
			}
			if deep || file.persons == 133 {
				checkRestore(t, a, before)
			}
			if _, err := a.Undo(ctx, false); err != nil {
				t.Fatal(err)
			}
			if left := listing(t, a); left != "" {
				t.Errorf("after undo %d lines are left: %.300s", strings.Count(left, "\n"), left)
			}
			if !deep {
				return
			}
			if _, err := a.Undo(ctx, true); err != nil {
				t.Fatal(err)
			}
			if listing(t, a) != before {
				t.Error("redo did not bring back what was there")
			}
		})
	}
}

func checkRestore(t *testing.T, a *app.App, want string) {
	t.Helper()
	ctx := context.Background()
	f, err := os.Open(backupTo(t, a))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dir := filepath.Join(t.TempDir(), "restored")
	result, err := app.Restore(ctx, dir, f, withPassphrase(), fast)
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Different) > 0 {
		t.Errorf("read otherwise: %v", result.Different)
	}
	b, err := app.Open(dir, crypto.PassphraseSecret(passphrase), fast)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if listing(t, b) != want {
		t.Error("the restored vault lists something else")
	}
	v, err := b.Verify(ctx, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !v.OK || anyDifferent(v) {
		t.Errorf("the restored vault: %+v", v)
	}
}

func anyDifferent(v *app.Verification) bool {
	for _, r := range v.Records {
		if r.Different {
			return true
		}
	}
	return false
}

// TestRealDataTogether imports the crowd of the trial from its four tables, so
// that each person's record comes from several files.
func TestRealDataTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	a := newVault(t)
	for _, file := range realFiles {
		if !strings.Contains(file.name, "cdiscpilot_") {
			continue
		}
		r := mustImport(t, a, realData(t, file.name), app.ImportOptions{PersonColumn: file.column})
		if r.Read != file.read || r.Imported+r.Duplicates+skippedOf(r) != r.Read {
			t.Errorf("%s: %+v", file.name, r)
		}
	}
	if n := len(a.Persons()); n != 306 {
		t.Errorf("%d persons", n)
	}
	v, err := a.Verify(context.Background(), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !v.OK || anyDifferent(v) {
		t.Errorf("%+v", v.Problems)
	}
	list, err := a.List(context.Background(), a.Persons(), journal.Query{Limit: 50})
	if err != nil || len(list) != 50 {
		t.Errorf("%d entries, %v", len(list), err)
	}
}

// TestTableWithoutPerson: a table of many persons is not put into one record by
// accident.
func TestTableWithoutPerson(t *testing.T) {
	path := realData(t, "csv/cdiscpilot_ae.csv")
	a := newVault(t, "Anna")
	_, err := importFile(t, a, path, app.ImportOptions{})
	var ask *exchange.AskError
	if !errors.As(err, &ask) || app.Explain(err).Code != app.Failed {
		t.Fatalf("%v", err)
	}
	if listing(t, a) != "" {
		t.Error("something was written")
	}
}
