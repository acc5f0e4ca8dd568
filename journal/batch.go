package journal

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	"kith/journal/space"
)

// Batch writes many entries as one act: an import. Entries are committed in
// chunks; what is committed stays if the program dies, and importing again adds
// the rest. A Batch is for one goroutine.
type Batch struct {
	r     *Record
	act   ID
	title string

	pending []Entry
	made    definitions
	// here holds the entries waiting to be written, and in a record that began
	// small all that it shows, which spares a question for each row.
	here    map[ID]bool
	hereAll bool
	loaded  bool

	series map[seriesKey]*series
	err    error
}

// chunk is how many entries one transaction writes.
const chunk = 8192

// NewBatch begins an act with the given id (so that one import can span several
// records) and title. In a record that cannot be written in its methods fail with a
// [ReadOnlyError].
func (r *Record) NewBatch(act ID, title string) *Batch {
	b := &Batch{r: r, act: act, title: title, made: definitions{}, here: map[ID]bool{}, series: map[seriesKey]*series{}}
	b.err = r.Writable()
	return b
}

// Added says what became of one call to Add.
type Added struct{ New, Duplicate int }

// Add queues the entries of one source record, each with its Key, or, from another
// Kith, with its ID or that of [Entry.OwnID] left out. Those that
// the record shows already, or that wait in this batch, are duplicates.
// An entry that does not validate is an error and changes nothing.
func (b *Batch) Add(ctx context.Context, entries []Entry) (Added, error) {
	var added Added
	if b.err != nil {
		return added, b.err
	}
	for i := range entries {
		if entries[i].ImportID(b.r.ID()).IsZero() {
			return added, errors.New("an imported entry needs a key or an id")
		}
		if err := entries[i].Validate(); err != nil {
			return added, err
		}
	}
	if err := b.loadIDs(ctx); err != nil {
		b.err = err
		return added, err
	}
	err := b.r.s.View(ctx, func(q space.Querier) error {
		for i := range entries {
			e := entries[i]
			own := e.Key == "" && e.ID.IsZero()
			e.ID = e.ImportID(b.r.ID())
			there := b.here[e.ID]
			if !there && !b.hereAll {
				var err error
				if there, err = q.Row(`SELECT 1 FROM entry WHERE id = ?`, []any{e.ID[:]}, new(int)); err != nil {
					return err
				}
			}
			if own && e.Kind == KindPerson {
				var err error
				if there, err = describes(q, &e); err != nil {
					return err
				}
			}
			if there {
				added.Duplicate++
				continue
			}
			added.New++
			b.here[e.ID] = true
			b.pending = append(b.pending, e)
		}
		return nil
	})
	if err == nil && len(b.pending) >= chunk {
		err = b.flush(ctx)
	}
	b.err = err
	return added, err
}

// ImportID returns the id that an imported entry gets in a record.
func (e *Entry) ImportID(record ID) ID {
	switch {
	case e.Key != "":
		return DerivedID(record, e.Key)
	case e.ID.IsZero():
		return e.OwnID(record)
	}
	return e.ID
}

// OwnID returns the id that an entry has in a record if there is one of its sort
// only: the one that describes the person, or a scale. It is zero for all others.
func (e *Entry) OwnID(record ID) ID {
	switch d := e.Body.(type) {
	case *Person:
		return personID(record)
	case *Definition:
		return definitionID(record, d.Of, Fold(e.Name))
	}
	return ID{}
}

// describes reports whether the record knows about its person already, or e has
// nothing to tell; else it gives e the name that the person has here.
func describes(q space.Querier, e *Entry) (bool, error) {
	old, err := getEntry(q, e.ID)
	if err != nil {
		return false, err
	}
	known, told := old.Body.(*Person), e.Body.(*Person)
	e.Name = old.Name
	return !reflect.ValueOf(*known).IsZero() || reflect.ValueOf(*told).IsZero(), nil
}

// maxLoadedIDs bounds the memory of what a batch knows without asking.
const maxLoadedIDs = 200_000

func (b *Batch) loadIDs(ctx context.Context) error {
	if b.loaded {
		return nil
	}
	b.loaded = true
	n, err := b.r.Count(ctx, Query{})
	if err != nil || n > maxLoadedIDs {
		return err
	}
	b.hereAll = true
	return b.r.s.View(ctx, func(q space.Querier) error {
		return q.Each(`SELECT id FROM entry`, nil, func(c [][]byte) error {
			b.here[ID(c[0])] = true
			return nil
		})
	})
}

// flush writes the pending entries in one transaction, oldest first, because
// the search index takes rising positions fastest.
func (b *Batch) flush(ctx context.Context) error {
	if len(b.pending) == 0 {
		return nil
	}
	slices.SortFunc(b.pending, func(x, y Entry) int {
		px, py := positionOf(x.When, x.ID), positionOf(y.When, y.ID)
		switch {
		case px < py:
			return -1
		case px > py:
			return 1
		}
		return 0
	})
	for i := range b.pending { // what another Kith defined needs no definition of ours
		e := &b.pending[i]
		if d, ok := e.Body.(*Definition); ok && e.ID == e.OwnID(b.r.ID()) {
			b.made[subjectKey{d.Of, Fold(e.Name)}] = e.ID
		}
	}
	err := b.r.update(ctx, func(tx *space.Tx) error {
		act := b.r.file(tx, b.act, b.title)
		for i := range b.pending {
			b.pending[i].Category = BaseCategory // what another Kith said of it is not so here
			if err := act.addNew(&b.pending[i], b.made); err != nil {
				return err
			}
		}
		return act.write()
	})
	if err != nil {
		return fmt.Errorf("import: %w", err)
	}
	b.pending = b.pending[:0]
	if !b.hereAll || len(b.here) > 2*maxLoadedIDs {
		clear(b.here)
		b.hereAll = false
	}
	return nil
}

// Close writes what is still waiting. After an error the act stands with what
// was committed; Record.Undo takes it back.
func (b *Batch) Close(ctx context.Context) error {
	if b.err != nil {
		return b.err
	}
	keys := make([]seriesKey, 0, len(b.series))
	for key := range b.series {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, seriesKey.compare)
	for _, key := range keys {
		if err := b.flushSeries(ctx, key, b.series[key]); err != nil {
			b.err = err
			return err
		}
	}
	b.err = b.flush(ctx)
	return b.err
}

// seriesKey tells the streams of samples apart.
type seriesKey struct {
	measure, source, unit string
}

func (k seriesKey) compare(other seriesKey) int {
	return slices.Compare([]string{k.measure, k.source, k.unit}, []string{other.measure, other.source, other.unit})
}

// series gathers the samples of one stream and day until a segment is full.
type series struct {
	day    Date
	offset int
	zone   string
	codes  []Code
	wait   []Sample
	parts  int             // segments of this day that are there
	seen   map[Sample]bool // every sample of this day, to find duplicates
}

// AddRun queues samples. The result counts samples: duplicates have the same
// start, duration, value, source and measure as one that is there.
func (b *Batch) AddRun(ctx context.Context, run Run) (Added, error) {
	var added Added
	if b.err != nil {
		return added, b.err
	}
	key := seriesKey{run.Measure, run.Source, run.Unit}
	s := b.series[key]
	if s == nil {
		s = new(series)
		b.series[key] = s
	}
	for _, sample := range run.Samples {
		sample.Start = sample.Start.UTC().Truncate(time.Millisecond)
		local := sample.Start.Add(time.Duration(run.Offset) * time.Second)
		if day := DateOf(local); s.seen == nil || day != s.day || run.Offset != s.offset {
			if err := b.startDay(ctx, key, s, day, run); err != nil {
				b.err = err
				return added, err
			}
		}
		if s.seen[sample] {
			added.Duplicate++
			continue
		}
		added.New++
		s.seen[sample] = true
		s.wait = append(s.wait, sample)
		if len(s.wait) == MaxSamples {
			if err := b.flushSeries(ctx, key, s); err != nil {
				b.err = err
				return added, err
			}
		}
	}
	return added, nil
}

// startDay finishes the series' day and begins another, with what the record
// has of it already.
func (b *Batch) startDay(ctx context.Context, key seriesKey, s *series, day Date, run Run) error {
	if err := b.flushSeries(ctx, key, s); err != nil {
		return err
	}
	s.day, s.offset, s.zone, s.codes, s.parts = day, run.Offset, run.Zone, run.Codes, 0
	if s.seen == nil {
		s.seen = map[Sample]bool{}
	}
	clear(s.seen)
	for {
		id := b.segmentID(key, s)
		segment, err := b.segment(ctx, id)
		if err != nil || segment == nil {
			return err
		}
		samples, err := segment.Unpack()
		if err != nil {
			return err
		}
		for _, sample := range samples {
			s.seen[sample] = true
		}
		s.parts++
	}
}

func (b *Batch) segmentID(key seriesKey, s *series) ID {
	return DerivedID(b.r.ID(), fmt.Sprintf("samples\x00%s\x00%s\x00%s\x00%s\x00%d", key.measure, key.source, key.unit, s.day, s.parts))
}

// segment returns the segment with an id, waiting or written, nil if none.
func (b *Batch) segment(ctx context.Context, id ID) (*Segment, error) {
	for i := len(b.pending) - 1; i >= 0; i-- {
		if b.pending[i].ID == id {
			return b.pending[i].Body.(*Segment), nil
		}
	}
	e, err := b.r.Get(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	segment, _ := e.Body.(*Segment)
	return segment, nil
}

func (b *Batch) flushSeries(ctx context.Context, key seriesKey, s *series) error {
	if len(s.wait) == 0 {
		return nil
	}
	slices.SortFunc(s.wait, func(x, y Sample) int { return x.Start.Compare(y.Start) })
	segment, err := NewSegment(key.unit, s.wait)
	if err != nil {
		return err
	}
	segment.Codes = s.codes
	first, last := s.wait[0], s.wait[len(s.wait)-1]
	e := Entry{
		ID: b.segmentID(key, s), Kind: KindSamples, Name: key.measure, Source: key.source, Body: segment,
		When: When{Time: first.Start, Zone: s.zone, Offset: s.offset, Date: s.day, Precision: Instant,
			Duration: last.Start.Add(last.Duration).Sub(first.Start)},
	}
	if err := e.Validate(); err != nil {
		return err
	}
	s.parts++
	s.wait = s.wait[:0]
	b.here[e.ID] = true
	b.pending = append(b.pending, e)
	if len(b.pending) >= chunk/8 { // a segment is some thousand bytes
		return b.flush(ctx)
	}
	return nil
}
