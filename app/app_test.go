package app_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal"
)

var passphrase = []byte("correct horse battery")

// fast is for tests: the least work that a passphrase slot may cost.
var fast = app.Options{WorkFactor: crypto.MinWorkFactor}

func newVault(t testing.TB, persons ...string) *app.App {
	t.Helper()
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), passphrase, fast)
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

func logLine(t testing.TB, a *app.App, person, line string) journal.Entry {
	t.Helper()
	p, err := a.ThePerson(person)
	if err != nil {
		t.Fatal(err)
	}
	e, err := a.Log(context.Background(), p, line, "")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// listing is what kith list --json says, one line an entry.
func listing(t testing.TB, a *app.App) string {
	t.Helper()
	var b bytes.Buffer
	err := a.Each(context.Background(), a.Persons(), journal.Query{}, func(l app.Listed) error {
		d := app.DocumentOf(l.Person.Name, &l.Entry)
		line, err := d.MarshalLine()
		b.Write(line)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func backupTo(t testing.TB, a *app.App) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "backup.age")
	if _, err := a.Backup(context.Background(), file, app.BackupOptions{Passphrase: passphrase}); err != nil {
		t.Fatal(err)
	}
	return file
}

func withPassphrase() app.RestoreOptions {
	return app.RestoreOptions{
		Secret:     func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(passphrase), nil },
		Passphrase: func() ([]byte, error) { return passphrase, nil },
	}
}

func TestBackupRestore(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna", "Ben")
	logLine(t, a, "Anna", "headache 7 @8:30 after wine #sleep")
	logLine(t, a, "Ben", "took ibuprofen 400 mg")
	want := listing(t, a)
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
	if len(result.Different) > 0 || result.Persons != 2 {
		t.Errorf("%+v", result)
	}
	b, err := app.Open(dir, crypto.PassphraseSecret(passphrase), fast)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if got := listing(t, b); got != want {
		t.Errorf("restored\n%s\nwant\n%s", got, want)
	}
}
