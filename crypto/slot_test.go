package crypto

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"filippo.io/age"
)

var testVault = [16]byte{0: 0xaa, 15: 0xbb}

func ExampleSealPassphraseSlot() {
	vaultKey, vaultID := NewKey(), [16]byte{1}
	slot, err := SealPassphraseSlot(vaultKey, vaultID, []byte("correct horse"), MinWorkFactor)
	if err != nil {
		fmt.Println(err)
		return
	}
	key, err := OpenPassphraseSlot(slot, vaultID, []byte("correct horse"))
	fmt.Println(key.Equal(vaultKey), err)
	_, err = OpenPassphraseSlot(slot, vaultID, []byte("wrong horse"))
	fmt.Println(err)
	// Output:
	// true <nil>
	// open slot: wrong passphrase
}

func sealedSlot(t testing.TB, passphrase string) []byte {
	t.Helper()
	slot, err := SealPassphraseSlot(fixedKey(1), testVault, []byte(passphrase), MinWorkFactor)
	if err != nil {
		t.Fatal(err)
	}
	return slot
}

func TestPassphraseIsNormalised(t *testing.T) {
	composed, decomposed := "caf\u00e9 \ud55c", "cafe\u0301 \u1112\u1161\u11ab"
	key, err := OpenPassphraseSlot(sealedSlot(t, composed), testVault, []byte(decomposed))
	if err != nil || !key.Equal(fixedKey(1)) {
		t.Errorf("another keyboard's passphrase: %v", err)
	}
	if _, err := OpenPassphraseSlot(sealedSlot(t, composed), testVault, []byte("cafe \ud55c")); !errors.Is(err, ErrWrongPassphrase) {
		t.Errorf("without the accent: %v", err)
	}
}

func TestSlotIsAPlainAgeFile(t *testing.T) {
	id, err := age.NewScryptIdentity("pass")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := age.Decrypt(bytes.NewReader(sealedSlot(t, "pass")), id); err != nil {
		t.Error(err)
	}
}

func TestSlotRefusals(t *testing.T) {
	for _, factor := range []int{-1, 0, MinWorkFactor - 1, MaxWorkFactor + 1, 64} {
		if _, err := SealPassphraseSlot(fixedKey(1), testVault, []byte("x"), factor); !errors.Is(err, ErrWorkFactor) {
			t.Errorf("work factor %d: %v", factor, err)
		}
	}
	if _, err := SealPassphraseSlot(fixedKey(1), testVault, nil, MinWorkFactor); !errors.Is(err, ErrEmptyPassphrase) {
		t.Errorf("empty passphrase: %v", err)
	}
	slot := sealedSlot(t, "pass")
	open := func(file []byte) error {
		_, err := OpenPassphraseSlot(file, testVault, []byte("pass"))
		return err
	}
	if _, err := OpenPassphraseSlot(slot, testVault, nil); !errors.Is(err, ErrEmptyPassphrase) {
		t.Errorf("empty passphrase: %v", err)
	}
	if _, err := OpenPassphraseSlot(slot, [16]byte{1}, []byte("pass")); !errors.Is(err, ErrDamaged) {
		t.Errorf("another vault's slot: %v", err)
	}
	// With a factor of 23 or more the work would be felt; these must return at once.
	for _, factor := range []string{"23", "30", "64", "9999999999999999999999"} {
		hostile := bytes.Replace(slot, []byte(" 10\n"), []byte(" "+factor+"\n"), 1)
		if err := open(hostile); !errors.Is(err, ErrWorkFactor) {
			t.Errorf("hostile factor %s: %v", factor, err)
		}
	}
	for name, bad := range map[string][]byte{
		"empty":           nil,
		"not age":         []byte("hello"),
		"factor 0":        bytes.Replace(slot, []byte(" 10\n"), []byte(" 0\n"), 1),
		"negative factor": bytes.Replace(slot, []byte(" 10\n"), []byte(" -5\n"), 1),
		"cut":             slot[:len(slot)-1],
		"longer":          append(bytes.Clone(slot), 0),
		"huge":            append(bytes.Clone(slot), make([]byte, MaxSlotSize)...),
		"long line":       []byte("age-encryption.org/v1\n-> scrypt " + strings.Repeat("A", MaxSlotSize)),
	} {
		if err := open(bad); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSlotPayloadIsChecked(t *testing.T) {
	r, err := passphraseRecipient([]byte("pass"), MinWorkFactor)
	if err != nil {
		t.Fatal(err)
	}
	seal := func(payload []byte) []byte {
		var b bytes.Buffer
		w, err := age.Encrypt(&b, r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(payload); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	for want, payload := range map[error][]byte{
		ErrNewerFormat: append([]byte{2}, make([]byte, slotSize-1)...),
		ErrDamaged:     append([]byte{1}, testVault[:]...),
	} {
		if _, err := OpenPassphraseSlot(seal(payload), testVault, []byte("pass")); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
	if _, err := OpenPassphraseSlot(seal(nil), testVault, []byte("pass")); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
}

// TestSlotEveryByteMatters flips every byte: the slot never opens, and never
// under its own name.
func TestSlotEveryByteMatters(t *testing.T) {
	slot := sealedSlot(t, "pass")
	id := SlotID(slot)
	for i := range slot {
		bad := bytes.Clone(slot)
		bad[i] ^= 1
		if SlotID(bad) == id {
			t.Fatal("same name")
		}
		if bytes.Contains(bad, []byte(" 11\n")) {
			continue // twice the work, and a wrong passphrase for sure
		}
		if _, err := OpenPassphraseSlot(bad, testVault, []byte("pass")); err == nil {
			t.Fatalf("opened with byte %d flipped", i)
		}
	}
}

func TestRecoverySlot(t *testing.T) {
	r := NewRecovery()
	recipient, err := r.Recipient()
	if err != nil {
		t.Fatal(err)
	}
	slot, err := SealRecoverySlot(fixedKey(2), testVault, recipient)
	if err != nil {
		t.Fatal(err)
	}
	if len(slot) > MaxSlotSize {
		t.Errorf("slot of %d bytes", len(slot))
	}
	key, err := OpenSlot(slot, testVault, RecoverySecret(r))
	if err != nil || !key.Equal(fixedKey(2)) {
		t.Error(err)
	}
	if _, err := OpenSlot(slot, testVault, RecoverySecret(NewRecovery())); !errors.Is(err, ErrWrongIdentity) {
		t.Error(err)
	}
	if _, err := OpenSlot(slot, testVault, PassphraseSecret([]byte("x"))); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	for want, file := range map[SlotKind][]byte{SlotRecovery: slot, SlotPassphrase: sealedSlot(t, "x")} {
		if kind, err := KindOfSlot(file); kind != want || err != nil {
			t.Errorf("kind %q: %v", kind, err)
		}
	}
	if _, err := KindOfSlot([]byte("?")); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	unknown := bytes.Replace(slot, []byte("-> "+hybridStanza), []byte("-> fancy"), 1)
	if _, err := KindOfSlot(unknown); !errors.Is(err, ErrNewerFormat) {
		t.Error(err)
	}
}

func TestCommitment(t *testing.T) {
	c := Commitment(fixedKey(1), testVault)
	if !CheckCommitment(c, fixedKey(1), testVault) {
		t.Error("own commitment refused")
	}
	if CheckCommitment(c, fixedKey(2), testVault) || CheckCommitment(c, fixedKey(1), [16]byte{}) {
		t.Error("commitment fits something else")
	}
}

func FuzzOpenSlot(f *testing.F) {
	r := &Recovery{seed: fixedKey(40)}
	recipient, err := r.Recipient()
	if err != nil {
		f.Fatal(err)
	}
	slot, err := SealRecoverySlot(fixedKey(1), testVault, recipient)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(slot)
	f.Add(sealedSlot(f, "pass"))
	f.Add([]byte("age-encryption.org/v1\n-> scrypt AAAA 23\n\n--- AAAA\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if kind, err := KindOfSlot(file); err == nil && kind != SlotPassphrase && kind != SlotRecovery {
			t.Errorf("kind %q", kind)
		}
		if k, err := OpenSlot(file, testVault, RecoverySecret(r)); err == nil && !k.Equal(fixedKey(1)) {
			t.Error("opened another key")
		}
		// The header check is all of a passphrase slot that a stranger's bytes
		// reach before the work begins.
		stanzas, err := readStanzas(file)
		if err != nil {
			return
		}
		if len(stanzas) == 1 && stanzas[0].Type == scryptStanza && len(stanzas[0].Args) == 2 && len(stanzas[0].Args[1]) > 2 {
			id, err := newPassphraseIdentity([]byte("pass"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := id.Unwrap(stanzas); err == nil {
				t.Error("a work factor of three digits was accepted")
			}
		}
	})
}
