package crypto

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/iotest"

	"filippo.io/age"
)

func backupKeys(t testing.TB, r *Recovery) BackupKeys {
	t.Helper()
	recipient, err := r.Recipient()
	if err != nil {
		t.Fatal(err)
	}
	slot, err := SealRecoverySlot(fixedKey(1), testVault, recipient)
	if err != nil {
		t.Fatal(err)
	}
	return BackupKeys{
		VaultID: testVault, VaultKey: fixedKey(1),
		Slots:    [][]byte{sealedSlot(t, "other"), slot, sealedSlot(t, "pass")},
		Recovery: []*age.HybridRecipient{recipient},
	}
}

func makeBackup(t testing.TB, keys BackupKeys, content []byte) ([]byte, Key) {
	t.Helper()
	var b bytes.Buffer
	w, err := EncryptBackup(&b, keys)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), w.ManifestKey
}

func with(s Secret) func(BackupInfo) (Secret, error) {
	return func(BackupInfo) (Secret, error) { return s, nil }
}

func openBackup(file []byte, s Secret) (content []byte, b *Backup, err error) {
	if b, err = DecryptBackup(bytes.NewReader(file), with(s)); err != nil {
		return nil, nil, err
	}
	content, err = io.ReadAll(b)
	return content, b, err
}

func ExampleEncryptBackup() {
	var file bytes.Buffer
	w, err := EncryptBackup(&file, BackupKeys{Passphrase: []byte("correct horse"), WorkFactor: MinWorkFactor})
	if err != nil {
		fmt.Println(err)
		return
	}
	io.WriteString(w, "a tar archive")
	if err := w.Close(); err != nil {
		fmt.Println(err)
		return
	}
	b, err := DecryptBackup(&file, func(info BackupInfo) (Secret, error) {
		fmt.Println("by passphrase:", info.Passphrase, "by sheet:", info.Recovery)
		return PassphraseSecret([]byte("correct horse")), nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	content, err := io.ReadAll(b)
	fmt.Println(string(content), err)
	// Output:
	// by passphrase: true by sheet: false
	// a tar archive <nil>
}

func TestBackupWithSheetAndPassphrase(t *testing.T) {
	r, content := NewRecovery(), bytes.Repeat([]byte("journal "), 20_000)
	file, manifest := makeBackup(t, backupKeys(t, r), content)
	for name, secret := range map[string]Secret{
		"passphrase":       PassphraseSecret([]byte("pass")),
		"other passphrase": PassphraseSecret([]byte("other")),
		"sheet":            RecoverySecret(r),
	} {
		got, b, err := openBackup(file, secret)
		if err != nil || !bytes.Equal(got, content) {
			t.Fatalf("%s: %v", name, err)
		}
		if !b.ManifestKey.Equal(manifest) {
			t.Errorf("%s: another manifest key", name)
		}
		if b.BackupInfo != (BackupInfo{VaultID: testVault, Passphrase: true, Recovery: true}) {
			t.Errorf("%s: %+v", name, b.BackupInfo)
		}
	}
	if _, _, err := openBackup(file, PassphraseSecret([]byte("nope"))); !errors.Is(err, ErrWrongPassphrase) {
		t.Error(err)
	}
	if _, _, err := openBackup(file, RecoverySecret(NewRecovery())); !errors.Is(err, ErrWrongIdentity) {
		t.Error(err)
	}
	stop := errors.New("the person pressed Cancel")
	if _, err := DecryptBackup(bytes.NewReader(file), func(BackupInfo) (Secret, error) { return Secret{}, stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
}

func TestBackupWithPassphraseAlone(t *testing.T) {
	file, manifest := makeBackup(t, BackupKeys{Passphrase: []byte("pass"), WorkFactor: MinWorkFactor}, []byte("content"))
	got, b, err := openBackup(file, PassphraseSecret([]byte("pass")))
	if err != nil || string(got) != "content" || !b.ManifestKey.Equal(manifest) {
		t.Error(err)
	}
	if _, _, err := openBackup(file, PassphraseSecret([]byte("nope"))); !errors.Is(err, ErrWrongPassphrase) {
		t.Error(err)
	}
	if _, _, err := openBackup(file, RecoverySecret(NewRecovery())); !errors.Is(err, ErrWrongIdentity) {
		t.Error(err)
	}
	id, err := age.NewScryptIdentity("pass")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := age.Decrypt(bytes.NewReader(file), id); err != nil {
		t.Errorf("age itself: %v", err)
	}
	hostile := bytes.Replace(file, []byte(" 10\n"), []byte(" 30\n"), 1)
	if _, _, err := openBackup(hostile, PassphraseSecret([]byte("pass"))); !errors.Is(err, ErrWorkFactor) {
		t.Error(err)
	}
	if _, err := EncryptBackup(io.Discard, BackupKeys{WorkFactor: MinWorkFactor}); !errors.Is(err, ErrEmptyPassphrase) {
		t.Error(err)
	}
}

func TestBackupDamage(t *testing.T) {
	r := NewRecovery()
	file, _ := makeBackup(t, backupKeys(t, r), bytes.Repeat([]byte("x"), 200_000))
	for name, bad := range map[string][]byte{
		"empty":           nil,
		"not age":         []byte("PK\x03\x04"),
		"cut in header":   file[:500],
		"cut in body":     file[:len(file)-100],
		"cut at a chunk":  file[:len(file)-200_000],
		"endless header":  append([]byte("age-encryption.org/v1\n-> x "), bytes.Repeat([]byte("A"), 2*maxBackupHeader)...),
		"endless stanzas": append([]byte("age-encryption.org/v1\n"), bytes.Repeat([]byte("-> x\n\n"), maxBackupHeader)...),
		"others' stanza":  bytes.Replace(file, []byte("-> "+vaultStanza), []byte("-> not-ours"), 1),
	} {
		if _, _, err := openBackup(bad, RecoverySecret(r)); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := 0; i < len(file); i += 997 {
		bad := bytes.Clone(file)
		bad[i] ^= 1
		if got, _, err := openBackup(bad, RecoverySecret(r)); err == nil {
			t.Fatalf("byte %d flipped: read %d bytes", i, len(got))
		}
	}
}

// TestBackupDiskErrors tells a failing disk from a damaged backup.
func TestBackupDiskErrors(t *testing.T) {
	r := NewRecovery()
	file, _ := makeBackup(t, backupKeys(t, r), bytes.Repeat([]byte("x"), 2*maxBackupHeader))
	broken := errors.New("input/output error")
	for _, at := range []int{0, 100, len(file) / 2, len(file) - 1} {
		source := io.MultiReader(bytes.NewReader(file[:at]), iotest.ErrReader(broken))
		b, err := DecryptBackup(source, with(RecoverySecret(r)))
		if err == nil {
			_, err = io.ReadAll(b)
		}
		if !errors.Is(err, broken) || errors.Is(err, ErrDamaged) {
			t.Errorf("disk failing at byte %d: %v", at, err)
		}
	}
}

func TestBackupRefusesTooManySlots(t *testing.T) {
	keys := backupKeys(t, NewRecovery())
	keys.Slots = make([][]byte, MaxBackupSlots+1)
	if _, err := EncryptBackup(io.Discard, keys); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	keys.Slots = [][]byte{make([]byte, MaxSlotSize+1)}
	if _, err := EncryptBackup(io.Discard, keys); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

// TestBackupLargestHeader fills a header to its limits; it must still open.
func TestBackupLargestHeader(t *testing.T) {
	r := NewRecovery()
	keys := backupKeys(t, r)
	slot := keys.Slots[1]
	keys.Slots = nil
	for range MaxBackupSlots - 1 {
		keys.Slots = append(keys.Slots, make([]byte, MaxSlotSize))
		keys.Recovery = append(keys.Recovery, keys.Recovery[0])
	}
	keys.Slots = append(keys.Slots, slot)
	file, _ := makeBackup(t, keys, []byte("content"))
	if got, _, err := openBackup(file, RecoverySecret(r)); err != nil || string(got) != "content" {
		t.Error(err)
	}
}

func FuzzParseVaultStanza(f *testing.F) {
	keys := backupKeys(f, &Recovery{seed: fixedKey(40)})
	stanzas, err := (&vaultRecipient{keys}).Wrap(make([]byte, backupFileKey))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stanzas[0].Body)
	f.Add([]byte{backupVersion})
	f.Fuzz(func(t *testing.T, body []byte) {
		v, err := parseVaultStanza(&age.Stanza{Type: vaultStanza, Body: body})
		if err != nil {
			return
		}
		size := 1 + len(v.vaultID) + len(v.wrapped)
		for _, slot := range v.slots {
			size += 2 + len(slot)
		}
		if size != len(body) || len(v.slots) > MaxBackupSlots {
			t.Errorf("%d bytes parsed as %d", len(body), size)
		}
	})
}

func FuzzDecryptBackup(f *testing.F) {
	r := &Recovery{seed: fixedKey(40)}
	file, _ := makeBackup(f, backupKeys(f, r), []byte("content"))
	f.Add(file)
	f.Add([]byte("age-encryption.org/v1\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if got, _, err := openBackup(file, RecoverySecret(r)); err == nil && string(got) != "content" {
			t.Errorf("opened to %q", got)
		}
	})
}
