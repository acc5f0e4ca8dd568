package app_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kith/app"
	"kith/crypto"
)

// TestAutoBackup goes through some weeks: a backup when one is due, no more files
// than were asked for, and no file touched that is not an automatic backup of this
// vault.
func TestAutoBackup(t *testing.T) {
	ctx := context.Background()
	now := time.Date(2027, 1, 1, 9, 0, 0, 0, time.UTC)
	a, err := app.Init(filepath.Join(t.TempDir(), "vault"), passphrase, app.Options{
		WorkFactor: crypto.MinWorkFactor, Now: func() time.Time { return now }, Zone: time.UTC,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.AddPersons(ctx, "Anna"); err != nil {
		t.Fatal(err)
	}
	logLine(t, a, "Anna", "headache 7")
	if _, err := a.NextBackup(); !errors.Is(err, app.ErrBackupOff) {
		t.Error(err)
	}
	folder := t.TempDir()
	others := []string{"kith-00000000-20270101T090000Z.age", "letter.txt", "kith-backup.age"}
	for _, name := range others {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.ChangeSettings(func(s *app.Settings) { s.BackupFolder, s.BackupEvery, s.BackupKeep = folder, 2, 3 }); err != nil {
		t.Fatal(err)
	}
	if _, err := a.AutoBackup(ctx, nil); !errors.Is(err, app.ErrNoSheet) {
		t.Fatal(err)
	}
	if s, err := a.BackupState(); err != nil || s.Failed == nil || s.Last != nil {
		t.Error(s, err)
	}
	var sheet *crypto.Recovery
	if _, err := a.AddRecovery(func(s *app.Sheet) error {
		text, err := s.Text()
		if err == nil {
			sheet, err = crypto.ParseSheet(text)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	made := 0
	for range 20 * 24 { // every hour
		now = now.Add(time.Hour)
		next, err := a.NextBackup()
		if err != nil {
			t.Fatal(err)
		}
		if next.After(now) {
			continue
		}
		result, err := a.AutoBackup(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if made++; result.Entries == 0 || !result.OpensWithSheet {
			t.Error(result)
		}
	}
	if made != 10 {
		t.Errorf("%d backups in 20 days", made)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 3+len(others) {
		t.Errorf("%d files, %v", len(entries), err)
	}
	for _, name := range others {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	for _, secret := range []crypto.Secret{crypto.PassphraseSecret(passphrase), crypto.RecoverySecret(sheet)} {
		d, err := a.Drill(ctx, "", func(crypto.BackupInfo) (crypto.Secret, error) { return secret, nil }, nil)
		if err != nil || d.Persons != 1 || d.Ops == 0 || len(d.Different) > 0 || d.Sheet != (secret.Kind() == crypto.SlotRecovery) {
			t.Fatal(d, err)
		}
	}
	if s, err := a.BackupState(); err != nil || s.Drill == nil || !s.Drill.Sheet || s.Failed != nil || !strings.HasPrefix(s.Last.File, folder) {
		t.Error(s, err)
	}
	wrong := func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret([]byte("wrong")), nil }
	if _, err := a.Drill(ctx, "", wrong, nil); !errors.Is(err, crypto.ErrWrongPassphrase) {
		t.Error(err)
	}
	if _, err := os.Stat(a.Dir() + ".drill"); !errors.Is(err, os.ErrNotExist) {
		t.Error("the drill left its folder:", err)
	}

	if err := os.RemoveAll(folder); err != nil { // the drive is not plugged in
		t.Fatal(err)
	}
	now = now.AddDate(0, 0, 5)
	if _, err := a.AutoBackup(ctx, nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
	s, err := a.BackupState()
	if err != nil || s.Failed == nil || s.Last == nil {
		t.Fatal(s, err)
	}
	if next, err := a.NextBackup(); err != nil || next.Sub(now) != time.Hour {
		t.Error("after a failure the next is tried at", next, err)
	}
	now = now.AddDate(-3, 0, 0) // the clock was wrong
	if next, err := a.NextBackup(); err != nil || next.After(now) {
		t.Error("with a backup from the future the next is due", next, err)
	}
}

// TestDrillKeepsOtherFolders: a folder that is in the way and not a drill's stays.
func TestDrillKeepsOtherFolders(t *testing.T) {
	a := newVault(t, "Anna")
	if err := os.MkdirAll(filepath.Join(a.Dir()+".drill", "letters"), 0o700); err != nil {
		t.Fatal(err)
	}
	file := backupTo(t, a)
	ask := func(crypto.BackupInfo) (crypto.Secret, error) { return crypto.PassphraseSecret(passphrase), nil }
	if _, err := a.Drill(context.Background(), file, ask, nil); err == nil {
		t.Error("a drill in somebody's folder")
	}
	if _, err := os.Stat(filepath.Join(a.Dir()+".drill", "letters")); err != nil {
		t.Error(err)
	}
}
