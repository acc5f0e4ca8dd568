package members

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
)

// OpID is the SHA-256 of an op's sealed bytes.
type OpID [32]byte

// AuthorID names a person behind devices; see [AuthorIDOf].
type AuthorID [16]byte

// DeviceID names one installation's signing key; see [DeviceIDOf].
type DeviceID [16]byte

// EpochTag is the public name of an epoch key. It says nothing about the key.
type EpochTag [8]byte

// SpaceID names a space; see [Genesis.SpaceID].
type SpaceID [16]byte

// AuthorIDOf returns the id of an author's Ed25519 public key: the first 16
// bytes of SHA-256("kith v1 id" 0x00 key), as crypto.PublicKey.ID computes it.
func AuthorIDOf(pub [32]byte) AuthorID { return AuthorID(keyID(pub)) }

// DeviceIDOf returns the id of a device's Ed25519 public key, by the same rule.
func DeviceIDOf(pub [32]byte) DeviceID { return DeviceID(keyID(pub)) }

func keyID(pub [32]byte) [16]byte {
	var buf [len(idLabel) + 32]byte
	copy(buf[:], idLabel)
	copy(buf[len(idLabel):], pub[:])
	sum := sha256.Sum256(buf[:])
	return [16]byte(sum[:16])
}

// SpaceID returns the id of the space that g founds: the first 16 bytes of
// SHA-256("kith space v1" 0x00, the kind as one byte, the certificate's message
// and its two signatures, the nonce, the epoch's tag). It covers all of g, so
// that no second, different founding of the same space can exist.
func (g Genesis) SpaceID() SpaceID {
	buf := make([]byte, 0, 1536)
	buf = append(buf, spaceLabel...)
	buf = append(buf, byte(g.Space))
	buf = g.Founder.appendMessage(buf)
	buf = append(buf, g.Founder.AuthorSign[:]...)
	buf = append(buf, g.Founder.DeviceSign[:]...)
	buf = append(buf, g.Nonce[:]...)
	buf = append(buf, g.Epoch[:]...)
	sum := sha256.Sum256(buf)
	return SpaceID(sum[:16])
}

const (
	idLabel    = "kith v1 id\x00"
	spaceLabel = "kith space v1\x00"
)

// String returns the id in hexadecimal.
func (id OpID) String() string { return hex.EncodeToString(id[:]) }

// String returns the id in hexadecimal.
func (id AuthorID) String() string { return hex.EncodeToString(id[:]) }

// String returns the id in hexadecimal.
func (id DeviceID) String() string { return hex.EncodeToString(id[:]) }

// String returns the tag in hexadecimal.
func (tag EpochTag) String() string { return hex.EncodeToString(tag[:]) }

// String returns the id in hexadecimal.
func (id SpaceID) String() string { return hex.EncodeToString(id[:]) }

func compareOpIDs(a, b OpID) int { return bytes.Compare(a[:], b[:]) }
