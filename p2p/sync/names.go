package sync

import (
	"crypto/sha256"
	"encoding/hex"

	"kith/crypto"
	"kith/p2p/link"
)

// Protocol is what is spoken on the streams of this package (SYNC.md).
const Protocol link.Protocol = "/kith/sync/1"

// version is the one version of the protocol that this program speaks.
const version = 1

// Handle names a space on the wire and says nothing to who does not know its id.
type Handle [16]byte

// String returns the handle in hexadecimal.
func (h Handle) String() string { return hex.EncodeToString(h[:]) }

// HandleOf returns the handle of a space (SYNC.md, section 2).
func HandleOf(space [16]byte) Handle {
	sum := sha256.Sum256(append([]byte("kith handle v1\x00"), space[:]...))
	return Handle(sum[:16])
}

// Tag is the public name of an epoch: crypto.EpochTag of its base key.
type Tag [crypto.EpochTagSize]byte

// Capability returns the key that proves to have been given the epoch whose base
// key is base (SYNC.md, section 2).
func Capability(base crypto.Key) crypto.SigningKey {
	return crypto.SigningKeyFromSeed(base.Derive("capability", nil))
}

// Domains of signatures.
const (
	clientDomain   = "sync"
	serverDomain   = "sync server"
	registerDomain = "sync register"
)

const nonceSize = 32

// bond is what both ends of a stream agreed on before a proof.
type bond struct {
	handle         Handle
	tag            Tag
	client, server link.Peer
	clientNonce    [nonceSize]byte
	serverNonce    [nonceSize]byte
}

// context is what proofs sign (SYNC.md, section 3).
func (b *bond) context() []byte {
	c := make([]byte, 0, len(b.handle)+len(b.tag)+2*len(b.client)+2*nonceSize)
	c = append(c, b.handle[:]...)
	c = append(c, b.tag[:]...)
	c = append(c, b.client[:]...)
	c = append(c, b.server[:]...)
	c = append(c, b.clientNonce[:]...)
	return append(c, b.serverNonce[:]...)
}

const sumSize = 16

// sum is the fingerprint of a whole set, bound to this stream, so that nobody can
// prepare two sets with the same one.
func (b *bond) sum(total [32]byte, count uint64) [sumSize]byte {
	h := sha256.New()
	h.Write([]byte("kith set v1\x00"))
	h.Write(b.clientNonce[:])
	h.Write(b.serverNonce[:])
	h.Write(total[:])
	h.Write([]byte{byte(count >> 56), byte(count >> 48), byte(count >> 40), byte(count >> 32),
		byte(count >> 24), byte(count >> 16), byte(count >> 8), byte(count)})
	return [sumSize]byte(h.Sum(nil))
}
