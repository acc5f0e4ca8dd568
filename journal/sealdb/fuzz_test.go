package sealdb

import (
	"encoding/binary"
	"os"
	"testing"

	"kith/journal/disk/faulty"
)

func FuzzHeader(f *testing.F) {
	key := fixedKey(f, 1)
	good := encodeHeader(key, testSpace, defaultPageSize)[:headerEnd]
	f.Add(good)
	f.Add([]byte{})
	f.Add(good[:50])
	f.Fuzz(func(t *testing.T, h []byte) {
		size, err := decodeHeader(h, key, testSpace)
		if err == nil && (string(h[:headerEnd]) != string(encodeHeader(key, testSpace, size)[:headerEnd])) {
			t.Fatal("accepted a header nobody wrote")
		}
	})
}

// logOf seals plain, cut into blocks, as a log: what only a holder of the key
// could write, and the decoder must still not trip over.
func logOf(t testing.TB, s *sealer, gen uint64, plain []byte) *faulty.Power {
	t.Helper()
	fsys := faulty.NewPower()
	var file []byte
	sc := s.scratch()
	for i := uint64(0); len(plain) > 0; i++ {
		block := make([]byte, s.size)
		plain = plain[copy(block[nonceSize:s.size-tagSize], plain):]
		id := blockID{kind: kindWALFrame, n: i - firstFrame + 1, gen: gen}
		if i < firstFrame {
			id = blockID{kind: kindWALHeader, n: i}
		}
		s.seal(block, id, sc)
		file = append(file, block...)
	}
	f, err := fsys.OpenFile("log", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt(file, 0); err != nil {
		t.Fatal(err)
	}
	return fsys
}

// FuzzLog feeds the log decoder authentic blocks with any content.
func FuzzLog(f *testing.F) {
	s, err := newSealer(fixedKey(f, 3), testSpace, minPageSize)
	if err != nil {
		f.Fatal(err)
	}
	real := readAll(f, victim(f, fixedKey(f, 3), testSpace, 3), "v/"+walName)
	var plain []byte
	var gen uint64
	sc := s.scratch()
	for i := range len(real) / s.size {
		text := make([]byte, s.textSize())
		id := blockID{kind: kindWALHeader, n: uint64(i)}
		if i >= firstFrame {
			id = blockID{kind: kindWALFrame, n: uint64(i - firstFrame + 1), gen: gen}
		}
		if s.open(text, real[i*s.size:], id, sc) && i == 0 {
			gen = binary.BigEndian.Uint64(text)
		}
		plain = append(plain, text...)
	}
	f.Add(gen, plain, uint16(0), byte(0))
	f.Add(gen, plain, uint16(70), byte(1))
	f.Add(gen, plain[:len(plain)-s.textSize()], uint16(8), byte(0xff))
	f.Add(uint64(0), []byte("not a log"), uint16(0), byte(0))
	f.Fuzz(func(t *testing.T, gen uint64, plain []byte, at uint16, flip byte) {
		if len(plain) > 1<<17 {
			return
		}
		if int(at) < len(plain) {
			plain[at] ^= flip
		}
		fsys := logOf(t, s, gen, plain)
		file, err := fsys.OpenFile("log", os.O_RDONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		st, err := scanWAL(file, s)
		if err == nil && (st.frames < 0 || st.frames > int64(len(plain)/s.textSize()) || st.frames > 0 && st.header == nil) {
			t.Fatalf("%+v", st)
		}
	})
}

// FuzzRawLog feeds the log decoder any bytes at all: no transaction comes out.
func FuzzRawLog(f *testing.F) {
	s, err := newSealer(fixedKey(f, 3), testSpace, minPageSize)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{})
	f.Add(make([]byte, 3*minPageSize))
	f.Fuzz(func(t *testing.T, data []byte) {
		fsys := faulty.NewPower()
		file, err := fsys.OpenFile("log", os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteAt(data, 0); err != nil {
			t.Fatal(err)
		}
		if st, err := scanWAL(file, s); err == nil && st.frames != 0 {
			t.Fatalf("%+v", st)
		}
	})
}

// FuzzInteriorPage feeds the read-ahead pages of any content.
func FuzzInteriorPage(f *testing.F) {
	s, err := newSealer(fixedKey(f, 3), testSpace, minPageSize)
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte{5, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 9, 0x0f, 0, 0x0e, 0}, int64(2), int64(3))
	f.Add([]byte{2, 0, 0, 0xff, 0xff, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, int64(2), int64(9))
	fsys := faulty.NewPower()
	file, err := fsys.OpenFile("f", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, page []byte, first, then int64) {
		buf := make([]byte, s.size)
		copy(buf, page)
		r := newReadAhead(file, s)
		r.saw(buf, first)
		r.saw(make([]byte, s.size), then)
		r.saw(make([]byte, s.size), then+1)
		if r.take(buf, then+1) {
			t.Fatal("a page came out of nothing")
		}
		r.stop()
	})
}
