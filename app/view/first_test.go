package view_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/app"
	"kith/app/view"
	"kith/crypto"
	"kith/journal/vault"
)

var quickKey = app.Options{WorkFactor: crypto.MinWorkFactor}

func twice(passphrase string) view.NewPassphrase {
	return view.NewPassphrase{First: passphrase, Again: passphrase}
}

// step is the step of f, which must be known.
func step(t *testing.T, f *view.FirstRun) view.FirstStep {
	t.Helper()
	s, err := f.Step()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// started returns a first run whose vault was just made.
func started(t *testing.T) *view.FirstRun {
	t.Helper()
	f := view.NewFirstRun(filepath.Join(t.TempDir(), "kith"), quickKey)
	if err := f.CreateVault(context.Background(), twice("lamp river")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// restarted is the first run as a new process goes on with it.
func restarted(t *testing.T, f *view.FirstRun) *view.FirstRun {
	t.Helper()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	a, err := view.NewUnlock(f.Dir(), quickKey).Open(context.Background(), "lamp river")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	if !view.NeedsFirstRun(a) {
		t.Fatal("the first run counts as done")
	}
	return view.ResumeFirstRun(a, quickKey)
}

// right returns the two words that are asked for.
func right(p *view.Proof) [2]string {
	words, asked := p.Words(), p.Asked()
	return [2]string{words[asked[0]-1], words[asked[1]-1]}
}

// TestFirstRun goes through the three steps, stopped and begun again between any
// two of them.
func TestFirstRun(t *testing.T) {
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "a", "kith")
	f := view.NewFirstRun(dir, quickKey)
	if step(t, f) != view.FirstVault || f.App() != nil {
		t.Fatal("it does not begin with the vault")
	}
	for _, p := range []view.NewPassphrase{{}, {First: "lamp"}, {First: "lamp", Again: "lump"}} {
		if err := f.CreateVault(ctx, p); err == nil {
			t.Fatalf("%v was taken", p)
		}
		if has, err := view.HasJournal(dir); has || err != nil {
			t.Fatal("a refused passphrase left something: ", err)
		}
	}
	if err := f.CreateVault(ctx, twice("lamp river")); err != nil {
		t.Fatal(err)
	}
	if has, err := view.HasJournal(dir); !has || err != nil || step(t, f) != view.FirstSheet {
		t.Fatal("no vault, or not the sheet next: ", has, err)
	}

	f = restarted(t, f) // there is a vault and nothing else
	if step(t, f) != view.FirstSheet {
		t.Fatal("not the sheet next")
	}
	p, err := f.OfferSheet(ctx)
	if err != nil {
		t.Fatal(err)
	}
	old := strings.Join(wordsOf(p), " ")

	f = restarted(t, f) // a sheet was shown and not proven
	if step(t, f) != view.FirstSheet {
		t.Fatal("a sheet that nobody proved to have counts")
	}
	if p, err = f.OfferSheet(ctx); err != nil {
		t.Fatal(err)
	}
	if err := p.Prove(ctx, right(p)); err != nil {
		t.Fatal(err)
	}
	proven := strings.Join(wordsOf(p), " ")
	p.Wipe()

	f = restarted(t, f) // the sheet is proven, nobody is there
	if step(t, f) != view.FirstPersons {
		t.Fatal("not the persons next")
	}
	if err := f.AddPersons(ctx, []string{" Anna ", "", "Ben"}); err != nil {
		t.Fatal(err)
	}
	if step(t, f) != view.FirstDone || view.NeedsFirstRun(f.App()) || f.App().Persons()[0].Name != "Anna" {
		t.Error("not done, or not with the names that were given")
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := view.NewUnlock(dir, quickKey).OpenWithSheet(ctx, old); !errors.Is(err, crypto.ErrWrongIdentity) {
		t.Errorf("the sheet that was never proven: %v", err)
	}
	a, err := view.NewUnlock(dir, quickKey).OpenWithSheet(ctx, proven)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
}

func wordsOf(p *view.Proof) []string {
	words := p.Words()
	return words[:]
}

func TestProof(t *testing.T) {
	ctx := context.Background()
	f := started(t)
	p, err := f.OfferSheet(ctx)
	if err != nil {
		t.Fatal(err)
	}
	asked, good := p.Asked(), right(p)
	if asked[0] < 1 || asked[0] >= asked[1] || asked[1] > 24 {
		t.Fatal(asked)
	}
	for typed, wrong := range map[[2]string][2]bool{
		{}:                          {true, true},
		{good[0], ""}:               {false, true},
		{"xxxx", good[1]}:           {true, false},
		{good[0] + "x", good[1]}:    {true, false},
		{good[0][:2], good[1]}:      {true, false},
		{"", good[0] + " " + "xxx"}: {true, true},
	} {
		var words *view.WordsError
		if err := p.Prove(ctx, typed); !errors.As(err, &words) || words.Wrong != wrong {
			t.Errorf("%q: %v", typed, err)
		}
	}
	if has, err := f.App().HasRecovery(); has || err != nil {
		t.Fatal("wrong words proved it: ", err)
	}
	short := [2]string{" " + strings.ToUpper(good[0]), good[1][:min(4, len(good[1]))]}
	if err := p.Prove(ctx, short); err != nil {
		t.Errorf("capitals and four letters: %v", err)
	}
	if has, err := f.App().HasRecovery(); !has || err != nil {
		t.Error("not proven: ", err)
	}
	if err := p.Withdraw(ctx); err != nil {
		t.Fatal(err)
	}
	if has, err := f.App().HasRecovery(); has || err != nil {
		t.Error("not withdrawn: ", err)
	}
}

// TestProofAsksAnything: every number is asked for sooner or later, each in a
// place of its own.
func TestProofAsksAnything(t *testing.T) {
	f := started(t)
	seen := map[int]bool{}
	for range 400 { // missing one of 24 by chance: less than 1 in 10^13
		p, err := f.OfferSheet(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range p.Asked() {
			seen[n] = true
		}
		if len(seen) == 24 {
			break
		}
	}
	if len(seen) != 24 {
		t.Errorf("only %v were asked for", seen)
	}
	slots, err := f.App().Slots()
	if err != nil || len(slots) != 2 {
		t.Errorf("%d ways in are left: %v", len(slots), err)
	}
}

func TestSaveSheet(t *testing.T) {
	ctx := context.Background()
	f := started(t)
	p, err := f.OfferSheet(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{p.FileName(".pdf"), p.FileName(".txt")} {
		path := filepath.Join(t.TempDir(), name)
		if err := p.Save(ctx, path); err != nil {
			t.Fatal(err)
		}
		if err := p.Save(ctx, path); !errors.Is(err, app.ErrFileExists) {
			t.Errorf("saved over a file: %v", err)
		}
		info, err := os.Stat(path)
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info.Mode(), err)
		}
		line, err := view.ReadSheet(ctx, path)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		a, err := view.NewUnlock(f.Dir(), quickKey).OpenWithSheet(ctx, line)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Save(ctx, filepath.Join(t.TempDir(), "no", "such.pdf")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// TestSkippedSheet: somebody who goes on without a sheet is asked again only when
// the first run starts anew.
func TestSkippedSheet(t *testing.T) {
	f := started(t)
	f.SkipSheet()
	if step(t, f) != view.FirstPersons {
		t.Error("still the sheet")
	}
	if f = restarted(t, f); step(t, f) != view.FirstSheet {
		t.Error("never asked again")
	}
}

func TestNames(t *testing.T) {
	f := started(t)
	for _, c := range []struct {
		names []string
		at    int
		err   error
	}{
		{nil, 0, nil}, {[]string{"", "  "}, 0, nil},
		{[]string{"", "Anna", " anna"}, 2, app.ErrPersonExists},
		{[]string{"Anna", strings.Repeat("x", 201)}, 1, app.ErrName},
	} {
		var name *view.NameError
		err := f.AddPersons(context.Background(), c.names)
		if !errors.As(err, &name) || name.At != c.at || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%q: %v", c.names, err)
		}
		if x := app.Explain(err); x.What == "" || strings.Contains(x.What, "first.") {
			t.Errorf("%q: %+v", c.names, x)
		}
	}
	if step(t, f) != view.FirstSheet || len(f.App().Persons()) != 0 {
		t.Error("somebody was added")
	}
}

func TestChooseDir(t *testing.T) {
	ctx := context.Background()
	busy := t.TempDir()
	if err := os.WriteFile(filepath.Join(busy, "letter.txt"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	f := view.NewFirstRun(filepath.Join(t.TempDir(), "kith"), quickKey)
	for dir, want := range map[string]string{empty: empty, busy: filepath.Join(busy, "kith"), filepath.Join(busy, "new"): filepath.Join(busy, "new")} {
		if existing, err := f.ChooseDir(dir); existing != "" || err != nil || f.Dir() != want {
			t.Errorf("%s: %s, %q, %v", dir, f.Dir(), existing, err)
		}
	}
	other := started(t)
	if err := os.Rename(filepath.Join(busy, "letter.txt"), filepath.Join(busy, "kith")); err != nil {
		t.Fatal(err)
	}
	before := f.Dir()
	if existing, err := f.ChooseDir(other.Dir()); existing != other.Dir() || err != nil || f.Dir() != before {
		t.Errorf("a journal: %q, %v", existing, err)
	}
	if existing, err := f.ChooseDir(busy); existing != "" || err == nil || f.Dir() != before {
		t.Errorf("a folder without room: %q, %v", existing, err)
	}
	if err := other.CreateVault(ctx, twice("x")); !errors.Is(err, vault.ErrExists) {
		t.Errorf("made over a journal: %v", err)
	}
}
