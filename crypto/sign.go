package crypto

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
)

const signPrefix = "kith v1 "

// SignatureSize is the length of a signature, in bytes.
const SignatureSize = ed25519.SignatureSize

// SigningKey is an Ed25519 private key (RFC 8032): of an author, or of one
// device. Like [Key] it prints as "[key]" and cannot be marshalled; store its
// seed, sealed.
type SigningKey struct {
	private ed25519.PrivateKey
}

// NewSigningKey returns a random signing key.
func NewSigningKey() SigningKey { return SigningKeyFromSeed(NewKey()) }

// SigningKeyFromSeed returns the signing key of a 32-byte seed (RFC 8032,
// section 5.1.5).
func SigningKeyFromSeed(seed Key) SigningKey {
	return SigningKey{private: ed25519.NewKeyFromSeed(seed.b[:])}
}

// Seed returns the secret the key is made from, for sealing it.
func (k SigningKey) Seed() Key {
	var seed Key
	copy(seed.b[:], k.private)
	return seed
}

// IsZero reports whether k was never set.
func (k SigningKey) IsZero() bool { return k.private == nil }

// Public returns the key that checks k's signatures.
func (k SigningKey) Public() PublicKey { return PublicKey(k.private[ed25519.SeedSize:]) }

// Sign signs msg for one domain, a constant string of this program without NUL
// that keeps a signature made for one purpose from being used for another. The
// signed bytes are "kith v1 " + domain + 0x00 + msg.
func (k SigningKey) Sign(domain string, msg []byte) [SignatureSize]byte {
	return [SignatureSize]byte(ed25519.Sign(k.private, signedBytes(domain, msg)))
}

// Wipe overwrites the key, for every copy that shares it.
func (k *SigningKey) Wipe() {
	clear(k.private)
	k.private = nil
}

// Format implements fmt.Formatter and hides the key from every verb.
func (SigningKey) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[key]") // a fmt.State has no other way to report
}

// MarshalText implements encoding.TextMarshaler by refusing.
func (SigningKey) MarshalText() ([]byte, error) {
	return nil, errors.New("a key is never marshalled")
}

// MarshalBinary implements encoding.BinaryMarshaler by refusing.
func (SigningKey) MarshalBinary() ([]byte, error) {
	return nil, errors.New("a key is never marshalled")
}

func signedBytes(domain string, msg []byte) []byte {
	b := make([]byte, 0, len(signPrefix)+len(domain)+1+len(msg))
	b = append(b, signPrefix...)
	b = append(b, domain...)
	b = append(b, 0)
	return append(b, msg...)
}

// PublicKey is an Ed25519 public key.
type PublicKey [ed25519.PublicKeySize]byte

// String returns the key in hexadecimal.
func (p PublicKey) String() string { return hex.EncodeToString(p[:]) }

// ID returns the short name of the key's owner: the first 16 bytes of
// SHA-256("kith v1 id" + 0x00 + key).
func (p PublicKey) ID() [16]byte {
	sum := sha256.Sum256(signedBytes("id", p[:]))
	return [16]byte(sum[:16])
}

// Verify reports whether sig is the signature of msg for domain by pub. Keys of
// small order are refused (RFC 8032, section 8.9 leaves that to the protocol):
// with them one signature could fit every message.
func Verify(pub PublicKey, domain string, msg []byte, sig [SignatureSize]byte) bool {
	if pub.smallOrder() {
		return false
	}
	return ed25519.Verify(pub[:], signedBytes(domain, msg), sig[:])
}

// smallOrderY are the y coordinates, in hexadecimal, little-endian and without
// the sign bit, of the eight points whose order divides the cofactor, in all
// their encodings.
var smallOrderY = [...]string{
	"0000000000000000000000000000000000000000000000000000000000000000", // 0, order 4
	"0100000000000000000000000000000000000000000000000000000000000000", // 1, the neutral element
	"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
	"c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
	"ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // -1, order 2
	"edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 0 written as p
	"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // 1 written as p+1
}

func (p PublicKey) smallOrder() bool {
	p[len(p)-1] &= 0x7f
	return slices.Contains(smallOrderY[:], p.String())
}
