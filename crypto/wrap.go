package crypto

import (
	"crypto/hpke"
	"errors"
	"fmt"
	"io"
)

const (
	wrapVersion = 0x01
	wrapLabel   = "kith epoch v1\x00"
	hpkeEncSize = 1120 // X-Wing: ML-KEM-768 ciphertext 1088, X25519 share 32
	// HPKEPublicSize is the length of an HPKE public key, in bytes.
	HPKEPublicSize = 1216
	// WrappedKeySize is the length of a wrapped key, in bytes.
	WrappedKeySize = 1 + hpkeEncSize + KeySize + 16
)

// HPKEKey is a device's private key for receiving epoch keys: MLKEM768-X25519
// (X-Wing, RFC 9180 with draft-ietf-hpke-pq), held as its 32-byte seed. It
// prints as "[key]" and cannot be marshalled.
type HPKEKey struct {
	seed    Key
	private hpke.PrivateKey
}

// NewHPKEKey returns a random key.
func NewHPKEKey() (HPKEKey, error) { return HPKEKeyFromSeed(NewKey()) }

// HPKEKeyFromSeed returns the key of a 32-byte seed.
func HPKEKeyFromSeed(seed Key) (HPKEKey, error) {
	private, err := hpke.MLKEM768X25519().NewPrivateKey(seed.b[:])
	if err != nil {
		return HPKEKey{}, fmt.Errorf("make hpke key: %w", err)
	}
	return HPKEKey{seed: seed, private: private}, nil
}

// Seed returns the secret the key is made from, for sealing it.
func (k HPKEKey) Seed() Key { return k.seed }

// IsZero reports whether k was never set.
func (k HPKEKey) IsZero() bool { return k.private == nil }

// Public returns the public key, [HPKEPublicSize] bytes.
func (k HPKEKey) Public() []byte { return k.private.PublicKey().Bytes() }

// Format implements fmt.Formatter and hides the key from every verb.
func (HPKEKey) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[key]") // a fmt.State has no other way to report
}

// MarshalText implements encoding.TextMarshaler by refusing.
func (HPKEKey) MarshalText() ([]byte, error) { return nil, errors.New("a key is never marshalled") }

// MarshalBinary implements encoding.BinaryMarshaler by refusing.
func (HPKEKey) MarshalBinary() ([]byte, error) { return nil, errors.New("a key is never marshalled") }

// WrapFor seals key for the owner of the HPKE public key pub, and binds it to
// info, which the receiver must know as well (for an epoch: the space and the
// op that starts it). The suite is HPKE base mode (RFC 9180) with
// MLKEM768-X25519, HKDF-SHA256 and ChaCha20-Poly1305.
func WrapFor(pub, info []byte, key Key) ([]byte, error) {
	public, err := hpke.MLKEM768X25519().NewPublicKey(pub)
	if err != nil {
		return nil, fmt.Errorf("wrap key: bad public key: %w", err)
	}
	sealed, err := hpke.Seal(public, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), wrapInfo(info), key.b[:])
	if err != nil {
		return nil, fmt.Errorf("wrap key: %w", err)
	}
	return append([]byte{wrapVersion}, sealed...), nil
}

// Unwrap opens what [WrapFor] sealed for private with the same info. It fails
// with [ErrNewerFormat], or with [ErrDamaged], which a key wrapped for someone
// else or for another info cannot be told from.
func Unwrap(private HPKEKey, info, wrapped []byte) (Key, error) {
	if len(wrapped) > 0 && wrapped[0] != wrapVersion {
		return Key{}, fmt.Errorf("unwrap key: %w", ErrNewerFormat)
	}
	if len(wrapped) != WrappedKeySize {
		return Key{}, fmt.Errorf("unwrap key of %d bytes: %w", len(wrapped), ErrDamaged)
	}
	plain, err := hpke.Open(private.private, hpke.HKDFSHA256(), hpke.ChaCha20Poly1305(), wrapInfo(info), wrapped[1:])
	if err != nil {
		return Key{}, fmt.Errorf("unwrap key: %w", ErrDamaged)
	}
	return KeyFromBytes(plain)
}

func wrapInfo(info []byte) []byte { return append([]byte(wrapLabel), info...) }
