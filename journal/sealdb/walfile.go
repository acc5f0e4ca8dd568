package sealdb

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/psanford/sqlite3vfs"

	"kith/journal/disk"
)

// walFile is space.db-wal as SQLite sees it: a header of 32 bytes and frames of
// 24 bytes and a page each. On the disk a frame is one block, and the header one
// of two, written in turn, so that a torn header leaves the one before it. The
// file is created by the first write. It implements sqlite3vfs.File.
type walFile struct {
	noLocks
	sess *session
	fsys disk.FS
	path string
	f    disk.File // nil until there is a file
	s    *sealer
	sc   *scratch
	out  *batch

	header    [walHeaderSize]byte // SQLite's log header, as last written
	hasHeader bool
	newHeader bool   // the header waits to be written
	slot      int    // slot of the last header that was synced, or -1
	gen       uint64 // generation of the last header that was synced

	frames  int64 // frames SQLite may read: the recovered ones, and what it wrote
	start   int64 // first frame of the transaction being written
	commit  int64 // last commit frame written, or 0
	created bool  // the file's name is not synced yet
	dirty   bool  // written since the last sync
	closed  bool  // by SQLite, which may open the log again
}

// Parts of a frame, for batchItem.have.
const (
	haveHeader = 1 << iota
	havePage
	haveFrame = haveHeader | havePage
)

// noSalt stands in frames whose checksum SQLite will only compute at the commit.
var noSalt [8]byte

// openWAL reads the log beside a database, if there is one.
func openWAL(fsys disk.FS, path string, s *sealer) (*walFile, *walState, error) {
	w := &walFile{fsys: fsys, path: path, s: s, sc: s.scratch(), out: newBatch(s), slot: -1, start: 1}
	var gen [8]byte
	rand.Read(gen[:]) // never fails: crypto/rand ends the process instead
	w.gen = binary.BigEndian.Uint64(gen[:]) >> 1
	f, err := fsys.OpenFile(path, os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return w, &walState{slot: -1}, nil
	}
	if err != nil {
		return nil, nil, kindOf(err)
	}
	st, err := scanWAL(f, s)
	if err != nil {
		return nil, nil, errors.Join(err, f.Close())
	}
	w.f = f
	if st.header != nil {
		copy(w.header[:], st.header)
		w.hasHeader = true
		w.slot, w.gen = st.slot, st.gen
		w.frames, w.start = st.frames, st.frames+1
	}
	return w, st, nil
}

func (w *walFile) fail(err error) error {
	w.sess.faults.record(kindOf(err))
	return sqlite3vfs.IOError
}

// Close implements sqlite3vfs.File.
func (w *walFile) Close() error {
	w.closed = true
	if w.f == nil {
		return nil
	}
	err := w.f.Close()
	w.f = nil
	if err != nil {
		return w.fail(err)
	}
	return nil
}

// reopen reads the log anew if SQLite has closed it.
func (w *walFile) reopen() error {
	if !w.closed {
		return nil
	}
	again, _, err := openWAL(w.fsys, w.path, w.s)
	if err != nil {
		return err
	}
	again.sess = w.sess
	*w = *again
	return nil
}

// remove deletes the file, which SQLite has closed.
func (w *walFile) remove(syncDir bool) error {
	w.frames = 0
	err := w.fsys.Remove(w.path)
	if err == nil && syncDir {
		err = w.fsys.SyncDir(filepath.Dir(w.path))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return w.fail(err)
	}
	return nil
}

// locate splits an offset of SQLite's into a frame, from 1, and a place in it.
func (w *walFile) locate(off int64) (frame, within int64) {
	length := int64(frameHeaderSize + w.s.size)
	return (off-walHeaderSize)/length + 1, (off - walHeaderSize) % length
}

// salt marks all frames that follow a header.
func (w *walFile) salt() []byte { return w.header[16:24] }

func (w *walFile) blockOf(frame int64) uint64 { return uint64(frame + firstFrame - 1) }

func (w *walFile) idOf(frame int64) blockID {
	id := blockID{kind: kindWALFrame, n: uint64(frame), gen: w.gen}
	if w.newHeader {
		id.gen++
	}
	return id
}

// ReadAt fills buf from the header or from one frame.
func (w *walFile) ReadAt(buf []byte, off int64) (int, error) {
	if off < walHeaderSize {
		if !w.hasHeader || off+int64(len(buf)) > walHeaderSize {
			return 0, io.EOF
		}
		return copy(buf, w.header[off:]), nil
	}
	frame, within := w.locate(off)
	if frame > w.frames {
		return 0, io.EOF
	}
	var text []byte
	if i := w.out.find(w.blockOf(frame)); i >= 0 {
		if err := w.complete(i); err != nil {
			return 0, w.fail(err)
		}
		text = w.out.text(i)
	} else {
		text = w.sc.text[:w.s.textSize()]
		if err := w.readFrame(text, frame); err != nil {
			return 0, w.fail(err)
		}
	}
	header := [frameHeaderSize]byte(text)
	copy(header[saltOffset:], w.salt())
	n := 0
	if within < frameHeaderSize {
		n = copy(buf, header[within:])
		within += int64(n)
	}
	if n < len(buf) {
		n += copy(buf[n:], text[min(within, int64(len(text))):])
	}
	clear(buf[n:]) // reserved bytes
	return len(buf), nil
}

// readFrame opens a frame from the disk.
func (w *walFile) readFrame(text []byte, frame int64) error {
	at := int64(w.blockOf(frame)) * int64(w.s.size)
	damage := &DamageError{File: walName, Offset: at, Reason: "a frame of the log was changed"}
	if w.f == nil {
		return damage
	}
	if n, err := w.f.ReadAt(w.sc.block, at); n < len(w.sc.block) {
		if err != io.EOF {
			return err
		}
		return damage
	}
	if !w.s.open(text, w.sc.block, w.idOf(frame), w.sc) {
		return damage
	}
	return nil
}

// complete fills in from the disk what SQLite has not rewritten of a frame.
func (w *walFile) complete(i int) error {
	it := &w.out.items[i]
	if it.have == haveFrame {
		return nil
	}
	old := w.sc.text[:w.s.textSize()]
	if err := w.readFrame(old, int64(it.id.n)); err != nil {
		return err
	}
	text := w.out.text(i)
	if it.have&haveHeader == 0 {
		copy(text[:frameHeaderSize], old)
	}
	if it.have&havePage == 0 {
		copy(text[frameHeaderSize:], old[frameHeaderSize:])
	}
	it.have = haveFrame
	return nil
}

// WriteAt takes the header, or the header, the page or all of one frame, which
// is how SQLite writes its log. Nothing reaches the disk before the next Sync,
// unless many frames wait.
func (w *walFile) WriteAt(buf []byte, off int64) (int, error) {
	if off < walHeaderSize {
		if off != 0 || len(buf) != walHeaderSize {
			return 0, w.fail(errors.New("sealdb: write of part of the log header"))
		}
		copy(w.header[:], buf)
		w.hasHeader, w.newHeader = true, true
		w.start, w.commit = 1, 0
		w.out.drop() // frames of a transaction that failed
		return len(buf), nil
	}
	frame, within := w.locate(off)
	i := w.out.find(w.blockOf(frame))
	if i < 0 {
		if w.out.full() {
			if err := w.flush(); err != nil {
				return 0, w.fail(err)
			}
		}
		i = w.out.add(w.blockOf(frame), w.idOf(frame))
	}
	it, text, rest := &w.out.items[i], w.out.text(i), buf
	if within == 0 && len(rest) >= frameHeaderSize {
		if salt := rest[saltOffset : saltOffset+8]; !bytes.Equal(salt, w.salt()) && !bytes.Equal(salt, noSalt[:]) {
			return 0, w.fail(errors.New("sealdb: a log frame of another log"))
		}
		copy(text[:frameHeaderSize], rest)
		binary.BigEndian.PutUint64(text[saltOffset:], uint64(w.start))
		if decodeFrame(text).commit != 0 {
			w.commit = frame
		}
		it.have |= haveHeader
		rest, within = rest[frameHeaderSize:], frameHeaderSize
	}
	if within == frameHeaderSize && len(rest) == w.s.size {
		if err := checkReserved(rest); err != nil {
			return 0, w.fail(err)
		}
		copy(text[frameHeaderSize:], rest)
		it.have |= havePage
		rest = nil
	}
	if len(rest) != 0 {
		return 0, w.fail(errors.New("sealdb: write of part of a log frame"))
	}
	w.frames = max(w.frames, frame)
	return len(buf), nil
}

// create makes the file on the first write.
func (w *walFile) create() error {
	if w.f != nil {
		return nil
	}
	f, err := w.fsys.OpenFile(w.path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	w.f, w.created = f, true
	return nil
}

// flush writes what waits, a new header first. (With synchronous=FULL, SQLite
// syncs a new header before it writes the first frame.)
func (w *walFile) flush() error {
	if !w.newHeader && len(w.out.items) == 0 {
		return nil
	}
	if err := w.create(); err != nil {
		w.out.drop()
		return err
	}
	w.dirty = true
	if w.newHeader {
		slot := w.headerSlot()
		text := w.sc.block[nonceSize : w.s.size-tagSize]
		clear(text)
		binary.BigEndian.PutUint64(text, w.gen+1)
		copy(text[8:], w.header[:])
		w.s.seal(w.sc.block, blockID{kind: kindWALHeader, n: uint64(slot)}, w.sc)
		if _, err := w.f.WriteAt(w.sc.block, int64(slot*w.s.size)); err != nil {
			w.out.drop()
			return err
		}
	}
	for i := range w.out.items {
		if err := w.complete(i); err != nil {
			w.out.drop()
			return err
		}
	}
	return w.out.flush(w.f)
}

// headerSlot is where the next header goes: never over the last one that is
// safe on the disk.
func (w *walFile) headerSlot() int {
	if w.slot == 0 {
		return 1
	}
	return 0
}

// Sync implements sqlite3vfs.File: when it returns, the transaction is safe.
func (w *walFile) Sync(sqlite3vfs.SyncType) error {
	if w.commit >= w.start {
		w.out.dropFrom(w.blockOf(w.commit + 1)) // left by a longer transaction that was rolled back
	}
	if err := w.flush(); err != nil {
		return w.fail(err)
	}
	if !w.dirty {
		return nil
	}
	if err := w.f.Sync(); err != nil {
		return w.fail(err)
	}
	if w.created {
		if err := w.fsys.SyncDir(filepath.Dir(w.path)); err != nil {
			return w.fail(err)
		}
		w.created = false
	}
	w.dirty = false
	if w.newHeader {
		w.slot = w.headerSlot()
		w.gen++
		w.newHeader = false
	}
	if w.commit >= w.start {
		w.start = w.commit + 1
	}
	w.sess.faults.take() // what failed before has been made good
	return nil
}

// Truncate cuts the log to the whole frames in size bytes.
func (w *walFile) Truncate(size int64) error {
	frames, blocks := int64(0), int64(0)
	if size > walHeaderSize {
		frame, _ := w.locate(size)
		frames, blocks = frame-1, frame-1+firstFrame
	}
	w.out.dropFrom(w.blockOf(frames + 1))
	w.frames = min(w.frames, frames)
	if blocks == 0 {
		w.hasHeader, w.newHeader, w.slot = false, false, -1
		w.start, w.commit = 1, 0
	}
	if w.f == nil {
		return nil
	}
	have, err := w.f.Size()
	if err != nil {
		return w.fail(err)
	}
	if want := blocks * int64(w.s.size); have > want {
		w.dirty = true
		if err := w.f.Truncate(want); err != nil {
			return w.fail(err)
		}
	}
	return nil
}

// FileSize is the size of the log as SQLite sees it, in bytes.
func (w *walFile) FileSize() (int64, error) {
	if !w.hasHeader {
		return 0, nil
	}
	return walHeaderSize + w.frames*int64(frameHeaderSize+w.s.size), nil
}
