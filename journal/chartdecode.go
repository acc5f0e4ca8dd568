package journal

import (
	"errors"
	"fmt"
	"time"
)

// errCBOR says that a stored entry is not what fields.pack writes.
var errCBOR = errors.New("stored entry is damaged")

// decode reads of a stored entry only what a chart needs, in place: the generic
// decoder takes ten times as long. It takes for granted that the entry was
// decoded in full before it was stored, and agrees with fields.decode on all
// that this accepts.
func (r *Reading) decode(kind Kind, packed []byte) error {
	*r = Reading{Kind: kind, Time: time.UnixMilli(0).UTC()}
	c := cborScanner{data: packed}
	if n := c.open(majorArray); n != 2 {
		return errCBOR
	}
	for range c.open(majorMap) {
		switch c.key() {
		case 1:
			r.Time = time.UnixMilli(c.int()).UTC()
		case 3:
			r.Offset = int(c.int())
		case 4:
			r.Date = Date(c.int())
		case 5:
			r.Precision = Precision(c.int())
		default:
			c.skip(0)
		}
	}
	if c.null() { // a kind without body
		return c.err
	}
	key := uint64(1) // of Observation.Value
	if kind == KindResponse {
		key = 4 // of Response.Score
	}
	for range c.open(majorMap) {
		if c.key() != key {
			c.skip(0)
		} else if kind == KindResponse {
			r.score(&c)
		} else {
			r.observed(&c)
		}
	}
	return c.err
}

func (r *Reading) score(c *cborScanner) {
	if !c.null() {
		r.number = c.decimal()
		r.value = Value{Scale: Count, Number: &r.number}
		r.Value = &r.value
	}
}

func (r *Reading) observed(c *cborScanner) {
	if c.null() {
		return
	}
	r.value = Value{}
	r.Value = &r.value
	for range c.open(majorMap) {
		switch c.key() {
		case 1:
			r.value.Scale = Scale(c.int())
		case 2:
			if !c.null() {
				r.number = c.decimal()
				r.value.Number = &r.number
			}
		case 3:
			r.value.Unit = c.text()
		case 4:
			r.value.Label = c.text()
		case 5: // rare enough for the generic decoder
			if err := decMode.Unmarshal(c.raw(), &r.value.Parts); err != nil && c.err == nil {
				c.err = fmt.Errorf("parts: %w", err)
			}
		case 6:
			r.value.Comparator = c.text()
		default:
			c.skip(0)
		}
	}
}

// segmentCount reads how many samples a stored segment has.
func segmentCount(packed []byte) (n int64, err error) {
	c := cborScanner{data: packed}
	if c.open(majorArray) != 2 {
		return 0, errCBOR
	}
	c.skip(0)
	for range c.open(majorMap) {
		if c.key() == 2 {
			n = c.int()
		} else {
			c.skip(0)
		}
	}
	if n < 0 || n > MaxSamples {
		return 0, errCBOR
	}
	return n, c.err
}

// The major types of RFC 8949 section 3.1.
const (
	majorUint byte = iota
	majorNegative
	majorBytes
	majorText
	majorArray
	majorMap
)

const cborNullByte = 0xf6

// cborScanner goes through definite-length CBOR without tags. After the first
// error it yields zeros.
type cborScanner struct {
	data []byte
	err  error
}

func (c *cborScanner) fail() {
	if c.err == nil {
		c.err = errCBOR
	}
	c.data = nil
}

// head reads the head of the next item.
func (c *cborScanner) head() (major byte, arg uint64) {
	if len(c.data) == 0 {
		c.fail()
		return 0, 0
	}
	first := c.data[0]
	c.data = c.data[1:]
	major, arg = first>>5, uint64(first&31)
	if arg < 24 {
		return major, arg
	}
	size := 1 << (arg - 24)
	if arg > 27 || len(c.data) < size {
		c.fail()
		return 0, 0
	}
	arg = 0
	for _, b := range c.data[:size] {
		arg = arg<<8 | uint64(b)
	}
	c.data = c.data[size:]
	return major, arg
}

// open reads the head of an array or map and returns how many elements or pairs
// follow; each takes a byte or more.
func (c *cborScanner) open(want byte) int {
	major, n := c.head()
	if major != want || n > uint64(len(c.data)) {
		c.fail()
		return 0
	}
	return int(n)
}

func (c *cborScanner) key() uint64 {
	if len(c.data) > 0 && c.data[0]>>5 != majorUint { // not one of ours
		c.skip(0)
		return 0
	}
	_, n := c.head()
	return n
}

// int reads an integer; null, which the generic decoder takes as well, is zero.
func (c *cborScanner) int() int64 {
	if c.null() {
		return 0
	}
	major, n := c.head()
	if major > majorNegative || n > 1<<63-1 {
		c.fail()
		return 0
	}
	if major == majorNegative {
		return -1 - int64(n)
	}
	return int64(n)
}

// decimal reads what Decimal.MarshalCBOR writes.
func (c *cborScanner) decimal() Decimal {
	if len(c.data) > 0 && c.data[0]>>5 == majorArray {
		if c.open(majorArray) != 2 {
			c.fail()
			return Decimal{}
		}
		exp := c.int()
		return Decimal{Exp: int8(exp), Coef: c.int()}
	}
	return Decimal{Coef: c.int()}
}

// text reads a text; the few that readings repeat, units and labels, cost an
// allocation each time, which is little beside the rest.
func (c *cborScanner) text() string {
	if c.null() {
		return ""
	}
	major, n := c.head()
	if major != majorText || n > uint64(len(c.data)) {
		c.fail()
		return ""
	}
	s := string(c.data[:n])
	c.data = c.data[n:]
	return s
}

// null reads a null if one is next.
func (c *cborScanner) null() bool {
	if len(c.data) > 0 && c.data[0] == cborNullByte {
		c.data = c.data[1:]
		return true
	}
	return false
}

// raw reads the next item and returns its bytes.
func (c *cborScanner) raw() []byte {
	before := c.data
	c.skip(0)
	return before[:len(before)-len(c.data)]
}

const maxNested = 16

// skip reads the next item and forgets it.
func (c *cborScanner) skip(depth int) {
	if depth > maxNested {
		c.fail()
		return
	}
	switch major, n := c.head(); major {
	case majorBytes, majorText:
		if n > uint64(len(c.data)) {
			c.fail()
			return
		}
		c.data = c.data[n:]
	case majorArray, majorMap:
		if n > uint64(len(c.data)) {
			c.fail()
			return
		}
		if major == majorMap {
			n *= 2
		}
		for ; n > 0 && c.err == nil; n-- {
			c.skip(depth + 1)
		}
	}
}
