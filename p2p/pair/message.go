package pair

import (
	"bytes"
	"fmt"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"
)

const (
	// MaxCard is the length of the longest card, in bytes.
	MaxCard = 8 << 10
	// MaxName is the length of the longest name, in bytes of UTF-8.
	MaxName = 200
	// MaxRequest is the length of the longest encoded request, in bytes.
	MaxRequest = MaxCard + MaxName + 32
)

// Request is what the joiner asks with.
type Request struct {
	// Card says who wants to join: keys and certificates, as the app writes them.
	// This package does not read it. What it says of the device's key must fit
	// [Session.Remote] or [Letter.From].
	Card []byte `cbor:"1,keyasint"`
	// Name is how the joiner calls this computer or themself: UTF-8 without
	// control characters, may be empty.
	Name string `cbor:"2,keyasint,omitempty"`
}

func (r Request) check() error {
	if len(r.Card) == 0 || len(r.Card) > MaxCard {
		return fmt.Errorf("card of %d bytes: %w", len(r.Card), ErrFormat)
	}
	if len(r.Name) > MaxName || !utf8.ValidString(r.Name) || bytes.ContainsFunc([]byte(r.Name), unprintable) {
		return fmt.Errorf("name of %d bytes: %w", len(r.Name), ErrFormat)
	}
	return nil
}

// unprintable are control characters, and those that turn the direction of text,
// with which a name could look like another.
func unprintable(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// Encode returns the request in canonical CBOR, or an [ErrFormat].
func (r Request) Encode() ([]byte, error) {
	if err := r.check(); err != nil {
		return nil, fmt.Errorf("encode request: %w", err)
	}
	return marshal(r)
}

// DecodeRequest reads what [Request.Encode] wrote, and nothing else: [ErrFormat].
func DecodeRequest(b []byte) (Request, error) {
	var r Request
	if len(b) > MaxRequest {
		return r, fmt.Errorf("decode request of %d bytes: %w", len(b), ErrFormat)
	}
	if err := unmarshal(b, &r); err != nil {
		return Request{}, fmt.Errorf("decode request: %w", err)
	}
	if err := r.check(); err != nil {
		return Request{}, fmt.Errorf("decode request: %w", err)
	}
	return r, nil
}

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
		MaxArrayElements:  MaxOwners,
		MaxMapPairs:       16,
	}.DecMode()
	if err != nil {
		return codec{}, fmt.Errorf("cbor options: %w", err)
	}
	return codec{enc, dec}, nil
})

func marshal(v any) ([]byte, error) {
	modes, err := cborModes()
	if err != nil {
		return nil, err
	}
	return modes.enc.Marshal(v)
}

// unmarshal reads canonical CBOR; all else is an [ErrFormat].
func unmarshal[T any](b []byte, v *T) error {
	modes, err := cborModes()
	if err != nil {
		return err
	}
	if err := modes.dec.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if again, err := modes.enc.Marshal(*v); err != nil || !bytes.Equal(again, b) {
		return fmt.Errorf("not canonical: %w", ErrFormat)
	}
	return nil
}
