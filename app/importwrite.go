package app

import (
	"context"

	"golang.org/x/sync/errgroup"

	"kith/journal"
	"kith/journal/exchange"
)

// write adds the chunks of rows to the records of their persons, several at a
// time, after adding the persons who are new.
func (im *importer) write(ctx context.Context, chunks []*chunk) error {
	if im.o.DryRun {
		return im.count(ctx, chunks)
	}
	im.wrote = im.wrote || len(chunks) > 0
	if err := im.addPersons(ctx, chunks); err != nil {
		return err
	}
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(creators)
	for _, c := range chunks {
		group.Go(func() error { return im.writeChunk(groupCtx, c, len(chunks) > openBatches) })
	}
	return group.Wait()
}

func (im *importer) addPersons(ctx context.Context, chunks []*chunk) error {
	var names []string
	var fresh []*target
	for _, c := range chunks {
		if c.t.person.ID.IsZero() {
			names, fresh = append(names, c.t.person.Name), append(fresh, c.t)
		}
	}
	if len(names) == 0 {
		return nil
	}
	persons, err := im.a.AddPersons(ctx, names...)
	if err != nil {
		return err
	}
	for i, t := range fresh {
		t.person = persons[i]
	}
	return nil
}

// writeChunk writes one person's rows. Of few persons the batch stays open for
// the next chunk; of many it is closed, to keep memory bounded.
func (im *importer) writeChunk(ctx context.Context, c *chunk, closeAfter bool) error {
	if c.t.batch == nil {
		ref, err := im.a.ref(c.t.person.ID)
		if err != nil {
			return err
		}
		r, free, err := im.a.records.acquire(ctx, ref)
		if err != nil {
			return err
		}
		if err := r.Writable(); err != nil { // before a file of an attachment is kept
			free()
			return im.failed(c.t, err)
		}
		c.t.batch, c.t.free = r.NewBatch(im.act, im.title()), free
	}
	for i := range c.rows {
		if im.files != nil {
			if err := im.bringFiles(ctx, c.t.person, c.rows[i].Entries); err != nil {
				return err
			}
		}
		if err := im.add(ctx, c.t.batch, &c.rows[i]); err != nil {
			return im.failed(c.t, err)
		}
	}
	if !closeAfter {
		return nil
	}
	return im.closeBatch(ctx, c.t)
}

// failed says whose record an error is about.
func (im *importer) failed(t *target, err error) error {
	if ref, rerr := im.a.ref(t.person.ID); rerr == nil {
		return im.a.inRecord(ref, err)
	}
	return err
}

func (im *importer) closeBatch(ctx context.Context, t *target) error {
	err := t.batch.Close(ctx)
	t.free()
	t.batch, t.free = nil, nil
	if err != nil {
		return im.failed(t, err)
	}
	return nil
}

// closeBatches ends every open batch; after a failure what waits is dropped.
func (im *importer) closeBatches(ctx context.Context, keep bool) (err error) {
	for _, t := range im.order {
		switch {
		case t.batch == nil:
		case keep && err == nil:
			err = im.closeBatch(ctx, t)
		default:
			t.free()
			t.batch, t.free = nil, nil
		}
	}
	return err
}

// add writes what one row holds and counts it.
func (im *importer) add(ctx context.Context, b *journal.Batch, row *exchange.Row) error {
	entries, err := b.Add(ctx, row.Entries)
	if err != nil {
		return err
	}
	var samples journal.Added
	for _, run := range row.Runs {
		added, err := b.AddRun(ctx, run)
		if err != nil {
			return err
		}
		samples.New += added.New
		samples.Duplicate += added.Duplicate
	}
	im.mu.Lock()
	defer im.mu.Unlock()
	im.report.add(row, entries, samples)
	return nil
}
