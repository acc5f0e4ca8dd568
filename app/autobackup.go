package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kith/crypto"
	"kith/journal/disk"
)

// BackupState is what is known of the automatic backups of this vault.
type BackupState struct {
	// Last is the newest automatic backup that was written and read back whole.
	Last *BackupRun `json:"last,omitempty"`
	// Failed is the newest attempt, if it came to nothing.
	Failed *BackupFailure `json:"failed,omitempty"`
	// Drill is the last time that a person restored a backup to try it.
	Drill *BackupDrill `json:"drill,omitempty"`
}

// BackupRun is one automatic backup.
type BackupRun struct {
	File    string    `json:"file"`
	At      time.Time `json:"at"`
	Bytes   int64     `json:"bytes"`
	Persons int       `json:"persons"`
	Entries int64     `json:"entries"`
}

// BackupFailure is an automatic backup that was not made. Why is [Explanation]
// words, for people.
type BackupFailure struct {
	At  time.Time `json:"at"`
	Why string    `json:"why"`
}

// BackupDrill says that a backup was opened with what a person has and restored as
// a whole, into a folder that was thrown away afterwards.
type BackupDrill struct {
	File    string    `json:"file"`
	At      time.Time `json:"at"`
	Made    time.Time `json:"made"` // when the backup was
	Sheet   bool      `json:"sheet"`
	Persons int       `json:"persons"`
	Ops     int64     `json:"ops"`
	// Different names persons whose entries read otherwise than when it was made.
	Different []string `json:"different"`
}

// Errors of automatic backups.
var (
	// ErrBackupOff says that no folder or no interval was chosen.
	ErrBackupOff = errors.New("automatic backups are off")
	// ErrNoSheet says that only the passphrase opens this vault: a backup that is
	// made while nobody types it could be opened by nobody.
	ErrNoSheet = errors.New("the vault has no recovery sheet")
	// ErrNoBackup says that there is no backup to try.
	ErrNoBackup = errors.New("there is no automatic backup yet")
)

const backupDocument = "backups"

// BackupState returns what is known of the automatic backups.
func (a *App) BackupState() (BackupState, error) {
	var s BackupState
	data, err := a.vault.ReadLocal(backupDocument)
	if err != nil || data == nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return BackupState{}, fmt.Errorf("read what is known of backups: %w", err)
	}
	return s, nil
}

func (a *App) noteBackup(change func(*BackupState)) error {
	a.settings.Lock()
	defer a.settings.Unlock()
	s, err := a.BackupState()
	if err != nil {
		s = BackupState{} // it is begun anew; the backups themselves are not touched
	}
	change(&s)
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return a.vault.WriteLocal(backupDocument, data)
}

// NextBackup returns when the next automatic backup is due, now or earlier if it is
// overdue. It fails with [ErrBackupOff].
func (a *App) NextBackup() (time.Time, error) {
	settings, err := a.Settings()
	if err != nil {
		return time.Time{}, err
	}
	if settings.BackupFolder == "" || settings.BackupEvery == 0 {
		return time.Time{}, ErrBackupOff
	}
	state, err := a.BackupState()
	if err != nil {
		return time.Time{}, err
	}
	now := a.Now()
	if state.Last == nil || state.Last.At.After(now.Add(24*time.Hour)) { // a clock that was wrong
		return now, nil
	}
	next := state.Last.At.AddDate(0, 0, settings.BackupEvery)
	if f := state.Failed; f != nil && !f.At.After(now) && f.At.Add(retryBackup).After(next) {
		next = f.At.Add(retryBackup)
	}
	return next, nil
}

// retryBackup is how long after a failed automatic backup the next is tried.
const retryBackup = time.Hour

// AutoBackup makes a backup in the chosen folder, reads it back with the vault's
// own key, and then removes the oldest of this vault's automatic backups there that
// are more than are to stay. What fails is kept in [App.BackupState] too. It fails
// with [ErrBackupOff] and [ErrNoSheet], and as [App.Backup] does.
func (a *App) AutoBackup(ctx context.Context, progress func(done, total int64)) (*BackupResult, error) {
	settings, err := a.Settings()
	if err != nil {
		return nil, err
	}
	if settings.BackupFolder == "" {
		return nil, ErrBackupOff
	}
	result, err := a.autoBackup(ctx, settings, progress)
	if err != nil && ctx.Err() != nil {
		return nil, err // somebody stopped it
	}
	noted := a.noteBackup(func(s *BackupState) {
		if err != nil {
			s.Failed = &BackupFailure{At: a.Now(), Why: Explain(err).What}
			return
		}
		s.Failed = nil
		s.Last = &BackupRun{File: result.File, At: a.Now(), Bytes: result.Bytes, Persons: result.Persons, Entries: result.Entries}
	})
	if err != nil || noted != nil {
		return nil, errors.Join(err, noted)
	}
	return result, nil
}

func (a *App) autoBackup(ctx context.Context, settings Settings, progress func(done, total int64)) (*BackupResult, error) {
	if needs, err := a.vault.BackupNeedsPassphrase(); err != nil {
		return nil, err
	} else if needs {
		return nil, ErrNoSheet
	}
	if _, err := a.opts.FS.Stat(settings.BackupFolder); err != nil {
		return nil, err // a drive that is not plugged in must not become a folder
	}
	path := filepath.Join(settings.BackupFolder, a.backupPrefix()+a.Now().UTC().Format(backupStamp)+backupSuffix)
	result, err := a.Backup(ctx, path, BackupOptions{Progress: progress, Force: true})
	if err != nil {
		return nil, err
	}
	return result, a.rotate(settings.BackupFolder, settings.BackupKeep)
}

// The name of an automatic backup holds nothing but the beginning of the vault's
// public id and the time.
const (
	backupStamp  = "20060102T150405Z"
	backupSuffix = ".age"
)

func (a *App) backupPrefix() string {
	id := a.vault.ID()
	return "kith-" + hex.EncodeToString(id[:4]) + "-"
}

// autoBackups returns the automatic backups of this vault in a folder, newest first.
func (a *App) autoBackups(folder string) ([]string, error) {
	entries, err := a.opts.FS.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		stamp, ours := strings.CutPrefix(e.Name(), a.backupPrefix())
		stamp, named := strings.CutSuffix(stamp, backupSuffix)
		if _, err := time.Parse(backupStamp, stamp); ours && named && err == nil && !e.IsDir() {
			files = append(files, filepath.Join(folder, e.Name()))
		}
	}
	slices.SortFunc(files, func(a, b string) int { return cmp.Compare(b, a) })
	return files, nil
}

// rotate removes the oldest automatic backups of this vault but for keep.
func (a *App) rotate(folder string, keep int) error {
	files, err := a.autoBackups(folder)
	if err != nil {
		return err
	}
	for _, file := range files[min(max(keep, 1), len(files)):] {
		if err := a.opts.FS.Remove(file); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Names beside the vault's folder while a backup is tried.
const (
	drillSuffix = ".drill"
	drillMark   = "kith-drill"
)

// Drill restores a backup with what the person has, as after a disaster, into a
// folder beside the vault that is sealed and thrown away at once. An empty path is
// the newest automatic backup. It proves more than reading the file: that the
// passphrase or sheet at hand opens it. It fails with [ErrNoBackup], and as
// [Restore] does.
func (a *App) Drill(ctx context.Context, path string, secret func(crypto.BackupInfo) (crypto.Secret, error), progress func(done, total int64)) (*BackupDrill, error) {
	if path == "" {
		settings, err := a.Settings()
		if err != nil {
			return nil, err
		}
		if settings.BackupFolder == "" {
			return nil, ErrNoBackup
		}
		files, err := a.autoBackups(settings.BackupFolder)
		if err != nil {
			return nil, err
		}
		if len(files) == 0 {
			return nil, ErrNoBackup
		}
		path = files[0]
	}
	d, err := a.drill(ctx, path, secret, progress)
	if err != nil {
		return nil, err
	}
	return d, a.noteBackup(func(s *BackupState) { s.Drill = d })
}

func (a *App) drill(ctx context.Context, path string, secret func(crypto.BackupInfo) (crypto.Secret, error), progress func(done, total int64)) (_ *BackupDrill, err error) {
	fsys, work := a.opts.FS, a.Dir()+drillSuffix
	if err := clearDrill(fsys, work); err != nil {
		return nil, err
	}
	file, err := fsys.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	length, err := file.Size()
	if err != nil {
		return nil, err
	}
	if err := makeFolders(fsys, work); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, fsys.RemoveAll(work)) }()
	if err := disk.WriteFile(fsys, filepath.Join(work, drillMark), nil); err != nil {
		return nil, err
	}
	d := &BackupDrill{File: path, At: a.Now()}
	var random [32]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	opts := a.opts
	opts.WorkFactor = crypto.MinWorkFactor // a random passphrase needs no stretching
	result, err := Restore(ctx, filepath.Join(work, restoringVault), io.NewSectionReader(file, 0, length), RestoreOptions{
		Secret: func(info crypto.BackupInfo) (crypto.Secret, error) {
			s, err := secret(info)
			d.Sheet = err == nil && s.Kind() == crypto.SlotRecovery
			return s, err
		},
		Passphrase: func() ([]byte, error) { return []byte(hex.EncodeToString(random[:])), nil },
		Progress:   progress,
	}, opts)
	if err != nil {
		return nil, err
	}
	d.Persons, d.Ops, d.Different = result.Persons, result.Ops, result.Different
	d.Made, err = time.Parse(time.RFC3339Nano, result.Created)
	return d, err
}

// clearDrill removes what an interrupted drill left.
func clearDrill(fsys disk.FS, work string) error {
	there, err := isMarked(fsys, work, drillMark)
	if err != nil || !there {
		return err
	}
	return fsys.RemoveAll(work)
}
