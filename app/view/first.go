package view

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"

	"kith/app"
	"kith/app/words"
	"kith/journal"
	"kith/journal/disk"
	"kith/journal/vault"
)

// FirstStep is a screen of the first run.
type FirstStep int

// The steps, in their order.
const (
	FirstVault FirstStep = iota + 1
	FirstSheet
	FirstPersons
	FirstDone
)

// FirstRun makes a journal in three steps: the vault and its passphrase, the
// recovery sheet, the persons. Each step is kept on disk when it is done, and what
// is there says which one comes next: a first run that was stopped half-way goes
// on where it was.
type FirstRun struct {
	opts app.Options

	mu      sync.Mutex
	dir     string
	app     *app.App // nil until the vault is there
	skipped bool     // the sheet is left for later
}

// NewFirstRun begins a first run; nothing is made yet. dir is where the journal
// will be.
func NewFirstRun(dir string, opts app.Options) *FirstRun {
	return &FirstRun{dir: dir, opts: opts}
}

// ResumeFirstRun goes on with the first run of an open vault in which nobody is
// yet.
func ResumeFirstRun(a *app.App, opts app.Options) *FirstRun {
	return &FirstRun{dir: a.Dir(), opts: opts, app: a}
}

// NeedsFirstRun reports whether an open vault has nobody in it.
func NeedsFirstRun(a *app.App) bool { return len(a.Persons()) == 0 }

// Step returns what is to be done next.
func (f *FirstRun) Step() (FirstStep, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.app == nil {
		return FirstVault, nil
	}
	if !NeedsFirstRun(f.app) {
		return FirstDone, nil
	}
	if f.skipped {
		return FirstPersons, nil
	}
	has, err := f.app.HasRecovery()
	if err != nil {
		return FirstSheet, err
	}
	if has {
		return FirstPersons, nil
	}
	return FirstSheet, nil
}

// Dir returns the folder of the journal.
func (f *FirstRun) Dir() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dir
}

// App returns the vault once it is there, else nil.
func (f *FirstRun) App() *app.App {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.app
}

// ChooseDir takes another folder for the journal. In a folder with other things in
// it the journal gets a folder of its own, "kith". If there is a journal already it
// returns where, and changes nothing.
func (f *FirstRun) ChooseDir(dir string) (existing string, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for _, try := range []string{dir, filepath.Join(dir, "kith")} {
		has, err := HasJournal(try)
		if has && (err == nil || errors.Is(err, vault.ErrDamaged) || errors.Is(err, vault.ErrNewerFormat)) {
			return try, nil
		}
		err = vault.CheckVacant(disk.OS{}, try)
		if err == nil {
			f.mu.Lock()
			defer f.mu.Unlock()
			f.dir = try
			return "", nil
		}
		if !errors.Is(err, vault.ErrExists) {
			return "", err
		}
	}
	return "", err
}

// CreateVault makes the vault. It takes about a second.
func (f *FirstRun) CreateVault(_ context.Context, p NewPassphrase) error {
	if err := p.check(); err != nil {
		return err
	}
	passphrase := []byte(p.First)
	defer clear(passphrase)
	defer debug.FreeOSMemory() // of the 256 MiB that scrypt took
	a, err := app.Init(f.Dir(), passphrase, f.opts)
	if err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.app = a
	return nil
}

// OfferSheet makes the recovery sheet of this first run.
func (f *FirstRun) OfferSheet(ctx context.Context) (*Proof, error) {
	return OfferSheet(ctx, f.App())
}

// SkipSheet leaves the sheet for later.
func (f *FirstRun) SkipSheet() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.skipped = true
}

// NameError says which of several names cannot be taken. Its cause is for
// [app.Explain].
type NameError struct {
	At  int // from 0
	Err error
}

// Error implements error.
func (e *NameError) Error() string { return fmt.Sprintf("name %d: %v", e.At+1, e.Err) }

// Unwrap returns the cause.
func (e *NameError) Unwrap() error { return e.Err }

// AddPersons adds everybody who was named, all or nobody; empty names are passed
// over. It fails with a [NameError] or with the errors of [app.App.AddPersons].
func (f *FirstRun) AddPersons(ctx context.Context, names []string) error {
	var wanted []string
	seen := map[string]bool{}
	for i, name := range names {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		if seen[journal.Fold(name)] {
			return &NameError{At: i, Err: app.ErrPersonExists}
		}
		if len(name) > 200 {
			return &NameError{At: i, Err: app.ErrName}
		}
		seen[journal.Fold(name)] = true
		wanted = append(wanted, name)
	}
	if len(wanted) == 0 {
		return &NameError{Err: &app.InputError{Err: errors.New(words.Text("first.persons.nobody"))}}
	}
	_, err := f.App().AddPersons(ctx, wanted...)
	return err
}

// Close closes the vault if it is there. What was done stays.
func (f *FirstRun) Close() error {
	if a := f.App(); a != nil {
		return a.Close()
	}
	return nil
}
