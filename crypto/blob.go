package crypto

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"golang.org/x/crypto/chacha20poly1305"
)

// Sizes of a sealed blob, in bytes. See FORMATS.md, "Sealed blob".
const (
	// BlobChunk is how much content one chunk holds; the last may hold less.
	BlobChunk = 64 << 10
	// MaxBlobSize is the length of the longest content that can be sealed.
	MaxBlobSize = 512 << 20

	blobMagic    = "kithblb1" // the last byte is the version
	blobLabel    = "kith blob v1"
	blobPrefix   = chacha20poly1305.NonceSizeX - 5 // random part of the nonces
	blobHeader   = len(blobMagic) + blobPrefix
	blobOverhead = chacha20poly1305.Overhead // of each chunk
)

// SealedBlobSize returns the length of the sealed form of n bytes of content.
func SealedBlobSize(n int64) int64 {
	return int64(blobHeader) + n + blobChunks(n)*int64(blobOverhead)
}

// blobChunks returns how many chunks n bytes of content have; none have one.
func blobChunks(n int64) int64 { return max((n+BlobChunk-1)/BlobChunk, 1) }

// blobSize returns the length of the content of a sealed blob of so many bytes.
func blobSize(sealed int64) (int64, error) {
	body := sealed - int64(blobHeader)
	const full = BlobChunk + blobOverhead
	n := body - (body+full-1)/full*int64(blobOverhead)
	if body < int64(blobOverhead) || n < 0 || n > MaxBlobSize || SealedBlobSize(n) != sealed {
		return 0, fmt.Errorf("sealed blob of %d bytes: %w: no such length", sealed, ErrDamaged)
	}
	return n, nil
}

// blobCipher seals and opens the chunks of one blob: the STREAM construction of
// Hoang, Reyhanitabar, Rogaway and Vizar (2015), as age has it. Each chunk's nonce
// has its number and whether it is the last, so that chunks cannot be moved,
// dropped or added without notice.
type blobCipher struct {
	aead  cipher.AEAD
	nonce [chacha20poly1305.NonceSizeX]byte
}

func newBlobCipher(k Key, prefix []byte) *blobCipher {
	c := &blobCipher{aead: newAEAD(k.Derive("blob", nil))}
	copy(c.nonce[:], prefix)
	return c
}

func (c *blobCipher) at(chunk uint32, last bool) []byte {
	binary.BigEndian.PutUint32(c.nonce[blobPrefix:], chunk)
	c.nonce[blobPrefix+4] = 0
	if last {
		c.nonce[blobPrefix+4] = 1
	}
	return c.nonce[:]
}

// BlobWriter seals what is written to it: an attachment of any size up to
// [MaxBlobSize], of which it holds one chunk at a time. It is for one goroutine.
type BlobWriter struct {
	w      io.Writer
	cipher *blobCipher
	plain  []byte // of the chunk that is being filled
	sealed []byte
	chunk  uint32
	n      int64
	err    error
}

// NewBlobWriter begins a sealed blob under k, which should be that of this blob
// alone, and writes its header to w.
func NewBlobWriter(k Key, w io.Writer) (*BlobWriter, error) {
	header := make([]byte, blobHeader)
	copy(header, blobMagic)
	rand.Read(header[len(blobMagic):]) // never fails: crypto/rand ends the process instead
	if _, err := w.Write(header); err != nil {
		return nil, fmt.Errorf("seal blob: %w", err)
	}
	return &BlobWriter{
		w: w, cipher: newBlobCipher(k, header[len(blobMagic):]),
		plain: make([]byte, 0, BlobChunk), sealed: make([]byte, 0, BlobChunk+blobOverhead),
	}, nil
}

// Write implements io.Writer. Content beyond [MaxBlobSize] is [ErrTooLarge].
func (b *BlobWriter) Write(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	if b.n+int64(len(p)) > MaxBlobSize {
		b.err = fmt.Errorf("seal blob: %w (%d bytes)", ErrTooLarge, int64(MaxBlobSize))
		return 0, b.err
	}
	b.n += int64(len(p))
	written := 0
	for len(p) > 0 {
		if len(b.plain) == BlobChunk { // and more comes, so it is not the last
			if b.err = b.flush(false); b.err != nil {
				return written, b.err
			}
		}
		n := min(len(p), BlobChunk-len(b.plain))
		b.plain = append(b.plain, p[:n]...)
		p = p[n:]
		written += n
	}
	return written, nil
}

func (b *BlobWriter) flush(last bool) error {
	b.sealed = b.cipher.aead.Seal(b.sealed[:0], b.cipher.at(b.chunk, last), b.plain, []byte(blobLabel))
	b.chunk++
	clear(b.plain)
	b.plain = b.plain[:0]
	if _, err := b.w.Write(b.sealed); err != nil {
		return fmt.Errorf("seal blob: %w", err)
	}
	return nil
}

// Close writes the last chunk. Without it the blob does not open. It does not
// close the writer below.
func (b *BlobWriter) Close() error {
	if b.err != nil {
		return b.err
	}
	if err := b.flush(true); err != nil {
		b.err = err
		return err
	}
	b.err = errors.New("seal blob: it is closed")
	return nil
}

// BlobReader reads the content of a sealed blob from any place on. It holds one
// chunk at a time. It is for one goroutine.
type BlobReader struct {
	r      io.ReaderAt
	cipher *blobCipher
	size   int64  // of the content
	sealed []byte // buffer
	plain  []byte // of the chunk held
	held   int64  // its number, -1 for none
}

// OpenBlob opens the sealed blob of so many bytes in r. That it is neither cut nor
// extended, and was sealed under k, is proven by its last chunk before anything is
// read; every other chunk proves itself when it is read. It fails with
// [ErrNewerFormat], [ErrDamaged] (a wrong key cannot be told from damage), and the
// errors of r.
func OpenBlob(k Key, r io.ReaderAt, size int64) (*BlobReader, error) {
	header := make([]byte, blobHeader)
	if size >= int64(blobHeader) {
		if _, err := r.ReadAt(header, 0); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("open blob: %w", err)
		}
	}
	version := len(blobMagic) - 1
	if string(header[:version]) != blobMagic[:version] {
		return nil, fmt.Errorf("open blob: %w", ErrDamaged)
	}
	if header[version] != blobMagic[version] {
		return nil, fmt.Errorf("open blob: %w", ErrNewerFormat)
	}
	n, err := blobSize(size)
	if err != nil {
		return nil, fmt.Errorf("open blob: %w", err)
	}
	b := &BlobReader{
		r: r, cipher: newBlobCipher(k, header[len(blobMagic):]), size: n, held: -1,
		sealed: make([]byte, 0, BlobChunk+blobOverhead), plain: make([]byte, 0, BlobChunk),
	}
	if err := b.load(blobChunks(n) - 1); err != nil {
		return nil, err
	}
	return b, nil
}

// Size returns the length of the content, in bytes.
func (b *BlobReader) Size() int64 { return b.size }

func (b *BlobReader) load(chunk int64) error {
	if chunk == b.held {
		return nil
	}
	b.held = -1
	last := chunk == blobChunks(b.size)-1
	length := int64(BlobChunk)
	if last {
		length = b.size - chunk*BlobChunk
	}
	b.sealed = b.sealed[:length+int64(blobOverhead)]
	at := int64(blobHeader) + chunk*int64(BlobChunk+blobOverhead)
	if n, err := b.r.ReadAt(b.sealed, at); n < len(b.sealed) {
		if err == nil || errors.Is(err, io.EOF) {
			err = ErrDamaged // it was longer when it was opened
		}
		return fmt.Errorf("read blob: %w", err)
	}
	plain, err := b.cipher.aead.Open(b.plain[:0], b.cipher.at(uint32(chunk), last), b.sealed, []byte(blobLabel))
	if err != nil {
		return fmt.Errorf("read blob: chunk %d: %w", chunk, ErrDamaged)
	}
	b.plain, b.held = plain, chunk
	return nil
}

// ReadAt implements io.ReaderAt over the content. No byte is given that is not as
// it was sealed.
func (b *BlobReader) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("read blob: before its beginning")
	}
	n := 0
	for n < len(p) {
		if off >= b.size {
			return n, io.EOF
		}
		if err := b.load(off / BlobChunk); err != nil {
			return n, err
		}
		m := copy(p[n:], b.plain[off%BlobChunk:])
		n, off = n+m, off+int64(m)
	}
	return n, nil
}

// Content returns a reader of the whole content from its beginning.
func (b *BlobReader) Content() *io.SectionReader { return io.NewSectionReader(b, 0, b.size) }

// Wipe overwrites the chunk that is held.
func (b *BlobReader) Wipe() {
	clear(b.plain[:cap(b.plain)])
	b.held = -1
}
