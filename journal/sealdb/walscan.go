package sealdb

import (
	"encoding/binary"
	"fmt"
	"io"

	"kith/journal/disk"
)

// A walState is what a log held when it was read from the start.
type walState struct {
	header []byte // SQLite's log header, walHeaderSize bytes; nil: there is no log
	slot   int    // where the header was found; -1 without a header
	gen    uint64 // generation the header names
	frames int64  // frames up to the end of the last whole transaction
	pages  map[uint32]struct{}
}

// walMagic is the first word of SQLite's log header; its last bit says that the
// checksums are computed over big-endian words.
const walMagic = 0x377f0682

// scanWAL finds the transactions in a log. It stops at the first frame that is
// not authentic or does not follow from the one before it, as SQLite does: that
// is where a power cut stopped the last transaction. But a frame also says where
// its transaction starts, and everything before that place was safe on the disk
// when the frame was written. So if any later frame's transaction starts behind
// the bad frame, the bad frame is not the end of the log but damage.
func scanWAL(f disk.File, s *sealer) (*walState, error) {
	st := &walState{slot: -1, pages: map[uint32]struct{}{}}
	size, err := f.Size()
	if err != nil {
		return nil, kindOf(err)
	}
	r := &blockReader{f: f, s: s, sc: s.scratch(), blocks: size / int64(s.size)}
	if err := st.readHeader(r); err != nil {
		return nil, err
	}
	if st.header == nil {
		if r.blocks > firstFrame {
			return st, &DamageError{File: walName, Reason: "its header was changed"}
		}
		return st, nil
	}
	return st, st.readFrames(r)
}

// readHeader selects the newer of the authentic headers.
func (st *walState) readHeader(r *blockReader) error {
	for slot := range 2 {
		text, ok, err := r.open(int64(slot), blockID{kind: kindWALHeader, n: uint64(slot)})
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		gen, header := binary.BigEndian.Uint64(text), text[8:8+walHeaderSize]
		if st.header != nil && gen < st.gen {
			continue
		}
		if binary.BigEndian.Uint32(header)&^1 != walMagic || binary.BigEndian.Uint32(header[8:]) != uint32(r.s.size) {
			return fmt.Errorf("%w: log header %x", ErrFormat, header[:12])
		}
		st.header = append([]byte(nil), header...)
		st.slot, st.gen = slot, gen
	}
	return nil
}

// readFrames follows the transactions from the first frame on.
func (st *walState) readFrames(r *blockReader) error {
	var waiting []uint32 // pages of the transaction being read
	sum := chainOf(st.header[24:])
	n := r.blocks - firstFrame
	for i := int64(1); i <= n; i++ {
		text, ok, err := r.open(i+firstFrame-1, blockID{kind: kindWALFrame, n: uint64(i), gen: st.gen})
		if err != nil {
			return err
		}
		var fr frame
		if ok {
			fr = decodeFrame(text)
			sum = st.follow(sum, text, r.s.size)
		}
		if !ok || fr.page == 0 || fr.start != st.frames+1 || fr.sum != sum {
			return st.checkTail(r, i, n)
		}
		waiting = append(waiting, fr.page)
		if fr.commit != 0 {
			for _, page := range waiting {
				st.pages[page] = struct{}{}
			}
			waiting = waiting[:0]
			st.frames = i
		}
	}
	return nil
}

// checkTail looks behind the bad frame for what proves it damaged: a transaction
// of this generation that starts there, or any frame of the next generation,
// whose header must then have been lost.
func (st *walState) checkTail(r *blockReader, bad, n int64) error {
	for i := bad + 1; i <= n; i++ {
		text, ok, err := r.open(i+firstFrame-1, blockID{kind: kindWALFrame, n: uint64(i), gen: st.gen})
		if err != nil {
			return err
		}
		if ok && decodeFrame(text).start > bad {
			return &DamageError{File: walName, Offset: (bad + firstFrame - 1) * int64(r.s.size), Reason: "a frame of the log was changed"}
		}
	}
	for i := int64(1); i <= n; i++ {
		_, ok, err := r.open(i+firstFrame-1, blockID{kind: kindWALFrame, n: uint64(i), gen: st.gen + 1})
		if err != nil {
			return err
		}
		if ok {
			return &DamageError{File: walName, Offset: int64(1-st.slot) * int64(r.s.size), Reason: "the header of the log was changed"}
		}
	}
	return nil
}

// A chain is SQLite's running checksum over the log
// (https://sqlite.org/fileformat2.html, 4.2).
type chain struct{ a, b uint32 }

func chainOf(b []byte) chain {
	return chain{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// follow extends sum by a frame: the first 8 bytes of its header and the page,
// as SQLite sees it, with zeros for reserved bytes.
func (st *walState) follow(sum chain, text []byte, size int) chain {
	order := binary.ByteOrder(binary.LittleEndian)
	if st.header[3]&1 != 0 {
		order = binary.BigEndian
	}
	sum = sum.add(order, text[:8])
	sum = sum.add(order, text[frameHeaderSize:])
	for range reserved / 8 {
		sum.a += sum.b
		sum.b += sum.a
	}
	return sum
}

func (c chain) add(order binary.ByteOrder, data []byte) chain {
	for ; len(data) >= 8; data = data[8:] {
		c.a += order.Uint32(data) + c.b
		c.b += order.Uint32(data[4:]) + c.a
	}
	return c
}

// frame is the header of a log frame (https://sqlite.org/fileformat2.html, 4.1).
// On the disk the place of SQLite's salt, which is the one in the log header, is
// taken by the start of the transaction.
type frame struct {
	page   uint32
	commit uint32 // size of the database in pages after the transaction, or 0
	start  int64  // first frame of the transaction
	sum    chain
}

const saltOffset = 8 // in a frame header, 8 bytes; in the log header it is at 16

func decodeFrame(text []byte) frame {
	return frame{
		page:   binary.BigEndian.Uint32(text),
		commit: binary.BigEndian.Uint32(text[4:]),
		start:  int64(binary.BigEndian.Uint64(text[saltOffset:])),
		sum:    chainOf(text[16:]),
	}
}

// A blockReader reads the blocks of a file in order, many at a time.
type blockReader struct {
	f      disk.File
	s      *sealer
	sc     *scratch
	blocks int64 // whole blocks in the file
	buf    []byte
	first  int64 // block at the start of buf
	n      int64 // blocks in buf
}

const readBlocks = 64 // blocks fetched by one read

// open returns the plaintext of block at, valid until the next call. ok is false
// if the block is missing or not authentic.
func (r *blockReader) open(at int64, id blockID) (text []byte, ok bool, err error) {
	if at >= r.blocks {
		return nil, false, nil
	}
	size := int64(r.s.size)
	if at < r.first || at >= r.first+r.n {
		n := min(readBlocks, r.blocks-at)
		if int64(len(r.buf)) < n*size {
			r.buf = make([]byte, n*size)
		}
		if got, err := r.f.ReadAt(r.buf[:n*size], at*size); int64(got) < n*size {
			if err == nil || err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return nil, false, kindOf(err)
		}
		r.first, r.n = at, n
	}
	from := (at - r.first) * size
	text = r.sc.text[:r.s.textSize()]
	return text, r.s.open(text, r.buf[from:from+size], id, r.sc), nil
}
