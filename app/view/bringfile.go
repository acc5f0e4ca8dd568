package view

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"kith/app"
	"kith/app/words"
)

// bringFile is the file of an import, open for as long as the page has it.
type bringFile struct {
	f        *os.File
	path     string
	name     string
	size     int64
	modified time.Time
}

// openBringFile opens a regular file. What else has a name (folders, devices,
// pipes that would never answer) is refused in words.
func openBringFile(path string) (*bringFile, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, inputError("bring.error.folder", filepath.Base(path))
	}
	if !info.Mode().IsRegular() {
		return nil, inputError("bring.error.no_file", filepath.Base(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err = f.Stat(); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &bringFile{f: f, path: path, name: filepath.Base(path), size: info.Size(), modified: info.ModTime()}, nil
}

// ReadAt implements io.ReaderAt. A file that has become shorter than it was is
// an error, not an end.
func (b *bringFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := b.f.ReadAt(p, off)
	if errors.Is(err, io.EOF) && off+int64(n) < b.size {
		return n, inputError("bring.error.shorter")
	}
	return n, err
}

// changed reports whether the file is no longer what it was when it was opened.
func (b *bringFile) changed() (bool, error) {
	info, err := b.f.Stat()
	if err != nil {
		return false, err
	}
	return info.Size() != b.size || !info.ModTime().Equal(b.modified), nil
}

// inputError is an error in words for the person.
func inputError(key string, args ...any) error {
	return &app.InputError{Err: errors.New(words.Text(key, args...))}
}

// SaveMap writes how the table is read into a new file, for LoadMapFile and for
// kith import --map. It fails with [app.ErrFileExists].
func (b *Bring) SaveMap(path string) error {
	text, err := b.MapJSON()
	if err != nil {
		return err
	}
	return app.WriteNew(path, text)
}

// LoadMapFile is LoadMap of a file.
func (b *Bring) LoadMapFile(ctx context.Context, path string) error {
	file, err := openBringFile(path)
	if err != nil {
		return err
	}
	defer file.f.Close() // it is only read from
	return b.LoadMap(ctx, file.f)
}
