package view_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kith/app"
	"kith/app/view"
	"kith/app/words"
	"kith/crypto"
	"kith/journal"
)

func bringVault(t testing.TB, persons ...string) *app.App {
	t.Helper()
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), []byte("correct horse battery"), app.Options{WorkFactor: crypto.MinWorkFactor})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, err := a.AddPersons(context.Background(), persons...); err != nil {
		t.Fatal(err)
	}
	return a
}

// written makes a file of its own for a test.
func written(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func realFile(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "testdata", filepath.FromSlash(name))
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		t.Skip("the real data is not here: ", path)
	}
	return path
}

// opened drops a file onto the page and looks into it.
func opened(t testing.TB, b *view.Bring, path, owner string) view.BringShown {
	t.Helper()
	if err := b.Take(path); err != nil {
		t.Fatal(err)
	}
	if !b.Begin() {
		t.Fatal("the file is not taken up")
	}
	if got := b.Shown().Step; got != view.BringReading {
		t.Fatalf("step %d, it should be reading", got)
	}
	if err := b.Next(context.Background(), owner); err != nil {
		t.Fatal(err)
	}
	return b.Shown()
}

// refreshed does what the page does after a change.
func refreshed(t testing.TB, b *view.Bring) view.BringShown {
	t.Helper()
	if err := b.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := b.Count(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Shown()
}

// imported imports what is ready.
func imported(t testing.TB, b *view.Bring) view.BringShown {
	t.Helper()
	if !b.Start() {
		t.Fatalf("it cannot start: %+v", b.Shown())
	}
	if err := b.Import(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	s := b.Shown()
	if s.Step != view.BringDone {
		t.Fatalf("step %d: %+v", s.Step, s.Problem)
	}
	if c := s.Summary; c.Read != c.Imported+c.Duplicates+c.Skipped {
		t.Errorf("read %d, but %d imported, %d duplicates, %d skipped", c.Read, c.Imported, c.Duplicates, c.Skipped)
	}
	return s
}

func entriesOf(t testing.TB, a *app.App) []app.Listed {
	t.Helper()
	list, err := a.List(context.Background(), a.Persons(), journal.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func column(t testing.TB, s view.BringShown, name string) view.BringColumn {
	t.Helper()
	for _, c := range s.Columns {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no column %s", name)
	return view.BringColumn{}
}

// TestBringReal takes every real file from the drop to the undo, with nothing to
// be said where there is nothing to ask.
func TestBringReal(t *testing.T) {
	for _, file := range []struct {
		name      string
		read      int
		questions []view.BringQuestion
		persons   int
	}{
		{"csv/migraine_diaries_kostecki_dillon.csv", 4152, []view.BringQuestion{view.AskOwner}, 133},
		{"csv/mood_esm_one_patient.csv", 1476, nil, 1},
		{"csv/cdiscpilot_ae.csv", 1191, []view.BringQuestion{view.AskOwner}, 1},
		{"csv/daylio.csv", 32, nil, 1},
		{"fhir/Buster_Hoeger_ad2e3fc5-2b5d-4cb9-8d03-9ea0f4ac8423.json", 66, nil, 1},
		{"apple/export6s3sample.xml", 18, nil, 1},
	} {
		t.Run(filepath.Base(file.name), func(t *testing.T) {
			if testing.Short() && file.persons > 1 {
				t.Skip("long")
			}
			t.Parallel()
			path := realFile(t, file.name)
			a := bringVault(t, "Anna")
			b := view.NewBring(a)
			defer b.Close()
			s := opened(t, b, path, "Anna")
			if !slices.Equal(s.Questions, file.questions) {
				t.Fatalf("asks %v, want %v; %+v", s.Questions, file.questions, s.Problem)
			}
			if len(s.Lines) == 0 || len(s.Lines) > 20 || s.Format == "" || s.Why == "" || s.Size == "" {
				t.Errorf("%d lines, %q %q %q", len(s.Lines), s.Format, s.Why, s.Size)
			}
			answer := func() {
				switch {
				case file.persons > 1:
					b.SetOwner(b.Owners()[0]) // the column
				case len(file.questions) > 0:
					b.SetOwner(view.BringOwner{Kind: view.OwnerPerson, Name: "Anna"})
				}
			}
			answer()
			s = refreshed(t, b)
			if s.Step != view.BringReady || s.Counts == nil || s.Counts.Read != file.read {
				t.Fatalf("step %d, counts %+v", s.Step, s.Counts)
			}
			if len(a.Persons()) != 1 || len(entriesOf(t, a)) != 0 {
				t.Error("something was written before it was asked for")
			}
			would := *s.Counts
			s = imported(t, b)
			if s.Summary.BringCounts != would || s.Summary.Persons != file.persons {
				t.Errorf("it said %+v would come, %+v came", would, s.Summary.BringCounts)
			}
			t.Logf("%+v %v %v", s.Summary.BringCounts, s.Summary.Skips, s.Summary.Cells)
			s = opened(t, b, path, "Anna")
			answer()
			refreshed(t, b)
			if s = imported(t, b); s.Summary.Imported != 0 || s.Summary.Duplicates == 0 {
				t.Errorf("the second time it added %+v", s.Summary.BringCounts)
			}
			if err := b.Undo(context.Background(), b.Shown().Act); !errors.Is(err, journal.ErrNothing) {
				t.Errorf("undo of an import that added nothing: %v", err)
			}
		})
	}
}

// TestBringAsksForDates: an unclear date is asked about, and the answer decides.
func TestBringAsksForDates(t *testing.T) {
	for format, want := range map[string]string{"day-month-year": "2026-04-03", "month-day-year": "2026-03-04"} {
		a := bringVault(t, "Anna")
		b := view.NewBring(a)
		defer b.Close()
		s := opened(t, b, written(t, "t.csv", "when,pain\n03/04/2026,5\n05/06/2026,6\n"), "Anna")
		if s.Step != view.BringAsk || !slices.Equal(s.Questions, []view.BringQuestion{view.AskFormat}) || s.Date.Example != "03/04/2026" {
			t.Fatalf("step %d, asks %v about %q", s.Step, s.Questions, s.Date.Example)
		}
		if b.Start() {
			t.Error("it starts without an answer")
		}
		b.SetDateFormat(format)
		if b.Start() {
			t.Error("it starts while what is shown is stale")
		}
		s = refreshed(t, b)
		if s.Step != view.BringReady || s.Lines[0].Entries[0].When != want || s.Counts.Entries != 2 {
			t.Errorf("%s: step %d, %+v", format, s.Step, s.Lines[0])
		}
		imported(t, b)
		if list := entriesOf(t, a); list[1].Entry.When.Date.String() != want {
			t.Errorf("%s: written on %s", format, list[1].Entry.When.Date)
		}
	}
}

// TestBringMapping: what a column is made changes what comes of it, and a saved
// map does the same to another page.
func TestBringMapping(t *testing.T) {
	table := "day,noted,pain,pills,extra\n1,2026-01-05,80,2,x\n2,2026-01-06,20,0,y\n"
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	opened(t, b, written(t, "t.csv", table), "Anna")
	b.SetUse("noted", view.UseDate)
	b.SetUse("pain", "score")
	if err := b.SetRange("pain", "0 to 100"); err != nil {
		t.Fatal(err)
	}
	b.SetName("pain", "Hip pain")
	b.SetKind("pain", "symptom")
	b.SetUse("pills", "dose")
	b.SetName("pills", "Ibuprofen")
	b.SetUnit("pills", "mg")
	b.SetUse("extra", "ignore")
	b.SetUse("day", "ignore")
	s := refreshed(t, b)
	if s.Step != view.BringReady || s.Date.Column != "noted" {
		t.Fatalf("step %d, questions %v, date %+v", s.Step, s.Questions, s.Date)
	}
	var texts []string
	for _, e := range s.Lines[0].Entries {
		texts = append(texts, e.When+" "+e.Kind+" "+e.Text)
	}
	if got := strings.Join(texts, "; "); !strings.Contains(got, "2026-01-05 Symptom Hip pain 80") || !strings.Contains(got, "Dose Ibuprofen 2 mg") || !strings.Contains(got, "Scale Hip pain, from 0 to 100") || len(texts) != 3 {
		t.Errorf("the first row becomes %s", got)
	}
	if c := column(t, s, "pain"); c.Range != "0–100" || c.Label != "Hip pain" || !c.Kinded() || c.Measured() {
		t.Errorf("%+v", c)
	}
	for _, bad := range []string{"ten", "5", "10-0", "-"} {
		if err := b.SetRange("pain", bad); err == nil || app.Explain(err).What == "" {
			t.Errorf("%q is a range", bad)
		}
	}
	if err := b.SetRange("pain", "-5-5"); err != nil {
		t.Error(err)
	}
	if err := b.SetRange("pain", "0–100"); err != nil {
		t.Error(err)
	}
	text, err := b.MapJSON()
	if err != nil || !json.Valid(text) {
		t.Fatalf("%s %v", text, err)
	}

	other := view.NewBring(a)
	defer other.Close()
	opened(t, other, written(t, "other.csv", table), "Anna")
	if err := other.LoadMap(context.Background(), strings.NewReader(string(text))); err != nil {
		t.Fatal(err)
	}
	refreshed(t, other)
	again, err := other.MapJSON()
	if err != nil || string(again) != string(text) {
		t.Errorf("loaded\n%s\nsaved\n%s", again, text)
	}
	if got := other.Shown().Lines[0]; len(got.Entries) != 3 || got.Entries[0] != s.Lines[0].Entries[0] {
		t.Errorf("%+v", got)
	}
	for name, bad := range map[string]string{
		"no map": "nothing", "other columns": `{"kith_map":1,"date":{"column":"when"},"columns":[]}`, "too long": strings.Repeat(" ", 5<<20) + "{}",
	} {
		err := other.LoadMap(context.Background(), strings.NewReader(bad))
		if err == nil || strings.HasPrefix(app.Explain(err).What, "That did not work") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now, err := other.MapJSON(); err != nil || string(now) != string(text) {
		t.Error("a map that was refused changed something")
	}
}

// TestBringNumberedDays: a file that counts days says so, and day 0 can be set.
func TestBringNumberedDays(t *testing.T) {
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	s := opened(t, b, written(t, "t.csv", "day,pain\n-1,5\n0,6\n1,7\n"), "Anna")
	if s.Date.Format != "day_number" || s.Date.Start == "" {
		t.Fatalf("%+v", s.Date)
	}
	for _, text := range s.Assumptions {
		if strings.Contains(text, "map") || strings.Contains(text, "--") {
			t.Errorf("the window says %q", text)
		}
	}
	if err := b.SetStart("soon"); err == nil {
		t.Error("a start that is no date")
	}
	if err := b.SetStart("2026-02-10"); err != nil {
		t.Fatal(err)
	}
	if s = refreshed(t, b); s.Lines[0].Entries[0].When != "2026-02-09" {
		t.Errorf("%+v", s.Lines[0])
	}
}

// TestBringRecognised: a table whose rows are entries of several columns can be
// taken apart.
func TestBringRecognised(t *testing.T) {
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	s := opened(t, b, written(t, "t.csv", "start,drug,dose,end\n2026-01-01,Ibuprofen,400,2026-01-05\n2026-02-01,Aspirin,100,2026-02-05\n"), "Anna")
	if !s.Recognised || column(t, s, "drug").Use != view.UseRecord || s.Lines[0].Entries[0].Kind != "Treatment" {
		t.Fatalf("%+v", s)
	}
	b.TakeApart()
	b.SetUse("start", view.UseDate)
	b.SetUse("drug", "text")
	s = refreshed(t, b)
	if s.Recognised || column(t, s, "drug").Use != "text" || column(t, s, "end").Use != "ignore" || s.Step != view.BringReady {
		t.Errorf("step %d, %+v", s.Step, s.Columns)
	}
}

// TestBringOwners: whose record it is can be somebody, somebody new, or said by a
// column; nobody is added before the import.
func TestBringOwners(t *testing.T) {
	table := "date,pain\n2026-01-01,5\n"
	a := bringVault(t, "Anna", "Ben")
	b := view.NewBring(a)
	defer b.Close()
	s := opened(t, b, written(t, "t.csv", table), "")
	if !slices.Equal(s.Questions, []view.BringQuestion{view.AskOwner}) {
		t.Fatalf("asks %v", s.Questions)
	}
	b.SetOwner(view.BringOwner{Kind: view.OwnerNew})
	if s = b.Shown(); s.Step != view.BringAsk {
		t.Error("somebody without a name is enough")
	}
	b.SetOwner(view.BringOwner{Kind: view.OwnerNew, Name: "Cleo"})
	if s = refreshed(t, b); s.Counts == nil || s.Counts.Added != 1 || len(a.Persons()) != 2 || s.Lines[0].Entries[0].Person != "Cleo" {
		t.Errorf("%+v", s)
	}
	imported(t, b)
	if p, err := a.Person("Cleo"); err != nil || len(entriesOf(t, a)) != 1 {
		t.Errorf("%+v %v", p, err)
	}
	kinds := map[view.OwnerKind]int{}
	for _, o := range b.Owners() {
		kinds[o.Kind]++
	}
	if kinds[view.OwnerPerson] != 3 || kinds[view.OwnerNew] != 1 || kinds[view.OwnerColumn] != 0 {
		t.Errorf("%v", kinds)
	}
}

// TestBringFHIRPersons: the patients of a file do not become the one person of
// the vault.
func TestBringFHIRPersons(t *testing.T) {
	patient := func(id, name, sex string) string {
		return `{"resourceType":"Patient","id":"` + id + `","gender":"` + sex + `","birthDate":"1970-01-01","name":[{"family":"` + name + `"}]}` + "\n" +
			`{"resourceType":"Condition","id":"c` + id + `","subject":{"reference":"Patient/` + id + `"},"code":{"text":"Migraine"},"onsetDateTime":"2020-01-01"}` + "\n"
	}
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	s := opened(t, b, written(t, "t.ndjson", patient("1", "Ada", "female")+patient("2", "Bo", "male")), "Anna")
	if !slices.Equal(s.Questions, []view.BringQuestion{view.AskOwner}) {
		t.Fatalf("asks %v, %+v", s.Questions, s.Problem)
	}
	b.SetOwner(view.BringOwner{Kind: view.OwnerFile})
	refreshed(t, b)
	if s = imported(t, b); s.Summary.Persons != 2 || s.Summary.Added != 2 {
		t.Errorf("%+v", s.Summary)
	}
	if len(a.Persons()) != 3 {
		t.Errorf("%d persons", len(a.Persons()))
	}
}

// TestBringQueue: files that were dropped together come one after another, a
// folder among them is passed over, and while one runs more are refused kindly.
func TestBringQueue(t *testing.T) {
	ctx := context.Background()
	a := bringVault(t, "Anna")
	b := view.NewBring(a)
	defer b.Close()
	first, second := written(t, "a.csv", "date,pain\n2026-01-01,5\n"), written(t, "b.csv", "date,pain\n2026-01-02,6\n")
	if err := b.Take(first, t.TempDir(), second); err != nil {
		t.Fatal(err)
	}
	b.Begin()
	if err := b.Take(first); err == nil || app.Explain(err).What != words.Text("bring.error.busy") {
		t.Errorf("while one is read: %v", err)
	}
	if err := b.Next(ctx, "Anna"); err != nil {
		t.Fatal(err)
	}
	if s := b.Shown(); s.File != "a.csv" || len(s.Waiting) != 2 || b.Begin() {
		t.Fatalf("%+v", s)
	}
	imported(t, b)
	if !b.Begin() {
		t.Fatal("the second is not taken up")
	}
	if err := b.Next(ctx, "Anna"); err != nil {
		t.Fatal(err)
	}
	if s := b.Shown(); s.Step != view.BringFailed || !strings.Contains(s.Problem.What, "folder") {
		t.Fatalf("a folder: %+v", s)
	}
	if !b.Begin() {
		t.Fatal("the third is not taken up")
	}
	if err := b.Next(ctx, "Anna"); err != nil {
		t.Fatal(err)
	}
	imported(t, b)
	if n := len(entriesOf(t, a)); n != 2 {
		t.Errorf("%d entries", n)
	}
	b.Leave()
	if s := b.Shown(); s.Step != view.BringChoose || s.File != "" {
		t.Errorf("%+v", s)
	}
}
