package journal

// position orders entries in time and is the row number of an entry in the
// projection, so that the newest fifty are the end of a B-tree and need no
// index: 20 bits of civil day from year -900 on, 18 bits of seconds since the
// day before that day's midnight (UTC offset applied), 25 bits from the id.
type position int64

const (
	dayBits, secondBits, tieBits = 20, 18, 25

	dayBias = 1 << (dayBits - 1)
	tieMask = 1<<tieBits - 1
)

func positionOf(w When, id ID) position {
	day := int64(w.Date) + dayBias
	day = min(max(day, 0), 1<<dayBits-1)
	local := w.Time.Unix() + int64(w.Offset)
	second := local - (int64(w.Date)-1)*86400
	second = min(max(second, 0), 1<<secondBits-1)
	tie := int64(id[13])<<17 | int64(id[14])<<9 | int64(id[15])<<1 | int64(id[12])&1
	return position(day<<(secondBits+tieBits) | second<<tieBits | tie&tieMask)
}

// next is the position to try when another entry has p.
func (p position) next() position { return p&^tieMask | (p+1)&tieMask }

// firstOn and lastOn bound the positions of a civil day.
func firstOn(d Date) position {
	day := min(max(int64(d)+dayBias, 0), 1<<dayBits-1)
	return position(day << (secondBits + tieBits))
}

func lastOn(d Date) position { return firstOn(d) | (1<<(secondBits+tieBits) - 1) }
