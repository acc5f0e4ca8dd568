package crypto

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
)

// KeySize is the length of every symmetric key, in bytes.
const KeySize = 32

// Key is a 256-bit secret. Its zero value is not a key. It prints as "[key]"
// with every verb and cannot be marshalled, so that a stray %v leaks nothing;
// compare with [Key.Equal] only.
type Key struct{ b [KeySize]byte }

// NewKey returns a random key from crypto/rand.
func NewKey() Key {
	var k Key
	rand.Read(k.b[:]) // never fails: crypto/rand ends the process instead
	return k
}

// KeyFromBytes copies b, which must be 32 bytes long, into a Key.
func KeyFromBytes(b []byte) (Key, error) {
	var k Key
	if len(b) != KeySize {
		return k, fmt.Errorf("a key has %d bytes, not %d", KeySize, len(b))
	}
	copy(k.b[:], b)
	return k, nil
}

// Bytes returns a copy of the secret, for sealing it under another key.
func (k Key) Bytes() []byte { return append([]byte(nil), k.b[:]...) }

// Equal reports in constant time whether both keys are the same.
func (k Key) Equal(other Key) bool { return subtle.ConstantTimeCompare(k.b[:], other.b[:]) == 1 }

// IsZero reports whether k was never set.
func (k Key) IsZero() bool { return k.Equal(Key{}) }

// Wipe overwrites this copy of the key.
func (k *Key) Wipe() { clear(k.b[:]) }

// Format implements fmt.Formatter and hides the key from every verb.
func (Key) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "[key]") }

// MarshalText implements encoding.TextMarshaler by refusing.
func (Key) MarshalText() ([]byte, error) { return nil, errors.New("a key is never marshalled") }

// MarshalBinary implements encoding.BinaryMarshaler by refusing.
func (Key) MarshalBinary() ([]byte, error) { return nil, errors.New("a key is never marshalled") }

// Derive returns the subkey of k for one purpose (a constant string of this
// program) and context (a space id, a file name; may be nil), by HKDF-SHA256
// (RFC 5869) with info = "kith v1 " + purpose + 0x00 + context.
func (k Key) Derive(purpose string, context []byte) Key {
	out, err := hkdf.Key(sha256.New, k.b[:], nil, "kith v1 "+purpose+"\x00"+string(context), KeySize)
	if err != nil { // only for absurd lengths
		panic("crypto: hkdf: " + err.Error())
	}
	var sub Key
	copy(sub.b[:], out)
	clear(out)
	return sub
}
