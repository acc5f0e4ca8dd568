package journal

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"kith/journal/space"
)

// Measured is a name under which a record holds readings that have a number:
// a symptom, measure or factor, a questionnaire's score, or what a device counts.
type Measured struct {
	Name string
	// Kind is that of most of its entries.
	Kind Kind
	// Entries counts the entries, with or without a value, and in segments the
	// single readings.
	Entries int64
	// First and Last are the first and last civil date with an entry.
	First, Last Date
}

// chartKinds are the kinds that can have readings.
const chartKinds = `4, 5, 6, 15, 23`

// Measured returns what can be put on a chart, in the order in which it was
// first written about; with names, only those of them that there are. Names
// whose newest entries hold words only are left out.
func (r *Record) Measured(ctx context.Context, names ...string) ([]Measured, error) {
	var list []Measured
	most := map[string]int64{} // of the entries of one kind
	index := map[string]int{}
	err := r.s.View(ctx, func(q space.Querier) error {
		subjects, err := chartSubjects(q, names)
		if err != nil {
			return err
		}
		for _, s := range subjects {
			if err := ctx.Err(); err != nil {
				return err
			}
			ok, err := s.inspect(q)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			i, known := index[s.folded]
			if !known {
				i = len(list)
				index[s.folded] = i
				list = append(list, Measured{Name: s.name, Kind: s.kind, First: s.first, Last: s.last})
			}
			m := &list[i]
			m.Entries += s.entries
			m.First, m.Last = min(m.First, s.first), max(m.Last, s.last)
			if s.entries > most[s.folded] {
				most[s.folded], m.Kind, m.Name = s.entries, s.kind, s.name
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list measures: %w", err)
	}
	return list, nil
}

// chartSubject is one kind of entries under one name.
type chartSubject struct {
	no           int64
	kind         Kind
	folded, name string
	entries      int64
	first, last  Date
}

func chartSubjects(q space.Querier, names []string) ([]chartSubject, error) {
	var list []chartSubject
	var only string
	var args []any
	if len(names) > 0 {
		only = ` AND s.folded IN (?` + strings.Repeat(`, ?`, len(names)-1) + `)`
		for _, name := range names {
			args = append(args, Fold(name))
		}
	}
	// The ends of a subject are two steps into an index, not a walk through it.
	err := q.Each(`SELECT s.no, s.kind, s.folded, s.name, (SELECT count(*) FROM entry WHERE subject = s.no),
		(SELECT min(pos) FROM entry WHERE subject = s.no), (SELECT max(pos) FROM entry WHERE subject = s.no)
		FROM subject s WHERE s.kind IN (`+chartKinds+`)`+only+` ORDER BY s.no`, args, func(c [][]byte) error {
		if parseInt(c[4]) == 0 { // all deleted
			return nil
		}
		list = append(list, chartSubject{
			no: parseInt(c[0]), kind: Kind(parseInt(c[1])), folded: string(c[2]), name: string(c[3]), entries: parseInt(c[4]),
			first: position(parseInt(c[5])).date(), last: position(parseInt(c[6])).date(),
		})
		return nil
	})
	return list, err
}

// date returns the civil day of a position.
func (p position) date() Date { return Date(int64(p)>>(secondBits+tieBits) - dayBias) }

// inspected is how many of the newest entries of a name are looked at to find
// out whether it has numbers.
const inspected = 20

// inspect reports whether s has readings with numbers; of segments it counts
// the readings.
func (s *chartSubject) inspect(q space.Querier) (ok bool, err error) {
	if s.kind == KindSamples {
		s.entries = 0
		err := q.Each(`SELECT data FROM entry WHERE subject = ?`, []any{s.no}, func(c [][]byte) error {
			n, err := segmentCount(c[0])
			s.entries += n
			return err
		})
		return s.entries > 0, err
	}
	var reading Reading
	err = q.Each(`SELECT data FROM entry WHERE subject = ? ORDER BY pos DESC LIMIT ?`, []any{s.no, inspected}, func(c [][]byte) error {
		if err := reading.decode(s.kind, c[0]); err != nil {
			return err
		}
		ok = ok || reading.numeric()
		return nil
	})
	return ok, err
}

// Reading is one reading for a chart.
type Reading struct {
	Kind Kind
	ID   ID // of the entry
	// Time is the instant, without zone; Offset is seconds east of UTC.
	Time      time.Time
	Offset    int
	Date      Date
	Precision Precision
	// Value is nil where none was given. The score of a questionnaire is a Count.
	Value *Value

	value  Value
	number Decimal
}

func (r *Reading) numeric() bool {
	return r.Value != nil && (r.Value.Number != nil || len(r.Value.Parts) > 0)
}

// Span is a range of civil dates, both included; nil is no bound.
type Span struct{ From, To *Date }

func (s Span) bounds() (low, high position) {
	low, high = firstOn(minDate), lastOn(maxDate)
	if s.From != nil {
		low = firstOn(*s.From)
	}
	if s.To != nil {
		high = lastOn(*s.To)
	}
	return low, high
}

// Readings calls fn with every reading of a name, of one kind after the other
// and each kind by time. It reads the least it can, so that 100,000 readings
// are quick. The reading, and what it points to, is fn's only until it returns;
// fn must not call the record. Samples are left to [Record.Segments].
func (r *Record) Readings(ctx context.Context, name string, span Span, fn func(*Reading) error) error {
	low, high := span.bounds()
	var reading Reading
	err := r.s.View(ctx, func(q space.Querier) error {
		subjects, err := subjectsOf(q, name)
		if err != nil {
			return err
		}
		for _, s := range subjects {
			if s.kind == KindSamples {
				continue
			}
			// One subject at a time: its index is in the order of time already.
			err := q.Each(`SELECT data, id FROM entry WHERE subject = ? AND pos BETWEEN ? AND ? ORDER BY pos`,
				[]any{s.no, int64(low), int64(high)}, func(c [][]byte) error {
					if err := ctx.Err(); err != nil {
						return err
					}
					if err := reading.decode(s.kind, c[0]); err != nil {
						return err
					}
					copy(reading.ID[:], c[1])
					return fn(&reading)
				})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read %q: %w", name, err)
	}
	return nil
}

// subjectsOf returns the subjects of a name that can have readings.
func subjectsOf(q space.Querier, name string) ([]chartSubject, error) {
	var list []chartSubject
	err := q.Each(`SELECT no, kind FROM subject WHERE folded = ? AND kind IN (`+chartKinds+`) ORDER BY no`, []any{Fold(name)},
		func(c [][]byte) error {
			list = append(list, chartSubject{no: parseInt(c[0]), kind: Kind(parseInt(c[1]))})
			return nil
		})
	return list, err
}

// Segments calls fn with every segment of device samples of a name, by time.
// fn must not call the record.
func (r *Record) Segments(ctx context.Context, name string, span Span, fn func(e *Entry, s *Segment) error) error {
	q := Query{Kinds: []Kind{KindSamples}, Name: name, From: span.From, To: span.To, Oldest: true}
	return r.Each(ctx, q, func(e Entry) error { return fn(&e, e.Body.(*Segment)) })
}

// DefinitionsOf returns what the symptom, measure and factor of a name are
// measured on, as far as there are such.
func (r *Record) DefinitionsOf(ctx context.Context, name string) ([]Definition, error) {
	var list []Definition
	for _, kind := range []Kind{KindSymptom, KindMeasure, KindFactor} {
		e, err := r.Get(ctx, definitionID(r.ID(), kind, Fold(name)))
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("definition of %q: %w", name, err)
		}
		if d, ok := e.Body.(*Definition); ok {
			list = append(list, *d)
		}
	}
	return list, nil
}
