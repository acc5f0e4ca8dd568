package vault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kith/crypto"
	"kith/journal/disk"
)

func contains(err error, text string) bool { return strings.Contains(err.Error(), text) }

func slotIDs(t *testing.T, v *Vault) []string {
	t.Helper()
	infos, err := v.Slots()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, info := range infos {
		if info.Damage != nil || info.Created.IsZero() {
			t.Errorf("slot %+v", info)
		}
		ids = append(ids, info.ID)
	}
	return ids
}

func TestChangePassphrase(t *testing.T) {
	v := newVault(t, CreateOptions{})
	other, err := v.AddPassphrase([]byte("other"), factor)
	if err != nil {
		t.Fatal(err)
	}
	old := v.OpenedBy()
	info, err := v.ChangePassphrase([]byte("new"), factor)
	if err != nil {
		t.Fatal(err)
	}
	if v.OpenedBy() != info.ID || info.ID == old || len(slotIDs(t, v)) != 2 {
		t.Errorf("slots %v, opened by %s", slotIDs(t, v), v.OpenedBy())
	}
	for passphrase, want := range map[string]bool{pass: false, "new": true, "other": true} {
		if opens(v, secret(passphrase)) != want {
			t.Errorf("%q opens: %v", passphrase, !want)
		}
	}
	v = reopen(t, v, secret("other"))
	if v.OpenedBy() != other.ID {
		t.Error("opened by another slot")
	}
	if _, err := v.ChangePassphrase(nil, factor); !errors.Is(err, crypto.ErrEmptyPassphrase) {
		t.Error(err)
	}
	if _, err := v.ChangePassphrase([]byte("x"), 99); !errors.Is(err, crypto.ErrWorkFactor) {
		t.Error(err)
	}
	if !opens(v, secret("other")) {
		t.Error("a refused change took the passphrase away")
	}
}

// TestRecover is the way back in for someone who forgot the passphrase.
func TestRecover(t *testing.T) {
	r := crypto.NewRecovery()
	v := reopen(t, newVault(t, CreateOptions{Recovery: r}), crypto.RecoverySecret(r))
	if _, err := v.ChangePassphrase([]byte("new"), factor); err != nil {
		t.Fatal(err)
	}
	if opens(v, secret(pass)) || !opens(v, secret("new")) || !opens(v, crypto.RecoverySecret(r)) {
		t.Error("the only passphrase was not replaced")
	}
	if _, err := v.AddPassphrase([]byte("her husband's"), factor); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, crypto.RecoverySecret(r))
	if _, err := v.ChangePassphrase([]byte("newer"), factor); err != nil {
		t.Fatal(err)
	}
	for _, passphrase := range []string{"new", "newer", "her husband's"} {
		if !opens(v, secret(passphrase)) {
			t.Errorf("%q does not open", passphrase)
		}
	}
}

func TestRemoveSlot(t *testing.T) {
	r := crypto.NewRecovery()
	v := newVault(t, CreateOptions{})
	first := v.OpenedBy()
	if err := v.RemoveSlot(first); !errors.Is(err, ErrLastSlot) {
		t.Error(err)
	}
	if err := v.RemoveSlot("0123"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	if err := v.RemoveSlot("../keyring"); !errors.Is(err, ErrNotFound) {
		t.Error(err)
	}
	sheet, err := v.AddRecovery(r)
	if err != nil {
		t.Fatal(err)
	}
	// A damaged slot is no way in, and may be removed.
	if err := os.WriteFile(slotPath(v.Dir(), sheet.ID), []byte("damage"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(first); !errors.Is(err, ErrLastSlot) {
		t.Error(err)
	}
	if err := v.RemoveSlot(sheet.ID); err != nil {
		t.Error(err)
	}
	if _, err := v.AddRecovery(r); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(first); err != nil {
		t.Error(err)
	}
	v = reopen(t, v, crypto.RecoverySecret(r))
	if len(slotIDs(t, v)) != 1 {
		t.Error("slots left")
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(v.Dir(), secret(pass)); !errors.Is(err, ErrWrongPassphrase) || !contains(err, "no slot for a passphrase") {
		t.Error(err)
	}
}

func TestSlotLimit(t *testing.T) {
	v := newVault(t, CreateOptions{})
	for i := range maxSlots - 1 {
		if _, err := v.AddPassphrase(fmt.Append(nil, i), factor); err != nil {
			t.Fatal(err)
		}
	}
	before := snapshot(t, v.Dir())
	if _, err := v.AddPassphrase([]byte("one more"), factor); !errors.Is(err, ErrTooManySlots) {
		t.Error(err)
	}
	if changed := before.diff(snapshot(t, v.Dir())); changed != "" {
		t.Error(changed)
	}
}

// TestWrongPassphrasesWriteNothing tries a thousand, on a real disk, with and
// without the lock file and leftovers that a right one would clear.
func TestWrongPassphrasesWriteNothing(t *testing.T) {
	v := newVault(t, CreateOptions{Recovery: crypto.NewRecovery()})
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	dir := v.Dir()
	leftovers := []string{keyringFile + newSuffix, metaFile + newSuffix, unfinishedFile, slotName("ab") + newSuffix}
	for _, name := range leftovers {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("left"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for round := range 2 {
		if round == 1 {
			if err := os.Remove(filepath.Join(dir, lockFile)); err != nil {
				t.Fatal(err)
			}
		}
		before := snapshot(t, filepath.Dir(dir))
		for i := range 500 {
			if _, err := Open(dir, secret(fmt.Sprint("wrong ", round, i))); !errors.Is(err, ErrWrongPassphrase) {
				t.Fatal(err)
			}
		}
		if _, err := Open(dir, crypto.RecoverySecret(crypto.NewRecovery())); !errors.Is(err, ErrWrongIdentity) {
			t.Error(err)
		}
		if _, err := Open(dir, secret("")); !errors.Is(err, crypto.ErrEmptyPassphrase) {
			t.Error(err)
		}
		if changed := before.diff(snapshot(t, filepath.Dir(dir))); changed != "" {
			t.Fatalf("round %d: %s", round, changed)
		}
	}
	v = reopen(t, v, secret(pass))
	for _, name := range leftovers {
		if _, err := os.Stat(filepath.Join(dir, name)); !isNotExist(err) {
			t.Errorf("%s is left: %v", name, err)
		}
	}
	if len(slotIDs(t, v)) != 2 {
		t.Error("slots are gone")
	}
}

// TestHostileSlots puts slots in the folder that somebody else made.
func TestHostileSlots(t *testing.T) {
	v := newVault(t, CreateOptions{})
	good, err := os.ReadFile(slotPath(v.Dir(), v.OpenedBy()))
	if err != nil {
		t.Fatal(err)
	}
	strangers, err := crypto.SealPassphraseSlot(crypto.NewKey(), [16]byte{1}, []byte("stranger"), factor)
	if err != nil {
		t.Fatal(err)
	}
	forged, err := crypto.SealPassphraseSlot(crypto.NewKey(), v.ID(), []byte("forged"), factor)
	if err != nil {
		t.Fatal(err)
	}
	put := func(content []byte) {
		if err := os.WriteFile(slotPath(v.Dir(), crypto.SlotID(content)), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put(bytes.Replace(good, []byte(" 10\n"), []byte(" 30\n"), 1))
	put([]byte("hello"))
	put(nil)
	put(bytes.Repeat([]byte("A"), 1<<20))
	put([]byte("age-encryption.org/v1\n-> fancy\n\n--- " + strings.Repeat("A", 43) + "\n"))
	put(strangers)
	if err := os.Mkdir(slotPath(v.Dir(), "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, secret(pass))
	infos, err := v.Slots()
	if err != nil {
		t.Fatal(err)
	}
	if len(infos) != 7 {
		t.Errorf("%d slots", len(infos))
	}
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(v.Dir(), secret("wrong")); !errors.Is(err, ErrWrongPassphrase) {
		t.Error(err)
	}
	if _, err := Open(v.Dir(), secret("stranger")); !errors.Is(err, ErrWrongPassphrase) || !contains(err, "another vault") {
		t.Error(err)
	}
	put(forged)
	if _, err := Open(v.Dir(), secret("forged")); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if _, err := Open(v.Dir(), crypto.RecoverySecret(crypto.NewRecovery())); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	for i := range maxSlotFiles {
		put(fmt.Append(nil, i))
	}
	if _, err := Open(v.Dir(), secret(pass)); !errors.Is(err, ErrDamaged) || !contains(err, "more than 64 files") {
		t.Error(err)
	}
	if err := os.RemoveAll(filepath.Join(v.Dir(), slotsFolder)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(v.Dir(), secret(pass)); !errors.Is(err, ErrDamaged) || !contains(err, "restore") {
		t.Error(err)
	}
}

func TestLargeFilesAreRefused(t *testing.T) {
	v := newVault(t, CreateOptions{})
	if err := v.Close(); err != nil {
		t.Fatal(err)
	}
	for file, size := range map[string]int64{metaFile: maxMetaSize + 1, keyringFile: maxKeyringSize + 1} {
		path := filepath.Join(v.Dir(), file)
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(v.Dir(), secret(pass)); !errors.Is(err, ErrDamaged) || !errors.Is(err, disk.ErrTooLarge) || !contains(err, file) {
			t.Errorf("%s: %v", file, err)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(v.Dir(), keyringFile)); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(v.Dir(), secret(pass)); !errors.Is(err, ErrDamaged) || !contains(err, keyringFile) {
		t.Error(err)
	}
}

// backUp writes a backup and returns what it holds when opened with s.
func backUp(t *testing.T, v *Vault, passphrase string, s crypto.Secret) (string, error) {
	t.Helper()
	var file bytes.Buffer
	w, err := v.EncryptBackup(&file, []byte(passphrase), factor)
	if err != nil {
		return "", err
	}
	if _, err := io.WriteString(w, "content"); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := crypto.DecryptBackup(&file, func(crypto.BackupInfo) (crypto.Secret, error) { return s, nil })
	if err != nil {
		return "", err
	}
	content, err := io.ReadAll(b)
	if !b.ManifestKey.Equal(w.ManifestKey) {
		t.Error("another manifest key")
	}
	return string(content), err
}

func TestBackupOpensLikeTheVault(t *testing.T) {
	v := newVault(t, CreateOptions{})
	if needs, err := v.BackupNeedsPassphrase(); err != nil || !needs {
		t.Errorf("needs a passphrase: %v, %v", needs, err)
	}
	if got, err := backUp(t, v, pass, secret(pass)); err != nil || got != "content" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := backUp(t, v, "mistyped", secret("mistyped")); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("a backup that nobody could open: %v", err)
	}
	old, r := crypto.NewRecovery(), crypto.NewRecovery()
	oldSlot, err := v.AddRecovery(old)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddRecovery(r); err != nil {
		t.Fatal(err)
	}
	if err := v.RemoveSlot(oldSlot.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := v.AddPassphrase([]byte("second"), factor); err != nil {
		t.Fatal(err)
	}
	v = reopen(t, v, secret("second"))
	if needs, err := v.BackupNeedsPassphrase(); err != nil || needs {
		t.Errorf("needs a passphrase: %v, %v", needs, err)
	}
	for _, s := range []crypto.Secret{secret(pass), secret("second"), crypto.RecoverySecret(r)} {
		if got, err := backUp(t, v, "", s); err != nil || got != "content" {
			t.Errorf("%q, %v", got, err)
		}
	}
	if _, err := backUp(t, v, "", crypto.RecoverySecret(old)); !errors.Is(err, ErrWrongIdentity) {
		t.Errorf("a removed sheet opens new backups: %v", err)
	}
}

// TestNamesStayInside looks for what only the keyring may hold.
func TestNamesStayInside(t *testing.T) {
	v := newVault(t, CreateOptions{Recovery: crypto.NewRecovery()})
	ref, err := v.AddSpace("record", "Mia Musterfrau")
	if err != nil {
		t.Fatal(err)
	}
	if err := v.RenameSpace(ref.ID, "Mia Beispiel"); err != nil {
		t.Fatal(err)
	}
	for path, entry := range snapshot(t, v.Dir()) {
		for _, word := range []string{"Mia", "Muster", "Beispiel", "record", "age1pq", string(ref.Key.Bytes()), string(ref.ID[:])} {
			if strings.Contains(entry.content, word) || strings.Contains(path[len(v.Dir()):], word) {
				t.Errorf("%s holds %q", path, word)
			}
		}
		if strings.Contains(entry.mode.Perm().String()[3:], "r") && entry.mode.IsRegular() {
			t.Errorf("%s can be read by others", path)
		}
	}
}
