package sync

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/bits"

	"kith/p2p/reconcile"
)

const (
	dayMark = 8 // bytes that tell two contents of a day apart
	dayLen  = 4 + dayMark
	// maxDays is how many days fit into a frame. Ops of others are sent though
	// they may be there.
	maxDays = 80000
)

// mark is what stands for all ops of a day in a list of days.
func mark(d reconcile.DaySum) (m [dayMark]byte) {
	var buf [44]byte
	binary.BigEndian.PutUint32(buf[:], d.Day)
	binary.BigEndian.PutUint64(buf[4:], d.Count)
	copy(buf[12:], d.Sum[:])
	hash := sha256.Sum256(buf[:])
	copy(m[:], hash[:])
	return m
}

// packDays writes days as 4 bytes of day and 8 bytes of mark each (SYNC.md,
// section 7).
func packDays(days []reconcile.DaySum) []byte {
	if len(days) > maxDays {
		days = days[len(days)-maxDays:]
	}
	packed := make([]byte, 0, len(days)*dayLen)
	for _, d := range days {
		m := mark(d)
		packed = binary.BigEndian.AppendUint32(packed, d.Day)
		packed = append(packed, m[:]...)
	}
	return packed
}

// sameDays returns the days of ours that the peer's list says to be the same there.
func sameDays(ours []reconcile.DaySum, packed []byte) (map[uint32]bool, error) {
	if len(packed)%dayLen != 0 || len(packed) > maxDays*dayLen {
		return nil, fmt.Errorf("list of days of %d bytes: %w", len(packed), errFrame)
	}
	same := map[uint32]bool{}
	last := int64(-1)
	for ; len(packed) > 0; packed = packed[dayLen:] {
		day := binary.BigEndian.Uint32(packed)
		if int64(day) <= last {
			return nil, fmt.Errorf("days that do not rise: %w", errFrame)
		}
		last = int64(day)
		for len(ours) > 0 && ours[0].Day < day {
			ours = ours[1:]
		}
		if len(ours) > 0 && ours[0].Day == day && mark(ours[0]) == [dayMark]byte(packed[4:dayLen]) {
			same[day] = true
		}
	}
	return same, nil
}

// addUp sums up a whole set.
func addUp(days []reconcile.DaySum) (sum [32]byte, count uint64) {
	for _, d := range days {
		count += d.Count
		var carry uint64
		for i := 24; i >= 0; i -= 8 {
			var word uint64
			word, carry = bits.Add64(binary.BigEndian.Uint64(sum[i:]), binary.BigEndian.Uint64(d.Sum[i:]), carry)
			binary.BigEndian.PutUint64(sum[i:], word)
		}
	}
	return sum, count
}
