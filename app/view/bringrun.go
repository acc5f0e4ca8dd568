package view

import (
	"context"
	"errors"

	"kith/app"
	"kith/journal"
)

// options say what is to be imported now. The caller holds mu.
func (b *Bring) options() app.ImportOptions {
	o := app.ImportOptions{File: b.file, Size: b.file.size, Name: b.file.name, Format: b.preview.Format, Map: b.m}
	switch b.owner.Kind {
	case OwnerPerson:
		o.Person = b.owner.Name
	case OwnerNew:
		o.Person, o.AddPerson = b.owner.Name, true
	case OwnerFile:
		o.ByFile = true
	}
	return o
}

// Refresh finds out what comes of the first rows after a change.
func (b *Bring) Refresh(ctx context.Context) error {
	b.mu.Lock()
	if b.step != BringAsk && b.step != BringReady {
		b.mu.Unlock()
		return nil
	}
	o, revision := b.options(), b.revision
	b.mu.Unlock()
	p, err := b.a.PreviewImport(ctx, o, bringRows)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case revision != b.revision:
		return nil
	case err != nil:
		b.step, b.err = BringFailed, err
		return nil
	}
	p.Why, p.Assumptions = b.preview.Why, b.preview.Assumptions
	b.preview, b.stale = p, false
	b.settle()
	return nil
}

// Count reads the whole file to say what importing it would do. report may be
// nil and is told how many of how many bytes were read.
func (b *Bring) Count(ctx context.Context, report func(done, total int64)) error {
	b.mu.Lock()
	if b.step != BringReady || b.counts != nil {
		b.mu.Unlock()
		return nil
	}
	o, revision := b.options(), b.revision
	b.mu.Unlock()
	o.DryRun = true
	o.Progress = b.tell(o.Size, revision, report)
	counts, err := b.a.Import(ctx, o)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case revision != b.revision:
		return nil
	case err != nil:
		b.step, b.err = BringFailed, err
		return nil
	}
	b.counts = counts
	return nil
}

// tell keeps how far a file was read, for the page, as long as it is about what
// the page shows.
func (b *Bring) tell(size int64, revision int, report func(done, total int64)) func(int64, int) {
	return func(done int64, records int) {
		b.mu.Lock()
		current := revision == b.revision
		if current {
			b.progress = BringProgress{Done: min(done, size), Total: size, Records: records}
		}
		b.mu.Unlock()
		if current && report != nil {
			report(min(done, size), size)
		}
	}
}

// Start says that Import will be called. It reports false if there is nothing
// that could be imported now.
func (b *Bring) Start() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.step != BringReady || b.stale {
		return false
	}
	b.revision++ // a count that still runs is no longer wanted
	b.step, b.act, b.stopped = BringImporting, journal.NewID(), false
	b.progress = BringProgress{Total: b.file.size}
	return true
}

// Import does what Start announced. If ctx is cancelled, what was written is
// taken back and the page stands where it stood. Other errors are for the page to
// show.
func (b *Bring) Import(ctx context.Context, report func(done, total int64)) error {
	b.mu.Lock()
	if b.step != BringImporting {
		b.mu.Unlock()
		return nil
	}
	o, file := b.options(), b.file
	o.Act = b.act
	o.Progress = b.tell(o.Size, b.revision, report)
	b.mu.Unlock()

	var done *app.Report
	changed, err := file.changed()
	if err == nil && changed {
		err = inputError("bring.error.changed")
	}
	if err == nil {
		done, err = b.a.Import(ctx, o)
	}
	if err == nil {
		changed, err = file.changed()
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case done != nil:
		b.step, b.report, b.changed = BringDone, done, changed || err != nil
	case errors.Is(err, context.Canceled):
		b.step, b.stopped = BringReady, true
		if !onlyCancelled(err) { // the taking back failed: the page must not say that it did not
			b.step, b.err = BringFailed, err
			return nil
		}
		return ctx.Err()
	default:
		b.step, b.err = BringFailed, err
	}
	return nil
}

// onlyCancelled reports whether nothing else went wrong with what was cancelled.
func onlyCancelled(err error) bool {
	several, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return true
	}
	for _, e := range several.Unwrap() {
		if !errors.Is(e, context.Canceled) {
			return false
		}
	}
	return true
}

// Undo takes an import back, by [BringShown.Act], also one that stopped on the way
// or that the page has left. It fails with [journal.ErrNothing] where it was taken
// back before, by other means.
func (b *Bring) Undo(ctx context.Context, act journal.ID) error {
	_, err := b.a.UndoImport(ctx, act)
	if err == nil || errors.Is(err, journal.ErrNothing) {
		b.mu.Lock()
		b.undone = b.undone || b.act == act
		b.mu.Unlock()
	}
	return err
}

// RemoveAdded erases the persons whom an import added, after it was taken back,
// if nothing else was written about them since.
func (b *Bring) RemoveAdded(ctx context.Context) error {
	b.mu.Lock()
	act, report, undone := b.act, b.report, b.undone
	b.mu.Unlock()
	if !undone || report == nil {
		return nil
	}
	for _, name := range report.PersonsAdded {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := b.a.Person(name)
		if errors.Is(err, app.ErrNoSuchPerson) {
			continue
		}
		if err != nil {
			return err
		}
		list, err := b.a.List(ctx, []app.Person{p}, journal.Query{Kinds: everyKind(), Limit: 2})
		if err != nil {
			return err
		}
		founding := len(list) == 1 && list[0].Entry.Kind == journal.KindPerson && !list[0].Entry.Edited
		if len(list) > 0 && !founding {
			continue
		}
		if err := b.a.ErasePerson(p); err != nil {
			return err
		}
	}
	b.mu.Lock()
	b.removed = b.removed || b.act == act
	b.mu.Unlock()
	return nil
}

// everyKind lists all kinds of entry, those that stand on no timeline too.
func everyKind() (kinds []journal.Kind) {
	for i := range journal.Kinds() {
		kinds = append(kinds, journal.Kind(i+1))
	}
	return kinds
}
