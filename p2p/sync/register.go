package sync

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"

	"kith/crypto"
)

// Bounds of a registration (SYNC.md, section 4).
const (
	maxToken        = 128
	maxCapabilities = 64
	maxPeers        = 1024
)

// message is what the signature of a registration is over.
func (r register) message(b *bond) ([]byte, error) {
	r.Signature = nil
	body, err := encMode.Marshal(r)
	if err != nil {
		return nil, err
	}
	hash := sha256.Sum256(body)
	return append(b.context(), hash[:]...), nil
}

// holds checks the bounds and the signature.
func (r *register) holds(b *bond) (bool, error) {
	rising := slices.IsSortedFunc(r.Peers, func(a, b [32]byte) int { return bytes.Compare(a[:], b[:]) })
	if len(r.Token) > maxToken || len(r.Capabilities) == 0 || len(r.Capabilities) > maxCapabilities ||
		len(r.Peers) > maxPeers || !rising || r.Signature == nil || r.Capabilities[0].Tag == (Tag{}) {
		return false, fmt.Errorf("registration out of bounds: %w", errFrame)
	}
	msg, err := r.message(b)
	if err != nil {
		return false, err
	}
	return crypto.Verify(r.Capabilities[0].Public, registerDomain, msg, *r.Signature), nil
}
