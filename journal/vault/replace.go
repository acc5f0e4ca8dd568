package vault

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"

	"filippo.io/age"

	"kith/crypto"
	"kith/journal/disk"
)

// replacedSuffix is of the folder that an empty vault is moved to while another
// takes its place.
const replacedSuffix = ".replaced"

// CheckVacant reports whether a vault can take the place of dir: it is missing,
// empty, or holds a vault without any space. It needs no secret and writes
// nothing. The error is [ErrExists], or [ErrInUse] for an empty vault that
// somebody has open.
func CheckVacant(fsys disk.FS, dir string) error {
	if _, err := fsys.Stat(filepath.Join(dir, metaFile)); isNotExist(err) {
		return checkFree(fsys, dir)
	} else if err != nil {
		return err
	}
	names, err := folderNames(fsys, filepath.Join(dir, spacesFolder))
	if err != nil {
		return err
	}
	if len(names) > 0 {
		return fmt.Errorf("%w: there is a vault with records in %s", ErrExists, dir)
	}
	return CheckUnused(fsys, dir)
}

// CheckUnused fails with [ErrInUse] if a process has the vault in dir open, or
// is making it.
func CheckUnused(fsys disk.FS, dir string) error {
	held, err := takeLock(fsys, dir, false)
	if isNotExist(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return held.release()
}

// Install moves the closed vault in from to the folder to, for which
// [CheckVacant] must hold, on the same file system. A crash leaves the vault in
// one of the two.
func Install(fsys disk.FS, from, to string) error {
	if err := CheckVacant(fsys, to); err != nil {
		return fmt.Errorf("install vault: %w", err)
	}
	aside := to + replacedSuffix
	_, err := fsys.Stat(to)
	if err == nil {
		if err = fsys.RemoveAll(aside); err == nil { // left by a crash at this place
			err = fsys.Rename(to, aside)
		}
	} else if isNotExist(err) {
		err = nil
	}
	if err == nil {
		err = fsys.Rename(from, to)
	}
	if err == nil {
		err = fsys.SyncDir(filepath.Dir(to))
	}
	if err == nil {
		err = fsys.RemoveAll(aside)
	}
	if err != nil {
		return fmt.Errorf("install vault: %w", err)
	}
	return nil
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
// key is at hand: that of a backup which is restored here. The slot is read back
// and compared, but not tried.
func (v *Vault) AddRecoveryRecipient(recipient string) error {
	r, err := age.ParseHybridRecipient(recipient)
	if err != nil {
		return fmt.Errorf("add recovery sheet: %w: %w", ErrDamaged, err)
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return ErrClosed
	}
	file, err := crypto.SealRecoverySlot(v.key, v.meta.id, r)
	if err == nil {
		err = v.addUntriedSlot(file, slotRecord{kind: crypto.SlotRecovery, recipient: recipient})
	}
	if err != nil {
		return fmt.Errorf("add recovery sheet: %w", err)
	}
	return nil
}

func (v *Vault) addUntriedSlot(file []byte, record slotRecord) error {
	present, err := readSlots(v.fsys, v.dir)
	if err != nil {
		return err
	}
	if len(present) >= maxSlots {
		return ErrTooManySlots
	}
	record.id, record.created = crypto.SlotID(file), v.now()
	if err := disk.WriteFile(v.fsys, slotPath(v.dir, record.id), file); err != nil {
		return err
	}
	back, err := readSlot(v.fsys, v.dir, record.id)
	if err != nil {
		return err
	}
	if back.damaged != nil || !bytes.Equal(back.data, file) {
		return errors.Join(damaged(slotName(record.id), errors.New("it did not read back as written"), "try again"), back.damaged)
	}
	return v.update(func(ring *keyring) error {
		ring.slots = append(knownSlots(ring.slots, append(present, back)), record)
		return nil
	})
}

// Check fails with [ErrNoVault] if there is no vault in dir on the computer's
// own file system, and with the errors of [Open] if what says so is damaged.
func Check(dir string) error {
	_, err := readMeta(disk.OS{}, dir)
	return err
}
