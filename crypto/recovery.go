package crypto

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"github.com/btcsuite/btcd/btcutil/bech32"
)

// identityPrefix is the human-readable part of an age hybrid identity.
const identityPrefix = "AGE-SECRET-KEY-PQ-"

// Recovery is the secret on a recovery sheet: the 32-byte seed of an age hybrid
// identity (ML-KEM-768 with X25519). Its 24 words and its identity string are
// two spellings of that seed. It prints as "[recovery]" and cannot be
// marshalled.
type Recovery struct{ seed Key }

// NewRecovery returns a random recovery secret.
func NewRecovery() *Recovery { return &Recovery{seed: NewKey()} }

// Words returns the seed as 24 English words (BIP39).
func (r *Recovery) Words() [24]string { return encodeWords(r.seed.b) }

// IdentityString returns the seed as age writes it, AGE-SECRET-KEY-PQ-1...
func (r *Recovery) IdentityString() string {
	s, err := bech32.EncodeFromBase256(strings.ToLower(identityPrefix), r.seed.b[:])
	if err != nil { // only for another prefix
		panic("crypto: bech32: " + err.Error())
	}
	return strings.ToUpper(s)
}

// Identity returns what opens the recovery slots and backups made for r.
func (r *Recovery) Identity() (*age.HybridIdentity, error) {
	id, err := age.ParseHybridIdentity(r.IdentityString())
	if err != nil {
		return nil, errors.New("recovery: the secret makes no age identity") // age's error might quote it
	}
	return id, nil
}

// Recipient returns what recovery slots and backups are sealed for.
func (r *Recovery) Recipient() (*age.HybridRecipient, error) {
	id, err := r.Identity()
	if err != nil {
		return nil, err
	}
	return id.Recipient(), nil
}

// Equal reports in constant time whether both are the same secret.
func (r *Recovery) Equal(other *Recovery) bool { return r.seed.Equal(other.seed) }

// Wipe overwrites the secret.
func (r *Recovery) Wipe() { r.seed.Wipe() }

// Format implements fmt.Formatter and hides the secret from every verb.
func (*Recovery) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "[recovery]") // a fmt.State has no other way to report
}

// MarshalText implements encoding.TextMarshaler by refusing.
func (*Recovery) MarshalText() ([]byte, error) {
	return nil, errors.New("a recovery secret is never marshalled")
}

// MarshalBinary implements encoding.BinaryMarshaler by refusing.
func (*Recovery) MarshalBinary() ([]byte, error) {
	return nil, errors.New("a recovery secret is never marshalled")
}

// parseIdentity reads an identity string, in capitals or not.
func parseIdentity(s string) (*Recovery, error) {
	prefix, seed, err := bech32.DecodeToBase256(s)
	if err != nil || !strings.EqualFold(prefix, identityPrefix) {
		return nil, fmt.Errorf("%w: the line %s1... has a typing mistake", ErrRecoveryText, identityPrefix)
	}
	k, err := KeyFromBytes(seed)
	if err != nil {
		return nil, fmt.Errorf("%w: the line %s1... is too long or too short", ErrRecoveryText, identityPrefix)
	}
	return &Recovery{seed: k}, nil
}
