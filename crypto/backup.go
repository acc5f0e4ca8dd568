package crypto

import (
	"bufio"
	"bytes"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"
	"golang.org/x/crypto/chacha20poly1305"
)

const (
	vaultStanza      = "kith-vault"
	vaultStanzaLabel = "postquantum" // as age's hybrid recipients, so that both mix
	backupVersion    = 0x01
	backupFileKey    = 16 // bytes; age-encryption.org/v1, "File key"
	wrappedFileKey   = chacha20poly1305.NonceSizeX + backupFileKey + chacha20poly1305.Overhead

	// MaxBackupSlots is how many slots of a vault go into its backups.
	MaxBackupSlots = 16
	// maxBackupHeader bounds the age header of a backup, in bytes: all slots
	// and as many recovery recipients fit.
	maxBackupHeader = 192 << 10
)

// BackupKeys says who can open a backup.
type BackupKeys struct {
	VaultID  [16]byte
	VaultKey Key
	// Slots are the vault's slot files, at most [MaxBackupSlots]; each opens
	// the backup in Kith as it opens the vault.
	Slots [][]byte
	// Recovery are the public keys of the recovery sheets, at most
	// [MaxBackupSlots]; each sheet opens the backup with the age program. If
	// there are none, Passphrase does, and Slots is not used.
	Recovery   []*age.HybridRecipient
	Passphrase []byte
	// WorkFactor is for Passphrase alone; see [SealPassphraseSlot].
	WorkFactor int
}

// BackupWriter encrypts a backup. Close writes its last bytes and must be
// checked; it does not close the writer below.
type BackupWriter struct {
	io.WriteCloser
	// ManifestKey authenticates the backup's manifest: only somebody who
	// opened the vault can have made it.
	ManifestKey Key
}

// EncryptBackup writes a backup, one age file, to w. With recovery sheets it is
// encrypted to them all, and carries the vault's slots in a stanza of our own
// that age passes over. Without any it is encrypted to the passphrase alone,
// which age asks for.
func EncryptBackup(w io.Writer, keys BackupKeys) (*BackupWriter, error) {
	if len(keys.Recovery) == 0 {
		r, err := passphraseRecipient(keys.Passphrase, keys.WorkFactor)
		if err != nil {
			return nil, fmt.Errorf("encrypt backup: %w", err)
		}
		return encryptTo(w, Key{}, r)
	}
	if n := max(len(keys.Slots), len(keys.Recovery)); n > MaxBackupSlots {
		return nil, fmt.Errorf("encrypt backup: %w: %d slots, and %d at most", ErrTooLarge, n, MaxBackupSlots)
	}
	recipients := []age.Recipient{&vaultRecipient{keys}}
	for _, r := range keys.Recovery {
		recipients = append(recipients, r)
	}
	return encryptTo(w, keys.VaultKey, recipients...)
}

func encryptTo(w io.Writer, vaultKey Key, recipients ...age.Recipient) (*BackupWriter, error) {
	tap := &fileKeyTap{Recipient: recipients[0]}
	recipients[0] = tap
	body, err := age.Encrypt(w, recipients...)
	if err != nil {
		return nil, fmt.Errorf("encrypt backup: %w", err)
	}
	defer clear(tap.fileKey)
	return &BackupWriter{WriteCloser: body, ManifestKey: manifestKey(vaultKey, tap.fileKey)}, nil
}

// manifestKey returns the key of one backup's manifest, from the vault key
// (zero if the backup is sealed by its passphrase alone, which authenticates it
// already) and the backup's own file key.
func manifestKey(vaultKey Key, fileKey []byte) Key {
	secret := append(vaultKey.Bytes(), fileKey...)
	defer clear(secret)
	out, err := hkdf.Key(sha256.New, secret, nil, "kith v1 backup manifest\x00", KeySize)
	if err != nil { // only for absurd lengths
		panic("crypto: hkdf: " + err.Error())
	}
	return Key{b: [KeySize]byte(out)}
}

// fileKeyTap passes everything on to a recipient and keeps the file key.
type fileKeyTap struct {
	age.Recipient
	fileKey []byte
}

func (t *fileKeyTap) WrapWithLabels(fileKey []byte) ([]*age.Stanza, []string, error) {
	t.fileKey = bytes.Clone(fileKey)
	if r, ok := t.Recipient.(age.RecipientWithLabels); ok {
		return r.WrapWithLabels(fileKey)
	}
	stanzas, err := t.Wrap(fileKey)
	return stanzas, nil, err
}

// vaultRecipient wraps the file key under the vault key and puts the vault's
// slots beside it.
type vaultRecipient struct{ keys BackupKeys }

func (r *vaultRecipient) Wrap(fileKey []byte) ([]*age.Stanza, error) {
	body := append([]byte{backupVersion}, r.keys.VaultID[:]...)
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	rand.Read(nonce) // never fails: crypto/rand ends the process instead
	body = append(body, nonce...)
	body = newAEAD(backupKey(r.keys.VaultKey, r.keys.VaultID)).Seal(body, nonce, fileKey, nil)
	for _, slot := range r.keys.Slots {
		if len(slot) > MaxSlotSize {
			return nil, fmt.Errorf("slot of %d bytes: %w", len(slot), ErrTooLarge)
		}
		body = binary.BigEndian.AppendUint16(body, uint16(len(slot)))
		body = append(body, slot...)
	}
	return []*age.Stanza{{Type: vaultStanza, Body: body}}, nil
}

// WrapWithLabels implements age.RecipientWithLabels. The stanza uses no public
// key at all, only scrypt slots and hybrid ones, so it is as safe from quantum
// computers as the recovery recipients beside it.
func (r *vaultRecipient) WrapWithLabels(fileKey []byte) ([]*age.Stanza, []string, error) {
	stanzas, err := r.Wrap(fileKey)
	return stanzas, []string{vaultStanzaLabel}, err
}

func backupKey(vaultKey Key, vaultID [16]byte) Key { return vaultKey.Derive("backup", vaultID[:]) }

// vaultStanzaBody is a parsed kith-vault stanza.
type vaultStanzaBody struct {
	vaultID [16]byte
	wrapped []byte // nonce and sealed file key
	slots   [][]byte
}

func parseVaultStanza(s *age.Stanza) (vaultStanzaBody, error) {
	var v vaultStanzaBody
	body := s.Body
	if len(body) > 0 && body[0] != backupVersion {
		return v, ErrNewerFormat
	}
	if len(s.Args) != 0 || len(body) < 1+len(v.vaultID)+wrappedFileKey {
		return v, fmt.Errorf("%w: its %s stanza is too short", ErrDamaged, vaultStanza)
	}
	body = body[1:]
	body = body[copy(v.vaultID[:], body):]
	v.wrapped, body = body[:wrappedFileKey], body[wrappedFileKey:]
	for len(body) > 0 {
		if len(v.slots) == MaxBackupSlots {
			return v, fmt.Errorf("%w: more than %d slots", ErrDamaged, MaxBackupSlots)
		}
		if len(body) < 2 {
			return v, fmt.Errorf("%w: half a slot", ErrDamaged)
		}
		n := int(binary.BigEndian.Uint16(body))
		if body = body[2:]; n > MaxSlotSize || n > len(body) {
			return v, fmt.Errorf("%w: a slot of %d bytes", ErrDamaged, n)
		}
		v.slots = append(v.slots, body[:n])
		body = body[n:]
	}
	return v, nil
}

// BackupInfo says, before anything is asked, what opens a backup.
type BackupInfo struct {
	// VaultID is zero for a backup sealed by its passphrase alone.
	VaultID    [16]byte
	Passphrase bool // a passphrase opens it
	Recovery   bool // a recovery sheet opens it
}

// Backup reads the content of an opened backup. Every byte it gives is as it was
// written; where the file is damaged or cut it stops with [ErrDamaged].
type Backup struct {
	io.Reader
	BackupInfo
	// ManifestKey is the writer's [BackupWriter] ManifestKey.
	ManifestKey Key
}

// DecryptBackup opens the backup that r reads, with the secret that ask returns
// when it is told what would do. It fails with [ErrWrongPassphrase],
// [ErrWrongIdentity], [ErrWorkFactor], [ErrNewerFormat], [ErrDamaged] (also for
// a file that never was a backup), and the errors of ask and r.
func DecryptBackup(r io.Reader, ask func(BackupInfo) (Secret, error)) (*Backup, error) {
	return decryptBackup(r, func(id *backupIdentity) (err error) {
		id.secret, err = ask(id.info())
		return err
	})
}

// DecryptOwnBackup opens a backup that was made with recovery sheets of the vault
// whose key is at hand. One of another vault, and one sealed by its passphrase
// alone, is [ErrWrongIdentity]; otherwise it is as [DecryptBackup].
func DecryptOwnBackup(r io.Reader, vaultKey Key, vaultID [16]byte) (*Backup, error) {
	return decryptBackup(r, func(id *backupIdentity) error {
		if id.vault == nil || id.vault.vaultID != vaultID {
			return fmt.Errorf("open backup: %w", ErrWrongIdentity)
		}
		id.vaultKey, id.own = vaultKey, true
		return nil
	})
}

func decryptBackup(r io.Reader, unlock func(*backupIdentity) error) (*Backup, error) {
	source := &sourceReader{r: r}
	in := bufio.NewReaderSize(source, maxBackupHeader)
	head, err := in.Peek(maxBackupHeader)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read backup: %w", err)
	}
	header, err := age.ExtractHeader(bytes.NewReader(head))
	if err != nil {
		return nil, fmt.Errorf("read backup: %w: no age header of at most %d bytes: %w", ErrDamaged, maxBackupHeader, err)
	}
	id, err := newBackupIdentity(header)
	if err != nil {
		return nil, fmt.Errorf("read backup: %w", err)
	}
	if err := unlock(id); err != nil {
		return nil, err
	}
	fileKey, err := age.DecryptHeader(header, id)
	if err != nil {
		return nil, fmt.Errorf("open backup: %w", ageError(err, id.wrong()))
	}
	defer clear(fileKey)
	body, err := age.Decrypt(in, age.NewInjectedFileKeyIdentity(fileKey))
	if err != nil {
		return nil, fmt.Errorf("open backup: %w", source.kind(err))
	}
	return &Backup{
		Reader:      &backupReader{body: body, source: source},
		BackupInfo:  id.info(),
		ManifestKey: manifestKey(id.vaultKey, fileKey),
	}, nil
}

// backupIdentity is an age.Identity that opens either form of backup.
type backupIdentity struct {
	vault    *vaultStanzaBody // nil for a backup sealed by its passphrase alone
	secret   Secret
	vaultKey Key
	own      bool // vaultKey is known from the beginning
}

func newBackupIdentity(header []byte) (*backupIdentity, error) {
	stanzas, err := readStanzas(header)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(stanzas) == 1 && stanzas[0].Type == scryptStanza {
		return &backupIdentity{}, nil
	}
	var found *vaultStanzaBody
	for _, s := range stanzas {
		if s.Type != vaultStanza {
			continue
		}
		if found != nil {
			return nil, fmt.Errorf("%w: two %s stanzas", ErrDamaged, vaultStanza)
		}
		body, err := parseVaultStanza(s)
		if err != nil {
			return nil, err
		}
		found = &body
	}
	if found == nil {
		return nil, fmt.Errorf("%w: an age file, but not a backup made by Kith", ErrDamaged)
	}
	return &backupIdentity{vault: found}, nil
}

func (b *backupIdentity) info() BackupInfo {
	if b.vault == nil {
		return BackupInfo{Passphrase: true}
	}
	info := BackupInfo{VaultID: b.vault.vaultID}
	for _, slot := range b.vault.slots {
		switch kind, err := KindOfSlot(slot); {
		case err != nil: // a kind of a later version; others may do
		case kind == SlotPassphrase:
			info.Passphrase = true
		case kind == SlotRecovery:
			info.Recovery = true
		}
	}
	return info
}

func (b *backupIdentity) wrong() error {
	if b.secret.Kind() == SlotRecovery {
		return ErrWrongIdentity
	}
	return ErrWrongPassphrase
}

// Unwrap implements age.Identity.
func (b *backupIdentity) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if b.vault == nil {
		if b.secret.Kind() != SlotPassphrase {
			return nil, ErrWrongIdentity
		}
		id, err := newPassphraseIdentity(b.secret.passphrase)
		if err != nil {
			return nil, err
		}
		return id.Unwrap(stanzas)
	}
	vaultKey := b.vaultKey
	if !b.own {
		var err error
		if vaultKey, err = openAnySlot(b.vault.slots, b.vault.vaultID, b.secret); err != nil {
			return nil, err
		}
	}
	aead := newAEAD(backupKey(vaultKey, b.vault.vaultID))
	nonce, sealed := b.vault.wrapped[:chacha20poly1305.NonceSizeX], b.vault.wrapped[chacha20poly1305.NonceSizeX:]
	fileKey, err := aead.Open(nil, nonce, sealed, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: its slot opens, its file key does not", ErrDamaged)
	}
	b.vaultKey = vaultKey
	return fileKey, nil
}

// openAnySlot opens the first of the slots that the secret fits. If it fits none,
// the error is the gravest met: a wrong secret only when nothing else is wrong.
func openAnySlot(slots [][]byte, vaultID [16]byte, s Secret) (Key, error) {
	wrong := ErrWrongPassphrase
	if s.Kind() == SlotRecovery {
		wrong = ErrWrongIdentity
	}
	var worse error
	for _, slot := range slots {
		if kind, err := KindOfSlot(slot); err != nil || kind != s.Kind() {
			continue // another secret's slot, or one of a later version
		}
		key, err := OpenSlot(slot, vaultID, s)
		if err == nil {
			return key, nil
		}
		if !errors.Is(err, wrong) && worse == nil {
			worse = err
		}
	}
	if worse != nil {
		return Key{}, worse
	}
	return Key{}, wrong
}

// sourceReader remembers a failure of the disk or pipe below age, so that it is
// not taken for damage.
type sourceReader struct {
	r   io.Reader
	err error
}

func (s *sourceReader) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

func (s *sourceReader) kind(err error) error {
	if s.err != nil {
		return s.err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

type backupReader struct {
	body   io.Reader
	source *sourceReader
}

func (b *backupReader) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read backup: %w", b.source.kind(err))
	}
	return n, err
}
