package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/journal/disk"
	"kith/journal/space"
	"kith/journal/vault"
)

// Options are what an App takes from its surroundings. The zero value is the
// computer's own disk, clock and time zone.
type Options struct {
	FS  disk.FS
	Now func() time.Time
	// Zone is where new entries are made; nil is where this computer is.
	Zone *time.Location
	// WorkFactor of the scrypt of new passphrases, log2; 0 is
	// [crypto.DefaultWorkFactor].
	WorkFactor int
	// Network makes the network for syncing; nil is none.
	Network func(NetworkConfig) (Network, error)
	// MaxOpen is how many records are open at once; 0 is 16.
	MaxOpen int
}

func (o Options) withDefaults() Options {
	if o.FS == nil {
		o.FS = disk.OS{}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Zone == nil {
		o.Zone = localZone()
	}
	if o.WorkFactor == 0 {
		o.WorkFactor = crypto.DefaultWorkFactor
	}
	if o.MaxOpen <= 0 {
		o.MaxOpen = 16
	}
	return o
}

// App is one unlocked vault. Close it to let other processes in.
type App struct {
	vault   *vault.Vault
	opts    Options
	self    space.Identity
	records *recordCache
	sample  string // the folder of a sample that goes when it is closed

	// attaching is held for reading from the first byte of an attachment until its
	// entry is written, and for writing while files that no entry has are removed.
	attaching sync.RWMutex

	settings sync.Mutex // held while the settings are changed
	drafts   sync.Mutex // held while the drafts are changed
	book     sync.Mutex // held while the syncBook is changed
	terms    loadedTerms

	conflicts conflicts

	joining  sync.Mutex // held while a join is finished
	starting sync.Mutex // held while syncing is started
	leaving  sync.Mutex // held while records that were left are erased
	syncing  atomic.Pointer[Sync]
}

// Init makes a vault in dir, which must be missing or empty, and opens it.
func Init(dir string, passphrase []byte, opts Options) (*App, error) {
	opts = opts.withDefaults()
	v, err := vault.Create(dir, vault.CreateOptions{Passphrase: passphrase, WorkFactor: opts.WorkFactor, FS: opts.FS})
	if err != nil {
		return nil, err
	}
	return newApp(v, opts), nil
}

// Open unlocks the vault in dir. It fails with the errors of [vault.OpenFS].
func Open(dir string, secret crypto.Secret, opts Options) (*App, error) {
	opts = opts.withDefaults()
	v, err := vault.OpenFS(opts.FS, dir, secret)
	if err != nil {
		return nil, err
	}
	return newApp(v, opts), nil
}

func newApp(v *vault.Vault, opts Options) *App {
	a := &App{vault: v, opts: opts}
	a.self = space.Identity{Author: v.Author(), Device: v.Device(), HPKE: v.DeviceHPKE()}
	a.records = newRecordCache(opts.MaxOpen, a.openRecord)
	return a
}

// Close closes every record and the vault. A sample is thrown away.
func (a *App) Close() error {
	var err error
	if s := a.Syncing(); s != nil {
		err = s.Close()
	}
	return errors.Join(err, a.close())
}

func (a *App) close() error {
	if a.IsSample() {
		return a.discardSample()
	}
	return errors.Join(a.records.close(), a.vault.Close())
}

// Dir returns the vault's folder, as an absolute path.
func (a *App) Dir() string { return a.vault.Dir() }

// VaultID returns the vault's random id, which is public.
func (a *App) VaultID() [16]byte { return a.vault.ID() }

// SetWorkFactor sets [Options.WorkFactor] for what is done from now on.
func (a *App) SetWorkFactor(n int) {
	if a.opts.WorkFactor = n; n == 0 {
		a.opts.WorkFactor = crypto.DefaultWorkFactor
	}
}

// Zone returns where new entries are made.
func (a *App) Zone() *time.Location { return a.opts.Zone }

// Now returns the time by the App's clock, in its zone.
func (a *App) Now() time.Time { return a.opts.Now().In(a.opts.Zone) }

func (a *App) config(ref vault.SpaceRef) space.Config {
	return space.Config{
		Dir: a.vault.SpaceDir(ref), FS: a.opts.FS, ID: ref.ID, AtRest: ref.Key, Device: a.self.Device, HPKE: a.self.HPKE, Now: a.opts.Now,
	}
}

func (a *App) openRecord(ctx context.Context, ref vault.SpaceRef) (*journal.Record, error) {
	r, err := journal.OpenRecord(ctx, a.config(ref))
	if err != nil {
		return nil, a.inRecord(ref, err)
	}
	return r, nil
}

// with runs fn on the open record of a person.
func (a *App) with(ctx context.Context, p Person, fn func(*journal.Record) error) error {
	ref, err := a.ref(p.ID)
	if err != nil {
		return err
	}
	r, release, err := a.records.acquire(ctx, ref)
	if err != nil {
		return err
	}
	defer release()
	if err := fn(r); err != nil {
		return a.inRecord(ref, err)
	}
	return nil
}

func (a *App) ref(id journal.ID) (vault.SpaceRef, error) {
	for _, ref := range a.vault.Spaces() {
		if ref.ID == id {
			return ref, nil
		}
	}
	return vault.SpaceRef{}, fmt.Errorf("person %s: %w", id.Short(), ErrNoSuchPerson)
}

// RecordError says whose record an error is about and where its files are.
type RecordError struct {
	Person string // the name
	Folder string // below the vault's folder
	Others int    // how many other persons the vault has
	Err    error
}

// Error names the folder; the name of the person is for [Explain].
func (e *RecordError) Error() string { return e.Folder + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *RecordError) Unwrap() error { return e.Err }

func (a *App) inRecord(ref vault.SpaceRef, err error) error {
	var inner *RecordError
	if errors.As(err, &inner) {
		return err
	}
	return &RecordError{Person: ref.Name, Folder: "spaces/" + ref.Folder, Others: len(a.vault.Spaces()) - 1, Err: err}
}
