package crypto

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sizes of a sealed op, in bytes. See FORMATS.md, "Sealed op".
const (
	// EpochTagSize is the length of an epoch's tag.
	EpochTagSize = 8
	// OpHeaderSize is what stands in front of the ciphertext: version, day,
	// epoch tag, nonce. An op of version 1 has no day.
	OpHeaderSize = 1 + opDaySize + EpochTagSize + chacha20poly1305.NonceSizeX
	// OpOverhead is by how much a sealed op is longer than its padded op.
	OpOverhead = OpHeaderSize + chacha20poly1305.Overhead
	// MaxOpSize is the length of the longest op that can be sealed.
	MaxOpSize = maxPaddedOp - opLengthSize
	// MaxSealedOpSize is the length of the longest sealed op.
	MaxSealedOpSize = maxPaddedOp + OpOverhead

	opVersion1   = 0x01 // read, no longer written: without the day
	opVersion    = 0x02
	opDaySize    = 4
	opLengthSize = 4
	opPadStep    = 16384
	maxPaddedOp  = 262144
	opLabel      = "kith op v1"
)

// EpochTag returns the public name of an epoch key. It is carried by every op
// sealed under that key, so that a reader with several epochs finds the right
// one, and says nothing about the key.
func EpochTag(epoch Key) [EpochTagSize]byte {
	tag := epoch.Derive("epoch tag", nil)
	return [EpochTagSize]byte(tag.b[:EpochTagSize])
}

// paddedOpSize returns the bucket for an op of n bytes: 256, 1024, 4096, 16384
// or a multiple of 16384, the length prefix included.
func paddedOpSize(n int) int {
	n += opLengthSize
	for _, bucket := range [...]int{256, 1024, 4096} {
		if n <= bucket {
			return bucket
		}
	}
	return (n + opPadStep - 1) / opPadStep * opPadStep
}

// OpSealer seals and opens the ops of one space under one epoch key. It keeps
// the derived key, so that bulk work pays for the derivation once. It is safe
// for concurrent use.
type OpSealer struct {
	op    Key
	aead  cipher.AEAD
	tag   [EpochTagSize]byte
	space [16]byte
}

// NewOpSealer returns the sealer of the ops of space under epoch.
func NewOpSealer(epoch Key, space [16]byte) *OpSealer {
	op := epoch.Derive("op", nil)
	return &OpSealer{op: op, aead: newAEAD(op), tag: EpochTag(epoch), space: space}
}

// newAEAD returns XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) under k.
func newAEAD(k Key) cipher.AEAD {
	aead, err := chacha20poly1305.NewX(k.b[:])
	if err != nil { // only for another key size
		panic("crypto: xchacha20poly1305: " + err.Error())
	}
	return aead
}

// Tag returns the tag of the sealer's epoch.
func (s *OpSealer) Tag() [EpochTagSize]byte { return s.tag }

// Seal appends the sealed form of op to dst and returns it. The day (of the op's
// clock, counted from 1 January 1970) stands in it for everybody to read and is
// authenticated; the length of the result tells the bucket of op's length. An
// empty op, or one longer than [MaxOpSize], is an error wrapping [ErrTooLarge] in
// the latter case.
func (s *OpSealer) Seal(dst []byte, day uint32, op []byte) ([]byte, error) {
	if len(op) == 0 {
		return nil, fmt.Errorf("seal op: the op is empty")
	}
	if len(op) > MaxOpSize {
		return nil, fmt.Errorf("seal op of %d bytes: %w (%d)", len(op), ErrTooLarge, MaxOpSize)
	}
	padded := paddedOpSize(len(op))
	start := len(dst)
	dst = append(dst, make([]byte, OpOverhead+padded)...)
	out := dst[start:]
	header, body := out[:OpHeaderSize], out[OpHeaderSize:OpHeaderSize+padded]
	header[0] = opVersion
	binary.BigEndian.PutUint32(header[1:], day)
	copy(header[1+opDaySize:], s.tag[:])
	nonce := header[1+opDaySize+EpochTagSize:]
	rand.Read(nonce) // never fails: crypto/rand ends the process instead
	binary.BigEndian.PutUint32(body, uint32(len(op)))
	copy(body[opLengthSize:], op)
	s.aead.Seal(body[:0], nonce, body, opAAD(s.space, header))
	return dst, nil
}

// opAAD is what is authenticated beside an op: label, space and header.
func opAAD(space [16]byte, header []byte) []byte {
	aad := make([]byte, 0, len(opLabel)+len(space)+OpHeaderSize)
	aad = append(aad, opLabel...)
	aad = append(aad, space[:]...)
	return append(aad, header...)
}

// Open appends the op inside sealed to dst and returns it. It fails with
// [ErrWrongKey] when the op belongs to another epoch, [ErrNewerFormat] when its
// version is unknown, and [ErrDamaged] when it is not exactly what was sealed
// for this space.
func (s *OpSealer) Open(dst, sealed []byte) ([]byte, error) {
	h, err := readOpHeader(sealed)
	if err != nil {
		return nil, err
	}
	if h.tag != s.tag { // public on both sides
		return nil, fmt.Errorf("open op: %w (epoch %x)", ErrWrongKey, h.tag)
	}
	header := sealed[:h.size]
	start := len(dst)
	dst, err = s.aead.Open(dst, header[h.size-chacha20poly1305.NonceSizeX:], sealed[h.size:], opAAD(s.space, header))
	if err != nil {
		return nil, fmt.Errorf("open op: %w", ErrDamaged)
	}
	body, err := unpadOp(dst[start:])
	if err != nil {
		return nil, err
	}
	return dst[:start+len(body)], nil
}

// unpadOp moves the op in an opened body to its front and returns it.
func unpadOp(body []byte) ([]byte, error) {
	n := int64(binary.BigEndian.Uint32(body))
	if n == 0 || n > MaxOpSize || paddedOpSize(int(n)) != len(body) {
		return nil, fmt.Errorf("open op: %w: wrong padding", ErrDamaged)
	}
	end := opLengthSize + int(n)
	if !allZero(body[end:]) {
		return nil, fmt.Errorf("open op: %w: wrong padding", ErrDamaged)
	}
	copy(body, body[opLengthSize:end])
	return body[:n], nil
}

func allZero(b []byte) bool {
	var or byte
	for _, x := range b {
		or |= x
	}
	return or == 0
}

// SealOp seals one op of a space and day under an epoch key; see [OpSealer.Seal].
func SealOp(epoch Key, space [16]byte, day uint32, op []byte) ([]byte, error) {
	return NewOpSealer(epoch, space).Seal(nil, day, op)
}

// OpenOp opens one sealed op; see [OpSealer.Open].
func OpenOp(epoch Key, space [16]byte, sealed []byte) ([]byte, error) {
	return NewOpSealer(epoch, space).Open(nil, sealed)
}

// opHeader is what a sealed op says in the clear.
type opHeader struct {
	version byte
	day     uint32
	tag     [EpochTagSize]byte
	size    int // of the header, in bytes
}

// readOpHeader reads and checks version and length; it proves nothing.
func readOpHeader(sealed []byte) (opHeader, error) {
	h := opHeader{version: opVersion, size: OpHeaderSize}
	if len(sealed) > 0 {
		h.version = sealed[0]
	}
	switch h.version {
	case opVersion:
	case opVersion1:
		h.size -= opDaySize
	default:
		return h, fmt.Errorf("sealed op of version %d: %w", h.version, ErrNewerFormat)
	}
	padded := len(sealed) - h.size - chacha20poly1305.Overhead
	if padded < opLengthSize || padded > maxPaddedOp || padded != paddedOpSize(padded-opLengthSize) {
		return h, fmt.Errorf("sealed op of %d bytes: %w: no such length", len(sealed), ErrDamaged)
	}
	if h.version == opVersion {
		h.day = binary.BigEndian.Uint32(sealed[1:])
	}
	copy(h.tag[:], sealed[h.size-chacha20poly1305.NonceSizeX-EpochTagSize:])
	return h, nil
}

// SealedEpochTag returns the tag of the epoch that sealed was sealed under,
// after checking version and length; it needs no key and proves nothing.
func SealedEpochTag(sealed []byte) ([EpochTagSize]byte, error) {
	h, err := readOpHeader(sealed)
	return h.tag, err
}

// SealedDay returns the day that sealed states, counted from 1 January 1970, and
// 0 for an op of version 1, which states none. Like [SealedEpochTag] it proves
// nothing by itself.
func SealedDay(sealed []byte) (uint32, error) {
	h, err := readOpHeader(sealed)
	return h.day, err
}

// SealedVersion returns the version of the format that sealed is in: 1 or 2.
func SealedVersion(sealed []byte) (uint8, error) {
	h, err := readOpHeader(sealed)
	return h.version, err
}

// OpID returns the name of a sealed op: its SHA-256.
func OpID(sealed []byte) [32]byte { return sha256.Sum256(sealed) }
