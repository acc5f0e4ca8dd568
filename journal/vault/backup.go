package vault

import (
	"fmt"
	"io"

	"filippo.io/age"

	"kith/crypto"
)

// BackupNeedsPassphrase reports whether [Vault.EncryptBackup] needs one: there is
// no recovery sheet to make backups for.
func (v *Vault) BackupNeedsPassphrase() (bool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	keys, err := v.backupKeys()
	return err == nil && len(keys.Recovery) == 0, err
}

// EncryptBackup returns a writer of a backup that opens with each recovery sheet
// and each passphrase of the vault. Without a sheet it opens with the given
// passphrase alone, which must be one of the vault's ([ErrWrongPassphrase]), at
// the given work factor (0 means [crypto.DefaultWorkFactor]).
func (v *Vault) EncryptBackup(w io.Writer, passphrase []byte, workFactor int) (*crypto.BackupWriter, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	keys, err := v.backupKeys()
	if err != nil {
		return nil, err
	}
	if len(keys.Recovery) == 0 {
		slots, err := readSlots(v.fsys, v.dir)
		if err != nil {
			return nil, fmt.Errorf("back up: %w", err)
		}
		if _, _, err := unlock(slots, v.meta, crypto.PassphraseSecret(passphrase)); err != nil {
			return nil, fmt.Errorf("back up: %w", err)
		}
		if keys.Passphrase, keys.WorkFactor = passphrase, workFactor; workFactor == 0 {
			keys.WorkFactor = crypto.DefaultWorkFactor
		}
	}
	return crypto.EncryptBackup(w, keys)
}

// DecryptBackup opens a backup of this vault with the vault's own key. One that no
// recovery sheet opens, or of another vault, is [ErrWrongIdentity].
func (v *Vault) DecryptBackup(r io.Reader) (*crypto.Backup, error) {
	v.mu.Lock()
	key, closed := v.key, v.closed
	v.mu.Unlock()
	if closed {
		return nil, ErrClosed
	}
	return crypto.DecryptOwnBackup(r, key, v.meta.id)
}

// backupKeys gathers the intact slots and the recipients of the recovery sheets
// among them.
func (v *Vault) backupKeys() (crypto.BackupKeys, error) {
	keys := crypto.BackupKeys{VaultID: v.meta.id, VaultKey: v.key}
	if v.closed {
		return keys, ErrClosed
	}
	slots, err := readSlots(v.fsys, v.dir)
	if err != nil {
		return keys, fmt.Errorf("back up: %w", err)
	}
	for _, slot := range slots {
		if slot.damaged == nil && len(keys.Slots) < crypto.MaxBackupSlots {
			keys.Slots = append(keys.Slots, slot.data)
		}
	}
	for _, record := range knownSlots(v.ring.slots, slots) {
		if record.kind != crypto.SlotRecovery {
			continue
		}
		recipient, err := age.ParseHybridRecipient(record.recipient)
		if err != nil {
			return keys, damaged(keyringFile, err, "remove slot "+record.id+" and add a new recovery sheet")
		}
		keys.Recovery = append(keys.Recovery, recipient)
	}
	return keys, nil
}

// RecoveryRecipients returns the public keys of the vault's recovery sheets, as
// age writes them, for a backup.
func (v *Vault) RecoveryRecipients() ([]string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	keys, err := v.backupKeys()
	if err != nil {
		return nil, err
	}
	recipients := make([]string, len(keys.Recovery))
	for i, r := range keys.Recovery {
		recipients[i] = r.String()
	}
	return recipients, nil
}

// AddRecoveryRecipient adds a slot for a recovery sheet of which only the public
// key is at hand, as age writes it: that of a backup which is restored here. The
// slot is untried, and no reason to take another away, until somebody opens the
// vault with the sheet. A key that is none is [ErrDamaged].
func (v *Vault) AddRecoveryRecipient(recipient string) error {
	r, err := age.ParseHybridRecipient(recipient)
	if err != nil {
		return fmt.Errorf("add recovery sheet: %w: %w", ErrDamaged, err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := v.addRecoveryRecipient(r); err != nil {
		return fmt.Errorf("add recovery sheet: %w", err)
	}
	return nil
}

func (v *Vault) addRecoveryRecipient(r *age.HybridRecipient) error {
	if v.closed {
		return ErrClosed
	}
	file, err := crypto.SealRecoverySlot(v.key, v.meta.id, r)
	if err != nil {
		return err
	}
	_, err = v.addUntriedSlot(file, slotRecord{kind: crypto.SlotRecovery, recipient: r.String()})
	return err
}
