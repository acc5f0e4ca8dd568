package app_test

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"kith/app"
	"kith/crypto"
)

// TestBackupWithoutKith opens a backup as the stock age program does, with the
// identity on the recovery sheet, and reads it with nothing but tar and JSON.
func TestBackupWithoutKith(t *testing.T) {
	a := newVault(t, "Anna", "Ben")
	var sheet []byte
	if _, err := a.AddRecovery(func(s *app.Sheet) (err error) { sheet, err = s.Text(); return err }); err != nil {
		t.Fatal(err)
	}
	e := logLine(t, a, "Anna", "headache 7 @yesterday 8:30 after wine #sleep")
	logLine(t, a, "Ben", "took ibuprofen 400 mg")
	f, err := os.Open(backupTo(t, a))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	identities, err := age.ParseIdentities(bytes.NewReader(sheet))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(f, identities...)
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]string{}
	for r := tar.NewReader(plain); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		members[h.Name] = string(data)
	}
	if len(members) != 4+2*3 || !strings.Contains(members["README.txt"], "without Kith") {
		t.Errorf("%d members", len(members))
	}
	found := false
	for line := range strings.Lines(members["persons/0001/entries.ndjson"]) {
		var d struct {
			ID, Person, Time string
			Value            struct{ Number json.Number }
		}
		if err := json.Unmarshal([]byte(line), &d); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if d.ID == e.ID.String() {
			found = d.Person == "Anna" && d.Value.Number == "7"
		}
	}
	if !found {
		t.Errorf("the entry is not readable: %s", members["persons/0001/entries.ndjson"])
	}
}

// TestBackupDamaged cuts and changes a backup everywhere. It is refused, and
// nothing is made.
func TestBackupDamaged(t *testing.T) {
	a := newVault(t, "Anna")
	for range 20 {
		logLine(t, a, "", "headache 7 after a day that was long enough to fill a block of the file")
	}
	whole, err := os.ReadFile(backupTo(t, a))
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "vault")
	refuse := func(what string, file []byte) {
		t.Helper()
		_, err := app.Restore(context.Background(), dir, bytes.NewReader(file), withPassphrase(), fast)
		if err == nil {
			t.Fatalf("%s: restored", what)
		}
		if code := app.Explain(err).Code; code != app.Damaged && code != app.Locked && !errors.Is(err, crypto.ErrNewerFormat) {
			t.Fatalf("%s: code %d, %v", what, code, err)
		}
		for _, path := range []string{dir, dir + ".restoring"} {
			if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
				t.Fatalf("%s: %s was left behind", what, path)
			}
		}
	}
	for at := 0; at < len(whole); at += len(whole)/60 + 1 {
		refuse("cut", whole[:at])
		changed := bytes.Clone(whole)
		changed[at] ^= 4
		refuse("changed", changed)
	}
	refuse("longer", append(bytes.Clone(whole), 0))
	refuse("empty", nil)
	refuse("something else", []byte("date,headache\n2026-01-01,3\n"))
}

// TestBackupNeverHalf: a backup that cannot be written leaves no file, and one
// that is there stays.
func TestBackupNeverHalf(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	dir := t.TempDir()
	file := filepath.Join(dir, "backup.age")
	if err := os.WriteFile(file, []byte("precious"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := app.BackupOptions{Passphrase: passphrase}
	if _, err := a.Backup(ctx, file, o); !errors.Is(err, app.ErrFileExists) {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	o.Force = true
	if _, err := a.Backup(cancelled, file, o); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	o.Passphrase = []byte("not the one")
	if _, err := a.Backup(ctx, file, o); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(file); err != nil || string(data) != "precious" {
		t.Errorf("%q %v", data, err)
	}
	o.Passphrase = passphrase
	if _, err := a.Backup(ctx, file, o); err != nil {
		t.Fatal(err)
	}
	names, err := os.ReadDir(dir)
	if err != nil || len(names) != 1 {
		t.Errorf("%v %v", names, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if _, err := a.Backup(ctx, filepath.Join(dir, "missing", "backup.age"), o); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// TestRestoreKeepsHistory: what was edited, deleted and undone before the backup
// can still be seen after it, and the sheet still opens the vault.
func TestRestoreKeepsHistory(t *testing.T) {
	ctx := context.Background()
	a := newVault(t, "Anna")
	var sheet []byte
	if _, err := a.AddRecovery(func(s *app.Sheet) (err error) { sheet, err = s.Text(); return err }); err != nil {
		t.Fatal(err)
	}
	e := logLine(t, a, "", "headache 7")
	anna, err := a.ThePerson("")
	if err != nil {
		t.Fatal(err)
	}
	value := "6"
	if _, err := a.Change(ctx, anna, e.ID, app.Change{Value: &value}); err != nil {
		t.Fatal(err)
	}
	if err := a.Delete(ctx, anna, e.ID); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(backupTo(t, a))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	recovery, err := crypto.ParseSheet(sheet)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "restored")
	o := app.RestoreOptions{
		Secret:     func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.RecoverySecret(recovery), nil },
		Passphrase: func() ([]byte, error) { return []byte("another one"), nil },
	}
	if _, err := app.Restore(ctx, dir, file, o, fast); err != nil {
		t.Fatal(err)
	}
	b, err := app.Open(dir, crypto.RecoverySecret(recovery), fast)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	versions, err := b.History(ctx, anna, e.ID)
	if err != nil || len(versions) != 3 {
		t.Fatalf("%d versions, %v", len(versions), err)
	}
	if versions[0].Entry.Value().String() != "7/10" || versions[1].Entry.Value().String() != "6/10" || versions[2].Entry != nil {
		t.Errorf("%+v", versions)
	}
	if b.VaultID() == a.VaultID() {
		t.Error("two vaults of one id")
	}
	logLine(t, b, "", "headache 5") // the new device may write
	if _, err := b.Undo(ctx, false); err != nil {
		t.Error(err)
	}
}
