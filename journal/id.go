package journal

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// ID names an entry or a space. New ones are random; entries that come from
// another program get theirs from what they say there ([DerivedID]), so that
// importing the same file twice adds nothing.
type ID [16]byte

// NewID returns a random ID from crypto/rand.
func NewID() ID {
	var id ID
	rand.Read(id[:])
	return id
}

// DerivedID returns the ID that scope (a space) and key always lead to: the
// first 16 bytes of SHA-256("kith id v1" 0x00 scope key).
func DerivedID(scope ID, key string) ID {
	buf := make([]byte, 0, 128)
	buf = append(buf, "kith id v1\x00"...)
	buf = append(buf, scope[:]...)
	buf = append(buf, key...)
	sum := sha256.Sum256(buf)
	return ID(sum[:16])
}

// String returns 32 lower-case hexadecimal digits.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// Short returns the first eight digits, which tell entries of one list apart.
func (id ID) Short() string { return hex.EncodeToString(id[:4]) }

// IsZero reports whether id was never set.
func (id ID) IsZero() bool { return id == ID{} }

// MarshalText writes the 32 digits; it serves JSON.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText reads the 32 digits.
func (id *ID) UnmarshalText(b []byte) error {
	parsed, err := ParseID(string(b))
	if err == nil {
		*id = parsed
	}
	return err
}

// ParseID reads the 32 digits of an ID in either case.
func ParseID(s string) (ID, error) {
	var id ID
	b, err := hex.DecodeString(strings.TrimSpace(s))
	if err != nil || len(b) != len(id) {
		return ID{}, fmt.Errorf("%q is not an id: it has 32 digits 0-9 a-f", s)
	}
	return ID(b), nil
}

// IDRange returns the lowest and the highest ID that begin with prefix, at
// least four hexadecimal digits, as people type them.
func IDRange(prefix string) (low, high ID, err error) {
	prefix = strings.ToLower(strings.TrimSpace(prefix))
	if len(prefix) < 4 || len(prefix) > 32 || strings.Trim(prefix, "0123456789abcdef") != "" {
		return low, high, errors.New("an id is written as 4 to 32 digits 0-9 a-f, as kith list shows it")
	}
	pad := 32 - len(prefix)
	if low, err = ParseID(prefix + strings.Repeat("0", pad)); err == nil {
		high, err = ParseID(prefix + strings.Repeat("f", pad))
	}
	return low, high, err
}
