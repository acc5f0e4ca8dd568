package space

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"kith/crypto"
	"kith/journal/space/members"
)

// OpID is the SHA-256 of an op's sealed bytes.
type OpID [32]byte

// OpKind says what an op's body is. The numbers are part of the format.
type OpKind uint8

// Kinds 1 to 15 are about the space itself, and package members decides what
// they mean together; kinds from 16 on belong to the projector.
const (
	Genesis      OpKind = 1
	AddDevice    OpKind = 2
	RemoveDevice OpKind = 3
	AddMember    OpKind = 4
	RemoveMember OpKind = 5
	ChangeRole   OpKind = 6
	Rotate       OpKind = 7
	Checkpoint   OpKind = 8  // a signed Merkle root over the device's ops since its last one
	About        OpKind = 9  // something about a device, an author, a node or an invitation
	Reveal       OpKind = 10 // keys of single old ops of the base, for who has not the key of their epoch

	// FirstContent is the lowest kind that a projector may use.
	FirstContent OpKind = 16
)

func (k OpKind) isMembership() bool { return k >= Genesis && k <= Rotate }

// Versions of an op. One of version 2 states its frontier, and its day in the
// sealed bytes; ops of version 1 are read.
const (
	formatVersion1 = 1
	formatVersion  = 2
)

// Prefix is the first 8 bytes of a membership op's id.
type Prefix [8]byte

// Op is the unit of change.
type Op struct {
	Version uint8     `cbor:"1,keyasint"`
	Space   [16]byte  `cbor:"2,keyasint"`
	Device  [16]byte  `cbor:"3,keyasint"`
	Seq     uint64    `cbor:"4,keyasint"`           // 1, 2, 3... for each device in a space
	Prev    OpID      `cbor:"5,keyasint,omitempty"` // the device's op before; zero for its first
	HLC     Timestamp `cbor:"6,keyasint"`
	// Parents are the other ops that nobody had built on when this one was
	// written; Prev is always a parent and not repeated.
	Parents []OpID          `cbor:"7,keyasint,omitempty"`
	Kind    OpKind          `cbor:"8,keyasint"`
	Body    cbor.RawMessage `cbor:"9,keyasint"`
	// WallMS is the wall clock in Unix milliseconds where it differs from the
	// physical part of HLC, that is after a clock jumped back.
	WallMS int64 `cbor:"10,keyasint,omitempty"`
	// Frontier are the nearest membership ops that the writer knew of, ascending:
	// who cannot read all of an op's past can still judge it. A genesis has none.
	Frontier []Prefix `cbor:"11,keyasint,omitempty"`

	// ID and Sealed are not in the encoding: they follow from it.
	ID     OpID   `cbor:"-"`
	Sealed []byte `cbor:"-"`
	// Category is that of the key that the op is sealed under.
	Category Category `cbor:"-"`
	no       int64    // row in this database
}

// Recorded is when the op was written, by the clock of the device that wrote it.
func (op *Op) Recorded() time.Time {
	if op.WallMS != 0 {
		return time.UnixMilli(op.WallMS).UTC()
	}
	return op.HLC.Time()
}

// Row is the op's position in this database, from 1. It differs between
// replicas and is never sent.
func (op *Op) Row() int64 { return op.no }

// ErrOp says that bytes are not an op of this space: not authentic, not
// canonical, or not signed by the device they name.
var ErrOp = errors.New("not a valid op")

const (
	signatureSize = 64
	maxParents    = 64
	maxFrontier   = 256
	maxOpSize     = 256 << 10
	opDomain      = "op"
)

var (
	encMode = must(cbor.CoreDetEncOptions().EncMode())
	decMode = must(cbor.DecOptions{
		DupMapKey:        cbor.DupMapKeyEnforcedAPF,
		IndefLength:      cbor.IndefLengthForbidden,
		TagsMd:           cbor.TagsForbidden,
		MaxNestedLevels:  16,
		MaxArrayElements: 1 << 16,
		MaxMapPairs:      1 << 16,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic("space: " + err.Error()) // the options above are constants
	}
	return v
}

// seal signs and seals op under an epoch and fills in its ID and Sealed.
func (op *Op) seal(device crypto.SigningKey, key *wireKey) error {
	plain, err := encMode.Marshal(op)
	if err != nil {
		return fmt.Errorf("encode op: %w", err)
	}
	signature := device.Sign(opDomain, plain)
	plain = append(plain, signature[:]...)
	op.Sealed, err = key.sealer.Seal(nil, dayOf(op.HLC), plain)
	if err != nil {
		return fmt.Errorf("seal op: %w", err)
	}
	op.ID, op.Category = crypto.OpID(op.Sealed), key.category
	return nil
}

// parseOp decodes the opened bytes of an op of a space and returns it with the
// bytes that were signed and their signature. It checks form, not authorship.
func parseOp(spaceID [16]byte, plain []byte) (op *Op, signed []byte, signature [64]byte, err error) {
	fail := func(why string, cause error) (*Op, []byte, [64]byte, error) {
		if cause != nil {
			return nil, nil, signature, fmt.Errorf("%s: %w: %w", why, ErrOp, cause)
		}
		return nil, nil, signature, fmt.Errorf("%s: %w", why, ErrOp)
	}
	if len(plain) <= signatureSize || len(plain) > maxOpSize {
		return fail("wrong size", nil)
	}
	cut := len(plain) - signatureSize
	signed = plain[:cut]
	copy(signature[:], plain[cut:])
	op = new(Op)
	if err := decMode.Unmarshal(signed, op); err != nil {
		return fail("decode op", err)
	}
	again, err := encMode.Marshal(op)
	if err != nil || !bytes.Equal(again, signed) {
		return fail("not canonical", err)
	}
	switch {
	case op.Version != formatVersion1 && op.Version != formatVersion:
		return fail(fmt.Sprintf("op format %d, this program reads %d", op.Version, formatVersion), nil)
	case op.Space != spaceID:
		return fail("op of another space", nil)
	case op.Version == formatVersion1 && len(op.Frontier) > 0, len(op.Frontier) > maxFrontier:
		return fail("a frontier that is none", nil)
	case op.Seq == 0, op.Seq > maxSeq, (op.Seq == 1) != (op.Prev == OpID{}):
		return fail("broken chain", nil)
	case len(op.Parents) > maxParents:
		return fail("too many parents", nil)
	case op.Kind == 0:
		return fail("no kind", nil)
	}
	return op, signed, signature, nil
}

// opened is an op that came from elsewhere, as far as it could be read.
type opened struct {
	op        *Op // nil if its key is not here, or it is no op
	id        OpID
	sealed    []byte
	day       uint32
	signed    []byte
	signature [signatureSize]byte
	signer    signer
	lacks     members.EpochTag // the key that it is sealed under, if that is not here
	no        int64            // its row among those that wait, and what it waits for;
	need      need             // no is 0 if it is new
	bad       error            // why it can never have effect
}

// signer says whether the signature of an op is known to hold.
type signer uint8

const (
	unchecked signer = iota
	signedBy         // by its device, or a checkpoint of its device covers it
	notSigned        // not by the device it names
)

// read opens and decodes sealed bytes under whatever key they name. What is no
// sealed op at all is an error; all else is in the result.
func (k wireKeys) read(space [16]byte, sealed []byte) (*opened, error) {
	o := &opened{id: crypto.OpID(sealed), sealed: sealed}
	tag, err := crypto.SealedEpochTag(sealed)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOp, err)
	}
	if o.day, err = crypto.SealedDay(sealed); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrOp, err)
	}
	key := k.tagged[tag]
	if single := k.single[o.id]; key == nil && single != nil {
		if plain, err := crypto.OpenSingle(single.key, space, sealed); err == nil {
			o.decode(space, plain, Whole)
			return o, nil
		}
	}
	if key == nil {
		o.lacks = tag
		return o, nil
	}
	plain, err := key.sealer.Open(nil, sealed)
	if err != nil {
		o.bad = fmt.Errorf("%w: %w", ErrOp, err)
		return o, nil
	}
	o.decode(space, plain, key.category)
	return o, nil
}

// decode reads the opened bytes of o.
func (o *opened) decode(space [16]byte, plain []byte, c Category) {
	op, signed, signature, err := parseOp(space, plain)
	if err == nil {
		op.ID, op.Sealed, op.Category = o.id, o.sealed, c
		switch version, verr := crypto.SealedVersion(o.sealed); {
		case verr != nil || version != op.Version:
			err = fmt.Errorf("sealed in version %d, written in %d: %w", version, op.Version, ErrOp)
		case op.Version > formatVersion1 && o.day != dayOf(op.HLC):
			err = fmt.Errorf("sealed as of day %d, written on %d: %w", o.day, dayOf(op.HLC), ErrOp)
		case op.Kind < FirstContent && c != Base && c != Whole:
			err = fmt.Errorf("kind %d in category %d: %w", op.Kind, c, ErrOp)
		}
	}
	if err != nil {
		o.bad = err
		return
	}
	o.op, o.signed, o.signature, o.lacks = op, signed, signature, members.EpochTag{}
}
