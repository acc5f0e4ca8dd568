package members

import "math/bits"

// set is a set of ops, by their index in order of place.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) has(i int) bool { return s[i/64]&(1<<(i%64)) != 0 }
func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }

func (s set) addAll(other set) {
	for w := range s {
		s[w] |= other[w]
	}
}

// and makes s the intersection of a and b.
func (s set) and(a, b set) {
	for w := range s {
		s[w] = a[w] & b[w]
	}
}

func (s set) meets(other set) bool {
	for w := range s {
		if s[w]&other[w] != 0 {
			return true
		}
	}
	return false
}

func (s set) empty() bool {
	for _, word := range s {
		if word != 0 {
			return false
		}
	}
	return true
}

func (s set) contains(other set) bool {
	for w := range s {
		if other[w]&^s[w] != 0 {
			return false
		}
	}
	return true
}

// overlap returns how many ops s and other share.
func (s set) overlap(other set) int {
	n := 0
	for w := range s {
		n += bits.OnesCount64(s[w] & other[w])
	}
	return n
}

func (s set) clone() set { return append(set(nil), s...) }
