package members

import (
	"bytes"
	"errors"
	"fmt"
	"sync"

	"github.com/fxamacker/cbor/v2"
)

// Limits of the format. Whoever needs more wraps writes further [AddDevice] ops
// for the remaining devices.
const (
	MaxBodySize  = 256 << 10 // of an encoded body, in bytes
	MaxSealedKey = 2048      // of one wrapped or sealed key, in bytes
	MaxWraps     = 200       // devices in one Rotate
	MaxKeys      = 64        // epoch keys in one op, and previous epochs
	MaxHeads     = 256       // devices in one Seen list
	MaxCategory  = 15        // the highest category of content
)

// ErrFormat says that bytes are not the canonical encoding of a body within the
// limits, or that a body is outside them.
var ErrFormat = errors.New("not a membership op")

// codec holds the CBOR modes: RFC 8949, section 4.2.1 (core deterministic
// encoding) one way, and nothing that it would not write the other way.
type codec struct {
	enc cbor.EncMode
	dec cbor.DecMode
}

var cborModes = sync.OnceValues(func() (codec, error) {
	enc, err := cbor.CoreDetEncOptions().EncMode()
	if err != nil {
		return codec{}, fmt.Errorf("cbor options: %w", err)
	}
	dec, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		MaxNestedLevels:   4,
		MaxArrayElements:  MaxHeads,
		MaxMapPairs:       16,
	}.DecMode()
	if err != nil {
		return codec{}, fmt.Errorf("cbor options: %w", err)
	}
	return codec{enc, dec}, nil
})

// Encode returns the canonical CBOR of body, for the op's body field. A body
// outside the limits of the format is an error wrapping [ErrFormat].
func Encode(body Body) ([]byte, error) {
	if !isBody(body) {
		return nil, fmt.Errorf("encode membership op: %T is no body: %w", body, ErrFormat)
	}
	if err := body.check(); err != nil {
		return nil, fmt.Errorf("encode membership op: %w: %w", ErrFormat, err)
	}
	modes, err := cborModes()
	if err != nil {
		return nil, err
	}
	b, err := modes.enc.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("encode membership op: %w", err)
	}
	if len(b) > MaxBodySize {
		return nil, fmt.Errorf("encode membership op of %d bytes: %w", len(b), ErrFormat)
	}
	return b, nil
}

// Decode reads the body of an op of a kind. Whatever [Encode] would not have
// written is an error wrapping [ErrFormat]. Signatures are left to [Resolve].
func Decode(kind Kind, b []byte) (Body, error) {
	switch kind {
	case KindGenesis:
		return decode[Genesis](b)
	case KindAddDevice:
		return decode[AddDevice](b)
	case KindRemoveDevice:
		return decode[RemoveDevice](b)
	case KindAddMember:
		return decode[AddMember](b)
	case KindRemoveMember:
		return decode[RemoveMember](b)
	case KindChangeRole:
		return decode[ChangeRole](b)
	case KindRotate:
		return decode[Rotate](b)
	}
	return nil, fmt.Errorf("decode membership op of kind %d: %w", kind, ErrFormat)
}

func decode[T Body](b []byte) (Body, error) {
	var body T
	if len(b) > MaxBodySize {
		return nil, fmt.Errorf("decode membership op of %d bytes: %w", len(b), ErrFormat)
	}
	modes, err := cborModes()
	if err != nil {
		return nil, err
	}
	if err := modes.dec.Unmarshal(b, &body); err != nil {
		return nil, fmt.Errorf("decode membership op of kind %d: %w: %w", body.Kind(), ErrFormat, err)
	}
	if err := body.check(); err != nil {
		return nil, fmt.Errorf("decode membership op of kind %d: %w: %w", body.Kind(), ErrFormat, err)
	}
	again, err := modes.enc.Marshal(body)
	if err != nil || !bytes.Equal(again, b) {
		return nil, fmt.Errorf("decode membership op of kind %d: not canonical: %w", body.Kind(), ErrFormat)
	}
	return body, nil
}

func (g Genesis) check() error {
	if !g.Space.Valid() {
		return fmt.Errorf("%v", g.Space)
	}
	return g.Founder.check()
}

func (b AddDevice) check() error {
	return errors.Join(b.Certificate.check(), checkKeys(b.Keys))
}

func (b RemoveDevice) check() error { return checkHeads(b.Seen) }

func (b AddMember) check() error {
	if !b.Role.Valid() {
		return fmt.Errorf("%v", b.Role)
	}
	return errors.Join(b.Certificate.check(), checkKeys(b.Keys), checkCategories(b.Role, b.Categories))
}

func (b RemoveMember) check() error { return checkHeads(b.Seen) }

func (b ChangeRole) check() error {
	if !b.Role.Valid() {
		return fmt.Errorf("%v", b.Role)
	}
	if len(b.Keys) > MaxWraps {
		return fmt.Errorf("%d keys", len(b.Keys))
	}
	for _, k := range b.Keys {
		if err := checkSealed(k.Sealed); err != nil {
			return err
		}
	}
	return errors.Join(checkHeads(b.Seen), checkCategories(b.Role, b.Categories))
}

func (b Rotate) check() error {
	if len(b.Previous) == 0 || len(b.Previous) > MaxKeys {
		return fmt.Errorf("%d previous epochs", len(b.Previous))
	}
	for _, tag := range b.Previous {
		if tag == b.Epoch {
			return errors.New("an epoch that follows itself")
		}
	}
	if len(b.Wraps) == 0 || len(b.Wraps) > MaxWraps {
		return fmt.Errorf("%d wraps", len(b.Wraps))
	}
	for _, w := range b.Wraps {
		if err := checkSealed(w.Sealed); err != nil {
			return err
		}
	}
	if b.Cutoff && len(b.OldKeys)+len(b.OldCategories) > 0 {
		return errors.New("old keys after a cut-off")
	}
	return errors.Join(checkKeys(b.OldKeys), checkKeys(b.OldCategories))
}

// checkCategories wants them ascending, and only of a viewer.
func checkCategories(role Role, categories []uint8) error {
	if len(categories) > 0 && role != Viewer {
		return fmt.Errorf("categories of a %v", role)
	}
	last := uint8(0)
	for _, c := range categories {
		if c <= last || c > MaxCategory {
			return fmt.Errorf("category %d after %d", c, last)
		}
		last = c
	}
	return nil
}

func checkKeys(keys []EpochKey) error {
	if len(keys) > MaxKeys {
		return fmt.Errorf("%d keys", len(keys))
	}
	for _, k := range keys {
		if err := checkSealed(k.Sealed); err != nil {
			return err
		}
	}
	return nil
}

func checkSealed(sealed []byte) error {
	if len(sealed) == 0 || len(sealed) > MaxSealedKey {
		return fmt.Errorf("sealed key of %d bytes", len(sealed))
	}
	return nil
}

func checkHeads(heads []Head) error {
	if len(heads) > MaxHeads {
		return fmt.Errorf("%d heads", len(heads))
	}
	for i, h := range heads {
		if h.Seq == 0 {
			return errors.New("a head at op 0")
		}
		for _, other := range heads[:i] {
			if other.Device == h.Device {
				return errors.New("two heads of one device")
			}
		}
	}
	return nil
}
