package sealdb

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"kith/crypto"
	"kith/journal/disk/faulty"
)

// vector computes the test vector at the end of FORMAT.md.
func vector(t *testing.T) string {
	t.Helper()
	var space [16]byte
	for i := range space {
		space[i] = 0xa0 + byte(i)
	}
	key := fixedKey(t, 1)
	s, err := newSealer(key, space, 4096)
	if err != nil {
		t.Fatal(err)
	}
	block := func(text []byte, id blockID) []byte {
		b := make([]byte, s.size)
		for i := range nonceSize {
			b[i] = 0x40 + byte(i)
		}
		copy(b[nonceSize:s.size-tagSize], text)
		s.sealInPlace(b, id, s.scratch())
		return b
	}
	header := binary.BigEndian.AppendUint64(nil, 5)
	for i := range walHeaderSize {
		header = append(header, byte(i))
	}
	frame := make([]byte, s.textSize())
	for i := range frame {
		frame[i] = byte(i % 251)
	}
	var out strings.Builder
	fmt.Fprintf(&out, "    file   %x\n", encodeHeader(key, space, 4096)[:headerEnd])
	for _, v := range []struct {
		name  string
		block []byte
	}{
		{"page1 ", block(emptyPage1(4096), blockID{kind: kindPage, n: 1})},
		{"header", block(header, blockID{kind: kindWALHeader, n: 0})},
		{"frame ", block(frame, blockID{kind: kindWALFrame, n: 3, gen: 5})},
	} {
		fmt.Fprintf(&out, "    %s %x\n           %x\n           %x\n", v.name, v.block[:48], v.block[s.size-tagSize:], sum256(v.block))
	}
	return out.String()
}

func TestVector(t *testing.T) {
	doc, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := vector(t); !strings.HasSuffix(string(doc), "\n\n"+want) {
		t.Fatalf("FORMAT.md should end in\n\n%s", want)
	}
}

// secondReader reads a sealed database by FORMAT.md alone, without the code of
// this package, and returns it as an SQLite file.
func secondReader(t *testing.T, key crypto.Key, space [16]byte, db, wal []byte) []byte {
	t.Helper()
	derive := func(purpose string) []byte {
		raw, err := hkdf.Key(sha256.New, key.Bytes(), nil, "kith v1 "+purpose+"\x00"+string(space[:]), 32)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	size := int(binary.BigEndian.Uint32(db[20:]))
	open := func(purpose string, kind byte, file []byte, block int, number, gen uint64) []byte {
		if len(file) < (block+1)*size {
			return nil
		}
		aead, err := chacha20poly1305.NewX(derive(purpose))
		if err != nil {
			t.Fatal(err)
		}
		ad := append([]byte("kith sealdb 1\x00\x00\x00"), space[:]...)
		ad = append(ad, kind, 0, 0, 0)
		ad = binary.BigEndian.AppendUint32(ad, uint32(size))
		ad = binary.BigEndian.AppendUint64(ad, number)
		ad = binary.BigEndian.AppendUint64(ad, gen)
		b := file[block*size : (block+1)*size]
		text, err := aead.Open(nil, b[:24], b[24:], ad)
		if err != nil {
			return nil
		}
		return text
	}
	plain := make([]byte, len(db)-size)
	for n := 1; n < len(db)/size; n++ {
		if text := open("page", 1, db, n, uint64(n), 0); text != nil {
			copy(plain[(n-1)*size:], text)
		}
	}
	var gen uint64
	for slot := range 2 {
		if text := open("wal", 2, wal, slot, uint64(slot), 0); text != nil {
			gen = max(gen, binary.BigEndian.Uint64(text))
		}
	}
	waiting := map[int][]byte{}
	for n := 1; ; n++ {
		text := open("wal", 3, wal, n+1, uint64(n), gen)
		if text == nil {
			return plain
		}
		page := int(binary.BigEndian.Uint32(text))
		waiting[page] = append(text[24:], make([]byte, 64)...)
		if after := int(binary.BigEndian.Uint32(text[4:])); after != 0 {
			plain = append(plain, make([]byte, max(0, after*size-len(plain)))...)[:after*size]
			for page, content := range waiting {
				copy(plain[(page-1)*size:], content)
			}
			clear(waiting)
		}
	}
}

// TestSecondReader: FORMAT.md is enough to get the data out.
func TestSecondReader(t *testing.T) {
	key := fixedKey(t, 9)
	fsys := faulty.NewPower()
	db, err := openLedger(fsys, key)
	if err != nil {
		t.Fatal(err)
	}
	mustExec(t, db.SQL(), "PRAGMA wal_autocheckpoint=100")
	l := &ledger{db: db}
	for l.done < 100 {
		if err := l.step(); err != nil {
			t.Fatal(err)
		}
	}
	wal := readAll(t, fsys, "v/"+walName)
	plain := secondReader(t, key, testSpace, readAll(t, fsys, "v/"+dbName), wal)
	abandon(db)
	if len(wal) < 20*defaultPageSize || !strings.HasPrefix(string(plain), "SQLite format 3\x00") {
		t.Fatal(len(wal), hex.EncodeToString(plain[:16]))
	}
	plain[18], plain[19] = 1, 1 // the log is merged in
	path := filepath.Join(t.TempDir(), "plain.db")
	if err := os.WriteFile(path, plain, 0o600); err != nil {
		t.Fatal(err)
	}
	stock := sql.OpenDB(plainConnector{path})
	defer stock.Close()
	if err := stock.PingContext(context.Background()); err != nil {
		t.Fatal(err)
	}
	if last, err := checkLedger(&DB{sql: stock}); err != nil || last != 100 {
		t.Fatal(last, err)
	}
}
