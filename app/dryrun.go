package app

import (
	"context"
	"encoding/binary"
	"errors"
	"time"

	"kith/journal"
	"kith/journal/exchange"
)

// dryRun counts what importing into one record would do.
type dryRun struct {
	id     journal.ID          // of the record; zero for somebody who would be added
	seen   map[uint64]struct{} // halves of the ids of entries met in the file
	series map[string]*drySeries
}

// drySeries is one stream of samples on the day it has got to.
type drySeries struct {
	day  journal.Date
	seen map[journal.Sample]bool
}

// count does what write does, without writing.
func (im *importer) count(ctx context.Context, chunks []*chunk) error {
	for _, c := range chunks {
		if c.t.dry == nil {
			c.t.dry = &dryRun{id: c.t.person.ID, seen: map[uint64]struct{}{}, series: map[string]*drySeries{}}
		}
		count := func(r *journal.Record) error {
			for i := range c.rows {
				if err := c.t.dry.row(ctx, r, &c.rows[i], &im.report); err != nil {
					return err
				}
			}
			return nil
		}
		var err error
		if c.t.person.ID.IsZero() {
			err = count(nil)
		} else {
			err = im.a.with(ctx, c.t.person, count)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *dryRun) row(ctx context.Context, r *journal.Record, row *exchange.Row, report *Report) error {
	var entries, samples journal.Added
	for i := range row.Entries {
		there, err := d.has(ctx, r, &row.Entries[i])
		if err != nil {
			return err
		}
		if there {
			entries.Duplicate++
		} else {
			entries.New++
		}
	}
	for i := range row.Runs {
		if err := d.run(ctx, r, &row.Runs[i], &samples); err != nil {
			return err
		}
	}
	report.add(row, entries, samples)
	return nil
}

func (d *dryRun) has(ctx context.Context, r *journal.Record, e *journal.Entry) (bool, error) {
	id := e.ImportID(d.id)
	half := binary.BigEndian.Uint64(id[:8])
	if _, there := d.seen[half]; there {
		return true, nil
	}
	d.seen[half] = struct{}{}
	if r == nil {
		return false, nil
	}
	_, err := r.Get(ctx, id)
	if errors.Is(err, journal.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func (d *dryRun) run(ctx context.Context, r *journal.Record, run *journal.Run, added *journal.Added) error {
	key := run.Measure + "\x00" + run.Source + "\x00" + run.Unit
	s := d.series[key]
	if s == nil {
		s = new(drySeries)
		d.series[key] = s
	}
	for _, sample := range run.Samples {
		sample.Start = sample.Start.UTC().Truncate(time.Millisecond)
		day := journal.DateOf(sample.Start.Add(time.Duration(run.Offset) * time.Second))
		if s.seen == nil || day != s.day {
			s.day, s.seen = day, map[journal.Sample]bool{}
			if err := s.load(ctx, r, run); err != nil {
				return err
			}
		}
		if s.seen[sample] {
			added.Duplicate++
		} else {
			s.seen[sample] = true
			added.New++
		}
	}
	return nil
}

// load reads the samples of the day that the record has.
func (s *drySeries) load(ctx context.Context, r *journal.Record, run *journal.Run) error {
	if r == nil {
		return nil
	}
	q := journal.Query{Kinds: []journal.Kind{journal.KindSamples}, Name: run.Measure, From: &s.day, To: &s.day}
	return r.Each(ctx, q, func(e journal.Entry) error {
		segment, ok := e.Body.(*journal.Segment)
		if !ok || e.Source != run.Source || segment.Unit != run.Unit {
			return nil
		}
		samples, err := segment.Unpack()
		for _, sample := range samples {
			s.seen[sample] = true
		}
		return err
	})
}
