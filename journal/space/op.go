package space

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"github.com/fxamacker/cbor/v2"

	"kith/crypto"
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
	Checkpoint   OpKind = 8 // a signed Merkle root over the device's ops since its last one

	// FirstContent is the lowest kind that a projector may use.
	FirstContent OpKind = 16
)

func (k OpKind) isMembership() bool { return k >= Genesis && k <= Rotate }

const formatVersion = 1

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

	// ID and Sealed are not in the encoding: they follow from it.
	ID     OpID   `cbor:"-"`
	Sealed []byte `cbor:"-"`
	no     int64  // row in this database
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
func (op *Op) seal(device crypto.SigningKey, epoch *epoch) error {
	plain, err := encMode.Marshal(op)
	if err != nil {
		return fmt.Errorf("encode op: %w", err)
	}
	signature := device.Sign(opDomain, plain)
	plain = append(plain, signature[:]...)
	op.Sealed, err = epoch.sealer.Seal(nil, plain)
	if err != nil {
		return fmt.Errorf("seal op: %w", err)
	}
	op.ID = crypto.OpID(op.Sealed)
	return nil
}

// parseOp decodes the opened bytes of an op of a space and returns it with the
// bytes that were signed and their signature. It checks form, not authorship.
func parseOp(spaceID [16]byte, plain, sealed []byte) (op *Op, signed []byte, signature [64]byte, err error) {
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
	case op.Version != formatVersion:
		return fail(fmt.Sprintf("op format %d, this program reads %d", op.Version, formatVersion), nil)
	case op.Space != spaceID:
		return fail("op of another space", nil)
	case op.Seq == 0, (op.Seq == 1) != (op.Prev == OpID{}):
		return fail("broken chain", nil)
	case len(op.Parents) > maxParents:
		return fail("too many parents", nil)
	case op.Kind == 0:
		return fail("no kind", nil)
	}
	op.ID, op.Sealed = crypto.OpID(sealed), sealed
	return op, signed, signature, nil
}
