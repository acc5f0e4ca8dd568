package vault

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"time"

	"kith/crypto"
)

const spacesFolder = "spaces"

// SpaceRef is what the vault knows of a space. It prints as the space's id, since
// the name may be a person's.
type SpaceRef struct {
	ID      [16]byte
	Kind    string     // 1 to 32 bytes: record, group, community, direct
	Folder  string     // name below spaces/: 32 random hexadecimal digits
	Key     crypto.Key // at rest; all that the folder holds is sealed under keys derived from it
	Name    string     // as the person calls it, up to 1 KiB of UTF-8
	Created time.Time  // UTC, to the second; of a joined one, when it was joined
	Joined  bool       // somebody else founded it
}

// Format implements fmt.Formatter and hides the name and the key.
func (s SpaceRef) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[space "+hex.EncodeToString(s.ID[:])+"]") // a fmt.State has no other way to report
}

// NewSpace asks for a space. Kind and Name are as in [SpaceRef]; what else is set
// comes from a backup, or of a joined space from whoever founded it, and what is zero is
// chosen by the vault.
type NewSpace struct {
	Kind, Name string
	ID         [16]byte
	Key        crypto.Key
	Created    time.Time
	Joined     bool
}

// Spaces returns all spaces, in the order in which they were added.
func (v *Vault) Spaces() []SpaceRef { return slices.Clone(v.snapshot().spaces) }

// SpaceDir returns the folder of a space, as an absolute path.
func (v *Vault) SpaceDir(ref SpaceRef) string {
	return filepath.Join(v.dir, spacesFolder, ref.Folder)
}

// AddSpace makes one space; see [Vault.AddSpaces].
func (v *Vault) AddSpace(kind, name string) (SpaceRef, error) {
	refs, err := v.AddSpaces([]NewSpace{{Kind: kind, Name: name}})
	if err != nil {
		return SpaceRef{}, err
	}
	return refs[0], nil
}

// AddSpaces makes spaces, all or none, with one write of the keyring. Each has an
// empty folder and a new key. The folders are made first, so a crash leaves at
// most some that [Vault.Orphans] finds.
func (v *Vault) AddSpaces(wanted []NewSpace) ([]SpaceRef, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, ErrClosed
	}
	var refs []SpaceRef
	err := v.update(func(ring *keyring) error {
		for _, w := range wanted {
			ref := v.newRef(w)
			if err := ring.addSpace(ref); err != nil {
				return err
			}
			refs = append(refs, ref)
		}
		return v.makeSpaceFolders(refs)
	})
	if err != nil {
		return nil, fmt.Errorf("add space: %w", err)
	}
	return refs, nil
}

func (v *Vault) newRef(w NewSpace) SpaceRef {
	ref := SpaceRef{ID: w.ID, Kind: w.Kind, Key: w.Key, Name: w.Name, Created: w.Created.UTC().Truncate(time.Second), Joined: w.Joined}
	if ref.ID == [16]byte{} {
		rand.Read(ref.ID[:]) // never fails: crypto/rand ends the process instead
	}
	if ref.Key.IsZero() {
		ref.Key = crypto.NewKey()
	}
	if w.Created.IsZero() {
		ref.Created = v.now()
	}
	var folder [16]byte
	rand.Read(folder[:]) // never fails: crypto/rand ends the process instead
	ref.Folder = hex.EncodeToString(folder[:])
	return ref
}

func (v *Vault) makeSpaceFolders(refs []SpaceRef) error {
	for _, ref := range refs {
		if err := v.fsys.MkdirAll(v.SpaceDir(ref), 0o700); err != nil {
			return err
		}
	}
	return v.fsys.SyncDir(v.path(spacesFolder))
}

// RenameSpace gives a space another name.
func (v *Vault) RenameSpace(id [16]byte, name string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if err := checkName(name); err != nil {
		return fmt.Errorf("rename space: %w", err)
	}
	err := v.update(func(ring *keyring) error {
		i, err := ring.find(id)
		if err == nil {
			ring.spaces[i].Name = name
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("rename space: %w", err)
	}
	return nil
}

func (k *keyring) find(id [16]byte) (int, error) {
	i := slices.IndexFunc(k.spaces, func(s SpaceRef) bool { return s.ID == id })
	if i < 0 {
		return 0, fmt.Errorf("space %x: %w", id, ErrNotFound)
	}
	return i, nil
}

// EraseSpace destroys a space: first its key, for good, then its folder. Close
// the space before. If only the folder could not be removed, the space is gone
// all the same: nobody can read what is left, and [Vault.RemoveOrphans] removes
// it.
func (v *Vault) EraseSpace(id [16]byte) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	var gone SpaceRef
	err := v.update(func(ring *keyring) error {
		i, err := ring.find(id)
		if err != nil {
			return err
		}
		gone = ring.spaces[i]
		ring.spaces = slices.Delete(ring.spaces, i, i+1)
		return nil
	})
	if err != nil {
		return fmt.Errorf("erase space: %w", err)
	}
	if err := v.fsys.RemoveAll(v.SpaceDir(gone)); err != nil {
		return fmt.Errorf("erase space: its key is destroyed, but its folder %s stays: %w", gone.Folder, err)
	}
	if err := v.fsys.SyncDir(v.path(spacesFolder)); err != nil {
		return fmt.Errorf("erase space: its key is destroyed, but its folder %s may stay: %w", gone.Folder, err)
	}
	return nil
}

// Orphans returns the names of the folders in spaces/ that belong to no space:
// left by a crash while one was made or erased, or by a keyring older than they
// are. Names that the vault does not make itself are not among them, nor are
// folders that [Vault.AddFilledSpaces] is filling.
func (v *Vault) Orphans() ([]string, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.orphans()
}

func (v *Vault) orphans() ([]string, error) {
	if v.closed {
		return nil, ErrClosed
	}
	names, err := folderNames(v.fsys, v.path(spacesFolder))
	if err != nil {
		return nil, fmt.Errorf("look for orphans: %w", err)
	}
	known := map[string]bool{}
	for _, ref := range v.ring.spaces {
		known[ref.Folder] = true
	}
	return slices.DeleteFunc(names, func(name string) bool {
		var b [16]byte
		return known[name] || v.filling[name] || decodeHex(b[:], name) != nil
	}), nil
}

// RemoveOrphans removes the folders that [Vault.Orphans] names. Their keys are
// gone already, so nothing readable is lost.
func (v *Vault) RemoveOrphans() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	names, err := v.orphans()
	if err != nil || len(names) == 0 {
		return err
	}
	if v.behind { // the keyring on disk may know one of them
		if err := v.update(func(*keyring) error { return nil }); err != nil {
			return fmt.Errorf("remove orphans: %w", err)
		}
	}
	for _, name := range names {
		err = errors.Join(err, v.fsys.RemoveAll(filepath.Join(v.dir, spacesFolder, name)))
	}
	if err = errors.Join(err, v.fsys.SyncDir(v.path(spacesFolder))); err != nil {
		return fmt.Errorf("remove orphans: %w", err)
	}
	return nil
}
