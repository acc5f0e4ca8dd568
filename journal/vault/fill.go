package vault

import (
	"errors"
	"fmt"
)

// AddFilledSpaces is [Vault.AddSpaces] for spaces that must never be seen empty:
// fill is given them, each with an empty folder, and writes what belongs there.
// Only then does the vault know them. If fill fails the folders go again; if the
// vault fails, or crashes, at most some are left that [Vault.Orphans] finds. fill
// may use the vault; its references are worth nothing if AddFilledSpaces fails.
func (v *Vault) AddFilledSpaces(wanted []NewSpace, fill func([]SpaceRef) error) ([]SpaceRef, error) {
	refs, err := v.addFilledSpaces(wanted, fill)
	if err != nil {
		return nil, fmt.Errorf("add space: %w", err)
	}
	return refs, nil
}

func (v *Vault) addFilledSpaces(wanted []NewSpace, fill func([]SpaceRef) error) ([]SpaceRef, error) {
	refs, err := v.prepareSpaces(wanted)
	defer v.filled(refs)
	if err != nil {
		return nil, err
	}
	if err := fill(refs); err != nil {
		for _, ref := range refs {
			err = errors.Join(err, v.fsys.RemoveAll(v.SpaceDir(ref)))
		}
		return nil, err
	}
	// From here on the folders stay: after an error the keyring on disk may
	// name them all the same.
	if err := v.keepSpaces(refs); err != nil {
		return nil, err
	}
	return refs, nil
}

// prepareSpaces checks that the vault will take the spaces and makes folders,
// which are no orphans until filled is called.
func (v *Vault) prepareSpaces(wanted []NewSpace) ([]SpaceRef, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, ErrClosed
	}
	trial := v.ring.clone()
	var refs []SpaceRef
	for _, w := range wanted {
		ref := v.newRef(w)
		if err := trial.addSpace(ref); err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	if v.filling == nil {
		v.filling = map[string]bool{}
	}
	for _, ref := range refs {
		v.filling[ref.Folder] = true
	}
	return refs, v.makeSpaceFolders(refs)
}

func (v *Vault) filled(refs []SpaceRef) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, ref := range refs {
		delete(v.filling, ref.Folder)
	}
}

func (v *Vault) keepSpaces(refs []SpaceRef) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.update(func(ring *keyring) error {
		for _, ref := range refs {
			if err := ring.addSpace(ref); err != nil {
				return err
			}
		}
		return nil
	})
}

// RefillSpace puts a space into a new folder under a new key: fill is given both
// and writes there what is whole of the old one. Only then does the vault know
// the new folder, and the old one is removed. If fill fails, nothing changed.
// Whoever has the space open must close it in fill.
func (v *Vault) RefillSpace(id [16]byte, fill func(fresh SpaceRef) error) error {
	if err := v.refillSpace(id, fill); err != nil {
		return fmt.Errorf("refill space: %w", err)
	}
	return nil
}

func (v *Vault) refillSpace(id [16]byte, fill func(SpaceRef) error) error {
	fresh, err := v.prepareRefill(id)
	defer v.filled([]SpaceRef{fresh})
	if err != nil {
		return err
	}
	if err := fill(fresh); err != nil {
		return errors.Join(err, v.fsys.RemoveAll(v.SpaceDir(fresh)))
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	var old SpaceRef
	err = v.update(func(ring *keyring) error {
		i, err := ring.find(id)
		if err == nil {
			old, ring.spaces[i] = ring.spaces[i], fresh
		}
		return err
	})
	if err != nil {
		return err // both folders stay: the keyring on disk may name either
	}
	if err := v.fsys.RemoveAll(v.SpaceDir(old)); err != nil {
		return fmt.Errorf("the space is whole in its new folder, but the old one, %s, stays: %w", old.Folder, err)
	}
	return v.fsys.SyncDir(v.path(spacesFolder))
}

func (v *Vault) prepareRefill(id [16]byte) (SpaceRef, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return SpaceRef{}, ErrClosed
	}
	i, err := v.ring.find(id)
	if err != nil {
		return SpaceRef{}, err
	}
	old := v.ring.spaces[i]
	fresh := v.newRef(NewSpace{ID: old.ID, Kind: old.Kind, Name: old.Name, Created: old.Created, Joined: old.Joined})
	if v.filling == nil {
		v.filling = map[string]bool{}
	}
	v.filling[fresh.Folder] = true
	return fresh, v.makeSpaceFolders([]SpaceRef{fresh})
}
