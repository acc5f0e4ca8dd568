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
	// OpHeaderSize is what stands in front of the ciphertext: version, epoch
	// tag, nonce.
	OpHeaderSize = 1 + EpochTagSize + chacha20poly1305.NonceSizeX
	// OpOverhead is by how much a sealed op is longer than its padded op.
	OpOverhead = OpHeaderSize + chacha20poly1305.Overhead
	// MaxOpSize is the length of the longest op that can be sealed.
	MaxOpSize = maxPaddedOp - opLengthSize
	// MaxSealedOpSize is the length of the longest sealed op.
	MaxSealedOpSize = maxPaddedOp + OpOverhead

	opVersion    = 0x01
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
	aead cipher.AEAD
	tag  [EpochTagSize]byte
	aad  [len(opLabel) + 16]byte // label and space; the header follows per op
}

// NewOpSealer returns the sealer of the ops of space under epoch.
func NewOpSealer(epoch Key, space [16]byte) *OpSealer {
	s := &OpSealer{aead: newAEAD(epoch.Derive("op", nil)), tag: EpochTag(epoch)}
	copy(s.aad[:], opLabel)
	copy(s.aad[len(opLabel):], space[:])
	return s
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

// Seal appends the sealed form of op to dst and returns it. The length of the
// result tells only the bucket of op's length. An empty op, or one longer than
// [MaxOpSize], is an error wrapping [ErrTooLarge] in the latter case.
func (s *OpSealer) Seal(dst, op []byte) ([]byte, error) {
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
	copy(header[1:], s.tag[:])
	nonce := header[1+EpochTagSize:]
	rand.Read(nonce) // never fails: crypto/rand ends the process instead
	binary.BigEndian.PutUint32(body, uint32(len(op)))
	copy(body[opLengthSize:], op)
	s.aead.Seal(body[:0], nonce, body, s.fullAAD(header))
	return dst, nil
}

func (s *OpSealer) fullAAD(header []byte) []byte {
	aad := make([]byte, 0, len(s.aad)+OpHeaderSize)
	return append(append(aad, s.aad[:]...), header...)
}

// Open appends the op inside sealed to dst and returns it. It fails with
// [ErrWrongKey] when the op belongs to another epoch, [ErrNewerFormat] when its
// version is unknown, and [ErrDamaged] when it is not exactly what was sealed
// for this space.
func (s *OpSealer) Open(dst, sealed []byte) ([]byte, error) {
	tag, err := SealedEpochTag(sealed)
	if err != nil {
		return nil, err
	}
	if tag != s.tag { // public on both sides
		return nil, fmt.Errorf("open op: %w (epoch %x)", ErrWrongKey, tag)
	}
	header := sealed[:OpHeaderSize]
	start := len(dst)
	dst, err = s.aead.Open(dst, header[1+EpochTagSize:], sealed[OpHeaderSize:], s.fullAAD(header))
	if err != nil {
		return nil, fmt.Errorf("open op: %w", ErrDamaged)
	}
	body := dst[start:]
	n := int64(binary.BigEndian.Uint32(body))
	if n == 0 || n > MaxOpSize || paddedOpSize(int(n)) != len(body) {
		return nil, fmt.Errorf("open op: %w: wrong padding", ErrDamaged)
	}
	end := opLengthSize + int(n)
	if !allZero(body[end:]) {
		return nil, fmt.Errorf("open op: %w: wrong padding", ErrDamaged)
	}
	copy(body, body[opLengthSize:end])
	return dst[:start+int(n)], nil
}

func allZero(b []byte) bool {
	var or byte
	for _, x := range b {
		or |= x
	}
	return or == 0
}

// SealOp seals one op of a space under an epoch key; see [OpSealer.Seal].
func SealOp(epoch Key, space [16]byte, op []byte) ([]byte, error) {
	return NewOpSealer(epoch, space).Seal(nil, op)
}

// OpenOp opens one sealed op; see [OpSealer.Open].
func OpenOp(epoch Key, space [16]byte, sealed []byte) ([]byte, error) {
	return NewOpSealer(epoch, space).Open(nil, sealed)
}

// SealedEpochTag returns the tag of the epoch that sealed was sealed under,
// after checking version and length; it needs no key and proves nothing.
func SealedEpochTag(sealed []byte) ([EpochTagSize]byte, error) {
	var tag [EpochTagSize]byte
	if len(sealed) > 0 && sealed[0] != opVersion {
		return tag, fmt.Errorf("sealed op of version %d: %w", sealed[0], ErrNewerFormat)
	}
	padded := len(sealed) - OpOverhead
	if padded < opLengthSize || padded > maxPaddedOp || padded != paddedOpSize(padded-opLengthSize) {
		return tag, fmt.Errorf("sealed op of %d bytes: %w: no such length", len(sealed), ErrDamaged)
	}
	copy(tag[:], sealed[1:])
	return tag, nil
}

// OpID returns the name of a sealed op: its SHA-256.
func OpID(sealed []byte) [32]byte { return sha256.Sum256(sealed) }
