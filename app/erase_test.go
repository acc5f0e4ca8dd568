package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"kith/app"
	"kith/crypto"
	"kith/journal/vault"
)

// TestEraseVault: what was erased is gone with its files, and a backup made
// before brings it back in the same place.
func TestEraseVault(t *testing.T) {
	a := newVault(t, "Anna", "Ben")
	logLine(t, a, "Anna", "headache 7")
	before := listing(t, a)
	backup := filepath.Join(t.TempDir(), "kith.age")
	if _, err := a.Backup(context.Background(), backup, app.BackupOptions{Passphrase: passphrase}); err != nil {
		t.Fatal(err)
	}
	dir := a.Dir()
	if err := a.EraseVault(); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Open(dir, crypto.PassphraseSecret(passphrase), fast); !errors.Is(err, vault.ErrNoVault) {
		t.Fatalf("it opens: %v", err)
	}
	if names, err := os.ReadDir(dir); err != nil || len(names) > 0 {
		t.Fatalf("left: %v, %v", names, err)
	}
	f, err := os.Open(backup)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, err = app.Restore(context.Background(), dir, f, app.RestoreOptions{
		Secret:     func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(passphrase), nil },
		Passphrase: func() ([]byte, error) { return passphrase, nil },
	}, fast)
	if err != nil {
		t.Fatal(err)
	}
	again, err := app.Open(dir, crypto.PassphraseSecret(passphrase), fast)
	if err != nil {
		t.Fatal(err)
	}
	if got := listing(t, again); got != before {
		t.Errorf("restored:\n%s\nwas:\n%s", got, before)
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestCheckPassphrase(t *testing.T) {
	a := newVault(t)
	if err := a.CheckPassphrase(passphrase); err != nil {
		t.Error(err)
	}
	if err := a.CheckPassphrase([]byte("something else")); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Error(err)
	}
	if err := a.CheckPassphrase(nil); !errors.Is(err, crypto.ErrEmptyPassphrase) {
		t.Error(err)
	}
}
