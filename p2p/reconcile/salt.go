package reconcile

import (
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// salt is drawn for each session by the initiator. All that is compared by fewer
// than 256 bits is hashed with it, so that nobody can prepare ops whose hashes meet.
type salt [16]byte

// What is hashed with the salt, told apart.
const (
	hashRange = 1 // the ops of a span
	hashID    = 2 // one id
	hashWhole = 3 // all ops of the responder
)

// Sizes of fingerprints in bytes. Those of the first message and of the responder's
// whole set decide about Equal; the others only where to look closer.
const (
	wholeSize = 8
	rangeSize = 4
)

func (s *salt) fingerprint(what byte, t total) [wholeSize]byte {
	b := make([]byte, 0, len(s)+1+8+32)
	b = append(b, s[:]...)
	b = append(b, what)
	b = binary.BigEndian.AppendUint64(b, t.count)
	h := sha256.Sum256(t.sum.appendTo(b))
	return [wholeSize]byte(h[:])
}

// short gives the first size bytes of an id's hash as a number.
func (s *salt) short(id *ID, size int) uint64 {
	var b [len(s) + 1 + len(id)]byte
	copy(b[:], s[:])
	b[len(s)] = hashID
	copy(b[len(s)+1:], id[:])
	h := sha256.Sum256(b[:])
	return binary.BigEndian.Uint64(h[:]) >> (64 - 8*size)
}

// shortSize chooses how many bytes (4 to 8) tell ids apart when n of them are
// compared with those of a peer that has ahead more than we, so that one of them is
// mistaken for another at most once in 2^20 lists.
func shortSize(n int, ahead uint64) int {
	need := 20 + bits.Len64(uint64(n)) + bits.Len64(uint64(n)+ahead)
	return min(max((need+7)/8, minShort), maxShort)
}
