package journal

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"

	"kith/journal/space"
)

// Content ops of a record. The numbers are part of the format.
const (
	opChange  space.OpKind = space.FirstContent     // entries made or edited
	opRetract space.OpKind = space.FirstContent + 1 // acts undone or redone
)

// change is the body of opChange: one act of the person, or a part of one. An
// act is what undo takes back as a whole: an entry, an edit, an import.
type change struct {
	// Act names the act; it is omitted where the op is the whole act, whose name
	// then is the first half of the op's id.
	Act   ID     `cbor:"1,keyasint,omitzero"`
	Title string `cbor:"2,keyasint,omitempty"`
	Puts  []put  `cbor:"3,keyasint,omitempty"`
	// Packed holds the puts of a larger change instead, as a zstd frame
	// (RFC 8878) of their CBOR array.
	Packed []byte `cbor:"4,keyasint,omitempty"`
	// Setup marks what Kith itself writes when a record is made; it is no act of
	// the person and cannot be undone.
	Setup bool `cbor:"5,keyasint,omitempty"`
}

// put states fields of one entry.
type put struct {
	ID   ID              `cbor:"1,keyasint"`
	Kind Kind            `cbor:"2,keyasint"`
	Head cbor.RawMessage `cbor:"3,keyasint,omitempty"`
	Body cbor.RawMessage `cbor:"4,keyasint,omitempty"`
	// Edit says that the fields are laid over an existing entry; without it they
	// are the whole entry.
	Edit bool `cbor:"5,keyasint,omitempty"`
}

// retract is the body of opRetract.
type retract struct {
	Acts []ID `cbor:"1,keyasint"`
	Undo bool `cbor:"2,keyasint"` // false: redo
}

// Bounds on what a hostile op can make us build.
const (
	maxPutsSize = 1 << 20 // unpacked
	maxPuts     = 4096
	// packAbove is the size from which compressing beats padding's granularity.
	packAbove = 700
)

// ErrChange says that an op's body is not a change Kith understands.
var ErrChange = errors.New("not a valid change")

var zstdEncoder = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithWindowSize(256<<10), zstd.WithLowerEncoderMem(true))
})

var zstdDecoder = sync.OnceValues(func() (*zstd.Decoder, error) {
	return zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(maxPutsSize),
		zstd.WithDecoderLowmem(true))
})

// pack moves the puts of a large change into a compressed frame.
func (c *change) pack() error {
	raw, err := encMode.Marshal(c.Puts)
	if err != nil || len(raw) < packAbove {
		return err
	}
	if len(raw) > maxPutsSize {
		return fmt.Errorf("%d bytes in one change: %w", len(raw), ErrTooLong)
	}
	enc, err := zstdEncoder()
	if err != nil {
		return err
	}
	if packed := enc.EncodeAll(raw, nil); len(packed) < len(raw) {
		c.Packed, c.Puts = packed, nil
	}
	return nil
}

func decodeChange(body []byte) (*change, error) {
	c := new(change)
	if err := decMode.Unmarshal(body, c); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChange, err)
	}
	if c.Packed != nil {
		if len(c.Puts) > 0 {
			return nil, fmt.Errorf("puts given twice: %w", ErrChange)
		}
		dec, err := zstdDecoder()
		if err != nil {
			return nil, err
		}
		raw, err := dec.DecodeAll(c.Packed, nil)
		if err != nil || len(raw) > maxPutsSize {
			return nil, fmt.Errorf("unpack: %w: %w", ErrChange, err)
		}
		if err := decMode.Unmarshal(raw, &c.Puts); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrChange, err)
		}
	}
	if len(c.Puts) > maxPuts {
		return nil, fmt.Errorf("%d entries in one change: %w", len(c.Puts), ErrChange)
	}
	for i := range c.Puts {
		if c.Puts[i].Kind == 0 || c.Puts[i].ID.IsZero() {
			return nil, fmt.Errorf("entry %d: %w", i, ErrChange)
		}
	}
	// A kind of a later version, which shows it after a rebuild; the rest of the act stands.
	c.Puts = slices.DeleteFunc(c.Puts, func(p put) bool { return int(p.Kind) >= len(kindNames) })
	return c, nil
}

// maxActs is how many acts one undo names.
const maxActs = 256

func decodeRetract(body []byte) (*retract, error) {
	r := new(retract)
	if err := decMode.Unmarshal(body, r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChange, err)
	}
	if len(r.Acts) > maxActs {
		return nil, fmt.Errorf("%d acts in one undo: %w", len(r.Acts), ErrChange)
	}
	return r, nil
}
