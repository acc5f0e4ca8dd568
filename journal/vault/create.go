package vault

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kith/crypto"
	"kith/journal/disk"
)

// unfinishedFile marks a folder in which a vault is being made. It is the first
// thing made and the last removed, and what allows clearing the rest.
const unfinishedFile = "unfinished"

// CreateOptions says how to make a vault.
type CreateOptions struct {
	// Passphrase of the first slot; it must not be empty.
	Passphrase []byte
	// WorkFactor of its scrypt, see [crypto.SealPassphraseSlot]; 0 means
	// [crypto.DefaultWorkFactor].
	WorkFactor int
	// Recovery adds a slot for a recovery sheet; nil means none.
	Recovery *crypto.Recovery
	// FS is where the vault lives; nil means the computer's own file system.
	FS disk.FS
}

// Create makes a vault in dir, which must not exist or be empty, save for what an
// interrupted Create left there, and opens it. A crash leaves a whole vault or
// none. It fails with [ErrExists] if dir holds anything else and then changes
// nothing.
func Create(dir string, o CreateOptions) (*Vault, error) {
	v, err := create(dir, o)
	if err != nil {
		return nil, fmt.Errorf("create vault: %w", err)
	}
	return v, nil
}

func create(dir string, o CreateOptions) (_ *Vault, err error) {
	if o.FS == nil {
		o.FS = disk.OS{}
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if err := finishErase(o.FS, dir); err != nil {
		return nil, err
	}
	v := &Vault{dir: dir, fsys: o.FS, key: crypto.NewKey()}
	rand.Read(v.meta.id[:]) // never fails: crypto/rand ends the process instead
	v.meta.commitment = crypto.Commitment(v.key, v.meta.id)
	if v.ring, err = newKeyring(); err != nil {
		return nil, err
	}
	// Sealed before anything is written, so that a bad passphrase changes nothing.
	factor := o.WorkFactor
	if factor == 0 {
		factor = crypto.DefaultWorkFactor
	}
	slot, err := crypto.SealPassphraseSlot(v.key, v.meta.id, o.Passphrase, factor)
	if err != nil {
		return nil, err
	}
	if err := checkFree(o.FS, dir); err != nil {
		return nil, err
	}
	if err := makeFolder(o.FS, dir); err != nil {
		return nil, err
	}
	if v.lock, err = takeLock(o.FS, dir, true); err != nil {
		return nil, err
	}
	if err := v.fill(o, slot); err != nil {
		return nil, errors.Join(err, v.lock.release())
	}
	v.lock.sign(fmt.Sprintln(os.Getpid()))
	return v, nil
}

// fill makes the vault's files. What counts is vault.json, the last: before it is
// there the folder is no vault, after it is there everything else is.
func (v *Vault) fill(o CreateOptions, slot []byte) error {
	if err := checkFree(v.fsys, v.dir); err != nil { // somebody may have come first
		return err
	}
	if err := clearLeftover(v.fsys, v.dir); err != nil {
		return err
	}
	if err := disk.WriteFile(v.fsys, v.path(unfinishedFile), nil); err != nil {
		return err
	}
	for _, folder := range []string{slotsFolder, spacesFolder} {
		if err := v.fsys.MkdirAll(v.path(folder), 0o700); err != nil {
			return err
		}
	}
	info, err := v.addSlot(slot, slotRecord{kind: crypto.SlotPassphrase}, crypto.PassphraseSecret(o.Passphrase))
	if err != nil {
		return err
	}
	v.openedBy = info.ID
	if o.Recovery != nil {
		if _, err := v.addRecovery(o.Recovery); err != nil {
			return err
		}
	}
	text, err := v.meta.encode()
	if err != nil {
		return err
	}
	if err := disk.WriteFile(v.fsys, v.path(metaFile), text); err != nil {
		return err
	}
	if err := v.fsys.Remove(v.path(unfinishedFile)); err != nil {
		return err
	}
	return v.fsys.SyncDir(v.dir)
}

func (v *Vault) path(name string) string { return filepath.Join(v.dir, name) }

// makeFolder makes dir and whatever is missing above it, to stay.
func makeFolder(fsys disk.FS, dir string) error {
	var missing []string
	for path := dir; ; path = filepath.Dir(path) {
		if _, err := fsys.Stat(path); err == nil || path == filepath.Dir(path) {
			break
		} else if !isNotExist(err) {
			return err
		}
		missing = append(missing, path)
	}
	if err := fsys.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, path := range slices.Backward(missing) {
		if err := fsys.SyncDir(filepath.Dir(path)); err != nil {
			return err
		}
	}
	return nil
}

// leftoverNames are of what an interrupted Create leaves beside its mark.
var leftoverNames = []string{
	slotsFolder, spacesFolder, localFolder, keyringFile, keyringFile + newSuffix, metaFile + newSuffix, unfinishedFile + newSuffix,
}

// checkFree reports whether a vault can be made in dir: it is missing, empty but
// for a lock, or an interrupted Create's.
func checkFree(fsys disk.FS, dir string) error {
	names, err := folderNames(fsys, dir)
	if err != nil {
		return err
	}
	if slices.Contains(names, metaFile) {
		return fmt.Errorf("%w: there is a vault in %s already", ErrExists, dir)
	}
	if !slices.Contains(names, unfinishedFile) {
		return checkNames(dir, names, lockFile, unfinishedFile+newSuffix)
	}
	if err := checkOnlyOurs(fsys, dir, names); err != nil {
		return err
	}
	spaces, err := folderNames(fsys, filepath.Join(dir, spacesFolder))
	if err != nil {
		return err
	}
	if len(spaces) > 0 {
		return fmt.Errorf("%w: %s has records in it but no %s; choose an empty folder, and restore from a backup", ErrExists, dir, metaFile)
	}
	return nil
}

// checkOnlyOurs reports whether names, which dir holds, and those of the slots in
// it are all such as this package makes.
func checkOnlyOurs(fsys disk.FS, dir string, names []string) error {
	if err := checkNames(dir, names, append([]string{metaFile, lockFile, unfinishedFile}, leftoverNames...)...); err != nil {
		return err
	}
	slots, err := folderNames(fsys, filepath.Join(dir, slotsFolder))
	if err != nil {
		return err
	}
	slots = slices.DeleteFunc(slots, func(name string) bool {
		return strings.HasSuffix(strings.TrimSuffix(name, newSuffix), slotSuffix)
	})
	local, err := localNames(fsys, dir)
	if err != nil {
		return err
	}
	return checkNames(dir, append(slots, slices.DeleteFunc(local, isLocalFile)...))
}

func checkNames(dir string, names []string, ours ...string) error {
	for _, name := range names {
		if !slices.Contains(ours, name) {
			return fmt.Errorf("%w: %s holds other files (%s); choose an empty folder", ErrExists, dir, name)
		}
	}
	return nil
}

// clearLeftover removes what checkFree found to be an interrupted Create's, all
// but the mark.
func clearLeftover(fsys disk.FS, dir string) error {
	slots, err := folderNames(fsys, filepath.Join(dir, slotsFolder))
	if err != nil {
		return err
	}
	local, err := localNames(fsys, dir)
	if err != nil {
		return err
	}
	var names []string
	for _, name := range slots {
		names = append(names, filepath.Join(slotsFolder, name))
	}
	for _, name := range local {
		names = append(names, filepath.Join(localFolder, name))
	}
	for _, name := range append(names, leftoverNames...) {
		if err := fsys.Remove(filepath.Join(dir, name)); err != nil && !isNotExist(err) {
			return err
		}
	}
	return nil
}

// folderNames returns the names in a folder, none if it is missing.
func folderNames(fsys disk.FS, path string) ([]string, error) {
	entries, err := fsys.ReadDir(path)
	if isNotExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names, nil
}
