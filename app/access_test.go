package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/journal/space"
	"kith/journal/space/members"
)

// sharedRecord is the record of somebody else, with a dose, a headache and a mood.
func sharedRecord(t *testing.T) *journal.Record {
	t.Helper()
	ctx := context.Background()
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		t.Fatal(err)
	}
	own := space.Identity{Author: crypto.NewSigningKey(), Device: crypto.NewSigningKey(), HPKE: hpke}
	founding, err := space.Found(members.Record, own)
	if err != nil {
		t.Fatal(err)
	}
	r, err := journal.CreateRecord(ctx, space.Config{Dir: t.TempDir(), ID: founding.ID, AtRest: crypto.NewKey(),
		Device: own.Device, HPKE: own.HPKE}, founding, "Anna")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	at := journal.At(time.Now())
	_, err = r.Log(ctx, "log",
		journal.Entry{Kind: journal.KindDose, When: at, Name: "Ibuprofen", Body: &journal.Dose{Status: journal.DoseTaken, Course: journal.NewID()}},
		journal.Entry{Kind: journal.KindSymptom, When: at, Name: "Headache", Body: &journal.Observation{Episode: journal.NewID()}},
		journal.Entry{Kind: journal.KindMeasure, When: at, Name: "Mood", Body: new(journal.Observation)})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// arrive brings what another record has.
func arrive(t *testing.T, a *App, p Person, from *journal.Record) {
	t.Helper()
	var ops [][]byte
	for sealed, err := range from.Space().SealedOps(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		ops = append(ops, bytes.Clone(sealed))
	}
	err := a.with(context.Background(), p, func(r *journal.Record) error {
		_, err := r.Space().Receive(context.Background(), ops)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func count(t *testing.T, a *App, p Person) int {
	t.Helper()
	list, err := a.List(context.Background(), []Person{p}, journal.Query{})
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

// logged returns the newest entry of a kind, zero if there is none.
func logged(t *testing.T, a *App, p Person, kind journal.Kind) journal.ID {
	t.Helper()
	list, err := a.List(context.Background(), []Person{p}, journal.Query{Kinds: []journal.Kind{kind}, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		return journal.ID{}
	}
	return list[0].Entry.ID
}

// TestJoinedRecord: a record that somebody else founded waits, arrives, can be read in
// the categories that were given and nowhere be written in, and goes through a
// backup.
func TestJoinedRecord(t *testing.T) {
	ctx := context.Background()
	owner := sharedRecord(t)
	phrase := []byte("correct horse battery")
	fast := Options{WorkFactor: crypto.MinWorkFactor}
	a, err := Init(filepath.Join(t.TempDir(), "vault"), phrase, fast)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := a.AddPersons(ctx, "Anna"); err != nil {
		t.Fatal(err)
	}
	w, err := owner.Space().Admit(ctx, a.self.Certificate(), members.Viewer,
		journal.SetOf(journal.Treatments, journal.Symptoms).Numbers(), true)
	if err != nil {
		t.Fatal(err)
	}
	w.Name = "anna"
	p, err := a.AddJoined(ctx, w, true)
	if err != nil || p.Name != "anna (2)" || !p.Joined {
		t.Fatalf("%+v, %v", p, err)
	}
	if again, err := a.AddJoined(ctx, w, true); err != nil || again != p {
		t.Errorf("joined twice: %+v, %v", again, err)
	}
	looks := func(when string) {
		t.Helper()
		if today, err := a.Today(ctx, p, a.Day()); err != nil || LimitText(today.Access) == "" {
			t.Errorf("%s: today: %v", when, err)
		}
		if _, err := a.Stocks(ctx, p); err != nil {
			t.Errorf("%s: stocks: %v", when, err)
		}
		if _, err := a.Instruments(ctx, p); err != nil {
			t.Errorf("%s: questionnaires: %v", when, err)
		}
		if _, err := a.Measures(ctx, p); err != nil {
			t.Errorf("%s: what can be drawn: %v", when, err)
		}
		if _, err := a.Attachments(ctx, p, journal.ID{}); err != nil {
			t.Errorf("%s: attachments: %v", when, err)
		}
		if v, err := a.Verify(ctx, true, nil); err != nil || len(v.Problems) > 0 {
			t.Errorf("%s: verify: %+v, %v", when, v, err)
		}
		if _, err := a.Chart(ctx, ChartOptions{Person: p, Measures: []string{"Headache"}}); err != nil && !errors.Is(err, ErrChartMeasures) {
			var unknown *UnknownMeasureError
			if !errors.As(err, &unknown) {
				t.Errorf("%s: chart: %v", when, err)
			}
		}
		if _, err := a.Treatments(ctx, p); err != nil {
			t.Errorf("%s: treatments: %v", when, err)
		}
		if _, err := a.Overview(ctx); err != nil {
			t.Errorf("%s: overview: %v", when, err)
		}
		if _, err := a.Reminders(ctx); err != nil {
			t.Errorf("%s: reminders: %v", when, err)
		}
		if _, err := a.Conflicts(ctx, a.Persons()); err != nil {
			t.Errorf("%s: conflicts: %v", when, err)
		}
		if _, err := a.List(ctx, a.Persons(), journal.Query{}); err != nil {
			t.Errorf("%s: list: %v", when, err)
		}
	}
	looks("waiting")
	refused := func(when string, access func(journal.Access) bool) {
		t.Helper()
		before := count(t, a, p)
		dose := logged(t, a, p, journal.KindDose)
		for what, do := range map[string]func() error{
			"log": func() error { _, err := a.Log(ctx, p, "headache 7", ""); return err },
			"edit": func() error {
				_, err := a.Edit(ctx, p, dose, func(e *journal.Entry) error { e.Note = "x"; return nil })
				return err
			},
			"delete": func() error { return a.Delete(ctx, p, dose) },
			"review": func() error { _, err := a.Review(ctx, p, a.Day()); return err },
			"attach": func() error {
				_, err := a.Attach(ctx, p, bytes.NewReader([]byte("text")), AttachOptions{Name: "a.txt"})
				return err
			},
			"restore": func() error { return a.RestoreEntries(ctx, p, dose) },
		} {
			var closed *journal.ReadOnlyError
			if err := do(); !errors.As(err, &closed) || !access(closed.Access) {
				t.Errorf("%s: %s: %v", when, what, err)
			} else if x := Explain(err); x.What == "" || x.Do == "" || x.Code != Failed {
				t.Errorf("%s: %s is explained as %+v", when, what, x)
			}
		}
		if after := count(t, a, p); after != before {
			t.Errorf("%s: %d entries became %d", when, before, after)
		}
	}
	refused("waiting", func(x journal.Access) bool { return x.Waiting })
	arrive(t, a, p, owner)
	looks("arrived")
	access, err := a.Access(ctx, p)
	if err != nil || access.Role != members.Viewer || access.Whole() || AccessText(access) != "somebody else's; you can read treatments and symptoms" {
		t.Errorf("%+v, %v: %s", access, err, AccessText(access))
	}
	if n := count(t, a, p); n != 2 { // the dose and the headache, and not the mood
		t.Errorf("%d entries", n)
	}
	refused("as a viewer", func(x journal.Access) bool { return x.Role == members.Viewer })
	if _, err := a.Undo(ctx, false); !errors.Is(err, journal.ErrNothing) {
		t.Errorf("undo: %v", err)
	}
	if p, err = a.RenamePerson(ctx, p, "Mother"); err != nil || p.Name != "Mother" {
		t.Errorf("%+v, %v", p, err)
	}
	if err := owner.Space().RemoveMember(ctx, a.self.Author.Public().ID()); err != nil {
		t.Fatal(err)
	}
	arrive(t, a, p, owner)
	refused("removed", func(x journal.Access) bool { return x.Removed })
	looks("removed")

	// A backup gives it back as it was: readable, and no more.
	file := filepath.Join(t.TempDir(), "backup.age")
	if _, err := a.Backup(ctx, file, BackupOptions{Passphrase: phrase}); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	dir := filepath.Join(t.TempDir(), "restored")
	if _, err := Restore(ctx, dir, f, RestoreOptions{
		Secret:     func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(phrase), nil },
		Passphrase: func() ([]byte, error) { return phrase, nil }}, fast); err != nil {
		t.Fatal(err)
	}
	b, err := Open(dir, crypto.PassphraseSecret(phrase), fast)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}()
	q, err := b.Person("Mother")
	if err != nil || !q.Joined || q.ID != p.ID || count(t, b, q) != 2 {
		t.Errorf("restored %+v, %v, %d entries", q, err, count(t, b, q))
	}
	if access, err := b.Access(ctx, q); err != nil || !access.Removed {
		t.Errorf("restored %+v, %v", access, err)
	}
	if err := a.ErasePerson(p); err != nil || len(a.Persons()) != 1 {
		t.Errorf("erase: %v", err)
	}
}
