package members

// Kind is the number of a membership op's kind. The numbers are part of the
// format and never change.
type Kind uint8

// The kinds of membership op.
const (
	KindGenesis      Kind = 1
	KindAddDevice    Kind = 2
	KindRemoveDevice Kind = 3
	KindAddMember    Kind = 4
	KindRemoveMember Kind = 5
	KindChangeRole   Kind = 6
	KindRotate       Kind = 7
)

// Body is what a membership op says: one of the seven types of this file, by
// value.
type Body interface {
	// Kind returns the number under which the op's kind is stored.
	Kind() Kind
	// check reports whether the body is within the limits of its format. It
	// does not look at signatures.
	check() error
}

// Genesis founds a space. It is the only op without parents, and the space's id
// is computed from it.
type Genesis struct {
	Space SpaceKind `cbor:"1,keyasint"`
	// Founder certifies the first device of the first owner, who signs this op
	// with that device.
	Founder Certificate `cbor:"2,keyasint"`
	// Nonce is random, so that one author can found many spaces.
	Nonce [16]byte `cbor:"3,keyasint"`
	// Epoch is the tag of the first epoch key, which the founding device made.
	Epoch EpochTag `cbor:"4,keyasint"`
}

// AddDevice admits another device of a member, or hands a device that is one
// already keys that it lacks.
type AddDevice struct {
	Certificate Certificate `cbor:"1,keyasint"`
	Keys        []EpochKey  `cbor:"2,keyasint,omitempty"` // wrapped for the device
}

// RemoveDevice takes a device out of the space. Its author stays.
type RemoveDevice struct {
	Device DeviceID `cbor:"1,keyasint"`
	Seen   []Head   `cbor:"2,keyasint,omitempty"` // see [Head]
}

// AddMember admits an author with a role and a first device. Anybody who was
// removed comes back in this way, as the newest member.
type AddMember struct {
	Role        Role        `cbor:"1,keyasint"`
	Certificate Certificate `cbor:"2,keyasint"`           // of the new member's first device
	Keys        []EpochKey  `cbor:"3,keyasint,omitempty"` // wrapped for that device
	// Categories are what a viewer is let see, ascending, from 1 to
	// [MaxCategory]; none is everything. Only a viewer has any.
	Categories []uint8 `cbor:"4,keyasint,omitempty"`
}

// RemoveMember takes an author and all their devices out of the space, or says
// that its author leaves. A [Rotate] by the same hand should follow at once.
type RemoveMember struct {
	Author AuthorID `cbor:"1,keyasint"`
	Seen   []Head   `cbor:"2,keyasint,omitempty"` // see [Head]
}

// ChangeRole gives another member another role.
type ChangeRole struct {
	Author AuthorID `cbor:"1,keyasint"`
	Role   Role     `cbor:"2,keyasint"`
	Seen   []Head   `cbor:"3,keyasint,omitempty"` // see [Head]
	// Categories are those of [AddMember]. Where they become fewer, a [Rotate] by
	// the same hand should follow at once.
	Categories []uint8 `cbor:"4,keyasint,omitempty"`
	// Keys are those that the member's devices lack where the categories become
	// more: wrapped for each of them.
	Keys []DeviceKey `cbor:"5,keyasint,omitempty"`
}

// Rotate starts a new epoch: from here on, ops are sealed under a new key.
type Rotate struct {
	Epoch    EpochTag   `cbor:"1,keyasint"`           // the new epoch
	Previous []EpochTag `cbor:"2,keyasint"`           // the epochs that it ends, as far as its writer knew
	Wraps    []Wrap     `cbor:"3,keyasint"`           // the new key, for every device that stays
	OldKeys  []EpochKey `cbor:"4,keyasint,omitempty"` // earlier epoch keys, sealed under the new one
	// Cutoff says that whoever is admitted from here on is not given what was
	// written before: OldKeys is empty.
	Cutoff bool `cbor:"5,keyasint,omitempty"`
	// OldCategories are earlier keys of single categories, sealed under the new
	// keys of the same, for viewers who have only some.
	OldCategories []EpochKey `cbor:"6,keyasint,omitempty"`
}

// Head says how far the writer of an op had seen a device: up to and with the
// op of that sequence number. An op that takes a device or a right away carries
// the heads of all devices of the author concerned, or of the device concerned.
// Content up to there keeps counting; content after it, written without knowing
// of the op, does not. A device that is not listed was not seen at all.
type Head struct {
	Device DeviceID `cbor:"1,keyasint"`
	Seq    uint64   `cbor:"2,keyasint"` // from 1
}

// EpochKey is the key of an epoch, wrapped for one device (crypto.WrapFor) or
// sealed under another epoch key, as the field that holds it says.
type EpochKey struct {
	Epoch  EpochTag `cbor:"1,keyasint"`
	Sealed []byte   `cbor:"2,keyasint"` // at most [MaxSealedKey] bytes
}

// DeviceKey is the key of an epoch, or of some of its categories, wrapped for one
// device.
type DeviceKey struct {
	Device DeviceID `cbor:"1,keyasint"`
	Epoch  EpochTag `cbor:"2,keyasint"`
	Sealed []byte   `cbor:"3,keyasint"` // at most [MaxSealedKey] bytes
}

// Wrap is a new epoch's key, wrapped for one device (crypto.WrapFor).
type Wrap struct {
	Device DeviceID `cbor:"1,keyasint"`
	Sealed []byte   `cbor:"2,keyasint"` // at most [MaxSealedKey] bytes
}

// Kind returns [KindGenesis].
func (Genesis) Kind() Kind { return KindGenesis }

// Kind returns [KindAddDevice].
func (AddDevice) Kind() Kind { return KindAddDevice }

// Kind returns [KindRemoveDevice].
func (RemoveDevice) Kind() Kind { return KindRemoveDevice }

// Kind returns [KindAddMember].
func (AddMember) Kind() Kind { return KindAddMember }

// Kind returns [KindRemoveMember].
func (RemoveMember) Kind() Kind { return KindRemoveMember }

// Kind returns [KindChangeRole].
func (ChangeRole) Kind() Kind { return KindChangeRole }

// Kind returns [KindRotate].
func (Rotate) Kind() Kind { return KindRotate }
