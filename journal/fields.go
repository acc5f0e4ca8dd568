package journal

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/fxamacker/cbor/v2"
)

// head is the part of an entry that all kinds share, as ops carry it. Merging
// works field by field on these keys, so a number is never reused.
type head struct {
	Time      int64     `cbor:"1,keyasint"` // Unix milliseconds
	Zone      string    `cbor:"2,keyasint,omitempty"`
	Offset    int       `cbor:"3,keyasint,omitempty"` // seconds east of UTC
	Date      Date      `cbor:"4,keyasint"`
	Precision Precision `cbor:"5,keyasint"`
	Duration  int64     `cbor:"6,keyasint,omitempty"` // milliseconds
	Name      string    `cbor:"7,keyasint,omitempty"`
	Note      string    `cbor:"8,keyasint,omitempty"`
	Tags      []string  `cbor:"9,keyasint,omitempty"`
	Source    string    `cbor:"10,keyasint,omitempty"`
	Deleted   bool      `cbor:"11,keyasint,omitempty"`
}

// fields are the encoded head and body of an entry: two CBOR maps with integer
// keys. The body is nil for kinds that have none.
type fields struct{ head, body cbor.RawMessage }

func encodeFields(e *Entry) (fields, error) {
	h, err := encMode.Marshal(head{
		Time: e.When.Time.UnixMilli(), Zone: e.When.Zone, Offset: e.When.Offset, Date: e.When.Date,
		Precision: e.When.Precision, Duration: e.When.Duration.Milliseconds(),
		Name: e.Name, Note: e.Note, Tags: e.Tags, Source: e.Source,
	})
	if err != nil || e.Body == nil {
		return fields{head: h}, err
	}
	b, err := encMode.Marshal(e.Body)
	return fields{head: h, body: b}, err
}

// decode fills the shared fields and the body of e, whose Kind is set.
func (f fields) decode(e *Entry) (deleted bool, err error) {
	var h head
	if err := decMode.Unmarshal(f.head, &h); err != nil {
		return false, fmt.Errorf("decode entry: %w", err)
	}
	e.When = When{Time: time.UnixMilli(h.Time).UTC(), Zone: h.Zone, Offset: h.Offset, Date: h.Date,
		Precision: h.Precision, Duration: time.Duration(h.Duration) * time.Millisecond}
	e.Name, e.Note, e.Tags, e.Source = h.Name, h.Note, h.Tags, h.Source
	e.Body = NewBody(e.Kind)
	if e.Body != nil && len(f.body) > 0 {
		if err := decMode.Unmarshal(f.body, e.Body); err != nil {
			return false, fmt.Errorf("decode %s: %w", e.Kind, err)
		}
		inUTC(e.Body)
	}
	return h.Deleted, nil
}

// inUTC puts the instants of a body into UTC, which CBOR reads in the zone of this
// computer: a record reads the same on every one.
func inUTC(b Body) {
	utc := func(t *time.Time) {
		if t != nil {
			*t = t.UTC()
		}
	}
	switch b := b.(type) {
	case *Episode:
		utc(b.End)
	case *Course:
		utc(b.Stopped)
	case *ShareGrant:
		utc(b.Expires)
		utc(b.Stopped)
	}
}

// pack writes both maps as the CBOR array [head, body], for the projection.
func (f fields) pack() []byte {
	packed := make([]byte, 0, len(f.head)+len(f.body)+2)
	packed = append(packed, 0x82)
	packed = append(packed, f.head...)
	if f.body == nil {
		return append(packed, 0xf6)
	}
	return append(packed, f.body...)
}

func unpackFields(packed []byte) (fields, error) {
	var pair []cbor.RawMessage
	if err := decMode.Unmarshal(packed, &pair); err != nil || len(pair) != 2 {
		return fields{}, fmt.Errorf("stored entry is not [head, body]: %w", err)
	}
	f := fields{head: pair[0], body: pair[1]}
	if bytes.Equal(f.body, cborNull) {
		f.body = nil
	}
	return f, nil
}

var cborNull = cbor.RawMessage{0xf6}

type fieldMap map[uint64]cbor.RawMessage

func decodeMap(m cbor.RawMessage) (fieldMap, error) {
	fm := fieldMap{}
	if len(m) == 0 {
		return fm, nil
	}
	err := decMode.Unmarshal(m, &fm)
	return fm, err
}

// merge lays newer over f: its fields win, and a null there clears the field.
func (f fields) merge(newer fields) (fields, error) {
	h, err := mergeMaps(f.head, newer.head)
	if err != nil {
		return fields{}, err
	}
	b, err := mergeMaps(f.body, newer.body)
	if err != nil {
		return fields{}, err
	}
	if f.body == nil && newer.body == nil {
		b = nil
	}
	return fields{head: h, body: b}, nil
}

func mergeMaps(old, newer cbor.RawMessage) (cbor.RawMessage, error) {
	if len(newer) == 0 {
		return old, nil
	}
	base, err := decodeMap(old)
	if err != nil {
		return nil, err
	}
	top, err := decodeMap(newer)
	if err != nil {
		return nil, err
	}
	for key, value := range top {
		if bytes.Equal(value, cborNull) {
			delete(base, key)
		} else {
			base[key] = value
		}
	}
	return encMode.Marshal(base)
}

// changes returns the fields in which after differs from f, as merge takes
// them; none says whether there are none.
func (f fields) changes(after fields) (diff fields, none bool, err error) {
	h, err := diffMaps(f.head, after.head)
	if err != nil {
		return fields{}, false, err
	}
	b, err := diffMaps(f.body, after.body)
	return fields{head: h, body: b}, h == nil && b == nil, err
}

func diffMaps(before, after cbor.RawMessage) (cbor.RawMessage, error) {
	old, err := decodeMap(before)
	if err != nil {
		return nil, err
	}
	now, err := decodeMap(after)
	if err != nil {
		return nil, err
	}
	diff := fieldMap{}
	for key, value := range now {
		if !bytes.Equal(old[key], value) {
			diff[key] = slices.Clone(value)
		}
	}
	for key := range old {
		if _, kept := now[key]; !kept {
			diff[key] = cborNull
		}
	}
	if len(diff) == 0 {
		return nil, nil
	}
	return encMode.Marshal(diff)
}
