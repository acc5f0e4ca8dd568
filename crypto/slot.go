package crypto

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"

	"filippo.io/age"
	"golang.org/x/text/unicode/norm"
)

const (
	// DefaultWorkFactor is the scrypt work factor (log2 N) of new passphrase
	// slots: about a second and 256 MiB.
	DefaultWorkFactor = 18
	// MinWorkFactor is the least work factor of a new passphrase slot.
	MinWorkFactor = 10
	// MaxWorkFactor is the greatest work factor of a slot, new or found.
	MaxWorkFactor = 22
	// MaxSlotSize is the length of the largest slot file, in bytes.
	MaxSlotSize = 4096

	slotVersion = 0x01
	slotSize    = 1 + 16 + KeySize // version, vault id, vault key
)

// SlotKind says what opens a slot.
type SlotKind string

// The kinds of slot.
const (
	SlotPassphrase SlotKind = "passphrase"
	SlotRecovery   SlotKind = "recovery"
)

// Stanza types of age (age-encryption.org/v1) by which the kinds are told.
const (
	scryptStanza = "scrypt"
	hybridStanza = "mlkem768x25519"
)

// Commitment returns the public value by which an opened vault key is known to
// be the vault's own. It fits one key only and says nothing about it.
func Commitment(k Key, vaultID [16]byte) [32]byte { return k.Derive("commitment", vaultID[:]).b }

// CheckCommitment reports in constant time whether commitment is that of k.
func CheckCommitment(commitment [32]byte, k Key, vaultID [16]byte) bool {
	return Key{b: commitment}.Equal(Key{b: Commitment(k, vaultID)})
}

// SlotID returns the name of a slot file: the first 16 bytes of its SHA-256, in
// hexadecimal. A slot whose content no longer fits its name is damaged, which
// could otherwise not be told from a wrong passphrase.
func SlotID(file []byte) string {
	sum := sha256.Sum256(file)
	return hex.EncodeToString(sum[:16])
}

// SealPassphraseSlot returns an age file that gives vaultKey to whoever knows
// passphrase. The passphrase is normalised to Unicode NFC first, so that it is
// the same from every keyboard. workFactor is log2 of scrypt's N, between
// [MinWorkFactor] and [MaxWorkFactor]; outside it is [ErrWorkFactor]. An empty
// passphrase is [ErrEmptyPassphrase].
func SealPassphraseSlot(vaultKey Key, vaultID [16]byte, passphrase []byte, workFactor int) ([]byte, error) {
	r, err := passphraseRecipient(passphrase, workFactor)
	if err != nil {
		return nil, fmt.Errorf("seal passphrase slot: %w", err)
	}
	return sealSlot(vaultKey, vaultID, r)
}

// SealRecoverySlot returns an age file that gives vaultKey to whoever holds the
// recovery sheet of recipient.
func SealRecoverySlot(vaultKey Key, vaultID [16]byte, recipient *age.HybridRecipient) ([]byte, error) {
	return sealSlot(vaultKey, vaultID, recipient)
}

func sealSlot(vaultKey Key, vaultID [16]byte, r age.Recipient) ([]byte, error) {
	payload := append([]byte{slotVersion}, vaultID[:]...)
	payload = append(payload, vaultKey.b[:]...)
	defer clear(payload)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, r)
	if err != nil {
		return nil, fmt.Errorf("seal slot: %w", err)
	}
	if _, err := w.Write(payload); err != nil {
		return nil, fmt.Errorf("seal slot: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal slot: %w", err)
	}
	return file.Bytes(), nil
}

// KindOfSlot returns what opens a slot file. It needs no key and does no work.
func KindOfSlot(file []byte) (SlotKind, error) {
	if len(file) > MaxSlotSize {
		return "", fmt.Errorf("slot of %d bytes: %w: %w", len(file), ErrDamaged, ErrTooLarge)
	}
	stanzas, err := readStanzas(file)
	if err != nil {
		return "", fmt.Errorf("read slot: %w: %w", ErrDamaged, err)
	}
	if len(stanzas) == 1 {
		switch stanzas[0].Type {
		case scryptStanza:
			return SlotPassphrase, nil
		case hybridStanza:
			return SlotRecovery, nil
		}
	}
	return "", fmt.Errorf("slot of an unknown kind: %w", ErrNewerFormat)
}

// Secret is what a person opens a vault or a backup with: a passphrase or a
// recovery sheet. It prints as "[secret]".
type Secret struct {
	passphrase []byte
	recovery   *Recovery
}

// PassphraseSecret returns the secret of a passphrase, which it does not copy.
func PassphraseSecret(passphrase []byte) Secret { return Secret{passphrase: passphrase} }

// RecoverySecret returns the secret of a recovery sheet.
func RecoverySecret(r *Recovery) Secret { return Secret{recovery: r} }

// Kind returns the kind of slot that s opens.
func (s Secret) Kind() SlotKind {
	if s.recovery != nil {
		return SlotRecovery
	}
	return SlotPassphrase
}

// Format implements fmt.Formatter and hides the secret from every verb.
func (Secret) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[secret]") // a fmt.State has no other way to report
}

// OpenSlot opens a slot of the secret's own kind with it.
func OpenSlot(file []byte, vaultID [16]byte, s Secret) (Key, error) {
	if s.recovery == nil {
		return OpenPassphraseSlot(file, vaultID, s.passphrase)
	}
	id, err := s.recovery.Identity()
	if err != nil {
		return Key{}, err
	}
	return OpenRecoverySlot(file, vaultID, id)
}

// OpenPassphraseSlot returns the vault key inside a passphrase slot. It fails
// with [ErrWrongPassphrase], [ErrEmptyPassphrase], [ErrWorkFactor] when the file
// asks for more than [MaxWorkFactor] (before any work is done), [ErrNewerFormat],
// and [ErrDamaged] for everything that is not a slot of this vault. A slot
// damaged in its salt or wrapped key looks like a wrong passphrase; [SlotID]
// tells them apart.
func OpenPassphraseSlot(file []byte, vaultID [16]byte, passphrase []byte) (Key, error) {
	id, err := newPassphraseIdentity(passphrase)
	if err != nil {
		return Key{}, fmt.Errorf("open passphrase slot: %w", err)
	}
	return openSlot(file, vaultID, id, ErrWrongPassphrase)
}

// OpenRecoverySlot returns the vault key inside a recovery slot. It fails with
// [ErrWrongIdentity], [ErrNewerFormat] or [ErrDamaged].
func OpenRecoverySlot(file []byte, vaultID [16]byte, identity *age.HybridIdentity) (Key, error) {
	return openSlot(file, vaultID, identity, ErrWrongIdentity)
}

func openSlot(file []byte, vaultID [16]byte, id age.Identity, wrong error) (Key, error) {
	if len(file) > MaxSlotSize {
		return Key{}, fmt.Errorf("open slot of %d bytes: %w: %w", len(file), ErrDamaged, ErrTooLarge)
	}
	r, err := age.Decrypt(bytes.NewReader(file), id)
	if err != nil {
		return Key{}, fmt.Errorf("open slot: %w", ageError(err, wrong))
	}
	payload, err := io.ReadAll(r)
	defer clear(payload)
	if err != nil {
		return Key{}, fmt.Errorf("open slot: %w: %w", ErrDamaged, err)
	}
	if len(payload) > 0 && payload[0] != slotVersion {
		return Key{}, fmt.Errorf("open slot: %w", ErrNewerFormat)
	}
	if len(payload) != slotSize {
		return Key{}, fmt.Errorf("open slot: %w: %d bytes inside", ErrDamaged, len(payload))
	}
	if !bytes.Equal(payload[1:17], vaultID[:]) { // public on both sides
		return Key{}, fmt.Errorf("open slot: %w: it belongs to another vault", ErrDamaged)
	}
	return KeyFromBytes(payload[17:])
}

// ageError gives an error of age.Decrypt its kind. The wrong key is the error of
// the identity tried; whatever has no kind of its own is damage.
func ageError(err, wrong error) error {
	if errors.Is(err, age.ErrIncorrectIdentity) {
		return wrong
	}
	for _, kind := range []error{ErrWorkFactor, ErrNewerFormat, ErrDamaged, ErrWrongPassphrase, ErrWrongIdentity} {
		if errors.Is(err, kind) {
			return err
		}
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// stanzaReader is an age.Identity that opens nothing and remembers the header.
type stanzaReader struct{ stanzas []*age.Stanza }

func (s *stanzaReader) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	s.stanzas = stanzas
	return nil, age.ErrIncorrectIdentity
}

// readStanzas returns the recipient stanzas of an age file's header.
func readStanzas(header []byte) ([]*age.Stanza, error) {
	var s stanzaReader
	if _, err := age.DecryptHeader(header, &s); err != nil && !errors.Is(err, age.ErrIncorrectIdentity) {
		return nil, err
	}
	return s.stanzas, nil
}

func normalPassphrase(passphrase []byte) (string, error) {
	if len(passphrase) == 0 {
		return "", ErrEmptyPassphrase
	}
	return string(norm.NFC.Bytes(passphrase)), nil
}

func passphraseRecipient(passphrase []byte, workFactor int) (*age.ScryptRecipient, error) {
	if workFactor < MinWorkFactor || workFactor > MaxWorkFactor {
		return nil, fmt.Errorf("%w: %d is not between %d and %d", ErrWorkFactor, workFactor, MinWorkFactor, MaxWorkFactor)
	}
	pass, err := normalPassphrase(passphrase)
	if err != nil {
		return nil, err
	}
	r, err := age.NewScryptRecipient(pass)
	if err != nil {
		return nil, err
	}
	r.SetWorkFactor(workFactor)
	return r, nil
}

// passphraseIdentity is age's scrypt identity behind a look at the header, so
// that a file which asks for too much is refused by kind and before any work.
type passphraseIdentity struct{ scrypt *age.ScryptIdentity }

func newPassphraseIdentity(passphrase []byte) (*passphraseIdentity, error) {
	pass, err := normalPassphrase(passphrase)
	if err != nil {
		return nil, err
	}
	id, err := age.NewScryptIdentity(pass)
	if err != nil {
		return nil, err
	}
	id.SetMaxWorkFactor(MaxWorkFactor)
	return &passphraseIdentity{scrypt: id}, nil
}

func (p *passphraseIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != scryptStanza || len(stanzas[0].Args) != 2 {
		return nil, fmt.Errorf("%w: not sealed by a passphrase alone", ErrDamaged)
	}
	factor := stanzas[0].Args[1]
	if n, err := strconv.Atoi(factor); errors.Is(err, strconv.ErrRange) || n > MaxWorkFactor {
		return nil, fmt.Errorf("%w: it asks for 2^%.20s, more than 2^%d", ErrWorkFactor, factor, MaxWorkFactor)
	}
	return p.scrypt.Unwrap(stanzas)
}
