package vault

import (
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"

	"kith/crypto"
	"kith/journal/disk"
)

const (
	keyringFile    = "keyring.sealed"
	keyringPurpose = "keyring"
	keyringVersion = 1
	maxKeyringSize = 8 << 20
	maxSpaces      = 4096
	maxNameSize    = 1024 // bytes of a space's name
	maxKindSize    = 32   // bytes of a space's kind
)

// keyring is everything that only an open vault knows.
type keyring struct {
	author, device crypto.SigningKey
	hpke           crypto.HPKEKey
	slots          []slotRecord
	spaces         []SpaceRef
}

// slotRecord is what the keyring remembers of a slot; it counts only while the
// slot's file exists.
type slotRecord struct {
	id        string
	kind      crypto.SlotKind
	created   time.Time
	recipient string // of a recovery slot, as age writes it: for backups
	untried   bool   // it has not opened the vault yet
}

func newKeyring() (*keyring, error) {
	hpke, err := crypto.NewHPKEKey()
	if err != nil {
		return nil, err
	}
	return &keyring{author: crypto.NewSigningKey(), device: crypto.NewSigningKey(), hpke: hpke}, nil
}

func (k *keyring) clone() *keyring {
	c := *k
	c.slots, c.spaces = slices.Clone(k.slots), slices.Clone(k.spaces)
	return &c
}

// The CBOR form; see FORMAT.md.
type keyringCBOR struct {
	Version uint64      `cbor:"1,keyasint"`
	Author  []byte      `cbor:"2,keyasint"`
	Device  []byte      `cbor:"3,keyasint"`
	HPKE    []byte      `cbor:"4,keyasint"`
	Slots   []slotCBOR  `cbor:"5,keyasint"`
	Spaces  []spaceCBOR `cbor:"6,keyasint"`
}

type slotCBOR struct {
	ID        []byte `cbor:"1,keyasint"`
	Kind      string `cbor:"2,keyasint"`
	Created   int64  `cbor:"3,keyasint"`
	Recipient string `cbor:"4,keyasint,omitempty"`
	Untried   bool   `cbor:"5,keyasint,omitempty"`
}

type spaceCBOR struct {
	ID      []byte `cbor:"1,keyasint"`
	Kind    string `cbor:"2,keyasint"`
	Folder  []byte `cbor:"3,keyasint"`
	Key     []byte `cbor:"4,keyasint"`
	Name    string `cbor:"5,keyasint"`
	Created int64  `cbor:"6,keyasint"`
	Joined  bool   `cbor:"7,keyasint,omitempty"`
}

func (k *keyring) encode() ([]byte, error) {
	form := keyringCBOR{
		Version: keyringVersion,
		Author:  k.author.Seed().Bytes(), Device: k.device.Seed().Bytes(), HPKE: k.hpke.Seed().Bytes(),
		Slots: []slotCBOR{}, Spaces: []spaceCBOR{},
	}
	for _, s := range k.slots {
		id, err := hex.DecodeString(s.id)
		if err != nil {
			return nil, fmt.Errorf("slot id: %w", err)
		}
		form.Slots = append(form.Slots, slotCBOR{id, string(s.kind), s.created.Unix(), s.recipient, s.untried})
	}
	for _, s := range k.spaces {
		folder, err := hex.DecodeString(s.Folder)
		if err != nil {
			return nil, fmt.Errorf("space folder: %w", err)
		}
		form.Spaces = append(form.Spaces, spaceCBOR{s.ID[:], s.Kind, folder, s.Key.Bytes(), s.Name, s.Created.Unix(), s.Joined})
	}
	mode, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return nil, err
	}
	data, err := mode.Marshal(form)
	if err == nil && len(data)+crypto.FileOverhead > maxKeyringSize {
		return nil, fmt.Errorf("keyring of %d bytes: %w", len(data), crypto.ErrTooLarge)
	}
	return data, err
}

func decodeKeyring(data []byte) (*keyring, error) {
	mode, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		MaxNestedLevels:   4,
		MaxArrayElements:  maxSpaces,
		MaxMapPairs:       16,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
	}.DecMode()
	if err != nil {
		return nil, err
	}
	var form keyringCBOR
	if err := mode.Unmarshal(data, &form); err != nil {
		return nil, err
	}
	if form.Version != keyringVersion {
		return nil, fmt.Errorf("keyring version %d: %w", form.Version, ErrNewerFormat)
	}
	var seeds [3]crypto.Key
	for i, b := range [][]byte{form.Author, form.Device, form.HPKE} {
		if seeds[i], err = crypto.KeyFromBytes(b); err != nil {
			return nil, err
		}
		clear(b)
	}
	k := &keyring{author: crypto.SigningKeyFromSeed(seeds[0]), device: crypto.SigningKeyFromSeed(seeds[1])}
	if k.hpke, err = crypto.HPKEKeyFromSeed(seeds[2]); err != nil {
		return nil, err
	}
	if len(form.Slots) > maxSlots {
		return nil, fmt.Errorf("%w: %d slots", crypto.ErrTooLarge, len(form.Slots))
	}
	for _, s := range form.Slots {
		if len(s.ID) != 16 {
			return nil, fmt.Errorf("slot id of %d bytes", len(s.ID))
		}
		k.slots = append(k.slots, slotRecord{
			id: hex.EncodeToString(s.ID), kind: crypto.SlotKind(s.Kind),
			created: time.Unix(s.Created, 0).UTC(), recipient: s.Recipient, untried: s.Untried,
		})
	}
	for _, s := range form.Spaces {
		ref, err := s.ref()
		if err != nil {
			return nil, err
		}
		if err := k.addSpace(ref); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func (s spaceCBOR) ref() (SpaceRef, error) {
	if len(s.ID) != 16 || len(s.Folder) != 16 {
		return SpaceRef{}, errors.New("space id or folder of a wrong length")
	}
	key, err := crypto.KeyFromBytes(s.Key)
	if err != nil {
		return SpaceRef{}, err
	}
	clear(s.Key)
	return SpaceRef{
		ID: [16]byte(s.ID), Kind: s.Kind, Folder: hex.EncodeToString(s.Folder),
		Key: key, Name: s.Name, Created: time.Unix(s.Created, 0).UTC(), Joined: s.Joined,
	}, nil
}

// setTried notes that the slot opens the vault.
func (k *keyring) setTried(id string) {
	for i := range k.slots {
		if k.slots[i].id == id {
			k.slots[i].untried = false
		}
	}
}

// addSpace appends ref after checking it against the limits and its neighbours.
func (k *keyring) addSpace(ref SpaceRef) error {
	switch {
	case len(k.spaces) == maxSpaces:
		return fmt.Errorf("%w: a vault has %d spaces at most", crypto.ErrTooLarge, maxSpaces)
	case ref.Key.IsZero():
		return errors.New("a space without a key")
	case ref.Kind == "" || len(ref.Kind) > maxKindSize:
		return fmt.Errorf("a space's kind has 1 to %d bytes", maxKindSize)
	}
	if err := checkName(ref.Name); err != nil {
		return err
	}
	for _, other := range k.spaces {
		if other.ID == ref.ID {
			return fmt.Errorf("there are two spaces %x", ref.ID)
		}
		if other.Folder == ref.Folder {
			return errors.New("two spaces share a folder")
		}
	}
	k.spaces = append(k.spaces, ref)
	return nil
}

func checkName(name string) error {
	if len(name) > maxNameSize {
		return fmt.Errorf("%w: a name has at most %d bytes", crypto.ErrTooLarge, maxNameSize)
	}
	if !utf8.ValidString(name) {
		return errors.New("the name is not valid UTF-8")
	}
	return nil
}

func writeKeyring(fsys disk.FS, dir string, vaultKey crypto.Key, k *keyring) error {
	plain, err := k.encode()
	if err != nil {
		return fmt.Errorf("write keyring: %w", err)
	}
	defer clear(plain)
	sealed := crypto.SealFile(vaultKey.Derive(keyringPurpose, nil), keyringFile, plain)
	if err := disk.WriteFile(fsys, filepath.Join(dir, keyringFile), sealed); err != nil {
		return fmt.Errorf("write keyring: %w", err)
	}
	return nil
}

func readKeyring(fsys disk.FS, dir string, vaultKey crypto.Key) (*keyring, error) {
	sealed, err := fsys.ReadFile(filepath.Join(dir, keyringFile), maxKeyringSize)
	if err != nil && !isNotExist(err) && !errors.Is(err, disk.ErrTooLarge) {
		return nil, err
	}
	var plain []byte
	if err == nil {
		plain, err = crypto.OpenFile(vaultKey.Derive(keyringPurpose, nil), keyringFile, sealed)
	}
	var k *keyring
	if err == nil {
		defer clear(plain)
		k, err = decodeKeyring(plain)
	}
	if err != nil {
		return nil, damaged(keyringFile, err, "without it no space can be read: "+adviceRestore)
	}
	return k, nil
}
