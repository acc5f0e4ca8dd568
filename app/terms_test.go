package app_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
	"kith/journal/terms"
)

const zorbingOBO = "format-version: 1.2\ndata-version: 1\nontology: ours\n\n[Term]\nid: SYMP:9999998\nname: Zorbing\nsynonym: \"glimmering of the elbow\" EXACT []\n"

func termsVault(t *testing.T) (*app.App, string, app.Person) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "vault")
	a, err := app.Init(dir, []byte("correct horse"), app.Options{WorkFactor: crypto.MinWorkFactor})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() }) // a test that closes it has looked at the error
	persons, err := a.AddPersons(context.Background(), "Anna")
	if err != nil {
		t.Fatal(err)
	}
	return a, dir, persons[0]
}

func TestSuggestNames(t *testing.T) {
	ctx := context.Background()
	a, _, anna := termsVault(t)
	for _, line := range []string{"tummy gremlin 4", "headache 3", "took sumatriptan 50 mg"} {
		if _, err := a.Log(ctx, anna, line, ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		kind  journal.Kind
		typed string
		first app.Suggestion
	}{
		{journal.KindSymptom, "tummy", app.Suggestion{Label: "Tummy gremlin", Own: true, How: "own"}},
		{journal.KindSymptom, "heada", app.Suggestion{Label: "Headache", ID: "s:headache", Own: true, How: "own"}},
		{journal.KindSymptom, "brain fog", app.Suggestion{Label: "Brain fog", ID: "s:brain-fog", How: "exact"}},
		{journal.KindSymptom, "brian fog", app.Suggestion{Label: "Brain fog", ID: "s:brain-fog", How: "suggested"}},
		{journal.KindCondition, "heart attack", app.Suggestion{Label: "Heart attack", ID: "c:heart-attack", How: "exact"}},
		{journal.KindDose, "suma", app.Suggestion{Label: "sumatriptan", ID: "t:sumatriptan", Own: true, How: "own"}},
	} {
		found, err := a.Suggest(ctx, anna, c.kind, c.typed, 5)
		if err != nil || len(found) == 0 || found[0] != c.first {
			t.Errorf("%s %q: %+v, %v", c.kind, c.typed, found, err)
		}
		seen := map[string]bool{}
		for _, s := range found {
			if folded := terms.Fold(s.Label); seen[folded] || len(found) > 5 {
				t.Errorf("%q: %+v", c.typed, found)
			} else {
				seen[folded] = true
			}
		}
	}
	if found, err := a.Suggest(ctx, anna, journal.KindFactor, "wine", 5); err != nil || len(found) != 0 {
		t.Errorf("there is no vocabulary of factors: %+v, %v", found, err)
	}
	if found, err := a.Suggest(ctx, anna, journal.KindSymptom, "", 1); err != nil || len(found) != 1 || !found[0].Own {
		t.Errorf("nothing typed: %+v, %v", found, err)
	}
}

// TestImportTerms: what is imported is found beside what is built in, is kept byte
// for byte and sealed, survives a restart, and can be taken out.
func TestImportTerms(t *testing.T) {
	ctx := context.Background()
	a, dir, anna := termsVault(t)
	file := filepath.Join(t.TempDir(), "ours.obo")
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(zorbingOBO)
	source, err := a.ImportTerms(ctx, file, 0)
	if err != nil || source.Terms != 1 || source.Version != "1" || source.Kind != journal.KindSymptom || source.Bytes != len(zorbingOBO) {
		t.Fatalf("%+v, %v", source, err)
	}
	find := func(want string) {
		t.Helper()
		found, err := a.Suggest(ctx, anna, journal.KindSymptom, "glimmering of the elbow", 3)
		if err != nil || len(found) == 0 && want != "" || len(found) > 0 && (found[0].ID == "SYMP:9999998") != (want != "") {
			t.Errorf("%+v, %v", found, err)
		}
	}
	find("Zorbing")
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if bytes.Contains(data, []byte("Zorbing")) || strings.Contains(path, "ours") {
			t.Errorf("%s tells what was imported", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if a, err = app.Open(dir, crypto.PassphraseSecret([]byte("correct horse")), app.Options{}); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	find("Zorbing")

	// A newer version takes the place of the old one; a broken file of none.
	write(strings.Replace(zorbingOBO, "data-version: 1", "data-version: 2", 1))
	if _, err := a.ImportTerms(ctx, file, 0); err != nil {
		t.Fatal(err)
	}
	write("not a vocabulary")
	if _, err := a.ImportTerms(ctx, file, 0); !errors.Is(err, terms.ErrOBO) {
		t.Error(err)
	}
	sources, err := a.TermSources()
	if err != nil || len(sources) != 1 || sources[0].Version != "2" || sources[0].Unreadable {
		t.Fatalf("%+v, %v", sources, err)
	}

	// A damaged document does not take the tables built in with it.
	sealed, err := filepath.Glob(filepath.Join(dir, "local", sources[0].Document+"*"))
	if err != nil || len(sealed) != 1 {
		t.Fatal(sealed, err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sealed[0], []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	if a, err = app.Open(dir, crypto.PassphraseSecret([]byte("correct horse")), app.Options{}); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	find("")
	if sources, err = a.TermSources(); err != nil || len(sources) != 1 || !sources[0].Unreadable {
		t.Errorf("%+v, %v", sources, err)
	}
	if _, err := a.RemoveTerms("OURS.obo"); err != nil {
		t.Error(err)
	}
	if _, err := a.RemoveTerms("ours.obo"); !errors.Is(err, app.ErrTermSource) {
		t.Error(err)
	}
	if left, err := filepath.Glob(sealed[0]); err != nil || len(left) != 0 {
		t.Error("the document is still there", left, err)
	}
}
