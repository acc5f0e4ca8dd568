package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"
)

// MaxSamples is how many samples one segment holds.
const MaxSamples = 512

// Sample is one reading of a wearable.
type Sample struct {
	Start    time.Time     // to the millisecond
	Duration time.Duration // zero for an instant
	Value    Decimal
}

// Run is a stretch of samples of one measure from one source, in any order and
// number, as an importer hands them over. Record packs them into segments.
type Run struct {
	Measure string // the name of the measure: "Steps"
	Source  string // which device or program counted
	Unit    string // UCUM
	Zone    string // IANA name, "" if unknown
	Offset  int    // seconds east of UTC
	Codes   []Code
	Samples []Sample
}

// Segment is the body of a samples entry: up to MaxSamples readings of one
// measure from one source on one day, in columns. The entry's time is the start
// of the first and its duration reaches the end of the last.
type Segment struct {
	Unit  string `cbor:"1,keyasint,omitempty" json:"unit,omitempty"`
	Count int    `cbor:"2,keyasint" json:"count"`
	// Low, High and Sum describe the samples without unpacking them.
	Low  Decimal `cbor:"3,keyasint" json:"low"`
	High Decimal `cbor:"4,keyasint" json:"high"`
	Sum  float64 `cbor:"5,keyasint" json:"sum"`
	// Columns holds the samples; see Unpack.
	Columns []byte `cbor:"6,keyasint" json:"-"`
	Codes   []Code `cbor:"7,keyasint,omitempty" json:"codes,omitempty"`
}

func (*Segment) bodyOf(k Kind) bool { return k == KindSamples }

// ErrSegment says that packed columns are not what Pack writes.
var ErrSegment = errors.New("damaged segment")

// NewSegment packs 1 to [MaxSamples] samples, sorted by start; another number is
// [ErrSegment]. The columns are three runs of varints: starts as zig-zag differences in
// milliseconds (the first from the Unix epoch), durations in milliseconds, and
// pairs of exponent and zig-zag coefficient difference.
func NewSegment(unit string, samples []Sample) (*Segment, error) {
	if len(samples) == 0 || len(samples) > MaxSamples {
		return nil, fmt.Errorf("%d samples in a segment, 1 to %d fit: %w", len(samples), MaxSamples, ErrSegment)
	}
	seg := &Segment{Unit: unit, Count: len(samples), Low: samples[0].Value, High: samples[0].Value}
	buf := make([]byte, 0, len(samples)*6)
	previous := int64(0)
	for _, s := range samples {
		ms := s.Start.UnixMilli()
		buf = binary.AppendVarint(buf, ms-previous)
		previous = ms
	}
	for _, s := range samples {
		buf = binary.AppendUvarint(buf, uint64(s.Duration.Milliseconds()))
	}
	previous = 0
	for _, s := range samples {
		buf = append(buf, byte(s.Value.Exp))
		buf = binary.AppendVarint(buf, s.Value.Coef-previous)
		previous = s.Value.Coef
		seg.Sum += s.Value.Float()
		if s.Value.Cmp(seg.Low) < 0 {
			seg.Low = s.Value
		}
		if s.Value.Cmp(seg.High) > 0 {
			seg.High = s.Value
		}
	}
	seg.Columns = buf
	return seg, nil
}

// Unpack returns the samples of the segment, by start. Damaged columns are
// [ErrSegment].
func (seg *Segment) Unpack() ([]Sample, error) {
	if seg.Count < 1 || seg.Count > MaxSamples {
		return nil, fmt.Errorf("%d samples: %w", seg.Count, ErrSegment)
	}
	samples := make([]Sample, seg.Count)
	buf := seg.Columns
	signed := func() (v int64, ok bool) {
		v, n := binary.Varint(buf)
		if n <= 0 {
			return 0, false
		}
		buf = buf[n:]
		return v, true
	}
	ms := int64(0)
	for i := range samples {
		d, ok := signed()
		ms += d
		if !ok || ms < minDate.Midnight().UnixMilli() || ms > maxDate.Midnight().UnixMilli() {
			return nil, ErrSegment
		}
		samples[i].Start = time.UnixMilli(ms).UTC()
	}
	for i := range samples {
		d, n := binary.Uvarint(buf)
		if n <= 0 || d > math.MaxInt64/uint64(time.Millisecond) {
			return nil, ErrSegment
		}
		buf = buf[n:]
		samples[i].Duration = time.Duration(d) * time.Millisecond
	}
	coef := int64(0)
	for i := range samples {
		if len(buf) == 0 {
			return nil, ErrSegment
		}
		exp := int8(buf[0])
		buf = buf[1:]
		d, ok := signed()
		coef += d
		if !ok || exp < -18 || exp > 18 {
			return nil, ErrSegment
		}
		samples[i].Value = Decimal{Coef: coef, Exp: exp}
	}
	if len(buf) != 0 {
		return nil, ErrSegment
	}
	return samples, nil
}
