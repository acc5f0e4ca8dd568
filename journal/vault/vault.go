package vault

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"kith/crypto"
	"kith/journal/disk"
)

// Vault is an open vault. It is safe for concurrent use. It prints as its id.
type Vault struct {
	dir  string
	fsys disk.FS
	meta meta
	lock *lock

	mu       sync.Mutex
	closed   bool
	key      crypto.Key
	openedBy string // id of the slot
	ring     *keyring
	behind   bool            // the keyring on disk may be another than ring
	filling  map[string]bool // folders of spaces that are not in ring yet
}

// Open opens the vault in dir on the computer's own file system; see [OpenFS].
func Open(dir string, secret crypto.Secret) (*Vault, error) {
	return OpenFS(disk.OS{}, dir, secret)
}

// OpenFS opens the vault in dir with a passphrase or a recovery sheet, and holds
// it until Close. It fails with [ErrNoVault], [ErrInUse], [ErrWrongPassphrase],
// [ErrWrongIdentity], [ErrNewerFormat] or [ErrDamaged], and writes nothing at all
// unless the secret was right.
func OpenFS(fsys disk.FS, dir string, secret crypto.Secret) (*Vault, error) {
	v, err := open(fsys, dir, secret)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	return v, nil
}

func open(fsys disk.FS, dir string, secret crypto.Secret) (_ *Vault, err error) {
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if err := finishErase(fsys, dir); err != nil {
		return nil, err
	}
	m, err := readMeta(fsys, dir)
	if err != nil {
		return nil, err
	}
	// The lock comes before the slow work with the secret, so that "in use" is
	// said at once; but where its file is missing it may not be made yet.
	held, err := takeLock(fsys, dir, false)
	if err != nil && !isNotExist(err) {
		return nil, err
	}
	defer func() {
		if err != nil && held != nil {
			err = errors.Join(err, held.release())
		}
	}()
	slots, err := readSlots(fsys, dir)
	if err != nil {
		return nil, err
	}
	key, slot, err := unlock(slots, m, secret)
	if err != nil {
		return nil, err
	}
	if held == nil {
		if held, err = takeLock(fsys, dir, true); err != nil {
			return nil, err
		}
	}
	ring, err := readKeyring(fsys, dir, key)
	if err != nil {
		return nil, err
	}
	if err := clearUnfinished(fsys, dir); err != nil {
		return nil, err
	}
	held.sign(fmt.Sprintln(os.Getpid()))
	v := &Vault{dir: dir, fsys: fsys, meta: m, lock: held, key: key, ring: ring}
	v.noteOpenedBy(slot)
	return v, nil
}

// noteOpenedBy records that the slot was tried. If that cannot be written now the
// next change of the keyring does it: a full disk must not keep a vault shut.
func (v *Vault) noteOpenedBy(slot string) {
	if !v.tried(slot) {
		ring := v.ring.clone()
		ring.setTried(slot)
		if !slices.Equal(ring.slots, v.ring.slots) {
			v.behind = writeKeyring(v.fsys, v.dir, v.key, ring) != nil
			v.ring = ring
		}
	}
	v.openedBy = slot
}

// Check fails with [ErrNoVault] if there is no vault in dir on the computer's
// own file system, and with the errors of [Open] if what says so is damaged.
func Check(dir string) error {
	if err := finishErase(disk.OS{}, dir); err != nil {
		return err
	}
	_, err := readMeta(disk.OS{}, dir)
	return err
}

// clearUnfinished removes what interrupted writes of this package left behind.
func clearUnfinished(fsys disk.FS, dir string) error {
	names := []string{unfinishedFile, metaFile + newSuffix, keyringFile + newSuffix}
	entries, err := fsys.ReadDir(filepath.Join(dir, slotsFolder))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), slotSuffix+newSuffix) {
			names = append(names, filepath.Join(slotsFolder, entry.Name()))
		}
	}
	local, err := localNames(fsys, dir)
	if err != nil {
		return err
	}
	for _, name := range local {
		if strings.HasSuffix(name, localSuffix+newSuffix) {
			names = append(names, filepath.Join(localFolder, name))
		}
	}
	for _, name := range names {
		if err := fsys.Remove(filepath.Join(dir, name)); err != nil && !isNotExist(err) {
			return err
		}
	}
	return nil
}

// ID returns the vault's random id, which is public.
func (v *Vault) ID() [16]byte { return v.meta.id }

// Dir returns the vault's folder, as an absolute path.
func (v *Vault) Dir() string { return v.dir }

// FS returns the file system that the vault is on.
func (v *Vault) FS() disk.FS { return v.fsys }

// OpenedBy returns the id of the slot that opened the vault, or that replaced it.
func (v *Vault) OpenedBy() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.openedBy
}

// Author returns the signing key of the vault's owner. After Close the zero key
// is returned, here and below.
func (v *Vault) Author() crypto.SigningKey { return v.snapshot().author }

// Device returns the signing key of this installation.
func (v *Vault) Device() crypto.SigningKey { return v.snapshot().device }

// DeviceHPKE returns the key with which this installation receives epoch keys.
func (v *Vault) DeviceHPKE() crypto.HPKEKey { return v.snapshot().hpke }

func (v *Vault) snapshot() *keyring {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.ring
}

// ReplaceAuthor makes key the author of the vault: that of the backup which is
// restored into it.
func (v *Vault) ReplaceAuthor(key crypto.SigningKey) error {
	if key.IsZero() {
		return errors.New("replace author: no key")
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.update(func(ring *keyring) error { ring.author = key; return nil })
}

// update changes the keyring on disk and, once it is safe there, in memory. The
// caller holds v.mu. After an error the disk may hold either state; the next
// update brings it in line with memory.
func (v *Vault) update(change func(*keyring) error) error {
	if v.closed {
		return ErrClosed
	}
	ring := v.ring.clone()
	if err := change(ring); err != nil {
		return err
	}
	v.behind = true
	if err := writeKeyring(v.fsys, v.dir, v.key, ring); err != nil {
		return err
	}
	v.ring, v.behind = ring, false
	return nil
}

// now is the time as the keyring can hold it.
func (v *Vault) now() time.Time { return time.Now().UTC().Truncate(time.Second) }

// Close wipes the vault's keys, as well as a program with a garbage collector
// can, and lets other processes open it. Close the spaces first: signing keys got
// from the vault are wiped too. A second Close does nothing.
func (v *Vault) Close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil
	}
	v.wipe()
	if err := v.lock.drop(); err != nil {
		return fmt.Errorf("close vault: %w", err)
	}
	return nil
}

// wipe makes the vault closed and forgets its keys. The caller holds v.mu.
func (v *Vault) wipe() {
	v.closed = true
	v.key.Wipe()
	for i := range v.ring.spaces {
		v.ring.spaces[i].Key.Wipe()
	}
	v.ring.author.Wipe()
	v.ring.device.Wipe()
	v.ring = &keyring{}
}

// Format implements fmt.Formatter and hides what the vault holds.
func (v *Vault) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[vault "+hex.EncodeToString(v.meta.id[:])+"]") // a fmt.State has no other way to report
}
