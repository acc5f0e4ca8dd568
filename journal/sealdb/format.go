package sealdb

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"

	"kith/crypto"
)

// The names of the two files in a database's folder.
const (
	dbName  = "space.db"
	walName = "space.db-wal"
)

// Sizes of the format; see FORMAT.md.
const (
	formatVersion = 1

	// defaultPageSize is measured too: 8 and 16 KiB scan and import quicker, by a
	// fifth, but small commits are what people wait for, and those are slower by
	// as much.
	defaultPageSize = 4096
	minPageSize     = 4096
	maxPageSize     = 65536

	nonceSize = chacha20poly1305.NonceSizeX // at the start of a block
	tagSize   = chacha20poly1305.Overhead   // at its end
	overhead  = nonceSize + tagSize
	// reserved bytes at the end of each SQLite page. They are what a log frame
	// needs besides the page, so that a frame is as long as a page.
	reserved = overhead + frameHeaderSize

	walHeaderSize   = 32 // of SQLite's log header
	frameHeaderSize = 24 // of SQLite's log frame header
	firstFrame      = 2  // block of the log that holds frame 1, after two header slots
)

// Kinds of block, as bound into the additional data.
const (
	kindPage      = 1 // space.db: page n in block n
	kindWALHeader = 2 // space.db-wal: slot n (0 or 1) in block n
	kindWALFrame  = 3 // space.db-wal: frame n in block n+1
)

const (
	adMagic = "kith sealdb 1\x00\x00\x00"
	adSize  = 56
)

// A blockID says what a block is and where it belongs.
type blockID struct {
	kind byte
	n    uint64 // page, slot or frame number
	gen  uint64 // generation of the log; 0 for pages and header slots
}

// A sealer seals and opens the blocks of one database. It is safe for
// concurrent use, given a scratch for each goroutine.
type sealer struct {
	page, wal cipher.AEAD
	space     [16]byte
	size      int // bytes in a block, and in an SQLite page
}

// scratch holds what one goroutine needs to seal and open without allocating.
type scratch struct {
	ad    [adSize]byte
	block []byte // one sealed block
	text  []byte // one opened block
}

func newSealer(key crypto.Key, space [16]byte, size int) (*sealer, error) {
	s := &sealer{space: space, size: size}
	for _, k := range []struct {
		purpose string
		aead    *cipher.AEAD
	}{{"page", &s.page}, {"wal", &s.wal}} {
		sub := key.Derive(k.purpose, space[:])
		raw := sub.Bytes()
		aead, err := chacha20poly1305.NewX(raw)
		clear(raw)
		sub.Wipe()
		if err != nil {
			return nil, fmt.Errorf("sealdb: %w", err)
		}
		*k.aead = aead
	}
	return s, nil
}

func (s *sealer) scratch() *scratch {
	return &scratch{block: make([]byte, s.size), text: make([]byte, s.size)}
}

// textSize is the number of plaintext bytes in a block.
func (s *sealer) textSize() int { return s.size - overhead }

func (s *sealer) aead(kind byte) cipher.AEAD {
	if kind == kindPage {
		return s.page
	}
	return s.wal
}

// bind fills the additional data for a block.
func (s *sealer) bind(ad *[adSize]byte, id blockID) []byte {
	copy(ad[0:], adMagic)
	copy(ad[16:], s.space[:])
	ad[32] = id.kind
	ad[33], ad[34], ad[35] = 0, 0, 0
	binary.BigEndian.PutUint32(ad[36:], uint32(s.size))
	binary.BigEndian.PutUint64(ad[40:], id.n)
	binary.BigEndian.PutUint64(ad[48:], id.gen)
	return ad[:]
}

// sealInPlace seals the plaintext at block[nonceSize:size-tagSize], under the
// nonce at its start.
func (s *sealer) sealInPlace(block []byte, id blockID, sc *scratch) {
	s.aead(id.kind).Seal(block[nonceSize:nonceSize:s.size], block[:nonceSize], block[nonceSize:s.size-tagSize], s.bind(&sc.ad, id))
}

// seal is sealInPlace with a fresh random nonce.
func (s *sealer) seal(block []byte, id blockID, sc *scratch) {
	rand.Read(block[:nonceSize]) // never fails: crypto/rand ends the process instead
	s.sealInPlace(block, id, sc)
}

// open writes the plaintext of block to dst, which has room for textSize
// bytes, and reports whether the block is authentic and in its place.
func (s *sealer) open(dst, block []byte, id blockID, sc *scratch) bool {
	_, err := s.aead(id.kind).Open(dst[:0], block[:nonceSize], block[nonceSize:s.size], s.bind(&sc.ad, id))
	return err == nil
}

// The file header: block 0 of space.db, the only block that is not sealed.
const (
	headerMagic  = "kith sealed db\r\n"
	checkOffset  = 24
	digestOffset = checkOffset + crypto.KeySize
	headerEnd    = digestOffset + sha256.Size
)

// keyCheck commits to the key, the space and the layout, and reveals none.
func keyCheck(key crypto.Key, space [16]byte, fixed []byte) []byte {
	sub := key.Derive("sealdb check", append(append([]byte(nil), space[:]...), fixed...))
	defer sub.Wipe()
	return sub.Bytes()
}

// encodeHeader returns the header block of a new database.
func encodeHeader(key crypto.Key, space [16]byte, size int) []byte {
	h := make([]byte, size)
	copy(h, headerMagic)
	binary.BigEndian.PutUint32(h[16:], formatVersion)
	binary.BigEndian.PutUint32(h[20:], uint32(size))
	copy(h[checkOffset:], keyCheck(key, space, h[16:checkOffset]))
	sum := sha256.Sum256(h[:digestOffset])
	copy(h[digestOffset:], sum[:])
	return h
}

// decodeHeader reads the page size from the first headerEnd bytes of space.db.
func decodeHeader(h []byte, key crypto.Key, space [16]byte) (size int, err error) {
	damaged := func(why string) error { return &DamageError{File: dbName, Reason: "its header " + why} }
	if len(h) < headerEnd {
		return 0, damaged("is cut short")
	}
	sum := sha256.Sum256(h[:digestOffset])
	if string(h[:16]) != headerMagic || string(sum[:]) != string(h[digestOffset:headerEnd]) {
		return 0, damaged("was changed")
	}
	if v := binary.BigEndian.Uint32(h[16:]); v != formatVersion {
		return 0, fmt.Errorf("%w: version %d; this program reads version %d", ErrFormat, v, formatVersion)
	}
	n := binary.BigEndian.Uint32(h[20:])
	if n < minPageSize || n > maxPageSize || n&(n-1) != 0 {
		return 0, fmt.Errorf("%w: pages of %d bytes", ErrFormat, n)
	}
	check := keyCheck(key, space, h[16:checkOffset])
	defer clear(check)
	if subtle.ConstantTimeCompare(check, h[checkOffset:digestOffset]) != 1 {
		return 0, ErrWrongKey
	}
	return int(n), nil
}

// emptyPage1 is the first page of an SQLite database without tables: the
// database header in log mode (https://sqlite.org/fileformat2.html, 1.3) and an
// empty table leaf.
func emptyPage1(size int) []byte {
	p := make([]byte, size)
	copy(p, "SQLite format 3\x00")
	binary.BigEndian.PutUint16(p[16:], uint16(size&0xff00|size>>16)) // 65536 is written as 1
	p[18], p[19] = 2, 2                                              // write and read version: write-ahead log
	p[20] = reserved
	p[21], p[22], p[23] = 64, 32, 32 // payload fractions, constants of the format
	p[31] = 1                        // one page
	p[100] = 0x0d                    // table leaf
	binary.BigEndian.PutUint16(p[105:], uint16(size-reserved))
	return p
}
