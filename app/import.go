package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"kith/app/words"
	"kith/journal"
	"kith/journal/exchange"
)

// ImportOptions say what to import, how to read it and for whom.
type ImportOptions struct {
	File io.ReaderAt
	Size int64  // in bytes
	Name string // of the file, for the undo list and for telling formats apart

	Format string        // one of [exchange.Formats], "" is auto
	Map    *exchange.Map // what the columns of a table are; nil is found out
	// Person is whose record it is: a name, or "" for the only one there is.
	Person string
	// AddPerson adds Person if nobody is called that yet.
	AddPerson bool
	// ByFile says that the records are those of whom the file names, even where
	// the vault has only one person.
	ByFile bool
	// PersonColumn names the column whose values are persons. Who is not there
	// yet is added.
	PersonColumn string
	Zone         *time.Location // of times without an offset; nil is the App's
	// Act is what [App.UndoImport] takes back; zero is a new id.
	Act journal.ID
	// DryRun reads and counts everything and writes nothing.
	DryRun bool
	// Progress is told how many bytes and records were read so far; may be nil.
	Progress func(bytes int64, records int)
}

// ErrPartlyImported says that an import stopped on the way. What it had written
// stays until it is undone, and importing again adds only the rest.
var ErrPartlyImported = errors.New("the import stopped on the way")

// batchUnits is how many entries and samples are gathered before they are
// written, and openBatches how many persons' batches stay open in between.
const (
	batchUnits  = 16384
	openBatches = 8
)

// Import reads a file into the records of one or several persons, as one act.
// If ctx is cancelled, what was written is taken back and persons that it added
// are erased. On another error what was written stays ([ErrPartlyImported]).
// The error may be an [exchange.AskError].
func (a *App) Import(ctx context.Context, o ImportOptions) (*Report, error) {
	im := &importer{a: a, o: o, act: o.Act, targets: map[string]*target{}}
	if im.act.IsZero() {
		im.act = journal.NewID()
	}
	im.report.DryRun = o.DryRun
	reader, err := im.open()
	if err != nil {
		return nil, fmt.Errorf("import: %w", err)
	}
	if im.files, _ = reader.(exchange.AttachmentSource); im.files != nil {
		im.table = true // the file says whose entries they are
		a.attaching.RLock()
		defer a.attaching.RUnlock()
	}
	err = im.run(ctx, reader)
	im.report.Notes = append(im.report.Notes, reader.Notes()...)
	if cerr := reader.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		return im.finish()
	}
	if ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), im.takeBack(context.WithoutCancel(ctx)))
	}
	if im.wrote {
		err = fmt.Errorf("%w: %w", ErrPartlyImported, err)
	}
	return nil, fmt.Errorf("import: %w", err)
}

// UndoImport takes back what the import of that [ImportOptions.Act] wrote, even
// if it is not the newest act. Persons that it added stay. It fails with
// [journal.ErrNothing] where nothing of it is left.
func (a *App) UndoImport(ctx context.Context, act journal.ID) (Undone, error) {
	undone, err := a.undoAct(ctx, journal.Act{ID: act}, false, a.Persons())
	if err == nil && len(undone.Persons) == 0 {
		err = journal.ErrNothing
	}
	return undone, err
}

// importer is one import on its way.
type importer struct {
	a       *App
	o       ImportOptions
	act     journal.ID
	byName  bool // rows go to the person that they name
	table   bool // a column of the table names the persons
	report  Report
	targets map[string]*target // by what the file calls the person, folded
	order   []*target
	queued  int
	wrote   bool

	// files has the attachments of another Kith, nil for other files.
	files exchange.AttachmentSource

	mu      sync.Mutex // for what follows, while batches are written
	without int        // attachments that came without their file
}

// target is one person of an import.
type target struct {
	person Person // without an ID until they are added
	added  bool   // by this import
	rows   []exchange.Row
	batch  *journal.Batch
	dry    *dryRun
	free   func() // lets go of the record under batch
}

// readOptions says how a file is to be read.
func (a *App) readOptions(o ImportOptions) exchange.Options {
	zone := o.Zone
	if zone == nil {
		zone = a.Zone()
	}
	return exchange.Options{
		Format: o.Format, Map: o.Map, PersonColumn: o.PersonColumn, OnePerson: o.Person != "",
		Zone: zone, Now: a.Now(), FileName: o.Name,
	}
}

func (im *importer) open() (exchange.Reader, error) {
	if _, err := checkName(im.o.Person); err != nil && im.o.AddPerson {
		return nil, err
	}
	o := im.a.readOptions(im.o)
	if o.Map == nil {
		m, understood, err := exchange.Propose(im.o.File, im.o.Size, o)
		if err != nil {
			return nil, err
		}
		im.report.understood(m, understood)
		if !understood.Complete {
			return nil, &exchange.AskError{Understanding: understood, Map: m}
		}
		o.Map, o.Format = m, understood.Format
	}
	im.table = im.o.PersonColumn != "" || o.Map != nil && o.Map.Person != ""
	im.byName = im.o.PersonColumn != "" || im.o.Person == ""
	return exchange.Open(im.o.File, im.o.Size, o)
}

// run reads all rows and writes them in the background, one chunk behind.
func (im *importer) run(ctx context.Context, reader exchange.Reader) error {
	im.report.Format = reader.Format()
	chunks := make(chan []*chunk)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	written := make(chan error, 1)
	go func() {
		var err error
		for chunk := range chunks {
			if err == nil {
				if err = im.write(ctx, chunk); err != nil {
					stop(err) // the reading need not go on
				}
			}
		}
		written <- err
	}()
	err := im.read(ctx, reader, func() error {
		select {
		case chunks <- im.takeChunks():
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	})
	close(chunks)
	if werr := <-written; werr != nil {
		err = werr
	}
	return errors.Join(err, im.closeBatches(ctx, err == nil))
}

func (im *importer) read(ctx context.Context, reader exchange.Reader, flush func() error) error {
	for n := 0; ; n++ {
		if err := ctx.Err(); err != nil {
			return context.Cause(ctx)
		}
		row, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if err := im.take(row); err != nil {
			return err
		}
		if im.queued >= batchUnits {
			if err := flush(); err != nil {
				return err
			}
		}
		if im.o.Progress != nil && n%256 == 0 {
			im.o.Progress(reader.Offset(), im.report.Read)
		}
	}
	if im.o.Progress != nil {
		im.o.Progress(im.o.Size, im.report.Read)
	}
	return flush()
}

// take counts a row and queues it for its person.
func (im *importer) take(row exchange.Row) error {
	im.report.Read += row.Records
	im.report.skip(row.Skips)
	units := len(row.Entries)
	for _, run := range row.Runs {
		units += len(run.Samples)
	}
	if units == 0 {
		return nil
	}
	t, err := im.target(row.Person)
	if errors.Is(err, ErrName) {
		im.report.skip([]exchange.Skip{{Reason: "the person column holds no name", Whole: true, Count: row.Records}})
		return nil
	}
	if err != nil {
		return err
	}
	t.rows = append(t.rows, row)
	im.queued += units
	return nil
}

// target returns the person that a row is for.
func (im *importer) target(said string) (*target, error) {
	if !im.byName {
		said = ""
	}
	key := journal.Fold(said)
	if t := im.targets[key]; t != nil {
		return t, nil
	}
	t, err := im.newTarget(said)
	if err != nil {
		return nil, err
	}
	im.targets[key] = t
	im.order = append(im.order, t)
	return t, nil
}

func (im *importer) newTarget(said string) (*target, error) {
	if said == "" {
		p, err := im.a.ThePerson(im.o.Person)
		if im.o.AddPerson && (errors.Is(err, ErrNoSuchPerson) || errors.Is(err, ErrNoPersons)) {
			return im.addedTarget(im.o.Person)
		}
		return &target{person: p}, err
	}
	p, err := im.a.Person(said)
	if err == nil {
		return &target{person: p}, nil
	}
	// The file has its own patient and the vault one person: they are the same,
	// unless the file has a second.
	if all := im.a.Persons(); !im.table && !im.o.ByFile && len(all) == 1 && len(im.order) == 0 {
		return &target{person: all[0]}, nil
	}
	return im.addedTarget(said)
}

func (im *importer) addedTarget(name string) (*target, error) {
	name, err := checkName(name)
	return &target{person: Person{Name: name}, added: true}, err
}

// chunk is what is written for one person at a time.
type chunk struct {
	t    *target
	rows []exchange.Row
}

func (im *importer) takeChunks() []*chunk {
	var chunks []*chunk
	for _, t := range im.order {
		if len(t.rows) > 0 {
			chunks = append(chunks, &chunk{t, t.rows})
			t.rows = nil
		}
	}
	im.queued = 0
	return chunks
}

// finish checks the books.
func (im *importer) finish() (*Report, error) {
	for _, t := range im.order {
		im.report.Persons = append(im.report.Persons, t.person.Name)
		if t.added {
			im.report.PersonsAdded = append(im.report.PersonsAdded, t.person.Name)
		}
	}
	if im.without > 0 {
		im.report.Notes = append(im.report.Notes, words.Text("attach.import.without", words.Count(int64(im.without), "file")))
	}
	im.report.sort()
	if !im.report.balanced() {
		return nil, fmt.Errorf("import: %d records were read, but %d imported, %d duplicates and %d skipped; this is a fault of Kith, and kith undo takes the import back",
			im.report.Read, im.report.Imported, im.report.Duplicates, im.report.skipped())
	}
	return &im.report, nil
}

// takeBack undoes what a cancelled import wrote.
func (im *importer) takeBack(ctx context.Context) error {
	var keep []Person
	var err error
	for _, t := range im.order {
		switch {
		case t.person.ID.IsZero() || im.o.DryRun:
		case t.added:
			err = errors.Join(err, im.a.ErasePerson(t.person))
		default:
			keep = append(keep, t.person)
		}
	}
	_, uerr := im.a.undoAct(ctx, journal.Act{ID: im.act}, false, keep)
	return errors.Join(err, uerr)
}

func (im *importer) title() string { return words.Text("act.import", im.o.Name) }
