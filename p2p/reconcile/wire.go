package reconcile

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Bounds of what is said, see RECONCILE.md.
const (
	// MaxMessage is the largest message in bytes. Larger ones may be refused unread.
	MaxMessage = 256 << 10
	// MaxMessages is how many messages a session has at most, both sides together.
	// Honest ones have seven or so; ids that agree in many digits cost one each.
	MaxMessages = 100
	// MaxHave is how many ids a session reports at most; there is another session
	// for the rest.
	MaxHave = 1 << 16

	version  = 1
	maxList  = 255 // ids in one list that are accepted; we list fewer
	listed   = 32  // ids up to which we list rather than split
	minShort = 4
	maxShort = 8
)

// The kinds of what a peer did wrong. Either ends the session.
var (
	// ErrMessage says that a message breaks the rules of RECONCILE.md.
	ErrMessage = errors.New("the message is not of the reconciliation protocol")
	// ErrVersion says that the peer speaks a version of it that we do not know.
	ErrVersion = errors.New("unknown version of the reconciliation protocol")
	// ErrRounds says that the session does not come to an end.
	ErrRounds = errors.New("more messages than two sets can need")
	// ErrOver says that Step was called after the session had ended.
	ErrOver = errors.New("the session is over")
)

// What is said about a span whose fingerprint the peer gave, in two bits.
const (
	tagEqual = iota // ours is the same
	tagSplit        // it differs; here are the fingerprints of its parts
	tagList         // it differs; here are all our ids in it, shortened
	tagLater        // it differs; there is no room to say more in this session
)

// reader takes a message apart. The first fault is kept and makes all that follows
// give zeros.
type reader struct {
	rest []byte
	err  error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrMessage)
	}
	r.rest = nil
}

func (r *reader) bytes(n int) []byte {
	if n > len(r.rest) {
		r.fail("it ends too early")
	}
	if r.err != nil {
		return make([]byte, n)
	}
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) uvarint() uint64 {
	x, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.fail("a number in it is cut or too large")
		return 0
	}
	r.rest = r.rest[n:]
	return x
}

// tags reads n tags of two bits, the first in the lowest bits.
func (r *reader) tags(n int) []byte {
	packed := r.bytes((n + 3) / 4)
	if n%4 != 0 && packed[n/4]>>(2*(n%4)) != 0 {
		r.fail("unused tag bits are set")
	}
	return packed
}

func tagAt(packed []byte, i int) byte { return packed[i/4] >> (2 * (i % 4)) & 3 }

// split reads into what parts the peer split s. The first message may leave
// everything in one part.
func (r *reader) split(s span, first bool) []span {
	if s.oneDay() {
		if s.depth == 2*uint8(len(ID{})) {
			r.fail("a single id is split")
			return nil
		}
		return s.atDigits()
	}
	n := r.uvarint()
	if n > ways || n < 2 && !(first && n == 1) {
		r.fail("split into %d parts", n)
		return nil
	}
	cuts := make([]uint32, 0, ways)
	at := uint64(s.lo)
	for range n - 1 {
		step := r.uvarint()
		if step == 0 || step >= s.hi-at {
			r.fail("the days of a split are not in order")
			return nil
		}
		at += step
		cuts = append(cuts, uint32(at))
	}
	return s.atDays(cuts)
}

func appendSplit(dst []byte, s span, parts []span) []byte {
	if s.oneDay() {
		return dst
	}
	dst = binary.AppendUvarint(dst, uint64(len(parts)))
	for i, p := range parts[1:] {
		dst = binary.AppendUvarint(dst, uint64(p.lo-parts[i].lo))
	}
	return dst
}

// list reads shortened ids: how many, the size of each, and they.
func (r *reader) list() (shorts []uint64, size int) {
	n := r.uvarint()
	if n == 0 {
		return nil, 0
	}
	size = int(r.bytes(1)[0])
	if n > maxList || size < minShort || size > maxShort {
		r.fail("a list of %d ids of %d bytes", n, size)
		return nil, 0
	}
	packed := r.bytes(int(n) * size)
	shorts = make([]uint64, n)
	for i := range shorts {
		for _, b := range packed[i*size : (i+1)*size] {
			shorts[i] = shorts[i]<<8 | uint64(b)
		}
	}
	return shorts, size
}

func appendList(dst []byte, ids []ID, size int, salt *salt) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(ids)))
	if len(ids) == 0 {
		return dst
	}
	dst = append(dst, byte(size))
	for i := range ids {
		short := salt.short(&ids[i], size)
		for shift := 8 * (size - 1); shift >= 0; shift -= 8 {
			dst = append(dst, byte(short>>shift))
		}
	}
	return dst
}

// lacks reads which of n listed ids the peer lacks, a bit each.
func (r *reader) lacks(n int) []byte {
	packed := r.bytes((n + 7) / 8)
	if n%8 != 0 && packed[n/8]>>(n%8) != 0 {
		r.fail("unused bits of an answer are set")
	}
	return packed
}
