package vault

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"kith/crypto"
	"kith/journal/disk"
)

// erasedFile is what vault.json is called once a vault is thrown away, until
// everything else is gone.
const erasedFile = "erased"

// Opens fails with [ErrWrongPassphrase] or [ErrWrongIdentity] if the secret opens
// no slot of the vault. It asks whether the person in front of an open vault is
// still the one who opened it, and takes as long as opening does.
func (v *Vault) Opens(secret crypto.Secret) error {
	v.mu.Lock()
	closed := v.closed
	v.mu.Unlock()
	if closed {
		return ErrClosed
	}
	slots, err := readSlots(v.fsys, v.dir)
	if err == nil {
		_, _, err = unlock(slots, v.meta, secret)
	}
	if err != nil {
		return fmt.Errorf("check secret: %w", err)
	}
	return nil
}

// Erase throws the whole vault away and closes it: first whatever opens it, then
// the keys of the spaces, then the spaces. The folder itself stays, and so does
// what is not the vault's in it. Close the spaces before.
//
// An error before the vault is marked leaves it as it was. After that it cannot be
// opened any more; what a crash or a failing disk leaves of it is cleared when
// somebody opens, checks or makes a vault there.
func (v *Vault) Erase() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return ErrClosed
	}
	err := v.fsys.Rename(v.path(metaFile), v.path(erasedFile))
	if err == nil {
		err = v.fsys.SyncDir(v.dir)
	}
	if err != nil {
		return fmt.Errorf("erase vault: %w", err)
	}
	v.wipe()
	v.lock.sign("")
	if err := clearErased(v.fsys, v.dir, v.lock); err != nil {
		return fmt.Errorf("erase vault: it opens no longer, but some of its files stay: %w", err)
	}
	return nil
}

// finishErase goes on with an Erase that was interrupted in dir, if there is one.
func finishErase(fsys disk.FS, dir string) error {
	text, err := fsys.ReadFile(filepath.Join(dir, erasedFile), maxMetaSize)
	if err != nil {
		return nil // there is none, or what is called so is not ours
	}
	if _, err := decodeMeta(text); err != nil {
		return nil // a file of somebody else
	}
	if _, err := fsys.Stat(filepath.Join(dir, metaFile)); !isNotExist(err) {
		return nil // somebody put a vault.json back: it is a vault
	}
	held, err := takeLock(fsys, dir, true)
	if err != nil {
		return err
	}
	if err := clearErased(fsys, dir, held); err != nil {
		return fmt.Errorf("finish erasing: %w", err)
	}
	return nil
}

// clearErased removes an erased vault, whose lock is held, and the lock with it.
// What could still open something goes first, the mark last but for the lock.
func clearErased(fsys disk.FS, dir string, held *lock) error {
	if err := clearErasedFiles(fsys, dir); err != nil {
		return errors.Join(err, held.release())
	}
	err := releaseAround(held, func() error { return fsys.Remove(filepath.Join(dir, lockFile)) })
	if err != nil && !isNotExist(err) {
		return err
	}
	return fsys.SyncDir(dir)
}

func clearErasedFiles(fsys disk.FS, dir string) error {
	remove := func(names ...string) error {
		for _, name := range names {
			if err := fsys.Remove(filepath.Join(dir, name)); err != nil && !isNotExist(err) {
				return err
			}
		}
		return nil
	}
	slots, err := folderNames(fsys, filepath.Join(dir, slotsFolder))
	if err != nil {
		return err
	}
	for _, name := range slots {
		if strings.HasSuffix(strings.TrimSuffix(name, newSuffix), slotSuffix) {
			if err := remove(filepath.Join(slotsFolder, name)); err != nil {
				return err
			}
		}
	}
	if err := remove(keyringFile, keyringFile+newSuffix); err != nil {
		return err
	}
	local, err := localNames(fsys, dir)
	if err != nil {
		return err
	}
	for _, name := range local {
		if isLocalFile(name) {
			if err := remove(filepath.Join(localFolder, name)); err != nil {
				return err
			}
		}
	}
	if err := fsys.SyncDir(dir); err != nil {
		return err
	}
	spaces, err := folderNames(fsys, filepath.Join(dir, spacesFolder))
	if err != nil {
		return err
	}
	for _, name := range spaces {
		var id [16]byte
		if decodeHex(id[:], name) == nil {
			if err := fsys.RemoveAll(filepath.Join(dir, spacesFolder, name)); err != nil {
				return err
			}
		}
	}
	for _, folder := range []string{slotsFolder, spacesFolder, localFolder} {
		left, err := folderNames(fsys, filepath.Join(dir, folder))
		if err != nil {
			return err
		}
		if len(left) == 0 { // else there are files of somebody else
			if err := remove(folder); err != nil {
				return err
			}
		}
	}
	if err := remove(metaFile+newSuffix, unfinishedFile, unfinishedFile+newSuffix); err != nil {
		return err
	}
	if err := fsys.SyncDir(dir); err != nil { // the mark must not go before what it marks
		return err
	}
	return remove(erasedFile)
}
