package vault

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"

	"kith/journal/disk"
)

// CheckVacant reports whether a vault can take the place of dir: it is missing or
// empty, or holds an unfinished vault or one without any space, and nothing else.
// It needs no secret and changes nothing, save that it finishes a [Vault.Erase].
// The error is [ErrExists], or [ErrInUse] if somebody has the vault open or is
// making it.
func CheckVacant(fsys disk.FS, dir string) error {
	if err := finishErase(fsys, dir); err != nil {
		return err
	}
	if err := checkVacant(fsys, dir); err != nil {
		return err
	}
	return CheckUnused(fsys, dir)
}

func checkVacant(fsys disk.FS, dir string) error {
	_, err := readMeta(fsys, dir)
	switch {
	case errors.Is(err, ErrNoVault):
		return checkFree(fsys, dir)
	case errors.Is(err, ErrDamaged), errors.Is(err, ErrNewerFormat):
		// Not %w: what is in the way is no damage to what takes its place.
		return fmt.Errorf("%w: nobody can tell whether there are records in %s (%v); choose another folder", ErrExists, dir, err)
	case err != nil:
		return err
	}
	names, err := folderNames(fsys, dir)
	if err != nil {
		return err
	}
	spaces, err := folderNames(fsys, filepath.Join(dir, spacesFolder))
	if err != nil {
		return err
	}
	// A vault always has the folder. One without may have had it moved away, and
	// still holds the only keys of what was in it.
	if len(spaces) > 0 || !slices.Contains(names, spacesFolder) {
		return fmt.Errorf("%w: there is a vault with records in %s", ErrExists, dir)
	}
	return checkOnlyOurs(fsys, dir, names)
}

// Install moves the closed vault in from to the folder to, for which
// [CheckVacant] must hold, on the same file system; the folders above both exist.
// It fails with [ErrNoVault] and [ErrInUse] for from, and with what CheckVacant
// says of to, and then changes nothing. A crash, or a failing disk, leaves the
// vault in one of the two, whole, and calling it again finishes: if from is gone
// and there is a vault in to, that is taken for the one to be installed.
func Install(fsys disk.FS, from, to string) error {
	if err := install(fsys, from, to); err != nil {
		return fmt.Errorf("install vault: %w", err)
	}
	return nil
}

func install(fsys disk.FS, from, to string) error {
	if _, err := readMeta(fsys, from); err != nil {
		if _, statErr := fsys.Stat(from); !isNotExist(statErr) {
			return err
		}
		if _, toErr := readMeta(fsys, to); errors.Is(toErr, ErrNoVault) {
			return err
		} else if toErr != nil {
			return toErr
		}
		return fsys.SyncDir(filepath.Dir(to))
	}
	held, err := takeLock(fsys, from, true)
	if err != nil {
		return err
	}
	if err := makeRoom(fsys, to); err != nil {
		return errors.Join(err, held.release())
	}
	if err := releaseAround(held, func() error { return fsys.Rename(from, to) }); err != nil {
		return err
	}
	return fsys.SyncDir(filepath.Dir(to))
}

// releaseAround releases a lock around a change that takes the lock's file away:
// after it, so that nobody comes in between. Windows does not change a file that
// is open, by us or by somebody who came in between, and so it comes first there.
func releaseAround(held *lock, change func() error) error {
	if runtime.GOOS != "windows" {
		return errors.Join(change(), held.release())
	}
	if err := held.release(); err != nil {
		return err
	}
	return change()
}

// makeRoom removes a vacant folder, name by name and only such as are the
// vault's. At every step what is left is vacant still.
//
// The folder's lock is held from the last check until the lock's own file is
// gone. Whoever makes a vault there afterwards puts a file into the folder first,
// and then neither its removal nor the move of a vault to its place succeeds.
func makeRoom(fsys disk.FS, dir string) error {
	if err := checkVacant(fsys, dir); err != nil {
		return err
	}
	if _, err := fsys.Stat(dir); isNotExist(err) {
		return nil
	} else if err != nil {
		return err
	}
	held, err := takeLock(fsys, dir, true)
	if err != nil {
		return err
	}
	if err := clearVacant(fsys, dir); err != nil {
		return errors.Join(err, held.release())
	}
	err = releaseAround(held, func() error { return fsys.Remove(filepath.Join(dir, lockFile)) })
	if err != nil {
		return err
	}
	return fsys.Remove(dir)
}

// clearVacant removes everything but the lock from a vacant folder, whose lock is
// held. A vault is first marked as unfinished, so that it can be told from other
// people's files to the end.
func clearVacant(fsys disk.FS, dir string) error {
	if err := checkVacant(fsys, dir); err != nil { // somebody may have come first
		return err
	}
	mark, text := filepath.Join(dir, unfinishedFile), filepath.Join(dir, metaFile)
	if _, err := fsys.Stat(text); err == nil {
		if err := disk.WriteFile(fsys, mark, nil); err != nil {
			return err
		}
		if err := fsys.Remove(text); err != nil {
			return err
		}
		if err := fsys.SyncDir(dir); err != nil {
			return err
		}
	} else if !isNotExist(err) {
		return err
	}
	if err := clearLeftover(fsys, dir); err != nil {
		return err
	}
	if err := fsys.SyncDir(dir); err != nil {
		return err
	}
	if err := fsys.Remove(mark); err != nil && !isNotExist(err) {
		return err
	}
	return nil
}
