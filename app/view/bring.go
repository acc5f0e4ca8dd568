package view

import (
	"context"
	"slices"
	"sync"

	"kith/app"
	"kith/journal"
	"kith/journal/exchange"
)

// BringStep is where an import has got to.
type BringStep int

// The steps of an import.
const (
	BringChoose    BringStep = iota // no file yet
	BringReading                    // a file is being looked into
	BringAsk                        // something must be answered first, see [BringShown.Questions]
	BringReady                      // it can be imported
	BringImporting                  // it is being imported
	BringDone                       // it was imported
	BringFailed                     // it cannot be imported, or stopped on the way
)

// bringRows is how many rows of a file are shown before it is imported.
const bringRows = 20

// Bring is the import page: one file at a time goes from being chosen to being
// in the journal, and others wait their turn. It holds the file open and copies
// it nowhere; Close lets go of it.
//
// Next, Refresh, Count, Import, Undo, RemoveAdded and LoadMap are slow, take a ctx
// and may be called from another goroutine; everything else is quick. A change of
// what is to be imported makes the rows and counts that are shown stale until
// Refresh and Count are called again; what they find out too late is dropped.
type Bring struct {
	a *app.App

	mu       sync.Mutex
	waiting  []string // paths
	revision int      // counts changes of what is to be imported
	bringOne
}

// bringOne is the file of the page and what became of it.
type bringOne struct {
	step     BringStep
	path     string
	file     *bringFile
	preview  *app.ImportPreview // of the newest Refresh
	stale    bool               // it is of an earlier revision
	m        *exchange.Map      // replaced at each change; nil for what is no table
	personBy string             // the column that may say whose record a row is, "" if none looks so
	owner    BringOwner
	counts   *app.Report // nil until they are known
	progress BringProgress
	act      journal.ID
	report   *app.Report
	changed  bool // the file changed while it was imported
	stopped  bool // the import before was cancelled
	undone   bool
	removed  bool // the persons it added are gone
	err      error
}

// BringProgress is how far a file was read.
type BringProgress struct {
	Done, Total int64 // bytes
	Records     int
}

// NewBring returns the page of an unlocked vault, with no file.
func NewBring(a *app.App) *Bring { return &Bring{a: a} }

// busy reports whether a file is being read or imported. The caller holds mu.
func (b *Bring) busy() bool { return b.step == BringReading || b.step == BringImporting }

// Take puts files into the queue, by their paths. While one is being read or
// imported it refuses, with an error in words.
func (b *Bring) Take(paths ...string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.busy() {
		return inputError("bring.error.busy")
	}
	b.waiting = append(b.waiting, paths...)
	return nil
}

// Begin lets go of a file that is done or failed and takes up the one that waits
// longest; Next must be called then. It reports false, and does nothing, if none
// waits or one is still being looked at.
func (b *Bring) Begin() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.waiting) == 0 || b.busy() || b.step == BringAsk || b.step == BringReady {
		return false
	}
	b.letGo()
	b.step, b.path = BringReading, b.waiting[0]
	b.waiting = b.waiting[1:]
	return true
}

// Next opens the file that Begin took up and looks into it. owner is the name of
// the person whose record it is, "" to ask. What is wrong with the file is for
// the page to show; the error is that of ctx, after which there is no file.
func (b *Bring) Next(ctx context.Context, owner string) error {
	b.mu.Lock()
	path := b.path
	b.mu.Unlock()
	file, err := openBringFile(path)
	if err != nil {
		b.fail(err)
		return nil
	}
	b.mu.Lock()
	b.file = file
	b.mu.Unlock()
	p, err := b.a.PreviewImport(ctx, app.ImportOptions{File: file, Size: file.size, Name: file.name}, bringRows)
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		b.letGo()
		return ctx.Err()
	case err == nil && p.Asks && len(p.Columns) == 1:
		err = inputError("bring.error.no_columns")
	}
	if err != nil {
		b.step, b.err = BringFailed, err
		return nil
	}
	b.preview, b.m = p, p.Map
	if b.m != nil {
		b.personBy = b.m.Person
	}
	if owner != "" && b.personBy == "" && !b.severalInFile() {
		b.owner = BringOwner{Kind: OwnerPerson, Name: owner}
	}
	b.settle()
	return nil
}

// severalInFile reports whether a file that is no table names several persons.
func (b *Bring) severalInFile() bool {
	return b.m == nil && slices.ContainsFunc(b.preview.Rows, func(r exchange.Row) bool { return r.Person != "" })
}

// settle chooses between asking and ready.
func (b *Bring) settle() {
	b.step = BringReady
	if len(b.questions()) > 0 {
		b.step = BringAsk
	}
}

func (b *Bring) fail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.step, b.err = BringFailed, err
}

// letGo closes the file and forgets it. The caller holds mu.
func (b *Bring) letGo() {
	if b.file != nil {
		_ = b.file.f.Close() // it was only read from
	}
	b.bringOne = bringOne{}
	b.revision++
}

// Leave lets go of the file, to choose another. It does nothing while an import
// runs; cancel that first.
func (b *Bring) Leave() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.busy() {
		b.letGo()
	}
}

// Again puts the file that failed back to the front of the queue.
func (b *Bring) Again() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.step == BringFailed {
		b.waiting = append([]string{b.path}, b.waiting...)
	}
}

// Close lets go of every file, when nothing runs any more.
func (b *Bring) Close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.waiting = nil
	b.letGo()
}
