package app

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"time"

	"kith/crypto"
	"kith/journal"
	"kith/journal/blobs"
	"kith/journal/disk"
	"kith/journal/space"
	"kith/journal/vault"
)

// RestoreOptions say how to open a backup.
type RestoreOptions struct {
	// Secret is asked for what opens the backup.
	Secret func(crypto.BackupInfo) (crypto.Secret, error)
	// Passphrase is asked for that of the restored vault once the backup is
	// open. It may return the secret's own.
	Passphrase func() ([]byte, error)
	// Progress is told bytes of content done and to do; may be nil.
	Progress func(done, total int64)
}

// RestoreResult says what was restored.
type RestoreResult struct {
	Vault   string `json:"vault"` // the folder
	Created string `json:"backup_created"`
	Persons int    `json:"persons"`
	Ops     int64  `json:"ops"`
	// Attachments is how many files were restored, AttachmentsMissing how many the
	// backup does not have.
	Attachments        int64 `json:"attachments"`
	AttachmentsMissing int64 `json:"attachments_missing"`
	// Different names persons whose entries this version of Kith reads otherwise
	// than the one that wrote the backup did.
	Different []string `json:"different"`
}

// ErrNotEmpty says that there is a vault with records where a backup was to be
// restored.
var ErrNotEmpty = errors.New("there is a vault with records in it already")

// Names beside the vault's folder and in there while a backup is restored.
const (
	restoringSuffix = ".restoring"
	restoringMark   = "kith-restore"
	restoringVault  = "vault"
)

// Restore makes the vault of a backup in dir, which must be missing, empty or a
// vault without persons. It is built in a folder beside dir and moved there when
// it is whole, so that a crash leaves no half a vault; what a crash leaves is
// cleared by the next Restore. The restored vault has the backup's author, the
// same recovery sheets and a new device.
func Restore(ctx context.Context, dir string, file io.Reader, o RestoreOptions, opts Options) (*RestoreResult, error) {
	opts = opts.withDefaults()
	result, err := restore(ctx, dir, file, o, opts)
	if err != nil {
		return nil, fmt.Errorf("restore: %w", err)
	}
	return result, nil
}

func restore(ctx context.Context, dir string, file io.Reader, o RestoreOptions, opts Options) (*RestoreResult, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	work := dir + restoringSuffix
	if err := vault.CheckVacant(opts.FS, dir); err != nil {
		if errors.Is(err, vault.ErrExists) { // perhaps by a restore that crashed when it was all but done
			return nil, errors.Join(fmt.Errorf("%w: %w", ErrNotEmpty, err), clearRestoring(opts.FS, work))
		}
		return nil, err
	}
	b, err := openBackup(file, o.Secret)
	if err != nil {
		return nil, err
	}
	passphrase, err := o.Passphrase()
	if err != nil {
		return nil, err
	}
	if err := clearRestoring(opts.FS, work); err != nil {
		return nil, err
	}
	if err := makeFolders(opts.FS, work); err != nil {
		return nil, err
	}
	if err := disk.WriteFile(opts.FS, filepath.Join(work, restoringMark), nil); err != nil {
		return nil, err
	}
	made := filepath.Join(work, restoringVault)
	result, err := build(ctx, made, passphrase, b, o, opts)
	if err == nil {
		err = vault.Install(opts.FS, made, dir)
	}
	if err != nil {
		return nil, errors.Join(err, opts.FS.RemoveAll(work))
	}
	result.Vault = dir
	return result, opts.FS.RemoveAll(work)
}

// makeFolders makes a folder and whatever is missing above it, to stay.
func makeFolders(fsys disk.FS, dir string) error {
	_, err := fsys.Stat(dir)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := makeFolders(fsys, parent); err != nil {
			return err
		}
	}
	if err := fsys.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return fsys.SyncDir(parent)
}

// clearRestoring removes what an interrupted Restore left.
func clearRestoring(fsys disk.FS, work string) error {
	there, err := isMarked(fsys, work, restoringMark)
	if err != nil || !there {
		return err
	}
	if err := vault.CheckUnused(fsys, filepath.Join(work, restoringVault)); err != nil {
		return err
	}
	return fsys.RemoveAll(work)
}

// isMarked reports whether the folder of some work is there. One that is neither
// empty nor holds the work's mark is somebody else's: [vault.ErrExists].
func isMarked(fsys disk.FS, work, mark string) (there bool, err error) {
	entries, err := fsys.ReadDir(work)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	ours := len(entries) == 0
	for _, e := range entries {
		ours = ours || e.Name() == mark || e.Name() == mark+".new"
	}
	if !ours {
		return false, fmt.Errorf("%w: %s is in the way", vault.ErrExists, work)
	}
	return true, nil
}

// build makes the vault and fills it.
func build(ctx context.Context, dir string, passphrase []byte, b *backupFile, o RestoreOptions, opts Options) (*RestoreResult, error) {
	a, err := Init(dir, passphrase, opts)
	if err != nil {
		return nil, err
	}
	re := &restorer{a: a, b: b, o: o, result: &RestoreResult{Created: b.manifest.Created, Different: []string{}}}
	for _, f := range b.manifest.Files {
		re.total += f.Size
	}
	err = b.each(ctx, func(f fileJSON, content io.Reader) error {
		if err := re.file(ctx, f, content); err != nil {
			return err
		}
		if re.done += f.Size; o.Progress != nil {
			o.Progress(re.done, re.total)
		}
		return nil
	})
	if err == nil && re.keys != nil {
		err = backupDamage("", errors.New("the last person is not whole"))
	}
	return re.result, errors.Join(err, a.Close())
}

// restorer fills a vault from a backup.
type restorer struct {
	a           *App
	b           *backupFile
	o           RestoreOptions
	result      *RestoreResult
	done, total int64
	keys        *keysJSON // of the person on the way
	person      Person
	blobs       map[string][]blobs.Ref // that the person's ops refer to and that did not come yet, by their hash
}

func (re *restorer) file(ctx context.Context, f fileJSON, content io.Reader) error {
	switch path.Base(path.Dir(f.Path)) {
	case attachmentsName, previewsName:
		return re.blob(ctx, f, content)
	}
	switch path.Base(f.Path) {
	case identityName:
		return re.identity(content)
	case keysName:
		keys := new(keysJSON)
		if err := decodeSmall(content, keys); err != nil {
			return backupDamage(f.Path, err)
		}
		re.keys = keys
		return nil
	case opsName:
		if re.keys == nil {
			return backupDamage(f.Path, errors.New("the keys are missing"))
		}
		return re.ops(ctx, f, content)
	case entriesName:
		return re.entries(ctx, f)
	}
	return nil // of a later version, and not needed by this one
}

func decodeSmall(r io.Reader, v any) error {
	data, err := io.ReadAll(io.LimitReader(r, maxSmall+1))
	if err != nil {
		return err
	}
	if len(data) > maxSmall {
		return errors.New("it is too long")
	}
	return json.Unmarshal(data, v)
}

// identity makes the backup's author that of the vault, and lets its recovery
// sheets in.
func (re *restorer) identity(content io.Reader) error {
	var id identityJSON
	if err := decodeSmall(content, &id); err != nil {
		return backupDamage(identityName, err)
	}
	seed, err := decodeKey(id.AuthorSeed)
	if err != nil {
		return backupDamage(identityName, err)
	}
	if err := re.a.vault.ReplaceAuthor(crypto.SigningKeyFromSeed(seed)); err != nil {
		return err
	}
	re.a.self.Author = re.a.vault.Author()
	for _, recipient := range id.RecoveryRecipients {
		if err := re.a.vault.AddRecoveryRecipient(recipient); err != nil {
			return err
		}
	}
	return nil
}

func decodeKey(text string) (crypto.Key, error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return crypto.Key{}, err
	}
	defer clear(raw)
	return crypto.KeyFromBytes(raw)
}

// ops makes one person's record.
func (re *restorer) ops(ctx context.Context, f fileJSON, content io.Reader) error {
	id, err := journal.ParseID(re.keys.Space)
	if err != nil {
		return backupDamage(f.Path, err)
	}
	created, err := time.Parse(time.RFC3339Nano, re.keys.Created)
	if err != nil {
		return backupDamage(f.Path, err)
	}
	author := re.a.self.Author.Public().ID()
	if re.keys.Author != hex.EncodeToString(author[:]) {
		return backupDamage(f.Path, errors.New("its author is another one"))
	}
	var held []space.WelcomeKey
	for _, text := range re.keys.Epochs {
		key, err := space.ParseWelcomeKey(text)
		if err != nil {
			return backupDamage(f.Path, err)
		}
		held = append(held, key)
	}
	wanted := vault.NewSpace{Kind: re.keys.Kind, Name: re.keys.Name, ID: id, Created: created, Joined: re.keys.Joined}
	refs, err := re.a.vault.AddFilledSpaces([]vault.NewSpace{wanted}, func(refs []vault.SpaceRef) error {
		r, err := journal.RestoreRecord(ctx, re.a.config(refs[0]), re.a.self, held, re.source(content))
		if err != nil {
			return restoreError(f.Path, err)
		}
		re.a.records.put(refs[0].ID, r)
		return nil
	})
	if err != nil {
		return err
	}
	re.person = personOf(refs[0])
	re.result.Persons++
	return re.expectBlobs(ctx)
}

// restoreError calls damage what a space refuses of a backup that came whole.
func restoreError(file string, err error) error {
	for _, kind := range []error{space.ErrOp, space.ErrFork, space.ErrMissing, space.ErrEpoch, space.ErrDamaged} {
		if errors.Is(err, kind) {
			return backupDamage(file, err)
		}
	}
	return err
}

// source yields the sealed ops of ops.ndjson.
func (re *restorer) source(content io.Reader) space.Source {
	return func(yield func([]byte, error) bool) {
		lines := bufio.NewScanner(content)
		lines.Buffer(make([]byte, 0, 64<<10), maxOpLine)
		var sealed []byte
		for lines.Scan() {
			line := lines.Bytes()
			if len(line) < 2 || line[0] != '"' || line[len(line)-1] != '"' {
				yield(nil, backupDamage(opsName, errors.New("a line is no op")))
				return
			}
			var err error
			sealed, err = base64.StdEncoding.AppendDecode(sealed[:0], line[1:len(line)-1])
			if err != nil {
				yield(nil, backupDamage(opsName, err))
				return
			}
			re.result.Ops++
			if !yield(sealed, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(nil, asBackup(opsName, err))
		}
	}
}

// entries reads the restored record back and compares it with what it was.
func (re *restorer) entries(ctx context.Context, f fileJSON) error {
	if re.keys == nil {
		return backupDamage(f.Path, errors.New("the keys are missing"))
	}
	re.keys = nil
	re.result.AttachmentsMissing += int64(len(re.blobs))
	m := newMeter(io.Discard)
	err := re.a.with(ctx, re.person, func(r *journal.Record) error { return writeEntries(ctx, r, re.person.Name, m) })
	if err != nil {
		return err
	}
	if got := m.total(); hex.EncodeToString(got[:]) != f.SHA256 {
		re.result.Different = append(re.result.Different, re.person.Name)
	}
	return nil
}
