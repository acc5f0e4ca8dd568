package app

import (
	"archive/zip"
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kith/journal/disk"
)

// exportTarget is where an export is written: nothing of it stands under its name
// before finish.
type exportTarget interface {
	// file writes one file, whose name has slashes; write may be called once.
	file(name string, write func(io.Writer) error) error
	// single says that there is room for one file only.
	single() bool
	finish() error
	// discard removes what was written; for after a failure.
	discard() error
}

func newExportTarget(fsys disk.FS, format ExportFormat, path string) (exportTarget, error) {
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case ext == ".zip":
		f, err := createPartial(fsys, path)
		if err != nil {
			return nil, err
		}
		return &zipTarget{f, zip.NewWriter(f.out)}, nil
	case format.single() || format == ExportNDJSON && (ext == ".ndjson" || ext == ".jsonl"):
		f, err := createPartial(fsys, path)
		if err != nil {
			return nil, err
		}
		return &fileTarget{f}, nil
	}
	partial := path + exportPartial
	if _, err := fsys.Stat(partial); err == nil {
		return nil, &fs.PathError{Op: "write", Path: partial, Err: ErrFileExists}
	}
	if err := fsys.MkdirAll(partial, 0o700); err != nil {
		return nil, err
	}
	return &folderTarget{fsys: fsys, path: path}, nil
}

// partialFile is a file that gets its name when it is whole.
type partialFile struct {
	fsys disk.FS
	path string
	f    disk.File
	out  *bufio.Writer
}

func createPartial(fsys disk.FS, path string) (*partialFile, error) {
	f, err := fsys.OpenFile(path+exportPartial, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, &fs.PathError{Op: "write", Path: path + exportPartial, Err: ErrFileExists}
	}
	if err != nil {
		return nil, err
	}
	return &partialFile{fsys: fsys, path: path, f: f, out: bufio.NewWriterSize(&fileWriter{f: f}, 256<<10)}, nil
}

func (p *partialFile) finish() error {
	err := p.out.Flush()
	if err == nil {
		err = p.f.Sync()
	}
	if cerr := p.f.Close(); err == nil {
		err = cerr
	}
	p.f = nil
	if err == nil {
		err = p.fsys.Rename(p.path+exportPartial, p.path)
	}
	if err == nil {
		err = p.fsys.SyncDir(filepath.Dir(p.path))
	}
	return err
}

func (p *partialFile) discard() error {
	var err error
	if p.f != nil {
		err = p.f.Close()
	}
	if rerr := p.fsys.Remove(p.path + exportPartial); rerr != nil && !errors.Is(rerr, fs.ErrNotExist) {
		err = errors.Join(err, rerr)
	}
	return err
}

// zipTarget is an archive.
type zipTarget struct {
	*partialFile
	zip *zip.Writer
}

func (z *zipTarget) single() bool { return false }

func (z *zipTarget) file(name string, write func(io.Writer) error) error {
	method := zip.Deflate
	if strings.HasPrefix(name, attachmentsName+"/") { // photos and films do not get smaller
		method = zip.Store
	}
	w, err := z.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method})
	if err != nil {
		return err
	}
	return write(w)
}

func (z *zipTarget) finish() error {
	if err := z.zip.Close(); err != nil {
		return err
	}
	return z.partialFile.finish()
}

// fileTarget is one file.
type fileTarget struct{ *partialFile }

func (f *fileTarget) single() bool { return true }

func (f *fileTarget) file(_ string, write func(io.Writer) error) error { return write(f.out) }

// folderTarget is a new folder.
type folderTarget struct {
	fsys disk.FS
	path string
}

func (f *folderTarget) single() bool { return false }

func (f *folderTarget) file(name string, write func(io.Writer) error) error {
	path := filepath.Join(f.path+exportPartial, filepath.FromSlash(name))
	if err := f.fsys.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	file, err := f.fsys.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(&fileWriter{f: file}, 256<<10)
	if err = write(out); err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close())
}

func (f *folderTarget) finish() error {
	if err := f.fsys.Rename(f.path+exportPartial, f.path); err != nil {
		return err
	}
	return f.fsys.SyncDir(filepath.Dir(f.path))
}

func (f *folderTarget) discard() error { return f.fsys.RemoveAll(f.path + exportPartial) }
