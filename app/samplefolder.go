package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kith/crypto"
	"kith/journal/disk"
	"kith/journal/vault"
)

// A sample vault to look around in lives in a folder of its own,
// kith-sample-<32 random digits>: the vault in "vault", and beside it a marker.
// The marker is there first and names the folder; once the vault is made it also
// names this very vault. The vault's passphrase is random and only in memory, so
// that nobody can open it once it is closed. What a crash leaves is removed at
// the next start, by [RemoveSamples], which removes no vault that the marker
// does not name.
const (
	samplePrefix  = "kith-sample-"
	sampleVault   = "vault"
	sampleMarker  = "this-is-a-sample"
	sampleHeading = "Kith sample diary, to be thrown away.\n"
)

// OpenSample makes a throw-away vault in a new folder below parent, fills it
// with the sample diary and opens it. [App.IsSample] is true for it, and
// [App.Close] throws it away.
//
// It is always on the computer's own disk.
func OpenSample(ctx context.Context, parent string, opts Options) (*App, error) {
	opts.FS, opts.WorkFactor = nil, crypto.MinWorkFactor // a random passphrase needs no stretching
	var random [16]byte
	rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	dir, err := filepath.Abs(filepath.Join(parent, samplePrefix+hex.EncodeToString(random[:])))
	if err != nil {
		return nil, err
	}
	a, err := makeSample(dir, opts)
	if err != nil {
		return nil, fmt.Errorf("make the sample: %w", err)
	}
	a.sample = dir
	if err := markSample(dir); err != nil {
		return nil, errors.Join(fmt.Errorf("make the sample: %w", err), a.Close())
	}
	if _, err := a.AddSample(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// makeSample makes the folder with its marker and the empty vault in it.
func makeSample(dir string, opts Options) (*App, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := writeMarker(dir, markOf(dir)); err != nil {
		return nil, err
	}
	passphrase := crypto.NewKey()
	defer passphrase.Wipe()
	typed := passphrase.Bytes()
	defer clear(typed)
	return Init(filepath.Join(dir, sampleVault), typed, opts)
}

// IsSample reports whether this is a vault that [OpenSample] made and that goes
// when it is closed.
func (a *App) IsSample() bool { return a.sample != "" }

// discardSample closes a sample and removes it, folder by folder: what is not the
// sample's is an error and stays.
func (a *App) discardSample() error {
	if err := a.EraseVault(); err != nil && !errors.Is(err, vault.ErrClosed) {
		return fmt.Errorf("throw the sample away: %w", err)
	}
	for _, path := range []string{filepath.Join(a.sample, sampleVault), filepath.Join(a.sample, sampleMarker), a.sample} {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("throw the sample away: %w", err)
		}
	}
	return nil
}

// markSample completes the marker of the vault that was made in dir.
func markSample(dir string) error {
	mark, err := fullMarkOf(dir)
	if err != nil {
		return err
	}
	return writeMarker(dir, mark)
}

func writeMarker(dir, mark string) error {
	return disk.WriteFile(disk.OS{}, filepath.Join(dir, sampleMarker), []byte(mark))
}

// markOf returns what the marker in dir says while the vault is being made.
func markOf(dir string) string { return sampleHeading + filepath.Base(dir) + "\n" }

// fullMarkOf returns what the marker in dir says from then on: also the SHA-256
// of the vault's vault.json, which no other vault has and which never changes.
func fullMarkOf(dir string) (string, error) {
	text, err := readSmall(filepath.Join(dir, sampleVault, "vault.json"))
	if errors.Is(err, fs.ErrNotExist) { // it was being thrown away
		text, err = readSmall(filepath.Join(dir, sampleVault, "erased"))
	}
	return fmt.Sprintf("%s%x\n", markOf(dir), sha256.Sum256(text)), err
}

func readSmall(path string) ([]byte, error) { return disk.OS{}.ReadFile(path, 4096) }

// RemoveSamples removes the samples below parent that a crash left behind. One
// that is open somewhere, and whatever is not certainly a sample, stays. It
// returns how many were removed, and what went wrong with others.
func RemoveSamples(parent string) (removed int, err error) {
	root, err := os.OpenRoot(parent)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("look for samples: %w", err)
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return 0, fmt.Errorf("look for samples: %w", err)
	}
	var failed error
	for _, entry := range entries {
		dir := filepath.Join(parent, entry.Name())
		if !entry.IsDir() || !isSampleName(entry.Name()) || !isLeftover(dir) {
			continue
		}
		if err := root.RemoveAll(entry.Name()); err != nil {
			failed = errors.Join(failed, fmt.Errorf("remove a sample: %w", err))
			continue
		}
		removed++
	}
	return removed, failed
}

func isSampleName(name string) bool {
	digits, ok := strings.CutPrefix(name, samplePrefix)
	return ok && len(digits) == 32 && strings.Trim(digits, "0123456789abcdef") == ""
}

// isLeftover reports whether the folder dir, whose name is a sample's, holds a
// sample that nobody has open, and nothing else. When in doubt it does not.
func isLeftover(dir string) bool {
	top, ok := namesIn(dir)
	if !ok || !only(top, isFolder(sampleVault), isFile(sampleMarker), isFile(sampleMarker+".new")) {
		return false
	}
	if !slices.ContainsFunc(top, isFolder(sampleVault)) {
		return true // there was no vault yet, or none any more
	}
	inside := filepath.Join(dir, sampleVault)
	files, ok := namesIn(inside)
	if !ok || !only(files, isFolder("slots"), isFolder("spaces"), isFile("lock"), isFile("unfinished"), isFile("unfinished.new"),
		isFile("vault.json"), isFile("vault.json.new"), isFile("keyring.sealed"), isFile("keyring.sealed.new"), isFile("erased")) {
		return false
	}
	said, err := readSmall(filepath.Join(dir, sampleMarker))
	if err != nil || !strings.HasPrefix(string(said), markOf(dir)) || vault.CheckUnused(disk.OS{}, inside) != nil {
		return false
	}
	if full, err := fullMarkOf(dir); err == nil && string(said) == full {
		return true
	} else if err == nil && string(said) != markOf(dir) {
		return false // it is the marker of another vault
	}
	// It was stopped before the vault was made, or after it was taken apart:
	// either way it has no records.
	records, ok := namesIn(filepath.Join(inside, "spaces"))
	return ok && len(records) == 0
}

// namesIn lists a folder; a missing one is empty.
func namesIn(dir string) ([]fs.DirEntry, bool) {
	entries, err := os.ReadDir(dir)
	return entries, err == nil || errors.Is(err, fs.ErrNotExist)
}

// only reports whether every entry is one of those that are allowed. A symbolic
// link is neither a file nor a folder.
func only(entries []fs.DirEntry, allowed ...func(fs.DirEntry) bool) bool {
	for _, entry := range entries {
		if !slices.ContainsFunc(allowed, func(is func(fs.DirEntry) bool) bool { return is(entry) }) {
			return false
		}
	}
	return true
}

func isFolder(name string) func(fs.DirEntry) bool {
	return func(e fs.DirEntry) bool { return e.Name() == name && e.IsDir() }
}

func isFile(name string) func(fs.DirEntry) bool {
	return func(e fs.DirEntry) bool { return e.Name() == name && e.Type().IsRegular() }
}
