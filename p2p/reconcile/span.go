package reconcile

import (
	"encoding/binary"
	"math/bits"
	"sort"
)

// ways is into how many parts a span is split at most: one hexadecimal digit.
const ways = 16

// span is a stretch of the ordered items: some days, or of a single day the ids
// that begin with the first depth hexadecimal digits of prefix.
type span struct {
	lo     uint32
	hi     uint64 // the first day after; at most 2^32
	depth  uint8  // at most 64; zero unless it is one day
	prefix ID     // zero after depth digits
}

var everything = span{hi: 1 << 32}

func (s span) oneDay() bool { return s.hi == uint64(s.lo)+1 }

// atDays splits a span of several days at the given days, ascending and inside it.
func (s span) atDays(cuts []uint32) []span {
	parts := make([]span, 0, len(cuts)+1)
	lo := s.lo
	for _, c := range cuts {
		parts = append(parts, span{lo: lo, hi: uint64(c)})
		lo = c
	}
	return append(parts, span{lo: lo, hi: s.hi})
}

// atDigits splits a span of a single day by the next digit of the id.
func (s span) atDigits() []span {
	parts := make([]span, ways)
	for i := range parts {
		p := s
		shift := 4 * (1 - s.depth%2)
		p.prefix[s.depth/2] |= byte(i) << shift
		p.depth++
		parts[i] = p
	}
	return parts
}

// within gives those of a day's ids, ascending, that lie in the span.
func (s span) within(ids []ID) []ID {
	if s.depth == 0 {
		return ids
	}
	from := sort.Search(len(ids), func(i int) bool { return s.side(&ids[i]) >= 0 })
	rest := ids[from:]
	return rest[:sort.Search(len(rest), func(i int) bool { return s.side(&rest[i]) > 0 })]
}

// side is -1, 0 or 1: id lies before, in or after the span.
func (s span) side(id *ID) int {
	for d := uint8(0); d < s.depth; d++ {
		a, b := nibble(id, d), nibble(&s.prefix, d)
		if a != b {
			if a < b {
				return -1
			}
			return 1
		}
	}
	return 0
}

// nibble gives a hexadecimal digit of an id, the first being digit 0.
func nibble(id *ID, digit uint8) byte {
	if digit%2 == 0 {
		return id[digit/2] >> 4
	}
	return id[digit/2] & 15
}

// number is an unsigned number of 256 bits, its lowest 64 first. Overflow is cut off.
type number [4]uint64

func numberOf(be [32]byte) number {
	return number{
		binary.BigEndian.Uint64(be[24:]), binary.BigEndian.Uint64(be[16:]),
		binary.BigEndian.Uint64(be[8:]), binary.BigEndian.Uint64(be[0:]),
	}
}

func (n number) appendTo(dst []byte) []byte {
	for i := 3; i >= 0; i-- {
		dst = binary.BigEndian.AppendUint64(dst, n[i])
	}
	return dst
}

// total is how many ops there are and the sum of their ids.
type total struct {
	count uint64
	sum   number
}

// add is plus one op, without copying: it is done a million times.
func (t *total) add(id *ID) {
	var carry uint64
	t.sum[0], carry = bits.Add64(t.sum[0], binary.BigEndian.Uint64(id[24:]), 0)
	t.sum[1], carry = bits.Add64(t.sum[1], binary.BigEndian.Uint64(id[16:]), carry)
	t.sum[2], carry = bits.Add64(t.sum[2], binary.BigEndian.Uint64(id[8:]), carry)
	t.sum[3], _ = bits.Add64(t.sum[3], binary.BigEndian.Uint64(id[0:]), carry)
	t.count++
}

func (t total) plus(o total) total {
	var carry uint64
	for i := range t.sum {
		t.sum[i], carry = bits.Add64(t.sum[i], o.sum[i], carry)
	}
	t.count += o.count
	return t
}

func (t total) minus(o total) total {
	var borrow uint64
	for i := range t.sum {
		t.sum[i], borrow = bits.Sub64(t.sum[i], o.sum[i], borrow)
	}
	t.count -= o.count
	return t
}
