package vault

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kith/crypto"
	"kith/journal/disk"
)

const (
	slotsFolder  = "slots"
	slotSuffix   = ".age"
	newSuffix    = ".new" // of a file that disk.WriteFile has not finished
	maxSlots     = crypto.MaxBackupSlots
	maxSlotFiles = 4 * maxSlots // damaged ones and strays counted
)

// SlotInfo describes a slot. Damage is nil for a slot that is as it was when it
// was added.
type SlotInfo struct {
	ID      string // file slots/<ID>.age
	Kind    crypto.SlotKind
	Created time.Time
	// Untried says that nobody has shown to hold its secret: it never opened the
	// vault, or it is an offered sheet that was not confirmed.
	Untried bool
	Damage  error
}

// slotFile is a slot as found on disk.
type slotFile struct {
	id      string
	kind    crypto.SlotKind
	data    []byte
	damaged error
}

func slotName(id string) string { return slotsFolder + "/" + id + slotSuffix }

func slotPath(dir, id string) string { return filepath.Join(dir, slotsFolder, id+slotSuffix) }

// readSlots reads all slots of the vault in dir, ordered by id. A damaged one
// says so; only the file system can fail it as a whole.
func readSlots(fsys disk.FS, dir string) ([]slotFile, error) {
	entries, err := fsys.ReadDir(filepath.Join(dir, slotsFolder))
	if isNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var slots []slotFile
	for _, entry := range entries {
		id, ok := strings.CutSuffix(entry.Name(), slotSuffix)
		if !ok || entry.IsDir() {
			continue
		}
		if len(slots) == maxSlotFiles {
			return nil, damaged(slotsFolder, fmt.Errorf("more than %d files", maxSlotFiles), "move those aside that do not belong to the vault")
		}
		slot, err := readSlot(fsys, dir, id)
		if err != nil {
			return nil, err
		}
		slots = append(slots, slot)
	}
	return slots, nil
}

func readSlot(fsys disk.FS, dir, id string) (slotFile, error) {
	slot := slotFile{id: id}
	data, err := fsys.ReadFile(slotPath(dir, id), crypto.MaxSlotSize)
	if errors.Is(err, disk.ErrTooLarge) {
		slot.damaged = damaged(slotName(id), err, adviceNewSlot)
		return slot, nil
	}
	if err != nil {
		return slot, err
	}
	slot.data = data
	kind, kindErr := crypto.KindOfSlot(data)
	switch slot.kind = kind; {
	case crypto.SlotID(data) != id:
		slot.damaged = damaged(slotName(id), errors.New("its content does not fit its name"), adviceNewSlot)
	case kindErr != nil:
		slot.damaged = damaged(slotName(id), kindErr, adviceNewSlot)
	}
	return slot, nil
}

// unlock tries the secret on every intact slot of its kind.
func unlock(slots []slotFile, m meta, secret crypto.Secret) (key crypto.Key, id string, err error) {
	var trouble slotTrouble
	for _, slot := range slots {
		if slot.damaged != nil {
			trouble.damaged = append(trouble.damaged, slot.damaged)
			continue
		}
		if slot.kind != secret.Kind() {
			trouble.others++
			continue
		}
		key, err := crypto.OpenSlot(slot.data, m.id, secret)
		switch {
		case err == nil && m.fits(key):
			return key, slot.id, nil
		case err == nil:
			return crypto.Key{}, "", damaged(metaFile, errors.New("the vault key does not fit its commitment"), adviceRestore)
		case errors.Is(err, crypto.ErrEmptyPassphrase):
			return crypto.Key{}, "", err
		}
		if errors.Is(err, ErrWrongPassphrase) || errors.Is(err, ErrWrongIdentity) {
			trouble.wrong++
		} else {
			trouble.damaged = append(trouble.damaged, fmt.Errorf("%s: %w", slotName(slot.id), err))
		}
	}
	return crypto.Key{}, "", trouble.err(secret)
}

// Slots returns the ways into the vault as they are on disk now, by id.
func (v *Vault) Slots() ([]SlotInfo, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, ErrClosed
	}
	files, err := readSlots(v.fsys, v.dir)
	if err != nil {
		return nil, fmt.Errorf("list slots: %w", err)
	}
	infos := []SlotInfo{}
	for _, file := range files {
		infos = append(infos, v.slotInfo(file))
	}
	return infos, nil
}

// slotInfo joins what the file and what the keyring know. A slot that the
// keyring does not know came in another way; its file's date must do.
func (v *Vault) slotInfo(file slotFile) SlotInfo {
	info := SlotInfo{ID: file.id, Kind: file.kind, Untried: !v.tried(file.id), Damage: file.damaged}
	for _, record := range v.ring.slots {
		if record.id == file.id {
			info.Kind, info.Created = record.kind, record.created
			return info
		}
	}
	if stat, err := v.fsys.Stat(slotPath(v.dir, file.id)); err == nil {
		info.Created = stat.ModTime().UTC()
	}
	return info
}

// AddPassphrase adds a slot for one more passphrase. workFactor is that of
// [CreateOptions].
func (v *Vault) AddPassphrase(passphrase []byte, workFactor int) (SlotInfo, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	info, err := v.addPassphrase(passphrase, workFactor)
	if err != nil {
		return SlotInfo{}, fmt.Errorf("add passphrase: %w", err)
	}
	return info, nil
}

func (v *Vault) addPassphrase(passphrase []byte, workFactor int) (SlotInfo, error) {
	if v.closed {
		return SlotInfo{}, ErrClosed
	}
	if workFactor == 0 {
		workFactor = crypto.DefaultWorkFactor
	}
	file, err := crypto.SealPassphraseSlot(v.key, v.meta.id, passphrase, workFactor)
	if err != nil {
		return SlotInfo{}, err
	}
	return v.addSlot(file, slotRecord{kind: crypto.SlotPassphrase}, crypto.PassphraseSecret(passphrase))
}

// AddRecovery adds a slot for one more recovery sheet. Backups made from now on
// open with it too.
func (v *Vault) AddRecovery(r *crypto.Recovery) (SlotInfo, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	info, err := v.addRecovery(r)
	if err != nil {
		return SlotInfo{}, fmt.Errorf("add recovery sheet: %w", err)
	}
	return info, nil
}

func (v *Vault) addRecovery(r *crypto.Recovery) (SlotInfo, error) {
	file, record, err := v.sealRecovery(r)
	if err != nil {
		return SlotInfo{}, err
	}
	return v.addSlot(file, record, crypto.RecoverySecret(r))
}

func (v *Vault) sealRecovery(r *crypto.Recovery) (file []byte, record slotRecord, err error) {
	if v.closed {
		return nil, slotRecord{}, ErrClosed
	}
	recipient, err := r.Recipient()
	if err != nil {
		return nil, slotRecord{}, err
	}
	file, err = crypto.SealRecoverySlot(v.key, v.meta.id, recipient)
	return file, slotRecord{kind: crypto.SlotRecovery, recipient: recipient.String()}, err
}

// OfferRecovery adds a slot for a recovery sheet that is shown to a person who has
// yet to prove that they kept it. The sheet opens the vault at once, so that no
// paper lies; but the slot is untried, and no reason to take another away, until
// [Vault.ConfirmRecovery].
func (v *Vault) OfferRecovery(r *crypto.Recovery) (SlotInfo, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	info, err := v.offerRecovery(r)
	if err != nil {
		return SlotInfo{}, fmt.Errorf("offer recovery sheet: %w", err)
	}
	return info, nil
}

func (v *Vault) offerRecovery(r *crypto.Recovery) (SlotInfo, error) {
	file, record, err := v.sealRecovery(r)
	if err != nil {
		return SlotInfo{}, err
	}
	info, err := v.addUntriedSlot(file, record)
	if err != nil {
		return SlotInfo{}, err
	}
	if err := v.proveSlot(info.ID, crypto.RecoverySecret(r)); err != nil {
		v.discardSlot(info.ID)
		return SlotInfo{}, fmt.Errorf("try %s: %w", slotName(info.ID), err)
	}
	return info, nil
}

// ConfirmRecovery counts the slot of an offered sheet as a way in, after it was
// proven once more to open the vault. It fails with [ErrNotFound] if the slot is
// gone, and with [ErrWrongIdentity] if it is another sheet's.
func (v *Vault) ConfirmRecovery(id string, r *crypto.Recovery) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	err := error(ErrClosed)
	if !v.closed {
		if err = v.proveSlot(id, crypto.RecoverySecret(r)); isNotExist(err) {
			err = ErrNotFound
		}
	}
	if err == nil {
		err = v.update(func(ring *keyring) error { ring.setTried(id); return nil })
	}
	if err != nil {
		return fmt.Errorf("confirm recovery sheet %s: %w", slotName(id), err)
	}
	return nil
}

// addSlot adds a slot and proves that it opens the vault. If it does not, the
// file goes again.
func (v *Vault) addSlot(file []byte, record slotRecord, secret crypto.Secret) (SlotInfo, error) {
	info, err := v.addUntriedSlot(file, record)
	if err != nil {
		return SlotInfo{}, err
	}
	if err = v.proveSlot(info.ID, secret); err == nil {
		err = v.update(func(ring *keyring) error { ring.setTried(info.ID); return nil })
	}
	if err != nil {
		v.discardSlot(info.ID)
		return SlotInfo{}, fmt.Errorf("try %s: %w", slotName(info.ID), err)
	}
	info.Untried = false
	return info, nil
}

// addUntriedSlot records the slot in the keyring, writes its file and reads that
// back. In this order every slot that opens the vault is known to it, and none
// counts as tried before it was; a record whose file was never written counts for
// nothing.
func (v *Vault) addUntriedSlot(file []byte, record slotRecord) (SlotInfo, error) {
	present, err := readSlots(v.fsys, v.dir)
	if err != nil {
		return SlotInfo{}, err
	}
	if len(present) >= maxSlots {
		return SlotInfo{}, fmt.Errorf("%w: %d at most; remove one first", ErrTooManySlots, maxSlots)
	}
	record.id, record.created, record.untried = crypto.SlotID(file), v.now(), true
	err = v.update(func(ring *keyring) error {
		ring.slots = append(knownSlots(ring.slots, present), record)
		return nil
	})
	if err != nil {
		return SlotInfo{}, err
	}
	err = disk.WriteFile(v.fsys, slotPath(v.dir, record.id), file)
	if err == nil {
		_, err = v.readBack(record.id)
	}
	if err != nil {
		v.discardSlot(record.id)
		return SlotInfo{}, fmt.Errorf("write %s: %w", slotName(record.id), err)
	}
	return SlotInfo{ID: record.id, Kind: record.kind, Created: record.created, Untried: true}, nil
}

// discardSlot removes the file of a slot that could not be added. The error to
// report is the one that led here; a slot left here is known to the vault and
// opens it only for its owner.
func (v *Vault) discardSlot(id string) { _ = v.fsys.Remove(slotPath(v.dir, id)) }

// readBack returns a slot as it is on disk, where its name vouches for its content.
func (v *Vault) readBack(id string) ([]byte, error) {
	slot, err := readSlot(v.fsys, v.dir, id)
	if err == nil {
		err = slot.damaged
	}
	return slot.data, err
}

func (v *Vault) proveSlot(id string, secret crypto.Secret) error {
	file, err := v.readBack(id)
	if err != nil {
		return err
	}
	key, err := crypto.OpenSlot(file, v.meta.id, secret)
	if err != nil {
		return err
	}
	if !key.Equal(v.key) {
		return fmt.Errorf("%w: it holds another key", ErrDamaged)
	}
	return nil
}

// tried reports whether a slot is known to have opened the vault. One that the
// keyring does not know may be anybody's.
func (v *Vault) tried(id string) bool {
	return id == v.openedBy || slices.ContainsFunc(v.ring.slots, func(s slotRecord) bool { return s.id == id && !s.untried })
}

// knownSlots returns the records whose file is present.
func knownSlots(records []slotRecord, present []slotFile) []slotRecord {
	var known []slotRecord
	for _, record := range records {
		for _, file := range present {
			if file.id == record.id {
				known = append(known, record)
			}
		}
	}
	return known
}

// RemoveSlot removes a way into the vault. It fails with [ErrNotFound], and with
// [ErrLastSlot] if no other intact slot that was tried would be left. Backups made
// before still open with what the slot belonged to.
func (v *Vault) RemoveSlot(id string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return ErrClosed
	}
	if err := v.removeSlot(id); err != nil {
		return fmt.Errorf("remove slot: %w", err)
	}
	return nil
}

func (v *Vault) removeSlot(id string) error {
	present, err := readSlots(v.fsys, v.dir)
	if err != nil {
		return err
	}
	found, left, untried := false, 0, 0
	for _, slot := range present {
		switch {
		case slot.id == id:
			found = true
		case slot.damaged != nil:
		case v.tried(slot.id):
			left++
		default:
			untried++
		}
	}
	switch {
	case !found:
		return fmt.Errorf("slot %s: %w", id, ErrNotFound)
	case left == 0 && untried > 0:
		return fmt.Errorf("%w: the others were never tried; open the vault with one of them first, or add another one", ErrLastSlot)
	case left == 0:
		return fmt.Errorf("%w; add another one first", ErrLastSlot)
	}
	if err := v.fsys.Remove(slotPath(v.dir, id)); err != nil {
		return err
	}
	if err := v.fsys.SyncDir(filepath.Join(v.dir, slotsFolder)); err != nil {
		return err
	}
	return v.update(func(ring *keyring) error {
		var kept []slotRecord
		for _, record := range knownSlots(ring.slots, present) {
			if record.id != id {
				kept = append(kept, record)
			}
		}
		ring.slots = kept
		return nil
	})
}

// ChangePassphrase gives the vault a new passphrase and takes the old one away:
// the one it was opened with or, if it was opened with a recovery sheet, the
// only one there is (of several, all are kept, since they are other people's).
// The new slot is on disk and was tried before the old one goes. An error means
// that the old passphrase still opens the vault, and [ErrOldSlotRemains] that
// both may.
func (v *Vault) ChangePassphrase(passphrase []byte, workFactor int) (SlotInfo, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return SlotInfo{}, ErrClosed
	}
	old, err := v.replacedSlot()
	if err != nil {
		return SlotInfo{}, fmt.Errorf("change passphrase: %w", err)
	}
	info, err := v.addPassphrase(passphrase, workFactor)
	if err != nil {
		return SlotInfo{}, fmt.Errorf("change passphrase: %w", err)
	}
	v.openedBy = info.ID
	if old == "" {
		return info, nil
	}
	if err := v.removeSlot(old); err != nil && !errors.Is(err, ErrNotFound) {
		return info, fmt.Errorf("change passphrase: %w (slot %s): %w", ErrOldSlotRemains, old, err)
	}
	return info, nil
}

// replacedSlot returns the passphrase slot that a new passphrase replaces, or "".
func (v *Vault) replacedSlot() (string, error) {
	slots, err := readSlots(v.fsys, v.dir)
	if err != nil {
		return "", err
	}
	var passphrases []string
	for _, slot := range slots {
		if v.slotInfo(slot).Kind != crypto.SlotPassphrase {
			continue
		}
		if slot.id == v.openedBy {
			return slot.id, nil
		}
		passphrases = append(passphrases, slot.id)
	}
	if len(passphrases) == 1 {
		return passphrases[0], nil
	}
	return "", nil
}
