package exchange

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"kith/journal"
)

// keyMaker makes the keys of entries from what records say. Records that say
// the same are told apart by their number among themselves.
type keyMaker struct {
	format string
	buf    []byte
	seen   map[uint64]uint32
}

func newKeyMaker(format string) *keyMaker {
	return &keyMaker{format: format, seen: make(map[uint64]uint32)}
}

// base returns what the keys of all entries of one record begin with.
func (k *keyMaker) base(parts []string) string {
	k.buf = k.buf[:0]
	for _, p := range parts {
		k.buf = binary.LittleEndian.AppendUint32(k.buf, uint32(len(p)))
		k.buf = append(k.buf, p...)
	}
	sum := sha256.Sum256(k.buf)
	id := binary.LittleEndian.Uint64(sum[16:])
	occurrence := k.seen[id]
	k.seen[id] = occurrence + 1
	return k.format + ":" + hex.EncodeToString(sum[:16]) + ":" + strconv.FormatUint(uint64(occurrence), 10)
}

// contentKey returns a key for something that is recorded once however often a
// file says it: a definition, a fact about the person.
func contentKey(format, what string, parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return format + ":" + what + ":" + hex.EncodeToString(h.Sum(nil)[:16])
}

// faultOf returns why the journal would refuse e, "" if it would not.
func faultOf(e *journal.Entry) string {
	err := e.Validate()
	if err == nil {
		return ""
	}
	return reasonOf(err)
}
