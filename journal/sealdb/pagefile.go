package sealdb

import (
	"errors"
	"io"

	"github.com/psanford/sqlite3vfs"

	"kith/journal/disk"
)

// pageFile is space.db as SQLite sees it: plain pages. Page n is block n of the
// file; block 0 is the header. It implements sqlite3vfs.File.
type pageFile struct {
	noLocks
	sess  *session
	f     disk.File
	s     *sealer
	sc    *scratch
	out   *batch
	ahead *readAhead
	dirty bool // written since the last sync
}

func newPageFile(f disk.File, s *sealer) *pageFile {
	return &pageFile{f: f, s: s, sc: s.scratch(), out: newBatch(s), ahead: newReadAhead(f, s)}
}

// fail records err and returns the code that makes SQLite roll back the whole
// transaction.
func (p *pageFile) fail(err error) error {
	p.sess.faults.record(kindOf(err))
	return sqlite3vfs.IOError
}

// failWrite is fail for what happens only in a checkpoint.
func (p *pageFile) failWrite(err error) error {
	p.sess.faults.recordQuiet(kindOf(err))
	return sqlite3vfs.IOError
}

// Close implements sqlite3vfs.File.
func (p *pageFile) Close() error {
	defer p.sess.leave()
	p.ahead.stop()
	if err := p.f.Close(); err != nil {
		return p.fail(err)
	}
	return nil
}

// ReadAt fills buf, which lies within one page, from the opened page.
//
// SQLite reads the database header, a part of page 1, before it has looked at
// the log. If a power cut tore page 1, the answer must be a short read: then
// SQLite goes on to the log and finds the page there. A page that SQLite asks
// for as a whole is not in the log, so it has to be authentic here; neither a
// hole nor the end of the file is a page of zeros.
func (p *pageFile) ReadAt(buf []byte, off int64) (int, error) {
	size := int64(p.s.size)
	page, within := off/size+1, off%size
	if within == 0 && int64(len(buf)) == size {
		if err := p.readPage(buf, page); err != nil {
			return 0, p.fail(err)
		}
		return len(buf), nil
	}
	if within+int64(len(buf)) > size {
		return 0, p.fail(errors.New("sealdb: read across pages"))
	}
	whole := p.sc.text
	if err := p.readPage(whole, page); err != nil {
		if errors.Is(err, ErrDamaged) {
			return 0, io.EOF
		}
		return 0, p.fail(err)
	}
	return copy(buf, whole[within:]), nil
}

// readPage opens a page into buf, whose reserved bytes become zeros.
func (p *pageFile) readPage(buf []byte, page int64) error {
	if i := p.out.find(uint64(page)); i >= 0 {
		copy(buf, p.out.text(i))
	} else if !p.ahead.take(buf, page) {
		if err := readPage(p.f, p.s, p.sc, buf, page); err != nil {
			return err
		}
	}
	clear(buf[p.s.textSize():])
	p.ahead.saw(buf, page)
	return nil
}

// readPage reads and opens one page of f into buf.
func readPage(f disk.File, s *sealer, sc *scratch, buf []byte, page int64) error {
	at := page * int64(s.size)
	if n, err := f.ReadAt(sc.block, at); n < len(sc.block) {
		if err != io.EOF {
			return kindOf(err)
		}
		return &DamageError{File: dbName, Page: int(page), Offset: at, Reason: "the file ends before it"}
	}
	if !s.open(buf, sc.block, blockID{kind: kindPage, n: uint64(page)}, sc) {
		return &DamageError{File: dbName, Page: int(page), Offset: at, Reason: "it was changed or torn"}
	}
	return nil
}

// WriteAt takes one whole page; SQLite in log mode writes nothing else here.
func (p *pageFile) WriteAt(buf []byte, off int64) (int, error) {
	if len(buf) != p.s.size || off%int64(p.s.size) != 0 {
		return 0, p.failWrite(errors.New("sealdb: write of part of a page"))
	}
	if err := checkReserved(buf); err != nil {
		return 0, p.failWrite(err)
	}
	page := uint64(off/int64(p.s.size)) + 1
	i := p.out.find(page)
	if i < 0 {
		if p.out.full() {
			if err := p.flush(); err != nil {
				return 0, p.failWrite(err)
			}
		}
		i = p.out.add(page, blockID{kind: kindPage, n: page})
	}
	copy(p.out.text(i), buf)
	return len(buf), nil
}

// checkReserved makes sure that SQLite left the reserved bytes alone: they are
// not stored.
func checkReserved(page []byte) error {
	for _, b := range page[len(page)-reserved:] {
		if b != 0 {
			return errors.New("sealdb: SQLite used the reserved bytes of a page")
		}
	}
	return nil
}

func (p *pageFile) flush() error {
	if len(p.out.items) == 0 {
		return nil
	}
	p.dirty = true
	p.ahead.drop()
	return p.out.flush(p.f)
}

// Truncate cuts the file to size bytes of pages; it never grows it, since pages
// that wait to be written will.
func (p *pageFile) Truncate(size int64) error {
	pages := size / int64(p.s.size)
	p.out.dropFrom(uint64(pages) + 1)
	have, err := p.f.Size()
	if err != nil {
		return p.failWrite(err)
	}
	if want := (pages + 1) * int64(p.s.size); have > want {
		p.dirty = true
		p.ahead.drop()
		if err := p.f.Truncate(want); err != nil {
			return p.failWrite(err)
		}
	}
	return nil
}

// Sync implements sqlite3vfs.File.
func (p *pageFile) Sync(sqlite3vfs.SyncType) error {
	if err := p.flush(); err != nil {
		return p.failWrite(err)
	}
	if !p.dirty {
		return nil
	}
	if err := p.f.Sync(); err != nil {
		return p.failWrite(err)
	}
	p.dirty = false
	return nil
}

// FileSize is the size of all pages in bytes.
func (p *pageFile) FileSize() (int64, error) {
	n, err := p.f.Size()
	if err != nil {
		return 0, p.fail(err)
	}
	n = max(0, n-int64(p.s.size))
	for _, it := range p.out.items {
		n = max(n, int64(it.at)*int64(p.s.size))
	}
	return n, nil
}
