package app

import (
	"errors"
	"io/fs"
	"path/filepath"

	"kith/journal/disk"
)

// SaveReport writes a report to the file at path, whole or not at all, so that only
// its owner can read it. It fails with [ErrFileExists] unless force is set.
func (a *App) SaveReport(path string, content []byte, force bool) error {
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if _, err := a.opts.FS.Stat(path); err == nil && !force {
		return &fs.PathError{Op: "write", Path: path, Err: ErrFileExists}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return disk.WriteFile(a.opts.FS, path, content)
}

// ReportFileName proposes a name for the file of a report: with the day, and
// without a word about anybody or their health.
func (a *App) ReportFileName() string { return "kith-" + a.today().String() + ".pdf" }
